//! Judging a document as a whole, in the background: when a removal, a cut or a pin changed what is accepted.
//!
//! First everything well-formed, as if nothing were late; then what is strict and whatever it builds on (protocol 4.7). The
//! result is the same as if the document had been read for the first time.

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

/// Everything well-formed of a document, and what each entry builds on.
#[derive(Default)]
struct WellFormed {
    order: Vec<Pending>,
    builds_on: BTreeMap<EntryHash, Vec<EntryHash>>,
    late: BTreeSet<EntryHash>,
    malformed: Vec<(EntryHash, DeviceId)>,
    touched: Vec<Touched>,
}

impl Replica {
    /// Returns whether documents wait to be judged again.
    #[must_use]
    pub fn has_rebuilds(&self) -> bool {
        !self.rebuilds.is_empty() || self.has_new_creations
    }

    /// Judges one document again and writes its rows anew; call it until [`Replica::has_rebuilds`] is false.
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
        let Some(id) = self.rebuilds.pop_first() else { return Ok(()) };
        self.noted_rebuilds.remove(&id);
        step.batch.delete(Tree::Own, self.rebuild_key(&id));
        self.rebuild(id, step, store)
    }

    /// Puts everything in line to be judged again, as after an upgrade of the rules or of what reads documents.
    pub fn rebuild_all(&mut self) {
        self.rebuilds.extend(self.documents.keys().copied());
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

    fn rebuild(&mut self, id: DocId, step: &mut Step, store: &dyn Store) -> Result<(), StoreError> {
        self.weigh_again(id, step, store)?;
        let judged = self.judge_whole(id, None, step, store)?;
        self.index(store).clear_document(id, &mut step.batch)?;
        let Some((mut open, touched)) = judged else { return Ok(()) };
        self.weigh(id, &open, step);
        self.write_rows(id, &mut open, &touched, step, store)?;
        self.note_waiting(&open, step);
        self.keep_open(id, open);
        Ok(())
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
        self.open.remove(&id);
        let Some(mut all) = self.open_document(id, step, store)? else { return Ok(None) };
        let fresh = OpenDocument::new(id, all.info.clone());
        let mut found = self.well_formed(&mut all, step, store)?;
        if found.late.is_empty() {
            return Ok(Some((all, std::mem::take(&mut found.touched))));
        }
        let mut open = fresh;
        open.waiting = all.waiting;
        for (entry, device) in &found.malformed {
            open.document.refuse(*entry, *device);
        }
        let mut touched = Vec::new();
        let accepted = accepted(&found, writer);
        for pending in &found.order {
            if !accepted.contains(&pending.hash) {
                open.leave_out(pending);
                continue;
            }
            let Judged { verdict, person } = self.verdict(&open, pending, store, &step.batch)?;
            if matches!(verdict, Verdict::Strict(_)) {
                open.strict_authors.extend(person);
            }
            if let Verdict::Strict(checked) | Verdict::Late(checked) = verdict {
                touched.extend(open.document.apply(*checked));
            }
        }
        Ok(Some((open, touched)))
    }

    /// Judges everything as if nothing were late.
    fn well_formed(&mut self, all: &mut OpenDocument, step: &mut Step, store: &dyn Store) -> Result<WellFormed, StoreError> {
        let mut found = WellFormed::default();
        let mut last_of: BTreeMap<DeviceId, EntryHash> = BTreeMap::new();
        loop {
            let mut moved = false;
            for device in all.waiting.keys().copied().collect::<Vec<_>>() {
                while let Some(pending) = all.waiting.get(&device).and_then(|queue| queue.values().next().copied()) {
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
                            builds_on.extend(last_of.insert(device, pending.hash));
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
                    moved = true;
                }
            }
            if !moved {
                return Ok(found);
            }
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
