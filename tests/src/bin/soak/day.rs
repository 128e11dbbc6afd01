//! A day of two neighbours: an hour is a start with the clock an hour on, in which both write, answer, look and draft.

use crate::Plan;
use crate::weight::Weight;
use allforone_tests::client::Client;
use allforone_tests::corpus::Corpus;
use allforone_tests::peer::{Peer, Start};
use allforone_tests::wait::until;
use serde_json::json;
use std::path::Path;

/// What each of the two does in an hour.
const MESSAGES: usize = 40;
const POSTS: usize = 4;
const LOOKS: usize = 60;
/// The second half of the day may make the heavier one by this part heavier than the first half did.
const GROWTH: f64 = 1.25;
const MOST_OPEN_FILES: usize = 256;

/// Runs it; panics where something was lost, or something has grown.
pub(crate) fn run(folder: &Path, plan: &Plan) {
    let mut corpus = Corpus::new(plan.seed);
    let (a, b) = (folder.join("a"), folder.join("b"));
    let start = |hour: u64, peers: Vec<String>| Start { clock: Some(format!("+{hour}h")), peers, ..Start::loopback() };
    let host = Peer::start("a", &a, &start(0, Vec::new()));
    let community = host.found("Rue des Lilas", "Zoé");
    let room = host.first_room(&community).unwrap();
    let guest = Peer::start("b", &b, &start(0, Vec::new()));
    guest.join(&host.invite(&community), "Yanis", host.addresses.first().map(String::as_str));
    guest.sees_room(&community);
    let (mut running, mut heaviest) = ([host, guest], Vec::new());
    let mut written = 0;
    for hour in 1..=plan.hours {
        let [host, guest] = running;
        assert_eq!((host.stop(), guest.stop()), (Some(0), Some(0)), "both end well, hour {hour}");
        let host = Peer::start("a", &a, &start(hour, Vec::new()));
        let guest = Peer::start("b", &b, &start(hour, host.addresses.clone()));
        running = [host, guest];
        for peer in &running {
            spend_an_hour(peer, &community, &room, &mut corpus);
            written += MESSAGES;
        }
        for peer in &running {
            until("both list all messages", || (peer.texts(&community, &room).len() == written).then_some(()));
        }
        let weight = Weight::of(running.iter());
        assert!(weight.open_files < MOST_OPEN_FILES, "hour {hour}: {} open files", weight.open_files);
        heaviest.push(weight.memory_mb);
        println!(
            "{}",
            json!({
                "name": "day", "hour": hour, "messages": written, "memory of the heavier, MB": weight.memory_mb.round(),
                "open files": weight.open_files, "disk of the larger, MB": (weight.disk_mb * 10.0).round() / 10.0,
            })
        );
    }
    let (first, second) = heaviest.split_at(heaviest.len() / 2);
    let most = |hours: &[f64]| hours.iter().copied().fold(0.0, f64::max);
    assert!(first.is_empty() || most(second) < GROWTH * most(first), "memory grows through the day: {heaviest:?}");
}

/// Messages, posts with comments, an event with an answer, drafts, and what a screen reads meanwhile.
fn spend_an_hour(peer: &Peer, community: &str, room: &str, corpus: &mut Corpus) {
    let mut client = Client::connect(&peer.api, &peer.token).unwrap();
    for _ in 0..MESSAGES {
        let text = corpus.message();
        client.call("draft_set", &json!({"community": community, "place": room, "text": text}));
        client.call("message_write", &json!({"community": community, "room": room, "text": text, "mentions": []}));
        client.call("draft_set", &json!({"community": community, "place": room, "text": ""}));
    }
    let board = client.call("boards", &json!({"community": community}))["items"][0]["id"].clone();
    for _ in 0..POSTS {
        let (title, body) = (corpus.message().chars().take(60).collect::<String>(), corpus.message());
        let post =
            json!({"community": community, "board": board, "kind": "discussion", "title": title, "body": body, "tags": []});
        let id = client.call("post_write", &post)["id"].clone();
        client.call("comment_write", &json!({"community": community, "post": id, "text": corpus.message()}));
    }
    for _ in 0..LOOKS {
        client.call("messages", &json!({"community": community, "room": room, "limit": 50}));
        client.call("rooms", &json!({"community": community}));
        client.call("today", &json!({"community": community}));
    }
}
