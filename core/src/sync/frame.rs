//! Frames of the sync and join streams: canonical CBOR `[number, …]`, at most 1 MiB.

use super::digest::{Digest, Head};
use crate::cbor::{Cbor, CborError, Reader, Writer};
use crate::id::{DeviceId, EntryHash, Lane, LogId};
use crate::limits::{MAX_COMMUNITIES, MAX_FRAME_BYTES, MAX_HEADS, MAX_SEQ, MAX_WANTS};
use crate::time::Timestamp;

/// A stretch of one log that is asked for, or acknowledged up to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Want {
    /// The log.
    pub log: LogId,
    /// The last sequence number the asker has; 0 for none.
    pub after: u64,
    /// The last sequence number that is wanted.
    pub upto: u64,
}

/// Why a joiner is not let in now; the number travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No such invite here, or its proof is wrong. All doubtful cases look alike.
    UnknownInvite = 1,
    /// Its time has passed.
    Expired = 2,
    /// It was for fewer people.
    Used = 3,
    /// It was taken back.
    Revoked = 4,
    /// Somebody must say yes first; ask again later.
    NeedsApproval = 5,
    /// This device cannot admit anyone at the moment.
    NotNow = 6,
    /// This person was banned.
    Banned = 7,
}

/// What somebody with an invite is told before joining; nothing that members wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doorplate {
    /// The community's name, at most 200 bytes.
    pub name: String,
    /// What it is, as its founder said: `neighbourhood`, …; at most 200 bytes.
    pub kind: String,
    /// How many people are in.
    pub members: u64,
    /// How who made the invite is called, at most 200 bytes; empty where that is not known there.
    pub by: String,
    /// Whether a moderator must say yes.
    pub approval: bool,
}

impl Refusal {
    const ALL: [Self; 7] =
        [Self::UnknownInvite, Self::Expired, Self::Used, Self::Revoked, Self::NeedsApproval, Self::NotNow, Self::Banned];
}

/// One frame.
#[expect(clippy::large_enum_variant, reason = "a frame lives until it is sent or answered")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    /// 1: opens a session.
    Hello {
        /// [`super::SYNC_VERSION`] of the speaker.
        version: u64,
        /// Highest rules version the speaker knows.
        rules: u64,
        /// Fresh random bytes.
        nonce: [u8; 32],
        /// What the speaker's clock says: whoever is far off is told so.
        time: Timestamp,
    },
    /// 2: blinded names of communities, padded.
    Names(Vec<[u8; 16]>),
    /// 3: a device proves itself for the community of this name (the initiator's form of it).
    Proof {
        /// The initiator's blinded name of the community.
        name: [u8; 16],
        /// The device.
        device: DeviceId,
        /// Its signature, purpose `handshake`, over [`super::proof_statement`].
        signature: [u8; 64],
    },
    /// 4: no (further) proof follows. Every failure looks like this.
    NoProof,
    /// 5: what the asker holds of a community.
    Ask {
        /// The initiator's blinded name of the community.
        name: [u8; 16],
        /// Its digest.
        digest: Digest,
        /// Hash of its authority state: an alarm when equal logs give different states.
        state: [u8; 32],
    },
    /// 6: the heads in buckets that differ.
    Heads {
        /// The heads.
        heads: Vec<Head>,
        /// The answerer's authority state.
        state: [u8; 32],
    },
    /// 7: stretches that the asker wants, in the order of their use.
    Wants(Vec<Want>),
    /// 8: one range (`entry::range`), verified by its last signature.
    Range(Vec<u8>),
    /// 9: all wanted ranges that can be had were sent.
    Done,
    /// 10: the asker now holds these durably, each up to `upto`.
    Have(Vec<Want>),
    /// 11: the asker holds more than the answerer showed: come and ask.
    Nudge,
    /// 12: the session ends.
    Bye,
    /// 20: a request to join, opaque here (`authority::JoinRequest` and the sealed profile).
    Join {
        /// Canonical `JoinRequest`.
        request: Vec<u8>,
        /// Display name, for a moderator's eyes when approval is needed; at most 200 bytes.
        name: String,
    },
    /// 21: admitted: the welcome box follows, then ranges of lane 0, then [`Frame::Done`].
    Welcome(Vec<u8>),
    /// 22: not admitted, or not shown.
    Refused(Refusal),
    /// 23: asks what an invite leads to, before one asks to join; nobody is named.
    Look {
        /// The invite's entry.
        invite: EntryHash,
        /// Signature of the invite's key, purpose `invite-look`, over [`super::proof_statement`] of the initiator.
        signature: [u8; 64],
    },
    /// 24: what it leads to.
    Shown(Doorplate),
}

