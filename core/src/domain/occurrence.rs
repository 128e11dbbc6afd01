//! When an event takes place: its occurrences between two times.

use super::when::{civil, instant, zone};
use super::{Event, EventStatus, OccurrenceId, Override, Rule, When};
use crate::limits::{MAX_EVENT_MINUTES, MAX_OCCURRENCES};
use crate::time::{DAY_MS, MINUTE_MS, Timestamp};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};

/// One time at which an event takes place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Its name, from its original start; `None` where the event happens once.
    pub id: Option<OccurrenceId>,
    /// When it starts.
    pub start: When,
    /// The same as an instant, for whoever asks.
    pub start_time: Timestamp,
    /// When it ends; of whole days the midnight after.
    pub end_time: Timestamp,
    /// Title, the occurrence's own or the series'.
    pub title: String,
    /// Place, the occurrence's own or the series'.
    pub place: String,
    /// Status, the occurrence's own or the series'; a cancelled series cancels all.
    pub status: EventStatus,
}

impl Event {
    /// Returns the occurrences that are under way at some moment from `from` to before `to`, by start, at most `limit` and
    /// [`MAX_OCCURRENCES`]. Whole days and floating times are read on a wall in `viewer`.
    ///
    /// The start is always an occurrence, also where the rule would leave it out. A rule that cannot be read counts as none:
    /// the event still shows.
    #[must_use]
    pub fn occurrences(&self, from: Timestamp, to: Timestamp, viewer: &TimeZone, limit: usize) -> Vec<Occurrence> {
        // What a wall here says while the window is open; a day wider on both sides, then cut exactly below.
        let longest = u64::from(MAX_EVENT_MINUTES) * MINUTE_MS;
        let own = self.start.tz().and_then(zone).unwrap_or_else(|| viewer.clone());
        let low = civil(Timestamp(from.0.saturating_sub(longest.saturating_add(DAY_MS))), &own);
        let high = civil(to.plus_ms(DAY_MS), &own);
        let mut found: Vec<Occurrence> = Vec::new();
        let mut push = |occurrence: Occurrence| {
            let at_once = occurrence.end_time == occurrence.start_time;
            let goes_on = occurrence.end_time > from || (at_once && occurrence.start_time >= from);
            if occurrence.start_time < to && goes_on {
                found.push(occurrence);
            }
        };
        for start in self.original_starts(low, high, &own) {
            push(self.occurrence(self.start.at(start), viewer));
        }
        for start in self.moved_into(low, high, &own) {
            push(self.occurrence(self.start.at(start), viewer));
        }
        found.sort_by(|a, b| (a.start_time, &a.id).cmp(&(b.start_time, &b.id)));
        found.truncate(limit.min(MAX_OCCURRENCES));
        found
    }

    /// Returns the occurrence of this name, or `None` where the event has none.
    #[must_use]
    pub fn occurrence_named(&self, id: &OccurrenceId, viewer: &TimeZone) -> Option<Occurrence> {
        let own = self.start.tz().and_then(zone).unwrap_or_else(|| viewer.clone());
        let wall = self.wall_of(id, &own)?;
        let found = self.is_recurring() && self.original_starts(wall, wall, &own).contains(&wall);
        found.then(|| self.occurrence(self.start.at(wall), viewer))
    }

    /// Returns the original starts from `low` to `high`: the first, the rule's, added ones; without excepted ones.
    fn original_starts(&self, low: DateTime, high: DateTime, own: &TimeZone) -> BTreeSet<DateTime> {
        let start = self.start.civil();
        let mut starts = BTreeSet::from([start]);
        if let Some(rule) = self.rrule.as_deref().and_then(|rule| Rule::parse(rule).ok()) {
            let to_wall = |utc: DateTime| if self.start.tz().is_some() { in_zone(utc, own) } else { utc };
            starts.extend(rule.between(start, (low, high), to_wall, MAX_OCCURRENCES));
        }
        starts.extend(self.rdate.iter().filter_map(|id| self.wall_of(id, own)));
        for id in &self.exdate {
            if let Some(wall) = self.wall_of(id, own) {
                starts.remove(&wall);
            }
        }
        starts.retain(|wall| (low..=high).contains(wall));
        starts
    }

