//! Live latency: from the call at A until B's screen is told, and until B lists the message.

use crate::Plan;
use crate::room::{Room, client_of, count, knows, last};
use allforone_tests::client::Notices;
use allforone_tests::figure::{Figure, quantile};
use allforone_tests::peer::{Peer, Start};
use allforone_tests::talk::{Pace, Road, bare};
use allforone_tests::wait::until;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

/// Messages that are measured.
const MESSAGES: usize = 500;
/// From one message to the next: 20 a second, and no multiple of the 50 ms in which notices gather.
const INTERVAL: Duration = Duration::from_micros(50_700);

/// Bare syncs beside them, and what is written before each, in bytes.
const SYNCS: usize = 200;
const ENTRY_BYTES: usize = 300;
/// Bytes of a message in its envelope, as gossip carries it (`tests/budgets.json`, live on the wire).
const ENVELOPE: usize = 1_024;

/// In rooms of 1,000, of 10,000 and of as many as is asked for: it must not grow with what is there.
pub(crate) fn figures(folder: &Path, plan: &Plan) -> Vec<Figure> {
    let mut sizes = vec![1_000, 10_000, plan.messages];
    sizes.retain(|size| *size <= plan.messages);
    sizes.dedup();
    let bare = bare::between_two(ENVELOPE, &Pace { messages: MESSAGES, interval: INTERVAL }, Road::Tcp).took_ms;
    let (p50, p99) = (quantile(&bare, 0.5), quantile(&bare, 0.99));
    let ours = sizes.into_iter().flat_map(|before| in_room_of(&folder.join(before.to_string()), before));
    let ours = ours.map(|figure| figure.with("gossip p50", p50).with("gossip p99", p99)).collect::<Vec<_>>();
    [vec![Figure::new("live: bare gossip", "ms", bare).with("p50", p50).with("p99", p99)], ours].concat()
}

fn in_room_of(folder: &Path, before: usize) -> Vec<Figure> {
    let (room, _) = Room::filled(folder, before);
    let peer = Peer::start("B", &folder.join("b"), &Start::loopback());
    peer.join(&room.peer.invite(&room.community), "Yanis", room.peer.addresses.first().map(String::as_str));
    let mut client = client_of(&peer);
    until("B knows the room", || knows(&mut client, &room.community, &room.room).then_some(()));
    until("B lists everything", || (count(&mut client, &room.community, &room.room) == before).then_some(()));
    // The first one opens the way: gossip meshes form within a heartbeat.
    room.write(&mut room.client(), "first");
    until("B hears A", || last(&mut client, &room.community, &room.room, 1).contains(&"first".to_owned()).then_some(()));

    let (sent, (told, listed)) = thread::scope(|scope| {
        let watching = scope.spawn(|| watch(&peer, &room));
        let sent = write(&room);
        (sent, watching.join().expect("the watch has ended well"))
    });
    // At the same pace, right after: what is slow here is slow because the disk is.
    let disk = paced_syncs(&folder.join("bare"));
    let after = |seen: &BTreeMap<String, Instant>| {
        let mut took: Vec<f64> = (sent.iter())
            .filter_map(|(text, at)| Some(seen.get(text)?.checked_duration_since(*at)?.as_secs_f64() * 1_000.0))
            .collect();
        took.sort_by(f64::total_cmp);
        took
    };
    [("notice", after(&told)), ("listed", after(&listed))]
        .into_iter()
        .map(|(name, took)| {
            let (p50, p99) = (quantile(&took, 0.5), quantile(&took, 0.99));
            let figure = Figure::new(format!("live in a room of {before}: {name}"), "ms", took).with("p50", p50).with("p99", p99);
            figure.with("disk p50", quantile(&disk, 0.5)).with("disk p99", quantile(&disk, 0.99))
        })
        .collect()
}

/// How long bare syncs of this disk take at the pace of the messages, in milliseconds, shortest first.
fn paced_syncs(path: &Path) -> Vec<f64> {
    let mut file = File::create(path).expect("the temporary folder takes files");
    let mut took = Vec::new();
    let begin = Instant::now();
    for n in 0..SYNCS {
        thread::sleep((begin + INTERVAL * n as u32).saturating_duration_since(Instant::now()));
        let at = Instant::now();
        file.write_all(&[7; ENTRY_BYTES]).and_then(|()| file.sync_data()).expect("the disk takes a file");
        took.push(at.elapsed().as_secs_f64() * 1_000.0);
    }
    took.sort_by(f64::total_cmp);
    took
}

/// Writes at an even pace; returns when each call began.
fn write(room: &Room) -> BTreeMap<String, Instant> {
    let mut client = room.client();
    let begin = Instant::now();
    let mut sent = BTreeMap::new();
    for n in 0..MESSAGES {
        thread::sleep((begin + INTERVAL * n as u32).saturating_duration_since(Instant::now()));
        let text = format!("{n}: {}", room.text());
        sent.insert(text.clone(), Instant::now());
        room.write(&mut client, &text);
    }
    sent
}

/// When each message was first told of, and listed at B.
fn watch(peer: &Peer, room: &Room) -> (BTreeMap<String, Instant>, BTreeMap<String, Instant>) {
    let mut notices = Notices::connect(&peer.api, &peer.token).expect("a running node tells");
    let mut client = client_of(peer);
    let (mut told, mut listed) = (BTreeMap::new(), BTreeMap::new());
    while listed.len() < MESSAGES {
        let notice = notices.next().expect("the node goes on telling");
        let at = Instant::now();
        if !notice["subjects"].to_string().contains("\"messages\"") {
            continue;
        }
        for text in last(&mut client, &room.community, &room.room, 20) {
            if text.contains(": ") && !listed.contains_key(&text) && text.starts_with(|first: char| first.is_ascii_digit()) {
                told.insert(text.clone(), at);
                listed.insert(text, Instant::now());
            }
        }
    }
    (told, listed)
}
