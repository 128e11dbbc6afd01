//! Newest first: the end of a long history is listed before its beginning has come.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a world that cannot be set up must fail")]

use allforone_core::command::Command;
use allforone_core::domain::Message;
use allforone_core::index::Cursor;
use allforone_core::replica::Source;
use allforone_core::sync::Want;
use allforone_tests::world::World;

/// Messages that the second home has not got.
const HISTORY: usize = 400;

fn world() -> World {
    let mut world = World::new(2, 11);
    world.homes[1].is_cut_off = true;
    for n in 0..HISTORY {
        let room = world.room;
        let text = format!("message {n}");
        world.act(0, Command::WriteMessage { room, text, reply_to: None, mentions: Vec::new(), topic: None }).unwrap();
    }
    world.homes[1].is_cut_off = false;
    world
}

fn wants(world: &World) -> Vec<Want> {
    let [host, guest] = [&world.homes[0].replica, &world.homes[1].replica];
    guest.compare(Source(7), &host.heads_for(Some(guest.person()), &guest.digest())).wants
}

/// Brings one range of `want`; returns where it ended.
fn bring(world: &mut World, want: &Want, bytes: usize) -> u64 {
    let now = world.now;
    let [host, guest] = world.homes.get_disjoint_mut([0, 1]).unwrap();
    let (range, upto) = host.replica.range(want, bytes, &host.disk).unwrap().unwrap();
    guest.replica.receive_range(&range, Source(7), &mut guest.disk, now).unwrap();
    upto
}

fn listed(world: &World, before: Option<&Cursor>, limit: usize) -> (Vec<Message>, Option<Cursor>) {
    let page = world.homes[1].replica.messages(world.room, before, limit, &world.homes[1].disk).unwrap();
    (page.items, page.next)
}

#[test]
fn the_last_messages_are_listed_first_and_marked_until_they_are_judged() {
    let mut world = world();
    let wants = wants(&world);
    let (first, rest) = (wants[0], wants[1]);
    assert!(0 < first.after && first.upto == rest.upto && rest.after < first.after, "the end comes first: {wants:?}");

    bring(&mut world, &first, 1 << 20);
    let (last, next) = listed(&world, None, 50);
    assert_eq!(last.len(), 50);
    assert!(last.iter().all(|message| message.provisional));
    assert_eq!(last[0].text, format!("message {}", HISTORY - 1));
    let (older, _) = listed(&world, next.as_ref(), 50);
    assert_eq!(older[0].text, format!("message {}", HISTORY - 51), "the list goes on");

    let mut after = rest.after;
    while after < rest.upto {
        after = bring(&mut world, &Want { after, ..rest }, 8 * 1024);
        let (now, _) = listed(&world, None, 100);
        let (times, ids): (Vec<_>, Vec<_>) = now.iter().map(|message| (message.time, message.id)).unzip();
        assert!(times.is_sorted_by(|a, b| a >= b), "newest first");
        assert_eq!(ids.iter().collect::<std::collections::BTreeSet<_>>().len(), ids.len(), "nothing is listed twice");
        assert_eq!(now[0].text, format!("message {}", HISTORY - 1));
    }
    let (last, _) = listed(&world, None, 100);
    assert!(last.iter().all(|message| !message.provisional));
    assert_eq!(world.view(1), world.view(0));
}

#[test]
fn a_preview_is_gone_with_a_restart_and_comes_again() {
    let mut world = world();
    let first = wants(&world)[0];
    bring(&mut world, &first, 1 << 20);
    world.restart(1);
    assert_eq!(listed(&world, None, 50).0.len(), 0, "nothing unjudged was written");
    world.settle();
    assert_eq!(world.view(1), world.view(0));
}

#[test]
fn nobody_previews_what_is_changed_on_the_way_or_of_another_community() {
    let mut world = world();
    let want = wants(&world)[0];
    let stranger = World::new(2, 12);
    let now = world.now;
    let [host, guest] = world.homes.get_disjoint_mut([0, 1]).unwrap();
    let (mut range, _) = host.replica.range(&want, 1 << 20, &host.disk).unwrap().unwrap();
    // One bit of a payload: the last signature no longer vouches for it.
    let middle = range.len() / 2;
    range[middle] ^= 1;
    assert!(guest.replica.receive_range(&range, Source(7), &mut guest.disk, now).is_err());
    let other = &stranger.homes[0];
    let logs = other.replica.heads_for(Some(other.replica.person()), &guest.replica.digest());
    for head in logs.iter().filter(|head| head.seq > 2 && head.log.lane.is_content()) {
        let tail = Want { log: head.log, after: head.seq - 1, upto: head.seq };
        let (range, _) = other.replica.range(&tail, 1 << 20, &other.disk).unwrap().unwrap();
        drop(guest.replica.receive_range(&range, Source(7), &mut guest.disk, now));
    }
    assert_eq!(listed(&world, None, 50).0.len(), 0);
}
