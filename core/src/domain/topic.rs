//! A topic: a titled conversation within a room.
//!
//! A message that carries a title opens one; messages that name it belong to it. All of them stay in the room's one stream,
//! so that nobody misses what is said in a topic (docs/decisions/0013-topics-are-messages.md).

use super::text::check_text;
use super::{Message, Problem, Room};
use crate::id::{DocId, ObjRef, PersonId};
use crate::limits::MAX_TITLE_BYTES;
use crate::time::Timestamp;

/// A conversation about one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// The message that opened it.
    pub id: ObjRef,
    /// The room.
    pub room: DocId,
    /// At most [`MAX_TITLE_BYTES`].
    pub title: String,
    /// Who opened it.
    pub author: PersonId,
    /// When, by the author's device.
    pub time: Timestamp,
    /// The message it was made from.
    pub from: Option<ObjRef>,
    /// Who says that it is settled: its author, or a moderator.
    pub resolved_by: Option<PersonId>,
}

impl Topic {
    /// Returns the topic that `message` opens in `room`; `None` where it opens none, or was taken back.
    #[must_use]
    pub fn of(message: &Message, room: &Room) -> Option<Self> {
        let title = message.title.clone().filter(|_| !message.deleted && message.room == room.id)?;
        let marked = room.closed_by.iter().find(|(id, _)| *id == message.id).map(|(_, person)| *person);
        Some(Self {
            id: message.id,
            room: room.id,
            title,
            author: message.author,
            time: message.time,
            from: message.reply_to,
            resolved_by: marked.or_else(|| message.resolved.then_some(message.author)),
        })
    }

    /// Checks the title of a topic.
    ///
    /// # Errors
    /// [`Problem`] where it is empty or too long.
    pub fn check(title: &str) -> Result<(), Problem> {
        check_text(title, "title", MAX_TITLE_BYTES)
    }
}
