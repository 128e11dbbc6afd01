//! The welcome: what a newcomer's device needs to begin.

use super::boxes::{open_with, seal_to};
use super::{BoxError, EpochSecret};
use crate::cbor::{Cbor, CborError, Reader, Writer};
use crate::id::{CommunityId, DeviceId, EntryHash, Lane, LogId};
use crate::identity::{DeviceKeys, DevicePublic};
use crate::limits::MAX_SEQ;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// Heads of control logs named in a welcome: 8,000 devices at 80 bytes stay below a frame of 1 MiB.
pub const MAX_WELCOME_HEADS: usize = 8_192;
/// Epochs in a welcome: one for each domain and a few concurrent ones.
const MAX_WELCOME_EPOCHS: usize = 64;

/// Where a log stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LogHead {
    /// The log.
    pub log: LogId,
    /// Number of its head.
    pub seq: u64,
    /// Hash of its head.
    pub head: EntryHash,
}

impl Cbor for LogHead {
    /// `[dev, lane, seq, head]`.
    fn write(&self, w: &mut Writer) {
        w.array(4).value(&self.log.device).value(&self.log.lane).uint(self.seq).value(&self.head);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(4, "log head")?;
        let log = LogId { device: DeviceId::read(r)?, lane: Lane::read(r)? };
        Ok(Self { log, seq: r.uint_below(MAX_SEQ, "seq")?, head: EntryHash::read(r)? })
    }
}

/// What a member's device seals to a newcomer's.
///
/// The newcomer puts the secrets into its ring only once the control lane it then fetches commits to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Welcome {
    /// The community.
    pub community: CommunityId,
    /// Where the control logs stand, so that nothing can be withheld unnoticed.
    pub heads: Vec<LogHead>,
    /// Current epochs; with history where the community's policy says so.
    pub epochs: Vec<EpochSecret>,
}

impl Welcome {
    /// Seals the welcome to a device (HPKE; `info = "afo/v1/welcome" ‖ community ‖ device`).
    ///
    /// # Errors
    /// [`BoxError::Recipient`].
    pub fn seal(&self, device: &DevicePublic, rng: &mut impl CryptoRng) -> Result<Vec<u8>, BoxError> {
        let plain = Zeroizing::new(self.to_cbor());
        seal_to(&device.sealing, &info(&self.community, device.device), &plain, rng)
    }

    /// Opens a welcome to this device.
    ///
    /// # Errors
    /// [`BoxError::Sealed`], also where it names another community.
    pub fn open(community: &CommunityId, keys: &DeviceKeys, sealed: &[u8]) -> Result<Self, BoxError> {
        let plain = open_with(keys, &info(community, keys.device()), sealed)?;
        let welcome = Self::from_cbor(&plain).map_err(|_| BoxError::Sealed)?;
        if welcome.community == *community { Ok(welcome) } else { Err(BoxError::Sealed) }
    }
}

/// `[community, [head…], [epoch secret…]]`: holds secrets; travels sealed.
impl Cbor for Welcome {
    fn write(&self, w: &mut Writer) {
        w.array(3).value(&self.community).list(&self.heads).list(&self.epochs);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(3, "welcome")?;
        let community = CommunityId::read(r)?;
        let heads = r.list(MAX_WELCOME_HEADS, "control heads")?;
        Ok(Self { community, heads, epochs: r.list(MAX_WELCOME_EPOCHS, "epochs")? })
    }
}

fn info(community: &CommunityId, device: DeviceId) -> Vec<u8> {
    [b"afo/v1/welcome".as_slice(), &community.0, &device.0].concat()
}

#[cfg(test)]
mod tests {
    use super::super::Domain;
    use super::*;
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;

    #[test]
    fn a_welcome_opens_for_its_device_and_community_only() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let (keys, other) = (DeviceKeys::generate(&mut rng), DeviceKeys::generate(&mut rng));
        let community = CommunityId([1; 32]);
        let head = LogHead { log: LogId { device: keys.device(), lane: Lane::CONTROL }, seq: 3, head: EntryHash([4; 32]) };
        let epochs = vec![EpochSecret::generate(Domain::MEMBER, &mut rng)];
        let welcome = Welcome { community, heads: vec![head], epochs };
        let sealed = welcome.seal(&keys.public(), &mut rng).unwrap_or_default();
        assert_eq!(Welcome::open(&community, &keys, &sealed), Ok(welcome));
        assert_eq!(Welcome::open(&community, &other, &sealed), Err(BoxError::Sealed));
        assert_eq!(Welcome::open(&CommunityId([2; 32]), &keys, &sealed), Err(BoxError::Sealed));
    }
}
