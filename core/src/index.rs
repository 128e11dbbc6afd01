//! Rows for screens: the last messages of a room, feeds, threads, the agenda, members, search.
//!
//! ```text
//! replica: document changed ─► Index::put / remove / sweep ─► the same Batch as the entry ─► Store
//! screens: query            ─► Index::messages, posts, thread, agenda, … ─► rows, never documents
//! ```
//!
//! Rows can always be rebuilt from documents. A question reads as many rows as it answers, whatever the history.
//! [`Search`] is the one part in memory: it is read from the rows a little at a time, and then follows what is written.

mod agenda;
mod boards;
mod chat;
mod cursor;
mod groups;
mod objects;
mod own;
mod people;
mod row;
mod search;
mod topics;

pub use agenda::{AgendaRow, Tally};
pub use boards::{MAX_THREAD, PostRow};
pub use chat::UNREAD_CAP;
pub use cursor::{Cursor, Page};
pub use objects::{Located, Objects, Under};
pub use own::place_of;
pub use row::{Indexed, counted_in, is_event};
pub use search::{Found, Hit, Search, is_searched};
pub use topics::{MAX_REPLIES, TopicRow};

use crate::id::{CommunityId, DocId};
use crate::store::{Batch, Direction, Store, StoreError, Tree, keys};
use row::{DOCUMENT, key};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// The rows of one community.
pub struct Index<'s, S: ?Sized> {
    store: &'s S,
    community: CommunityId,
    objects: &'s dyn Objects,
    /// Homes of what was put or removed through this.
    written: RefCell<BTreeSet<Vec<u8>>>,
}

impl<'s, S: Store + ?Sized> Index<'s, S> {
    /// Returns the rows of `community` in `store`; `objects` knows where objects were made.
    #[must_use]
    pub const fn new(store: &'s S, community: CommunityId, objects: &'s dyn Objects) -> Self {
        Self { store, community, objects, written: RefCell::new(BTreeSet::new()) }
    }

    /// Returns the homes of what was put or removed through this.
    #[must_use]
    pub fn into_written(self) -> BTreeSet<Vec<u8>> {
        self.written.into_inner()
    }

    fn note_written(&self, home: &[u8]) {
        self.written.borrow_mut().insert(home.to_vec());
    }

