//! Fork proofs: two chains that one device signed from the same place.

use super::{EntryError, RangeError, decode_range};
use crate::cbor::{Cbor, CborError, Reader, Writer};
use crate::id::{CommunityId, EntryHash, LogId};
use crate::limits::MAX_FRAME_BYTES;

/// Longest chain of a proof, in bytes: two fit a control operation.
const MAX_CHAIN_BYTES: usize = MAX_FRAME_BYTES / 4;

/// Why a proof proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ForkProofError {
    /// A chain is not authentic.
    #[error("a chain of the fork proof does not hold")]
    Chain(#[from] RangeError),
    /// The chains are of other logs, begin elsewhere, or begin with the same entry.
    #[error("the chains show no fork")]
    NoFork,
}

/// Two header chains from a fork, each ended by a valid signature: anybody can check it alone.
///
/// CBOR `[range, range]`, each a byte string in the *headers* form, that with the smaller first hash first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForkProof {
    smaller: Vec<u8>,
    larger: Vec<u8>,
}

/// What a proof has shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProvedFork {
    /// The log.
    pub log: LogId,
    /// Number of the first entries that differ.
    pub seq: u64,
    /// These entries, smaller hash first.
    pub branches: [EntryHash; 2],
}

impl ForkProof {
    /// Makes a proof of two ranges that begin right after the last common entry.
    ///
    /// # Errors
    /// [`ForkProofError`] where they prove nothing.
    pub fn new(community: &CommunityId, one: &[super::Entry], other: &[super::Entry]) -> Result<Self, ForkProofError> {
        let chain = |entries: &[super::Entry]| {
            let headers: Vec<super::Entry> = entries.iter().map(super::Entry::detached).collect();
            super::encode_range(&headers, None)
        };
        let first = |entries: &[super::Entry]| entries.first().map(|entry| entry.hash(community));
        let (smaller, larger) = if first(one) < first(other) { (one, other) } else { (other, one) };
        let proof = Self { smaller: chain(smaller)?, larger: chain(larger)? };
        proof.verify(community).map(|_| proof)
    }

    /// Checks both chains.
    ///
    /// # Errors
    /// [`ForkProofError`]. Different signatures over one header are no fork.
    pub fn verify(&self, community: &CommunityId) -> Result<ProvedFork, ForkProofError> {
        let (one, other) = (decode_range(community, &self.smaller)?, decode_range(community, &self.larger)?);
        let first = |range: &super::Range| range.entries.first().cloned().ok_or(ForkProofError::NoFork);
        let (a, b) = (first(&one)?, first(&other)?);
        let same_place = one.log == other.log && a.header().seq == b.header().seq && a.header().prev == b.header().prev;
        let is_bare = [&one, &other].iter().all(|range| range.entries.iter().all(|entry| entry.entry().payload().is_none()));
        if !same_place || a.hash() >= b.hash() || !is_bare {
            return Err(ForkProofError::NoFork);
        }
        Ok(ProvedFork { log: one.log, seq: a.header().seq, branches: [a.hash(), b.hash()] })
    }
}

impl From<EntryError> for ForkProofError {
    fn from(error: EntryError) -> Self {
        Self::Chain(RangeError::Entry(error))
    }
}

impl Cbor for ForkProof {
    fn write(&self, w: &mut Writer) {
        w.array(2).bytes(&self.smaller).bytes(&self.larger);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(2, "fork proof")?;
        let smaller = r.bytes(MAX_CHAIN_BYTES, "chain")?.to_vec();
        Ok(Self { smaller, larger: r.bytes(MAX_CHAIN_BYTES, "chain")?.to_vec() })
    }
}
