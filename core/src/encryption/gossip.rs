//! Gossip: topics that strangers cannot recognise, envelopes that show no length.

use super::TopicKey;
use super::suite::{self, SEAL_OVERHEAD_BYTES};
use crate::id::Lane;
use data_encoding::HEXLOWER;
use rand_core::CryptoRng;

/// Why a message cannot be put into, or taken out of an envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GossipError {
    /// It is longer than [`MAX_GOSSIP_BYTES`].
    #[error("too long for gossip")]
    TooLong,
    /// The envelope is of another epoch or lane, or damaged.
    #[error("the envelope cannot be opened")]
    Sealed,
}

/// Longest message in an envelope, in bytes.
pub const MAX_GOSSIP_BYTES: usize = 64 * 1024 - SEAL_OVERHEAD_BYTES - LENGTH_BYTES;
/// Lengths of envelopes, in bytes (protocol 4.13).
const STEPS: [usize; 5] = [256, 1024, 4 * 1024, 16 * 1024, 64 * 1024];
const LENGTH_BYTES: usize = 4;

impl TopicKey {
    /// Returns the topic of a lane: 32 hex characters, BLAKE3 keyed over `"gossip" ‖ lane as big-endian u64`, first half.
    #[must_use]
    pub fn topic(&self, lane: Lane) -> String {
        let mut name = [0; 16];
        blake3::Hasher::new_keyed(&self.key).update(&bound(lane)).finalize_xof().fill(&mut name);
        HEXLOWER.encode(&name)
    }

    /// Seals `message` for gossip; the envelope has one of five lengths.
    ///
    /// Inside: length as big-endian u32, the message, zeros.
    ///
    /// # Errors
    /// [`GossipError::TooLong`].
    pub fn wrap(&self, lane: Lane, message: &[u8], rng: &mut impl CryptoRng) -> Result<Vec<u8>, GossipError> {
        let needed = SEAL_OVERHEAD_BYTES + LENGTH_BYTES + message.len();
        let step = STEPS.into_iter().find(|step| *step >= needed).ok_or(GossipError::TooLong)?;
        let len = u32::try_from(message.len()).map_err(|_| GossipError::TooLong)?;
        let mut plain = Vec::with_capacity(step);
        plain.extend(len.to_be_bytes());
        plain.extend(message);
        plain.resize(step - SEAL_OVERHEAD_BYTES, 0);
        Ok(suite::seal(&self.key, &bound(lane), &plain, rng))
    }

    /// Opens an envelope.
    ///
    /// # Errors
    /// [`GossipError`].
    pub fn unwrap(&self, lane: Lane, envelope: &[u8]) -> Result<Vec<u8>, GossipError> {
        if !STEPS.contains(&envelope.len()) {
            return Err(GossipError::Sealed);
        }
        let plain = suite::open(&self.key, &bound(lane), envelope).map_err(|_| GossipError::Sealed)?;
        let (len, rest) = plain.split_first_chunk::<LENGTH_BYTES>().ok_or(GossipError::Sealed)?;
        let len = usize::try_from(u32::from_be_bytes(*len)).map_err(|_| GossipError::Sealed)?;
        rest.get(..len).map(<[u8]>::to_vec).ok_or(GossipError::Sealed)
    }
}

fn bound(lane: Lane) -> Vec<u8> {
    let mut bytes = b"gossip".to_vec();
    bytes.extend(lane.0.to_be_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::super::{Domain, EpochSecret};
    use super::*;
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;

    #[test]
    fn envelopes_have_five_lengths_and_open_in_their_lane_only() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let key = EpochSecret::generate(Domain::MEMBER, &mut rng).topic_key();
        for (len, step) in [(0, 256), (212, 256), (213, 1024), (14 * 1024, 16 * 1024), (MAX_GOSSIP_BYTES, 64 * 1024)] {
            let message = vec![5; len];
            let envelope = key.wrap(Lane::MEMBER, &message, &mut rng).unwrap_or_default();
            assert_eq!(envelope.len(), step, "a message of {len}");
            assert_eq!(key.unwrap(Lane::MEMBER, &envelope), Ok(message));
            assert_eq!(key.unwrap(Lane::GUEST, &envelope), Err(GossipError::Sealed));
        }
        assert_eq!(key.wrap(Lane::MEMBER, &vec![0; MAX_GOSSIP_BYTES + 1], &mut rng), Err(GossipError::TooLong));
    }

    #[test]
    fn topics_change_with_epoch_and_lane() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let [a, b] = [(); 2].map(|()| EpochSecret::generate(Domain::MEMBER, &mut rng).topic_key());
        assert_eq!(a.topic(Lane::MEMBER), a.topic(Lane::MEMBER));
        assert_eq!(a.topic(Lane::MEMBER).len(), 32);
        assert_ne!(a.topic(Lane::MEMBER), a.topic(Lane::GUEST));
        assert_ne!(a.topic(Lane::MEMBER), b.topic(Lane::MEMBER));
    }
}
