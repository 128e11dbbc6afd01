//! Rules between peers, in a world of one thread and one seed.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a world that cannot be set up must fail")]

use allforone_core::command::{Command, EventFields, PostFields, RsvpFields};
use allforone_core::domain::{Answer, CommentOn, PostKind, When};
use allforone_core::outcome::Made;
use allforone_tests::world::World;
use rand_core::Rng;

/// Seeds in `cargo test`; `make soak` asks for more.
fn seeds() -> u64 {
    std::env::var("AFO_SEEDS").ok().and_then(|n| n.parse().ok()).unwrap_or(200)
}

/// Something that a neighbour does on an ordinary day.
fn something(world: &mut World, home: usize, n: u32) {
    let mine = world.messages(home);
    let any = mine.get(world.rng.next_u32() as usize % mine.len().max(1)).copied();
    let text = format!("{home} dit {n}");
    let fields = PostFields {
        kind: PostKind::Discussion,
        title: text.clone(),
        body: "corps".into(),
        tags: vec!["jardin".into()],
        ack: n.is_multiple_of(2),
    };
    let command = match (world.rng.next_u32() % 12, any) {
        (0..=4, _) | (_, None) => Command::WriteMessage { room: world.room, text, reply_to: any, mentions: Vec::new() },
        (5, Some(message)) => Command::EditMessage { message, text },
        (6, Some(message)) => Command::DeleteMessage { message },
        (7, Some(target)) => Command::React { target, emoji: "👍".into(), on: true },
        (8, Some(target)) => Command::React { target, emoji: "👍".into(), on: false },
        (9, _) => Command::WritePost { board: world.board, fields },
        (10, _) => {
            let post = world.posts(home).first().copied();
            match post {
                Some(post) => Command::WriteComment { on: CommentOn::Post(post), text, reply_to: None },
                None => Command::WritePost { board: world.board, fields },
            }
        }
        _ => Command::CreateEvent {
            fields: EventFields {
                place: "salle".into(),
                description: "chacun apporte un plat".into(),
                ..EventFields::new(text, When::local("2026-12-01T18:00", Some("Europe/Paris")).unwrap(), 90)
            },
        },
    };
    // Editing what is not one's own, or taking back what was not given, is refused; that changes nothing.
    if let Ok(outcome) = world.act(home, command)
        && let Made::Document(event) = outcome.made
    {
        let answer = RsvpFields { answer: Answer::Yes, note: String::new(), party_size: 1 };
        world.act(home, Command::SetRsvp { event, occurrence: None, answer: Some(answer) }).unwrap();
    }
}

fn are_equal(world: &World, seed: u64) {
    let views: Vec<Vec<String>> = (0..world.homes.len()).map(|home| world.view(home)).collect();
    for (home, view) in views.iter().enumerate() {
        for (mine, first) in view.iter().zip(&views[0]) {
            assert_eq!(mine, first, "seed {seed}: home {home} shows something else than home 0");
        }
        assert_eq!(view.len(), views[0].len(), "seed {seed}: home {home} shows another number of things");
    }
    let digests: Vec<_> = world.homes.iter().map(|at| at.replica.digest()).collect();
    assert!(digests.windows(2).all(|pair| pair[0] == pair[1]), "seed {seed}: logs differ");
    let states: Vec<_> = world.homes.iter().map(|at| at.replica.state_hash()).collect();
    assert!(states.windows(2).all(|pair| pair[0] == pair[1]), "seed {seed}: authority differs");
}

#[test]
fn peers_converge_whatever_is_shuffled_doubled_or_lost() {
    for seed in 0..seeds() {
        let mut world = World::new(2 + (seed % 3) as usize, seed);
        for n in 0..30 {
            let home = world.rng.next_u32() as usize % world.homes.len();
            something(&mut world, home, n);
            match world.rng.next_u32() % 10 {
                0..=4 => world.deliver_one(),
                5 => world.homes[home].is_cut_off ^= true,
                6 => world.restart(home),
                7 => {
                    let other = (home + 1) % world.homes.len();
                    world.catch_up(home, other);
                }
                _ => (),
            }
        }
        for at in &mut world.homes {
            at.is_cut_off = false;
        }
        world.settle();
        are_equal(&world, seed);
    }
}

#[test]
fn a_restart_changes_nothing() {
    let mut world = World::new(2, 7);
    for n in 0..40 {
        something(&mut world, n as usize % 2, n);
    }
    world.settle();
    let before = (world.view(0), world.view(1));
    world.restart(0);
    world.restart(1);
    assert_eq!((world.view(0), world.view(1)), before);
    world.settle();
    are_equal(&world, 7);
}
