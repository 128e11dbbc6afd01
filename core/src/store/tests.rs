//! The one suite: every engine under a store behaves the same.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]
use super::sealed::SealedStore;
use super::*;
use crate::encryption::StoreKey;
use crate::limits::MAX_STORE_VALUE_BYTES;
use std::collections::BTreeMap;

fn key() -> StoreKey {
    StoreKey::from_secret([7; 32])
}

/// An engine and how it comes back after being closed.
trait Home {
    type Engine: Engine;
    fn open(&mut self) -> Self::Engine;
    fn close(&mut self, engine: Self::Engine);
}

#[derive(Default)]
struct MemoryHome(Option<MemoryEngine>);

impl Home for MemoryHome {
    type Engine = MemoryEngine;
    fn open(&mut self) -> MemoryEngine {
        self.0.take().unwrap_or_default()
    }
    fn close(&mut self, engine: MemoryEngine) {
        self.0 = Some(engine);
    }
}

struct SledHome(tempfile::TempDir);

impl Home for SledHome {
    type Engine = SledEngine;
    fn open(&mut self) -> SledEngine {
        SledEngine::open(self.0.path()).unwrap()
    }
    fn close(&mut self, engine: SledEngine) {
        drop(engine);
    }
}

fn put(store: &mut impl Store, tree: Tree, key: &[u8], value: &[u8]) {
    let mut batch = Batch::new();
    batch.put(tree, key, value);
    store.commit(batch).unwrap();
}

/// Deterministic numbers: splitmix64.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn what_is_put_comes_back_in_order(home: &mut impl Home) {
    let mut store = PackedStore::open(home.open(), &key()).unwrap();
    for n in [3_u64, 1, 256, 2] {
        put(&mut store, Tree::Index, &[b"a".as_slice(), &n.to_be_bytes()].concat(), &n.to_be_bytes());
    }
    put(&mut store, Tree::Index, b"b", b"other");
    put(&mut store, Tree::Own, b"a", b"other tree");
    let values = |direction, limit| -> Vec<u64> {
        let rows = store.scan(Tree::Index, b"a", direction, limit).unwrap();
        rows.into_iter().map(|(_, value)| u64::from_be_bytes(value.try_into().unwrap())).collect()
    };
    assert_eq!(values(Direction::Forward, 10), [1, 2, 3, 256]);
    assert_eq!(values(Direction::Backward, 2), [256, 3]);
    assert_eq!(store.range(Tree::Index, (b"b", b"a"), Direction::Forward, 9).unwrap(), [], "an empty range");
    assert_eq!(store.get(Tree::Own, b"a").unwrap().unwrap(), b"other tree");
    assert_eq!(store.get(Tree::Meta, b"a").unwrap(), None);
    home.close(store.into_engine());
}

fn values_of_any_size_are_whole(home: &mut impl Home) {
    let mut store = SealedStore::open(home.open(), &key()).unwrap();
    let at = MAX_STORE_VALUE_BYTES;
    for len in [0, 1, at - 46, at - 45, at - 44, at, 2 * (at - 45), 2 * (at - 45) + 1, 500_000, 3] {
        let value: Vec<u8> = (0..len).map(|n| (n % 251) as u8).collect();
        put(&mut store, Tree::Documents, b"d", &value);
        assert_eq!(store.get(Tree::Documents, b"d").unwrap().unwrap(), value, "{len} bytes");
        let largest = store.engine().range(&[], &[255], Direction::Forward, 1_000).unwrap();
        assert!(largest.iter().all(|(_, raw)| raw.len() <= at), "no engine value is over 16 KiB");
    }
    assert_eq!(store.engine().range(&[13], &[14], Direction::Forward, 9).unwrap(), [], "no piece stays behind");
    put(&mut store, Tree::Documents, b"d", &[1; 100_000]);
    let mut batch = Batch::new();
    batch.delete(Tree::Documents, b"d");
    store.commit(batch).unwrap();
    assert_eq!(store.engine().range(&[13], &[14], Direction::Forward, 9).unwrap(), []);
    home.close(store.into_engine());
}

fn a_batch_reads_its_own_writes(home: &mut impl Home) {
    let mut store = PackedStore::open(home.open(), &key()).unwrap();
    for key in [b"p1", b"p2", b"p3", b"q1"] {
        put(&mut store, Tree::Own, key, b"old");
    }
    let mut batch = Batch::new();
    batch.delete(Tree::Own, b"p1");
    batch.put(Tree::Own, b"p2", b"new");
    batch.put(Tree::Own, b"p0", b"new");
    assert_eq!(batch.get(&store, Tree::Own, b"p1").unwrap(), None);
    assert_eq!(batch.get(&store, Tree::Own, b"p3").unwrap().unwrap(), b"old");
    let seen: Vec<_> = batch.scan(&store, Tree::Own, b"p", 2).unwrap();
    assert_eq!(seen, [(b"p0".to_vec(), b"new".to_vec()), (b"p2".to_vec(), b"new".to_vec())]);
    let all = batch.scan(&store, Tree::Own, b"p", 99).unwrap();
    store.commit(batch).unwrap();
    assert_eq!(store.scan(Tree::Own, b"p", Direction::Forward, 99).unwrap(), all);
    home.close(store.into_engine());
}

