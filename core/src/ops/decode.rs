//! Reading a batch: one pass, every length bounded before memory is taken.

use super::encode::{DELETE_RUN, ELEMENT, INSERT, TEXT_RUN, container_form};
use super::names::{GENESIS, object_key};
use super::{Action, Batch, Context, DecodeError, Key, KeyForm, Obj, Op, OpId, Value};
use crate::cbor::{CborError, Reader};
use crate::id::{ActorKey, EntryHash};
use crate::limits;
use minicbor::data::Type;

pub(super) fn batch(bytes: &[u8], context: &Context<'_>) -> Result<Batch, DecodeError> {
    let mut r = Reader::new(bytes);
    let items = r.array(bytes.len(), "batch")?.checked_sub(2).ok_or(CborError::Malformed("batch"))?;
    let deps: Vec<EntryHash> = r.list(limits::MAX_DEPS, "deps")?;
    let actors = r.list(limits::MAX_BATCH_ACTORS, "actors")?;
    let mut decoder = Decoder { context, actors, ops: Vec::new() };
    for _ in 0..items {
        decoder.item(&mut r)?;
    }
    Ok(Batch { deps, ops: decoder.ops })
}

struct Decoder<'a> {
    context: &'a Context<'a>,
    actors: Vec<ActorKey>,
    ops: Vec<Op>,
}

impl Decoder<'_> {
    fn item(&mut self, r: &mut Reader<'_>) -> Result<(), DecodeError> {
        let len = r.array(5, "op")?;
        let code = r.uint("op code")?;
        let obj = if r.null() { Obj::Root } else { Obj::Id(self.reference(r)?) };
        match code {
            TEXT_RUN if len == 4 => self.text_run(r, obj),
            DELETE_RUN if len == 4 => self.delete_run(r, obj),
            code => self.single(r, obj, code, len),
        }
    }

    fn single(&mut self, r: &mut Reader<'_>, obj: Obj, code: u64, len: usize) -> Result<(), DecodeError> {
        let (insert, place) = (code >= INSERT, code & !7);
        let key = match place {
            0 => Key::Field(self.field(r, &obj)?),
            ELEMENT => Key::Elem(self.reference(r)?),
            INSERT => self.element(r)?,
            _ => return Err(DecodeError::Unknown("op code")),
        };
        let (action, argument) = match code & 7 {
            0 => (Action::MakeMap, 0),
            1 => (Action::MakeList, 0),
            2 => (Action::MakeText, 0),
            3 => (Action::Put(value(r)?), 1),
            4 => (Action::Delete, 0),
            5 => (Action::Increment(r.int("increment")?), 1),
            _ => return Err(DecodeError::Unknown("op code")),
        };
        let preds = match len.checked_sub(3 + argument) {
            Some(0) => Vec::new(),
            Some(1) => {
                let count = r.array(limits::MAX_PREDS, "preds")?;
                (0..count).map(|_| self.reference(r)).collect::<Result<_, _>>()?
            }
            Some(_) | None => return Err(CborError::Malformed("op").into()),
        };
        self.push(Op { obj, key, insert, action, preds })
    }

    fn text_run(&mut self, r: &mut Reader<'_>, obj: Obj) -> Result<(), DecodeError> {
        let mut key = self.element(r)?;
        for c in r.text(limits::MAX_PAYLOAD_BYTES, "text run")?.chars() {
            let next = Key::Elem(self.own(self.ops.len() as u64));
            self.push(Op { obj, key, insert: true, action: Action::Put(Value::Str(c.into())), preds: Vec::new() })?;
            key = next;
        }
        Ok(())
    }

    fn delete_run(&mut self, r: &mut Reader<'_>, obj: Obj) -> Result<(), DecodeError> {
        let first = self.reference(r)?;
        let count = r.uint_below(limits::MAX_DELETE_RUN + 1, "delete run")?;
        for i in 0..count {
            let element = OpId { counter: first.counter + i, actor: first.actor };
            let preds = vec![element];
            self.push(Op { obj, key: Key::Elem(element), insert: false, action: Action::Delete, preds })?;
        }
        Ok(())
    }

    fn push(&mut self, op: Op) -> Result<(), DecodeError> {
        if self.ops.len() >= self.context.max_ops {
            return Err(DecodeError::TooManyOps(self.context.max_ops));
        }
        self.ops.push(op);
        Ok(())
    }

    fn element(&self, r: &mut Reader<'_>) -> Result<Key, DecodeError> {
        Ok(if r.null() { Key::Head } else { Key::Elem(self.reference(r)?) })
    }

    fn field(&self, r: &mut Reader<'_>, obj: &Obj) -> Result<String, DecodeError> {
        let tag8 = self.context.tag8;
        Ok(match container_form(obj, self.context) {
            None => self.context.names.field_name(r.uint("field")?).ok_or(DecodeError::Unknown("field"))?.to_owned(),
            Some(KeyForm::Plain) => r.text(limits::MAX_KEY_BYTES, "key")?.to_owned(),
            Some(KeyForm::Tagged) => format!("{tag8}{}", r.text(limits::MAX_KEY_BYTES, "key")?),
            Some(KeyForm::Object) => {
                let maker = if r.null() { self.own(self.ops.len() as u64) } else { self.reference(r)? };
                object_key(tag8, &maker.actor, maker.counter)
            }
        })
    }

    fn reference(&self, r: &mut Reader<'_>) -> Result<OpId, DecodeError> {
        let id = if r.peek() == Some(Type::Array) {
            r.tuple(2, "reference")?;
            let number = r.uint_below(limits::MAX_BATCH_ACTORS as u64 + 1, "actor number")?;
            let listed = |n: u64| self.actors.get(n as usize).copied().ok_or(DecodeError::Unknown("actor"));
            let actor = number.checked_sub(1).map_or(Ok(GENESIS), listed)?;
            OpId { counter: r.uint_below(limits::MAX_COUNTER, "counter")?, actor }
        } else {
            let n = r.int("reference")?;
            match u64::try_from(n) {
                Ok(counter) => OpId { counter, actor: self.context.actor },
                Err(_) => self.own(n.unsigned_abs() - 1),
            }
        };
        if id.counter >= limits::MAX_COUNTER {
            return Err(CborError::TooLong("counter").into());
        }
        Ok(id)
    }

    /// Returns the id of op `index` of this batch.
    const fn own(&self, index: u64) -> OpId {
        OpId { counter: self.context.start_op.saturating_add(index), actor: self.context.actor }
    }
}

fn value(r: &mut Reader<'_>) -> Result<Value, DecodeError> {
    Ok(match r.peek() {
        Some(Type::Null) => {
            r.null();
            Value::Null
        }
        Some(Type::Bool) => Value::Bool(r.bool("value")?),
        Some(Type::String) => Value::Str(r.text(limits::MAX_STRING_BYTES, "value")?.to_owned()),
        Some(Type::Bytes) => Value::Bytes(r.bytes(limits::MAX_STRING_BYTES, "value")?.to_vec()),
        Some(Type::Array) => {
            r.tuple(1, "counter")?;
            Value::Counter(r.int("counter")?)
        }
        _ => Value::Int(r.int("value")?),
    })
}
