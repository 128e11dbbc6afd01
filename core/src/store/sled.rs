//! The engine on disk: sled 0.34.7, and files of our own for what it would keep twice. The only files of the core that touch
//! the system are this one, `journal_files.rs` and `value_files.rs`.
//!
//! ```text
//! folder/lock                   held while the engine is open
//! folder/sled/db, conf, snap.*  sled's own
//! folder/sled/journal-*         the journal
//! folder/sled/values-*          values of a kilobyte and more; sled keeps where each is
//! folder/sled.damaged-1         what `move_aside` kept
//! ```
//!
//! `flush()` of sled on Linux is `sync_file_range`, which a power cut does not respect; so a sync also calls `sync_data` on
//! sled's file `db`. One sled tree holds all of ours, since only within one tree a batch is atomic. What is committed waits in
//! memory until a sync, so that sled, which writes behind, never points at a value that a power cut may still take.

use super::journal_files::JournalFiles;
use super::pending::Pending;
use super::value_files::{PLACE_BYTES, Place, ValueFiles};
use super::{Direction, Engine, JournalFile, Row, StoreError, Write};
use std::fs::{self, File, TryLockError};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Duration;

#[cfg(test)]
mod tests;

/// Keeps rows in a folder.
pub struct SledEngine {
    db: sled::Db,
    file: File,
    pending: Pending,
    values: ValueFiles,
    journal: JournalFiles,
    /// Declared last: the folder is free once sled is closed.
    _lock: File,
}

/// Values of so many bytes lie beside sled; so do those that could be taken for a place.
const MIN_APART_BYTES: usize = 1024;
/// Bytes of a file of values after which the next is begun.
const VALUE_FILE_BYTES: u64 = 4 * 1024 * 1024;
/// Files whose values are moved together after a sync, at most: bounds its pause.
const TIDIED_AT_ONCE: usize = 2;
/// Memory for cached pages, in bytes of their size on disk; sled takes some times that. Blocks that are read are kept by the
/// layer above, so more makes nothing faster (docs/performance.md).
const CACHE_BYTES: u64 = 16 * 1024 * 1024;
/// sled writes behind at least this often, in milliseconds. Never `None`: see `reference/performance.md`, 4.
const FLUSH_EVERY_MS: u64 = 300;
/// How often, and after which pauses, sled's own lock is tried while a closed engine lets go of it: 10 s in all.
const CLOSING_TRIES: u32 = 400;
const CLOSING_PAUSE: Duration = Duration::from_millis(25);

impl SledEngine {
    /// Opens the store in `folder`, which is made where there is none. Repairs a half-written snapshot.
    ///
    /// # Errors
    /// [`StoreError::InUse`] where another engine has it open; [`StoreError::Corrupt`] where sled cannot read it even after
    /// the repair: nothing was changed, and [`SledEngine::move_aside`] can make room for a new one; [`StoreError::Io`].
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        Self::open_with(folder, VALUE_FILE_BYTES)
    }

    /// As [`SledEngine::open`], with files of values of `file_bytes`.
    fn open_with(folder: &Path, file_bytes: u64) -> Result<Self, StoreError> {
        let lock = lock(folder)?;
        let path = folder.join("sled");
        let db = match open_patiently(&path) {
            Err(StoreError::Corrupt(_)) if remove_half_snapshots(&path).map_err(StoreError::from)? > 0 => open_patiently(&path)?,
            opened => opened?,
        };
        let file = File::options().read(true).write(true).open(path.join("db"))?;
        // Makes the names durable too; systems that cannot open a folder write them through.
        for folder in [folder, path.as_path()] {
            if let Ok(folder) = File::open(folder) {
                let _ = folder.sync_all();
            }
        }
        let places = db.iter().values().filter_map(|slot| match slot {
            Ok(slot) => Place::read(&slot).map(Ok),
            Err(error) => Some(Err(error.into())),
        });
        let values = ValueFiles::open(&path, file_bytes, places)?;
        let journal = JournalFiles::open(&path)?;
        Ok(Self { db, file, pending: Pending::default(), values, journal, _lock: lock })
    }

    /// Moves a damaged store out of the way and returns where it is now. Only on a person's explicit request: entries that
    /// no other member has are in it.
    ///
    /// # Errors
    /// [`StoreError::InUse`] where it is open, [`StoreError::Io`].
    pub fn move_aside(folder: &Path) -> Result<PathBuf, StoreError> {
        let _lock = lock(folder)?;
        let mut number = 1;
        loop {
            let aside = folder.join(format!("sled.damaged-{number}"));
            if !aside.exists() {
                fs::rename(folder.join("sled"), &aside)?;
                return Ok(aside);
            }
            number += 1;
        }
    }
}

