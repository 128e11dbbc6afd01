//! How much of one author is taken in at a time (amendments II, 23).
//!
//! Declared times are free: an idle log may declare years and come with millions of entries at once. So each node takes in at
//! most twice what the quota lets a device write, in its own time; what is over stays with whoever offers it and is asked for
//! another time. This decides when, never whether: two nodes that have taken in the same are equal.
//!
//! ```text
//! heads ─► room of each log ─► wants, cut to it ─► ranges ─► charge ─► (no room: not asked for, not looked at)
//! tokens of a log: 2 × burst and 2 × what may be written while this node was out of touch; 2 × the rate comes back
//! ```
//!
//! A device that keeps to its quota is not slowed: it cannot have written more since this node was last in touch. Before a
//! community was ever in touch, its history is taken in as it comes.

use super::Driver;
use allforone_core::entry::Quota;
use allforone_core::id::{CommunityId, LogId};
use allforone_core::store::{Batch, Tree, keys};
use allforone_core::time::{HOUR_MS, MINUTE_MS, Timestamp};
use std::collections::BTreeMap;

/// How many times the quota is taken in.
const FACTOR: u64 = 2;
/// Longest time for which it is not written down that a community was in touch.
const NOTE_MS: u64 = 10 * MINUTE_MS;
/// Name of that note in this device's own tree.
const IN_TOUCH: &str = "in-touch";

/// What was lately taken in, by community.
#[derive(Default)]
pub(super) struct Intake {
    communities: BTreeMap<CommunityId, Taken>,
}

/// What was lately taken in of one community. Its logs are bounded by those that the core keeps.
#[derive(Debug, Default)]
struct Taken {
    /// When all that somebody offered was last asked for; `None` where never.
    in_touch: Option<Timestamp>,
    /// What the store knows of that.
    noted: Option<Timestamp>,
    levels: BTreeMap<LogId, Level>,
}

/// How full a log's bucket was at a time. One token is [`HOUR_MS`] drops; below zero where a range was longer than the room.
#[derive(Clone, Copy, Debug)]
struct Level {
    drops: i64,
    time: Timestamp,
}

impl Taken {
    fn level(&self, log: &LogId, quota: &Quota, now: Timestamp) -> Option<Level> {
        let since = |time: Timestamp| now.0.saturating_sub(time.0);
        let falls = |ms: u64| quota.entries_per_hour.saturating_mul(FACTOR).saturating_mul(ms);
        let most = quota.burst.saturating_mul(FACTOR).saturating_mul(HOUR_MS).saturating_add(falls(since(self.in_touch?)));
        let most = signed(most);
        let drops = self.levels.get(log).map_or(most, |level| level.drops.saturating_add(signed(falls(since(level.time)))));
        Some(Level { drops: drops.min(most), time: now })
    }

    /// Returns how many entries of a log may be taken in now.
    fn room(&self, log: &LogId, quota: &Quota, now: Timestamp) -> u64 {
        let Some(level) = self.level(log, quota, now) else { return u64::MAX };
        u64::try_from(level.drops).unwrap_or(0) / HOUR_MS
    }

    /// Notes that so many were taken in.
    fn charge(&mut self, log: LogId, new: usize, quota: &Quota, now: Timestamp) {
        let Some(level) = self.level(&log, quota, now).filter(|_| new > 0) else { return };
        let spent = signed((new as u64).saturating_mul(HOUR_MS));
        self.levels.insert(log, Level { drops: level.drops.saturating_sub(spent), time: now });
    }

    /// Notes that all that somebody offered was asked for; returns whether that is to be written down.
    fn touch(&mut self, now: Timestamp) -> bool {
        self.in_touch = Some(now);
        let is_due = self.noted.is_none_or(|noted| now.0.saturating_sub(noted.0) >= NOTE_MS);
        if is_due {
            self.noted = Some(now);
        }
        is_due
    }
}

fn signed(drops: u64) -> i64 {
    i64::try_from(drops).unwrap_or(i64::MAX)
}

impl Driver {
    fn taken(&mut self, community: CommunityId) -> &mut Taken {
        let store = self.store.as_ref();
        self.intake.communities.entry(community).or_insert_with(|| {
            let noted = store.get(Tree::Own, &keys::named(&community, IN_TOUCH, &[])).ok().flatten();
            let noted = noted.and_then(|bytes| <[u8; 8]>::try_from(bytes).ok()).map(|bytes| Timestamp(u64::from_be_bytes(bytes)));
            Taken { in_touch: noted, noted, levels: BTreeMap::new() }
        })
    }

    /// Returns how many entries of each log of a community may be taken in now.
    pub(super) fn rooms(&mut self, community: CommunityId) -> impl Fn(&LogId) -> u64 + use<'_> {
        let (quota, now) = (self.quota(&community), self.now());
        let taken = &*self.taken(community);
        move |log| quota.map_or(u64::MAX, |quota| taken.room(log, &quota, now))
    }

    /// Returns whether another entry of a log may be taken in now.
    pub(super) fn has_room(&mut self, community: CommunityId, log: &LogId) -> bool {
        self.rooms(community)(log) > 0
    }

    /// Notes that so many entries of a log were taken in.
    pub(super) fn charge(&mut self, community: CommunityId, log: LogId, new: usize) {
        let (quota, now) = (self.quota(&community), self.now());
        if let Some(quota) = quota {
            self.taken(community).charge(log, new, &quota, now);
        }
    }

    /// Notes that all that somebody offered of a community was asked for.
    pub(super) fn in_touch(&mut self, community: CommunityId) {
        let now = self.now();
        if !self.taken(community).touch(now) {
            return;
        }
        let mut batch = Batch::new();
        batch.put(Tree::Own, keys::named(&community, IN_TOUCH, &[]), now.0.to_be_bytes());
        match self.store.commit(batch) {
            Ok(()) => self.is_dirty = true,
            Err(error) => self.store_failed(&error),
        }
    }

    fn quota(&self, community: &CommunityId) -> Option<Quota> {
        self.replicas.get(community).and_then(allforone_core::replica::Replica::quota)
    }
}

#[cfg(test)]
mod tests;
