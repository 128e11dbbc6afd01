//! Judging a document as a whole, in the background: when a removal, a cut or a pin changed what is accepted.
//!
//! First everything well-formed, as if nothing were late; then what is strict and whatever it builds on (protocol 4.7). The
//! result is the same as if the document had been read for the first time. A long document takes many steps, so that others are
//! answered between them: what was found so far is in memory, and begins anew where something in the document changes meanwhile.

use super::Replica;
use super::judge::{Judged, Verdict};
use super::open_document::{OpenDocument, Pending};
use super::step::Step;
use crate::document::Touched;
use crate::id::{DeviceId, DocId, EntryHash};
use crate::outcome::Outcome;
use crate::store::{Direction, Store, StoreError, Tree, keys};
use std::collections::{BTreeMap, BTreeSet};

/// Documents in line after a restart; beyond it the rest follows at the next change.
const MAX_REBUILDS: usize = 100_000;

/// Entries that are judged, or rows that are written, in one step: a few milliseconds, after which others have their turn.
const STRETCH: usize = 64;
/// Times a document is begun anew because something in it has changed; then it is judged in one step.
const MAX_RESTARTS: u32 = 8;

/// Everything well-formed of a document, and what each entry builds on.
#[derive(Default)]
struct WellFormed {
    order: Vec<Pending>,
    builds_on: BTreeMap<EntryHash, Vec<EntryHash>>,
    last_of: BTreeMap<DeviceId, EntryHash>,
    late: BTreeSet<EntryHash>,
    malformed: Vec<(EntryHash, DeviceId)>,
    touched: Vec<Touched>,
}

/// A document that is judged again, a stretch at a time. The disk knows that it is in line until all is done.
pub(super) struct Rebuilding {
    id: DocId,
    stage: Stage,
}

#[expect(clippy::large_enum_variant, reason = "there is one at a time")]
enum Stage {
    Judging(Judging),
    /// Its rows are written, each in the place of what stood there.
    Writing {
        open: OpenDocument,
        touched: Vec<Touched>,
        at: usize,
        written: BTreeSet<Vec<u8>>,
    },
    /// Rows that were not written again go.
    Sweeping {
        open: Option<OpenDocument>,
        written: BTreeSet<Vec<u8>>,
        after: Option<Vec<u8>>,
    },
}

/// A document while it is judged as a whole.
struct Judging {
    /// As if nothing were late.
    all: OpenDocument,
    found: WellFormed,
    /// What is accepted of it, once all is judged and something is late.
    accepting: Option<Accepting>,
}

struct Accepting {
    open: OpenDocument,
    accepted: BTreeSet<EntryHash>,
    at: usize,
    touched: Vec<Touched>,
}

impl Replica {
    /// Returns whether documents wait to be judged again.
    #[must_use]
    pub fn has_rebuilds(&self) -> bool {
        !self.rebuilds.is_empty() || self.has_new_creations
    }

    /// Goes on judging a document again and writing its rows anew, for some milliseconds; call it until [`Replica::has_rebuilds`] is false.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was written, the document stays in line.
    pub fn rebuild_step(&mut self, store: &mut dyn Store) -> Result<Outcome, StoreError> {
        let mut step = Step::default();
        let rebuilt = self.rebuild_next(&mut step, store).and_then(|()| {
            self.note_rebuilds(&mut step);
            store.commit(std::mem::take(&mut step.batch))
        });
        if let Err(error) = rebuilt {
            self.is_stale = true;
            return Err(error);
        }
        Ok(step.outcome)
    }

    fn rebuild_next(&mut self, step: &mut Step, store: &dyn Store) -> Result<(), StoreError> {
        self.advance_all(step, store)?;
        let work = match self.rebuilding.take() {
            Some(work) => Some(work),
            None => self.begin_rebuild(step, store)?,
        };
        let Some(work) = work else { return Ok(()) };
        let id = work.id;
        let stretch = if self.restarts > MAX_RESTARTS { usize::MAX } else { STRETCH };
        let next = self.rebuild_stretch(work, stretch, step, store)?;
        if next.is_none() {
            self.restarts = 0;
            self.rebuilds.remove(&id);
            self.noted_rebuilds.remove(&id);
            step.batch.delete(Tree::Own, self.rebuild_key(&id));
        }
        self.rebuilding = next;
        Ok(())
    }

    fn begin_rebuild(&mut self, step: &mut Step, store: &dyn Store) -> Result<Option<Rebuilding>, StoreError> {
        let Some(id) = self.rebuilds.first().copied() else { return Ok(None) };
        self.weigh_again(id, step, store)?;
        let stage = match self.begin_judging(id, step, store)? {
            Some(judging) => Stage::Judging(judging),
            None => Stage::Sweeping { open: None, written: BTreeSet::new(), after: None },
        };
        Ok(Some(Rebuilding { id, stage }))
    }

