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

pub(super) fn put<T: Indexed>(store: &mut MemoryStore, values: &[T]) {
    let mut batch = Batch::new();
    for value in values {
        Index::new(store, COMMUNITY).put(value, &mut batch).unwrap();
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
    }
}
