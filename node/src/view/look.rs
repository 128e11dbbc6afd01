//! Looking at what an invitation leads to, before one gives a name.

use crate::error::NodeError;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks what an invitation leads to; answers at once. Ask again while it looks; after a failure, asking looks anew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct InviteLook {
    /// `allforone://join/…` or the typed code.
    pub link: String,
    /// Multiaddress of a member, where the link's own do not answer.
    pub address: Option<String>,
}

/// How far a look is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Look {
    /// The step it is at.
    pub state: LookState,
    /// What a member told, once somebody was asked.
    pub door: Option<Door>,
    /// Why nobody told anything.
    pub error: Option<NodeError>,
}

/// The step a look is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LookState {
    /// Looking for a member who is there.
    Looking,
    /// See `door`.
    Seen,
    /// See `error`.
    Failed,
}

/// What a community says of itself to somebody with an invitation; nothing that its members wrote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Door {
    /// The community's name.
    pub name: String,
    /// What it is; see `Community`.
    pub kind: String,
    /// How many people.
    pub members: u32,
    /// How who made the invitation is called; null where that is not known.
    pub invited_by: Option<String>,
    /// Whether a moderator must say yes first.
    pub approval: bool,
}
