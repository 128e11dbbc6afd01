//! The one pass from senior to junior (protocol 4.6).
//!
//! ```text
//! Genesis' standing ─► queue
//! most senior standing of the queue ─► judge: void, ended at cuts, or live
//!    ─► device pass: which devices the person has, which branch of each log counts, up to where
//!    ─► leaves, then its own voids and revocations of invites
//!    ─► its operations: grants join the queue; removals, voids, pins are kept for those who come later
//! ```

mod apply;
mod devices;
mod finish;
mod forest;
mod judge;
mod person;
mod read;

use self::forest::{Forest, Index};
use self::person::{Person, PinOrder};
use super::register::Candidate;
use super::{
    Authority, Checkpoint, ControlEntry, ControlOp, Cut, DocPolicy, Invite, Pin, Refusal, Rekey, Seniority, SetSetting, Standing,
    State,
};
use crate::domain::Rank;
use crate::id::{ActorKey, CommunityId, DeviceId, DocId, EntryHash, LogId, PersonId};
use crate::identity::Certificate;
use crate::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Returns what the set of `entries` decides.
///
/// - A pure function of the set: order and doubles change nothing; entries whose parents are missing count for nothing.
/// - Headers must be authentic; the entry whose hash is `community` must be Genesis, otherwise nobody is anybody.
/// - Near linear: about 10 µs an entry.
#[must_use]
pub fn resolve<'a>(community: CommunityId, entries: impl IntoIterator<Item = &'a ControlEntry>) -> Authority {
    let mut resolver = Resolver::new(community, entries.into_iter().collect());
    resolver.found();
    while let Some((_, id)) = resolver.queue.pop_first() {
        resolver.read_standing(&id);
    }
    resolver.finish()
}

/// The state of the pass.
struct Resolver<'a> {
    community: CommunityId,
    forest: Forest<'a>,
    queue: BTreeSet<(Seniority, EntryHash)>,
    granted: BTreeMap<EntryHash, Granted<'a>>,
    people: BTreeMap<PersonId, Person<'a>>,
    owners: BTreeMap<DeviceId, PersonId>,
    actors: BTreeMap<ActorKey, DeviceId>,
    tags: BTreeMap<[u8; 8], PersonId>,
    voids: BTreeMap<EntryHash, Vec<Voided>>,
    invites: BTreeMap<EntryHash, Offer<'a>>,
    /// Admissions whose invitation was not read yet.
    waiting: BTreeMap<EntryHash, Vec<Grant<'a>>>,
    invite_revocations: BTreeMap<EntryHash, Vec<InviteRevocation<'a>>>,
    /// Revocations of devices by others than the person and its root.
    revocations: BTreeMap<DeviceId, Vec<ForeignRevocation<'a>>>,
    checkpoints: BTreeMap<EntryHash, (&'a Checkpoint, PinOrder)>,
    /// Pins whose checkpoint was not read yet.
    unread_pins: BTreeMap<EntryHash, Vec<&'a Pin>>,
    pins: BTreeMap<LogId, BTreeSet<(PinOrder, EntryHash)>>,
    settings: BTreeMap<&'a str, Vec<Candidate<'a, SetSetting>>>,
    policies: BTreeMap<DocId, Vec<Candidate<'a, DocPolicy>>>,
    rekeys: Vec<(Index, &'a Rekey, PersonId, Rank)>,
    accepted: Vec<bool>,
    refused: BTreeMap<EntryHash, Refusal>,
}

/// A standing, and what came with its grant.
struct Granted<'a> {
    standing: Standing,
    granter: Option<Seniority>,
    certificate: Option<&'a Certificate>,
    over: Option<&'a BTreeSet<EntryHash>>,
}

/// A grant about to become a standing.
#[derive(Clone, Copy)]
struct Grant<'a> {
    index: Index,
    person: PersonId,
    role: Rank,
    issuer: EntryHash,
    issuer_seniority: Seniority,
    device_order: u32,
    certificate: Option<&'a Certificate>,
    over: &'a BTreeSet<EntryHash>,
}

/// A senior's word that an entry never happened.
#[derive(Clone, Copy)]
struct Voided {
    by: Seniority,
    person: PersonId,
}

