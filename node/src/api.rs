//! The local API over HTTP, and what is printed about it.
//!
//! ```text
//! request ─► guard (Host, Origin, headers) ─┬─► /api/rpc/{command}  token ─► body ≤ 1 MiB ─► NodeHandle::dispatch
//!                                           ├─► /api/events         token ─► WebSocket of notices
//!                                           └─► everything else     the built user interface
//! ```

mod answer;
mod guard;
mod rpc;
mod socket;
mod token;
mod ui;

pub mod http;
pub mod reference;
pub mod typescript;

#[cfg(test)]
mod tests;

pub use token::Token;
