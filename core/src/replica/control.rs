//! Authority anew: what a control entry changes for everything else.

use super::Replica;
use super::founding::control_op;
use super::step::Step;
use crate::authority::{ControlEntry, Position, Quotas, resolve};
use crate::encryption::{Audience, ContentKey};
use crate::entry::{Authentic, Quota};
use crate::id::{DeviceId, DocId, EntryHash, Lane, LogId, PersonId};
use crate::subject::Subject;
use std::collections::{BTreeMap, BTreeSet};

/// Returns the entry quota of a community.
pub(super) fn quota(quotas: Quotas) -> Quota {
    Quota { entries_per_hour: quotas.entries_per_hour, burst: quotas.burst }
}

/// What limits a device's content: for each standing of its person the cuts of its lanes, or that it is void.
type Limits = BTreeMap<(EntryHash, Lane), Option<Vec<EntryHash>>>;

impl Replica {
    /// Remembers a control entry; [`Replica::resolve_again`] follows at the end of the step.
    pub(super) fn learn_control(&mut self, authentic: &Authentic) {
        let header = authentic.header();
        let Some(op) = control_op(authentic.entry()) else { return };
        let permit = match header.permit {
            Some(permit) => permit.standing,
            // Of an inherited permit the one before is known: the entry has a parent.
            None => match self.control.get(&header.prev) {
                Some(before) => before.at.permit,
                None => return,
            },
        };
        let at =
            Position { id: authentic.hash(), device: header.device, seq: header.seq, prev: header.prev, ts: header.time, permit };
        self.control.insert(at.id, ControlEntry::new(&self.community, at, op));
    }

    /// Resolves authority anew and finds out what of the content it concerns.
    pub(super) fn resolve_again(&mut self, step: &mut Step) {
        let entries: Vec<ControlEntry> = self.control.values().cloned().collect();
        let before = self.limits();
        self.authority = resolve(self.community, &entries);
        self.pin_logs();
        let after = self.limits();
        // A device that is new has nothing judged yet; one whose limits changed is judged again.
        let changed: BTreeSet<DeviceId> =
            before.iter().filter(|(device, limits)| after.get(device) != Some(limits)).map(|(device, _)| *device).collect();
        self.judge_again(&changed);
        // What waited for a device, a permit or a key may be decidable now.
        step.dirty.extend(self.orphans.iter().copied());
        step.dirty.extend(self.open.iter().filter(|(_, open)| !open.waiting.is_empty()).map(|(id, _)| *id));
        if !self.creations.is_empty() {
            step.dirty.insert(DocId::ZERO);
        }
        for subject in [Subject::Community, Subject::Members, Subject::Invites] {
            step.changed(subject);
        }
        step.control = false;
    }

    /// Puts the documents in which these devices wrote in line to be judged again.
    pub(super) fn judge_again(&mut self, devices: &BTreeSet<DeviceId>) {
        let documents = self.documents_of(devices);
        self.rebuilds.extend(documents.into_iter().filter(|id| *id != DocId::ZERO));
    }

    fn pin_logs(&mut self) {
        let ids: Vec<LogId> = self.logs.ids().copied().collect();
        let mut switched = BTreeSet::new();
        for id in ids {
            let mut pins = self.authority.pins(&id.device, id.lane).to_vec();
            if id.lane == Lane::CONTROL && self.logs.hash_at(&id, 1).is_some_and(|hash| hash.0 == self.community.0) {
                pins.insert(0, EntryHash(self.community.0));
            }
            if self.logs.pin(&id, &pins) {
                switched.insert(id.device);
            }
        }
        self.judge_again(&switched);
    }

    /// Returns what limits the content of every device.
    fn limits(&self) -> BTreeMap<DeviceId, Limits> {
        let lanes = [Lane::GUEST, Lane::MEMBER, Lane::STAFF];
        let of = |device: &DeviceId, person: &PersonId| -> Limits {
            let standings = self.authority.standings(person);
            standings
                .flat_map(|standing| lanes.map(|lane| (standing.id, lane)))
                .map(|(standing, lane)| ((standing, lane), self.authority.cuts(device, lane, &standing)))
                .collect()
        };
        let mut all: BTreeMap<DeviceId, Limits> = BTreeMap::new();
        for (device, known) in self.authority.devices().filter(|(device, _)| self.written.contains_key(device)) {
            // Unlimited is the rule and need not be listed: a further grant then changes nothing.
            let mut limits = of(device, &known.person);
            limits.retain(|_, heads| heads.as_ref().is_none_or(|heads| !heads.is_empty()));
            all.insert(*device, limits);
        }
        all
    }

    /// Returns the key with which to write in `lane`: that of the newest epoch whose key is here.
    pub(super) fn writing_key(&self, lane: Lane) -> Option<ContentKey> {
        let audience = Audience::of_lane(lane)?;
        let mut epochs: Vec<_> = self.authority.epochs().values().collect();
        epochs.sort_by_key(|epoch| (epoch.number, epoch.rank, std::cmp::Reverse(epoch.id)));
        let commits = epochs.iter().rev().flat_map(|epoch| &epoch.commits);
        let of = |commit: &&crate::authority::EpochCommit| commit.domain.audience == audience;
        commits.filter(of).find_map(|commit| self.keys.content_key(&commit.kid()))
    }
}
