//! What the measured paths may not be without: entries are verified, authorized, encrypted and durable on each of them.
//!
//! The paths of `docs/performance.md`: writing (`Replica::execute`), live (`to_gossip`, `from_gossip`, `receive`), in bulk
//! (`range`, `receive_range`), and what is then on the disk.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a world that cannot be set up must fail")]

use allforone_core::cbor::Cbor;
use allforone_core::command::Command;
use allforone_core::entry::{Authentic, Entry, decode_range};
use allforone_core::replica::{Reception, Source};
use allforone_core::store::{Direction, Engine};
use allforone_core::sync::Want;
use allforone_tests::world::World;

/// What nobody but a member may read; long and of one letter, so that it would stand out pressed or not.
const TEXT: &str = "le code de la porte est 4711, le code de la porte est 4711";

fn say(world: &mut World, home: usize, text: &str) -> Entry {
    let room = world.room;
    let command = Command::WriteMessage { room, text: text.into(), reply_to: None, mentions: Vec::new(), topic: None };
    let outcome = world.act(home, command).unwrap();
    world.wire.clear();
    outcome.publish.last().cloned().unwrap()
}

/// The range that brings what home 0 has written last to home 1.
fn last_range(world: &World) -> Vec<u8> {
    let [host, guest] = [&world.homes[0], &world.homes[1]];
    let heads = host.replica.heads_for(Some(guest.replica.person()), &guest.replica.digest());
    let want: Want = guest.replica.compare(Source(1), &heads).wants[0];
    host.replica.range(&want, 1 << 18, &host.disk).unwrap().unwrap().0
}

fn listed(world: &World, home: usize) -> Vec<String> {
    let at = &world.homes[home];
    let page = at.replica.messages(world.room, None, 100, &at.disk).unwrap();
    page.items.into_iter().map(|message| message.text).collect()
}

#[test]
fn what_comes_live_or_in_bulk_is_verified() {
    let mut world = World::new(2, 31);
    let entry = say(&mut world, 0, TEXT);
    let (now, bytes, range) = (world.now, entry.to_cbor(), last_range(&world));
    let before = world.view(1);
    // One bit, anywhere in it: each is refused, none changes anything.
    for at in 0..bytes.len() {
        let mut wrong = bytes.clone();
        wrong[at] ^= 1;
        let Ok(wrong) = Entry::from_cbor(&wrong) else { continue };
        let guest = &mut world.homes[1];
        let (reception, _) = guest.replica.receive(wrong, Source(1), &mut guest.disk, now).unwrap();
        assert!(!matches!(reception, Reception::Taken), "live, byte {at}");
    }
    let community = world.community;
    let hashes = |range: &[u8]| {
        let range = decode_range(&community, range).ok()?;
        Some(range.entries.iter().map(Authentic::hash).collect::<Vec<_>>())
    };
    let whole = hashes(&range);
    for at in 0..range.len() {
        let mut wrong = range.clone();
        wrong[at] ^= 1;
        // What a reader may know before (the permit in force) is not of the entries, and nobody believes it.
        if let Some(found) = hashes(&wrong) {
            assert!(Some(found) == whole, "in bulk, byte {at}: another entry");
            continue;
        }
        let guest = &mut world.homes[1];
        assert!(guest.replica.receive_range(&wrong, Source(1), &mut guest.disk, now).is_err(), "in bulk, byte {at}");
    }
    assert_eq!(world.view(1), before);
    let guest = &mut world.homes[1];
    assert_eq!(
        guest.replica.receive_range(&range, Source(1), &mut guest.disk, now).unwrap().0,
        1,
        "as it was written it is taken"
    );
}

#[test]
fn what_comes_live_or_in_bulk_is_authorized() {
    let mut world = World::new(4, 32);
    let person = world.homes[1].replica.person();
    world.act(0, Command::Remove { person, since: None, ban: false, reason: 0 }).unwrap();
    world.wire.clear();
    world.catch_up(2, 0);
    world.catch_up(3, 0);
    // Who was removed has not heard of it, and writes: properly signed, under a standing that is no more.
    let entry = say(&mut world, 1, "still here");
    let now = world.now;
    let at = &mut world.homes[2];
    at.replica.receive(entry, Source(1), &mut at.disk, now).unwrap();
    world.catch_up(3, 1);
    world.tend(2);
    world.tend(3);
    assert!(listed(&world, 1).contains(&"still here".to_owned()), "its own device shows it");
    assert!(!listed(&world, 2).contains(&"still here".to_owned()), "live");
    assert!(!listed(&world, 3).contains(&"still here".to_owned()), "in bulk");
}

#[test]
fn what_travels_and_what_lies_on_the_disk_is_encrypted() {
    let mut world = World::new(2, 33);
    let entry = say(&mut world, 0, TEXT);
    let holds = |bytes: &[u8]| bytes.windows(8).any(|part| TEXT.as_bytes().windows(8).any(|text| text == part));
    let envelope = world.homes[0].replica.to_gossip(&entry, &mut world.rng).unwrap().1;
    assert!(!holds(&entry.to_cbor()) && !holds(&envelope) && !holds(&last_range(&world)), "on the way");
    world.catch_up(1, 0);
    for home in &mut world.homes {
        let journal = home.disk.engine().journal().unwrap();
        assert!(journal.iter().flat_map(|file| &file.records).all(|record| !holds(record)), "in the journal");
        home.disk.pack().unwrap();
        let rows = home.disk.engine().range(&[], &[u8::MAX; 8], Direction::Forward, usize::MAX).unwrap();
        assert!(rows.iter().all(|(key, value)| !holds(key) && !holds(value)), "in blocks");
    }
    assert_eq!(listed(&world, 1), [TEXT], "and a member reads it");
}

#[test]
fn what_is_acknowledged_was_synced() {
    let mut world = World::new(2, 34);
    say(&mut world, 0, "synced");
    world.catch_up(1, 0);
    // Committed without a sync, as a turn of the driver has it before it answers: a power cut takes it, and nothing else.
    let (room, now) = (world.room, world.now);
    let command = Command::WriteMessage { room, text: "not synced".into(), reply_to: None, mentions: Vec::new(), topic: None };
    let at = &mut world.homes[0];
    at.replica.execute(command, &mut at.disk, now, &mut world.rng).unwrap();
    world.restart(0);
    world.restart(1);
    assert_eq!((listed(&world, 0), listed(&world, 1)), (vec!["synced".to_owned()], vec!["synced".to_owned()]));
}
