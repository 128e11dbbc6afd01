//! Writing and reading: from a draft to a signed entry, from a payload to a body.

use super::{Body, Entry, EntryError, Header, Permit, Tip};
use crate::cbor::{Cbor, CborError};
use crate::encryption::{ContentKey, OpenError};
use crate::id::{CommunityId, DocId, EntryHash, Lane};
use crate::identity::SigningKey;
use crate::limits::{MAX_PAYLOAD_BYTES, RULES_VERSION};
use crate::time::Timestamp;
use rand_core::CryptoRng;

/// What a device wants to write; the log decides number, predecessor and time.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The lane.
    pub lane: Lane,
    /// The permit, or `None` for that of the entry before; must be there at number 1 and after a change of standing.
    pub permit: Option<Permit>,
    /// The document; `None` in lane 0.
    pub target: Option<DocId>,
    /// Ops in the body after expansion; 0 in lane 0.
    pub ops: u64,
    /// What it says.
    pub body: Body,
}

/// Why an entry is not written; nothing was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The device has written too much; later it may.
    #[error("the quota of entries is reached")]
    QuotaReached,
    /// The log has forked: this device's key was copied or restored, and a new device must take over (protocol 4.3).
    #[error("this device has written twice in one place")]
    Forked,
    /// The body is longer than a payload may be.
    #[error("the entry is too large")]
    TooLarge,
    /// Lane, key, target and permit do not fit each other.
    #[error("the draft cannot be an entry")]
    Draft(#[source] EntryError),
}

/// Seals `draft` under the epoch's key and signs it as the next entry of the log whose end is `tip`.
///
/// - `community`: [`CommunityId::ZERO`] for Genesis, whose hash then is the community's id.
/// - `key`: the epoch's; `None` in lane 0, which is not encrypted.
/// - The declared time is `now`, but never before the entry before.
///
/// # Errors
/// [`SealError`].
pub fn seal(
    draft: &Draft,
    community: &CommunityId,
    tip: &Tip,
    signing: &SigningKey,
    key: Option<&ContentKey>,
    now: Timestamp,
    rng: &mut impl CryptoRng,
) -> Result<Entry, SealError> {
    let time = now.max(tip.time());
    if tip.is_forked() {
        return Err(SealError::Forked);
    }
    if !tip.has_room_at(time) {
        return Err(SealError::QuotaReached);
    }
    let mut header = Header {
        version: RULES_VERSION.max(tip.version()),
        device: crate::id::DeviceId(signing.public()),
        lane: draft.lane,
        seq: tip.seq() + 1,
        prev: tip.hash().unwrap_or(EntryHash::ZERO),
        time,
        permit: draft.permit,
        target: draft.target,
        kid: key.map(ContentKey::kid),
        ops: draft.ops,
        payload_len: 0,
        payload_hash: [0; 32],
    };
    let body = draft.body.to_cbor();
    let payload = match key {
        Some(key) => key.seal(&header.associated_data(community), &body, rng),
        None => body,
    };
    if payload.len() > MAX_PAYLOAD_BYTES {
        return Err(SealError::TooLarge);
    }
    header.payload_len = payload.len() as u64;
    header.payload_hash = *blake3::hash(&payload).as_bytes();
    Entry::sign(header, payload, community, signing).map_err(SealError::Draft)
}

/// Why the body of an entry cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The payload is not at hand; it can be asked for.
    #[error("the payload is not here")]
    Detached,
    /// The key of another epoch was given, or none.
    #[error("this is not the key the entry names")]
    Key,
    /// The payload was sealed otherwise than the header says; the entry is void.
    #[error("the payload does not open")]
    Sealed(#[from] OpenError),
    /// What is inside is no body; the entry is void.
    #[error("what the payload holds is no body")]
    Malformed(#[from] CborError),
}

/// Opens the payload of `entry` and reads its body.
///
/// - `key`: that of the epoch the header names; `None` in lane 0.
///
/// # Errors
/// [`ReadError`]; in lane 0 a body other than a control operation is malformed, and the other way round.
pub fn open(entry: &Entry, community: &CommunityId, key: Option<&ContentKey>) -> Result<Body, ReadError> {
    let payload = entry.payload().ok_or(ReadError::Detached)?;
    let header = entry.header();
    if header.kid != key.map(ContentKey::kid) {
        return Err(ReadError::Key);
    }
    let body = match key {
        Some(key) => Body::from_cbor(&key.open(&header.associated_data(community), payload)?)?,
        None => Body::from_cbor(payload)?,
    };
    let in_control_lane = header.lane == Lane::CONTROL;
    let is_control = body.format == super::Format::Control;
    if is_control == in_control_lane { Ok(body) } else { Err(ReadError::Malformed(CborError::Malformed("format"))) }
}
