//! Calendars of other programs (iCalendar, RFC 5545).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A community's calendar as a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct IcsText {
    /// The file's text.
    pub ics: String,
}

/// Shows what a calendar file holds and, with `commit`, takes it over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct IcsImport {
    /// Community id.
    pub community: String,
    /// The file's text.
    pub ics: String,
    /// False only looks.
    pub commit: bool,
}

/// What a calendar file held.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct IcsImported {
    /// In the file's order.
    pub events: Vec<IcsEvent>,
    /// How many were taken over.
    pub imported: u32,
    /// Names of what the file holds besides events and is not kept: other parts (`VTODO`), lines about the calendar.
    pub lost: Vec<String>,
}

/// One event of a calendar file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct IcsEvent {
    /// What.
    pub title: String,
    /// Beginning, ms since 1970.
    pub start_ms: i64,
    /// Whether it takes whole days.
    pub all_day: bool,
    /// Why it is left out; null where it can be, or was, taken over.
    pub problem: Option<IcsProblem>,
    /// The words of the file that are the problem, where it is words: a zone's name, a rule, a date.
    pub fault: Option<String>,
    /// Names of what of it is not kept, as the file calls them; everything else comes out of an export again.
    pub lost: Vec<String>,
}

/// Why an event of a calendar file is left out. Screens have the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum IcsProblem {
    /// It has no title.
    NoTitle,
    /// It has no beginning.
    NoStart,
    /// Its time zone is not known.
    UnknownZone,
    /// Its way of repeating is not understood.
    UnclearRule,
    /// A date, time or duration cannot be read or is out of range.
    UnclearTime,
    /// One of its texts or lists is too long.
    TooLong,
    /// It is in the agenda already, as its UID says.
    AlreadyHere,
    /// One import takes no more events; the rest goes into a second file.
    TooMany,
    /// I may not add events here.
    NotAllowed,
    /// A limit of the community or of the device is reached.
    QuotaReached,
    /// Anything else.
    Other,
}
