//! A person's roots: one for each community, all from one seed.

use super::{DevicePublic, Endorsement, Purpose, RootKey, Seed, Signature, SigningKey};
use crate::derive;
use crate::id::{CommunityId, PersonId};
use crate::time::Timestamp;

/// A root with its secret half: exists at set-up and in recovery only, and is erased when dropped.
#[derive(Clone, Debug)]
pub struct RootSecret {
    index: u32,
    signing: SigningKey,
}

impl RootSecret {
    /// Returns the root of this number: BLAKE3 `derive_key("afo/v1/person-root", seed ‖ u32 big-endian)` (amendments I, 13).
    #[must_use]
    pub fn derive(seed: &Seed, index: u32) -> Self {
        let secret = derive::secret(derive::PERSON_ROOT, &[seed.as_bytes(), &index.to_be_bytes()]);
        Self { index, signing: SigningKey::from_secret(&secret) }
    }

    /// Finds, in recovery, which of the first `tries` roots is `root`: the person there is then known to be ours.
    #[must_use]
    pub fn find(seed: &Seed, root: &RootKey, tries: u32) -> Option<Self> {
        (0..tries).map(|index| Self::derive(seed, index)).find(|candidate| candidate.public() == *root)
    }

    /// Returns its number.
    #[must_use]
    pub const fn index(&self) -> u32 {
        self.index
    }

    /// Returns the public key.
    #[must_use]
    pub fn public(&self) -> RootKey {
        RootKey(self.signing.public())
    }

    /// Returns the person.
    #[must_use]
    pub fn person(&self) -> PersonId {
        self.public().person()
    }

    /// Vouches for a device.
    #[must_use]
    pub fn endorse(&self, keys: DevicePublic, created: Timestamp) -> Endorsement {
        Endorsement::by_root(&self.signing, keys, created)
    }

    /// Signs a control operation that only the root may issue, such as revoking lost devices.
    #[must_use]
    pub fn sign_op(&self, community: &CommunityId, cbor: &[u8]) -> Signature {
        self.signing.sign(Purpose::RootOp, community, cbor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_roots_again_and_each_its_own() {
        let seed = Seed::from_bytes([1; 32]);
        let people: Vec<PersonId> = (0..16).map(|i| RootSecret::derive(&seed, i).person()).collect();
        let again: Vec<PersonId> = (0..16).map(|i| RootSecret::derive(&seed, i).person()).collect();
        assert_eq!(people, again);
        assert_eq!(people.iter().collect::<std::collections::BTreeSet<_>>().len(), 16);
    }

    #[test]
    fn recovery_finds_the_root_by_trying() {
        let seed = Seed::from_bytes([1; 32]);
        let root = RootSecret::derive(&seed, 11).public();
        assert_eq!(RootSecret::find(&seed, &root, 16).map(|found| found.index()), Some(11));
        assert!(RootSecret::find(&Seed::from_bytes([2; 32]), &root, 16).is_none());
    }
}
