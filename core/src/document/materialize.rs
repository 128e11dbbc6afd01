//! The same document in Automerge, for files.

use super::elements::Texts;
use super::engine::Document;
use super::genesis;
use crate::ops::Batch;
use crate::ops::automerge_change::{self, Rebuilt};
use automerge::{Automerge, Change, ChangeHash, TextEncoding};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Automerge did not take what validation accepted: a defect, and the document is held as entries only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MaterializeError {
    /// It panicked or refused; it was thrown away.
    #[error("automerge refused a validated change")]
    Refused,
    /// There is no such text in this type of document.
    #[error("no such text")]
    Unknown,
}

/// Automerge's copy, as far as it has been built.
#[derive(Default)]
pub(super) struct Materialized {
    document: Option<Automerge>,
    /// Hash of each change, in order of application; the genesis is the first.
    hashes: Vec<ChangeHash>,
}

impl Document {
    /// Returns the text at the root, as Automerge merges it.
    ///
    /// # Errors
    /// [`MaterializeError::Unknown`] where this type has no such text; [`MaterializeError::Refused`] where an applied entry cannot
    /// be read again, which is a defect.
    pub fn text(&mut self, name: &str) -> Result<String, MaterializeError> {
        let number = self.schema.texts.iter().position(|t| t.name == name).ok_or(MaterializeError::Unknown)?;
        let object = self.schema.text_counter(number) as u32 - 1;
        Ok(self.read_texts()?.characters(object).into_iter().map(|(c, _)| c).collect())
    }

    /// Returns the document as a file that every Automerge opens (`.automerge`). Such files are exported, never exchanged.
    ///
    /// # Errors
    /// [`MaterializeError::Refused`] where Automerge failed.
    pub fn save(&mut self) -> Result<Vec<u8>, MaterializeError> {
        let document = self.materialize()?;
        catch(|| Some(document.save()))
    }

    /// Frees Automerge's copy and the elements of the texts; they are built again when asked for.
    pub fn release(&mut self) {
        self.materialized = Materialized::default();
        self.texts = Texts::default();
    }

    /// Brings Automerge's copy up to date: all new changes in one go, which is 7 to 16 times cheaper than one by one.
    pub(super) fn materialize(&mut self) -> Result<&Automerge, MaterializeError> {
        let mut hashes = std::mem::take(&mut self.materialized.hashes);
        let document = self.materialized.document.take();
        // A panic leaves Automerge half modified: what is not put back here is thrown away.
        let (document, hashes) = catch(|| {
            let mut document = document.unwrap_or_else(|| {
                hashes.clear();
                Automerge::new_with_encoding(TextEncoding::UnicodeCodePoint)
            });
            let mut changes = Vec::new();
            for number in hashes.len() as u32..self.index.change_count() {
                let change = self.change(number, &hashes)?;
                hashes.push(change.hash());
                changes.push(change);
            }
            if !changes.is_empty() {
                document.apply_changes(changes).ok()?;
            }
            Some((document, hashes))
        })?;
        self.materialized.hashes = hashes;
        Ok(self.materialized.document.insert(document))
    }

    /// Rebuilds the Automerge change of an applied entry.
    pub(super) fn change(&self, number: u32, hashes: &[ChangeHash]) -> Option<Change> {
        if number == 0 {
            return Some(genesis::change(self.schema));
        }
        let change = self.index.change(number)?;
        let author = self.index.author_of(change)?;
        let (actor, tag8) = (self.index.actor_of(change)?, author.person.tag8());
        let (seq, start_op) = (u64::from(change.seq), u64::from(change.start));
        let bytes = self.batch(number)?;
        let batch = Batch::decode(bytes, &self.context(actor, &tag8, start_op)).ok()?;
        let ancestors = change.deps.iter().copied().chain(self.index.previous_of(change));
        let mut deps: Vec<_> = ancestors.map(|c| hashes.get(c as usize).copied()).collect::<Option<_>>()?;
        if deps.is_empty() {
            deps.push(*hashes.first()?);
        }
        Some(automerge_change::build(Rebuilt { actor, seq, start_op, deps, ops: batch.ops }))
    }
}

/// Runs what uses Automerge; its panics end here.
fn catch<T>(run: impl FnOnce() -> Option<T>) -> Result<T, MaterializeError> {
    catch_unwind(AssertUnwindSafe(run)).ok().flatten().ok_or(MaterializeError::Refused)
}
