//! Reading one standing at its turn: judgement, devices, leaves, own corrections, operations.

use super::super::{ControlOp, Refusal, Standing, State, permits};
use super::devices::Limits;
use super::forest::Index;
use super::judge::Judgement;
use super::person::{Left, Shield};
use super::{InviteRevocation, Resolver};
use crate::id::{DeviceId, EntryHash};
use std::collections::{BTreeMap, BTreeSet};

/// Where an operation stands: what its effects need.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) index: Index,
    /// Place of the writing device among its person's.
    pub(super) device_order: u32,
}

impl<'a> Resolver<'a> {
    /// Reads the most senior standing that is left.
    pub(super) fn read_standing(&mut self, id: &EntryHash) {
        let Some(granted) = self.granted.get(id) else { return };
        let (mut standing, granter) = (granted.standing.clone(), granted.granter);
        let (certificate, over) = (granted.certificate, granted.over);
        self.people.entry(standing.person).or_default().standings.push(*id);
        standing.state = match self.judge(&standing, granter.as_ref(), over) {
            Judgement::Void(by) => State::Void { by },
            Judgement::Counts { ends, by_others, overridden } => {
                let exempt = over.cloned().unwrap_or_default();
                let claimed = certificate.is_none_or(|c| self.claim(&standing.person, c, standing.granted, exempt));
                standing.overridden = overridden.keys().copied().collect();
                if claimed { self.count(&standing, Limits { ends, overridden }, by_others) } else { State::Void { by: None } }
            }
        };
        if let Some(granted) = self.granted.get_mut(id) {
            granted.standing = standing;
        }
    }

    /// Reads what is written under a standing that is not void, and returns what becomes of it.
    fn count(&mut self, standing: &Standing, mut limits: Limits<'a>, by_others: BTreeSet<EntryHash>) -> State {
        let person = standing.person;
        if let Some(known) = self.people.get_mut(&person) {
            known.shields.push(Shield { seniority: standing.seniority, ended_by: by_others });
        }
        self.pass_devices(&person, &limits);
        let devices: Vec<DeviceId> =
            self.people.get(&person).map(|known| known.devices.iter().map(|device| device.id).collect()).unwrap_or_default();
        if devices.iter().any(|device| self.forest.has_log(device)) {
            self.hear_written(standing, &devices, &mut limits);
        }
        if limits.ends.is_empty() { State::Live } else { State::Ended { by: limits.ends.keys().copied().collect() } }
    }

    /// Hears everything that cites the standing: leaves, own voids and revocations of invites first.
    fn hear_written(&mut self, standing: &Standing, devices: &[DeviceId], limits: &mut Limits<'a>) {
        self.hear_leaves(standing, devices, limits);
        let written = self.written(standing, devices, limits);
        let own_voids = self.own_voids(standing, &written);
        for place in &written {
            self.hear_invite_revocation(standing, *place, &own_voids);
        }
        for place in written {
            self.hear(standing, place, &own_voids);
        }
    }

    /// Takes the first leave of each device, senior first; each shortens what the devices after it may still say.
    fn hear_leaves(&mut self, standing: &Standing, devices: &[DeviceId], limits: &mut Limits<'a>) {
        for (order, device) in devices.iter().enumerate() {
            let cap = self.cap(&standing.person, order, limits);
            let chain: Vec<Index> = self.forest.chain(device).iter().take(cap).copied().collect();
            for index in chain {
                let Some(entry) = self.forest.entry(index).filter(|entry| entry.at.permit == standing.id) else { continue };
                let ControlOp::Leave(leave) = &entry.op else { continue };
                if leave.standing != standing.id || !permits(standing.rank, &entry.op, true) {
                    self.refuse(index, Refusal::NotApplicable);
                } else if self.is_voided(&entry.at.id, &standing.person) {
                    self.refuse(index, Refusal::Voided);
                } else {
                    limits.ends.insert(entry.at.id, &leave.cut);
                    if let Some(known) = self.people.get_mut(&standing.person) {
                        let (id, ts) = (entry.at.id, entry.at.ts);
                        known.leaves.push(Left { id, to_rank: leave.to_rank, cut: &leave.cut, ts });
                        known.in_effect.insert(id);
                    }
                    self.accept(index);
                    break;
                }
            }
        }
    }

