//! Random communities with forks, wrong citations, planted operations and attacks by the removed.
//!
//! `AFO_FUZZ` multiplies the number of worlds; a failure names its seed, and `AFO_SEED` runs that one alone.

use crate::world::*;
use allforone_core::authority::*;
use allforone_core::domain::Rank;
use allforone_core::encryption::{Audience, Domain, Retention};
use allforone_core::id::{EntryHash, Lane};
use std::collections::{BTreeMap, BTreeSet};

/// Numbers that look random (xorshift); the same for the same seed everywhere.
struct Dice(u64);

impl Dice {
    fn new(seed: u64) -> Self {
        let mut dice = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        for _ in 0..8 {
            dice.roll(2);
        }
        dice
    }

    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % sides.max(1)
    }

    /// True `n` times in `of`.
    fn falls(&mut self, n: u64, of: u64) -> bool {
        self.roll(of) < n
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> Option<T> {
        let sides = from.len() as u64;
        from.get(usize::try_from(self.roll(sides)).unwrap()).cloned()
    }

    fn some<T: Clone>(&mut self, from: &[T], keep: u64) -> Vec<T> {
        from.iter().filter(|_| self.falls(keep, 10)).cloned().collect()
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            let to = usize::try_from(self.roll(at as u64 + 1)).unwrap();
            list.swap(at, to);
        }
    }
}

/// A random community in the making.
#[derive(Clone)]
struct Play {
    world: World,
    /// By person, every device that was ever tried.
    devices: BTreeMap<u32, Vec<u32>>,
    invites: Vec<(EntryHash, u32)>,
    checkpoints: Vec<(EntryHash, Vec<LogHead>)>,
    next_person: u32,
    next_device: u32,
}

impl Play {
    fn new() -> Self {
        Self {
            world: World::with_five(),
            devices: (1..=5).map(|number| (number, vec![if number == 1 { 1 } else { number * 10 }])).collect(),
            invites: Vec::new(),
            checkpoints: Vec::new(),
            next_person: 6,
            next_device: 100,
        }
    }

    fn people(&self) -> Vec<u32> {
        self.devices.keys().copied().collect()
    }

    fn device_for(&mut self, number: u32) -> u32 {
        self.next_device += 1;
        self.devices.entry(number).or_default().push(self.next_device);
        self.next_device
    }

    fn all_ids(&self) -> Vec<EntryHash> {
        self.world.entries.iter().map(|entry| entry.at.id).collect()
    }

    fn any_head(&self, dev: u32, dice: &mut Dice) -> Option<Head> {
        let own: Vec<Head> = self
            .world
            .entries
            .iter()
            .filter(|entry| entry.at.device == device(dev))
            .map(|entry| Head { seq: entry.at.seq, hash: entry.at.id })
            .collect();
        dice.pick(&own)
    }

    /// A cut of a person's logs: mostly listed, anywhere on any branch.
    fn random_cut(&self, number: u32, dice: &mut Dice) -> Cut {
        let mut rows = Vec::new();
        for dev in self.devices.get(&number).into_iter().flatten() {
            if let Some(head) = self.any_head(*dev, dice).filter(|_| dice.falls(4, 5)) {
                rows.push(LogHead { log: log(*dev), head });
                let content = LogHead { log: allforone_core::id::LogId { device: device(*dev), lane: Lane::MEMBER }, head };
                rows.push(content);
            }
        }
        rows.into_iter().collect()
    }

    fn losses(&self, number: u32) -> Vec<EntryHash> {
        self.world.losses.get(&number).cloned().unwrap_or_default()
    }

    fn grants(&self, number: u32) -> Vec<EntryHash> {
        self.world.grants.get(&number).cloned().unwrap_or_default()
    }

