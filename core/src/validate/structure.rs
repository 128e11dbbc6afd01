//! Every op fits its object (protocol 4.9, 2 and 3), so that Automerge neither panics nor diverges.
//!
//! "Exists" always means: among the ancestors, or earlier in the same batch. What a peer happens to have does not count.

use super::index::{Ancestry, HEAD, Index, Kind, OpInfo, ROOT};
use crate::limits;
use crate::ops::{Action, Key, Obj, Op, OpId, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Where a batch does not fit its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StructureError {
    /// A dep is not needed, named twice, or not allowed.
    #[error("dep {0}")]
    Dep(&'static str),
    /// The object does not exist, is none, or lies too deep.
    #[error("object {0}")]
    Object(&'static str),
    /// The place is of another kind or does not exist.
    #[error("place {0}")]
    Place(&'static str),
    /// The action is not possible at its place.
    #[error("action {0}")]
    Action(&'static str),
    /// A replaced value does not exist, lies elsewhere, or is out of order.
    #[error("pred {0}")]
    Pred(&'static str),
}

/// What the index will remember of a checked batch.
#[derive(Debug)]
pub(crate) struct Structured {
    /// One for each op; numbers go on where the index ends.
    pub infos: Vec<OpInfo>,
    /// Keys that the index does not know yet; numbers go on where the index ends.
    pub keys: Vec<Arc<str>>,
    /// Changes of which an op names an op, without the genesis.
    pub referenced: BTreeSet<u32>,
    /// For each op the numbers of the values it replaces.
    pub preds: Vec<Vec<u32>>,
}

pub(crate) fn check(index: &Index, ancestry: &Ancestry, ops: &[Op]) -> Result<Structured, StructureError> {
    check_deps(index, ancestry)?;
    let out = Structured { infos: Vec::new(), keys: Vec::new(), referenced: BTreeSet::new(), preds: Vec::new() };
    let mut checker = Checker { index, ancestry, out, new_keys: BTreeMap::new() };
    for op in ops {
        checker.op(op)?;
    }
    Ok(checker.out)
}

/// Deps are minimal: none is an ancestor of another or of the author's previous change.
fn check_deps(index: &Index, ancestry: &Ancestry) -> Result<(), StructureError> {
    for (i, dep) in ancestry.deps.iter().enumerate() {
        let others = ancestry.deps.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, other)| other);
        for other in others.chain(&ancestry.previous) {
            if index.is_within(*dep, *other) {
                return Err(StructureError::Dep("implied by another"));
            }
        }
    }
    Ok(())
}

struct Checker<'a> {
    index: &'a Index,
    ancestry: &'a Ancestry,
    out: Structured,
    new_keys: BTreeMap<Arc<str>, u32>,
}

impl Checker<'_> {
    fn op(&mut self, op: &Op) -> Result<(), StructureError> {
        let (obj, obj_kind, depth) = self.object(&op.obj)?;
        let kind = kind_of(&op.action);
        if kind.is_object() && depth as usize >= limits::MAX_NESTING {
            return Err(StructureError::Object("nested too deep"));
        }
        let key = self.place(op, obj, obj_kind)?;
        check_action(op, kind, obj_kind)?;
        let preds = self.preds(op, obj, key, kind)?;
        self.out.infos.push(OpInfo { obj, key, kind, insert: op.insert, depth });
        self.out.preds.push(preds);
        Ok(())
    }

    fn object(&mut self, obj: &Obj) -> Result<(u32, Kind, u8), StructureError> {
        let Obj::Id(id) = obj else { return Ok((ROOT, Kind::Map, 0)) };
        let (number, info) = self.look(id).ok_or(StructureError::Object("does not exist"))?;
        if !info.kind.is_object() {
            return Err(StructureError::Object("is none"));
        }
        Ok((number, info.kind, info.depth.saturating_add(1)))
    }

    fn place(&mut self, op: &Op, obj: u32, obj_kind: Kind) -> Result<u32, StructureError> {
        match (&op.key, obj_kind == Kind::Map) {
            (Key::Field(_), true) if op.insert => Err(StructureError::Place("is inserted into a map")),
            (Key::Field(key), true) => Ok(self.key_number(key)),
            (Key::Head, false) if op.insert => Ok(HEAD),
            (Key::Head, false) => Err(StructureError::Place("is no element")),
            (Key::Elem(id), false) => {
                let (number, info) = self.look(id).ok_or(StructureError::Place("does not exist"))?;
                if !info.insert || info.obj != obj {
                    return Err(StructureError::Place("is no element of the object"));
                }
                Ok(number)
            }
            (Key::Field(_), false) | (Key::Head | Key::Elem(_), true) => Err(StructureError::Place("is of another kind")),
        }
    }

    fn preds(&mut self, op: &Op, obj: u32, key: u32, kind: Kind) -> Result<Vec<u32>, StructureError> {
        if op.insert && !op.preds.is_empty() {
            return Err(StructureError::Pred("of an insert"));
        }
        if op.preds.is_empty() && matches!(kind, Kind::Delete | Kind::Increment) {
            return Err(StructureError::Pred("missing"));
        }
        if !op.preds.is_sorted_by(|a, b| a < b) {
            return Err(StructureError::Pred("out of order"));
        }
        let mut numbers = Vec::with_capacity(op.preds.len());
        let mut counts = false;
        for id in &op.preds {
            let (number, info) = self.look(id).ok_or(StructureError::Pred("does not exist"))?;
            // An inserted element's own value is replaced at the element that it is.
            let place = if info.insert { number } else { info.key };
            if info.obj != obj || place != key || (obj == ROOT && self.is_genesis(number)) {
                return Err(StructureError::Pred("lies elsewhere"));
            }
            if matches!(info.kind, Kind::Delete | Kind::Increment) {
                return Err(StructureError::Pred("is no value"));
            }
            counts |= info.kind == Kind::Counter;
            numbers.push(number);
        }
        if kind == Kind::Increment && !counts {
            return Err(StructureError::Pred("is no counter"));
        }
        Ok(numbers)
    }

    /// Finds an op among the ancestors or earlier in this batch.
    fn look(&mut self, id: &OpId) -> Option<(u32, OpInfo)> {
        let own = (id.actor == self.ancestry.actor).then(|| id.counter.checked_sub(self.ancestry.start_op)).flatten();
        if let Some(at) = own {
            let info = self.out.infos.get(usize::try_from(at).ok()?)?;
            return Some((self.index.op_count() + at as u32, *info));
        }
        let number = self.index.find_within(id, self.ancestry)?;
        let change = self.index.change_number_of(number)?;
        if change > 0 {
            self.out.referenced.insert(change);
        }
        Some((number, *self.index.op(number)?))
    }

    /// What the genesis made stays.
    fn is_genesis(&self, op: u32) -> bool {
        self.index.change(0).is_some_and(|genesis| op < genesis.len)
    }

    fn key_number(&mut self, key: &str) -> u32 {
        if let Some(number) = self.index.key_number(key).or_else(|| self.new_keys.get(key).copied()) {
            return number;
        }
        let number = self.index.key_count() + self.out.keys.len() as u32;
        let key: Arc<str> = key.into();
        self.new_keys.insert(key.clone(), number);
        self.out.keys.push(key);
        number
    }
}

/// Returns what an op with this action is to those that name it.
pub(crate) const fn kind_of(action: &Action) -> Kind {
    match action {
        Action::MakeMap => Kind::Map,
        Action::MakeList => Kind::List,
        Action::MakeText => Kind::Text,
        Action::Put(Value::Counter(_)) => Kind::Counter,
        Action::Put(_) => Kind::Value,
        Action::Delete => Kind::Delete,
        Action::Increment(_) => Kind::Increment,
    }
}

fn check_action(op: &Op, kind: Kind, obj_kind: Kind) -> Result<(), StructureError> {
    if op.insert && matches!(kind, Kind::Delete | Kind::Increment) {
        return Err(StructureError::Action("inserts nothing"));
    }
    if obj_kind != Kind::Text {
        return Ok(());
    }
    match &op.action {
        Action::Delete => Ok(()),
        Action::Put(Value::Str(text)) if (1..=limits::MAX_ELEMENT_BYTES).contains(&text.len()) => Ok(()),
        Action::Put(_) | Action::Increment(_) | Action::MakeMap | Action::MakeList | Action::MakeText => {
            Err(StructureError::Action("is none of a text"))
        }
    }
}
