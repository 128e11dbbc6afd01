//! Rows: which keys each noun has.
//!
//! Every row has a *home*, where its whole value stands in the order in which a screen lists it, and may have *pointers*,
//! which lead there from elsewhere. The home of an object follows from where it was made (`objects.rs`): no row is under its name. All keys begin with the community.
//!
//! | key after the community | value |
//! | --- | --- |
//! | `m` room 16, time 8, message 20 | message |
//! | `t` room 16, time 8, message 20 | home of a message that opens a topic |
//! | `j` topic 20, time 8, message 20 | home of a message that is shown in a topic |
//! | `p` board 16, time 8, post 20 | post |
//! | `q` time 8, post 20 | home of the post: the feed of all boards |
//! | `c` subject 21, time 8, comment 20 | comment |
//! | `x` target 20, person 16, emoji | reaction |
//! | `k` post 20, person 16 | acknowledgement |
//! | `e` event 16 | event |
//! | `a` first start as UTC 8, event 16 | home of an event that happens once |
//! | `r` event 16 | home of an event that recurs |
//! | `v` event 16, person 16, occurrence | answer |
//! | `h` event 16, person 16, slot, occurrence | helper |
//! | `f` person 16 | profile |
//! | `g` group 16 | group |
//! | `i` group 16, person 16 | that this person is in it |
//! | `l` person 16, group 16 | home of the same: the groups of a person |
//! | `R` room 16 · `B` board 16 | room · board |
//! | `d` document 16, home | the row's pointers: what goes when the document is rebuilt |
//!
//! Values are JSON: a field that comes later reads as its default, and an export shows the same. They hold the whole text
//! (docs/decisions/0003-rows-hold-text.md).

use crate::domain::{
    Acknowledgement, Board, Comment, CommentOn, Event, Group, Helper, Joined, Message, Post, Profile, Reaction, Room, Rsvp,
};
use crate::id::{DocId, ObjRef, PersonId};
use crate::time::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A noun that has rows. Keys are without the community.
pub trait Indexed: Serialize + DeserializeOwned {
    /// Returns where the value stands.
    fn home(&self) -> Vec<u8>;

    /// Returns the keys that lead to the home.
    fn pointers(&self) -> Vec<Vec<u8>>;

    /// Returns the document it was read from.
    fn document(&self) -> DocId;
}

pub(super) const DOCUMENT: u8 = b'd';
pub(super) const MESSAGE: u8 = b'm';
pub(super) const TOPIC: u8 = b't';
pub(super) const IN_TOPIC: u8 = b'j';
pub(super) const POST: u8 = b'p';
pub(super) const FEED: u8 = b'q';
pub(super) const COMMENT: u8 = b'c';
pub(super) const REACTION: u8 = b'x';
pub(super) const EVENT: u8 = b'e';
pub(super) const ONCE: u8 = b'a';
pub(super) const RECURRING: u8 = b'r';
pub(super) const ANSWER: u8 = b'v';
pub(super) const PROFILE: u8 = b'f';
pub(super) const ACKNOWLEDGEMENT: u8 = b'k';
pub(super) const HELPER: u8 = b'h';
pub(super) const GROUP: u8 = b'g';
pub(super) const JOINED: u8 = b'i';
pub(super) const GROUPS_OF: u8 = b'l';
pub(super) const ROOM: u8 = b'R';
pub(super) const BOARD: u8 = b'B';

/// Returns the room or board whose unread things the row at this home is among; `None` where it is neither message nor post.
#[must_use]
pub fn counted_in(home: &[u8]) -> Option<DocId> {
    let (kind, rest) = home.split_first()?;
    let place = rest.first_chunk::<16>().filter(|_| [MESSAGE, POST].contains(kind))?;
    Some(DocId(*place))
}

/// Returns whether the row at this home is an event.
#[must_use]
pub fn is_event(home: &[u8]) -> bool {
    home.first() == Some(&EVENT)
}

pub(super) fn key(kind: u8, parts: &[&[u8]]) -> Vec<u8> {
    let mut key = vec![kind];
    for part in parts {
        key.extend(*part);
    }
    key
}

pub(super) fn object_bytes(id: &ObjRef) -> [u8; 20] {
    let mut bytes = [0; 20];
    for (to, from) in bytes.iter_mut().zip(id.entry.into_iter().chain(id.op.to_be_bytes())) {
        *to = from;
    }
    bytes
}

pub(super) fn subject_bytes(on: &CommentOn) -> [u8; 21] {
    let (kind, id) = match on {
        CommentOn::Post(post) => (0, object_bytes(post).to_vec()),
        CommentOn::Event(event) => (1, event.0.to_vec()),
    };
    let mut bytes = [0; 21];
    for (to, from) in bytes.iter_mut().zip(std::iter::once(kind).chain(id)) {
        *to = from;
    }
    bytes
}

pub(super) fn time_bytes(time: Timestamp) -> [u8; 8] {
    time.0.to_be_bytes()
}

/// Returns the start of a once-only event as the wall says it, read as UTC: an order for keys, at most a day from the instant.
pub(super) fn start_bytes(event: &Event) -> [u8; 8] {
    let wall = crate::domain::TimeZone::UTC.to_timestamp(event.start.civil()).map_or(0, |start| start.as_millisecond());
    u64::try_from(wall).unwrap_or(0).to_be_bytes()
}

