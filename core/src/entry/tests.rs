//! Tests across the parts of an entry, and the writer they share.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot prepare must fail")]

mod log;
mod range;

use super::*;
use crate::domain::{DocKind, Rank, SegmentWidth};
use crate::encryption::{ContentKey, Domain, EpochSecret};
use crate::id::{DocId, Lane};
use crate::identity::DeviceKeys;
use crate::time::Timestamp;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

pub(super) const HERE: CommunityId = CommunityId([1; 32]);
pub(super) const THERE: CommunityId = CommunityId([2; 32]);
const DOCUMENT: DocId = DocId([8; 16]);

/// A device that writes entries, each where it is told.
pub(super) struct Pen {
    pub(super) keys: DeviceKeys,
    pub(super) key: ContentKey,
    pub(super) rng: ChaCha20Rng,
}

impl Pen {
    pub(super) fn new(seed: u64) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let keys = DeviceKeys::generate(&mut rng);
        let key = EpochSecret::generate(Domain::MEMBER, &mut rng).content_key();
        Self { keys, key, rng }
    }

    pub(super) fn log(&self, quota: Option<Quota>) -> Log {
        Log::new(LogId { device: self.keys.device(), lane: Lane::MEMBER }, quota)
    }

    /// Writes the entry after `tip`.
    pub(super) fn write(&mut self, tip: &Tip, time: u64, text: &str) -> Authentic {
        let body = Body { format: Format::Batch, docref: None, bytes: text.into() };
        let permit = (tip.seq() == 0).then(|| Permit::new(EntryHash([9; 32])));
        let draft = Draft { lane: Lane::MEMBER, permit, target: Some(DOCUMENT), ops: 1, body };
        let sealed = seal(&draft, &HERE, tip, &self.keys.signing, Some(&self.key), Timestamp(time), &mut self.rng);
        sealed.unwrap().authenticate(&HERE).unwrap()
    }

    /// Writes `count` entries, a second apart, and puts them into `log`.
    pub(super) fn fill(&mut self, log: &mut Log, count: u64) -> Vec<Authentic> {
        let mut written = Vec::new();
        for i in 0..count {
            let time = log.tip().time().0 + 1_000;
            let entry = self.write(&log.tip(), time, &format!("text {i}"));
            assert_eq!(log.insert(&entry), Insertion::Inserted);
            written.push(entry);
        }
        written
    }
}

use crate::id::LogId;

#[test]
fn what_is_written_can_be_read_with_the_key_and_only_so() {
    let mut pen = Pen::new(1);
    let entry = pen.write(&Tip::empty(None), 5, "bonjour").into_entry();
    assert_eq!(Entry::from_cbor(&entry.to_cbor()), Ok(entry.clone()));
    assert_eq!(open(&entry, &HERE, Some(&pen.key)).map(|body| body.bytes), Ok(b"bonjour".to_vec()));
    assert!(matches!(open(&entry, &THERE, Some(&pen.key)), Err(ReadError::Sealed(_))));
    assert_eq!(open(&entry, &HERE, None), Err(ReadError::Key));
    assert_eq!(open(&entry, &HERE, Some(&Pen::new(2).key)), Err(ReadError::Key));
    assert_eq!(open(&entry.detached(), &HERE, Some(&pen.key)), Err(ReadError::Detached));
    assert_eq!(entry.verify_strict(&THERE), Err(EntryError::Signature));
}

#[test]
fn no_flipped_bit_is_ever_accepted() {
    let entry = Pen::new(1).write(&Tip::empty(None), 1_800_000_000_000, "bonjour").into_entry();
    let bytes = entry.to_cbor();
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let accepted = Entry::from_cbor(&flipped).is_ok_and(|entry| entry.verify_strict(&HERE).is_ok());
        assert!(!accepted, "bit {bit} of {}", bytes.len());
    }
}

