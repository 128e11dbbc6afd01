//! `make soak`: real nodes for a long time. Nothing that was acknowledged is lost, nothing grows without bound.
//!
//! `soak [churn] [day]`. SOAK_PEERS (200) nodes come, write and go for SOAK_MINUTES (60); then a day of two neighbours goes by in
//! SOAK_HOURS (24) starts, the clock an hour on at each. SOAK_SEED says what happens. A line of JSON for each minute and each
//! hour; what goes wrong ends the program with the sentence that says what.
#![expect(clippy::print_stdout, reason = "the figures are what it is for")]
#![expect(clippy::print_stderr, reason = "says what is under way")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a soak that cannot be set up, or goes wrong, must fail")]

mod churn;
mod day;
mod weight;

/// How much is asked for.
struct Plan {
    peers: usize,
    minutes: u64,
    hours: u64,
    seed: u64,
}

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let number = |name: &str, usual| std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(usual);
    let plan = Plan {
        peers: number("SOAK_PEERS", 200) as usize,
        minutes: number("SOAK_MINUTES", 60),
        hours: number("SOAK_HOURS", 24),
        seed: number("SOAK_SEED", 1),
    };
    for (name, part) in [("churn", churn::run as fn(&std::path::Path, &Plan)), ("day", day::run)] {
        if wanted.is_empty() || wanted.iter().any(|wanted| wanted == name) {
            let folder = tempfile::tempdir().unwrap();
            eprintln!("{name}: seed {}", plan.seed);
            part(folder.path(), &plan);
            eprintln!("{name}: well");
        }
    }
}
