//! Finding the row of a message, post or comment by its name.

use super::row::{COMMENT, MESSAGE, POST, key, object_bytes, subject_bytes, time_bytes};
use super::{Index, Indexed};
use crate::domain::CommentOn;
use crate::id::{DocId, ObjRef};
use crate::store::{Store, StoreError};
use crate::time::Timestamp;

/// Whoever knows where objects were made: rows are in the order of screens, and no row stands under a name.
pub trait Objects {
    /// Returns where the object was made; `None` where no such object can have a row.
    fn locate(&self, object: &ObjRef) -> Option<Located>;
}

/// What follows from the entry that made an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Located {
    /// What it is under.
    pub under: Under,
    /// When it was made, as declared.
    pub time: Timestamp,
}

/// What an object is under, and so what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Under {
    /// A message of this room.
    Room(DocId),
    /// A post of this board.
    Board(DocId),
    /// A comment on this.
    Subject(CommentOn),
}

impl<S: Store + ?Sized> Index<'_, S> {
    /// Returns the object of this name where it is of `kind` and has a row.
    pub(super) fn object<T: Indexed>(&self, kind: u8, id: &ObjRef) -> Result<Option<T>, StoreError> {
        let Some(Located { under, time }) = self.objects.locate(id) else { return Ok(None) };
        let (time, object) = (time_bytes(time), object_bytes(id));
        let home = match under {
            Under::Room(room) => key(MESSAGE, &[&room.0, &time, &object]),
            Under::Board(board) => key(POST, &[&board.0, &time, &object]),
            Under::Subject(on) => key(COMMENT, &[&subject_bytes(&on), &time, &object]),
        };
        if home.first() == Some(&kind) { self.at(&home) } else { Ok(None) }
    }
}
