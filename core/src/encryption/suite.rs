//! The one cipher for what is at rest and in entries.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use rand_core::CryptoRng;

/// What sealing adds: nonce 24 and tag 16, in bytes.
pub const SEAL_OVERHEAD_BYTES: usize = NONCE_BYTES + 16;
const NONCE_BYTES: usize = 24;

/// What was sealed cannot be opened: another key, other associated data, or damage. It says no more, on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the sealed bytes cannot be opened with this key")]
pub struct OpenError;

/// Seals `plain` under `key`, bound to `associated`; returns `nonce 24 ‖ ciphertext ‖ tag 16`.
pub(crate) fn seal(key: &[u8; 32], associated: &[u8], plain: &[u8], rng: &mut impl CryptoRng) -> Vec<u8> {
    let mut nonce = [0; NONCE_BYTES];
    rng.fill_bytes(&mut nonce);
    let sealed = XChaCha20Poly1305::new(&Key::from(*key))
        .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: associated })
        .expect("what is sealed is far below the cipher's 256 GiB");
    let mut bytes = Vec::with_capacity(NONCE_BYTES + sealed.len());
    bytes.extend(nonce);
    bytes.extend(sealed);
    bytes
}

/// Opens what [`seal`] returned.
///
/// # Errors
/// [`OpenError`].
pub(crate) fn open(key: &[u8; 32], associated: &[u8], sealed: &[u8]) -> Result<Vec<u8>, OpenError> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(OpenError)?;
    XChaCha20Poly1305::new(&Key::from(*key))
        .decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: associated })
        .map_err(|_| OpenError)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;

    #[test]
    fn what_is_sealed_opens_with_its_key_and_data_only() {
        let sealed = seal(&[1; 32], b"here", b"text", &mut ChaCha20Rng::seed_from_u64(1));
        assert_eq!(sealed.len(), 4 + SEAL_OVERHEAD_BYTES);
        assert_eq!(open(&[1; 32], b"here", &sealed).as_deref(), Ok(b"text".as_slice()));
        assert_eq!(open(&[2; 32], b"here", &sealed), Err(OpenError));
        assert_eq!(open(&[1; 32], b"there", &sealed), Err(OpenError));
        for bit in 0..sealed.len() * 8 {
            let mut flipped = sealed.clone();
            if let Some(byte) = flipped.get_mut(bit / 8) {
                *byte ^= 1 << (bit % 8);
            }
            assert_eq!(open(&[1; 32], b"here", &flipped), Err(OpenError), "bit {bit}");
        }
        assert_eq!(open(&[1; 32], b"here", b"short"), Err(OpenError));
    }
}
