//! What every document of a type begins with: a built-in constant, so that container ids are constants too (protocol 4.9).
//!
//! One change by the actor of 16 zero bytes: op 1 writes the type's version to `v`, then one op per container and per text.

use crate::ops::automerge_change::{self, Rebuilt};
use crate::ops::{Action, GENESIS, Key, Obj, Op, Value};
use crate::validate::Schema;
use crate::validate::index::{OpInfo, ROOT};
use crate::validate::structure::kind_of;
use automerge::Change;
use std::sync::Arc;

/// Key of the version at the root; no schema names it, so that it stays.
const VERSION_KEY: &str = "v";

/// Returns the ops of the genesis.
pub(super) fn ops(schema: &Schema) -> Vec<Op> {
    let op =
        |name: &str, action| Op { obj: Obj::Root, key: Key::Field(name.to_owned()), insert: false, action, preds: Vec::new() };
    let version = op(VERSION_KEY, Action::Put(Value::Int(schema.version as i64)));
    let containers = schema.containers.iter().map(|c| op(c.name, Action::MakeMap));
    let texts = schema.texts.iter().map(|t| op(t.name, Action::MakeText));
    [version].into_iter().chain(containers).chain(texts).collect()
}

/// Returns what the index holds of it, and its keys in order of their numbers.
pub(super) fn infos(ops: &[Op]) -> (Vec<OpInfo>, Vec<Arc<str>>) {
    let info = |(at, op): (usize, &Op)| {
        let Key::Field(name) = &op.key else { return None };
        let info = OpInfo { obj: ROOT, key: at as u32, kind: kind_of(&op.action), insert: false, depth: 0 };
        Some((info, Arc::from(name.as_str())))
    };
    ops.iter().enumerate().filter_map(info).unzip()
}

/// Returns the Automerge change.
pub(super) fn change(schema: &Schema) -> Change {
    automerge_change::build(Rebuilt { actor: GENESIS, seq: 1, start_op: 1, deps: Vec::new(), ops: ops(schema) })
}
