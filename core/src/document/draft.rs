//! Writing: edits become ops on the index, then the bytes of a batch.
//!
//! Ops name other ops by their number in the index while drafting; own ops go on where the index ends. Ids, deps and object keys
//! follow at the end, when it is known on what the batch builds.

use super::engine::{DocEntry, Document, Judgement};
use super::materialize::MaterializeError;
use super::text_edit;
use crate::id::EntryHash;
use crate::limits;
use crate::ops::{Action, Batch, EncodeError, Key, Obj, Op, OpId, Value, object_key};
use crate::time::Timestamp;
use crate::validate::index::{Ancestry, HEAD, ROOT};
use crate::validate::{Author, Holds, KeyShape, Reason};
use std::collections::{BTreeMap, BTreeSet};

/// Why edits cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// There is no such container, field, text or key in the document.
    #[error("no such {0}")]
    Unknown(&'static str),
    /// No edit changes anything.
    #[error("nothing changes")]
    Nothing,
    /// The result would be void.
    #[error("not allowed: {0}")]
    Refused(#[from] Reason),
    /// The result has no wire form.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// The text to edit cannot be read.
    #[error(transparent)]
    Text(#[from] MaterializeError),
}

/// A batch ready to be sealed; it is applied by judging it like anybody's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drafted {
    /// The batch (fmt 1).
    pub batch: Vec<u8>,
    /// Number of its ops, for the header.
    pub nops: u64,
    /// The objects it makes, in the order of [`Draft::create`].
    pub created: Vec<Created>,
}

/// An object a batch makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Created {
    /// Its container.
    pub container: &'static str,
    /// Its key in the container.
    pub key: String,
    /// Its op's place in the batch: with the hash of the sealed entry it makes the object's `ObjRef`.
    pub op: u32,
}

/// Edits of one author, all in one batch.
pub struct Draft<'a> {
    document: &'a Document,
    tag8: String,
    ops: Vec<Pending>,
    /// What stands at keys this draft wrote, instead of what the view says.
    standing: BTreeMap<(u32, String), Vec<u32>>,
    edited_texts: BTreeSet<&'static str>,
}

struct Pending {
    obj: u32,
    key: PendingKey,
    insert: bool,
    action: Action,
    preds: Vec<u32>,
}

enum PendingKey {
    Field(String),
    /// The object key of this very op.
    OwnObject,
    Element(u32),
}

impl Document {
    /// Writes edits of `author` on top of everything applied.
    ///
    /// # Errors
    /// What `edits` returns; [`DraftError::Nothing`] where they change nothing; [`DraftError::Refused`] where the rules do not
    /// allow the result, for instance a value that is too long.
    pub fn draft(
        &mut self,
        author: &Author,
        edits: impl FnOnce(&mut Draft<'_>) -> Result<(), DraftError>,
    ) -> Result<Drafted, DraftError> {
        if !self.schema.texts.is_empty() {
            self.read_texts()?;
        }
        let document = &*self;
        let mut draft = Draft {
            document,
            tag8: author.person.tag8(),
            ops: Vec::new(),
            standing: BTreeMap::new(),
            edited_texts: BTreeSet::new(),
        };
        edits(&mut draft)?;
        draft.finish(author)
    }
}

impl Draft<'_> {
    /// Makes an object in a container whose keys name their objects (messages, posts, comments).
    ///
    /// # Errors
    /// [`DraftError::Unknown`] where there is no such container.
    pub fn create(&mut self, container: &str, fields: &[(&str, Value)]) -> Result<(), DraftError> {
        let object = self.container(container, |key, holds| key == KeyShape::Object && matches!(holds, Holds::Map(_)))?;
        let made = self.push(object, PendingKey::OwnObject, false, Action::MakeMap, Vec::new());
        for (name, value) in fields {
            self.write(made, name, Some(value.clone()));
        }
        Ok(())
    }

    /// Sets fields of the object at a key, and makes it where the key is the person's own and holds nothing (answers, profiles).
    /// `None` removes a field. Values that stand already are not written again.
    ///
    /// # Errors
    /// [`DraftError::Unknown`] where there is no such container or object.
    pub fn put(&mut self, container: &str, key: &str, fields: &[(&str, Option<Value>)]) -> Result<(), DraftError> {
        let object = self.container(container, |_, holds| matches!(holds, Holds::Map(_)))?;
        let shape = self.document.schema.container(container).map(|(_, c)| c.key);
        let standing = self.standing(object, key);
        let shown = standing.iter().copied().max_by_key(|op| self.order(*op));
        let map = match shown {
            Some(map) => map,
            None if shape == Some(KeyShape::Object) => return Err(DraftError::Unknown("object")),
            None => {
                let made = self.push(object, PendingKey::Field(key.to_owned()), false, Action::MakeMap, standing);
                self.standing.insert((object, key.to_owned()), vec![made]);
                made
            }
        };
        for (name, value) in fields {
            self.write(map, name, value.clone());
        }
        Ok(())
    }

