//! Ranges: a stretch of one log with a single signature.
//!
//! ```text
//! [1, dev, lane, first seq, prev, effective permit / null, [item…], signature of the last entry]
//! item = [flags, ts delta, nops, (v), (permit), (target), (kid), payload]             payload attached
//!      | [flags, ts delta, nops, (v), (permit), (target), (kid), plen, phash]         payload detached
//! flags: 1 v differs from the item before · 2 the header cites a permit · 4 target differs · 8 kid differs · 16 detached
//! ```
//!
//! The *full* form attaches payloads, the *headers* form detaches all; a purged payload is detached anywhere. Dev, lane, seq,
//! prev are derived, as are plen and phash of an attached payload, so the range is the headers' exact bytes in another
//! spelling and the last signature vouches for all of it (amendments I, 5; II, 14).

use super::{Authentic, Entry, EntryError, Header, Permit};
use crate::cbor::{Cbor, CborError, Reader, Writer};
use crate::id::{CommunityId, DeviceId, EntryHash, Lane, LogId};
use crate::identity::Signature;
use crate::limits::{MAX_FRAME_BYTES, MAX_PAYLOAD_BYTES, MAX_SEQ, MAX_TIMESTAMP_MS};
use crate::time::Timestamp;

/// Entries of one range: headers of about 250 bytes in memory stay near the size of a frame.
pub const MAX_RANGE_ENTRIES: usize = 4_096;
/// The one form known.
const FORM: u64 = 1;
/// Room that a frame leaves around a range, in bytes.
const FRAME_MARGIN_BYTES: usize = 1_024;
/// What the range itself takes, in bytes: ids, permit, signature.
const ENVELOPE_BYTES: usize = 300;

/// Rules version of a first entry that names none; part of the form, whatever this program's version is.
const FIRST_VERSION: u64 = 1;

const VERSION: u64 = 1;
const PERMIT: u64 = 2;
const TARGET: u64 = 4;
const KID: u64 = 8;
const DETACHED: u64 = 16;

/// Why entries cannot be sent as a range, or bytes are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RangeError {
    /// The bytes are no range in canonical form.
    #[error("malformed range")]
    Malformed(#[from] CborError),
    /// An entry is impossible, its payload another, or the last signature does not hold.
    #[error("the range holds an entry that cannot be")]
    Entry(#[from] EntryError),
    /// There is no entry, or they are not consecutive entries of one log.
    #[error("the entries are no stretch of one log")]
    Broken,
    /// It is over 1 MiB or [`MAX_RANGE_ENTRIES`].
    #[error("the range is too long")]
    TooLong,
}

/// A verified stretch of one log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// The log.
    pub log: LogId,
    /// The permit in effect before the first entry, as the sender claims it: provisional until the prefix is here.
    /// `None` where the first entry cites its own.
    pub permit: Option<Permit>,
    /// The entries, oldest first; only the last carries a signature.
    pub entries: Vec<Authentic>,
}

/// Returns at most how many bytes an entry adds to a range; a sender adds up until [`MAX_FRAME_BYTES`] is near.
#[must_use]
pub fn range_bytes(entry: &Entry, detached: bool) -> usize {
    let payload = if detached { 40 } else { entry.payload().map_or(40, |payload| payload.len() + 5) };
    // Flags, time and nops, then version, permit, target and kid if all of them change.
    payload + 20 + 5 + 70 + 17 + 17
}

