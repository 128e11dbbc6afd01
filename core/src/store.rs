//! The one durable place: ordered keys and sealed values.
//!
//! ```text
//! replica ─► Batch ─► Store::commit (atomic, ordered, visible at once) ─► Store::sync (survives a power cut)
//!                        │ PackedStore: a batch is one record, rows are packed into blocks
//!                        │ SealedStore: values sealed under the device store key, cut in pieces of 16 KiB
//!                        └ Engine: MemoryEngine | SledEngine (bytes, knows nothing)
//! ```
//!
//! [`keys`] is the one table of key forms. A [`Batch`] remembers what it will write, so that code which fills it reads
//! its own writes through [`Batch::get`]. The driver commits many batches and then syncs once.
//! Both engines pass the one suite in `store/tests.rs`.

mod batch;
mod engine;
mod journal_files;
pub mod keys;
mod memory;
mod nonce;
mod packed;
mod pending;
mod sealed;
mod sled;
mod value_files;
pub mod version;

pub use batch::Batch;
pub use engine::{Direction, Engine, JournalFile, Row, Write};
pub use memory::MemoryEngine;
pub use packed::PackedStore;
pub use sled::SledEngine;

/// A store that ends with its process.
pub type MemoryStore = PackedStore<MemoryEngine>;
/// The store on disk.
pub type SledStore = PackedStore<SledEngine>;

use crate::id::CommunityId;

/// What a key belongs to; the number is the first byte of every key in an engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Tree {
    /// Format version, Automerge version, check value.
    Meta = 0,
    /// Entries of canonical branches by place in their log.
    Entries = 1,
    /// Entries of side branches.
    Forks = 2,
    /// Where Genesis is.
    EntryPlaces = 3,
    /// Last entry of each log.
    LogHeads = 4,
    /// Entries held until something they need comes.
    Waiting = 5,
    /// Entries of one document in the order they were applied.
    DocumentEntries = 6,
    /// Saved documents.
    Documents = 7,
    /// Rows for screens.
    Index = 8,
    /// What is this device's own: read marks, drafts, settings, invites it made.
    Own = 9,
    /// Other machines: addresses, what they have.
    Peers = 10,
    /// Secrets: device keys, epoch keys.
    Keys = 11,
    /// Communities this device belongs to.
    Communities = 12,
    /// Further pieces of values over 16 KiB; used by the store alone.
    Pieces = 13,
    /// No rows: the domain of the journal's records.
    Journal = 14,
    /// Rows of all the other trees, some kilobytes together; used by the store alone.
    Blocks = 15,
}

impl Tree {
    /// All trees in order of their numbers.
    pub const ALL: [Self; 16] = [
        Self::Meta,
        Self::Entries,
        Self::Forks,
        Self::EntryPlaces,
        Self::LogHeads,
        Self::Waiting,
        Self::DocumentEntries,
        Self::Documents,
        Self::Index,
        Self::Own,
        Self::Peers,
        Self::Keys,
        Self::Communities,
        Self::Pieces,
        Self::Journal,
        Self::Blocks,
    ];

    /// Trees whose keys begin with the community's id, so that leaving it is one range of each.
    pub const OF_COMMUNITY: [Self; 10] = [
        Self::Entries,
        Self::Forks,
        Self::EntryPlaces,
        Self::LogHeads,
        Self::Waiting,
        Self::DocumentEntries,
        Self::Documents,
        Self::Index,
        Self::Own,
        Self::Keys,
    ];
}

/// Why the store cannot do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process holds the folder.
    #[error("the data folder is in use")]
    InUse,
    /// The store was sealed under another key.
    #[error("the store key does not open this store")]
    WrongKey,
    /// Bytes on disk are not what was written; the text names the place, never the content.
    #[error("the store is damaged: {0}")]
    Corrupt(String),
    /// A newer version of the program wrote it.
    #[error("the store has format {found}, this program reads up to {known}")]
    Newer {
        /// Format on disk.
        found: u32,
        /// Newest format this program knows.
        known: u32,
    },
    /// No room is left on the disk; nothing of the batch was kept.
    #[error("the disk is full")]
    DiskFull,
    /// The system refused.
    #[error("the disk does not answer")]
    Io(#[source] std::io::Error),
}

/// Ordered keys and values, changed by batches.
pub trait Store {
    /// Returns the value at `key`.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] where it cannot be opened, [`StoreError::Io`].
    fn get(&self, tree: Tree, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError>;

    /// Returns at most `limit` rows whose key is in `range` (from, included, to, excluded), in `direction`.
    ///
    /// # Errors
    /// As [`Store::get`].
    fn range(&self, tree: Tree, range: (&[u8], &[u8]), direction: Direction, limit: usize) -> Result<Vec<Row>, StoreError>;

    /// Returns the keys of at most `limit` rows whose key begins with `prefix`, smallest first.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    fn keys(&self, tree: Tree, prefix: &[u8], limit: usize) -> Result<Vec<Vec<u8>>, StoreError>;

    /// Writes the whole batch or nothing; what it wrote is visible at once and durable after the next [`Store::sync`].
    ///
    /// # Errors
    /// [`StoreError::DiskFull`] and [`StoreError::Io`]: nothing was written.
    fn commit(&mut self, batch: Batch) -> Result<(), StoreError>;

    /// Returns once everything committed before survives a power cut.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`] and [`StoreError::Io`]: what was committed since the last sync may be lost.
    fn sync(&mut self) -> Result<(), StoreError>;

    /// Returns about how many bytes it takes on disk.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    fn size_bytes(&self) -> Result<u64, StoreError>;

    /// Returns at most `limit` rows whose key begins with `prefix`.
    ///
    /// # Errors
    /// As [`Store::get`].
    fn scan(&self, tree: Tree, prefix: &[u8], direction: Direction, limit: usize) -> Result<Vec<Row>, StoreError> {
        self.range(tree, (prefix, &keys::after_prefix(prefix)), direction, limit)
    }

    /// Removes everything of a community, at most [`WIPE_ROWS`] rows a commit; returns how many rows went.
    ///
    /// # Errors
    /// As [`Store::commit`]; calling it again goes on where it stopped.
    fn wipe_community(&mut self, community: &CommunityId) -> Result<usize, StoreError> {
        let mut gone = 0;
        for tree in Tree::OF_COMMUNITY {
            loop {
                let keys = self.keys(tree, community.as_bytes(), WIPE_ROWS)?;
                if keys.is_empty() {
                    break;
                }
                gone += keys.len();
                let mut batch = Batch::new();
                for key in keys {
                    batch.delete(tree, key);
                }
                self.commit(batch)?;
            }
        }
        Ok(gone)
    }
}

/// Rows removed by one commit while a community is wiped.
pub const WIPE_ROWS: usize = 1_000;

#[cfg(test)]
mod tests;