fn a_restart_changes_nothing(home: &mut impl Home, seed: u64) {
    let mut state = seed;
    let mut model: BTreeMap<Vec<u8>, Vec<u8>> = BTreeMap::new();
    for _ in 0..4 {
        let mut store = PackedStore::open(home.open(), &key()).unwrap();
        for _ in 0..30 {
            let mut batch = Batch::new();
            for _ in 0..next(&mut state) % 5 {
                let key = vec![(next(&mut state) % 40) as u8];
                if next(&mut state).is_multiple_of(4) {
                    batch.delete(Tree::Documents, key.clone());
                    model.remove(&key);
                } else {
                    let len = [3, 50, 20_000, 40_000][(next(&mut state) % 4) as usize];
                    let value = vec![(next(&mut state) % 256) as u8; len];
                    batch.put(Tree::Documents, key.clone(), value.clone());
                    model.insert(key, value);
                }
            }
            store.commit(batch).unwrap();
        }
        store.sync().unwrap();
        let rows: BTreeMap<_, _> = store.scan(Tree::Documents, &[], Direction::Forward, 999).unwrap().into_iter().collect();
        assert_eq!(rows, model, "seed {seed}");
        home.close(store.into_engine());
    }
    let store = PackedStore::open(home.open(), &key()).unwrap();
    let rows: BTreeMap<_, _> = store.scan(Tree::Documents, &[], Direction::Forward, 999).unwrap().into_iter().collect();
    assert_eq!(rows, model, "after the last restart, seed {seed}");
    home.close(store.into_engine());
}

fn another_key_and_a_newer_format_are_told_apart(home: &mut impl Home) {
    let store = PackedStore::open(home.open(), &key()).unwrap();
    home.close(store.into_engine());
    assert!(matches!(PackedStore::open(home.open(), &StoreKey::from_secret([8; 32])), Err(StoreError::WrongKey)));
}

fn a_flipped_bit_is_found_and_nothing_panics(home: &mut impl Home) {
    let mut store = SealedStore::open(home.open(), &key()).unwrap();
    put(&mut store, Tree::Entries, b"small", b"value");
    put(&mut store, Tree::Entries, b"large", &[5; 40_000]);
    let raw = store.engine().range(&[1], &[255], Direction::Forward, 99).unwrap();
    assert_eq!(raw.len(), 4, "two values, one of them in three pieces");
    for (key, value) in raw {
        for at in [0, 1, 3, 10, 30, value.len() - 1] {
            let mut damaged = value.clone();
            damaged[at] ^= 0x10;
            store.engine_mut().commit(vec![(key.clone(), Some(damaged))]).unwrap();
            let rows = store.scan(Tree::Entries, &[], Direction::Forward, 9);
            assert!(matches!(rows, Err(StoreError::Corrupt(_))), "key {key:?} byte {at}");
        }
        store.engine_mut().commit(vec![(key.clone(), None)]).unwrap();
        if key[0] == Tree::Pieces as u8 {
            assert!(matches!(store.get(Tree::Entries, b"large"), Err(StoreError::Corrupt(_))), "a piece is missing");
        }
        store.engine_mut().commit(vec![(key, Some(value))]).unwrap();
    }
    assert_eq!(store.get(Tree::Entries, b"large").unwrap().unwrap(), [5; 40_000]);
    home.close(store.into_engine());
}

fn leaving_a_community_leaves_the_others(home: &mut impl Home) {
    let mut store = PackedStore::open(home.open(), &key()).unwrap();
    let (gone, kept) = (CommunityId([255; 32]), CommunityId([3; 32]));
    for tree in Tree::OF_COMMUNITY {
        put(&mut store, tree, &keys::named(&gone, "x", &[0; 9]), &[1; 20_000]);
        put(&mut store, tree, &keys::named(&kept, "x", &[0; 9]), b"stays");
    }
    assert_eq!(store.wipe_community(&gone).unwrap(), Tree::OF_COMMUNITY.len());
    assert_eq!(store.engine().range(&[13], &[14], Direction::Forward, 9).unwrap(), [], "its pieces went too");
    for tree in Tree::OF_COMMUNITY {
        assert_eq!(store.scan(tree, kept.as_bytes(), Direction::Forward, 9).unwrap().len(), 1);
    }
    home.close(store.into_engine());
}

fn documents_of_another_automerge_are_rebuilt(home: &mut impl Home) {
    let mut store = PackedStore::open(home.open(), &key()).unwrap();
    assert!(!version::needs_rebuild(&store).unwrap(), "a new store has nothing to rebuild");
    put(&mut store, Tree::Meta, b"built by", b"automerge 0.11.0, rows 1");
    assert!(version::needs_rebuild(&store).unwrap());
    let mut batch = Batch::new();
    version::mark_rebuilt(&mut batch);
    store.commit(batch).unwrap();
    assert!(!version::needs_rebuild(&store).unwrap());
    home.close(store.into_engine());
}

