//! Who may do what: the fold of all control entries (protocol 4.4 to 4.6, amendments II, 1 to 13).
//!
//! ```text
//! ControlEntry…  ─► resolve ─► Authority ─► role, standing, device, cuts, pins, invites, settings, epochs
//! ```
//!
//! Authority is one total order: rank, then depth of the grant, then the granting device and its sequence, then the hash
//! ([`Seniority`]). Every grant is junior to its granter, and only a senior may take something from a junior. So one pass from
//! senior to junior suffices: whatever can limit a standing has been read before it. The result is a function of the *set* of
//! entries; order of arrival, clocks and connections change nothing.
//!
//! A gain of authority is cited (the *permit* of an entry names the standing it relies on), a loss is a [`Cut`]: of each
//! listed log a head and its ancestors stay.

mod control_entry;
mod control_op;
mod cut;
mod device_standing;
mod epoch;
mod invitation;
mod permission;
mod query;
mod refusal;
mod register;
mod resolve;
mod standing;

pub use control_entry::{ControlEntry, Position};
pub use control_op::*;
pub use cut::{Cut, Head, LogHead};
pub use device_standing::DeviceStanding;
pub use epoch::Epoch;
pub use invitation::Invitation;
pub use permission::permits;
pub use query::{Authority, Member, Removal, accepted_prefix};
pub use refusal::Refusal;
pub use register::{Policy, Setting};
pub use resolve::resolve;
pub use standing::{Seniority, Standing, State};