impl SledEngine {
    /// Returns what stands at `key`: a value, or the place of one.
    fn slot(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        match self.pending.get(key) {
            Some(slot) => Ok(slot.map(<[u8]>::to_vec)),
            None => Ok(self.db.get(key)?.map(|slot| slot.to_vec())),
        }
    }

    /// Returns the value that `slot` of `key` stands for.
    fn value_of(&self, key: &[u8], slot: Vec<u8>) -> Result<Vec<u8>, StoreError> {
        Place::read(&slot).map_or(Ok(slot), |place| self.values.get(key, place))
    }

    /// Changes what stands at keys, and notes which places are pointed at.
    fn point(&mut self, changes: Vec<Write>) -> Result<(), StoreError> {
        let before = changes.iter().map(|(key, _)| self.slot(key)).collect::<Result<Vec<_>, _>>()?;
        for ((key, slot), before) in changes.into_iter().zip(before) {
            if let Some(place) = slot.as_deref().and_then(Place::read) {
                self.values.hold(place);
            }
            if let Some(place) = before.as_deref().and_then(Place::read) {
                self.values.release(place);
            }
            self.pending.insert(key, slot);
        }
        Ok(())
    }

    /// Moves what is left in the files with the most waste, so that they can go after the next sync. Damage stays where it is,
    /// to be found by who reads it; what the disk has no room for waits.
    fn tidy(&mut self) {
        for _ in 0..TIDIED_AT_ONCE {
            let Some(file) = self.values.most_wasteful() else { return };
            match self.empty(file) {
                Ok(()) => {}
                Err(StoreError::Corrupt(_)) => self.values.leave(file),
                Err(_) => return,
            }
        }
    }

    fn empty(&mut self, file: u64) -> Result<(), StoreError> {
        let mut moved = Vec::new();
        for (key, place) in self.values.places_in(file)? {
            if self.slot(&key)?.as_deref().and_then(Place::read) == Some(place) {
                let value = self.values.get(&key, place)?;
                let place = self.values.append(&key, &value)?;
                moved.push((key, Some(place.to_bytes())));
            }
        }
        self.point(moved)
    }
}

