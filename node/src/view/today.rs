//! What a person sees first: what is new, what waits for them, what is on today.

use super::EventRow;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks for today, in one community or in all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct TodayQuery {
    /// Community id; null for all.
    pub community: Option<String>,
}

/// Today. Every list is short and says how much it leaves out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Today {
    /// My last visit, ms since 1970; of several communities the one longest ago. Before the first visit: when I joined.
    pub since_ms: u64,
    /// What is new since then, the most pressing first; at most 7.
    pub news: Vec<News>,
    /// Lines of news left out.
    pub more_news: u32,
    /// What waits for me, newest first, then events by start; at most 20.
    pub waiting: Vec<Waiting>,
    /// Things that wait and were left out.
    pub more_waiting: u32,
    /// What takes place today and tomorrow and is not over, by start; at most 20.
    pub soon: Vec<SoonRow>,
    /// Announcements that ask for "I have read it" and have not got mine.
    pub to_acknowledge: Vec<Waiting>,
}

/// One line of what is new.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct News {
    /// Community id.
    pub community: String,
    /// What happened.
    pub kind: NewsKind,
    /// Room, post or event id; the newest person's id of newcomers.
    pub id: String,
    /// The room's name, the post's or event's title; empty for newcomers.
    pub title: String,
    /// Who: the authors or newcomers, newest first; at most 3.
    pub names: Vec<String>,
    /// How many messages or newcomers; capped at 100. 1 for the others.
    pub count: u32,
    /// When, ms since 1970; of several the newest.
    pub time_ms: u64,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NewsKind {
    /// An event was called off.
    EventCancelled,
    /// An event has another time, place or rule.
    EventChanged,
    /// Somebody announced something.
    Announcement,
    /// A new event.
    EventNew,
    /// A new post.
    Post,
    /// Messages in a room.
    Messages,
    /// An event I have answered has another title or description.
    EventReworded,
    /// People who came in.
    Newcomers,
}

/// Something that waits for me.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Waiting {
    /// Community id.
    pub community: String,
    /// What is expected.
    pub kind: WaitingKind,
    /// Message, comment, post or event id.
    pub id: String,
    /// The room of a message; the post or event of a comment.
    pub parent: Option<String>,
    /// The room's name, the post's or event's title.
    pub title: String,
    /// Who wrote it.
    pub author_name: String,
    /// Its beginning.
    pub snippet: String,
    /// When it was written, ms since 1970; of an event its start.
    pub time_ms: u64,
    /// Which occurrence of a repeating event.
    pub occurrence: Option<String>,
}

/// Why something waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WaitingKind {
    /// A message names me.
    Mention,
    /// A message or comment answers me.
    Answer,
    /// An event of the next 14 days that I have not answered.
    Event,
    /// An announcement to acknowledge.
    Announcement,
}

/// Something that takes place soon, and where.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct SoonRow {
    /// Community id.
    pub community: String,
    /// The event.
    pub event: EventRow,
}

/// I have been here: what is new is counted from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct VisitMark {
    /// Community id; null for all.
    pub community: Option<String>,
    /// Up to which moment I saw everything, ms since 1970; null for now. Never goes back.
    pub time_ms: Option<u64>,
    /// Marks rooms, boards and what waits for me as read too.
    #[serde(default)]
    pub all_read: bool,
}
