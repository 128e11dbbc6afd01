//! Helping hands for an event: seats that are offered, and who takes them.

use super::text::check_text;
use super::{OccurrenceId, Problem};
use crate::id::{DocId, PersonId};
use crate::limits::{MAX_CAPACITY, MAX_NAME_BYTES, MAX_SLOT_KEY_BYTES};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Something to do at an event, with a number of seats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// Its name within the event: 1 to [`MAX_SLOT_KEY_BYTES`] of `a-z0-9`, never used again.
    pub key: String,
    /// What is to be done, at most [`MAX_NAME_BYTES`].
    pub label: String,
    /// How many hands, at least 1.
    pub seats: u32,
    /// Place in the list.
    #[serde(default)]
    pub order: i64,
}

impl Slot {
    /// Checks what an organiser is about to offer.
    ///
    /// # Errors
    /// [`Problem`] where the key has another form, the label is empty or too long, or there is no seat or too many.
    pub fn check(&self) -> Result<(), Problem> {
        let is_word = self.key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        if !is_word || !(1..=MAX_SLOT_KEY_BYTES).contains(&self.key.len()) {
            return Err(Problem::Malformed("slot"));
        }
        check_text(&self.label, "slot", MAX_NAME_BYTES)?;
        if (1..=MAX_CAPACITY).contains(&self.seats) { Ok(()) } else { Err(Problem::OutOfRange("seats")) }
    }
}

/// How somebody stands to a slot; the word travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Helping {
    /// Does it.
    Taken,
    /// Does it unless somebody else can.
    Replace,
}

impl Helping {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Taken, Self::Replace];

    /// Returns the word that travels.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Replace => "replace",
        }
    }

    /// Returns what this word means.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// One person at one slot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Helper {
    /// The event.
    pub event: DocId,
    /// The answers' document.
    pub document: DocId,
    /// Who helps.
    pub person: PersonId,
    /// The slot's key.
    pub slot: String,
    /// The one occurrence that is meant; `None` is every one.
    pub occurrence: Option<OccurrenceId>,
    /// Whether somebody else is looked for.
    pub helping: Helping,
    /// When they took it, by their device.
    pub time: Timestamp,
}
