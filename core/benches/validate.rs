//! What judging, applying and materialising one change costs, in documents of a few sizes.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench that cannot set its scene must fail")]

use allforone_core::document::{Author, DocEntry, Document, Judgement};
use allforone_core::domain::DocKind;
use allforone_core::id::{DeviceId, DocId, EntryHash, PersonId};
use allforone_core::time::Timestamp;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};

const BODY: &str = "Hey all, does anyone have a ladder I could borrow on Saturday?";

struct Sent {
    author: Author,
    hash: EntryHash,
    nops: u64,
    batch: Vec<u8>,
}

impl Sent {
    fn entry(&self) -> DocEntry<'_> {
        DocEntry { hash: self.hash, author: self.author, ts: Timestamp(1), nops: self.nops, batch: &self.batch }
    }
}

fn author(n: u8) -> Author {
    Author { device: DeviceId([n; 32]), person: PersonId([n; 16]) }
}

/// A room of `count` messages by eight people, and one more message.
fn chat(count: usize) -> (Document, Sent) {
    let mut document = Document::new(DocKind::Segment, DocId([7; 16]));
    for n in 0..count {
        let sent = message(&mut document, n);
        take(&mut document, &sent);
    }
    let next = message(&mut document, count);
    (document, next)
}

fn message(document: &mut Document, n: usize) -> Sent {
    let author = author(n as u8 % 8 + 1);
    let drafted = document.draft(&author, |draft| draft.create("m", &[("b", BODY.into())])).unwrap();
    Sent { author, hash: hash(n), nops: drafted.nops, batch: drafted.batch }
}

/// An event whose text has about `chars` characters, and an edit of a word in its middle.
fn event(chars: usize) -> (Document, Sent) {
    let mut document = Document::new(DocKind::Event, DocId([7; 16]));
    let text = BODY.repeat(chars / BODY.len());
    let drafted = document.draft(&author(1), |draft| draft.set_text("body", &text)).unwrap();
    let sent = Sent { author: author(1), hash: hash(0), nops: drafted.nops, batch: drafted.batch };
    take(&mut document, &sent);
    let (before, after) = text.split_at(text.len() / 2);
    let drafted = document.draft(&author(2), |draft| draft.set_text("body", &format!("{before}!{after}"))).unwrap();
    let next = Sent { author: author(2), hash: hash(1), nops: drafted.nops, batch: drafted.batch };
    (document, next)
}

fn hash(n: usize) -> EntryHash {
    EntryHash(*blake3::hash(&n.to_le_bytes()).as_bytes())
}

fn take(document: &mut Document, sent: &Sent) {
    let Judgement::Accept(checked) = document.judge(&sent.entry()) else { unreachable!("a draft is accepted") };
    document.apply(checked);
}

fn benches(c: &mut Criterion) {
    for size in [100, 1_000, 5_000] {
        let (mut document, next) = chat(size);
        c.bench_function(&format!("chat {size}: judge"), |b| b.iter(|| document.judge(&next.entry())));
        c.bench_function(&format!("chat {size}: draft"), |b| b.iter(|| message(&mut document, size)));
        c.bench_function(&format!("chat {size}: list all"), |b| b.iter(|| document.items("m").len()));
    }
    c.bench_function("chat: judge and apply, each of 1000 in an empty room", |b| {
        let sent: Vec<_> = {
            let mut document = Document::new(DocKind::Segment, DocId([7; 16]));
            (0..1_000)
                .map(|n| {
                    let sent = message(&mut document, n);
                    take(&mut document, &sent);
                    sent
                })
                .collect()
        };
        b.iter_batched(
            || Document::new(DocKind::Segment, DocId([7; 16])),
            |mut document| {
                sent.iter().for_each(|sent| take(&mut document, sent));
                document
            },
            BatchSize::LargeInput,
        );
    });
    c.bench_function("chat 1000: materialise", |b| {
        let (mut document, _) = chat(1_000);
        b.iter(|| {
            document.release();
            document.save().unwrap().len()
        });
    });
    for chars in [2_000, 14_000] {
        let (document, next) = event(chars);
        c.bench_function(&format!("event text {chars}: judge one edit"), |b| b.iter(|| document.judge(&next.entry())));
    }
}

criterion_group! {
    name = validate;
    config = Criterion::default().sample_size(20).measurement_time(std::time::Duration::from_secs(2)).warm_up_time(std::time::Duration::from_millis(500));
    targets = benches
}
criterion_main!(validate);
