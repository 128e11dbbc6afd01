//! Peers that speak another version, or nonsense: the node says so or shrugs, stays well, and honest peers go on.

use allforone_core::cbor::Cbor;
use allforone_core::entry::{Body, Format};
use allforone_core::sync::Frame;
use allforone_tests::intruder::{Intruder, hello};
use allforone_tests::peer::{Peer, Start};
use allforone_tests::rude::{GOSSIP, JOIN, Rude, SYNC, Wire, gossip};
use allforone_tests::wait::until;
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};
use serde_json::{Value, json};

const SEED: u64 = 20_261_123;

/// A host and an honest friend in one community.
struct House {
    folder: tempfile::TempDir,
    host: Peer,
    friend: Peer,
    community: String,
    room: String,
}

impl House {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let host = Peer::start("host", &folder.path().join("host"), &Start::loopback());
        let friend = Peer::start("friend", &folder.path().join("friend"), &Start::loopback());
        let community = host.found("Essais", "Hôtesse");
        friend.join(&host.invite(&community), "Amie", host.addresses.first().map(String::as_str));
        friend.sees_room(&community);
        let room = host.first_room(&community).unwrap();
        Self { folder, host, friend, community, room }
    }

    /// Both write and see what the other wrote, a stranger can still come in, and nothing panicked.
    fn is_well(&self, after: &str) {
        for (writer, reader) in [(&self.host, &self.friend), (&self.friend, &self.host)] {
            let text = format!("{} après {after}", writer.name);
            drop(writer.write(&self.community, &self.room, &text));
            reader.sees(&self.community, &self.room, &text);
        }
        for peer in [&self.host, &self.friend] {
            assert!(!peer.log().contains("panicked"), "{} after {after}: {}", peer.name, peer.log());
        }
    }

    fn note_of(&self, peer: &Rude) -> Value {
        let peers = self.host.call("peers", &json!({}));
        let id = peer.id.to_string();
        let found = peers["items"].as_array().and_then(|all| all.iter().find(|peer| peer["peer_id"] == *id).cloned());
        found.unwrap_or(Value::Null)
    }
}

fn other_version(seen: &Value) -> Option<()> {
    seen["note"].as_str().filter(|note| note.contains("another version of AllForOne")).map(|_| ())
}

#[test]
fn a_peer_of_another_version_is_told_apart_and_the_others_go_on() {
    let house = House::open();
    // One answers the node's greeting with version 2.
    let answers = Rude::meet(&house.host, "allforone/2.0.0");
    let mut ears = answers.listen(SYNC);
    let mut wire = ears.next_wire().expect("the node asks whoever is there");
    assert!(wire.recv().is_some_and(|frame| matches!(Frame::parse(&frame), Ok(Frame::Hello { version: 1, .. }))));
    wire.send(&hello(2, [9; 32]).to_cbor());
    until("the host says that it speaks another version", || other_version(&house.note_of(&answers)));
    assert_eq!(house.note_of(&answers)["version"], "2.0.0");

    // One greets in a form that only its version knows: an array of seven, version 3.
    let greets = Rude::meet(&house.host, "allforone/3.0.0");
    let _ears = greets.listen(SYNC);
    let mut wire = greets.open(SYNC).unwrap();
    wire.send(&[0x87, 0x01, 0x03, 0x01, 0x40, 0x00, 0x60, 0xf6]);
    until("the host says so here, too", || other_version(&house.note_of(&greets)));

    // One does not speak the sync protocol of this version at all.
    let deaf = Rude::meet(&house.host, "allforone/4.0.0");
    until("the host says so of a deaf one", || other_version(&house.note_of(&deaf)));

    // Who is no AllForOne, like a relay, is none of another version.
    let stranger = Rude::meet(&house.host, "something else");
    until("the host knows the stranger", || (house.note_of(&stranger)["connected"] == true).then_some(()));
    house.is_well("other versions");
    assert_eq!(house.note_of(&stranger)["note"], Value::Null);
    assert_eq!(house.note_of(&stranger)["version"], Value::Null);
}

