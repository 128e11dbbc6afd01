//! Joining by link.

use crate::error::NodeError;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How far a join is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Join {
    /// Names this attempt until the program ends.
    pub id: String,
    /// The step it is at.
    pub state: JoinState,
    /// Community id, once known.
    pub community: Option<String>,
    /// The community's name, once known.
    pub name: Option<String>,
    /// Why it failed.
    pub error: Option<NodeError>,
}

/// The step a join is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum JoinState {
    /// Looking for a member who is there.
    Connecting,
    /// A member has the request.
    Asking,
    /// A moderator has to say yes; it goes on by itself.
    WaitingApproval,
    /// Admitted; the history is arriving.
    Receiving,
    /// In.
    Done,
    /// See `error`.
    Failed,
    /// The person stopped it.
    Cancelled,
}

/// Starts a join; answers at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct JoinStart {
    /// `allforone://join/…` or the typed code.
    pub link: String,
    /// How I want to be called; empty to look around first: a name is asked for where something is written.
    pub display_name: String,
    /// Multiaddress of a member, where the link's own do not answer.
    pub address: Option<String>,
}

/// Which join.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct JoinRef {
    /// From `join_start`.
    pub id: String,
}

/// Somebody who waits at the door for a yes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct JoinRequest {
    /// Person id.
    pub person: String,
    /// How they call themselves.
    pub name: String,
    /// Since when they wait, ms since 1970.
    pub time_ms: u64,
}

/// Lets somebody in who waits, or sends them away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct JoinAnswer {
    /// Community id.
    pub community: String,
    /// Person id.
    pub person: String,
    /// Whether they may come in.
    pub admit: bool,
}
