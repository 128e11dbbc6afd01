//! The 24 hand-made attacks on Automerge (reference: trust, 3.2), each as bytes where it can be said at all.
//!
//! Alice made the map `k0`; Bob made the map `k1` in it, a value `k2` and a text `k3` with two characters. Mallory writes one op.
//! The verdicts and bytes are held in `schemas/vectors/ops-attacks.json`.

#[cfg(test)]
use super::shared::{OPEN, open_document};
use super::{Author, author};
use crate::document::engine::{DocEntry, Document, Judgement};
use crate::id::{ActorKey, EntryHash};
use crate::ops::{Action, Batch, Context, Key, Obj, Op, OpId, Value};
use crate::time::Timestamp;
use crate::validate::published::hold;
use data_encoding::HEXLOWER;
use serde_json::json;

struct Scene {
    document: Document,
    alice: Author,
    bob: Author,
    mallory: Author,
}

fn at(author: &Author, counter: u64) -> OpId {
    OpId { counter, actor: author.device.actor() }
}

fn put(obj: Obj, key: &str) -> Op {
    Op { obj, key: Key::Field(key.into()), insert: false, action: Action::Put(Value::Int(1)), preds: Vec::new() }
}

fn batch(document: &Document, author: &Author, deps: Vec<EntryHash>, ops: Vec<Op>) -> Result<(Vec<u8>, u64), String> {
    let nops = ops.len() as u64;
    let numbers = deps.iter().filter_map(|dep| document.index.by_entry(dep)).collect();
    let (actor, tag8) = (author.device.actor(), author.person.tag8());
    let start_op = document.index.ancestry(actor, numbers).start_op;
    let context = Context { actor, tag8: &tag8, start_op, max_ops: 20_000, names: &OPEN };
    Ok((Batch { deps, ops }.encode(&context).map_err(|e| format!("cannot be written: {e}"))?, nops))
}

fn scene() -> Scene {
    let mut scene = Scene { document: open_document(), alice: author(1, 1), bob: author(2, 2), mallory: author(3, 3) };
    let (alice, bob) = (scene.alice, scene.bob);
    let map = Op { action: Action::MakeMap, ..put(Obj::Root, "k0") };
    take(&mut scene.document, &alice, vec![], vec![map], 1);
    let inner = Obj::Id(at(&bob, 3));
    let text = Obj::Id(at(&bob, 5));
    let char = |after: Key, c: &str| Op { obj: text, key: after, insert: true, action: Action::Put(c.into()), preds: Vec::new() };
    let ops = vec![
        Op { action: Action::MakeMap, ..put(Obj::Id(at(&alice, 2)), "k1") },
        Op { action: Action::Put("hello".into()), ..put(inner, "k2") },
        Op { action: Action::MakeText, ..put(inner, "k3") },
        char(Key::Head, "h"),
        char(Key::Elem(at(&bob, 6)), "i"),
    ];
    take(&mut scene.document, &bob, vec![EntryHash([1; 32])], ops, 2);
    scene
}

