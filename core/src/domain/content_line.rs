//! Lines of a calendar file (RFC 5545, 3.1): folding, parameters, escaped text.

/// One unfolded line: `NAME;PARAM=value:value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ContentLine {
    /// Upper case.
    pub(super) name: String,
    /// Upper-case names with values, quotes taken off.
    pub(super) params: Vec<(String, String)>,
    /// As it stands in the file, escapes and all.
    pub(super) value: String,
    /// The whole line as it was.
    pub(super) raw: String,
}

impl ContentLine {
    /// Reads an unfolded line, `None` where there is no name and value.
    pub(super) fn parse(raw: &str) -> Option<Self> {
        // A colon or semicolon in quotes belongs to a parameter's value.
        let mut parts = Vec::new();
        let (mut begin, mut quoted, mut value) = (0, false, None);
        for (at, c) in raw.char_indices() {
            match c {
                '"' => quoted = !quoted,
                ';' if !quoted => {
                    parts.push(raw.get(begin..at)?);
                    begin = at + 1;
                }
                ':' if !quoted => {
                    parts.push(raw.get(begin..at)?);
                    value = raw.get(at + 1..);
                    break;
                }
                _ => {}
            }
        }
        let (name, params) = parts.split_first()?;
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let params = params.iter().filter_map(|param| param.split_once('='));
        let params = params.map(|(name, value)| (name.to_ascii_uppercase(), value.trim_matches('"').to_owned())).collect();
        let (value, raw) = (value?.to_owned(), raw.to_owned());
        is_name.then(|| Self { name: name.to_ascii_uppercase(), params, value, raw })
    }

    /// Returns the value of a parameter.
    pub(super) fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(param, _)| param == name).map(|(_, value)| value.as_str())
    }

    /// Returns the value as text, escapes opened.
    pub(super) fn text(&self) -> String {
        let mut text = String::with_capacity(self.value.len());
        let mut chars = self.value.chars();
        while let Some(c) = chars.next() {
            match c {
                '\\' => match chars.next() {
                    Some('n' | 'N') => text.push('\n'),
                    Some(other) => text.push(other),
                    None => {}
                },
                _ => text.push(c),
            }
        }
        text
    }
}

/// Returns the lines of a file, unfolded; empty ones are left out.
pub(super) fn unfolded(file: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in file.trim_start_matches('\u{feff}').split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line);
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some(last)) => last.push_str(rest),
            _ if line.trim().is_empty() => {}
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

/// Appends a line, folded at 75 bytes before a character, and its line end.
pub(super) fn write_line(line: &str, file: &mut String) {
    const MAX_LINE_BYTES: usize = 75;
    let mut used = 0;
    for c in line.chars() {
        if used + c.len_utf8() > MAX_LINE_BYTES {
            file.push_str("\r\n ");
            used = 1;
        }
        file.push(c);
        used += c.len_utf8();
    }
    file.push_str("\r\n");
}

/// Returns `text` with what has a meaning in a calendar file escaped.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            // The standard has no place for other control characters.
            _ if c.is_control() && c != '\t' => {}
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quotes_hide_colons_in_parameters() {
        let line = ContentLine::parse(r#"attendee;CN="Doe; Jane: me";ROLE=CHAIR:mailto:jane@example.org"#).unwrap();
        assert_eq!((line.name.as_str(), line.value.as_str()), ("ATTENDEE", "mailto:jane@example.org"));
        assert_eq!((line.param("CN"), line.param("ROLE")), (Some("Doe; Jane: me"), Some("CHAIR")));
        for bad in ["", "SUMMARY", ":x", "A B:x", "X;Y=\"open:z"] {
            assert_eq!(ContentLine::parse(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn text_survives_escaping_and_folding(text in "[ -~éß👍\n\\\\;,:\"]{0,300}") {
            let mut file = String::new();
            write_line(&format!("SUMMARY:{}", escaped(&text)), &mut file);
            prop_assert!(file.split("\r\n").all(|line| line.len() <= 75));
            let lines = unfolded(&file);
            prop_assert_eq!(lines.len(), 1);
            prop_assert_eq!(ContentLine::parse(&lines[0]).unwrap().text(), text);
        }

        #[test]
        fn no_line_makes_the_reader_panic(line in ".{0,60}") {
            let _ = ContentLine::parse(&line).map(|line| line.text());
        }
    }
}
