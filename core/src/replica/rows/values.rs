//! What a document's fields and items mean as rows.

use super::super::open_document::OpenDocument;
use crate::document::{Document, Item, Touched};
use crate::domain::{
    Acknowledgement, Answer, Board, Comment, CommentOn, Event, EventStatus, Group, Helper, Helping, Joined, Message,
    OccurrenceId, Override, Post, PostKind, Profile, Reaction, Room, Rsvp, SegmentWidth, Slot, When,
};
use crate::id::{DocId, ObjRef, PersonId};
use crate::index::Index;
use crate::ops::Value;
use crate::store::{Store, StoreError};
use crate::time::Timestamp;
use std::collections::BTreeMap;

/// What a touched key means for the rows.
pub(super) enum Row<T> {
    Put(T),
    Other,
    None,
}

/// An open document as the rows it makes.
pub(super) struct Rows<'a> {
    pub(super) id: DocId,
    pub(super) open: &'a OpenDocument,
    pub(super) document: &'a Document,
    /// Title, place and description of an event.
    pub(super) texts: [String; 3],
}

impl Rows<'_> {
    pub(super) fn text(&self, field: &str) -> String {
        self.document.root(field).and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    pub(super) fn int(&self, field: &str) -> Option<i64> {
        self.document.root(field).and_then(Value::as_int)
    }

    pub(super) fn origin(&self) -> Option<(PersonId, Timestamp)> {
        Some((self.open.info.creator()?, self.open.info.created()))
    }

    pub(super) fn width(&self) -> SegmentWidth {
        let millis = self.int("width").and_then(|width| u64::try_from(width).ok());
        millis.and_then(|millis| SegmentWidth::from_millis(millis).ok()).unwrap_or_default()
    }

    pub(super) fn room(&self) -> Option<Room> {
        let (author, time) = self.origin()?;
        let (name, purpose) = (self.text("name"), self.text("purpose"));
        let order = self.int("order").unwrap_or_default();
        let (pinned, closed) = (self.marks("pin"), self.marks("shut"));
        let (width, lane) = (self.width(), self.open.info.lane);
        let marked = self.document.items("shut");
        let closed_by = marked.iter().filter_map(|item| Some((item.key.parse().ok()?, item.author.person))).collect();
        Some(Room { id: self.id, name, purpose, order, width, lane, pinned, closed, closed_by, author, time })
    }

    pub(super) fn board(&self) -> Option<Board> {
        let (author, time) = self.origin()?;
        let (name, purpose) = (self.text("name"), self.text("purpose"));
        let order = self.int("order").unwrap_or_default();
        let (pinned, closed) = (self.marks("pin"), self.marks("shut"));
        let (width, lane) = (self.width(), self.open.info.lane);
        Some(Board { id: self.id, name, purpose, order, width, lane, pinned, closed, author, time })
    }

    /// Returns what moderators have marked, in the order in which they did.
    pub(super) fn marks(&self, container: &str) -> Vec<ObjRef> {
        self.document.items(container).into_iter().filter_map(|item| item.key.parse().ok()).collect()
    }

    pub(super) fn slots(&self) -> Vec<Slot> {
        let slot = |item: Item<'_>| Slot {
            key: item.key.to_owned(),
            label: item.str("label").unwrap_or_default().to_owned(),
            seats: item.int("seats").and_then(|seats| u32::try_from(seats).ok()).unwrap_or(1),
            order: item.int("order").unwrap_or_default(),
        };
        let mut slots: Vec<Slot> = self.document.items("s").into_iter().map(slot).collect();
        slots.sort_by(|a, b| (a.order, &a.key).cmp(&(b.order, &b.key)));
        slots.truncate(crate::limits::MAX_SLOTS);
        slots
    }

    pub(super) fn event(&self) -> Option<Event> {
        let (author, time) = self.origin()?;
        let [title, place, description] = self.texts.clone();
        let list = |field: &str| -> Vec<OccurrenceId> {
            self.text(field).split_whitespace().filter_map(|id| OccurrenceId::parse(id).ok()).collect()
        };
        let overrides: BTreeMap<OccurrenceId, Override> = self
            .document
            .items("o")
            .into_iter()
            .filter_map(|item| {
                let change = item.value.and_then(Value::as_str).and_then(|json| serde_json::from_str(json).ok())?;
                Some((OccurrenceId::parse(item.key).ok()?, change))
            })
            .collect();
        let editors = self.open.info.editors().iter().copied().filter(|person| *person != author);
        let organisers = std::iter::once(author).chain(editors).collect();
        Some(Event {
            id: self.id,
            title,
            place,
            description,
            start: parse_when(&self.text("when"))?,
            duration_minutes: self.int("dur").and_then(|minutes| u32::try_from(minutes).ok()).unwrap_or_default(),
            rrule: Some(self.text("rrule")).filter(|rule| !rule.is_empty()),
            exdate: list("exdate"),
            rdate: list("rdate"),
            overrides,
            status: EventStatus::from_word(&self.text("status")).unwrap_or_default(),
            capacity: self.int("cap").and_then(|seats| u32::try_from(seats).ok()),
            slots: self.slots(),
            uid: self.text("uid"),
            extra: self.text("x"),
            organisers,
            lane: self.open.info.lane,
            author,
            time,
        })
    }

    pub(super) fn message(&self, room: DocId, touched: &Touched) -> Row<Message> {
        if touched.container != "m" {
            return Row::Other;
        }
        let Some(id) = touched.object else { return Row::None };
        let Some((author, time)) = self.document.made(&id) else { return Row::None };
        let mut message = Message {
            id,
            document: self.id,
            room,
            author: author.person,
            time,
            text: String::new(),
            edited: false,
            deleted: true,
            reply_to: None,
            title: None,
            topic: None,
            resolved: false,
            mentions: Vec::new(),
            provisional: false,
        };
        if let Some(item) = self.document.object(&id) {
            message.deleted = false;
            message.text = item.str("b").unwrap_or_default().to_owned();
            message.edited = item.flag("e");
            message.reply_to = item.str("re").and_then(|text| text.parse().ok());
            message.title = item.str("s").filter(|title| !title.is_empty()).map(str::to_owned);
            message.topic = item.str("t").and_then(|text| text.parse().ok());
            message.resolved = item.flag("done");
            message.mentions = item.str("m").unwrap_or_default().split(',').filter_map(parse_person).collect();
        }
        Row::Put(message)
    }

    pub(super) fn post(&self, board: DocId, touched: &Touched) -> Row<Post> {
        if touched.container != "p" {
            return Row::Other;
        }
        let Some(id) = touched.object else { return Row::None };
        let Some((author, time)) = self.document.made(&id) else { return Row::None };
        let item = self.document.object(&id);
        let text = |field: &str| item.as_ref().and_then(|item| item.str(field)).unwrap_or_default().to_owned();
        Row::Put(Post {
            id,
            document: self.id,
            board,
            author: author.person,
            time,
            kind: PostKind::from_word(&text("k")).unwrap_or_default(),
            title: text("t"),
            body: text("b"),
            tags: text("g").lines().map(str::to_owned).collect(),
            edited: item.as_ref().is_some_and(|item| item.flag("e")),
            deleted: item.is_none(),
            ack: item.as_ref().is_some_and(|item| item.flag("ack")),
            answer: text("ans").parse().ok(),
            closed: item.as_ref().is_some_and(|item| item.flag("done")),
            provisional: false,
        })
    }

    pub(super) fn comment(&self, on: CommentOn, touched: &Touched) -> Row<Comment> {
        if touched.container != "c" {
            return Row::Other;
        }
        let Some(id) = touched.object else { return Row::None };
        let Some((author, time)) = self.document.made(&id) else { return Row::None };
        let item = self.document.object(&id);
        let text = |field: &str| item.as_ref().and_then(|item| item.str(field)).unwrap_or_default().to_owned();
        Row::Put(Comment {
            id,
            document: self.id,
            on,
            author: author.person,
            time,
            text: text("b"),
            reply_to: text("re").parse().ok(),
            edited: item.as_ref().is_some_and(|item| item.flag("e")),
            deleted: item.is_none(),
            provisional: false,
        })
    }

    pub(super) fn reaction(
        &self,
        touched: &Touched,
        index: &Index<'_, dyn Store + '_>,
        batch: &mut crate::store::Batch,
    ) -> Result<(), StoreError> {
        // `tag8/r/<objref>/<emoji>`
        let mut parts = touched.key.splitn(4, '/');
        let (Some(tag), Some("r"), Some(target), Some(emoji)) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
            return Ok(());
        };
        let Ok(target) = target.parse::<ObjRef>() else { return Ok(()) };
        let Some(person) = self.document.person_of_tag(tag) else { return Ok(()) };
        let reaction = Reaction { target, emoji: emoji.to_owned(), person, document: self.id };
        match self.document.get("r", &touched.key) {
            Some(_) => index.put(&reaction, batch),
            None => index.remove(&reaction, batch),
        }
    }

    pub(super) fn acknowledgement(
        &self,
        post: ObjRef,
        touched: &Touched,
        index: &Index<'_, dyn Store + '_>,
        batch: &mut crate::store::Batch,
    ) -> Result<(), StoreError> {
        let Some(person) = self.document.person_of_tag(&touched.key) else { return Ok(()) };
        let item = self.document.get("a", &touched.key);
        let time = item.as_ref().map_or(Timestamp(0), |item| item.created);
        let row = Acknowledgement { post, document: self.id, person, time };
        if item.is_some() { index.put(&row, batch) } else { index.remove(&row, batch) }
    }

    pub(super) fn helper(
        &self,
        event: DocId,
        touched: &Touched,
        index: &Index<'_, dyn Store + '_>,
        batch: &mut crate::store::Batch,
    ) -> Result<(), StoreError> {
        // `tag8/<slot>` or `tag8/<slot>/<occurrence>`
        let mut parts = touched.key.splitn(3, '/');
        let (Some(tag), Some(slot)) = (parts.next(), parts.next()) else { return Ok(()) };
        let Some(person) = self.document.person_of_tag(tag) else { return Ok(()) };
        let (slot, occurrence) = (slot.to_owned(), parts.next().and_then(|id| OccurrenceId::parse(id).ok()));
        let item = self.document.get("h", &touched.key);
        let word = item.as_ref().and_then(|item| item.value).and_then(Value::as_str).and_then(Helping::from_word);
        let (helping, time) = (word.unwrap_or(Helping::Taken), item.as_ref().map_or(Timestamp(0), |item| item.created));
        let row = Helper { event, document: self.id, person, slot, occurrence, helping, time };
        if word.is_some() { index.put(&row, batch) } else { index.remove(&row, batch) }
    }

    pub(super) fn rsvp(
        &self,
        event: DocId,
        touched: &Touched,
        index: &Index<'_, dyn Store + '_>,
        batch: &mut crate::store::Batch,
    ) -> Result<(), StoreError> {
        let mut parts = touched.key.splitn(2, '/');
        let Some(person) = parts.next().and_then(|tag| self.document.person_of_tag(tag)) else { return Ok(()) };
        let occurrence = parts.next().and_then(|id| OccurrenceId::parse(id).ok());
        let mut rsvp = Rsvp {
            event,
            document: self.id,
            person,
            occurrence,
            answer: Answer::Maybe,
            note: String::new(),
            party_size: 1,
            time: Timestamp(0),
            since: Timestamp(0),
            entry: None,
        };
        let Some(item) = self.document.get("a", &touched.key) else { return index.remove(&rsvp, batch) };
        let Some(answer) = item.str("v").and_then(Answer::from_word) else { return Ok(()) };
        rsvp.answer = answer;
        rsvp.note = item.str("n").unwrap_or_default().to_owned();
        rsvp.party_size = item.int("s").and_then(|size| u32::try_from(size).ok()).unwrap_or(1);
        rsvp.time = item.changed;
        rsvp.since = ["v", "s"].iter().filter_map(|field| item.times.get(field)).copied().max().unwrap_or(item.changed);
        rsvp.entry = item.changed_by.0.first_chunk().map(|entry| ObjRef { entry: *entry, op: 0 });
        index.put(&rsvp, batch)
    }

    pub(super) fn group(&self) -> Option<Group> {
        let (author, time) = self.origin()?;
        let (name, purpose, icon) = (self.text("name"), self.text("purpose"), self.text("icon"));
        let archived = self.document.root("gone").is_some();
        Some(Group { id: self.id, name, purpose, icon, archived, lane: self.open.info.lane, author, time })
    }

    /// Returns whose word changed.
    pub(super) fn joined(
        &self,
        group: DocId,
        touched: &Touched,
        index: &Index<'_, dyn Store + '_>,
        batch: &mut crate::store::Batch,
    ) -> Result<Option<PersonId>, StoreError> {
        let Some(person) = self.document.person_of_tag(&touched.key) else { return Ok(None) };
        let item = self.document.get("j", &touched.key);
        let time = item.as_ref().map_or(Timestamp(0), |item| item.created);
        let row = Joined { group, document: self.id, person, time };
        if item.is_some() {
            index.put(&row, batch)?
        } else {
            index.remove(&row, batch)?
        }
        Ok(Some(person))
    }

    pub(super) fn profile(&self, item: &Item<'_>) -> Profile {
        let text = |field: &str| item.str(field).unwrap_or_default().to_owned();
        let lines = |field: &str| item.str(field).unwrap_or_default().lines().map(str::to_owned).collect();
        let person = item.author.person;
        Profile {
            person,
            document: self.id,
            name: text("name"),
            about: text("about"),
            languages: lines("lang"),
            can_help: lines("can"),
            wants_to_learn: lines("want"),
            contact: text("contact"),
            color: item.int("color").and_then(|n| u8::try_from(n).ok()).unwrap_or_else(|| Profile::default_color(person)),
            time: item.changed,
        }
    }
}

/// Reads a tag in a list of mentions: people are named by all 16 bytes in hex there.
fn parse_person(hex: &str) -> Option<PersonId> {
    data_encoding::HEXLOWER.decode(hex.as_bytes()).ok().and_then(|bytes| PersonId::from_slice(&bytes))
}

/// Reads the start of an event: `2026-12-01T18:00|Europe/Paris`, `2026-12-01T18:00` or `2026-12-01`.
fn parse_when(text: &str) -> Option<When> {
    match text.split_once('|') {
        Some((local, zone)) => When::local(local, Some(zone)).ok(),
        None if text.contains('T') => When::local(text, None).ok(),
        None => When::day(text).ok(),
    }
}

/// Writes the start of an event as [`parse_when`] reads it.
pub(in crate::replica) fn write_when(when: &When) -> String {
    match when {
        When::Local { local, tz: Some(zone) } => format!("{}|{zone}", local.strftime("%Y-%m-%dT%H:%M:%S")),
        When::Local { local, tz: None } => local.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
        When::Day { date } => date.strftime("%Y-%m-%d").to_string(),
    }
}
