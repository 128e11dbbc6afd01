//! Who can read: epochs and their keys, boxes that carry them, and what is sealed at rest.
//!
//! ```text
//! staff ES, HS ─ down ─► member ES, HS ─ down ─► guest ES, HS        one random pair for each (audience, retention)
//!    ES ─► commitment ─► kid          HS ─► commitment
//!    ES ‖ kid ─► content key (payloads)      ES ─► topic key (gossip)
//!    HS of a new epoch ─► backlinks ─► ES, HS of older ones          history
//! ```
//!
//! A secret enters a [`KeyRing`] only where it matches the commitment that a `Rekey` in the control lane published, so that
//! one `kid` never means two keys. Keys decide nothing about validity: lacking one delays reading, no more.
//!
//! XChaCha20-Poly1305 with random nonces of 24 bytes (draft-irtf-cfrg-xchacha-03), HPKE base mode (RFC 9180).

mod boxes;
mod domain;
mod epoch;
mod gossip;
mod history;
mod ring;
mod store_key;
mod suite;
mod welcome;

pub use boxes::{BoxError, BoxPurpose, open_box, seal_box};
pub use domain::{Audience, Domain, Retention};
pub use epoch::{Commitment, ContentKey, EpochSecret, TopicKey};
pub use gossip::{GossipError, MAX_GOSSIP_BYTES};
pub use history::{Backlink, HistoryError};
pub use ring::{KeyRing, RingError};
pub use store_key::StoreKey;
pub use suite::{OpenError, SEAL_OVERHEAD_BYTES};
pub use welcome::{LogHead, MAX_WELCOME_HEADS, Welcome};
