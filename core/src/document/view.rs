//! The values that stand in a document's maps now, without asking Automerge.
//!
//! Automerge's rule: a value stands until an op that saw it replaces it; of several, the one with the greatest op id is shown.

use crate::ops::{Action, Op, Value};
use crate::validate::index::{Index, OpInfo};
use std::collections::BTreeMap;

/// The values of all maps.
#[derive(Default)]
pub(super) struct View {
    /// Ops that stand at (object, key number), by number.
    standing: BTreeMap<(u32, u32), Vec<u32>>,
    /// Values of standing ops that make no object.
    values: BTreeMap<u32, Value>,
}

impl View {
    /// Takes op `number` in; `preds` are the numbers of what it replaces.
    pub(super) fn apply(&mut self, number: u32, op: Op, info: &OpInfo, preds: &[u32]) {
        let (Action::Put(_) | Action::Delete | Action::MakeMap | Action::MakeList | Action::MakeText) = op.action else {
            return self.increment(&op.action, preds);
        };
        let place = (info.obj, info.key);
        let standing = self.standing.entry(place).or_default();
        standing.retain(|old| !preds.contains(old));
        for old in preds {
            self.values.remove(old);
        }
        if op.action != Action::Delete {
            standing.push(number);
        }
        if standing.is_empty() {
            self.standing.remove(&place);
        }
        if let Action::Put(value) = op.action {
            self.values.insert(number, value);
        }
    }

    fn increment(&mut self, action: &Action, preds: &[u32]) {
        let Action::Increment(by) = action else { return };
        for pred in preds {
            if let Some(Value::Counter(n)) = self.values.get_mut(pred) {
                *n = n.saturating_add(*by);
            }
        }
    }

    /// Returns all ops that stand at a key, in order of application.
    pub(super) fn standing(&self, object: u32, key: u32) -> &[u32] {
        self.standing.get(&(object, key)).map_or(&[], Vec::as_slice)
    }

    /// Returns the op whose value is shown at a key.
    pub(super) fn shown(&self, index: &Index, object: u32, key: u32) -> Option<u32> {
        self.standing(object, key).iter().copied().max_by_key(|op| index.id_of(*op))
    }

    /// Returns the value that op `number` wrote, while it stands.
    pub(super) fn value(&self, number: u32) -> Option<&Value> {
        self.values.get(&number)
    }

    /// Returns the keys of an object at which something stands, by number.
    pub(super) fn keys(&self, object: u32) -> impl Iterator<Item = u32> {
        self.standing.range((object, 0)..=(object, u32::MAX)).map(|((_, key), _)| *key)
    }
}