    /// Makes up an operation by `by`, writing with `dev`; returns it with what to note if it is written.
    fn invent(&mut self, by: u32, dev: u32, rank: Rank, dice: &mut Dice) -> (ControlOp, Note, bool) {
        let people = self.people();
        let target = dice.pick(&people).unwrap();
        let role = Rank::from_number(dice.roll(5)).unwrap();
        let below = Rank::from_number(dice.roll((rank as u64).max(1))).unwrap();
        let community = self.world.community;
        match dice.roll(24) {
            0 | 1 => {
                let (number, new) = (self.next_person, self.next_device + 1);
                (admit_op(community, number, new, below, None, BTreeSet::new()), Note::Grant(number, new), false)
            }
            2 | 3 => {
                let (number, new) = (self.next_person, self.next_device + 1);
                let invite = dice.pick(&self.invites);
                (admit_op(community, number, new, Rank::Member, invite, BTreeSet::new()), Note::Grant(number, new), false)
            }
            4 => {
                // Co-admission or re-admission, with the known device or a new one.
                let new = if dice.falls(1, 2) { self.next_device + 1 } else { dice.pick(&self.devices[&target]).unwrap() };
                let over = set(dice.some(&self.losses(target), 8));
                let invite = if dice.falls(1, 2) { dice.pick(&self.invites) } else { None };
                (admit_op(community, target, new, Rank::Member, invite, over), Note::Grant(target, new), false)
            }
            5 | 6 => {
                let role = if dice.falls(3, 4) { below } else { role };
                let first = self.devices[&target].first().copied();
                let op = SetRole {
                    person: person(target),
                    role,
                    certificate: first.filter(|_| dice.falls(4, 5)).map(|first| certificate(target, first, None)),
                    kills: set(dice.some(&self.grants(target), 8)),
                    over: set(dice.some(&self.losses(target), 6)),
                    cut: self.random_cut(target, dice),
                    seen: set(dice.some(&self.losses(target), 6)),
                };
                (ControlOp::SetRole(op), Note::LossAndGrant(target), false)
            }
            7 | 8 => {
                let kills = set(dice.some(&self.grants(target), 8));
                let seen = set(dice.some(&self.losses(target), 6));
                let op = remove_op(target, kills, self.random_cut(target, dice), seen, dice.falls(1, 4));
                (op, Note::Loss(target), false)
            }
            // The founder's leave ends the story, the others' opens it.
            9 if by != 1 || dice.falls(1, 10) => {
                let standing = dice.pick(&self.grants(by)).unwrap_or(EntryHash::ZERO);
                let to_rank = if dice.falls(1, 2) { Some(below) } else { None };
                let leave = Leave { standing, to_rank, cut: self.random_cut(by, dice) };
                (ControlOp::Leave(leave), Note::Left(by, standing), false)
            }
            10 => (device_add(by, self.next_device + 1, Some(dev)), Note::Device(by), true),
            11 => {
                let dev = dice.pick(&self.devices[&by]).unwrap();
                let cut = self.random_cut(by, dice);
                let root = dice.falls(1, 3).then_some(by);
                (device_revoke(dev, cut, root), Note::Nothing, true)
            }
            12 => {
                let dev = dice.pick(&self.devices[&target]).unwrap();
                (device_revoke(dev, self.random_cut(target, dice), None), Note::Nothing, false)
            }
            13 | 14 => (ControlOp::Void(dice.pick(&self.all_ids()).unwrap()), Note::Nothing, false),
            15 => {
                let leaves: Vec<LogHead> = people.iter().flat_map(|number| self.random_cut(*number, dice).0).map(row).collect();
                (checkpoint(dice.some(&leaves, 5)), Note::Nothing, false)
            }
            16 => {
                let mut leaves: Vec<LogHead> =
                    people.iter().flat_map(|number| self.random_cut(*number, dice).0).map(row).collect();
                leaves.sort();
                let (count, root) = (leaves.len() as u64, merkle_root(&leaves));
                let op = Checkpoint { prev: None, count, root, state: [0; 32], inline: vec![] };
                (ControlOp::Checkpoint(op), Note::Checkpoint(leaves), false)
            }
            17 => (self.random_pin(dice).unwrap_or_else(|| note_op(1)), Note::Nothing, false),
            18 | 19 => {
                let number = u32::try_from(dice.roll(1 << 20)).unwrap();
                let uses = dice.falls(2, 3).then(|| dice.roll(3));
                (invite_op(number, Rank::Member, uses), Note::Invite(number), false)
            }
            20 => {
                let Some((invite, _)) = dice.pick(&self.invites) else { return (note_op(2), Note::Nothing, false) };
                let keep = set(dice.some(&self.all_ids(), 3));
                (ControlOp::RevokeInvite(RevokeInvite { invite, keep }), Note::Nothing, false)
            }
            21 => {
                let value = SettingValue::Number(dice.roll(9));
                let supersedes = set(dice.some(&self.all_ids(), 2));
                (ControlOp::SetSetting(SetSetting { key: setting::NAME.into(), value, supersedes }), Note::Nothing, false)
            }
            22 => {
                let domain = Domain { audience: Audience::Member, retention: Retention::Keep };
                let commits = vec![EpochCommit { domain, epoch: [1; 32], history: [2; 32] }];
                let cause = set(dice.some(&self.losses(target), 8));
                let parents = set([EntryHash(community.0)]);
                let rekey =
                    Rekey { domain, number: 1, commits, parents, cause, boxes: [0; 32], recipients: [0; 32], backlinks: vec![] };
                (ControlOp::Rekey(rekey), Note::Nothing, false)
            }
            _ => (note_op(dice.roll(99)), Note::Nothing, false),
        }
    }

