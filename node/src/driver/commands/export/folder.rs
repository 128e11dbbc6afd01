//! The folder of an export: a file has its name once it is whole and on disk, and not before.

use crate::error::{ErrorCode, NodeError};
use crate::view::Exported;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A folder that is being written.
pub(in crate::driver) struct Folder {
    dir: PathBuf,
    written: Exported,
}

impl Folder {
    /// Opens a folder, which is made where it is missing.
    pub(in crate::driver) fn open(dir: &Path) -> Result<Self, NodeError> {
        if !dir.is_absolute() {
            return Err(NodeError::bad_input("dir is not absolute"));
        }
        fs::create_dir_all(dir).map_err(|error| io_error(&error))?;
        Ok(Self { dir: dir.to_path_buf(), written: Exported { files: 0, bytes: 0, stopped: false } })
    }

    /// Begins a file. Until [`Folder::keep`] it has another name; dropped before, it is gone.
    pub(in crate::driver) fn begin(&self, name: &str) -> io::Result<Unfinished> {
        let unfinished = self.dir.join(format!(".{name}.unfinished"));
        let file = File::create(&unfinished)?;
        Ok(Unfinished { file: BufWriter::new(file), unfinished, name: self.dir.join(name), bytes: 0, is_kept: false })
    }

    /// Brings a whole file to disk and gives it its name.
    pub(in crate::driver) fn keep(&mut self, mut file: Unfinished) -> io::Result<()> {
        file.file.flush()?;
        file.file.get_ref().sync_all()?;
        fs::rename(&file.unfinished, &file.name)?;
        file.is_kept = true;
        self.written.files += 1;
        self.written.bytes += file.bytes;
        Ok(())
    }

    /// Writes a file whole or not at all.
    pub(in crate::driver) fn put(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut file = self.begin(name)?;
        file.write_all(bytes)?;
        self.keep(file)
    }

    /// Brings the names of the files to disk.
    pub(in crate::driver) fn finish(self) -> io::Result<Exported> {
        #[cfg(unix)]
        File::open(&self.dir).and_then(|dir| dir.sync_all())?;
        Ok(self.written)
    }

    /// Returns how many files are whole.
    pub(in crate::driver) const fn written(&self) -> &Exported {
        &self.written
    }
}

/// A file that is being written.
pub(in crate::driver) struct Unfinished {
    file: BufWriter<File>,
    unfinished: PathBuf,
    name: PathBuf,
    bytes: u64,
    is_kept: bool,
}

impl Write for Unfinished {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.is_kept {
            drop(fs::remove_file(&self.unfinished));
        }
    }
}

/// Returns what a folder's refusal means: it is the caller's folder, so the caller can choose another.
pub(in crate::driver) fn io_error(error: &io::Error) -> NodeError {
    if error.kind() == io::ErrorKind::StorageFull {
        return NodeError::new(ErrorCode::DiskFull);
    }
    NodeError::bad_input(format!("the folder cannot be written: {error}"))
        .with_message("This folder cannot be written to, so nothing was exported. Your data is safe. Choose another folder.")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops where it fails")]
    use super::*;

    #[test]
    fn a_file_is_there_whole_and_nothing_beside_it() {
        let place = tempfile::tempdir().unwrap();
        let mut folder = Folder::open(place.path()).unwrap();
        folder.put("one.json", b"{}").unwrap();
        folder.put("one.json", b"[1]").unwrap();
        assert_eq!(fs::read(place.path().join("one.json")).unwrap(), b"[1]");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
        assert!(folder.finish().unwrap() == Exported { files: 2, bytes: 5, stopped: false });
    }

    #[test]
    fn a_cut_leaves_the_former_file_and_no_half_one_under_its_name() {
        let place = tempfile::tempdir().unwrap();
        let mut folder = Folder::open(place.path()).unwrap();
        folder.put("one.json", b"{}").unwrap();
        let mut half = folder.begin("one.json").unwrap();
        half.write_all(b"[1,").unwrap();
        half.flush().unwrap();
        // What a cut leaves: no destructor runs.
        std::mem::forget(half);
        assert_eq!(fs::read(place.path().join("one.json")).unwrap(), b"{}");
        folder.put("one.json", b"[1]").unwrap();
        assert_eq!(fs::read(place.path().join("one.json")).unwrap(), b"[1]");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1, "the next export takes what the cut left");
    }
}
