//! Rules between peers, in a world of one thread and one seed.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a world that cannot be set up must fail")]

use allforone_core::command::{Command, EventFields, PostFields, RsvpFields};
use allforone_core::domain::{Answer, CommentOn, EventStatus, PostKind, Rank, When};
use allforone_core::id::{DeviceId, EntryHash, PersonId};
use allforone_core::outcome::Made;
use allforone_core::store::Store;
use allforone_core::time::Timestamp;
use allforone_tests::model::{Model, Shown};
use allforone_tests::world::World;
use rand_core::Rng;
use std::collections::BTreeSet;

/// Seeds in `cargo test`; `make soak` asks for more.
fn seeds(usual: u64) -> std::ops::Range<u64> {
    let number = |name: &str| std::env::var(name).ok().and_then(|n| n.parse().ok());
    let first = number("AFO_SEED").unwrap_or(0);
    first..first + number("AFO_SEEDS").unwrap_or(usual)
}

fn pick<T: Copy>(world: &mut World, all: &[T]) -> Option<T> {
    all.get(world.rng.next_u32() as usize % all.len().max(1)).copied()
}

fn ago(world: &World, ms: u64) -> Timestamp {
    Timestamp(world.now.millis() - ms)
}

/// Lets somebody act; what was acknowledged goes into the model.
fn act(world: &mut World, model: &mut Model, home: usize, command: Command) -> Option<Made> {
    let outcome = world.act(home, command.clone()).ok()?;
    model.acknowledge(&world.homes[home], command, &outcome);
    Some(outcome.made)
}

/// Something that a neighbour does on an ordinary day.
///
/// Editing what is not one's own, or taking back what was not given, is refused; that changes nothing.
fn something(world: &mut World, model: &mut Model, home: usize, n: u32) {
    let (messages, posts) = (world.messages(home), world.posts(home));
    let (any, post) = (pick(world, &messages), pick(world, &posts));
    let index = world.homes[home].replica.index(&world.homes[home].disk as &dyn Store);
    let comments = post.map(|post| index.thread(&CommentOn::Post(post)).unwrap()).unwrap_or_default();
    let events = index.events(None, 100).unwrap();
    let rooms: Vec<_> = index.rooms().unwrap().into_iter().map(|room| room.id).collect();
    let room = pick(world, &rooms).unwrap_or(world.room);
    let index = world.homes[home].replica.index(&world.homes[home].disk as &dyn Store);
    let here = index.room(room).unwrap().map(|room| index.topics(&room).unwrap()).unwrap_or_default();
    let comment = comments.get(world.rng.next_u32() as usize % comments.len().max(1)).map(|comment| comment.id);
    let event = events.get(world.rng.next_u32() as usize % events.len().max(1)).cloned();
    let topic = here.get(world.rng.next_u32() as usize % here.len().max(1)).map(|topic| topic.id);
    let text = format!("{home} dit {n}");
    let tags = vec!["jardin".into()];
    let fields = PostFields { kind: PostKind::Discussion, title: text.clone(), body: "corps".into(), tags, ack: false };
    let start = When::local("2026-12-01T18:00", Some("Europe/Paris")).unwrap();
    let (place, description) = ("salle".into(), "chacun apporte un plat".into());
    let details = EventFields { place, description, ..EventFields::new(text.clone(), start, 90) };
    let answer = RsvpFields { answer: Answer::Yes, note: String::new(), party_size: 1 };
    let write = Command::WriteMessage { room, text: text.clone(), reply_to: any, mentions: Vec::new(), topic };
    let command = match (world.rng.next_u32() % 24, any, post, comment, event) {
        (20, ..) => Command::CreateTopic { room, title: text, message: None },
        (21..=23, ..) if let Some(topic) = topic => match n % 3 {
            0 => Command::EditTopic { topic, title: text },
            on => Command::ResolveTopic { topic, resolved: on == 1 },
        },
        (0..=4, ..) => write,
        (5, Some(message), ..) => Command::EditMessage { message, text },
        (6, Some(message), ..) => Command::DeleteMessage { message },
        (7, Some(target), ..) => Command::React { target, emoji: "👍".into(), on: true },
        (8, Some(target), ..) => Command::React { target, emoji: "👍".into(), on: false },
        (9, _, Some(target), ..) => Command::React { target, emoji: "🌱".into(), on: true },
        (10, ..) => Command::WritePost { board: world.board, fields },
        (11, _, Some(post), ..) => Command::EditPost { post, fields },
        (12, _, Some(post), ..) => Command::DeletePost { post },
        (13, _, Some(post), ..) => Command::WriteComment { on: CommentOn::Post(post), text, reply_to: comment },
        (14, _, _, Some(comment), _) => Command::EditComment { comment, text },
        (15, _, _, Some(comment), _) => Command::DeleteComment { comment },
        (16, .., Some(event)) => Command::SetRsvp { event: event.id, occurrence: None, answer: Some(answer) },
        (17, .., Some(event)) => Command::SetRsvp { event: event.id, occurrence: None, answer: None },
        (18, .., Some(event)) => {
            // The organiser changes everything, a moderator the status alone.
            let status = if n.is_multiple_of(2) { EventStatus::Cancelled } else { EventStatus::Confirmed };
            let organises = event.author == world.homes[home].replica.person();
            let (title, place, description) = match organises {
                true => (text, "jardin".into(), details.description.clone()),
                false => (event.title, event.place, event.description),
            };
            Command::EditEvent { event: event.id, fields: EventFields { title, place, description, status, ..details } }
        }
        (16..=19, ..) => Command::CreateEvent { fields: details },
        _ => write,
    };
    act(world, model, home, command);
}

