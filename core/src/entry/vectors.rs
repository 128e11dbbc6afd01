//! Golden vectors of identity, encryption and entries: `schemas/vectors/entry.json`, one name and hex or text each.
//!
//! Another program that gives the same bytes for the same secrets speaks the same protocol. A change here is a change of
//! the wire. `ALLFORONE_WRITE_VECTORS=1 cargo test -p allforone-core vectors` writes the file anew.

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot prepare must fail")]

    use super::super::tests::Pen;
    use super::super::*;
    use crate::domain::{DocKind, Rank, SegmentWidth};
    use crate::encryption::{
        Audience, Backlink, BoxPurpose, Domain, EpochSecret, KeyRing, LogHead, Retention, StoreKey, Welcome, open_box, seal_box,
    };
    use crate::id::{DocId, Kid, Lane, LogId, ObjRef};
    use crate::identity::{DeviceKeys, Endorsement, Persona, PhraseLanguage, RootSecret, Seed};
    use crate::time::{DAY_MS, Timestamp};
    use data_encoding::HEXLOWER;
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;
    use std::collections::BTreeMap;

    const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../schemas/vectors/entry.json");
    /// 2026-11-23 00:00 UTC.
    const NOW: Timestamp = Timestamp(1_795_392_000_000);

    #[derive(Default)]
    struct Vectors(BTreeMap<String, String>);

    impl Vectors {
        fn hex(&mut self, name: &str, bytes: impl AsRef<[u8]>) {
            self.text(name, HEXLOWER.encode(bytes.as_ref()));
        }

        fn text(&mut self, name: &str, text: String) {
            assert_eq!(self.0.insert(name.to_owned(), text), None, "{name} twice");
        }
    }

    #[test]
    fn the_wire_is_what_the_golden_vectors_say() {
        let mut vectors = Vectors::default();
        let mut rng = ChaCha20Rng::seed_from_u64(20_261_123);
        let founder = identity(&mut vectors, &mut rng);
        let (community, genesis) = genesis(&mut vectors, &founder, &mut rng);
        certificates(&mut vectors, &community, &founder, &mut rng);
        let secret = encryption(&mut vectors, &community, &founder, &mut rng);
        entries(&mut vectors, &community, &founder.keys, &genesis, &secret, &mut rng);
        compare(&vectors);
    }

    fn identity(vectors: &mut Vectors, rng: &mut ChaCha20Rng) -> Persona {
        let seed = Seed::generate(rng);
        vectors.hex("phrase/entropy", seed.as_bytes());
        vectors.text("phrase/english", seed.words(PhraseLanguage::English).join(" "));
        vectors.text("phrase/french (NFKD)", seed.words(PhraseLanguage::French).join(" "));
        for index in [0, 1, 15] {
            let root = RootSecret::derive(&seed, index);
            vectors.hex(&format!("person/{index}/root key"), root.public().0);
            vectors.hex(&format!("person/{index}/id"), root.person().0);
        }
        let persona = Persona::from_seed(&seed, 0, NOW, rng);
        vectors.hex("device/signing secret", persona.keys.signing.secret());
        vectors.hex("device/sealing secret", persona.keys.sealing.secret());
        vectors.hex("device/id", persona.keys.device().0);
        vectors.hex("device/sealing key", persona.keys.sealing.public());
        vectors.hex("device/actor", persona.keys.device().actor().0);
        persona
    }

    fn genesis(vectors: &mut Vectors, founder: &Persona, rng: &mut ChaCha20Rng) -> (CommunityId, Entry) {
        let draft = Draft {
            lane: Lane::CONTROL,
            permit: Some(Permit::PERSON),
            target: None,
            ops: 0,
            body: Body::control(b"not a real Genesis".to_vec()),
        };
        let genesis = seal(&draft, &CommunityId::ZERO, &Tip::empty(None), &founder.keys.signing, None, NOW, rng).unwrap();
        let community = CommunityId(genesis.hash(&CommunityId::ZERO).0);
        vectors.hex("genesis/entry", genesis.to_cbor());
        vectors.hex("genesis/community id", community.0);
        assert_eq!(genesis.verify_strict(&community), Ok(()));
        (community, genesis)
    }

    fn certificates(vectors: &mut Vectors, community: &CommunityId, founder: &Persona, rng: &mut ChaCha20Rng) {
        let by_root = founder.certificate(community);
        assert_eq!(by_root.verify(community), Ok(()));
        vectors.hex("certificate/body", by_root.endorsement.body());
        vectors.hex("certificate/by root", by_root.to_cbor());
        let second = DeviceKeys::generate(rng);
        let by_device = Endorsement::by_device(&founder.keys.signing, community, by_root.root(), second.public(), NOW)
            .prove(&second, community);
        assert_eq!(by_device.verify(community), Ok(()));
        vectors.hex("certificate/by device", by_device.to_cbor());
    }

    fn encryption(vectors: &mut Vectors, community: &CommunityId, founder: &Persona, rng: &mut ChaCha20Rng) -> EpochSecret {
        let staff = EpochSecret::generate(Domain::STAFF, rng);
        for secret in staff.derived() {
            let name = format!("epoch/{:?}", secret.domain.audience).to_lowercase();
            let commitment = secret.commitment().unwrap();
            vectors.hex(&format!("{name}/secret"), secret.to_cbor());
            vectors.hex(&format!("{name}/commitment"), commitment.to_cbor());
            vectors.hex(&format!("{name}/kid"), secret.kid().0);
            vectors.text(&format!("{name}/topic"), secret.topic_key().topic(secret.domain.audience.lane()));
        }
        let member = staff.derived()[1].clone();
        let commitment = member.commitment().unwrap();
        let sealed = seal_box(BoxPurpose::Rekey, community, &member, &commitment, &founder.keys.public(), rng).unwrap();
        let opened = open_box(BoxPurpose::Rekey, community, Domain::MEMBER, &commitment, &founder.keys, &sealed);
        assert_eq!(opened.as_ref(), Ok(&member));
        vectors.hex("epoch/member/box", &sealed);
        let old = EpochSecret::generate(Domain::MEMBER, rng);
        vectors.hex("epoch/older/secret", old.to_cbor());
        vectors.hex("epoch/member/backlink", Backlink::seal(community, &member, &old, rng).unwrap().to_cbor());
        let mut ring = KeyRing::new();
        ring.insert(member.clone(), &commitment).unwrap();
        vectors.hex("ring", ring.to_cbor());
        let expire = Domain { audience: Audience::Guest, retention: Retention::Expire };
        vectors.hex("domain/guest, expire", expire.to_cbor());
        let log = LogId { device: founder.keys.device(), lane: Lane::CONTROL };
        let heads = vec![LogHead { log, seq: 1, head: EntryHash(community.0) }];
        let welcome = Welcome { community: *community, heads, epochs: vec![member.clone()] };
        vectors.hex("welcome/inside", welcome.to_cbor());
        vectors.hex("welcome/sealed", welcome.seal(&founder.keys.public(), rng).unwrap());
        vectors.hex("gossip/envelope", member.topic_key().wrap(Lane::MEMBER, b"hello", rng).unwrap());
        let store = StoreKey::from_secret([7; 32]);
        vectors.hex("store/value", store.seal_value(1, b"key", b"value", rng));
        vectors.hex("store/token", store.token("pain"));
        member
    }

    fn entries(
        vectors: &mut Vectors,
        community: &CommunityId,
        keys: &DeviceKeys,
        genesis: &Entry,
        secret: &EpochSecret,
        rng: &mut ChaCha20Rng,
    ) {
        let docref = DocRef::segment(DocKind::Segment, DocId([3; 16]), SegmentWidth::Day, NOW);
        assert_eq!(docref.segment, Some((SegmentWidth::Day, NOW.0 / DAY_MS)));
        vectors.hex("docref/segment", docref.to_cbor());
        vectors.hex("docref/segment/id", docref.doc_id(community).0);
        let thread = DocRef::under(DocKind::Thread, DocId([3; 16]), Some(ObjRef { entry: [4; 16], op: 5 }));
        vectors.hex("docref/thread", thread.to_cbor());
        vectors.hex("docref/thread/id", thread.doc_id(community).0);
        let create = DocCreate {
            kind: DocKind::Room,
            version: 1,
            lane: Lane::MEMBER,
            parent: DocId::ZERO,
            write_rank: Rank::Member,
            editors: vec![],
            nonce: [6; 16],
        };
        vectors.hex("body/create", Body::create(&create).to_cbor());
        vectors.hex("quota", Quota::default().to_cbor());

        let mut log = Log::new(LogId { device: keys.device(), lane: Lane::MEMBER }, Some(Quota::default()));
        let key = secret.content_key();
        let mut written = Vec::new();
        for (i, text) in ["un", "deux", "trois"].into_iter().enumerate() {
            let docref = (i == 0).then_some(docref);
            let body = Body { format: Format::Batch, docref, bytes: text.into() };
            let permit = (i == 0).then(|| Permit::new(genesis.hash(community)));
            let draft = Draft { lane: Lane::MEMBER, permit, target: Some(docref_id(community, &written, docref)), ops: 1, body };
            let now = NOW.plus_ms(1_000 * i as u64);
            let entry = seal(&draft, community, &log.tip(), &keys.signing, Some(&key), now, rng).unwrap();
            assert_eq!(log.insert(&entry.clone().authenticate(community).unwrap()), Insertion::Inserted);
            assert_eq!(open(&entry, community, Some(&key)).unwrap().bytes, text.as_bytes());
            vectors.hex(&format!("entry/{}", i + 1), entry.to_cbor());
            vectors.hex(&format!("entry/{}/header", i + 1), entry.header_bytes());
            vectors.hex(&format!("entry/{}/hash", i + 1), entry.hash(community).0);
            vectors.hex(&format!("entry/{}/associated data", i + 1), entry.header().associated_data(community));
            written.push(entry);
        }
        let headers: Vec<Entry> = written.iter().map(Entry::detached).collect();
        vectors.hex("range/full", encode_range(&written, None).unwrap());
        vectors.hex("range/headers from 2", encode_range(&headers[1..], Some(&Permit::new(genesis.hash(community)))).unwrap());
        fork(vectors, community, keys, &written[1], rng);
    }

    fn docref_id(community: &CommunityId, written: &[Entry], docref: Option<DocRef>) -> DocId {
        docref.map_or_else(|| written[0].header().target.unwrap(), |docref| docref.doc_id(community))
    }

    fn fork(vectors: &mut Vectors, community: &CommunityId, keys: &DeviceKeys, one: &Entry, rng: &mut ChaCha20Rng) {
        let mut payload = vec![0; 60];
        rand_chacha::rand_core::Rng::fill_bytes(rng, &mut payload);
        let header = Header {
            payload_len: 60,
            payload_hash: *blake3::hash(&payload).as_bytes(),
            kid: Some(Kid([2; 16])),
            ..one.header().clone()
        };
        let other = Entry::sign(header, payload, community, &keys.signing).unwrap();
        let proof = ForkProof::new(community, std::slice::from_ref(one), &[other]).unwrap();
        vectors.hex("fork proof", proof.to_cbor());
    }

    fn compare(vectors: &Vectors) {
        let text = serde_json::to_string_pretty(&vectors.0).unwrap() + "\n";
        if std::env::var_os("ALLFORONE_WRITE_VECTORS").is_some() {
            std::fs::write(FILE, &text).unwrap();
        }
        let golden: BTreeMap<String, String> = serde_json::from_str(&std::fs::read_to_string(FILE).unwrap()).unwrap();
        for (name, value) in &vectors.0 {
            assert_eq!(Some(value), golden.get(name), "{name} is not what the golden vectors say");
        }
        assert_eq!(golden.len(), vectors.0.len(), "a vector is no longer made");
    }

    /// What a phone would wait for: `cargo test --release -p allforone-core costs -- --ignored --nocapture`.
    #[test]
    #[ignore = "measures, decides nothing"]
    #[expect(clippy::print_stdout, clippy::disallowed_methods, reason = "the figures are what it is for")]
    fn costs() {
        let mut pen = Pen::new(1);
        let mut log = pen.log(None);
        let started = std::time::Instant::now();
        let written = pen.fill(&mut log, 4_000);
        println!("seal, sign, check, insert: {:?} an entry", started.elapsed() / 4_000);
        let entries: Vec<Entry> = written.iter().cloned().map(Authentic::into_entry).collect();
        let started = std::time::Instant::now();
        assert!(entries.iter().all(|entry| entry.verify_strict(&super::super::tests::HERE).is_ok()));
        println!("verify one by one: {:?} an entry", started.elapsed() / 4_000);
        let started = std::time::Instant::now();
        for entry in &entries {
            let _ = pen.keys.signing.sign(Purpose::Entry, &super::super::tests::HERE, &entry.header_bytes());
        }
        println!("sign: {:?} an entry", started.elapsed() / 4_000);
        let started = std::time::Instant::now();
        let bytes = encode_range(&entries, None).unwrap();
        println!("encode a range: {:?} an entry, {} bytes", started.elapsed() / 4_000, bytes.len() / 4_000);
        let started = std::time::Instant::now();
        let range = decode_range(&super::super::tests::HERE, &bytes).unwrap();
        println!("decode and verify a range: {:?} an entry", started.elapsed() / 4_000);
        let headers: Vec<Entry> = entries.iter().map(Entry::detached).collect();
        println!("headers form: {} bytes an entry", encode_range(&headers, None).unwrap().len() / 4_000);
        let mut again = pen.log(Some(Quota { entries_per_hour: 3_600, burst: 1_200 }));
        let started = std::time::Instant::now();
        assert!(range.entries.iter().all(|entry| again.insert(entry) == Insertion::Inserted));
        println!("insert into a log: {:?} an entry", started.elapsed() / 4_000);
        let started = std::time::Instant::now();
        assert!(entries.iter().all(|entry| open(entry, &super::super::tests::HERE, Some(&pen.key)).is_ok()));
        println!("open: {:?} an entry", started.elapsed() / 4_000);
    }
}
