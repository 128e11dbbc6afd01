//! AllForOne's node: where core and p2p meet, and the one API over both.
//!
//! ```text
//! config ─► start (folder locked, key found) ─► driver (owns replica and network, one loop)
//!                                                 ▲  │
//!                       name + JSON ─► Command ───┘  └──► subjects ─► announcer (coalesces, numbers)
//!                            ▲       NodeHandle                           │
//!                            │                                            ▼
//!              api::http (headless), Tauri's `rpc` (window)            notices ─► screens
//! ```
//!
//! - [`command`] is the one table of what a node can do; everything that carries or prints commands is made from it.
//! - The [`handle::NodeHandle`] is what a window or a server holds; nothing else reaches the driver.
//! - Calendar programs subscribe through a small door of its own (`feed`): reading only, a secret for each community.
//! - Every queue here is bounded; who does not keep up with notices is told so by a gap in their numbers.
//!
//! Modules stand in reading order: a module uses only what is declared above it.

pub mod error;
pub mod view;

pub mod command;
pub mod subject;

pub mod notice;

pub mod announcer;
pub mod handle;

pub mod config;
pub mod folder;

pub mod keychain;

pub mod start;

mod feed;

pub mod driver;

pub mod api;
