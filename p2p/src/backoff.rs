//! Waiting longer after each failure.

use std::time::Duration;

use rand::{Rng, RngExt as _};

/// Doubling waits between a first and a longest one, each drawn from its second half so that peers do not move in step.
#[derive(Debug, Clone)]
pub(crate) struct Backoff {
    first: Duration,
    longest: Duration,
    failures: u32,
}

impl Backoff {
    pub(crate) fn new(first: Duration, longest: Duration) -> Self {
        Self { first, longest, failures: 0 }
    }

    /// Starts again with the first wait.
    pub(crate) fn reset(&mut self) {
        self.failures = 0;
    }

    /// Returns the waits given since the last reset.
    pub(crate) fn failures(&self) -> u32 {
        self.failures
    }

    /// Returns how long to wait before the next try.
    pub(crate) fn next(&mut self, rng: &mut impl Rng) -> Duration {
        let doubled = self.first.saturating_mul(1 << self.failures.min(20));
        self.failures = self.failures.saturating_add(1);
        jittered(doubled.min(self.longest), rng)
    }
}

/// Returns a duration from the second half of `longest`.
pub(crate) fn jittered(longest: Duration, rng: &mut impl Rng) -> Duration {
    longest.mul_f64(rng.random_range(0.5..=1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest_and_start_again_after_a_reset() {
        let mut backoff = Backoff::new(Duration::from_millis(500), Duration::from_secs(60));
        for expected in [500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000] {
            let wait = backoff.next(&mut rand::rng()).as_millis();
            assert!((expected / 2..=expected).contains(&wait), "{wait} ms is not in the second half of {expected} ms");
        }
        backoff.reset();
        assert!(backoff.next(&mut rand::rng()) <= Duration::from_millis(500));
    }
}
