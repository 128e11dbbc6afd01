//! When something happens: a local time in a zone, or a whole day.

use super::Problem;
use crate::time::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// Start of an event: what the clock on the wall says there, or a day.
///
/// As in RFC 5545 the local time is what is meant: when a country changes its rules, the event stays at six in the evening.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum When {
    /// A time.
    Local {
        /// `2026-12-01T18:00` or with seconds.
        local: DateTime,
        /// IANA name, `Europe/Paris`; `None` is a floating time, the same on every wall.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tz: Option<String>,
    },
    /// A whole day, on every wall.
    Day {
        /// `2026-12-01`.
        date: Date,
    },
}

/// RECURRENCE-ID of an occurrence: its original start in UTC, RFC 5545 basic form (`20261201T170000Z`), `20261201` for
/// whole days and `20261201T180000` for floating times.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OccurrenceId(String);

impl When {
    /// Returns a time in a zone, read from `2026-12-01T18:00` (seconds may follow) and an IANA name.
    ///
    /// # Errors
    /// [`Problem::Malformed`] where the time cannot be read or the zone is not known.
    pub fn local(local: &str, tz: Option<&str>) -> Result<Self, Problem> {
        if local.ends_with(['Z', 'z']) {
            return Err(Problem::Malformed("local time"));
        }
        let local = local.parse::<DateTime>().map_err(|_| Problem::Malformed("local time"))?;
        let when = Self::Local { local, tz: tz.map(str::to_owned) };
        when.check()?;
        Ok(when)
    }

    /// Returns a day, read from `2026-12-01`.
    ///
    /// # Errors
    /// [`Problem::Malformed`] where it cannot be read.
    pub fn day(date: &str) -> Result<Self, Problem> {
        let when = Self::Day { date: date.parse().map_err(|_| Problem::Malformed("date"))? };
        when.check()?;
        Ok(when)
    }

    /// Checks that the zone is known and the year lies between 1900 and 2200.
    ///
    /// # Errors
    /// [`Problem`] where it is not.
    pub fn check(&self) -> Result<(), Problem> {
        if !(1900..=2200).contains(&self.civil().year()) {
            return Err(Problem::OutOfRange("year"));
        }
        match self {
            Self::Local { tz: Some(tz), .. } => zone(tz).map(drop).ok_or(Problem::Malformed("time zone")),
            Self::Local { tz: None, .. } | Self::Day { .. } => Ok(()),
        }
    }

    /// Returns what the wall says at the start; midnight for a day.
    #[must_use]
    pub fn civil(&self) -> DateTime {
        match self {
            Self::Local { local, .. } => *local,
            Self::Day { date } => date.to_datetime(jiff::civil::Time::midnight()),
        }
    }

    /// Returns whether it is a whole day.
    #[must_use]
    pub const fn is_day(&self) -> bool {
        matches!(self, Self::Day { .. })
    }

    /// Returns the zone's IANA name where the event has one of its own.
    #[must_use]
    pub fn tz(&self) -> Option<&str> {
        match self {
            Self::Local { tz, .. } => tz.as_deref(),
            Self::Day { .. } => None,
        }
    }

    /// Returns the same kind of start at another wall time.
    #[must_use]
    pub fn at(&self, civil: DateTime) -> Self {
        match self {
            Self::Local { tz, .. } => Self::Local { local: civil, tz: tz.clone() },
            Self::Day { .. } => Self::Day { date: civil.date() },
        }
    }

    /// Returns the instant. Days and floating times are read on a wall in `viewer`; a wall time that does not exist there
    /// (the clock jumped over it) is moved on by the jump, of one that exists twice the first is meant (RFC 5545, 3.3.5).
    #[must_use]
    pub fn instant(&self, viewer: &TimeZone) -> Timestamp {
        let own = self.tz().and_then(zone);
        instant(self.civil(), own.as_ref().unwrap_or(viewer))
    }

    /// Returns the name of the occurrence that starts here.
    #[must_use]
    pub fn occurrence_id(&self) -> OccurrenceId {
        match self {
            Self::Day { date } => OccurrenceId(date.strftime("%Y%m%d").to_string()),
            Self::Local { local, tz: None } => OccurrenceId(local.strftime("%Y%m%dT%H%M%S").to_string()),
            Self::Local { local, tz: Some(tz) } => {
                let start = instant(*local, &zone(tz).unwrap_or(TimeZone::UTC));
                OccurrenceId(format!("{}Z", civil(start, &TimeZone::UTC).strftime("%Y%m%dT%H%M%S")))
            }
        }
    }
}

