//! Seals values at rest.
//!
//! Layout: nonce 24 ‖ ciphertext ‖ tag 16; XChaCha20-Poly1305 under a key derived from the device store key, aad = where
//! the value stands. The nonce is a keyed hash of place and value (as in SIV, RFC 5297): the core has no chance of its own,
//! and a restored copy of the store can never repeat a nonce for another value. It tells whoever holds two copies of the
//! disk which values did not change, and nothing else.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

/// Bytes that sealing adds.
pub(super) const OVERHEAD_BYTES: usize = NONCE_BYTES + 16;
const NONCE_BYTES: usize = 24;

/// The value is damaged, stands elsewhere than it was sealed for, or was sealed under another key.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unopened;

/// Seals and opens under one device store key.
pub(super) struct Vault {
    cipher: XChaCha20Poly1305,
    nonce_key: Zeroizing<[u8; 32]>,
}

impl Vault {
    /// Returns the vault of a device store key.
    pub(super) fn new(store_key: &[u8; 32]) -> Self {
        let seal_key = Zeroizing::new(blake3::derive_key("afo/v1/store-seal", store_key));
        Self {
            cipher: XChaCha20Poly1305::new((&*seal_key).into()),
            nonce_key: Zeroizing::new(blake3::derive_key("afo/v1/store-nonce", store_key)),
        }
    }

    /// Seals `value` for `place`.
    pub(super) fn seal(&self, place: &[u8], value: &[u8]) -> Vec<u8> {
        let mut hasher = blake3::Hasher::new_keyed(&self.nonce_key);
        hasher.update(&(place.len() as u64).to_be_bytes()).update(place).update(value);
        let mut nonce = [0; NONCE_BYTES];
        hasher.finalize_xof().fill(&mut nonce);
        let mut sealed = nonce.to_vec();
        let payload = Payload { msg: value, aad: place };
        sealed.extend(self.cipher.encrypt(&XNonce::from(nonce), payload).expect("a value is far below the cipher's 256 GiB"));
        sealed
    }

    /// Opens what was sealed for `place`.
    pub(super) fn open(&self, place: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Unopened> {
        let (nonce, msg) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(Unopened)?;
        self.cipher.decrypt(&XNonce::from(*nonce), Payload { msg, aad: place }).map_err(|_| Unopened)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]
    use super::*;

    #[test]
    fn a_value_opens_only_where_it_was_put_and_whole() {
        let vault = Vault::new(&[1; 32]);
        let sealed = vault.seal(b"here", b"value");
        assert_eq!(sealed.len(), 5 + OVERHEAD_BYTES);
        assert_eq!(vault.open(b"here", &sealed).unwrap(), b"value");
        assert_eq!(vault.open(b"there", &sealed), Err(Unopened));
        assert_eq!(Vault::new(&[2; 32]).open(b"here", &sealed), Err(Unopened));
        for at in 0..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[at] ^= 1;
            assert_eq!(vault.open(b"here", &damaged), Err(Unopened), "byte {at}");
            assert_eq!(vault.open(b"here", &sealed[..at]), Err(Unopened), "cut at {at}");
        }
    }

    #[test]
    fn other_values_have_other_nonces() {
        let vault = Vault::new(&[1; 32]);
        assert_ne!(vault.seal(b"k", b"a")[..24], vault.seal(b"k", b"b")[..24]);
        assert_ne!(vault.seal(b"k", b"a")[..24], vault.seal(b"l", b"a")[..24]);
    }
}
