//! What two devices say to each other to become equal, as values: no socket is here.
//!
//! Shapes: `schemas/sync.cddl`; bytes: `schemas/vectors/sync.json`.
//!
//! ```text
//! initiator                                responder
//!   Hello {version, nonce}          ─►
//!                                   ◄─     Hello {version, nonce}
//!   Names [blinded, padded]         ─►                               which communities do we share?
//!                                   ◄─     Names [blinded, padded]
//!   Proof {device, signature}…      ─►                               the initiator proves first
//!                                   ◄─     Proof {device, signature}…
//!   Digest {64 buckets}             ─►
//!                                   ◄─     Heads [log, seq, head]    only of buckets that differ
//!   Want [log, after, upto]         ─►
//!                                   ◄─     Range … Range, Done       verified by the last signature
//!   Have [log, seq]…                ─►                               after the initiator's own durable commit
//! ```
//!
//! A session only pulls; each side opens its own. So both sides write strictly in turn and no stream can lock up.

mod digest;
mod frame;
mod hello;
#[cfg(test)]
mod vectors;

pub use digest::{BUCKETS, Digest, Head};
pub use frame::{Doorplate, Frame, FrameError, Refusal, Want};
pub use hello::{Role, blinded_name, padded_names, proof_statement};

/// Version of the sync protocol; a peer with another one is told so and left alone.
pub const SYNC_VERSION: u64 = 1;
