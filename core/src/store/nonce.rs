//! Nonces of values at rest, made from what is sealed.
//!
//! The core has no chance of its own, and `Store::commit` is called far below those who are handed some. A nonce is
//! therefore a keyed hash of place and value (a synthetic nonce, as in SIV, RFC 5297): another value or another place has
//! another nonce, also after a copy of the disk was restored. Two copies of a disk tell which values did not change between
//! them, and nothing else.

use crate::derive;
use rand_core::{TryCryptoRng, TryRng};
use std::convert::Infallible;
use zeroize::Zeroizing;

/// Makes the nonces of one store.
pub(super) struct Nonces {
    key: Zeroizing<[u8; 32]>,
}

impl Nonces {
    /// Returns the nonces that belong to a device store key.
    pub(super) fn new(store_key: &[u8; 32]) -> Self {
        Self { key: derive::secret(derive::STORE_NONCE, &[store_key.as_slice()]) }
    }

    /// Returns the source from which `value` at `place` of `tree` takes its nonce.
    pub(super) fn of(&self, tree: u8, place: &[u8], value: &[u8]) -> Nonce {
        let mut hasher = blake3::Hasher::new_keyed(&self.key);
        hasher.update(&[tree]).update(&(place.len() as u64).to_be_bytes()).update(place).update(value);
        Nonce(hasher.finalize_xof())
    }
}

/// The nonce of one value: as good as chance to whoever lacks the key.
pub(super) struct Nonce(blake3::OutputReader);

impl TryRng for Nonce {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.0.fill(bytes);
        Ok(())
    }
}

impl TryCryptoRng for Nonce {}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_core::Rng;

    #[test]
    fn other_values_places_and_stores_have_other_nonces() {
        let nonce = |key: u8, tree, place: &[u8], value: &[u8]| {
            let mut bytes = [0; 24];
            Nonces::new(&[key; 32]).of(tree, place, value).fill_bytes(&mut bytes);
            bytes
        };
        let all = [
            nonce(1, 1, b"k", b"a"),
            nonce(1, 1, b"k", b"b"),
            nonce(1, 1, b"ka", b""),
            nonce(1, 2, b"k", b"a"),
            nonce(2, 1, b"k", b"a"),
        ];
        let distinct: std::collections::BTreeSet<_> = all.into_iter().collect();
        assert_eq!(distinct.len(), all.len());
        assert_eq!(nonce(1, 1, b"k", b"a"), nonce(1, 1, b"k", b"a"));
    }
}