/// Writes consecutive entries of one log as a range that ends at the last.
///
/// - `permit`: the one in effect at the first entry; used where that entry's header cites none.
/// - Payloads that are attached travel; detach them for the *headers* form.
///
/// # Errors
/// [`RangeError::Broken`], [`RangeError::TooLong`], and [`RangeError::Entry`] where the last entry carries no signature.
pub fn encode_range(entries: &[Entry], permit: Option<&Permit>) -> Result<Vec<u8>, RangeError> {
    let (first, last) = entries.first().zip(entries.last()).ok_or(RangeError::Broken)?;
    if entries.len() > MAX_RANGE_ENTRIES {
        return Err(RangeError::TooLong);
    }
    let signature = last.signature().ok_or(EntryError::Unsigned)?;
    let head = first.header();
    let permit = permit.filter(|_| head.permit.is_none());
    let mut w = Writer::new();
    w.array(8).uint(FORM).value(&head.device).value(&head.lane).uint(head.seq).value(&head.prev).option(permit);
    w.array(entries.len());
    let mut before: Option<&Header> = None;
    for entry in entries {
        let header = entry.header();
        if before.is_some_and(|before| before.log() != header.log() || before.seq + 1 != header.seq) {
            return Err(RangeError::Broken);
        }
        write_item(&mut w, entry, before)?;
        before = Some(header);
    }
    w.bytes(signature);
    let bytes = w.finish();
    if bytes.len() > MAX_FRAME_BYTES - FRAME_MARGIN_BYTES { Err(RangeError::TooLong) } else { Ok(bytes) }
}

/// Returns the log that these bytes are a range of, if they are one: read before anything is verified, to decide whether to.
#[must_use]
pub fn log_of_range(bytes: &[u8]) -> Option<LogId> {
    let mut r = Reader::new(bytes);
    r.tuple(8, "range").ok()?;
    r.uint("form").ok()?;
    Some(LogId { device: DeviceId::read(&mut r).ok()?, lane: Lane::read(&mut r).ok()? })
}

/// Reads a range and verifies it: each entry is well formed, each names the one before it, and the last signature holds.
///
/// Whether the device is admitted and the first entry fits the log is asked elsewhere.
///
/// # Errors
/// [`RangeError`]; nothing of the range is then to be believed.
pub fn decode_range(community: &CommunityId, bytes: &[u8]) -> Result<Range, RangeError> {
    if bytes.len() > MAX_FRAME_BYTES {
        return Err(RangeError::TooLong);
    }
    let mut r = Reader::new(bytes);
    r.tuple(8, "range")?;
    if r.uint("form")? != FORM {
        return Err(RangeError::Malformed(CborError::Malformed("form")));
    }
    let log = LogId { device: DeviceId::read(&mut r)?, lane: Lane::read(&mut r)? };
    let (mut seq, mut prev) = (r.uint_below(MAX_SEQ, "seq")?, EntryHash::read(&mut r)?);
    let permit: Option<Permit> = r.option()?;
    let count = r.array(MAX_RANGE_ENTRIES, "range")?;
    let (mut headers, mut payloads) = (Vec::with_capacity(count), Vec::with_capacity(count));
    for _ in 0..count {
        let (header, payload) = read_item(&mut r, log, seq, prev, headers.last().map(|(_, header)| header))?;
        header.check().map_err(EntryError::Header)?;
        prev = header.hash(community);
        seq += 1;
        headers.push((prev, header));
        payloads.push(payload);
    }
    let signature: Signature = r.fixed("signature")?;
    let (_, last) = headers.last().ok_or(RangeError::Broken)?;
    // The one costly check comes before payloads are copied: a stranger's garbage ends here.
    Entry::new(last.clone(), Some(signature), None)?.verify_strict(community)?;
    let count = headers.len();
    let mut entries = Vec::with_capacity(count);
    for (at, ((hash, header), payload)) in headers.into_iter().zip(payloads).enumerate() {
        let signature = (at + 1 == count).then_some(signature);
        let entry = match payload {
            // Hash and length were computed from this very payload.
            Some(payload) => Entry::of_own_payload(header, signature, payload.to_vec()),
            None => Entry::new(header, signature, None)?,
        };
        entries.push(Authentic::of_verified_range(hash, entry));
    }
    let range = Range { log, permit, entries };
    range.require_canonical(bytes)?;
    Ok(range)
}

