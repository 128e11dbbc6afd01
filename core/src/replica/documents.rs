//! The documents of a community: which there are, and the few that are open.

use super::Replica;
use super::judge::{Judged, Verdict};
use super::open_document::{DocInfo, OpenDocument, Pending};
use super::step::Step;
use crate::cbor::Cbor;
use crate::document::Touched;
use crate::entry::Entry;
use crate::id::DocId;
use crate::store::keys::{self, Place};
use crate::store::{Batch, Store, StoreError, Tree};
use std::collections::{BTreeMap, BTreeSet};

/// Documents that stay open, and the changes of all of them: 2,000 messages take about 2 MB.
const MAX_OPEN: usize = 24;
const MAX_OPEN_CHANGES: usize = 12_000;
/// Entries of one document that are read; a segment is proposed to be narrower long before.
const MAX_DOCUMENT_ENTRIES: usize = 100_000;

/// What settling a document came to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Settled {
    /// All that can be judged is.
    Done,
    /// Something within its author's cut builds on something behind one: the document must be judged as a whole.
    NeedsAll,
}

/// What comes after a malformed entry of the same device (amendments II, 16).
const AFTER_MALFORMED: Verdict = Verdict::Malformed("after a malformed one");

impl Replica {
    /// Looks at every document that has something new, and at those that wait for them, until nothing moves.
    pub(super) fn advance_all(&mut self, step: &mut Step, store: &dyn Store) -> Result<(), StoreError> {
        self.meet_cuts(step);
        loop {
            if self.has_new_creations || step.dirty.remove(&DocId::ZERO) {
                self.advance_creations(step, store)?;
            } else if let Some(id) = step.dirty.pop_first() {
                self.advance(id, step, store)?;
            } else {
                return Ok(());
            }
        }
    }

    /// Where the head of a cut came, what lies before it is no longer behind the cut.
    fn meet_cuts(&mut self, step: &Step) {
        let met = step.fresh.iter().filter_map(|hash| self.cut_heads.get(hash)).copied().collect();
        self.judge_again(&met);
    }

    /// Judges what is new in one document and writes its rows.
    fn advance(&mut self, id: DocId, step: &mut Step, store: &dyn Store) -> Result<(), StoreError> {
        let Some(mut open) = self.open_document(id, step, store)? else { return Ok(()) };
        let mut touched = Vec::new();
        if self.settle(&mut open, step, store, &mut touched)? == Settled::NeedsAll {
            self.line_up([id]);
        }
        self.weigh(id, &open, step);
        self.write_rows(id, &mut open, &touched, step, store)?;
        self.keep_open(id, open);
        Ok(())
    }

    /// Takes a document out of the open ones to be read or written into, as if nothing were left to be judged again.
    pub(super) fn current_document(
        &mut self,
        id: DocId,
        step: &mut Step,
        store: &dyn Store,
    ) -> Result<Option<OpenDocument>, StoreError> {
        if !self.rebuilds.contains(&id) {
            let Some(mut open) = self.open_document(id, step, store)? else { return Ok(None) };
            let mut touched = Vec::new();
            let settled = self.settle(&mut open, step, store, &mut touched)?;
            if settled == Settled::Done && touched.is_empty() {
                return Ok(Some(open));
            }
            // What came to light is written in rows later: this step may yet come to nothing.
            self.line_up([id]);
            if settled == Settled::Done {
                return Ok(Some(open));
            }
        }
        Ok(self.judge_whole(id, None, step, store)?.map(|(open, _)| open))
    }

    /// Takes the document out of the open ones, or opens it by replaying its entries; `None` where it is not known what it is.
    pub(super) fn open_document(
        &mut self,
        id: DocId,
        step: &mut Step,
        store: &dyn Store,
    ) -> Result<Option<OpenDocument>, StoreError> {
        if let Some(open) = self.open.remove(&id) {
            return Ok(Some(open));
        }
        let entries = self.entries_of(id, store, &step.batch)?;
        let Some(info) = self.identify(id, &entries, step, store)? else {
            self.orphans.insert(id);
            for pending in &entries {
                self.must_wait(pending, step);
            }
            return Ok(None);
        };
        self.orphans.remove(&id);
        let mut open = OpenDocument::new(id, info);
        for pending in entries {
            open.add(pending);
        }
        Ok(Some(open))
    }

    /// Finds out what a document is: known already, or implied by the docref of one of its entries.
    fn identify(
        &mut self,
        id: DocId,
        entries: &[Pending],
        step: &mut Step,
        store: &dyn Store,
    ) -> Result<Option<DocInfo>, StoreError> {
        if let Some(info) = self.documents.get(&id) {
            return Ok(Some(info.clone()));
        }
        for pending in entries {
            let Ok(opened) = self.open_entry(pending, store, &step.batch)? else { continue };
            let Some(docref) = opened.body.docref else { continue };
            if let Some(info) = self.implied(docref, id, pending.log.lane) {
                self.learn(id, info.clone(), step);
                step.dirty.remove(&id);
                return Ok(Some(info));
            }
        }
        Ok(None)
    }

