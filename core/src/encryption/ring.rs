//! The key ring: all epoch secrets that this device has of a community.

use super::{Commitment, ContentKey, Domain, EpochSecret, TopicKey};
use crate::cbor::{Cbor, CborError, Reader, Writer};
use crate::id::Kid;
use std::collections::BTreeMap;

/// Epochs of one ring; a bound for what is read from disk: daily rekeys of all domains for seven years.
const MAX_EPOCHS: usize = 16_384;

/// Why a secret does not enter the ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RingError {
    /// The secret is not the one that the control lane committed to.
    #[error("the secret does not fit its commitment")]
    Commitment,
    /// The ring is full.
    #[error("too many epochs")]
    Full,
}

/// Epoch secrets by `kid`; each was checked against its commitment.
#[derive(Clone, Debug, Default)]
pub struct KeyRing {
    secrets: BTreeMap<Kid, EpochSecret>,
}

impl KeyRing {
    /// Returns an empty ring.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts a secret in, once it fits; a history secret that was missing before is added.
    ///
    /// # Errors
    /// [`RingError`]; the ring is as before.
    pub fn insert(&mut self, secret: EpochSecret, commitment: &Commitment) -> Result<Kid, RingError> {
        if !secret.fits(commitment) {
            return Err(RingError::Commitment);
        }
        let kid = commitment.kid();
        match self.secrets.get(&kid) {
            Some(held) if held.history().is_some() || secret.history().is_none() => return Ok(kid),
            None if self.secrets.len() >= MAX_EPOCHS => return Err(RingError::Full),
            Some(_) | None => (),
        }
        self.secrets.insert(kid, secret);
        Ok(kid)
    }

    /// Returns the secrets of an epoch.
    #[must_use]
    pub fn get(&self, kid: &Kid) -> Option<&EpochSecret> {
        self.secrets.get(kid)
    }

    /// Returns the domain of an epoch; an entry's lane must be that of its audience.
    #[must_use]
    pub fn domain(&self, kid: &Kid) -> Option<Domain> {
        self.get(kid).map(|secret| secret.domain)
    }

    /// Returns the key of an epoch's payloads.
    #[must_use]
    pub fn content_key(&self, kid: &Kid) -> Option<ContentKey> {
        self.get(kid).map(EpochSecret::content_key)
    }

    /// Returns the key of an epoch's gossip.
    #[must_use]
    pub fn topic_key(&self, kid: &Kid) -> Option<TopicKey> {
        self.get(kid).map(EpochSecret::topic_key)
    }

    /// Returns all epochs in order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&Kid, &EpochSecret)> {
        self.secrets.iter()
    }

    /// Forgets an epoch for good: its payloads can then not be read again (retention *expire*).
    pub fn forget(&mut self, kid: &Kid) {
        self.secrets.remove(kid);
    }

    /// Returns how many epochs the ring holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.secrets.len()
    }

    /// Returns whether the ring holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.secrets.is_empty()
    }
}

/// An array of secrets, sorted by kid: for values that are sealed at rest. Kids are computed again when it is read.
impl Cbor for KeyRing {
    fn write(&self, w: &mut Writer) {
        w.array(self.secrets.len());
        for secret in self.secrets.values() {
            w.value(secret);
        }
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        let secrets: Vec<EpochSecret> = r.list(MAX_EPOCHS, "key ring")?;
        Ok(Self { secrets: secrets.into_iter().map(|secret| (secret.kid(), secret)).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;

    fn two() -> [(EpochSecret, Commitment); 2] {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        [(); 2].map(|()| {
            let secret = EpochSecret::generate(Domain::MEMBER, &mut rng);
            let commitment = secret.commitment().expect("a fresh secret has a history");
            (secret, commitment)
        })
    }

    #[test]
    fn a_secret_enters_only_under_its_own_commitment() {
        let [(a, of_a), (b, of_b)] = two();
        let mut ring = KeyRing::new();
        assert_eq!(ring.insert(a.clone(), &of_b), Err(RingError::Commitment));
        assert_eq!(ring.insert(b, &of_b).map(drop), Ok(()));
        let half_right = Commitment { history: of_b.history, ..of_a };
        assert_eq!(ring.insert(a, &half_right), Err(RingError::Commitment), "a wrong history secret");
        assert_eq!(ring.len(), 1);
    }

    #[test]
    fn a_history_secret_is_added_and_never_lost() {
        let [(a, of_a), _] = two();
        let mut ring = KeyRing::new();
        for (secret, knows_history) in [(a.without_history(), false), (a.clone(), true), (a.without_history(), true)] {
            assert_eq!(ring.insert(secret, &of_a), Ok(a.kid()));
            assert_eq!(ring.get(&a.kid()).map(|held| held.history().is_some()), Some(knows_history));
        }
    }

    #[test]
    fn a_ring_survives_being_stored() {
        let [(a, of_a), (b, of_b)] = two();
        let mut ring = KeyRing::new();
        ring.insert(a, &of_a).and_then(|_| ring.insert(b.without_history(), &of_b)).expect("both fit");
        let read = KeyRing::from_cbor(&ring.to_cbor()).map(|read| read.secrets);
        assert_eq!(read, Ok(ring.secrets));
    }
}
