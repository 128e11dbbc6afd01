//! Rules for text: length, snippets, folding for search.

use super::Problem;

/// Checks that `text` says something within `max` bytes.
///
/// # Errors
/// [`Problem::Empty`] where there is only white space, [`Problem::TooLong`] over `max`.
pub fn check_text(text: &str, what: &'static str, max: usize) -> Result<(), Problem> {
    if text.trim().is_empty() {
        return Err(Problem::Empty(what));
    }
    check_length(text, what, max)
}

/// Checks that `text`, which may be empty, has at most `max` bytes.
pub(super) fn check_length(text: &str, what: &'static str, max: usize) -> Result<(), Problem> {
    if text.len() > max { Err(Problem::TooLong { what, max }) } else { Ok(()) }
}

/// Checks that a list has at most `max` members.
pub(super) fn check_count(len: usize, what: &'static str, max: usize) -> Result<(), Problem> {
    if len > max { Err(Problem::TooLong { what, max }) } else { Ok(()) }
}

/// Returns the beginning of `text` on one line: white space becomes single spaces, control characters go, and what is over
/// `max` bytes is cut before a character and marked with `…`. The mark counts: the answer has at most `max` bytes.
#[must_use]
pub fn snippet(text: &str, max: usize) -> String {
    const MARK: &str = "…";
    let mut line = String::with_capacity(max.min(text.len()) + MARK.len());
    let mut gap = false;
    for c in text.chars() {
        if c.is_whitespace() {
            gap = !line.is_empty();
            continue;
        }
        if c.is_control() {
            continue;
        }
        if gap {
            line.push(' ');
            gap = false;
        }
        line.push(c);
        if line.len() > max {
            let end = (0..=max.saturating_sub(MARK.len())).rev().find(|&at| line.is_char_boundary(at)).unwrap_or(0);
            line.truncate(end);
            line.truncate(line.trim_end().len());
            if line.len() + MARK.len() <= max {
                line.push_str(MARK);
            }
            break;
        }
    }
    line
}

/// Returns `text` as search compares it: lower case, accents of Latin letters gone, ligatures opened.
///
/// Decides nothing about validity, so the tables of the standard library may change with it.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => folded.push('a'),
            'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => folded.push('c'),
            'ď' | 'đ' => folded.push('d'),
            'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => folded.push('e'),
            'ĝ' | 'ğ' | 'ġ' | 'ģ' => folded.push('g'),
            'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => folded.push('i'),
            'ł' | 'ĺ' | 'ľ' | 'ļ' => folded.push('l'),
            'ñ' | 'ń' | 'ň' | 'ņ' => folded.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => folded.push('o'),
            'ŕ' | 'ř' | 'ŗ' => folded.push('r'),
            'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => folded.push('s'),
            'ť' | 'ţ' | 'ț' => folded.push('t'),
            'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => folded.push('u'),
            'ý' | 'ÿ' | 'ŷ' => folded.push('y'),
            'ź' | 'ż' | 'ž' => folded.push('z'),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ß' => folded.push_str("ss"),
            '’' | 'ʼ' => folded.push('\''),
            // Combining marks of a letter that was written decomposed.
            '\u{300}'..='\u{36f}' => {}
            _ => folded.push(c),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_snippet_is_one_line() {
        assert_eq!(snippet("  one\n\ntwo\u{7}\tthree ", 120), "one two three");
        assert_eq!(snippet("", 120), "");
    }

    #[test]
    fn a_long_text_is_cut_before_a_character_and_marked() {
        let cut = snippet(&"é".repeat(200), 120);
        assert!(cut.len() <= 120 && cut.ends_with('…'));
        assert!(cut.chars().filter(|c| *c == 'é').count() >= 58);
    }

    #[test]
    fn folding_makes_accents_and_case_equal() {
        assert_eq!(fold("Élan ŒUVRE Garçon"), "elan oeuvre garcon");
        assert_eq!(fold("e\u{301}te\u{301}"), fold("ÉTÉ"));
    }

    #[test]
    fn white_space_says_nothing() {
        assert_eq!(check_text(" \n", "text", 10), Err(Problem::Empty("text")));
        assert_eq!(check_text("12345678901", "text", 10), Err(Problem::TooLong { what: "text", max: 10 }));
        assert_eq!(check_text("ok", "text", 10), Ok(()));
    }

    proptest! {
        #[test]
        fn a_snippet_never_exceeds_its_bound(text in ".{0,300}", max in 0usize..150) {
            prop_assert!(snippet(&text, max).len() <= max);
        }
    }
}
