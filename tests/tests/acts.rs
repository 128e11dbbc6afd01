//! What people do around posts and events, seen from another home.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a world that cannot be set up must fail")]

use allforone_core::command::{Command, EventFields, GroupFields, PostFields, RsvpFields};
use allforone_core::domain::{Answer, CommentOn, EventStatus, Helping, OccurrenceId, Override, PostKind, Rank, Seat, Slot, When};
use allforone_core::id::{DocId, ObjRef};
use allforone_core::outcome::Made;
use allforone_core::replica::ExecuteError;
use allforone_tests::world::World;

fn made(world: &mut World, home: usize, command: Command) -> ObjRef {
    match world.act(home, command).unwrap().made {
        Made::Object(id) => id,
        other @ (Made::Nothing | Made::Document(_) | Made::Invite { .. }) => panic!("an object was made, not {other:?}"),
    }
}

fn post(world: &mut World, home: usize, kind: PostKind, ack: bool) -> ObjRef {
    let fields =
        PostFields { kind, title: "Coupure d’eau".into(), body: "Mardi de 9 h à 12 h.".into(), tags: Vec::new(), ack };
    let board = world.board;
    made(world, home, Command::WritePost { board, fields })
}

fn event(world: &mut World, home: usize, fields: EventFields) -> DocId {
    match world.act(home, Command::CreateEvent { fields }).unwrap().made {
        Made::Document(id) => id,
        other @ (Made::Nothing | Made::Object(_) | Made::Invite { .. }) => panic!("an event was made, not {other:?}"),
    }
}

fn fete() -> EventFields {
    EventFields::new("Fête de rue", When::local("2026-12-05T18:00", Some("Europe/Paris")).unwrap(), 180)
}

#[test]
fn everybody_sees_who_has_read_an_announcement() {
    let mut world = World::new(3, 21);
    let id = post(&mut world, 0, PostKind::Announcement, true);
    world.settle();
    for home in [1, 2] {
        world.act(home, Command::Acknowledge { post: id, on: true }).unwrap();
        world.act(home, Command::Acknowledge { post: id, on: true }).unwrap();
    }
    world.act(2, Command::Acknowledge { post: id, on: false }).unwrap();
    world.settle();
    for home in &world.homes {
        let index = home.replica.index(&home.disk);
        let row = index.post(&id).unwrap().unwrap().post;
        let read: Vec<_> = index.acknowledgements(&id).unwrap().into_iter().map(|said| said.person).collect();
        assert!(row.ack && read == [world.homes[1].replica.person()], "{read:?}");
        assert_eq!(index.acknowledgement_count(&id).unwrap(), 1);
        assert!(index.has_acknowledged(&id, read[0]).unwrap());
    }
}

#[test]
fn the_author_of_a_question_marks_the_answer_and_nobody_else() {
    let mut world = World::new(2, 22);
    let id = post(&mut world, 1, PostKind::Question, false);
    world.settle();
    let write = Command::WriteComment { on: CommentOn::Post(id), text: "Derrière la salle".into(), reply_to: None };
    let comment = made(&mut world, 0, write);
    world.settle();
    let accept = |comment| Command::AcceptAnswer { post: id, comment };
    assert!(matches!(world.act(0, accept(Some(comment))), Err(ExecuteError::NotAllowed)));
    assert!(matches!(world.act(1, accept(Some(id))), Err(ExecuteError::NotFound("comment"))));
    made(&mut world, 1, accept(Some(comment)));
    world.settle();
    let answer = |world: &World| world.homes[0].replica.index(&world.homes[0].disk).post(&id).unwrap().unwrap().post.answer;
    assert_eq!(answer(&world), Some(comment));
    made(&mut world, 1, accept(None));
    world.settle();
    assert_eq!(answer(&world), None);
}

#[test]
fn authors_close_their_posts_and_moderators_close_and_pin_any() {
    let mut world = World::new(3, 23);
    let (own, other) = (post(&mut world, 1, PostKind::Discussion, false), post(&mut world, 2, PostKind::Discussion, false));
    world.settle();
    let close = |post, closed| Command::ClosePost { post, closed };
    assert!(matches!(world.act(1, close(other, true)), Err(ExecuteError::NotAllowed)));
    assert!(matches!(world.act(1, Command::Pin { target: own, pinned: true }), Err(ExecuteError::NotAllowed)));
    made(&mut world, 1, close(own, true));
    made(&mut world, 0, close(other, true));
    made(&mut world, 0, Command::Pin { target: own, pinned: true });
    let message = {
        let (room, text) = (world.room, "Règles du salon".to_owned());
        made(&mut world, 1, Command::WriteMessage { room, text, reply_to: None, mentions: Vec::new(), topic: None })
    };
    world.settle();
    made(&mut world, 0, Command::Pin { target: message, pinned: true });
    world.settle();
    let home = &world.homes[2];
    let index = home.replica.index(&home.disk);
    let board = index.board(world.board).unwrap().unwrap();
    assert!(index.post(&own).unwrap().unwrap().post.closed && board.closed == [other] && board.pinned == [own]);
    assert_eq!(index.room(world.room).unwrap().unwrap().pinned, [message]);
    made(&mut world, 0, close(other, false));
    made(&mut world, 1, close(own, false));
    world.settle();
    assert!(world.view(0) == world.view(1) && world.view(1) == world.view(2));
    let home = &world.homes[2];
    let index = home.replica.index(&home.disk);
    assert!(!index.post(&own).unwrap().unwrap().post.closed && index.board(world.board).unwrap().unwrap().closed.is_empty());
}

