//! Epochs: the secrets of one domain for one period.

use super::Domain;
use super::suite::{self, OpenError};
use crate::cbor::{Cbor, CborError, Reader, Writer};
use crate::derive;
use crate::id::Kid;
use rand_core::CryptoRng;
use std::fmt;
use zeroize::Zeroizing;

/// What the control lane publishes of an epoch: hashes from which nothing can be read, but which fit one secret only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Commitment {
    /// BLAKE3 `derive_key("afo/v1/epoch-commit", ES)`.
    pub epoch: [u8; 32],
    /// BLAKE3 `derive_key("afo/v1/hist-commit", HS)`.
    pub history: [u8; 32],
}

impl Commitment {
    /// Returns the epoch's name: the first half of its commitment.
    #[must_use]
    pub fn kid(&self) -> Kid {
        Kid(*self.epoch.first_chunk().expect("a commitment has 32 bytes"))
    }
}

impl Cbor for Commitment {
    fn write(&self, w: &mut Writer) {
        w.array(2).bytes(&self.epoch).bytes(&self.history);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(2, "commitment")?;
        Ok(Self { epoch: r.fixed("epoch commitment")?, history: r.fixed("history commitment")? })
    }
}

/// The secrets of one epoch and domain. Erased when dropped; never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct EpochSecret {
    /// The domain.
    pub domain: Domain,
    epoch: Zeroizing<[u8; 32]>,
    history: Option<Zeroizing<[u8; 32]>>,
}

impl EpochSecret {
    /// Returns fresh secrets for `domain`; those of the wider domains are [`EpochSecret::derived`].
    #[must_use]
    pub fn generate(domain: Domain, rng: &mut impl CryptoRng) -> Self {
        let (mut epoch, mut history) = (Zeroizing::new([0; 32]), Zeroizing::new([0; 32]));
        rng.fill_bytes(epoch.as_mut_slice());
        rng.fill_bytes(history.as_mut_slice());
        Self { domain, epoch, history: Some(history) }
    }

    /// Returns the secrets of these bytes; without `history`, older epochs stay closed.
    #[must_use]
    pub const fn new(domain: Domain, epoch: Zeroizing<[u8; 32]>, history: Option<Zeroizing<[u8; 32]>>) -> Self {
        Self { domain, epoch, history }
    }

    /// Returns these secrets and those of all wider domains, narrowest first; so every device needs one box only.
    #[must_use]
    pub fn derived(&self) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::with_capacity(3);
        for domain in self.domain.and_below() {
            let next = match all.last() {
                None => self.clone(),
                Some(above) => Self {
                    domain,
                    epoch: derive::secret(derive::EPOCH_DOWN, &[above.epoch.as_slice()]),
                    history: above.history.as_ref().map(|hs| derive::secret(derive::HIST_DOWN, &[hs.as_slice()])),
                },
            };
            all.push(next);
        }
        all
    }

    /// Returns the commitment, or `None` where the history secret is withheld and its half cannot be told.
    #[must_use]
    pub fn commitment(&self) -> Option<Commitment> {
        let history = derive::hash(derive::HIST_COMMIT, &[self.history.as_ref()?.as_slice()]);
        Some(Commitment { epoch: self.epoch_commitment(), history })
    }

    /// Returns whether these are the secrets that `commitment` was made of, as far as they are there.
    #[must_use]
    pub fn fits(&self, commitment: &Commitment) -> bool {
        let history = self.history.as_ref().map(|hs| derive::hash(derive::HIST_COMMIT, &[hs.as_slice()]));
        self.epoch_commitment() == commitment.epoch && history.is_none_or(|hash| hash == commitment.history)
    }

    /// Returns the epoch's name.
    #[must_use]
    pub fn kid(&self) -> Kid {
        Kid(derive::name(derive::EPOCH_COMMIT, &[self.epoch.as_slice()]))
    }

    /// Returns the key of payloads: `derive_key("afo/v1/epoch-content", ES ‖ kid)` (amendments II, 31).
    #[must_use]
    pub fn content_key(&self) -> ContentKey {
        let kid = self.kid();
        ContentKey { kid, key: derive::secret(derive::EPOCH_CONTENT, &[self.epoch.as_slice(), &kid.0]) }
    }

    /// Returns the key of gossip: `derive_key("afo/v1/epoch-topic", ES)`.
    #[must_use]
    pub fn topic_key(&self) -> TopicKey {
        TopicKey { key: derive::secret(derive::EPOCH_TOPIC, &[self.epoch.as_slice()]) }
    }

    /// Returns the epoch secret without the history secret: for a policy *from joining*.
    #[must_use]
    pub fn without_history(&self) -> Self {
        Self { domain: self.domain, epoch: self.epoch.clone(), history: None }
    }

    /// Returns the history secret.
    pub(super) fn history(&self) -> Option<&[u8; 32]> {
        self.history.as_deref()
    }

    /// Returns `ES`, or `ES ‖ HS` where there is one.
    pub(super) fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(64));
        bytes.extend(self.epoch.iter());
        if let Some(history) = &self.history {
            bytes.extend(history.iter());
        }
        bytes
    }

    /// Reads what [`EpochSecret::to_bytes`] wrote.
    pub(super) fn from_bytes(domain: Domain, bytes: &[u8]) -> Option<Self> {
        let (epoch, rest) = bytes.split_first_chunk::<32>()?;
        let history = if rest.is_empty() { None } else { Some(Zeroizing::new(<[u8; 32]>::try_from(rest).ok()?)) };
        Some(Self { domain, epoch: Zeroizing::new(*epoch), history })
    }

    fn epoch_commitment(&self) -> [u8; 32] {
        derive::hash(derive::EPOCH_COMMIT, &[self.epoch.as_slice()])
    }
}

