//! A message of a chat room.

use super::text::{check_count, check_text};
use super::{Problem, snippet};
use crate::id::{DocId, ObjRef, PersonId};
use crate::limits::{MAX_MENTIONS, MAX_MESSAGE_BYTES, MAX_SNIPPET_BYTES};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What one person said in a room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Names the message for ever; its `entry` finds the log entry that made it.
    pub id: ObjRef,
    /// The segment that holds it.
    pub document: DocId,
    /// The room.
    pub room: DocId,
    /// Who wrote it.
    pub author: PersonId,
    /// When its author's device says it was written (the header's time).
    pub time: Timestamp,
    /// At most [`MAX_MESSAGE_BYTES`]; empty where it is deleted, or only opens a topic.
    pub text: String,
    /// Whether the text was changed afterwards.
    pub edited: bool,
    /// Whether its author took it back.
    pub deleted: bool,
    /// The message it answers.
    pub reply_to: Option<ObjRef>,
    /// The title of the topic it opens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The topic it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<ObjRef>,
    /// Whether its author says that the topic it opens is settled.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub resolved: bool,
    /// People it names, at most [`MAX_MENTIONS`].
    pub mentions: Vec<PersonId>,
    /// Whether older entries of its log are still on their way (amendments I, 6).
    #[serde(default)]
    pub provisional: bool,
}

impl Message {
    /// Checks what a person is about to say.
    ///
    /// # Errors
    /// [`Problem`] where the text is empty or too long, or too many people are named.
    pub fn check(text: &str, mentions: &[PersonId]) -> Result<(), Problem> {
        check_text(text, "text", MAX_MESSAGE_BYTES)?;
        check_count(mentions.len(), "mentions", MAX_MENTIONS)
    }

    /// Returns its beginning on one line, at most [`MAX_SNIPPET_BYTES`]; the title where it opens a topic.
    #[must_use]
    pub fn snippet(&self) -> String {
        snippet(self.title.as_deref().unwrap_or(&self.text), MAX_SNIPPET_BYTES)
    }

    /// Returns the topic in which it is shown: the one it opens, or the one it belongs to.
    #[must_use]
    pub fn shown_in(&self) -> Option<ObjRef> {
        if self.title.is_some() { Some(self.id) } else { self.topic }
    }
}
