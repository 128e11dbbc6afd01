//! Bad input and trouble: a clear sentence, a stable code, nothing lost, nothing half-done.

use allforone_core::store::{Engine, SledEngine};
use allforone_tests::peer::{Peer, Start};
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};
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
    assert_eq!(code(&peer, "message_write", write(&"x".repeat(9_000))), (413, "too_large".into()));
    assert_eq!(code(&peer, "message_write", json!({"community": community})), (400, "bad_input".into()));
    assert_eq!(code(&peer, "no_such_command", json!({})), (404, "unknown_command".into()));
    let elsewhere = json!({"community": community, "room": "a".repeat(26), "text": "x", "reply_to": null, "mentions": []});
    assert_eq!(code(&peer, "message_write", elsewhere), (404, "not_found".into()));
    assert_eq!(
        code(&peer, "join_start", json!({"link": "afo1xyz", "display_name": "Moi", "address": null})),
        (400, "wrong_link".into())
    );
    let settings = peer.call("settings_get", &json!({}));
    for (field, value) in [
        ("text_size", json!(74)),
        ("quiet_hours", json!({"from": 1_440, "to": 0})),
        ("quiet_hours", json!({"from": 60, "to": 60})),
        ("reminder_minutes", json!(7 * 1_440 + 1)),
    ] {
        let mut wrong = settings.clone();
        wrong[field] = value;
        assert_eq!(code(&peer, "settings_set", wrong), (400, "bad_input".into()), "{field}");
    }
    assert_eq!(peer.call("settings_get", &json!({})), settings, "the settings stay");
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

/// What a flipped disk may lead to: everything readable as before, or an end with 4 and a sentence; nothing in between.
#[test]
fn damaged_data_ends_with_4_and_a_sentence_or_is_whole_and_nothing_is_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let peer = Peer::start("one", &data, &Start::loopback());
    let community = peer.found("Essais", "Une personne");
    let room = peer.first_room(&community).unwrap();
    for n in 0..60 {
        drop(peer.write(&community, &room, &format!("message {n} {}", "é".repeat(n * 20))));
    }
    let whole = peer.texts(&community, &room);
    assert_eq!((whole.len(), peer.stop()), (60, Some(0)), "SIGTERM ends cleanly");
    let mut files = Vec::new();
    collect(&data.join("store"), &mut files);
    files.retain(|file| std::fs::metadata(file).is_ok_and(|meta| meta.len() > 0));
    files.sort();
    assert!(files.len() >= 2, "sled has several files: {files:?}");

    let mut refused = 0;
    for seed in 0..16_u64 {
        let copy = folder.path().join(format!("copy{seed}"));
        copy_folder(&data, &copy);
        std::fs::copy(data.with_extension("key"), copy.with_extension("key")).unwrap();
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let file = copy.join(files[seed as usize % files.len()].strip_prefix(&data).unwrap());
        let mut bytes = std::fs::read(&file).unwrap();
        // A few bytes or a whole stretch, anywhere among what is written.
        let end = bytes.iter().rposition(|byte| *byte != 0).unwrap() + 1;
        let (flips, stretch) = if seed % 2 == 0 { (8, 1) } else { (2, 700) };
        for _ in 0..flips {
            let at = rng.next_u64() as usize % end;
            bytes[at..(at + stretch).min(end)].iter_mut().for_each(|byte| *byte ^= 0x5a);
        }
        std::fs::write(&file, &bytes).unwrap();
        let before = names(&copy);
        match Peer::try_start("again", &copy, &Start::loopback()) {
            Err(code) => {
                let said = std::fs::read_to_string(copy.with_extension("log")).unwrap();
                assert_eq!(code, Some(4), "seed {seed}, {}: {said}", file.display());
                assert!(said.contains(&copy.display().to_string()), "seed {seed}: it names the folder: {said}");
                assert!(said.contains("left as it is") && said.contains("copy"), "seed {seed}: it says what to do: {said}");
                assert!(!said.contains("panicked"), "seed {seed}: {said}");
                refused += 1;
            }
            Ok(peer) => {
                assert_eq!(peer.texts(&community, &room), whole, "seed {seed}, {}: it starts and all is there", file.display());
                drop(peer.write(&community, &room, "et la suite"));
                assert_eq!(peer.stop(), Some(0), "seed {seed}");
            }
        }
        let lost: Vec<_> = before.iter().filter(|name| !copy.join(name).exists()).filter(|name| !is_snapshot(name)).collect();
        assert!(lost.is_empty(), "seed {seed}: nothing was deleted: {lost:?}");
    }
    assert!(refused >= 4, "damage is noticed: {refused} of 16 starts were refused");
}

