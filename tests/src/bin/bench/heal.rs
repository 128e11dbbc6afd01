//! Heal: two neighbours who each wrote while the other was away, from the first word between them to equal exports.

use crate::Plan;
use crate::room::client_of;
use allforone_tests::client::Client;
use allforone_tests::corpus::Corpus;
use allforone_tests::counter::Counter;
use allforone_tests::figure::Figure;
use allforone_tests::peer::{Peer, Start};
use allforone_tests::wait::{until, until_every};
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

/// What each writes while the other is away: a thousand changes.
const MESSAGES: usize = 600;
const POSTS: usize = 100;
const COMMENTS: usize = 150;
/// Each answers the events of both, and edits its own.
const EVENTS: usize = 50;
const CHANGES: usize = MESSAGES + POSTS + COMMENTS + 3 * EVENTS;
/// Pause between two looks, which is how exact the time is.
const LOOK: Duration = Duration::from_millis(5);

/// What both know before they part.
struct Common {
    community: Value,
    room: Value,
    board: Value,
    /// The post under which both comment, and the one under which each says that it is done.
    talk: Value,
    done: Value,
    events: [Vec<Value>; 2],
}

pub(crate) fn figures(folder: &Path, plan: &Plan) -> Vec<Figure> {
    let (mut seconds, mut over) = (Vec::new(), Vec::new());
    for run in 0..plan.runs {
        let (took, bytes, content) = heal(&folder.join(run.to_string()), run);
        seconds.push(took);
        over.push((bytes as f64 - content as f64) / (2 * CHANGES) as f64);
    }
    let name = |what: &str| format!("heal of {CHANGES} changes each: {what}");
    vec![Figure::new(name("equal"), "s", seconds), Figure::new(name("on the wire over its content, a change"), "bytes", over)]
}

/// Returns the seconds to equality, the bytes on the wire and those of the texts that were written apart.
fn heal(folder: &Path, run: usize) -> (f64, u64, usize) {
    std::fs::create_dir_all(folder).expect("the temporary folder takes folders");
    let [a_data, b_data] = ["a", "b"].map(|name| folder.join(name));
    let (a, b) = (Peer::start("A", &a_data, &Start::loopback()), Peer::start("B", &b_data, &Start::loopback()));
    let common = meet(&a, &b);
    let mut corpus = Corpus::new(run as u64);
    // One after the other: each is alone, on a port that the other does not know.
    assert_eq!(b.stop(), Some(0), "B ends well");
    assert_eq!(a.stop(), Some(0), "A ends well");
    let a = Peer::start("A", &a_data, &Start::loopback());
    let mut content = apart(&mut client_of(&a), &common, 0, &mut corpus);
    assert_eq!(a.stop(), Some(0), "A ends well");
    let b = Peer::start("B", &b_data, &Start::loopback());
    content += apart(&mut client_of(&b), &common, 1, &mut corpus);
    let a = Peer::start("A", &a_data, &Start::loopback());

    assert_eq!((a.connected(), b.connected()), (0, 0), "they are apart");
    let counter = Counter::before(a.addresses.first().expect("a node on loopback has an address")).expect("a door can be opened");
    let (mut at_a, mut at_b) = (client_of(&a), client_of(&b));
    let begin = Instant::now();
    at_b.call("peer_dial", &json!({"address": counter.address()}));
    until_every(LOOK, "both have all", || (is_done(&mut at_a, &common) && is_done(&mut at_b, &common)).then_some(()));
    let seconds = begin.elapsed().as_secs_f64();
    let bytes = counter.bytes();
    let [left, right] = [(&a, "a-out"), (&b, "b-out")].map(|(peer, to)| export(peer, &common, &folder.join(to)));
    assert!(left == right, "exports are equal");
    assert_eq!((a.stop(), b.stop()), (Some(0), Some(0)), "both end well");
    (seconds, bytes, content)
}

fn meet(a: &Peer, b: &Peer) -> Common {
    let community = json!(a.found("Rue des Lilas", "Zoé"));
    let id = community.as_str().expect("an id is a text");
    b.join(&a.invite(id), "Yanis", a.addresses.first().map(String::as_str));
    b.sees_room(id);
    let room = json!(a.first_room(id).expect("a new community has a room"));
    let board = a.call("boards", &json!({"community": community}))["items"][0]["id"].clone();
    let mut at_a = client_of(a);
    let talk = post(&mut at_a, &community, &board, "Pour causer", "");
    let done = post(&mut at_a, &community, &board, "Pour finir", "");
    let events = [a, b].map(|peer| {
        let start = json!({"local": "2030-06-01T18:00", "tz": "Europe/Paris", "date": null});
        let fields = |n: usize| {
            json!({"community": community, "title": format!("Événement {n}"), "description": "", "place": "Cour",
            "start": start, "duration_minutes": 90, "rrule": null, "capacity": null})
        };
        (0..EVENTS).map(|n| peer.call("event_create", &fields(n))["id"].clone()).collect::<Vec<Value>>()
    });
    for peer in [a, b] {
        let knows = |event: &Value| peer.try_call("event", &json!({"community": community, "event": event})).is_ok();
        until("both know all events", || events.iter().flatten().all(knows).then_some(()));
        let knows = |post: &Value| peer.try_call("thread", &json!({"community": community, "post": post})).is_ok();
        until("both know the posts", || (knows(&talk) && knows(&done)).then_some(()));
    }
    Common { community, room, board, talk, done, events }
}

/// Writes a thousand changes; returns the bytes of their texts.
fn apart(client: &mut Client, common: &Common, side: usize, corpus: &mut Corpus) -> usize {
    let Common { community, room, board, talk, done, events } = common;
    let mut bytes = 0;
    let mut text = || {
        let text = corpus.message();
        bytes += text.len();
        text
    };
    for _ in 0..MESSAGES {
        client.call("message_write", &json!({"community": community, "room": room, "text": text(), "mentions": []}));
    }
    for _ in 0..POSTS {
        post(client, community, board, "Une annonce", &[text(), text(), text()].join("\n\n"));
    }
    for _ in 0..COMMENTS {
        client.call("comment_write", &json!({"community": community, "post": talk, "text": text(), "reply_to": null}));
    }
    for event in events.iter().flatten() {
        let answer = json!({"community": community, "event": event, "occurrence": null, "answer": "yes", "note": ""});
        client.call("rsvp_set", &answer);
    }
    for event in &events[side] {
        client.call("event_edit", &json!({"community": community, "event": event, "description": text()}));
    }
    client.call("comment_write", &json!({"community": community, "post": done, "text": "fini", "reply_to": null}));
    bytes
}

fn post(client: &mut Client, community: &Value, board: &Value, title: &str, body: &str) -> Value {
    let input = json!({"community": community, "board": board, "kind": "discussion", "title": title, "body": body, "tags": []});
    client.call("post_write", &input)["id"].clone()
}

/// Whether both have said that they are done: the last entry of each log, judged after all before it.
fn is_done(client: &mut Client, common: &Common) -> bool {
    let thread = client.call("thread", &json!({"community": common.community, "post": common.done}));
    thread["comments"].as_array().is_some_and(|comments| comments.len() == 2)
}

fn export(peer: &Peer, common: &Common, to: &Path) -> Value {
    drop(peer.call("export", &json!({"community": common.community, "format": "json", "dir": to})));
    let file = std::fs::read(to.join("community.json")).expect("the export writes community.json");
    serde_json::from_slice(&file).expect("the export is JSON")
}
