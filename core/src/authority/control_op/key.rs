//! Epochs as control operations name them (protocol 4.10, amendments II, 30 to 34). Keys themselves never stand here.

use super::{Fields, put_set, take_set};
use crate::cbor::{Cbor, CborError, Reader, Writer};
use crate::encryption::{Backlink, Domain};
use crate::id::{EntryHash, Kid};
use crate::limits::{MAX_CONTROL_LIST, MAX_SEQ};
use std::collections::BTreeSet;

/// Commitments to the secrets of one domain in one epoch: CBOR `[domain, commit_es, commit_hs]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EpochCommit {
    /// The domain.
    pub domain: Domain,
    /// To the epoch secret; its first half is the `kid`.
    pub epoch: [u8; 32],
    /// To the history secret.
    pub history: [u8; 32],
}

impl EpochCommit {
    /// Returns the key's name in headers (amendments II, 31).
    #[must_use]
    pub fn kid(&self) -> Kid {
        Kid(*self.epoch.first_chunk().expect("a commitment has 32 bytes"))
    }
}

impl Cbor for EpochCommit {
    fn write(&self, w: &mut Writer) {
        w.array(3).value(&self.domain).bytes(&self.epoch).bytes(&self.history);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(3, "epoch commitment")?;
        Ok(Self { domain: Domain::read(r)?, epoch: r.fixed("epoch commitment")?, history: r.fixed("history commitment")? })
    }
}

/// The first epoch, in Genesis: CBOR `[domain, [commit…], box]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EpochZero {
    /// The highest domain concerned.
    pub domain: Domain,
    /// One for the domain and each derived from it, sorted by domain.
    pub commits: Vec<EpochCommit>,
    /// Sealed to the founder's device.
    pub sealed: Vec<u8>,
}

impl Cbor for EpochZero {
    fn write(&self, w: &mut Writer) {
        w.array(3).value(&self.domain).list(&self.commits).bytes(&self.sealed);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(3, "epoch 0")?;
        Ok(Self {
            domain: Domain::read(r)?,
            commits: r.list(MAX_DOMAINS, "epoch commitments")?,
            sealed: r.bytes(MAX_BOX_BYTES, "box")?.to_vec(),
        })
    }
}

/// Makes a new epoch known: fresh secrets for a domain and, by derivation, for all below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rekey {
    /// The highest domain concerned; only devices in it may issue.
    pub domain: Domain,
    /// 1 + the highest number of the parents.
    pub number: u64,
    /// One for the domain and each derived from it, sorted by domain.
    pub commits: Vec<EpochCommit>,
    /// The epochs it follows: Genesis or Rekey entries.
    pub parents: BTreeSet<EntryHash>,
    /// Removals, revocations and leaves that it answers; may be empty after 30 days, or for an admin.
    pub cause: BTreeSet<EntryHash>,
    /// BLAKE3 root of the blob of boxes.
    pub boxes: [u8; 32],
    /// BLAKE3 of the blob's first part: control heads and sorted recipients.
    pub recipients: [u8; 32],
    /// For each derived domain, links to older epochs.
    pub backlinks: Vec<Backlinks>,
}

impl Fields for Rekey {
    const COUNT: usize = 8;
    fn write(&self, w: &mut Writer) {
        w.value(&self.domain).uint(self.number).list(&self.commits);
        put_set(w, &self.parents);
        put_set(w, &self.cause);
        w.bytes(&self.boxes).bytes(&self.recipients).list(&self.backlinks);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        Ok(Self {
            domain: Domain::read(r)?,
            number: r.uint_below(MAX_SEQ, "epoch number")?,
            commits: r.list(MAX_DOMAINS, "epoch commitments")?,
            parents: take_set(r, "parent epochs")?,
            cause: take_set(r, "causes")?,
            boxes: r.fixed("box manifest")?,
            recipients: r.fixed("recipients hash")?,
            backlinks: r.list(MAX_DOMAINS, "backlinks")?,
        })
    }
}

/// Links of one domain to older epochs: CBOR `[domain, [link…]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backlinks {
    /// The domain.
    pub domain: Domain,
    /// One for each older epoch that the new history secret opens.
    pub links: Vec<Backlink>,
}

impl Cbor for Backlinks {
    fn write(&self, w: &mut Writer) {
        w.array(2).value(&self.domain).list(&self.links);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(2, "backlinks")?;
        Ok(Self { domain: Domain::read(r)?, links: r.list(MAX_CONTROL_LIST, "backlinks")? })
    }
}

/// Domains of one epoch: three audiences, two retentions.
const MAX_DOMAINS: usize = 6;
/// A box with two secrets for each retention and its KEM share.
const MAX_BOX_BYTES: usize = 2_048;
