//! Large values as files: they lie in the order they came, sled keeps where.
//!
//! ```text
//! folder/values-0000000000000007   frames, one a value: crc32 u32 ‖ key length u16 ‖ value length u32 ‖ key ‖ value
//! ```
//!
//! sled keeps about twice of what is put in, since it cleans a segment only when half of it is waste; a file of values is moved
//! together as soon as a fifth of all is. A file is only appended to, and only by the run that began it: what a power cut
//! broke off at its end is waste that nobody points at. It goes once nobody points into it, which the engine says after that is
//! durable.

use super::StoreError;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

/// The files of a store's large values in their folder.
pub(super) struct ValueFiles {
    folder: PathBuf,
    /// Bytes after which the next file is begun.
    file_bytes: u64,
    /// What each file has and how much of it is pointed at, by number.
    files: BTreeMap<u64, Filled>,
    /// The file that is written, if this run began one.
    last: Option<(u64, File)>,
    /// Bytes of it that were not synced.
    unsynced: u64,
    /// The disk did not take what was written: nobody knows what it holds until the journal is read again.
    is_lost: bool,
    /// Files with damage, which cannot be moved whole.
    stuck: BTreeSet<u64>,
    /// Files that were read lately.
    readers: RefCell<BTreeMap<u64, File>>,
}

/// Where a frame is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    file: u64,
    at: u32,
    len: u32,
}

#[derive(Clone, Copy, Default)]
struct Filled {
    bytes: u64,
    live: u64,
}

/// Bytes of a [`Place`].
pub(super) const PLACE_BYTES: usize = 16;
/// Bytes that are written before they are synced: bounds the pause of a sync.
const SYNC_BYTES: u64 = 512 * 1024;
/// Files that are open for reading at most.
const MAX_READERS: usize = 16;
/// Bytes before the key of a frame.
const FRAME_HEAD_BYTES: usize = 10;
const PREFIX: &str = "values-";

impl Place {
    /// Reads what [`Place::to_bytes`] returned; `None` where it has another length.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let (file, rest) = bytes.split_first_chunk::<8>()?;
        let (at, rest) = rest.split_first_chunk::<4>()?;
        let len: [u8; 4] = rest.try_into().ok()?;
        Some(Self { file: u64::from_be_bytes(*file), at: u32::from_be_bytes(*at), len: u32::from_be_bytes(len) })
    }

    pub(super) fn to_bytes(self) -> Vec<u8> {
        [self.file.to_be_bytes().as_slice(), &self.at.to_be_bytes(), &self.len.to_be_bytes()].concat()
    }

    const fn end(self) -> u64 {
        self.at as u64 + self.len as u64
    }
}

impl ValueFiles {
    /// Opens the files in `folder`, of which `places` are pointed at.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] where a place is beyond its file, [`StoreError::Io`].
    pub(super) fn open(
        folder: &Path,
        file_bytes: u64,
        places: impl Iterator<Item = Result<Place, StoreError>>,
    ) -> Result<Self, StoreError> {
        let mut files = BTreeMap::new();
        for file in fs::read_dir(folder)? {
            let file = file?;
            if let Some(number) = file.file_name().to_str().and_then(|name| name.strip_prefix(PREFIX)?.parse::<u64>().ok()) {
                files.insert(number, Filled { bytes: file.metadata()?.len(), live: 0 });
            }
        }
        for place in places {
            let place = place?;
            let file = files.get_mut(&place.file).filter(|file| place.end() <= file.bytes).ok_or_else(|| damaged(place.file))?;
            file.live += u64::from(place.len);
        }
        Ok(Self {
            folder: folder.to_owned(),
            file_bytes,
            files,
            last: None,
            unsynced: 0,
            is_lost: false,
            stuck: BTreeSet::new(),
            readers: RefCell::default(),
        })
    }

    /// Appends a value; it is waste until [`ValueFiles::hold`] says that its place is pointed at.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`], [`StoreError::Io`]: nothing was appended.
    pub(super) fn append(&mut self, key: &[u8], value: &[u8]) -> Result<Place, StoreError> {
        let frame = frame(key, value);
        let (number, at) = self.room()?;
        let Some((_, file)) = &mut self.last else { return Err(damaged(number)) };
        let written = file.seek(SeekFrom::Start(at)).and_then(|_| file.write_all(&frame));
        if let Err(error) = written {
            // What was written of it goes; where even that fails, the next frame is written over it.
            let _ = file.set_len(at);
            return Err(error.into());
        }
        let len = u32::try_from(frame.len()).expect("an engine's value is far below 4 GiB");
        self.files.entry(number).or_default().bytes = at + u64::from(len);
        self.unsynced += u64::from(len);
        if self.unsynced >= SYNC_BYTES {
            self.sync()?;
        }
        Ok(Place { file: number, at: u32::try_from(at).expect("a file is begun anew far below 4 GiB"), len })
    }

