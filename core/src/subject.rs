//! What the core tells the outside: *this has changed, ask again*.

use crate::id::{DocId, ObjRef, PersonId};

/// Something of one community that a screen may be showing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// Its name, settings or my place in it.
    Community,
    /// Who is a member, with which rank.
    Members,
    /// One person's profile.
    Profile(PersonId),
    /// The list of invites.
    Invites,
    /// The list of rooms.
    Rooms,
    /// Messages of one room.
    Messages(DocId),
    /// The list of boards.
    Boards,
    /// Posts of one board.
    Posts(DocId),
    /// Comments and reactions under one post.
    Thread(ObjRef),
    /// The agenda.
    Events,
    /// One event and its answers.
    Event(DocId),
    /// The list of groups.
    Groups,
    /// One group and who is in it.
    Group(DocId),
    /// Read marks and counts of what is new.
    Unread,
}