impl Indexed for Message {
    fn home(&self) -> Vec<u8> {
        key(MESSAGE, &[&self.room.0, &time_bytes(self.time), &object_bytes(&self.id)])
    }
    fn pointers(&self) -> Vec<Vec<u8>> {
        let (time, id) = (time_bytes(self.time), object_bytes(&self.id));
        let mut pointers = Vec::new();
        pointers.extend(self.title.as_ref().map(|_| key(TOPIC, &[&self.room.0, &time, &id])));
        pointers.extend(self.shown_in().map(|topic| key(IN_TOPIC, &[&object_bytes(&topic), &time, &id])));
        pointers
    }
    fn document(&self) -> DocId {
        self.document
    }
}

impl Indexed for Post {
    fn home(&self) -> Vec<u8> {
        key(POST, &[&self.board.0, &time_bytes(self.time), &object_bytes(&self.id)])
    }
    fn pointers(&self) -> Vec<Vec<u8>> {
        let id = object_bytes(&self.id);
        vec![key(FEED, &[&time_bytes(self.time), &id])]
    }
    fn document(&self) -> DocId {
        self.document
    }
}

impl Indexed for Comment {
    fn home(&self) -> Vec<u8> {
        key(COMMENT, &[&subject_bytes(&self.on), &time_bytes(self.time), &object_bytes(&self.id)])
    }
    fn pointers(&self) -> Vec<Vec<u8>> {
        Vec::new()
    }
    fn document(&self) -> DocId {
        self.document
    }
}

impl Indexed for Reaction {
    fn home(&self) -> Vec<u8> {
        key(REACTION, &[&object_bytes(&self.target), &self.person.0, self.emoji.as_bytes()])
    }
    fn pointers(&self) -> Vec<Vec<u8>> {
        Vec::new()
    }
    fn document(&self) -> DocId {
        self.document
    }
}

impl Indexed for Acknowledgement {
    fn home(&self) -> Vec<u8> {
        key(ACKNOWLEDGEMENT, &[&object_bytes(&self.post), &self.person.0])
    }
    fn pointers(&self) -> Vec<Vec<u8>> {
        Vec::new()
    }
    fn document(&self) -> DocId {
        self.document
    }
}

impl Indexed for Helper {
    fn home(&self) -> Vec<u8> {
        let occurrence = self.occurrence.as_ref().map_or("", |id| id.as_str());
        key(HELPER, &[&self.event.0, &self.person.0, self.slot.as_bytes(), b"/", occurrence.as_bytes()])
    }
    fn pointers(&self) -> Vec<Vec<u8>> {
        Vec::new()
    }
    fn document(&self) -> DocId {
        self.document
    }
}

impl Indexed for Event {
    fn home(&self) -> Vec<u8> {
        key(EVENT, &[&self.id.0])
    }
    fn pointers(&self) -> Vec<Vec<u8>> {
        let pointer =
            if self.is_recurring() { key(RECURRING, &[&self.id.0]) } else { key(ONCE, &[&start_bytes(self), &self.id.0]) };
        vec![pointer]
    }
    fn document(&self) -> DocId {
        self.id
    }
}

impl Indexed for Rsvp {
    fn home(&self) -> Vec<u8> {
        let occurrence = self.occurrence.as_ref().map_or("", |id| id.as_str());
        key(ANSWER, &[&self.event.0, &self.person.0, occurrence.as_bytes()])
    }
    fn pointers(&self) -> Vec<Vec<u8>> {
        Vec::new()
    }
    fn document(&self) -> DocId {
        self.document
    }
}

impl Indexed for Profile {
    fn home(&self) -> Vec<u8> {
        profile_home(self.person)
    }
    fn pointers(&self) -> Vec<Vec<u8>> {
        Vec::new()
    }
    fn document(&self) -> DocId {
        self.document
    }
}

pub(super) fn profile_home(person: PersonId) -> Vec<u8> {
    key(PROFILE, &[&person.0])
}

impl Indexed for Room {
    fn home(&self) -> Vec<u8> {
        key(ROOM, &[&self.id.0])
    }
    fn pointers(&self) -> Vec<Vec<u8>> {
        Vec::new()
    }
    fn document(&self) -> DocId {
        self.id
    }
}

impl Indexed for Board {
    fn home(&self) -> Vec<u8> {
        key(BOARD, &[&self.id.0])
    }
    fn pointers(&self) -> Vec<Vec<u8>> {
        Vec::new()
    }
    fn document(&self) -> DocId {
        self.id
    }
}

impl Indexed for Group {
    fn home(&self) -> Vec<u8> {
        key(GROUP, &[&self.id.0])
    }
    fn pointers(&self) -> Vec<Vec<u8>> {
        Vec::new()
    }
    fn document(&self) -> DocId {
        self.id
    }
}

impl Indexed for Joined {
    fn home(&self) -> Vec<u8> {
        key(JOINED, &[&self.group.0, &self.person.0])
    }
    fn pointers(&self) -> Vec<Vec<u8>> {
        vec![key(GROUPS_OF, &[&self.person.0, &self.group.0])]
    }
    fn document(&self) -> DocId {
        self.document
    }
}
