//! Everything that validation asks about a document: its changes, their ancestors, and each op in 12 bytes.
//!
//! Ops and changes are numbered in order of application. These numbers are local; what travels are [`OpId`]s and entry hashes.

use crate::id::{ActorKey, DeviceId, EntryHash, PersonId};
use crate::ops::{GENESIS, OpId};
use crate::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Who wrote an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Author {
    /// The writing device.
    pub device: DeviceId,
    /// Whose device it is.
    pub person: PersonId,
}

/// Stands for the root map where an op's number is expected.
pub(crate) const ROOT: u32 = u32::MAX;
/// Stands for the start of a list or text where an element is expected.
pub(crate) const HEAD: u32 = u32::MAX;

/// What an op is to those that name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Map,
    List,
    Text,
    Value,
    Counter,
    Delete,
    Increment,
}

/// One op, as far as later ones can depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OpInfo {
    /// The op that made its object, or [`ROOT`].
    pub obj: u32,
    /// In maps the number of the key; in lists and texts the op that made the element, or [`HEAD`].
    pub key: u32,
    pub kind: Kind,
    pub insert: bool,
    /// How deep its object lies; 0 for the root.
    pub depth: u8,
}

/// One applied entry.
pub(crate) struct Change {
    pub entry: EntryHash,
    pub ts: Timestamp,
    pub actor: u32,
    /// Number of the actor's change in this document, from 1.
    pub seq: u32,
    /// Counter of its first op.
    pub start: u32,
    /// Number of its first op in the index.
    pub first: u32,
    pub len: u32,
    /// Direct ancestors, without the author's own previous change.
    pub deps: Vec<u32>,
    /// Greatest seq per actor among its ancestors; shared along one actor's uninterrupted changes, therefore its own actor's
    /// entry may be behind `seq`.
    past: Arc<[(u32, u32)]>,
    /// Objects and container keys made by this actor up to and with this change.
    pub objects: u32,
    /// Elements inserted by this actor up to and with this change.
    pub inserts: u32,
}

struct Actor {
    key: ActorKey,
    author: Option<Author>,
    changes: Vec<u32>,
}

/// The changes and ops of one document.
pub(crate) struct Index {
    actors: Vec<Actor>,
    by_actor: BTreeMap<ActorKey, u32>,
    changes: Vec<Change>,
    by_entry: BTreeMap<EntryHash, u32>,
    heads: BTreeSet<u32>,
    ops: Vec<OpInfo>,
    keys: Vec<Arc<str>>,
    by_key: BTreeMap<Arc<str>, u32>,
}

/// What a change builds on.
#[derive(Clone, Debug)]
pub(crate) struct Ancestry {
    pub actor: ActorKey,
    /// Direct ancestors, without the own previous change.
    pub deps: Vec<u32>,
    /// The author's previous change.
    pub previous: Option<u32>,
    pub seq: u32,
    pub start_op: u64,
    /// Objects and elements that all ancestors made.
    pub objects: u64,
    pub inserts: u64,
    clock: BTreeMap<u32, u32>,
}

/// What the index is told of an accepted change.
pub(crate) struct Addition {
    pub entry: EntryHash,
    pub ts: Timestamp,
    pub author: Option<Author>,
    pub ops: Vec<OpInfo>,
    /// Keys the index does not know yet, in the order of the numbers that `ops` use for them.
    pub keys: Vec<Arc<str>>,
    pub objects: u32,
    pub inserts: u32,
}

impl Index {
    /// Returns the index of a document that holds its genesis only.
    pub(crate) fn new(genesis: Vec<OpInfo>, keys: Vec<Arc<str>>) -> Self {
        let mut index = Self {
            actors: Vec::new(),
            by_actor: BTreeMap::new(),
            changes: Vec::new(),
            by_entry: BTreeMap::new(),
            heads: BTreeSet::new(),
            ops: Vec::new(),
            keys: Vec::new(),
            by_key: BTreeMap::new(),
        };
        let ancestry = Ancestry {
            actor: GENESIS,
            deps: Vec::new(),
            previous: None,
            seq: 1,
            start_op: 1,
            objects: 0,
            inserts: 0,
            clock: BTreeMap::new(),
        };
        let (entry, ts) = (EntryHash::ZERO, Timestamp(0));
        index.add(&ancestry, Addition { entry, ts, author: None, ops: genesis, keys, objects: 0, inserts: 0 });
        index.by_entry.clear();
        index.heads.clear();
        index
    }

