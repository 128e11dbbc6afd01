//! What I saw and what I was writing, in a room or on a board.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// I have seen what is here up to a moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MarkRead {
    /// Community id.
    pub community: String,
    /// Room, board, post or event id.
    pub place: String,
    /// The newest thing seen, ms since 1970.
    pub time_ms: u64,
}

/// Whose draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DraftGet {
    /// Community id.
    pub community: String,
    /// Room, board, post or event id; `events` for a new event; a board's id, `/` and a kind for a new post of that kind;
    /// `change/` and an id for the change of a post or event.
    pub place: String,
}

/// Keeps what I was writing; an empty text forgets it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DraftSet {
    /// Community id.
    pub community: String,
    /// Room, board, post or event id; `events` for a new event; a board's id, `/` and a kind for a new post of that kind;
    /// `change/` and an id for the change of a post or event.
    pub place: String,
    /// At most 48 KiB.
    pub text: String,
}

/// What I was writing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Draft {
    /// Empty where there is none.
    pub text: String,
}