    fn random_pin(&self, dice: &mut Dice) -> Option<ControlOp> {
        let (checkpoint, leaves) = dice.pick(&self.checkpoints)?;
        let index = usize::try_from(dice.roll(leaves.len() as u64)).unwrap();
        let leaf = *leaves.get(index)?;
        Some(ControlOp::Pin(Pin { checkpoint, leaf, index: index as u64, path: merkle_path(&leaves, index)? }))
    }

    /// Notes a written operation, so that later ones can name it.
    fn note(&mut self, id: EntryHash, note: Note) {
        match note {
            Note::Nothing => {}
            Note::Grant(number, new) => {
                self.next_person = self.next_person.max(number + 1);
                self.next_device = self.next_device.max(new);
                let devices = self.devices.entry(number).or_default();
                if !devices.contains(&new) {
                    devices.push(new);
                }
                self.world.granted(number, id);
            }
            Note::Loss(number) => self.world.losses.entry(number).or_default().push(id),
            Note::LossAndGrant(number) => {
                self.world.losses.entry(number).or_default().push(id);
                self.world.granted(number, id);
            }
            Note::Left(number, _) => self.world.losses.entry(number).or_default().push(id),
            Note::Device(number) => {
                self.device_for(number);
            }
            Note::Invite(key) => self.invites.push((id, key)),
            Note::Checkpoint(leaves) => self.checkpoints.push((id, leaves)),
        }
    }

    /// One step: somebody, mostly with a say, writes something, mostly under a fitting permit and mostly at the head.
    fn step(&mut self, authority: &Authority, dice: &mut Dice) {
        let people = self.people();
        let strong: Vec<u32> = people.iter().filter(|n| authority.role(&person(**n)) >= Some(Rank::Moderator)).copied().collect();
        let live: Vec<u32> = people.iter().filter(|n| authority.role(&person(**n)).is_some()).copied().collect();
        let from = [&strong, &strong, &strong, &live, &live, &people][usize::try_from(dice.roll(6)).unwrap()];
        let by = dice.pick(from).or_else(|| dice.pick(&people)).unwrap();
        let known = authority.member(&person(by)).map(|member| member.devices).unwrap_or_default();
        let working: Vec<u32> = self.devices[&by].iter().filter(|dev| known.contains(&device(**dev))).copied().collect();
        let dev = if dice.falls(7, 8) { dice.pick(&working) } else { None };
        let dev = dev.or_else(|| dice.pick(&self.devices[&by])).unwrap();
        let rank = authority.role(&person(by)).unwrap_or(Rank::Guest);
        if dice.falls(1, 40) {
            // Recovery: a new device speaks for itself with the root's word, and ends another.
            let new = self.device_for(by);
            self.world.write(new, EntryHash::ZERO, device_add(by, new, None));
            let cut = self.random_cut(by, dice);
            self.world.write(new, EntryHash::ZERO, device_revoke(dev, cut, Some(by)));
            return;
        }
        let (op, note, personal) = self.invent(by, dev, rank, dice);
        let strongest = authority.strongest(&person(by)).map(|standing| standing.id);
        let permit = match (&note, dice.roll(12)) {
            (_, 0) => dice.pick(&self.all_ids()).unwrap(),
            (Note::Left(_, standing), 1..9) => *standing,
            (_, 1..4) => dice.pick(&self.grants(by)).unwrap_or(EntryHash::ZERO),
            _ if personal => EntryHash::ZERO,
            _ => strongest.unwrap_or(EntryHash::ZERO),
        };
        let id = if by != 1 && dice.falls(1, 15) {
            let after = if dice.falls(1, 5) { None } else { self.any_head(dev, dice) };
            self.world.write_after(dev, after, permit, op).hash
        } else {
            self.world.write(dev, permit, op)
        };
        self.note(id, note);
    }
}

