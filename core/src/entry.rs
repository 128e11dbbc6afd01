//! The entry: what a device signs, links into its log, and others carry.
//!
//! ```text
//! Body ─ sealed under an epoch's content key ─► payload ─ hashed ─► Header ─ hashed with the community ─► EntryHash
//!                                                                     └ signed by the device ─► Entry
//! bytes ─► Entry (canonical, bounds, payload fits header) ─► Authentic (a signature vouches) ─► Log (canonical branch)
//! ```
//!
//! A payload can be detached; an inner signature too, because an entry is authentic where its own signature *or that of a
//! descendant* holds (amendments II, 14). So a range travels with one signature, and forks are proved with two.

mod body;
mod fork;
mod header;
mod log;
mod quota;
mod range;
mod seal;

pub use body::{Body, BodyError, DocCreate, DocRef, Format, MAX_INFLATED_BYTES};
pub use fork::{ForkProof, ForkProofError, ProvedFork};
pub use header::{Header, HeaderError, Permit};
pub use log::{Fork, Insertion, Log, MAX_UNPINNED_FORKS, Placed, Reason, Tip};
pub use quota::Quota;
pub use range::{MAX_RANGE_ENTRIES, Range, RangeError, decode_range, encode_range, log_of_range, range_bytes};
pub use seal::{Draft, ReadError, SealError, open, seal};

use crate::cbor::{Cbor, CborError, Reader, Writer};
use crate::id::{CommunityId, EntryHash};
use crate::identity::{Purpose, Signature, SigningKey, verify};
use crate::limits::{MAX_HEADER_BYTES, MAX_PAYLOAD_BYTES};

/// Why bytes are no entry, or an entry is not authentic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// The bytes are not canonical CBOR of an entry.
    #[error("malformed entry")]
    Malformed(#[from] CborError),
    /// A field of the header contradicts another or its bound.
    #[error("impossible header")]
    Header(#[from] HeaderError),
    /// The payload is not the one that the header names by hash and length.
    #[error("the payload is not the one the header names")]
    Payload,
    /// The entry carries no signature.
    #[error("the entry carries no signature")]
    Unsigned,
    /// The device did not sign this header for this community.
    #[error("the signature of the entry does not hold")]
    Signature,
}

/// A header with its signature and payload, as far as they are at hand.
///
/// Always well formed: the header passed [`Header::check`], and a payload that is there is the one the header names.
/// CBOR: `[header as bstr, signature / null, payload / null]` (`schemas/entry.cddl`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    header: Header,
    signature: Option<Signature>,
    payload: Option<Vec<u8>>,
}

impl Entry {
    /// Returns the entry of these parts.
    ///
    /// # Errors
    /// [`EntryError::Header`], and [`EntryError::Payload`] where hash or length differ.
    pub fn new(header: Header, signature: Option<Signature>, payload: Option<Vec<u8>>) -> Result<Self, EntryError> {
        header.check()?;
        if payload.as_ref().is_some_and(|payload| !header.names(payload)) {
            return Err(EntryError::Payload);
        }
        Ok(Self { header, signature, payload })
    }

    /// Returns the entry of a checked header whose hash and length were computed from `payload`.
    pub(crate) const fn of_own_payload(header: Header, signature: Option<Signature>, payload: Vec<u8>) -> Self {
        Self { header, signature, payload: Some(payload) }
    }

    /// Signs a header whose payload is `payload`. Genesis is signed for [`CommunityId::ZERO`].
    ///
    /// # Errors
    /// As [`Entry::new`].
    pub fn sign(header: Header, payload: Vec<u8>, community: &CommunityId, key: &SigningKey) -> Result<Self, EntryError> {
        let signature = key.sign(Purpose::Entry, &header.named_community(community), &header.to_cbor());
        Self::new(header, Some(signature), Some(payload))
    }

    /// Returns the header.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// Returns whether the signature is at hand, so that a range may end here.
    #[must_use]
    pub const fn is_signed(&self) -> bool {
        self.signature.is_some()
    }

    /// Returns the header's canonical bytes.
    #[must_use]
    pub fn header_bytes(&self) -> Vec<u8> {
        self.header.to_cbor()
    }

    /// Returns the signature, where it is at hand; whether it holds is another question.
    #[must_use]
    pub const fn signature(&self) -> Option<&Signature> {
        self.signature.as_ref()
    }

