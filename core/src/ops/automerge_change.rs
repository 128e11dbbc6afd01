//! The one place that knows Automerge's op types.
//!
//! They live in `automerge::legacy`, which no version promise covers: Automerge is pinned, and the mutation fuzz of `document`
//! runs on every upgrade.

use super::{Action, Key, Obj, Op, OpId, Value};
use crate::id::ActorKey;
use automerge::legacy::{self, ElementId, ObjectId, OpType};
use automerge::{ActorId, Change, ChangeHash, ExpandedChange, ObjType, ScalarValue};
use std::num::NonZeroU64;

/// A change as its author meant it.
pub(crate) struct Rebuilt {
    /// Who wrote it.
    pub actor: ActorKey,
    /// Number of the actor's change in the document, from 1.
    pub seq: u64,
    /// Counter of the first op.
    pub start_op: u64,
    /// Hashes of the changes it needs, the author's own previous one among them.
    pub deps: Vec<ChangeHash>,
    /// Its ops.
    pub ops: Vec<Op>,
}

/// Rebuilds the Automerge change; time 0, no message, no author.
///
/// Only what `validate` accepted may come here: Automerge panics on much else.
pub(crate) fn build(change: Rebuilt) -> Change {
    let Rebuilt { actor, seq, start_op, mut deps, ops } = change;
    deps.sort_unstable();
    Change::from(ExpandedChange {
        operations: ops.into_iter().map(legacy_op).collect(),
        actor_id: actor_id(&actor),
        hash: None,
        seq,
        start_op: NonZeroU64::new(start_op).unwrap_or(NonZeroU64::MIN),
        time: 0,
        message: None,
        deps,
        extra_bytes: Vec::new(),
        author: None,
    })
}

/// Returns Automerge's spelling of an actor.
pub(crate) fn actor_id(actor: &ActorKey) -> ActorId {
    ActorId::from(actor.0.to_vec())
}

fn legacy_op(op: Op) -> legacy::Op {
    legacy::Op {
        obj: match op.obj {
            Obj::Root => ObjectId::Root,
            Obj::Id(id) => ObjectId::Id(legacy_id(&id)),
        },
        key: match op.key {
            Key::Field(name) => legacy::Key::Map(name.into()),
            Key::Head => legacy::Key::Seq(ElementId::Head),
            Key::Elem(id) => legacy::Key::Seq(ElementId::Id(legacy_id(&id))),
        },
        action: match op.action {
            Action::MakeMap => OpType::Make(ObjType::Map),
            Action::MakeList => OpType::Make(ObjType::List),
            Action::MakeText => OpType::Make(ObjType::Text),
            Action::Put(value) => OpType::Put(scalar(value)),
            Action::Delete => OpType::Delete,
            Action::Increment(by) => OpType::Increment(by),
        },
        pred: op.preds.iter().map(legacy_id).collect(),
        insert: op.insert,
    }
}

fn legacy_id(id: &OpId) -> legacy::OpId {
    legacy::OpId::new(id.counter, &actor_id(&id.actor))
}

fn scalar(value: Value) -> ScalarValue {
    match value {
        Value::Null => ScalarValue::Null,
        Value::Bool(value) => ScalarValue::Boolean(value),
        Value::Int(n) => ScalarValue::Int(n),
        Value::Str(text) => ScalarValue::Str(text.into()),
        Value::Bytes(bytes) => ScalarValue::Bytes(bytes),
        Value::Counter(n) => ScalarValue::counter(n),
    }
}

/// Reads the ops of an Automerge change, or `None` where one has no counterpart (floats, dates, marks, tables).
#[cfg(test)]
pub(crate) fn ops_of(change: &ExpandedChange) -> Option<Vec<Op>> {
    change.operations.iter().map(own_op).collect()
}

#[cfg(test)]
fn own_op(op: &legacy::Op) -> Option<Op> {
    let own_id = |id: &legacy::OpId| Some(OpId { counter: id.counter(), actor: ActorKey::from_slice(id.actor().to_bytes())? });
    Some(Op {
        obj: match &op.obj {
            ObjectId::Root => Obj::Root,
            ObjectId::Id(id) => Obj::Id(own_id(id)?),
        },
        key: match &op.key {
            legacy::Key::Map(name) => Key::Field(name.to_string()),
            legacy::Key::Seq(ElementId::Head) => Key::Head,
            legacy::Key::Seq(ElementId::Id(id)) => Key::Elem(own_id(id)?),
        },
        action: match &op.action {
            OpType::Make(ObjType::Map) => Action::MakeMap,
            OpType::Make(ObjType::List) => Action::MakeList,
            OpType::Make(ObjType::Text) => Action::MakeText,
            OpType::Put(value) => Action::Put(own_value(value)?),
            OpType::Delete => Action::Delete,
            OpType::Increment(by) => Action::Increment(*by),
            OpType::Make(ObjType::Table) | OpType::MarkBegin(_) | OpType::MarkEnd(_) => return None,
        },
        insert: op.insert,
        preds: op.pred.iter().map(own_id).collect::<Option<_>>()?,
    })
}

#[cfg(test)]
fn own_value(value: &ScalarValue) -> Option<Value> {
    Some(match value {
        ScalarValue::Null => Value::Null,
        ScalarValue::Boolean(value) => Value::Bool(*value),
        ScalarValue::Int(n) => Value::Int(*n),
        ScalarValue::Str(text) => Value::Str(text.to_string()),
        ScalarValue::Bytes(bytes) => Value::Bytes(bytes.clone()),
        ScalarValue::Counter(n) => Value::Counter(i64::from(n)),
        ScalarValue::Uint(_) | ScalarValue::F64(_) | ScalarValue::Timestamp(_) | ScalarValue::Unknown { .. } => return None,
    })
}