#[test]
fn a_topic_gathers_messages_and_is_settled_by_its_author_or_a_moderator() {
    let mut world = World::new(3, 26);
    let room = world.room;
    let say = |text: &str, topic| {
        let text = text.to_owned();
        Command::WriteMessage { room, text, reply_to: None, mentions: Vec::new(), topic }
    };
    let question = made(&mut world, 2, say("Qui a une échelle ?", None));
    world.settle();
    let create = |title: &str, message| Command::CreateTopic { room, title: title.into(), message };
    assert!(matches!(world.act(1, create(" ", None)), Err(ExecuteError::Problem(_))));
    assert!(matches!(world.act(1, create("x", Some(nothing()))), Err(ExecuteError::NotFound("message"))));
    let ladder = made(&mut world, 1, create("L’échelle", Some(question)));
    world.settle();
    let answer = made(&mut world, 2, say("Dans la cave", Some(ladder)));
    assert!(matches!(world.act(2, say("?", Some(question))), Err(ExecuteError::NotFound("topic"))), "a message is no topic");
    made(&mut world, 0, say("Bonjour", None));
    world.settle();
    for home in &world.homes {
        let index = home.replica.index(&home.disk);
        let shown = index.topic_messages(&ladder, None, 10).unwrap().items;
        assert_eq!(shown.iter().map(|message| message.id).collect::<Vec<_>>(), [answer, ladder]);
        assert_eq!(index.messages(room, None, 10).unwrap().items.len(), 4, "the room shows all that is said");
        assert_eq!(index.topic(&ladder).unwrap().unwrap().from, Some(question));
    }

    let rename = Command::EditTopic { topic: ladder, title: "L’échelle du 12".into() };
    assert!(matches!(world.act(0, rename.clone()), Err(ExecuteError::NotAllowed)), "nobody edits what others wrote");
    made(&mut world, 1, rename);
    let resolve = |resolved| Command::ResolveTopic { topic: ladder, resolved };
    assert!(matches!(world.act(2, resolve(true)), Err(ExecuteError::NotAllowed)));
    made(&mut world, 0, resolve(true));
    world.settle();
    let (owner, author) = (world.homes[0].replica.person(), world.homes[1].replica.person());
    let by = |world: &World| world.homes[2].replica.index(&world.homes[2].disk).topic(&ladder).unwrap().unwrap().resolved_by;
    assert_eq!(by(&world), Some(owner));
    assert!(matches!(world.act(1, resolve(false)), Err(ExecuteError::NotAllowed)), "a moderator's mark is a moderator's");
    made(&mut world, 0, resolve(false));
    made(&mut world, 1, resolve(true));
    world.settle();
    assert_eq!(by(&world), Some(author));
    assert!(matches!(world.act(0, resolve(false)), Err(ExecuteError::NotAllowed)), "the author's word is the author's");
    made(&mut world, 1, resolve(false));
    world.act(1, Command::DeleteMessage { message: ladder }).unwrap();
    world.settle();
    let index = world.homes[2].replica.index(&world.homes[2].disk);
    assert_eq!(index.topic(&ladder).unwrap(), None);
    assert!(index.topics(&index.room(room).unwrap().unwrap()).unwrap().is_empty());
    assert!(world.view(0) == world.view(1) && world.view(1) == world.view(2));
}

/// A name that nothing has.
fn nothing() -> ObjRef {
    ObjRef { entry: [9; 16], op: 9 }
}

#[test]
fn every_version_of_a_post_can_be_read() {
    let mut world = World::new(2, 24);
    let id = post(&mut world, 0, PostKind::News, false);
    for body in ["Mardi de 9 h à 11 h.", "C’est réparé."] {
        let fields =
            PostFields { kind: PostKind::News, title: "Coupure d’eau".into(), body: body.into(), tags: Vec::new(), ack: false };
        made(&mut world, 0, Command::EditPost { post: id, fields });
    }
    made(&mut world, 0, Command::ClosePost { post: id, closed: true });
    world.settle();
    let home = &mut world.homes[1];
    let document = home.replica.index(&home.disk).post(&id).unwrap().unwrap().post.document;
    let history = home.replica.with_document(document, &home.disk, |document| document.history(&id)).unwrap().unwrap();
    let bodies: Vec<&str> = history.iter().map(|version| version.fields["b"].as_str().unwrap()).collect();
    assert_eq!(bodies, ["Mardi de 9 h à 12 h.", "Mardi de 9 h à 11 h.", "C’est réparé.", "C’est réparé."]);
    assert!(history.is_sorted_by_key(|version| version.time));
}