fn take(document: &mut Document, author: &Author, deps: Vec<EntryHash>, ops: Vec<Op>, number: u8) {
    let (bytes, nops) = batch(document, author, deps, ops).unwrap();
    let entry = DocEntry { hash: EntryHash([number; 32]), author: *author, ts: Timestamp(0), nops, batch: &bytes };
    match document.judge(&entry) {
        Judgement::Accept(checked) => drop(document.apply(checked)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_hand_made_attacks_are_refused() {
    let s = scene();
    let ghost = OpId { counter: 2, actor: ActorKey([0x99; 16]) };
    let (text, inner) = (Obj::Id(at(&s.bob, 5)), Obj::Id(at(&s.bob, 3)));
    let root = || put(Obj::Root, "k4");
    let pred = |id: OpId| Op { preds: vec![id], ..root() };
    let elem =
        |obj: Obj, id: OpId, insert: bool| Op { obj, key: Key::Elem(id), insert, action: Action::Put("x".into()), preds: vec![] };
    let heads = || vec![EntryHash([2; 32])];
    let attacks: Vec<(&str, Vec<EntryHash>, Vec<Op>)> = vec![
        ("an object of an unknown actor", heads(), vec![put(Obj::Id(ghost), "k4")]),
        ("an object that does not exist", heads(), vec![put(Obj::Id(at(&s.bob, 999)), "k4")]),
        ("an object that is a value", heads(), vec![put(Obj::Id(at(&s.bob, 4)), "k4")]),
        ("a pred that does not exist", heads(), vec![pred(at(&s.alice, 777))]),
        ("a pred of an unknown actor", heads(), vec![pred(ghost)]),
        ("a pred at another key", heads(), vec![pred(at(&s.bob, 4))]),
        ("a pred that makes another map", heads(), vec![pred(at(&s.alice, 2))]),
        ("an element in a map", heads(), vec![elem(Obj::Root, at(&s.alice, 2), true)]),
        ("a key in a text", heads(), vec![put(text, "k4")]),
        ("an insert after nothing", heads(), vec![elem(text, at(&s.bob, 99), true)]),
        ("an element that does not exist", heads(), vec![elem(text, at(&s.bob, 99), false)]),
        ("an insert after an element of another object", heads(), vec![elem(text, at(&s.bob, 4), true)]),
        ("an update of the head", heads(), vec![Op { key: Key::Head, ..elem(text, ghost, false) }]),
        ("an insert with preds", heads(), vec![Op { preds: vec![at(&s.bob, 6)], ..elem(text, at(&s.bob, 6), true) }]),
        ("a counter beyond all", heads(), vec![put(Obj::Id(at(&s.bob, 1 << 40)), "k4")]),
        ("counter zero", heads(), vec![pred(at(&s.bob, 0))]),
        ("a reference to itself", heads(), vec![pred(at(&s.mallory, 8))]),
        (
            "a reference to a later op",
            heads(),
            vec![put(Obj::Id(at(&s.mallory, 9)), "k4"), Op { action: Action::MakeMap, ..root() }],
        ),
        ("a dep twice", vec![EntryHash([2; 32]); 2], vec![root()]),
        ("a dep implied by another", vec![EntryHash([1; 32]), EntryHash([2; 32])], vec![root()]),
        ("no ops", heads(), vec![]),
        (
            "an increment of no counter",
            heads(),
            vec![Op { action: Action::Increment(5), preds: vec![at(&s.bob, 4)], ..put(inner, "k2") }],
        ),
        ("an increment of nothing", heads(), vec![Op { action: Action::Increment(5), ..root() }]),
        ("a deletion of nothing", heads(), vec![Op { action: Action::Delete, ..root() }]),
        ("an insert at a key", heads(), vec![Op { insert: true, ..root() }]),
        ("a map in a text", heads(), vec![Op { action: Action::MakeMap, ..elem(text, at(&s.bob, 6), true) }]),
        ("an empty element", heads(), vec![Op { action: Action::Put("".into()), ..elem(text, at(&s.bob, 6), true) }]),
        ("the version overwritten", heads(), vec![Op { preds: vec![OpId { counter: 1, actor: ActorKey::ZERO }], ..root() }]),
        ("objects without the dep that made them", vec![], vec![put(inner, "k4")]),
        ("preds out of order", heads(), vec![Op { preds: vec![at(&s.bob, 6), at(&s.bob, 4)], ..root() }]),
    ];
    let mut lines = Vec::new();
    for (what, deps, ops) in attacks {
        let (bytes, verdict) = match batch(&s.document, &s.mallory, deps, ops) {
            Err(reason) => (Vec::new(), reason),
            Ok((bytes, nops)) => {
                let entry = DocEntry { hash: EntryHash([9; 32]), author: s.mallory, ts: Timestamp(0), nops, batch: &bytes };
                let verdict = match s.document.judge(&entry) {
                    Judgement::Malformed(reason) => format!("malformed: {reason}"),
                    other => panic!("{what}: {other:?}"),
                };
                (bytes, verdict)
            }
        };
        lines.push(json!({ "attack": what, "batch": HEXLOWER.encode(&bytes), "verdict": verdict }));
    }
    let text = serde_json::to_string_pretty(&json!({
        "about": "each is void in the scene of core/src/document/fuzz/attacks.rs; no batch: the wire has no form for it",
        "cannot be said": ["another seq", "another start_op", "a time", "a message", "an author", "extra bytes", "marks", "tables"],
        "attacks": lines,
    }));
    hold("vectors/ops-attacks.json", &format!("{}\n", text.unwrap()));
}

#[test]
fn a_change_without_deps_is_merely_concurrent() {
    let mut s = scene();
    take(&mut s.document, &s.mallory, vec![], vec![put(Obj::Root, "k4")], 3);
    assert_eq!(s.document.heads().len(), 2);
    assert!(s.document.save().is_ok());
}