    /// Will put `value`, in the place of an earlier one with the same id from the same document.
    ///
    /// Reads through `batch`, so that one batch may put and remove the same thing again and again.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn put<T: Indexed>(&self, value: &T, batch: &mut Batch) -> Result<(), StoreError> {
        let (home, pointers) = (value.home(), value.pointers());
        let directory = self.directory(value.document(), &home);
        self.note_written(&home);
        self.drop_pointers(&directory, batch)?;
        for pointer in &pointers {
            batch.put(Tree::Index, self.key(pointer), home.clone());
        }
        let json = serde_json::to_vec(value).expect("our nouns have string keys and write into memory");
        batch.put(Tree::Index, self.key(&home), json);
        batch.put(Tree::Index, directory, pack(&pointers));
        Ok(())
    }

    /// Will remove `value`: what has its id. Nothing happens where there is none.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn remove<T: Indexed>(&self, value: &T, batch: &mut Batch) -> Result<(), StoreError> {
        self.remove_home(value.document(), &value.home(), batch)
    }

    /// Will remove rows that came from `document` and are not among the homes to `keep`: those of the next `limit` rows after
    /// `after`. Returns after which to go on; `None` at the end. Rows are looked for on the disk alone.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn sweep(
        &self,
        document: DocId,
        keep: &BTreeSet<Vec<u8>>,
        after: Option<&[u8]>,
        limit: usize,
        batch: &mut Batch,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let prefix = self.directory(document, &[]);
        let from = after.map_or_else(|| prefix.clone(), |home| [prefix.as_slice(), home, &[0]].concat());
        let rows = self.store.range(Tree::Index, (&from, &keys::after_prefix(&prefix)), Direction::Forward, limit)?;
        let mut last = None;
        let is_full = rows.len() >= limit;
        for (directory, _) in rows {
            let home = directory.get(prefix.len()..).unwrap_or_default();
            if !keep.contains(home) {
                self.remove_home(document, home, batch)?;
            }
            last = Some(home.to_vec());
        }
        Ok(last.filter(|_| is_full))
    }

    fn remove_home(&self, document: DocId, home: &[u8], batch: &mut Batch) -> Result<(), StoreError> {
        let directory = self.directory(document, home);
        if batch.get(self.store, Tree::Index, &directory)?.is_none() {
            return Ok(());
        }
        self.note_written(home);
        self.drop_pointers(&directory, batch)?;
        batch.delete(Tree::Index, self.key(home));
        batch.delete(Tree::Index, directory);
        Ok(())
    }

    fn drop_pointers(&self, directory: &[u8], batch: &mut Batch) -> Result<(), StoreError> {
        let packed = batch.get(self.store, Tree::Index, directory)?.unwrap_or_default();
        for pointer in unpack(&packed) {
            batch.delete(Tree::Index, self.key(pointer));
        }
        Ok(())
    }

    fn directory(&self, document: DocId, home: &[u8]) -> Vec<u8> {
        self.key(&key(DOCUMENT, &[&document.0, home]))
    }

    fn key(&self, tail: &[u8]) -> Vec<u8> {
        keys::joined(&self.community, tail)
    }

    fn at<T: Indexed>(&self, home: &[u8]) -> Result<Option<T>, StoreError> {
        self.store.get(Tree::Index, &self.key(home))?.map(|json| read(home, &json)).transpose()
    }

    fn all<T: Indexed>(&self, prefix: &[u8], direction: Direction, limit: usize) -> Result<Vec<T>, StoreError> {
        let rows = self.store.scan(Tree::Index, &self.key(prefix), direction, limit)?;
        rows.iter().map(|(key, json)| read(key, json)).collect()
    }

    /// Returns the rows under `prefix` whose rest is before `before`, newest first, one more than `limit` where there is one.
    fn before<T>(
        &self,
        prefix: &[u8],
        before: Option<&Cursor>,
        limit: usize,
        read: impl Fn(&[u8], &[u8]) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let prefix = self.key(prefix);
        let end = match before {
            Some(cursor) => [prefix.as_slice(), &cursor.to_bytes()].concat(),
            None => keys::after_prefix(&prefix),
        };
        let rows = self.store.range(Tree::Index, (&prefix, &end), Direction::Backward, limit.saturating_add(1))?;
        rows.iter().map(|(key, value)| read(key, value)).collect()
    }

    /// Returns the rows under `prefix` whose rest is after `after`, oldest first, one more than `limit` where there is one.
    fn after<T>(
        &self,
        prefix: &[u8],
        after: &Cursor,
        limit: usize,
        read: impl Fn(&[u8], &[u8]) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let prefix = self.key(prefix);
        let from = [prefix.as_slice(), &after.to_bytes(), &[0]].concat();
        let rows =
            self.store.range(Tree::Index, (&from, &keys::after_prefix(&prefix)), Direction::Forward, limit.saturating_add(1))?;
        rows.iter().map(|(key, value)| read(key, value)).collect()
    }
}

fn read<T: Indexed>(key: &[u8], json: &[u8]) -> Result<T, StoreError> {
    let name = || data_encoding::HEXLOWER.encode(key);
    serde_json::from_slice(json).map_err(|error| StoreError::Corrupt(format!("row {}: {error}", name())))
}

/// Keys one after the other, each after its length in a byte: pointers have at most 49 bytes.
fn pack(pointers: &[Vec<u8>]) -> Vec<u8> {
    let mut packed = Vec::new();
    for pointer in pointers {
        packed.push(u8::try_from(pointer.len()).expect("pointers are short"));
        packed.extend(pointer);
    }
    packed
}

fn unpack(mut packed: &[u8]) -> Vec<&[u8]> {
    let mut pointers = Vec::new();
    while let Some((len, rest)) = packed.split_first() {
        let Some((pointer, rest)) = rest.split_at_checked(usize::from(*len)) else { break };
        pointers.push(pointer);
        packed = rest;
    }
    pointers
}

#[cfg(test)]
mod tests;
