//! A group of people who share an interest, and who is in it.

use super::text::{check_length, check_text};
use super::{Problem, check_emoji};
use crate::id::{DocId, Lane, PersonId};
use crate::limits::{MAX_NAME_BYTES, MAX_TITLE_BYTES};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// People of a community who share an interest. It decides nothing and hides nothing: it says who likes what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Its document.
    pub id: DocId,
    /// At most [`MAX_NAME_BYTES`].
    pub name: String,
    /// One line, at most [`MAX_TITLE_BYTES`]; may be empty.
    pub purpose: String,
    /// One emoji; may be empty.
    pub icon: String,
    /// Whether it is put away: it can be read, and nobody joins any more.
    pub archived: bool,
    /// Who may read: the lane of its creation.
    pub lane: Lane,
    /// Who founded it.
    pub author: PersonId,
    /// When, by the founder's device.
    pub time: Timestamp,
}

impl Group {
    /// Checks the words of a group.
    ///
    /// # Errors
    /// [`Problem`] where the name is empty, the icon is no emoji, or something is over its bound.
    pub fn check(name: &str, purpose: &str, icon: &str) -> Result<(), Problem> {
        check_text(name, "name", MAX_NAME_BYTES)?;
        check_length(purpose, "purpose", MAX_TITLE_BYTES)?;
        if icon.is_empty() { Ok(()) } else { check_emoji(icon) }
    }
}

/// Somebody's own word that they are in a group. Nobody can say it for another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// The group.
    pub group: DocId,
    /// The document of its people.
    pub document: DocId,
    /// Who is in it.
    pub person: PersonId,
    /// Since when, by the person's device.
    pub time: Timestamp,
}
