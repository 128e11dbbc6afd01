//! The product's own nouns: plain values and rules; no Automerge, no keys, no disk.

mod kind;
mod rank;

pub use kind::{Class, DocKind};
pub use rank::Rank;
