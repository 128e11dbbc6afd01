//! Golden bytes: what any implementation must read and write (`schemas/vectors/ops.json`, shapes in `schemas/ops.cddl`).

#[cfg(test)]
use super::{Author, DocEntry, Document, Draft, DraftError, Judgement};
use crate::domain::DocKind;
use crate::id::{DeviceId, DocId, EntryHash, ObjRef, PersonId};
use crate::ops::{Action, Batch, Key, Obj, Op, OpId, Value, peek_deps};
use crate::time::Timestamp;
use crate::validate::published::hold;
use data_encoding::HEXLOWER;
use serde_json::{Value as Json, json};

type Edits = fn(&mut Draft<'_>, &str) -> Result<(), DraftError>;

/// One entry: what it is, its author's person and device, and what is edited.
type Scene = (&'static str, u8, u8, Edits);

/// One document after another, each entry on top of those before it.
const STORIES: &[(DocKind, &[Scene])] = &[
    (
        DocKind::Segment,
        &[
            ("a message", 1, 11, |d, _| d.create("m", &[("b", "Has anybody a ladder?".into())])),
            ("an edit by another device of the person", 1, 12, |d, key| {
                d.put("m", key, &[("b", Some("Has anybody a long ladder?".into())), ("e", Some(true.into()))])
            }),
            ("a reaction", 2, 21, |d, _| {
                let target = ObjRef { entry: [5; 16], op: 0 };
                d.put_value("r", &format!("0202020202020202/r/{target}/👍"), Some(true.into()))
            }),
            ("a deletion", 1, 11, |d, key| d.delete("m", key)),
        ],
    ),
    (
        DocKind::Posts,
        &[("a post", 1, 11, |d, _| {
            d.create(
                "p",
                &[
                    ("k", "discussion".into()),
                    ("t", "Bicycles".into()),
                    ("b", "Where do we put them?".into()),
                    ("g", "yard\nbicycles".into()),
                ],
            )
        })],
    ),
    (DocKind::Thread, &[("a comment", 1, 11, |d, _| d.create("c", &[("b", "Behind the house.".into())]))]),
    (
        DocKind::Room,
        &[("a room", 1, 11, |d, _| {
            d.set("name", Some("Garden".into()))?;
            d.set("purpose", Some("What grows".into()))?;
            d.set("order", Some(3.into()))?;
            d.set("width", Some(604_800_000.into()))
        })],
    ),
    (DocKind::Board, &[("a board", 1, 11, |d, _| d.set("name", Some("Notices".into())))]),
    (
        DocKind::Event,
        &[
            ("an event", 1, 11, |d, _| {
                d.set_text("title", "Flea market")?;
                d.set_text("body", "Bring été things 🎉")?;
                d.set("when", Some("2026-11-28T10:00|Europe/Paris".into()))?;
                d.set("dur", Some(240.into()))
            }),
            ("a change of its text", 2, 21, |d, _| d.set_text("body", "Bring old things 🎉 and tea")),
            ("one occurrence elsewhere", 1, 11, |d, _| d.put_value("o", "20261205T090000Z", Some("{\"place\":\"Hall\"}".into()))),
        ],
    ),
    (
        DocKind::Rsvp,
        &[
            ("an answer", 1, 11, |d, _| d.put("a", "0101010101010101", &[("v", Some("yes".into())), ("s", Some(2.into()))])),
            ("another for one occurrence", 1, 11, |d, _| {
                d.put("a", "0101010101010101/20261205T090000Z", &[("v", Some("no".into()))])
            }),
        ],
    ),
    (
        DocKind::Profiles,
        &[("a profile", 1, 11, |d, _| {
            d.put("p", "0101010101010101", &[("name", Some("Ana".into())), ("color", Some(4.into()))])
        })],
    ),
    (
        DocKind::Group,
        &[
            ("a group", 1, 11, |d, _| {
                d.set("name", Some("Bicycles".into()))?;
                d.set("purpose", Some("We mend them on Saturdays".into()))?;
                d.set("icon", Some("🚲".into()))
            }),
            ("it is put away", 2, 21, |d, _| d.set("gone", Some(Value::Bool(true)))),
        ],
    ),
    (
        DocKind::Joined,
        &[
            ("somebody joins", 1, 11, |d, _| d.put_value("j", "0101010101010101", Some(Value::Bool(true)))),
            ("and leaves", 1, 11, |d, _| d.put_value("j", "0101010101010101", None)),
        ],
    ),
];

#[test]
fn batches_have_their_published_bytes() {
    let mut vectors = Vec::new();
    for (kind, story) in STORIES {
        let mut document = Document::new(*kind, DocId([7; 16]));
        let mut key = String::new();
        for (number, (what, person, device, edits)) in story.iter().enumerate() {
            let author = Author { device: DeviceId([*device; 32]), person: PersonId([*person; 16]) };
            let drafted = document.draft(&author, |draft| edits(draft, &key)).unwrap();
            key = drafted.created.first().map_or(key, |created| created.key.clone());
            let hash = EntryHash([number as u8 + 1; 32]);
            let entry = DocEntry { hash, author, ts: Timestamp(0), nops: drafted.nops, batch: &drafted.batch };
            let Judgement::Accept(checked) = document.judge(&entry) else { unreachable!("a draft is accepted") };
            vectors.push(json!({
                "what": what,
                "kind": *kind as u64,
                "entry": HEXLOWER.encode(&hash.0),
                "device": HEXLOWER.encode(&author.device.0),
                "person": HEXLOWER.encode(&author.person.0),
                "actor": HEXLOWER.encode(&author.device.actor().0),
                "start_op": checked.ancestry.start_op,
                "nops": drafted.nops,
                "deps": peek_deps(&drafted.batch).unwrap().iter().map(|d| HEXLOWER.encode(&d.0)).collect::<Vec<_>>(),
                "batch": HEXLOWER.encode(&drafted.batch),
                "ops": checked.ops.iter().map(op).collect::<Vec<_>>(),
                "automerge_change": HEXLOWER.encode(&super::fuzz::rebuilt_hash(&document, &checked)),
            }));
            document.apply(checked);
        }
    }
    let text = serde_json::to_string_pretty(&json!({ "about": "schemas/ops.cddl", "vectors": vectors })).unwrap();
    hold("vectors/ops.json", &format!("{text}\n"));
}

#[test]
fn published_batches_read_back() {
    let actor = DeviceId([1; 32]).actor();
    let document = Document::new(DocKind::Segment, DocId([7; 16]));
    let context = document.context(actor, "0101010101010101", 4);
    let batch = Batch { deps: vec![EntryHash([1; 32])], ops: vec![] };
    assert_eq!(Batch::decode(&batch.encode(&context).unwrap(), &context), Ok(batch));
}

fn op(op: &Op) -> Json {
    let (action, value) = match &op.action {
        Action::MakeMap => ("map", Json::Null),
        Action::MakeList => ("list", Json::Null),
        Action::MakeText => ("text", Json::Null),
        Action::Put(value) => ("put", plain(value)),
        Action::Delete => ("delete", Json::Null),
        Action::Increment(by) => ("increment", json!(by)),
    };
    json!([
        if let Obj::Id(object) = &op.obj { id(object) } else { "root".to_owned() },
        match &op.key {
            Key::Field(key) => key.clone(),
            Key::Head => "head".to_owned(),
            Key::Elem(element) => id(element),
        },
        if op.insert { "insert" } else { action },
        value,
        op.preds.iter().map(id).collect::<Vec<_>>(),
    ])
}

fn id(id: &OpId) -> String {
    format!("{}@{}", id.counter, HEXLOWER.encode(&id.actor.0))
}

fn plain(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(value) => json!(value),
        Value::Int(n) => json!(n),
        Value::Str(text) => json!(text),
        Value::Bytes(bytes) => json!({ "bytes": HEXLOWER.encode(bytes) }),
        Value::Counter(n) => json!({ "counter": n }),
    }
}
