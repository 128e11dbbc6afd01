//! Reading a replica back from the store.

use super::Replica;
use super::founding::control_op;
use super::judge::creation_id;
use super::open_document::{DocInfo, Pending};
use super::step::Step;
use crate::authority::ControlOp;
use crate::cbor::Cbor;
use crate::entry::{Authentic, Entry};
use crate::id::{DocId, EntryHash, Lane};
use crate::store::keys::{self, Place};
use crate::store::{Batch, Direction, Row, Store, StoreError, Tree};

/// Rows read at once.
const PAGE: usize = 2_000;

impl Replica {
    /// Reads logs, authority, documents and what waits.
    pub(super) fn load(&mut self, store: &dyn Store) -> Result<(), StoreError> {
        self.load_quota(store)?;
        let mut places = Vec::new();
        for tree in [Tree::Entries, Tree::Forks] {
            let community = self.community;
            each_row(store, tree, community.as_bytes(), |_, value| {
                let authentic = Authentic::read_own(value, &community).map_err(|_| StoreError::Corrupt("an entry".into()))?;
                self.logs.restore(&authentic);
                let header = authentic.header();
                places.push((authentic.hash(), header.log(), header.seq, header.target.unwrap_or(DocId::ZERO)));
                if header.lane == Lane::CONTROL {
                    self.learn_control(&authentic);
                } else if let Some(target) = header.target {
                    self.written.entry(header.device).or_default().insert(target);
                    if target == DocId::ZERO {
                        let pending = Pending { log: header.log(), seq: header.seq, hash: authentic.hash() };
                        self.creators.insert(creation_id(&pending.hash), pending);
                    }
                }
                Ok(())
            })?;
        }
        self.places.note_all(&places);
        drop(places);
        self.resolve_again(&mut Step::default());
        // What was judged is read from the disk; only what the disk says is judged again.
        (self.creations, self.has_new_creations) = Default::default();
        each_row(store, Tree::Documents, &self.community.0.clone(), |key, value| {
            if let (Some((_, id, 0)), Ok(info)) = (keys::parse_document(key), DocInfo::from_cbor(value)) {
                self.know(id, info);
            }
            Ok(())
        })?;
        let mut last = 0;
        each_row(store, Tree::DocumentEntries, &self.community.0.clone(), |key, _| {
            last = last.max(keys::parse_document_entry(key).map_or(0, |(_, _, ordinal)| ordinal));
            Ok(())
        })?;
        self.next_ordinal = last + 1;
        self.load_late_creations(store)?;
        self.load_rebuilds(store)?;
        self.load_waiting(store)?;
        self.load_holdings(store)
    }

    /// The quota stands in Genesis and is needed before the first entry goes into its log.
    fn load_quota(&mut self, store: &dyn Store) -> Result<(), StoreError> {
        let key = keys::entry_place(&self.community, super::admit::half(&EntryHash(self.community.0)));
        let place = store.get(Tree::EntryPlaces, &key)?.and_then(|bytes| Place::from_bytes(&bytes));
        let missing = || StoreError::Corrupt(format!("community {:?} has no genesis", self.community));
        let (tree, key) = place.ok_or_else(missing)?.key(&self.community);
        let genesis = store.get(tree, &key)?.and_then(|value| Entry::from_cbor(&value).ok()).ok_or_else(missing)?;
        if let Some(ControlOp::Genesis(genesis)) = control_op(&genesis) {
            self.logs = super::logs::Logs::new(genesis.quotas);
        }
        Ok(())
    }

    /// What could not be judged is looked at again as soon as something it may have waited for arrives.
    fn load_waiting(&mut self, store: &dyn Store) -> Result<(), StoreError> {
        let mut places = Vec::new();
        each_row(store, Tree::Waiting, &self.community.0.clone(), |key, value| {
            let hash = key.get(32..).and_then(EntryHash::from_slice);
            places.extend(hash.zip(Place::from_bytes(value)));
            Ok(())
        })?;
        for (hash, place) in places {
            self.waiting.insert(hash);
            let pending = Pending { log: place.log, seq: place.seq, hash };
            if self.creators.contains_key(&creation_id(&hash)) {
                self.creations.insert(pending);
                self.has_new_creations = true;
            } else if let Some(entry) = self.stored_entry(&pending, store, &Batch::new())? {
                // Opened with its document at the next step that concerns it.
                self.orphans.extend(entry.header().target);
            }
        }
        Ok(())
    }

    /// Returns an entry from the store, or from what this step will write.
    pub(super) fn stored_entry(&self, pending: &Pending, store: &dyn Store, batch: &Batch) -> Result<Option<Entry>, StoreError> {
        let places = [
            Place::canonical(pending.log, pending.seq),
            Place { log: pending.log, seq: pending.seq, branch: Some(pending.hash) },
        ];
        let is_forked = self.logs.is_forked(&pending.log);
        for place in places.iter().take(if is_forked { 2 } else { 1 }) {
            let (tree, key) = place.key(&self.community);
            let Some(value) = batch.get(store, tree, &key)? else { continue };
            let entry = Entry::from_cbor(&value).map_err(|_| StoreError::Corrupt(format!("entry {:?}", pending.hash)))?;
            if !is_forked || entry.hash(&self.community) == pending.hash {
                return Ok(Some(entry));
            }
        }
        Ok(None)
    }
}

/// Calls `read` for every row under `prefix`, a page at a time.
pub(super) fn each_row(
    store: &dyn Store,
    tree: Tree,
    prefix: &[u8],
    mut read: impl FnMut(&[u8], &[u8]) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let end = keys::after_prefix(prefix);
    let mut from = prefix.to_vec();
    loop {
        let rows: Vec<Row> = store.range(tree, (&from, &end), Direction::Forward, PAGE)?;
        for (key, value) in &rows {
            read(key, value)?;
        }
        match rows.last() {
            Some((last, _)) if rows.len() == PAGE => {
                from.clone_from(last);
                from.push(0);
            }
            _ => return Ok(()),
        }
    }
}
