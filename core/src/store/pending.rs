//! What was committed and is not in sled yet, over what is.

use super::{Direction, Row, StoreError};
use std::collections::BTreeMap;
use std::ops::Bound;

/// The latest change of each key since the last sync: what sled will keep, or `None` to delete.
#[derive(Default)]
pub(super) struct Pending(BTreeMap<Vec<u8>, Option<Vec<u8>>>);

impl Pending {
    /// Notes a change.
    pub(super) fn insert(&mut self, key: Vec<u8>, slot: Option<Vec<u8>>) {
        self.0.insert(key, slot);
    }

    /// Returns what a key changes to, if it changes.
    pub(super) fn get(&self, key: &[u8]) -> Option<Option<&[u8]>> {
        self.0.get(key).map(Option::as_deref)
    }

    /// Forgets all, once sled has it.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Returns all changes as one batch.
    pub(super) fn batch(&self) -> sled::Batch {
        let mut batch = sled::Batch::default();
        for (key, slot) in &self.0 {
            match slot {
                Some(slot) => batch.insert(key.as_slice(), slot.as_slice()),
                None => batch.remove(key.as_slice()),
            }
        }
        batch
    }

    /// Returns at most `limit` rows with `from` ≤ key < `to` of `db`, as they will be.
    ///
    /// # Errors
    /// What sled reports.
    pub(super) fn over(
        &self,
        db: &sled::Db,
        (from, to): (&[u8], &[u8]),
        direction: Direction,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        if from >= to {
            return Ok(Vec::new());
        }
        let stored = db.range(from..to);
        let changed = self.0.range::<[u8], _>((Bound::Included(from), Bound::Excluded(to)));
        match direction {
            Direction::Forward => merged(stored, changed, |a, b| a < b, limit),
            Direction::Backward => merged(stored.rev(), changed.rev(), |a, b| a > b, limit),
        }
    }
}

/// Merges two walks in one direction; what changed stands for what is stored under the same key.
fn merged<'a>(
    stored: impl Iterator<Item = sled::Result<(sled::IVec, sled::IVec)>>,
    changed: impl Iterator<Item = (&'a Vec<u8>, &'a Option<Vec<u8>>)>,
    comes_first: impl Fn(&[u8], &[u8]) -> bool,
    limit: usize,
) -> Result<Vec<Row>, StoreError> {
    let (mut rows, mut changed) = (Vec::new(), changed.peekable());
    let mut stored = stored;
    while rows.len() < limit {
        let next = stored.next().transpose()?;
        while rows.len() < limit
            && let Some((key, slot)) = changed.next_if(|(key, _)| next.as_ref().is_none_or(|next| comes_first(key, &next.0)))
        {
            rows.extend(slot.as_ref().map(|slot| (key.clone(), slot.clone())));
        }
        let Some((key, slot)) = next else { break };
        match changed.next_if(|(own, _)| own.as_slice() == key.as_ref()) {
            Some((own, slot)) => rows.extend(slot.as_ref().map(|slot| (own.clone(), slot.clone()))),
            None => rows.push((key.to_vec(), slot.to_vec())),
        }
    }
    rows.truncate(limit);
    Ok(rows)
}
