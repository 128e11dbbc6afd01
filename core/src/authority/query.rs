//! What the resolver found, and the questions the rest asks.

use super::{DeviceStanding, Epoch, Invitation, Policy, Refusal, Seniority, Setting, Standing, State};
use crate::authority::{Cut, Head};
use crate::cbor::Writer;
use crate::derive;
use crate::domain::Rank;
use crate::id::{CommunityId, DeviceId, DocId, EntryHash, Lane, LogId, PersonId};
use crate::identity::RootKey;
use crate::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Who may do what in a community, as one set of control entries decides. Made by [`super::resolve`], never changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    pub(super) community: CommunityId,
    pub(super) accepted: BTreeSet<EntryHash>,
    pub(super) refused: BTreeMap<EntryHash, Refusal>,
    pub(super) people: BTreeMap<PersonId, Person>,
    pub(super) standings: BTreeMap<EntryHash, Standing>,
    pub(super) devices: BTreeMap<DeviceId, DeviceStanding>,
    /// Cuts of effective removals, demotions, leaves and device revocations, by their entry.
    pub(super) cuts: BTreeMap<EntryHash, Cut>,
    /// Effective pins by log, most senior first.
    pub(super) pins: BTreeMap<LogId, Vec<EntryHash>>,
    pub(super) invites: BTreeMap<EntryHash, Invitation>,
    pub(super) removals: Vec<Removal>,
    pub(super) settings: BTreeMap<String, Setting>,
    pub(super) policies: BTreeMap<DocId, Vec<Policy>>,
    pub(super) epochs: BTreeMap<EntryHash, Epoch>,
    pub(super) state_hash: [u8; 32],
}

/// Somebody who is or was here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Person {
    pub(super) root: Option<RootKey>,
    /// Senior first.
    pub(super) devices: Vec<DeviceId>,
    /// Most senior first.
    pub(super) standings: Vec<EntryHash>,
}

/// Somebody with a live standing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// The highest rank in force.
    pub rank: Rank,
    /// When the first grant that counted was written, as declared.
    pub joined: Timestamp,
    /// The person's root; `None` for somebody whose device nobody has named yet.
    pub root: Option<RootKey>,
    /// Devices that are not revoked, senior first.
    pub devices: Vec<DeviceId>,
}

/// An effective removal, demotion or leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    /// The entry; an admission that overrides it names it in `over`.
    pub id: EntryHash,
    /// Who lost something.
    pub person: PersonId,
    /// Who took it; the person itself in a leave.
    pub issuer: PersonId,
    /// What stayed: standings up to this rank, or nothing.
    pub to_rank: Option<Rank>,
    /// Whether only the issuer or a senior may admit the person again.
    pub ban: bool,
    /// Reason code; 0 where there is none.
    pub reason: u64,
    /// When, as declared.
    pub ts: Timestamp,
}

impl Authority {
    /// Returns the community.
    #[must_use]
    pub const fn community(&self) -> CommunityId {
        self.community
    }

    /// Returns the highest rank that `person` holds, or `None` for somebody without a live standing.
    #[must_use]
    pub fn role(&self, person: &PersonId) -> Option<Rank> {
        self.strongest(person).map(|standing| standing.rank)
    }

    /// Returns everybody with a live standing, by id.
    pub fn members(&self) -> impl Iterator<Item = Member> {
        self.people.keys().filter_map(|person| self.member(person))
    }

    /// Returns `person` as a member, or `None` for somebody without a live standing.
    #[must_use]
    pub fn member(&self, person: &PersonId) -> Option<Member> {
        let rank = self.role(person)?;
        let known = self.people.get(person)?;
        let counted = known.standings.iter().filter_map(|id| self.standings.get(id));
        let joined = counted.filter(|standing| !matches!(standing.state, State::Void { .. })).map(|standing| standing.granted);
        Some(Member {
            person: *person,
            rank,
            joined: joined.min().unwrap_or_default(),
            root: known.root,
            devices: known.devices.iter().filter(|id| self.devices.get(id).is_some_and(|d| !d.revoked)).copied().collect(),
        })
    }

    /// Returns the device, revoked or not.
    #[must_use]
    pub fn device(&self, device: &DeviceId) -> Option<&DeviceStanding> {
        self.devices.get(device)
    }

