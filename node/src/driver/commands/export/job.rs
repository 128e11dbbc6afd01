//! An export under way: a thread of its own that asks the driver for one slice after the other.

use super::super::reading::Reading;
use crate::driver::Driver;
use crate::driver::link::Link;
use crate::error::{ErrorCode, NodeError};
use crate::view::{Empty, ExportFormat, ExportStatus};
use allforone_core::id::CommunityId;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// The export that runs; there is one at a time.
#[derive(Default)]
pub(in crate::driver) struct Exports(Option<Arc<Job>>);

/// How far an export is, and whether it is to stop.
pub(super) struct Job {
    format: ExportFormat,
    rows: AtomicU64,
    stop: AtomicBool,
}

impl Exports {
    /// Begins an export.
    pub(super) fn begin(&mut self, format: ExportFormat) -> Result<Arc<Job>, NodeError> {
        if self.running().is_some() {
            return Err(NodeError::new(ErrorCode::Conflict).with_details("an export is being written"));
        }
        let job = Arc::new(Job { format, rows: AtomicU64::new(0), stop: AtomicBool::new(false) });
        self.0 = Some(Arc::clone(&job));
        Ok(job)
    }

    /// Returns the export that runs: its thread holds the other end.
    fn running(&self) -> Option<&Arc<Job>> {
        self.0.as_ref().filter(|job| Arc::strong_count(job) > 1)
    }
}

/// Says how far the export is.
pub(in crate::driver) fn status(driver: &mut Driver, _: Empty) -> Result<ExportStatus, NodeError> {
    let job = driver.exports.running();
    Ok(ExportStatus { format: job.map(|job| job.format), rows: job.map_or(0, |job| job.rows.load(Ordering::Relaxed)) })
}

/// Stops the export after the slice that is being written.
pub(in crate::driver) fn stop(driver: &mut Driver, _: Empty) -> Result<Empty, NodeError> {
    if let Some(job) = driver.exports.running() {
        job.stop.store(true, Ordering::Relaxed);
    }
    Ok(Empty {})
}

/// Where an export reads: slice by slice, in turns of the driver between which others have theirs.
pub(in crate::driver) struct Source {
    link: Link,
    runtime: tokio::runtime::Handle,
    community: CommunityId,
    job: Arc<Job>,
}

impl Source {
    pub(super) const fn new(link: Link, runtime: tokio::runtime::Handle, community: CommunityId, job: Arc<Job>) -> Self {
        Self { link, runtime, community, job }
    }

    /// Returns whether the person wants no more of it.
    pub(super) fn is_stopped(&self) -> bool {
        self.job.stop.load(Ordering::Relaxed)
    }

    /// Counts what is written.
    pub(in crate::driver) fn count(&self, rows: usize) {
        self.job.rows.fetch_add(rows as u64, Ordering::Relaxed);
    }

    /// Reads a slice of the community.
    pub(in crate::driver) fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Reading<'_>) -> Result<T, NodeError> + Send + 'static,
    ) -> Result<T, NodeError> {
        self.step(|driver, community| read(&driver.read(&community.to_string())?))
    }

    /// Reads a slice with all that the driver has. A store that takes no writes is still read.
    pub(super) fn step<T: Send + 'static>(
        &self,
        step: impl FnOnce(&mut Driver, CommunityId) -> Result<T, NodeError> + Send + 'static,
    ) -> Result<T, NodeError> {
        if self.is_stopped() {
            return Err(NodeError::new(ErrorCode::Conflict).with_details("the export was stopped"));
        }
        let community = self.community;
        let slice = self.link.look(move |driver| driver.check_readable().and_then(|()| step(driver, community)));
        self.runtime.block_on(slice).map_err(|_| NodeError::new(ErrorCode::NotReady))?
    }
}
