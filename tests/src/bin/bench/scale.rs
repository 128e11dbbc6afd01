//! Scale: every question a screen asks, in a community of a thousand that has written for five years.

use crate::Plan;
use crate::join::peak_bytes;
use crate::room::client_of;
use allforone_tests::client::Client;
use allforone_tests::figure::{Figure, quantile};
use allforone_tests::town::{Size, Town};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

/// What the issue names.
const FULL: Size = Size { members: 1_000, rooms: 200, messages: 100_000, events: 2_000, posts: 10_000, days: 5 * 365 };
/// Times each question is asked.
const CALLS: usize = 200;
/// Messages and posts of one page, as the screens ask for them.
const SCREEN: usize = 50;
/// What all is spread over, and what a page of the agenda shows.
const YEARS_MS: u64 = 5 * 365 * 86_400_000;
const MONTH_MS: u64 = 30 * 86_400_000;
/// What is searched for: rare and common words, beginnings, several at once.
const SEARCHES: [&str; 8] = ["échelle", "the", "jardin", "plants hall", "velo", "m", "bo", "trousseau clés numéro 12"];

/// A question: its name, its command, what it asks the n-th time.
type Question = (&'static str, &'static str, Box<dyn Fn(usize) -> Value>);

/// The same at a hundredth, a tenth and the whole of the history, with the exponent: 0 does not grow, 1 grows as the history.
pub(crate) fn exponents(folder: &Path, _: &Plan) -> Vec<Figure> {
    let mut grown: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for part in [100, 10, 1] {
        let (messages, events, posts) = (FULL.messages / part, FULL.events / part, FULL.posts / part);
        let size = Size { members: 35, rooms: 10, messages, events, posts, days: FULL.days };
        let begin = Instant::now();
        let town = Town::build(&folder.join(part.to_string()), &size);
        let entries = (messages + events + posts) as f64;
        let mut note = |name: &str, value: f64| grown.entry(name.to_owned()).or_default().push(value);
        note("written and taken in, ms an entry", begin.elapsed().as_secs_f64() * 1_000.0 / entries);
        let begin = Instant::now();
        let peer = town.start();
        note("start, ms until ready", begin.elapsed().as_secs_f64() * 1_000.0);
        let mut client = client_of(&peer);
        let rooms = ids(&client.call("rooms", &json!({"community": town.community})));
        let took = (0..CALLS).map(|n| write(&mut client, &town.community, &rooms, n)).collect();
        note("message_write, ms", median(took));
        for (name, command, input) in &questions(&town.community, &mut client) {
            let took = (0..CALLS).map(|n| timed(&mut client, command, &input(n))).collect();
            note(&format!("{name}, ms"), median(took));
        }
        note("memory, MB", peak_bytes(peer.process()) as f64 / 1e6);
        assert_eq!(peer.stop(), Some(0), "A ends well");
        note("on disk, bytes an entry", crate::room::disk_bytes(&town.data) as f64 / entries);
    }
    let figure = |(name, values): (String, Vec<f64>)| {
        let (one, ten, hundred) = (values[0], values[1], values[2]);
        let exponent = (hundred / one).log10() / 2.0;
        Figure::new(format!("exponent: {name}"), "", [exponent]).with("at_1", one).with("at_10", ten).with("at_100", hundred)
    };
    grown.into_iter().map(figure).collect()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    quantile(&values, 0.5)
}

/// Writes a message; returns how long that took, in ms.
fn write(client: &mut Client, community: &str, rooms: &[String], n: usize) -> f64 {
    let text = format!("{n}: quelqu’un a vu mon échelle ?");
    let room = &rooms[n * 7 % rooms.len()];
    timed(client, "message_write", &json!({"community": community, "room": room, "text": text, "mentions": []}))
}

pub(crate) fn figures(folder: &Path, _: &Plan) -> Vec<Figure> {
    let begin = Instant::now();
    let town = Town::build(folder, &FULL);
    let mut figures = vec![Figure::new("scale: made in", "s", [begin.elapsed().as_secs_f64()])];
    let begin = Instant::now();
    let peer = town.start();
    figures.push(Figure::new("scale: ready after the start", "s", [begin.elapsed().as_secs_f64()]));
    let mut client = client_of(&peer);
    let questions = questions(&town.community, &mut client);
    let rooms = ids(&client.call("rooms", &json!({"community": town.community})));
    for (name, command, input) in &questions {
        let first = timed(&mut client, command, &input(0));
        let mut took: Vec<f64> = (0..CALLS)
            .map(|n| {
                // The world goes on meanwhile: nothing may rest on standing still.
                write(&mut client, &town.community, &rooms, n);
                timed(&mut client, command, &input(n))
            })
            .collect();
        took.sort_by(f64::total_cmp);
        let (p50, p99) = (quantile(&took, 0.5), quantile(&took, 0.99));
        figures.push(Figure::new(format!("scale: {name}"), "ms", took).with("p50", p50).with("p99", p99).with("first", first));
    }
    figures.push(Figure::new("scale: peak memory", "MB", [peak_bytes(peer.process()) as f64 / 1e6]));
    assert_eq!(peer.stop(), Some(0), "A ends well");
    figures.push(Figure::new("scale: on disk", "MB", [crate::room::disk_bytes(&town.data) as f64 / 1e6]));
    figures
}

fn timed(client: &mut Client, command: &str, input: &Value) -> f64 {
    let begin = Instant::now();
    client.call(command, input);
    begin.elapsed().as_secs_f64() * 1_000.0
}