    /// Returns what is written under the standing and within its limits: device by device, senior first, oldest first.
    fn written(&mut self, standing: &Standing, devices: &[DeviceId], limits: &Limits<'a>) -> Vec<Place> {
        let mut written = Vec::new();
        for (order, device) in devices.iter().enumerate() {
            let cap = self.cap(&standing.person, order, limits);
            let device_order = u32::try_from(order).unwrap_or(u32::MAX);
            let chain = self.forest.chain(device).iter().take(cap);
            let cites = |index: &&Index| self.forest.entry(**index).is_some_and(|entry| entry.at.permit == standing.id);
            written.extend(chain.filter(cites).map(|index| Place { index: *index, device_order }));
        }
        written
    }

    /// Returns which of the standing's own entries it voids itself (amendments II, 10).
    ///
    /// A void may be voided in turn; as each names its target by hash, there is always a last one.
    fn own_voids(&mut self, standing: &Standing, written: &[Place]) -> BTreeSet<EntryHash> {
        let mut targets: BTreeMap<EntryHash, EntryHash> = BTreeMap::new();
        for place in written {
            let Some(entry) = self.forest.entry(place.index) else { continue };
            let ControlOp::Void(target) = entry.op else { continue };
            if self.is_of(standing, &target) && !self.is_voided(&entry.at.id, &standing.person) {
                targets.insert(entry.at.id, target);
            }
        }
        let mut voiders: BTreeMap<EntryHash, usize> = BTreeMap::new();
        for target in targets.values().filter(|target| targets.contains_key(target)) {
            *voiders.entry(*target).or_default() += 1;
        }
        // Those whom nobody voids hold; then those come whose voiders have all been looked at.
        let mut open: Vec<EntryHash> = targets.keys().filter(|id| !voiders.contains_key(id)).copied().collect();
        let mut voided = BTreeSet::new();
        while let Some(id) = open.pop() {
            let Some(target) = targets.get(&id).copied() else { continue };
            if !voided.contains(&id) {
                voided.insert(target);
            }
            if let Some(left) = voiders.get_mut(&target) {
                *left -= 1;
                if *left == 0 {
                    open.push(target);
                }
            }
        }
        voided
    }

    /// Returns whether `id` cites the standing and was written by a device of its person.
    fn is_of(&self, standing: &Standing, id: &EntryHash) -> bool {
        let entry = self.forest.find(id).and_then(|index| self.forest.entry(index));
        entry.is_some_and(|entry| entry.at.permit == standing.id && self.owners.get(&entry.at.device) == Some(&standing.person))
    }

    fn hear_invite_revocation(&mut self, standing: &Standing, place: Place, own_voids: &BTreeSet<EntryHash>) {
        let Some(entry) = self.forest.entry(place.index) else { return };
        let ControlOp::RevokeInvite(revoke) = &entry.op else { return };
        let voided = own_voids.contains(&entry.at.id) || self.is_voided(&entry.at.id, &standing.person);
        if !voided && permits(standing.rank, &entry.op, true) {
            self.invite_revocations.entry(revoke.invite).or_default().push(InviteRevocation {
                by: standing.seniority,
                standing: standing.id,
                keep: &revoke.keep,
            });
        }
    }

    /// Judges one operation and lets it take effect.
    fn hear(&mut self, standing: &Standing, place: Place, own_voids: &BTreeSet<EntryHash>) {
        let Some(entry) = self.forest.entry(place.index).filter(|_| !self.is_accepted(place.index)) else { return };
        let same_standing = matches!(&entry.op, ControlOp::Void(target) if self.is_of(standing, target));
        if own_voids.contains(&entry.at.id) || self.is_voided(&entry.at.id, &standing.person) {
            return self.refuse(place.index, Refusal::Voided);
        }
        if !entry.is_sound() {
            return self.refuse(place.index, Refusal::BadSignature);
        }
        if !permits(standing.rank, &entry.op, same_standing) {
            return self.refuse(place.index, Refusal::RankTooLow);
        }
        match self.apply(standing, place, entry) {
            Ok(true) => self.accept(place.index),
            Ok(false) => {}
            Err(why) => self.refuse(place.index, why),
        }
    }
}
