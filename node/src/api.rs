//! The local API: one table of commands, carried by whoever serves it.
//!
//! ```text
//! name + JSON ─► rpc::Command ─► NodeHandle ─► driver (rpc::Node) ─► JSON
//!                                    └── events ─► WebSocket or window channel
//! ```
//!
//! `rpc` holds the table and is the one place to add a command; `typescript` and `reference` print it for the UI and for
//! `docs/api.md`; `http` serves it on the loopback address.

pub mod reference;
pub mod rpc;
pub mod typescript;
