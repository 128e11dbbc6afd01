//! How this node is doing.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// This node: what it runs, whom it reaches, where its data is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Status {
    /// Version of the program.
    pub version: String,
    /// This node's network name.
    pub peer_id: String,
    /// Multiaddresses under which others can dial it.
    pub addresses: Vec<String>,
    /// Peers connected at this moment.
    pub connected: u32,
    /// Changes made here that no other member is known to hold yet, over all communities with other members.
    pub waiting: u32,
    /// Why nothing can be written, in a sentence; null in normal times.
    pub read_only: Option<String>,
    /// Folder that holds everything.
    pub data_dir: String,
    /// Size of the data in it, in bytes; at most ten seconds old.
    pub data_bytes: u64,
    /// Since when this node runs, ms since 1970.
    pub started_ms: u64,
    /// Where the key of the store is kept.
    pub keychain: KeySource,
    /// Whether the person has written down their words.
    pub phrase: PhraseState,
    /// How many more communities this identity can hold.
    pub personas_left: u32,
}

/// Where the key of the store is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeySource {
    /// The keychain of the operating system.
    System,
    /// A file beside the data, readable by its owner only.
    File,
}

/// How far the recovery words are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PhraseState {
    /// No identity was made yet.
    None,
    /// Words exist; nobody proved to have written them down.
    Unchecked,
    /// The person typed back the words that were asked for.
    Checked,
}
