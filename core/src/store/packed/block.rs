//! Blocks: neighbouring rows of one tree as one value.
//!
//! A block is its rows, pressed (`press.rs`); a row is
//! `key length u16 ‖ value length u32 ‖ key ‖ value`, smallest key first.

use super::press::{press, unpress};
use std::ops::Range;

/// Rows in one value, in the order of their keys.
#[derive(Debug, Default)]
pub(super) struct Block {
    bytes: Vec<u8>,
    rows: Vec<RowAt>,
}

/// Where a row is in the bytes of its block.
#[derive(Clone, Copy, Debug)]
struct RowAt {
    key: usize,
    value: usize,
    end: usize,
}

/// Bytes of rows in one block, unless a single row takes more: pressed and sealed it stays below a piece of the sealed store.
pub(super) const BLOCK_BYTES: usize = 15 * 1024;
/// Bytes before the key of a row.
const ROW_HEAD_BYTES: usize = 6;

impl Block {
    /// Reads what [`Block::to_bytes`] returned; `None` where it is something else.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let bytes = unpress(bytes)?;
        let (mut rows, mut at) = (Vec::new(), 0_usize);
        while at < bytes.len() {
            let (key_len, rest) = bytes.get(at..)?.split_first_chunk::<2>()?;
            let (value_len, _) = rest.split_first_chunk::<4>()?;
            let key = at + ROW_HEAD_BYTES;
            let value = key + usize::from(u16::from_be_bytes(*key_len));
            let end = value.checked_add(usize::try_from(u32::from_be_bytes(*value_len)).ok()?)?;
            bytes.get(key..end)?;
            rows.push(RowAt { key, value, end });
            at = end;
        }
        Some(Self { bytes, rows })
    }

    /// Returns the bytes that are stored.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        press(&self.bytes)
    }

    /// Returns the bytes it takes in memory.
    pub(super) const fn memory_bytes(&self) -> usize {
        self.bytes.len() + self.rows.len() * size_of::<RowAt>()
    }

    /// Returns the key and the value of row `at`; nothing where there is no such row.
    pub(super) fn row(&self, at: usize) -> (&[u8], &[u8]) {
        let Some(row) = self.rows.get(at) else { return (&[], &[]) };
        let bytes = |from: usize, to: usize| self.bytes.get(from..to).unwrap_or_default();
        (bytes(row.key, row.value), bytes(row.value, row.end))
    }

    /// Returns its first row's key.
    pub(super) fn first_key(&self) -> &[u8] {
        self.row(0).0
    }

    /// Returns the value at `key`.
    pub(super) fn get(&self, key: &[u8]) -> Option<&[u8]> {
        let at = self.place_of(key);
        (at < self.rows.len()).then(|| self.row(at)).and_then(|(found, value)| (found == key).then_some(value))
    }

    /// Returns the numbers of the rows with `from` ≤ key < `to`.
    pub(super) fn range(&self, from: &[u8], to: &[u8]) -> Range<usize> {
        self.place_of(from)..self.place_of(to)
    }

    /// Returns how many rows are before `key`.
    fn place_of(&self, key: &[u8]) -> usize {
        self.rows.partition_point(|row| self.bytes.get(row.key..row.value).unwrap_or_default() < key)
    }

    /// Returns the blocks that hold these rows after `changes`, which are in order: none where no row is left, several where
    /// one would be too large. Rows that come at the end fill block after block; others leave room on both sides.
    pub(super) fn merged(&self, changes: &[(&[u8], Option<&[u8]>)]) -> Vec<Self> {
        let rows = merge((0..self.rows.len()).map(|at| self.row(at)), changes);
        let total: usize = rows.iter().map(row_bytes).sum();
        let grows_at_end = changes.first().is_some_and(|(key, _)| self.place_of(key) == self.rows.len());
        let parts = total.div_ceil(BLOCK_BYTES).max(1);
        let target = if parts == 1 || grows_at_end { BLOCK_BYTES } else { total.div_ceil(parts) };
        let mut blocks: Vec<Self> = Vec::new();
        for row in &rows {
            match blocks.last_mut() {
                Some(last) if last.bytes.len() + row_bytes(row) <= target => last.push(*row),
                _ => {
                    let mut next = Self::default();
                    next.push(*row);
                    blocks.push(next);
                }
            }
        }
        blocks
    }

    fn push(&mut self, (key, value): (&[u8], &[u8])) {
        let at = self.bytes.len() + ROW_HEAD_BYTES;
        self.bytes.extend(u16::try_from(key.len()).expect("keys are far below 64 KiB").to_be_bytes());
        self.bytes.extend(u32::try_from(value.len()).expect("values are far below 4 GiB").to_be_bytes());
        self.bytes.extend(key);
        self.bytes.extend(value);
        self.rows.push(RowAt { key: at, value: at + key.len(), end: self.bytes.len() });
    }
}