    /// Goes on for a stretch; `None` where all is done.
    fn rebuild_stretch(
        &mut self,
        work: Rebuilding,
        stretch: usize,
        step: &mut Step,
        store: &dyn Store,
    ) -> Result<Option<Rebuilding>, StoreError> {
        let id = work.id;
        let stage = match work.stage {
            Stage::Judging(mut judging) => {
                if self.judge_stretch(id, &mut judging, None, stretch, step, store)? {
                    let (open, touched) = judging.into_judged();
                    self.weigh(id, &open, step);
                    let touched = touched.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
                    Stage::Writing { open, touched, at: 0, written: BTreeSet::new() }
                } else {
                    Stage::Judging(judging)
                }
            }
            Stage::Writing { mut open, touched, at, mut written } => {
                let end = at.saturating_add(stretch).min(touched.len());
                self.write_rows(id, &mut open, touched.get(at..end).unwrap_or_default(), step, store)?;
                written.append(&mut step.written);
                if end < touched.len() {
                    Stage::Writing { open, touched, at: end, written }
                } else {
                    Stage::Sweeping { open: Some(open), written, after: None }
                }
            }
            Stage::Sweeping { open, written, after } => {
                let index = self.index(store);
                let after = index.sweep(id, &written, after.as_deref(), stretch, &mut step.batch)?;
                let gone = index.into_written();
                if !gone.is_empty() {
                    self.touch_subject(id, step);
                }
                step.outcome.rows.extend(gone.into_iter().filter(|home| crate::index::is_searched(home)));
                if after.is_none() {
                    if let Some(open) = open {
                        self.note_waiting(&open, step);
                        self.keep_open(id, open);
                    }
                    return Ok(None);
                }
                Stage::Sweeping { open, written, after }
            }
        };
        Ok(Some(Rebuilding { id, stage }))
    }

    /// Puts documents in line to be judged again. What was found of one of them so far counts no more.
    pub(super) fn line_up(&mut self, documents: impl IntoIterator<Item = DocId>) {
        for id in documents {
            self.begin_anew(id);
            self.rebuilds.insert(id);
        }
    }

    /// Forgets how far a document was judged, because something in it has changed.
    pub(super) fn begin_anew(&mut self, id: DocId) {
        if self.rebuilding.as_ref().is_some_and(|work| work.id == id) {
            self.rebuilding = None;
            self.restarts += 1;
        }
    }

    /// Puts everything in line to be judged again, as after an upgrade of the rules or of what reads documents.
    pub fn rebuild_all(&mut self) {
        self.line_up(self.documents.keys().copied().collect::<Vec<_>>());
        self.creations.extend(self.creators.values().copied());
        self.has_new_creations = true;
        self.unweighed.extend(self.late_creations.keys().copied());
    }

    /// Remembers on disk, with what caused it, which documents are to be judged again: a crash must not forget it.
    pub(super) fn note_rebuilds(&mut self, step: &mut Step) {
        let new: Vec<DocId> = self.rebuilds.difference(&self.noted_rebuilds).copied().collect();
        for id in new {
            step.batch.put(Tree::Own, self.rebuild_key(&id), Vec::new());
            self.noted_rebuilds.insert(id);
        }
    }

    /// Reads back which documents were still to be judged again.
    pub(super) fn load_rebuilds(&mut self, store: &dyn Store) -> Result<(), StoreError> {
        let prefix = keys::named(&self.community, "rebuild", &[]);
        let rows = store.scan(Tree::Own, &prefix, Direction::Forward, MAX_REBUILDS)?;
        self.rebuilds = rows.iter().filter_map(|(key, _)| DocId::from_slice(key.get(prefix.len()..)?)).collect();
        self.noted_rebuilds = self.rebuilds.clone();
        self.unweigh(&self.rebuilds.clone());
        Ok(())
    }

    fn rebuild_key(&self, id: &DocId) -> Vec<u8> {
        keys::named(&self.community, "rebuild", &id.0)
    }

    /// Judges a document as if it were read for the first time; `None` where it is not known what it is.
    ///
    /// Of `writer` everything well-formed is taken as accepted, as it will be once this device has written again.
    pub(super) fn judge_whole(
        &mut self,
        id: DocId,
        writer: Option<DeviceId>,
        step: &mut Step,
        store: &dyn Store,
    ) -> Result<Option<(OpenDocument, Vec<Touched>)>, StoreError> {
        let Some(mut judging) = self.begin_judging(id, step, store)? else { return Ok(None) };
        while !self.judge_stretch(id, &mut judging, writer, usize::MAX, step, store)? {}
        Ok(Some(judging.into_judged()))
    }

