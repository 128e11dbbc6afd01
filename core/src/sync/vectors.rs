//! Golden vectors of the sync and join streams: `schemas/vectors/sync.json`, one name and hex each.
//!
//! A change here is a change of the wire. `ALLFORONE_WRITE_VECTORS=1 cargo test -p allforone-core vectors` writes the file anew.
#![allow(clippy::unwrap_used, reason = "a test that cannot prepare must fail")]

use super::frame::Frame;
use super::*;
use crate::authority::JoinRequest;
use crate::cbor::{Cbor, Writer};
use crate::encryption::{Domain, EpochSecret, LogHead, TopicKey, Welcome};
use crate::entry::{Body, Draft, Entry, Permit, Tip, encode_range, seal};
use crate::id::{CommunityId, DeviceId, EntryHash, Lane, LogId};
use crate::identity::{Persona, Purpose, Seed, SigningKey, verify};
use crate::time::Timestamp;
use data_encoding::HEXLOWER;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use std::collections::BTreeMap;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../schemas/vectors/sync.json");
/// 2026-11-23 00:00 UTC.
const NOW: Timestamp = Timestamp(1_795_392_000_000);
const HERE: CommunityId = CommunityId([9; 32]);
/// The nonces of initiator and responder.
const NONCES: ([u8; 32], [u8; 32]) = ([0xa1; 32], [0xb2; 32]);

#[test]
fn the_streams_carry_what_the_golden_vectors_say() {
    let mut rng = ChaCha20Rng::seed_from_u64(20_261_124);
    let persona = Persona::from_seed(&Seed::generate(&mut rng), 0, NOW, &mut rng);
    let mut vectors = Vectors::default();
    vectors.greeting(&persona);
    vectors.becoming_equal(&persona, &mut rng);
    vectors.joining(&persona, &mut rng);
    vectors.gossip(&persona, &mut rng);
    vectors.compare();
}

#[derive(Default)]
struct Vectors(BTreeMap<String, String>);

impl Vectors {
    fn put(&mut self, name: &str, bytes: impl AsRef<[u8]>) {
        assert_eq!(self.0.insert(name.to_owned(), HEXLOWER.encode(bytes.as_ref())), None, "{name} twice");
    }

    /// A frame, which must also be read as what it is.
    fn frame(&mut self, name: &str, frame: &Frame) {
        let bytes = frame.to_cbor();
        assert_eq!(Frame::parse(&bytes).as_ref(), Ok(frame), "{name}");
        self.put(&format!("frame/{name}"), bytes);
    }

    fn greeting(&mut self, persona: &Persona) {
        let nonces = (&NONCES.0, &NONCES.1);
        self.frame(
            "01 hello",
            &Frame::Hello { version: SYNC_VERSION, rules: 1, nonce: NONCES.0, time: crate::time::Timestamp(1_795_420_800_000) },
        );
        let name = blinded_name(&HERE, nonces, Role::Initiator);
        self.put("name/initiator", name);
        self.put("name/responder", blinded_name(&HERE, nonces, Role::Responder));
        let names = padded_names(&[name], &mut ChaCha20Rng::seed_from_u64(1));
        assert_eq!(names.len(), 8);
        self.frame("02 names", &Frame::Names(names));
        let statement = proof_statement(Role::Initiator, &[1; 38], &[2; 38], nonces);
        let signature = persona.keys.signing.sign(Purpose::Handshake, &HERE, &statement);
        assert!(verify(&persona.keys.device().0, Purpose::Handshake, &HERE, &statement, &signature).is_ok());
        self.put("proof statement", statement);
        self.frame("03 proof", &Frame::Proof { name, device: persona.keys.device(), signature });
        self.frame("04 no proof", &Frame::NoProof);
    }

    fn becoming_equal(&mut self, persona: &Persona, rng: &mut ChaCha20Rng) {
        let log = |n: u8| LogId { device: DeviceId([n; 32]), lane: Lane::MEMBER };
        let forks = [EntryHash([8; 32]), EntryHash([7; 32])];
        let heads = vec![
            Head::new(log(1), 4, EntryHash([1; 32]), &[]),
            Head::new(log(2), 1 << 40, EntryHash([2; 32]), &forks),
            Head::new(log(65), 9, EntryHash([3; 32]), &[]),
        ];
        let name = blinded_name(&HERE, (&NONCES.0, &NONCES.1), Role::Initiator);
        let state = [0x5a; 32];
        self.frame("05 ask, nothing held", &Frame::Ask { name, digest: Digest::of(&[]), state });
        self.frame("05 ask", &Frame::Ask { name, digest: Digest::of(&heads), state });
        self.frame("06 heads", &Frame::Heads { heads, state });
        let wants = vec![Want { log: log(1), after: 0, upto: 4 }, Want { log: log(2), after: 23, upto: 1 << 40 }];
        self.frame("07 wants", &Frame::Wants(wants));
        let range = encode_range(&[entry(persona, None, rng)], None).unwrap();
        self.frame("08 range", &Frame::Range(range));
        self.frame("09 done", &Frame::Done);
        self.frame("10 have", &Frame::Have(vec![Want { log: log(1), after: 0, upto: 4 }]));
        self.frame("11 nudge", &Frame::Nudge);
        self.frame("12 bye", &Frame::Bye);
    }