    /// Returns what a change by `actor` with these direct ancestors builds on: they, the author's own previous change, the
    /// genesis, and all that these build on.
    pub(crate) fn ancestry(&self, actor: ActorKey, deps: Vec<u32>) -> Ancestry {
        let own = self.by_actor.get(&actor).and_then(|a| self.actors.get(*a as usize));
        let previous = own.and_then(|a| a.changes.last().copied());
        let mut clock = BTreeMap::from([(0, 1)]);
        let mut max_op = self.change(0).map_or(0, Change::last_counter);
        for number in deps.iter().chain(&previous) {
            let Some(change) = self.change(*number) else { continue };
            max_op = max_op.max(change.last_counter());
            for (actor, seq) in change.past.iter().chain([&(change.actor, change.seq)]) {
                let known = clock.entry(*actor).or_insert(0);
                *known = (*known).max(*seq);
            }
        }
        let latest = |(actor, seq): (&u32, &u32)| {
            let changes = &self.actors.get(*actor as usize)?.changes;
            changes.get(*seq as usize - 1).and_then(|c| self.change(*c))
        };
        let made = clock.iter().filter_map(latest).map(|c| (u64::from(c.objects), u64::from(c.inserts)));
        let (objects, inserts) = made.fold((0, 0), |sum, c| (sum.0 + c.0, sum.1 + c.1));
        let seq = own.map_or(0, |a| a.changes.len() as u32) + 1;
        Ancestry { actor, deps, previous, seq, start_op: u64::from(max_op) + 1, objects, inserts, clock }
    }

    /// Returns whether `change` is among the ancestors.
    pub(crate) fn is_ancestor(&self, change: &Change, ancestry: &Ancestry) -> bool {
        ancestry.clock.get(&change.actor).is_some_and(|seq| *seq >= change.seq)
    }

    /// Returns whether change `older` is `newer` or one of its ancestors.
    pub(crate) fn is_within(&self, older: u32, newer: u32) -> bool {
        let (Some(older), Some(newer)) = (self.change(older), self.change(newer)) else { return false };
        if older.actor == newer.actor {
            return older.seq <= newer.seq;
        }
        newer.past.iter().any(|(actor, seq)| *actor == older.actor && *seq >= older.seq)
    }

    /// Returns the number of the op with this id, whoever may see it.
    pub(crate) fn find(&self, id: &OpId) -> Option<u32> {
        let actor = self.actors.get(*self.by_actor.get(&id.actor)? as usize)?;
        let starts_before = |c: &u32| self.change(*c).is_some_and(|c| u64::from(c.start) <= id.counter);
        let at = actor.changes.partition_point(starts_before).checked_sub(1)?;
        let change = self.change(*actor.changes.get(at)?)?;
        let offset = u32::try_from(id.counter - u64::from(change.start)).ok()?;
        (offset < change.len).then(|| change.first + offset)
    }

    /// Returns the number of the op with this id, if it is among the ancestors.
    pub(crate) fn find_within(&self, id: &OpId, ancestry: &Ancestry) -> Option<u32> {
        let op = self.find(id)?;
        self.is_ancestor(self.change_of(op)?, ancestry).then_some(op)
    }

    /// Adds an accepted change and returns its number. `addition` was checked against `ancestry` of this index.
    pub(crate) fn add(&mut self, ancestry: &Ancestry, addition: Addition) -> u32 {
        let number = self.changes.len() as u32;
        let actor = *self.by_actor.entry(ancestry.actor).or_insert(self.actors.len() as u32);
        if self.actors.len() as u32 == actor {
            self.actors.push(Actor { key: ancestry.actor, author: addition.author, changes: Vec::new() });
        }
        for key in addition.keys {
            self.by_key.insert(key.clone(), self.keys.len() as u32);
            self.keys.push(key);
        }
        let previous = ancestry.previous.and_then(|c| self.change(c));
        let (objects, inserts) = previous.map_or((0, 0), |c| (c.objects, c.inserts));
        let past = match previous {
            Some(previous) if ancestry.deps.is_empty() => previous.past.clone(),
            Some(_) | None => ancestry.clock.iter().map(|(actor, seq)| (*actor, *seq)).collect(),
        };
        for ancestor in ancestry.deps.iter().chain(&ancestry.previous) {
            self.heads.remove(ancestor);
        }
        self.heads.insert(number);
        self.by_entry.insert(addition.entry, number);
        self.changes.push(Change {
            entry: addition.entry,
            ts: addition.ts,
            actor,
            seq: ancestry.seq,
            start: ancestry.start_op as u32,
            first: self.ops.len() as u32,
            len: addition.ops.len() as u32,
            deps: ancestry.deps.clone(),
            past,
            objects: objects.saturating_add(addition.objects),
            inserts: inserts.saturating_add(addition.inserts),
        });
        self.ops.extend(addition.ops);
        if let Some(actor) = self.actors.get_mut(actor as usize) {
            actor.changes.push(number);
        }
        number
    }