    /// Returns original starts outside of the span whose occurrence was moved to another start.
    fn moved_into(&self, low: DateTime, high: DateTime, own: &TimeZone) -> BTreeSet<DateTime> {
        let moved: BTreeSet<DateTime> = (self.overrides.iter())
            .filter(|(_, one)| one.start.is_some())
            .filter_map(|(id, _)| self.wall_of(id, own))
            .filter(|wall| !(low..=high).contains(wall))
            .collect();
        let (Some(first), Some(last)) = (moved.first(), moved.last()) else { return moved };
        // A change of an occurrence that the rule no longer has shows nothing.
        let real = self.original_starts(*first, *last, own);
        moved.intersection(&real).copied().collect()
    }

    /// Returns the wall time that an occurrence's name means for this event, `None` for a name of another kind.
    fn wall_of(&self, id: &OccurrenceId, own: &TimeZone) -> Option<DateTime> {
        let text = id.as_str();
        match (&self.start, text.len()) {
            (When::Day { .. }, 8) => Some(Date::strptime("%Y%m%d", text).ok()?.at(0, 0, 0, 0)),
            (When::Local { tz: None, .. }, 15) => DateTime::strptime("%Y%m%dT%H%M%S", text).ok(),
            (When::Local { tz: Some(_), .. }, 16) => {
                let utc = DateTime::strptime("%Y%m%dT%H%M%S", text.strip_suffix('Z')?).ok()?;
                let wall = in_zone(utc, own);
                // A wall time that the clock jumped over took place later: it is found by the name it has.
                let series = wall.date().to_datetime(self.start.civil().time());
                Some(if self.start.at(series).occurrence_id() == *id { series } else { wall })
            }
            _ => None,
        }
    }

    fn occurrence(&self, original: When, viewer: &TimeZone) -> Occurrence {
        let id = self.is_recurring().then(|| original.occurrence_id());
        let none = Override::default();
        let own = id.as_ref().and_then(|id| self.overrides.get(id)).unwrap_or(&none);
        let start = own.start.clone().unwrap_or(original);
        let minutes = own.duration_minutes.unwrap_or(self.duration_minutes).min(MAX_EVENT_MINUTES);
        let start_time = start.instant(viewer);
        let end_time = match &start {
            When::Day { date } => {
                let days = i32::try_from(minutes.div_ceil(24 * 60).max(1)).unwrap_or(1);
                let end = date.checked_add(days.days()).unwrap_or(Date::MAX);
                instant(end.at(0, 0, 0, 0), viewer)
            }
            When::Local { .. } => start_time.plus_ms(u64::from(minutes) * MINUTE_MS),
        };
        let status = match self.status {
            EventStatus::Cancelled => EventStatus::Cancelled,
            EventStatus::Confirmed | EventStatus::Tentative => own.status.unwrap_or(self.status),
        };
        Occurrence {
            id,
            start,
            start_time,
            end_time,
            title: own.title.clone().unwrap_or_else(|| self.title.clone()),
            place: own.place.clone().unwrap_or_else(|| self.place.clone()),
            status,
        }
    }
}

impl Occurrence {
    /// Returns the days on a wall in `viewer` on which it takes place, at most 32.
    #[must_use]
    pub fn days(&self, viewer: &TimeZone) -> Vec<Date> {
        let first = civil(self.start_time, viewer).date();
        let last_moment = Timestamp(self.end_time.0.saturating_sub(1).max(self.start_time.0));
        let last = civil(last_moment, viewer).date();
        first.series(1.day()).take(32).take_while(|day| *day <= last).collect()
    }
}

/// Returns which occurrences take place on which day of a wall in `viewer`, as places in `occurrences`.
#[must_use]
pub fn agenda_days(occurrences: &[Occurrence], viewer: &TimeZone) -> BTreeMap<Date, Vec<usize>> {
    let mut days: BTreeMap<Date, Vec<usize>> = BTreeMap::new();
    for (at, occurrence) in occurrences.iter().enumerate() {
        for day in occurrence.days(viewer) {
            days.entry(day).or_default().push(at);
        }
    }
    days
}

