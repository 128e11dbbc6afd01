//! Topics of a room.

use super::chat::UNREAD_CAP;
use super::cursor::{capped, newest_first};
use super::own::place_of;
use super::row::{IN_TOPIC, MESSAGE, TOPIC, key, object_bytes, time_bytes};
use super::{Cursor, Index, Page};
use crate::domain::{Message, Room, Topic};
use crate::id::{ObjRef, PersonId};
use crate::limits::MAX_TOPICS;
use crate::store::{Direction, Store, StoreError, Tree, keys};
use crate::time::Timestamp;
use std::cmp::Reverse;

/// A topic as the list of topics shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicRow {
    /// The topic.
    pub topic: Topic,
    /// Messages in it, at most [`MAX_REPLIES`].
    pub replies: usize,
    /// Messages of others in it that were read neither here nor in the room, at most [`UNREAD_CAP`].
    pub unread: usize,
    /// The last message; the one that opened it where there is no other.
    pub last: Option<Message>,
}

/// Messages of one topic are counted so far.
pub const MAX_REPLIES: usize = 100;

impl<S: Store + ?Sized> Index<'_, S> {
    /// Returns the topic that this message opens; `None` where it opens none.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn topic(&self, id: &ObjRef) -> Result<Option<Topic>, StoreError> {
        let Some(message) = self.message(id)? else { return Ok(None) };
        Ok(self.room(message.room)?.and_then(|room| Topic::of(&message, &room)))
    }

    /// Returns the topics of `room`, open ones first, those with the latest message first; the newest [`MAX_TOPICS`].
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn topics(&self, room: &Room) -> Result<Vec<Topic>, StoreError> {
        let prefix = self.key(&key(TOPIC, &[&room.id.0]));
        let rows = self.store.scan(Tree::Index, &prefix, Direction::Backward, MAX_TOPICS)?;
        let mut topics = Vec::new();
        for (_, home) in rows {
            let message: Option<Message> = self.at(&home)?;
            if let Some(topic) = message.and_then(|message| Topic::of(&message, room)) {
                let last = self.last_time(&topic)?;
                topics.push(((topic.resolved_by.is_some(), Reverse(last), topic.id), topic));
            }
        }
        topics.sort_by_key(|(order, _)| *order);
        Ok(topics.into_iter().map(|(_, topic)| topic).collect())
    }

    /// Returns a topic as `me` sees it in the list.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn topic_row(&self, topic: Topic, me: PersonId) -> Result<TopicRow, StoreError> {
        let prefix = self.key(&key(IN_TOPIC, &[&object_bytes(&topic.id)]));
        let end = keys::after_prefix(&prefix);
        // The message that opened it is there too, unless it is older than the counted ones.
        let shown = self.store.range(Tree::Index, (&prefix, &end), Direction::Backward, MAX_REPLIES + 1)?;
        let seen = self.read_mark(topic.room)?.max(self.read_mark(place_of(&topic.id))?);
        let from = [prefix.as_slice(), &time_bytes(seen.plus_ms(1))].concat();
        let new = self.store.range(Tree::Index, (&from, &end), Direction::Backward, UNREAD_CAP)?;
        let homes: Vec<Vec<u8>> = new.into_iter().map(|(_, home)| home).collect();
        let unread = self.at_homes(&homes)?.iter().filter(|message| message.author != me).count();
        let last = self.topic_messages(&topic.id, None, 1)?.items.pop();
        Ok(TopicRow { topic, replies: shown.len().saturating_sub(1), unread, last })
    }

    /// Returns messages of a topic, the one that opened it too, newest first, before `before`, at most `limit`.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn topic_messages(&self, topic: &ObjRef, before: Option<&Cursor>, limit: usize) -> Result<Page<Message>, StoreError> {
        let limit = capped(limit);
        let homes = self.before(&key(IN_TOPIC, &[&object_bytes(topic)]), before, limit, |_, home| Ok(home.to_vec()))?;
        Ok(Page::of(self.at_homes(&homes)?, limit, cursor))
    }

    /// Returns the messages of a topic next after `after`, newest first, at most `limit`; `next` leads on to newer ones.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn topic_messages_after(&self, topic: &ObjRef, after: &Cursor, limit: usize) -> Result<Page<Message>, StoreError> {
        let limit = capped(limit);
        let homes = self.after(&key(IN_TOPIC, &[&object_bytes(topic)]), after, limit, |_, home| Ok(home.to_vec()))?;
        Ok(newest_first(Page::of(self.at_homes(&homes)?, limit, cursor)))
    }

    fn at_homes(&self, homes: &[Vec<u8>]) -> Result<Vec<Message>, StoreError> {
        let messages: Result<Vec<Option<Message>>, _> =
            homes.iter().filter(|home| home.first() == Some(&MESSAGE)).map(|home| self.at(home)).collect();
        Ok(messages?.into_iter().flatten().collect())
    }

    /// Returns when the last message of a topic was written.
    fn last_time(&self, topic: &Topic) -> Result<Timestamp, StoreError> {
        let prefix = self.key(&key(IN_TOPIC, &[&object_bytes(&topic.id)]));
        let rows = self.store.range(Tree::Index, (&prefix, &keys::after_prefix(&prefix)), Direction::Backward, 1)?;
        let time = rows.first().and_then(|(key, _)| key.get(prefix.len()..)?.first_chunk::<8>().copied());
        Ok(time.map_or(topic.time, |bytes| Timestamp(u64::from_be_bytes(bytes))))
    }
}

fn cursor(message: &Message) -> Cursor {
    Cursor { time: message.time, id: message.id }
}