impl Range {
    /// Checks that writing the range again gives the same bytes.
    fn require_canonical(&self, bytes: &[u8]) -> Result<(), RangeError> {
        let mut w = Writer::new();
        let first = self.entries.first().ok_or(RangeError::Broken)?.header();
        w.array(8).uint(FORM).value(&first.device).value(&first.lane).uint(first.seq).value(&first.prev);
        w.option(self.permit.as_ref().filter(|_| first.permit.is_none())).array(self.entries.len());
        let mut before = None;
        for entry in &self.entries {
            write_item(&mut w, entry.entry(), before)?;
            before = Some(entry.header());
        }
        let signature = self.entries.last().and_then(|last| last.entry().signature()).ok_or(EntryError::Unsigned)?;
        w.bytes(signature);
        if w.finish() == bytes { Ok(()) } else { Err(RangeError::Malformed(CborError::NotCanonical)) }
    }
}

fn write_item(w: &mut Writer, entry: &Entry, before: Option<&Header>) -> Result<(), RangeError> {
    let header = entry.header();
    let differs = |changed: bool, flag: u64| if changed { flag } else { 0 };
    let flags = differs(header.version != before.map_or(FIRST_VERSION, |before| before.version), VERSION)
        | differs(header.permit.is_some(), PERMIT)
        | differs(header.target != before.and_then(|before| before.target), TARGET)
        | differs(header.kid != before.and_then(|before| before.kid), KID)
        | differs(entry.payload().is_none(), DETACHED);
    let delta = header.time.0.checked_sub(before.map_or(0, |before| before.time.0)).ok_or(RangeError::Broken)?;
    w.array(item_len(flags)).uint(flags).uint(delta).uint(header.ops);
    if flags & VERSION != 0 {
        w.uint(header.version);
    }
    for hash in [header.permit.filter(|_| flags & PERMIT != 0)].iter().flatten() {
        w.value(hash);
    }
    if flags & TARGET != 0 {
        w.option(header.target.as_ref());
    }
    if flags & KID != 0 {
        w.option(header.kid.as_ref());
    }
    match entry.payload() {
        Some(payload) => w.bytes(payload),
        None => w.uint(header.payload_len).bytes(&header.payload_hash),
    };
    Ok(())
}

/// Reads one item; the payload is only borrowed, so that nothing is copied before the signature holds.
fn read_item<'b>(
    r: &mut Reader<'b>,
    log: LogId,
    seq: u64,
    prev: EntryHash,
    before: Option<&Header>,
) -> Result<(Header, Option<&'b [u8]>), RangeError> {
    let len = r.array(9, "item")?;
    let flags = r.uint_below(DETACHED * 2, "flags")?;
    if len != item_len(flags) {
        return Err(RangeError::Malformed(CborError::Malformed("item")));
    }
    let delta = r.uint_below(MAX_TIMESTAMP_MS, "time")?;
    let time = Timestamp(before.map_or(0, |before| before.time.0) + delta);
    let ops = r.uint("nops")?;
    let version = if flags & VERSION != 0 { r.uint("version")? } else { before.map_or(FIRST_VERSION, |b| b.version) };
    let permit = if flags & PERMIT != 0 { Some(Permit::read(r)?) } else { None };
    let target = if flags & TARGET != 0 { r.option()? } else { before.and_then(|before| before.target) };
    let kid = if flags & KID != 0 { r.option()? } else { before.and_then(|before| before.kid) };
    let (payload, payload_len, payload_hash) = if flags & DETACHED == 0 {
        let payload = r.bytes(MAX_PAYLOAD_BYTES, "payload")?;
        (Some(payload), payload.len() as u64, *blake3::hash(payload).as_bytes())
    } else {
        (None, r.uint("plen")?, r.fixed("phash")?)
    };
    let LogId { device, lane } = log;
    Ok((Header { version, device, lane, seq, prev, time, permit, target, kid, ops, payload_len, payload_hash }, payload))
}

fn item_len(flags: u64) -> usize {
    let optional = flags & (VERSION | PERMIT | TARGET | KID | DETACHED);
    4 + optional.count_ones() as usize
}

/// The envelope is part of the margin that [`range_bytes`] leaves.
const _: () = assert!(ENVELOPE_BYTES < FRAME_MARGIN_BYTES);