/// Why bytes are no frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// Over 1 MiB.
    #[error("frame over 1 MiB")]
    TooLong,
    /// Not a frame of this version.
    #[error("malformed frame: {0}")]
    Malformed(#[from] CborError),
}

impl Frame {
    /// Returns the frame that these bytes spell.
    ///
    /// # Errors
    /// [`FrameError`] where they spell none, in canonical form and within bounds.
    pub fn parse(bytes: &[u8]) -> Result<Self, FrameError> {
        if bytes.len() > MAX_FRAME_BYTES {
            return Err(FrameError::TooLong);
        }
        Ok(Self::from_cbor(bytes)?)
    }

    /// Returns the version that a greeting names, whatever else it says: the beginning of every version's greeting is
    /// `[1, version, …]`, so that two programs can at least tell each other apart.
    #[must_use]
    pub fn hello_version(bytes: &[u8]) -> Option<u64> {
        let mut reader = Reader::new(bytes);
        reader.array(MAX_HELLO_FIELDS, "greeting").ok()?;
        (reader.uint("frame number").ok()? == 1).then_some(())?;
        reader.uint("version").ok()
    }
}

impl Cbor for Want {
    fn write(&self, w: &mut Writer) {
        w.array(4).value(&self.log.device).value(&self.log.lane).uint(self.after).uint(self.upto);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(4, "want")?;
        let log = LogId { device: DeviceId::read(r)?, lane: Lane::read(r)? };
        Ok(Self { log, after: r.uint_below(MAX_SEQ, "after")?, upto: r.uint_below(MAX_SEQ, "upto")? })
    }
}

impl Cbor for Frame {
    fn write(&self, w: &mut Writer) {
        match self {
            Self::Hello { version, rules, nonce, time } => {
                w.array(5).uint(1).uint(*version).uint(*rules).bytes(nonce).value(time)
            }
            Self::Names(names) => w.array(2).uint(2).list(names),
            Self::Proof { name, device, signature } => w.array(4).uint(3).bytes(name).value(device).bytes(signature),
            Self::NoProof => w.array(1).uint(4),
            Self::Ask { name, digest, state } => w.array(4).uint(5).bytes(name).value(digest).bytes(state),
            Self::Heads { heads, state } => w.array(3).uint(6).list(heads).bytes(state),
            Self::Wants(wants) => w.array(2).uint(7).list(wants),
            Self::Range(bytes) => w.array(2).uint(8).bytes(bytes),
            Self::Done => w.array(1).uint(9),
            Self::Have(logs) => w.array(2).uint(10).list(logs),
            Self::Nudge => w.array(1).uint(11),
            Self::Bye => w.array(1).uint(12),
            Self::Join { request, name } => w.array(3).uint(20).bytes(request).text(name),
            Self::Welcome(bytes) => w.array(2).uint(21).bytes(bytes),
            Self::Refused(why) => w.array(2).uint(22).uint(*why as u64),
            Self::Look { invite, signature } => w.array(3).uint(23).value(invite).bytes(signature),
            Self::Shown(plate) => {
                w.array(6).uint(24).text(&plate.name).text(&plate.kind).uint(plate.members).text(&plate.by).bool(plate.approval)
            }
        };
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        let len = r.array(6, "frame")?;
        let number = r.uint("frame number")?;
        let frame = match (number, len) {
            (1, 5) => Self::Hello {
                version: r.uint("version")?,
                rules: r.uint("rules")?,
                nonce: r.fixed("nonce")?,
                time: Timestamp::read(r)?,
            },
            (2, 2) => Self::Names(r.list(MAX_COMMUNITIES, "names")?),
            (3, 4) => Self::Proof { name: r.fixed("name")?, device: DeviceId::read(r)?, signature: r.fixed("signature")? },
            (4, 1) => Self::NoProof,
            (5, 4) => Self::Ask { name: r.fixed("name")?, digest: Digest::read(r)?, state: r.fixed("state")? },
            (6, 3) => Self::Heads { heads: r.list(MAX_HEADS, "heads")?, state: r.fixed("state")? },
            (7, 2) => Self::Wants(r.list(MAX_WANTS, "wants")?),
            (8, 2) => Self::Range(r.bytes(MAX_FRAME_BYTES, "range")?.to_vec()),
            (9, 1) => Self::Done,
            (10, 2) => Self::Have(r.list(MAX_WANTS, "have")?),
            (11, 1) => Self::Nudge,
            (12, 1) => Self::Bye,
            (20, 3) => Self::Join {
                request: r.bytes(MAX_JOIN_REQUEST_BYTES, "join request")?.to_vec(),
                name: r.text(MAX_JOIN_NAME_BYTES, "name")?.to_owned(),
            },
            (21, 2) => Self::Welcome(r.bytes(MAX_WELCOME_BYTES, "welcome")?.to_vec()),
            (22, 2) => {
                let number = r.uint("refusal")?;
                let known = Refusal::ALL.into_iter().find(|why| *why as u64 == number);
                Self::Refused(known.ok_or(CborError::Malformed("refusal"))?)
            }
            (23, 3) => Self::Look { invite: EntryHash::read(r)?, signature: r.fixed("signature")? },
            (24, 6) => Self::Shown(Doorplate {
                name: r.text(MAX_JOIN_NAME_BYTES, "name")?.to_owned(),
                kind: r.text(MAX_JOIN_NAME_BYTES, "kind")?.to_owned(),
                members: r.uint_below(MAX_SEQ, "members")?,
                by: r.text(MAX_JOIN_NAME_BYTES, "by")?.to_owned(),
                approval: r.bool("approval")?,
            }),
            _ => return Err(CborError::Malformed("frame number")),
        };
        Ok(frame)
    }
}

