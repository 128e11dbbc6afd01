//! Documents of the product's types, written by several people with several devices.

#[cfg(test)]
use super::shared::mutate;
use super::truth::{canon, changes, rebuild, trouble};
use super::{Author, Chance, author, plan, quietly};
use crate::document::draft::{Draft, DraftError};
use crate::document::engine::{DocEntry, Document, Judgement};
use crate::domain::{Class, DocKind};
use crate::id::{ActorKey, DocId, EntryHash, ObjRef};
use crate::ops::{Batch, OpId, Value, object_key};
use crate::time::Timestamp;
use crate::validate::{Container, Field, Form, Holds, KeyShape, Schema, ValueType};
use automerge::{Automerge, ReadDoc};
use std::collections::BTreeMap;

/// An entry as it travels between the replicas of a test.
#[derive(Clone)]
pub(super) struct Sent {
    pub author: Author,
    pub hash: EntryHash,
    pub ts: Timestamp,
    pub nops: u64,
    pub batch: Vec<u8>,
}

impl Sent {
    pub(super) fn entry(&self) -> DocEntry<'_> {
        DocEntry { hash: self.hash, author: self.author, ts: self.ts, nops: self.nops, batch: &self.batch }
    }
}

/// Person 1 has three devices, 2 has two, 3 has one.
const WRITERS: [(u8, u8); 6] = [(1, 11), (1, 12), (1, 13), (2, 21), (2, 22), (3, 31)];

pub(super) fn world(kind: DocKind, chance: &mut Chance, steps: usize) -> (Vec<Sent>, Vec<Document>) {
    let mut log: Vec<Sent> = Vec::new();
    let mut replicas: Vec<_> = WRITERS.iter().map(|_| Document::new(kind, DocId([7; 16]))).collect();
    for step in 0..steps {
        let at = chance.below(WRITERS.len());
        if chance.below(3) == 0 {
            receive(&mut replicas[at], &log, "a replica takes what it missed");
        }
        let author = author(WRITERS[at].0, WRITERS[at].1);
        let count = 1 + chance.below(3);
        let edits = |draft: &mut Draft<'_>| (0..count).try_for_each(|_| edit(draft, kind, &author, &log, chance));
        match replicas[at].draft(&author, edits) {
            Err(DraftError::Nothing) => (),
            Err(error) => panic!("{kind:?} step {step}: {error:?}"),
            Ok(drafted) => {
                let hash = EntryHash(
                    *blake3::hash(&[author.device.0.as_slice(), &drafted.batch, &step.to_be_bytes()].concat()).as_bytes(),
                );
                let sent = Sent { author, hash, ts: Timestamp(step as u64), nops: drafted.nops, batch: drafted.batch };
                receive(&mut replicas[at], std::slice::from_ref(&sent), "a draft is accepted");
                log.push(sent);
            }
        }
    }
    for replica in &mut replicas {
        receive(replica, &log, "at last all have all");
    }
    (log, replicas)
}

pub(super) fn receive(document: &mut Document, log: &[Sent], why: &str) {
    for sent in log {
        if document.contains(&sent.hash) {
            continue;
        }
        match document.judge(&sent.entry()) {
            Judgement::Accept(checked) => drop(document.apply(checked)),
            other => panic!("{why}: {other:?}"),
        }
    }
}