    /// Returns the number of the file that is written and how many bytes it has; begins one where the last is full.
    fn room(&mut self) -> Result<(u64, u64), StoreError> {
        if let Some((number, _)) = &self.last {
            let (number, bytes) = (*number, self.files.get(number).map_or(0, |file| file.bytes));
            if bytes < self.file_bytes {
                return Ok((number, bytes));
            }
            self.sync()?;
        }
        let number = self.files.last_key_value().map_or(1, |(number, _)| number + 1);
        let file = File::options().create_new(true).read(true).write(true).open(self.path(number))?;
        // Systems that cannot open a folder write its names through.
        if let Ok(folder) = File::open(&self.folder) {
            let _ = folder.sync_all();
        }
        self.last = Some((number, file));
        self.files.insert(number, Filled::default());
        Ok((number, 0))
    }

    /// Makes durable what was appended.
    ///
    /// # Errors
    /// [`StoreError::Io`]: it may be lost, and so may be what is appended later; only a new start tells.
    pub(super) fn sync(&mut self) -> Result<(), StoreError> {
        if self.is_lost {
            return Err(StoreError::Io(io::Error::other("values were not written before")));
        }
        if let Some((_, file)) = &self.last
            && self.unsynced > 0
        {
            // A second call would report success for pages that are gone.
            file.sync_data().inspect_err(|_| self.is_lost = true)?;
            self.unsynced = 0;
        }
        Ok(())
    }

    /// Notes that a place is pointed at.
    pub(super) fn hold(&mut self, place: Place) {
        self.files.entry(place.file).or_default().live += u64::from(place.len);
    }

    /// Notes that a place is not pointed at any more.
    pub(super) fn release(&mut self, place: Place) {
        if let Some(file) = self.files.get_mut(&place.file) {
            file.live = file.live.saturating_sub(u64::from(place.len));
        }
    }

    /// Returns the value of `key` at `place`.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] where it is another, [`StoreError::Io`].
    pub(super) fn get(&self, key: &[u8], place: Place) -> Result<Vec<u8>, StoreError> {
        let mut bytes = vec![0; usize::try_from(place.len).map_err(|_| damaged(place.file))?];
        let mut readers = self.readers.borrow_mut();
        let is_known = readers.contains_key(&place.file);
        if !is_known {
            if readers.len() >= MAX_READERS {
                readers.clear();
            }
            readers.insert(place.file, File::open(self.path(place.file)).map_err(|error| at_file(place.file, error))?);
        }
        let Some(file) = readers.get_mut(&place.file) else { return Err(damaged(place.file)) };
        let read = file.seek(SeekFrom::Start(place.at.into())).and_then(|_| file.read_exact(&mut bytes));
        read.map_err(|error| at_file(place.file, error))?;
        let frame = Frame::read(&bytes).filter(|frame| frame.is_whole() && frame.key == key && frame.len == bytes.len());
        let value = frame.ok_or_else(|| damaged(place.file))?.value.len();
        bytes.drain(..bytes.len() - value);
        Ok(bytes)
    }

    /// Returns the keys and places of all frames in a file, up to what was broken off.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] where it is gone, [`StoreError::Io`].
    pub(super) fn places_in(&self, file: u64) -> Result<Vec<(Vec<u8>, Place)>, StoreError> {
        let bytes = fs::read(self.path(file)).map_err(|error| at_file(file, error))?;
        let (mut places, mut at) = (Vec::new(), 0_usize);
        while let Some(frame) = bytes.get(at..).and_then(Frame::read) {
            let (Ok(from), Ok(len)) = (u32::try_from(at), u32::try_from(frame.len)) else { break };
            places.push((frame.key.to_vec(), Place { file, at: from, len }));
            at += frame.len;
        }
        Ok(places)
    }

    /// Returns the file whose values are best moved to the last one, where more than a fifth of all is waste: the one with the
    /// most of it, of at least an eighth.
    pub(super) fn most_wasteful(&self) -> Option<u64> {
        let (bytes, live) = self.files.values().fold((0, 0), |sum, file| (sum.0 + file.bytes, sum.1 + file.live));
        if bytes <= live + live / 4 + self.file_bytes {
            return None;
        }
        let last = self.last.as_ref().map(|(number, _)| *number);
        let closed = self.files.iter().filter(|(number, _)| Some(**number) != last && !self.stuck.contains(number));
        let waste = |file: &Filled| file.bytes.saturating_sub(file.live);
        let worth = closed.filter(|(_, file)| file.live > 0 && waste(file) >= file.bytes / 8);
        worth.max_by_key(|(_, file)| waste(file)).map(|(number, _)| *number)
    }

    /// Notes that a file has values that cannot be moved.
    pub(super) fn leave(&mut self, file: u64) {
        self.stuck.insert(file);
    }

    /// Removes the files that nobody points into; call it when that is durable.
    ///
    /// # Errors
    /// [`StoreError::Io`]: calling it again goes on.
    pub(super) fn forget(&mut self) -> Result<(), StoreError> {
        let last = self.last.as_ref().map(|(number, _)| *number);
        let gone: Vec<u64> = self
            .files
            .iter()
            .filter(|(number, file)| file.live == 0 && Some(**number) != last)
            .map(|(number, _)| *number)
            .collect();
        for number in gone {
            self.readers.borrow_mut().remove(&number);
            match fs::remove_file(self.path(number)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
                _ => self.files.remove(&number),
            };
        }
        Ok(())
    }

