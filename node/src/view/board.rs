//! Boards of posts.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A board as the list shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Board {
    /// Board id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// Posts and comments I have not seen.
    pub unread: u32,
    /// Whether it notifies me only of what asks everybody to read it.
    pub muted: bool,
}

/// Lets a board notify me no more, or again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BoardMute {
    /// Community id.
    pub community: String,
    /// Board id.
    pub board: String,
    /// Whether it is mute afterwards.
    pub on: bool,
}

/// Opens a board.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BoardCreate {
    /// Community id.
    pub community: String,
    /// 1 to 80 characters.
    pub name: String,
    /// At most 200 characters.
    pub purpose: String,
}
