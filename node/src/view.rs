//! What the API says and hears: one file per noun, plain values, no rules.
//!
//! Ids are lower-case base32 without padding and travel as strings; times are milliseconds since the Unix epoch. Acts are
//! named by their verb (`MessageWrite`), questions end in `Query`. Inputs refuse fields that they do not know. The
//! TypeScript of all this is generated (`api/typescript.rs`).

mod board;
mod comment;
mod community;
mod curation;
mod event;
mod example;
mod export;
mod feed;
mod group;
mod ics;
mod invite;
mod link;
mod look;
mod join;
mod member;
mod message;
mod page;
mod peer;
mod phrase;
mod place;
mod post;
mod profile;
mod role;
mod room;
mod search;
mod settings;
mod slot;
mod status;
mod today;
mod topic;
mod version;

pub use board::*;
pub use comment::*;
pub use community::*;
pub use curation::*;
pub use event::*;
pub use example::*;
pub use export::*;
pub use feed::*;
pub use group::*;
pub use ics::*;
pub use invite::*;
pub use join::*;
pub use link::*;
pub use look::*;
pub use member::*;
pub use message::*;
pub use page::*;
pub use peer::*;
pub use phrase::*;
pub use place::*;
pub use post::*;
pub use profile::*;
pub use role::*;
pub use room::*;
pub use search::*;
pub use settings::*;
pub use slot::*;
pub use status::*;
pub use today::*;
pub use topic::*;
pub use version::*;
