//! Where entries are, by the first half of their hash: in memory, about 30 bytes an entry.
//!
//! Hashes are chance, so rows under them would come to lie all over the disk, and every few messages would write all of them
//! anew (docs/decisions/0021-no-row-under-a-hash.md). Logs are read at the start anyway.

use super::Replica;
use crate::domain::{CommentOn, DocKind};
use crate::id::{DocId, EntryHash, LogId, ObjRef};
use crate::index::{Located, Objects, Under};
use std::collections::{BTreeMap, BTreeSet};

/// Where an entry may be: whoever asks compares the whole of what is known of its hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    /// Its log.
    pub(super) log: LogId,
    /// Its number there.
    pub(super) seq: u64,
    /// The document it belongs to; [`DocId::ZERO`] where it belongs to none, or creates one.
    pub(super) target: DocId,
}

/// The places of all entries, also of those on side branches.
#[derive(Debug, Default)]
pub(super) struct Places {
    logs: Numbered<LogId>,
    documents: Numbered<DocId>,
    /// First 8 bytes of the hash, log, number there, document.
    places: BTreeSet<(u64, u32, u32, u32)>,
}

impl Places {
    /// Remembers where an entry is. Beyond four thousand million logs, documents or entries of a log nothing is remembered.
    pub(super) fn note(&mut self, hash: &EntryHash, log: LogId, seq: u64, target: DocId) {
        let place = self.place(hash, log, seq, target);
        self.places.extend(place);
    }

    /// Remembers where all of these are, faster than one by one.
    pub(super) fn note_all(&mut self, entries: &[(EntryHash, LogId, u64, DocId)]) {
        let places: Vec<_> =
            entries.iter().filter_map(|(hash, log, seq, target)| self.place(hash, *log, *seq, *target)).collect();
        self.places.append(&mut places.into_iter().collect());
    }

    fn place(&mut self, hash: &EntryHash, log: LogId, seq: u64, target: DocId) -> Option<(u64, u32, u32, u32)> {
        let (log, document) = (self.logs.number(log)?, self.documents.number(target)?);
        Some((first_bytes(super::admit::half(hash)), log, u32::try_from(seq).ok()?, document))
    }

    /// Returns where the entry is whose hash begins with `half`, and what has the same first bytes.
    pub(super) fn of(&self, half: &[u8; 16]) -> impl Iterator<Item = Candidate> + '_ {
        let first = first_bytes(half);
        self.places.range((first, 0, 0, 0)..=(first, u32::MAX, u32::MAX, u32::MAX)).filter_map(|(_, log, seq, document)| {
            let (log, target) = (self.logs.named(*log)?, self.documents.named(*document)?);
            Some(Candidate { log, seq: u64::from(*seq), target })
        })
    }
}

/// Names by a short number.
#[derive(Debug)]
struct Numbered<T> {
    names: Vec<T>,
    numbers: BTreeMap<T, u32>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self { names: Vec::new(), numbers: BTreeMap::new() }
    }
}

impl<T: Copy + Ord> Numbered<T> {
    fn number(&mut self, name: T) -> Option<u32> {
        if let Some(number) = self.numbers.get(&name) {
            return Some(*number);
        }
        let number = u32::try_from(self.names.len()).ok()?;
        self.names.push(name);
        self.numbers.insert(name, number);
        Some(number)
    }

    fn named(&self, number: u32) -> Option<T> {
        self.names.get(usize::try_from(number).ok()?).copied()
    }
}

impl Replica {
    /// Returns where the entry is that an object or a person names by the first half of its hash, if it is on a branch that
    /// counts.
    pub(super) fn canonical_place(&self, half: &[u8; 16]) -> Option<Candidate> {
        self.places.of(half).find(|at| self.logs.hash_at(&at.log, at.seq).is_some_and(|hash| super::admit::half(&hash) == half))
    }

    /// Returns whether an entry is here, on whatever branch.
    #[must_use]
    pub fn holds(&self, entry: &EntryHash) -> bool {
        self.places.of(super::admit::half(entry)).any(|at| self.logs.holds(&at.log, at.seq, entry))
    }
}

impl Objects for Replica {
    fn locate(&self, object: &ObjRef) -> Option<Located> {
        let at = self.canonical_place(&object.entry)?;
        let time = self.logs.time_at(&at.log, at.seq)?;
        let info = self.documents.get(&at.target)?;
        let docref = info.docref()?;
        let under = match info.kind {
            DocKind::Segment => Under::Room(docref.parent),
            DocKind::Posts => Under::Board(docref.parent),
            DocKind::Thread => Under::Subject(docref.object.map_or(CommentOn::Event(docref.parent), CommentOn::Post)),
            DocKind::Room
            | DocKind::Board
            | DocKind::Event
            | DocKind::Rsvp
            | DocKind::Profiles
            | DocKind::Group
            | DocKind::Joined => return None,
        };
        Some(Located { under, time })
    }
}

fn first_bytes(half: &[u8; 16]) -> u64 {
    u64::from_be_bytes(*half.first_chunk().expect("16 bytes begin with 8"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{DeviceId, Lane};

    #[test]
    fn hashes_that_begin_alike_are_all_found() {
        let hash = |end: u8| {
            let mut bytes = [7; 32];
            bytes[15] = end;
            EntryHash(bytes)
        };
        let log = |n: u8| LogId { device: DeviceId([n; 32]), lane: Lane::MEMBER };
        let mut places = Places::default();
        places.note(&hash(1), log(1), 1, DocId([1; 16]));
        places.note(&hash(2), log(2), 1, DocId([2; 16]));
        places.note(&hash(2), log(2), 1, DocId([2; 16]));
        places.note(&EntryHash([8; 32]), log(1), 2, DocId::ZERO);
        let found: Vec<LogId> = places.of(super::super::admit::half(&hash(1))).map(|at| at.log).collect();
        assert_eq!(found, [log(1), log(2)]);
        let other: Vec<Candidate> = places.of(&[8; 16]).collect();
        assert_eq!(other, [Candidate { log: log(1), seq: 2, target: DocId::ZERO }]);
        assert_eq!(places.of(&[9; 16]).count(), 0);
    }
}
