//! The key under which this device's store is sealed.

use super::suite::{self, OpenError};
use crate::derive;
use rand_core::CryptoRng;
use std::fmt;
use zeroize::Zeroizing;

/// The device store key, kept in the system's keychain or a key file. Erased when dropped; never shown.
#[derive(Clone)]
pub struct StoreKey {
    secret: Zeroizing<[u8; 32]>,
    values: Zeroizing<[u8; 32]>,
    tokens: Zeroizing<[u8; 32]>,
}

impl StoreKey {
    /// Returns the key of these 32 secret bytes.
    #[must_use]
    pub fn from_secret(secret: [u8; 32]) -> Self {
        let secret = Zeroizing::new(secret);
        let values = derive::secret(derive::STORE_VALUE, &[secret.as_slice()]);
        let tokens = derive::secret(derive::STORE_TOKEN, &[secret.as_slice()]);
        Self { secret, values, tokens }
    }

    /// Returns a fresh key.
    #[must_use]
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut secret = [0; 32];
        rng.fill_bytes(&mut secret);
        Self::from_secret(secret)
    }

    /// Returns the secret bytes, for the keychain.
    #[must_use]
    pub fn secret(&self) -> &[u8; 32] {
        &self.secret
    }

    /// Seals a value so that it opens in its place only: `nonce 24 ‖ AEAD`, bound to `tree ‖ key` (amendments I, 16).
    #[must_use]
    pub fn seal_value(&self, tree: u8, key: &[u8], value: &[u8], rng: &mut impl CryptoRng) -> Vec<u8> {
        suite::seal(&self.values, &place(tree, key), value, rng)
    }

    /// Opens a value that stands at `key` of `tree`.
    ///
    /// # Errors
    /// [`OpenError`] where it was sealed under another key or for another place, or is damaged.
    pub fn open_value(&self, tree: u8, key: &[u8], sealed: &[u8]) -> Result<Vec<u8>, OpenError> {
        suite::open(&self.values, &place(tree, key), sealed)
    }

    /// Returns the name under which a word is found in the search index: the store shows no words.
    #[must_use]
    pub fn token(&self, word: &str) -> [u8; 16] {
        let mut token = [0; 16];
        blake3::Hasher::new_keyed(&self.tokens).update(word.as_bytes()).finalize_xof().fill(&mut token);
        token
    }
}

impl fmt::Debug for StoreKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoreKey(…)")
    }
}

fn place(tree: u8, key: &[u8]) -> Vec<u8> {
    let mut place = Vec::with_capacity(1 + key.len());
    place.push(tree);
    place.extend(key);
    place
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;

    #[test]
    fn a_value_opens_in_its_place_only() {
        let key = StoreKey::from_secret([1; 32]);
        let sealed = key.seal_value(1, b"key", b"value", &mut ChaCha20Rng::seed_from_u64(1));
        assert_eq!(key.open_value(1, b"key", &sealed).as_deref(), Ok(b"value".as_slice()));
        assert_eq!(key.open_value(2, b"key", &sealed), Err(OpenError));
        assert_eq!(key.open_value(1, b"kez", &sealed), Err(OpenError));
        assert_eq!(StoreKey::from_secret([2; 32]).open_value(1, b"key", &sealed), Err(OpenError));
    }

    #[test]
    fn tokens_of_two_stores_have_nothing_in_common() {
        let (a, b) = (StoreKey::from_secret([1; 32]), StoreKey::from_secret([2; 32]));
        assert_eq!(a.token("pain"), a.token("pain"));
        assert_ne!(a.token("pain"), b.token("pain"));
    }
}
