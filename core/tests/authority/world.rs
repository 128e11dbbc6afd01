//! A community written by hand: people and devices are numbers, signatures are taken for granted.

use allforone_core::authority::*;
use allforone_core::cbor::{Cbor, Writer};
use allforone_core::derive;
use allforone_core::domain::Rank;
use allforone_core::encryption::Domain;
use allforone_core::entry::ForkProof;
use allforone_core::id::{CommunityId, DeviceId, EntryHash, Lane, LogId, PersonId};
use allforone_core::identity::{Certificate, DevicePublic, Endorsement, Issuer, RootKey};
use allforone_core::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) const KEEP: Domain = Domain::STAFF;

pub(crate) fn root(person: u32) -> RootKey {
    RootKey(derive::hash("test root", &[&person.to_be_bytes()]))
}

pub(crate) fn person(number: u32) -> PersonId {
    root(number).person()
}

pub(crate) fn device(number: u32) -> DeviceId {
    DeviceId(derive::hash("test device", &[&number.to_be_bytes()]))
}

pub(crate) fn invite_key(number: u32) -> [u8; 32] {
    derive::hash("test invite", &[&number.to_be_bytes()])
}

/// A certificate as it would be signed by the root, or by the device `by`.
pub(crate) fn certificate(of: u32, dev: u32, by: Option<u32>) -> Certificate {
    let endorsement = Endorsement {
        person: person(of),
        root: root(of),
        keys: DevicePublic { device: device(dev), sealing: [9; 32] },
        created: Timestamp(1),
        issuer: by.map_or(Issuer::Root, |by| Issuer::Device(device(by))),
        issuer_signature: [0; 64],
    };
    Certificate { endorsement, device_signature: [0; 64] }
}

pub(crate) fn log(dev: u32) -> LogId {
    LogId { device: device(dev), lane: Lane::CONTROL }
}

pub(crate) fn set(ids: impl IntoIterator<Item = EntryHash>) -> BTreeSet<EntryHash> {
    ids.into_iter().collect()
}

/// A community and what was written in it; person 1 founded it with device 1.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) community: CommunityId,
    pub(crate) entries: Vec<ControlEntry>,
    /// By device, the entry after which the next one is written.
    pub(crate) heads: BTreeMap<u32, Head>,
    /// By person, all grants ever written.
    pub(crate) grants: BTreeMap<u32, Vec<EntryHash>>,
    /// By person, all removals, demotions and leaves ever written.
    pub(crate) losses: BTreeMap<u32, Vec<EntryHash>>,
    /// By person, the first device.
    pub(crate) first: BTreeMap<u32, u32>,
    pub(crate) now: u64,
}

impl World {
    pub(crate) fn new() -> Self {
        let genesis = ControlOp::Genesis(Genesis {
            suite: SUITE_V1,
            rules_version: 1,
            min_rules: 1,
            nonce: [7; 32],
            name: "commons".into(),
            founder: certificate(1, 1, None),
            epoch: EpochZero {
                domain: KEEP,
                commits: vec![EpochCommit { domain: KEEP, epoch: [1; 32], history: [2; 32] }],
                sealed: vec![3; 112],
            },
            quotas: Some(Quotas::default()),
            origin: None,
        });
        let mut world = Self {
            community: CommunityId::ZERO,
            entries: Vec::new(),
            heads: BTreeMap::new(),
            grants: BTreeMap::new(),
            losses: BTreeMap::new(),
            first: BTreeMap::from([(1, 1)]),
            now: 1_000,
        };
        let id = world.write(1, EntryHash::ZERO, genesis);
        world.community = CommunityId(id.0);
        world.grants.insert(1, vec![id]);
        world
    }

    /// The founder, admins 2 and 3 (in that order), members 4 and 5; device of person n is 10 n.
    pub(crate) fn with_five() -> Self {
        let mut world = Self::new();
        for (number, role) in [(2, Rank::Admin), (3, Rank::Admin), (4, Rank::Member), (5, Rank::Member)] {
            world.admit(1, 1, number, number * 10, role);
        }
        world
    }

    pub(crate) fn resolve(&self) -> Authority {
        resolve(self.community, &self.entries)
    }