fn row((log, head): (allforone_core::id::LogId, Head)) -> LogHead {
    LogHead { log, head }
}

/// What a written operation makes known.
#[derive(Clone)]
enum Note {
    Nothing,
    Grant(u32, u32),
    Loss(u32),
    LossAndGrant(u32),
    Left(u32, EntryHash),
    Device(u32),
    Invite(u32),
    Checkpoint(Vec<LogHead>),
}

fn played(seed: u64, steps: usize) -> (Play, Dice) {
    let mut dice = Dice::new(seed);
    let mut play = Play::new();
    let mut authority = play.world.resolve();
    for step in 0..steps {
        if step % 4 == 0 {
            authority = play.world.resolve();
        }
        play.step(&authority, &mut dice);
    }
    (play, dice)
}

/// Seeds to run: `AFO_SEED` alone, or `usual` times `AFO_FUZZ`.
fn seeds(usual: u64) -> Vec<u64> {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    match number("AFO_SEED") {
        Some(seed) => vec![seed],
        None => (1..=usual * number("AFO_FUZZ").unwrap_or(1)).collect(),
    }
}

#[test]
fn the_order_of_arrival_changes_nothing() {
    let (mut accepted, mut written) = (0, 0);
    for seed in seeds(500) {
        let (play, mut dice) = played(seed, 80);
        let whole = play.world.resolve();
        accepted += whole.accepted_entries().len();
        written += play.world.entries.len();
        let length = play.world.entries.len();
        for part in [length, length, usize::try_from(dice.roll(length as u64)).unwrap()] {
            let mut entries: Vec<ControlEntry> = play.world.entries[..part].to_vec();
            let before = resolve(play.world.community, &entries);
            dice.shuffle(&mut entries);
            let doubles = dice.some(&entries, 1);
            entries.extend(doubles);
            assert_eq!(resolve(play.world.community, &entries), before, "seed {seed}, {part} entries");
        }
    }
    assert!(accepted * 4 > written, "{accepted} of {written}: the worlds say too little");
}

#[test]
fn nobody_but_the_founder_ends_the_founder() {
    for seed in seeds(500) {
        let (play, _) = played(seed, 80);
        let authority = play.world.resolve();
        let left = authority.removals().iter().any(|removal| removal.person == person(1) && removal.issuer == person(1));
        let genesis = play.world.grants[&1][0];
        assert!(left || authority.standing(&genesis).unwrap().is_live(), "seed {seed}");
        assert!(authority.removals().iter().all(|r| r.person != person(1) || r.issuer == person(1) || left), "seed {seed}");
    }
}

#[test]
fn a_grantee_is_junior_to_its_granter_and_roles_have_living_grants() {
    for seed in seeds(200) {
        let (play, _) = played(seed, 80);
        let authority = play.world.resolve();
        for entry in &play.world.entries {
            let Some(standing) = authority.standing(&entry.at.id) else { continue };
            if let Some(issuer) = standing.issuer.and_then(|id| authority.standing(&id)) {
                assert!(issuer.seniority < standing.seniority, "seed {seed}");
                assert!(!matches!(issuer.state, State::Void { .. }), "seed {seed}: nothing comes from a void standing");
            }
            assert!(authority.accepted(&entry.at.id), "seed {seed}: a standing without an accepted grant");
        }
        for entry in &play.world.entries {
            let why = authority.explain(&entry.at.id);
            assert_eq!(authority.accepted(&entry.at.id), why.is_none(), "seed {seed}");
            assert_ne!(why, Some(Refusal::Unknown), "seed {seed}: every refusal has a reason");
        }
    }
}