macro_rules! suite {
    ($($name:ident $(($argument:expr))?),* $(,)?) => {
        mod memory_engine {
            $(#[test] fn $name() { super::$name(&mut super::MemoryHome::default() $(, $argument)?); })*
        }
        mod sled_engine {
            $(#[test] fn $name() {
                super::$name(&mut super::SledHome(tempfile::tempdir().expect("a folder")) $(, $argument)?);
            })*
        }
    };
}

suite!(
    what_is_put_comes_back_in_order,
    values_of_any_size_are_whole,
    a_batch_reads_its_own_writes,
    a_restart_changes_nothing(20_261_123),
    another_key_and_a_newer_format_are_told_apart,
    a_flipped_bit_is_found_and_nothing_panics,
    leaving_a_community_leaves_the_others,
    documents_of_another_automerge_are_rebuilt,
);

#[test]
fn a_newer_format_is_left_alone() {
    let mut engine = PackedStore::open(MemoryEngine::new(), &key()).unwrap().into_engine();
    engine.commit(vec![([&[0], b"format".as_slice()].concat(), Some(vec![0, 0, 0, 9]))]).unwrap();
    assert!(matches!(PackedStore::open(engine, &key()), Err(StoreError::Newer { found: 9, known: 3 })));
}

#[test]
fn rows_without_a_format_are_no_new_store() {
    let mut engine = MemoryEngine::new();
    engine.commit(vec![(vec![1, 2], Some(vec![3]))]).unwrap();
    assert!(matches!(PackedStore::open(engine, &key()), Err(StoreError::Corrupt(_))));
}

#[test]
fn a_crash_loses_only_what_was_not_synced() {
    let mut store = PackedStore::open(MemoryEngine::new(), &key()).unwrap();
    put(&mut store, Tree::Own, b"synced", b"1");
    put(&mut store, Tree::Own, b"changed", b"before");
    store.sync().unwrap();
    put(&mut store, Tree::Own, b"changed", &[2; 40_000]);
    put(&mut store, Tree::Own, b"new", b"3");
    let store = PackedStore::open(store.into_engine().crash(), &key()).unwrap();
    let rows = store.scan(Tree::Own, &[], Direction::Forward, 9).unwrap();
    assert_eq!(rows, [(b"changed".to_vec(), b"before".to_vec()), (b"synced".to_vec(), b"1".to_vec())]);
}

#[test]
fn a_full_disk_keeps_nothing_of_the_batch() {
    let mut store = PackedStore::open(MemoryEngine::new(), &key()).unwrap();
    let before = store.size_bytes().unwrap();
    store.engine_mut().fill_up_at(Some(before + 1_000));
    let mut batch = Batch::new();
    batch.put(Tree::Own, b"a", b"small");
    batch.put(Tree::Own, b"b", [0; 2_000]);
    assert!(matches!(store.commit(batch), Err(StoreError::DiskFull)));
    assert_eq!(store.get(Tree::Own, b"a").unwrap(), None);
    store.engine_mut().fill_up_at(None);
    store.engine_mut().fail_after(Some(1));
    put(&mut store, Tree::Own, b"a", b"small");
    assert!(matches!(store.sync(), Err(StoreError::Io(_))));
}

#[test]
fn a_folder_is_open_once() {
    let folder = tempfile::tempdir().unwrap();
    let engine = SledEngine::open(folder.path()).unwrap();
    assert!(matches!(SledEngine::open(folder.path()), Err(StoreError::InUse)));
    assert!(matches!(SledEngine::move_aside(folder.path()), Err(StoreError::InUse)));
    drop(engine);
    SledEngine::open(folder.path()).unwrap();
}

#[test]
fn damaged_files_are_reported_and_can_be_moved_aside() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = PackedStore::open(SledEngine::open(folder.path()).unwrap(), &key()).unwrap();
    put(&mut store, Tree::Own, b"a", b"1");
    store.sync().unwrap();
    drop(store);
    std::fs::write(folder.path().join("sled/conf"), [0xa5; 64]).unwrap();
    let opened = SledEngine::open(folder.path()).map(drop);
    assert!(matches!(opened, Err(StoreError::Corrupt(_))), "{opened:?}");
    let aside = SledEngine::move_aside(folder.path()).unwrap();
    assert!(aside.join("db").exists(), "what was there is kept");
    let store = PackedStore::open(SledEngine::open(folder.path()).unwrap(), &key()).unwrap();
    assert_eq!(store.get(Tree::Own, b"a").unwrap(), None);
}

#[test]
fn a_half_written_snapshot_does_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = PackedStore::open(SledEngine::open(folder.path()).unwrap(), &key()).unwrap();
    put(&mut store, Tree::Own, b"a", b"1");
    store.sync().unwrap();
    drop(store);
    std::fs::write(folder.path().join("sled/snap.00000000000000FF.generating"), b"half").unwrap();
    let store = PackedStore::open(SledEngine::open(folder.path()).unwrap(), &key()).unwrap();
    assert_eq!(store.get(Tree::Own, b"a").unwrap().unwrap(), b"1");
}
