//! The index against a naive model, and what screens ask.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use super::*;
use crate::domain::{
    Answer, Comment, CommentOn, Event, EventStatus, Message, OccurrenceId, Post, PostKind, Profile, Reaction, Room, Rsvp, Seat,
    SegmentWidth, TimeZone, When,
};
use crate::id::{Lane, ObjRef, PersonId};
use crate::store::{MemoryEngine, MemoryStore, SealedStore};
use crate::time::{DAY_MS, HOUR_MS, Timestamp};
use proptest::prelude::*;
use std::collections::BTreeMap;

const COMMUNITY: CommunityId = CommunityId([9; 32]);
const ME: PersonId = PersonId([1; 16]);
const OTHER: PersonId = PersonId([2; 16]);

fn store() -> MemoryStore {
    SealedStore::open(MemoryEngine::new(), &crate::encryption::StoreKey::from_secret([3; 32])).unwrap()
}

fn put<T: Indexed>(store: &mut MemoryStore, values: &[T]) {
    let mut batch = Batch::new();
    for value in values {
        Index::new(store, COMMUNITY).put(value, &mut batch).unwrap();
    }
    store.commit(batch).unwrap();
}

fn object(n: u8) -> ObjRef {
    ObjRef { entry: [n; 16], op: u32::from(n) }
}

fn message(n: u8, room: u8, author: PersonId, text: &str) -> Message {
    Message {
        id: object(n),
        document: DocId([room + 100 + n % 2; 16]),
        room: DocId([room; 16]),
        author,
        time: Timestamp(1_000 + u64::from(n / 2)),
        text: text.to_owned(),
        edited: false,
        deleted: false,
        reply_to: None,
        title: None,
        topic: None,
        resolved: false,
        mentions: Vec::new(),
        provisional: false,
    }
}

fn post(n: u8, board: u8, title: &str) -> Post {
    Post {
        id: object(n),
        document: DocId([board + 150; 16]),
        board: DocId([board; 16]),
        author: OTHER,
        time: Timestamp(1_000 + u64::from(n)),
        kind: PostKind::Discussion,
        title: title.to_owned(),
        body: String::new(),
        tags: Vec::new(),
        edited: false,
        deleted: false,
        ack: false,
        answer: None,
        closed: false,
        provisional: false,
    }
}

fn comment(n: u8, on: CommentOn) -> Comment {
    Comment {
        id: object(n),
        document: DocId([200; 16]),
        on,
        author: OTHER,
        time: Timestamp(5_000 - u64::from(n)),
        text: format!("comment {n}"),
        reply_to: None,
        edited: false,
        deleted: false,
        provisional: false,
    }
}

fn room(n: u8, order: i64, name: &str) -> Room {
    Room {
        id: DocId([n; 16]),
        name: name.to_owned(),
        purpose: String::new(),
        order,
        width: SegmentWidth::ThirtyDays,
        lane: Lane::MEMBER,
        pinned: Vec::new(),
        closed: Vec::new(),
        closed_by: Vec::new(),
        author: OTHER,
        time: Timestamp(1),
    }
}

fn event(n: u8, start: When, rrule: Option<&str>) -> Event {
    Event {
        id: DocId([n; 16]),
        title: format!("event {n}"),
        place: String::new(),
        description: String::new(),
        start,
        duration_minutes: 60,
        rrule: rrule.map(str::to_owned),
        exdate: Vec::new(),
        rdate: Vec::new(),
        overrides: BTreeMap::new(),
        status: EventStatus::Confirmed,
        capacity: None,
        slots: Vec::new(),
        uid: String::new(),
        extra: String::new(),
        organisers: Vec::new(),
        lane: Lane::MEMBER,
        author: OTHER,
        time: Timestamp(7),
    }
}

fn rsvp(person: u8, answer: Answer, occurrence: Option<&str>, party_size: u32) -> Rsvp {
    Rsvp {
        event: DocId([1; 16]),
        document: DocId([210; 16]),
        person: PersonId([person; 16]),
        occurrence: occurrence.map(|text| OccurrenceId::parse(text).unwrap()),
        answer,
        note: String::new(),
        party_size,
        time: Timestamp(1),
        since: Timestamp(1),
    }
}

/// One random change.
#[derive(Clone, Debug)]
enum Step {
    Say(u8, u8, bool),
    TakeAway(u8),
    React(u8, u8, bool),
    Post(u8, u8),
    Remark(u8),
    Clear(u8),
    Commit,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => (0u8..24, 0u8..2, any::<bool>()).prop_map(|(n, room, edited)| Step::Say(n, room, edited)),
        1 => (0u8..24).prop_map(Step::TakeAway),
        2 => (0u8..24, 0u8..3, any::<bool>()).prop_map(|(n, who, on)| Step::React(n, who, on)),
        2 => (30u8..40, 0u8..2).prop_map(|(n, board)| Step::Post(n, board)),
        2 => (50u8..70).prop_map(Step::Remark),
        1 => (0u8..5).prop_map(Step::Clear),
        2 => Just(Step::Commit),
    ];
    prop::collection::vec(step, 0..80)
}