    /// Sets or removes the value at a key of a container that holds values (reactions, overrides).
    ///
    /// # Errors
    /// [`DraftError::Unknown`] where there is no such container.
    pub fn put_value(&mut self, container: &str, key: &str, value: Option<Value>) -> Result<(), DraftError> {
        let object = self.container(container, |_, holds| matches!(holds, Holds::Value(_)))?;
        self.write(object, key, value);
        Ok(())
    }

    /// Deletes what stands at a key.
    ///
    /// # Errors
    /// [`DraftError::Unknown`] where nothing stands there.
    pub fn delete(&mut self, container: &str, key: &str) -> Result<(), DraftError> {
        let object = self.container(container, |_, _| true)?;
        if self.standing(object, key).is_empty() {
            return Err(DraftError::Unknown("object"));
        }
        self.write(object, key, None);
        Ok(())
    }

    /// Sets or removes a field at the root of a shared document.
    ///
    /// # Errors
    /// [`DraftError::Unknown`] where there is no such field.
    pub fn set(&mut self, field: &str, value: Option<Value>) -> Result<(), DraftError> {
        if !self.document.schema.root.iter().any(|f| f.name == field) {
            return Err(DraftError::Unknown("field"));
        }
        self.write(ROOT, field, value);
        Ok(())
    }

    /// Changes a text at the root into `text`, by inserting and deleting as little as a comparison of words finds, so that it
    /// merges with what others write meanwhile. Once per text and draft.
    ///
    /// # Errors
    /// [`DraftError::Unknown`] where there is no such text or it was edited in this draft, or `text` is over its length.
    pub fn set_text(&mut self, name: &str, text: &str) -> Result<(), DraftError> {
        let schema = self.document.schema;
        let number = schema.texts.iter().position(|t| t.name == name).ok_or(DraftError::Unknown("text"))?;
        let field = schema.texts.get(number).ok_or(DraftError::Unknown("text"))?;
        if !self.edited_texts.insert(field.name) {
            return Err(DraftError::Unknown("text that is not edited yet"));
        }
        if text.len() > field.max_bytes {
            return Err(Reason::from(crate::validate::SchemaError::WrongValue(field.name)).into());
        }
        let object = schema.text_counter(number) as u32 - 1;
        for edit in text_edit::edits(&self.document.texts.characters(object), text) {
            let mut after = edit.after.unwrap_or(HEAD);
            for c in edit.insert.chars() {
                let put = Action::Put(Value::Str(c.into()));
                after = self.push(object, PendingKey::Element(after), true, put, Vec::new());
            }
            for element in edit.delete {
                self.push(object, PendingKey::Element(element), false, Action::Delete, vec![element]);
            }
        }
        Ok(())
    }

    fn container(&self, name: &str, fits: impl Fn(KeyShape, &Holds) -> bool) -> Result<u32, DraftError> {
        let (_, container) = self.document.schema.container(name).ok_or(DraftError::Unknown("container"))?;
        let op = self.document.container_op(name).filter(|_| fits(container.key, &container.holds));
        op.ok_or(DraftError::Unknown("container"))
    }

    /// Writes or removes one value of a map, unless it stands there already.
    fn write(&mut self, object: u32, key: &str, value: Option<Value>) {
        let standing = self.standing(object, key);
        let unchanged = match (standing.as_slice(), &value) {
            ([], None) => true,
            ([only], Some(new)) => self.value(*only) == Some(new),
            _ => false,
        };
        if unchanged {
            return;
        }
        let place = (object, key.to_owned());
        let removes = value.is_none();
        let action = value.map_or(Action::Delete, Action::Put);
        // Somebody may have written more values at once than one op may replace.
        let (last, more) = standing.split_at(standing.len().min(limits::MAX_PREDS));
        for preds in more.chunks(limits::MAX_PREDS) {
            self.push(object, PendingKey::Field(key.to_owned()), false, Action::Delete, preds.to_vec());
        }
        let op = self.push(object, PendingKey::Field(key.to_owned()), false, action, last.to_vec());
        self.standing.insert(place, if removes { Vec::new() } else { vec![op] });
    }

    fn standing(&self, object: u32, key: &str) -> Vec<u32> {
        if let Some(standing) = self.standing.get(&(object, key.to_owned())) {
            return standing.clone();
        }
        let known = self.document.index.key_number(key);
        known.map_or_else(Vec::new, |key| self.document.view.standing(object, key).to_vec())
    }

    fn value(&self, op: u32) -> Option<&Value> {
        match self.own(op) {
            Some(at) => match self.ops.get(at).map(|op| &op.action) {
                Some(Action::Put(value)) => Some(value),
                _ => None,
            },
            None => self.document.view.value(op),
        }
    }

    /// Orders standing ops as Automerge does; own ones are the latest.
    fn order(&self, op: u32) -> (bool, Option<OpId>, u32) {
        (self.own(op).is_some(), self.document.index.id_of(op), op)
    }

