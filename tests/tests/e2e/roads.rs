//! How machines find each other again: by the address book, through a relay; whom they refuse.

use allforone_tests::peer::{Peer, Start};
use allforone_tests::relay::Relay;
use allforone_tests::space::{Space, is_waived};
use allforone_tests::wait::until;
use serde_json::{Value, json};

/// What `one` says of `other`.
fn seen(one: &Peer, other: &str) -> Value {
    let peers = one.call("peers", &json!({}));
    let found = peers["items"].as_array().and_then(|all| all.iter().find(|peer| peer["peer_id"] == other).cloned());
    found.unwrap_or(Value::Null)
}

/// A community of two, and its first room.
fn befriend(host: &Peer, guest: &Peer) -> (String, String) {
    let community = host.found("Essais", "Hôtesse");
    guest.join(&host.invite(&community), "Invité", host.addresses.first().map(String::as_str));
    guest.sees_room(&community);
    let room = host.first_room(&community).unwrap();
    (community, room)
}

#[test]
fn a_restarted_machine_finds_its_neighbours_in_its_address_book() {
    let folder = tempfile::tempdir().unwrap();
    let host = Peer::start("host", &folder.path().join("host"), &Start::loopback());
    let data = folder.path().join("guest");
    let guest = Peer::start("guest", &data, &Start::loopback());
    let (community, room) = befriend(&host, &guest);
    assert_eq!(guest.stop(), Some(0));
    drop(host.write(&community, &room, "pendant ton absence"));

    // Nobody tells it where the host is, and it listens on another port than the one that the host knows.
    let guest = Peer::start("guest", &data, &Start::loopback());
    guest.sees(&community, &room, "pendant ton absence");
    until("the host's version is known", || (seen(&guest, &host.peer_id)["version"] == env!("CARGO_PKG_VERSION")).then_some(()));

    // A sudden end loses nothing of it.
    guest.kill();
    drop(host.write(&community, &room, "encore une fois"));
    let guest = Peer::start("guest", &data, &Start::loopback());
    guest.sees(&community, &room, "encore une fois");
}

#[test]
fn a_refused_machine_stays_refused_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("host");
    // A fixed port, so that the guest dials where the restarted host is.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let start = Start { listen: vec![format!("/ip4/127.0.0.1/tcp/{port}")], ..Start::default() };
    let host = Peer::start("host", &data, &start);
    let guest = Peer::start("guest", &folder.path().join("guest"), &Start::loopback());
    let (community, room) = befriend(&host, &guest);
    assert_eq!(seen(&host, &guest.peer_id)["blocked"], false);

    drop(host.call("peer_block", &json!({"peer_id": guest.peer_id, "on": true})));
    until("the refused machine is gone", || (host.connected() == 0).then_some(()));
    assert_eq!(host.stop(), Some(0));
    drop(guest.write(&community, &room, "laisse-moi entrer"));
    let host = Peer::start("host", &data, &start);
    let refused = seen(&host, &guest.peer_id);
    assert_eq!((&refused["blocked"], &refused["connected"]), (&json!(true), &json!(false)), "{refused}");
    // A third machine comes in meanwhile: the door is open, only not to the refused one, which keeps knocking.
    let third = Peer::start("third", &folder.path().join("third"), &Start::loopback());
    third.join(&host.invite(&community), "Tierce", host.addresses.first().map(String::as_str));
    until("the guest has dialled in vain", || (seen(&guest, &host.peer_id)["connected"] == false).then_some(()));
    assert_eq!(seen(&host, &guest.peer_id)["connected"], false, "the refused machine does not come in");
    assert!(!host.texts(&community, &room).contains(&"laisse-moi entrer".to_owned()));

    drop(host.call("peer_block", &json!({"peer_id": guest.peer_id, "on": false})));
    host.sees(&community, &room, "laisse-moi entrer");
    assert_eq!(seen(&host, &guest.peer_id)["blocked"], false);
}

#[test]
fn machines_that_cannot_reach_each_other_meet_through_a_relay() {
    if is_waived() {
        return;
    }
    // Two houses, each with a cable to the relay's machine, which passes no packets on.
    let middle = Space::new();
    middle.ip("link set lo up");
    middle.ip("addr add 10.99.0.1/32 dev lo");
    middle.sysctl("net.ipv4.ip_forward=0");
    let house = |i: u32| {
        let house = middle.beside();
        house.ip("link set lo up");
        middle.ip(&format!("link add h{i} type veth peer name eth0 netns {}", house.process()));
        middle.ip(&format!("addr add 10.78.{i}.1/24 dev h{i}"));
        middle.ip(&format!("link set h{i} up"));
        house.ip(&format!("addr add 10.78.{i}.2/24 dev eth0"));
        house.ip("link set eth0 up");
        house.ip(&format!("route add default via 10.78.{i}.1"));
        house
    };
    let (here, there) = (house(1), house(2));
    let reaches = |from: &Space, to: &str| {
        let mut ping = from.command("bash");
        ping.args(["-c", &format!("timeout 2 bash -c '</dev/tcp/{to}/4001' 2>/dev/null")]);
        ping.status().unwrap().success()
    };
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::start(&middle, folder.path(), "/ip4/10.99.0.1/tcp/4001");
    let start = |space: &Space| Start {
        namespace: Some(space.clone()),
        listen: vec!["/ip4/0.0.0.0/tcp/4001".into()],
        arguments: vec!["--relay".into(), relay.address.clone()],
        ..Start::default()
    };
    let host = Peer::start("host", &folder.path().join("host"), &start(&here));
    let guest = Peer::start("guest", &folder.path().join("guest"), &start(&there));
    assert!(reaches(&here, "10.99.0.1") && reaches(&there, "10.99.0.1"), "both reach the relay");
    assert!(!reaches(&here, "10.78.2.2") && !reaches(&there, "10.78.1.2"), "and not each other");

    let circuit = |peer: &Peer| {
        let status = peer.call("status", &json!({}));
        let addresses = status["addresses"].as_array().cloned().unwrap_or_default();
        addresses.iter().filter_map(Value::as_str).find(|address| address.contains("/p2p-circuit/")).map(str::to_owned)
    };
    until("the host is reachable through the relay", || circuit(&host));
    let community = host.found("Essais", "Hôtesse");
    // The link alone says where the host is met.
    guest.join(&host.invite(&community), "Invité", None);
    let room = host.first_room(&community).unwrap();
    guest.sees_room(&community);
    for (writer, reader, text) in [(&host, &guest, "de ce côté"), (&guest, &host, "et de l’autre")] {
        drop(writer.write(&community, &room, text));
        reader.sees(&community, &room, text);
    }
    assert_eq!(seen(&guest, &host.peer_id)["how"], "relay");
    assert_eq!((host.connected(), guest.connected()), (1, 1), "the relay is no neighbour");

    // The relay restarts; both ask it again, and go on.
    drop(relay);
    until("the loss is noticed", || circuit(&host).is_none().then_some(()));
    drop(host.write(&community, &room, "sans relais"));
    let _relay = Relay::start(&middle, folder.path(), "/ip4/10.99.0.1/tcp/4001");
    guest.sees(&community, &room, "sans relais");
}
