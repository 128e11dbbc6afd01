//! Rooms and their messages.

use super::cursor::{capped, newest_first};
use super::row::{MESSAGE, ROOM, key, time_bytes};
use super::{Cursor, Index, Page, place_of, read};
use crate::domain::{Message, Room};
use crate::id::{DocId, ObjRef, PersonId};
use crate::store::{Direction, Store, StoreError, Tree, keys};
use crate::time::Timestamp;
use std::collections::BTreeMap;

/// Unread things are counted so far; a screen shows "99+".
pub const UNREAD_CAP: usize = 100;
/// Rows looked at while counting: one's own and deleted ones do not count, and must not cost without end.
const MAX_COUNTED: usize = 4 * UNREAD_CAP;
/// Rooms or boards of a community, at most.
pub(super) const MAX_PLACES: usize = 1_000;
/// Deleted messages passed over to find the last one that is not.
const MAX_DELETED_AT_END: usize = 20;

impl<S: Store + ?Sized> Index<'_, S> {
    /// Returns messages of `room`, newest first, before `before`, at most `limit`.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn messages(&self, room: DocId, before: Option<&Cursor>, limit: usize) -> Result<Page<Message>, StoreError> {
        let limit = capped(limit);
        let items = self.before(&key(MESSAGE, &[&room.0]), before, limit, read)?;
        Ok(Page::of(items, limit, |message: &Message| Cursor { time: message.time, id: message.id }))
    }

    /// Returns the messages of `room` next after `after`, newest first, at most `limit`; `next` leads on to newer ones.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn messages_after(&self, room: DocId, after: &Cursor, limit: usize) -> Result<Page<Message>, StoreError> {
        let limit = capped(limit);
        let items = self.after(&key(MESSAGE, &[&room.0]), after, limit, read)?;
        Ok(newest_first(Page::of(items, limit, |message: &Message| Cursor { time: message.time, id: message.id })))
    }

    /// Returns the message of this name.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn message(&self, id: &ObjRef) -> Result<Option<Message>, StoreError> {
        self.object(MESSAGE, id)
    }

    /// Returns the room.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn room(&self, id: DocId) -> Result<Option<Room>, StoreError> {
        self.at(&key(ROOM, &[&id.0]))
    }

    /// Returns the rooms in their order, then by name.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn rooms(&self) -> Result<Vec<Room>, StoreError> {
        let mut rooms: Vec<Room> = self.all(&[ROOM], Direction::Forward, MAX_PLACES)?;
        rooms.sort_by(|a, b| (a.order, &a.name, a.id).cmp(&(b.order, &b.name, b.id)));
        Ok(rooms)
    }

    /// Returns how many messages of others there are in `room` since the read mark, at most [`UNREAD_CAP`]. What was read in
    /// its topic counts no more.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn unread_messages(&self, room: DocId, me: PersonId) -> Result<usize, StoreError> {
        let mut marks = BTreeMap::new();
        let counts = |message: &Message| {
            if message.author == me || message.deleted {
                return Ok(false);
            }
            let Some(topic) = message.shown_in() else { return Ok(true) };
            let mark = match marks.get(&topic) {
                Some(mark) => *mark,
                None => self.read_mark(place_of(&topic))?,
            };
            marks.insert(topic, mark);
            Ok(mark < message.time)
        };
        self.count_since(&key(MESSAGE, &[&room.0]), self.read_mark(room)?, counts)
    }

    /// Returns how many messages of others there are in `room` later than `since`, at most [`UNREAD_CAP`].
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn messages_since(&self, room: DocId, since: Timestamp, me: PersonId) -> Result<usize, StoreError> {
        let counts = |message: &Message| Ok(message.author != me && !message.deleted);
        self.count_since(&key(MESSAGE, &[&room.0]), since, counts)
    }

    /// Counts the rows under `prefix` later than `time` that count, newest first, at most to [`UNREAD_CAP`].
    pub(super) fn count_since<T: super::Indexed>(
        &self,
        prefix: &[u8],
        time: Timestamp,
        mut counts: impl FnMut(&T) -> Result<bool, StoreError>,
    ) -> Result<usize, StoreError> {
        let prefix = self.key(prefix);
        let from = [prefix.as_slice(), &time_bytes(time.plus_ms(1))].concat();
        let mut to = keys::after_prefix(&prefix);
        let (mut count, mut looked) = (0, 0);
        while count < UNREAD_CAP && looked < MAX_COUNTED {
            let rows = self.store.range(Tree::Index, (&from, &to), Direction::Backward, UNREAD_CAP - count)?;
            for (key, json) in &rows {
                count += usize::from(counts(&read(key, json)?)?);
            }
            looked += rows.len();
            match rows.into_iter().last() {
                Some((last, _)) => to = last,
                None => break,
            }
        }
        Ok(count)
    }

    /// Returns the last message of `room` that was not taken back, of the last few.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn last_message(&self, room: DocId) -> Result<Option<Message>, StoreError> {
        // Nearly always the very last one; only where it was taken back are more read.
        for limit in [1, MAX_DELETED_AT_END] {
            let page = self.messages(room, None, limit)?;
            let last = page.items.into_iter().find(|message| !message.deleted);
            if last.is_some() || page.next.is_none() {
                return Ok(last);
            }
        }
        Ok(None)
    }
}
