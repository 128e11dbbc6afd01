//! Certificates: this device belongs to that person, in this community.

use super::{DeviceKeys, DevicePublic, Purpose, RootKey, Signature, SigningKey, verify};
use crate::cbor::{Cbor, CborError, Reader, Writer};
use crate::id::{CommunityId, DeviceId, PersonId};
use crate::time::Timestamp;

/// Number of DHKEM(X25519, HKDF-SHA256), the one way of sealing in rules version 1 (RFC 9180, 7.1).
pub const KEM_X25519: u64 = 0x0020;

/// Who vouches for a device's keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Issuer {
    /// The person's root.
    Root,
    /// Another device of the person; whether it is one, and senior, authority decides.
    Device(DeviceId),
}

impl Cbor for Issuer {
    /// Null for the root, otherwise the device's key.
    fn write(&self, w: &mut Writer) {
        match self {
            Self::Root => w.null(),
            Self::Device(device) => w.value(device),
        };
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        Ok(r.option::<DeviceId>()?.map_or(Self::Root, Self::Device))
    }
}

/// Why a certificate is void.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// The person is not the root's, or the device vouches for itself.
    #[error("the certificate contradicts itself")]
    Contradiction,
    /// The issuer's signature does not hold.
    #[error("the issuer did not sign the certificate")]
    Issuer,
    /// The device's own signature does not hold, or names another community.
    #[error("the device did not sign the certificate for this community")]
    Device,
}

/// An issuer's word for a device; it becomes a [`Certificate`] when the device proves for a community.
///
/// The root's word names no community, because sixteen of them are given before any community is known
/// (`docs/decisions/0001-certificates-without-community.md`); a device's word names its community.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endorsement {
    /// The person.
    pub person: PersonId,
    /// The person's root.
    pub root: RootKey,
    /// The device's public keys.
    pub keys: DevicePublic,
    /// When the keys were made, as the issuer declares.
    pub created: Timestamp,
    /// Who vouches.
    pub issuer: Issuer,
    /// Purpose `cert-issuer` over [`Endorsement::body`].
    pub issuer_signature: Signature,
}

impl Endorsement {
    /// Returns the root's word for a device.
    #[must_use]
    pub fn by_root(root: &SigningKey, keys: DevicePublic, created: Timestamp) -> Self {
        Self::signed(root, &CommunityId::ZERO, RootKey(root.public()), keys, created, Issuer::Root)
    }

    /// Returns a device's word for a further device of the same person.
    #[must_use]
    pub fn by_device(
        issuer: &SigningKey,
        community: &CommunityId,
        root: RootKey,
        keys: DevicePublic,
        created: Timestamp,
    ) -> Self {
        Self::signed(issuer, community, root, keys, created, Issuer::Device(DeviceId(issuer.public())))
    }

    fn signed(
        signer: &SigningKey,
        community: &CommunityId,
        root: RootKey,
        keys: DevicePublic,
        created: Timestamp,
        issuer: Issuer,
    ) -> Self {
        let mut endorsement = Self { person: root.person(), root, keys, created, issuer, issuer_signature: [0; 64] };
        endorsement.issuer_signature = signer.sign(Purpose::CertIssuer, community, &endorsement.body());
        endorsement
    }

    /// Returns the certificate, with the device's proof that it has its secret key and means `community`.
    ///
    /// In Genesis, whose community has no id yet, `community` is Genesis' nonce.
    #[must_use]
    pub fn prove(self, device: &DeviceKeys, community: &CommunityId) -> Certificate {
        let device_signature = device.signing.sign(Purpose::CertDevice, community, &self.body());
        Certificate { endorsement: self, device_signature }
    }

    /// Returns what both sign: CBOR `[person, root, device, kem id, kem key, created, issuer]`.
    #[must_use]
    pub fn body(&self) -> Vec<u8> {
        let mut w = Writer::new();
        w.array(BODY_FIELDS);
        self.write_fields(&mut w);
        w.finish()
    }

    fn write_fields(&self, w: &mut Writer) {
        w.value(&self.person).value(&self.root).value(&self.keys.device).uint(KEM_X25519).bytes(&self.keys.sealing);
        w.value(&self.created).value(&self.issuer);
    }

    fn read_fields(r: &mut Reader<'_>) -> Result<Self, CborError> {
        let (person, root, device) = (PersonId::read(r)?, RootKey::read(r)?, DeviceId::read(r)?);
        if r.uint("kem id")? != KEM_X25519 {
            return Err(CborError::Malformed("kem id"));
        }
        let keys = DevicePublic { device, sealing: r.fixed("kem key")? };
        let (created, issuer) = (Timestamp::read(r)?, Issuer::read(r)?);
        Ok(Self { person, root, keys, created, issuer, issuer_signature: r.fixed("issuer signature")? })
    }

    /// Checks the issuer's half; used by a device before it proves, and by [`Certificate::verify`].
    ///
    /// # Errors
    /// [`CertificateError::Contradiction`], [`CertificateError::Issuer`].
    pub fn verify(&self, community: &CommunityId) -> Result<(), CertificateError> {
        if self.root.person() != self.person || self.issuer == Issuer::Device(self.keys.device) {
            return Err(CertificateError::Contradiction);
        }
        let (signer, named) = match self.issuer {
            Issuer::Root => (&self.root.0, &CommunityId::ZERO),
            Issuer::Device(ref issuer) => (&issuer.0, community),
        };
        verify(signer, Purpose::CertIssuer, named, &self.body(), &self.issuer_signature).map_err(|_| CertificateError::Issuer)
    }
}

