//! A packed store beside a plain map: same rows after any batches, restarts, power cuts and failures.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use super::*;
use crate::store::{MemoryEngine, Write};
use proptest::prelude::*;
use std::collections::BTreeMap;

type Model = BTreeMap<(Tree, Vec<u8>), Vec<u8>>;
const TREES: [Tree; 3] = [Tree::Meta, Tree::Entries, Tree::Index];

fn key() -> StoreKey {
    StoreKey::from_secret([7; 32])
}

fn open(engine: MemoryEngine, freeze_at: usize) -> PackedStore<MemoryEngine> {
    PackedStore::open_with(engine, &key(), freeze_at).unwrap()
}

#[derive(Clone, Debug)]
enum Step {
    Commit(memtable::Writes),
    /// The engine fails after so many more steps, then is mended.
    FailingCommit(u64, memtable::Writes),
    Sync,
    Pack,
    Restart,
    PowerCut,
    Look {
        tree: Tree,
        from: Vec<u8>,
        to: Vec<u8>,
        limit: usize,
    },
}

fn keys_of_rows() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(0_u8..4, 0..5)
}

fn writes() -> impl Strategy<Value = memtable::Writes> {
    let tree = (0..TREES.len()).prop_map(|n| TREES[n]);
    let len = prop_oneof![4 => 0_usize..60, 2 => 500_usize..5_000, 1 => Just(40_000_usize)];
    let value = proptest::option::weighted(0.7, (any::<u8>(), len).prop_map(|(byte, len)| vec![byte; len]));
    proptest::collection::btree_map((tree, keys_of_rows()), value, 0..8)
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let tree = (0..TREES.len()).prop_map(|n| TREES[n]);
    let step = prop_oneof![
        8 => writes().prop_map(Step::Commit),
        1 => (0_u64..4, writes()).prop_map(|(after, writes)| Step::FailingCommit(after, writes)),
        2 => Just(Step::Sync),
        1 => Just(Step::Pack),
        1 => Just(Step::Restart),
        1 => Just(Step::PowerCut),
        4 => (tree, keys_of_rows(), keys_of_rows(), 1_usize..9)
            .prop_map(|(tree, from, to, limit)| Step::Look { tree, from, to, limit }),
    ];
    proptest::collection::vec(step, 1..40)
}

fn batch(writes: &memtable::Writes) -> Batch {
    let mut batch = Batch::new();
    for ((tree, key), value) in writes {
        match value {
            Some(value) => batch.put(*tree, key.clone(), value.clone()),
            None => batch.delete(*tree, key.clone()),
        }
    }
    batch
}

fn note(model: &mut Model, writes: memtable::Writes) {
    for (key, value) in writes {
        match value {
            Some(value) => model.insert(key, value),
            None => model.remove(&key),
        };
    }
}

fn rows_of(model: &Model, tree: Tree, from: &[u8], to: &[u8]) -> Vec<Row> {
    let rows = model.iter().filter(|((at, key), _)| *at == tree && key.as_slice() >= from && key.as_slice() < to);
    rows.map(|((_, key), value)| (key.clone(), value.clone())).collect()
}

fn rows_in(store: &PackedStore<MemoryEngine>) -> Model {
    let rows = |tree| store.range(tree, (&[], &[9]), Direction::Forward, usize::MAX).unwrap();
    TREES.into_iter().flat_map(|tree| rows(tree).into_iter().map(move |(key, value)| ((tree, key), value))).collect()
}

