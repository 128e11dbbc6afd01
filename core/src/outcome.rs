//! What a step of the core asks its caller to do.

use crate::domain::Event;
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
    /// Rows that can be searched or counted and were written or removed, by their homes ([`crate::index::Indexed::home`]).
    pub rows: BTreeSet<Vec<u8>>,
    /// What is here for the first time, or is no longer what it was; at most [`MAX_FRESH`], the rest is left out.
    pub fresh: Vec<Fresh>,
}

/// What one step says of fresh things: a screen names a handful, and asks its lists for the others.
pub const MAX_FRESH: usize = 256;

/// Something that a person may want to hear of. A document that was judged again names all that it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fresh {
    /// A message that came.
    Message(ObjRef),
    /// A post that came.
    Post(ObjRef),
    /// A comment that came.
    Comment(ObjRef),
    /// An event that came or was changed.
    Event {
        /// The event.
        event: DocId,
        /// What it was; `None` where it is new here.
        before: Option<Box<Event>>,
    },
}

/// What a command has made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Made {
    /// Nothing that has a name.
    #[default]
    Nothing,
    /// An object in a document: a message, post or comment.
    Object(ObjRef),
    /// A document: a room, board, event or group.
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
        self.rows.extend(other.rows);
        other.fresh.into_iter().for_each(|fresh| self.fresh(fresh));
        if other.made != Made::Nothing {
            self.made = other.made;
        }
    }

    /// Notes that something is fresh, while there is room.
    pub(crate) fn fresh(&mut self, fresh: Fresh) {
        if self.fresh.len() < MAX_FRESH {
            self.fresh.push(fresh);
        }
    }
}
