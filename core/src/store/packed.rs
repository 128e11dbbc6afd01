//! The store as its users see it: many small rows, kept in few large values.
//!
//! ```text
//! commit ─► one sealed journal record (the whole batch) ─► the engine
//!      └──► active Memtable ─(full)─► frozen Memtable ─(a block at a time)─► sealed blocks of some kilobytes
//! get, range: active over frozen over blocks
//! ```
//!
//! An engine such as sled keeps several times of what is inserted in small pieces, and its cost is by the key. So a batch is one
//! insert, and rows move together into blocks (`packed/block.rs`), where their common beginnings and their words are pressed.
//! A block holds the rows of one tree from its first key up to the next block's; the first block of a tree begins at the empty
//! key. Moving rows changes nothing that is read and may be repeated: records go only once all their rows are in blocks, so a
//! cut at any point loses nothing. Rows of [`Tree::Meta`] stay as they are: they say how to read the rest.

mod block;
mod cache;
mod journal;
mod memtable;
#[cfg(test)]
mod tests;

use self::block::Block;
use self::cache::BlockCache;
use self::memtable::Memtable;
use super::sealed::SealedStore;
use super::{Batch, Direction, Engine, Row, Store, StoreError, Syncer, Tree, keys};
use crate::encryption::StoreKey;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A [`Store`] that packs rows into the sealed values of an [`Engine`].
pub struct PackedStore<E> {
    sealed: SealedStore<E>,
    active: Memtable,
    frozen: Option<Frozen>,
    /// Number of the next journal record, from 1.
    next_record: u64,
    /// Bytes of rows at which the active table is frozen.
    freeze_at: usize,
    cache: RefCell<BlockCache>,
}

/// Rows on their way into blocks.
struct Frozen {
    rows: Memtable,
    /// The last record whose rows are in it.
    last_record: u64,
    /// What is smaller than this is in blocks already.
    cursor: (Tree, Vec<u8>),
}

/// Bytes of rows in memory before they are packed, twice at most. A start reads as many; a random key costs the less the more
/// of its kind come together.
const FREEZE_BYTES: usize = 4 * 1024 * 1024;
/// Bytes of frozen rows that go into one block at a time: bounds the pause of a commit.
const STEP_BYTES: usize = 64 * 1024;
/// Records read at once when the store is opened.
const OPEN_RECORDS: usize = 64;
/// Rows of an old store that move at once.
const MOVE_ROWS: usize = 500;

impl<E: Engine> PackedStore<E> {
    /// Opens the store in `engine`, or begins a new one where the engine is empty; packs what an older program kept unpacked.
    ///
    /// # Errors
    /// As [`SealedStore::open`]; [`StoreError::Corrupt`] where a record cannot be read.
    pub fn open(engine: E, store_key: &StoreKey) -> Result<Self, StoreError> {
        Self::open_with(engine, store_key, FREEZE_BYTES)
    }

    /// As [`PackedStore::open`], packing as soon as rows take `freeze_at` bytes.
    ///
    /// # Errors
    /// As [`PackedStore::open`].
    pub fn open_with(engine: E, store_key: &StoreKey, freeze_at: usize) -> Result<Self, StoreError> {
        let mut store = Self {
            sealed: SealedStore::open(engine, store_key)?,
            active: Memtable::default(),
            frozen: None,
            next_record: 1,
            freeze_at,
            cache: RefCell::default(),
        };
        store.read_journal()?;
        store.pack_loose_rows()?;
        Ok(store)
    }

    fn read_journal(&mut self) -> Result<(), StoreError> {
        loop {
            let from = self.next_record.to_be_bytes();
            let records = self.sealed.range(Tree::Journal, (&from, &[u8::MAX; 9]), Direction::Forward, OPEN_RECORDS)?;
            for (key, record) in &records {
                let number = key.as_slice().try_into().map(u64::from_be_bytes).map_err(|_| damaged("journal"))?;
                self.next_record = number.saturating_add(1);
                self.active.apply(journal::read(record).ok_or_else(|| damaged("journal"))?);
            }
            if records.len() < OPEN_RECORDS {
                return Ok(());
            }
        }
    }

    /// Moves the rows of format 1, which stood by themselves; goes on where a cut left off.
    fn pack_loose_rows(&mut self) -> Result<(), StoreError> {
        for tree in Tree::ALL {
            if matches!(tree, Tree::Meta | Tree::Pieces | Tree::Journal | Tree::Blocks) {
                continue;
            }
            loop {
                let rows = self.sealed.scan(tree, &[], Direction::Forward, MOVE_ROWS)?;
                if rows.is_empty() {
                    break;
                }
                let (mut moved, mut beside) = (BTreeMap::new(), Batch::new());
                for (key, value) in rows {
                    beside.delete(tree, key.clone());
                    moved.insert((tree, key), Some(value));
                }
                self.write(moved, beside)?;
            }
        }
        Ok(())
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
        self.freeze();
        self.merge(usize::MAX)
    }

