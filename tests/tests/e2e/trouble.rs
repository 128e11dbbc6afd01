//! Bad input and trouble: a clear sentence, a stable code, nothing lost, nothing half-done.

use allforone_tests::peer::{Peer, Start};
use serde_json::json;

fn code(peer: &Peer, command: &str, input: serde_json::Value) -> (u16, String) {
    let refused = peer.try_call(command, &input).expect_err("this must be refused");
    assert!(refused.message.len() > 30, "{command}: a whole sentence, not {:?}", refused.message);
    (refused.status, refused.code)
}

#[test]
fn bad_calls_get_a_code_and_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let peer = Peer::start("one", &folder.path().join("data"), &Start::loopback());
    let community = peer.found("Essais", "Une personne");
    let room = peer.first_room(&community).unwrap();
    let write = |text: &str| json!({"community": community, "room": room, "text": text, "reply_to": null, "mentions": []});
    assert_eq!(code(&peer, "message_write", write("")), (400, "bad_input".into()));
    assert_eq!(code(&peer, "message_write", write(&"x".repeat(9_000))), (400, "bad_input".into()));
    assert_eq!(code(&peer, "message_write", json!({"community": community})), (400, "bad_input".into()));
    assert_eq!(code(&peer, "no_such_command", json!({})), (404, "unknown_command".into()));
    let elsewhere = json!({"community": community, "room": "a".repeat(26), "text": "x", "reply_to": null, "mentions": []});
    assert_eq!(code(&peer, "message_write", elsewhere), (404, "not_found".into()));
    assert_eq!(
        code(&peer, "join_start", json!({"link": "afo1xyz", "display_name": "Moi", "address": null})),
        (400, "wrong_link".into())
    );
    assert_eq!(peer.texts(&community, &room), Vec::<String>::new(), "nothing was written");
}

#[test]
fn a_second_start_on_one_folder_ends_with_3() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let first = Peer::start("first", &data, &Start::loopback());
    assert_eq!(Peer::try_start("second", &data, &Start::loopback()).err(), Some(Some(3)));
    assert!(first.try_call("status", &json!({})).is_ok(), "the first goes on");
}

#[test]
fn a_corrupt_data_folder_ends_with_4_and_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let peer = Peer::start("one", &data, &Start::loopback());
    let community = peer.found("Essais", "Une personne");
    let room = peer.first_room(&community).unwrap();
    for n in 0..50 {
        drop(peer.write(&community, &room, &format!("message {n}")));
    }
    assert_eq!(peer.stop(), Some(0), "SIGTERM ends cleanly");
    let mut files = Vec::new();
    collect(&data, &mut files);
    let largest = files.iter().max_by_key(|file| std::fs::metadata(file).map(|m| m.len()).unwrap_or(0)).unwrap();
    let mut bytes = std::fs::read(largest).unwrap();
    let middle = bytes.len() / 2;
    for byte in &mut bytes[middle / 4..middle] {
        *byte ^= 0x5a;
    }
    std::fs::write(largest, &bytes).unwrap();
    match Peer::try_start("again", &data, &Start::loopback()) {
        Err(code) => assert_eq!(code, Some(4), "a clear exit code"),
        Ok(peer) => drop(peer.call("communities", &json!({}))),
    }
    assert!(largest.exists(), "nothing was deleted");
}

fn collect(folder: &std::path::Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() { collect(&entry.path(), files) } else { files.push(entry.path()) }
    }
}

#[test]
fn expired_used_and_revoked_links_say_so() {
    let folder = tempfile::tempdir().unwrap();
    let host = Peer::start("host", &folder.path().join("host"), &Start::loopback());
    let guest = Peer::start("guest", &folder.path().join("guest"), &Start::loopback());
    let community = host.found("Essais", "Hôtesse");
    let address = host.addresses[0].clone();
    let outcome = |link: &str| {
        let join = guest.call("join_start", &json!({"link": link, "display_name": "Invité", "address": address}));
        allforone_tests::wait::until("the join ends", || {
            let state = guest.call("join_status", &json!({"id": join["id"]}));
            match state["state"].as_str() {
                Some("failed") => Some(state["error"]["code"].as_str().unwrap_or_default().to_owned()),
                Some("done") => Some("done".to_owned()),
                _ => None,
            }
        })
    };
    let create = |uses: serde_json::Value, expires: serde_json::Value| {
        host.call(
            "invite_create",
            &json!({"community": community, "role": "member", "uses": uses, "expires_ms": expires, "approval": false}),
        )
    };
    let end = now_ms() + 800;
    let expired = create(json!(null), json!(end));
    allforone_tests::wait::until("the invite has run out", || (now_ms() > end).then_some(()));
    assert_eq!(outcome(expired["link"].as_str().unwrap()), "link_expired");
    let revoked = create(json!(null), json!(null));
    drop(host.call("invite_revoke", &json!({"community": community, "invite": revoked["id"]})));
    assert_eq!(outcome(revoked["link"].as_str().unwrap()), "link_revoked");
    let once = create(json!(1), json!(null));
    assert_eq!(outcome(once["link"].as_str().unwrap()), "done");
    assert_eq!(guest.call("communities", &json!({}))["items"].as_array().map(Vec::len), Some(1), "failed joins leave nothing");
    let third = Peer::start("third", &folder.path().join("third"), &Start::loopback());
    let join = third.call("join_start", &json!({"link": once["link"], "display_name": "Tierce", "address": host.addresses[0]}));
    let code = allforone_tests::wait::until("the third join ends", || {
        let state = third.call("join_status", &json!({"id": join["id"]}));
        (state["state"] == "failed").then(|| state["error"]["code"].as_str().unwrap_or_default().to_owned())
    });
    assert_eq!(code, "link_used");
}

fn now_ms() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::SystemTime::UNIX_EPOCH).unwrap();
    u64::try_from(since.as_millis()).unwrap()
}

#[test]
fn a_clock_an_hour_ahead_is_told_so_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let host = Peer::start("host", &folder.path().join("host"), &Start::loopback());
    let community = host.found("Essais", "Hôtesse");
    let link = host.invite(&community);
    let data = folder.path().join("guest");
    let guest = Peer::start("guest", &data, &Start { peers: host.addresses.clone(), ..Start::loopback() });
    guest.join(&link, "Invité", host.addresses.first().map(String::as_str));
    let room = host.first_room(&community).unwrap();
    guest.sees_room(&community);
    drop(guest.write(&community, &room, "à l’heure"));
    host.sees(&community, &room, "à l’heure");
    assert_eq!(guest.stop(), Some(0));

    let early = Start { peers: host.addresses.clone(), clock: Some("+1h".into()), ..Start::loopback() };
    let guest = Peer::start("guest", &data, &early);
    let write = json!({"community": community, "room": room, "text": "trop tôt", "reply_to": null, "mentions": []});
    allforone_tests::wait::until("the wrong clock is noticed", || {
        let refused = guest.try_call("message_write", &write).err()?;
        assert_eq!((refused.status, refused.code.as_str()), (409, "clock_wrong"));
        Some(())
    });
    let peers = host.call("peers", &json!({}));
    let notes: Vec<&str> = peers["items"].as_array().unwrap().iter().filter_map(|peer| peer["note"].as_str()).collect();
    assert!(notes.iter().any(|note| note.contains("clocks")), "the host says so too: {peers}");
    assert!(guest.texts(&community, &room).contains(&"à l’heure".to_owned()), "nothing is lost");
    assert_eq!(guest.stop(), Some(0), "the signal reaches the node itself, and it ends cleanly");
}
