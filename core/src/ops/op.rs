//! Ops as Automerge understands them, in our own types.

use crate::id::ActorKey;

/// Names one op of a document for ever.
///
/// Ordered by counter, then actor: of several values of one key, the one with the greatest id is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OpId {
    /// Lamport counter, from 1.
    pub counter: u64,
    /// Who made the op.
    pub actor: ActorKey,
}

/// The object an op changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Obj {
    /// The document's root map.
    Root,
    /// The object made by this op.
    Id(OpId),
}

/// The place inside an object.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A key of a map.
    Field(String),
    /// The start of a list or text.
    Head,
    /// The element of a list or text that this op inserted.
    Elem(OpId),
}

/// A value that is no object.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// Nothing.
    Null,
    /// True or false.
    Bool(bool),
    /// A signed integer.
    Int(i64),
    /// Text that is replaced as a whole, or one element of a text.
    Str(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A number to which concurrent increments add up.
    Counter(i64),
}

/// What an op does at its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Makes a map.
    MakeMap,
    /// Makes a list.
    MakeList,
    /// Makes a text.
    MakeText,
    /// Sets a value.
    Put(Value),
    /// Removes the values named by `preds`.
    Delete,
    /// Adds to the counters named by `preds`.
    Increment(i64),
}

/// One op; its id is the batch's `start_op` plus its index.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Op {
    /// The object it changes.
    pub obj: Obj,
    /// The place: for inserts, the element after which to insert.
    pub key: Key,
    /// Whether a new element is made.
    pub insert: bool,
    /// What is done.
    pub action: Action,
    /// The values it replaces, in ascending order.
    pub preds: Vec<OpId>,
}

impl Value {
    /// Returns the text of a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        if let Self::Str(text) = self { Some(text) } else { None }
    }

    /// Returns the number of an integer.
    #[must_use]
    pub const fn as_int(&self) -> Option<i64> {
        if let Self::Int(n) = self { Some(*n) } else { None }
    }

    /// Returns whether this is true.
    #[must_use]
    pub const fn is_true(&self) -> bool {
        matches!(self, Self::Bool(true))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Str(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Str(text)
    }
}

impl From<i64> for Value {
    fn from(n: i64) -> Self {
        Self::Int(n)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}