    fn begin_judging(&mut self, id: DocId, step: &mut Step, store: &dyn Store) -> Result<Option<Judging>, StoreError> {
        self.open.remove(&id);
        let all = self.open_document(id, step, store)?;
        Ok(all.map(|all| Judging { all, found: WellFormed::default(), accepting: None }))
    }

    /// Judges for a stretch; returns whether all is judged.
    fn judge_stretch(
        &mut self,
        id: DocId,
        judging: &mut Judging,
        writer: Option<DeviceId>,
        stretch: usize,
        step: &mut Step,
        store: &dyn Store,
    ) -> Result<bool, StoreError> {
        if let Some(accepting) = &mut judging.accepting {
            return self.accept_stretch(&judging.found, accepting, stretch, step, store);
        }
        if !self.well_formed(judging, stretch, step, store)? {
            return Ok(false);
        }
        if judging.found.late.is_empty() {
            return Ok(true);
        }
        let mut open = OpenDocument::new(id, judging.all.info.clone());
        open.waiting = std::mem::take(&mut judging.all.waiting);
        for (entry, device) in &judging.found.malformed {
            open.document.refuse(*entry, *device);
        }
        let accepted = accepted(&judging.found, writer);
        judging.accepting = Some(Accepting { open, accepted, at: 0, touched: Vec::new() });
        Ok(false)
    }

    /// Applies for a stretch what is accepted; returns whether that was all.
    fn accept_stretch(
        &mut self,
        found: &WellFormed,
        accepting: &mut Accepting,
        stretch: usize,
        step: &mut Step,
        store: &dyn Store,
    ) -> Result<bool, StoreError> {
        let Accepting { open, accepted, at, touched } = accepting;
        let end = at.saturating_add(stretch).min(found.order.len());
        for pending in found.order.get(*at..end).unwrap_or_default() {
            if !accepted.contains(&pending.hash) {
                open.leave_out(pending);
                continue;
            }
            let Judged { verdict, person } = self.verdict(open, pending, store, &step.batch)?;
            if matches!(verdict, Verdict::Strict(_)) {
                open.strict_authors.extend(person);
            }
            if let Verdict::Strict(checked) | Verdict::Late(checked) = verdict {
                touched.extend(open.document.apply(*checked));
            }
        }
        *at = end;
        Ok(end == found.order.len())
    }

    /// Judges for a stretch as if nothing were late; returns whether nothing moves any more.
    fn well_formed(
        &mut self,
        judging: &mut Judging,
        stretch: usize,
        step: &mut Step,
        store: &dyn Store,
    ) -> Result<bool, StoreError> {
        let Judging { all, found, .. } = judging;
        let mut left = stretch;
        loop {
            let mut moved = false;
            for device in all.waiting.keys().copied().collect::<Vec<_>>() {
                while let Some(pending) = all.waiting.get(&device).and_then(|queue| queue.values().next().copied()) {
                    if left == 0 {
                        return Ok(false);
                    }
                    let Judged { verdict, person } = self.verdict(all, &pending, store, &step.batch)?;
                    let is_late = matches!(verdict, Verdict::Late(_));
                    match verdict {
                        Verdict::Wait | Verdict::Missing(_) => break,
                        Verdict::Malformed(_) => {
                            all.document.refuse(pending.hash, device);
                            found.malformed.push((pending.hash, device));
                        }
                        Verdict::Strict(checked) | Verdict::Late(checked) => {
                            let mut builds_on = checked.deps();
                            builds_on.extend(found.last_of.insert(device, pending.hash));
                            found.builds_on.insert(pending.hash, builds_on);
                            found.order.push(pending);
                            if is_late {
                                found.late.insert(pending.hash);
                            } else {
                                all.strict_authors.extend(person);
                            }
                            found.touched.extend(all.document.apply(*checked));
                        }
                    }
                    all.take(&pending);
                    self.no_longer_waits(&pending, step);
                    (left, moved) = (left - 1, true);
                }
            }
            if !moved {
                return Ok(true);
            }
        }
    }
}

impl Judging {
    /// Returns what is accepted of the document, and what that touched.
    fn into_judged(self) -> (OpenDocument, Vec<Touched>) {
        match self.accepting {
            Some(Accepting { open, touched, .. }) => (open, touched),
            None => (self.all, self.found.touched),
        }
    }
}

/// What is strict, or of `writer`, and whatever it builds on.
fn accepted(found: &WellFormed, writer: Option<DeviceId>) -> BTreeSet<EntryHash> {
    let mut accepted = BTreeSet::new();
    let counts = |pending: &&Pending| writer == Some(pending.log.device) || !found.late.contains(&pending.hash);
    let mut next: Vec<EntryHash> = found.order.iter().filter(counts).map(|pending| pending.hash).collect();
    while let Some(hash) = next.pop() {
        if accepted.insert(hash) {
            next.extend(found.builds_on.get(&hash).into_iter().flatten().copied());
        }
    }
    accepted
}
