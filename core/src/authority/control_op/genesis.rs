//! Genesis: how a community begins.

use super::{EpochZero, Fields};
use crate::cbor::{Cbor, CborError, Reader, Writer};
use crate::id::{CommunityId, EntryHash};
use crate::identity::Certificate;
use crate::limits::{DEFAULT_BURST, DEFAULT_DOCUMENTS_PER_DAY, DEFAULT_ENTRIES_PER_HOUR, MAX_NAME_BYTES};

/// Ed25519, X25519, HKDF-SHA256, ChaCha20-Poly1305, BLAKE3, Argon2id (protocol 4.1).
pub const SUITE_V1: u64 = 1;

/// Founds a community. Its entry's hash is the community's id; hash and signature use 32 zero bytes in the id's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Genesis {
    /// Cryptographic suite; [`SUITE_V1`].
    pub suite: u64,
    /// Rules version in force at the start.
    pub rules_version: u64,
    /// Lowest rules version that entries may claim.
    pub min_rules: u64,
    /// Chance, so that no two communities have one id; the founder's certificate names it instead of the community.
    pub nonce: [u8; 32],
    /// Name at the start; the setting `name` replaces it.
    pub name: String,
    /// The founder's first device, endorsed by the founder's root.
    pub founder: Certificate,
    /// Epoch 0.
    pub epoch: EpochZero,
    /// How much a device may write; `None` is without bound (tests, demos, measurements).
    pub quotas: Option<Quotas>,
    /// The community that this one continues (a fork by its members).
    pub origin: Option<Origin>,
}

impl Genesis {
    /// Returns what stands in the community's place where the founder's certificate is signed.
    #[must_use]
    pub const fn nonce_as_community(&self) -> CommunityId {
        CommunityId(self.nonce)
    }
}

impl Fields for Genesis {
    const COUNT: usize = 9;
    fn write(&self, w: &mut Writer) {
        w.uint(self.suite).uint(self.rules_version).uint(self.min_rules).bytes(&self.nonce).text(&self.name);
        w.value(&self.founder).value(&self.epoch).option(self.quotas.as_ref()).option(self.origin.as_ref());
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        Ok(Self {
            suite: r.uint("suite")?,
            rules_version: r.uint("rules version")?,
            min_rules: r.uint("lowest rules version")?,
            nonce: r.fixed("nonce")?,
            name: r.text(MAX_NAME_BYTES, "name")?.to_owned(),
            founder: Certificate::read(r)?,
            epoch: EpochZero::read(r)?,
            quotas: r.option()?,
            origin: r.option()?,
        })
    }
}

/// How much one device may write in one lane; fixed for ever (amendments I, 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quotas {
    /// Entries an hour, of declared time.
    pub entries_per_hour: u64,
    /// Entries that may come at once.
    pub burst: u64,
    /// Documents a device may create a day, of declared time.
    pub documents_per_day: u64,
}

impl Default for Quotas {
    fn default() -> Self {
        Self { entries_per_hour: DEFAULT_ENTRIES_PER_HOUR, burst: DEFAULT_BURST, documents_per_day: DEFAULT_DOCUMENTS_PER_DAY }
    }
}

impl Cbor for Quotas {
    fn write(&self, w: &mut Writer) {
        w.array(3).uint(self.entries_per_hour).uint(self.burst).uint(self.documents_per_day);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(3, "quotas")?;
        Ok(Self {
            entries_per_hour: r.uint("entries per hour")?,
            burst: r.uint("burst")?,
            documents_per_day: r.uint("documents per day")?,
        })
    }
}

/// Where a community comes from: CBOR `[community, checkpoint]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// The former community.
    pub community: CommunityId,
    /// Its checkpoint at the parting.
    pub checkpoint: EntryHash,
}

impl Cbor for Origin {
    fn write(&self, w: &mut Writer) {
        w.array(2).value(&self.community).value(&self.checkpoint);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(2, "origin")?;
        Ok(Self { community: CommunityId::read(r)?, checkpoint: EntryHash::read(r)? })
    }
}