#[test]
fn hands_are_taken_given_back_and_looked_for() {
    let mut world = World::new(3, 25);
    let slot = |key: &str, label: &str, seats| Slot { key: key.into(), label: label.into(), seats, order: 0 };
    let fields = EventFields { slots: vec![slot("a", "Tables", 2), slot("b", "Buvette", 1)], ..fete() };
    let id = event(&mut world, 0, fields.clone());
    world.settle();
    let help = |slot: &str, helping| Command::Help { event: id, slot: slot.into(), occurrence: None, helping };
    world.act(1, help("a", Some(Helping::Taken))).unwrap();
    world.act(2, help("b", Some(Helping::Taken))).unwrap();
    world.act(2, help("b", Some(Helping::Replace))).unwrap();
    world.act(1, help("b", Some(Helping::Taken))).unwrap();
    world.act(1, help("b", None)).unwrap();
    assert!(matches!(world.act(1, help("z", Some(Helping::Taken))), Err(ExecuteError::NotFound("slot"))));
    world.settle();
    for home in &world.homes {
        let index = home.replica.index(&home.disk);
        let mut helpers: Vec<_> =
            index.helpers(id).unwrap().into_iter().map(|helper| (helper.slot, helper.helping, helper.person)).collect();
        helpers.sort();
        let [one, two] = [1, 2].map(|home| world.homes[home].replica.person());
        assert_eq!(helpers, [("a".to_owned(), Helping::Taken, one), ("b".to_owned(), Helping::Replace, two)]);
    }
    // A slot that is taken away goes, and what is left keeps its helpers.
    let fields = EventFields { slots: vec![slot("a", "Tables et bancs", 3)], ..fields };
    world.act(0, Command::EditEvent { event: id, fields }).unwrap();
    world.settle();
    let home = &world.homes[2];
    assert_eq!(home.replica.index(&home.disk).event(id).unwrap().unwrap().slots, [slot("a", "Tables et bancs", 3)]);
}

#[test]
fn the_same_people_have_seats_in_every_home() {
    let mut world = World::new(4, 26);
    let id = event(&mut world, 0, EventFields { capacity: Some(2), ..fete() });
    world.settle();
    let answer = |answer, note: &str| Command::SetRsvp {
        event: id,
        occurrence: None,
        answer: Some(RsvpFields { answer, note: note.into(), party_size: 1 }),
    };
    // They answer while nobody sees the others.
    for home in [3, 1, 2] {
        world.homes[home].is_cut_off = true;
        world.act(home, answer(Answer::Yes, "")).unwrap();
    }
    // Another note does not cost the seat.
    world.act(3, answer(Answer::Yes, "avec un gâteau")).unwrap();
    for home in &mut world.homes {
        home.is_cut_off = false;
    }
    world.settle();
    let seat = |world: &World, home: usize, of: usize| {
        let index = world.homes[home].replica.index(&world.homes[home].disk);
        index.tally(id, None, Some(2), world.homes[of].replica.person()).unwrap().seat
    };
    for home in 0..4 {
        assert_eq!([3, 1, 2].map(|of| seat(&world, home, of)), [Some(Seat::Seated), Some(Seat::Seated), Some(Seat::Waiting(1))]);
    }
    world.act(1, answer(Answer::No, "")).unwrap();
    world.settle();
    for home in 0..4 {
        assert_eq!(seat(&world, home, 2), Some(Seat::Seated), "who waited longest sits now");
    }
}

#[test]
fn one_evening_of_a_series_is_moved_or_cancelled_and_talked_about() {
    let mut world = World::new(2, 27);
    let fields = EventFields { rrule: Some("FREQ=WEEKLY;COUNT=4".into()), ..fete() };
    let id = event(&mut world, 0, fields);
    world.settle();
    let evening = |text: &str| OccurrenceId::parse(text).unwrap();
    let edit = |occurrence, change| Command::EditOccurrence { event: id, occurrence, change };
    let cancelled = Override { status: Some(EventStatus::Cancelled), ..Override::default() };
    let moved = Override { place: Some("Salle B".into()), ..Override::default() };
    assert!(matches!(world.act(1, edit(evening("20261212T170000Z"), cancelled.clone())), Err(ExecuteError::NotAllowed)));
    world.act(0, edit(evening("20261212T170000Z"), cancelled.clone())).unwrap();
    world.act(0, edit(evening("20261219T170000Z"), moved)).unwrap();
    world.act(0, edit(evening("20261219T170000Z"), Override::default())).unwrap();
    let write = Command::WriteComment { on: CommentOn::Event(id), text: "Dommage !".into(), reply_to: None };
    made(&mut world, 1, write);
    world.settle();
    let home = &world.homes[1];
    let index = home.replica.index(&home.disk);
    let overrides = index.event(id).unwrap().unwrap().overrides;
    assert_eq!(overrides.into_iter().collect::<Vec<_>>(), [(evening("20261212T170000Z"), cancelled)]);
    let host = &world.homes[0];
    assert_eq!(host.replica.index(&host.disk).thread(&CommentOn::Event(id)).unwrap()[0].text, "Dommage !");
}