/// One random edit that the author may make.
fn edit(draft: &mut Draft<'_>, kind: DocKind, author: &Author, log: &[Sent], chance: &mut Chance) -> Result<(), DraftError> {
    let schema = Schema::of(kind);
    if chance.below(3) == 0 && !schema.texts.is_empty() {
        let name = chance.pick(schema.texts).name;
        let texts = ["", "a", "market on sunday", "market on Monday, rain or shine", "été 🎉 on sunday"];
        let result = draft.set_text(name, chance.pick::<&str>(&texts));
        return if result == Err(DraftError::Unknown("text that is not edited yet")) { Ok(()) } else { result };
    }
    if schema.containers.is_empty() || (chance.below(2) == 0 && !schema.root.is_empty()) {
        let field = chance.pick(schema.root);
        let value = (chance.below(4) > 0).then(|| value(&field.value, chance));
        return draft.set(field.name, value);
    }
    let container = chance.pick(schema.containers);
    let key = key(container, author, log, chance);
    let result = match &container.holds {
        Holds::Map(fields) if chance.below(2) == 0 && container.key == KeyShape::Object => {
            draft.create(container.name, &some_fields(fields, chance))
        }
        Holds::Map(_) if chance.below(4) == 0 => draft.delete(container.name, &key),
        Holds::Map(fields) => {
            let fields: Vec<_> = some_fields(fields, chance).into_iter().map(|(name, value)| (name, Some(value))).collect();
            draft.put(container.name, &key, &fields)
        }
        Holds::Value(value_type) => {
            let value = (chance.below(3) > 0).then(|| value(value_type, chance));
            draft.put_value(container.name, &key, value)
        }
    };
    if result == Err(DraftError::Unknown("object")) { Ok(()) } else { result }
}

fn key(container: &Container, author: &Author, log: &[Sent], chance: &mut Chance) -> String {
    let tag = author.person.tag8();
    let target =
        ObjRef { entry: log.last().map_or([0; 16], |sent| *sent.hash.0.first_chunk().unwrap()), op: chance.below(2) as u32 };
    match container.key {
        KeyShape::Object => {
            let own: Vec<_> = WRITERS.iter().filter(|(person, _)| author.person.0[0] == *person).collect();
            let actor = super::author(author.person.0[0], chance.pick(&own).1).device.actor();
            object_key(&tag, &actor, 3 + chance.below(24) as u64)
        }
        KeyShape::Reaction => format!("{tag}/r/{target}/{}", chance.pick(&["👍", "🎉"])),
        KeyShape::Person => tag,
        KeyShape::PersonOccurrence if chance.below(2) == 0 => tag,
        KeyShape::PersonOccurrence => format!("{tag}/{}", chance.pick(&["20261123T180000Z", "20261130"])),
        KeyShape::Named => target.to_string(),
        KeyShape::Slot => (*chance.pick(&["bar", "7"])).to_owned(),
        KeyShape::PersonSlot if chance.below(2) == 0 => format!("{tag}/bar"),
        KeyShape::PersonSlot => format!("{tag}/{}/20261130", chance.pick(&["bar", "7"])),
        KeyShape::Occurrence => (*chance.pick(&["20261123T180000Z", "20261123T180000", "20261130"])).to_owned(),
    }
}

fn some_fields(fields: &'static [Field], chance: &mut Chance) -> Vec<(&'static str, Value)> {
    let mut some: Vec<_> = fields.iter().filter(|_| chance.below(3) > 0).map(|f| f.name).collect();
    some.push(fields[0].name);
    some.sort_unstable();
    some.dedup();
    some.into_iter().map(|name| (name, value(&fields.iter().find(|f| f.name == name).unwrap().value, chance))).collect()
}

fn value(value_type: &ValueType, chance: &mut Chance) -> Value {
    match value_type {
        ValueType::Str { form: Form::ObjRef, .. } => ObjRef { entry: [chance.below(9) as u8; 16], op: 1 }.to_string().into(),
        ValueType::Str { form: Form::HexList, .. } => "0011223344556677,8899aabbccddeeff".into(),
        ValueType::Str { .. } => (*chance.pick(&["", "x", "hello\nthere", "été 🎉"])).into(),
        ValueType::Int { min, max } => (*min).max((*max).min(chance.below(9) as i64)).into(),
        ValueType::Flag => true.into(),
        ValueType::Choice(choices) => (*chance.pick(choices)).into(),
    }
}

