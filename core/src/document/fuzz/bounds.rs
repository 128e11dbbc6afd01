//! Bombs and noise: bytes cost what they weigh.

#[cfg(test)]
use super::shared::{OPEN, open_document};
use super::{Chance, author, plan};
use crate::cbor::Writer;
use crate::document::engine::{DocEntry, Document, Judgement};
use crate::domain::DocKind;
use crate::id::{DocId, EntryHash};
use crate::limits;
use crate::ops::{Batch, Context, DecodeError};
use crate::time::Timestamp;
use crate::validate::{BoundsError, Reason};

fn verdict(document: &Document, nops: u64, batch: &[u8]) -> Result<u32, Option<Reason>> {
    let entry = DocEntry { hash: EntryHash([9; 32]), author: author(3, 3), ts: Timestamp(0), nops, batch };
    match document.judge(&entry) {
        Judgement::Accept(checked) => Ok(checked.structured.infos.len() as u32),
        Judgement::Malformed(reason) => Err(Some(reason)),
        Judgement::Missing(_) => Err(None),
    }
}

/// A batch of as many times the item as fit one payload.
fn fill(item: impl Fn(&mut Writer)) -> (Vec<u8>, usize) {
    let mut one = Writer::new();
    item(&mut one);
    let count = (limits::MAX_PAYLOAD_BYTES - 8) / one.finish().len();
    let mut w = Writer::new();
    w.array(2 + count).array(0).array(0);
    for _ in 0..count {
        item(&mut w);
    }
    (w.finish(), count)
}

#[test]
fn a_payload_expands_to_a_bounded_number_of_ops() {
    let actor = author(3, 3).device.actor();
    for max_ops in [limits::MAX_OPS_PARTITIONED, limits::MAX_OPS_SHARED] {
        let context = Context { actor, tag8: "0303030303030303", start_op: 2, max_ops, names: &OPEN };
        let run = |w: &mut Writer| {
            w.array(4).uint(7).int(-1).int(-2).uint(limits::MAX_DELETE_RUN);
        };
        let put = |w: &mut Writer| {
            w.array(4).uint(3).null().uint(1).null();
        };
        let make = |w: &mut Writer| {
            w.array(3).uint(0).null().uint(1);
        };
        let text = |w: &mut Writer| {
            w.array(4).uint(6).int(-1).null().text(&"a".repeat(9_000));
        };
        for (what, (bytes, items)) in [("deletes", fill(run)), ("puts", fill(put)), ("maps", fill(make)), ("text", fill(text))] {
            let result = Batch::decode(&bytes, &context);
            let bounded = match &result {
                Ok(batch) => batch.ops.len() <= max_ops,
                Err(error) => *error == DecodeError::TooManyOps(max_ops),
            };
            assert!(bounded, "{items} {what} in {} bytes: {result:?}", bytes.len());
        }
    }
}

#[test]
fn lists_that_lie_about_their_length_take_no_memory() {
    let document = open_document();
    for bytes in [
        &[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff][..],
        &[0x83, 0x9a, 0xff, 0xff, 0xff, 0xff],
        &[0x9a, 0, 1, 0, 0, 0x80, 0x80],
    ] {
        assert!(matches!(verdict(&document, 1, bytes), Err(Some(Reason::Wire(_)))), "{bytes:?}");
    }
}

#[test]
fn the_header_counts_the_ops() {
    let document = open_document();
    let mut w = Writer::new();
    w.array(3).array(0).array(0).array(4).uint(3).null().uint(1).int(5);
    let bytes = w.finish();
    assert_eq!(verdict(&document, 1, &bytes), Ok(1));
    assert_eq!(verdict(&document, 2, &bytes), Err(Some(BoundsError::WrongCount.into())));
}

#[test]
fn noise_never_panics() {
    let (seed, _) = plan(0);
    let mut chance = Chance(seed);
    let documents: Vec<_> =
        DocKind::ALL.into_iter().map(|kind| Document::new(kind, DocId([7; 16]))).chain([open_document()]).collect();
    for round in 0..100_000 {
        let mut bytes: Vec<u8> = (0..chance.below(60)).map(|_| chance.below(256) as u8).collect();
        // Half of the noise begins like a batch, so that it comes further.
        if round % 2 == 0 {
            bytes.splice(0..0, [0x83 + chance.below(3) as u8, 0x80, 0x80, 0x83 + chance.below(3) as u8, chance.below(24) as u8]);
        }
        let _ = verdict(chance.pick(&documents), 1 + chance.below(3) as u64, &bytes);
    }
}
