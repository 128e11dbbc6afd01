//! The time as the driver has it.

use allforone_core::time::{DAY_MS, Timestamp};
use std::time::SystemTime;

/// What the machine's clock says; in measurements less, so that what is written lies spread over years.
#[derive(Debug)]
pub(crate) struct Clock {
    behind_ms: u64,
    step_ms: u64,
}

/// `DAYS/MESSAGES`: the time begins so many days ago and is today's once so many messages are written. For measurements alone.
const PAST: &str = "AFO_PAST";

impl Clock {
    /// Returns the machine's clock, or what [`PAST`] makes of it.
    pub(crate) fn new() -> Self {
        Self::spread(&std::env::var(PAST).unwrap_or_default()).unwrap_or(Self { behind_ms: 0, step_ms: 0 })
    }

    fn spread(text: &str) -> Option<Self> {
        let (days, messages) = text.split_once('/')?;
        let behind_ms = days.parse::<u64>().ok()?.checked_mul(DAY_MS)?;
        Some(Self { behind_ms, step_ms: behind_ms.checked_div(messages.parse().ok()?)? })
    }

    /// Returns the time.
    pub(crate) fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Timestamp(u64::try_from(since.as_millis()).unwrap_or(u64::MAX).saturating_sub(self.behind_ms))
    }

    /// Notes that a message was written.
    pub(crate) fn wrote(&mut self) {
        self.behind_ms = self.behind_ms.saturating_sub(self.step_ms);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops where it fails")]
    use super::*;

    #[test]
    fn the_past_comes_to_today_with_what_is_written() {
        let mut clock = Clock::spread("30/3").unwrap();
        let today = Clock { behind_ms: 0, step_ms: 0 }.now();
        for days in [30, 20, 10, 0, 0] {
            assert!(
                clock.now() >= Timestamp(today.0 - days * DAY_MS) && clock.now() < Timestamp(today.0 - days * DAY_MS + DAY_MS)
            );
            clock.wrote();
        }
        for wrong in ["", "5", "a/3", "5/0", "5/-1"] {
            assert!(Clock::spread(wrong).is_none(), "{wrong}");
        }
    }
}
