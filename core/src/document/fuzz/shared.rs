//! Structure alone: documents that Automerge itself wrote, of any shape, under an open schema.

#[cfg(test)]
use super::truth::{rebuild, trouble};
use super::{Chance, author, plan, quietly};
use crate::document::engine::{Checked, DocEntry, Document, Judgement};
use crate::document::genesis;
use crate::domain::{Class, DocKind};
use crate::id::{ActorKey, DocId, EntryHash};
use crate::ops::automerge_change::{actor_id, ops_of};
use crate::ops::{Action, Batch, Context, Key, Obj, OpId, Value};
use crate::time::Timestamp;
use crate::validate::{Author, Field, Form, Reason, Schema, ValueType};
use automerge::transaction::{CommitOptions, Transactable};
use automerge::{AutoCommit, Change, ObjId, ObjType, ROOT, ReadDoc, ScalarValue, TextEncoding};
use std::collections::BTreeMap;

const fn any(number: u64, name: &'static str) -> Field {
    Field { name, number, value: ValueType::Str { max_bytes: 0, form: Form::Any } }
}

const KEYS: [&str; 6] = ["k0", "k1", "k2", "k3", "k4", "k5"];

/// Everything that structure allows.
pub(super) static OPEN: Schema = Schema {
    kind: DocKind::Event,
    version: 1,
    class: Class::Shared,
    root: &[any(1, "k0"), any(2, "k1"), any(3, "k2"), any(4, "k3"), any(5, "k4"), any(6, "k5")],
    containers: &[],
    texts: &[],
    max_objects: 0,
    max_inserts: 0,
    open: true,
};

pub(super) fn open_document() -> Document {
    Document::with_schema(&OPEN, DocId([7; 16]))
}

/// A history by three devices with merges, and what each change is as an entry.
pub(super) struct World {
    pub document: Document,
    pub history: Vec<Change>,
    pub full: AutoCommit,
}

fn writer(n: u8) -> Author {
    author(n, n)
}

fn start(n: u8) -> AutoCommit {
    let mut document = AutoCommit::new_with_encoding(TextEncoding::UnicodeCodePoint);
    document.apply_changes([genesis::change(&OPEN)]).unwrap();
    document.with_actor(actor_id(&writer(n).device.actor()))
}

pub(super) fn world(chance: &mut Chance) -> World {
    let mut base = start(1);
    edit(&mut base, chance, 6);
    let mut writers: Vec<_> = (2..5).map(|n| base.fork().with_actor(actor_id(&writer(n).device.actor()))).collect();
    for _ in 0..4 {
        for writer in &mut writers {
            let count = 1 + chance.below(4);
            edit(writer, chance, count);
        }
        let (a, b) = (chance.below(3), chance.below(3));
        if a != b {
            let mut other = writers[b].fork();
            writers[a].merge(&mut other).unwrap();
        }
    }
    let mut full = start(9);
    for writer in std::iter::once(&mut base).chain(&mut writers) {
        full.merge(writer).unwrap();
    }
    let history = full.get_changes(&[]);
    let mut document = open_document();
    for change in history.iter().skip(1) {
        let bytes = wire(change, &document).expect("an honest change can be written");
        let checked = judge(&document, change, &bytes).expect("an honest change is accepted");
        assert_eq!(rebuild(&document, &checked).hash(), change.hash(), "rebuilt with the identical hash");
        document.apply(checked);
    }
    World { document, history, full }
}

fn author_of(change: &Change) -> Author {
    let is = |n: &u8| actor_id(&writer(*n).device.actor()) == *change.actor_id();
    writer((1..=200).find(is).expect("one of ours"))
}

/// Writes a change of Automerge as our batch.
fn wire(change: &Change, document: &Document) -> Option<Vec<u8>> {
    wire_ops(change, ops_of(&change.decode())?, document)
}

fn wire_ops(change: &Change, ops: Vec<crate::ops::Op>, document: &Document) -> Option<Vec<u8>> {
    let author = author_of(change);
    let previous = document.index.last_of(&author.device.actor()).and_then(|c| document.index.change(c)).map(|c| c.entry);
    let genesis = genesis::change(&OPEN).hash();
    let entries = change.deps().iter().filter(|dep| **dep != genesis).map(|dep| EntryHash(dep.0));
    let mut deps: Vec<_> = entries.filter(|entry| Some(*entry) != previous).collect();
    deps.sort_unstable();
    let (actor, tag8) = (author.device.actor(), author.person.tag8());
    let context = Context { actor, tag8: &tag8, start_op: change.start_op().get(), max_ops: 20_000, names: &OPEN };
    Batch { deps, ops }.encode(&context).ok()
}

