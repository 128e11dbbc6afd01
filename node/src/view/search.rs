//! Searching everything here.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One thing found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Hit {
    /// What it is.
    pub kind: HitKind,
    /// Its id.
    pub id: String,
    /// Community id.
    pub community: String,
    /// The room of a message or topic, the post of a comment.
    pub parent: Option<String>,
    /// The topic of a message.
    pub topic: Option<String>,
    /// Its title, or the name of what holds it.
    pub title: String,
    /// The words around the match.
    pub snippet: String,
    /// When, ms since 1970.
    pub time_ms: u64,
    /// Who wrote it.
    pub author_name: String,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HitKind {
    /// A message.
    Message,
    /// A topic of a room.
    Topic,
    /// A post.
    Post,
    /// A comment.
    Comment,
    /// An event.
    Event,
    /// A person.
    Member,
    /// A room.
    Room,
    /// A group of people.
    Group,
}

/// Searches; case and accents do not matter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SearchQuery {
    /// Words, at most 200 characters.
    pub query: String,
    /// Community id; null for all.
    pub community: Option<String>,
    /// At most 100.
    pub limit: u32,
}