    /// Writes `rows` into the journal and whatever is `beside` them as it is, all or nothing.
    fn write(&mut self, rows: memtable::Writes, mut beside: Batch) -> Result<(), StoreError> {
        self.make_room(rows.iter().map(memtable::size).sum())?;
        if rows.is_empty() {
            return self.sealed.commit(beside);
        }
        beside.put(Tree::Journal, self.next_record.to_be_bytes(), journal::record(&rows));
        self.sealed.commit(beside)?;
        self.next_record += 1;
        self.active.apply(rows);
        Ok(())
    }

    /// Freezes the active table where it is full, and packs about twice of what is coming, so that the frozen one is gone
    /// before the active one is full again.
    fn make_room(&mut self, coming: usize) -> Result<(), StoreError> {
        if self.active.bytes() >= self.freeze_at {
            self.merge(usize::MAX)?;
            self.freeze();
        }
        self.merge(coming.saturating_mul(2))
    }

    fn freeze(&mut self) {
        if self.frozen.is_none() && !self.active.is_empty() {
            let rows = std::mem::take(&mut self.active);
            self.frozen = Some(Frozen { rows, last_record: self.next_record - 1, cursor: (Tree::Meta, Vec::new()) });
        }
    }

    /// Moves at least `bytes` of the frozen rows into blocks, block by block; forgets their records when all are there.
    fn merge(&mut self, bytes: usize) -> Result<(), StoreError> {
        let mut moved = 0;
        while moved < bytes {
            let Some(frozen) = &self.frozen else { return Ok(()) };
            let Some((tree, key)) = frozen.rows.first_from(&frozen.cursor) else {
                return self.forget_frozen();
            };
            let key = key.to_vec();
            let (first, block) = self.block_at(tree, &key)?.unwrap_or_default();
            let end = self.block_after(tree, &first)?;
            let taken = frozen.rows.run(tree, &key, end.as_deref(), STEP_BYTES);
            let batch = changed_block(tree, &first, &block, &taken);
            moved += taken.iter().map(|(key, value)| key.len() + value.map_or(0, <[u8]>::len)).sum::<usize>().max(1);
            let last = taken.last().map_or(key.clone(), |(key, _)| key.to_vec());
            self.sealed.commit(batch)?;
            self.cache.borrow_mut().remove(tree, &first);
            if let Some(frozen) = &mut self.frozen {
                frozen.cursor = (tree, after(&last));
            }
        }
        Ok(())
    }

    fn forget_frozen(&mut self) -> Result<(), StoreError> {
        let Some(frozen) = &self.frozen else { return Ok(()) };
        let last = frozen.last_record.saturating_add(1).to_be_bytes();
        let records = self.sealed.keys_between(Tree::Journal, &[], &last, usize::MAX)?;
        let mut batch = Batch::new();
        for record in records {
            batch.delete(Tree::Journal, record);
        }
        self.sealed.commit(batch)?;
        self.frozen = None;
        Ok(())
    }

    /// Returns the block that holds `key` if any does, and its first key; `None` where none begins at or before it.
    fn block_at(&self, tree: Tree, key: &[u8]) -> Result<Option<(Vec<u8>, Arc<Block>)>, StoreError> {
        self.block_in(tree, (&[], &after(key)), Direction::Backward)
    }

    fn block_in(
        &self,
        tree: Tree,
        (from, to): (&[u8], &[u8]),
        direction: Direction,
    ) -> Result<Option<(Vec<u8>, Arc<Block>)>, StoreError> {
        let range = (block_key(tree, from), block_key(tree, to));
        let Some((place, raw)) = self.sealed.raw_range(Tree::Blocks, (&range.0, &range.1), direction)? else {
            return Ok(None);
        };
        let first = place.get(2..).unwrap_or_default().to_vec();
        if let Some(block) = self.cache.borrow_mut().get(tree, &first) {
            return Ok(Some((first, block)));
        }
        let block = Block::read(&self.sealed.open_value(&place, &raw)?).ok_or_else(|| damaged("block"))?;
        let block = Arc::new(block);
        self.cache.borrow_mut().insert(tree, first.clone(), Arc::clone(&block));
        Ok(Some((first, block)))
    }

    /// Returns the first key of the block after the one that begins at `first`.
    fn block_after(&self, tree: Tree, first: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let (from, to) = (block_key(tree, &after(first)), [tree as u8 + 1]);
        let keys = self.sealed.keys_between(Tree::Blocks, &from, &to, 1)?;
        Ok(keys.into_iter().next().map(|key| key.get(1..).unwrap_or_default().to_vec()))
    }

    /// Returns rows of blocks with `from` ≤ key < `to` of one block: the next in `direction`, and where to go on.
    fn packed_rows(&self, tree: Tree, (from, to): (&[u8], &[u8]), direction: Direction) -> Result<Option<Packed>, StoreError> {
        if from >= to {
            return Ok(None);
        }
        let found = match direction {
            Direction::Backward => self.block_in(tree, (&[], to), Direction::Backward)?,
            Direction::Forward => match self.block_at(tree, from)? {
                Some((first, block)) if block.range(from, to).is_empty() => {
                    self.block_in(tree, (&after(&first), to), Direction::Forward)?
                }
                Some(found) => Some(found),
                None => self.block_in(tree, (from, to), Direction::Forward)?,
            },
        };
        Ok(found.map(|(first, block)| Packed { first, rows: block.range(from, to), block }))
    }
}