/// An accepted invitation.
struct Offer<'a> {
    invite: &'a Invite,
    person: PersonId,
    standing: EntryHash,
    seniority: Seniority,
    created: Timestamp,
    revoked: bool,
    admissions: Vec<(Seniority, EntryHash)>,
}

struct InviteRevocation<'a> {
    by: Seniority,
    standing: EntryHash,
    keep: &'a BTreeSet<EntryHash>,
}

struct ForeignRevocation<'a> {
    id: EntryHash,
    seq: u64,
    issuer: Seniority,
    cut: &'a Cut,
}

impl<'a> Resolver<'a> {
    fn new(community: CommunityId, entries: Vec<&'a ControlEntry>) -> Self {
        let forest = Forest::new(entries);
        Self {
            community,
            accepted: vec![false; forest.len()],
            forest,
            queue: BTreeSet::new(),
            granted: BTreeMap::new(),
            people: BTreeMap::new(),
            owners: BTreeMap::new(),
            actors: BTreeMap::new(),
            tags: BTreeMap::new(),
            voids: BTreeMap::new(),
            invites: BTreeMap::new(),
            waiting: BTreeMap::new(),
            invite_revocations: BTreeMap::new(),
            revocations: BTreeMap::new(),
            checkpoints: BTreeMap::new(),
            unread_pins: BTreeMap::new(),
            pins: BTreeMap::new(),
            settings: BTreeMap::new(),
            policies: BTreeMap::new(),
            rekeys: Vec::new(),
            refused: BTreeMap::new(),
        }
    }

    /// Grants the founder's standing, where Genesis is there and holds.
    fn found(&mut self) {
        let id = EntryHash(self.community.0);
        let Some(index) = self.forest.find(&id) else { return };
        let Some(entry) = self.forest.entry(index).filter(|entry| entry.is_sound()) else { return };
        let ControlOp::Genesis(genesis) = &entry.op else { return };
        if entry.at.seq != 1 || entry.at.prev != EntryHash::ZERO || entry.at.device != genesis.founder.device() {
            return;
        }
        self.accept(index);
        // The founder's log goes through Genesis, whatever else the founder's device signed at its start.
        let seniority = Seniority::new(Rank::Owner, 0, 0, 0, id);
        let log = LogId { device: entry.at.device, lane: crate::id::Lane::CONTROL };
        self.pins.entry(log).or_default().insert(((seniority, 0, id), id));
        self.enqueue(Granted {
            standing: Standing {
                id,
                person: genesis.founder.person(),
                rank: Rank::Owner,
                seniority,
                granted: entry.at.ts,
                issuer: None,
                invite: None,
                state: State::Live,
                overridden: BTreeSet::new(),
            },
            granter: None,
            certificate: Some(&genesis.founder),
            over: None,
        });
    }

    fn enqueue(&mut self, granted: Granted<'a>) {
        let (id, seniority) = (granted.standing.id, granted.standing.seniority);
        if self.granted.insert(id, granted).is_none() {
            self.queue.insert((seniority, id));
        }
    }

    fn accept(&mut self, index: Index) {
        if let Some(slot) = self.accepted.get_mut(index) {
            *slot = true;
        }
        if let Some(entry) = self.forest.entry(index) {
            self.refused.remove(&entry.at.id);
        }
    }

    fn is_accepted(&self, index: Index) -> bool {
        self.accepted.get(index).copied().unwrap_or_default()
    }

    fn refuse(&mut self, index: Index, why: Refusal) {
        if let Some(entry) = self.forest.entry(index).filter(|_| !self.is_accepted(index)) {
            self.refused.insert(entry.at.id, why);
        }
    }

    /// Returns whether a senior, or the author through a stronger standing, voided what `person` wrote as `id`.
    fn is_voided(&self, id: &EntryHash, person: &PersonId) -> bool {
        let shield = self.people.get(person).and_then(Person::shield);
        self.voids
            .get(id)
            .into_iter()
            .flatten()
            .any(|void| void.person == *person || shield.is_some_and(|shield| void.by.outranks(shield)))
    }
}
