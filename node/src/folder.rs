//! The data folder: made for its owner only, held by one process.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Name of the file whose lock holds the folder.
const LOCK_FILE: &str = "lock";
/// Name of the file with which it is tried whether the disk takes anything.
const TRIAL_FILE: &str = "trial";
/// Name of the file that keeps room.
const RESERVE_FILE: &str = "reserve";
/// Room that is kept, in bytes: twice what is written while a store is opened.
const RESERVE_BYTES: usize = 8 << 20;

/// A data folder that this process holds; let go when dropped.
#[derive(Debug)]
pub struct DataFolder {
    path: PathBuf,
    _lock: File,
}

/// Why a data folder cannot be held.
#[derive(Debug, thiserror::Error)]
pub enum HoldError {
    /// Another process holds it.
    #[error("another AllForOne uses the data folder {0}")]
    InUse(PathBuf),
    /// It cannot be made or opened.
    #[error("data folder {path} cannot be opened")]
    Io {
        /// The folder.
        path: PathBuf,
        /// The system's reason.
        #[source]
        source: io::Error,
    },
}

impl DataFolder {
    /// Makes the folder where it is missing, closes it to others (mode 0700) and holds it.
    ///
    /// # Errors
    /// [`HoldError`].
    pub fn hold(path: &Path) -> Result<Self, HoldError> {
        let failed = |source| HoldError::Io { path: path.to_owned(), source };
        make_private(path).map_err(failed)?;
        let path = path.canonicalize().map_err(failed)?;
        let lock = File::create(path.join(LOCK_FILE)).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path, _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(HoldError::InUse(path)),
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }

    /// Returns the room that is left on its disk for this user, in bytes; `None` where the system does not tell.
    #[must_use]
    pub fn free_bytes(&self) -> Option<u64> {
        fs2::available_space(&self.path).ok()
    }

    /// Writes and removes a file of `bytes` zeros, to see that the disk takes it.
    ///
    /// # Errors
    /// The system's reason; nothing is left behind then either.
    pub fn try_out(&self, bytes: usize) -> io::Result<()> {
        let path = self.path.join(TRIAL_FILE);
        let written = File::create(&path).and_then(|mut file| {
            file.write_all(&vec![0; bytes])?;
            file.sync_all()
        });
        written.and(fs::remove_file(&path).or(Ok(())))
    }

    /// Returns whether room is kept that can be let go when the disk is full.
    #[must_use]
    pub fn has_reserve(&self) -> bool {
        fs::metadata(self.path.join(RESERVE_FILE)).is_ok_and(|file| file.len() >= RESERVE_BYTES as u64)
    }

    /// Keeps 8 MiB of the disk, so that a store which met its end can be opened again.
    ///
    /// # Errors
    /// The system's reason; nothing is left behind then.
    pub fn keep_reserve(&self) -> io::Result<()> {
        if self.has_reserve() {
            return Ok(());
        }
        let kept = fs::write(self.path.join(RESERVE_FILE), vec![0; RESERVE_BYTES]);
        if kept.is_err() {
            self.release_reserve();
        }
        kept
    }

    /// Lets go what [`Self::keep_reserve`] keeps.
    pub fn release_reserve(&self) {
        // What cannot be removed gives no room, and who needs it finds that out.
        let _ = fs::remove_file(self.path.join(RESERVE_FILE));
    }

    /// Returns where it is, absolute.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

#[cfg(unix)]
fn make_private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn make_private(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_held_by_one() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let path = place.path().join("deep/data");
        let held = DataFolder::hold(&path).expect("a new folder can be held");
        assert!(matches!(DataFolder::hold(&path), Err(HoldError::InUse(_))), "it is held already");
        assert!(held.free_bytes().is_some_and(|free| free > 0), "there is some room");
        held.try_out(1000).expect("the disk takes a small file");
        assert!(!path.join(TRIAL_FILE).exists(), "it is gone again");
        held.keep_reserve().expect("there is room to keep");
        assert!(held.has_reserve());
        held.release_reserve();
        assert!(!held.has_reserve());
        drop(held);
        DataFolder::hold(&path).expect("it was let go");
    }
}
