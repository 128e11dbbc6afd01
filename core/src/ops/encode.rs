//! Writing a batch; runs are merged as far as they go, so that a batch has one spelling.

use super::names::{GENESIS, object_counter};
use super::{Action, Batch, Context, EncodeError, Key, KeyForm, Obj, Op, OpId, Value};
use crate::cbor::Writer;
use crate::id::ActorKey;
use crate::limits;

/// Code of the first action on a map key.
pub(super) const MAP: u64 = 0;
/// Code of a run of inserted characters.
pub(super) const TEXT_RUN: u64 = 6;
/// Code of a run of deleted elements.
pub(super) const DELETE_RUN: u64 = 7;
/// Code of the first action on an element.
pub(super) const ELEMENT: u64 = 8;
/// Code of the first action that inserts an element.
pub(super) const INSERT: u64 = 16;

pub(super) fn batch(batch: &Batch, context: &Context<'_>) -> Result<Vec<u8>, EncodeError> {
    if batch.deps.len() > limits::MAX_DEPS {
        return Err(EncodeError::TooLarge("deps"));
    }
    let encoder = Encoder { context, actors: foreign_actors(&batch.ops, context)? };
    let mut items = Vec::new();
    let mut rest = batch.ops.as_slice();
    while let Some(op) = rest.first() {
        let at = batch.ops.len() - rest.len();
        let run = text_run(rest, context, at).max(delete_run(rest));
        let mut w = Writer::new();
        if run > 1 && op.insert {
            encoder.text_run(&mut w, rest.get(..run).unwrap_or_default(), at)?;
        } else if run > 1 {
            encoder.delete_run(&mut w, op, run)?;
        } else {
            encoder.op(&mut w, op, at)?;
        }
        items.push(w.finish());
        rest = rest.get(run.max(1)..).unwrap_or_default();
    }
    let mut w = Writer::new();
    w.array(2 + items.len()).list(&batch.deps).list(&encoder.actors);
    let mut bytes = w.finish();
    bytes.extend(items.into_iter().flatten());
    Ok(bytes)
}

struct Encoder<'a> {
    context: &'a Context<'a>,
    /// Actors other than the author and the genesis, ascending; the first has number 1.
    actors: Vec<ActorKey>,
}

impl Encoder<'_> {
    fn op(&self, w: &mut Writer, op: &Op, at: usize) -> Result<(), EncodeError> {
        let base = match (&op.key, op.insert) {
            (Key::Field(_), false) => MAP,
            (Key::Elem(_), false) => ELEMENT,
            (Key::Head | Key::Elem(_), true) => INSERT,
            (Key::Head, false) | (Key::Field(_), true) => return Err(EncodeError::Unwritable("a key of another form")),
        };
        let (action, argument) = match &op.action {
            Action::MakeMap => (0, 0),
            Action::MakeList => (1, 0),
            Action::MakeText => (2, 0),
            Action::Put(_) => (3, 1),
            Action::Delete => (4, 0),
            Action::Increment(_) => (5, 1),
        };
        w.array(3 + argument + usize::from(!op.preds.is_empty())).uint(base + action);
        self.obj(w, &op.obj)?;
        self.key(w, op, at)?;
        match &op.action {
            Action::Put(value) => write_value(w, value),
            Action::Increment(by) => {
                w.int(*by);
            }
            Action::MakeMap | Action::MakeList | Action::MakeText | Action::Delete => (),
        }
        if op.preds.len() > limits::MAX_PREDS {
            return Err(EncodeError::TooLarge("preds"));
        }
        if !op.preds.is_empty() {
            w.array(op.preds.len());
            for pred in &op.preds {
                self.reference(w, pred)?;
            }
        }
        Ok(())
    }

    fn text_run(&self, w: &mut Writer, run: &[Op], at: usize) -> Result<(), EncodeError> {
        let first = run.first().ok_or(EncodeError::Unwritable("an empty run"))?;
        w.array(4).uint(TEXT_RUN);
        self.obj(w, &first.obj)?;
        self.key(w, first, at)?;
        w.text(&run.iter().filter_map(inserted_char).collect::<String>());
        Ok(())
    }

    fn delete_run(&self, w: &mut Writer, first: &Op, len: usize) -> Result<(), EncodeError> {
        w.array(4).uint(DELETE_RUN);
        self.obj(w, &first.obj)?;
        let Key::Elem(element) = &first.key else { return Err(EncodeError::Unwritable("a run without an element")) };
        self.reference(w, element)?;
        w.uint(len as u64);
        Ok(())
    }

    fn obj(&self, w: &mut Writer, obj: &Obj) -> Result<(), EncodeError> {
        match obj {
            Obj::Root => {
                w.null();
            }
            Obj::Id(id) => self.reference(w, id)?,
        }
        Ok(())
    }

    fn key(&self, w: &mut Writer, op: &Op, at: usize) -> Result<(), EncodeError> {
        let key = match &op.key {
            Key::Head => {
                w.null();
                return Ok(());
            }
            Key::Elem(id) => return self.reference(w, id),
            Key::Field(key) => key,
        };
        let tag8 = self.context.tag8;
        match container_form(&op.obj, self.context) {
            None => {
                w.uint(self.context.names.field_number(key).ok_or(EncodeError::Unwritable("an unknown field"))?);
            }
            Some(KeyForm::Plain) => {
                w.text(key);
            }
            Some(KeyForm::Tagged) => {
                w.text(key.strip_prefix(tag8).ok_or(EncodeError::Unwritable("another person's key"))?);
            }
            Some(KeyForm::Object) => {
                let makers = [&self.context.actor].into_iter().chain(&self.actors);
                let maker = makers.filter_map(|a| Some(OpId { counter: object_counter(key, tag8, a)?, actor: *a })).next();
                let maker = maker.ok_or(EncodeError::Unwritable("a key that names no object of the author"))?;
                if maker.actor == self.context.actor && maker.counter == self.context.start_op + at as u64 {
                    w.null();
                } else {
                    self.reference(w, &maker)?;
                }
            }
        }
        Ok(())
    }

    /// Own op of this batch: −1 − index. Own earlier op: counter. Other actor: `[number, counter]`, 0 for the genesis.
    fn reference(&self, w: &mut Writer, id: &OpId) -> Result<(), EncodeError> {
        if id.counter == 0 || id.counter >= limits::MAX_COUNTER {
            return Err(EncodeError::TooLarge("counter"));
        }
        if id.actor == self.context.actor {
            match id.counter.checked_sub(self.context.start_op) {
                Some(index) => w.int(-1 - index as i64),
                None => w.uint(id.counter),
            };
        } else {
            let number = if id.actor == GENESIS { 0 } else { self.number(&id.actor)? };
            w.array(2).uint(number).uint(id.counter);
        }
        Ok(())
    }

    fn number(&self, actor: &ActorKey) -> Result<u64, EncodeError> {
        self.actors.binary_search(actor).map(|i| i as u64 + 1).map_err(|_| EncodeError::Unwritable("an unlisted actor"))
    }
}

