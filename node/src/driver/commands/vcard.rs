//! Profiles as cards (vCard 4.0, RFC 6350), for address books.

use allforone_core::domain::Profile;

/// Longest line in bytes, its end not counted (RFC 6350, 3.2).
const MAX_LINE_BYTES: usize = 75;

/// Returns the card of `profile`; `community` goes into it.
pub(super) fn card(profile: &Profile, community: &str) -> String {
    let mut file = String::new();
    let mut put = |text: String| fold_line(&text, &mut file);
    put("BEGIN:VCARD".into());
    put("VERSION:4.0".into());
    put("KIND:individual".into());
    put(format!("UID:urn:allforone:person:{}", profile.person));
    put(format!("FN:{}", escaped(&profile.name)));
    put(format!("CATEGORIES:{}", escaped(community)));
    let note = [("", &profile.about), ("", &profile.contact)];
    let note: Vec<&str> = note.iter().map(|(_, text)| text.as_str()).filter(|text| !text.is_empty()).collect();
    if !note.is_empty() {
        put(format!("NOTE:{}", escaped(&note.join("\n"))));
    }
    for (rank, language) in (1..).zip(&profile.languages) {
        // LANG takes a tag only; a language in somebody's own words goes beside it.
        if is_tag(language) {
            put(format!("LANG;PREF={rank}:{language}"))
        } else {
            put(format!("X-LANGUAGE:{}", escaped(language)))
        }
    }
    for skill in &profile.can_help {
        put(format!("EXPERTISE:{}", escaped(skill)));
    }
    for wish in &profile.wants_to_learn {
        put(format!("INTEREST:{}", escaped(wish)));
    }
    if let Some(time) = i64::try_from(profile.time.millis()).ok().and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok()) {
        put(format!("REV:{}", time.strftime("%Y%m%dT%H%M%SZ")));
    }
    put("END:VCARD".into());
    file
}

/// Escapes a text value (RFC 6350, 3.4).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.replace("\r\n", "\n").chars() {
        match letter {
            '\\' | ',' | ';' => out.extend(['\\', letter]),
            '\n' | '\r' => out.push_str("\\n"),
            // No control character but a tab may stand in a line.
            control if control.is_control() && control != '\t' => {}
            other => out.push(other),
        }
    }
    out
}

/// A language tag of RFC 5646 as people write them: `fr`, `en-GB`.
fn is_tag(language: &str) -> bool {
    let mut parts = language.split('-');
    let first =
        parts.next().is_some_and(|part| (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_lowercase()));
    first && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Writes a line, folded between characters.
fn fold_line(line: &str, file: &mut String) {
    let mut room = MAX_LINE_BYTES;
    for letter in line.chars() {
        if letter.len_utf8() > room {
            file.push_str("\r\n ");
            room = MAX_LINE_BYTES - 1;
        }
        file.push(letter);
        room -= letter.len_utf8();
    }
    file.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use allforone_core::id::{DocId, PersonId};
    use allforone_core::time::Timestamp;

    #[test]
    fn a_card_is_escaped_and_folded_between_letters() {
        let profile = Profile {
            person: PersonId([1; 16]),
            document: DocId::ZERO,
            name: "Zoé; Étoile, \\ & co".into(),
            about: format!("ligne 1\r\nligne 2 {}", "é".repeat(80)),
            languages: vec!["fr".into(), "en-GB".into(), "la langue des signes".into()],
            can_help: vec!["vélos, potager".into()],
            wants_to_learn: vec!["la guitare\u{7}".into()],
            contact: "Sonnez.".into(),
            color: 3,
            time: Timestamp(1_790_000_000_000),
        };
        let file = card(&profile, "Rue des Lilas");
        assert!(file.lines().all(|line| line.len() <= MAX_LINE_BYTES), "{file}");
        assert!(file.split("\r\n").all(|line| !line.contains('\n')), "every end is CRLF");
        let unfolded = file.replace("\r\n ", "");
        for line in [
            "VERSION:4.0",
            "FN:Zoé\\; Étoile\\, \\\\ & co",
            "LANG;PREF=1:fr",
            "LANG;PREF=2:en-GB",
            "X-LANGUAGE:la langue des signes",
            "EXPERTISE:vélos\\, potager",
            "INTEREST:la guitare",
            "REV:20260921T141320Z",
        ] {
            assert!(unfolded.contains(&format!("\r\n{line}\r\n")), "{line} is not in {unfolded}");
        }
        assert!(unfolded.contains(&format!("NOTE:ligne 1\\nligne 2 {}\\nSonnez.\r\n", "é".repeat(80))));
    }
}
