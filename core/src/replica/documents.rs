//! The documents of a community: which there are, and the few that are open.

use super::Replica;
use super::judge::Verdict;
use super::open_document::{DocInfo, OpenDocument, Pending};
use super::step::Step;
use crate::cbor::Cbor;
use crate::document::Touched;
use crate::domain::DocKind;
use crate::id::DocId;
use crate::store::keys::{self, Place};
use crate::store::{Batch, Store, StoreError, Tree};
use std::collections::{BTreeMap, BTreeSet};

/// Documents that stay open. A segment of 2,000 messages takes about 2 MB.
const MAX_OPEN: usize = 24;
/// Entries of one document that are read; a segment is proposed to be narrower long before.
const MAX_DOCUMENT_ENTRIES: usize = 100_000;

impl Replica {
    /// Looks at every document that has something new, and at those that wait for them, until nothing moves.
    pub(super) fn advance_all(&mut self, step: &mut Step, store: &dyn Store) -> Result<(), StoreError> {
        while let Some(id) = step.dirty.pop_first() {
            if id == DocId::ZERO {
                self.advance_creations(step, store)?;
            } else {
                self.advance(id, step, store)?;
            }
        }
        Ok(())
    }

    /// Entries that create documents stand alone: each is judged by itself.
    fn advance_creations(&mut self, step: &mut Step, store: &dyn Store) -> Result<(), StoreError> {
        let candidates: Vec<Pending> = self.creations.iter().copied().collect();
        for pending in candidates {
            let Ok(opened) = self.open_entry(&pending, store, &step.batch)? else {
                self.must_wait(&pending, step);
                continue;
            };
            self.creations.remove(&pending);
            if self.waiting.remove(&pending.hash) {
                step.batch.delete(Tree::Waiting, keys::waiting(&self.community, &pending.hash));
            }
            if let Some((id, info)) = self.judge_creation(opened, &pending) {
                self.learn(id, info, step);
                step.dirty.insert(id);
            }
        }
        Ok(())
    }

    /// Remembers what a document is, and wakes what waited for it.
    pub(super) fn learn(&mut self, id: DocId, info: DocInfo, step: &mut Step) {
        step.batch.put(Tree::Documents, keys::document(&self.community, &id, 0), info.to_cbor());
        let is_room = info.kind == DocKind::Room;
        self.documents.insert(id, info);
        step.dirty.extend(self.orphans.iter().copied());
        if is_room {
            self.read_previews(step);
        }
    }

    /// Judges what is new in one document and writes its rows.
    fn advance(&mut self, id: DocId, step: &mut Step, store: &dyn Store) -> Result<(), StoreError> {
        let Some(mut open) = self.open_document(id, step, store)? else { return Ok(()) };
        let mut touched = Vec::new();
        if !open.has_late {
            self.settle(&mut open, step, store, &mut touched)?;
        }
        if open.has_late {
            // What is late may be pulled in by what came now: the document is judged as a whole.
            self.rebuilds.insert(id);
        }
        self.write_rows(id, &mut open, &touched, step, store)?;
        self.keep_open(id, open);
        Ok(())
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

    /// Judges what is new in a document that is about to be written into.
    pub(super) fn settle_open(&mut self, open: &mut OpenDocument, step: &mut Step, store: &dyn Store) -> Result<(), StoreError> {
        let mut touched = Vec::new();
        if open.has_late {
            return Ok(());
        }
        self.settle(open, step, store, &mut touched)?;
        self.write_rows(open.document.id(), open, &touched, step, store)
    }

    /// Judges in turn whatever can be judged; stops at the first entry that is late.
    fn settle(
        &mut self,
        open: &mut OpenDocument,
        step: &mut Step,
        store: &dyn Store,
        touched: &mut Vec<Touched>,
    ) -> Result<(), StoreError> {
        loop {
            let mut moved = false;
            for device in open.waiting.keys().copied().collect::<Vec<_>>() {
                while let Some(pending) = open.waiting.get(&device).and_then(|queue| queue.values().next().copied()) {
                    if open.ended.contains(&device) {
                        self.is_judged(open, &pending, step);
                        continue;
                    }
                    let verdict = match self.open_entry(&pending, store, &step.batch)? {
                        Ok(opened) => self.judge(open, opened, &pending),
                        Err(verdict) => verdict,
                    };
                    match verdict {
                        Verdict::Wait => break,
                        Verdict::Strict(checked) => {
                            let is_fresh = step.fresh.contains(&pending.hash) || self.waiting.contains(&pending.hash);
                            let changes = open.document.apply(*checked);
                            if is_fresh {
                                touched.extend(changes);
                            }
                        }
                        Verdict::Late(_) => {
                            open.has_late = true;
                            return Ok(());
                        }
                        Verdict::Malformed(why) => {
                            open.ended.insert(device);
                            self.last_void = Some((pending.hash, why));
                        }
                    }
                    self.is_judged(open, &pending, step);
                    moved = true;
                }
            }
            if !moved {
                break;
            }
        }
        self.note_waiting(open, step);
        Ok(())
    }

    /// Remembers on disk what could not be judged, so that it is looked at again after a restart.
    pub(super) fn note_waiting(&mut self, open: &OpenDocument, step: &mut Step) {
        for pending in open.waiting.values().flat_map(BTreeMap::values) {
            self.must_wait(pending, step);
        }
    }

    fn must_wait(&mut self, pending: &Pending, step: &mut Step) {
        if self.waiting.insert(pending.hash) {
            let place = Place::canonical(pending.log, pending.seq);
            step.batch.put(Tree::Waiting, keys::waiting(&self.community, &pending.hash), place.to_bytes());
        }
    }

    fn is_judged(&mut self, open: &mut OpenDocument, pending: &Pending, step: &mut Step) {
        if let Some(queue) = open.waiting.get_mut(&pending.log.device) {
            queue.remove(&pending.seq);
            if queue.is_empty() {
                open.waiting.remove(&pending.log.device);
            }
        }
        if self.waiting.remove(&pending.hash) {
            step.batch.delete(Tree::Waiting, keys::waiting(&self.community, &pending.hash));
        }
    }

    /// Returns all entries of a document that lie on canonical branches, in the order of their arrival.
    pub(super) fn entries_of(&self, id: DocId, store: &dyn Store, batch: &Batch) -> Result<Vec<Pending>, StoreError> {
        let prefix = keys::of_document(&self.community, &id);
        let rows = batch.scan(store, Tree::DocumentEntries, &prefix, MAX_DOCUMENT_ENTRIES)?;
        let places = rows.iter().filter_map(|(_, value)| Place::from_bytes(value));
        Ok(places.filter_map(|place| self.logs.at(&place)).collect())
    }

    /// Puts a document among the open ones; the one longest unused gives way.
    pub(super) fn keep_open(&mut self, id: DocId, mut open: OpenDocument) {
        self.uses += 1;
        open.used = self.uses;
        self.open.insert(id, open);
        if self.open.len() > MAX_OPEN {
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
