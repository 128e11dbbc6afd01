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
#[cfg(test)]
mod tests;

use self::block::Block;
use self::cache::BlockCache;
use self::memtable::Memtable;
use super::sealed::SealedStore;
use super::{Batch, Direction, Engine, Row, Store, StoreError, Tree, keys, version};
use crate::encryption::StoreKey;
use std::cell::RefCell;
use std::collections::BTreeMap;
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
        let mut store = Self::new(SealedStore::open(engine, store_key)?, freeze_at);
        store.take_over()?;
        Ok(store)
    }

    fn new(sealed: SealedStore<E>, freeze_at: usize) -> Self {
        let (active, cache) = (Memtable::default(), RefCell::default());
        Self { sealed, active, frozen: None, file: 1, records: 0, freeze_at, cache }
    }

    /// Reads what an earlier run left, and brings it into today's form.
    fn take_over(&mut self) -> Result<(), StoreError> {
        self.read_journal()?;
        self.pack_loose_rows()?;
        if self.file == 1 && self.records == 0 {
            let mut batch = Batch::new();
            version::mark_rebuilt(&mut batch);
            self.commit(batch)?;
            self.sync()?;
        }
        Ok(())
    }

    /// Reads what is not in blocks. A record that cannot be read is the end of the last file, broken off by a power cut; where
    /// a readable one follows it, it is damage.
    fn read_journal(&mut self) -> Result<(), StoreError> {
        let files = self.sealed.engine().journal()?;
        let last = files.last().map_or(1, |file| file.number);
        let mut is_cut = false;
        for file in files {
            let opened: Vec<_> =
                file.records.iter().enumerate().map(|(at, raw)| self.sealed.open_record(file.number, at, raw)).collect();
            let whole = opened.iter().take_while(|record| record.is_ok()).count();
            let is_broken_off = file.number == last && opened.iter().skip(whole).all(Result::is_err);
            for record in opened.into_iter().take(if is_broken_off { whole } else { usize::MAX }) {
                self.active.apply(journal::read(&record?).ok_or_else(|| damaged("journal"))?);
            }
            (self.file, self.records) = (file.number, whole);
            is_cut = whole < file.records.len();
        }
        if is_cut { self.sealed.engine_mut().cut_journal(self.records) } else { Ok(()) }
    }

    /// Moves the rows of format 1, which stood by themselves; goes on where a cut left off.
    fn pack_loose_rows(&mut self) -> Result<(), StoreError> {
        let mut loose = Vec::new();
        for key in self.sealed.loose_meta()? {
            let value = self.sealed.get(Tree::Meta, &key)?.ok_or_else(|| damaged("meta"))?;
            loose.push((key, value));
        }
        self.take_in(Tree::Meta, loose)?;
        for tree in Tree::ALL {
            while !matches!(tree, Tree::Meta | Tree::Pieces | Tree::Journal | Tree::Blocks) {
                let rows = self.sealed.scan(tree, &[], Direction::Forward, MOVE_ROWS)?;
                if rows.is_empty() {
                    break;
                }
                self.take_in(tree, rows)?;
            }
        }
        Ok(())
    }

    /// Takes in rows that stand by themselves in the engine.
    fn take_in(&mut self, tree: Tree, rows: Vec<Row>) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        let (mut moved, mut gone) = (BTreeMap::new(), Batch::new());
        for (key, value) in rows {
            gone.delete(tree, key.clone());
            moved.insert((tree, key), Some(value));
        }
        self.write(moved)?;
        self.sync()?;
        self.sealed.commit(gone)
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
