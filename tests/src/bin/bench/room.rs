//! A node with a community whose first room is filled.

use allforone_tests::client::Client;
use allforone_tests::corpus::Corpus;
use allforone_tests::peer::{Peer, Start};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Mutex;
use std::thread;

/// Writers that fill a room; the node gathers what they say at once.
const WRITERS: usize = 16;
/// Seed of what is written.
const SEED: u64 = 4;
/// What is there before lies spread over so many days until today.
const DAYS: u32 = 5 * 365;

/// A node, its community and its room.
pub(crate) struct Room {
    pub(crate) peer: Peer,
    pub(crate) community: String,
    pub(crate) room: String,
    corpus: Mutex<Corpus>,
}

impl Room {
    /// Founds a community on a new node in `folder`.
    pub(crate) fn found(folder: &Path) -> Self {
        Self::on(Peer::start("A", &folder.join("a"), &Start::loopback()))
    }

    fn on(peer: Peer) -> Self {
        let community = peer.found("Rue des Lilas", "Zoé");
        let room = peer.first_room(&community).expect("a new community has a room");
        Self { peer, community, room, corpus: Mutex::new(Corpus::new(SEED)) }
    }

    /// Founds a community whose first room has `messages`, written over five years until today; returns the bytes of their
    /// texts too.
    pub(crate) fn filled(folder: &Path, messages: usize) -> (Self, usize) {
        std::fs::create_dir_all(folder).expect("the temporary folder takes folders");
        let past = Start { environment: vec![("AFO_PAST", format!("{DAYS}/{messages}"))], ..Start::loopback() };
        let mut room = Self::on(Peer::start("A", &folder.join("a"), &past));
        let bytes = room.fill(messages);
        let data = room.peer.data.clone();
        assert_eq!(room.peer.stop(), Some(0), "A ends well");
        room.peer = Peer::start("A", &data, &Start::loopback());
        (room, bytes)
    }

    /// Writes `count` messages by sixteen writers at once and returns the bytes of their texts.
    pub(crate) fn fill(&self, count: usize) -> usize {
        let left = Mutex::new(count);
        let bytes = Mutex::new(0);
        thread::scope(|scope| {
            for _ in 0..WRITERS {
                scope.spawn(|| {
                    let mut client = self.client();
                    while take_one(&left) {
                        let text = self.text();
                        *bytes.lock().expect("no writer has failed") += text.len();
                        self.write(&mut client, &text);
                    }
                });
            }
        });
        bytes.into_inner().expect("no writer has failed")
    }

    /// The next text.
    pub(crate) fn text(&self) -> String {
        self.corpus.lock().expect("no writer has failed").message()
    }

    /// Writes one message.
    pub(crate) fn write(&self, client: &mut Client, text: &str) {
        let input = json!({"community": self.community, "room": self.room, "text": text, "mentions": []});
        client.call("message_write", &input);
    }

    /// A connection to the node's API.
    pub(crate) fn client(&self) -> Client {
        client_of(&self.peer)
    }
}

/// A connection to a node's API.
pub(crate) fn client_of(peer: &Peer) -> Client {
    Client::connect(&peer.api, &peer.token).expect("a running node listens")
}

/// Whether a node has heard of a room.
pub(crate) fn knows(client: &mut Client, community: &str, room: &str) -> bool {
    let rooms = client.call("rooms", &json!({ "community": community }));
    rooms["items"].as_array().is_some_and(|rooms| rooms.iter().any(|found| found["id"] == room))
}

/// The last texts of a room, newest first.
pub(crate) fn last(client: &mut Client, community: &str, room: &str, limit: usize) -> Vec<String> {
    texts(&page(client, community, room, &Value::Null, limit))
}

/// Whether the last message of a room is judged, and no longer shown as provisional.
pub(crate) fn is_judged(client: &mut Client, community: &str, room: &str) -> bool {
    page(client, community, room, &Value::Null, 1)["items"][0]["provisional"] == false
}

/// How many messages a room lists, all pages.
pub(crate) fn count(client: &mut Client, community: &str, room: &str) -> usize {
    let (mut before, mut listed) = (Value::Null, 0);
    loop {
        let page = page(client, community, room, &before, 100);
        listed += texts(&page).len();
        before = page["next"].clone();
        if before.is_null() {
            return listed;
        }
    }
}

fn page(client: &mut Client, community: &str, room: &str, before: &Value, limit: usize) -> Value {
    client.call("messages", &json!({"community": community, "room": room, "before": before, "limit": limit}))
}

fn texts(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(|message| message["text"].as_str().map(str::to_owned)).collect()
}

fn take_one(left: &Mutex<usize>) -> bool {
    let mut left = left.lock().expect("no writer has failed");
    let some = *left > 0;
    *left = left.saturating_sub(1);
    some
}

/// What a folder takes on the disk, in bytes: whole blocks.
pub(crate) fn disk_bytes(folder: &Path) -> u64 {
    use std::os::unix::fs::MetadataExt;
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let sizes = entries.map(|entry| match entry.metadata() {
        // The same for every folder, however much is in it: room for the day the disk is full.
        Ok(_) if entry.file_name() == "reserve" => 0,
        Ok(found) if found.is_dir() => disk_bytes(&entry.path()),
        Ok(found) => found.blocks() * 512,
        Err(_) => 0,
    });
    sizes.sum()
}