/// Writes an informed removal of `target` by `remover`; `None` where it has no say.
fn informed_removal(play: &mut Play, authority: &Authority, remover: u32, target: u32) -> Option<EntryHash> {
    let standing = authority.strongest(&person(remover))?.clone();
    let writer = authority.member(&person(remover))?.devices.first().copied()?;
    let dev = *play.devices.get(&remover)?.iter().find(|dev| device(**dev) == writer)?;
    let mut rows = Vec::new();
    for dev in &play.devices[&target] {
        // The last accepted entry of each device: what an honest client proposes.
        let own = play.world.entries.iter().filter(|entry| entry.at.device == device(*dev) && authority.accepted(&entry.at.id));
        if let Some(last) = own.max_by_key(|entry| entry.at.seq) {
            rows.push(LogHead { log: log(*dev), head: Head { seq: last.at.seq, hash: last.at.id } });
        }
    }
    let seen = set(play.losses(target));
    let op = remove_op(target, set(play.grants(target)), rows.into_iter().collect(), seen, false);
    let raw = play.world.entries.iter().filter(|entry| entry.at.device == device(dev) && authority.accepted(&entry.at.id));
    let after = raw.max_by_key(|entry| entry.at.seq).map(|entry| Head { seq: entry.at.seq, hash: entry.at.id });
    Some(play.world.write_after(dev, after.or(play.world.heads.get(&dev).copied()), standing.id, op).hash)
}

#[test]
fn after_an_effective_removal_nothing_the_removed_sign_changes_anything() {
    let (mut effective, mut attacks) = (0, 0);
    for seed in seeds(300) {
        let (play, mut dice) = played(seed, 70);
        let before = play.world.resolve();
        let members: Vec<u32> = play.people().into_iter().filter(|n| before.role(&person(*n)).is_some()).collect();
        for target in members.iter().copied().filter(|n| *n != 1) {
            for remover in [1, dice.pick(&members).unwrap()] {
                let mut play = play.clone();
                if remover == target || informed_removal(&mut play, &before, remover, target).is_none() {
                    continue;
                }
                let removed = play.world.resolve();
                if removed.role(&person(target)).is_some() {
                    continue;
                }
                effective += 1;
                for round in 0..2 {
                    let mut attack = play.clone();
                    attacks += 1;
                    assault(&mut attack, target, &mut dice);
                    let after = attack.world.resolve();
                    let lost: Vec<_> = removed.accepted_entries().difference(after.accepted_entries()).collect();
                    let won: Vec<_> = after.accepted_entries().difference(removed.accepted_entries()).collect();
                    assert!(
                        lost.is_empty() && won.is_empty(),
                        "seed {seed}: {remover} removed {target}, round {round}: lost {lost:?}, won {won:?}"
                    );
                    let roles = |authority: &Authority| -> Vec<_> { authority.members().map(|m| (m.person, m.rank)).collect() };
                    assert_eq!(roles(&removed), roles(&after), "seed {seed}: {remover} removed {target}");
                    assert_eq!(removed.state_hash(), after.state_hash(), "seed {seed}: {remover} removed {target}");
                }
            }
        }
    }
    assert!(effective > 500 || std::env::var("AFO_SEED").is_ok(), "only {effective} removals took effect");
    assert!(attacks > 0);
}

/// Whatever the removed person's devices, old and new, can sign.
fn assault(play: &mut Play, target: u32, dice: &mut Dice) {
    let rank = Rank::from_number(dice.roll(5)).unwrap();
    for _ in 0..15 {
        let fresh = dice.falls(1, 8);
        let dev = if fresh { play.device_for(target) } else { dice.pick(&play.devices[&target]).unwrap() };
        if fresh {
            play.world.write(dev, EntryHash::ZERO, device_add(target, dev, None));
            continue;
        }
        let after = if dice.falls(1, 6) { None } else { play.any_head(dev, dice) };
        let (op, note, personal) = match dice.roll(4) {
            0 => {
                let old = dice.pick(&play.devices[&target]).unwrap();
                let root = dice.falls(1, 2).then_some(target);
                (device_revoke(old, play.random_cut(target, dice), root), Note::Nothing, true)
            }
            _ => play.invent(target, dev, rank, dice),
        };
        let own = play.grants(target);
        let leaving = if let ControlOp::Leave(leave) = &op { Some(leave.standing) } else { None };
        let permit = match dice.roll(6) {
            0 => dice.pick(&play.all_ids()).unwrap(),
            _ if personal => EntryHash::ZERO,
            _ => leaving.or_else(|| dice.pick(&own)).unwrap_or(EntryHash::ZERO),
        };
        let head = play.world.write_after(dev, after, permit, op);
        play.note(head.hash, note);
    }
}
