//! Other machines.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A machine this one knows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Peer {
    /// Its network name.
    pub peer_id: String,
    /// Where it was last seen.
    pub address: String,
    /// The road to it.
    pub how: PeerRoad,
    /// Whether it is connected now.
    pub connected: bool,
    /// Connected or seen since, ms since 1970.
    pub since_ms: u64,
    /// When both last had the same, ms since 1970.
    pub last_sync_ms: Option<u64>,
    /// Whose machine it is, where we share communities.
    pub people: Vec<PeerPerson>,
    /// Version of AllForOne that it says it runs; null where it has not said so.
    pub version: Option<String>,
    /// Whether this node refuses it.
    pub blocked: bool,
    /// What to know about it, in a sentence.
    pub note: Option<String>,
}

/// The road to a peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PeerRoad {
    /// None: it runs on this computer too.
    Here,
    /// The same network.
    Local,
    /// The internet, straight.
    Direct,
    /// Through a relay.
    Relay,
}

/// A person whose machine a peer is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PeerPerson {
    /// Community id.
    pub community: String,
    /// Person id.
    pub person: String,
    /// Their name.
    pub name: String,
}

/// Dials an address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PeerDial {
    /// Multiaddress.
    pub address: String,
}

/// Refuses a machine, or no longer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PeerBlock {
    /// Its network name.
    pub peer_id: String,
    /// Whether it is refused afterwards.
    pub on: bool,
}
