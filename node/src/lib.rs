//! AllForOne's node: where core and p2p meet, and the one API over both.
//!
//! ```text
//! config ─► keychain ─► driver (owns replica and network, one loop)
//!                          ▲  │
//!   view + error           │  └► subjects ─► events (coalesced, numbered)
//!   NodeHandle ── Command ─┘                    │
//!     ▲                                         ▼
//!   api::http (headless)   Tauri's `rpc` (window)   ─► screens
//! ```
//!
//! Modules stand in reading order: a module uses only what is declared above it.

pub mod view;

pub mod error;
pub mod subject;

pub mod notice;

pub mod api;
