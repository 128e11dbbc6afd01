//! Where a log's next entry goes.

use super::super::quota::{Bucket, Quota};
use super::tree::Node;
use crate::id::EntryHash;
use crate::time::Timestamp;

/// The end of a log, with what is left of its quota.
#[derive(Clone, Copy, Debug)]
pub struct Tip {
    seq: u64,
    hash: Option<EntryHash>,
    version: u64,
    quota: Option<Quota>,
    bucket: Option<Bucket>,
    forked: bool,
}

impl Tip {
    /// Returns the end of a log that has no entry yet.
    #[must_use]
    pub const fn empty(quota: Option<Quota>) -> Self {
        Self { seq: 0, hash: None, version: 0, quota, bucket: None, forked: false }
    }

    pub(super) fn new(seq: u64, quota: Option<Quota>, last: Option<&Node>, forked: bool) -> Self {
        let Some(last) = last else { return Self { forked, ..Self::empty(quota) } };
        Self { seq, hash: Some(last.hash), version: u64::from(last.version), quota, bucket: Some(last.bucket), forked }
    }

    /// Returns the number of the last entry; 0 where there is none.
    #[must_use]
    pub const fn seq(&self) -> u64 {
        self.seq
    }

    /// Returns the last entry.
    #[must_use]
    pub const fn hash(&self) -> Option<EntryHash> {
        self.hash
    }

    /// Returns the declared time of the last entry: the next is not before it.
    #[must_use]
    pub fn time(&self) -> Timestamp {
        self.bucket.map_or(Timestamp(0), |bucket| bucket.time())
    }

    /// Returns the rules version of the last entry: the next has no smaller one.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// Returns whether the device has written twice somewhere: its key was copied, and it must not go on with it.
    #[must_use]
    pub const fn is_forked(&self) -> bool {
        self.forked
    }

    /// Returns whether the quota allows an entry at `time`.
    #[must_use]
    pub fn has_room_at(&self, time: Timestamp) -> bool {
        self.quota.is_none_or(|quota| self.bucket.unwrap_or_else(|| Bucket::full(&quota, time)).spend(&quota, time).is_some())
    }
}
