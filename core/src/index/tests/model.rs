//! The index follows random changes like a naive model does.

use super::super::*;
use super::clear;
use super::samples::*;
use crate::domain::{Comment, CommentOn, Message, Post, Reaction};
use crate::id::{ObjRef, PersonId};
use crate::store::MemoryStore;
use crate::time::Timestamp;
use proptest::prelude::*;
use std::collections::BTreeMap;

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
            clear(index, document, batch);
            model.clear(document);
        }
        Step::Commit => {}
    }
}

fn agrees(model: &Model, store: &MemoryStore) {
    let index = Index::new(store, COMMUNITY, store);
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
            apply(step, &mut model, &Index::new(&store, COMMUNITY, &store), &mut batch);
        }
        store.commit(batch).unwrap();
        agrees(&model, &store);
        // Clearing every document leaves no key behind.
        let mut batch = Batch::new();
        for n in 0..=255 {
            clear(&Index::new(&store, COMMUNITY, &store), DocId([n; 16]), &mut batch);
        }
        store.commit(batch).unwrap();
        prop_assert_eq!(store.keys(Tree::Index, &[], 9).unwrap(), Vec::<Vec<u8>>::new());
    }
}
