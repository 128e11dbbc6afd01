//! Reads rows: what is in memory over what is in blocks.

use super::block::Block;
use super::memtable::{self, Memtable};
use super::{PackedStore, after, block_key, damaged};
use crate::store::{Direction, Engine, Store as _, StoreError, Tree};
use std::ops::Range;
use std::sync::Arc;

/// A block's first key and what it holds.
type Found = (Vec<u8>, Arc<Block>);

/// A run of rows in a block.
struct Packed {
    first: Vec<u8>,
    block: Arc<Block>,
    rows: Range<usize>,
}

impl<E: Engine> PackedStore<E> {
    /// Returns the block that holds `key` if any does, and its first key; `None` where none begins at or before it.
    pub(super) fn block_at(&self, tree: Tree, key: &[u8]) -> Result<Option<Found>, StoreError> {
        self.block_in(tree, (&[], &after(key)), Direction::Backward)
    }

    fn block_in(&self, tree: Tree, (from, to): (&[u8], &[u8]), direction: Direction) -> Result<Option<Found>, StoreError> {
        let range = (block_key(tree, from), block_key(tree, to));
        let Some(key) = self.sealed.first_key(Tree::Blocks, (&range.0, &range.1), direction)? else {
            return Ok(None);
        };
        let first = key.get(1..).unwrap_or_default().to_vec();
        if let Some(block) = self.cache.borrow_mut().get(tree, &first) {
            return Ok(Some((first, block)));
        }
        let value = self.sealed.get(Tree::Blocks, &key)?.ok_or_else(|| damaged("block"))?;
        let block = Block::read(&value).ok_or_else(|| damaged("block"))?;
        let block = Arc::new(block);
        self.cache.borrow_mut().insert(tree, first.clone(), Arc::clone(&block));
        Ok(Some((first, block)))
    }

    /// Returns the first key of the block after the one that begins at `first`.
    pub(super) fn block_after(&self, tree: Tree, first: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let (from, to) = (block_key(tree, &after(first)), [tree as u8 + 1]);
        let key = self.sealed.first_key(Tree::Blocks, (&from, &to), Direction::Forward)?;
        Ok(key.map(|key| key.get(1..).unwrap_or_default().to_vec()))
    }

    /// Returns rows of blocks with `from` ≤ key < `to` of one block: the next in `direction` after the block that begins at
    /// `passed`.
    fn packed_rows(
        &self,
        tree: Tree,
        (from, to): (&[u8], &[u8]),
        direction: Direction,
        passed: Option<&[u8]>,
    ) -> Result<Option<Packed>, StoreError> {
        if from >= to {
            return Ok(None);
        }
        let found = match (direction, passed) {
            (Direction::Backward, _) => self.block_in(tree, (&[], to), Direction::Backward)?,
            (Direction::Forward, Some(first)) => self.block_in(tree, (&after(first), to), Direction::Forward)?,
            (Direction::Forward, None) => match self.block_at(tree, from)? {
                Some((first, block)) if block.range(from, to).is_empty() => {
                    self.block_in(tree, (&after(&first), to), Direction::Forward)?
                }
                Some(found) => Some(found),
                None => self.block_in(tree, (from, to), Direction::Forward)?,
            },
        };
        Ok(found.map(|(first, block)| Packed { first, rows: block.range(from, to), block }))
    }

    /// Hands every row of `range` to `each`, in `direction`, until it returns false.
    pub(super) fn walk(
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
        let (mut to, mut passed) = (to.to_vec(), None);
        loop {
            let packed = self.packed_rows(tree, (from, &to), direction, passed.as_deref())?;
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
                Some(packed) => passed = Some(packed.first),
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
