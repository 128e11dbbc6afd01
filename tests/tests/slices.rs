//! Long work goes on in steps, between which others have their turn.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a world that cannot be set up must fail")]

use allforone_core::command::Command;
use allforone_tests::world::World;

/// Messages of each of the two who talk, in one document.
const MESSAGES: usize = 200;

fn say(world: &mut World, home: usize, text: String) {
    let room = world.room;
    world.act(home, Command::WriteMessage { room, text, reply_to: None, mentions: Vec::new(), topic: None }).unwrap();
}

/// Two have talked, and the founder removes one of them with the later half of what they said.
fn removed(seed: u64) -> World {
    let mut world = World::new(3, seed);
    let mut middle = world.now;
    for n in 0..MESSAGES {
        if n == MESSAGES / 2 {
            middle = world.now.plus_ms(1);
        }
        say(&mut world, 1, format!("one {n}"));
        say(&mut world, 2, format!("two {n}"));
        world.wire.clear();
    }
    world.catch_up(0, 1);
    world.catch_up(0, 2);
    let person = world.homes[1].replica.person();
    world.act(0, Command::Remove { person, since: Some(middle), ban: false, reason: 0 }).unwrap();
    world.wire.clear();
    world
}

/// What is listed of each, and the newest text.
fn listed(world: &World) -> (usize, usize, String) {
    let at = &world.homes[0];
    let (mut before, mut texts) = (None, Vec::new());
    loop {
        let page = at.replica.messages(world.room, before.as_ref(), 100, &at.disk).unwrap();
        texts.extend(page.items.into_iter().map(|message| message.text));
        before = page.next;
        if before.is_none() {
            let of = |who: &str| texts.iter().filter(|text| text.starts_with(who)).count();
            return (of("one"), of("two"), texts.first().cloned().unwrap_or_default());
        }
    }
}

#[test]
fn a_long_document_is_judged_again_in_steps_between_which_nothing_is_missing() {
    let mut world = removed(21);
    assert_eq!(listed(&world).0, MESSAGES, "nothing is judged again in the turn that removes");
    let mut steps = 0;
    while world.homes[0].replica.has_rebuilds() {
        world.tend(0);
        let (one, two, _) = listed(&world);
        assert!((MESSAGES / 2..=MESSAGES).contains(&one), "step {steps}: {one} of what was said by who is removed");
        assert_eq!(two, MESSAGES, "step {steps}: what stays is always listed");
        steps += 1;
    }
    assert!(steps > 10, "only {steps} steps");
    assert_eq!(listed(&world).0, MESSAGES / 2);
    let oracle = world.oracle(0).unwrap().view();
    assert_eq!(world.view(0), oracle, "seed {}: as if it were read for the first time", world.seed);
}

#[test]
fn what_comes_meanwhile_is_listed_at_once_and_loses_nothing() {
    let mut world = removed(22);
    let mut steps = 0;
    while world.homes[0].replica.has_rebuilds() {
        // At first again and again, so that it is begun anew; and at other moments of the way.
        if steps < 5 || steps == 12 {
            say(&mut world, 2, format!("two, meanwhile {steps}"));
            world.wire.clear();
            world.catch_up(0, 2);
            assert_eq!(listed(&world).2, format!("two, meanwhile {steps}"));
        }
        world.tend(0);
        if steps == 8 {
            world.restart(0);
        }
        steps += 1;
        assert!(steps < 1_000, "it comes to an end");
    }
    let (one, two, _) = listed(&world);
    assert_eq!((one, two), (MESSAGES / 2, MESSAGES + 6));
    let oracle = world.oracle(0).unwrap().view();
    assert_eq!(world.view(0), oracle, "seed {}: as if it were read for the first time", world.seed);
}
