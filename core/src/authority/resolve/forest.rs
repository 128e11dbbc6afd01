//! Control entries as trees, one for each device's log, and the branch of each that counts.

use super::super::{ControlEntry, ControlOp};
use crate::entry::MAX_UNPINNED_FORKS;
use crate::id::{DeviceId, EntryHash, PersonId};
use crate::identity::Issuer;
use std::collections::BTreeMap;

/// Index of an entry in [`Forest`]; smaller indexes have smaller hashes.
pub(super) type Index = usize;

/// All entries, sorted by hash, with the branches chosen so far.
pub(super) struct Forest<'a> {
    entries: Vec<&'a ControlEntry>,
    children: Vec<Vec<Index>>,
    logs: BTreeMap<DeviceId, Log>,
    /// Place of each entry on its device's chosen branch, from 1; 0 is beside it.
    places: Vec<usize>,
    /// `DeviceAdd` with the root's word in the new device's own log, by person.
    recoveries: BTreeMap<PersonId, Vec<Index>>,
    /// `DeviceRevoke` with the root's word, by person.
    root_revocations: BTreeMap<PersonId, Vec<Index>>,
}

/// One device's log of lane 0.
#[derive(Default)]
struct Log {
    roots: Vec<Index>,
    chain: Vec<Index>,
    /// How many entries of the chain were read under some standing: no later pin changes them.
    read: usize,
    forked: bool,
    built: bool,
    /// Whether undecided forks end it before its last entry.
    ended: bool,
}

impl<'a> Forest<'a> {
    pub(super) fn new(mut entries: Vec<&'a ControlEntry>) -> Self {
        entries.sort_by_key(|entry| entry.at.id);
        entries.dedup_by_key(|entry| entry.at.id);
        let mut forest = Self {
            children: vec![Vec::new(); entries.len()],
            places: vec![0; entries.len()],
            entries,
            logs: BTreeMap::new(),
            recoveries: BTreeMap::new(),
            root_revocations: BTreeMap::new(),
        };
        for index in 0..forest.entries.len() {
            forest.place(index);
        }
        forest
    }

    /// Hangs the entry under its parent and notes what the root says.
    fn place(&mut self, index: Index) {
        let Some(entry) = self.entries.get(index).copied() else { return };
        let at = entry.at;
        if at.seq == 1 && at.prev == EntryHash::ZERO {
            let log = self.logs.entry(at.device).or_default();
            log.forked |= !log.roots.is_empty();
            log.roots.push(index);
        } else if let Some(parent) = self.find(&at.prev) {
            let fits = self.entry(parent).is_some_and(|p| p.at.device == at.device && p.at.seq.checked_add(1) == Some(at.seq));
            if let Some(children) = self.children.get_mut(parent).filter(|_| fits) {
                let forks = !children.is_empty();
                children.push(index);
                if forks {
                    self.logs.entry(at.device).or_default().forked = true;
                }
            }
        }
        if !entry.is_sound() {
            return;
        }
        if let ControlOp::DeviceAdd(add) = &entry.op {
            if add.certificate.issuer() == Issuer::Root && add.certificate.device() == at.device {
                self.recoveries.entry(add.certificate.person()).or_default().push(index);
            }
        } else if let ControlOp::DeviceRevoke(revoke) = &entry.op
            && let Some(word) = &revoke.root
        {
            self.root_revocations.entry(word.person()).or_default().push(index);
        }
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn find(&self, id: &EntryHash) -> Option<Index> {
        self.entries.binary_search_by_key(id, |entry| entry.at.id).ok()
    }

    pub(super) fn entry(&self, index: Index) -> Option<&'a ControlEntry> {
        self.entries.get(index).copied()
    }

    pub(super) fn all(&self) -> &[&'a ControlEntry] {
        &self.entries
    }

    pub(super) fn recoveries(&self, person: &PersonId) -> Vec<Index> {
        self.recoveries.get(person).cloned().unwrap_or_default()
    }

    pub(super) fn root_revocations(&self, person: &PersonId) -> Vec<Index> {
        self.root_revocations.get(person).cloned().unwrap_or_default()
    }