    pub(crate) fn role(&self, number: u32) -> Option<Rank> {
        self.resolve().role(&person(number))
    }

    pub(crate) fn accepted(&self, id: EntryHash) -> bool {
        self.resolve().accepted(&id)
    }

    /// The last grant to a person.
    pub(crate) fn grant(&self, number: u32) -> EntryHash {
        *self.grants[&number].last().unwrap()
    }

    pub(crate) fn kills(&self, number: u32) -> BTreeSet<EntryHash> {
        set(self.grants.get(&number).into_iter().flatten().copied())
    }

    /// Writes after the device's head.
    pub(crate) fn write(&mut self, dev: u32, permit: EntryHash, op: ControlOp) -> EntryHash {
        let head = self.heads.get(&dev).copied();
        let head = self.write_after(dev, head, permit, op);
        self.heads.insert(dev, head);
        head.hash
    }

    /// Writes after any entry of the device, without moving its head: a fork where something stands there already.
    pub(crate) fn write_after(&mut self, dev: u32, after: Option<Head>, permit: EntryHash, op: ControlOp) -> Head {
        self.now += 1;
        let after = after.unwrap_or(Head { seq: 0, hash: EntryHash::ZERO });
        let seq = after.seq + 1;
        let parts: [&[u8]; 6] =
            [&device(dev).0, &seq.to_be_bytes(), &after.hash.0, &permit.0, &self.now.to_be_bytes(), &op.to_cbor()];
        let id = EntryHash(derive::hash(derive::ENTRY, &parts));
        let at = Position { id, device: device(dev), seq, prev: after.hash, ts: Timestamp(self.now), permit };
        self.entries.push(ControlEntry::checked_before(at, op, true));
        Head { seq, hash: id }
    }

    pub(crate) fn entry(&self, id: EntryHash) -> &ControlEntry {
        self.entries.iter().find(|entry| entry.at.id == id).unwrap()
    }

    pub(crate) fn head_of(&self, id: EntryHash) -> Head {
        Head { seq: self.entry(id).at.seq, hash: id }
    }

    /// A cut that leaves each device its present head.
    pub(crate) fn cut(&self, devices: &[u32]) -> Cut {
        devices.iter().filter_map(|dev| Some(LogHead { log: log(*dev), head: *self.heads.get(dev)? })).collect()
    }

    /// A cut at one entry of a device.
    pub(crate) fn cut_at(&self, dev: u32, id: EntryHash) -> Cut {
        Cut([(log(dev), self.head_of(id))].into())
    }

    pub(crate) fn granted(&mut self, number: u32, id: EntryHash) -> EntryHash {
        self.grants.entry(number).or_default().push(id);
        id
    }

    fn lost(&mut self, number: u32, id: EntryHash) -> EntryHash {
        self.losses.entry(number).or_default().push(id);
        id
    }

    pub(crate) fn admit(&mut self, by: u32, dev: u32, number: u32, new: u32, role: Rank) -> EntryHash {
        self.admit_over(by, dev, number, new, role, None, BTreeSet::new())
    }

    #[expect(clippy::too_many_arguments, reason = "one call for every kind of admission")]
    pub(crate) fn admit_over(
        &mut self,
        by: u32,
        dev: u32,
        number: u32,
        new: u32,
        role: Rank,
        invite: Option<(EntryHash, u32)>,
        over: BTreeSet<EntryHash>,
    ) -> EntryHash {
        let permit = self.grant(by);
        let op = admit_op(self.community, number, new, role, invite, over);
        let id = self.write(dev, permit, op);
        self.first.entry(number).or_insert(new);
        self.granted(number, id)
    }

    pub(crate) fn set_role(
        &mut self,
        by: u32,
        dev: u32,
        number: u32,
        role: Rank,
        kills: BTreeSet<EntryHash>,
        cut: Cut,
    ) -> EntryHash {
        self.set_role_seen(by, dev, number, role, kills, cut, BTreeSet::new())
    }

