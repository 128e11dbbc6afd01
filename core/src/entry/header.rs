//! The header: all that decides the fate of a log, in the clear and signed.

use crate::cbor::{Cbor, CborError, Reader, Writer};
use crate::derive;
use crate::id::{CommunityId, DeviceId, DocId, EntryHash, Kid, Lane, LogId};
use crate::limits::{MAX_COUNTER, MAX_OPS_SHARED, MAX_PAYLOAD_BYTES, MAX_SEQ, RULES_VERSION};
use crate::time::Timestamp;

/// Under which standing, and where needed which policy, an entry is written: the hashes of what it relies on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Permit {
    /// The standing: hash of the granting entry. 32 zero bytes: the person itself (Genesis, own device operations).
    pub standing: EntryHash,
    /// The document policy that allows it, where a restrictive one stands.
    pub policy: Option<EntryHash>,
}

impl Permit {
    /// The person itself: Genesis, and `DeviceAdd` or `DeviceRevoke` by the person (amendments II, 5).
    pub const PERSON: Self = Self { standing: EntryHash::ZERO, policy: None };

    /// Returns the permit of a standing alone.
    #[must_use]
    pub const fn new(standing: EntryHash) -> Self {
        Self { standing, policy: None }
    }
}

impl Cbor for Permit {
    /// An array of one hash or two.
    fn write(&self, w: &mut Writer) {
        w.array(1 + usize::from(self.policy.is_some())).value(&self.standing);
        if let Some(policy) = &self.policy {
            w.value(policy);
        }
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        let len = r.array(2, "permit")?;
        if len == 0 {
            return Err(CborError::Malformed("permit"));
        }
        let standing = EntryHash::read(r)?;
        let policy = if len == 2 { Some(EntryHash::read(r)?) } else { None };
        Ok(Self { standing, policy })
    }
}

/// Why a header is impossible, whatever came before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// A number is out of its range; the text names it.
    #[error("{0} is out of range")]
    Range(&'static str),
    /// The lane is reserved, or has an epoch key or document where it must not, or lacks them.
    #[error("key and document do not fit the lane")]
    Lane,
    /// Number 1 goes with no predecessor and a permit, and only number 1.
    #[error("number, predecessor and permit do not fit")]
    First,
}

/// What a device signs (protocol 4.3; amendments II, 25, 31, 32).
///
/// CBOR `[v, dev, lane, seq, prev, ts, permit, target, kid, nops, plen, phash]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Rules version the entry claims; never falls within a log.
    pub version: u64,
    /// The writing device.
    pub device: DeviceId,
    /// The lane.
    pub lane: Lane,
    /// Number in the log, from 1.
    pub seq: u64,
    /// The entry before; 32 zero bytes at number 1.
    pub prev: EntryHash,
    /// When, as declared; never falls within a log.
    pub time: Timestamp,
    /// The permit, or `None` for that of the entry before.
    pub permit: Option<Permit>,
    /// The document; `None` in lane 0.
    pub target: Option<DocId>,
    /// The epoch key; `None` in lane 0.
    pub kid: Option<Kid>,
    /// Ops in the payload, so that later entries keep their op ids when the payload is gone; 0 in lane 0.
    pub ops: u64,
    /// Length of the payload, in bytes.
    pub payload_len: u64,
    /// BLAKE3 of the payload, its nonce included.
    pub payload_hash: [u8; 32],
}

impl Header {
    /// Returns the log.
    #[must_use]
    pub const fn log(&self) -> LogId {
        LogId { device: self.device, lane: self.lane }
    }

