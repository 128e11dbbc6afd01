//! Documents that an entry creates: whether they are, and whether they stay (amendments II, 18).
//!
//! ```text
//! creation within the cut          the document is
//! creation behind the cut          it stays once somebody else has written in it, or in what it implies, within the cut
//! creation void or on a side branch it is not, and nothing in it or under it counts
//! ```

use super::Replica;
use super::judge::{Creation, creation_id};
use super::load::each_row;
use super::open_document::{DocInfo, OpenDocument, Origin, Pending};
use super::step::Step;
use crate::cbor::Cbor;
use crate::domain::DocKind;
use crate::id::DocId;
use crate::store::{Store, StoreError, Tree, keys};
use std::collections::BTreeSet;

/// Documents hang under documents at most this deep: a thread under a month's posts under a board.
const MAX_DEPTH: usize = 4;

impl Replica {
    /// Judges what may create documents: each entry stands alone.
    pub(super) fn advance_creations(&mut self, step: &mut Step, store: &dyn Store) -> Result<(), StoreError> {
        self.has_new_creations = false;
        for pending in self.creations.clone() {
            let id = creation_id(&pending.hash);
            self.creators.insert(id, pending);
            match self.judge_creation(&pending, store, &step.batch)? {
                Creation::Counts { info, is_late } => {
                    self.is_decided(&pending, step);
                    self.count(id, info, is_late, step);
                }
                Creation::Void(why) => {
                    self.is_decided(&pending, step);
                    self.last_void = Some((pending.hash, why));
                    self.withdraw(id, step);
                }
                Creation::Wait if self.logs.is_canonical(&pending.log, pending.seq, &pending.hash) => {
                    self.must_wait(&pending, step);
                    self.withdraw(id, step);
                }
                // On a side branch: it is looked at again when the branch counts.
                Creation::Wait => {
                    self.is_decided(&pending, step);
                    self.withdraw(id, step);
                }
            }
        }
        Ok(())
    }

    fn is_decided(&mut self, pending: &Pending, step: &mut Step) {
        self.creations.remove(pending);
        self.no_longer_waits(pending, step);
    }

    /// Takes a document in that is created; what hangs under it is judged again where that changes something.
    fn count(&mut self, id: DocId, info: DocInfo, is_late: bool, step: &mut Step) {
        let was_late = self.late_creations.contains_key(&id);
        let is_new = self.documents.get(&id) != Some(&info);
        if is_new {
            self.learn(id, info, step);
            step.dirty.insert(id);
        }
        if is_late && !was_late {
            self.keep_late(id, Some(false), step);
            self.unweighed.insert(id);
        } else if !is_late && was_late {
            self.keep_late(id, None, step);
        }
        if is_late != was_late || is_new {
            let family = self.family(id);
            self.line_up(family.into_iter().filter(|member| *member != id || is_late != was_late));
        }
    }

    /// Forgets a document that nobody created; what hangs under it is shown no more.
    fn withdraw(&mut self, id: DocId, step: &mut Step) {
        if !self.documents.contains_key(&id) {
            return;
        }
        let family = self.family(id);
        self.line_up(family);
        self.forget(id);
        step.batch.delete(Tree::Documents, keys::document(&self.community, &id, 0));
        if self.late_creations.contains_key(&id) {
            self.keep_late(id, None, step);
        }
    }

    /// Remembers what a document is, and wakes what waited for it.
    pub(super) fn learn(&mut self, id: DocId, info: DocInfo, step: &mut Step) {
        step.batch.put(Tree::Documents, keys::document(&self.community, &id, 0), info.to_cbor());
        let is_room = info.kind == DocKind::Room;
        self.know(id, info);
        step.dirty.extend(self.orphans.iter().copied());
        if is_room {
            self.read_previews(step);
        }
    }

    /// Takes a document among the known ones.
    pub(super) fn know(&mut self, id: DocId, info: DocInfo) {
        if info.docref().is_some() {
            self.implied.entry(info.parent()).or_default().insert(id);
        }
        self.documents.insert(id, info);
    }

    fn forget(&mut self, id: DocId) {
        let parent = self.documents.remove(&id).map(|info| info.parent());
        if let Some(siblings) = parent.and_then(|parent| self.implied.get_mut(&parent)) {
            siblings.remove(&id);
        }
    }

