//! A batch and why one cannot be read or written.

use super::{Context, Op, decode, encode};
use crate::cbor::{CborError, Reader};
use crate::id::EntryHash;
use crate::limits;

/// The ops of one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Entries it needs, ascending, without the author's own previous entry in the document (always implied).
    pub deps: Vec<EntryHash>,
    /// Ops in order; the n-th has the id (`start_op + n`, author).
    pub ops: Vec<Op>,
}

/// Why bytes are no batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The bytes are no value of the expected shape.
    #[error(transparent)]
    Cbor(#[from] CborError),
    /// More ops than the class of the document allows.
    #[error("more than {0} ops")]
    TooManyOps(usize),
    /// A field number or code of no known name.
    #[error("unknown {0}")]
    Unknown(&'static str),
}

/// Why a batch has no wire form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    /// An op names what the wire cannot say.
    #[error("{0} cannot be written")]
    Unwritable(&'static str),
    /// It is larger than its bound.
    #[error("{0} is over its bound")]
    TooLarge(&'static str),
}

impl Batch {
    /// Reads a batch. Time and memory are proportional to the bytes and `context.max_ops`.
    ///
    /// # Errors
    /// Where the bytes are no batch, not in canonical form, or expand to too many ops.
    pub fn decode(bytes: &[u8], context: &Context<'_>) -> Result<Self, DecodeError> {
        let batch = decode::batch(bytes, context)?;
        match batch.encode(context) {
            Ok(again) if again == bytes => Ok(batch),
            Ok(_) | Err(_) => Err(CborError::NotCanonical.into()),
        }
    }

    /// Writes the batch in its one spelling.
    ///
    /// # Errors
    /// Where an op names a field without a number, or a container key that is not the author's.
    pub fn encode(&self, context: &Context<'_>) -> Result<Vec<u8>, EncodeError> {
        encode::batch(self, context)
    }
}

/// Returns the deps of a batch without reading its ops.
///
/// # Errors
/// Where the bytes do not begin like a batch, or the deps are not in ascending order.
pub fn peek_deps(bytes: &[u8]) -> Result<Vec<EntryHash>, DecodeError> {
    let mut r = Reader::new(bytes);
    r.array(bytes.len(), "batch")?;
    let deps: Vec<EntryHash> = r.list(limits::MAX_DEPS, "deps")?;
    if deps.is_sorted_by(|a, b| a < b) { Ok(deps) } else { Err(CborError::NotCanonical.into()) }
}
