//! What Automerge may be fed: of randomly mutated changes 31 % make it panic, and some make replicas differ for ever.
//!
//! An entry's ops pass four gates, in order, and each is a pure function of the entry and its ancestors:
//!
//! ```text
//! bounds     counts, lengths, counters            a change costs what its bytes cost
//! structure  every op fits its object             Automerge neither panics nor diverges (protocol 4.9, 1–3)
//! ownership  class P: only the person's own       nobody edits another's words (4)
//! schema     what the document's type allows      screens can rely on shapes (4, 5)
//! ```
//!
//! `index` knows every op of a document in 12 bytes, so that no gate asks Automerge anything.

mod bounds;
pub(crate) mod index;
mod ownership;
mod schema;
mod schemas;
pub(crate) mod structure;

pub use bounds::BoundsError;
pub(crate) use bounds::max_ops;
pub use index::Author;
pub use ownership::OwnershipError;
pub(crate) use schema::made;
pub use schema::{Container, Field, Form, Holds, KeyShape, Schema, SchemaError, TextField, ValueType};
pub use structure::StructureError;

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a published file that cannot be read must fail")]
pub(crate) mod published;

use crate::ops::{DecodeError, Op};
use index::{Ancestry, Index};
use structure::Structured;

/// Why an entry's ops are void.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// The bytes are no batch.
    #[error(transparent)]
    Wire(#[from] DecodeError),
    /// A count, length or counter is out of range.
    #[error(transparent)]
    Bounds(#[from] BoundsError),
    /// An op or dep does not fit the document.
    #[error(transparent)]
    Structure(#[from] StructureError),
    /// An op touches what is another person's.
    #[error(transparent)]
    Ownership(#[from] OwnershipError),
    /// The document's type does not allow it.
    #[error(transparent)]
    Schema(#[from] SchemaError),
}

/// Checks the ops of a change whose ancestors are `ancestry`, and returns what the index will remember of them.
///
/// # Errors
/// At the first gate that refuses, with its reason.
pub(crate) fn check(
    index: &Index,
    schema: &Schema,
    author: &Author,
    ancestry: &Ancestry,
    ops: &[Op],
) -> Result<Structured, Reason> {
    bounds::check(ops, ancestry.start_op, schema.class)?;
    let structured = structure::check(index, ancestry, ops)?;
    ownership::check(index, schema, author, ancestry, &structured)?;
    schema::check(index, schema, author, ancestry, ops, &structured)?;
    Ok(structured)
}
