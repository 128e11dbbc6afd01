//! The engine on disk: sled 0.34.7. The only file of the core that touches the system, with `journal_files.rs`.
//!
//! ```text
//! folder/lock                   held while the engine is open
//! folder/sled/db, conf, snap.*  sled's own
//! folder/sled/journal-*         the journal
//! folder/sled.damaged-1         what `move_aside` kept
//! ```
//!
//! `flush()` of sled on Linux is `sync_file_range`, which a power cut does not respect; so a sync also calls `sync_data` on
//! sled's file `db`. One sled tree holds all of ours, since only within one tree a batch is atomic.

use super::journal_files::JournalFiles;
use super::{Direction, Engine, JournalFile, Row, StoreError, Write};
use std::fs::{self, File, TryLockError};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Keeps rows in a folder.
pub struct SledEngine {
    db: sled::Db,
    file: File,
    journal: JournalFiles,
    /// Declared last: the folder is free once sled is closed.
    _lock: File,
}

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
        let journal = JournalFiles::open(&path)?;
        Ok(Self { db, file, journal, _lock: lock })
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

impl Engine for SledEngine {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.db.get(key)?.map(|value| value.to_vec()))
    }

    fn range(&self, from: &[u8], to: &[u8], direction: Direction, limit: usize) -> Result<Vec<Row>, StoreError> {
        if from >= to {
            return Ok(Vec::new());
        }
        let rows = self.db.range(from..to);
        let owned = |row: sled::Result<(sled::IVec, sled::IVec)>| {
            let (key, value) = row?;
            Ok((key.to_vec(), value.to_vec()))
        };
        match direction {
            Direction::Forward => rows.take(limit).map(owned).collect(),
            Direction::Backward => rows.rev().take(limit).map(owned).collect(),
        }
    }

    fn commit(&mut self, writes: Vec<Write>) -> Result<(), StoreError> {
        let mut batch = sled::Batch::default();
        for (key, value) in writes {
            match value {
                Some(value) => batch.insert(key, value),
                None => batch.remove(key),
            }
        }
        Ok(self.db.apply_batch(batch)?)
    }

    fn sync(&mut self) -> Result<(), StoreError> {
        self.db.flush()?;
        Ok(self.file.sync_data()?)
    }

    fn size_bytes(&self) -> Result<u64, StoreError> {
        Ok(self.db.size_on_disk()? + self.journal.size_bytes()?)
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