impl Engine for SledEngine {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.slot(key)?.map(|slot| self.value_of(key, slot)).transpose()
    }

    fn range(&self, from: &[u8], to: &[u8], direction: Direction, limit: usize) -> Result<Vec<Row>, StoreError> {
        let rows = self.pending.over(&self.db, (from, to), direction, limit)?.into_iter();
        rows.map(|(key, slot)| self.value_of(&key, slot).map(|value| (key, value))).collect()
    }

    fn keys(&self, from: &[u8], to: &[u8], direction: Direction, limit: usize) -> Result<Vec<Vec<u8>>, StoreError> {
        let rows = self.pending.over(&self.db, (from, to), direction, limit)?;
        Ok(rows.into_iter().map(|(key, _)| key).collect())
    }

    fn commit(&mut self, writes: Vec<Write>) -> Result<(), StoreError> {
        let mut changes = Vec::with_capacity(writes.len());
        for (key, value) in writes {
            let slot = match value {
                Some(value) if value.len() >= MIN_APART_BYTES || value.len() == PLACE_BYTES => {
                    Some(self.values.append(&key, &value)?.to_bytes())
                }
                slot => slot,
            };
            changes.push((key, slot));
        }
        self.point(changes)
    }

    fn sync(&mut self) -> Result<(), StoreError> {
        self.values.sync()?;
        self.db.apply_batch(self.pending.batch())?;
        self.db.flush()?;
        self.file.sync_data()?;
        self.pending.clear();
        self.values.forget()?;
        self.tidy();
        Ok(())
    }

    fn size_bytes(&self) -> Result<u64, StoreError> {
        Ok(self.db.size_on_disk()? + self.values.size_bytes() + self.journal.size_bytes()?)
    }

    fn journal(&self) -> Result<Vec<JournalFile>, StoreError> {
        self.journal.read()
    }

    fn append(&mut self, record: &[u8]) -> Result<(), StoreError> {
        self.journal.append(record)
    }

    fn sync_journal(&mut self) -> Result<(), StoreError> {
        self.journal.sync()
    }

    fn cut_journal(&mut self, records: usize) -> Result<(), StoreError> {
        self.journal.cut(records)
    }

    fn turn_journal(&mut self) -> Result<(), StoreError> {
        self.journal.turn()
    }

    fn forget_journal(&mut self) -> Result<(), StoreError> {
        self.sync()?;
        self.journal.forget()
    }
}

fn lock(folder: &Path) -> Result<File, StoreError> {
    fs::create_dir_all(folder)?;
    let lock = File::options().create(true).truncate(false).write(true).open(folder.join("lock"))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// The folder is ours, so whoever still holds sled's own lock is an engine that was just closed: sled's threads let go of its
/// file a little after.
#[expect(clippy::disallowed_methods, reason = "there is nothing to wait on: sled says nothing when its threads end")]
fn open_patiently(path: &Path) -> Result<sled::Db, StoreError> {
    for _ in 0..CLOSING_TRIES {
        match open_once(path) {
            Err(StoreError::InUse) => std::thread::sleep(CLOSING_PAUSE),
            opened => return opened,
        }
    }
    open_once(path)
}

fn open_once(path: &Path) -> Result<sled::Db, StoreError> {
    let config = sled::Config::default().path(path).cache_capacity(CACHE_BYTES).flush_every_ms(Some(FLUSH_EVERY_MS));
    // sled asserts what it reads: damaged files may panic instead of being reported.
    match catch_unwind(AssertUnwindSafe(|| config.open())) {
        Ok(opened) => Ok(opened?),
        Err(_) => Err(StoreError::Corrupt("sled's files".to_owned())),
    }
}

/// Removes snapshots that sled began and did not finish, and returns how many; without them it reads its log instead.
fn remove_half_snapshots(path: &Path) -> io::Result<usize> {
    let mut removed = 0;
    for file in fs::read_dir(path)? {
        let file = file?.path();
        if file.extension().is_some_and(|extension| extension == "generating") {
            fs::remove_file(file)?;
            removed += 1;
        }
    }
    Ok(removed)
}

impl From<sled::Error> for StoreError {
    fn from(error: sled::Error) -> Self {
        match error {
            sled::Error::Io(error) => error.into(),
            sled::Error::Corruption { at, .. } => Self::Corrupt(format!("sled's files at {at:?}")),
            sled::Error::CollectionNotFound(_) | sled::Error::Unsupported(_) | sled::Error::ReportableBug(_) => {
                Self::Corrupt(error.to_string())
            }
        }
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        use io::ErrorKind::{InvalidData, Other, QuotaExceeded, StorageFull, UnexpectedEof};
        let kind = error.kind();
        if matches!(kind, StorageFull | QuotaExceeded) {
            Self::DiskFull
        } else if matches!(kind, InvalidData | UnexpectedEof) {
            Self::Corrupt("sled's files".to_owned())
        } else if kind == Other && error.to_string().contains("could not acquire lock") {
            Self::InUse
        } else {
            Self::Io(error)
        }
    }
}