    /// Returns whether the device wrote anything in lane 0; most never do.
    pub(super) fn has_log(&self, device: &DeviceId) -> bool {
        self.logs.contains_key(device)
    }

    pub(super) fn is_forked(&self, device: &DeviceId) -> bool {
        self.logs.get(device).is_some_and(|log| log.forked)
    }

    pub(super) fn is_on_chain(&self, index: Index) -> bool {
        self.places.get(index).is_some_and(|place| *place > 0)
    }

    /// Chooses the branch of `device`'s log: at a fork the first of `pins` that lies on a branch counts, otherwise the smaller
    /// hash. With [`MAX_UNPINNED_FORKS`] forks that no pin decides the log ends before the lowest (amendments II, 28). What was
    /// read before stays.
    pub(super) fn choose(&mut self, device: &DeviceId, pins: &[EntryHash]) {
        let Some(mut log) = self.logs.remove(device) else { return };
        if !log.built || (log.forked && (log.ended || log.read < log.chain.len())) {
            let marks = if log.forked { self.marks(device, pins) } else { BTreeMap::new() };
            for index in log.chain.split_off(log.read.min(log.chain.len())) {
                self.set_place(index, 0);
            }
            let mut unpinned_forks: Vec<usize> = Vec::new();
            loop {
                let branches = match log.chain.last() {
                    Some(last) => self.children.get(*last),
                    None => Some(&log.roots),
                };
                // Branches stand in order of their hashes.
                let unpinned = pins.len();
                let next = branches.and_then(|b| b.iter().min_by_key(|i| (marks.get(i).copied().unwrap_or(unpinned), **i)));
                let Some(next) = next.copied() else { break };
                if branches.is_some_and(|branches| branches.len() > 1) && !marks.contains_key(&next) {
                    unpinned_forks.push(log.chain.len());
                }
                log.chain.push(next);
                self.set_place(next, log.chain.len());
            }
            log.ended = unpinned_forks.len() >= MAX_UNPINNED_FORKS;
            if let Some(lowest) = unpinned_forks.first().filter(|_| log.ended) {
                for index in log.chain.split_off(*lowest) {
                    self.set_place(index, 0);
                }
            }
            log.built = true;
        }
        self.logs.insert(*device, log);
    }

    /// Returns for each entry that some pin holds the place of the first such pin.
    fn marks(&self, device: &DeviceId, pins: &[EntryHash]) -> BTreeMap<Index, usize> {
        let mut marks = BTreeMap::new();
        for (order, pin) in pins.iter().enumerate() {
            let mut at = self.find(pin);
            while let Some(index) = at {
                // Above an entry that a more senior pin holds, that pin holds everything.
                let Some(entry) = self.entry(index).filter(|entry| entry.at.device == *device) else { break };
                if marks.contains_key(&index) {
                    break;
                }
                marks.insert(index, order);
                at = self.find(&entry.at.prev);
            }
        }
        marks
    }

    fn set_place(&mut self, index: Index, place: usize) {
        if let Some(slot) = self.places.get_mut(index) {
            *slot = place;
        }
    }

    /// Returns the chosen branch as far as it was read and is known.
    pub(super) fn chain(&self, device: &DeviceId) -> &[Index] {
        self.logs.get(device).map_or(&[], |log| log.chain.as_slice())
    }

    /// Keeps the first `count` entries of the chosen branch for good.
    pub(super) fn keep(&mut self, device: &DeviceId, count: usize) {
        if let Some(log) = self.logs.get_mut(device) {
            log.read = log.read.max(count);
        }
    }

    /// Returns how many entries of the chosen branch are ancestors of or equal to `head`.
    pub(super) fn prefix(&self, device: &DeviceId, head: &EntryHash) -> usize {
        let mut at = self.find(head);
        while let Some(index) = at {
            let Some(entry) = self.entry(index).filter(|entry| entry.at.device == *device) else { return 0 };
            match self.places.get(index) {
                Some(0) | None => at = self.find(&entry.at.prev),
                Some(place) => return *place,
            }
        }
        0
    }
}
