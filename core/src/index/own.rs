//! What is this device's own: read marks and drafts. Local until lane 4 carries them between a person's devices.

use super::Index;
use crate::domain::Problem;
use crate::id::{DocId, ObjRef};
use crate::limits::MAX_POST_BYTES;
use crate::store::{Batch, Store, StoreError, Tree, keys};
use crate::time::Timestamp;

/// Longest draft, in bytes: a post with its title.
const MAX_DRAFT_BYTES: usize = 2 * MAX_POST_BYTES;

/// Returns under which name marks and drafts of an object are kept: a post's, or a topic's.
#[must_use]
pub fn place_of(object: &ObjRef) -> DocId {
    let hash = blake3::hash(object.to_string().as_bytes());
    hash.as_bytes().first_chunk().map_or(DocId::ZERO, |half| DocId(*half))
}

impl<S: Store + ?Sized> Index<'_, S> {
    /// Returns up to when this person has read `place`, a room or board; 0 where never.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn read_mark(&self, place: DocId) -> Result<Timestamp, StoreError> {
        let mark = self.store.get(Tree::Own, &self.mark_key(place))?;
        let time = mark.and_then(|bytes| <[u8; 8]>::try_from(bytes).ok()).map_or(0, u64::from_be_bytes);
        Ok(Timestamp(time))
    }

    /// Will note that `place` has been read up to `time`. A mark never goes back.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn mark_read(&self, place: DocId, time: Timestamp, batch: &mut Batch) -> Result<(), StoreError> {
        if time > self.read_mark(place)? {
            batch.put(Tree::Own, self.mark_key(place), time.0.to_be_bytes());
        }
        Ok(())
    }

    /// Returns what was begun in `place`; empty where nothing.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn draft(&self, place: DocId) -> Result<String, StoreError> {
        let draft = self.store.get(Tree::Own, &self.draft_key(place))?.unwrap_or_default();
        Ok(String::from_utf8(draft).unwrap_or_default())
    }

    /// Will keep `text` as begun in `place`; an empty text forgets it.
    ///
    /// # Errors
    /// [`Problem::TooLong`] over twice a post.
    pub fn set_draft(&self, place: DocId, text: &str, batch: &mut Batch) -> Result<(), Problem> {
        if text.len() > MAX_DRAFT_BYTES {
            return Err(Problem::TooLong { what: "draft", max: MAX_DRAFT_BYTES });
        }
        if text.is_empty() {
            batch.delete(Tree::Own, self.draft_key(place));
        } else {
            batch.put(Tree::Own, self.draft_key(place), text);
        }
        Ok(())
    }

    fn mark_key(&self, place: DocId) -> Vec<u8> {
        keys::named(&self.community, "read", &place.0)
    }

    fn draft_key(&self, place: DocId) -> Vec<u8> {
        keys::named(&self.community, "draft", &place.0)
    }
}
