//! What happens around a post: who has read it, what answers it, whether it is closed or kept on top, what it said before.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which post.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PostRef {
    /// Community id.
    pub community: String,
    /// Post id.
    pub post: String,
}

/// Says that I have read a post.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PostAcknowledge {
    /// Community id.
    pub community: String,
    /// Post id.
    pub post: String,
    /// Whether I have read it.
    pub on: bool,
}

/// Who has read a post, and who has not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PostReaders {
    /// Who says so, the latest first.
    pub read: Vec<Reader>,
    /// The other members, by name; its author is not among them.
    pub missing: Vec<Reader>,
}

/// A member who has read a post or has not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Reader {
    /// Person id.
    pub person: String,
    /// Their name.
    pub name: String,
    /// Their colour, 0 to 11.
    pub color: u8,
    /// When they said so, ms since 1970; null where they have not.
    pub time_ms: Option<u64>,
}

/// Marks the comment that answers my question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct AnswerAccept {
    /// Community id.
    pub community: String,
    /// Post id.
    pub post: String,
    /// Comment id; null for none.
    pub comment: Option<String>,
}

/// Closes a post, or opens it again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PostClose {
    /// Community id.
    pub community: String,
    /// Post id.
    pub post: String,
    /// Whether it is closed afterwards.
    pub closed: bool,
}

/// Keeps a post on top of its board, or no longer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PostPin {
    /// Community id.
    pub community: String,
    /// Post id.
    pub post: String,
    /// Whether it is kept there afterwards.
    pub pinned: bool,
}

/// The posts that are kept on top.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct PostPins {
    /// Community id.
    pub community: String,
    /// Board id; null for all.
    pub board: Option<String>,
}

/// Keeps a message on top of its room, or no longer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MessagePin {
    /// Community id.
    pub community: String,
    /// Room id.
    pub room: String,
    /// Message id.
    pub message: String,
    /// Whether it is kept there afterwards.
    pub pinned: bool,
}

/// Which room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RoomRef {
    /// Community id.
    pub community: String,
    /// Room id.
    pub room: String,
}
