//! An engine in memory, which can be made to fail.

use super::{Direction, Engine, JournalFile, Row, StoreError, Write};
use std::collections::BTreeMap;

/// Keeps rows in memory. For tests it remembers what was not yet synced, and fails when told to.
#[derive(Clone, Debug, Default)]
pub struct MemoryEngine {
    rows: BTreeMap<Vec<u8>, Vec<u8>>,
    /// What stood there before each write since the last sync, oldest first.
    unsynced: Vec<Write>,
    /// Files of the journal before the last.
    turned: Vec<JournalFile>,
    last: JournalFile,
    /// Records of the last file that were synced.
    synced_records: usize,
    bytes: u64,
    commits_left: Option<u64>,
    bytes_at_most: Option<u64>,
}

impl MemoryEngine {
    /// Returns an empty engine.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets `commits` more commits or syncs succeed; then each fails with [`StoreError::Io`]. `None` mends it.
    pub fn fail_after(&mut self, commits: Option<u64>) {
        self.commits_left = commits;
    }

    /// Makes the disk full at `bytes`; `None` makes it endless.
    pub fn fill_up_at(&mut self, bytes: Option<u64>) {
        self.bytes_at_most = bytes;
    }

    /// Loses what was not synced, as a power cut does.
    #[must_use]
    pub fn crash(mut self) -> Self {
        self.last.records.truncate(self.synced_records);
        while let Some((key, before)) = self.unsynced.pop() {
            self.set(key, before);
        }
        self
    }

    fn set(&mut self, key: Vec<u8>, value: Option<Vec<u8>>) -> Option<Vec<u8>> {
        let len = key.len();
        let size = |value: &Option<Vec<u8>>| value.as_ref().map_or(0, |value| (len + value.len()) as u64);
        let added = size(&value);
        let before = match value {
            Some(value) => self.rows.insert(key, value),
            None => self.rows.remove(&key),
        };
        self.bytes = self.bytes + added - size(&before);
        before
    }

    fn step(&mut self) -> Result<(), StoreError> {
        match &mut self.commits_left {
            Some(0) => Err(StoreError::Io(std::io::Error::other("made to fail"))),
            Some(left) => {
                *left -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }
}

impl Engine for MemoryEngine {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.rows.get(key).cloned())
    }

    fn range(&self, from: &[u8], to: &[u8], direction: Direction, limit: usize) -> Result<Vec<Row>, StoreError> {
        if from >= to {
            return Ok(Vec::new());
        }
        let rows = self.rows.range(from.to_vec()..to.to_vec()).map(|(key, value)| (key.clone(), value.clone()));
        Ok(match direction {
            Direction::Forward => rows.take(limit).collect(),
            Direction::Backward => rows.rev().take(limit).collect(),
        })
    }

    fn keys(&self, from: &[u8], to: &[u8], direction: Direction, limit: usize) -> Result<Vec<Vec<u8>>, StoreError> {
        Ok(self.range(from, to, direction, limit)?.into_iter().map(|(key, _)| key).collect())
    }

    fn commit(&mut self, writes: Vec<Write>) -> Result<(), StoreError> {
        self.step()?;
        let added: u64 = writes.iter().map(|(key, value)| value.as_ref().map_or(0, |v| (key.len() + v.len()) as u64)).sum();
        if self.bytes_at_most.is_some_and(|most| self.bytes + added > most) {
            return Err(StoreError::DiskFull);
        }
        for (key, value) in writes {
            let before = self.set(key.clone(), value);
            self.unsynced.push((key, before));
        }
        Ok(())
    }

    fn sync(&mut self) -> Result<(), StoreError> {
        self.step()?;
        self.unsynced.clear();
        Ok(())
    }

    fn size_bytes(&self) -> Result<u64, StoreError> {
        Ok(self.bytes)
    }

    fn journal(&self) -> Result<Vec<JournalFile>, StoreError> {
        let last = JournalFile { number: self.last.number.max(1), records: self.last.records.clone() };
        Ok(self.turned.iter().cloned().chain([last]).collect())
    }

    fn append(&mut self, record: &[u8]) -> Result<(), StoreError> {
        self.step()?;
        if self.bytes_at_most.is_some_and(|most| self.bytes + record.len() as u64 > most) {
            return Err(StoreError::DiskFull);
        }
        self.bytes += record.len() as u64;
        self.last.records.push(record.to_vec());
        Ok(())
    }

    fn sync_journal(&mut self) -> Result<(), StoreError> {
        self.step()?;
        self.synced_records = self.last.records.len();
        Ok(())
    }

    fn cut_journal(&mut self, records: usize) -> Result<(), StoreError> {
        self.last.records.truncate(records);
        self.synced_records = self.synced_records.min(records);
        Ok(())
    }

    fn turn_journal(&mut self) -> Result<(), StoreError> {
        self.step()?;
        let number = self.last.number.max(1);
        let turned = std::mem::replace(&mut self.last, JournalFile { number: number + 1, records: Vec::new() });
        self.turned.push(JournalFile { number, ..turned });
        self.synced_records = 0;
        Ok(())
    }

    fn forget_journal(&mut self) -> Result<(), StoreError> {
        self.sync()?;
        for file in self.turned.drain(..) {
            self.bytes -= file.records.iter().map(|record| record.len() as u64).sum::<u64>();
        }
        Ok(())
    }
}
