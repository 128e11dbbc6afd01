//! Judging a document as a whole, in the background: when a removal, a cut or a pin changed what is accepted.
//!
//! First everything well-formed, as if nothing were late; then what is strict and whatever it builds on (protocol 4.7). The
//! result is the same as if the document had been read for the first time.

use super::Replica;
use super::judge::Verdict;
use super::open_document::{OpenDocument, Pending};
use super::step::Step;
use crate::document::Touched;
use crate::id::{DocId, EntryHash};
use crate::index::Index;
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
    touched: Vec<Touched>,
}

impl Replica {
    /// Returns whether documents wait to be judged again.
    #[must_use]
    pub fn has_rebuilds(&self) -> bool {
        !self.rebuilds.is_empty()
    }

    /// Judges one document again and writes its rows anew; call it until [`Replica::has_rebuilds`] is false.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was written, the document stays in line.
    pub fn rebuild_step(&mut self, store: &mut dyn Store) -> Result<Outcome, StoreError> {
        let Some(id) = self.rebuilds.first().copied() else { return Ok(Outcome::default()) };
        let mut step = Step::default();
        self.rebuild(id, &mut step, store)?;
        step.batch.delete(Tree::Own, self.rebuild_key(&id));
        store.commit(std::mem::take(&mut step.batch))?;
        self.rebuilds.remove(&id);
        self.noted_rebuilds.remove(&id);
        Ok(step.outcome)
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
        Ok(())
    }

    fn rebuild_key(&self, id: &DocId) -> Vec<u8> {
        keys::named(&self.community, "rebuild", &id.0)
    }

    fn rebuild(&mut self, id: DocId, step: &mut Step, store: &dyn Store) -> Result<(), StoreError> {
        self.open.remove(&id);
        let Some(mut all) = self.open_document(id, step, store)? else { return Ok(()) };
        let fresh = OpenDocument::new(id, all.info.clone());
        let mut found = self.well_formed(&mut all, step, store)?;
        let (mut open, touched) = if found.late.is_empty() {
            let touched = std::mem::take(&mut found.touched);
            (all, touched)
        } else {
            let mut open = fresh;
            open.has_late = true;
            (open.waiting, open.ended) = (all.waiting, all.ended);
            let mut touched = Vec::new();
            let accepted = accepted(&found);
            for pending in found.order.iter().filter(|pending| accepted.contains(&pending.hash)) {
                if let Ok(opened) = self.open_entry(pending, store, &step.batch)?
                    && let Verdict::Strict(checked) | Verdict::Late(checked) = self.judge(&open, opened, pending)
                {
                    touched.extend(open.document.apply(*checked));
                }
            }
            (open, touched)
        };
        Index::new(store, self.community).clear_document(id, &mut step.batch)?;
        self.write_rows(id, &mut open, &touched, step, store)?;
        self.note_waiting(&open, step);
        open.used = 0;
        self.keep_open(id, open);
        Ok(())
    }

    /// Judges everything as if nothing were late.
    fn well_formed(&self, all: &mut OpenDocument, step: &Step, store: &dyn Store) -> Result<WellFormed, StoreError> {
        let mut found = WellFormed::default();
        let mut last_of: BTreeMap<crate::id::DeviceId, EntryHash> = BTreeMap::new();
        loop {
            let mut moved = false;
            for device in all.waiting.keys().copied().collect::<Vec<_>>() {
                while let Some(pending) = all.waiting.get(&device).and_then(|queue| queue.values().next().copied()) {
                    let verdict = match self.open_entry(&pending, store, &step.batch)? {
                        _ if all.ended.contains(&device) => Verdict::Malformed("after a malformed one"),
                        Ok(opened) => self.judge(all, opened, &pending),
                        Err(verdict) => verdict,
                    };
                    let (checked, is_late) = match verdict {
                        Verdict::Wait => break,
                        Verdict::Malformed(_) => {
                            all.ended.insert(device);
                            (None, false)
                        }
                        Verdict::Strict(checked) => (Some(checked), false),
                        Verdict::Late(checked) => (Some(checked), true),
                    };
                    if let Some(checked) = checked {
                        let mut builds_on = checked.deps();
                        builds_on.extend(last_of.insert(device, pending.hash));
                        found.builds_on.insert(pending.hash, builds_on);
                        found.order.push(pending);
                        if is_late {
                            found.late.insert(pending.hash);
                        }
                        found.touched.extend(all.document.apply(*checked));
                    }
                    if let Some(queue) = all.waiting.get_mut(&device) {
                        queue.remove(&pending.seq);
                    }
                    moved = true;
                }
                if all.waiting.get(&device).is_some_and(BTreeMap::is_empty) {
                    all.waiting.remove(&device);
                }
            }
            if !moved {
                return Ok(found);
            }
        }
    }
}

/// What is strict, and whatever it builds on.
fn accepted(found: &WellFormed) -> BTreeSet<EntryHash> {
    let mut accepted = BTreeSet::new();
    let mut next: Vec<EntryHash> =
        found.order.iter().map(|pending| pending.hash).filter(|hash| !found.late.contains(hash)).collect();
    while let Some(hash) = next.pop() {
        if accepted.insert(hash) {
            next.extend(found.builds_on.get(&hash).into_iter().flatten().copied());
        }
    }
    accepted
}
