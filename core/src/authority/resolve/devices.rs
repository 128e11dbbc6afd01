//! The device pass: which devices a person has, and how far each log counts (amendments II, 5).

use super::super::{ControlOp, Cut, Refusal};
use super::Resolver;
use super::forest::Index;
use super::person::{Device, PinOrder, Revocation};
use crate::derive;
use crate::id::{ActorKey, DeviceId, EntryHash, Lane, LogId, PersonId};
use crate::identity::{Certificate, Issuer};
use crate::limits::MAX_DEVICE_ADDS;
use crate::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// What limits the person's logs while one standing is read.
pub(super) struct Limits<'a> {
    /// End the standing: they bind every device.
    pub(super) ends: BTreeMap<EntryHash, &'a Cut>,
    /// Removals that the grant overrides: they bind the devices that were there before.
    pub(super) overridden: BTreeMap<EntryHash, &'a Cut>,
}

impl<'a> Resolver<'a> {
    /// Reads what the person says about its own devices, as far as it was not read under a more senior standing.
    ///
    /// The root speaks first, then the devices, senior first; what a device brings joins at the end.
    pub(super) fn pass_devices(&mut self, person: &PersonId, limits: &Limits<'a>) {
        self.recover(person, limits);
        self.hear_root(person, limits);
        let mut place = 0;
        while let Some(device) = self.device_at(person, place) {
            if self.forest.has_log(&device) {
                let cap = self.cap(person, place, limits);
                self.search(person, place, &device, cap);
            }
            place += 1;
        }
        for place in 0.. {
            let Some(device) = self.device_at(person, place) else { break };
            // What was read stays; what lies behind a cut may still be decided by pins read later.
            if self.forest.has_log(&device) {
                let cap = self.cap(person, place, limits);
                self.forest.keep(&device, cap);
            }
        }
    }

    /// Returns how many entries of the log of the person's device at `place` count, after choosing its branch.
    pub(super) fn cap(&mut self, person: &PersonId, place: usize, limits: &Limits<'a>) -> usize {
        let Some(device) = self.device_at(person, place).filter(|device| self.forest.has_log(device)) else { return 0 };
        let pins = self.pins_of(person, &device);
        self.forest.choose(&device, &pins);
        let log = LogId { device, lane: Lane::CONTROL };
        let mut cap = self.forest.chain(&device).len();
        let Some(known) = self.people.get(person) else { return 0 };
        let exempt = known.devices.get(place).map(|device| &device.exempt);
        let outlived = limits.overridden.iter().filter(|(id, _)| !exempt.is_some_and(|exempt| exempt.contains(id)));
        let own = known.revocations.iter().filter(|revocation| revocation.ends(&device, place)).map(|r| r.cut);
        let foreign = self.effective_revocations(person, &device).map(|revocation| revocation.cut);
        for cut in limits.ends.iter().chain(outlived).map(|(_, cut)| *cut).chain(own).chain(foreign) {
            cap = cap.min(cut.head(&log).map_or(0, |head| self.forest.prefix(&device, &head.hash)));
        }
        cap
    }