    /// Judges in turn whatever can be judged. What is behind its author's cut is left out, until something builds on it.
    fn settle(
        &mut self,
        open: &mut OpenDocument,
        step: &mut Step,
        store: &dyn Store,
        touched: &mut Vec<Touched>,
    ) -> Result<Settled, StoreError> {
        loop {
            let mut moved = false;
            for device in open.waiting.keys().copied().collect::<Vec<_>>() {
                while let Some(pending) = open.waiting.get(&device).and_then(|queue| queue.values().next().copied()) {
                    let found = self.open_entry(&pending, store, &step.batch)?;
                    let is_late = found.as_ref().is_ok_and(|opened| opened.is_late);
                    let Judged { verdict, person } = match found {
                        _ if open.document.has_ended(&device) => Judged { verdict: AFTER_MALFORMED, person: None },
                        Ok(_) if open.late_devices.contains(&device) => {
                            Judged { verdict: Verdict::Missing(Vec::new()), person: None }
                        }
                        Ok(opened) => self.judge_opened(open, opened, &pending),
                        Err(verdict) => Judged { verdict, person: None },
                    };
                    match verdict {
                        Verdict::Wait => break,
                        Verdict::Missing(deps) => {
                            let on_late = open.late_devices.contains(&device) || deps.iter().any(|dep| open.late.contains(dep));
                            match (on_late, is_late) {
                                (false, _) => break,
                                (true, true) => open.leave_out(&pending),
                                (true, false) => return Ok(Settled::NeedsAll),
                            }
                        }
                        Verdict::Late(_) => open.leave_out(&pending),
                        Verdict::Strict(checked) => {
                            let is_fresh = step.fresh.contains(&pending.hash) || self.waiting.contains(&pending.hash);
                            let changes = open.document.apply(*checked);
                            open.strict_authors.extend(person);
                            if is_fresh {
                                touched.extend(changes);
                            }
                        }
                        Verdict::Malformed(why) => {
                            open.document.refuse(pending.hash, device);
                            self.last_void = Some((pending.hash, why));
                        }
                    }
                    open.take(&pending);
                    self.no_longer_waits(&pending, step);
                    moved = true;
                }
            }
            if !moved {
                break;
            }
        }
        self.note_waiting(open, step);
        Ok(Settled::Done)
    }

    /// Remembers on disk what could not be judged, so that it is looked at again after a restart.
    pub(super) fn note_waiting(&mut self, open: &OpenDocument, step: &mut Step) {
        for pending in open.waiting.values().flat_map(BTreeMap::values) {
            self.must_wait(pending, step);
        }
    }

    pub(super) fn must_wait(&mut self, pending: &Pending, step: &mut Step) {
        if self.waiting.insert(pending.hash) {
            let place = Place::canonical(pending.log, pending.seq);
            step.batch.put(Tree::Waiting, keys::waiting(&self.community, &pending.hash), place.to_bytes());
        }
    }

    pub(super) fn no_longer_waits(&mut self, pending: &Pending, step: &mut Step) {
        if self.waiting.remove(&pending.hash) {
            step.batch.delete(Tree::Waiting, keys::waiting(&self.community, &pending.hash));
        }
    }

    /// Returns all entries of a document that lie on canonical branches, in the order of their arrival.
    pub(super) fn entries_of(&self, id: DocId, store: &dyn Store, batch: &Batch) -> Result<Vec<Pending>, StoreError> {
        let prefix = keys::of_document(&self.community, &id);
        let rows = batch.scan(store, Tree::DocumentEntries, &prefix, MAX_DOCUMENT_ENTRIES)?;
        let mut entries = Vec::new();
        for place in rows.iter().filter_map(|(_, value)| Place::from_bytes(value)) {
            let pending = match self.logs.at(&place) {
                Some(pending) => pending,
                // Of a forked log the key does not say which branch stands at it.
                None => {
                    let (tree, key) = place.key(&self.community);
                    let Some(value) = batch.get(store, tree, &key)? else { continue };
                    let entry = Entry::from_cbor(&value).map_err(|_| StoreError::Corrupt(format!("an entry of {id:?}")))?;
                    Pending { log: place.log, seq: place.seq, hash: entry.hash(&self.community) }
                }
            };
            if self.logs.is_canonical(&pending.log, pending.seq, &pending.hash) {
                entries.push(pending);
            }
        }
        Ok(entries)
    }

    /// Puts a document among the open ones; the one longest unused gives way.
    pub(super) fn keep_open(&mut self, id: DocId, mut open: OpenDocument) {
        self.uses += 1;
        open.used = self.uses;
        self.open.insert(id, open);
        let changes = |open: &BTreeMap<DocId, OpenDocument>| open.values().map(|open| open.document.len()).sum::<usize>();
        while self.open.len() > MAX_OPEN || (self.open.len() > 1 && changes(&self.open) > MAX_OPEN_CHANGES) {
            let oldest = self.open.iter().min_by_key(|(_, open)| open.used).map(|(id, _)| *id);
            if let Some(oldest) = oldest {
                self.open.remove(&oldest);
            }
        }
    }

    /// Returns the documents in which one of `devices` has written.
    pub(super) fn documents_of(&self, devices: &BTreeSet<crate::id::DeviceId>) -> BTreeSet<DocId> {
        devices.iter().filter_map(|device| self.written.get(device)).flatten().copied().collect()
    }
}
