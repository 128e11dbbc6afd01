//! Chat rooms.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A room as the list shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Room {
    /// Room id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// Messages I have not seen.
    pub unread: u32,
    /// The newest message.
    pub last: Option<LastMessage>,
    /// Whether it never notifies me.
    pub muted: bool,
}

/// The newest message of a room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct LastMessage {
    /// Who wrote it.
    pub author_name: String,
    /// Its beginning.
    pub snippet: String,
    /// When, ms since 1970.
    pub time_ms: u64,
}

/// Lets a room notify me no more, or again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RoomMute {
    /// Community id.
    pub community: String,
    /// Room id.
    pub room: String,
    /// Whether it is mute afterwards.
    pub on: bool,
}

/// Opens a room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RoomCreate {
    /// Community id.
    pub community: String,
    /// 1 to 80 characters.
    pub name: String,
    /// At most 200 characters.
    pub purpose: String,
}
