//! Entries that cannot be placed yet, because the one before them is missing: kept aside, bounded, never passed on.
//!
//! What falls out is not lost: digests bring it again.

use crate::entry::Entry;
use crate::id::EntryHash;
use crate::limits::{MAX_HELD_BYTES, MAX_HELD_BYTES_PER_PEER, MAX_HELD_PER_PEER};
use std::collections::{BTreeMap, VecDeque};

/// A number by which the node tells its peers apart; 0 is this device itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Source(pub u64);

/// The queue of held entries.
#[derive(Debug, Default)]
pub(super) struct Held {
    by_missing: BTreeMap<EntryHash, Vec<u64>>,
    entries: BTreeMap<u64, (Source, EntryHash, Entry)>,
    by_source: BTreeMap<Source, (VecDeque<u64>, usize)>,
    bytes: usize,
    next: u64,
}

impl Held {
    /// Holds `entry` until the entry `missing` is there. Whoever sends too much pushes out its own oldest.
    pub(super) fn hold(&mut self, missing: EntryHash, source: Source, entry: Entry) {
        let size = size_of_entry(&entry);
        if self.bytes + size > MAX_HELD_BYTES {
            return;
        }
        loop {
            let (queue, bytes) = self.by_source.entry(source).or_default();
            if queue.len() < MAX_HELD_PER_PEER && *bytes + size <= MAX_HELD_BYTES_PER_PEER {
                break;
            }
            let Some(oldest) = queue.front().copied() else { return };
            drop(self.take(oldest));
        }
        let number = self.next;
        self.next += 1;
        let (queue, bytes) = self.by_source.entry(source).or_default();
        queue.push_back(number);
        *bytes += size;
        self.bytes += size;
        self.by_missing.entry(missing).or_default().push(number);
        self.entries.insert(number, (source, missing, entry));
    }

    /// Returns the entries that waited for `arrived`.
    pub(super) fn release(&mut self, arrived: &EntryHash) -> Vec<(Source, Entry)> {
        let numbers = self.by_missing.get(arrived).cloned().unwrap_or_default();
        numbers.into_iter().filter_map(|number| self.take(number)).collect()
    }

    fn take(&mut self, number: u64) -> Option<(Source, Entry)> {
        let (source, missing, entry) = self.entries.remove(&number)?;
        let size = size_of_entry(&entry);
        self.bytes = self.bytes.saturating_sub(size);
        if let Some((queue, bytes)) = self.by_source.get_mut(&source) {
            queue.retain(|held| *held != number);
            *bytes = bytes.saturating_sub(size);
        }
        if let Some(numbers) = self.by_missing.get_mut(&missing) {
            numbers.retain(|held| *held != number);
            if numbers.is_empty() {
                self.by_missing.remove(&missing);
            }
        }
        Some((source, entry))
    }
}

fn size_of_entry(entry: &Entry) -> usize {
    entry.payload().map_or(0, <[u8]>::len) + crate::limits::MAX_HEADER_BYTES
}
