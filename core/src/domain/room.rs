//! A chat room.

use super::text::{check_length, check_text};
use super::{Problem, SegmentWidth};
use crate::id::{DocId, Lane, ObjRef, PersonId};
use crate::limits::{MAX_NAME_BYTES, MAX_PURPOSE_BYTES};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// One stream of messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// Its document.
    pub id: DocId,
    /// At most [`MAX_NAME_BYTES`].
    pub name: String,
    /// At most [`MAX_PURPOSE_BYTES`]; may be empty.
    pub purpose: String,
    /// Place in the list: smaller first, then by name.
    pub order: i64,
    /// Span of its segments.
    pub width: SegmentWidth,
    /// Who may read: the lane of its creation.
    pub lane: Lane,
    /// Messages kept on top.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pinned: Vec<ObjRef>,
    /// Messages that moderators have closed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<ObjRef>,
    /// The same, with who did.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed_by: Vec<(ObjRef, PersonId)>,
    /// Who opened it.
    pub author: PersonId,
    /// When, by the author's device.
    pub time: Timestamp,
}

impl Room {
    /// Checks the words of a room or board.
    ///
    /// # Errors
    /// [`Problem`] where the name is empty, or something is over its bound.
    pub fn check(name: &str, purpose: &str) -> Result<(), Problem> {
        check_text(name, "name", MAX_NAME_BYTES)?;
        check_length(purpose, "purpose", MAX_PURPOSE_BYTES)
    }
}
