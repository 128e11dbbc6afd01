//! A board of posts.

use super::{Problem, Room, SegmentWidth};
use crate::id::{DocId, Lane, ObjRef, PersonId};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A place for posts on one matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// Its document.
    pub id: DocId,
    /// At most [`MAX_NAME_BYTES`](crate::limits::MAX_NAME_BYTES).
    pub name: String,
    /// At most [`MAX_PURPOSE_BYTES`](crate::limits::MAX_PURPOSE_BYTES); may be empty.
    pub purpose: String,
    /// Place in the list: smaller first, then by name.
    pub order: i64,
    /// Span of its posts documents.
    pub width: SegmentWidth,
    /// Who may read: the lane of its creation.
    pub lane: Lane,
    /// Posts kept on top.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pinned: Vec<ObjRef>,
    /// Posts that moderators have closed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<ObjRef>,
    /// Who opened it.
    pub author: PersonId,
    /// When, by the author's device.
    pub time: Timestamp,
}

impl Board {
    /// Checks the words of a board: the same rules as a room's.
    ///
    /// # Errors
    /// [`Problem`] where the name is empty, or something is over its bound.
    pub fn check(name: &str, purpose: &str) -> Result<(), Problem> {
        Room::check(name, purpose)
    }
}
