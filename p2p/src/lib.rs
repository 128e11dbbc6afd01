//! Carries: topics, streams and bytes between peers, over libp2p.
//!
//! It knows no meaning: not what a community is, who may write, or what a message says. `node` joins it to `core`.
//!
//! ```text
//!  node ── Handle ── Command ──►┐                ┌─ gossip       (publish, verdicts)
//!                               │   EventLoop ───┤  exchange     (framed streams)
//!  node ◄── Event ── Outbox ◄───┘      │         │  discovery    (mDNS on the local network)
//!                                    Swarm       │  reachability (relays, hole punching)
//!                            TCP · QUIC · relay  └─ connections  (address book, redial, pings, surplus)
//! ```
//!
//! - One loop owns the swarm and never waits for the node: a full event queue drops gossip (counted), nothing else.
//!   Connection events wait in the outbox of the loop instead.
//! - Gossip is a doorbell: what a peer missed comes by a stream, for which [`Event::CatchUpDue`] rings on each connect
//!   and then on a timer.
//! - Everything that strangers can make grow has a bound, in [`config`].
//!
//! Start with [`Network::start`]; talk through [`Handle`]; listen to [`Event`].

pub mod keypair;

pub mod config;
pub mod protocol;
pub mod topic;

pub mod frame;

mod address;
mod backoff;

mod book;
mod dial;
mod ports;
mod transport;

pub mod status;

mod behaviour;

pub mod event;

mod command;

pub mod handle;

mod event_loop;

pub mod network;

#[cfg(test)]
mod tests;

pub use command::Verdict;
pub use config::Config;
pub use dial::DialError;
pub use event::Event;
pub use frame::{FrameError, FrameStream};
pub use handle::{Handle, OpenError, Stopped};
pub use keypair::Keypair;
pub use libp2p::gossipsub::MessageId;
pub use libp2p::{Multiaddr, PeerId};
pub use network::{Network, StartError};
pub use protocol::Protocol;
pub use status::{Connected, Status, Way};
pub use topic::{NotATopic, Topic, message_id};