/// Every command of `docs/api.md` with which a screen reads.
fn questions(community: &str, client: &mut Client) -> Vec<Question> {
    let id = community.to_owned();
    // A question is the community and what else it takes.
    let ask = move |more: Value| {
        let mut input = json!({ "community": id });
        if let (Some(input), Value::Object(more)) = (input.as_object_mut(), more) {
            input.extend(more);
        }
        input
    };
    let rooms = ids(&client.call("rooms", &ask(json!({}))));
    let boards = ids(&client.call("boards", &ask(json!({}))));
    let now = client.call("status", &json!({}))["time_ms"].as_u64().unwrap_or_else(now_ms);
    let posts = client.call("posts", &ask(json!({"board": null, "limit": 100})));
    let commented = posts["items"].as_array().and_then(|posts| posts.iter().find(|post| post["comments"] != 0)).cloned();
    let post = commented.unwrap_or_else(|| posts["items"][0].clone())["id"].clone();
    let asked = posts["items"].as_array().and_then(|posts| posts.iter().find(|post| !post["ack"].is_null())).cloned();
    let asked = asked.map_or_else(|| post.clone(), |post| post["id"].clone());
    let month = client.call("events", &ask(json!({"from_ms": now, "to_ms": now + MONTH_MS, "limit": 1_000})));
    let event = month["items"][0]["id"].clone();
    let message = client.call("messages", &ask(json!({"room": rooms[0], "limit": 1})))["items"][0]["id"].clone();
    let people = client.call("members", &ask(json!({"limit": 500})));
    let (person, last) = (people["items"][0]["person"].clone(), people["next"].clone());
    let moment = move |n: usize| now - YEARS_MS + YEARS_MS / CALLS as u64 * n as u64;
    let room = move |n: usize| rooms[n % rooms.len()].clone();
    let board = move |n: usize| boards[n % boards.len()].clone();

    let mut questions: Vec<Question> = Vec::new();
    let mut add = |name, command, input: Box<dyn Fn(usize) -> Value>| questions.push((name, command, input));
    for command in ["status", "communities", "settings_get", "peers", "export_status"] {
        add(command, command, Box::new(|_| json!({})));
    }
    for command in ["rooms", "boards", "invite_list", "join_requests", "profile_get", "post_pins", "today"] {
        let ask = ask.clone();
        add(command, command, Box::new(move |_| ask(json!({}))));
    }
    let same: [(&str, &str, Value); 10] = [
        ("today, all communities", "today", json!({})),
        ("members", "members", ask(json!({"limit": 500}))),
        ("members, second page", "members", ask(json!({"limit": 500, "after": last}))),
        ("members who can help", "members", ask(json!({"limit": 500, "skill": "vélo"}))),
        ("profile_get of somebody", "profile_get", ask(json!({ "person": person }))),
        ("thread", "thread", ask(json!({ "post": post }))),
        ("post_readers", "post_readers", ask(json!({ "post": asked }))),
        ("history", "history", ask(json!({ "id": message }))),
        ("event", "event", ask(json!({ "event": event }))),
        ("event_comments", "event_comments", ask(json!({ "event": event }))),
    ];
    for (name, command, input) in same {
        add(name, command, Box::new(move |_| input.clone()));
    }
    let one = |name: &'static str, command: &'static str, input: Box<dyn Fn(usize) -> Value>| -> Question {
        let ask = ask.clone();
        (name, command, Box::new(move |n| ask(input(n))))
    };
    let (room, board) = (std::rc::Rc::new(room), std::rc::Rc::new(board));
    let of_room = |more: fn(u64) -> Value| {
        let room = std::rc::Rc::clone(&room);
        move |n: usize| {
            let mut input = more(moment(n));
            input["room"] = room(n).into();
            input
        }
    };
    let of_board = |more: fn(u64) -> Value| {
        let board = std::rc::Rc::clone(&board);
        move |n: usize| {
            let mut input = more(moment(n));
            input["board"] = board(n).into();
            input
        }
    };
    let written = std::rc::Rc::clone(&room);
    questions.extend([
        one("messages", "messages", Box::new(of_room(|_| json!({"limit": SCREEN})))),
        one("messages of a day", "messages", Box::new(of_room(|at| json!({"limit": SCREEN, "at_ms": at})))),
        one("topics", "topics", Box::new(of_room(|_| json!({"limit": 100})))),
        one("room_pins", "room_pins", Box::new(of_room(|_| json!({})))),
        one("draft_get", "draft_get", Box::new(move |n| json!({"place": written(n)}))),
        one("posts", "posts", Box::new(|_| json!({"board": null, "limit": SCREEN}))),
        one("posts of a board", "posts", Box::new(of_board(|_| json!({"limit": SCREEN})))),
        one("posts of a day", "posts", Box::new(of_board(|at| json!({"limit": SCREEN, "at_ms": at})))),
        one(
            "events of a month",
            "events",
            Box::new(move |n| json!({"from_ms": moment(n), "to_ms": moment(n) + MONTH_MS, "limit": 1_000})),
        ),
        one("search", "search", Box::new(|n| json!({"query": SEARCHES[n % SEARCHES.len()], "limit": SCREEN}))),
    ]);
    questions
}

fn ids(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(|item| item["id"].as_str().map(str::to_owned)).collect()
}

fn now_ms() -> u64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_millis() as u64)
}