fn row_bytes((key, value): &(&[u8], &[u8])) -> usize {
    ROW_HEAD_BYTES + key.len() + value.len()
}

/// Returns `rows` with `changes` made, both in order.
fn merge<'a>(
    rows: impl Iterator<Item = (&'a [u8], &'a [u8])>,
    changes: &[(&'a [u8], Option<&'a [u8]>)],
) -> Vec<(&'a [u8], &'a [u8])> {
    let mut merged = Vec::new();
    let mut changes = changes.iter().peekable();
    for (key, value) in rows {
        while let Some((new, change)) = changes.next_if(|(new, _)| *new < key) {
            merged.extend(change.map(|value| (*new, value)));
        }
        match changes.next_if(|(new, _)| *new == key) {
            Some((_, change)) => merged.extend(change.map(|value| (key, value))),
            None => merged.push((key, value)),
        }
    }
    merged.extend(changes.filter_map(|(key, change)| change.map(|value| (*key, value))));
    merged
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn changes() -> impl Strategy<Value = BTreeMap<Vec<u8>, Option<Vec<u8>>>> {
        let key = proptest::collection::vec(0_u8..3, 0..5);
        let value = proptest::option::weighted(0.7, (any::<u8>(), 0_usize..9_000).prop_map(|(byte, len)| vec![byte; len]));
        proptest::collection::btree_map(key, value, 0..12)
    }

    proptest! {
        #[test]
        fn blocks_hold_what_a_map_would(rounds in proptest::collection::vec(changes(), 1..4)) {
            let mut model = BTreeMap::new();
            let mut block = Block::default();
            for round in rounds {
                let taken: Vec<_> = round.iter().map(|(key, value)| (key.as_slice(), value.as_deref())).collect();
                let blocks = block.merged(&taken);
                for (key, value) in &round {
                    match value {
                        Some(value) => model.insert(key.clone(), value.clone()),
                        None => model.remove(key),
                    };
                }
                let mut rows = Vec::new();
                for block in &blocks {
                    let read = Block::read(&block.to_bytes()).unwrap();
                    prop_assert!(read.bytes.len() <= BLOCK_BYTES || read.rows.len() == 1);
                    rows.extend((0..read.rows.len()).map(|at| (read.row(at).0.to_vec(), read.row(at).1.to_vec())));
                }
                prop_assert_eq!(rows, model.clone().into_iter().collect::<Vec<_>>());
                // The next round meets them all in one block, as large as it may be.
                let all: Vec<_> = model.iter().map(|(key, value)| (key.as_slice(), Some(value.as_slice()))).collect();
                block = Block::default();
                for (key, value) in all {
                    block.push((key, value.unwrap()));
                }
                for (key, value) in &model {
                    prop_assert_eq!(block.get(key), Some(value.as_slice()));
                }
                prop_assert_eq!(block.get(&[9]), None);
            }
        }

        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = Block::read(&bytes);
            let _ = Block::read(&[[0].as_slice(), &bytes].concat());
        }
    }

    #[test]
    fn rows_at_the_end_fill_their_blocks() {
        let keys: Vec<[u8; 4]> = (0..1_000_u32).map(u32::to_be_bytes).collect();
        let rows: Vec<_> = keys.iter().map(|key| (key.as_slice(), Some([7; 90].as_slice()))).collect();
        let blocks = Block::default().merged(&rows);
        assert_eq!(blocks.len(), (1_000 * 100_usize).div_ceil(BLOCK_BYTES));
        let (last, full) = blocks.split_last().unwrap();
        assert!(full.iter().all(|block| block.bytes.len() > BLOCK_BYTES - 100));
        assert!(!last.rows.is_empty());
    }
}
