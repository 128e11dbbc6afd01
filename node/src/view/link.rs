//! What a pasted link says, before anybody is asked.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Reads a link, a code, an address, or the text of an `.allforone` file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LinkRead {
    /// What was pasted, scanned or dropped; at most 64 KiB.
    pub link: String,
}

/// What it says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct LinkSays {
    /// What it is.
    pub kind: LinkKind,
    /// Community id of an invitation.
    pub community: Option<String>,
    /// The community's name, where this device or the file knows it.
    pub name: Option<String>,
    /// Whether I am in that community already.
    pub here: bool,
    /// When it runs out, ms since 1970, where this device or the file knows it.
    pub expires_ms: Option<u64>,
    /// Whether that moment is past.
    pub expired: bool,
    /// The link alone, to hand to `join_start`; null for an address.
    pub link: Option<String>,
    /// Where members may be reached.
    pub addresses: Vec<String>,
}

/// What was pasted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// An invitation: a link or code, alone or within other text.
    Invite,
    /// The text of an `.allforone` file.
    File,
    /// The address of a machine: it goes with a link, or to `peer_dial`.
    Address,
}