fn judge(document: &Document, change: &Change, bytes: &[u8]) -> Result<Checked, Option<Reason>> {
    judge_bytes(document, &author_of(change), EntryHash(change.hash().0), change.len() as u64, bytes)
}

fn judge_bytes(
    document: &Document,
    author: &Author,
    hash: EntryHash,
    nops: u64,
    bytes: &[u8],
) -> Result<Checked, Option<Reason>> {
    let entry = DocEntry { hash, author: *author, ts: Timestamp(1), nops, batch: bytes };
    match document.judge(&entry) {
        Judgement::Accept(checked) => Ok(checked),
        Judgement::Malformed(reason) => Err(Some(reason)),
        Judgement::Missing(_) => Err(None),
    }
}

/// Random honest edits.
fn edit(document: &mut AutoCommit, chance: &mut Chance, count: usize) {
    for _ in 0..count {
        let mut objects = vec![(ROOT, ObjType::Map)];
        collect(document, &ROOT, &mut objects, 0);
        let (object, kind) = chance.pick(&objects).clone();
        match kind {
            ObjType::Map | ObjType::Table => edit_map(document, chance, &object),
            ObjType::List => edit_list(document, chance, &object),
            ObjType::Text => {
                let length = document.length(&object);
                let at = chance.below(length + 1);
                let delete = chance.below(3).min(length - at) as isize;
                let _ = document.splice_text(&object, at, delete, chance.pick::<&str>(&["x", "yz", "", "hello", "été 🎉"]));
            }
        }
    }
    document.commit_with(CommitOptions::default().with_time(0));
}

fn edit_map(document: &mut AutoCommit, chance: &mut Chance, object: &ObjId) {
    let key = *chance.pick(&KEYS);
    let number = chance.below(100) as i64;
    match chance.below(9) {
        0 => drop(document.put_object(object, key, ObjType::Map)),
        1 => {
            let text = document.put_object(object, key, ObjType::Text);
            drop(text.map(|text| document.splice_text(&text, 0, 0, "abc")));
        }
        2 => drop(document.put_object(object, key, ObjType::List)),
        3 => drop(document.delete(object, key)),
        4 => drop(document.put(object, key, ScalarValue::counter(number))),
        5 => {
            if document
                .get(object, key)
                .unwrap()
                .is_some_and(|(value, _)| value.as_scalar().is_some_and(|s| matches!(s, ScalarValue::Counter(_))))
            {
                let _ = document.increment(object, key, 1);
            }
        }
        6 => drop(document.put(object, key, vec![1_u8, 2])),
        7 => drop(document.put(object, key, ScalarValue::Null)),
        _ => drop(document.put(object, key, number)),
    }
}

fn edit_list(document: &mut AutoCommit, chance: &mut Chance, object: &ObjId) {
    let length = document.length(object);
    let number = chance.below(100) as i64;
    match chance.below(4) {
        0 if length > 0 => drop(document.delete(object, chance.below(length))),
        1 if length > 0 => drop(document.put(object, chance.below(length), number)),
        2 => drop(document.insert_object(object, chance.below(length + 1), ObjType::Map)),
        _ => drop(document.insert(object, chance.below(length + 1), number)),
    }
}

fn collect(document: &AutoCommit, object: &ObjId, out: &mut Vec<(ObjId, ObjType)>, depth: usize) {
    if depth > 3 {
        return;
    }
    let mut found = Vec::new();
    match document.object_type(object).unwrap() {
        ObjType::Map | ObjType::Table => {
            found.extend(
                document.keys(object).collect::<Vec<_>>().iter().filter_map(|k| document.get(object, k.as_str()).unwrap()),
            );
        }
        ObjType::List => found.extend((0..document.length(object)).filter_map(|at| document.get(object, at).unwrap())),
        ObjType::Text => (),
    }
    for (value, id) in found {
        if let automerge::Value::Object(kind) = value {
            out.push((id.clone(), kind));
            collect(document, &id, out, depth + 1);
        }
    }
}

