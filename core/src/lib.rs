//! AllForOne's core: it decides, and does nothing else.
//!
//! Everything that a community knows is a fold over signed, hash-linked logs of *entries*. A person's own entry and a
//! stranger's walk the same road:
//!
//! ```text
//! bytes ─► entry (canonical, signed) ─► log (canonical branch) ─► authority (who may) ─► encryption (open)
//!       ─► ops (decoded) ─► validate (structure, ownership, schema) ─► document (Automerge) ─► index (rows for screens)
//! ```
//!
//! The crate is handed time ([`time::Timestamp`]) and chance (`rand_core`), holds no thread, socket, clock or lock, and
//! touches the disk in `store/sled.rs`, `store/journal_files.rs` and `store/value_files.rs` only. Modules stand in reading order: a module uses
//! only what is declared above it.

pub mod time;
pub mod limits;
pub mod id;
pub mod derive;
pub mod cbor;
pub mod domain;
pub mod identity;
pub mod encryption;
pub mod entry;
pub mod store;
pub mod authority;
pub mod policy;
pub mod ops;
pub mod validate;
pub mod document;
pub mod index;
pub mod sync;
pub mod subject;
pub mod command;
pub mod outcome;
pub mod replica;
