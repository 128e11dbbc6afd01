//! Digests: what I hold, in 64 numbers.

use crate::cbor::{Cbor, CborError, Reader, Writer};
use crate::id::{DeviceId, EntryHash, Lane, LogId};
use crate::limits::MAX_SEQ;

/// How many buckets the logs are spread over, by the first bits of the device key.
pub const BUCKETS: usize = 64;

/// The head of one log: how far it goes and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Head {
    /// The log.
    pub log: LogId,
    /// Sequence number of the canonical head.
    pub seq: u64,
    /// First 8 bytes of a hash over the canonical head and the known forks.
    pub head: [u8; 8],
}

impl Head {
    /// Returns the head of `log` at `seq`; `forks` are the heads of its other branches, in any order.
    #[must_use]
    pub fn new(log: LogId, seq: u64, head: EntryHash, forks: &[EntryHash]) -> Self {
        let mut sorted = forks.to_vec();
        sorted.sort_unstable();
        let mut hasher = blake3::Hasher::new();
        hasher.update(&head.0);
        for fork in sorted {
            hasher.update(&fork.0);
        }
        let mut short = [0; 8];
        hasher.finalize_xof().fill(&mut short);
        Self { log, seq, head: short }
    }

    fn bucket(&self) -> usize {
        usize::from(self.log.device.0.first().copied().unwrap_or(0)) % BUCKETS
    }
}

impl Cbor for Head {
    fn write(&self, w: &mut Writer) {
        w.array(4).value(&self.log.device).value(&self.log.lane).uint(self.seq).bytes(&self.head);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(4, "head")?;
        let log = LogId { device: DeviceId::read(r)?, lane: Lane::read(r)? };
        Ok(Self { log, seq: r.uint_below(MAX_SEQ, "seq")?, head: r.fixed("head hash")? })
    }
}

/// One number per bucket: two holders of the same logs have the same 64 numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest(pub [[u8; 8]; BUCKETS]);

impl Digest {
    /// Returns the digest of `heads`, whose order does not matter.
    #[must_use]
    pub fn of(heads: &[Head]) -> Self {
        let mut sorted: Vec<&Head> = heads.iter().collect();
        sorted.sort_unstable();
        let mut hashers: Vec<blake3::Hasher> = (0..BUCKETS).map(|_| blake3::Hasher::new()).collect();
        for head in sorted {
            if let Some(hasher) = hashers.get_mut(head.bucket()) {
                hasher.update(&head.to_cbor());
            }
        }
        let mut numbers = [[0; 8]; BUCKETS];
        for (number, hasher) in numbers.iter_mut().zip(&hashers) {
            hasher.finalize_xof().fill(number);
        }
        Self(numbers)
    }

    /// Returns those of `heads` whose bucket differs from `other`'s.
    #[must_use]
    pub fn differing<'h>(&self, other: &Self, heads: &'h [Head]) -> Vec<&'h Head> {
        let differs: Vec<bool> = self.0.iter().zip(&other.0).map(|(mine, theirs)| mine != theirs).collect();
        heads.iter().filter(|head| differs.get(head.bucket()).copied().unwrap_or(false)).collect()
    }
}

impl Cbor for Digest {
    fn write(&self, w: &mut Writer) {
        w.bytes(self.0.as_flattened());
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        let bytes = r.bytes(BUCKETS * 8, "digest")?;
        let (numbers, rest) = bytes.as_chunks::<8>();
        let numbers = numbers.try_into().map_err(|_| CborError::Malformed("digest"))?;
        if rest.is_empty() { Ok(Self(numbers)) } else { Err(CborError::Malformed("digest")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(device: u8, seq: u64) -> Head {
        Head::new(LogId { device: DeviceId([device; 32]), lane: Lane::MEMBER }, seq, EntryHash([device; 32]), &[])
    }

    #[test]
    fn equal_logs_have_equal_digests_whatever_the_order() {
        assert_eq!(Digest::of(&[head(1, 4), head(2, 9)]), Digest::of(&[head(2, 9), head(1, 4)]));
    }

    #[test]
    fn only_buckets_that_differ_are_listed() {
        let (mine, theirs) = ([head(1, 4), head(2, 9)], [head(1, 4), head(2, 10)]);
        let differing = Digest::of(&theirs).differing(&Digest::of(&mine), &theirs).into_iter().copied().collect::<Vec<_>>();
        assert_eq!(differing, [head(2, 10)]);
    }

    #[test]
    fn a_fork_changes_the_head() {
        let log = LogId { device: DeviceId([1; 32]), lane: Lane::MEMBER };
        let plain = Head::new(log, 1, EntryHash([1; 32]), &[]);
        assert_ne!(plain, Head::new(log, 1, EntryHash([1; 32]), &[EntryHash([2; 32])]));
    }
}