    fn joining(&mut self, persona: &Persona, rng: &mut ChaCha20Rng) {
        let request = JoinRequest {
            community: HERE,
            invite: Some(EntryHash([6; 32])),
            certificate: persona.certificate(&HERE),
            profile: *blake3::hash(b"profile").as_bytes(),
        };
        let proof = request.prove(&SigningKey::from_secret(&[3; 32]));
        assert!(proof.verify(&request).is_ok());
        self.put("join/request", request.to_cbor());
        let mut knock = Writer::new();
        knock.array(2).value(&request).value(&proof);
        self.frame("20 join", &Frame::Join { request: knock.finish(), name: "Zoé".into() });
        let epochs = vec![EpochSecret::generate(Domain::MEMBER, rng)];
        let log = LogId { device: persona.keys.device(), lane: Lane::CONTROL };
        let welcome = Welcome { community: HERE, heads: vec![LogHead { log, seq: 1, head: EntryHash(HERE.0) }], epochs };
        self.put("join/welcome inside", welcome.to_cbor());
        let sealed = welcome.seal(&persona.keys.public(), rng).unwrap();
        assert_eq!(Welcome::open(&HERE, &persona.keys, &sealed), Ok(welcome));
        self.frame("21 welcome", &Frame::Welcome(sealed));
        let whys = [
            Refusal::UnknownInvite,
            Refusal::Expired,
            Refusal::Used,
            Refusal::Revoked,
            Refusal::NeedsApproval,
            Refusal::NotNow,
            Refusal::Banned,
        ];
        for why in whys {
            self.frame(&format!("22 refused {}", why as u64), &Frame::Refused(why));
        }
        let statement = proof_statement(Role::Initiator, &[1; 38], &[2; 38], (&NONCES.0, &NONCES.1));
        let signature = SigningKey::from_secret(&[3; 32]).sign(Purpose::InviteLook, &HERE, &statement);
        self.frame("23 look", &Frame::Look { invite: EntryHash([6; 32]), signature });
        let plate = Doorplate {
            name: "Rue des Lilas".into(),
            kind: "neighbourhood".into(),
            members: 31,
            by: "Zoé".into(),
            approval: false,
        };
        self.frame("24 shown", &Frame::Shown(plate));
    }

    fn gossip(&mut self, persona: &Persona, rng: &mut ChaCha20Rng) {
        let secret = EpochSecret::generate(Domain::MEMBER, rng);
        let key: TopicKey = secret.topic_key();
        self.put("gossip/secret", secret.to_cbor());
        self.0.insert("gossip/topic".to_owned(), key.topic(Lane::MEMBER));
        let message = entry(persona, Some(&secret), rng).to_cbor();
        let envelope = key.wrap(Lane::MEMBER, &message, rng).unwrap();
        assert_eq!(key.unwrap(Lane::MEMBER, &envelope).as_ref(), Ok(&message));
        self.put("gossip/message", message);
        self.put("gossip/envelope", envelope);
    }

    fn compare(&self) {
        if std::env::var_os("ALLFORONE_WRITE_VECTORS").is_some() {
            std::fs::write(FILE, serde_json::to_string_pretty(&self.0).unwrap() + "\n").unwrap();
        }
        let golden: BTreeMap<String, String> = serde_json::from_str(&std::fs::read_to_string(FILE).unwrap()).unwrap();
        for (name, value) in &self.0 {
            assert_eq!(Some(value), golden.get(name), "{name} is not what the golden vectors say");
        }
        assert_eq!(golden.len(), self.0.len(), "a vector is no longer made");
    }
}

/// The first entry of a log of the member lane, or of the control lane where there is no secret.
fn entry(persona: &Persona, secret: Option<&EpochSecret>, rng: &mut ChaCha20Rng) -> Entry {
    let lane = if secret.is_some() { Lane::MEMBER } else { Lane::CONTROL };
    let draft = Draft {
        lane,
        permit: Some(Permit::PERSON),
        target: secret.map(|_| crate::id::DocId([4; 16])),
        ops: secret.map_or(0, |_| 1),
        body: secret.map_or_else(
            || Body::control(b"not a real operation".to_vec()),
            |_| Body { format: crate::entry::Format::Batch, docref: None, bytes: b"not a real batch".to_vec() },
        ),
    };
    let key = secret.map(EpochSecret::content_key);
    seal(&draft, &HERE, &Tip::empty(None), &persona.keys.signing, key.as_ref(), NOW, rng).unwrap()
}
