//! A member who turns out rude: it joined by a good link, holds the keys, and hands over what no honest program writes.

use crate::rude::{Ears, JOIN, Rude, SYNC, Wire};
use allforone_core::cbor::Cbor;
use allforone_core::command::{Command, ProfileFields};
use allforone_core::encryption::{ContentKey, StoreKey, Welcome};
use allforone_core::entry::{Body, Entry, encode_range};
use allforone_core::id::{CommunityId, Lane};
use allforone_core::identity::{Persona, Seed};
use allforone_core::replica::{InviteLink, Replica};
use allforone_core::store::{MemoryEngine, PackedStore};
use allforone_core::sync::{Frame, Head, Role, SYNC_VERSION, Want, blinded_name, padded_names, proof_statement};
use allforone_core::time::Timestamp;
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};
use std::time::SystemTime;

/// The rude member.
pub struct Intruder {
    /// Its connection.
    pub rude: Rude,
    /// The source of its ideas.
    pub rng: ChaCha20Rng,
    persona: Persona,
    replica: Replica,
    community: CommunityId,
    key: ContentKey,
    /// What it has written in the members' lane.
    log: Vec<Entry>,
    ears: Ears,
}

impl Intruder {
    /// Joins by a good link through the node that `rude` is connected with.
    ///
    /// # Panics
    /// Where the node does not let it in.
    #[must_use]
    pub fn join(rude: Rude, link: &str, seed: u64) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let link = InviteLink::parse(link).expect("the link is good");
        let persona = Persona::from_seed(&Seed::generate(&mut rng), 0, now(), &mut rng);
        let ears = rude.listen(SYNC);
        let mut wire = rude.open(JOIN).expect("the node takes a join stream");
        wire.send(&hello(1, [7; 32]).to_cbor());
        assert!(wire.recv().is_some(), "the node greets");
        let request = Replica::join_request(&persona, &link, b"{}");
        wire.send(&Frame::Join { request, name: "Intruse".into() }.to_cbor());
        let Some(Frame::Welcome(welcome)) = hear(&mut wire) else { panic!("the node welcomes") };
        let mut ranges = Vec::new();
        while let Some(Frame::Range(range)) = hear(&mut wire) {
            ranges.push(range);
        }
        let mut store = PackedStore::open(MemoryEngine::new(), &StoreKey::from_secret([1; 32])).expect("memory is a store");
        let joined = Replica::join(link.community, &persona, &welcome, &ranges, &mut store, now());
        let (mut replica, _) = joined.expect("what was handed over is in order");
        let opened = Welcome::open(&link.community, &persona.keys, &welcome).expect("it is sealed to us");
        let fields = ProfileFields { name: "Intruse".into(), ..ProfileFields::default() };
        let outcome = replica.execute(Command::SetProfile { fields }, &mut store, now(), &mut rng).expect("a member has a name");
        let log: Vec<Entry> = outcome.publish.into_iter().filter(|entry| entry.header().lane == Lane::MEMBER).collect();
        let kid = log.first().and_then(|entry| entry.header().kid).expect("its name is sealed");
        let key = opened.epochs.iter().flat_map(|epoch| epoch.derived()).find(|epoch| epoch.kid() == kid);
        let key = key.expect("the key was in the welcome").content_key();
        Self { rude, rng, persona, replica, community: link.community, key, log, ears }
    }

    /// Writes a properly signed and sealed entry with `body`, which need not be one.
    ///
    /// # Panics
    /// Never: what it writes is only wrong inside.
    pub fn write(&mut self, body: &Body, ops: u64) -> Entry {
        let before = self.log.last().expect("it has a name").clone();
        let mut header = before.header().clone();
        (header.seq, header.prev, header.permit, header.ops) = (header.seq + 1, before.hash(&self.community), None, ops);
        header.time = header.time.plus_ms(1);
        let payload = self.key.seal(&header.associated_data(&self.community), &body.to_cbor(), &mut self.rng);
        (header.payload_len, header.payload_hash) = (payload.len() as u64, *blake3::hash(&payload).as_bytes());
        let entry = Entry::sign(header, payload, &self.community, &self.persona.keys.signing).expect("the header is in order");
        self.log.push(entry.clone());
        entry
    }

    /// The gossip of an entry: its topic and envelope.
    #[must_use]
    pub fn envelope(&mut self, entry: &Entry) -> Option<(String, Vec<u8>)> {
        let (topic, data) = self.replica.to_gossip(entry, &mut self.rng)?;
        Some((topic.iter().map(|byte| format!("{byte:02x}")).collect(), data))
    }

    /// Its whole log, as one honest range.
    ///
    /// # Panics
    /// Where the log is too long for a range.
    #[must_use]
    pub fn range(&self) -> Vec<u8> {
        let permit = self.log.first().and_then(|entry| entry.header().permit);
        encode_range(&self.log, permit.as_ref()).expect("the log fits")
    }

    /// How many entries it has written.
    #[must_use]
    pub fn written(&self) -> u64 {
        self.log.len() as u64
    }

    /// Nudges the node, lets it ask, and hands `range` over as the answer. True where the node asked for it and went on
    /// speaking afterwards, as it does where it could take the range.
    pub fn hand_over(&mut self, range: &[u8]) -> bool {
        self.nudge();
        let Some(mut wire) = self.ears.next_wire() else { return false };
        let Some(name) = self.answer_greeting(&mut wire) else { return false };
        let Some(last) = self.log.last() else { return false };
        let head = Head::new(last.header().log(), last.header().seq, last.hash(&self.community), &[]);
        loop {
            match hear(&mut wire) {
                Some(Frame::Ask { name: asked, .. }) if asked == name => {
                    wire.send(&Frame::Heads { heads: vec![head], state: self.replica.state_hash() }.to_cbor());
                }
                Some(Frame::Wants(_)) => break,
                Some(Frame::Nudge | Frame::Have(_)) => (),
                _ => return false,
            }
        }
        wire.send(&Frame::Range(range.to_vec()).to_cbor());
        wire.send(&Frame::Done.to_cbor());
        hear(&mut wire).is_some()
    }

    /// Opens a proven session and says that there is something to ask for.
    fn nudge(&mut self) {
        if let Some((mut wire, _)) = self.session() {
            wire.send(&Frame::Nudge.to_cbor());
            wire.send(&Frame::Bye.to_cbor());
        }
    }

    /// Opens a session in which both have proven themselves; returns it with the community's blinded name.
    pub fn session(&mut self) -> Option<(Wire, [u8; 16])> {
        let mut wire = self.rude.open(SYNC)?;
        let mut own = [0; 32];
        self.rng.fill_bytes(&mut own);
        wire.send(&hello(SYNC_VERSION, own).to_cbor());
        let Some(Frame::Hello { nonce: theirs, .. }) = hear(&mut wire) else { return None };
        let nonces = (&own, &theirs);
        let name = blinded_name(&self.community, nonces, Role::Initiator);
        wire.send(&Frame::Names(padded_names(&[name], &mut self.rng)).to_cbor());
        let Some(Frame::Names(_)) = hear(&mut wire) else { return None };
        self.prove(&mut wire, name, Role::Initiator, nonces);
        while let Some(frame) = hear(&mut wire) {
            if frame == Frame::NoProof {
                return Some((wire, name));
            }
        }
        None
    }

    fn answer_greeting(&mut self, wire: &mut Wire) -> Option<[u8; 16]> {
        let Some(Frame::Hello { nonce: theirs, .. }) = hear(wire) else { return None };
        let mut own = [0; 32];
        self.rng.fill_bytes(&mut own);
        wire.send(&hello(SYNC_VERSION, own).to_cbor());
        let Some(Frame::Names(_)) = hear(wire) else { return None };
        let nonces = (&theirs, &own);
        let answer = blinded_name(&self.community, nonces, Role::Responder);
        wire.send(&Frame::Names(padded_names(&[answer], &mut self.rng)).to_cbor());
        while hear(wire)? != Frame::NoProof {}
        let name = blinded_name(&self.community, nonces, Role::Initiator);
        self.prove(wire, name, Role::Responder, nonces);
        Some(name)
    }

    fn prove(&self, wire: &mut Wire, name: [u8; 16], role: Role, nonces: (&[u8; 32], &[u8; 32])) {
        let statement = proof_statement(role, &self.rude.id.to_bytes(), &self.rude.node.to_bytes(), nonces);
        let (device, signature) = self.replica.prove(&statement);
        wire.send(&Frame::Proof { name, device, signature }.to_cbor());
        wire.send(&Frame::NoProof.to_cbor());
    }

    /// A question for more than there is.
    #[must_use]
    pub fn greed(&self) -> Vec<Want> {
        let logs = self.log.last().map(|entry| entry.header().log());
        logs.into_iter()
            .flat_map(|log| [(0, 1 << 40), (1 << 40, 3), (7, 7)].map(|(after, upto)| Want { log, after, upto }))
            .collect()
    }
}

/// A greeting of this version.
#[must_use]
pub fn hello(version: u64, nonce: [u8; 32]) -> Frame {
    Frame::Hello { version, rules: 1, nonce, time: now() }
}

fn hear(wire: &mut Wire) -> Option<Frame> {
    Frame::parse(&wire.recv()?).ok()
}

fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Timestamp(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}
