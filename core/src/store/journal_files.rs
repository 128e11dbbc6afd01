//! The journal as files: one that is written, and older ones until their rows are elsewhere.
//!
//! ```text
//! folder/journal-0000000000000007   frames, one a record: length u32 ‖ record
//! ```
//!
//! A record is durable with one write and one `fdatasync`. A power cut may leave a frame that is not whole, at the end of the
//! last file only: a file is synced before the next begins.

use super::{JournalFile, StoreError};
use std::fs::{self, File};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

/// The files of a journal in their folder.
pub(super) struct JournalFiles {
    folder: PathBuf,
    /// The last file, its number and its length in bytes.
    file: File,
    number: u64,
    len: u64,
}

const PREFIX: &str = "journal-";

impl JournalFiles {
    /// Opens the journal in `folder`, or begins one.
    ///
    /// # Errors
    /// [`StoreError::Io`], [`StoreError::DiskFull`].
    pub(super) fn open(folder: &Path) -> Result<Self, StoreError> {
        let number = numbers(folder)?.last().copied().unwrap_or(1);
        let mut journal = Self { folder: folder.to_owned(), file: open_file(folder, number)?, number, len: 0 };
        let records = frames(&fs::read(path(folder, number))?);
        journal.keep(&records)?;
        Ok(journal)
    }

    /// Returns all files, oldest first.
    pub(super) fn read(&self) -> Result<Vec<JournalFile>, StoreError> {
        let read = |number| Ok(JournalFile { number, records: frames(&fs::read(path(&self.folder, number))?) });
        numbers(&self.folder)?.into_iter().map(read).collect()
    }

    /// Appends a record to the last file.
    pub(super) fn append(&mut self, record: &[u8]) -> Result<(), StoreError> {
        let frame = frame(record);
        let written = self.file.seek(SeekFrom::Start(self.len)).and_then(|_| self.file.write_all(&frame));
        if let Err(error) = written {
            // What was written of it goes; where even that fails, the next record is written over it.
            let _ = self.file.set_len(self.len);
            return Err(error.into());
        }
        self.len += frame.len() as u64;
        Ok(())
    }

    pub(super) fn sync(&self) -> Result<(), StoreError> {
        Ok(self.file.sync_data()?)
    }

    /// Keeps the first `records` of the last file.
    pub(super) fn cut(&mut self, records: usize) -> Result<(), StoreError> {
        let mut kept = frames(&fs::read(path(&self.folder, self.number))?);
        kept.truncate(records);
        self.keep(&kept)
    }

    /// Removes what stands behind `records` in the last file.
    fn keep(&mut self, records: &[Vec<u8>]) -> Result<(), StoreError> {
        self.len = records.iter().map(|record| frame_bytes(record.len())).sum();
        if self.file.metadata()?.len() != self.len {
            self.file.set_len(self.len)?;
            self.file.sync_all()?;
        }
        Ok(())
    }

    /// Syncs the last file and begins the next.
    pub(super) fn turn(&mut self) -> Result<(), StoreError> {
        self.sync()?;
        self.file = open_file(&self.folder, self.number + 1)?;
        (self.number, self.len) = (self.number + 1, 0);
        Ok(())
    }

    /// Removes all files but the last.
    pub(super) fn forget(&self) -> Result<(), StoreError> {
        for number in numbers(&self.folder)?.into_iter().filter(|number| *number < self.number) {
            fs::remove_file(path(&self.folder, number))?;
        }
        Ok(())
    }

    /// Returns the bytes of all files.
    pub(super) fn size_bytes(&self) -> Result<u64, StoreError> {
        let older = numbers(&self.folder)?.into_iter().filter(|number| *number < self.number);
        older
            .map(|number| Ok(fs::metadata(path(&self.folder, number))?.len()))
            .sum::<Result<u64, StoreError>>()
            .map(|sum| sum + self.len)
    }
}

fn path(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{PREFIX}{number:016}"))
}

/// Returns the numbers of the files in `folder`, smallest first.
fn numbers(folder: &Path) -> io::Result<Vec<u64>> {
    let mut numbers = Vec::new();
    for file in fs::read_dir(folder)? {
        let name = file?.file_name();
        numbers.extend(name.to_str().and_then(|name| name.strip_prefix(PREFIX)?.parse::<u64>().ok()));
    }
    numbers.sort_unstable();
    Ok(numbers)
}

/// Opens the file `number`, which is made where there is none, and its name made durable.
fn open_file(folder: &Path, number: u64) -> io::Result<File> {
    let file = File::options().create(true).truncate(false).read(true).write(true).open(path(folder, number))?;
    // Systems that cannot open a folder write its names through.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(file)
}

fn frame(record: &[u8]) -> Vec<u8> {
    let len = u32::try_from(record.len()).expect("records are far below 4 GiB");
    [len.to_be_bytes().as_slice(), record].concat()
}

const fn frame_bytes(record: usize) -> u64 {
    4 + record as u64
}

/// Returns the records that are there whole.
fn frames(mut bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut records = Vec::new();
    while let Some((len, rest)) = bytes.split_first_chunk::<4>()
        && let Some((record, rest)) = usize::try_from(u32::from_be_bytes(*len)).ok().and_then(|len| rest.split_at_checked(len))
    {
        records.push(record.to_vec());
        bytes = rest;
    }
    records
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]
    use super::*;

    fn records(folder: &Path) -> Vec<(u64, Vec<Vec<u8>>)> {
        let files = JournalFiles::open(folder).unwrap().read().unwrap();
        files.into_iter().map(|file| (file.number, file.records)).collect()
    }

    #[test]
    fn what_is_appended_comes_back_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = JournalFiles::open(folder.path()).unwrap();
        journal.append(b"one").unwrap();
        journal.turn().unwrap();
        journal.append(b"two").unwrap();
        journal.append(b"three").unwrap();
        journal.sync().unwrap();
        assert_eq!(journal.size_bytes().unwrap(), 7 + 7 + 9);
        let whole = fs::read(path(folder.path(), 2)).unwrap();
        for cut in 0..whole.len() {
            fs::write(path(folder.path(), 2), &whole[..cut]).unwrap();
            let kept = records(folder.path());
            assert_eq!(kept[0], (1, vec![b"one".to_vec()]));
            assert_eq!(kept[1].1.len(), usize::from(cut >= 7), "cut at {cut}");
        }
    }

    #[test]
    fn a_cut_end_is_written_over_and_old_files_go() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = JournalFiles::open(folder.path()).unwrap();
        journal.append(b"one").unwrap();
        journal.append(b"damaged").unwrap();
        journal.cut(1).unwrap();
        journal.append(b"two").unwrap();
        assert_eq!(records(folder.path()), [(1, vec![b"one".to_vec(), b"two".to_vec()])]);
        journal.turn().unwrap();
        journal.turn().unwrap();
        journal.forget().unwrap();
        assert_eq!(records(folder.path()), [(3, vec![])]);
    }
}