/// sled writes its snapshot anew; what it says is in its log, too.
fn is_snapshot(name: &std::path::Path) -> bool {
    name.file_name().is_some_and(|name| name.to_string_lossy().starts_with("snap."))
}

fn names(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    collect(folder, &mut files);
    files.into_iter().map(|file| file.strip_prefix(folder).unwrap().to_owned()).collect()
}

fn copy_folder(from: &std::path::Path, to: &std::path::Path) {
    for name in names(from) {
        let target = to.join(&name);
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::copy(from.join(&name), target).unwrap();
    }
}

#[test]
fn data_of_a_newer_version_ends_with_5_and_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    assert_eq!(Peer::start("one", &data, &Start::loopback()).stop(), Some(0));
    // The next version writes its number where this one looks for it: tree 0, name "format".
    let mut engine = SledEngine::open(&data.join("store")).unwrap();
    engine.commit(vec![([&[0], b"format".as_slice()].concat(), Some(vec![0, 0, 0, 99]))]).unwrap();
    engine.sync().unwrap();
    drop(engine);
    assert_eq!(Peer::try_start("again", &data, &Start::loopback()).err(), Some(Some(5)));
    let said = std::fs::read_to_string(data.with_extension("log")).unwrap();
    assert!(said.contains("newer AllForOne") && said.contains("nothing was changed"), "{said}");
    let engine = SledEngine::open(&data.join("store")).unwrap();
    assert_eq!(engine.get(&[&[0], b"format".as_slice()].concat()).unwrap(), Some(vec![0, 0, 0, 99]));
}

#[test]
fn a_taken_port_ends_with_6_and_wrong_usage_with_2() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(allforone_tests::peer::binary());
        command.arg("--data").arg(folder.path().join("data")).arg("--key-file").arg(folder.path().join("key"));
        let out = command.args(["--no-mdns", "--log", "warn"]).args(arguments).output().unwrap();
        assert!(out.stdout.is_empty(), "{arguments:?}: it was never ready");
        (out.status.code(), String::from_utf8_lossy(&out.stderr).into_owned())
    };
    let tcp = format!("/ip4/127.0.0.1/tcp/{port}");
    let api = format!("127.0.0.1:{port}");
    for arguments in [["--api", api.as_str(), "--listen", "/ip4/127.0.0.1/tcp/0"], ["--api", "127.0.0.1:0", "--listen", &tcp]] {
        let (code, said) = run(&arguments);
        assert_eq!(code, Some(6), "{arguments:?}: {said}");
        assert!(said.contains(&api) && said.contains("is taken"), "{arguments:?}: {said}");
    }
    for arguments in [
        ["--what", "ever"],
        ["--api", "0.0.0.0:0"],
        ["--listen", "nowhere"],
        ["--relay", "/ip4/127.0.0.1/tcp/1"],
        ["--keep-free", "much"],
        ["--peer", "?"],
    ] {
        let (code, said) = run(&arguments);
        assert_eq!(code, Some(2), "{arguments:?}: {said}");
        assert!(said.len() > 30 && !said.contains("panicked"), "{arguments:?}: {said}");
    }
    drop(taken);
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