    /// Returns every device, by id.
    pub fn devices(&self) -> impl Iterator<Item = (&DeviceId, &DeviceStanding)> {
        self.devices.iter()
    }

    /// Returns the standing whose granting entry this is.
    #[must_use]
    pub fn standing(&self, id: &EntryHash) -> Option<&Standing> {
        self.standings.get(id)
    }

    /// Returns all standings of `person`, most senior first.
    pub fn standings(&self, person: &PersonId) -> impl DoubleEndedIterator<Item = &Standing> {
        self.people.get(person).into_iter().flat_map(|known| &known.standings).filter_map(|id| self.standings.get(id))
    }

    /// Returns which standing an entry that needs `rank` should cite: the live one of the lowest rank that suffices, and
    /// among those the most senior. Citing weakly keeps a later demotion from touching ordinary writing (protocol 4.4).
    #[must_use]
    pub fn weakest_sufficient(&self, person: &PersonId, rank: Rank) -> Option<EntryHash> {
        let live = self.standings(person).filter(|standing| standing.is_live() && standing.rank >= rank);
        live.min_by_key(|standing| (standing.rank, standing.seniority)).map(|standing| standing.id)
    }

    /// Returns the most senior live standing of `person`.
    #[must_use]
    pub fn strongest(&self, person: &PersonId) -> Option<&Standing> {
        self.standings(person).find(|standing| standing.is_live())
    }

    /// Returns the heads that limit the log `(device, lane)` under the permit `standing`.
    ///
    /// - Empty: nothing limits it.
    /// - Otherwise exactly what is an ancestor of, or equal to, *every* head stays; see [`accepted_prefix`].
    /// - `None`: nothing of it is accepted.
    #[must_use]
    pub fn cuts(&self, device: &DeviceId, lane: Lane, standing: &EntryHash) -> Option<Vec<EntryHash>> {
        let known = self.devices.get(device)?;
        let standing = self.standings.get(standing).filter(|standing| standing.person == known.person)?;
        let ended = match &standing.state {
            State::Void { .. } => return None,
            State::Live => None,
            State::Ended { by } => Some(by),
        };
        if !Cut::governs(lane) {
            return Some(Vec::new());
        }
        let outlived = standing.overridden.difference(&known.exempt);
        let limits: BTreeSet<&EntryHash> = ended.into_iter().flatten().chain(&known.revocations).chain(outlived).collect();
        let log = LogId { device: *device, lane };
        let heads: Option<BTreeSet<EntryHash>> =
            limits.into_iter().map(|op| self.cuts.get(op)?.head(&log).map(|head| head.hash)).collect();
        heads.map(|heads| heads.into_iter().collect())
    }

    /// Returns every head at which some effective operation cuts a log.
    pub fn cut_heads(&self) -> impl Iterator<Item = (&LogId, &Head)> {
        self.cuts.values().flat_map(|cut| &cut.0)
    }

    /// Returns the heads that decide between the branches of a forked log, most senior first: at a fork the first pin that
    /// lies on a branch counts, and where none does the smaller hash.
    #[must_use]
    pub fn pins(&self, device: &DeviceId, lane: Lane) -> &[EntryHash] {
        self.pins.get(&LogId { device: *device, lane }).map_or(&[], Vec::as_slice)
    }

    /// Returns the pins of every log that has some.
    #[must_use]
    pub const fn all_pins(&self) -> &BTreeMap<LogId, Vec<EntryHash>> {
        &self.pins
    }

    /// Returns every accepted invitation, by its entry.
    pub fn invites(&self) -> impl Iterator<Item = &Invitation> {
        self.invites.values()
    }

    /// Returns the invitation whose entry this is.
    #[must_use]
    pub fn invite(&self, id: &EntryHash) -> Option<&Invitation> {
        self.invites.get(id)
    }

    /// Returns the invitation with this public key; of several the most senior.
    #[must_use]
    pub fn invite_by_key(&self, key: &[u8; 32]) -> Option<&Invitation> {
        self.invites.values().filter(|invite| invite.invite.key == *key).min_by_key(|invite| (invite.seniority, invite.id))
    }

