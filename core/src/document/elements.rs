//! The elements of a document's texts in their order, kept without Automerge.
//!
//! Automerge's rule: an element stands behind the one it names, before the older ones that stand there already; it is shown until
//! an op deletes it. Built from the batches when a text is first read or edited, kept up from then on ([`Document::release`]
//! frees it); `fuzz/typed.rs` compares it with Automerge.

use super::engine::Document;
use super::materialize::MaterializeError;
use crate::ops::{Action, Batch, Op, OpId, Value};
use crate::validate::index::{HEAD, Index, Kind, OpInfo};
use std::collections::BTreeMap;

/// Elements of a chunk before it is cut in two. How many a text may have is bounded by the schema (`max_inserts`).
const MAX_CHUNK: usize = 1_024;
/// Stands for the character of a deleted element.
const GONE: u32 = u32::MAX;
/// Stands for the character of an element that holds several.
const SEVERAL: u32 = u32::MAX - 1;
/// Stands for the chunk of an op that inserted nothing here.
const NOWHERE: u32 = u32::MAX;

/// The texts of a document, as far as they have been read.
#[derive(Default)]
pub(super) struct Texts {
    /// Changes taken in, the genesis among them.
    changes: u32,
    /// By the number of the op that made the text.
    texts: BTreeMap<u32, Elements>,
}

/// The elements of one text, deleted ones too. The order is that of the chunks, the first and then each one's `next`.
#[derive(Default)]
struct Elements {
    chunks: Vec<Chunk>,
    /// By op, the chunk that holds its element, or [`NOWHERE`].
    home: Vec<u32>,
    /// What elements of several characters say.
    several: BTreeMap<u32, String>,
}

struct Chunk {
    elements: Vec<Element>,
    next: Option<u32>,
    /// The least counter of its elements: a chunk that is newer as a whole is passed in one step.
    least: u64,
}

#[derive(Clone, Copy)]
struct Element {
    op: u32,
    /// The character, [`GONE`] or [`SEVERAL`].
    shown: u32,
}

impl Texts {
    /// Returns each character of a text with the number of the op that inserted it.
    pub(super) fn characters(&self, object: u32) -> Vec<(char, u32)> {
        let Some(text) = self.texts.get(&object) else { return Vec::new() };
        let mut out = Vec::new();
        for element in text.in_order() {
            match element.shown {
                GONE => {}
                SEVERAL => {
                    let several = text.several.get(&element.op).map_or("", String::as_str);
                    out.extend(several.chars().map(|c| (c, element.op)));
                }
                shown => out.extend(char::from_u32(shown).map(|c| (c, element.op))),
            }
        }
        out
    }
}

impl Document {
    /// Brings the elements of the texts up to date.
    ///
    /// # Errors
    /// [`MaterializeError::Refused`] where an applied entry cannot be read again, which is a defect.
    pub(super) fn read_texts(&mut self) -> Result<&Texts, MaterializeError> {
        // What fails half way is built again from the start.
        let mut texts = std::mem::take(&mut self.texts);
        for number in texts.changes.max(1)..self.index.change_count() {
            self.read_change(number, &mut texts).ok_or(MaterializeError::Refused)?;
        }
        texts.changes = self.index.change_count();
        self.texts = texts;
        Ok(&self.texts)
    }

    fn read_change(&self, number: u32, texts: &mut Texts) -> Option<()> {
        let change = self.index.change(number)?;
        let of_text = |op: u32| self.index.op(op).filter(|info| self.is_text(info.obj));
        let numbers = change.first..change.first + change.len;
        if !numbers.clone().any(|op| of_text(op).is_some()) {
            return Some(());
        }
        let (author, actor) = (self.index.author_of(change)?, self.index.actor_of(change)?);
        let tag8 = author.person.tag8();
        let batch = Batch::decode(self.batch(number)?, &self.context(actor, &tag8, u64::from(change.start))).ok()?;
        for (op, written) in numbers.zip(batch.ops) {
            if let Some(info) = of_text(op) {
                texts.texts.entry(info.obj).or_default().apply(&self.index, op, info, written)?;
            }
        }
        Some(())
    }

    fn is_text(&self, object: u32) -> bool {
        (0..self.schema.texts.len()).any(|number| self.schema.text_counter(number) == u64::from(object) + 1)
    }
}

