//! Boxes: an epoch's secrets, sealed to one device.

use super::{Commitment, Domain, EpochSecret};
use crate::cbor::Cbor;
use crate::id::CommunityId;
use crate::identity::{DeviceKeys, DevicePublic};
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// Why a box cannot be made or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BoxError {
    /// The device's sealing key is no key.
    #[error("the device's sealing key is not usable")]
    Recipient,
    /// The box is for another device, community, domain or purpose, or damaged.
    #[error("the box is not for this device")]
    Sealed,
    /// What is inside is not what the control lane committed to.
    #[error("the box holds other secrets than it should")]
    Commitment,
}

/// What a box is for; none can be taken for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoxPurpose {
    /// A slot of a `Rekey`.
    Rekey,
    /// An answer to a key request.
    Reseal,
}

impl BoxPurpose {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::Rekey => b"afo/v1/box",
            Self::Reseal => b"afo/v1/reseal",
        }
    }
}

/// Seals an epoch's secrets to a device: 112 bytes, or 80 where the history secret is withheld.
///
/// - Layout: encapsulated key 32, ciphertext of `ES ‖ HS` or `ES`, tag 16.
/// - `info = label ‖ community ‖ domain ‖ kid ‖ commitments ‖ device`, no associated data (amendments II, 33).
///
/// # Errors
/// [`BoxError::Recipient`].
pub fn seal_box(
    purpose: BoxPurpose,
    community: &CommunityId,
    secret: &EpochSecret,
    commitment: &Commitment,
    device: &DevicePublic,
    rng: &mut impl CryptoRng,
) -> Result<Vec<u8>, BoxError> {
    let info = info(purpose, community, secret.domain, commitment, &device.device.0);
    seal_to(&device.sealing, &info, &secret.to_bytes(), rng)
}

/// Opens a box for this device and checks what is inside against the commitment.
///
/// # Errors
/// [`BoxError::Sealed`], [`BoxError::Commitment`].
pub fn open_box(
    purpose: BoxPurpose,
    community: &CommunityId,
    domain: Domain,
    commitment: &Commitment,
    keys: &DeviceKeys,
    sealed: &[u8],
) -> Result<EpochSecret, BoxError> {
    let info = info(purpose, community, domain, commitment, &keys.device().0);
    let inside = open_with(keys, &info, sealed)?;
    let secret = EpochSecret::from_bytes(domain, &inside).ok_or(BoxError::Commitment)?;
    if secret.fits(commitment) { Ok(secret) } else { Err(BoxError::Commitment) }
}

fn info(purpose: BoxPurpose, community: &CommunityId, domain: Domain, commitment: &Commitment, device: &[u8; 32]) -> Vec<u8> {
    let (domain, kid) = (domain.to_cbor(), commitment.kid());
    [purpose.label(), &community.0, &domain, &kid.0, &commitment.epoch, &commitment.history, device].concat()
}

/// Seals to an X25519 key by HPKE base mode: encapsulated key 32, ciphertext, tag 16.
pub(super) fn seal_to(recipient: &[u8; 32], info: &[u8], plain: &[u8], rng: &mut impl CryptoRng) -> Result<Vec<u8>, BoxError> {
    let recipient = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(recipient).map_err(|_| BoxError::Recipient)?;
    let (encapsulated, sealed) = hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeS::Base,
        &recipient,
        info,
        plain,
        &[],
        rng,
    )
    .map_err(|_| BoxError::Recipient)?;
    let mut bytes = encapsulated.to_bytes().to_vec();
    bytes.extend(sealed);
    Ok(bytes)
}

/// Opens what [`seal_to`] returned.
pub(super) fn open_with(keys: &DeviceKeys, info: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, BoxError> {
    let (encapsulated, sealed) = sealed.split_first_chunk::<32>().ok_or(BoxError::Sealed)?;
    let encapsulated = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(encapsulated).map_err(|_| BoxError::Sealed)?;
    let secret = <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(keys.sealing.secret()).map_err(|_| BoxError::Sealed)?;
    hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &secret,
        &encapsulated,
        info,
        sealed,
        &[],
    )
    .map(Zeroizing::new)
    .map_err(|_| BoxError::Sealed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;

    const HERE: CommunityId = CommunityId([1; 32]);

    struct Made {
        keys: DeviceKeys,
        other: DeviceKeys,
        secret: EpochSecret,
        commitment: Commitment,
        sealed: Vec<u8>,
    }

    fn made() -> Made {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let (keys, other) = (DeviceKeys::generate(&mut rng), DeviceKeys::generate(&mut rng));
        let secret = EpochSecret::generate(Domain::MEMBER, &mut rng);
        let commitment = secret.commitment().expect("a fresh secret has a history");
        let sealed = seal_box(BoxPurpose::Rekey, &HERE, &secret, &commitment, &keys.public(), &mut rng).unwrap_or_default();
        Made { keys, other, secret, commitment, sealed }
    }

    #[test]
    fn a_box_opens_for_its_device_only() {
        let Made { keys, other, secret, commitment, sealed } = made();
        let open = |keys: &DeviceKeys, bytes: &[u8]| open_box(BoxPurpose::Rekey, &HERE, Domain::MEMBER, &commitment, keys, bytes);
        assert_eq!(sealed.len(), 112);
        assert_eq!(open(&keys, &sealed), Ok(secret));
        assert_eq!(open(&other, &sealed), Err(BoxError::Sealed));
        for bit in 0..sealed.len() * 8 {
            let mut flipped = sealed.clone();
            if let Some(byte) = flipped.get_mut(bit / 8) {
                *byte ^= 1 << (bit % 8);
            }
            // X25519 ignores the highest bit of a key (RFC 7748, 5), but HPKE's context covers it.
            assert_eq!(open(&keys, &flipped), Err(BoxError::Sealed), "bit {bit}");
        }
    }

    #[test]
    fn a_box_is_bound_to_purpose_community_and_domain() {
        let Made { keys, commitment, sealed, .. } = made();
        let (there, staff) = (CommunityId([2; 32]), Domain::STAFF);
        for (purpose, community, domain) in [
            (BoxPurpose::Reseal, HERE, Domain::MEMBER),
            (BoxPurpose::Rekey, there, Domain::MEMBER),
            (BoxPurpose::Rekey, HERE, staff),
        ] {
            assert_eq!(open_box(purpose, &community, domain, &commitment, &keys, &sealed), Err(BoxError::Sealed));
        }
    }

    #[test]
    fn a_box_with_other_secrets_than_committed_is_refused() {
        let Made { keys, commitment, .. } = made();
        let mut rng = ChaCha20Rng::seed_from_u64(9);
        let other = EpochSecret::generate(Domain::MEMBER, &mut rng);
        let lie = seal_box(BoxPurpose::Rekey, &HERE, &other, &commitment, &keys.public(), &mut rng).unwrap_or_default();
        let opened = open_box(BoxPurpose::Rekey, &HERE, Domain::MEMBER, &commitment, &keys, &lie);
        assert_eq!(opened, Err(BoxError::Commitment));
    }

    #[test]
    fn a_key_of_small_order_gets_no_box() {
        let Made { keys, secret, commitment, .. } = made();
        let device = DevicePublic { sealing: [0; 32], ..keys.public() };
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        assert_eq!(seal_box(BoxPurpose::Rekey, &HERE, &secret, &commitment, &device, &mut rng), Err(BoxError::Recipient));
    }
}
