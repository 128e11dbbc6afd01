//! Writes that belong together.

use super::{Direction, Row, Store, StoreError, Tree, keys};
use std::collections::BTreeMap;

/// Puts and deletes that are committed whole or not at all; of two for one key the later counts.
///
/// Entry, head, rows of one change go into one batch. Code that fills a batch reads through it, and so sees its own writes.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    writes: BTreeMap<(Tree, Vec<u8>), Option<Vec<u8>>>,
}

impl Batch {
    /// Returns an empty batch.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Will put `value` at `key`.
    pub fn put(&mut self, tree: Tree, key: impl Into<Vec<u8>>, value: impl Into<Vec<u8>>) {
        self.writes.insert((tree, key.into()), Some(value.into()));
    }

    /// Will delete what is at `key`.
    pub fn delete(&mut self, tree: Tree, key: impl Into<Vec<u8>>) {
        self.writes.insert((tree, key.into()), None);
    }

    /// Returns what will be at `key` in `store` once this batch is committed.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn get(&self, store: &(impl Store + ?Sized), tree: Tree, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        match self.writes.get(&(tree, key.to_vec())) {
            Some(write) => Ok(write.clone()),
            None => store.get(tree, key),
        }
    }

    /// Returns every row under `prefix` that will be in `store` once this batch is committed, smallest key first, at most
    /// `limit`.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn scan(&self, store: &(impl Store + ?Sized), tree: Tree, prefix: &[u8], limit: usize) -> Result<Vec<Row>, StoreError> {
        let end = keys::after_prefix(prefix);
        let own: Vec<_> = self.writes.range((tree, prefix.to_vec())..(tree, end)).collect();
        // Each own write hides at most one stored row.
        let stored = store.scan(tree, prefix, Direction::Forward, limit.saturating_add(own.len()))?;
        let mut rows: BTreeMap<Vec<u8>, Vec<u8>> = stored.into_iter().collect();
        for ((_, key), write) in own {
            match write {
                Some(value) => rows.insert(key.clone(), value.clone()),
                None => rows.remove(key),
            };
        }
        Ok(rows.into_iter().take(limit).collect())
    }

    /// Appends what `later` will do.
    pub fn append(&mut self, later: Self) {
        self.writes.extend(later.writes);
    }

    /// Returns whether nothing will change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty()
    }

    /// Returns how many keys will change.
    #[must_use]
    pub fn len(&self) -> usize {
        self.writes.len()
    }

    pub(super) fn into_writes(self) -> BTreeMap<(Tree, Vec<u8>), Option<Vec<u8>>> {
        self.writes
    }
}
