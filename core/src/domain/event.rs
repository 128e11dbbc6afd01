//! A calendar event.

use super::text::{check_count, check_length, check_text};
use super::{OccurrenceId, Problem, Rule, Slot, When};
use crate::id::{DocId, PersonId};
use crate::limits::{
    MAX_CALENDAR_EXTRA_BYTES, MAX_CAPACITY, MAX_DESCRIPTION_BYTES, MAX_EVENT_MINUTES, MAX_OCCURRENCE_CHANGES, MAX_ORGANISERS,
    MAX_PLACE_BYTES, MAX_SLOTS, MAX_TITLE_BYTES, MAX_UID_BYTES,
};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Whether an event takes place (RFC 5545, STATUS); the word travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventStatus {
    /// It takes place.
    #[default]
    Confirmed,
    /// It may take place.
    Tentative,
    /// It does not take place.
    Cancelled,
}

impl EventStatus {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Confirmed, Self::Tentative, Self::Cancelled];

    /// Returns the word that travels.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Tentative => "tentative",
            Self::Cancelled => "cancelled",
        }
    }

    /// Returns the status that this word means.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.word() == word)
    }
}

/// What one occurrence has of its own; `None` is as the series.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// Another start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<When>,
    /// Another length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_minutes: Option<u32>,
    /// Another title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Another place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Another status: one evening is cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<EventStatus>,
}

/// Something that happens once or again and again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its document.
    pub id: DocId,
    /// One line, at most [`MAX_TITLE_BYTES`].
    pub title: String,
    /// At most [`MAX_PLACE_BYTES`]; may be empty.
    pub place: String,
    /// At most [`MAX_DESCRIPTION_BYTES`]; may be empty.
    pub description: String,
    /// Start of the first occurrence.
    pub start: When,
    /// Length in minutes, at most [`MAX_EVENT_MINUTES`]; of whole days a multiple of 1,440, at least one.
    pub duration_minutes: u32,
    /// RRULE without its name: `FREQ=WEEKLY;BYDAY=TU`.
    pub rrule: Option<String>,
    /// Starts that are left out.
    pub exdate: Vec<OccurrenceId>,
    /// Starts that are added.
    pub rdate: Vec<OccurrenceId>,
    /// Occurrences that differ, by their original start.
    pub overrides: BTreeMap<OccurrenceId, Override>,
    /// Whether it takes place.
    pub status: EventStatus,
    /// Seats, where they are counted.
    pub capacity: Option<u32>,
    /// Helping hands that are wanted, in their order; at most [`MAX_SLOTS`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub slots: Vec<Slot>,
    /// UID of the calendar file it came from; empty where it was written here.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub uid: String,
    /// Lines of that file that are not understood here, kept to be written again; at most [`MAX_CALENDAR_EXTRA_BYTES`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub extra: String,
    /// Who may change it: its creator and those named at creation.
    pub organisers: Vec<PersonId>,
    /// Who may read: the lane of its creation.
    pub lane: crate::id::Lane,
    /// Who created it.
    pub author: PersonId,
    /// When it was created, by the author's device.
    pub time: Timestamp,
}

impl Event {
    /// Checks everything a person may have written, the recurrence rule included.
    ///
    /// # Errors
    /// [`Problem`] names the first field that breaks a rule.
    pub fn check(&self) -> Result<(), Problem> {
        check_text(&self.title, "title", MAX_TITLE_BYTES)?;
        check_length(&self.place, "place", MAX_PLACE_BYTES)?;
        check_length(&self.description, "description", MAX_DESCRIPTION_BYTES)?;
        self.start.check()?;
        check_duration(self.duration_minutes, self.start.is_day())?;
        check_count(self.exdate.len(), "exceptions", MAX_OCCURRENCE_CHANGES)?;
        check_count(self.rdate.len(), "added dates", MAX_OCCURRENCE_CHANGES)?;
        check_count(self.overrides.len(), "changed occurrences", MAX_OCCURRENCE_CHANGES)?;
        check_count(self.organisers.len(), "organisers", MAX_ORGANISERS)?;
        if self.capacity.is_some_and(|seats| seats == 0 || seats > MAX_CAPACITY) {
            return Err(Problem::OutOfRange("capacity"));
        }
        check_count(self.slots.len(), "slots", MAX_SLOTS)?;
        self.slots.iter().try_for_each(Slot::check)?;
        check_length(&self.uid, "UID", MAX_UID_BYTES)?;
        check_length(&self.extra, "other lines", MAX_CALENDAR_EXTRA_BYTES)?;
        for one in self.overrides.values() {
            one.check(&self.start)?;
        }
        self.rrule.as_deref().map_or(Ok(()), |rule| Rule::parse(rule).map(drop))
    }

    /// Returns whether it happens more than once.
    #[must_use]
    pub fn is_recurring(&self) -> bool {
        self.rrule.is_some() || !self.rdate.is_empty()
    }
}

impl Override {
    fn check(&self, series: &When) -> Result<(), Problem> {
        if let Some(start) = &self.start {
            start.check()?;
        }
        if let Some(minutes) = self.duration_minutes {
            check_duration(minutes, self.start.as_ref().unwrap_or(series).is_day())?;
        }
        if let Some(title) = &self.title {
            check_text(title, "title", MAX_TITLE_BYTES)?;
        }
        check_length(self.place.as_deref().unwrap_or(""), "place", MAX_PLACE_BYTES)
    }
}

fn check_duration(minutes: u32, is_day: bool) -> Result<(), Problem> {
    const DAY_MINUTES: u32 = 24 * 60;
    let whole_days = minutes > 0 && minutes.is_multiple_of(DAY_MINUTES);
    if minutes > MAX_EVENT_MINUTES || (is_day && !whole_days) { Err(Problem::OutOfRange("duration")) } else { Ok(()) }
}
