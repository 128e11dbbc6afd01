//! How long authority takes: communities of 5,000 and 20,000 control entries, and the checks when one arrives.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark")]

#[path = "../tests/authority/world.rs"]
#[allow(dead_code, reason = "shared with the tests")]
mod world;

use allforone_core::authority::{Cut, resolve};
use allforone_core::domain::Rank;
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use world::World;

/// Twenty admins admit members one by one; of each fifty one is removed with a cut after their first entry.
fn grown(entries: u32) -> World {
    let mut w = World::new();
    for n in 0..20 {
        w.admit(1, 1, 1_000_000 + n, 2_000_000 + n, Rank::Admin);
    }
    for n in 0..entries {
        let admin = n % 20;
        w.admit(1_000_000 + admin, 2_000_000 + admin, 10 + n, 10 + n, Rank::Member);
        if n % 50 == 49 {
            let target = 10 + n - 40;
            let last = w.note(target, target, u64::from(n));
            let cut = Cut([(world::log(target), allforone_core::authority::Head { seq: 1, hash: last })].into());
            w.remove(1, 1, target, cut);
        }
    }
    w
}

/// The same people let in by members through one open invite.
fn invited(entries: u32) -> World {
    let mut w = World::new();
    let invite = w.invite(1, 1, 1, Rank::Member, None);
    for n in 0..entries {
        let admitter = if n < 10 { 1 } else { 10 + n % 10 };
        w.admit_over(admitter, admitter, 10 + n, 10 + n, Rank::Member, Some((invite, 1)), [].into());
    }
    w
}

fn authority(c: &mut Criterion) {
    for count in [5_000, 20_000] {
        let (grown, invited) = (grown(count), invited(count));
        c.bench_function(&format!("resolve {} control entries", grown.entries.len()), |b| {
            b.iter(|| resolve(grown.community, black_box(&grown.entries)));
        });
        c.bench_function(&format!("resolve {} invited members", invited.entries.len()), |b| {
            b.iter(|| resolve(invited.community, black_box(&invited.entries)));
        });
    }
}

criterion_group! { name = benches; config = Criterion::default().sample_size(20); targets = authority }
criterion_main!(benches);