impl OccurrenceId {
    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads one of the three forms.
    ///
    /// # Errors
    /// [`Problem::Malformed`] for anything else.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let wrong = Problem::Malformed("occurrence");
        let body = text.strip_suffix('Z').unwrap_or(text);
        let read = match (body.len(), body.len() == text.len()) {
            (8, true) => Date::strptime("%Y%m%d", body).map(|date| date.strftime("%Y%m%d").to_string()),
            (15, _) => DateTime::strptime("%Y%m%dT%H%M%S", body).map(|time| time.strftime("%Y%m%dT%H%M%S").to_string()),
            _ => return Err(wrong),
        };
        // Written again and compared: one occurrence has one name.
        if read.map_err(|_| wrong)? == body { Ok(Self(text.to_owned())) } else { Err(wrong) }
    }
}

impl std::fmt::Display for OccurrenceId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for OccurrenceId {
    type Error = Problem;
    fn try_from(text: String) -> Result<Self, Problem> {
        Self::parse(&text)
    }
}

impl From<OccurrenceId> for String {
    fn from(id: OccurrenceId) -> Self {
        id.0
    }
}

/// Returns the zone of this IANA name, from the tables built into the program, so that it is the same everywhere.
#[must_use]
pub fn zone(name: &str) -> Option<TimeZone> {
    jiff::tz::db().get(name).ok()
}

/// Returns the instant at which a wall in `zone` says `civil`; 0 for times before 1970.
pub(super) fn instant(civil: DateTime, zone: &TimeZone) -> Timestamp {
    let millis = zone.to_ambiguous_zoned(civil).compatible().map_or(0, |zoned| zoned.timestamp().as_millisecond());
    Timestamp(u64::try_from(millis).unwrap_or(0))
}

/// Returns what a wall in `zone` says at `time`.
pub(super) fn civil(time: Timestamp, zone: &TimeZone) -> DateTime {
    let millis = i64::try_from(time.0).unwrap_or(i64::MAX);
    let instant = jiff::Timestamp::from_millisecond(millis).unwrap_or(jiff::Timestamp::MAX);
    zone.to_datetime(instant)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops where it fails")]
    use super::*;

    #[test]
    fn a_local_time_stands_still_when_the_clock_changes() {
        let winter = When::local("2026-12-01T18:00", Some("Europe/Paris")).unwrap();
        let summer = When::local("2026-07-01T18:00", Some("Europe/Paris")).unwrap();
        assert_eq!(winter.occurrence_id().as_str(), "20261201T170000Z");
        assert_eq!(summer.occurrence_id().as_str(), "20260701T160000Z");
    }

    #[test]
    fn a_skipped_time_moves_on_and_a_doubled_one_is_the_first() {
        let skipped = When::local("2026-03-29T02:30", Some("Europe/Paris")).unwrap();
        assert_eq!(skipped.occurrence_id().as_str(), "20260329T013000Z", "half past three in summer time");
        let doubled = When::local("2026-10-25T02:30", Some("Europe/Paris")).unwrap();
        assert_eq!(doubled.occurrence_id().as_str(), "20261025T003000Z", "still summer time");
    }

    #[test]
    fn days_and_floating_times_have_no_zone_in_their_name() {
        assert_eq!(When::day("2026-12-01").unwrap().occurrence_id().as_str(), "20261201");
        assert_eq!(When::local("2026-12-01T18:00", None).unwrap().occurrence_id().as_str(), "20261201T180000");
    }

    #[test]
    fn what_is_no_time_is_refused() {
        assert!(When::local("2026-12-01T18:00Z", None).is_err());
        assert!(When::local("tomorrow", None).is_err());
        assert!(When::local("2026-12-01T18:00", Some("Mars/Olympus")).is_err());
        assert!(When::day("2026-02-30").is_err());
        assert!(When::day("0001-01-01").is_err());
    }

    #[test]
    fn an_occurrence_has_one_spelling() {
        for good in ["20261201", "20261201T180000", "20261201T180000Z"] {
            assert_eq!(OccurrenceId::parse(good).unwrap().as_str(), good);
        }
        for bad in ["", "2026121", "20261301", "20261201Z", "20261201T1800", "20261201t180000", "é0261201T18000"] {
            assert!(OccurrenceId::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn json_shows_which_kind_it_is() {
        let local = When::local("2026-12-01T18:00", Some("Europe/Paris")).unwrap();
        let json = serde_json::to_string(&local).unwrap();
        assert_eq!(json, r#"{"local":"2026-12-01T18:00:00","tz":"Europe/Paris"}"#);
        assert_eq!(serde_json::from_str::<When>(&json).unwrap(), local);
        let day = When::day("2026-12-01").unwrap();
        assert_eq!(serde_json::from_str::<When>(&serde_json::to_string(&day).unwrap()).unwrap(), day);
    }
}