fn agrees(store: &PackedStore<MemoryEngine>, model: &Model) {
    for tree in TREES {
        let expected = rows_of(model, tree, &[], &[9]);
        assert_eq!((store.range(tree, (&[], &[9]), Direction::Forward, usize::MAX).unwrap()), expected);
        let mut back = store.range(tree, (&[], &[9]), Direction::Backward, usize::MAX).unwrap();
        back.reverse();
        assert_eq!(back, expected);
        for (key, value) in &expected {
            assert_eq!(store.get(tree, key).unwrap().as_ref(), Some(value));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn it_holds_what_a_map_would(steps in steps(), freeze_at in prop_oneof![Just(1_usize), Just(3_000), Just(60_000)]) {
        let mut store = open(MemoryEngine::new(), freeze_at);
        store.sync().unwrap();
        let mut model = Model::new();
        // What was true after each commit since the last sync.
        let mut since = vec![Model::new()];
        for step in steps {
            match step {
                Step::Commit(writes) => {
                    store.commit(batch(&writes)).unwrap();
                    note(&mut model, writes);
                    since.push(model.clone());
                }
                Step::FailingCommit(after, writes) => {
                    store.engine_mut().fail_after(Some(after));
                    let done = store.commit(batch(&writes));
                    store.engine_mut().fail_after(None);
                    if done.is_ok() {
                        note(&mut model, writes);
                        since.push(model.clone());
                    }
                    agrees(&store, &model);
                }
                Step::Sync => {
                    store.sync().unwrap();
                    since = vec![model.clone()];
                }
                Step::Pack => {
                    store.pack().unwrap();
                    prop_assert!(store.engine().journal().unwrap().iter().all(|file| file.records.is_empty()));
                }
                Step::Restart => store = open(store.into_engine(), freeze_at),
                Step::PowerCut => {
                    store = open(store.into_engine().crash(), freeze_at);
                    // More may have been durable than was asked for, never less, and never half of a batch.
                    let rows = rows_in(&store);
                    model = since.iter().rev().find(|then| **then == rows).expect("a state that was").clone();
                    since = vec![model.clone()];
                }
                Step::Look { tree, from, to, limit } => {
                    let all = rows_of(&model, tree, &from, &to);
                    let forward = store.range(tree, (&from, &to), Direction::Forward, limit).unwrap();
                    prop_assert_eq!(&forward[..], &all[..all.len().min(limit)]);
                    let backward = store.range(tree, (&from, &to), Direction::Backward, limit).unwrap();
                    let expected: Vec<_> = all.iter().rev().take(limit).cloned().collect();
                    prop_assert_eq!(backward, expected);
                    let begin_alike = rows_of(&model, tree, &from, &keys::after_prefix(&from));
                    if !(tree == Tree::Meta && from.is_empty()) {
                        let keys = store.keys(tree, &from, limit).unwrap();
                        prop_assert_eq!(keys, begin_alike.into_iter().map(|(key, _)| key).take(limit).collect::<Vec<_>>());
                    }
                }
            }
        }
        agrees(&store, &model);
    }
}

/// A store as format 1 kept it.
fn old_store(rows: u32) -> (MemoryEngine, Model) {
    let mut sealed = SealedStore::open(MemoryEngine::new(), &key()).unwrap();
    let mut model = Model::new();
    for number in 0..rows {
        let tree = [Tree::Entries, Tree::Index, Tree::Keys, Tree::Meta][number as usize % 4];
        let len = if number.is_multiple_of(40) { 40_000 } else { 300 };
        let mut batch = Batch::new();
        batch.put(tree, number.to_be_bytes(), vec![number as u8; len]);
        model.insert((tree, number.to_be_bytes().to_vec()), vec![number as u8; len]);
        sealed.commit(batch).unwrap();
    }
    let mut engine = sealed.into_engine();
    let format: Write = ([&[0], b"format".as_slice()].concat(), Some(vec![0, 0, 0, 1]));
    engine.commit(vec![format]).unwrap();
    engine.sync().unwrap();
    (engine, model)
}

#[test]
fn rows_of_an_old_store_are_packed_whatever_happens_meanwhile() {
    let (old, model) = old_store(2_000);
    for cut_after in 0..12 {
        // A start that is cut off: nothing is kept of what it did after the last sync.
        let engine = old.clone();
        let mut store = PackedStore::new(SealedStore::open(engine, &key()).unwrap(), 50_000);
        store.sealed.engine_mut().fail_after(Some(cut_after));
        let done = store.take_over();
        let mut engine = store.into_engine().crash();
        engine.fail_after(None);
        assert!(done.is_err(), "it moves in many steps");
        let mut store = open(engine, 50_000);
        store.pack().unwrap();
        for ((tree, key), value) in &model {
            assert_eq!(store.get(*tree, key).unwrap().as_ref(), Some(value));
            assert_eq!(store.sealed.get(*tree, key).unwrap(), None, "no row stands by itself");
        }
        assert_eq!(store.scan(Tree::Pieces, &[], Direction::Forward, 9).unwrap(), []);
    }
}

#[test]
fn a_flipped_bit_in_a_block_or_a_record_is_found() {
    let mut store = open(MemoryEngine::new(), 100_000);
    let put = |store: &mut PackedStore<MemoryEngine>, number: u32| {
        let mut rows = Batch::new();
        rows.put(Tree::Entries, number.to_be_bytes(), [number as u8; 200]);
        store.commit(rows).unwrap();
    };
    (0..100).for_each(|number| put(&mut store, number));
    store.pack().unwrap();
    (100..103).for_each(|number| put(&mut store, number));
    let engine = store.into_engine();
    let read =
        |engine| PackedStore::open(engine, &key()).and_then(|store| store.scan(Tree::Entries, &[], Direction::Forward, 999));
    let blocks = engine.range(&[Tree::Blocks as u8], &[255], Direction::Forward, 99).unwrap();
    assert_eq!(blocks.len(), 3, "two of entries, one of what it says of itself");
    for (place, value) in blocks.into_iter().filter(|(place, _)| place[1] == Tree::Entries as u8) {
        for at in [0, 1, 30, value.len() - 1] {
            let mut damaged = value.clone();
            damaged[at] ^= 0x10;
            let mut engine = engine.clone();
            engine.commit(vec![(place.clone(), Some(damaged))]).unwrap();
            assert!(matches!(read(engine), Err(StoreError::Corrupt(_))), "{place:?} byte {at}");
        }
    }
    let records = engine.journal().unwrap().pop().unwrap().records;
    assert_eq!(records.len(), 3);
    for number in 0..3 {
        let mut engine = engine.clone();
        engine.cut_journal(0).unwrap();
        for (at, record) in records.iter().enumerate() {
            let mut record = record.clone();
            record[40] ^= u8::from(at == number);
            engine.append(&record).unwrap();
        }
        match read(engine) {
            Err(StoreError::Corrupt(_)) => assert!(number < 2, "others follow it"),
            rows => assert_eq!((number, rows.unwrap().len()), (2, 102), "the last was broken off"),
        }
    }
}

#[test]
fn what_is_written_in_order_takes_little_more_than_it_is() {
    let mut store = open(MemoryEngine::new(), 100_000);
    let mut state = 1_u32;
    for number in 0..2_000_u32 {
        let mut rows = Batch::new();
        let chance: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .take(200)
        .collect();
        rows.put(Tree::Entries, [[9; 72].as_slice(), &number.to_be_bytes()].concat(), chance);
        store.commit(rows).unwrap();
    }
    store.pack().unwrap();
    let bytes = store.size_bytes().unwrap();
    assert!(bytes < 2_000 * 220, "{} bytes a row of 200 bytes of chance and a key of 76", bytes / 2_000);
}