    /// Returns the place in this draft of op `number`, where it is one of its own.
    fn own(&self, number: u32) -> Option<usize> {
        number.checked_sub(self.document.index.op_count()).map(|at| at as usize)
    }

    fn push(&mut self, obj: u32, key: PendingKey, insert: bool, action: Action, preds: Vec<u32>) -> u32 {
        self.ops.push(Pending { obj, key, insert, action, preds });
        self.document.index.op_count() + self.ops.len() as u32 - 1
    }

    fn finish(self, author: &Author) -> Result<Drafted, DraftError> {
        if self.ops.is_empty() {
            return Err(DraftError::Nothing);
        }
        let document = self.document;
        let actor = author.device.actor();
        let ancestry = document.index.ancestry(actor, self.deps(document.index.last_of(&actor)));
        let ops = self.ops.iter().enumerate().map(|(at, op)| self.op(op, at, &ancestry)).collect::<Option<Vec<_>>>();
        let ops = ops.ok_or(DraftError::Unknown("op"))?;
        let created = self.created(&ops);
        let mut deps: Vec<_> = ancestry.deps.iter().filter_map(|c| document.index.change(*c)).map(|c| c.entry).collect();
        deps.sort_unstable();
        let nops = ops.len() as u64;
        let batch = Batch { deps, ops }.encode(&document.context(actor, &self.tag8, ancestry.start_op))?;
        let entry = DocEntry { hash: EntryHash::ZERO, author: *author, ts: Timestamp(0), nops, batch: &batch };
        match document.judge(&entry) {
            Judgement::Accept(_) => Ok(Drafted { batch, nops, created }),
            Judgement::Malformed(reason) => Err(reason.into()),
            Judgement::Missing(_) => Err(DraftError::Unknown("dep")),
        }
    }

    /// Returns on what the batch builds beside the author's `previous` change: in class P the entries it names, in class S also
    /// the other heads, as far as they may be listed.
    fn deps(&self, previous: Option<u32>) -> Vec<u32> {
        let index = &self.document.index;
        let within = |change: u32, others: &BTreeSet<u32>| others.iter().any(|o| *o != change && index.is_within(change, *o));
        let needed: BTreeSet<u32> = self.named().filter_map(|op| index.change_number_of(op)).filter(|c| *c > 0).collect();
        let mut deps: Vec<u32> = needed.iter().copied().collect();
        if !self.document.is_partitioned() {
            deps.extend(index.heads());
        }
        let all: BTreeSet<u32> = deps.iter().copied().collect();
        let mut deps: Vec<u32> = all.iter().copied().filter(|c| !within(*c, &all)).collect();
        deps.retain(|c| previous.is_none_or(|p| !index.is_within(*c, p)));
        if deps.len() > limits::MAX_DEPS {
            let idle = |c: &u32| !needed.iter().any(|n| index.is_within(*n, *c));
            deps.sort_by_key(idle);
            deps.truncate(limits::MAX_DEPS);
        }
        deps
    }

    /// Returns the ops of the index that the draft names.
    fn named(&self) -> impl Iterator<Item = u32> {
        let of = |op: &Pending| {
            let element = if let PendingKey::Element(element) = op.key { Some(element) } else { None };
            [op.obj].into_iter().chain(element).chain(op.preds.iter().copied()).collect::<Vec<_>>()
        };
        self.ops.iter().flat_map(of).filter(|op| *op < self.document.index.op_count())
    }

    fn op(&self, op: &Pending, at: usize, ancestry: &Ancestry) -> Option<Op> {
        let index = &self.document.index;
        let id = |number: u32| match self.own(number) {
            Some(at) => Some(OpId { counter: ancestry.start_op + at as u64, actor: ancestry.actor }),
            None => index.id_of(number),
        };
        let mut preds = op.preds.iter().map(|pred| id(*pred)).collect::<Option<Vec<_>>>()?;
        preds.sort_unstable();
        Some(Op {
            obj: if op.obj == ROOT { Obj::Root } else { Obj::Id(id(op.obj)?) },
            key: match &op.key {
                PendingKey::Field(name) => Key::Field(name.clone()),
                PendingKey::OwnObject => Key::Field(object_key(&self.tag8, &ancestry.actor, ancestry.start_op + at as u64)),
                PendingKey::Element(HEAD) => Key::Head,
                PendingKey::Element(element) => Key::Elem(id(*element)?),
            },
            insert: op.insert,
            action: op.action.clone(),
            preds,
        })
    }

    fn created(&self, ops: &[Op]) -> Vec<Created> {
        let made = |(at, (pending, op)): (usize, (&Pending, &Op))| match (&op.key, &pending.action) {
            (Key::Field(key), Action::MakeMap) => {
                Some(Created { container: self.document.container_at(pending.obj)?, key: key.clone(), op: at as u32 })
            }
            _ => None,
        };
        self.ops.iter().zip(ops).enumerate().filter_map(made).collect()
    }
}