#[test]
fn nonsense_on_every_stream_harms_nobody() {
    let house = House::open();
    let mut rng = ChaCha20Rng::seed_from_u64(SEED);
    let mut opened = 0;
    // A few identities, so that no limit per peer hides what comes after.
    for _ in 0..6 {
        let rude = Rude::meet(&house.host, "allforone/0.1.0");
        for _ in 0..60 {
            let protocol = [SYNC, JOIN][(rng.next_u32() % 2) as usize];
            let Some(mut wire) = rude.open(protocol) else { continue };
            opened += 1;
            talk_nonsense(&mut wire, &mut rng);
        }
        let mut wire = rude.open(GOSSIP).expect("gossip is taken");
        for n in 0..20 {
            let mut bytes = vec![0; (rng.next_u32() % 300) as usize];
            rng.fill_bytes(&mut bytes);
            wire.say(&if n % 2 == 0 { gossip(&format!("{:032x}", rng.next_u64()), &bytes) } else { bytes });
        }
    }
    assert!(opened > 300, "seed {SEED}: only {opened} streams were taken");
    // Half a frame, then silence, on as many streams as one peer may hold; another peer is served meanwhile.
    let silent = Rude::meet(&house.host, "allforone/0.1.0");
    let mut held: Vec<Wire> = [SYNC, SYNC, JOIN, JOIN].into_iter().filter_map(|protocol| silent.open(protocol)).collect();
    for wire in &mut held {
        wire.say(&[0, 0, 1, 0, 0x85, 1, 1]);
    }
    let polite = Rude::meet(&house.host, "allforone/0.1.0");
    let mut wire = polite.open(SYNC).unwrap();
    wire.send(&hello(1, [1; 32]).to_cbor());
    assert!(wire.recv().is_some(), "seed {SEED}: a whole greeting is answered as ever");
    house.is_well("nonsense");
    let third = Peer::start("third", &house.folder.path().join("third"), &Start::loopback());
    third.join(&house.host.invite(&house.community), "Tierce", house.host.addresses.first().map(String::as_str));
    third.sees(&house.community, &house.room, "host après nonsense");
}

/// Says something that is no session: noise, lies about length, whole frames at the wrong time, damaged ones.
fn talk_nonsense(wire: &mut Wire, rng: &mut ChaCha20Rng) {
    let mut noise = vec![0; (rng.next_u32() % 200) as usize + 1];
    rng.fill_bytes(&mut noise);
    match rng.next_u32() % 8 {
        0 => drop(wire.say(&noise)),
        1 => drop(wire.send(&noise)),
        2 => drop(wire.say(&(1_048_577 + rng.next_u32() / 2).to_be_bytes())),
        3 => drop(wire.say(&u32::MAX.to_be_bytes())),
        // An announced megabyte that never comes.
        4 => drop(wire.say(&[&(1_048_576_u32).to_be_bytes()[..], &noise].concat())),
        5 => {
            let mut damaged = hello(1, [3; 32]).to_cbor();
            let at = rng.next_u32() as usize % damaged.len();
            damaged[at] ^= 1 << (rng.next_u32() % 8);
            wire.send(&damaged);
        }
        _ => {
            wire.send(&hello(1, [3; 32]).to_cbor());
            let frames = [
                Frame::NoProof,
                Frame::Done,
                Frame::Nudge,
                Frame::Wants(Vec::new()),
                Frame::Have(Vec::new()),
                Frame::Range(noise.clone()),
                Frame::Names(vec![[1; 16]; 8]),
                Frame::Names(Vec::new()),
                Frame::Welcome(noise.clone()),
                Frame::Join { request: noise.clone(), name: "?".into() },
                Frame::Proof { name: [1; 16], device: allforone_core::id::DeviceId([2; 32]), signature: [3; 64] },
            ];
            for _ in 0..3 {
                let mut frame = frames[rng.next_u32() as usize % frames.len()].to_cbor();
                if rng.next_u32().is_multiple_of(3) {
                    let at = rng.next_u32() as usize % frame.len();
                    frame[at] = frame[at].wrapping_add(1);
                }
                if !wire.send(&frame) {
                    return;
                }
            }
        }
    }
}

