//! What is for a person is told, once, and nothing else is.

use allforone_tests::client::Notices;
use allforone_tests::peer::{Peer, Start};
use allforone_tests::wait::until;
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};

#[test]
fn a_mention_a_change_and_a_reminder_are_told_and_a_mute_room_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let ana = Peer::start("Ana", &folder.path().join("ana"), &Start::loopback());
    let near = Start { peers: ana.addresses.clone(), ..Start::loopback() };
    let bo = Peer::start("Bo", &folder.path().join("bo"), &near);
    let community = ana.found("Rue", "Ana");
    let room = ana.first_room(&community).unwrap();
    for n in 0..20 {
        drop(ana.write(&community, &room, &format!("before Bo came {n}")));
    }
    let quiet = ana.call("room_create", &json!({"community": community, "name": "Quiet", "purpose": ""}))["id"].clone();
    bo.join(&ana.invite(&community), "Bo", ana.addresses.first().map(String::as_str));
    bo.sees_room(&community);
    bo.sees(&community, &room, "before Bo came 19");
    let me = until("Bo knows who he is", || {
        let all = bo.call("communities", &json!({}));
        all["items"][0]["me"].as_str().map(str::to_owned)
    });
    let mention = |room: &Value, text: &str| {
        let input = json!({"community": community, "room": room, "text": text, "reply_to": null, "mentions": [me]});
        until("Ana knows Bo", || ana.try_call("message_write", &input).ok())
    };
    until("Bo has the quiet room", || bo.try_call("room_mute", &json!({"community": community, "room": quiet, "on": true})).ok());
    let mut notices = Notices::connect(&bo.api, &bo.token).unwrap();
    mention(&quiet, "@Bo not a word of this");
    mention(&json!(room), "@Bo are you there?");
    let first = next_alert(&mut notices);
    assert_eq!((&first["kind"], &first["community"]), (&json!("mention"), &json!(community)), "{first}");
    assert_eq!(first["text"], json!("Ana: @Bo are you there?"), "the mute room was silent: {first}");
    assert_eq!(first["link"], json!(format!("/c/{community}/rooms/{room}")));

    // An event in half an hour, which Bo comes to: the reminder is due at once.
    let start = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() + 1_800;
    let local = utc(start);
    let fields = json!({"community": community, "title": "Café", "description": "", "place": "Cour",
        "start": {"local": local, "tz": "UTC"}, "duration_minutes": 60, "rrule": null, "capacity": null});
    let event = ana.call("event_create", &fields)["id"].clone();
    let answer = json!({"community": community, "event": event, "occurrence": null, "answer": "yes", "note": ""});
    until("Bo has the event", || bo.try_call("rsvp_set", &answer).ok());
    let reminder = next_alert(&mut notices);
    assert_eq!((&reminder["kind"], &reminder["title"]), (&json!("reminder"), &json!("Rue · Café")), "{reminder}");
    // Another wording is a quiet line of today; the next thing told is another place.
    drop(ana.call("event_edit", &json!({"community": community, "event": event, "title": "Café et thé"})));
    let kinds = || {
        let today = bo.call("today", &json!({}));
        today["news"].as_array().unwrap().iter().filter_map(|line| line["kind"].as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    until("today says that the event is reworded", || kinds().contains(&"event_reworded".to_owned()).then_some(()));
    drop(ana.call("event_edit", &json!({"community": community, "event": event, "place": "Salle"})));
    assert_eq!(next_alert(&mut notices)["kind"], json!("event_changed"));
    drop(ana.call("event_cancel", &json!({"community": community, "event": event})));
    assert_eq!(next_alert(&mut notices)["kind"], json!("event_cancelled"));

    let today = bo.call("today", &json!({}));
    let kinds: Vec<&str> = today["news"].as_array().unwrap().iter().filter_map(|line| line["kind"].as_str()).collect();
    assert!(kinds.contains(&"event_cancelled"), "today says it too: {today}");
    assert!(today["waiting"].as_array().unwrap().iter().any(|line| line["kind"] == "mention"), "{today}");
}

#[test]
fn an_announcement_is_told_and_kept_still_in_quiet_hours_or_where_nothing_is_to_be_told() {
    let folder = tempfile::tempdir().unwrap();
    let ana = Peer::start("Ana", &folder.path().join("ana"), &Start::loopback());
    let near = Start { peers: ana.addresses.clone(), ..Start::loopback() };
    let bo = Peer::start("Bo", &folder.path().join("bo"), &near);
    let community = ana.found("Rue", "Ana");
    let board = ana.call("boards", &json!({"community": community}))["items"][0]["id"].clone();
    bo.join(&ana.invite(&community), "Bo", ana.addresses.first().map(String::as_str));
    bo.sees_room(&community);
    let list = json!({"community": community, "board": null, "before": null, "limit": 50});
    let announce = |title: &str, kind: &str| {
        let input = json!({"community": community, "board": board, "title": title, "body": "À lire.", "kind": kind,
            "tags": [], "ack": kind == "announcement"});
        let id = ana.call("post_write", &input)["id"].clone();
        until("Bo has the post", || {
            let posts = bo.call("posts", &list);
            posts["items"].as_array()?.iter().any(|post| post["id"] == id).then_some(())
        });
        id
    };
    let set = |changes: &[(&str, Value)]| {
        let mut settings = bo.call("settings_get", &json!({}));
        for (name, value) in changes {
            settings[*name] = value.clone();
        }
        drop(bo.call("settings_set", &settings));
    };
    let mut notices = Notices::connect(&bo.api, &bo.token).unwrap();

    set(&[("quiet_hours", always_quiet())]);
    drop(announce("In the night", "announcement"));
    set(&[("quiet_hours", Value::Null), ("notifications", json!(false))]);
    drop(announce("While nothing is told", "announcement"));
    set(&[("notifications", json!(true))]);
    drop(announce("A talk", "discussion"));
    let id = announce("Water is cut on Monday", "announcement");

    let told = next_alert(&mut notices);
    assert_eq!((&told["kind"], &told["title"]), (&json!("announcement"), &json!("Rue · Water is cut on Monday")), "{told}");
    assert_eq!(told["link"], json!(format!("/c/{community}/posts/{}", id.as_str().unwrap())));
    let today = bo.call("today", &json!({}));
    let waits = today["to_acknowledge"].as_array().unwrap();
    assert_eq!(waits.len(), 3, "what was not told waits under today all the same: {today}");
}

#[test]
fn a_mute_board_tells_only_what_asks_everybody_to_read_it() {
    let folder = tempfile::tempdir().unwrap();
    let ana = Peer::start("Ana", &folder.path().join("ana"), &Start::loopback());
    let near = Start { peers: ana.addresses.clone(), ..Start::loopback() };
    let bo = Peer::start("Bo", &folder.path().join("bo"), &near);
    let community = ana.found("Rue", "Ana");
    let board = ana.call("boards", &json!({"community": community}))["items"][0]["id"].clone();
    bo.join(&ana.invite(&community), "Bo", ana.addresses.first().map(String::as_str));
    bo.sees_room(&community);
    let post = |peer: &Peer, title: &str, ack: bool| {
        let kind = if ack || title.starts_with("News") { "announcement" } else { "discussion" };
        let input =
            json!({"community": community, "board": board, "title": title, "body": "", "kind": kind, "tags": [], "ack": ack});
        until("the board is there to write on", || peer.try_call("post_write", &input).ok())["id"].clone()
    };
    let mine = post(&bo, "Whose ladder is this?", false);
    let under = |text: &str| {
        let input = json!({"community": community, "post": mine, "text": text, "reply_to": null});
        until("Ana has the post", || ana.try_call("comment_write", &input).ok());
        until("Bo has the comment", || {
            let thread = bo.call("thread", &json!({"community": community, "post": mine}));
            thread["comments"].as_array()?.iter().any(|comment| comment["text"] == text).then_some(())
        });
    };
    let mute = |on: bool| drop(bo.call("board_mute", &json!({"community": community, "board": board, "on": on})));
    let mut notices = Notices::connect(&bo.api, &bo.token).unwrap();

    mute(true);
    under("Mine, says the mute board");
    drop(post(&ana, "News that nobody must read", false));
    drop(post(&ana, "Water is cut on Monday", true));
    let told = next_alert(&mut notices);
    assert_eq!((&told["kind"], &told["title"]), (&json!("announcement"), &json!("Rue · Water is cut on Monday")), "{told}");
    mute(false);
    under("Mine, aloud");
    let told = next_alert(&mut notices);
    assert_eq!((&told["kind"], &told["text"]), (&json!("answer"), &json!("Ana: Mine, aloud")), "{told}");
    let today = bo.call("today", &json!({}));
    let waits = today["waiting"].as_array().unwrap().iter().filter(|line| line["kind"] == "answer").count();
    assert_eq!(waits, 2, "what was not told waits under today all the same: {today}");
}

/// Quiet hours of all but one minute, which is at least seven minutes away in any time zone.
fn always_quiet() -> Value {
    let minutes = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() / 60;
    let open = (minutes + 7) % (24 * 60);
    json!({"from": (open + 1) % (24 * 60), "to": open})
}

fn next_alert(notices: &mut Notices) -> Value {
    notices.find(|notice| notice["type"] == "notify").expect("something is told")
}

/// `2026-12-01T18:00`, from seconds since 1970.
fn utc(seconds: u64) -> String {
    let output = std::process::Command::new("date").args(["-u", "-d", &format!("@{seconds}"), "+%Y-%m-%dT%H:%M"]).output();
    String::from_utf8(output.unwrap().stdout).unwrap().trim().to_owned()
}
