//! The index against a naive model, and what screens ask.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod model;
mod samples;

use super::*;
use crate::domain::{Answer, Message, OccurrenceId, Profile, Seat, TimeZone, When};
use crate::id::PersonId;
use crate::store::MemoryStore;
use crate::time::{DAY_MS, HOUR_MS, Timestamp};
use samples::*;
use std::collections::{BTreeMap, BTreeSet};

/// Will remove every row that came from `document`, those that `batch` will put too.
fn clear(index: &Index<'_, MemoryStore>, document: DocId, batch: &mut Batch) {
    let prefix = index.directory(document, &[]);
    for (directory, _) in batch.scan(index.store, Tree::Index, &prefix, 1_000).unwrap() {
        index.remove_home(document, &directory[prefix.len()..], batch).unwrap();
    }
}

#[test]
fn a_page_goes_on_where_the_last_one_ended() {
    let mut store = store();
    let all: Vec<Message> = (0..30).map(|n| message(n, 1, OTHER, "hi")).collect();
    put(&mut store, &all);
    let index = Index::new(&store, COMMUNITY, &store);
    let first = index.messages(DocId([1; 16]), None, 12).unwrap();
    let next: Cursor = first.next.unwrap().to_string().parse().unwrap();
    let second = index.messages(DocId([1; 16]), Some(&next), 100).unwrap();
    let seen: Vec<_> = first.items.iter().chain(&second.items).map(|one| one.id).collect();
    assert_eq!(seen, all.iter().rev().map(|one| one.id).collect::<Vec<_>>());
    assert_eq!(second.next, None);
    assert_eq!(index.messages(DocId([2; 16]), None, 12).unwrap().items, []);
    assert_eq!(Index::new(&store, CommunityId([8; 32]), &store).messages(DocId([1; 16]), None, 12).unwrap().items, []);
}

#[test]
fn unread_counts_what_others_wrote_since_the_mark_and_stops_at_its_cap() {
    let mut store = store();
    put(&mut store, &[room(1, 2, "b"), room(2, 1, "z"), room(3, 2, "a")]);
    put(&mut store, &[message(0, 1, OTHER, "read"), message(2, 1, OTHER, "new"), message(4, 1, ME, "mine")]);
    let mut deleted = message(6, 1, OTHER, "");
    deleted.deleted = true;
    put(&mut store, &[deleted]);
    let mut batch = Batch::new();
    Index::new(&store, COMMUNITY, &store).mark_read(DocId([1; 16]), Timestamp(1_000), &mut batch).unwrap();
    store.commit(batch).unwrap();
    let index = Index::new(&store, COMMUNITY, &store);
    let rooms = index.rooms().unwrap();
    assert_eq!(rooms.iter().map(|room| room.name.as_str()).collect::<Vec<_>>(), ["z", "a", "b"]);
    assert_eq!(index.unread_messages(rooms[2].id, ME).unwrap(), 1);
    assert_eq!(index.last_message(rooms[2].id).unwrap().unwrap().text, "mine");
    let mut back = Batch::new();
    index.mark_read(DocId([1; 16]), Timestamp(5), &mut back).unwrap();
    assert!(back.is_empty(), "a mark never goes back");
    let many: Vec<Message> = (0..150).map(|n| message(n, 2, OTHER, "x")).collect();
    put(&mut store, &many);
    let index = Index::new(&store, COMMUNITY, &store);
    assert_eq!(index.unread_messages(DocId([2; 16]), ME).unwrap(), UNREAD_CAP);
}

#[test]
fn an_agenda_holds_single_recurring_and_long_events_in_order() {
    let mut store = store();
    let paris = |local: &str| When::local(local, Some("Europe/Paris")).unwrap();
    let mut camp = event(3, paris("2026-11-20T10:00"), None);
    camp.duration_minutes = 10 * 24 * 60;
    put(
        &mut store,
        &[
            event(1, paris("2026-11-03T18:00"), Some("FREQ=WEEKLY")),
            event(2, paris("2026-11-23T23:30"), None),
            camp,
            event(4, When::day("2026-11-24").unwrap(), None),
            event(5, paris("2026-11-25T00:00"), None),
        ],
    );
    let index = Index::new(&store, COMMUNITY, &store);
    // The day of 24 November 2026 in Paris.
    let from = Timestamp(1_795_474_800_000);
    let viewer = crate::domain::zone("Europe/Paris").unwrap();
    let rows = index.agenda(from, from.plus_ms(DAY_MS), &viewer, 100).unwrap();
    let ids: Vec<u8> = rows.iter().map(|row| row.event.id.0[0]).collect();
    assert_eq!(ids, [3, 2, 4, 1], "what is under way, what is not over, the whole day, the evening");
    assert_eq!(index.agenda(from, from.plus_ms(DAY_MS), &viewer, 2).unwrap(), rows[..2]);
    assert_eq!(index.agenda(from, from.plus_ms(17 * HOUR_MS), &TimeZone::UTC, 100).unwrap().len(), 3, "a day elsewhere");
    // Moved into a series and back: the pointer follows.
    put(&mut store, &[event(2, paris("2026-11-23T23:30"), Some("FREQ=DAILY"))]);
    put(&mut store, &[event(2, paris("2026-12-23T23:30"), None)]);
    let rows = Index::new(&store, COMMUNITY, &store).agenda(from, from.plus_ms(DAY_MS), &viewer, 100).unwrap();
    assert_eq!(rows.len(), 3);
    assert_eq!(Index::new(&store, COMMUNITY, &store).events(Some(DocId([2; 16])), 2).unwrap().len(), 2);
}