    /// Returns the payload, where it is at hand.
    #[must_use]
    pub fn payload(&self) -> Option<&[u8]> {
        self.payload.as_deref()
    }

    /// Returns the hash that names the entry in `community`.
    #[must_use]
    pub fn hash(&self, community: &CommunityId) -> EntryHash {
        self.header.hash(community)
    }

    /// Returns the entry without its payload.
    #[must_use]
    pub fn detached(&self) -> Self {
        Self { header: self.header.clone(), signature: self.signature, payload: None }
    }

    /// Puts a payload that came later in its place.
    ///
    /// # Errors
    /// [`EntryError::Payload`] where the header names another.
    pub fn attach(&mut self, payload: Vec<u8>) -> Result<(), EntryError> {
        if !self.header.names(&payload) {
            return Err(EntryError::Payload);
        }
        self.payload = Some(payload);
        Ok(())
    }

    /// Checks the entry's own signature strictly.
    ///
    /// # Errors
    /// [`EntryError::Unsigned`], [`EntryError::Signature`].
    pub fn verify_strict(&self, community: &CommunityId) -> Result<(), EntryError> {
        let signature = self.signature.as_ref().ok_or(EntryError::Unsigned)?;
        let named = self.header.named_community(community);
        verify(&self.header.device.0, Purpose::Entry, &named, &self.header.to_cbor(), signature)
            .map_err(|_| EntryError::Signature)
    }

    /// Checks the entry's own signature and returns it as authentic.
    ///
    /// # Errors
    /// As [`Entry::verify_strict`].
    pub fn authenticate(self, community: &CommunityId) -> Result<Authentic, EntryError> {
        self.verify_strict(community)?;
        Ok(Authentic { hash: self.hash(community), entry: self })
    }
}

impl Entry {
    /// Reads an entry whose header is read by `header` from its bytes.
    fn read_with(r: &mut Reader<'_>, header: impl FnOnce(&[u8]) -> Result<Header, CborError>) -> Result<Self, CborError> {
        r.tuple(3, "entry")?;
        let header = header(r.bytes(MAX_HEADER_BYTES, "header")?)?;
        let signature = r.option()?;
        let payload = if r.null() { None } else { Some(r.bytes(MAX_PAYLOAD_BYTES, "payload")?.to_vec()) };
        Self::new(header, signature, payload).map_err(|error| match error {
            EntryError::Malformed(error) => error,
            EntryError::Header(_) => CborError::Malformed("header"),
            EntryError::Payload | EntryError::Unsigned | EntryError::Signature => CborError::Malformed("payload"),
        })
    }
}

impl Cbor for Entry {
    fn write(&self, w: &mut Writer) {
        w.array(3).bytes(&self.header.to_cbor()).option(self.signature.as_ref());
        match &self.payload {
            Some(payload) => w.bytes(payload),
            None => w.null(),
        };
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        Self::read_with(r, Header::from_cbor)
    }
}

/// An entry for which a signature vouches: its own, or that of a descendant in the same range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authentic {
    hash: EntryHash,
    entry: Entry,
}

impl Authentic {
    /// Returns an entry that was found authentic before it was stored, without checking again.
    #[must_use]
    pub fn from_own_store(entry: Entry, community: &CommunityId) -> Self {
        Self { hash: entry.hash(community), entry }
    }

    /// Reads an entry that was found authentic, and its bytes canonical, before the store sealed it: neither is checked again.
    ///
    /// # Errors
    /// [`CborError`] where it is something else.
    pub fn read_own(bytes: &[u8], community: &CommunityId) -> Result<Self, CborError> {
        let mut hash = EntryHash::ZERO;
        let entry = Entry::read_with(&mut Reader::new(bytes), |raw| {
            let header = Header::read(&mut Reader::new(raw))?;
            hash = header.hash_of(raw, community);
            Ok(header)
        })?;
        Ok(Self { hash, entry })
    }

    /// Returns an entry of a range whose last signature held.
    pub(crate) const fn of_verified_range(hash: EntryHash, entry: Entry) -> Self {
        Self { hash, entry }
    }

    /// Returns the entry's name.
    #[must_use]
    pub const fn hash(&self) -> EntryHash {
        self.hash
    }

    /// Returns the entry.
    #[must_use]
    pub const fn entry(&self) -> &Entry {
        &self.entry
    }

    /// Returns the header.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.entry.header
    }

    /// Returns the entry itself.
    #[must_use]
    pub fn into_entry(self) -> Entry {
        self.entry
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod vectors;