    /// Returns the value in force of every setting.
    #[must_use]
    pub const fn settings(&self) -> &BTreeMap<String, Setting> {
        &self.settings
    }

    /// Returns the accepted epochs by their entry, Genesis among them.
    #[must_use]
    pub const fn epochs(&self) -> &BTreeMap<EntryHash, Epoch> {
        &self.epochs
    }

    /// Returns all effective removals, demotions and leaves, in the order in which they were found.
    #[must_use]
    pub fn removals(&self) -> &[Removal] {
        &self.removals
    }

    /// Returns whether a removal with a ban is in force against the person of this root.
    #[must_use]
    pub fn is_banned(&self, root: &RootKey) -> bool {
        let person = root.person();
        self.role(&person).is_none() && self.removals.iter().any(|removal| removal.ban && removal.person == person)
    }

    /// Returns the accepted policies of a document, by their entry.
    #[must_use]
    pub fn doc_policies(&self, doc: &DocId) -> &[Policy] {
        self.policies.get(doc).map_or(&[], Vec::as_slice)
    }

    /// Returns whether the control entry is accepted.
    #[must_use]
    pub fn accepted(&self, entry: &EntryHash) -> bool {
        self.accepted.contains(entry)
    }

    /// Returns all accepted control entries.
    #[must_use]
    pub const fn accepted_entries(&self) -> &BTreeSet<EntryHash> {
        &self.accepted
    }

    /// Returns why a control entry is not accepted, or `None` where it is.
    #[must_use]
    pub fn explain(&self, entry: &EntryHash) -> Option<Refusal> {
        if self.accepted(entry) { None } else { Some(self.refused.get(entry).copied().unwrap_or(Refusal::Unknown)) }
    }

    /// Returns the hash of what was decided: members, devices and accepted entries. Peers compare it as an alarm.
    #[must_use]
    pub const fn state_hash(&self) -> [u8; 32] {
        self.state_hash
    }

    /// BLAKE3 `derive_key("afo/v1/authority")` over CBOR `[community, [[person, rank]…], [[device, person, revoked]…],
    /// [accepted…]]`, each list sorted.
    pub(super) fn compute_state_hash(&self) -> [u8; 32] {
        let mut w = Writer::new();
        let ranks: Vec<_> = self.people.keys().filter_map(|person| Some((person, self.role(person)?))).collect();
        w.array(4).value(&self.community).array(ranks.len());
        for (person, rank) in ranks {
            w.array(2).value(person).value(&rank);
        }
        w.array(self.devices.len());
        for (id, device) in &self.devices {
            w.array(3).value(id).value(&device.person).bool(device.revoked);
        }
        w.array(self.accepted.len());
        for entry in &self.accepted {
            w.value(entry);
        }
        derive::hash(derive::AUTHORITY, &[&w.finish()])
    }

    /// Returns whether somebody with `seniority` may remove, demote or end devices of `person` without naming endings seen.
    #[must_use]
    pub fn may_take_from(&self, seniority: &Seniority, person: &PersonId) -> bool {
        let mut counted = self.standings(person).filter(|standing| !matches!(standing.state, State::Void { .. }));
        counted.all(|standing| seniority.outranks(&standing.seniority))
    }
}

/// Returns how many entries of `chain`, from its start, are ancestors of or equal to every one of `heads`.
///
/// - `chain`: the canonical branch of a log from its first entry.
/// - `heads`: from [`Authority::cuts`]; a head on a side branch keeps what that branch shares with the chain.
/// - `parent`: the entry before another one of the same log; `None` at the start and for entries not held.
pub fn accepted_prefix(chain: &[EntryHash], heads: &[EntryHash], parent: impl Fn(&EntryHash) -> Option<EntryHash>) -> usize {
    if heads.is_empty() {
        return chain.len();
    }
    let places: BTreeMap<&EntryHash, usize> = chain.iter().zip(1..).collect();
    let kept = heads.iter().map(|head| {
        let mut at = Some(*head);
        while let Some(entry) = at {
            if let Some(place) = places.get(&entry) {
                return *place;
            }
            at = parent(&entry);
        }
        0
    });
    kept.min().unwrap_or(chain.len())
}