impl Cbor for Endorsement {
    /// The fields of the body, then the issuer's signature.
    fn write(&self, w: &mut Writer) {
        w.array(BODY_FIELDS + 1);
        self.write_fields(w);
        w.bytes(&self.issuer_signature);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(BODY_FIELDS + 1, "endorsement")?;
        Self::read_fields(r)
    }
}

/// Says that a device belongs to a person, by the word of an issuer and of the device itself.
///
/// CBOR: the fields of [`Endorsement::body`], the issuer's signature, the device's (`schemas/entry.cddl`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// What the issuer signed.
    pub endorsement: Endorsement,
    /// Purpose `cert-device` over the same body, naming the community (in Genesis: its nonce).
    pub device_signature: Signature,
}

impl Certificate {
    /// Returns the person.
    #[must_use]
    pub const fn person(&self) -> PersonId {
        self.endorsement.person
    }

    /// Returns the person's root.
    #[must_use]
    pub const fn root(&self) -> RootKey {
        self.endorsement.root
    }

    /// Returns the device.
    #[must_use]
    pub const fn device(&self) -> DeviceId {
        self.endorsement.keys.device
    }

    /// Returns the X25519 key to which boxes for the device are sealed.
    #[must_use]
    pub const fn sealing(&self) -> &[u8; 32] {
        &self.endorsement.keys.sealing
    }

    /// Returns who vouches.
    #[must_use]
    pub const fn issuer(&self) -> Issuer {
        self.endorsement.issuer
    }

    /// Checks both signatures strictly (amendments II, 2). In Genesis, `community` is Genesis' nonce.
    ///
    /// # Errors
    /// [`CertificateError`]: the certificate is void everywhere.
    pub fn verify(&self, community: &CommunityId) -> Result<(), CertificateError> {
        self.endorsement.verify(community)?;
        verify(&self.device().0, Purpose::CertDevice, community, &self.endorsement.body(), &self.device_signature)
            .map_err(|_| CertificateError::Device)
    }
}

impl Cbor for Certificate {
    fn write(&self, w: &mut Writer) {
        w.array(BODY_FIELDS + 2);
        self.endorsement.write_fields(w);
        w.bytes(&self.endorsement.issuer_signature).bytes(&self.device_signature);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(BODY_FIELDS + 2, "certificate")?;
        Ok(Self { endorsement: Endorsement::read_fields(r)?, device_signature: r.fixed("device signature")? })
    }
}

/// Fields that both signatures cover.
const BODY_FIELDS: usize = 7;

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;

    const HERE: CommunityId = CommunityId([1; 32]);
    const THERE: CommunityId = CommunityId([2; 32]);

    fn made() -> (SigningKey, DeviceKeys, Certificate) {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let (root, device) = (SigningKey::generate(&mut rng), DeviceKeys::generate(&mut rng));
        let certificate = Endorsement::by_root(&root, device.public(), Timestamp(5)).prove(&device, &HERE);
        (root, device, certificate)
    }

    #[test]
    fn a_certificate_survives_being_written() {
        let (_, _, certificate) = made();
        assert_eq!(Certificate::from_cbor(&certificate.to_cbor()), Ok(certificate.clone()));
        assert_eq!(certificate.verify(&HERE), Ok(()));
    }

    #[test]
    fn a_certificate_cannot_be_used_in_another_community() {
        let (_, _, certificate) = made();
        assert_eq!(certificate.verify(&THERE), Err(CertificateError::Device));
    }

    #[test]
    fn nobody_can_register_a_device_whose_key_they_lack() {
        let mut rng = ChaCha20Rng::seed_from_u64(2);
        let (_, victim, _) = made();
        let (thief_root, thief) = (SigningKey::generate(&mut rng), DeviceKeys::generate(&mut rng));
        let stolen = Endorsement::by_root(&thief_root, victim.public(), Timestamp(5)).prove(&thief, &HERE);
        assert_eq!(stolen.verify(&HERE), Err(CertificateError::Device));
    }

    #[test]
    fn a_device_vouches_in_its_own_community_only_and_not_for_itself() {
        let (root, first, _) = made();
        let second = DeviceKeys::generate(&mut ChaCha20Rng::seed_from_u64(3));
        let root = RootKey(root.public());
        let word = Endorsement::by_device(&first.signing, &HERE, root, second.public(), Timestamp(6));
        assert_eq!(word.clone().prove(&second, &HERE).verify(&HERE), Ok(()));
        assert_eq!(word.prove(&second, &THERE).verify(&THERE), Err(CertificateError::Issuer));
        let selfish = Endorsement::by_device(&second.signing, &HERE, root, second.public(), Timestamp(6));
        assert_eq!(selfish.prove(&second, &HERE).verify(&HERE), Err(CertificateError::Contradiction));
    }

    #[test]
    fn no_flipped_bit_leaves_a_certificate_valid() {
        let (_, _, certificate) = made();
        let bytes = certificate.to_cbor();
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            if let Some(byte) = flipped.get_mut(bit / 8) {
                *byte ^= 1 << (bit % 8);
            }
            let valid = Certificate::from_cbor(&flipped).is_ok_and(|read| read.verify(&HERE).is_ok());
            assert!(!valid, "bit {bit}");
        }
    }
}
