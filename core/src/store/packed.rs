//! The store as its users see it: many small rows, kept in few large values.
//!
//! ```text
//! commit ─► one sealed record (the whole batch) at the end of the engine's journal
//!      └──► active Memtable ─(full)─► frozen Memtable ─(a block at a time)─► sealed blocks of some kilobytes
//! get, range: active over frozen over blocks
//! ```
//!
//! An engine such as sled keeps several times of what is inserted in small pieces, and its cost is by the key. So a batch is one
//! append, and rows move together into blocks (`packed/block.rs`), where their common beginnings and their words are pressed.
//! A block holds the rows of one tree from its first key up to the next block's; the first block of a tree begins at the empty
//! key. Moving rows changes nothing that is read and may be repeated: only rows whose record is durable move, and records go
//! only once all their rows are durable in blocks, so a cut at any point loses nothing that was synced.

mod block;
mod cache;
mod journal;
mod memtable;
mod opening;
mod press;
mod reading;
#[cfg(test)]
mod tests;

use self::block::Block;
use self::cache::BlockCache;
use self::memtable::Memtable;
use super::sealed::SealedStore;
use super::{Batch, Direction, Engine, Row, Store, StoreError, Tree, keys};
use crate::encryption::StoreKey;
use std::cell::RefCell;
use std::sync::Arc;

/// A [`Store`] that packs rows into the sealed values of an [`Engine`].
pub struct PackedStore<E> {
    sealed: SealedStore<E>,
    active: Memtable,
    frozen: Option<Frozen>,
    /// The journal's last file and how many records it has.
    file: u64,
    records: usize,
    /// Bytes of rows at which the active table is frozen.
    freeze_at: usize,
    cache: RefCell<BlockCache>,
}

/// Rows on their way into blocks.
struct Frozen {
    rows: Memtable,
    /// What is smaller than this is in blocks already.
    cursor: (Tree, Vec<u8>),
}

/// Bytes of rows in memory before they are packed, twice at most. A start reads as many; a random key costs the less the more
/// of its kind come together.
const FREEZE_BYTES: usize = 4 * 1024 * 1024;
/// Bytes of frozen rows that go into one block at a time: bounds the pause of a commit.
const STEP_BYTES: usize = 64 * 1024;

impl<E: Engine> PackedStore<E> {
    /// Opens the store in `engine`, or begins a new one where the engine is empty; packs what an older program kept unpacked.
    ///
    /// # Errors
    /// [`StoreError::Newer`] and [`StoreError::WrongKey`] before anything is changed; [`StoreError::Corrupt`] where there are
    /// rows but no format, or a record cannot be read; what the engine reports.
    pub fn open(engine: E, store_key: &StoreKey) -> Result<Self, StoreError> {
        Self::open_with(engine, store_key, FREEZE_BYTES)
    }

    /// As [`PackedStore::open`], packing as soon as rows take `freeze_at` bytes.
    ///
    /// # Errors
    /// As [`PackedStore::open`].
    pub fn open_with(engine: E, store_key: &StoreKey, freeze_at: usize) -> Result<Self, StoreError> {
        let mut store = Self::new(SealedStore::open(engine, store_key)?, freeze_at);
        store.take_over()?;
        Ok(store)
    }

    fn new(sealed: SealedStore<E>, freeze_at: usize) -> Self {
        let (active, cache) = (Memtable::default(), RefCell::default());
        Self { sealed, active, frozen: None, file: 1, records: 0, freeze_at, cache }
    }

    /// Returns the engine.
    pub fn engine(&self) -> &E {
        self.sealed.engine()
    }

    /// Returns the engine, for tests that make it fail.
    pub fn engine_mut(&mut self) -> &mut E {
        self.sealed.engine_mut()
    }

    /// Closes the store and returns the engine.
    #[must_use]
    pub fn into_engine(self) -> E {
        self.sealed.into_engine()
    }

    /// Packs all rows, so that nothing is left in the journal.
    ///
    /// # Errors
    /// As [`Store::commit`]; nothing is lost, and calling it again goes on.
    pub fn pack(&mut self) -> Result<(), StoreError> {
        self.merge(usize::MAX)?;
        self.freeze()?;
        self.merge(usize::MAX)
    }

    /// Writes `rows`, all or nothing.
    fn write(&mut self, rows: memtable::Writes) -> Result<(), StoreError> {
        self.make_room(rows.iter().map(memtable::size).sum())?;
        let record = self.sealed.seal_record(self.file, self.records, &journal::record(&rows));
        self.sealed.engine_mut().append(&record)?;
        self.records += 1;
        self.active.apply(rows);
        Ok(())
    }

    /// Freezes the active table where it is full, and packs about twice of what is coming, so that the frozen one is gone
    /// before the active one is full again.
    fn make_room(&mut self, coming: usize) -> Result<(), StoreError> {
        if self.active.bytes() >= self.freeze_at {
            self.merge(usize::MAX)?;
            self.freeze()?;
        }
        self.merge(coming.saturating_mul(2))
    }

