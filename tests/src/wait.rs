//! Waiting for a condition, never for a time.

use std::time::{Duration, Instant};

/// How long a condition may take on a machine that is busy with everything else: patience costs nothing when all is well.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// Asks `condition` again and again until it answers, and returns the answer.
///
/// # Panics
/// Where it does not within [`PATIENCE`]; `what` says what was waited for.
pub fn until<T>(what: &str, condition: impl FnMut() -> Option<T>) -> T {
    // A pause between questions, so that the peers get the processor.
    until_every(Duration::from_millis(40), what, condition)
}

/// The same with another pause between questions: short ones where it is measured how long something takes.
///
/// # Panics
/// As [`until`].
pub fn until_every<T>(pause: Duration, what: &str, mut condition: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = condition() {
            return found;
        }
        assert!(start.elapsed() < PATIENCE, "waited {PATIENCE:?} in vain until {what}");
        std::thread::sleep(pause);
    }
}