/// All values in plain maps.
#[derive(Default)]
struct Model {
    messages: BTreeMap<(DocId, Timestamp, ObjRef), Message>,
    reactions: BTreeMap<(ObjRef, PersonId), Reaction>,
    posts: BTreeMap<(Timestamp, ObjRef), Post>,
    comments: BTreeMap<(ObjRef, Timestamp, ObjRef), Comment>,
}

impl Model {
    fn clear(&mut self, document: DocId) {
        self.messages.retain(|_, one| one.document != document);
        self.reactions.retain(|_, one| one.document != document);
        self.posts.retain(|_, one| one.document != document);
        self.comments.retain(|_, one| one.document != document);
    }
}

fn apply(step: &Step, model: &mut Model, index: &Index<'_, MemoryStore>, batch: &mut Batch) {
    match *step {
        Step::Say(n, room, edited) => {
            // An object is made once: its place follows from its name.
            let mut one = message(n, n % 2, OTHER, &format!("text {n} {room}"));
            one.edited = edited;
            index.put(&one, batch).unwrap();
            model.messages.insert((one.room, one.time, one.id), one);
        }
        Step::TakeAway(n) => {
            let one = message(n, n % 2, OTHER, "");
            index.remove(&one, batch).unwrap();
            model.messages.remove(&(one.room, one.time, one.id));
        }
        Step::React(n, who, on) => {
            let person = PersonId([who; 16]);
            let one =
                Reaction { target: object(n), emoji: "👍".to_owned(), person, document: message(n, n % 2, ME, "").document };
            if on {
                index.put(&one, batch).unwrap();
                model.reactions.insert((one.target, person), one);
            } else {
                index.remove(&one, batch).unwrap();
                model.reactions.remove(&(one.target, person));
            }
        }
        Step::Post(n, title) => {
            let one = post(n, 20 + n % 2, &format!("title {title}"));
            index.put(&one, batch).unwrap();
            model.posts.insert((one.time, one.id), one);
        }
        Step::Remark(n) => {
            let one = comment(n, CommentOn::Post(object(30 + n % 10)));
            index.put(&one, batch).unwrap();
            model.comments.insert((object(30 + n % 10), one.time, one.id), one);
        }
        Step::Clear(which) => {
            let document = DocId([[100, 102, 170, 171, 200][usize::from(which)]; 16]);
            index.clear_document(document, batch).unwrap();
            model.clear(document);
        }
        Step::Commit => {}
    }
}

