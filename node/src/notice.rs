//! What the node tells whoever listens.

use crate::subject::Subject;
use serde::Serialize;
use ts_rs::TS;

/// A frame of the event stream. `seq` goes up by one from frame to frame; a gap means: drop what you cached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Notice {
    /// Screens are out of date.
    Changed(Changed),
    /// The network changed; also the first frame a listener gets, with the `seq` it starts after.
    Status(Reach),
}

impl Notice {
    /// Returns the number of the frame.
    #[must_use]
    pub const fn seq(&self) -> u64 {
        match self {
            Self::Changed(changed) => changed.seq,
            Self::Status(reach) => reach.seq,
        }
    }
}

/// Screens that are out of date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Changed {
    /// Number of the frame.
    pub seq: u64,
    /// What changed; at most 64, else `["all"]`.
    pub subjects: Vec<Subject>,
}

/// How many others are reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Reach {
    /// Number of the frame.
    pub seq: u64,
    /// Peers connected.
    pub connected: u32,
}