#[test]
fn replicas_agree_and_say_what_automerge_says() {
    let (seed, rounds) = plan(160);
    let mut chance = Chance(seed);
    for round in 0..rounds.min(4_000) {
        let kind = DocKind::ALL[round % DocKind::ALL.len()];
        let (_, mut replicas) = world(kind, &mut chance, 24);
        let file = replicas[0].save().unwrap();
        let loaded = Automerge::load(&file).unwrap();
        let expected = canon(&loaded);
        for replica in &mut replicas {
            assert_eq!(canon(replica.materialize().unwrap()), expected, "seed {seed} round {round}: {kind:?}");
            compare(replica, &loaded, &format!("seed {seed} round {round}: {kind:?}"));
        }
        // The bytes of a file depend on what was applied together; what it holds does not.
        replicas[0].release();
        let again = Automerge::load(&replicas[0].save().unwrap()).unwrap();
        assert_eq!(canon(&again), expected, "seed {seed} round {round}: built again it is the same document");
    }
}

/// What the view answers is what Automerge holds.
fn compare(document: &mut Document, automerge: &Automerge, why: &str) {
    let schema = document.schema;
    let scalar = |object: &automerge::ObjId, key: &str| {
        automerge.get(object, key).unwrap().and_then(|(value, _)| value.as_scalar().map(|scalar| format!("{scalar:?}")))
    };
    let ours = |value: &Value| match value {
        Value::Str(text) => format!("{:?}", automerge::ScalarValue::Str(text.as_str().into())),
        Value::Int(n) => format!("{:?}", automerge::ScalarValue::Int(*n)),
        Value::Bool(b) => format!("{:?}", automerge::ScalarValue::Boolean(*b)),
        other => panic!("no field of a type holds {other:?}"),
    };
    for field in schema.root {
        assert_eq!(document.root(field.name).map(ours), scalar(&automerge::ROOT, field.name), "{why} {}", field.name);
    }
    for text in schema.texts {
        let (_, id) = automerge.get(automerge::ROOT, text.name).unwrap().unwrap();
        assert_eq!(document.text(text.name).unwrap(), automerge.text(&id).unwrap(), "{why} {}", text.name);
    }
    for container in schema.containers {
        let (_, object) = automerge.get(automerge::ROOT, container.name).unwrap().unwrap();
        let keys: Vec<_> = automerge.keys(&object).collect();
        let items = document.items(container.name);
        let mut own: Vec<_> = items.iter().map(|item| item.key.to_owned()).collect();
        own.sort_unstable();
        assert_eq!(own, keys, "{why} {}", container.name);
        for item in items {
            let (_, map) = automerge.get(&object, item.key).unwrap().unwrap();
            assert_eq!(item.value.map(ours), scalar(&object, item.key), "{why} {}", item.key);
            if item.value.is_none() {
                let fields: BTreeMap<_, _> = item.fields.iter().map(|(name, value)| ((*name).to_owned(), ours(value))).collect();
                let theirs: BTreeMap<_, _> =
                    automerge.keys(&map).map(|name| (name.clone(), scalar(&map, &name).unwrap())).collect();
                assert_eq!(fields, theirs, "{why} {}", item.key);
            }
            assert_eq!(document.place_of(&item.object), Some((container.name, item.key)));
            assert_eq!(document.author_of(&item.object), Some(item.author));
        }
    }
}

#[test]
fn nobody_can_touch_what_is_anothers() {
    let (seed, rounds) = plan(1_600);
    let mut chance = Chance(seed);
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let per_world = 16;
    for round in 0..rounds.div_ceil(per_world) {
        let kind = DocKind::ALL[round % DocKind::ALL.len()];
        let (log, mut replicas) = world(kind, &mut chance, 20);
        let document = replicas.swap_remove(0);
        let history = changes(&document);
        for _ in 0..per_world {
            let result = attack(kind, &log, &document, &history, &mut chance, seed);
            *seen.entry(result).or_default() += 1;
        }
    }
    println!("seed {seed}, mutated: {seen:?}");
    assert!(seen.get("accepted").is_some_and(|n| n * 50 > rounds), "seed {seed}: too few accepted to learn from: {seen:?}");
}

