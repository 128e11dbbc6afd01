//! From the pass to what the rest asks.

use super::super::epoch::follows;
use super::super::query::Person as Known;
use super::super::register::in_force;
use super::super::{Authority, ControlOp, Cut, DeviceStanding, Epoch, Invitation, Policy, Refusal, Removal, Setting, State};
use super::Resolver;
use super::forest::Index;
use super::person::{Person, PinOrder};
use crate::domain::Rank;
use crate::id::{DeviceId, DocId, EntryHash, LogId, PersonId};
use std::collections::{BTreeMap, BTreeSet};

impl Resolver<'_> {
    /// Returns what was decided.
    pub(super) fn finish(mut self) -> Authority {
        for grant in self.waiting.values().flatten().map(|grant| grant.index).collect::<Vec<_>>() {
            self.refuse(grant, Refusal::NoInvite);
        }
        let epochs = self.epochs();
        self.explain_the_rest();
        let mut authority = Authority {
            community: self.community,
            accepted: self.all_accepted(),
            people: self.known_people(),
            devices: self.known_devices(),
            cuts: self.effective_cuts(),
            pins: self.effective_pins(),
            invites: self.invitations(),
            removals: self.removals(),
            settings: self.register(),
            policies: self.document_policies(),
            standings: self.granted.into_iter().map(|(id, granted)| (id, granted.standing)).collect(),
            epochs,
            refused: self.refused,
            state_hash: [0; 32],
        };
        authority.state_hash = authority.compute_state_hash();
        authority
    }

    fn all_accepted(&self) -> BTreeSet<EntryHash> {
        let entries = self.forest.all().iter().zip(&self.accepted);
        entries.filter(|(_, accepted)| **accepted).map(|(entry, _)| entry.at.id).collect()
    }

    fn known_people(&self) -> BTreeMap<PersonId, Known> {
        let known = |person: &Person<'_>| Known {
            root: person.root,
            devices: person.devices.iter().map(|device| device.id).collect(),
            standings: person.standings.clone(),
        };
        let people = self.people.iter().filter(|(_, person)| !person.standings.is_empty());
        people.map(|(id, person)| (*id, known(person))).collect()
    }

    /// Returns by which own and foreign revocations the person's device at `place` is ended.
    fn revocations_of(&self, id: &PersonId, person: &Person<'_>, place: usize, device: &DeviceId) -> BTreeSet<EntryHash> {
        let own = person.revocations.iter().filter(|revocation| revocation.ends(device, place)).map(|r| r.id);
        own.chain(self.effective_revocations(id, device).map(|revocation| revocation.id)).collect()
    }

    fn known_devices(&self) -> BTreeMap<DeviceId, DeviceStanding> {
        let mut devices = BTreeMap::new();
        for (id, person) in &self.people {
            // A device that some live standing of its person still speaks through is not ended by a removal.
            let live = || {
                let granted = person.standings.iter().filter_map(|id| self.granted.get(id));
                granted.map(|granted| &granted.standing).filter(|standing| standing.is_live())
            };
            for (place, device) in person.devices.iter().enumerate() {
                let revocations = self.revocations_of(id, person, place, &device.id);
                let outlived = live().next().is_none() || live().all(|s| !s.overridden.is_subset(&device.exempt));
                let known = DeviceStanding {
                    person: *id,
                    certificate: device.certificate.clone(),
                    admitted: device.admitted,
                    revoked: !revocations.is_empty() || outlived,
                    order: u32::try_from(place).unwrap_or(u32::MAX),
                    revocations,
                    exempt: device.exempt.clone(),
                };
                devices.insert(device.id, known);
            }
        }
        devices
    }

    fn effective_cuts(&self) -> BTreeMap<EntryHash, Cut> {
        let mut cuts = BTreeMap::new();
        for (id, person) in &self.people {
            // A removal that every grant overrides still ends the devices that were there before.
            let overridden = |loss: &EntryHash| {
                person.standings.iter().filter_map(|id| self.granted.get(id)).any(|g| g.standing.overridden.contains(loss))
            };
            let losses = person.losses.iter().map(|loss| (loss.id, loss.cut));
            let losses = losses.filter(|(id, _)| person.in_effect.contains(id) || overridden(id));
            cuts.extend(losses.map(|(id, cut)| (id, cut.clone())));
            cuts.extend(person.leaves.iter().map(|left| (left.id, left.cut.clone())));
            cuts.extend(person.revocations.iter().map(|revocation| (revocation.id, revocation.cut.clone())));
            for device in &person.devices {
                let foreign = self.effective_revocations(id, &device.id);
                cuts.extend(foreign.map(|revocation| (revocation.id, revocation.cut.clone())));
            }
        }
        cuts
    }

    /// Returns the pins of every log and lane: shown leaves of checkpoints, and cuts on the logs of those whom they cut.
    fn effective_pins(&self) -> BTreeMap<LogId, Vec<EntryHash>> {
        let mut pins: BTreeMap<LogId, BTreeSet<(PinOrder, EntryHash)>> = self.pins.clone();
        let mut add = |cut: &Cut, order: PinOrder, devices: &BTreeSet<DeviceId>| {
            for (log, head) in cut.0.iter().filter(|(log, _)| devices.contains(&log.device)) {
                pins.entry(*log).or_default().insert((order, head.hash));
            }
        };
        for (id, person) in &self.people {
            let devices: BTreeSet<DeviceId> = person.devices.iter().map(|device| device.id).collect();
            for loss in person.losses.iter().filter(|loss| person.in_effect.contains(&loss.id)) {
                add(loss.cut, (loss.issuer, loss.seq, loss.id), &devices);
            }
            for device in &person.devices {
                let only = BTreeSet::from([device.id]);
                for revocation in self.effective_revocations(id, &device.id) {
                    add(revocation.cut, (revocation.issuer, revocation.seq, revocation.id), &only);
                }
            }
            let Some(shield) = person.shield() else { continue };
            for revocation in &person.revocations {
                let seq = self.forest.find(&revocation.id).and_then(|index| self.forest.entry(index)).map_or(0, |e| e.at.seq);
                add(revocation.cut, (*shield, seq, revocation.id), &BTreeSet::from([revocation.device]));
            }
        }
        pins.into_iter().map(|(log, pins)| (log, pins.into_iter().map(|(_, head)| head).collect())).collect()
    }

    fn invitations(&self) -> BTreeMap<EntryHash, Invitation> {
        let known = self.invites.iter().map(|(id, offer)| {
            let mut admissions = offer.admissions.clone();
            admissions.sort();
            let invitation = Invitation {
                id: *id,
                invite: offer.invite.clone(),
                issuer: offer.person,
                standing: offer.standing,
                created: offer.created,
                admissions: admissions.into_iter().map(|(_, id)| id).collect(),
                revoked: offer.revoked,
                seniority: offer.seniority,
            };
            (*id, invitation)
        });
        known.collect()
    }

    fn removals(&self) -> Vec<Removal> {
        let mut removals = Vec::new();
        for (id, person) in &self.people {
            removals.extend(person.losses.iter().filter(|loss| person.in_effect.contains(&loss.id)).map(|loss| Removal {
                id: loss.id,
                person: *id,
                issuer: loss.issuer_person,
                to_rank: loss.floor,
                ban: loss.ban,
                reason: loss.reason,
                ts: loss.ts,
            }));
            removals.extend(person.leaves.iter().map(|left| Removal {
                id: left.id,
                person: *id,
                issuer: *id,
                to_rank: left.to_rank,
                ban: false,
                reason: 0,
                ts: left.ts,
            }));
        }
        removals
    }

    fn register(&self) -> BTreeMap<String, Setting> {
        let mut settings = BTreeMap::new();
        for (key, candidates) in &self.settings {
            let (heads, chosen) = in_force(candidates);
            let Some(chosen) = chosen else { continue };
            let (id, issuer, ts) = (chosen.id, chosen.person, chosen.ts);
            settings.insert((*key).to_owned(), Setting { id, value: chosen.value.value.clone(), issuer, ts, heads });
        }
        settings
    }

    fn document_policies(&self) -> BTreeMap<DocId, Vec<Policy>> {
        let mut policies = BTreeMap::new();
        for (doc, candidates) in &self.policies {
            let (heads, _) = in_force(candidates);
            let mut known: Vec<Policy> = candidates
                .iter()
                .map(|candidate| Policy {
                    id: candidate.id,
                    policy: candidate.value.clone(),
                    issuer: candidate.person,
                    rank: candidate.seniority.rank(),
                    superseded: !heads.contains(&candidate.id),
                })
                .collect();
            known.sort_by_key(|policy| policy.id);
            policies.insert(*doc, known);
        }
        policies
    }

    /// Accepts the epochs that fit, lower numbers first.
    fn epochs(&mut self) -> BTreeMap<EntryHash, Epoch> {
        let mut epochs = self.epoch_zero();
        let mut losses: BTreeSet<EntryHash> = self.people.values().flat_map(|person| &person.in_effect).copied().collect();
        for (id, person) in &self.people {
            for (place, device) in person.devices.iter().enumerate() {
                losses.extend(self.revocations_of(id, person, place, &device.id));
            }
        }
        let mut answered: BTreeMap<EntryHash, BTreeSet<EntryHash>> = BTreeMap::new();
        let mut rekeys = std::mem::take(&mut self.rekeys);
        rekeys.sort_by_key(|(index, rekey, ..)| (rekey.number, *index));
        for (index, rekey, issuer, rank) in rekeys {
            let Some(entry) = self.forest.entry(index) else { continue };
            if !follows(&epochs, &answered, &losses, rekey, rank, entry.at.ts) {
                self.refuse(index, Refusal::NoCause);
                continue;
            }
            for cause in &rekey.cause {
                answered.entry(*cause).or_default().insert(entry.at.id);
            }
            let epoch = Epoch {
                id: entry.at.id,
                domain: rekey.domain,
                number: rekey.number,
                commits: rekey.commits.clone(),
                parents: rekey.parents.clone(),
                cause: rekey.cause.clone(),
                boxes: Some(rekey.boxes),
                recipients: Some(rekey.recipients),
                backlinks: rekey.backlinks.clone(),
                issuer,
                device: entry.at.device,
                rank,
                ts: entry.at.ts,
            };
            epochs.insert(entry.at.id, epoch);
            self.accept(index);
        }
        epochs
    }

    fn epoch_zero(&self) -> BTreeMap<EntryHash, Epoch> {
        let id = EntryHash(self.community.0);
        let entry = self.forest.find(&id).filter(|index| self.is_accepted(*index)).and_then(|index| self.forest.entry(index));
        let Some(ControlOp::Genesis(genesis)) = entry.map(|entry| &entry.op) else { return BTreeMap::new() };
        let epoch = Epoch {
            id,
            domain: genesis.epoch.domain,
            number: 0,
            commits: genesis.epoch.commits.clone(),
            parents: BTreeSet::new(),
            cause: BTreeSet::new(),
            boxes: None,
            recipients: None,
            backlinks: Vec::new(),
            issuer: genesis.founder.person(),
            device: genesis.founder.device(),
            rank: Rank::Owner,
            ts: entry.map(|entry| entry.at.ts).unwrap_or_default(),
        };
        BTreeMap::from([(id, epoch)])
    }

    /// Finds out why entries that nobody read count for nothing.
    fn explain_the_rest(&mut self) {
        let unread: Vec<Index> = (0..self.forest.len()).filter(|index| !self.is_accepted(*index)).collect();
        for index in unread {
            let Some(entry) = self.forest.entry(index).filter(|entry| !self.refused.contains_key(&entry.at.id)) else { continue };
            let why = match (self.owners.get(&entry.at.device), self.granted.get(&entry.at.permit)) {
                (None, _) => Refusal::NoDevice,
                (Some(_), _) if !self.forest.is_on_chain(index) => Refusal::SideBranch,
                (Some(_), None) if entry.at.permit == EntryHash::ZERO => Refusal::BehindCut,
                (Some(_), None) => Refusal::NoStanding,
                (Some(owner), Some(granted)) if granted.standing.person != *owner => Refusal::OthersStanding,
                (Some(_), Some(granted)) if matches!(granted.standing.state, State::Void { .. }) => Refusal::VoidStanding,
                (Some(_), Some(_)) => Refusal::BehindCut,
            };
            self.refused.insert(entry.at.id, why);
        }
    }
}
