//! What the pass knows of one person so far.

use super::super::{Cut, Seniority};
use crate::domain::Rank;
use crate::id::{DeviceId, EntryHash, PersonId};
use crate::identity::{Certificate, RootKey};
use crate::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// A person with devices, losses and the standings read so far.
#[derive(Default)]
pub(super) struct Person<'a> {
    pub(super) root: Option<RootKey>,
    /// Senior first.
    pub(super) devices: Vec<Device<'a>>,
    /// Added by the person, with or without the root's word.
    pub(super) devices_added: usize,
    /// Removals and demotions by seniors, in the order they were read.
    pub(super) losses: Vec<Loss<'a>>,
    pub(super) leaves: Vec<Left<'a>>,
    /// Standings that were not void, most senior first, each with the operations of others that ended it.
    pub(super) shields: Vec<Shield>,
    pub(super) standings: Vec<EntryHash>,
    /// Losses and leaves that took effect.
    pub(super) in_effect: BTreeSet<EntryHash>,
    /// Heads that decide between branches of the person's control logs.
    pub(super) pins: BTreeMap<DeviceId, BTreeSet<(PinOrder, EntryHash)>>,
    pub(super) revocations: Vec<Revocation<'a>>,
}

/// Order of pins: seniority of the issuer, the issuing entry's number, its hash (amendments II, 8).
pub(super) type PinOrder = (Seniority, u64, EntryHash);

/// A device of a person.
pub(super) struct Device<'a> {
    pub(super) id: DeviceId,
    pub(super) certificate: &'a Certificate,
    pub(super) admitted: Timestamp,
    /// Removals that the device came after.
    pub(super) exempt: BTreeSet<EntryHash>,
    /// How many entries of its log were searched for device operations.
    pub(super) searched: usize,
}

/// A removal or demotion.
#[derive(Clone, Copy)]
pub(super) struct Loss<'a> {
    pub(super) id: EntryHash,
    pub(super) seq: u64,
    pub(super) issuer: Seniority,
    pub(super) issuer_person: PersonId,
    pub(super) issuer_standing: EntryHash,
    /// Standings up to this rank stay; `None` in a removal.
    pub(super) floor: Option<Rank>,
    pub(super) kills: &'a BTreeSet<EntryHash>,
    pub(super) cut: &'a Cut,
    pub(super) seen: &'a BTreeSet<EntryHash>,
    pub(super) ban: bool,
    pub(super) reason: u64,
    pub(super) ts: Timestamp,
}

/// A standing given back.
#[derive(Clone, Copy)]
pub(super) struct Left<'a> {
    pub(super) id: EntryHash,
    pub(super) to_rank: Option<Rank>,
    pub(super) cut: &'a Cut,
    pub(super) ts: Timestamp,
}

/// A standing that was not void.
pub(super) struct Shield {
    pub(super) seniority: Seniority,
    pub(super) ended_by: BTreeSet<EntryHash>,
}

/// A device of the person ended by the person or the root.
pub(super) struct Revocation<'a> {
    pub(super) id: EntryHash,
    pub(super) device: DeviceId,
    /// Place of the device that wrote it; `None` is the root.
    pub(super) by: Option<usize>,
    pub(super) cut: &'a Cut,
}

impl Revocation<'_> {
    /// Returns whether it ends the person's device at `place`.
    pub(super) fn ends(&self, device: &DeviceId, place: usize) -> bool {
        self.device == *device && self.by.is_none_or(|by| by < place)
    }
}

impl Person<'_> {
    /// Returns the most senior standing that was not void: whoever takes something from the person must outrank it.
    pub(super) fn shield(&self) -> Option<&Seniority> {
        self.shields.first().map(|shield| &shield.seniority)
    }

    /// Returns whether `loss` reaches the person: its issuer outranks every standing read so far that was not void, but those
    /// whose end by somebody else it names as seen. Standings that the person gave back count for ever.
    ///
    /// Whoever outranks a standing outranks all that are junior to it, so only the most senior one that counts is compared.
    pub(super) fn is_reached_by(&self, loss: &Loss<'_>) -> bool {
        let counts = |shield: &&Shield| shield.ended_by.is_disjoint(loss.seen);
        self.shields.iter().find(counts).is_none_or(|shield| loss.issuer.outranks(&shield.seniority))
    }
}