fn attack(
    kind: DocKind,
    log: &[Sent],
    document: &Document,
    history: &[automerge::Change],
    chance: &mut Chance,
    seed: u64,
) -> &'static str {
    // A honest batch, drafted by somebody else or again by its author, with one or two things changed.
    let attacker = *chance.pick(&WRITERS);
    let attacker = author(attacker.0, attacker.1);
    let mut scratch = Document::new(kind, DocId([7; 16]));
    receive(&mut scratch, log, "a copy");
    let Ok(drafted) = scratch.draft(&attacker, |draft| edit(draft, kind, &attacker, log, chance)) else { return "no draft" };
    let actor = attacker.device.actor();
    let tag = attacker.person.tag8();
    let deps = crate::ops::peek_deps(&drafted.batch).unwrap();
    let numbers = deps.iter().filter_map(|dep| document.index.by_entry(dep)).collect();
    let context_start = document.index.ancestry(actor, numbers).start_op;
    let context = document.context(actor, &tag, context_start);
    let mut batch = Batch::decode(&drafted.batch, &context).unwrap();
    let mut ids: Vec<_> = (0..document.index.op_count()).filter_map(|op| document.index.id_of(op)).collect();
    ids.push(OpId { counter: 5, actor: ActorKey([77; 16]) });
    ids.extend((0..=batch.ops.len() as u64).map(|i| OpId { counter: context_start + i, actor }));
    let mut keys: Vec<String> =
        (0..document.index.key_count()).filter_map(|key| document.index.key(key).map(str::to_owned)).collect();
    keys.push(format!("{tag}/x"));
    let bytes_only = chance.below(3) == 0;
    for _ in 0..if bytes_only { 0 } else { 1 + chance.below(2) } {
        mutate(&mut batch.ops, chance, &ids, &keys);
    }
    if chance.below(6) == 0 && !log.is_empty() {
        batch.deps = vec![chance.pick(log).hash];
    }
    let Ok(mut bytes) = batch.encode(&context) else { return "unwritable" };
    if bytes_only {
        for _ in 0..=chance.below(3) {
            let at = chance.below(bytes.len());
            bytes[at] = if chance.below(2) == 0 { chance.below(256) as u8 } else { bytes[at] ^ (1 << chance.below(8)) };
        }
    }
    let nops = batch.ops.len() as u64;
    let sent = Sent { author: attacker, hash: EntryHash([9; 32]), ts: Timestamp(99), nops, batch: bytes };
    let Judgement::Accept(checked) = document.judge(&sent.entry()) else { return "refused" };
    let change = rebuild(document, &checked);
    let trouble = quietly(|| trouble(history, &change));
    assert_eq!(trouble, None, "seed {seed} {kind:?}: accepted, but automerge {trouble:?}: {:#?}", change.decode());
    if !scratch.schema.texts.is_empty() {
        let mut after = Document::new(kind, DocId([7; 16]));
        receive(&mut after, log, "a copy");
        receive(&mut after, std::slice::from_ref(&sent), "it was accepted");
        let loaded = Automerge::load(&after.save().unwrap()).unwrap();
        compare(&mut after, &loaded, &format!("seed {seed} {kind:?}: accepted"));
    }
    if kind.class() == Class::Partitioned {
        let before = others(&scratch, &attacker);
        receive(&mut scratch, &[sent], "it was accepted");
        assert_eq!(others(&scratch, &attacker), before, "seed {seed} {kind:?}: {:#?}", change.decode());
    }
    "accepted"
}

/// Everything that stands in a document and was made by others than `author`'s person.
fn others(document: &Document, author: &Author) -> Vec<String> {
    let items = document.schema.containers.iter().flat_map(|c| document.items(c.name));
    items.filter(|item| item.author.person != author.person).map(|item| format!("{item:?}")).collect()
}
