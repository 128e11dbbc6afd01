//! Messages of a room.

use super::MessageTopic;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Message {
    /// Message id.
    pub id: String,
    /// Room id.
    pub room: String,
    /// Person id.
    pub author: String,
    /// Their name.
    pub author_name: String,
    /// Their colour, 0 to 11.
    pub color: u8,
    /// When its author says it was written, ms since 1970.
    pub time_ms: u64,
    /// Markdown; empty where deleted, or where it only opens a topic.
    pub text: String,
    /// Whether it was changed afterwards.
    pub edited: bool,
    /// Whether it was taken back.
    pub deleted: bool,
    /// What it answers; where it opens a topic, the message that was made from.
    pub reply_to: Option<Quote>,
    /// The topic it belongs to or opens.
    pub topic: Option<MessageTopic>,
    /// Person ids.
    pub mentions: Vec<String>,
    /// By emoji.
    pub reactions: Vec<Reaction>,
    /// Whether I wrote it.
    pub mine: bool,
    /// How many other people have it; 0 means: here only.
    pub copies: u32,
    /// Whether the right to write it is not settled yet.
    pub provisional: bool,
}

/// The thing a message answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Quote {
    /// Message id.
    pub id: String,
    /// Who wrote it.
    pub author_name: String,
    /// Its beginning.
    pub snippet: String,
}

/// One emoji and who chose it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Reaction {
    /// One emoji.
    pub emoji: String,
    /// Names, oldest first.
    pub people: Vec<String>,
    /// Whether I chose it too.
    pub mine: bool,
}

/// Messages of a room, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct MessagesQuery {
    /// Community id.
    pub community: String,
    /// Room id.
    pub room: String,
    /// Only those of this topic.
    pub topic: Option<String>,
    /// `next` of the page before.
    pub before: Option<String>,
    /// `newer` of a page that was entered in the middle; not with `before` or `at_ms`.
    pub after: Option<String>,
    /// The page that ends at this moment, ms since 1970: to jump to a date. Before the first one, the first page.
    pub at_ms: Option<u64>,
    /// At most 100.
    pub limit: u32,
}

/// Writes a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct MessageWrite {
    /// Community id.
    pub community: String,
    /// Room id.
    pub room: String,
    /// Markdown, at most 16 KiB.
    pub text: String,
    /// Message id.
    pub reply_to: Option<String>,
    /// Topic of this room it belongs to.
    pub topic: Option<String>,
    /// Person ids, at most 50.
    #[serde(default)]
    pub mentions: Vec<String>,
}

/// Changes my message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MessageEdit {
    /// Community id.
    pub community: String,
    /// Room id.
    pub room: String,
    /// Message id.
    pub message: String,
    /// The new text.
    pub text: String,
}

/// Takes a message back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MessageDelete {
    /// Community id.
    pub community: String,
    /// Room id.
    pub room: String,
    /// Message id.
    pub message: String,
}

/// Adds or takes away my emoji.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MessageReact {
    /// Community id.
    pub community: String,
    /// Room id.
    pub room: String,
    /// Message id.
    pub message: String,
    /// One emoji.
    pub emoji: String,
    /// Whether it is there afterwards.
    pub on: bool,
}