    pub(crate) fn op(&self, number: u32) -> Option<&OpInfo> {
        self.ops.get(number as usize)
    }

    pub(crate) fn op_count(&self) -> u32 {
        self.ops.len() as u32
    }

    pub(crate) fn change(&self, number: u32) -> Option<&Change> {
        self.changes.get(number as usize)
    }

    pub(crate) fn change_count(&self) -> u32 {
        self.changes.len() as u32
    }

    /// Returns the change that made op `number`.
    pub(crate) fn change_of(&self, op: u32) -> Option<&Change> {
        self.change(self.change_number_of(op)?)
    }

    /// Returns the number of the change that made op `number`.
    pub(crate) fn change_number_of(&self, op: u32) -> Option<u32> {
        let number = self.changes.partition_point(|c| c.first <= op).checked_sub(1)?;
        Some(number as u32).filter(|_| op < self.op_count())
    }

    /// Returns the lasting name of op `number`.
    pub(crate) fn id_of(&self, op: u32) -> Option<OpId> {
        let change = self.change_of(op)?;
        let actor = self.actors.get(change.actor as usize)?.key;
        Some(OpId { counter: u64::from(change.start + (op - change.first)), actor })
    }

    /// Returns everybody who has written here.
    pub(crate) fn authors(&self) -> impl Iterator<Item = Author> + '_ {
        self.actors.iter().filter_map(|actor| actor.author)
    }

    /// Returns who wrote `change`, or `None` for the genesis.
    pub(crate) fn author_of(&self, change: &Change) -> Option<Author> {
        self.actors.get(change.actor as usize)?.author
    }

    /// Returns the actor that wrote `change`.
    pub(crate) fn actor_of(&self, change: &Change) -> Option<ActorKey> {
        self.actors.get(change.actor as usize).map(|a| a.key)
    }

    /// Returns the change that its actor made before `change`.
    pub(crate) fn previous_of(&self, change: &Change) -> Option<u32> {
        let changes = &self.actors.get(change.actor as usize)?.changes;
        changes.get((change.seq as usize).checked_sub(2)?).copied()
    }

    /// Returns the actor's last change.
    pub(crate) fn last_of(&self, actor: &ActorKey) -> Option<u32> {
        self.actors.get(*self.by_actor.get(actor)? as usize)?.changes.last().copied()
    }

    pub(crate) fn by_entry(&self, entry: &EntryHash) -> Option<u32> {
        self.by_entry.get(entry).copied()
    }

    /// Returns the change whose entry hash begins with these bytes.
    pub(crate) fn by_entry_prefix(&self, prefix: &[u8; 16]) -> Option<u32> {
        let mut from = EntryHash::ZERO;
        from.0.first_chunk_mut().map(|start: &mut [u8; 16]| *start = *prefix)?;
        let (entry, number) = self.by_entry.range(from..).next()?;
        entry.0.starts_with(prefix).then_some(*number)
    }

    /// Returns changes on which no other builds, ascending.
    pub(crate) fn heads(&self) -> impl Iterator<Item = u32> {
        self.heads.iter().copied()
    }

    pub(crate) fn key(&self, number: u32) -> Option<&str> {
        self.keys.get(number as usize).map(AsRef::as_ref)
    }

    pub(crate) fn key_number(&self, key: &str) -> Option<u32> {
        self.by_key.get(key).copied()
    }

    pub(crate) fn key_count(&self) -> u32 {
        self.keys.len() as u32
    }
}

impl Change {
    /// Returns the counter of its last op.
    pub(crate) const fn last_counter(&self) -> u32 {
        self.start + self.len.saturating_sub(1)
    }
}

impl Kind {
    /// Returns whether the op makes an object.
    pub(crate) const fn is_object(self) -> bool {
        matches!(self, Self::Map | Self::List | Self::Text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_op_is_remembered_in_few_bytes() {
        assert!(size_of::<OpInfo>() <= 12, "a text of 64 k characters costs 12 bytes each: {}", size_of::<OpInfo>());
    }
}