#[test]
fn an_answer_for_one_evening_wins_over_the_series() {
    let mut store = store();
    let evening = "20261201T170000Z";
    put(
        &mut store,
        &[
            rsvp(1, Answer::Yes, None, 3),
            rsvp(2, Answer::Maybe, None, 1),
            rsvp(1, Answer::No, Some(evening), 1),
            rsvp(4, Answer::Yes, Some(evening), 2),
        ],
    );
    let index = Index::new(&store, COMMUNITY, &store);
    let series = index.tally(DocId([1; 16]), None, None, ME).unwrap();
    assert_eq!(
        series,
        Tally { yes: 3, maybe: 1, no: 0, mine: Some(Answer::Yes), seated: 3, waiting: 0, seat: Some(Seat::Seated) }
    );
    let one = index.tally(DocId([1; 16]), Some(&OccurrenceId::parse(evening).unwrap()), None, ME).unwrap();
    assert_eq!(one, Tally { yes: 2, maybe: 1, no: 1, mine: Some(Answer::No), seated: 2, waiting: 0, seat: None });
    assert_eq!(index.answers(DocId([1; 16])).unwrap().len(), 4);
}

#[test]
fn drafts_are_kept_until_they_are_empty() {
    let mut store = store();
    for text in ["begun", ""] {
        let mut batch = Batch::new();
        Index::new(&store, COMMUNITY, &store).set_draft(DocId([1; 16]), text, &mut batch).unwrap();
        store.commit(batch).unwrap();
        assert_eq!(Index::new(&store, COMMUNITY, &store).draft(DocId([1; 16])).unwrap(), text);
    }
    assert!(Index::new(&store, COMMUNITY, &store).set_draft(DocId([1; 16]), &"x".repeat(40_000), &mut Batch::new()).is_err());
}

#[test]
fn members_are_listed_by_pages() {
    let mut store = store();
    let profile = |n: u8| Profile {
        person: PersonId([n; 16]),
        document: DocId([7; 16]),
        name: format!("name {n}"),
        about: String::new(),
        languages: vec!["français".to_owned()],
        can_help: Vec::new(),
        wants_to_learn: Vec::new(),
        contact: String::new(),
        color: 0,
        time: Timestamp(0),
    };
    put(&mut store, &(0..5).map(profile).collect::<Vec<_>>());
    let index = Index::new(&store, COMMUNITY, &store);
    let first = index.profiles(None, 3).unwrap();
    let second = index.profiles(first.next, 3).unwrap();
    assert_eq!((first.items.len(), second.items.len(), second.next), (3, 2, None));
    assert_eq!(index.profile(PersonId([4; 16])).unwrap().unwrap().name, "name 4");
}

#[test]
fn search_finds_words_whatever_their_accents_and_the_last_one_half_written() {
    let mut store = store();
    put(
        &mut store,
        &[message(0, 1, ME, "Réparer des vélos"), message(2, 1, ME, "L'école de vélo ferme"), message(4, 2, ME, "rien")],
    );
    put(&mut store, &[post(30, 20, "Atelier vélo")]);
    put(&mut store, &[event(1, When::day("2026-11-24").unwrap(), None)]);
    let mut search = Search::build(&Index::new(&store, COMMUNITY, &store)).unwrap();
    let ask = |search: &Search, store: &MemoryStore, query: &str| -> Vec<u64> {
        let hits = search.find(query, &Index::new(store, COMMUNITY, store), 10).unwrap();
        hits.iter().map(|hit| hit.found.time().0).collect()
    };
    assert_eq!(ask(&search, &store, "VELO"), [1_030, 1_001, 1_000], "newest first");
    assert_eq!(ask(&search, &store, "vélo éco"), [1_001], "the last word is a beginning");
    assert_eq!(ask(&search, &store, "éco vélo"), Vec::<u64>::new(), "the others are whole");
    assert_eq!(ask(&search, &store, "event"), [7]);
    assert_eq!(ask(&search, &store, "  "), Vec::<u64>::new());
    // An edit, a message that is taken back, one that was cleared without telling, and a new one.
    let edited = message(0, 1, ME, "Réparer des chaises");
    let mut deleted = message(2, 1, ME, "");
    deleted.deleted = true;
    let new = message(8, 1, ME, "encore un vélo");
    put(&mut store, &[edited.clone(), deleted.clone(), new.clone()]);
    let homes = [&edited, &deleted, &new].map(|one| one.home());
    search.refresh(homes.iter().map(Vec::as_slice), &Index::new(&store, COMMUNITY, &store)).unwrap();
    assert_eq!(ask(&search, &store, "velos"), [1_030, 1_004]);
    assert_eq!(ask(&search, &store, "chaise"), [1_000]);
    let mut batch = Batch::new();
    let index = Index::new(&store, COMMUNITY, &store);
    assert_eq!(index.sweep(new.document, &BTreeSet::new(), None, 10, &mut batch).unwrap(), None);
    let gone = index.into_written();
    store.commit(batch).unwrap();
    assert_eq!(ask(&search, &store, "velos"), [1_030], "what is gone is not shown, told of or not");
    assert!(gone.contains(&new.home()) && counted_in(&new.home()) == Some(DocId([1; 16])));
    search.refresh(gone.iter().map(Vec::as_slice), &Index::new(&store, COMMUNITY, &store)).unwrap();
    assert_eq!(ask(&search, &store, "velos"), [1_030]);
}