#[test]
fn no_bytes_make_the_readers_panic() {
    let mut pen = Pen::new(1);
    let mut log = pen.log(None);
    let entries: Vec<Entry> = pen.fill(&mut log, 4).into_iter().map(Authentic::into_entry).collect();
    let samples = [entries[0].to_cbor(), entries[0].header_bytes(), encode_range(&entries, None).unwrap()];
    let read = |bytes: &[u8]| {
        let _ = (Entry::from_cbor(bytes), Header::from_cbor(bytes), Body::from_cbor(bytes), ForkProof::from_cbor(bytes));
        let _ = (DocRef::from_cbor(bytes), DocCreate::from_cbor(bytes), decode_range(&HERE, bytes));
        let _ = Body { format: Format::Packed, docref: None, bytes: bytes.to_vec() }.into_batch();
    };
    let mut rng = ChaCha20Rng::seed_from_u64(3);
    for round in 0..100_000_u32 {
        let mut bytes = vec![0; (rng.next_u32() % 80) as usize];
        rng.fill_bytes(&mut bytes);
        if round % 4 == 0 {
            bytes.clone_from(&samples[round as usize / 4 % samples.len()]);
            for _ in 0..=rng.next_u32() % 3 {
                let at = rng.next_u32() as usize % bytes.len();
                bytes[at] = rng.next_u32().to_le_bytes()[0];
            }
            bytes.truncate(bytes.len() - (rng.next_u32() % 2) as usize * (rng.next_u32() as usize % bytes.len()));
        }
        read(&bytes);
    }
}

#[test]
fn a_header_that_contradicts_itself_is_no_header() {
    let good = Pen::new(1).write(&Tip::empty(None), 5, "x").into_entry().header().clone();
    assert_eq!(good.check(), Ok(()));
    let with = |change: &dyn Fn(&mut Header)| {
        let mut header = good.clone();
        change(&mut header);
        header.check()
    };
    assert_eq!(with(&|h| h.kid = None), Err(HeaderError::Lane), "what members write is encrypted");
    assert_eq!(with(&|h| h.target = None), Err(HeaderError::Lane));
    assert_eq!(with(&|h| h.lane = Lane::CONTROL), Err(HeaderError::Lane), "control operations are plain");
    assert_eq!(with(&|h| h.lane = Lane(5)), Err(HeaderError::Lane), "reserved");
    assert_eq!(with(&|h| h.permit = None), Err(HeaderError::First));
    assert_eq!(with(&|h| h.seq = 2), Err(HeaderError::First));
    assert_eq!(with(&|h| h.prev = EntryHash([1; 32])), Err(HeaderError::First));
    assert_eq!(with(&|h| h.payload_len = 57_345), Err(HeaderError::Range("plen")));
    assert_eq!(with(&|h| h.payload_len = 0), Err(HeaderError::Range("plen")));
    assert_eq!(with(&|h| h.time = Timestamp(1 << 48)), Err(HeaderError::Range("ts")));
    assert_eq!(with(&|h| h.version = 0), Err(HeaderError::Range("rules version")));
    let largest = Header {
        version: (1 << 31) - 1,
        lane: Lane((1 << 53) - 1),
        time: Timestamp((1 << 48) - 1),
        permit: Some(Permit { standing: EntryHash([1; 32]), policy: Some(EntryHash([2; 32])) }),
        ..good
    };
    assert_eq!(largest.check(), Ok(()));
    assert!(largest.to_cbor().len() <= MAX_HEADER_BYTES, "{} bytes", largest.to_cbor().len());
}

#[test]
fn another_payload_is_refused() {
    let mut entry = Pen::new(1).write(&Tip::empty(None), 5, "x").into_entry().detached();
    assert_eq!(entry.attach(b"something else".to_vec()), Err(EntryError::Payload));
    assert_eq!(Entry::new(entry.header().clone(), None, Some(vec![1])).map(drop), Err(EntryError::Payload));
}

