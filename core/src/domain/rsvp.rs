//! An answer to an event.

use super::text::check_length;
use super::{OccurrenceId, Problem};
use crate::id::{DocId, ObjRef, PersonId};
use crate::limits::{MAX_NOTE_BYTES, MAX_PARTY_SIZE};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Whether somebody comes; the word travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Comes.
    Yes,
    /// Does not know yet.
    Maybe,
    /// Does not come.
    No,
}

impl Answer {
    /// All answers.
    pub const ALL: [Self; 3] = [Self::Yes, Self::Maybe, Self::No];

    /// Returns the word that travels.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Maybe => "maybe",
            Self::No => "no",
        }
    }

    /// Returns the answer that this word means.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.word() == word)
    }
}

/// One person's answer to an event, or to one of its occurrences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rsvp {
    /// The event.
    pub event: DocId,
    /// The answers' document.
    pub document: DocId,
    /// Who answers.
    pub person: PersonId,
    /// The one occurrence that is meant; `None` is the whole series.
    pub occurrence: Option<OccurrenceId>,
    /// Whether they come.
    pub answer: Answer,
    /// At most [`MAX_NOTE_BYTES`]; may be empty.
    pub note: String,
    /// How many people come with this answer, at least 1.
    pub party_size: u32,
    /// When it was last changed, by the person's device.
    pub time: Timestamp,
    /// When it became what it is, another note aside: a seat counts from then.
    #[serde(default)]
    pub since: Timestamp,
    /// Names the entry that last changed it, at its first op; `None` in a row that was written before this was known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<ObjRef>,
}

impl Rsvp {
    /// Checks what a person is about to answer.
    ///
    /// # Errors
    /// [`Problem`] where the note is too long or the party has no or too many people.
    pub fn check(note: &str, party_size: u32) -> Result<(), Problem> {
        check_length(note, "note", MAX_NOTE_BYTES)?;
        if (1..=MAX_PARTY_SIZE).contains(&party_size) { Ok(()) } else { Err(Problem::OutOfRange("party size")) }
    }

    /// Returns the answer that counts for each person at `occurrence`: the one for the occurrence wins over the one for
    /// the series. Sorted by person.
    #[must_use]
    pub fn effective<'a>(answers: &'a [Self], occurrence: Option<&OccurrenceId>) -> Vec<&'a Self> {
        let mut by_person: std::collections::BTreeMap<PersonId, &Self> = std::collections::BTreeMap::new();
        for rsvp in answers.iter().filter(|rsvp| rsvp.occurrence.is_none()) {
            by_person.insert(rsvp.person, rsvp);
        }
        if occurrence.is_some() {
            for rsvp in answers.iter().filter(|rsvp| rsvp.occurrence.as_ref() == occurrence) {
                by_person.insert(rsvp.person, rsvp);
            }
        }
        by_person.into_values().collect()
    }
}
