//! How long one segment of a room or board lasts.

use super::Problem;
use crate::cbor::{Cbor, CborError, Reader, Writer};
use crate::time::{DAY_MS, HOUR_MS, Timestamp};
use serde::{Deserialize, Serialize};

/// Span of one implicit document; a room's setting, and any value is valid at any time (amendments II, 19).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SegmentWidth {
    /// One hour: a room with thousands of messages a day.
    Hour,
    /// Six hours.
    SixHours,
    /// A day.
    Day,
    /// A week.
    Week,
    /// 30 days: the default.
    #[default]
    ThirtyDays,
}

impl SegmentWidth {
    /// All widths, narrowest first.
    pub const ALL: [Self; 5] = [Self::Hour, Self::SixHours, Self::Day, Self::Week, Self::ThirtyDays];

    /// Returns the span in milliseconds, as it travels.
    #[must_use]
    pub const fn millis(self) -> u64 {
        match self {
            Self::Hour => HOUR_MS,
            Self::SixHours => 6 * HOUR_MS,
            Self::Day => DAY_MS,
            Self::Week => 7 * DAY_MS,
            Self::ThirtyDays => 30 * DAY_MS,
        }
    }

    /// Returns the width of so many milliseconds.
    ///
    /// # Errors
    /// [`Problem::OutOfRange`] where there is none.
    pub fn from_millis(millis: u64) -> Result<Self, Problem> {
        Self::ALL.into_iter().find(|width| width.millis() == millis).ok_or(Problem::OutOfRange("segment width"))
    }

    /// Returns the number of the segment in which something written at `time` begins: `floor(time / width)`.
    #[must_use]
    pub const fn index(self, time: Timestamp) -> u64 {
        time.0 / self.millis()
    }
}

impl Cbor for SegmentWidth {
    /// Written as milliseconds.
    fn write(&self, w: &mut Writer) {
        w.uint(self.millis());
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        Self::from_millis(r.uint("segment width")?).map_err(|_| CborError::Malformed("segment width"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_width_survives_being_written() {
        for width in SegmentWidth::ALL {
            assert_eq!(SegmentWidth::from_cbor(&width.to_cbor()), Ok(width));
        }
        assert!(SegmentWidth::from_millis(7).is_err());
    }

    #[test]
    fn the_index_counts_whole_widths() {
        assert_eq!(SegmentWidth::Day.index(Timestamp(DAY_MS - 1)), 0);
        assert_eq!(SegmentWidth::Day.index(Timestamp(DAY_MS)), 1);
    }
}