    /// Returns the revocations of a device by others that reach its person: their issuers outrank all that the person ever
    /// held, ended or not.
    pub(super) fn effective_revocations(
        &self,
        person: &PersonId,
        device: &DeviceId,
    ) -> impl Iterator<Item = &super::ForeignRevocation<'a>> {
        let shield = self.people.get(person).and_then(|known| known.shield());
        self.revocations
            .get(device)
            .into_iter()
            .flatten()
            .filter(move |revocation| shield.is_some_and(|shield| revocation.issuer.outranks(shield)))
    }

    fn pins_of(&self, person: &PersonId, device: &DeviceId) -> Vec<EntryHash> {
        if !self.forest.is_forked(device) {
            return Vec::new();
        }
        let log = LogId { device: *device, lane: Lane::CONTROL };
        let mut pins: BTreeSet<(PinOrder, EntryHash)> = self.pins.get(&log).cloned().unwrap_or_default();
        if let Some(known) = self.people.get(person) {
            pins.extend(known.pins.get(device).into_iter().flatten().copied());
        }
        let foreign = self.effective_revocations(person, device).filter_map(|revocation| {
            let order = (revocation.issuer, revocation.seq, revocation.id);
            revocation.cut.head(&log).map(|head| (order, head.hash))
        });
        pins.extend(foreign);
        pins.into_iter().map(|(_, head)| head).collect()
    }

    /// Adds devices that the root brought back: `DeviceAdd` in the new device's own log.
    fn recover(&mut self, person: &PersonId, limits: &Limits<'a>) {
        for index in self.forest.recoveries(person) {
            let Some(entry) = self.forest.entry(index).filter(|_| !self.is_accepted(index)) else { continue };
            let ControlOp::DeviceAdd(add) = &entry.op else { continue };
            // A device that no cut lists has nothing that stays.
            let device = entry.at.device;
            if self.owners.contains_key(&device) {
                continue;
            }
            let pins = self.pins_of(person, &device);
            self.forest.choose(&device, &pins);
            let log = LogId { device, lane: Lane::CONTROL };
            let listed = |cut: &Cut| cut.head(&log).is_some_and(|head| self.forest.prefix(&device, &head.hash) > 0);
            let within = limits.ends.values().all(|cut| listed(cut));
            if within && entry.at.permit == EntryHash::ZERO && self.forest.is_on_chain(index) {
                // The device comes with the standing that is read: after whatever that overrides.
                self.add_device(person, index, &add.certificate, limits.overridden.keys().copied().collect());
            }
        }
    }

    /// Hears revocations with the root's word: all that count by what was known before any of them.
    fn hear_root(&mut self, person: &PersonId, limits: &Limits<'a>) {
        let mut heard = Vec::new();
        for index in self.forest.root_revocations(person) {
            let Some(entry) = self.forest.entry(index).filter(|_| !self.is_accepted(index)) else { continue };
            let known = self.people.get(person);
            let place = known.and_then(|known| known.devices.iter().position(|device| device.id == entry.at.device));
            let Some(place) = place else { continue };
            let cap = self.cap(person, place, limits);
            let within = self.forest.chain(&entry.at.device).iter().take(cap).any(|at| *at == index);
            if within && entry.at.permit == EntryHash::ZERO && !self.is_voided(&entry.at.id, person) {
                heard.push(index);
            }
        }
        for index in heard {
            self.revoke_own(person, None, index);
        }
    }

    /// Searches the log of the device at `place`, up to `cap`, for operations on the person's devices.
    fn search(&mut self, person: &PersonId, place: usize, device: &DeviceId, cap: usize) {
        let from = self.people.get(person).and_then(|known| known.devices.get(place)).map_or(0, |device| device.searched);
        let found: Vec<Index> = self.forest.chain(device).iter().take(cap).skip(from).copied().collect();
        for index in found {
            let Some(entry) = self.forest.entry(index).filter(|entry| entry.at.permit == EntryHash::ZERO) else { continue };
            if self.is_accepted(index) {
                continue;
            }
            if !entry.is_sound() {
                self.refuse(index, Refusal::BadSignature);
            } else if self.is_voided(&entry.at.id, person) {
                self.refuse(index, Refusal::Voided);
            } else if let ControlOp::DeviceAdd(add) = &entry.op {
                let issuer = add.certificate.issuer();
                if add.certificate.person() == *person && (issuer == Issuer::Root || issuer == Issuer::Device(*device)) {
                    let exempt = self.people.get(person).and_then(|known| known.devices.get(place));
                    let exempt = exempt.map(|device| device.exempt.clone()).unwrap_or_default();
                    self.add_device(person, index, &add.certificate, exempt);
                } else {
                    self.refuse(index, Refusal::NotApplicable);
                }
            } else if let ControlOp::DeviceRevoke(revoke) = &entry.op {
                match &revoke.root {
                    Some(word) if word.person() == *person => self.revoke_own(person, None, index),
                    Some(_) => self.refuse(index, Refusal::NotApplicable),
                    None => self.revoke_own(person, Some(place), index),
                }
            } else {
                self.refuse(index, Refusal::NoStanding);
            }
        }
        if let Some(device) = self.people.get_mut(person).and_then(|known| known.devices.get_mut(place)) {
            device.searched = device.searched.max(cap);
        }
    }

    fn revoke_own(&mut self, person: &PersonId, by: Option<usize>, index: Index) {
        let Some(entry) = self.forest.entry(index) else { return };
        let ControlOp::DeviceRevoke(revoke) = &entry.op else { return };
        if self.owners.get(&revoke.device).is_some_and(|owner| owner != person) {
            return self.refuse(index, Refusal::NotApplicable);
        }
        let Some(known) = self.people.get_mut(person) else { return };
        let target = known.devices.iter().position(|device| device.id == revoke.device);
        if by.is_some_and(|by| target.is_some_and(|target| target <= by)) {
            return self.refuse(index, Refusal::RankTooLow);
        }
        let log = LogId { device: revoke.device, lane: Lane::CONTROL };
        if let (Some(head), Some(shield)) = (revoke.cut.head(&log), known.shield().copied()) {
            known.pins.entry(revoke.device).or_default().insert(((shield, entry.at.seq, entry.at.id), head.hash));
        }
        known.revocations.push(Revocation { id: entry.at.id, device: revoke.device, by, cut: &revoke.cut });
        self.accept(index);
    }

    fn add_device(&mut self, person: &PersonId, index: Index, certificate: &'a Certificate, exempt: BTreeSet<EntryHash>) {
        let Some(entry) = self.forest.entry(index) else { return };
        if self.people.get(person).is_some_and(|known| known.devices_added >= MAX_DEVICE_ADDS) {
            return self.refuse(index, Refusal::TooManyDevices);
        }
        if self.owners.contains_key(&certificate.device()) || !self.claim(person, certificate, entry.at.ts, exempt) {
            return self.refuse(index, Refusal::Taken);
        }
        if let Some(known) = self.people.get_mut(person) {
            known.devices_added += 1;
        }
        self.accept(index);
    }

    /// Makes a certified device the person's, unless it is somebody else's already, or its name in documents or the person's
    /// tag collides with somebody more senior (protocol 4.2).
    pub(super) fn claim(
        &mut self,
        person: &PersonId,
        certificate: &'a Certificate,
        admitted: Timestamp,
        exempt: BTreeSet<EntryHash>,
    ) -> bool {
        let device = certificate.device();
        let tag = *person.0.first_chunk::<8>().expect("a person id has 16 bytes");
        if self.tags.get(&tag).is_some_and(|holder| holder != person) {
            return false;
        }
        if let Some(owner) = self.owners.get(&device) {
            return owner == person;
        }
        let actor = ActorKey(derive::name(derive::ACTOR, &[&device.0]));
        if self.actors.contains_key(&actor) {
            return false;
        }
        self.tags.insert(tag, *person);
        self.actors.insert(actor, device);
        self.owners.insert(device, *person);
        let known = self.people.entry(*person).or_default();
        known.root = Some(certificate.root());
        known.devices.push(Device { id: device, certificate, admitted, exempt, searched: 0 });
        true
    }

    pub(super) fn device_at(&self, person: &PersonId, place: usize) -> Option<DeviceId> {
        self.people.get(person)?.devices.get(place).map(|device| device.id)
    }
}
