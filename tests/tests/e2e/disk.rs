//! A disk that fills up: refused in plain words, nothing lost, nothing half-done, and well again as soon as there is room.

use allforone_tests::corpus::Corpus;
use allforone_tests::peer::{Peer, Start};
use allforone_tests::space::{is_waived, small_disk};
use allforone_tests::wait::until;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A node whose data folder is on a small disk that only it sees.
struct Small {
    peer: Peer,
    place: PathBuf,
}

impl Small {
    fn start(folder: &Path, mebibytes: u32, arguments: &[&str]) -> Self {
        let place = folder.join("disk");
        std::fs::create_dir_all(&place).unwrap();
        let start = Start {
            within: small_disk(&place, mebibytes),
            arguments: arguments.iter().map(|&argument| argument.to_owned()).collect(),
            ..Start::loopback()
        };
        Self { peer: Peer::start("small", &place.join("data"), &start), place }
    }

    /// The disk as the node sees it.
    fn ballast(&self) -> PathBuf {
        let inside = self.place.strip_prefix("/").unwrap();
        Path::new("/proc").join(self.peer.process().to_string()).join("root").join(inside).join("ballast")
    }

    /// Fills the disk with at most `bytes`; returns how many it took.
    fn fill(&self, bytes: usize) -> usize {
        let mut file = std::fs::File::options().create(true).append(true).open(self.ballast()).unwrap();
        let mut taken = 0;
        // Small steps at the end, so that not even a page is left.
        for step in [1 << 20, 4096, 1] {
            while taken + step <= bytes && file.write_all(&vec![0; step]).is_ok() {
                taken += step;
            }
        }
        taken
    }

    fn make_room(&self) {
        std::fs::remove_file(self.ballast()).unwrap();
    }

    fn read_only(&self) -> Value {
        self.peer.call("status", &json!({}))["read_only"].clone()
    }
}

fn message(community: &str, room: &str, text: &str) -> Value {
    json!({"community": community, "room": room, "text": text, "reply_to": null, "mentions": []})
}

#[test]
fn little_room_stops_writing_in_plain_words_and_more_room_starts_it_again() {
    if is_waived() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let small = Small::start(folder.path(), 128, &[]);
    let peer = &small.peer;
    let community = peer.found("Essais", "Hôtesse");
    let room = peer.first_room(&community).unwrap();
    drop(peer.write(&community, &room, "avant"));
    let friend = Peer::start("friend", &folder.path().join("friend"), &Start::loopback());
    friend.join(&peer.invite(&community), "Amie", peer.addresses.first().map(String::as_str));
    friend.sees(&community, &room, "avant");

    assert!(small.fill(100 << 20) >= 100 << 20, "the ballast fits");
    for (command, input) in [
        ("message_write", message(&community, &room, "refusé")),
        ("community_create", json!({"name": "Autre", "kind": "neighbourhood", "display_name": "Hôtesse"})),
        ("draft_set", json!({"community": community, "place": room, "text": "refusé"})),
        ("settings_set", json!({"language": "fr", "theme": "system", "text_size": 100, "reduced_motion": false})),
    ] {
        let refused = peer.try_call(command, &input).expect_err("nothing is written now");
        assert_eq!((refused.status, refused.code.as_str()), (503, "disk_full"), "{command}");
        assert!(refused.message.starts_with("The disk is full"), "{}", refused.message);
    }
    assert!(small.read_only().as_str().is_some_and(|why| why.contains("disk is full")), "the status says why");
    assert_eq!(peer.texts(&community, &room), ["avant"], "reading goes on, and nothing is half-done");
    assert_eq!(peer.call("communities", &json!({}))["items"].as_array().map(Vec::len), Some(1));
    drop(friend.write(&community, &room, "d’une voisine"));
    until("the friend has told of it in vain", || (friend.connected() == 1).then_some(()));
    assert_eq!(peer.texts(&community, &room), ["avant"], "what others write waits with them");

    small.make_room();
    drop(peer.write(&community, &room, "après"));
    assert_eq!(small.read_only(), Value::Null);
    peer.sees(&community, &room, "d’une voisine");
    friend.sees(&community, &room, "après");
    let all: BTreeSet<String> = peer.texts(&community, &room).into_iter().collect();
    assert_eq!(all, ["avant", "après", "d’une voisine"].map(str::to_owned).into());

    let waiting = || peer.call("status", &json!({}))["waiting"].as_u64();
    until("all is with the friend", || (waiting() == Some(0)).then_some(()));
    friend.kill();
    until("nobody is there", || (peer.connected() == 0).then_some(()));
    drop(peer.write(&community, &room, "en attente"));
    assert_eq!(waiting(), Some(1), "what nobody else has is counted");
}

#[test]
fn a_disk_that_fills_up_under_a_write_loses_nothing_and_heals_without_a_restart() {
    if is_waived() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    // Nothing is kept free, so that writes really meet the end of the disk.
    let small = Small::start(folder.path(), 64, &["--keep-free", "0"]);
    let peer = &small.peer;
    let community = peer.found("Essais", "Hôtesse");
    let room = peer.first_room(&community).unwrap();
    let friend = Peer::start("friend", &folder.path().join("friend"), &Start::loopback());
    friend.join(&peer.invite(&community), "Amie", peer.addresses.first().map(String::as_str));
    friend.sees_room(&community);

    let mut corpus = Corpus::new(7);
    let (mut kept, mut refused) = (BTreeSet::new(), BTreeSet::new());
    for round in 0..3 {
        small.fill(usize::MAX);
        // sled has some room in its files: it takes a few hundred long messages until it needs more.
        until("a write meets the end of the disk", || {
            for n in 0..50 {
                let text = format!("{round}.{}.{n} {}", kept.len(), corpus.noise(3_000));
                match peer.try_call("message_write", &message(&community, &room, &text)) {
                    Ok(_) => drop(kept.insert(text)),
                    Err(why) => {
                        assert_eq!((why.status, why.code.as_str()), (503, "disk_full"), "{why:?}");
                        refused.insert(text);
                        return Some(());
                    }
                }
            }
            None
        });
        let shown: BTreeSet<String> = peer.texts(&community, &room).into_iter().collect();
        assert!(kept.is_subset(&shown), "round {round}: what was acknowledged can be read");
        // A short one may still fit into the last bytes; one twice as long cannot, for nothing in it can be packed away.
        let again = peer.try_call("message_write", &message(&community, &room, &corpus.noise(6_000))).unwrap_err();
        assert_eq!(again.code, "disk_full");

        small.make_room();
        let text = format!("{round} guérie");
        until("writing works again", || peer.try_call("message_write", &message(&community, &room, &text)).ok());
        kept.insert(text);
        assert_eq!(small.read_only(), Value::Null);
    }
    let shown = peer.texts(&community, &room);
    let whole: BTreeSet<String> = shown.iter().cloned().collect();
    assert_eq!(whole.len(), shown.len(), "nothing is there twice");
    assert!(kept.is_subset(&whole), "what was acknowledged stays");
    assert!(whole.is_subset(&kept.union(&refused).cloned().collect()), "and nothing is there that nobody wrote");
    // What was refused has gone nowhere: otherwise the log would be forked, and the friend would see something else.
    until("both see the same", || (friend.texts(&community, &room) == shown).then_some(()));
    drop(friend.write(&community, &room, "tout va bien"));
    peer.sees(&community, &room, "tout va bien");
}
