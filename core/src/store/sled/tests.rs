//! The engine on disk beside a plain map: the same rows after any commits, ends and power cuts, in files that do not grow for ever.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

type Model = BTreeMap<Vec<u8>, Vec<u8>>;
/// So small that most runs fill, move and remove files.
const SMALL_FILE_BYTES: u64 = 20_000;

fn open(folder: &Path) -> SledEngine {
    SledEngine::open_with(folder, SMALL_FILE_BYTES).unwrap()
}

#[derive(Clone, Debug)]
enum Step {
    Commit(BTreeMap<Vec<u8>, Option<Vec<u8>>>),
    Sync,
    End,
    /// What was written to files of values since the last sync is lost.
    PowerCut,
    Look(Vec<u8>, Vec<u8>, usize),
}

fn key() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(0_u8..3, 1..4)
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let len = prop_oneof![3 => 0_usize..40, 1 => Just(PLACE_BYTES), 4 => 1_000_usize..6_000];
    let value = proptest::option::weighted(0.8, (any::<u8>(), len).prop_map(|(byte, len)| vec![byte; len]));
    let step = prop_oneof![
        8 => proptest::collection::btree_map(key(), value, 0..6).prop_map(Step::Commit),
        4 => Just(Step::Sync),
        1 => Just(Step::End),
        1 => Just(Step::PowerCut),
        3 => (key(), key(), 1_usize..9).prop_map(|(from, to, limit)| Step::Look(from, to, limit)),
    ];
    proptest::collection::vec(step, 1..60)
}

fn value_files(folder: &Path) -> BTreeMap<PathBuf, u64> {
    let files = fs::read_dir(folder.join("sled")).unwrap().map(Result::unwrap);
    let values = files.filter(|file| file.file_name().to_string_lossy().starts_with("values-"));
    values.map(|file| (file.path(), file.metadata().unwrap().len())).collect()
}

fn cut_power(folder: &Path, synced: &BTreeMap<PathBuf, u64>) {
    for (path, len) in value_files(folder) {
        match synced.get(&path) {
            None => fs::remove_file(path).unwrap(),
            Some(kept) if *kept < len => File::options().write(true).open(path).unwrap().set_len(*kept).unwrap(),
            Some(_) => {}
        }
    }
}

fn rows_of(model: &Model, from: &[u8], to: &[u8]) -> Vec<Row> {
    let rows = model.iter().filter(|(key, _)| key.as_slice() >= from && key.as_slice() < to);
    rows.map(|(key, value)| (key.clone(), value.clone())).collect()
}

fn agrees(engine: &SledEngine, model: &Model, (from, to): (&[u8], &[u8]), limit: usize) {
    for direction in [Direction::Forward, Direction::Backward] {
        let mut expected = rows_of(model, from, to);
        if direction == Direction::Backward {
            expected.reverse();
        }
        expected.truncate(limit);
        assert_eq!(engine.range(from, to, direction, limit).unwrap(), expected);
        let keys: Vec<_> = expected.iter().map(|(key, _)| key.clone()).collect();
        assert_eq!(engine.keys(from, to, direction, limit).unwrap(), keys);
        for (key, value) in expected {
            assert_eq!(engine.get(&key).unwrap(), Some(value));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn it_holds_what_a_map_would(steps in steps()) {
        let folder = tempfile::tempdir().unwrap();
        let mut engine = open(folder.path());
        let (mut model, mut synced, mut files) = (Model::new(), Model::new(), value_files(folder.path()));
        for step in steps {
            match step {
                Step::Commit(writes) => {
                    engine.commit(writes.clone().into_iter().collect()).unwrap();
                    for (key, value) in writes {
                        match value {
                            Some(value) => model.insert(key, value),
                            None => model.remove(&key),
                        };
                    }
                }
                Step::Sync => {
                    engine.sync().unwrap();
                    (synced, files) = (model.clone(), value_files(folder.path()));
                }
                Step::End | Step::PowerCut => {
                    drop(engine);
                    if matches!(step, Step::PowerCut) {
                        cut_power(folder.path(), &files);
                    }
                    engine = open(folder.path());
                    model.clone_from(&synced);
                    files = value_files(folder.path());
                    agrees(&engine, &model, (&[], &[9]), usize::MAX);
                }
                Step::Look(from, to, limit) => agrees(&engine, &model, (&from, &to), limit),
            }
        }
        agrees(&engine, &model, (&[], &[9]), usize::MAX);
    }
}

#[test]
fn waste_is_moved_away_and_nothing_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut engine = open(folder.path());
    let mut model = Model::new();
    for round in 0..200_u32 {
        let mut writes = Vec::new();
        for step in 0..4 {
            // Keys far apart, so that each file keeps some that last.
            let key = (round * 7 + step * 13) % 60;
            let value = vec![round as u8; 1_500];
            model.insert(key.to_be_bytes().to_vec(), value.clone());
            writes.push((key.to_be_bytes().to_vec(), Some(value)));
        }
        engine.commit(writes).unwrap();
        engine.sync().unwrap();
        let (live, taken) = (model.len() as u64 * 1_514, value_files(folder.path()).values().sum::<u64>());
        assert!(taken <= live + live / 4 + 5 * SMALL_FILE_BYTES, "{taken} bytes for {live} in round {round}");
    }
    drop(engine);
    agrees(&open(folder.path()), &model, (&[], &[9]), usize::MAX);
}

#[test]
fn a_damaged_value_is_found_and_keeps_nothing_else_from_being_moved() {
    let folder = tempfile::tempdir().unwrap();
    let mut engine = open(folder.path());
    for key in 0..40_u8 {
        engine.commit(vec![(vec![key], Some(vec![key; 2_000]))]).unwrap();
    }
    engine.sync().unwrap();
    let (first, _) = value_files(folder.path()).into_iter().next().unwrap();
    let mut bytes = fs::read(&first).unwrap();
    bytes[100] ^= 1;
    fs::write(&first, bytes).unwrap();
    assert!(matches!(engine.get(&[0]), Err(StoreError::Corrupt(_))));
    for round in 0..40_u8 {
        engine.commit((3..40).map(|key| (vec![key], Some(vec![round; 2_000]))).collect()).unwrap();
        engine.sync().unwrap();
    }
    assert!(first.exists(), "what is damaged is kept");
    assert!(matches!(engine.get(&[0]), Err(StoreError::Corrupt(_))));
    assert_eq!(engine.get(&[1]).unwrap(), Some(vec![1; 2_000]));
    assert!(value_files(folder.path()).values().sum::<u64>() < 300_000, "others went on being moved");
}

#[test]
fn values_that_sled_itself_kept_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut engine = open(folder.path());
    engine.db.insert([1], vec![5; 9_000]).unwrap();
    assert_eq!(engine.get(&[1]).unwrap(), Some(vec![5; 9_000]));
    engine.commit(vec![(vec![1], Some(vec![6; 9_000]))]).unwrap();
    engine.sync().unwrap();
    drop(engine);
    assert_eq!(open(folder.path()).get(&[1]).unwrap(), Some(vec![6; 9_000]));
}
