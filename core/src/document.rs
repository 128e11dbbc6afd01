//! A document: the fold of its entries' ops.
//!
//! ```text
//! entry ─► judge (validate, against what was applied) ─► apply ─► index + view    lists and fields, at once
//!                                                             ├─► elements        texts, when asked
//!                                                             └─► Automerge       files, when asked
//! draft: edits ─► ops on the index ─► batch bytes (sealed by the caller, then judged and applied like anybody's)
//! ```
//!
//! The structural index and the view are kept up with every entry and answer what screens list. The elements of texts are
//! read from the same ops when a text is read or edited, Automerge when a saved file is wanted; both may be thrown away at any
//! time ([`Document::release`]).

mod draft;
mod elements;
mod engine;
mod genesis;
mod history;
mod materialize;
mod read;
mod text_edit;
mod view;

pub use crate::validate::{Author, Reason};
pub use draft::{Created, Draft, DraftError, Drafted};
pub use engine::{Checked, DocEntry, Document, Judgement, Touched};
pub use history::Version;
pub use materialize::MaterializeError;
pub use read::Item;

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a story that goes wrong must fail"
)]
mod tests;
#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    clippy::print_stdout,
    reason = "a property that fails must say so, and every run its seed"
)]
mod fuzz;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a vector that cannot be made must fail")]
mod vectors;
