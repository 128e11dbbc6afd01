//! Long texts that several people write at once, as Automerge merges them.

#[cfg(test)]
use super::typed::{Sent, receive};
use super::{Author, Chance, author, plan};
use crate::document::draft::DraftError;
use crate::document::engine::Document;
use crate::domain::DocKind;
use crate::id::{DocId, EntryHash};
use crate::time::Timestamp;
use automerge::{Automerge, ROOT, ReadDoc};

const WRITERS: [(u8, u8); 4] = [(1, 11), (1, 12), (2, 21), (3, 31)];
/// Longer than a few chunks of elements (1,024).
const FIRST: usize = 3_000;

/// What somebody makes of a text: long pastes, words in between, long cuts over any border.
fn edited(old: &str, chance: &mut Chance) -> String {
    let mut text: Vec<char> = old.chars().collect();
    let at = chance.below(text.len() + 1);
    let length = [1, 3, 40, 700, 1_500][chance.below(5)];
    match chance.below(if text.len() > 12_000 { 2 } else { 5 }) {
        0 | 1 => drop(text.drain(at..(at + length).min(text.len()))),
        2 => drop(text.splice(at..at, (0..length).map(|n| ['a', 'é', '🎉', ' '][n % 4]))),
        // Many write at the start and at the end, where what is concurrent meets.
        3 => drop(text.splice(..0, "once ".chars())),
        _ => text.extend(" at last".chars()),
    }
    text.into_iter().collect()
}

fn write(document: &mut Document, author: &Author, chance: &mut Chance, ts: u64) -> Option<Sent> {
    let old = document.text("body").unwrap();
    let new = if ts == 0 { "lorem ".repeat(FIRST / 6) } else { edited(&old, chance) };
    let drafted = match document.draft(author, |draft| draft.set_text("body", &new)) {
        Ok(drafted) => drafted,
        Err(DraftError::Nothing) => return None,
        Err(error) => panic!("{error:?}"),
    };
    let hash = EntryHash(*blake3::hash(&[author.device.0.as_slice(), &drafted.batch, &ts.to_be_bytes()].concat()).as_bytes());
    let sent = Sent { author: *author, hash, ts: Timestamp(ts), nops: drafted.nops, batch: drafted.batch };
    receive(document, std::slice::from_ref(&sent), "a draft is accepted");
    assert_eq!(document.text("body").unwrap(), new, "what was written is what stands there");
    Some(sent)
}

/// The text of a document that Automerge loads from its file.
fn truth(document: &mut Document) -> String {
    let loaded = Automerge::load(&document.save().unwrap()).unwrap();
    let (_, id) = loaded.get(ROOT, "body").unwrap().unwrap();
    loaded.text(&id).unwrap()
}

#[test]
fn long_texts_of_several_people_are_as_automerge_merges_them() {
    let (seed, rounds) = plan(3);
    let mut chance = Chance(seed);
    for round in 0..rounds.min(200) {
        let mut log: Vec<Sent> = Vec::new();
        let mut replicas: Vec<_> = WRITERS.iter().map(|_| Document::new(DocKind::Event, DocId([7; 16]))).collect();
        for step in 0..40 {
            let at = chance.below(WRITERS.len());
            if step == 1 || chance.below(4) == 0 {
                receive(&mut replicas[at], &log, "a replica takes what it missed");
            }
            if chance.below(10) == 0 {
                replicas[at].release();
            }
            let author = author(WRITERS[at].0, WRITERS[at].1);
            log.extend(write(&mut replicas[at], &author, &mut chance, step));
            if chance.below(8) == 0 {
                let (ours, theirs) = (replicas[at].text("body").unwrap(), truth(&mut replicas[at]));
                assert_eq!(ours, theirs, "seed {seed} round {round} step {step}");
            }
        }
        for replica in &mut replicas {
            receive(replica, &log, "at last all have all");
        }
        let expected = truth(&mut replicas[0]);
        for replica in &mut replicas {
            assert_eq!(replica.text("body").unwrap(), expected, "seed {seed} round {round}");
            replica.release();
            assert_eq!(replica.text("body").unwrap(), expected, "seed {seed} round {round}: read again from the start");
        }
    }
}