fn agrees(model: &Model, store: &MemoryStore) {
    let index = Index::new(store, COMMUNITY);
    for room in [DocId([0; 16]), DocId([1; 16])] {
        let expected: Vec<_> =
            model.messages.iter().rev().filter(|((at, _, _), _)| *at == room).map(|(_, one)| one.clone()).collect();
        let (mut found, mut before) = (Vec::new(), None);
        loop {
            let page = index.messages(room, before.as_ref(), 3).unwrap();
            found.extend(page.items);
            before = page.next;
            if before.is_none() {
                break;
            }
        }
        assert_eq!(found, expected);
    }
    for n in 0..24 {
        let expected = model.messages.values().find(|one| one.id == object(n)).cloned();
        assert_eq!(index.message(&object(n)).unwrap(), expected);
        let expected: Vec<_> = model.reactions.values().filter(|one| one.target == object(n)).cloned().collect();
        assert_eq!(index.reactions(&object(n)).unwrap(), expected);
    }
    for board in [None, Some(DocId([20; 16])), Some(DocId([21; 16]))] {
        let expected: Vec<_> = (model.posts.values().rev())
            .filter(|one| board.is_none_or(|board| one.board == board))
            .map(|one| (one.clone(), model.comments.keys().filter(|(post, _, _)| *post == one.id).count()))
            .collect();
        let found = index.posts(board, None, 100).unwrap();
        assert_eq!(found.items.into_iter().map(|row| (row.post, row.comments)).collect::<Vec<_>>(), expected);
        assert_eq!(found.next, None);
    }
    for n in 30..40 {
        let expected: Vec<_> =
            model.comments.iter().filter(|((post, _, _), _)| *post == object(n)).map(|(_, one)| one.clone()).collect();
        assert_eq!(index.thread(&CommentOn::Post(object(n))).unwrap(), expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_index_answers_as_plain_maps_do(steps in steps()) {
        let (mut store, mut model, mut batch) = (store(), Model::default(), Batch::new());
        for step in &steps {
            if matches!(step, Step::Commit) {
                store.commit(std::mem::take(&mut batch)).unwrap();
                agrees(&model, &store);
            }
            apply(step, &mut model, &Index::new(&store, COMMUNITY), &mut batch);
        }
        store.commit(batch).unwrap();
        agrees(&model, &store);
        // Clearing every document leaves no key behind.
        let mut batch = Batch::new();
        for n in 0..=255 {
            Index::new(&store, COMMUNITY).clear_document(DocId([n; 16]), &mut batch).unwrap();
        }
        store.commit(batch).unwrap();
        prop_assert_eq!(store.keys(Tree::Index, &[], 9).unwrap(), Vec::<Vec<u8>>::new());
    }
}

#[test]
fn a_page_goes_on_where_the_last_one_ended() {
    let mut store = store();
    let all: Vec<Message> = (0..30).map(|n| message(n, 1, OTHER, "hi")).collect();
    put(&mut store, &all);
    let index = Index::new(&store, COMMUNITY);
    let first = index.messages(DocId([1; 16]), None, 12).unwrap();
    let next: Cursor = first.next.unwrap().to_string().parse().unwrap();
    let second = index.messages(DocId([1; 16]), Some(&next), 100).unwrap();
    let seen: Vec<_> = first.items.iter().chain(&second.items).map(|one| one.id).collect();
    assert_eq!(seen, all.iter().rev().map(|one| one.id).collect::<Vec<_>>());
    assert_eq!(second.next, None);
    assert_eq!(index.messages(DocId([2; 16]), None, 12).unwrap().items, []);
    assert_eq!(Index::new(&store, CommunityId([8; 32])).messages(DocId([1; 16]), None, 12).unwrap().items, []);
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
    Index::new(&store, COMMUNITY).mark_read(DocId([1; 16]), Timestamp(1_000), &mut batch).unwrap();
    store.commit(batch).unwrap();
    let index = Index::new(&store, COMMUNITY);
    let rows = index.room_rows(ME).unwrap();
    assert_eq!(rows.iter().map(|row| row.room.name.as_str()).collect::<Vec<_>>(), ["z", "a", "b"]);
    assert_eq!((rows[2].unread, rows[2].last.as_ref().unwrap().text.as_str()), (1, "mine"));
    let mut back = Batch::new();
    index.mark_read(DocId([1; 16]), Timestamp(5), &mut back).unwrap();
    assert!(back.is_empty(), "a mark never goes back");
    let many: Vec<Message> = (0..150).map(|n| message(n, 2, OTHER, "x")).collect();
    put(&mut store, &many);
    let index = Index::new(&store, COMMUNITY);
    assert_eq!(index.unread_messages(DocId([2; 16]), ME).unwrap(), UNREAD_CAP);
    assert_eq!(index.unread(ME).unwrap(), UNREAD_CAP + 1);
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
    let index = Index::new(&store, COMMUNITY);
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
    let rows = Index::new(&store, COMMUNITY).agenda(from, from.plus_ms(DAY_MS), &viewer, 100).unwrap();
    assert_eq!(rows.len(), 3);
    assert_eq!(Index::new(&store, COMMUNITY).events(Some(DocId([2; 16])), 2).unwrap().len(), 2);
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
    let index = Index::new(&store, COMMUNITY);
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
        Index::new(&store, COMMUNITY).set_draft(DocId([1; 16]), text, &mut batch).unwrap();
        store.commit(batch).unwrap();
        assert_eq!(Index::new(&store, COMMUNITY).draft(DocId([1; 16])).unwrap(), text);
    }
    assert!(Index::new(&store, COMMUNITY).set_draft(DocId([1; 16]), &"x".repeat(40_000), &mut Batch::new()).is_err());
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
    let index = Index::new(&store, COMMUNITY);
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
    let mut search = Search::build(&Index::new(&store, COMMUNITY)).unwrap();
    let ask = |search: &Search, store: &MemoryStore, query: &str| -> Vec<u64> {
        let hits = search.find(query, &Index::new(store, COMMUNITY), 10).unwrap();
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
    [&edited, &deleted, &new].into_iter().for_each(|one| search.note(one));
    assert_eq!(ask(&search, &store, "velos"), [1_030, 1_004]);
    assert_eq!(ask(&search, &store, "chaise"), [1_000]);
    let mut batch = Batch::new();
    Index::new(&store, COMMUNITY).clear_document(new.document, &mut batch).unwrap();
    store.commit(batch).unwrap();
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
        search.note(&one);
        texts.insert(n, text);
        let asked = words[pick(48) % 5];
        let found = search.find(asked, &Index::new(&store, COMMUNITY), 100).unwrap();
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
    let index = Index::new(&store, COMMUNITY);
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
    let index = Index::new(&store, COMMUNITY);
    assert_eq!(index.topic_row(topics[0].clone(), ME).unwrap().unread, 1);
    assert_eq!(index.unread_messages(one.id, ME).unwrap(), 6, "what was read in its topic counts no more");
    let mut batch = Batch::new();
    index.mark_read(one.id, Timestamp(1_009), &mut batch).unwrap();
    store.commit(batch).unwrap();
    let index = Index::new(&store, COMMUNITY);
    assert_eq!(index.topic_row(topics[0].clone(), ME).unwrap().unread, 0, "what was read in the room was read");

    put(&mut store, &[Message { deleted: true, ..message(14, 1, OTHER, "") }]);
    let index = Index::new(&store, COMMUNITY);
    assert_eq!(index.topic_messages(&object(2), None, 9).unwrap().items.len(), 3, "deleted ones leave no pointer");
}