#[test]
fn search_follows_random_edits_like_a_scan_does() {
    let words = ["un", "deux", "trois", "Élan", "vélo"];
    let mut store = store();
    let mut search = Search::default();
    let mut texts: BTreeMap<u8, String> = BTreeMap::new();
    let mut state = 42_u64;
    for _ in 0..400 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let pick = |shift: u32| usize::try_from(state >> shift & 0xff).unwrap();
        let n = u8::try_from(pick(20) % 20).unwrap();
        let text = format!("{} {}", words[pick(32) % 5], words[pick(40) % 5]);
        let one = message(n, 1, ME, &text);
        put(&mut store, std::slice::from_ref(&one));
        search.refresh([one.home().as_slice()], &Index::new(&store, COMMUNITY, &store)).unwrap();
        texts.insert(n, text);
        let asked = words[pick(48) % 5];
        let found = search.find(asked, &Index::new(&store, COMMUNITY, &store), 100).unwrap();
        let expected = texts.values().filter(|text| text.contains(asked)).count();
        assert_eq!(found.len(), expected, "seed 42, asked for {asked}");
    }
    assert!(!search.is_worn());
}

#[test]
fn topics_are_listed_paged_and_read_by_themselves() {
    let mut store = store();
    let mut one = room(1, 0, "salon");
    one.closed_by = vec![(object(3), OTHER)];
    let opens = |n: u8, title: &str| Message { title: Some(title.into()), text: String::new(), ..message(n, 1, OTHER, "") };
    let within = |n: u8, topic: u8| Message { topic: Some(object(topic)), ..message(n, 1, OTHER, "in a topic") };
    put(&mut store, &[one.clone()]);
    put(&mut store, &[opens(2, "ladder"), opens(3, "keys"), opens(4, "garden"), message(5, 1, OTHER, "alone")]);
    put(&mut store, &[within(10, 2), within(12, 2), within(14, 2), within(20, 3), within(30, 99)]);
    let index = Index::new(&store, COMMUNITY, &store);
    let topics = index.topics(&one).unwrap();
    let titles: Vec<&str> = topics.iter().map(|topic| topic.title.as_str()).collect();
    assert_eq!(titles, ["ladder", "garden", "keys"], "open ones first, then by the last message");
    let first = index.topic_messages(&object(2), None, 2).unwrap();
    assert_eq!(first.items.iter().map(|row| row.id).collect::<Vec<_>>(), [object(14), object(12)]);
    let second = index.topic_messages(&object(2), first.next.as_ref(), 2).unwrap();
    assert_eq!(second.items.iter().map(|row| row.id).collect::<Vec<_>>(), [object(10), object(2)]);
    assert_eq!(second.next, None);
    let row = index.topic_row(topics[0].clone(), ME).unwrap();
    assert_eq!((row.replies, row.unread, row.last.map(|row| row.id)), (3, 4, Some(object(14))));

    assert_eq!(index.unread_messages(one.id, ME).unwrap(), 9);
    let mut batch = Batch::new();
    index.mark_read(place_of(&object(2)), Timestamp(1_006), &mut batch).unwrap();
    store.commit(batch).unwrap();
    let index = Index::new(&store, COMMUNITY, &store);
    assert_eq!(index.topic_row(topics[0].clone(), ME).unwrap().unread, 1);
    assert_eq!(index.unread_messages(one.id, ME).unwrap(), 6, "what was read in its topic counts no more");
    let mut batch = Batch::new();
    index.mark_read(one.id, Timestamp(1_009), &mut batch).unwrap();
    store.commit(batch).unwrap();
    let index = Index::new(&store, COMMUNITY, &store);
    assert_eq!(index.topic_row(topics[0].clone(), ME).unwrap().unread, 0, "what was read in the room was read");

    put(&mut store, &[Message { deleted: true, ..message(14, 1, OTHER, "") }]);
    let index = Index::new(&store, COMMUNITY, &store);
    assert_eq!(index.topic_messages(&object(2), None, 9).unwrap().items.len(), 3, "deleted ones leave no pointer");
}
