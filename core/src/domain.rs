//! The product's own nouns: plain values and rules; no Automerge, no keys, no disk.
//!
//! Values are what screens and exports read. Each knows the document it came from, so that rows of a rebuilt document can
//! be found. Rules are pure; what is wrong with a value is a [`Problem`].

mod board;
mod comment;
mod event;
mod kind;
mod message;
mod post;
mod problem;
mod profile;
mod rank;
mod reaction;
mod room;
mod rsvp;
mod text;
mod when;
mod width;

pub use board::Board;
pub use comment::{Comment, CommentOn};
pub use event::{Event, EventStatus, Override};
pub use kind::{Class, DocKind};
pub use message::Message;
pub use post::{Post, PostKind};
pub use problem::Problem;
pub use profile::Profile;
pub use rank::Rank;
pub use reaction::{Reaction, check_emoji};
pub use room::Room;
pub use rsvp::{Answer, Rsvp};
pub use text::{check_text, fold, snippet};
pub use when::{OccurrenceId, When};
pub use width::SegmentWidth;
