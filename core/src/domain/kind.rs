//! Types of documents.

use crate::cbor::{Cbor, CborError, Reader, Writer};

/// Who may depend on whom inside a document (protocol 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// A person's changes depend only on that person's own earlier changes.
    Partitioned,
    /// Real dependencies between authors; small documents.
    Shared,
}

/// Type of a document; the number travels in `DocCreate` and `docref`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocKind {
    /// Name, purpose and order of a chat room. Created by `DocCreate`.
    Room = 1,
    /// Messages of one room and time segment. Implicit: parent room, width, index.
    Segment = 2,
    /// Name, purpose and order of a board. Created by `DocCreate`.
    Board = 3,
    /// Posts of one board and 30-day span. Implicit: parent board, width, index.
    Posts = 4,
    /// Comments and reactions under one post or event. Implicit: parent document, parent object.
    Thread = 5,
    /// Details of one calendar event. Created by `DocCreate`.
    Event = 6,
    /// Answers to one event. Implicit: parent event.
    Rsvp = 7,
    /// Profiles of a community. Implicit: no parent (16 zero bytes).
    Profiles = 8,
    /// Name, purpose and sign of a group of people with one interest. Created by `DocCreate`.
    Group = 9,
    /// Who is in one group. Implicit: parent group.
    Joined = 10,
}

impl DocKind {
    /// All kinds in order of their numbers.
    pub const ALL: [Self; 10] = [
        Self::Room,
        Self::Segment,
        Self::Board,
        Self::Posts,
        Self::Thread,
        Self::Event,
        Self::Rsvp,
        Self::Profiles,
        Self::Group,
        Self::Joined,
    ];

    /// Returns the kind whose number this is.
    #[must_use]
    pub fn from_number(n: u64) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| *kind as u64 == n)
    }

    /// Returns the class.
    #[must_use]
    pub const fn class(self) -> Class {
        match self {
            Self::Room | Self::Board | Self::Event | Self::Group => Class::Shared,
            Self::Segment | Self::Posts | Self::Thread | Self::Rsvp | Self::Profiles | Self::Joined => Class::Partitioned,
        }
    }

    /// Returns whether documents of this kind begin with a `DocCreate` entry; the others are implied by a `docref`.
    #[must_use]
    pub const fn is_created(self) -> bool {
        matches!(self, Self::Room | Self::Board | Self::Event | Self::Group)
    }
}

impl Cbor for DocKind {
    fn write(&self, w: &mut Writer) {
        w.uint(*self as u64);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        Self::from_number(r.uint("document kind")?).ok_or(CborError::Malformed("document kind"))
    }
}
