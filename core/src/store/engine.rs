//! What a key-value engine must do: so little that it can be exchanged.
//!
//! Rows, and beside them a journal: what is appended there costs one write and one sync, wherever its rows belong.

use super::StoreError;

/// A key and its value.
pub type Row = (Vec<u8>, Vec<u8>);

/// Which end of a range comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Smallest key first.
    Forward,
    /// Largest key first.
    Backward,
}

/// One change of an engine: a value to put, or `None` to delete.
pub type Write = (Vec<u8>, Option<Vec<u8>>);

/// Ordered bytes; keys begin with the tree's number, values are sealed.
pub trait Engine {
    /// Returns the value at `key`.
    ///
    /// # Errors
    /// [`StoreError`] as the engine finds it.
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError>;

    /// Returns at most `limit` rows with `from` ≤ key < `to`.
    ///
    /// # Errors
    /// [`StoreError`] as the engine finds it.
    fn range(&self, from: &[u8], to: &[u8], direction: Direction, limit: usize) -> Result<Vec<Row>, StoreError>;

    /// Returns the keys of at most `limit` rows with `from` ≤ key < `to`.
    ///
    /// # Errors
    /// [`StoreError`] as the engine finds it.
    fn keys(&self, from: &[u8], to: &[u8], direction: Direction, limit: usize) -> Result<Vec<Vec<u8>>, StoreError>;

    /// Writes all or nothing, in memory; keys are distinct.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`], [`StoreError::Io`]: nothing was written.
    fn commit(&mut self, writes: Vec<Write>) -> Result<(), StoreError>;

    /// Makes durable what was committed; not what was appended.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`], [`StoreError::Io`].
    fn sync(&mut self) -> Result<(), StoreError>;

    /// Returns about how many bytes it takes, the journal included.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    fn size_bytes(&self) -> Result<u64, StoreError>;

    /// Returns the files of the journal, oldest first and at least one, without what was broken off at the end of one.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    fn journal(&self) -> Result<Vec<JournalFile>, StoreError>;

    /// Appends `record` to the last file of the journal.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`], [`StoreError::Io`]: nothing was appended.
    fn append(&mut self, record: &[u8]) -> Result<(), StoreError>;

    /// Makes durable what was appended.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`], [`StoreError::Io`].
    fn sync_journal(&mut self) -> Result<(), StoreError>;

    /// Keeps only the first `records` of the last file: what follows was broken off by a power cut.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    fn cut_journal(&mut self, records: usize) -> Result<(), StoreError>;

    /// Makes durable what was appended and begins the next file.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`], [`StoreError::Io`]: the last file is still the last.
    fn turn_journal(&mut self) -> Result<(), StoreError>;

    /// Makes durable what was committed, then removes all files of the journal but the last.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`], [`StoreError::Io`]: calling it again goes on.
    fn forget_journal(&mut self) -> Result<(), StoreError>;
}

/// A file of the journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JournalFile {
    /// Its number, from 1; the next file has the next number.
    pub number: u64,
    /// What was appended, in order.
    pub records: Vec<Vec<u8>>,
}