    /// Checks what can be told from the header alone.
    ///
    /// # Errors
    /// [`HeaderError`]; the entry is never stored.
    pub fn check(&self) -> Result<(), HeaderError> {
        let ranges = [
            ("rules version", self.version >= 1 && self.version < MAX_COUNTER),
            ("lane", self.lane.0 < MAX_SEQ),
            ("seq", self.seq >= 1 && self.seq < MAX_SEQ),
            ("ts", self.time.0 < crate::limits::MAX_TIMESTAMP_MS),
            ("nops", self.ops <= MAX_OPS_SHARED as u64),
            ("plen", self.payload_len >= 1 && self.payload_len <= MAX_PAYLOAD_BYTES as u64),
        ];
        if let Some((what, _)) = ranges.iter().find(|(_, holds)| !holds) {
            return Err(HeaderError::Range(what));
        }
        let fits_lane = match self.lane {
            Lane::CONTROL => self.target.is_none() && self.kid.is_none() && self.ops == 0,
            Lane(n) if RESERVED_LANES.contains(&n) => false,
            _ => self.target.is_some() && self.kid.is_some(),
        };
        if !fits_lane {
            return Err(HeaderError::Lane);
        }
        let (first, alone) = (self.seq == 1, self.prev == EntryHash::ZERO);
        if first != alone || (first && self.permit.is_none()) {
            return Err(HeaderError::First);
        }
        Ok(())
    }

    /// Returns whether `payload` is the one that the header names.
    #[must_use]
    pub fn names(&self, payload: &[u8]) -> bool {
        payload.len() as u64 == self.payload_len && *blake3::hash(payload).as_bytes() == self.payload_hash
    }

    /// Returns the entry's hash: BLAKE3 `derive_key("afo/v1/entry", community ‖ header)`; for Genesis, its community is zero.
    #[must_use]
    pub fn hash(&self, community: &CommunityId) -> EntryHash {
        self.hash_of(&self.to_cbor(), community)
    }

    /// Returns the hash where the header's canonical bytes are at hand.
    pub(crate) fn hash_of(&self, bytes: &[u8], community: &CommunityId) -> EntryHash {
        let named = if self.could_be_genesis() { self.named_community(community) } else { *community };
        hash_bytes(bytes, &named)
    }

    /// Returns whether the header is Genesis of `community`: its hash without a community is the community's id.
    #[must_use]
    pub fn is_genesis(&self, community: &CommunityId) -> bool {
        self.could_be_genesis() && hash_bytes(&self.to_cbor(), &CommunityId::ZERO).0 == community.0
    }

    /// Returns the community as hash and signature name it: zero for Genesis, which is older than its community's id.
    #[must_use]
    pub fn named_community(&self, community: &CommunityId) -> CommunityId {
        if self.is_genesis(community) { CommunityId::ZERO } else { *community }
    }

    /// Returns what the payload's encryption also covers: CBOR `[community, dev, lane, seq, target, kid]`.
    #[must_use]
    pub fn associated_data(&self, community: &CommunityId) -> Vec<u8> {
        let mut w = Writer::new();
        w.array(6).value(community).value(&self.device).value(&self.lane).uint(self.seq);
        w.option(self.target.as_ref()).option(self.kid.as_ref());
        w.finish()
    }

    /// Returns whether this program knows the rules the entry claims; if not it is held or void, as authority says.
    #[must_use]
    pub const fn is_known_version(&self) -> bool {
        self.version <= RULES_VERSION
    }

    fn could_be_genesis(&self) -> bool {
        self.seq == 1 && self.lane == Lane::CONTROL
    }
}

fn hash_bytes(header: &[u8], community: &CommunityId) -> EntryHash {
    EntryHash(derive::hash(derive::ENTRY, &[&community.0, header]))
}

/// Lanes kept for later; entries in them are not stored (amendments II, 24).
const RESERVED_LANES: std::ops::RangeInclusive<u64> = 5..=15;

impl Cbor for Header {
    fn write(&self, w: &mut Writer) {
        w.array(12).uint(self.version).value(&self.device).value(&self.lane).uint(self.seq).value(&self.prev);
        w.value(&self.time).option(self.permit.as_ref()).option(self.target.as_ref()).option(self.kid.as_ref());
        w.uint(self.ops).uint(self.payload_len).bytes(&self.payload_hash);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(12, "header")?;
        Ok(Self {
            version: r.uint("rules version")?,
            device: DeviceId::read(r)?,
            lane: Lane::read(r)?,
            seq: r.uint_below(MAX_SEQ, "seq")?,
            prev: EntryHash::read(r)?,
            time: Timestamp::read(r)?,
            permit: r.option()?,
            target: r.option()?,
            kid: r.option()?,
            ops: r.uint("nops")?,
            payload_len: r.uint("plen")?,
            payload_hash: r.fixed("phash")?,
        })
    }
}
