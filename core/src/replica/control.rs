//! Authority anew: what a control entry changes for everything else.

use super::Replica;
use super::founding::control_op;
use super::step::Step;
use crate::authority::{ControlEntry, Position, resolve};
use crate::encryption::{Audience, ContentKey};
use crate::entry::Authentic;
use crate::id::{DeviceId, DocId, EntryHash, Lane, LogId, PersonId};
use crate::subject::Subject;
use std::collections::{BTreeMap, BTreeSet};

/// What limits a device's content: whose it is, and for each standing of that person the heads that cut its lanes, or that
/// nothing of it counts.
type Limits = (PersonId, BTreeMap<(EntryHash, Lane), Option<Vec<EntryHash>>>);

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
        let before = self.limits();
        self.authority = resolve(self.community, self.control.values());
        self.pin_logs();
        let after = self.limits();
        // Under a standing that is new nothing was judged; what lost one, or is cut elsewhere, is judged again.
        let holds = |device: &DeviceId, (person, limits): &Limits| {
            let (now, after) = after.get(device)?;
            (now == person && limits.iter().all(|(of, heads)| after.get(of) == Some(heads))).then_some(())
        };
        let changed =
            before.iter().filter(|(device, limits)| holds(device, limits).is_none()).map(|(device, _)| *device).collect();
        self.judge_again(&changed);
        self.cut_heads = self.authority.cut_heads().map(|(log, head)| (head.hash, log.device)).collect();
        // What waited for a device, a permit or a key may be decidable now.
        step.dirty.extend(self.orphans.iter().copied());
        step.dirty.extend(self.open.iter().filter(|(_, open)| !open.waiting.is_empty()).map(|(id, _)| *id));
        self.has_new_creations = !self.creations.is_empty();
        for subject in [Subject::Community, Subject::Members, Subject::Invites] {
            step.changed(subject);
        }
        step.control = false;
    }

    /// Puts what these devices wrote and created in line to be judged again.
    pub(super) fn judge_again(&mut self, devices: &BTreeSet<DeviceId>) {
        if devices.is_empty() {
            return;
        }
        let documents = self.documents_of(devices);
        self.line_up(documents.into_iter().filter(|id| *id != DocId::ZERO));
        let created = self.creators.values().filter(|pending| devices.contains(&pending.log.device));
        self.creations.extend(created.copied());
        self.has_new_creations = true;
    }

    fn pin_logs(&mut self) {
        let mut pins = self.authority.all_pins().clone();
        // Genesis holds the founder's branch for good.
        let genesis = EntryHash(self.community.0);
        if let Some(founder) = self.control.get(&genesis).map(|entry| entry.at.device) {
            pins.entry(LogId { device: founder, lane: Lane::CONTROL }).or_default().insert(0, genesis);
        }
        let switched = self.logs.pin(pins).into_iter().map(|id| id.device).collect();
        self.judge_again(&switched);
    }

    /// Returns what limits the content of every device.
    fn limits(&self) -> BTreeMap<DeviceId, Limits> {
        let lanes = [Lane::GUEST, Lane::MEMBER, Lane::STAFF];
        let written = self.authority.devices().filter(|(device, _)| self.written.contains_key(device));
        let of = |device: &DeviceId, person: PersonId| -> Limits {
            let standings = self.authority.standings(&person).flat_map(|standing| lanes.map(|lane| (standing.id, lane)));
            (person, standings.map(|(id, lane)| ((id, lane), self.authority.cuts(device, lane, &id))).collect())
        };
        written.map(|(device, known)| (*device, of(device, known.person))).collect()
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