    /// Lets the active table wait to be packed; its records are durable then.
    fn freeze(&mut self) -> Result<(), StoreError> {
        if self.frozen.is_none() && !self.active.is_empty() {
            self.sealed.engine_mut().turn_journal()?;
            (self.file, self.records) = (self.file + 1, 0);
            let rows = std::mem::take(&mut self.active);
            self.frozen = Some(Frozen { rows, cursor: (Tree::Meta, Vec::new()) });
        }
        Ok(())
    }

    /// Moves at least `bytes` of the frozen rows into blocks, block by block; forgets their records when all are there.
    fn merge(&mut self, bytes: usize) -> Result<(), StoreError> {
        let mut moved = 0;
        while moved < bytes {
            let Some(frozen) = &self.frozen else { return Ok(()) };
            let Some((tree, key)) = frozen.rows.first_from(&frozen.cursor) else {
                self.sealed.engine_mut().forget_journal()?;
                self.frozen = None;
                return Ok(());
            };
            let key = key.to_vec();
            let (first, block) = self.block_at(tree, &key)?.unwrap_or_default();
            let end = self.block_after(tree, &first)?;
            let taken = frozen.rows.run(tree, &key, end.as_deref(), STEP_BYTES);
            let changed = block.merged(&taken);
            let (batch, number_of_blocks) = (changed_blocks(tree, &first, &changed), changed.len());
            moved += taken.iter().map(|(key, value)| key.len() + value.map_or(0, <[u8]>::len)).sum::<usize>().max(1);
            let last = taken.last().map_or(key.clone(), |(key, _)| key.to_vec());
            self.sealed.commit(batch)?;
            let mut cache = self.cache.borrow_mut();
            cache.remove(tree, &first);
            // What comes at the end of a tree goes on in the block that was written last.
            if let Some(last) = changed.into_iter().last() {
                let begin = if number_of_blocks == 1 { first } else { last.first_key().to_vec() };
                cache.insert(tree, begin, Arc::new(last));
            }
            drop(cache);
            if let Some(frozen) = &mut self.frozen {
                frozen.cursor = (tree, after(&last));
            }
        }
        Ok(())
    }
}

impl<E: Engine> Store for PackedStore<E> {
    fn get(&self, tree: Tree, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let in_memory = self.active.get(tree, key).or_else(|| self.frozen.as_ref().and_then(|frozen| frozen.rows.get(tree, key)));
        if let Some(value) = in_memory {
            return Ok(value.map(<[u8]>::to_vec));
        }
        Ok(self.block_at(tree, key)?.and_then(|(_, block)| block.get(key).map(<[u8]>::to_vec)))
    }

    fn range(&self, tree: Tree, range: (&[u8], &[u8]), direction: Direction, limit: usize) -> Result<Vec<Row>, StoreError> {
        let mut rows = Vec::new();
        self.walk(tree, range, direction, &mut |key, value| {
            rows.push((key.to_vec(), value.to_vec()));
            rows.len() < limit
        })?;
        rows.truncate(limit);
        Ok(rows)
    }

    fn keys(&self, tree: Tree, prefix: &[u8], limit: usize) -> Result<Vec<Vec<u8>>, StoreError> {
        let mut found = Vec::new();
        self.walk(tree, (prefix, &keys::after_prefix(prefix)), Direction::Forward, &mut |key, _| {
            found.push(key.to_vec());
            found.len() < limit
        })?;
        found.truncate(limit);
        Ok(found)
    }

    fn commit(&mut self, batch: Batch) -> Result<(), StoreError> {
        if batch.is_empty() {
            return Ok(());
        }
        self.write(batch.into_writes())
    }

    fn sync(&mut self) -> Result<(), StoreError> {
        self.sealed.engine_mut().sync_journal()
    }

    fn size_bytes(&self) -> Result<u64, StoreError> {
        self.sealed.size_bytes()
    }
}

/// Returns the writes that put `blocks` in the place of the one that begins at `first`.
fn changed_blocks(tree: Tree, first: &[u8], blocks: &[Block]) -> Batch {
    let mut batch = Batch::new();
    if blocks.is_empty() {
        batch.delete(Tree::Blocks, block_key(tree, first));
    }
    for (number, changed) in blocks.iter().enumerate() {
        // The block keeps its place; what is split off begins with its own first row.
        let begin = if number == 0 { first } else { changed.first_key() };
        batch.put(Tree::Blocks, block_key(tree, begin), changed.to_bytes());
    }
    batch
}

fn block_key(tree: Tree, first: &[u8]) -> Vec<u8> {
    [&[tree as u8], first].concat()
}

/// Returns the smallest key that is larger.
fn after(key: &[u8]) -> Vec<u8> {
    [key, &[0]].concat()
}

fn damaged(what: &str) -> StoreError {
    StoreError::Corrupt(what.to_owned())
}
