//! What a person tells a community about themselves.

use super::Problem;
use super::text::{check_count, check_length, check_text};
use crate::id::{DocId, PersonId};
use crate::limits::{MAX_NAME_BYTES, MAX_PROFILE_BYTES, MAX_PROFILE_LIST, PROFILE_COLORS};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A person in one community.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Who.
    pub person: PersonId,
    /// The profiles document.
    pub document: DocId,
    /// The name shown, at most [`MAX_NAME_BYTES`].
    pub name: String,
    /// A few words; may be empty.
    pub about: String,
    /// Languages spoken, in the person's own words.
    pub languages: Vec<String>,
    /// What they can help with.
    pub can_help: Vec<String>,
    /// What they would like to learn.
    pub wants_to_learn: Vec<String>,
    /// How to reach them elsewhere; may be empty.
    pub contact: String,
    /// Number of their colour, below [`PROFILE_COLORS`].
    pub color: u8,
    /// When it was last changed, by the person's device.
    pub time: Timestamp,
}

impl Profile {
    /// Checks the profile: a name, and at most [`MAX_PROFILE_BYTES`] of words in all.
    ///
    /// # Errors
    /// [`Problem`] where the name is empty, or something is over its bound.
    pub fn check(&self) -> Result<(), Problem> {
        check_text(&self.name, "name", MAX_NAME_BYTES)?;
        let mut bytes = self.name.len() + self.about.len() + self.contact.len();
        for (what, list) in
            [("languages", &self.languages), ("can help", &self.can_help), ("wants to learn", &self.wants_to_learn)]
        {
            check_count(list.len(), what, MAX_PROFILE_LIST)?;
            for line in list {
                check_text(line, what, MAX_NAME_BYTES)?;
                bytes += line.len();
            }
        }
        check_length(&self.about, "about", MAX_PROFILE_BYTES)?;
        if bytes > MAX_PROFILE_BYTES {
            return Err(Problem::TooLong { what: "profile", max: MAX_PROFILE_BYTES });
        }
        if self.color >= PROFILE_COLORS { Err(Problem::OutOfRange("color")) } else { Ok(()) }
    }

    /// Returns the colour a person has before choosing one.
    #[must_use]
    pub fn default_color(person: PersonId) -> u8 {
        person.0.first().copied().unwrap_or(0) % PROFILE_COLORS
    }
}
