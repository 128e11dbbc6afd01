//! The product's own nouns: plain values and rules; no Automerge, no keys, no disk.
//!
//! Values are what screens and exports read. Each knows the document it came from, so that rows of a rebuilt document can
//! be found. Time zones are the ones built into the program ([`TimeZone`], [`zone`]). Rules are pure; what is wrong with a value is a [`Problem`].

mod acknowledgement;
mod board;
mod calendar_fault;
mod calendar_file;
mod calendar_write;
mod calendar_zone;
mod comment;
mod content_line;
mod event;
mod group;
mod kind;
mod message;
mod occurrence;
mod post;
mod problem;
mod profile;
mod rank;
mod reaction;
mod room;
mod rule;
mod rsvp;
mod seating;
mod slot;
mod text;
mod topic;
mod when;
mod width;

pub use acknowledgement::Acknowledgement;
pub use board::Board;
pub use calendar_file::{CalendarEvent, ReadEvent, left_out, read_calendar};
pub use calendar_write::{CALENDAR_END, CalendarZones, calendar_head, calendar_part, write_calendar};
pub use comment::{Comment, CommentOn};
pub use event::{Event, EventStatus, Override};
pub use group::{Group, Joined};
pub use kind::{Class, DocKind};
pub use message::Message;
pub use occurrence::{Occurrence, agenda_days};
pub use post::{Post, PostKind};
pub use problem::Problem;
pub use profile::Profile;
pub use rank::Rank;
pub use reaction::{Reaction, check_emoji};
pub use room::Room;
pub use rsvp::{Answer, Rsvp};
pub use rule::Rule;
pub use seating::{Seat, seating};
pub use slot::{Helper, Helping, Slot};
pub use text::{check_text, fold, snippet};
pub use topic::Topic;
pub use when::{OccurrenceId, When, zone};
pub use width::SegmentWidth;

pub use jiff::tz::TimeZone;
