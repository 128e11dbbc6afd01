//! Cold join: from the link to everything listed, and what travels for it.

use crate::Plan;
use crate::room::{Room, client_of, count, is_judged, knows, last};
use allforone_tests::counter::Counter;
use allforone_tests::figure::Figure;
use allforone_tests::peer::{Peer, Start};
use allforone_tests::wait::until_every;
use serde_json::json;
use std::path::Path;
use std::time::{Duration, Instant};

/// Messages that are looked at first.
const SCREEN: usize = 50;
/// Pause between two looks at the screen, which is how exact the figures are.
const LOOK: Duration = Duration::from_millis(5);

struct Joined {
    seconds_to_screen: f64,
    seconds_to_all: f64,
    wire_bytes: u64,
    disk_bytes: u64,
    peak_bytes: u64,
}

pub(crate) fn figures(folder: &Path, plan: &Plan) -> Vec<Figure> {
    let mut figures = Vec::new();
    for messages in [plan.messages / 10, plan.messages] {
        let folder = folder.join(messages.to_string());
        let (room, text_bytes) = Room::filled(&folder, messages);
        let runs: Vec<Joined> = (0..plan.runs).map(|run| join(&folder, &room, messages, run)).collect();
        let of = |value: fn(&Joined) -> f64| runs.iter().map(value).collect::<Vec<f64>>();
        let each = |bytes: u64| bytes as f64 / messages as f64;
        let text = each(text_bytes as u64);
        let name = |what: &str| format!("cold join of {messages}: {what}");
        figures.push(Figure::new(name("all listed"), "s", of(|run| run.seconds_to_all)));
        figures.push(Figure::new(name("last 50 listed"), "s", of(|run| run.seconds_to_screen)));
        figures.push(Figure::new(name("peak memory"), "MB", of(|run| run.peak_bytes as f64 / 1e6)));
        let wire: Vec<f64> = runs.iter().map(|run| each(run.wire_bytes)).collect();
        figures.push(Figure::new(name("on the wire, a message"), "bytes", wire).limit(text));
        let disk: Vec<f64> = runs.iter().map(|run| each(run.disk_bytes)).collect();
        figures.push(Figure::new(name("on disk, a message"), "bytes", disk).limit(text));
        let writer = each(crate::room::disk_bytes(&room.peer.data));
        figures.push(Figure::new(format!("written {messages}: on disk, a message"), "bytes", [writer]).limit(text));
    }
    figures
}

fn join(folder: &Path, room: &Room, messages: usize, run: usize) -> Joined {
    let newest = last(&mut room.client(), &room.community, &room.room, SCREEN);
    let data = folder.join(format!("b-{messages}-{run}"));
    let peer = Peer::start("B", &data, &Start::loopback());
    let target = room.peer.addresses.first().expect("a node on loopback has an address");
    let counter = Counter::before(target).expect("a door can be opened");
    let link = room.peer.invite(&room.community);
    let mut client = client_of(&peer);

    let begin = Instant::now();
    client.call("join_start", &json!({"link": link, "display_name": "Yanis", "address": counter.address()}));
    until_every(LOOK, "B is in", || {
        let communities = client.call("communities", &json!({}));
        (communities["items"][0]["state"] == "member").then_some(())
    });
    until_every(LOOK, "B lists the last messages", || {
        let known = knows(&mut client, &room.community, &room.room);
        (known && last(&mut client, &room.community, &room.room, SCREEN) == newest).then_some(())
    });
    let seconds_to_screen = begin.elapsed().as_secs_f64();
    // A log is judged from its beginning, so with its last message all are; what asked for more would be measured too.
    until_every(LOOK, "B has judged the last message", || is_judged(&mut client, &room.community, &room.room).then_some(()));
    let seconds_to_all = begin.elapsed().as_secs_f64();
    let (wire_bytes, peak_bytes) = (counter.bytes(), peak_bytes(peer.process()));
    assert_eq!(count(&mut client, &room.community, &room.room), messages, "B lists everything");
    assert_eq!(peer.stop(), Some(0), "B ends well");
    Joined { seconds_to_screen, seconds_to_all, wire_bytes, disk_bytes: crate::room::disk_bytes(&data), peak_bytes }
}

/// The most memory that a process has held, in bytes; 0 where the system does not say.
pub(crate) fn peak_bytes(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or(0) * 1024
}
