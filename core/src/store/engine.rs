//! What a key-value engine must do: so little that it can be exchanged in one file.

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

    /// Writes all or nothing, in memory; keys are distinct.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`], [`StoreError::Io`]: nothing was written.
    fn commit(&mut self, writes: Vec<Write>) -> Result<(), StoreError>;

    /// Makes durable what was committed.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`], [`StoreError::Io`].
    fn sync(&mut self) -> Result<(), StoreError>;

    /// Returns a handle that syncs from another thread, or `None` where syncing takes no time.
    fn syncer(&self) -> Option<Box<dyn Syncer>>;

    /// Returns about how many bytes it takes.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    fn size_bytes(&self) -> Result<u64, StoreError>;
}

/// Makes durable from another thread.
pub trait Syncer: Send {
    /// Returns once everything committed before the call survives a power cut.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`], [`StoreError::Io`]: what was committed since the last sync may be lost.
    fn sync(&self) -> Result<(), StoreError>;
}
