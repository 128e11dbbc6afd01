//! A store and rows to fill it with.

use super::super::*;
use crate::domain::{
    Answer, Comment, CommentOn, Event, EventStatus, Message, OccurrenceId, Post, PostKind, Room, Rsvp, SegmentWidth, When,
};
use crate::id::{Lane, ObjRef, PersonId};
use crate::store::{MemoryEngine, MemoryStore, PackedStore};
use crate::time::Timestamp;
use std::collections::BTreeMap;

pub(super) const COMMUNITY: CommunityId = CommunityId([9; 32]);
pub(super) const ME: PersonId = PersonId([1; 16]);
pub(super) const OTHER: PersonId = PersonId([2; 16]);

pub(super) fn store() -> MemoryStore {
    PackedStore::open(MemoryEngine::new(), &crate::encryption::StoreKey::from_secret([3; 32])).unwrap()
}

/// What a replica knows from its logs is looked for in the rows here.
impl Objects for MemoryStore {
    fn locate(&self, object: &ObjRef) -> Option<Located> {
        let kinds = [super::super::row::MESSAGE, super::super::row::POST, super::super::row::COMMENT];
        let keys = kinds
            .iter()
            .flat_map(|kind| self.keys(Tree::Index, &[COMMUNITY.as_bytes(), [*kind].as_slice()].concat(), 10_000).unwrap());
        let home = keys.map(|key| key[32..].to_vec()).find(|home| home.ends_with(&super::super::row::object_bytes(object)))?;
        let (under, rest) = home[1..].split_at(home.len() - 29);
        let time = Timestamp(u64::from_be_bytes(rest[..8].try_into().unwrap()));
        let named = |bytes: &[u8]| DocId(bytes.try_into().unwrap());
        let under = match home[0] {
            b'm' => Under::Room(named(under)),
            b'p' => Under::Board(named(under)),
            _ if under[0] == 1 => Under::Subject(CommentOn::Event(named(&under[1..17]))),
            _ => {
                let (entry, op) = under[1..].split_at(16);
                let op = u32::from_be_bytes(op.try_into().unwrap());
                Under::Subject(CommentOn::Post(ObjRef { entry: entry.try_into().unwrap(), op }))
            }
        };
        Some(Located { under, time })
    }
}

pub(super) fn put<T: Indexed>(store: &mut MemoryStore, values: &[T]) {
    let mut batch = Batch::new();
    for value in values {
        Index::new(store, COMMUNITY, store).put(value, &mut batch).unwrap();
    }
    store.commit(batch).unwrap();
}

pub(super) fn object(n: u8) -> ObjRef {
    ObjRef { entry: [n; 16], op: u32::from(n) }
}

pub(super) fn message(n: u8, room: u8, author: PersonId, text: &str) -> Message {
    Message {
        id: object(n),
        document: DocId([room + 100 + n % 2; 16]),
        room: DocId([room; 16]),
        author,
        time: Timestamp(1_000 + u64::from(n / 2)),
        text: text.to_owned(),
        edited: false,
        deleted: false,
        reply_to: None,
        title: None,
        topic: None,
        resolved: false,
        mentions: Vec::new(),
        provisional: false,
    }
}

pub(super) fn post(n: u8, board: u8, title: &str) -> Post {
    Post {
        id: object(n),
        document: DocId([board + 150; 16]),
        board: DocId([board; 16]),
        author: OTHER,
        time: Timestamp(1_000 + u64::from(n)),
        kind: PostKind::Discussion,
        title: title.to_owned(),
        body: String::new(),
        tags: Vec::new(),
        edited: false,
        deleted: false,
        ack: false,
        answer: None,
        closed: false,
        provisional: false,
    }
}

pub(super) fn comment(n: u8, on: CommentOn) -> Comment {
    Comment {
        id: object(n),
        document: DocId([200; 16]),
        on,
        author: OTHER,
        time: Timestamp(5_000 - u64::from(n)),
        text: format!("comment {n}"),
        reply_to: None,
        edited: false,
        deleted: false,
        provisional: false,
    }
}

pub(super) fn room(n: u8, order: i64, name: &str) -> Room {
    Room {
        id: DocId([n; 16]),
        name: name.to_owned(),
        purpose: String::new(),
        order,
        width: SegmentWidth::ThirtyDays,
        lane: Lane::MEMBER,
        pinned: Vec::new(),
        closed: Vec::new(),
        closed_by: Vec::new(),
        author: OTHER,
        time: Timestamp(1),
    }
}

pub(super) fn event(n: u8, start: When, rrule: Option<&str>) -> Event {
    Event {
        id: DocId([n; 16]),
        title: format!("event {n}"),
        place: String::new(),
        description: String::new(),
        start,
        duration_minutes: 60,
        rrule: rrule.map(str::to_owned),
        exdate: Vec::new(),
        rdate: Vec::new(),
        overrides: BTreeMap::new(),
        status: EventStatus::Confirmed,
        capacity: None,
        slots: Vec::new(),
        uid: String::new(),
        extra: String::new(),
        organisers: Vec::new(),
        lane: Lane::MEMBER,
        author: OTHER,
        time: Timestamp(7),
    }
}

pub(super) fn rsvp(person: u8, answer: Answer, occurrence: Option<&str>, party_size: u32) -> Rsvp {
    Rsvp {
        event: DocId([1; 16]),
        document: DocId([210; 16]),
        person: PersonId([person; 16]),
        occurrence: occurrence.map(|text| OccurrenceId::parse(text).unwrap()),
        answer,
        note: String::new(),
        party_size,
        time: Timestamp(1),
        since: Timestamp(1),
        entry: None,
    }
}
