//! `make bench`: measures what has a budget, through the API of real nodes, and prints a line of JSON for each figure.
//!
//! `bench [NAME…]` runs only these parts: append, live, join, heal, start, scale, exponents,
//! rebuild, text, dictionary, hall. `BENCH_RUNS` (default 3)
//! says how often each is done, `BENCH_MESSAGES` (default 10000) how many messages the large room has. What it says of itself
//! goes to stderr.
#![expect(clippy::print_stdout, reason = "the figures are what it is for")]
#![expect(clippy::print_stderr, reason = "says what is under way")]
#![allow(clippy::indexing_slicing, reason = "JSON that lacks a key reads as null, and a measurement that goes wrong must fail")]

mod append;
mod dictionary;
mod hall;
mod heal;
mod join;
mod live;
mod rebuild;
mod room;
mod scale;
mod start;
mod text;

use allforone_tests::figure::Figure;
use std::path::Path;
use std::time::Instant;

/// How often each is measured, and at which sizes.
struct Plan {
    runs: usize,
    messages: usize,
}

type Part = fn(&Path, &Plan) -> Vec<Figure>;

const PARTS: [(&str, Part); 11] = [
    ("append", append::figures),
    ("live", live::figures),
    ("join", join::figures),
    ("heal", heal::figures),
    ("start", start::figures),
    ("scale", scale::figures),
    ("exponents", scale::exponents),
    ("rebuild", rebuild::figures),
    ("text", text::figures),
    ("dictionary", dictionary::figures),
    ("hall", hall::figures),
];

fn main() {
    assert!(
        std::env::var_os("AFO_NO_QUOTAS").is_some(),
        "AFO_NO_QUOTAS=1 is missing: scripts/bench.sh sets it, so that a community takes more than a person writes"
    );
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let number = |name: &str, default| std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default);
    let plan = Plan { runs: number("BENCH_RUNS", 3), messages: number("BENCH_MESSAGES", 10_000) };
    for (name, part) in PARTS {
        if !wanted.is_empty() && !wanted.iter().any(|wanted| wanted == name) {
            continue;
        }
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let begin = Instant::now();
        eprintln!("{name}: load {}", load());
        for figure in part(folder.path(), &plan) {
            println!("{}", figure.line());
        }
        eprintln!("{name}: {:.0} s, load {}", begin.elapsed().as_secs_f64(), load());
    }
}

/// The machine's load, so that a figure can be believed or not.
fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').take(3).collect::<Vec<_>>().join(" ")
}
