//! When the disk does not take what is written: nothing more is written, reading goes on, and it is tried again.
//!
//! ```text
//! little room ─► refused before anything is touched ───────────────────► room again ─► written at once
//! a write failed ─► the reserve is let go, store and replicas are opened anew ─► read only until the reserve is back
//!                   └─ not even that: nothing goes out, tried again with growing waits
//! ```
//!
//! An entry that is in memory and not on disk must not leave this device: after a restart another would stand at its place
//! of the log, and both together are a fork. And sled, once a write failed, may refuse to read too (it mends its tree while it
//! reads), so it is opened anew at once; the reserve is the room for that.

use super::opening::{self, Memory};
use super::{Driver, node_error};
use crate::error::{ErrorCode, NodeError};
use crate::start::StartError;
use crate::subject::Subject;
use allforone_core::encryption::StoreKey;
use allforone_core::store::{MemoryEngine, PackedStore, StoreError};
use std::time::{Duration, Instant};

/// First wait before the store is opened anew; it doubles.
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// Longest wait.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// What the disk must take before the store is opened anew, in bytes: more than sled writes while it opens.
const TRIAL_BYTES: usize = 4 << 20;
/// Room after which writing begins again, in bytes: the reserve and as much again.
const ROOM_TO_SPARE_BYTES: u64 = 16 << 20;

/// Whether the store takes writes, and what is done about it where it does not.
#[derive(Default)]
pub(super) struct Health {
    /// Why nothing can be written until the store was opened anew.
    failure: Option<NodeError>,
    /// When it is tried next, and the wait after that.
    next: Option<(Instant, Duration)>,
    /// The last failed write, while nothing was done about it.
    is_fresh: bool,
    /// Whether not even reading works: the store was closed and does not open.
    is_closed: bool,
    /// What was said last of it.
    said: Option<ErrorCode>,
}

impl Driver {
    /// Refuses where nothing can be written now.
    pub(super) fn check_writable(&self) -> Result<(), NodeError> {
        if let Some(failure) = &self.health.failure {
            return Err(failure.clone());
        }
        if !self.folder.has_reserve() {
            return Err(NodeError::new(ErrorCode::DiskFull));
        }
        match self.folder.free_bytes() {
            Some(free) if free < self.keep_free_bytes => Err(NodeError::new(ErrorCode::DiskFull).with_details(format!(
                "{} MiB are free, {} MiB stay free",
                free >> 20,
                self.keep_free_bytes >> 20
            ))),
            Some(_) | None => Ok(()),
        }
    }

    /// Refuses where not even reading works.
    pub(super) fn check_readable(&self) -> Result<(), NodeError> {
        match &self.health.failure {
            Some(failure) if self.health.is_closed => Err(failure.clone()),
            Some(_) | None => Ok(()),
        }
    }

    /// Refuses where memory may be ahead of the disk.
    pub(super) fn check_durable(&self) -> Result<(), NodeError> {
        self.health.failure.clone().map_or(Ok(()), Err)
    }

    /// A write failed: nothing more is written until the store was opened anew.
    pub(super) fn store_failed(&mut self, error: &StoreError) {
        tracing::error!(%error, "the store does not take what is written");
        self.health.failure = Some(node_error(error));
        self.health.next.get_or_insert((Instant::now() + FIRST_WAIT, FIRST_WAIT * 2));
        self.health.is_fresh = true;
        self.announce(Subject::Status);
    }

    /// Returns whether a write failed and nothing was done about it yet.
    pub(super) fn has_just_failed(&self) -> bool {
        self.health.is_fresh
    }

    /// Finds out whether the store still works, after an `answer` that could come from one that does not.
    pub(super) fn doubt_store<T>(&mut self, answer: &Result<T, NodeError>) {
        let is_suspect = matches!(answer, Err(why) if matches!(why.code, ErrorCode::DiskFull | ErrorCode::ReadOnly));
        if is_suspect
            && self.health.failure.is_none()
            && let Err(error) = self.store.sync()
        {
            self.store_failed(&error);
        }
    }

    /// Opens the store anew at once where a write has just failed, so that reading goes on.
    pub(super) fn recover_at_once(&mut self) {
        if std::mem::take(&mut self.health.is_fresh) {
            self.try_recovery();
        }
    }

    /// Tries to open the store anew where it is time; tells screens where writing stops or works again.
    pub(super) fn tick_recovery(&mut self) {
        if let Some((due, wait)) = self.health.next
            && due <= Instant::now()
        {
            self.health.next = Some((Instant::now() + wait, (wait * 2).min(LONGEST_WAIT)));
            self.try_recovery();
        }
        if self.health.failure.is_none() && !self.folder.has_reserve() && self.has_room_to_spare() {
            match self.folder.keep_reserve() {
                Ok(()) => tracing::info!("there is room again: writing works again"),
                Err(error) => tracing::debug!(%error, "no room to keep yet"),
            }
        }
        let now = self.check_writable().err().map(|why| why.code);
        if self.health.said != now {
            self.health.said = now;
            self.announce(Subject::Status);
        }
    }

    /// Whether there is clearly more room than the reserve takes: otherwise the next write would meet the end again.
    fn has_room_to_spare(&self) -> bool {
        self.folder.free_bytes().is_none_or(|free| free >= self.keep_free_bytes.saturating_add(ROOM_TO_SPARE_BYTES))
    }

    fn try_recovery(&mut self) {
        match self.recover() {
            Ok(()) => tracing::info!("the store was opened anew: reading goes on"),
            Err(error) => tracing::warn!(%error, "the store cannot be opened anew yet"),
        }
    }

    /// Forgets what is in memory and reads everything from the disk again.
    fn recover(&mut self) -> Result<(), StartError> {
        self.folder.release_reserve();
        self.folder.try_out(TRIAL_BYTES).map_err(|source| StartError::io("writing", source))?;
        // A folder is open once: the old store goes before the new one comes.
        self.replicas.clear();
        let nothing = PackedStore::open(MemoryEngine::new(), &StoreKey::from_secret([0; 32]));
        self.store = Box::new(nothing.map_err(super::store_error)?);
        self.health.is_closed = true;
        let store = opening::open_store(&self.folder, &self.key)?;
        let memory = opening::guarded(|| Memory::read(store.as_ref()))?;
        (self.identity, self.settings, self.examples, self.book) =
            (memory.identity, memory.settings, memory.examples, memory.book);
        (self.store, self.replicas) = (store, memory.replicas);
        self.searches = Default::default();
        self.counts = Default::default();
        self.settled.clear();
        self.outbox.clear();
        self.is_dirty = false;
        // What was said of it last stays, so that screens hear when writing works again.
        self.health = Health { said: self.health.said, ..Health::default() };
        self.communities_changed();
        self.announce(Subject::All);
        Ok(())
    }
}