    /// Returns the bytes of all files.
    pub(super) fn size_bytes(&self) -> u64 {
        self.files.values().map(|file| file.bytes).sum()
    }

    fn path(&self, number: u64) -> PathBuf {
        self.folder.join(format!("{PREFIX}{number:016}"))
    }
}

/// A frame in the bytes it was read from.
struct Frame<'a> {
    crc: u32,
    /// What the checksum is of.
    checked: &'a [u8],
    key: &'a [u8],
    value: &'a [u8],
    len: usize,
}

impl<'a> Frame<'a> {
    /// Reads the frame that `bytes` begin with; `None` where it is not there to its end.
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let (crc, rest) = bytes.split_first_chunk::<4>()?;
        let (key, rest) = rest.split_first_chunk::<2>()?;
        let (value, rest) = rest.split_first_chunk::<4>()?;
        let (key, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*key)))?;
        let (value, _) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*value)).ok()?)?;
        let len = FRAME_HEAD_BYTES + key.len() + value.len();
        Some(Self { crc: u32::from_be_bytes(*crc), checked: bytes.get(4..len)?, key, value, len })
    }

    fn is_whole(&self) -> bool {
        crc32fast::hash(self.checked) == self.crc
    }
}

fn frame(key: &[u8], value: &[u8]) -> Vec<u8> {
    let key_len = u16::try_from(key.len()).expect("keys are far below 64 KiB").to_be_bytes();
    let value_len = u32::try_from(value.len()).expect("values are far below 4 GiB").to_be_bytes();
    let rest = [key_len.as_slice(), &value_len, key, value].concat();
    [crc32fast::hash(&rest).to_be_bytes().as_slice(), &rest].concat()
}

fn at_file(number: u64, error: io::Error) -> StoreError {
    let is_short = matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::UnexpectedEof);
    if is_short { damaged(number) } else { error.into() }
}

fn damaged(number: u64) -> StoreError {
    StoreError::Corrupt(format!("{PREFIX}{number}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]
    use super::*;

    fn opened(folder: &Path, places: &[Place]) -> Result<ValueFiles, StoreError> {
        ValueFiles::open(folder, 4_000_000, places.iter().copied().map(Ok))
    }

    #[test]
    fn a_value_comes_back_whole_or_as_damage() {
        let folder = tempfile::tempdir().unwrap();
        let mut values = opened(folder.path(), &[]).unwrap();
        let place = values.append(b"key", b"value").unwrap();
        values.sync().unwrap();
        assert_eq!(Place::read(&place.to_bytes()), Some(place));
        assert_eq!(values.get(b"key", place).unwrap(), b"value");
        assert!(matches!(values.get(b"kez", place), Err(StoreError::Corrupt(_))), "the value of another key");
        let path = values.path(1);
        let whole = fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x10;
            fs::write(&path, &bytes).unwrap();
            let values = opened(folder.path(), &[place]).unwrap();
            assert!(matches!(values.get(b"key", place), Err(StoreError::Corrupt(_))), "byte {at}");
            fs::write(&path, &whole[..at]).unwrap();
            assert!(matches!(opened(folder.path(), &[place]), Err(StoreError::Corrupt(_))), "cut at {at}");
            assert!(matches!(values.get(b"key", place), Err(StoreError::Corrupt(_))), "cut at {at} while it is open");
        }
        fs::remove_file(&path).unwrap();
        assert!(matches!(opened(folder.path(), &[place]), Err(StoreError::Corrupt(_))), "its file is gone");
    }

    #[test]
    fn what_was_broken_off_is_left_behind_and_a_file_goes_when_nobody_needs_it() {
        let folder = tempfile::tempdir().unwrap();
        let mut values = opened(folder.path(), &[]).unwrap();
        let kept = values.append(b"kept", b"1").unwrap();
        values.append(b"torn", &[7; 100]).unwrap();
        let torn = fs::read(values.path(1)).unwrap();
        fs::write(values.path(1), &torn[..torn.len() - 1]).unwrap();
        let mut values = opened(folder.path(), &[kept]).unwrap();
        assert_eq!(values.places_in(1).unwrap(), [(b"kept".to_vec(), kept)]);
        let next = values.append(b"next", b"2").unwrap();
        values.hold(next);
        assert_eq!((next.file, values.get(b"kept", kept).unwrap()), (2, b"1".to_vec()));
        values.forget().unwrap();
        assert!(values.path(1).exists(), "it is pointed at");
        values.release(kept);
        values.release(next);
        values.forget().unwrap();
        assert_eq!((values.path(1).exists(), values.path(2).exists()), (false, true), "the last one is written on");
        assert_eq!(values.size_bytes(), u64::from(next.len));
    }
}
