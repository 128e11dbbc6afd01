//! Rebuild: somebody is removed with what they wrote from a moment on, in a room of 10,000, while a screen goes on asking.

use crate::Plan;
use crate::room::client_of;
use allforone_tests::client::Client;
use allforone_tests::figure::{Figure, quantile};
use allforone_tests::town::{Size, Town};
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

/// Messages of the room.
const MESSAGES: usize = 10_000;
/// From one question to the next, so that the node has time for something else.
const PAUSE: Duration = Duration::from_millis(2);

/// Over five years the room is many documents, over twenty days one.
pub(crate) fn figures(folder: &Path, _: &Plan) -> Vec<Figure> {
    [("over five years", 5 * 365), ("over twenty days", 20)]
        .into_iter()
        .flat_map(|(name, days)| removed(&folder.join(days.to_string()), name, days))
        .collect()
}

fn removed(folder: &Path, name: &str, days: u64) -> Vec<Figure> {
    let size = Size { members: 35, rooms: 1, messages: MESSAGES, events: 0, posts: 0, days };
    let town = Town::build(folder, &size);
    let peer = town.start();
    let mut client = client_of(&peer);
    let room = client.call("rooms", &json!({"community": town.community}))["items"][0]["id"].clone();
    let ask = |before: &Value| json!({"community": town.community, "room": room, "before": before, "limit": 100});
    let newest = client.call("messages", &ask(&Value::Null));
    let author = newest["items"][0]["author"].clone();
    let since = newest["items"][0]["time_ms"].as_u64().unwrap_or(0) - days * 86_400_000 / 2;
    let is_cut = |message: &Value| message["author"] == author && message["time_ms"].as_u64() >= Some(since);

    let begin = Instant::now();
    let input = json!({"community": town.community, "person": author, "since_ms": since, "ban": false});
    let mut took = vec![timed(&mut client, "member_remove", &input).0];
    loop {
        // The whole room, page by page, as somebody scrolls.
        let (mut before, mut left) = (Value::Null, 0);
        loop {
            let (ms, page) = timed(&mut client, "messages", &ask(&before));
            took.push(ms);
            took.push(timed(&mut client, "rooms", &json!({"community": town.community})).0);
            left += page["items"].as_array().map_or(0, |items| items.iter().filter(|item| is_cut(item)).count());
            before = page["next"].clone();
            std::thread::sleep(PAUSE);
            if before.is_null() {
                break;
            }
        }
        if left == 0 {
            break;
        }
    }
    let all = begin.elapsed().as_secs_f64();
    assert_eq!(peer.stop(), Some(0), "A ends well");
    took.sort_by(f64::total_cmp);
    let p99 = quantile(&took, 0.99);
    vec![
        Figure::new(format!("rebuild of 10,000 {name}: wait of a query"), "ms", took).with("p99", p99),
        Figure::new(format!("rebuild of 10,000 {name}: until all is gone"), "s", [all]),
    ]
}

fn timed(client: &mut Client, command: &str, input: &Value) -> (f64, Value) {
    let begin = Instant::now();
    let answer = client.call(command, input);
    (begin.elapsed().as_secs_f64() * 1_000.0, answer)
}
