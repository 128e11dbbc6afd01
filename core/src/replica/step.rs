//! One step of a replica: what it will write, say, and look at again.

use crate::id::{DocId, EntryHash};
use crate::outcome::Outcome;
use crate::store::Batch;
use crate::subject::Subject;
use std::collections::BTreeSet;

/// Gathers a step. Nothing is written before its end, so a step that fails has changed nothing on disk.
#[derive(Default)]
pub(super) struct Step {
    /// What will be written.
    pub(super) batch: Batch,
    /// What the caller is told.
    pub(super) outcome: Outcome,
    /// Entries placed in this step: only they change rows.
    pub(super) fresh: BTreeSet<EntryHash>,
    /// Homes of the rows that this step wrote or removed.
    pub(super) written: BTreeSet<Vec<u8>>,
    /// Documents to look at again.
    pub(super) dirty: BTreeSet<DocId>,
    /// Whether a control entry was placed.
    pub(super) control: bool,
}

impl Step {
    /// Says that something has changed.
    pub(super) fn changed(&mut self, subject: Subject) {
        self.outcome.changed.insert(subject);
    }
}
