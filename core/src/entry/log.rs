//! A log: what one device wrote in one lane, as a tree of entries with one canonical branch.
//!
//! Memory holds about 70 bytes an entry: hash, time, bucket, links. Headers and payloads stay in the store.
//!
//! **Which branch.** At a fork the branch with the most senior pin is canonical; without one, that with the smaller hash.
//! **Where it ends.** A canonical branch with three or more forks that no pin decides ends at the lowest of them, that entry
//! included. Only forks on the canonical branch count: what somebody writes on a side branch that a pin has voided changes
//! nothing (amendments II, 8 and 28).

mod tip;
mod tree;

pub use tip::Tip;

use self::tree::{NONE, Node, Tree};
use super::quota::Bucket;
use super::{Authentic, Permit, Quota};
use crate::id::{EntryHash, LogId};
use crate::time::Timestamp;
use std::collections::BTreeSet;

/// What became of an entry that was offered to a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Insertion {
    /// It is in, on the canonical branch or extending another one.
    Inserted,
    /// It was in already.
    Duplicate,
    /// It stands beside another entry with the same predecessor: the device has forked its log.
    Forked,
    /// The entry before it is not here; ask for it.
    MissingParent(EntryHash),
    /// It can never be in.
    Rejected(Reason),
}

/// Why an entry can never be in a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// It is of another device or lane.
    #[error("the entry is of another log")]
    OtherLog,
    /// Its time or rules version is smaller than that of the entry before.
    #[error("the log runs backwards")]
    Backwards,
    /// The device has written more than its quota; the log ends before this entry.
    #[error("the log is beyond its quota")]
    QuotaReached,
    /// Two branches with smaller hashes stand there already; further ones are not kept (amendments II, 28).
    #[error("the log has two smaller branches here")]
    ThirdBranch,
    /// The log is as long as a log can be.
    #[error("the log is full")]
    Full,
}

/// One entry's place in a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Number, from 1.
    pub seq: u64,
    /// The entry.
    pub hash: EntryHash,
    /// Declared time.
    pub time: Timestamp,
    /// The permit that it cites or inherits.
    pub permit: Permit,
}

/// A place where a device wrote twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fork {
    /// Number of the first entries that differ.
    pub seq: u64,
    /// The canonical one.
    pub canonical: EntryHash,
    /// The smallest other one.
    pub other: EntryHash,
    /// Whether a pin decides; then it does not count towards the end of the log.
    pub pinned: bool,
}

/// Unpinned forks at which a log ends (amendments II, 28).
pub const MAX_UNPINNED_FORKS: usize = 3;

/// All authentic entries of one device and lane that are here.
#[derive(Clone, Debug)]
pub struct Log {
    id: LogId,
    quota: Option<Quota>,
    tree: Tree,
    pins: Vec<EntryHash>,
    /// Pins whose entry has not arrived.
    awaited: BTreeSet<EntryHash>,
    /// Canonical branch from number 1, to its last entry.
    chain: Vec<u32>,
    /// How much of the branch counts.
    len: usize,
    forks: Vec<Fork>,
    permits: Vec<Permit>,
}

impl Log {
    /// Returns an empty log; `quota` is the community's, `None` where it has none.
    #[must_use]
    pub fn new(id: LogId, quota: Option<Quota>) -> Self {
        let (chain, forks, permits) = (Vec::new(), Vec::new(), Vec::new());
        let (pins, awaited) = (Vec::new(), BTreeSet::new());
        Self { id, quota, tree: Tree::default(), pins, awaited, chain, len: 0, forks, permits }
    }

    /// Returns which log it is.
    #[must_use]
    pub const fn id(&self) -> LogId {
        self.id
    }

    /// Puts an entry in. Only header facts decide, so that all peers decide alike, whatever the order of arrival.
    pub fn insert(&mut self, entry: &Authentic) -> Insertion {
        self.place(entry, self.awaited.is_empty())
    }

    /// Puts an entry in that was in before: what was kept once stays, also a third branch on which a pin was.
    pub fn restore(&mut self, entry: &Authentic) -> Insertion {
        self.place(entry, false)
    }

