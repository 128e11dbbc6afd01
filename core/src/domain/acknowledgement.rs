//! "I have read it."

use crate::id::{DocId, ObjRef, PersonId};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// That one person says to have read a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledgement {
    /// The post.
    pub post: ObjRef,
    /// The post's thread, which holds it.
    pub document: DocId,
    /// Who has read.
    pub person: PersonId,
    /// When they said so, by their device.
    pub time: Timestamp,
}