    #[expect(clippy::too_many_arguments, reason = "one call for every kind of demotion")]
    pub(crate) fn set_role_seen(
        &mut self,
        by: u32,
        dev: u32,
        number: u32,
        role: Rank,
        kills: BTreeSet<EntryHash>,
        cut: Cut,
        seen: BTreeSet<EntryHash>,
    ) -> EntryHash {
        let permit = self.grant(by);
        let certificate = self.first.get(&number).filter(|_| number != 1).map(|first| certificate(number, *first, None));
        let op = SetRole { person: person(number), role, certificate, kills, over: BTreeSet::new(), cut, seen };
        let id = self.write(dev, permit, ControlOp::SetRole(op));
        self.lost(number, id);
        self.granted(number, id)
    }

    pub(crate) fn remove(&mut self, by: u32, dev: u32, number: u32, cut: Cut) -> EntryHash {
        let kills = self.kills(number);
        self.remove_seen(self.grant(by), dev, number, kills, cut, BTreeSet::new())
    }

    pub(crate) fn remove_seen(
        &mut self,
        permit: EntryHash,
        dev: u32,
        number: u32,
        kills: BTreeSet<EntryHash>,
        cut: Cut,
        seen: BTreeSet<EntryHash>,
    ) -> EntryHash {
        let op = remove_op(number, kills, cut, seen, false);
        let id = self.write(dev, permit, op);
        self.lost(number, id)
    }

    pub(crate) fn leave(&mut self, number: u32, dev: u32, standing: EntryHash, to_rank: Option<Rank>, cut: Cut) -> EntryHash {
        let id = self.write(dev, standing, ControlOp::Leave(Leave { standing, to_rank, cut }));
        self.lost(number, id)
    }

    pub(crate) fn invite(&mut self, by: u32, dev: u32, number: u32, role: Rank, uses: Option<u64>) -> EntryHash {
        let permit = self.grant(by);
        self.write(dev, permit, invite_op(number, role, uses))
    }

    /// Any operation that changes nobody's rank, to fill a log.
    pub(crate) fn note(&mut self, by: u32, dev: u32, number: u64) -> EntryHash {
        let permit = self.grant(by);
        self.write(dev, permit, note_op(number))
    }
}

/// An operation that anybody may write and that changes nothing.
pub(crate) fn note_op(number: u64) -> ControlOp {
    let mut w = Writer::new();
    w.array(2).bytes(&number.to_be_bytes()).bytes(&[0]);
    ControlOp::ForkProof(ForkProof::from_cbor(&w.finish()).unwrap())
}

pub(crate) fn invite_op(number: u32, role: Rank, uses: Option<u64>) -> ControlOp {
    ControlOp::Invite(Invite { key: invite_key(number), role, uses, approval: false, expires: None })
}

pub(crate) fn remove_op(number: u32, kills: BTreeSet<EntryHash>, cut: Cut, seen: BTreeSet<EntryHash>, ban: bool) -> ControlOp {
    ControlOp::Remove(Remove { person: person(number), kills, cut, seen, ban, reason: 0 })
}

pub(crate) fn admit_op(
    community: CommunityId,
    number: u32,
    new: u32,
    role: Rank,
    invite: Option<(EntryHash, u32)>,
    over: BTreeSet<EntryHash>,
) -> ControlOp {
    let request = JoinRequest {
        community,
        invite: invite.map(|(id, _)| id),
        certificate: certificate(number, new, None),
        profile: [0; 32],
    };
    let proof = invite.map(|(_, key)| InviteProof { key: invite_key(key), signature: [0; 64] });
    ControlOp::Admit(Admit { request, proof, role, over })
}

pub(crate) fn device_add(of: u32, new: u32, by: Option<u32>) -> ControlOp {
    ControlOp::DeviceAdd(DeviceAdd { certificate: certificate(of, new, by) })
}

/// Ends a device; `root` names the person whose root speaks.
pub(crate) fn device_revoke(dev: u32, cut: Cut, root_of: Option<u32>) -> ControlOp {
    let root = root_of.map(|of| RootWord { root: root(of), signature: [0; 64] });
    ControlOp::DeviceRevoke(DeviceRevoke { device: device(dev), cut, root })
}

/// A checkpoint that shows these leaves.
pub(crate) fn checkpoint(leaves: Vec<LogHead>) -> ControlOp {
    ControlOp::Checkpoint(Checkpoint {
        prev: None,
        count: leaves.len() as u64,
        root: merkle_root(&leaves),
        state: [0; 32],
        inline: leaves,
    })
}