    fn place(&mut self, entry: &Authentic, two_branches: bool) -> Insertion {
        let (header, hash) = (entry.header(), entry.hash());
        if header.log() != self.id {
            return Insertion::Rejected(Reason::OtherLog);
        }
        let parent = if header.seq == 1 { NONE } else { self.find(header.seq - 1, &header.prev).unwrap_or(NONE) };
        if header.seq > 1 && parent == NONE {
            return Insertion::MissingParent(header.prev);
        }
        if self.find(header.seq, &hash).is_some() {
            return Insertion::Duplicate;
        }
        // Two branches of a fork are enough to know of it; a third is wanted only where a pin may be on it.
        if two_branches && self.tree.smaller_siblings(header.seq, parent, &hash) >= 2 {
            return Insertion::Rejected(Reason::ThirdBranch);
        }
        let node = match self.judge(parent, header, hash) {
            Ok(node) => node,
            Err(reason) => return Insertion::Rejected(reason),
        };
        let Some(index) = self.tree.push(header.seq, node) else { return Insertion::Rejected(Reason::Full) };
        let is_pin = self.awaited.remove(&hash);
        if self.chain.last().copied().unwrap_or(NONE) == parent {
            self.chain.push(index);
            self.len += usize::from(self.len + 1 == self.chain.len());
            // A pin further up decides the forks below it.
            if is_pin && !self.forks.is_empty() {
                self.choose();
            }
            return Insertion::Inserted;
        }
        let forked = self.tree.has_sibling(header.seq, index);
        if forked || is_pin {
            self.choose();
        }
        if forked { Insertion::Forked } else { Insertion::Inserted }
    }

    /// Sets the pins of this log, most senior first; returns whether another branch or another end came of it.
    ///
    /// Pins that name no entry of the log do nothing until it arrives. The founder's lane 0 has Genesis as its first pin.
    pub fn pin(&mut self, pins: &[EntryHash]) -> bool {
        if self.pins == pins {
            return false;
        }
        self.pins = pins.to_vec();
        self.awaited = self.tree.missing(pins);
        let before = (self.len, self.chain.get(self.len.saturating_sub(1)).copied());
        self.choose();
        before != (self.len, self.chain.get(self.len.saturating_sub(1)).copied())
    }

