//! The quota: how much a device may write, as a function of its log alone.

use crate::cbor::{Cbor, CborError, Reader, Writer};
use crate::limits::{DEFAULT_BURST, DEFAULT_ENTRIES_PER_HOUR, MAX_COUNTER};
use crate::time::{HOUR_MS, Timestamp};

/// A token bucket over declared times, fixed in Genesis (amendments I, 4).
///
/// An entry costs one token; tokens come back at a steady rate up to `burst`. The first entry that finds none ends the log
/// for everybody, so an honest device never writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Tokens that come back in an hour.
    pub entries_per_hour: u64,
    /// Most tokens there can be.
    pub burst: u64,
}

impl Default for Quota {
    fn default() -> Self {
        Self { entries_per_hour: DEFAULT_ENTRIES_PER_HOUR, burst: DEFAULT_BURST }
    }
}

impl Cbor for Quota {
    /// `[entries per hour, burst]`.
    fn write(&self, w: &mut Writer) {
        w.array(2).uint(self.entries_per_hour).uint(self.burst);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(2, "quota")?;
        let entries_per_hour = r.uint_below(MAX_COUNTER, "entries per hour")?;
        Ok(Self { entries_per_hour, burst: r.uint_below(MAX_COUNTER, "burst")? })
    }
}

/// How full the bucket is after an entry. One token is [`HOUR_MS`] drops, and `entries_per_hour` drops fall each millisecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bucket {
    drops: u64,
    time: Timestamp,
}

impl Bucket {
    /// Returns the bucket of a log that begins at `time`: full.
    pub(super) const fn full(quota: &Quota, time: Timestamp) -> Self {
        Self { drops: capacity(quota), time }
    }

    /// Returns the bucket of a log without a quota: it only keeps the time.
    pub(super) const fn unlimited(time: Timestamp) -> Self {
        Self { drops: 0, time }
    }

    /// Returns the time of the entry it was taken after.
    pub(super) const fn time(&self) -> Timestamp {
        self.time
    }

    /// Returns the bucket after an entry at `time`, or `None` where there is no token.
    pub(super) fn spend(self, quota: &Quota, time: Timestamp) -> Option<Self> {
        let fallen = time.0.saturating_sub(self.time.0).saturating_mul(quota.entries_per_hour);
        let drops = self.drops.saturating_add(fallen).min(capacity(quota)).checked_sub(HOUR_MS)?;
        Some(Self { drops, time })
    }
}

/// Below 2^31 tokens of 3,600,000 drops: far below 2^64.
const fn capacity(quota: &Quota) -> u64 {
    quota.burst.saturating_mul(HOUR_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_spent_at_once_and_comes_back_at_the_rate() {
        let quota = Quota { entries_per_hour: 60, burst: 3 };
        let mut bucket = Bucket::full(&quota, Timestamp(0));
        for time in [0, 0, 0, 60_000, 120_000] {
            bucket = bucket.spend(&quota, Timestamp(time)).expect("three at once, then one a minute");
        }
        assert_eq!(bucket.spend(&quota, Timestamp(179_999)), None, "a millisecond early");
        assert!(bucket.spend(&quota, Timestamp(180_000)).is_some());
    }

    #[test]
    fn no_numbers_overflow() {
        let quota = Quota { entries_per_hour: u64::MAX, burst: u64::MAX };
        let bucket = Bucket::full(&quota, Timestamp(0)).spend(&quota, Timestamp(u64::MAX));
        assert!(bucket.is_some());
        assert_eq!(
            Bucket::full(&Quota { entries_per_hour: 0, burst: 0 }, Timestamp(0)).spend(&quota, Timestamp(0)).map(drop),
            None
        );
    }
}
