//! Calendar events.

use super::{EventSlot, SlotWrite};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use ts_rs::TS;

/// One row of the agenda: an event, or one occurrence of a repeating one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct EventRow {
    /// Event id.
    pub id: String,
    /// Which occurrence (RFC 5545 RECURRENCE-ID); null where it does not repeat.
    pub occurrence: Option<String>,
    /// What.
    pub title: String,
    /// Where.
    pub place: String,
    /// Beginning, ms since 1970.
    pub start_ms: i64,
    /// End, ms since 1970.
    pub end_ms: i64,
    /// Whether it takes whole days.
    pub all_day: bool,
    /// IANA zone it was written in.
    pub tz: String,
    /// Whether it takes place.
    pub status: EventStatus,
    /// My answer.
    pub mine: Option<Answer>,
    /// How many come.
    pub yes: u32,
    /// How many may come.
    pub maybe: u32,
    /// How many cannot.
    pub no: u32,
    /// Seats; null for no limit.
    pub capacity: Option<u32>,
    /// Whether it repeats.
    pub recurring: bool,
    /// My seat, where I come.
    pub seat: Option<Seat>,
    /// Seats that are free; null where they are not counted.
    pub free: Option<u32>,
    /// How many answers wait for a seat.
    pub waiting: u32,
    /// Helping hands that are still wanted.
    pub hands_wanted: u32,
}

/// A seat, or a place in the queue for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Seat {
    /// Place in the queue, from 1; null where there is a seat.
    pub waiting: Option<u32>,
}

/// Whether an event takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EventStatus {
    /// It does.
    Confirmed,
    /// It may.
    Tentative,
    /// It does not.
    Cancelled,
}

/// An answer to an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Comes.
    Yes,
    /// May come.
    Maybe,
    /// Cannot.
    No,
}

/// An event on its own page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct EventPage {
    /// Event id.
    pub id: String,
    /// What.
    pub title: String,
    /// Markdown.
    pub description: String,
    /// Where.
    pub place: String,
    /// Beginning.
    pub start: When,
    /// Length; whole days for an all-day event.
    pub duration_minutes: u32,
    /// RFC 5545 RRULE without its name; null where it does not repeat.
    pub rrule: Option<String>,
    /// Whether it takes place.
    pub status: EventStatus,
    /// Seats; null for no limit.
    pub capacity: Option<u32>,
    /// Who looks after it.
    pub organisers: Vec<Organiser>,
    /// Whether I may change it.
    pub editable: bool,
    /// Everyone's answers.
    pub answers: Vec<EventAnswer>,
    /// Helping hands that are wanted.
    pub slots: Vec<EventSlot>,
    /// Occurrences that differ from the series.
    pub changes: Vec<OccurrenceChange>,
    /// How many other people have it; 0 means: here only.
    pub copies: u32,
    /// When it was written, ms since 1970.
    pub time_ms: u64,
}

/// Who looks after an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Organiser {
    /// Person id.
    pub person: String,
    /// Their name.
    pub name: String,
}

/// One person's answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct EventAnswer {
    /// Person id.
    pub person: String,
    /// Their name.
    pub name: String,
    /// Which occurrence; null for the whole series.
    pub occurrence: Option<String>,
    /// What they say.
    pub answer: Answer,
    /// In their words.
    pub note: String,
    /// When, ms since 1970.
    pub time_ms: u64,
    /// Their colour, 0 to 11.
    pub color: u8,
    /// How many come with this answer.
    pub party_size: u32,
    /// Their seat, where they come: in the order of the answers, and who does not fit waits.
    pub seat: Option<Seat>,
    /// Whether it is mine.
    pub mine: bool,
    /// How many other persons hold what I last said; null for somebody else's, and where it is not known.
    pub copies: Option<u32>,
}

/// An occurrence that differs from its series; what is null is as the series has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct OccurrenceChange {
    /// Which (RFC 5545 RECURRENCE-ID).
    pub occurrence: String,
    /// Another beginning.
    pub start: Option<When>,
    /// Another length.
    pub duration_minutes: Option<u32>,
    /// Another title.
    pub title: Option<String>,
    /// Another place.
    pub place: Option<String>,
    /// Another status.
    pub status: Option<EventStatus>,
}

/// A beginning: `{local, tz}` at an hour, `{date}` for whole days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct When {
    /// `2026-12-01T18:00`, in `tz`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local: Option<String>,
    /// IANA zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tz: Option<String>,
    /// `2026-12-01`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}

/// The agenda between two moments.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EventsQuery {
    /// Community id.
    pub community: String,
    /// First moment, ms since 1970.
    pub from_ms: i64,
    /// End, not included, ms since 1970.
    pub to_ms: i64,
    /// At most 1,000.
    pub limit: u32,
}

/// Which event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EventRef {
    /// Community id.
    pub community: String,
    /// Event id.
    pub event: String,
}

/// Writes an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct EventCreate {
    /// Community id.
    pub community: String,
    /// 1 to 200 characters.
    pub title: String,
    /// Markdown.
    pub description: String,
    /// Where.
    pub place: String,
    /// Beginning.
    pub start: When,
    /// Length.
    pub duration_minutes: u32,
    /// RFC 5545 RRULE without its name.
    pub rrule: Option<String>,
    /// Seats; null for no limit.
    pub capacity: Option<u32>,
    /// Helping hands that are wanted.
    #[serde(default)]
    #[ts(as = "Option<Vec<SlotWrite>>")]
    pub slots: Vec<SlotWrite>,
}

/// Changes an event; what is absent stays, and null clears `rrule` or `capacity`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct EventEdit {
    /// Community id.
    pub community: String,
    /// Event id.
    pub event: String,
    /// The new title.
    pub title: Option<String>,
    /// The new text.
    pub description: Option<String>,
    /// The new place.
    pub place: Option<String>,
    /// The new beginning.
    pub start: Option<When>,
    /// The new length.
    pub duration_minutes: Option<u32>,
    /// The new rule; null for no repetition.
    #[serde(default, skip_serializing_if = "Edit::is_keep")]
    #[ts(as = "Option<String>")]
    pub rrule: Edit<String>,
    /// The new number of seats; null for no limit.
    #[serde(default, skip_serializing_if = "Edit::is_keep")]
    #[ts(as = "Option<u32>")]
    pub capacity: Edit<u32>,
    /// The helping hands that are wanted from now on.
    pub slots: Option<Vec<SlotWrite>>,
}

/// What an edit does with a value that may be none: absent in JSON keeps it, null clears it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Edit<T> {
    /// Leaves the value as it is.
    #[default]
    Keep,
    /// Makes it none.
    Clear,
    /// Gives it this value.
    Set(T),
}

impl<T> Edit<T> {
    /// Tells whether the value stays as it is.
    #[must_use]
    pub const fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }
}

impl<T: Serialize> Serialize for Edit<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Keep | Self::Clear => serializer.serialize_none(),
            Self::Set(value) => serializer.serialize_some(value),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Edit<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(|value| value.map_or(Self::Clear, Self::Set))
    }
}

/// Answers an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct RsvpSet {
    /// Community id.
    pub community: String,
    /// Event id.
    pub event: String,
    /// Which occurrence; null for the whole series.
    pub occurrence: Option<String>,
    /// Null takes the answer back.
    pub answer: Option<Answer>,
    /// At most 200 characters.
    #[serde(default)]
    pub note: String,
    /// How many come with this answer, 1 to 100; 1 where absent.
    pub party_size: Option<u32>,
}
