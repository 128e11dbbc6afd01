//! A node that is killed in the middle of its writing has lost nothing it had said "saved" to.

use allforone_tests::peer::{Peer, Start};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// Kills in `cargo test`; `make soak` asks for more.
fn kills() -> usize {
    std::env::var("AFO_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(50)
}

#[test]
fn every_acknowledged_write_survives_kill_9() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let start = Start::loopback();
    let first = Peer::start("writer", &data, &start);
    let community = first.found("Journal", "Écrivaine");
    let room = first.first_room(&community).unwrap();
    drop(first);

    let acknowledged = Arc::new(Mutex::new(BTreeSet::new()));
    for round in 0..kills() {
        let peer = Arc::new(Peer::start("writer", &data, &start));
        let seen: BTreeSet<String> = peer.texts(&community, &room).into_iter().collect();
        let lost: Vec<String> = acknowledged.lock().unwrap().difference(&seen).cloned().collect();
        assert!(lost.is_empty(), "round {round}: acknowledged, then lost: {lost:?}");

        let ended = Arc::new(AtomicBool::new(false));
        let writers: Vec<_> = (0..3)
            .map(|writer| {
                let (peer, acknowledged, ended) = (peer.clone(), acknowledged.clone(), ended.clone());
                let (community, room) = (community.clone(), room.clone());
                std::thread::spawn(move || {
                    for n in 0.. {
                        let text = format!("{round}.{writer}.{n}");
                        let input = json!({"community": community, "room": room, "text": text, "reply_to": null, "mentions": []});
                        if ended.load(Ordering::Relaxed) || peer.try_call("message_write", &input).is_err() {
                            return;
                        }
                        acknowledged.lock().unwrap().insert(text);
                    }
                })
            })
            .collect();
        // The kill falls at another point of the writing in each round: after so many acknowledgements, not after a time.
        let goal = acknowledged.lock().unwrap().len() + 1 + round % 7;
        while acknowledged.lock().unwrap().len() < goal {
            std::thread::yield_now();
        }
        peer.kill_now();
        ended.store(true, Ordering::Relaxed);
        for writer in writers {
            writer.join().unwrap();
        }
    }
    let peer = Peer::start("writer", &data, &start);
    let seen: BTreeSet<String> = peer.texts(&community, &room).into_iter().collect();
    assert!(acknowledged.lock().unwrap().is_subset(&seen), "after the last kill");
}
