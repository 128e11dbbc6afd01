//! Which program wrote what is in the store.

use super::{Batch, Store, StoreError, Tree};

/// Newest format of keys and values that this program knows; a change that older programs cannot read raises it.
///
/// 1: each row by itself. 2: rows in blocks and a journal (`packed.rs`). 3: large values in files (`value_files.rs`).
pub const FORMAT: u32 = 3;

/// What saved documents and rows depend on: Automerge's version and the form of rows. Another value than the store's means
/// that documents and rows are rebuilt from the entries, which always stay readable.
const BUILT_BY: &str = "automerge 0.12.0, rows 1";
const BUILT_BY_KEY: &[u8] = b"built by";

/// Returns whether documents and rows were made by another Automerge or in another form, and must be rebuilt.
///
/// # Errors
/// As [`Store::get`].
pub fn needs_rebuild(store: &(impl Store + ?Sized)) -> Result<bool, StoreError> {
    Ok(store.get(Tree::Meta, BUILT_BY_KEY)?.as_deref() != Some(BUILT_BY.as_bytes()))
}

/// Notes in `batch` that documents and rows are this program's.
pub fn mark_rebuilt(batch: &mut Batch) {
    batch.put(Tree::Meta, BUILT_BY_KEY, BUILT_BY);
}
