//! Mutated changes against Automerge itself: what validation accepts must apply, save, load and merge in any order.
//!
//! Of mutated changes that are not validated, 31 % make Automerge panic (reference: trust, 3.2). `AFO_FUZZ` sets the rounds,
//! `AFO_SEED` the seed, which every failure names.

mod attacks;
mod bounds;
mod long_text;
mod shared;
mod truth;
mod typed;

#[cfg(test)]
use super::*;
use crate::id::{DeviceId, PersonId};

/// Small deterministic chance (xorshift).
struct Chance(u64);

impl Chance {
    /// Returns a number below `limit`, 0 where that is 0.
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// Returns the seed of this run and how many rounds to make of `default`.
#[expect(clippy::disallowed_methods, reason = "long runs are asked for by the environment")]
fn plan(default: usize) -> (u64, usize) {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    (number("AFO_SEED").unwrap_or(0x9E37_79B9_7F4A_7C15), number("AFO_FUZZ").map_or(default, |n| n as usize))
}

fn author(person: u8, device: u8) -> Author {
    Author { device: DeviceId([device; 32]), person: PersonId([person; 16]) }
}

/// Returns the hash of the Automerge change that an accepted entry becomes.
pub(super) fn rebuilt_hash(document: &Document, checked: &Checked) -> [u8; 32] {
    truth::rebuild(document, checked).hash().0
}

thread_local! {
    static QUIET: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Panics of Automerge are the subject here; their messages are not.
fn quietly<T>(run: impl FnOnce() -> T) -> T {
    static HOOK: std::sync::Once = std::sync::Once::new();
    HOOK.call_once(|| {
        let loud = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                loud(info);
            }
        }));
    });
    QUIET.set(true);
    let result = run();
    QUIET.set(false);
    result
}