    /// Returns the document on whose creation this one rests; itself where nobody has to create it, `None` where it is missing.
    fn root_of(&self, id: DocId) -> Option<DocId> {
        let mut at = id;
        for _ in 0..MAX_DEPTH {
            match &self.documents.get(&at)?.origin {
                Origin::Implied(docref) if docref.parent != DocId::ZERO => at = docref.parent,
                Origin::Implied(_) | Origin::Created { .. } => return Some(at),
            }
        }
        None
    }

    /// Returns the document and all that hang under it; nothing where it rests on another one.
    fn family(&self, root: DocId) -> BTreeSet<DocId> {
        let mut family = BTreeSet::new();
        let mut next: Vec<DocId> = self.root_of(root).filter(|of| *of == root).into_iter().collect();
        while let Some(id) = next.pop() {
            if family.insert(id) {
                next.extend(self.implied.get(&id).into_iter().flatten());
            }
        }
        family
    }

    /// Returns whether what is accepted in a document is shown: whether the creation on which it rests stays.
    pub(super) fn is_shown(&self, id: DocId) -> bool {
        self.root_of(id).is_some_and(|root| self.late_creations.get(&root).copied().unwrap_or(true))
    }

    /// Returns whether somebody else than the creator of `root` has something strict in the document.
    fn supports(&self, root: DocId, open: &OpenDocument) -> bool {
        let creator = self.documents.get(&root).and_then(DocInfo::creator);
        open.strict_authors.iter().any(|author| Some(*author) != creator)
    }

    /// Notes that a document whose creation is late stays, where somebody else has written in this one.
    pub(super) fn weigh(&mut self, id: DocId, open: &OpenDocument, step: &mut Step) {
        let Some(root) = self.root_of(id).filter(|root| self.late_creations.get(root) == Some(&false)) else { return };
        if self.supports(root, open) {
            self.keep_late(root, Some(true), step);
            let family = self.family(root);
            self.line_up(family);
        }
    }

    /// Finds out again whether the document on which this one rests stays.
    pub(super) fn weigh_again(&mut self, id: DocId, step: &mut Step, store: &dyn Store) -> Result<(), StoreError> {
        let Some(root) = self.root_of(id).filter(|root| self.unweighed.remove(root)) else { return Ok(()) };
        let Some(stayed) = self.late_creations.get(&root).copied() else { return Ok(()) };
        let mut stays = false;
        for member in self.family(root) {
            if let Some((open, _)) = self.judge_whole(member, None, step, store)? {
                stays = self.supports(root, &open);
            }
            if stays {
                break;
            }
        }
        if stays != stayed {
            self.keep_late(root, Some(stays), step);
            let family = self.family(root);
            self.line_up(family);
        }
        Ok(())
    }

    /// Lets the documents whose limits changed, and with them what rests on late creations, be weighed again.
    pub(super) fn unweigh(&mut self, documents: &BTreeSet<DocId>) {
        if !self.late_creations.is_empty() {
            let roots: Vec<DocId> = documents.iter().filter_map(|id| self.root_of(*id)).collect();
            self.unweighed.extend(roots.into_iter().filter(|root| self.late_creations.contains_key(root)));
        }
    }

    fn keep_late(&mut self, id: DocId, stays: Option<bool>, step: &mut Step) {
        let key = keys::named(&self.community, "late", &id.0);
        match stays {
            Some(stays) => {
                self.late_creations.insert(id, stays);
                step.batch.put(Tree::Own, key, vec![u8::from(stays)]);
            }
            None => {
                self.late_creations.remove(&id);
                step.batch.delete(Tree::Own, key);
            }
        }
    }

    /// Reads back which creations are late, and whether they stay.
    pub(super) fn load_late_creations(&mut self, store: &dyn Store) -> Result<(), StoreError> {
        let prefix = keys::named(&self.community, "late", &[]);
        each_row(store, Tree::Own, &prefix, |key, value| {
            let id = key.get(prefix.len()..).and_then(DocId::from_slice);
            self.late_creations.extend(id.map(|id| (id, value == [1])));
            Ok(())
        })
    }
}
