//! Topics: titled conversations within a room.

use super::{LastMessage, Quote};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A topic.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Topic {
    /// Id of the message that opened it.
    pub id: String,
    /// Room id.
    pub room: String,
    /// What it is about.
    pub title: String,
    /// Person id of who opened it.
    pub author: String,
    /// Their name.
    pub author_name: String,
    /// When, ms since 1970.
    pub time_ms: u64,
    /// The message it was made from.
    pub from: Option<Quote>,
    /// When that message was written, ms since 1970.
    pub from_ms: Option<u64>,
    /// Whether it is settled.
    pub resolved: bool,
    /// Name of who says so.
    pub resolved_by: Option<String>,
    /// Whether I opened it; then I may give it another title.
    pub mine: bool,
    /// Whether I may settle it or open it again, whichever comes next.
    pub may_resolve: bool,
    /// Messages in it, at most 100.
    pub replies: u32,
    /// Messages in it that I have not seen, at most 100.
    pub unread: u32,
    /// The newest message.
    pub last: Option<LastMessage>,
}

/// The topic of a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct MessageTopic {
    /// Id of the message that opened it.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// Whether it is settled.
    pub resolved: bool,
    /// Whether this very message opened it.
    pub opens: bool,
}

/// Topics of a room, open ones first, those with the latest message first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct TopicsQuery {
    /// Community id.
    pub community: String,
    /// Room id.
    pub room: String,
    /// `next` of the page before.
    pub after: Option<String>,
    /// At most 100.
    pub limit: u32,
}

/// Which topic.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TopicRef {
    /// Community id.
    pub community: String,
    /// Room id.
    pub room: String,
    /// Topic id.
    pub topic: String,
}

/// Opens a topic.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct TopicCreate {
    /// Community id.
    pub community: String,
    /// Room id.
    pub room: String,
    /// At most 300 bytes.
    pub title: String,
    /// The message it is made from.
    pub message: Option<String>,
}

/// Gives my topic another title.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TopicEdit {
    /// Community id.
    pub community: String,
    /// Room id.
    pub room: String,
    /// Topic id.
    pub topic: String,
    /// At most 300 bytes.
    pub title: String,
}

/// Says that a topic is settled, or opens it again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TopicResolve {
    /// Community id.
    pub community: String,
    /// Room id.
    pub room: String,
    /// Topic id.
    pub topic: String,
    /// Whether it is settled afterwards.
    pub on: bool,
}
