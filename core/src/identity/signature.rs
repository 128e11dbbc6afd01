//! Signatures, each for one purpose and one community.

use crate::cbor::{Cbor, CborError, Reader, Writer};
use crate::derive;
use crate::id::{CommunityId, DeviceId, PersonId};
use ed25519_dalek::{Signer, VerifyingKey};
use rand_core::CryptoRng;
use std::fmt;
use zeroize::Zeroizing;

/// An Ed25519 signature (RFC 8032): 64 bytes.
pub type Signature = [u8; 64];

/// What a signature is for; no signature of one purpose holds for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The header of an entry, by its device.
    Entry,
    /// A device's keys, by the person's root or by another device of the person.
    CertIssuer,
    /// The same, by that device itself: it has the secret key and means this community.
    CertDevice,
    /// A control operation that only the root may issue.
    RootOp,
    /// A join request, by the key in the invite's link.
    InviteProof,
    /// That somebody has an invite's link and asks, through this very connection, what it leads to.
    InviteLook,
    /// That a device speaks through this very connection.
    Handshake,
    /// A device's request for an epoch key.
    KeyRequest,
}

impl Purpose {
    /// Returns the name as it is signed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Entry => "entry",
            Self::CertIssuer => "cert-issuer",
            Self::CertDevice => "cert-device",
            Self::RootOp => "root-op",
            Self::InviteProof => "invite-proof",
            Self::InviteLook => "invite-look",
            Self::Handshake => "handshake",
            Self::KeyRequest => "key-request",
        }
    }
}

/// The signature does not hold: wrong key, purpose, community or text. It says no more, on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not hold")]
pub struct SignatureError;

/// Returns what is signed: `"afo/v1/sig/<purpose>" ‖ 0 ‖ community ‖ cbor` (amendments II, 25).
///
/// `cbor` is canonical. Before a community has an id (Genesis), `community` is 32 zero bytes.
#[must_use]
pub fn statement(purpose: Purpose, community: &CommunityId, cbor: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(64 + cbor.len());
    bytes.extend(b"afo/v1/sig/");
    bytes.extend(purpose.name().as_bytes());
    bytes.push(0);
    bytes.extend(community.0);
    bytes.extend(cbor);
    bytes
}

/// Checks a signature strictly: small-order keys and loose encodings are refused (`verify_strict`).
///
/// # Errors
/// [`SignatureError`] where it does not hold, or `public` is no key.
pub fn verify(
    public: &[u8; 32],
    purpose: Purpose,
    community: &CommunityId,
    cbor: &[u8],
    signature: &Signature,
) -> Result<(), SignatureError> {
    let key = VerifyingKey::from_bytes(public).map_err(|_| SignatureError)?;
    let signature = ed25519_dalek::Signature::from_bytes(signature);
    key.verify_strict(&statement(purpose, community, cbor), &signature).map_err(|_| SignatureError)
}

/// A secret Ed25519 key. Erased from memory when dropped; never shown.
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// Returns the key of these 32 secret bytes.
    #[must_use]
    pub fn from_secret(secret: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(secret))
    }

    /// Returns a fresh key.
    #[must_use]
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut secret = Zeroizing::new([0; 32]);
        rng.fill_bytes(secret.as_mut_slice());
        Self::from_secret(&secret)
    }

    /// Returns the public key.
    #[must_use]
    pub fn public(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }

    /// Returns the secret bytes, for storing them sealed.
    #[must_use]
    pub fn secret(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// Signs `cbor` for one purpose and community.
    #[must_use]
    pub fn sign(&self, purpose: Purpose, community: &CommunityId, cbor: &[u8]) -> Signature {
        self.0.sign(&statement(purpose, community, cbor)).to_bytes()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({:?})", DeviceId(self.public()))
    }
}

/// A person's root: its Ed25519 public key. The secret half is needed at set-up and in recovery only.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RootKey(pub [u8; 32]);

impl RootKey {
    /// Returns whose root it is: BLAKE3 `derive_key("afo/v1/person-id", root key)[..16]`.
    #[must_use]
    pub fn person(&self) -> PersonId {
        PersonId(derive::name(derive::PERSON_ID, &[&self.0]))
    }
}

impl fmt::Debug for RootKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RootKey({:?})", self.person())
    }
}

impl Cbor for RootKey {
    fn write(&self, w: &mut Writer) {
        w.bytes(&self.0);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.fixed("root key").map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_holds_for_its_purpose_community_and_text_only() {
        let key = SigningKey::from_secret(&[7; 32]);
        let (here, there) = (CommunityId([1; 32]), CommunityId([2; 32]));
        let signature = key.sign(Purpose::Entry, &here, b"text");
        assert_eq!(verify(&key.public(), Purpose::Entry, &here, b"text", &signature), Ok(()));
        assert_eq!(verify(&key.public(), Purpose::RootOp, &here, b"text", &signature), Err(SignatureError));
        assert_eq!(verify(&key.public(), Purpose::Entry, &there, b"text", &signature), Err(SignatureError));
        assert_eq!(verify(&key.public(), Purpose::Entry, &here, b"texT", &signature), Err(SignatureError));
    }

    #[test]
    fn a_small_order_key_signs_nothing() {
        let mut identity_point = [0; 32];
        identity_point[0] = 1;
        let mut signature = [0; 64];
        signature[0] = 1;
        assert!(verify(&identity_point, Purpose::Entry, &CommunityId::ZERO, b"anything", &signature).is_err());
    }

    #[test]
    fn a_key_shows_no_secret() {
        let key = SigningKey::from_secret(&[7; 32]);
        assert!(!format!("{key:?}").contains("7, 7"));
    }
}
