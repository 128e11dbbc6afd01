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
    /// The system may show this to the person.
    Notify(Alert),
}

impl Notice {
    /// Returns the number of the frame.
    #[must_use]
    pub const fn seq(&self) -> u64 {
        match self {
            Self::Changed(changed) => changed.seq,
            Self::Status(reach) => reach.seq,
            Self::Notify(notify) => notify.seq,
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

/// Something that is for this person, to be shown by the system. Mute rooms and boards, quiet hours and the switch were respected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Alert {
    /// Number of the frame.
    pub seq: u64,
    /// Why.
    pub kind: AlertKind,
    /// Community id.
    pub community: String,
    /// One line: where.
    pub title: String,
    /// One or two lines: who and what.
    pub text: String,
    /// Path of the screen that shows it.
    pub link: String,
}

/// Why the system tells something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AlertKind {
    /// A message names me.
    Mention,
    /// A message or comment answers me.
    Answer,
    /// Somebody announced something.
    Announcement,
    /// An event that I answered has changed.
    EventChanged,
    /// An event that I answered was called off.
    EventCancelled,
    /// An event that I come to begins soon.
    Reminder,
}