/// Changes one field of one op into something that exists elsewhere, or nowhere.
pub(super) fn mutate(ops: &mut Vec<crate::ops::Op>, chance: &mut Chance, ids: &[OpId], keys: &[String]) {
    let at = chance.below(ops.len());
    let id = *chance.pick(ids);
    let key = chance.pick(keys).clone();
    let Some(op) = ops.get_mut(at) else { return };
    match chance.below(12) {
        0 => op.obj = Obj::Id(id),
        1 => op.obj = Obj::Root,
        2 => op.key = Key::Elem(id),
        3 => op.key = Key::Field(key),
        4 => op.key = Key::Head,
        5 => op.preds = (0..chance.below(3)).map(|_| *chance.pick(ids)).collect(),
        6 => {
            op.preds = (0..chance.below(4)).map(|_| *chance.pick(ids)).collect();
            op.preds.sort_unstable();
        }
        7 => op.insert = !op.insert,
        8 => {
            let actions = [
                Action::Delete,
                Action::Increment(3),
                Action::MakeMap,
                Action::MakeText,
                Action::MakeList,
                Action::Put(Value::Counter(1)),
                Action::Put(Value::from("s")),
                Action::Put(Value::from("several characters")),
                Action::Put(Value::from("")),
                Action::Put(Value::Bool(true)),
            ];
            op.action = chance.pick(&actions).clone();
        }
        9 => {
            let other = op.clone();
            ops.push(other);
        }
        10 => {
            let other = chance.pick(ops).clone();
            ops[at] = other;
        }
        _ => drop(ops.remove(at)),
    }
}

#[test]
fn what_validation_accepts_automerge_takes() {
    let (seed, rounds) = plan(2_000);
    let mut chance = Chance(seed);
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut honest = 0;
    let per_world = 16;
    for _ in 0..rounds.div_ceil(per_world) {
        let mut world = world(&mut chance);
        honest += world.history.len();
        for _ in 0..per_world {
            let mut attacker = world.full.fork().with_actor(actor_id(&writer(200).device.actor()));
            let count = 1 + chance.below(4);
            edit(&mut attacker, &mut chance, count);
            let Some(change) = attacker.get_last_local_change() else { continue };
            let result = attack(&world, &change, &mut chance, seed);
            *seen.entry(result).or_default() += 1;
        }
    }
    let accepted = seen.get("accepted").copied().unwrap_or(0);
    println!("seed {seed}: {honest} honest changes, mutated: {seen:?}");
    assert!(accepted * 20 > rounds, "seed {seed}: too few accepted to learn from: {seen:?}");
    assert!(honest > rounds / 2, "seed {seed}: only {honest} honest changes");
}

fn attack(world: &World, change: &Change, chance: &mut Chance, seed: u64) -> String {
    let mut ops = ops_of(&change.decode()).expect("honest ops");
    let (actor, start) = (writer(200).device.actor(), change.start_op().get());
    let mut ids: Vec<_> = (0..world.document.index.op_count()).filter_map(|op| world.document.index.id_of(op)).collect();
    ids.push(OpId { counter: 9_999, actor: ids[ids.len() - 1].actor });
    ids.push(OpId { counter: 1, actor: ActorKey([77; 16]) });
    ids.extend((0..=ops.len() as u64).map(|i| OpId { counter: start + i, actor }));
    let keys: Vec<String> = KEYS.iter().map(|k| (*k).to_owned()).chain(["v".to_owned(), "none".to_owned()]).collect();
    let bytes_only = chance.below(4) == 0;
    for _ in 0..if bytes_only { 0 } else { 1 + chance.below(2) } {
        mutate(&mut ops, chance, &ids, &keys);
    }
    let nops = ops.len() as u64;
    let Some(mut bytes) = wire_ops(change, ops, &world.document) else { return "unwritable".to_owned() };
    if bytes_only {
        for _ in 0..=chance.below(3) {
            let at = chance.below(bytes.len());
            bytes[at] = if chance.below(2) == 0 { chance.below(256) as u8 } else { bytes[at] ^ (1 << chance.below(8)) };
        }
    }
    match judge_bytes(&world.document, &writer(200), EntryHash([9; 32]), nops, &bytes) {
        Err(Some(_)) => "malformed".to_owned(),
        Err(None) => "missing".to_owned(),
        Ok(checked) => {
            let change = rebuild(&world.document, &checked);
            let trouble = quietly(|| trouble(&world.history, &change));
            assert_eq!(trouble, None, "seed {seed}: accepted, but automerge {trouble:?}: {:#?}", change.decode());
            "accepted".to_owned()
        }
    }
}
