//! The people of a community.

use super::Role;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A member as the list shows them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Member {
    /// Person id.
    pub person: String,
    /// Their name here.
    pub name: String,
    /// What they may decide.
    pub role: Role,
    /// 0 to 11, of the palette.
    pub color: u8,
    /// Whether it is me.
    pub me: bool,
    /// When they joined, ms since 1970.
    pub joined_ms: u64,
    /// "I can help with".
    pub can_help: Vec<String>,
    /// "I want to learn".
    pub wants_to_learn: Vec<String>,
    /// Languages they speak.
    pub languages: Vec<String>,
    /// Whether one of their devices is connected to this one.
    pub online: bool,
}

/// Members by name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct MembersQuery {
    /// Community id.
    pub community: String,
    /// Only who can help with this: all words occur, whatever their case and accents; at most 200 characters.
    pub skill: Option<String>,
    /// Only who wants to learn this, likewise.
    pub learns: Option<String>,
    /// `next` of the page before.
    pub after: Option<String>,
    /// At most 500.
    pub limit: u32,
}

/// Gives somebody another rank.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MemberRole {
    /// Community id.
    pub community: String,
    /// Person id.
    pub person: String,
    /// What they may decide from now on.
    pub role: Role,
}

/// Removes somebody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct MemberRemove {
    /// Community id.
    pub community: String,
    /// Person id.
    pub person: String,
    /// What they wrote from this moment on goes too, ms since 1970; absent keeps everything.
    pub since_ms: Option<u64>,
    /// Whether only a moderator of at least my rank may let them in again.
    pub ban: bool,
}