/// Returns the key form of the container `obj`, or `None` where it is no container.
pub(super) fn container_form(obj: &Obj, context: &Context<'_>) -> Option<KeyForm> {
    match obj {
        Obj::Id(id) if id.actor == GENESIS => context.names.key_form(id.counter),
        Obj::Id(_) | Obj::Root => None,
    }
}

fn write_value(w: &mut Writer, value: &Value) {
    match value {
        Value::Null => w.null(),
        Value::Bool(value) => w.bool(*value),
        Value::Int(n) => w.int(*n),
        Value::Str(text) => w.text(text),
        Value::Bytes(bytes) => w.bytes(bytes),
        Value::Counter(n) => w.array(1).int(*n),
    };
}

fn foreign_actors(ops: &[Op], context: &Context<'_>) -> Result<Vec<ActorKey>, EncodeError> {
    let mut actors = Vec::new();
    for op in ops {
        let obj = if let Obj::Id(id) = &op.obj { Some(id) } else { None };
        let element = if let Key::Elem(id) = &op.key { Some(id) } else { None };
        let named = obj.into_iter().chain(element).chain(&op.preds).map(|id| id.actor);
        actors.extend(named.filter(|actor| *actor != context.actor && *actor != GENESIS));
        // Runs name thousands of elements of one actor.
        actors.dedup();
    }
    actors.sort_unstable();
    actors.dedup();
    if actors.len() <= limits::MAX_BATCH_ACTORS { Ok(actors) } else { Err(EncodeError::TooLarge("actors")) }
}

/// Returns how many ops from the first on are one run of inserted characters.
fn text_run(ops: &[Op], context: &Context<'_>, at: usize) -> usize {
    let Some(first) = ops.first() else { return 0 };
    let mut len = 0;
    for (i, op) in ops.iter().enumerate() {
        let previous = OpId { counter: (context.start_op + (at + i) as u64).saturating_sub(1), actor: context.actor };
        if inserted_char(op).is_none() || op.obj != first.obj || (i > 0 && op.key != Key::Elem(previous)) {
            break;
        }
        len += 1;
    }
    len
}

/// Returns how many ops from the first on are one run of deleted elements with consecutive counters.
fn delete_run(ops: &[Op]) -> usize {
    let Some((Op { obj, .. }, Some(start))) = ops.first().map(|op| (op, deleted_element(op))) else { return 0 };
    let follows = |(i, op): (usize, &Op)| {
        let expected = OpId { counter: start.counter + i as u64, actor: start.actor };
        op.obj == *obj && deleted_element(op) == Some(expected)
    };
    ops.iter().take(limits::MAX_DELETE_RUN as usize).enumerate().take_while(|pair| follows(*pair)).count()
}

/// Returns the character that `op` inserts, where it inserts just one.
fn inserted_char(op: &Op) -> Option<char> {
    let Action::Put(Value::Str(text)) = &op.action else { return None };
    let mut chars = text.chars();
    let (first, second) = (chars.next()?, chars.next());
    (op.insert && op.preds.is_empty() && second.is_none()).then_some(first)
}

/// Returns the element that `op` deletes, where it overwrites nothing but that element's own value.
fn deleted_element(op: &Op) -> Option<OpId> {
    match (&op.action, &op.key, op.preds.as_slice()) {
        (Action::Delete, Key::Elem(element), [pred]) if element == pred && !op.insert => Some(*element),
        _ => None,
    }
}
