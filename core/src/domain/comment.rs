//! A comment under a post or event.

use super::{Problem, check_text};
use crate::id::{DocId, ObjRef, PersonId};
use crate::limits::MAX_COMMENT_BYTES;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What a thread hangs under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommentOn {
    /// A post.
    Post(ObjRef),
    /// A calendar event.
    Event(DocId),
}

/// One remark in a thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// Names the comment for ever.
    pub id: ObjRef,
    /// The thread that holds it.
    pub document: DocId,
    /// What it is about.
    pub on: CommentOn,
    /// Who wrote it.
    pub author: PersonId,
    /// When, by the author's device.
    pub time: Timestamp,
    /// At most [`MAX_COMMENT_BYTES`]; empty where it is deleted.
    pub text: String,
    /// The comment it answers.
    pub reply_to: Option<ObjRef>,
    /// Whether the text was changed afterwards.
    pub edited: bool,
    /// Whether its author took it back.
    pub deleted: bool,
    /// Whether older entries of its log are still on their way.
    #[serde(default)]
    pub provisional: bool,
}

impl Comment {
    /// Checks what a person is about to remark.
    ///
    /// # Errors
    /// [`Problem`] where it is empty or too long.
    pub fn check(text: &str) -> Result<(), Problem> {
        check_text(text, "text", MAX_COMMENT_BYTES)
    }
}