fn in_zone(utc: DateTime, zone: &TimeZone) -> DateTime {
    civil(instant(utc, &TimeZone::UTC), zone)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]
    use super::*;
    use crate::id::{DocId, Lane, PersonId};

    fn event(start: When, minutes: u32, rrule: Option<&str>) -> Event {
        Event {
            id: DocId([1; 16]),
            title: "choir".to_owned(),
            place: "hall".to_owned(),
            description: String::new(),
            start,
            duration_minutes: minutes,
            rrule: rrule.map(str::to_owned),
            exdate: Vec::new(),
            rdate: Vec::new(),
            overrides: BTreeMap::new(),
            status: EventStatus::Confirmed,
            capacity: None,
            slots: Vec::new(),
            uid: String::new(),
            extra: String::new(),
            organisers: Vec::new(),
            lane: Lane::MEMBER,
            author: PersonId([2; 16]),
            time: Timestamp(0),
        }
    }

    fn paris(local: &str) -> When {
        When::local(local, Some("Europe/Paris")).unwrap()
    }

    fn at(utc: &str) -> Timestamp {
        Timestamp(u64::try_from(utc.parse::<jiff::Timestamp>().unwrap().as_millisecond()).unwrap())
    }

    fn starts(event: &Event, from: &str, to: &str, viewer: &str) -> Vec<String> {
        let found = event.occurrences(at(from), at(to), &zone(viewer).unwrap(), 99);
        found.iter().map(|one| civil(one.start_time, &TimeZone::UTC).strftime("%m-%dT%H:%M").to_string()).collect()
    }

    #[test]
    fn an_evening_stays_at_six_when_the_clock_changes() {
        let choir = event(paris("2026-03-24T18:00"), 60, Some("FREQ=WEEKLY"));
        let found = starts(&choir, "2026-03-20T00:00Z", "2026-04-05T00:00Z", "UTC");
        assert_eq!(found, ["03-24T17:00", "03-31T16:00"]);
    }

    #[test]
    fn an_occurrence_in_the_skipped_hour_takes_place_and_can_be_left_out() {
        let mut night = event(paris("2026-03-28T02:30"), 30, Some("FREQ=DAILY;COUNT=3"));
        let window = ("2026-03-27T00:00Z", "2026-04-05T00:00Z", "UTC");
        assert_eq!(starts(&night, window.0, window.1, window.2), ["03-28T01:30", "03-29T01:30", "03-30T00:30"]);
        night.exdate = vec![OccurrenceId::parse("20260329T013000Z").unwrap()];
        assert_eq!(starts(&night, window.0, window.1, window.2), ["03-28T01:30", "03-30T00:30"]);
    }

    #[test]
    fn until_in_utc_is_read_on_the_wall_of_the_event() {
        let choir = event(paris("2026-12-01T00:30"), 60, Some("FREQ=DAILY;UNTIL=20261202T233000Z"));
        let found = starts(&choir, "2026-11-01T00:00Z", "2027-01-01T00:00Z", "UTC");
        assert_eq!(found, ["11-30T23:30", "12-01T23:30", "12-02T23:30"]);
    }

    #[test]
    fn whole_days_and_floating_times_are_the_viewers() {
        let fair = event(When::day("2026-06-21").unwrap(), 2 * 1440, None);
        assert_eq!(starts(&fair, "2026-06-22T20:00Z", "2026-06-23T00:00Z", "Europe/Paris"), ["06-20T22:00"]);
        assert!(starts(&fair, "2026-06-22T22:00Z", "2026-06-23T00:00Z", "Europe/Paris").is_empty(), "over at midnight");
        let days = fair.occurrences(at("2026-06-01T00:00Z"), at("2026-07-01T00:00Z"), &zone("America/Montreal").unwrap(), 9);
        let listed: Vec<_> = days[0].days(&zone("America/Montreal").unwrap()).iter().map(ToString::to_string).collect();
        assert_eq!(listed, ["2026-06-21", "2026-06-22"]);
        let tea = event(When::local("2026-06-21T16:00", None).unwrap(), 60, Some("FREQ=DAILY;COUNT=2"));
        assert_eq!(starts(&tea, "2026-06-01T00:00Z", "2026-07-01T00:00Z", "Asia/Tokyo"), ["06-21T07:00", "06-22T07:00"]);
    }

    #[test]
    fn a_day_of_23_hours_is_one_day() {
        let fair = event(When::day("2026-03-29").unwrap(), 1440, None);
        let one = &fair.occurrences(at("2026-03-01T00:00Z"), at("2026-04-01T00:00Z"), &zone("Europe/Paris").unwrap(), 9)[0];
        assert_eq!(one.end_time.0 - one.start_time.0, 23 * 60 * MINUTE_MS);
    }

    #[test]
    fn one_evening_may_move_change_or_be_cancelled() {
        let mut choir = event(paris("2026-12-01T18:00"), 60, Some("FREQ=WEEKLY;COUNT=4"));
        let id = |text: &str| OccurrenceId::parse(text).unwrap();
        let moved = Override { start: Some(paris("2027-02-01T10:00")), title: Some("concert".to_owned()), ..Override::default() };
        let gone = Override { start: Some(paris("2027-02-02T10:00")), ..Override::default() };
        let off = Override { status: Some(EventStatus::Cancelled), ..Override::default() };
        choir.overrides.insert(id("20261208T170000Z"), moved);
        choir.overrides.insert(id("20261209T170000Z"), gone);
        choir.overrides.insert(id("20261215T170000Z"), off);
        let december = choir.occurrences(at("2026-12-01T00:00Z"), at("2027-01-01T00:00Z"), &TimeZone::UTC, 9);
        let status: Vec<_> = december.iter().map(|one| one.status).collect();
        assert_eq!(status, [EventStatus::Confirmed, EventStatus::Cancelled, EventStatus::Confirmed]);
        let february = choir.occurrences(at("2027-02-01T00:00Z"), at("2027-03-01T00:00Z"), &TimeZone::UTC, 9);
        assert_eq!(february.len(), 1, "a change of a day that is no occurrence shows nothing");
        assert_eq!((february[0].title.as_str(), february[0].id.clone()), ("concert", Some(id("20261208T170000Z"))));
        assert!(choir.occurrence_named(&id("20261208T170000Z"), &TimeZone::UTC).is_some());
        assert!(choir.occurrence_named(&id("20261209T170000Z"), &TimeZone::UTC).is_none());
    }

    #[test]
    fn days_are_added_and_left_out() {
        let mut choir = event(paris("2026-12-01T18:00"), 60, None);
        choir.rdate = vec![OccurrenceId::parse("20261224T170000Z").unwrap(), OccurrenceId::parse("20261224").unwrap()];
        let window = ("2026-11-01T00:00Z", "2027-01-01T00:00Z", "UTC");
        assert_eq!(starts(&choir, window.0, window.1, window.2), ["12-01T17:00", "12-24T17:00"]);
        choir.exdate = vec![OccurrenceId::parse("20261201T170000Z").unwrap()];
        assert_eq!(starts(&choir, window.0, window.1, window.2), ["12-24T17:00"]);
    }

    #[test]
    fn what_is_under_way_is_shown_and_what_is_over_is_not() {
        let night = event(paris("2026-12-01T22:00"), 8 * 60, None);
        assert_eq!(starts(&night, "2026-12-02T04:59Z", "2026-12-03T00:00Z", "UTC").len(), 1);
        assert_eq!(starts(&night, "2026-12-02T05:00Z", "2026-12-03T00:00Z", "UTC").len(), 0);
        let bell = event(paris("2026-12-01T22:00"), 0, None);
        assert_eq!(starts(&bell, "2026-12-01T21:00Z", "2026-12-01T21:01Z", "UTC").len(), 1);
        assert_eq!(starts(&bell, "2026-12-01T20:00Z", "2026-12-01T21:00Z", "UTC").len(), 0);
    }

    #[test]
    fn an_agenda_lists_each_day_of_a_long_event() {
        let camp = event(paris("2026-07-03T18:00"), 44 * 60, None);
        let found = camp.occurrences(at("2026-07-01T00:00Z"), at("2026-08-01T00:00Z"), &zone("Europe/Paris").unwrap(), 9);
        let days: Vec<_> = agenda_days(&found, &zone("Europe/Paris").unwrap()).into_keys().map(|day| day.to_string()).collect();
        assert_eq!(days, ["2026-07-03", "2026-07-04", "2026-07-05"]);
    }
}