impl Elements {
    fn in_order(&self) -> impl Iterator<Item = &Element> {
        let first = self.chunks.first();
        std::iter::successors(first, |chunk| self.chunks.get(chunk.next? as usize)).flat_map(|chunk| &chunk.elements)
    }

    /// Takes op `number` in; `None` where it names no element of this text, which validation does not let pass.
    fn apply(&mut self, index: &Index, number: u32, info: &OpInfo, op: Op) -> Option<()> {
        if info.kind == Kind::Delete {
            return self.delete(info.key);
        }
        let Action::Put(Value::Str(said)) = op.action else { return None };
        let mut chars = said.chars();
        let shown = match (chars.next(), chars.next()) {
            (Some(only), None) => u32::from(only),
            _ => {
                self.several.insert(number, said);
                SEVERAL
            }
        };
        self.insert(index, info.key, Element { op: number, shown })
    }

    fn delete(&mut self, op: u32) -> Option<()> {
        let (chunk, at) = self.place_of(op)?;
        self.chunks.get_mut(chunk)?.elements.get_mut(at)?.shown = GONE;
        self.several.remove(&op);
        Some(())
    }

    fn insert(&mut self, index: &Index, after: u32, element: Element) -> Option<()> {
        let from = if after == HEAD { (0, 0) } else { self.place_of(after).map(|(chunk, at)| (chunk, at + 1))? };
        if self.chunks.is_empty() {
            self.chunks.push(Chunk { elements: Vec::new(), next: None, least: u64::MAX });
        }
        let id = index.id_of(element.op)?;
        let (chunk, at) = self.place_for(index, &id, from)?;
        let place = self.chunks.get_mut(chunk)?;
        place.elements.insert(at, element);
        place.least = place.least.min(id.counter);
        self.settle(element.op, chunk)?;
        if self.chunks.get(chunk)?.elements.len() > MAX_CHUNK { self.split(index, chunk) } else { Some(()) }
    }

    /// Passes what is newer than `id`, from the place right behind the element that `id` names.
    fn place_for(&self, index: &Index, id: &OpId, (mut chunk, mut at): (usize, usize)) -> Option<(usize, usize)> {
        loop {
            let here = self.chunks.get(chunk)?;
            while let Some(next) = here.elements.get(at) {
                if index.id_of(next.op)? < *id {
                    return Some((chunk, at));
                }
                at += 1;
            }
            // Whole chunks of newer elements are passed at once; the last of them takes the element where the next is older.
            let Some(next) = here.next else { return Some((chunk, at)) };
            let following = self.chunks.get(next as usize)?;
            if following.least > id.counter {
                (chunk, at) = (next as usize, following.elements.len());
            } else if index.id_of(following.elements.first()?.op)? < *id {
                return Some((chunk, at));
            } else {
                (chunk, at) = (next as usize, 1);
            }
        }
    }

    fn split(&mut self, index: &Index, chunk: usize) -> Option<()> {
        let behind = u32::try_from(self.chunks.len()).ok()?;
        let first = self.chunks.get_mut(chunk)?;
        let elements = first.elements.split_off(MAX_CHUNK / 2);
        let next = first.next.replace(behind);
        first.least = least(index, &first.elements)?;
        for element in &elements {
            *self.home.get_mut(element.op as usize)? = behind;
        }
        self.chunks.push(Chunk { least: least(index, &elements)?, elements, next });
        Some(())
    }

    fn settle(&mut self, op: u32, chunk: usize) -> Option<()> {
        let op = op as usize;
        if self.home.len() <= op {
            self.home.resize(op + 1, NOWHERE);
        }
        *self.home.get_mut(op)? = u32::try_from(chunk).ok()?;
        Some(())
    }

    fn place_of(&self, op: u32) -> Option<(usize, usize)> {
        let chunk = self.home.get(op as usize).copied().filter(|chunk| *chunk != NOWHERE)? as usize;
        let at = self.chunks.get(chunk)?.elements.iter().position(|element| element.op == op)?;
        Some((chunk, at))
    }
}

fn least(index: &Index, elements: &[Element]) -> Option<u64> {
    elements
        .iter()
        .map(|element| index.id_of(element.op).map(|id| id.counter))
        .try_fold(u64::MAX, |least, one| Some(least.min(one?)))
}