/// A run of rows in a block.
struct Packed {
    first: Vec<u8>,
    block: Arc<Block>,
    rows: std::ops::Range<usize>,
}

impl<E: Engine> Store for PackedStore<E> {
    fn get(&self, tree: Tree, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        if tree == Tree::Meta {
            return self.sealed.get(tree, key);
        }
        let in_memory = self.active.get(tree, key).or_else(|| self.frozen.as_ref().and_then(|frozen| frozen.rows.get(tree, key)));
        if let Some(value) = in_memory {
            return Ok(value.map(<[u8]>::to_vec));
        }
        Ok(self.block_at(tree, key)?.and_then(|(_, block)| block.get(key).map(<[u8]>::to_vec)))
    }

    fn range(&self, tree: Tree, range: (&[u8], &[u8]), direction: Direction, limit: usize) -> Result<Vec<Row>, StoreError> {
        if tree == Tree::Meta {
            return self.sealed.range(tree, range, direction, limit);
        }
        let mut rows = Vec::new();
        self.walk(tree, range, direction, &mut |key, value| {
            rows.push((key.to_vec(), value.to_vec()));
            rows.len() < limit
        })?;
        rows.truncate(limit);
        Ok(rows)
    }

    fn keys(&self, tree: Tree, prefix: &[u8], limit: usize) -> Result<Vec<Vec<u8>>, StoreError> {
        if tree == Tree::Meta {
            return self.sealed.keys(tree, prefix, limit);
        }
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
        let (mut rows, mut beside) = (BTreeMap::new(), Batch::new());
        for ((tree, key), value) in batch.into_writes() {
            match (tree, value) {
                (Tree::Meta, Some(value)) => beside.put(tree, key, value),
                (Tree::Meta, None) => beside.delete(tree, key),
                (_, value) => {
                    rows.insert((tree, key), value);
                }
            }
        }
        self.write(rows, beside)
    }

    fn sync(&mut self) -> Result<(), StoreError> {
        self.sealed.sync()
    }

    fn syncer(&self) -> Option<Box<dyn Syncer>> {
        self.sealed.syncer()
    }

    fn size_bytes(&self) -> Result<u64, StoreError> {
        self.sealed.size_bytes()
    }
}

impl<E: Engine> PackedStore<E> {
    /// Hands every row of `range` to `each`, in `direction`, until it returns false.
    fn walk(
        &self,
        tree: Tree,
        (from, to): (&[u8], &[u8]),
        direction: Direction,
        each: &mut dyn FnMut(&[u8], &[u8]) -> bool,
    ) -> Result<(), StoreError> {
        if from >= to {
            return Ok(());
        }
        let no_rows = Memtable::default();
        let frozen = self.frozen.as_ref().map_or(&no_rows, |frozen| &frozen.rows);
        let mut memory = memtable::over(&self.active, frozen, tree, (from, to), direction).peekable();
        let (mut from, mut to) = (from.to_vec(), to.to_vec());
        loop {
            let packed = self.packed_rows(tree, (&from, &to), direction)?;
            if let Some(packed) = &packed {
                let mut rows = packed.rows.clone();
                while let Some(at) = if direction == Direction::Forward { rows.next() } else { rows.next_back() } {
                    let (key, value) = packed.block.row(at);
                    while let Some((own, change)) = memory.next_if(|(own, _)| comes_first(own, key, direction)) {
                        if change.is_some_and(|value| !each(own, value)) {
                            return Ok(());
                        }
                    }
                    let goes_on = match memory.next_if(|(own, _)| *own == key) {
                        Some((_, change)) => change.is_none_or(|value| each(key, value)),
                        None => each(key, value),
                    };
                    if !goes_on {
                        return Ok(());
                    }
                }
            }
            match packed {
                // What is left of the range is beyond this block.
                Some(packed) if direction == Direction::Backward => to = packed.first,
                Some(packed) => match self.block_after(tree, &packed.first)? {
                    Some(next) => from = next.max(from),
                    None => break,
                },
                None => break,
            }
        }
        for (key, change) in memory {
            if change.is_some_and(|value| !each(key, value)) {
                return Ok(());
            }
        }
        Ok(())
    }
}

fn comes_first(a: &[u8], b: &[u8], direction: Direction) -> bool {
    match direction {
        Direction::Forward => a < b,
        Direction::Backward => a > b,
    }
}

/// Returns the writes that put `taken` into the block that begins at `first`.
fn changed_block(tree: Tree, first: &[u8], block: &Block, taken: &[(&[u8], Option<&[u8]>)]) -> Batch {
    let blocks = block.merged(taken);
    let mut batch = Batch::new();
    if blocks.is_empty() {
        batch.delete(Tree::Blocks, block_key(tree, first));
    }
    for (number, changed) in blocks.into_iter().enumerate() {
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