#[test]
fn whoever_becomes_a_moderator_may_do_what_moderators_do_at_once() {
    let mut world = World::new(3, 28);
    let id = post(&mut world, 2, PostKind::Discussion, false);
    world.settle();
    let open = || Command::CreateRoom { name: "Atelier".into(), purpose: String::new() };
    let fields = || PostFields { kind: PostKind::Announcement, title: "Fermé".into(), ..PostFields::default() };
    let announce = |world: &World| Command::WritePost { board: world.board, fields: fields() };
    let command = announce(&world);
    assert!(matches!(world.act(1, open()), Err(ExecuteError::NotAllowed)));
    assert!(matches!(world.act(1, command.clone()), Err(ExecuteError::NotAllowed)));
    let person = world.homes[1].replica.person();
    world.act(0, Command::SetRole { person, role: Rank::Moderator }).unwrap();
    world.settle();
    world.act(1, open()).unwrap();
    made(&mut world, 1, command);
    made(&mut world, 1, Command::Pin { target: id, pinned: true });
    made(&mut world, 1, Command::ClosePost { post: id, closed: true });
    world.settle();
    let index = world.homes[2].replica.index(&world.homes[2].disk);
    assert!(index.rooms().unwrap().iter().any(|room| room.name == "Atelier"));
    assert_eq!(index.board(world.board).unwrap().unwrap().pinned, [id]);
    assert!(index.posts(None, None, 10).unwrap().items.iter().any(|row| row.post.title == "Fermé"));
    assert_eq!(world.view(2), world.view(0));
}

#[test]
fn a_group_is_founded_by_anybody_joined_by_each_for_themselves_and_put_away_by_its_founder_or_a_moderator() {
    let mut world = World::new(3, 27);
    let fields =
        |name: &str, archived| GroupFields { name: name.into(), purpose: "Le samedi".into(), icon: "🚲".into(), archived };
    let wrong = Command::CreateGroup { fields: fields(" ", false) };
    assert!(matches!(world.act(1, wrong), Err(ExecuteError::Problem(_))));
    let Made::Document(id) = world.act(1, Command::CreateGroup { fields: fields("Vélo", false) }).unwrap().made else {
        panic!("a group was made")
    };
    world.settle();
    let join = |on| Command::JoinGroup { group: id, on };
    // Two join at once, and one says it twice: nothing conflicts.
    for home in [0, 2, 2] {
        world.act(home, join(true)).unwrap();
    }
    world.settle();
    let people = |world: &World, home: usize| {
        let home = &world.homes[home];
        home.replica.index(&home.disk).joined(id).unwrap().into_iter().map(|row| row.person).collect::<Vec<_>>()
    };
    for home in 0..3 {
        assert_eq!(people(&world, home).len(), 3, "home {home}");
    }
    let edit = |name: &str, archived| Command::EditGroup { group: id, fields: fields(name, archived) };
    assert!(matches!(world.act(2, edit("Autos", false)), Err(ExecuteError::NotAllowed)), "neither founder nor moderator");
    world.act(0, edit("Vélos", true)).unwrap();
    world.act(2, join(false)).unwrap();
    world.settle();
    assert!(matches!(world.act(2, join(true)), Err(ExecuteError::NotAllowed)), "it is put away");
    world.act(1, edit("Vélos", false)).unwrap();
    world.settle();
    world.act(2, join(true)).unwrap();
    world.act(2, join(false)).unwrap();
    world.settle();
    for home in &world.homes {
        let index = home.replica.index(&home.disk);
        let group = index.group(id).unwrap().unwrap();
        assert!(group.name == "Vélos" && !group.archived && index.groups().unwrap() == [group]);
        assert_eq!(index.groups_of(world.homes[1].replica.person()).unwrap().len(), 1);
        assert_eq!(index.groups_of(world.homes[2].replica.person()).unwrap(), []);
    }
    assert!(people(&world, 0) == people(&world, 1) && people(&world, 1) == people(&world, 2) && people(&world, 0).len() == 2);
}
