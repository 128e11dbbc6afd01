//! Opens the store and sees that it is whole, closes it so that the next start can see the same.
//!
//! sled takes a damaged end of its log for a write that a power cut broke off, and starts without it. Entries that were
//! acknowledged would then be gone, and the next one written here would fork our own log. So a clean end writes a mark into
//! the store as its last word, and the same beside it; a start that finds one without the other does not start.

use super::book::Book;
use super::identity::{self, Identity};
use super::{example, store_error};
use crate::folder::DataFolder;
use crate::keychain::StoreSecret;
use crate::start::StartError;
use crate::view::Settings;
use allforone_core::encryption::StoreKey;
use allforone_core::id::CommunityId;
use allforone_core::replica::Replica;
use allforone_core::store::{Batch, Direction, Engine, PackedStore, SledEngine, Store, StoreError, Tree};
use data_encoding::HEXLOWER;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// Folder of the store in the data folder.
const STORE: &str = "store";
/// Name of the mark beside the store and in it.
const CLOSED: &str = "closed";
/// Stores up to this size are read through at the start, in bytes: a second at most. What is damaged in a larger one is found
/// when it is read.
const READ_THROUGH_BYTES: u64 = 64 << 20;
/// Rows that are read at once.
const READ_ROWS: usize = 1_000;

/// What a driver holds in memory of what is on disk.
pub(super) struct Memory {
    pub(super) identity: Identity,
    pub(super) settings: Settings,
    pub(super) replicas: BTreeMap<CommunityId, Replica>,
    pub(super) examples: BTreeSet<CommunityId>,
    pub(super) book: Book,
}

impl Memory {
    /// Reads it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(super) fn read(store: &dyn Store) -> Result<Self, StoreError> {
        let mut replicas = BTreeMap::new();
        for community in Replica::communities(store)? {
            replicas.insert(community, Replica::open(community, store)?);
        }
        let examples = example::marked(replicas.keys(), store)?;
        Ok(Self {
            identity: Identity::load(store)?,
            settings: identity::load_settings(store)?,
            replicas,
            examples,
            book: Book::load(store)?,
        })
    }
}

/// Opens the store in the data folder.
///
/// # Errors
/// [`StartError`] as the contract's exit codes tell them apart.
pub(super) fn open_store(folder: &DataFolder, key: &StoreSecret) -> Result<Box<dyn Store + Send>, StartError> {
    guarded(|| {
        let path = folder.path().join(STORE);
        let engine = SledEngine::open(&path)?;
        read_through(&engine)?;
        let store = PackedStore::open(engine, &StoreKey::from_secret(*key.bytes()))?;
        take_mark(&path, &store)?;
        Ok(Box::new(store) as Box<dyn Store + Send>)
    })
}

/// Opens the store in the data folder, where the disk is full with the room that is kept for that; keeps room where there is.
///
/// # Errors
/// As [`open_store`].
pub(super) fn open_with_reserve(folder: &DataFolder, key: &StoreSecret) -> Result<Box<dyn Store + Send>, StartError> {
    let store = match open_store(folder, key) {
        Err(StartError::Io { source, .. }) if source.kind() == io::ErrorKind::StorageFull && folder.has_reserve() => {
            folder.release_reserve();
            return open_store(folder, key);
        }
        opened => opened?,
    };
    if let Err(error) = folder.keep_reserve() {
        tracing::warn!(%error, "no room is left: nothing can be written");
    }
    Ok(store)
}

/// Leaves the mark of a clean end. Where that fails, the next start sees an end as by a power cut, which harms nothing.
pub(super) fn close_store(folder: &DataFolder, store: &mut dyn Store, mark: [u8; 16]) {
    let mut batch = Batch::new();
    batch.put(Tree::Meta, CLOSED.as_bytes().to_vec(), mark.to_vec());
    let written = store.commit(batch).and_then(|()| store.sync());
    let written = written.map_err(|error| error.to_string()).and_then(|()| {
        let path = mark_path(&folder.path().join(STORE));
        write_durably(&path, HEXLOWER.encode(&mark).as_bytes()).map_err(|error| error.to_string())
    });
    if let Err(error) = written {
        tracing::info!(error, "ended without a mark");
    }
}

/// Runs what reads the store at the start. sled asserts what it reads: damaged files may panic instead of being reported.
pub(super) fn guarded<T>(read: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StartError> {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(|info| tracing::debug!(%info, "reading the store failed")));
    let read = catch_unwind(AssertUnwindSafe(read));
    std::panic::set_hook(usual);
    read.unwrap_or_else(|_| Err(StoreError::Corrupt("sled's files".to_owned()))).map_err(store_error)
}

fn read_through(engine: &SledEngine) -> Result<(), StoreError> {
    if engine.size_bytes()? > READ_THROUGH_BYTES {
        return Ok(());
    }
    let mut from = Vec::new();
    loop {
        let rows = engine.range(&from, &[u8::MAX], Direction::Forward, READ_ROWS)?;
        let Some((last, _)) = rows.into_iter().next_back() else { return Ok(()) };
        from = last;
        from.push(0);
    }
}

/// Compares both marks and removes the one beside the store, so that only the next clean end leaves one.
fn take_mark(path: &Path, store: &dyn Store) -> Result<(), StoreError> {
    let mark = match fs::read(mark_path(path)) {
        Ok(mark) => mark,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let inside = store.get(Tree::Meta, CLOSED.as_bytes())?;
    if inside.map(|inside| HEXLOWER.encode(&inside).into_bytes()) != Some(mark) {
        return Err(StoreError::Corrupt("what was written last is missing".to_owned()));
    }
    Ok(fs::remove_file(mark_path(path))?)
}

fn mark_path(path: &Path) -> PathBuf {
    path.join(CLOSED)
}

fn write_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
