//! A post on a board.

use super::text::{check_count, check_length, check_text};
use super::{Problem, snippet};
use crate::id::{DocId, ObjRef, PersonId};
use crate::limits::{MAX_POST_BYTES, MAX_SNIPPET_BYTES, MAX_TAG_BYTES, MAX_TAGS, MAX_TITLE_BYTES};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What a post is for; the word travels in the document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostKind {
    /// Talk about something.
    #[default]
    Discussion,
    /// Everybody should know; moderators write them.
    Announcement,
    /// Somebody should answer.
    Question,
    /// Something happened.
    News,
}

impl PostKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Discussion, Self::Announcement, Self::Question, Self::News];

    /// Returns the word that travels.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Discussion => "discussion",
            Self::Announcement => "announcement",
            Self::Question => "question",
            Self::News => "news",
        }
    }

    /// Returns the kind that this word means.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// One text on a board, around which a thread may grow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// Names the post for ever.
    pub id: ObjRef,
    /// The posts document that holds it.
    pub document: DocId,
    /// The board.
    pub board: DocId,
    /// Who wrote it.
    pub author: PersonId,
    /// When, by the author's device.
    pub time: Timestamp,
    /// What it is for.
    pub kind: PostKind,
    /// One line, at most [`MAX_TITLE_BYTES`].
    pub title: String,
    /// At most [`MAX_POST_BYTES`]; may be empty.
    pub body: String,
    /// At most [`MAX_TAGS`] of [`MAX_TAG_BYTES`].
    pub tags: Vec<String>,
    /// Whether it was changed afterwards.
    pub edited: bool,
    /// Whether its author took it back.
    pub deleted: bool,
    /// Whether everybody is asked to say that they have read it.
    #[serde(default)]
    pub ack: bool,
    /// The comment that its author found to be the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<ObjRef>,
    /// Whether its author has closed it; moderators close through the board ([`super::Board::closed`]).
    #[serde(default)]
    pub closed: bool,
    /// Whether older entries of its log are still on their way.
    #[serde(default)]
    pub provisional: bool,
}

impl Post {
    /// Checks what a person is about to post.
    ///
    /// # Errors
    /// [`Problem`] where the title is empty, or something is over its bound.
    pub fn check(title: &str, body: &str, tags: &[String]) -> Result<(), Problem> {
        check_text(title, "title", MAX_TITLE_BYTES)?;
        check_length(body, "body", MAX_POST_BYTES)?;
        check_count(tags.len(), "tags", MAX_TAGS)?;
        tags.iter().try_for_each(|tag| check_text(tag, "tag", MAX_TAG_BYTES))
    }

    /// Returns the beginning of the body on one line, at most [`MAX_SNIPPET_BYTES`].
    #[must_use]
    pub fn snippet(&self) -> String {
        snippet(&self.body, MAX_SNIPPET_BYTES)
    }
}