/// What happens between acts: the wire, power cuts, absences, catching up, work in the background.
fn meanwhile(world: &mut World, home: usize) {
    match world.rng.next_u32() % 12 {
        0..=4 => world.deliver_one(),
        5 => world.homes[home].is_cut_off ^= true,
        6 => world.restart(home),
        7 | 8 => {
            let other = (home + 1 + world.rng.next_u32() as usize % (world.homes.len() - 1)) % world.homes.len();
            world.catch_up(home, other);
        }
        9 | 10 => world.tend(home),
        _ => (),
    }
}

/// Everybody comes back and becomes equal; returns who is in.
fn come_together(world: &mut World, seed: u64) -> Vec<usize> {
    for at in &mut world.homes {
        at.is_cut_off = false;
    }
    world.settle();
    let members = world.members();
    let digests: Vec<_> = members.iter().map(|home| world.homes[*home].replica.digest()).collect();
    assert!(digests.windows(2).all(|pair| pair[0] == pair[1]), "seed {seed}: logs differ");
    let states: Vec<_> = members.iter().map(|home| world.homes[*home].replica.state_hash()).collect();
    assert!(states.windows(2).all(|pair| pair[0] == pair[1]), "seed {seed}: authority differs");
    let views: Vec<Vec<String>> = members.iter().map(|home| world.view(*home)).collect();
    for (home, view) in members.iter().zip(&views) {
        same_view(view, &views[0], &format!("seed {seed}: home {home} shows something else than home {}", members[0]));
    }
    members
}

fn same_view(mine: &[String], other: &[String], what: &str) {
    for (mine, other) in mine.iter().zip(other) {
        assert_eq!(mine, other, "{what}");
    }
    assert_eq!(mine.len(), other.len(), "{what}: another number of things");
}

fn shows_what_was_said(world: &World, model: &Model, home: usize) {
    let differences = Shown::of(&world.homes[home]).differences(&model.shown());
    assert!(differences.is_empty(), "seed {}: home {home} shows other than was said: {differences:#?}", world.seed);
}

/// What a home came to step by step is what somebody finds who reads everything at once, in any order.
fn is_what_a_stranger_finds(world: &mut World, home: usize, seed: u64) {
    let Some(oracle) = world.oracle(home) else { return };
    let what = format!("seed {seed}: home {home} shows something else than who reads all at once");
    same_view(&world.view(home), &oracle.view(), &what);
    assert_eq!(world.homes[home].replica.digest(), oracle.replica.digest(), "seed {seed}: the stranger reads other logs");
}

#[test]
fn peers_converge_whatever_is_shuffled_doubled_or_lost() {
    for seed in seeds(100) {
        let mut world = World::new(2 + (seed % 3) as usize, seed);
        let mut model = Model::default();
        for n in 0..30 {
            let home = world.rng.next_u32() as usize % world.homes.len();
            something(&mut world, &mut model, home, n);
            meanwhile(&mut world, home);
        }
        let members = come_together(&mut world, seed);
        for home in members {
            shows_what_was_said(&world, &model, home);
        }
    }
}

fn devices_of(world: &World, person: PersonId) -> BTreeSet<DeviceId> {
    let homes = world.homes.iter().filter(|at| at.replica.person() == person);
    homes.map(|at| at.replica.device()).collect()
}

