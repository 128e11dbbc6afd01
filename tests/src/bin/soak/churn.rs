//! Neighbours who come, write and go, some of them by a power cut; in the end everybody has everything.

use crate::Plan;
use crate::weight::Weight;
use allforone_tests::corpus::Corpus;
use allforone_tests::peer::{Peer, Start};
use allforone_tests::wait::until_every;
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// First port; a neighbour keeps its address, as a machine at home does.
const FIRST_PORT: usize = 21_000;
/// Of a hundred steps, those that kill, those that end well; the others write.
const KILLS: u32 = 10;
const STOPS: u32 = 10;
/// Of all neighbours, at least this part runs.
const AWAKE: f64 = 0.6;
/// What one node may take: it is bounded by what is there, not by how long it runs.
const MOST_MEMORY_MB: f64 = 150.0;
const MOST_OPEN_FILES: usize = 1_024;
const DISK_MB: f64 = 16.0;
const DISK_MB_A_MESSAGE: f64 = 0.003;
/// Within so many minutes after the last step everybody has everything.
const EQUAL_WITHIN: u64 = 15;

struct Home {
    data: PathBuf,
    start: Start,
    peer: Option<Peer>,
}

impl Home {
    fn new(folder: &Path, number: usize) -> Self {
        let listen = vec![address(number)];
        Self { data: folder.join(format!("n{number}")), start: Start { listen, ..Start::loopback() }, peer: None }
    }

    fn wake(&mut self, number: usize) -> &Peer {
        let (data, start) = (&self.data, &self.start);
        self.peer.get_or_insert_with(|| Peer::start(&format!("n{number}"), data, start))
    }
}

fn address(number: usize) -> String {
    format!("/ip4/127.0.0.1/tcp/{}", FIRST_PORT + number)
}

/// Runs it; panics where something was lost, or something has grown.
pub(crate) fn run(folder: &Path, plan: &Plan) {
    let mut rng = ChaCha20Rng::seed_from_u64(plan.seed);
    let mut homes: Vec<Home> = (0..plan.peers).map(|number| Home::new(folder, number)).collect();
    let founder = homes[0].wake(0);
    let community = founder.found("Rue des Lilas", "n0");
    let room = founder.first_room(&community).unwrap();
    let link = founder.invite(&community);
    for number in 1..plan.peers {
        // Each is let in by somebody who is in already: half of them by the founder, the others by a neighbour.
        let door = if rng.next_u32().is_multiple_of(2) { 0 } else { rng.next_u32() as usize % number };
        let door = full_address(&homes[door]);
        homes[number].wake(number).join(&link, &format!("n{number}"), Some(&door));
    }
    println!("{}", json!({"name": "churn: all have joined", "peers": plan.peers, "load": load()}));

    let (mut corpus, mut written) = (Corpus::new(plan.seed), BTreeSet::new());
    let (mut kills, mut stops) = (0, 0);
    let begin = Instant::now();
    for minute in 1..=plan.minutes {
        while begin.elapsed() < Duration::from_secs(60 * minute) {
            let number = rng.next_u32() as usize % homes.len();
            let awake = homes.iter().filter(|home| home.peer.is_some()).count();
            let may_leave = awake as f64 > AWAKE * homes.len() as f64;
            let step = rng.next_u32() % 100;
            let home = &mut homes[number];
            match home.peer.take() {
                None => drop(home.wake(number).process()),
                Some(peer) if may_leave && step < KILLS => {
                    peer.kill();
                    kills += 1;
                }
                Some(peer) if may_leave && step < KILLS + STOPS => {
                    assert_eq!(peer.stop(), Some(0), "n{number} ends well");
                    stops += 1;
                }
                Some(peer) => {
                    let text = format!("{number}.{}: {}", written.len(), corpus.message());
                    // Who has just joined may have to wait for the first room.
                    let message = json!({"community": community, "room": room, "text": text, "mentions": []});
                    if peer.try_call("message_write", &message).is_ok() {
                        written.insert(text);
                    }
                    home.peer = Some(peer);
                }
            }
        }
        let weight = Weight::of(homes.iter().filter_map(|home| home.peer.as_ref()));
        let awake = homes.iter().filter(|home| home.peer.is_some()).count();
        println!("{}", line(minute, awake, written.len(), (kills, stops), &weight));
        check(&weight, written.len());
    }

    for (number, home) in homes.iter_mut().enumerate() {
        home.wake(number);
    }
    let all_awake = Instant::now();
    for (number, home) in homes.iter().enumerate() {
        has_everything(number, home.peer.as_ref().unwrap(), (&community, &room), &written, all_awake);
    }
    let weight = Weight::of(homes.iter().filter_map(|home| home.peer.as_ref()));
    check(&weight, written.len());
    let equal = all_awake.elapsed().as_secs_f64();
    println!(
        "{}",
        json!({"name": "churn: everybody has everything", "unit": "s", "median": equal, "acknowledged": written.len()})
    );
}

/// The address with the name, as it stands in an invite.
fn full_address(home: &Home) -> String {
    home.peer.as_ref().and_then(|peer| peer.addresses.first().cloned()).unwrap()
}

/// Waits until a node lists all that was acknowledged anywhere.
fn has_everything(number: usize, peer: &Peer, (community, room): (&str, &str), written: &BTreeSet<String>, since: Instant) {
    let lost = || {
        let shown: BTreeSet<String> = peer.texts(community, room).into_iter().collect();
        written.difference(&shown).cloned().collect::<Vec<_>>()
    };
    while !lost().is_empty() {
        assert!(
            since.elapsed() < Duration::from_secs(60 * EQUAL_WITHIN),
            "n{number} lacks {} of {}",
            lost().len(),
            written.len()
        );
        // Others need the processor to send what is missing.
        until_every(Duration::from_millis(500), "a neighbour is connected", || (peer.connected() > 0).then_some(()));
    }
}

fn check(weight: &Weight, written: usize) {
    let disk = DISK_MB + DISK_MB_A_MESSAGE * written as f64;
    assert!(weight.memory_mb < MOST_MEMORY_MB, "a node takes {} MB of memory", weight.memory_mb);
    assert!(weight.open_files < MOST_OPEN_FILES, "a node holds {} files open", weight.open_files);
    assert!(weight.disk_mb < disk, "a node takes {} MB of disk for {written} messages", weight.disk_mb);
}

fn line(minute: u64, awake: usize, written: usize, (kills, stops): (u32, u32), weight: &Weight) -> Value {
    json!({
        "name": "churn", "minute": minute, "awake": awake, "acknowledged": written, "kills": kills, "stops": stops,
        "memory of the heaviest, MB": weight.memory_mb.round(), "memory of all, MB": weight.all_memory_mb.round(),
        "open files": weight.open_files, "disk of the largest, MB": (weight.disk_mb * 10.0).round() / 10.0, "load": load(),
    })
}

fn load() -> String {
    std::fs::read_to_string("/proc/loadavg").unwrap_or_default().split(' ').next().unwrap_or_default().to_owned()
}
