//! Counts, lengths and counters (protocol 4.9, 1).

use crate::domain::Class;
use crate::limits;
use crate::ops::{Action, Key, Op, Value};

/// Which bound a batch breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BoundsError {
    /// A batch says something.
    #[error("no ops")]
    Empty,
    /// The header's count of ops is another than the payload's.
    #[error("the header counts another number of ops")]
    WrongCount,
    /// Too many of something.
    #[error("too many {0}")]
    TooMany(&'static str),
    /// A key, string or number is too large or empty.
    #[error("{0} is out of range")]
    OutOfRange(&'static str),
}

pub(super) fn check(ops: &[Op], start_op: u64, class: Class) -> Result<(), BoundsError> {
    if ops.is_empty() {
        return Err(BoundsError::Empty);
    }
    if ops.len() > max_ops(class) {
        return Err(BoundsError::TooMany("ops"));
    }
    if start_op == 0 || start_op.saturating_add(ops.len() as u64) >= limits::MAX_COUNTER {
        return Err(BoundsError::OutOfRange("counter"));
    }
    ops.iter().try_for_each(check_op)
}

/// Returns how many ops one entry of a document of this class may expand to.
pub(crate) const fn max_ops(class: Class) -> usize {
    match class {
        Class::Partitioned => limits::MAX_OPS_PARTITIONED,
        Class::Shared => limits::MAX_OPS_SHARED,
    }
}

fn check_op(op: &Op) -> Result<(), BoundsError> {
    if let Key::Field(key) = &op.key
        && (key.is_empty() || key.len() > limits::MAX_KEY_BYTES)
    {
        return Err(BoundsError::OutOfRange("key"));
    }
    if op.preds.len() > limits::MAX_PREDS {
        return Err(BoundsError::TooMany("preds"));
    }
    let bounded = |n: &i64| n.unsigned_abs() < limits::MAX_COUNTER;
    match &op.action {
        Action::Put(Value::Str(text)) if text.len() > limits::MAX_STRING_BYTES => Err(BoundsError::OutOfRange("string")),
        Action::Put(Value::Bytes(bytes)) if bytes.len() > limits::MAX_STRING_BYTES => Err(BoundsError::OutOfRange("bytes")),
        Action::Put(Value::Counter(n)) if !bounded(n) => Err(BoundsError::OutOfRange("counter value")),
        Action::Increment(n) if !bounded(n) => Err(BoundsError::OutOfRange("increment")),
        Action::Put(_) | Action::Increment(_) | Action::Delete | Action::MakeMap | Action::MakeList | Action::MakeText => Ok(()),
    }
}