/// Fields of a greeting, also of one of the future.
const MAX_HELLO_FIELDS: usize = 32;
/// A join request holds a certificate, three keys and a signature: below 1 KiB.
const MAX_JOIN_REQUEST_BYTES: usize = 4 * 1024;
/// A display name on the door.
const MAX_JOIN_NAME_BYTES: usize = 200;
/// A welcome holds a few epoch secrets and control heads.
const MAX_WELCOME_BYTES: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_greeting_of_the_future_still_says_its_version() {
        assert_eq!(Frame::hello_version(&[0x87, 1, 3, 1, 0x40, 0, 0x60, 0xf6]), Some(3));
        let own = Frame::Hello { version: 1, rules: 1, nonce: [7; 32], time: Timestamp(1) };
        assert_eq!(Frame::hello_version(&own.to_cbor()), Some(1));
        for other in [&[][..], &[0x87], &[0x82, 2, 1], &[0x81, 1], &Frame::Done.to_cbor()] {
            assert_eq!(Frame::hello_version(other), None, "{other:?}");
        }
    }

    #[test]
    fn every_frame_survives_being_written_and_read() {
        let log = LogId { device: DeviceId([1; 32]), lane: Lane::MEMBER };
        let want = Want { log, after: 3, upto: 9 };
        let frames = [
            Frame::Hello { version: 1, rules: 1, nonce: [7; 32], time: Timestamp(1_795_420_800_000) },
            Frame::Names(vec![[1; 16], [2; 16]]),
            Frame::Proof { name: [3; 16], device: log.device, signature: [4; 64] },
            Frame::NoProof,
            Frame::Ask { name: [3; 16], digest: Digest::of(&[]), state: [0; 32] },
            Frame::Heads { heads: vec![Head { log, seq: 4, head: [5; 8] }], state: [1; 32] },
            Frame::Wants(vec![want]),
            Frame::Range(vec![1, 2, 3]),
            Frame::Done,
            Frame::Have(vec![want]),
            Frame::Nudge,
            Frame::Bye,
            Frame::Join { request: vec![9], name: "Zoé".into() },
            Frame::Welcome(vec![8]),
            Frame::Refused(Refusal::Expired),
            Frame::Look { invite: EntryHash([5; 32]), signature: [6; 64] },
            Frame::Shown(Doorplate {
                name: "Rue".into(),
                kind: "building".into(),
                members: 12,
                by: "Zoé".into(),
                approval: true,
            }),
        ];
        for frame in frames {
            assert_eq!(Frame::parse(&frame.to_cbor()), Ok(frame));
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_parser_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            if let Ok(frame) = Frame::parse(&bytes) {
                prop_assert_eq!(frame.to_cbor(), bytes);
            }
        }
    }
}
