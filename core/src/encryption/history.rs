//! Backlinks: how a new epoch opens the older ones.

use super::suite;
use super::{EpochSecret, OpenError, Retention};
use crate::cbor::{Cbor, CborError, Reader, Writer};
use crate::id::{CommunityId, Kid};
use rand_core::CryptoRng;

/// Longest sealed pair of secrets, in bytes.
const MAX_LINK_BYTES: usize = 64 + suite::SEAL_OVERHEAD_BYTES;

/// Why a backlink cannot be followed or made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HistoryError {
    /// The newer epoch's history secret was withheld from this device.
    #[error("the history of this epoch is not ours to read")]
    Withheld,
    /// The link is of another epoch, or damaged.
    #[error("the link to an older epoch cannot be opened")]
    Sealed(#[from] OpenError),
    /// What is inside is not the secret of the epoch it names.
    #[error("the link holds the secret of another epoch")]
    Commitment,
}

/// The secrets of an older epoch, sealed under the history secret of a newer one (amendments II, 32).
///
/// CBOR `[kid, nonce 24 ‖ AEAD(HS new, ES old ‖ HS old / nothing)]`, bound to `community ‖ kid new ‖ kid old`. Where history
/// is kept, HS is inside and the chain goes on; where it expires, only epochs within their term are listed, without HS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backlink {
    /// The older epoch.
    pub kid: Kid,
    /// Its secrets, sealed.
    pub sealed: Vec<u8>,
}

impl Backlink {
    /// Seals `old` for who holds `new` with its history; both are of one domain.
    ///
    /// # Errors
    /// [`HistoryError::Withheld`] where `new` has no history secret.
    pub fn seal(
        community: &CommunityId,
        new: &EpochSecret,
        old: &EpochSecret,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, HistoryError> {
        let key = new.history().ok_or(HistoryError::Withheld)?;
        let kid = old.kid();
        let inside = match old.domain.retention {
            Retention::Keep => old.to_bytes(),
            Retention::Expire => old.without_history().to_bytes(),
        };
        Ok(Self { kid, sealed: suite::seal(key, &bound(community, &new.kid(), &kid), &inside, rng) })
    }

    /// Opens the link with the newer epoch's secrets. The ring checks HS against its commitment.
    ///
    /// # Errors
    /// [`HistoryError`].
    pub fn open(&self, community: &CommunityId, new: &EpochSecret) -> Result<EpochSecret, HistoryError> {
        let key = new.history().ok_or(HistoryError::Withheld)?;
        let inside = zeroize::Zeroizing::new(suite::open(key, &bound(community, &new.kid(), &self.kid), &self.sealed)?);
        let old = EpochSecret::from_bytes(new.domain, &inside).ok_or(HistoryError::Commitment)?;
        if old.kid() == self.kid { Ok(old) } else { Err(HistoryError::Commitment) }
    }
}

impl Cbor for Backlink {
    fn write(&self, w: &mut Writer) {
        w.array(2).value(&self.kid).bytes(&self.sealed);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(2, "backlink")?;
        Ok(Self { kid: Kid::read(r)?, sealed: r.bytes(MAX_LINK_BYTES, "backlink")?.to_vec() })
    }
}

fn bound(community: &CommunityId, new: &Kid, old: &Kid) -> Vec<u8> {
    [community.0.as_slice(), &new.0, &old.0].concat()
}

#[cfg(test)]
mod tests {
    use super::super::{Audience, Domain};
    use super::*;
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;

    const HERE: CommunityId = CommunityId([1; 32]);

    #[test]
    fn kept_history_chains_and_expiring_history_does_not() {
        for (retention, chains) in [(Retention::Keep, true), (Retention::Expire, false)] {
            let domain = Domain { audience: Audience::Member, retention };
            let mut rng = ChaCha20Rng::seed_from_u64(1);
            let (old, new) = (EpochSecret::generate(domain, &mut rng), EpochSecret::generate(domain, &mut rng));
            let link = Backlink::seal(&HERE, &new, &old, &mut rng);
            let opened = link.and_then(|link| link.open(&HERE, &new));
            assert_eq!(opened.as_ref().map(EpochSecret::kid), Ok(old.kid()));
            assert_eq!(opened.map(|old| old.history().is_some()), Ok(chains));
        }
    }

    #[test]
    fn who_joined_later_cannot_look_back() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let [old, new] = [(); 2].map(|()| EpochSecret::generate(Domain::MEMBER, &mut rng));
        let link = Backlink::seal(&HERE, &new, &old, &mut rng).expect("a fresh secret has a history");
        assert_eq!(link.open(&HERE, &new.without_history()), Err(HistoryError::Withheld));
        assert_eq!(link.open(&HERE, &old), Err(HistoryError::Sealed(OpenError)));
        assert_eq!(link.open(&CommunityId([2; 32]), &new), Err(HistoryError::Sealed(OpenError)));
        assert_eq!(Backlink::from_cbor(&link.to_cbor()), Ok(link));
    }
}
