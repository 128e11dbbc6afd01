//! A reaction: one emoji of one person under something.

use super::Problem;
use crate::id::{DocId, ObjRef, PersonId};
use crate::limits::MAX_EMOJI_BYTES;
use serde::{Deserialize, Serialize};

/// One emoji of one person under a message, post or comment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Reaction {
    /// What it is under.
    pub target: ObjRef,
    /// At most [`MAX_EMOJI_BYTES`].
    pub emoji: String,
    /// Whose it is.
    pub person: PersonId,
    /// The document that holds it.
    pub document: DocId,
}

/// Checks that `emoji` is short and visible. Which pictures exist is the screens' matter: no Unicode table decides here.
///
/// # Errors
/// [`Problem`] where it is empty, too long, or holds white space, a control character or `/` (which divides keys).
pub fn check_emoji(emoji: &str) -> Result<(), Problem> {
    if emoji.is_empty() {
        return Err(Problem::Empty("emoji"));
    }
    if emoji.len() > MAX_EMOJI_BYTES {
        return Err(Problem::TooLong { what: "emoji", max: MAX_EMOJI_BYTES });
    }
    // Only ASCII and Latin-1 controls: they are fixed for ever, a table of categories is not.
    let is_hidden = |c: char| matches!(c, '\u{0}'..='\u{20}' | '\u{7f}'..='\u{a0}' | '/');
    if emoji.chars().any(is_hidden) { Err(Problem::Malformed("emoji")) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_with_joiners_is_an_emoji() {
        assert_eq!(check_emoji("👨‍👩‍👧"), Ok(()));
        assert_eq!(check_emoji("👍🏽"), Ok(()));
    }

    #[test]
    fn nothing_long_or_hidden_is_an_emoji() {
        assert_eq!(check_emoji(""), Err(Problem::Empty("emoji")));
        assert!(check_emoji(&"👍".repeat(9)).is_err());
        assert!(check_emoji("a\u{7}").is_err());
        assert!(check_emoji("a b").is_err());
        assert!(check_emoji("a/b").is_err());
    }
}
