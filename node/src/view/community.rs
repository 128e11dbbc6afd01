//! The communities of this person.

use super::Role;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A community as the sidebar shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Community {
    /// Community id.
    pub id: String,
    /// What its people call it.
    pub name: String,
    /// What it is: `neighbourhood`, `association`, `school`, `town`, `building`, `project`, `other`.
    pub kind: String,
    /// What I may decide in it.
    pub role: Role,
    /// How many people.
    pub members: u32,
    /// How many messages, posts and comments I have not seen.
    pub unread: u32,
    /// Whether I am in it.
    pub state: CommunityState,
    /// When I joined, ms since 1970.
    pub joined_ms: u64,
    /// My person id in it.
    pub me: String,
    /// Whether I came to look around and have given no name yet; what writes fails with `nameless` until then.
    pub nameless: bool,
    /// Whether it is the example on this machine, which nobody else has.
    pub example: bool,
}

/// Whether I am in a community.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CommunityState {
    /// In.
    Member,
    /// Admitted; its history is still arriving.
    Joining,
    /// A moderator removed me; what I had stays readable.
    Removed,
    /// I left.
    Left,
}

/// Founds a community with a first room and a first board.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CommunityCreate {
    /// 1 to 80 characters.
    pub name: String,
    /// See `Community`.
    pub kind: String,
    /// How I am called in it.
    pub display_name: String,
}
