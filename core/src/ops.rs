//! What one entry does to one document, and how that travels (protocol 4.9; shapes in `schemas/ops.cddl`).
//!
//! Automerge's own change format is never on the wire: 104 bytes of it expand to 300,001 ops. A [`Batch`] costs what its bytes
//! cost, names only what its reader cannot derive, and has one spelling. The reader rebuilds the Automerge change from it, with
//! the identical hash (`automerge_change`, the one module that knows Automerge's types).
//!
//! ```text
//! body bytes ─► peek_deps ─► (ancestors: start_op) ─► Batch::decode ─► validate ─► automerge_change::build ─► Automerge
//! ```

pub(crate) mod automerge_change;
mod batch;
mod decode;
mod encode;
mod names;
mod op;

pub use batch::{Batch, DecodeError, EncodeError, peek_deps};
pub use names::{Context, KeyForm, Names, object_key};
pub(crate) use names::{GENESIS, object_counter};
pub use op::{Action, Key, Obj, Op, OpId, Value};
