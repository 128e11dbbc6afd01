//! The one road in: a person's own entry and a stranger's walk it alike.
//!
//! ```text
//! authentic ─► place in its log ─► (lane 0: authority anew) ─► documents judged in turn ─► rows ─► one commit
//! ```

use super::Replica;
use super::held::Source;
use super::logs::Placed;
use super::open_document::Pending;
use super::step::Step;
use crate::cbor::Cbor;
use crate::entry::{Authentic, Entry, decode_range};
use crate::id::{DocId, EntryHash, Lane};
use crate::limits::MAX_AHEAD_MS;
use crate::outcome::Outcome;
use crate::store::keys::{self, Place};
use crate::store::{Store, StoreError, Tree};
use crate::time::Timestamp;

/// Logs of which another branch is known to be elsewhere.
const MAX_DETACHED: usize = 10_000;

/// What became of an entry that came from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reception {
    /// It is in its log now.
    Taken,
    /// It was there already.
    Known,
    /// Something before it is missing, or it comes from the future; it may come again.
    Held,
    /// It breaks a rule that everybody can check: whoever sent it did wrong.
    Rejected(&'static str),
}

/// Why a range was not taken in; nothing of it was written.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    /// Its bytes or its signature are wrong.
    #[error("the range is not authentic: {0}")]
    NotAuthentic(String),
    /// The store does not take it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReceiveError {
    /// Returns the store's error where it is one.
    #[must_use]
    pub fn store(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            Self::NotAuthentic(_) => None,
        }
    }
}

impl Replica {
    /// Takes in one live entry.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was written.
    pub fn receive(
        &mut self,
        entry: Entry,
        source: Source,
        store: &mut dyn Store,
        now: Timestamp,
    ) -> Result<(Reception, Outcome), StoreError> {
        let Ok(authentic) = entry.authenticate(&self.community) else {
            return Ok((Reception::Rejected("signature"), Outcome::default()));
        };
        let mut step = Step::default();
        let reception = self.place(authentic, source, now, &mut step);
        let outcome = self.finish(step, store)?;
        Ok((reception, outcome))
    }

    /// Takes in a range, whose last signature vouches for all of it; returns how many entries were new.
    ///
    /// # Errors
    /// [`ReceiveError`]: nothing was written.
    pub fn receive_range(
        &mut self,
        bytes: &[u8],
        source: Source,
        store: &mut dyn Store,
        now: Timestamp,
    ) -> Result<(usize, Outcome), ReceiveError> {
        let range = decode_range(&self.community, bytes).map_err(|error| ReceiveError::NotAuthentic(error.to_string()))?;
        let mut step = Step::default();
        let mut new = 0;
        if self.is_behind_gap(&range) {
            self.preview(range, now, &mut step);
            return Ok((0, step.outcome));
        }
        for authentic in range.entries {
            let (log, seq) = (authentic.header().log(), authentic.header().seq);
            match self.place(authentic, source, now, &mut step) {
                Reception::Taken => new += 1,
                Reception::Known => (),
                Reception::Held | Reception::Rejected(_) => {
                    // It goes on from another branch than ours: the next question is for all of it.
                    if self.logs.head(&log).is_some_and(|head| seq <= head + 1) && self.detached.len() < MAX_DETACHED {
                        self.detached.insert(log);
                    }
                    break;
                }
            }
        }
        Ok((new, self.finish(step, store)?))
    }

    /// Takes in an own entry that was just signed.
    pub(super) fn take_own(&mut self, entry: Entry, now: Timestamp, step: &mut Step) -> Reception {
        let authentic = Authentic::from_own_store(entry.clone(), &self.community);
        let reception = self.place(authentic, Source(0), now, step);
        if reception == Reception::Taken {
            step.outcome.publish.push(entry);
        }
        reception
    }

    /// Takes in an authentic entry of somebody else.
    pub(super) fn place_foreign(&mut self, authentic: Authentic, now: Timestamp, step: &mut Step) -> Reception {
        self.place(authentic, Source(1), now, step)
    }

