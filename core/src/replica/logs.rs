//! All logs of one community: where an entry belongs, which branch counts, how far a cut reaches.

use super::open_document::Pending;
use crate::authority::Quotas;
use crate::entry::{Authentic, Insertion, Log, Permit, Quota, Reason, Tip};
use crate::id::{DocId, EntryHash, Lane, LogId};
use crate::store::keys::Place;
use crate::sync::Head;
use crate::time::{DAY_MS, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// Logs of one community; each device has a few.
const MAX_LOGS: usize = 100_000;

/// Where an offered entry went.
pub(super) enum Placed {
    /// It was there already.
    Known,
    /// The entry before it is missing.
    Missing(EntryHash),
    /// It can never be in.
    Rejected(&'static str),
    /// It is in.
    Inserted {
        /// Whether its log has, or now has, more than one branch.
        forked: bool,
    },
}

/// The logs.
pub(super) struct Logs {
    quota: Option<Quota>,
    documents_per_day: Option<u64>,
    logs: BTreeMap<LogId, Log>,
    /// What decides between their branches.
    pins: BTreeMap<LogId, Vec<EntryHash>>,
    /// Entries that create documents, on whatever branch, by log and number.
    creations: BTreeMap<LogId, BTreeSet<(u64, EntryHash)>>,
    /// Numbers of all entries of forked logs, on whatever branch.
    branched: BTreeMap<EntryHash, u64>,
}

impl Logs {
    /// Returns no logs; `quotas` are the community's.
    pub(super) fn new(quotas: Option<Quotas>) -> Self {
        let quota = quotas.map(|quotas| Quota { entries_per_hour: quotas.entries_per_hour, burst: quotas.burst });
        Self {
            quota,
            documents_per_day: quotas.map(|quotas| quotas.documents_per_day),
            logs: BTreeMap::new(),
            pins: BTreeMap::new(),
            creations: BTreeMap::new(),
            branched: BTreeMap::new(),
        }
    }

    /// Returns how much a device may write.
    pub(super) const fn quota(&self) -> Option<Quota> {
        self.quota
    }

    /// Puts an authentic entry in.
    pub(super) fn insert(&mut self, entry: &Authentic) -> Placed {
        self.place(entry, Log::insert)
    }

    /// Puts an entry in that was in before.
    pub(super) fn restore(&mut self, entry: &Authentic) -> Placed {
        self.place(entry, Log::restore)
    }

    fn place(&mut self, entry: &Authentic, put: fn(&mut Log, &Authentic) -> Insertion) -> Placed {
        let id = entry.header().log();
        if self.logs.len() >= MAX_LOGS && !self.logs.contains_key(&id) {
            return Placed::Rejected("too many logs");
        }
        // A log whose first entry is missing is not kept.
        let quota = self.quota;
        let pins = &self.pins;
        let log = self.logs.entry(id).or_insert_with(|| {
            let mut log = Log::new(id, quota);
            log.pin(pins.get(&id).map_or(&[], Vec::as_slice));
            log
        });
        // A branch that stands beside the chain may take its place: both are noted.
        let is_beside = entry.header().seq <= log.len() && !log.holds(entry.header().seq, &entry.hash());
        if is_beside && log.held() as u64 == log.len() {
            self.branched.extend(log.chain().map(|placed| (placed.hash, placed.seq)));
        }
        let insertion = put(log, entry);
        let forked = log.held() as u64 != log.len();
        if forked {
            self.branched.insert(entry.hash(), entry.header().seq);
        }
        if log.held() == 0 {
            self.logs.remove(&id);
        }
        let is_in = matches!(insertion, Insertion::Inserted | Insertion::Forked);
        if is_in && id.lane.is_content() && entry.header().target == Some(DocId::ZERO) {
            self.creations.entry(id).or_default().insert((entry.header().seq, entry.hash()));
        }
        match insertion {
            Insertion::Duplicate => Placed::Known,
            Insertion::MissingParent(parent) => Placed::Missing(parent),
            Insertion::Inserted => Placed::Inserted { forked },
            Insertion::Forked => Placed::Inserted { forked: true },
            Insertion::Rejected(reason) => Placed::Rejected(match reason {
                Reason::OtherLog => "of another log",
                Reason::Backwards => "runs backwards",
                Reason::QuotaReached => "beyond the quota",
                Reason::ThirdBranch => "a third branch",
                Reason::Full => "the log is full",
            }),
        }
    }

    /// Sets the pins of all logs, most senior first, also of those that come later; returns which count on another branch now.
    pub(super) fn pin(&mut self, pins: BTreeMap<LogId, Vec<EntryHash>>) -> Vec<LogId> {
        self.pins = pins;
        let pins = &self.pins;
        let switched = self.logs.iter_mut().filter_map(|(id, log)| {
            let switches = log.pin(pins.get(id).map_or(&[], Vec::as_slice));
            switches.then_some(*id)
        });
        switched.collect()
    }

    /// Returns all logs, by device and lane.
    pub(super) fn ids(&self) -> impl Iterator<Item = &LogId> {
        self.logs.keys()
    }

    /// Returns whether an entry is on the branch that counts.
    pub(super) fn is_canonical(&self, id: &LogId, seq: u64, hash: &EntryHash) -> bool {
        self.logs.get(id).is_some_and(|log| log.is_canonical(seq, hash))
    }

    /// Returns whether a log has more than one branch.
    pub(super) fn is_forked(&self, id: &LogId) -> bool {
        self.logs.get(id).is_some_and(|log| log.held() as u64 != log.len())
    }

    /// Returns the entry at a place of the store.
    pub(super) fn at(&self, place: &Place) -> Option<Pending> {
        let log = self.logs.get(&place.log)?;
        let hash = match place.branch {
            Some(hash) => hash,
            None if log.held() as u64 == log.len() => log.at(place.seq)?.hash,
            // Which of the branches stands at this key is found out by reading it.
            None => return None,
        };
        Some(Pending { log: place.log, seq: place.seq, hash })
    }

    /// Returns the hash of the entry of this number on the branch that counts.
    pub(super) fn hash_at(&self, id: &LogId, seq: u64) -> Option<EntryHash> {
        Some(self.logs.get(id)?.at(seq)?.hash)
    }

    /// Returns the declared time of the entry of this number on the branch that counts.
    pub(super) fn time_at(&self, id: &LogId, seq: u64) -> Option<Timestamp> {
        Some(self.logs.get(id)?.at(seq)?.time)
    }

    /// Returns the permit that an entry of the branch that counts cites or inherits.
    pub(super) fn permit(&self, id: &LogId, seq: u64) -> Option<Permit> {
        Some(self.logs.get(id)?.at(seq)?.permit)
    }

    /// Returns whether entry `seq` of the branch that counts is an ancestor of, or is, each of `heads`.
    pub(super) fn is_within(&self, id: &LogId, seq: u64, heads: &[EntryHash]) -> bool {
        let Some(log) = self.logs.get(id) else { return false };
        heads.iter().all(|head| {
            let number = self.branched.get(head).copied().or_else(|| log.by_hash(head).map(|placed| placed.seq));
            // A head on a side branch keeps what lies below the fork.
            let common = number.and_then(|number| {
                log.ancestors(number, head).find(|placed| log.is_canonical(placed.seq, &placed.hash)).map(|placed| placed.seq)
            });
            common.is_some_and(|common| seq <= common)
        })
    }

    /// Returns the number of the last entry; `None` where there is no such log.
    pub(super) fn head(&self, id: &LogId) -> Option<u64> {
        self.logs.get(id).map(Log::len).filter(|len| *len > 0)
    }

    /// Returns whether entry `seq` of a log, declared at `time`, may create a document: of each day (UTC) the first ones of a log
    /// may, as many as Genesis says (amendments I, 4 and II, 13). Headers alone decide, and nothing but the log counts.
    pub(super) fn may_create(&self, id: &LogId, seq: u64, time: Timestamp) -> bool {
        let Some(most) = self.documents_per_day else { return true };
        let Some(log) = self.logs.get(id) else { return most > 0 };
        let day = |time: Timestamp| time.0 / DAY_MS;
        let before = self.creations.get(id).into_iter().flat_map(|all| all.range(..(seq, EntryHash::ZERO)).rev());
        let canonical = before.filter(|(seq, hash)| log.is_canonical(*seq, hash));
        // Times of a log never decrease: the day's creations are the last ones.
        let same_day = canonical.take_while(|(seq, _)| log.at(*seq).is_some_and(|placed| day(placed.time) == day(time)));
        (same_day.take(usize::try_from(most).unwrap_or(usize::MAX)).count() as u64) < most
    }

    /// Returns whether the entry is here, on whatever branch.
    pub(super) fn holds(&self, id: &LogId, seq: u64, hash: &EntryHash) -> bool {
        self.logs.get(id).is_some_and(|log| log.holds(seq, hash))
    }

    /// Returns the last entry declared before `end`, or of all; `None` where there is none.
    pub(super) fn last_before(&self, id: &LogId, end: Option<Timestamp>) -> Option<(u64, EntryHash)> {
        let log = self.logs.get(id)?;
        // Times of a log never decrease.
        let mut seqs = (1..=log.len()).rev().filter_map(|seq| log.at(seq));
        seqs.find(|placed| end.is_none_or(|end| placed.time < end)).map(|placed| (placed.seq, placed.hash))
    }

    /// Returns the end of a log, where the next entry goes.
    pub(super) fn tip(&self, id: &LogId) -> Tip {
        self.logs.get(id).map_or_else(|| Tip::empty(self.quota), Log::tip)
    }

    /// Returns what lies beside the branch that counts, each piece from its fork on, at most `limit` entries of each: other
    /// branches, and what is beyond the end of an ended log.
    pub(super) fn side_branches(&self, id: &LogId, limit: usize) -> Vec<Vec<(Pending, Permit)>> {
        let Some(log) = self.logs.get(id).filter(|log| log.held() as u64 != log.len()) else { return Vec::new() };
        let pending = |placed: crate::entry::Placed| (Pending { log: *id, seq: placed.seq, hash: placed.hash }, placed.permit);
        let beyond = log.beyond_end().map(|placed| (placed.seq, placed.hash));
        let others = log.forks().iter().map(|fork| (fork.seq, fork.other));
        let piece = |(seq, hash): (u64, EntryHash)| log.branch(seq, &hash, limit).into_iter().map(pending).collect();
        beyond.into_iter().chain(others).map(piece).collect()
    }

    /// Returns every log's head.
    pub(super) fn heads(&self) -> Vec<Head> {
        let head = |(id, log): (&LogId, &Log)| {
            let placed = log.head()?;
            let forks: Vec<EntryHash> = log.forks().iter().map(|fork| fork.other).collect();
            Some(Head::new(*id, placed.seq, placed.hash, &forks))
        };
        self.logs.iter().filter_map(head).collect()
    }

    /// Returns the heads of lane 0.
    pub(super) fn control_heads(&self) -> Vec<(LogId, u64, EntryHash)> {
        let control = self.logs.iter().filter(|(id, _)| id.lane == Lane::CONTROL);
        control.filter_map(|(id, log)| log.head().map(|head| (*id, head.seq, head.hash))).collect()
    }
}