#[test]
fn what_somebody_wrote_before_the_cut_stays_and_the_rest_goes() {
    for seed in seeds(60) {
        let mut world = World::new(3 + (seed % 3) as usize, seed);
        let mut model = Model::default();
        for n in 0..40 {
            let home = world.rng.next_u32() as usize % world.homes.len();
            let person = world.homes[home].replica.person();
            let role = if world.rng.next_u32().is_multiple_of(2) { Rank::Moderator } else { Rank::Member };
            match world.rng.next_u32() % 24 {
                0 if home > 0 => {
                    let since = [None, Some(ago(&world, 400_000))][world.rng.next_u32() as usize % 2];
                    let remove = Command::Remove { person, since, ban: false, reason: 0 };
                    if act(&mut world, &mut model, 0, remove).is_some() {
                        model.cut(&devices_of(&world, person), since, &world.homes[0]);
                    }
                }
                1 | 2 if world.homes[0].replica.authority().role(&person).is_none() => {
                    let _ = world.come_back(home, 0);
                }
                3 => drop(act(&mut world, &mut model, 0, Command::SetRole { person, role })),
                4 if home > 0 && n > 20 => drop(act(&mut world, &mut model, home, Command::Leave { to_rank: None })),
                _ => something(&mut world, &mut model, home, n),
            }
            meanwhile(&mut world, home);
        }
        let members = come_together(&mut world, seed);
        for home in members {
            shows_what_was_said(&world, &model, home);
        }
    }
}

/// Something that changes who may do what.
fn upheaval(world: &mut World, model: &mut Model, home: usize) {
    let homes: Vec<usize> = (0..world.homes.len()).collect();
    let other = pick(world, &homes).unwrap();
    let person = world.homes[other].replica.person();
    let ranks = [Rank::Guest, Rank::Member, Rank::Moderator, Rank::Admin, Rank::Owner];
    let role = pick(world, &ranks).unwrap();
    let entries: Vec<EntryHash> = world.homes[home].replica.authority().accepted_entries().iter().copied().collect();
    let messages = world.messages(home);
    let message = pick(world, &messages);
    let command = match (world.rng.next_u32() % 14, message) {
        (0..=2, _) => {
            let since = [None, Some(ago(world, 300_000)), Some(ago(world, 900_000))];
            let since = pick(world, &since).unwrap();
            Command::Remove { person, since, ban: false, reason: 0 }
        }
        (3..=6, _) => Command::SetRole { person, role },
        (7, _) => Command::Void { entry: pick(world, &entries).unwrap() },
        (8, _) => Command::CreateRoom { name: format!("Salle {}", entries.len()), purpose: String::new() },
        (9, _) => Command::Leave { to_rank: [None, Some(Rank::Member)][usize::from(role > Rank::Member)] },
        // Moderators mark in a shared document: what one marks builds on what others did.
        (10..=11, Some(target)) => Command::Pin { target, pinned: role > Rank::Guest },
        _ => {
            let _ = world.come_back(other, home);
            return;
        }
    };
    act(world, model, home, command);
}

fn troubled(seed: u64, copies: bool) -> World {
    let mut world = World::new(3 + (seed % 3) as usize, seed);
    let mut model = Model::default();
    // The founder is not alone in having a say.
    for (home, role) in [(1, Rank::Admin), (2, Rank::Moderator)] {
        let person = world.homes[home].replica.person();
        world.act(0, Command::SetRole { person, role }).unwrap();
    }
    world.settle();
    for n in 0..45 {
        let home = world.rng.next_u32() as usize % world.homes.len();
        match world.rng.next_u32() % 6 {
            0 => upheaval(&mut world, &mut model, home),
            1 if copies && world.homes.len() < 8 && n % 3 == 0 => drop(world.copy(home)),
            _ => something(&mut world, &mut model, home, n),
        }
        meanwhile(&mut world, home);
    }
    world
}

#[test]
fn peers_converge_while_people_are_removed_promoted_and_let_in_again() {
    for seed in seeds(60) {
        let mut world = troubled(seed, false);
        let members = come_together(&mut world, seed);
        if let Some(home) = pick(&mut world, &members) {
            is_what_a_stranger_finds(&mut world, home, seed);
        }
    }
}

#[test]
fn peers_converge_where_disks_were_copied_and_written_on_twice() {
    for seed in seeds(40) {
        let mut world = troubled(seed, true);
        let members = come_together(&mut world, seed);
        if let Some(home) = pick(&mut world, &members) {
            is_what_a_stranger_finds(&mut world, home, seed);
        }
    }
}

#[test]
fn a_restart_changes_nothing() {
    let mut world = World::new(2, 7);
    let mut model = Model::default();
    for n in 0..40 {
        something(&mut world, &mut model, n as usize % 2, n);
    }
    world.settle();
    let before = (world.view(0), world.view(1));
    world.restart(0);
    world.restart(1);
    assert_eq!((world.view(0), world.view(1)), before);
    come_together(&mut world, 7);
}