    /// Places an entry, and those that waited for it.
    fn place(&mut self, authentic: Authentic, source: Source, now: Timestamp, step: &mut Step) -> Reception {
        let mut first = None;
        let mut next = vec![(source, authentic)];
        while let Some((source, authentic)) = next.pop() {
            let hash = authentic.hash();
            let reception = self.place_one(authentic, source, now, step);
            if reception == Reception::Taken {
                for (source, entry) in self.held.release(&hash) {
                    if let Ok(authentic) = entry.authenticate(&self.community) {
                        next.push((source, authentic));
                    }
                }
            }
            first = first.or(Some(reception));
        }
        first.unwrap_or(Reception::Known)
    }

    fn place_one(&mut self, authentic: Authentic, source: Source, now: Timestamp, step: &mut Step) -> Reception {
        let header = authentic.header();
        // What comes from the future, from a newer version or without its payload is not kept: digests bring it again, whole.
        let is_whole = authentic.entry().payload().is_some();
        if header.time > now.plus_ms(MAX_AHEAD_MS) || !header.is_known_version() || !is_whole {
            return Reception::Held;
        }
        let pending = Pending { log: header.log(), seq: header.seq, hash: authentic.hash() };
        let target = header.target;
        match self.logs.insert(&authentic) {
            Placed::Known => Reception::Known,
            Placed::Missing(parent) => {
                self.held.hold(parent, source, authentic.into_entry());
                Reception::Held
            }
            Placed::Rejected(why) => Reception::Rejected(why),
            Placed::Inserted { forked } => {
                // Of a forked log every further entry is kept by its hash, whichever branch counts.
                let branch = forked.then_some(pending.hash);
                let place = Place { log: pending.log, seq: pending.seq, branch };
                let (tree, key) = place.key(&self.community);
                step.batch.put(tree, key, authentic.entry().to_cbor());
                self.places.note(&pending.hash, pending.log, pending.seq, target.unwrap_or(DocId::ZERO));
                if pending.hash.0 == self.community.0 {
                    // The one place that is needed before all logs are read.
                    step.batch.put(Tree::EntryPlaces, keys::entry_place(&self.community, half(&pending.hash)), place.to_bytes());
                }
                step.fresh.insert(pending.hash);
                self.previews.forget(&pending.log, pending.seq);
                if forked {
                    self.detached.remove(&pending.log);
                    self.judge_again(&std::iter::once(pending.log.device).collect());
                }
                if pending.log.lane == Lane::CONTROL {
                    self.learn_control(&authentic);
                    step.control = true;
                } else {
                    self.file(pending, target.unwrap_or(DocId::ZERO), place, step);
                }
                Reception::Taken
            }
        }
    }

    /// Files an entry under its document.
    pub(super) fn file(&mut self, pending: Pending, target: DocId, place: Place, step: &mut Step) {
        self.written.entry(pending.log.device).or_default().insert(target);
        self.begin_anew(target);
        step.dirty.insert(target);
        if target == DocId::ZERO {
            self.creations.insert(pending);
            return;
        }
        let ordinal = self.next_ordinal;
        self.next_ordinal += 1;
        step.batch.put(Tree::DocumentEntries, keys::document_entry(&self.community, &target, ordinal), place.to_bytes());
        if let Some(open) = self.open.get_mut(&target) {
            open.add(pending);
        }
    }

    /// Ends a step: authority, documents, rows, one commit.
    pub(super) fn finish(&mut self, mut step: Step, store: &mut dyn Store) -> Result<Outcome, StoreError> {
        let finished = self.settle_step(&mut step, store).and_then(|()| store.commit(std::mem::take(&mut step.batch)));
        if let Err(error) = finished {
            // What is in memory may be ahead of the disk now: it is read anew before anything else happens.
            self.is_stale = true;
            return Err(error);
        }
        Ok(step.outcome)
    }

    fn settle_step(&mut self, step: &mut Step, store: &dyn Store) -> Result<(), StoreError> {
        if step.control {
            self.resolve_again(step);
        }
        self.advance_all(step, store)?;
        self.note_rebuilds(step);
        Ok(())
    }
}

/// Returns the half of an entry's hash by which objects and places name it.
pub(super) fn half(hash: &EntryHash) -> &[u8; 16] {
    hash.0.first_chunk::<16>().expect("a hash has 32 bytes")
}
