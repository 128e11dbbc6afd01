//! Class P: a person's changes rest on that person's own changes only (protocol 4.9, 4; amendments II, 17).
//!
//! Dropping somebody's late tail then breaks nobody else. That container keys begin with the author's `tag8` is a key shape and
//! stands in `schema`.

use super::index::{Ancestry, Author, Index};
use super::schema::Schema;
use super::structure::Structured;
use crate::domain::Class;

/// What is not the author's, or not needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OwnershipError {
    /// A dep is another person's entry.
    #[error("a dep of another person")]
    ForeignDep,
    /// An op names another person's op.
    #[error("another person's op")]
    ForeignOp,
    /// No op names an op of the dep.
    #[error("a dep that no op needs")]
    IdleDep,
}

pub(super) fn check(
    index: &Index,
    schema: &Schema,
    author: &Author,
    ancestry: &Ancestry,
    structured: &Structured,
) -> Result<(), OwnershipError> {
    if schema.class == Class::Shared {
        return Ok(());
    }
    let is_own = |change: &u32| {
        let writer = index.change(*change).and_then(|c| index.author_of(c));
        writer.is_some_and(|writer| writer.person == author.person)
    };
    if !ancestry.deps.iter().all(is_own) {
        return Err(OwnershipError::ForeignDep);
    }
    if !structured.referenced.iter().all(is_own) {
        return Err(OwnershipError::ForeignOp);
    }
    if ancestry.deps.iter().all(|dep| structured.referenced.contains(dep)) { Ok(()) } else { Err(OwnershipError::IdleDep) }
}