#[test]
fn genesis_is_signed_before_its_community_has_an_id() {
    let mut pen = Pen::new(1);
    let draft = Draft {
        lane: Lane::CONTROL,
        permit: Some(Permit::PERSON),
        target: None,
        ops: 0,
        body: Body::control(b"genesis".to_vec()),
    };
    let genesis = seal(&draft, &CommunityId::ZERO, &Tip::empty(None), &pen.keys.signing, None, Timestamp(1), &mut pen.rng);
    let genesis = genesis.unwrap();
    let community = CommunityId(genesis.hash(&CommunityId::ZERO).0);
    assert!(genesis.header().is_genesis(&community));
    assert_eq!(genesis.hash(&community).0, community.0, "the same name inside its community");
    assert_eq!(genesis.verify_strict(&community), Ok(()));
    assert_eq!(genesis.verify_strict(&HERE), Err(EntryError::Signature));
    assert_eq!(
        open(&genesis, &community, None).and_then(|body| body.into_control().map_err(|_| ReadError::Key)),
        Ok(b"genesis".to_vec())
    );
    let bytes = encode_range(std::slice::from_ref(&genesis), None).unwrap();
    assert_eq!(decode_range(&community, &bytes).map(|range| range.entries[0].hash().0), Ok(community.0));
}

#[test]
fn a_batch_is_packed_where_that_helps_and_never_inflates_beyond_its_bound() {
    let long = "le pain est prêt ".repeat(60);
    let body = Body::batch(None, long.clone().into());
    assert_eq!(body.format, Format::Packed);
    assert!(body.bytes.len() < long.len() / 4);
    assert_eq!(Body::from_cbor(&body.to_cbor()), Ok(body.clone()));
    assert_eq!(body.into_batch(), Ok(long.into_bytes()));
    assert_eq!(Body::batch(None, b"short".to_vec()).format, Format::Batch);
    for (len, fits) in [(MAX_INFLATED_BYTES, true), (MAX_INFLATED_BYTES + 1, false), (100_000_000, false)] {
        let bytes = zstd::bulk::compress(&vec![0; len], 3).unwrap();
        assert_eq!(Body { format: Format::Packed, docref: None, bytes }.into_batch().is_ok(), fits, "{len} bytes");
    }
    let skippable = Body { format: Format::Packed, docref: None, bytes: vec![0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0] };
    assert_eq!(skippable.into_batch(), Err(BodyError::Packed));
}

#[test]
fn documents_are_named_by_what_they_belong_to() {
    let room = DocId([3; 16]);
    let segment = DocRef::segment(DocKind::Segment, room, SegmentWidth::Day, Timestamp(90_000_000));
    assert_eq!(DocRef::from_cbor(&segment.to_cbor()), Ok(segment));
    let next = DocRef::segment(DocKind::Segment, room, SegmentWidth::Day, Timestamp(180_000_000));
    let ids = [segment.doc_id(&HERE), next.doc_id(&HERE), segment.doc_id(&THERE)];
    assert!(ids[0] != ids[1] && ids[0] != ids[2]);
    for wrong in [
        DocRef::under(DocKind::Segment, room, None),
        DocRef::under(DocKind::Room, room, None),
        DocRef::under(DocKind::Profiles, room, None),
        DocRef::segment(DocKind::Rsvp, room, SegmentWidth::Day, Timestamp(0)),
    ] {
        assert!(DocRef::from_cbor(&wrong.to_cbor()).is_err(), "{wrong:?}");
    }
    let create = DocCreate {
        kind: DocKind::Room,
        version: 1,
        lane: Lane::MEMBER,
        parent: DocId::ZERO,
        write_rank: Rank::Moderator,
        editors: vec![],
        nonce: [5; 16],
    };
    assert_eq!(Body::create(&create).into_create(), Ok(create.clone()));
    let implied = DocCreate { kind: DocKind::Thread, ..create };
    assert!(DocCreate::from_cbor(&implied.to_cbor()).is_err(), "threads are implied, not created");
}
