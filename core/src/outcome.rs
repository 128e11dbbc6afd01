//! What a step of the core asks its caller to do.

use crate::entry::Entry;
use crate::id::{DocId, EntryHash, ObjRef};
use crate::subject::Subject;
use std::collections::BTreeSet;

/// What has happened and what is to be done now.
///
/// The caller makes the store durable first, then publishes, then says "saved": *persist before publish*.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What screens should ask again.
    pub changed: BTreeSet<Subject>,
    /// Own entries to publish once they are durable, in order.
    pub publish: Vec<Entry>,
    /// What a command has made.
    pub made: Made,
}

/// What a command has made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Made {
    /// Nothing that has a name.
    #[default]
    Nothing,
    /// An object in a document: a message, post or comment.
    Object(ObjRef),
    /// A document: a room, board or event.
    Document(DocId),
    /// An invite; the seed is the secret half that goes into the link.
    Invite {
        /// The invite's entry.
        id: EntryHash,
        /// Seed of the invite's key pair.
        seed: [u8; 16],
    },
}

impl Outcome {
    /// Adds what another step has asked for.
    pub fn merge(&mut self, other: Self) {
        self.changed.extend(other.changed);
        self.publish.extend(other.publish);
        if other.made != Made::Nothing {
            self.made = other.made;
        }
    }
}
