//! Epochs as control operations name them (protocol 4.10, amendments II, 30 to 34). Keys themselves never stand here.

use super::{Fields, put_set, take_set};
use crate::cbor::{Cbor, CborError, Reader, Writer};
use crate::domain::Rank;
use crate::id::{EntryHash, Kid};
use crate::limits::{MAX_CONTROL_LIST, MAX_SEQ};
use std::collections::BTreeSet;

/// Who reads; a higher audience reads all that a lower one does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// Guests and above.
    Guest = 0,
    /// Members and above.
    Member = 1,
    /// Moderators and above.
    Staff = 2,
}

impl Audience {
    /// Returns the least rank that is in it.
    #[must_use]
    pub const fn least_rank(self) -> Rank {
        match self {
            Self::Guest => Rank::Guest,
            Self::Member => Rank::Member,
            Self::Staff => Rank::Moderator,
        }
    }
}

impl Cbor for Audience {
    fn write(&self, w: &mut Writer) {
        w.uint(*self as u64);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        match r.uint("audience")? {
            0 => Ok(Self::Guest),
            1 => Ok(Self::Member),
            2 => Ok(Self::Staff),
            _ => Err(CborError::Malformed("audience")),
        }
    }
}

/// Whether keys are kept for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Retention {
    /// Kept; each epoch leads to the one before.
    Keep = 0,
    /// Forgotten after the term.
    Expire = 1,
}

impl Cbor for Retention {
    fn write(&self, w: &mut Writer) {
        w.uint(*self as u64);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        match r.uint("retention")? {
            0 => Ok(Self::Keep),
            1 => Ok(Self::Expire),
            _ => Err(CborError::Malformed("retention")),
        }
    }
}

/// Whose key, and for how long: CBOR `[audience, retention]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyDomain {
    /// Who reads.
    pub audience: Audience,
    /// For how long.
    pub retention: Retention,
}

impl Cbor for KeyDomain {
    fn write(&self, w: &mut Writer) {
        w.array(2).value(&self.audience).value(&self.retention);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(2, "key domain")?;
        Ok(Self { audience: Audience::read(r)?, retention: Retention::read(r)? })
    }
}

/// Commitments to the secrets of one domain in one epoch: CBOR `[domain, commit_es, commit_hs]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EpochCommit {
    /// The domain.
    pub domain: KeyDomain,
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
        Ok(Self { domain: KeyDomain::read(r)?, epoch: r.fixed("epoch commitment")?, history: r.fixed("history commitment")? })
    }
}

/// The first epoch, in Genesis: CBOR `[domain, [commit…], box]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EpochZero {
    /// The highest domain concerned.
    pub domain: KeyDomain,
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
            domain: KeyDomain::read(r)?,
            commits: r.list(MAX_DOMAINS, "epoch commitments")?,
            sealed: r.bytes(MAX_BOX_BYTES, "box")?.to_vec(),
        })
    }
}

/// Makes a new epoch known: fresh secrets for a domain and, by derivation, for all below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rekey {
    /// The highest domain concerned; only devices in it may issue.
    pub domain: KeyDomain,
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
            domain: KeyDomain::read(r)?,
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
    pub domain: KeyDomain,
    /// One for each older epoch that the new history secret opens.
    pub links: Vec<Backlink>,
}

impl Cbor for Backlinks {
    fn write(&self, w: &mut Writer) {
        w.array(2).value(&self.domain).list(&self.links);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(2, "backlinks")?;
        Ok(Self { domain: KeyDomain::read(r)?, links: r.list(MAX_CONTROL_LIST, "backlinks")? })
    }
}

/// A sealed link to one older epoch: CBOR `[kid, sealed]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backlink {
    /// The older epoch's key.
    pub kid: Kid,
    /// The older secrets under the new history secret.
    pub sealed: Vec<u8>,
}

impl Cbor for Backlink {
    fn write(&self, w: &mut Writer) {
        w.array(2).value(&self.kid).bytes(&self.sealed);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(2, "backlink")?;
        Ok(Self { kid: Kid::read(r)?, sealed: r.bytes(MAX_LINK_BYTES, "backlink")?.to_vec() })
    }
}

/// Domains of one epoch: three audiences, two retentions.
const MAX_DOMAINS: usize = 6;
/// A box with two secrets for each retention and its KEM share.
const MAX_BOX_BYTES: usize = 2_048;
/// A link: nonce, two secrets, tag.
const MAX_LINK_BYTES: usize = 128;