impl fmt::Debug for EpochSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EpochSecret({:?}, {:?})", self.domain, self.kid())
    }
}

/// `[domain, ES, HS / null]`: holds secrets; sealed wherever it goes.
impl Cbor for EpochSecret {
    fn write(&self, w: &mut Writer) {
        w.array(3).value(&self.domain).bytes(self.epoch.as_slice());
        match &self.history {
            Some(history) => w.bytes(history.as_slice()),
            None => w.null(),
        };
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(3, "epoch secret")?;
        let (domain, epoch) = (Domain::read(r)?, Zeroizing::new(r.fixed("epoch secret")?));
        let history = if r.null() { None } else { Some(Zeroizing::new(r.fixed("history secret")?)) };
        Ok(Self { domain, epoch, history })
    }
}

/// Seals and opens payloads of one epoch.
#[derive(Clone)]
pub struct ContentKey {
    kid: Kid,
    key: Zeroizing<[u8; 32]>,
}

impl ContentKey {
    /// Returns the name that goes into headers.
    #[must_use]
    pub const fn kid(&self) -> Kid {
        self.kid
    }

    /// Seals `plain`: `nonce 24 ‖ ciphertext ‖ tag 16`; `associated` is [`crate::entry`]'s associated data.
    #[must_use]
    pub fn seal(&self, associated: &[u8], plain: &[u8], rng: &mut impl CryptoRng) -> Vec<u8> {
        suite::seal(&self.key, associated, plain, rng)
    }

    /// Opens what [`ContentKey::seal`] returned.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open(&self, associated: &[u8], sealed: &[u8]) -> Result<Vec<u8>, OpenError> {
        suite::open(&self.key, associated, sealed)
    }
}

impl fmt::Debug for ContentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContentKey({:?})", self.kid)
    }
}

/// Names topics and seals gossip of one epoch.
#[derive(Clone)]
pub struct TopicKey {
    pub(super) key: Zeroizing<[u8; 32]>,
}

impl fmt::Debug for TopicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TopicKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;

    #[test]
    fn who_reads_staff_reads_members_and_not_the_other_way_round() {
        let staff = EpochSecret::generate(Domain::STAFF, &mut ChaCha20Rng::seed_from_u64(1));
        let all = staff.derived();
        let member = all.iter().find(|secret| secret.domain == Domain::MEMBER).cloned();
        let kids: Vec<Kid> = all.iter().map(EpochSecret::kid).collect();
        assert_eq!(member.map(|m| m.derived().iter().map(EpochSecret::kid).collect()), kids.get(1..).map(<[Kid]>::to_vec));
    }

    #[test]
    fn the_kid_is_the_first_half_of_the_commitment() {
        let secret = EpochSecret::generate(Domain::MEMBER, &mut ChaCha20Rng::seed_from_u64(1));
        assert_eq!(secret.commitment().map(|commitment| commitment.kid()), Some(secret.kid()));
        assert_eq!(secret.content_key().kid(), secret.kid());
    }

    #[test]
    fn secrets_are_never_shown() {
        let secret = EpochSecret::new(Domain::MEMBER, Zeroizing::new([7; 32]), None);
        let shown = format!("{secret:?} {:?} {:?}", secret.content_key(), secret.topic_key());
        assert!(!shown.contains("7, 7"), "{shown}");
    }
}
