//! Machines in a hall without internet: found, join, write, cut, heal, kill -9, restart, equal.

use allforone_tests::hall::{Family, Hall};
use allforone_tests::peer::{Peer, Start};
use allforone_tests::space::is_waived;
use allforone_tests::wait::until;
use serde_json::{Value, json};
use std::path::Path;

struct Machines {
    hall: Hall,
    folder: tempfile::TempDir,
}

impl Machines {
    fn new(size: usize, family: Family) -> Self {
        Self { hall: Hall::build(size, family), folder: tempfile::tempdir().unwrap() }
    }

    fn start(&self, i: usize) -> Peer {
        let start = Start { namespace: Some(self.hall.machine(i)), listen: self.hall.listen(), mdns: true, ..Start::default() };
        Peer::start(&format!("machine {i}"), &self.folder.path().join(i.to_string()), &start)
    }
}

/// Founds on the first machine, joins all others by the link alone, and returns community and room.
fn gather(peers: &[Peer]) -> (String, String) {
    let community = peers[0].found("Salle des fêtes", "Machine 0");
    let link = peers[0].invite(&community);
    for (i, peer) in peers.iter().enumerate().skip(1) {
        peer.join(&link, &format!("Machine {i}"), None);
    }
    let room = peers[0].first_room(&community).unwrap();
    for peer in peers {
        until(&format!("{} has the room", peer.name), || peer.first_room(&community).filter(|r| *r == room));
    }
    (community, room)
}

/// Everything a community holds, as its export says it, without what is this device's own.
fn export(peer: &Peer, community: &str, to: &Path) -> Value {
    drop(peer.call("export", &json!({"community": community, "format": "json", "dir": to})));
    let file = std::fs::read(to.join("community.json")).expect("the export writes community.json");
    serde_json::from_slice(&file).expect("the export is JSON")
}

fn are_equal(peers: &[&Peer], community: &str) {
    let folder = tempfile::tempdir().unwrap();
    until("all exports are equal", || {
        let exports: Vec<Value> =
            peers.iter().enumerate().map(|(i, p)| export(p, community, &folder.path().join(i.to_string()))).collect();
        exports.windows(2).all(|pair| pair[0] == pair[1]).then_some(())
    });
}

fn a_hall_lives(family: Family) {
    if is_waived() {
        return;
    }
    let machines = Machines::new(4, family);
    let mut peers: Vec<Peer> = (0..4).map(|i| machines.start(i)).collect();
    let (community, room) = gather(&peers);

    // What one writes, all see.
    for (i, peer) in peers.iter().enumerate() {
        let text = format!("bonjour de {i}");
        drop(peer.write(&community, &room, &text));
        for other in &peers {
            other.sees(&community, &room, &text);
        }
    }

    // The last machine's cable is out: both sides go on, and meet again.
    machines.hall.plug(3, false);
    for n in 0..20 {
        drop(peers[0].write(&community, &room, &format!("dans la salle {n}")));
        drop(peers[3].write(&community, &room, &format!("au fond du couloir {n}")));
    }
    machines.hall.plug(3, true);
    peers[0].sees(&community, &room, "au fond du couloir 19");
    peers[3].sees(&community, &room, "dans la salle 19");

    // One is killed without warning, misses something, and comes back.
    let killed = peers.remove(2);
    killed.kill();
    drop(peers[0].write(&community, &room, "pendant son absence"));
    let back = machines.start(2);
    back.sees(&community, &room, "pendant son absence");
    drop(back.write(&community, &room, "me revoilà"));
    peers.insert(2, back);
    for peer in &peers {
        peer.sees(&community, &room, "me revoilà");
    }
    are_equal(&peers.iter().collect::<Vec<_>>(), &community);
}

#[test]
fn a_hall_without_internet_lives_on_ipv4() {
    a_hall_lives(Family::V4);
}

#[test]
fn a_hall_without_internet_lives_on_ipv6() {
    a_hall_lives(Family::V6);
}