#[test]
fn a_member_who_hands_over_nonsense_harms_nobody() {
    let house = House::open();
    let rude = Rude::meet(&house.host, "allforone/0.1.0");
    let mut intruder = Intruder::join(rude, &house.host.invite(&house.community), SEED);
    let honest = intruder.range();
    assert!(intruder.hand_over(&honest), "an honest range is taken, so what follows is refused for what it is");
    let members = |peer: &Peer| {
        let all = peer
            .call("members", &json!({"community": house.community, "skill": null, "learns": null, "after": null, "limit": 100}));
        all.to_string().contains("Intruse")
    };
    until("the member's name is there", || members(&house.host).then_some(()));

    // Properly signed and sealed entries whose inside is nonsense: taken into the log, void in every document.
    for n in 0..60_u32 {
        let mut bytes = vec![0; (intruder.rng.next_u32() % 400) as usize];
        intruder.rng.fill_bytes(&mut bytes);
        let body = match n % 5 {
            0 => Body { format: Format::Batch, docref: None, bytes },
            1 => Body { format: Format::Packed, docref: None, bytes },
            2 => Body { format: Format::Packed, docref: None, bytes: [vec![0x28, 0xb5, 0x2f, 0xfd], bytes].concat() },
            3 => Body { format: Format::Create, docref: None, bytes },
            _ => Body { format: Format::Control, docref: None, bytes },
        };
        let entry = intruder.write(&body, u64::from(n % 7));
        if n % 3 == 0
            && let Some((topic, envelope)) = intruder.envelope(&entry)
            && let Some(mut wire) = intruder.rude.open(GOSSIP)
        {
            wire.say(&gossip(&topic, &envelope));
            // The same topic, and an envelope that is none.
            wire.say(&gossip(&topic, &envelope[..envelope.len() / 2]));
        }
    }
    let range = intruder.range();
    assert!(intruder.hand_over(&range), "seed {SEED}: void entries belong to a log like any other");

    // Damaged ranges: refused, and asked for again from the next peer.
    for _ in 0..25 {
        let entry = intruder.write(&Body { format: Format::Batch, docref: None, bytes: vec![1, 2, 3] }, 1);
        let mut damaged = intruder.range();
        let at = damaged.len() - 1 - intruder.rng.next_u32() as usize % 200;
        damaged[at] ^= 1 << (intruder.rng.next_u32() % 8);
        assert!(
            !intruder.hand_over(&damaged),
            "seed {SEED}: a damaged range is refused, byte {at}, entry {}",
            entry.header().seq
        );
    }
    // Questions that make no sense.
    if let Some((mut wire, name)) = intruder.session() {
        let digest = allforone_core::sync::Digest::of(&[]);
        wire.send(&Frame::Ask { name, digest: digest.clone(), state: [0; 32] }.to_cbor());
        assert!(wire.recv().is_some(), "a member's question is answered");
        wire.send(&Frame::Have(intruder.greed()).to_cbor());
        wire.send(&Frame::Wants(intruder.greed()).to_cbor());
        while wire.recv().is_some_and(|frame| Frame::parse(&frame) != Ok(Frame::Done)) {}
        wire.send(&Frame::Ask { name: [0; 16], digest, state: [0; 32] }.to_cbor());
        assert_eq!(wire.recv(), None, "what was not proven is not answered");
    }
    let whole = intruder.range();
    assert!(intruder.hand_over(&whole), "seed {SEED}: after all that, the whole log is still taken");
    house.is_well("an intruder");
    until("the friend knows the member, too", || members(&house.friend).then_some(()));
}
