//! Collaborative text: 260,000 keystrokes, each as a change of plain Automerge, and as AllForOne writes them: one change,
//! drafted and judged, for each pause.

use crate::Plan;
use allforone_core::document::{Author, DocEntry, Document, Judgement};
use allforone_core::domain::DocKind;
use allforone_core::id::{DeviceId, DocId, EntryHash, PersonId};
use allforone_core::time::Timestamp;
use allforone_tests::figure::Figure;
use automerge::transaction::Transactable;
use automerge::{AutoCommit, ObjType, ROOT, ReadDoc, TextEncoding};
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};
use std::path::Path;
use std::time::Instant;

const SEED: u64 = 4;
const KEYSTROKES: usize = 260_000;
/// Keystrokes between two pauses: some ten seconds of typing.
const BURST: (usize, usize) = (20, 60);
/// The text grows to about so many characters, nearly the longest there may be; then as much goes as comes.
const FULL: usize = 30_000;
const LETTERS: &[u8] = b"eeeeaaaiissstttnnrruullooddmmccppvqbfghjxyzw";

/// One keystroke: so many characters go at a place, and these come there.
struct Keystroke {
    at: usize,
    gone: usize,
    come: String,
}

/// Somebody writes: words and typing errors, back and forth, sentences cut and put elsewhere. Returns what happens between
/// pauses.
fn trace() -> Vec<Vec<Keystroke>> {
    let mut rng = ChaCha20Rng::seed_from_u64(SEED);
    let mut draw = move |under: usize| rng.next_u32() as usize % under.max(1);
    let (mut length, mut caret, mut typed, mut bursts) = (0, 0, 0, Vec::new());
    let mut clipboard: Option<String> = None;
    while typed < KEYSTROKES {
        let mut burst = Vec::new();
        // Most go on where they are; some look back a little, some go elsewhere.
        caret = match draw(10) {
            0 => draw(length + 1),
            1 | 2 => caret.saturating_sub(draw(200)),
            _ => caret.min(length),
        };
        let wanted = BURST.0 + draw(BURST.1 - BURST.0);
        let is_shrinking = length > FULL;
        while burst.len() < wanted {
            match draw(100) {
                // A sentence is cut, or what was cut comes back here.
                0 if draw(4) == 0 => {
                    let come = clipboard.take().unwrap_or_default();
                    let gone = if come.is_empty() { (20 + draw(150)).min(length - caret) } else { 0 };
                    if gone > 0 {
                        clipboard = Some((0..gone).map(|n| char::from(LETTERS[n % LETTERS.len()])).collect());
                    }
                    let (at, grown) = (caret, come.chars().count());
                    burst.push(Keystroke { at, gone, come });
                    (length, caret) = (length + grown - gone, caret + grown);
                }
                // A word is taken back, letter by letter.
                n if n < if is_shrinking { 60 } else { 4 } => {
                    for _ in 0..(2 + draw(8)).min(caret) {
                        (caret, length) = (caret - 1, length - 1);
                        burst.push(Keystroke { at: caret, gone: 1, come: String::new() });
                    }
                }
                _ => {
                    let letter = if draw(6) == 0 { ' ' } else { char::from(LETTERS[draw(LETTERS.len())]) };
                    burst.push(Keystroke { at: caret, gone: 0, come: letter.to_string() });
                    (caret, length) = (caret + 1, length + 1);
                }
            }
        }
        typed += burst.len();
        bursts.push(burst);
    }
    bursts
}

/// What a way of writing has cost.
struct Written {
    seconds: f64,
    /// Until the file is there. We build Automerge's document only for it.
    file_seconds: f64,
    changes: usize,
    file_bytes: usize,
    text: String,
}

fn plain(trace: &[Vec<Keystroke>]) -> Written {
    let begin = Instant::now();
    let mut document = AutoCommit::new_with_encoding(TextEncoding::UnicodeCodePoint);
    let text = document.put_object(ROOT, "text", ObjType::Text).expect("a text takes what is typed");
    document.commit();
    for key in trace.iter().flatten() {
        document.splice_text(&text, key.at, key.gone as isize, &key.come).expect("a text takes what is typed");
        document.commit();
    }
    let seconds = begin.elapsed().as_secs_f64();
    let changes = trace.iter().map(Vec::len).sum();
    let said = document.text(&text).expect("a text takes what is typed");
    let begin = Instant::now();
    let file_bytes = document.save().len();
    Written { seconds, file_seconds: begin.elapsed().as_secs_f64(), changes, file_bytes, text: said }
}

fn ours(trace: &[Vec<Keystroke>]) -> Written {
    let author = Author { device: DeviceId([1; 32]), person: PersonId([1; 16]) };
    let mut document = Document::new(DocKind::Event, DocId([7; 16]));
    // What the writer's screen holds; kept beside, because that is no work of ours.
    let mut screen: Vec<char> = Vec::new();
    let (mut seconds, mut changes) = (0.0, 0);
    for burst in trace {
        for key in burst {
            screen.splice(key.at..key.at + key.gone, key.come.chars());
        }
        let text: String = screen.iter().collect();
        let begin = Instant::now();
        // A burst may take back all that it wrote.
        if let Ok(drafted) = document.draft(&author, |draft| draft.set_text("body", &text)) {
            let hash = EntryHash(*blake3::hash(&drafted.batch).as_bytes());
            let entry = DocEntry { hash, author, ts: Timestamp(1), nops: drafted.nops, batch: &drafted.batch };
            let Judgement::Accept(checked) = document.judge(&entry) else { unreachable!("a draft is accepted") };
            document.apply(checked);
            changes += 1;
        }
        seconds += begin.elapsed().as_secs_f64();
    }
    let begin = Instant::now();
    let text = document.text("body").expect("a text takes what is typed");
    seconds += begin.elapsed().as_secs_f64();
    let begin = Instant::now();
    let file_bytes = document.save().expect("a text takes what is typed").len();
    Written { seconds, file_seconds: begin.elapsed().as_secs_f64(), changes, file_bytes, text }
}

pub(crate) fn figures(_: &Path, _: &Plan) -> Vec<Figure> {
    let trace = trace();
    let (plain, ours) = (plain(&trace), ours(&trace));
    assert!(plain.text == ours.text, "both say the same");
    let figure = |name: &str, unit, value: f64, limit: f64| {
        Figure::new(format!("text of 260,000 keystrokes: {name}"), unit, [value]).limit(limit).with("ratio", value / limit)
    };
    vec![
        figure("time", "s", ours.seconds, plain.seconds),
        // Nothing is put off: what exporting the file once takes is counted too.
        figure("time, with the file", "s", ours.seconds + ours.file_seconds, plain.seconds + plain.file_seconds),
        figure("file", "bytes", ours.file_bytes as f64, plain.file_bytes as f64),
        figure("changes", "changes", ours.changes as f64, plain.changes as f64),
    ]
}