    /// Returns how many entries the canonical branch has.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.len as u64
    }

    /// Returns whether the canonical branch has no entry.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Returns whether undecided forks have ended the log before its last entry.
    #[must_use]
    pub fn is_ended(&self) -> bool {
        self.len < self.chain.len()
    }

    /// Returns the canonical entry with this number.
    #[must_use]
    pub fn at(&self, seq: u64) -> Option<Placed> {
        let at = usize::try_from(seq.checked_sub(1)?).ok().filter(|at| *at < self.len)?;
        self.placed(seq, *self.chain.get(at)?)
    }

    /// Returns the last canonical entry.
    #[must_use]
    pub fn head(&self) -> Option<Placed> {
        self.at(self.len())
    }

    /// Returns the canonical entries with numbers `from..=to`, oldest first.
    pub fn range(&self, from: u64, to: u64) -> impl Iterator<Item = Placed> + '_ {
        (from.max(1)..=to.min(self.len())).map_while(|seq| self.at(seq))
    }

    /// Returns the whole canonical branch, oldest first.
    pub fn chain(&self) -> impl Iterator<Item = Placed> + '_ {
        self.range(1, self.len())
    }

    /// Returns the canonical entry of this hash; looks from the end, and costs its distance from there.
    #[must_use]
    pub fn by_hash(&self, hash: &EntryHash) -> Option<Placed> {
        (1..=self.len()).rev().filter_map(|seq| self.at(seq)).find(|placed| placed.hash == *hash)
    }

    /// Returns whether the entry with this number and hash is canonical.
    #[must_use]
    pub fn is_canonical(&self, seq: u64, hash: &EntryHash) -> bool {
        self.at(seq).is_some_and(|placed| placed.hash == *hash)
    }

    /// Returns whether the entry is here, on whatever branch.
    #[must_use]
    pub fn holds(&self, seq: u64, hash: &EntryHash) -> bool {
        self.find(seq, hash).is_some()
    }

    /// Returns the ancestors of an entry on whatever branch, itself first, back to number 1.
    pub fn ancestors(&self, seq: u64, hash: &EntryHash) -> impl Iterator<Item = Placed> + '_ {
        let mut at = self.find(seq, hash).map(|index| (seq, index));
        std::iter::from_fn(move || {
            let (seq, index) = at?;
            at = self.tree.get(index).filter(|node| node.parent != NONE).map(|node| (seq - 1, node.parent));
            self.placed(seq, index)
        })
    }

    /// Returns the forks of the canonical branch, lowest first.
    #[must_use]
    pub fn forks(&self) -> &[Fork] {
        &self.forks
    }

    /// Returns where the next entry goes; what [`super::seal`] needs.
    #[must_use]
    pub fn tip(&self) -> Tip {
        let last = self.len.checked_sub(1).and_then(|at| self.chain.get(at)).and_then(|index| self.tree.get(*index));
        Tip::new(self.len(), self.quota, last, !self.forks.is_empty())
    }

    /// Returns the first entry beyond the end that undecided forks have set.
    #[must_use]
    pub fn beyond_end(&self) -> Option<Placed> {
        self.placed(self.len() + 1, *self.chain.get(self.len)?)
    }

    /// Returns a branch from one of its entries on, following at each fork the smaller hash; at most `limit` entries.
    #[must_use]
    pub fn branch(&self, seq: u64, hash: &EntryHash, limit: usize) -> Vec<Placed> {
        let mut branch = Vec::new();
        let mut at = self.find(seq, hash).map(|index| (seq, index));
        while let Some((seq, index)) = at.filter(|_| branch.len() < limit) {
            branch.extend(self.placed(seq, index));
            at = self.tree.smallest_child(seq, index).map(|child| (seq + 1, child));
        }
        branch
    }

    /// Returns how many entries are here on all branches.
    #[must_use]
    pub fn held(&self) -> usize {
        self.tree.len()
    }

    fn find(&self, seq: u64, hash: &EntryHash) -> Option<u32> {
        let on_chain = usize::try_from(seq.checked_sub(1)?).ok().and_then(|at| self.chain.get(at)).copied();
        match on_chain {
            Some(index) if self.tree.get(index).is_some_and(|node| node.hash == *hash) => Some(index),
            // Beside the chain there is something only where the device has forked.
            Some(_) | None => self.tree.find(seq, hash),
        }
    }

    fn placed(&self, seq: u64, index: u32) -> Option<Placed> {
        let node = self.tree.get(index)?;
        let permit = *self.permits.get(node.permit as usize)?;
        Some(Placed { seq, hash: node.hash, time: node.bucket_time(), permit })
    }

    /// Checks an entry against the one before it and returns its node.
    fn judge(&mut self, parent: u32, header: &super::Header, hash: EntryHash) -> Result<Node, Reason> {
        let before = self.tree.get(parent).copied();
        let version = u32::try_from(header.version).map_err(|_| Reason::Backwards)?;
        if before.is_some_and(|before| header.time < before.bucket_time() || version < before.version) {
            return Err(Reason::Backwards);
        }
        let bucket = match (&self.quota, before) {
            (None, _) => Bucket::unlimited(header.time),
            (Some(quota), before) => before
                .map_or_else(|| Bucket::full(quota, header.time), |before| before.bucket)
                .spend(quota, header.time)
                .ok_or(Reason::QuotaReached)?,
        };
        let permit = match (header.permit, before) {
            (Some(permit), before) => self.permit_index(permit, before.map(|before| before.permit))?,
            (None, Some(before)) => before.permit,
            (None, None) => return Err(Reason::Backwards),
        };
        Ok(Node { hash, bucket, parent, permit, version })
    }

    /// Permits change seldom and are kept once each time they do.
    fn permit_index(&mut self, permit: Permit, before: Option<u32>) -> Result<u32, Reason> {
        let recent = before.into_iter().chain(self.permits.len().checked_sub(1).and_then(|last| u32::try_from(last).ok()));
        for index in recent {
            if self.permits.get(index as usize) == Some(&permit) {
                return Ok(index);
            }
        }
        let index = u32::try_from(self.permits.len()).map_err(|_| Reason::Full)?;
        self.permits.push(permit);
        Ok(index)
    }

    /// Decides every fork anew; costs as much as the log is long, and happens only where a fork or a pin is new.
    fn choose(&mut self) {
        let seniority = self.tree.seniority(&self.pins);
        let (chain, forks) = self.tree.canonical(&seniority);
        let open: Vec<u64> = forks.iter().filter(|fork| !fork.pinned).map(|fork| fork.seq).collect();
        self.len = match open.first() {
            Some(lowest) if open.len() >= MAX_UNPINNED_FORKS => usize::try_from(lowest - 1).unwrap_or(chain.len()),
            Some(_) | None => chain.len(),
        };
        (self.chain, self.forks) = (chain, forks);
    }
}
