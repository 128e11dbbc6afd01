//! A device's own keys in one community.

use super::SigningKey;
use crate::cbor::{Cbor, CborError, Reader, Writer};
use crate::derive;
use crate::id::{ActorKey, DeviceId};
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, Serializable};
use rand_core::CryptoRng;
use std::fmt;
use zeroize::Zeroizing;

/// A secret X25519 key, with which boxes for this device are opened. Erased when dropped; never shown.
#[derive(Clone)]
pub struct SealingSecret(Zeroizing<[u8; 32]>);

impl SealingSecret {
    /// Returns the key of these 32 secret bytes.
    #[must_use]
    pub fn from_secret(secret: [u8; 32]) -> Self {
        Self(Zeroizing::new(secret))
    }

    /// Returns the secret bytes, for storing them sealed and for HPKE.
    #[must_use]
    pub fn secret(&self) -> &[u8; 32] {
        &self.0
    }

    /// Returns the public key.
    #[must_use]
    pub fn public(&self) -> [u8; 32] {
        let secret =
            <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(self.0.as_slice()).expect("any 32 bytes are an X25519 private key");
        X25519HkdfSha256::sk_to_pk(&secret).to_bytes().into()
    }
}

impl fmt::Debug for SealingSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealingSecret(…)")
    }
}

/// The secret keys of one device in one community: fresh, never restored, never copied to another device.
#[derive(Clone, Debug)]
pub struct DeviceKeys {
    /// Signs entries.
    pub signing: SigningKey,
    /// Opens boxes.
    pub sealing: SealingSecret,
}

impl DeviceKeys {
    /// Returns fresh keys.
    #[must_use]
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let signing = SigningKey::generate(rng);
        let mut secret = Zeroizing::new([0; 32]);
        rng.fill_bytes(secret.as_mut_slice());
        Self { signing, sealing: SealingSecret(secret) }
    }

    /// Returns the device's id.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        DeviceId(self.signing.public())
    }

    /// Returns the public halves.
    #[must_use]
    pub fn public(&self) -> DevicePublic {
        DevicePublic { device: self.device(), sealing: self.sealing.public() }
    }
}

/// `[signing secret, sealing secret]`: for values that are sealed at rest, never for the wire.
impl Cbor for DeviceKeys {
    fn write(&self, w: &mut Writer) {
        w.array(2).bytes(self.signing.secret()).bytes(self.sealing.secret());
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(2, "device keys")?;
        let signing = Zeroizing::new(r.fixed("signing secret")?);
        Ok(Self { signing: SigningKey::from_secret(&signing), sealing: SealingSecret::from_secret(r.fixed("sealing secret")?) })
    }
}

/// What others know of a device: its id, which is its Ed25519 key, and its X25519 key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DevicePublic {
    /// The device.
    pub device: DeviceId,
    /// X25519 public key to which boxes are sealed.
    pub sealing: [u8; 32],
}

impl DeviceId {
    /// Returns the device's name inside Automerge: BLAKE3 `derive_key("afo/v1/actor", device key)[..16]`.
    #[must_use]
    pub fn actor(&self) -> ActorKey {
        ActorKey(derive::name(derive::ACTOR, &[&self.0]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;

    #[test]
    fn keys_survive_being_stored() {
        let keys = DeviceKeys::generate(&mut ChaCha20Rng::seed_from_u64(1));
        let read = DeviceKeys::from_cbor(&keys.to_cbor()).map(|read| read.public());
        assert_eq!(read, Ok(keys.public()));
    }

    #[test]
    fn keys_are_never_shown() {
        let keys = DeviceKeys { signing: SigningKey::from_secret(&[7; 32]), sealing: SealingSecret::from_secret([9; 32]) };
        let shown = format!("{keys:?}");
        assert!(!shown.contains("7, 7") && !shown.contains("9, 9"), "{shown}");
    }
}
