//! Sixteen personas made at set-up, so that joining a community never asks for the words.

use super::{Certificate, DeviceKeys, Endorsement, RootSecret, Seed};
use crate::cbor::{Cbor, CborError, Reader, Writer};
use crate::id::{CommunityId, PersonId};
use crate::time::Timestamp;
use rand_core::CryptoRng;

/// Personas made at set-up (amendments I, 13).
pub const RESERVE_SIZE: u32 = 16;
/// Largest index of a persona; a bound for what is read from disk.
const MAX_INDEX: u64 = 1 << 32;

/// One persona with this device's keys: all that is needed to found or join one community.
#[derive(Clone, Debug)]
pub struct Persona {
    /// Number of the root under the seed; recovery tries these.
    pub index: u32,
    /// The root's word for the device.
    pub endorsement: Endorsement,
    /// The device's secret keys.
    pub keys: DeviceKeys,
}

impl Persona {
    /// Returns the persona of this number with fresh device keys.
    #[must_use]
    pub fn from_seed(seed: &Seed, index: u32, created: Timestamp, rng: &mut impl CryptoRng) -> Self {
        let keys = DeviceKeys::generate(rng);
        let endorsement = RootSecret::derive(seed, index).endorse(keys.public(), created);
        Self { index, endorsement, keys }
    }

    /// Returns the person.
    #[must_use]
    pub const fn person(&self) -> PersonId {
        self.endorsement.person
    }

    /// Returns the device's certificate for `community`; for founding, Genesis' nonce stands in its place.
    #[must_use]
    pub fn certificate(&self, community: &CommunityId) -> Certificate {
        self.endorsement.clone().prove(&self.keys, community)
    }
}

/// `[index, endorsement, device keys]`: holds secrets; for values that are sealed at rest, never for the wire.
impl Cbor for Persona {
    fn write(&self, w: &mut Writer) {
        w.array(3).uint(u64::from(self.index)).value(&self.endorsement).value(&self.keys);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(3, "persona")?;
        let index = r.uint_below(MAX_INDEX, "persona index")?.try_into().map_err(|_| CborError::TooLong("persona index"))?;
        Ok(Self { index, endorsement: Endorsement::read(r)?, keys: DeviceKeys::read(r)? })
    }
}

/// Personas that no community knows yet, lowest number first.
#[derive(Clone, Debug, Default)]
pub struct Reserve {
    unused: Vec<Persona>,
}

impl Reserve {
    /// Returns sixteen personas. The caller then drops the seed, which erases it.
    #[must_use]
    pub fn from_seed(seed: &Seed, created: Timestamp, rng: &mut impl CryptoRng) -> Self {
        Self { unused: (0..RESERVE_SIZE).map(|index| Persona::from_seed(seed, index, created, rng)).collect() }
    }

    /// Takes the next persona, or `None` where all are used: the words are then asked for once more.
    ///
    /// The caller stores the reserve before it uses the persona, so that none is used twice.
    pub fn take(&mut self) -> Option<Persona> {
        if self.unused.is_empty() { None } else { Some(self.unused.remove(0)) }
    }

    /// Returns how many are left.
    #[must_use]
    pub fn len(&self) -> usize {
        self.unused.len()
    }

    /// Returns whether none is left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.unused.is_empty()
    }
}

/// An array of personas: holds secrets; for values that are sealed at rest, never for the wire.
impl Cbor for Reserve {
    fn write(&self, w: &mut Writer) {
        w.list(&self.unused);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        Ok(Self { unused: r.list(RESERVE_SIZE as usize, "reserve")? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;
    use std::collections::BTreeSet;

    fn reserve() -> Reserve {
        Reserve::from_seed(&Seed::from_bytes([1; 32]), Timestamp(9), &mut ChaCha20Rng::seed_from_u64(1))
    }

    #[test]
    fn every_persona_of_a_reserve_can_join_a_community() {
        let mut reserve = reserve();
        let mut people = BTreeSet::new();
        let here = CommunityId([3; 32]);
        while let Some(persona) = reserve.take() {
            assert_eq!(persona.certificate(&here).verify(&here), Ok(()));
            assert!(people.insert(persona.person()), "two communities must not know the same person");
        }
        assert_eq!(people.len(), RESERVE_SIZE as usize);
    }

    #[test]
    fn a_reserve_survives_being_stored() {
        let mut first = reserve();
        assert_eq!(first.take().map(|persona| persona.index), Some(0));
        let mut read = Reserve::from_cbor(&first.to_cbor()).unwrap_or_default();
        assert_eq!(read.len(), 15);
        assert_eq!(read.take().map(|persona| persona.index), Some(1));
    }

    #[test]
    fn a_reserve_shows_no_secret() {
        let mut reserve = reserve();
        let shown = format!("{reserve:?}");
        let persona = reserve.take().map(|p| format!("{:?}", p.keys.signing.secret()));
        assert!(persona.is_some_and(|secret| !shown.contains(secret.trim_matches(['[', ']']))));
    }
}
