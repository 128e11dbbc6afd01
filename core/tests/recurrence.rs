//! Recurrence against a table of hard cases: what the wall says, what the clock says, and where both disagree.
//!
//! Expected starts are UTC, worked out by hand from RFC 5545 and the IANA zones; in the skipped hour a start moves forward,
//! in the doubled hour it is the first (RFC 5545, 3.3.5).
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up must fail")]

use allforone_core::domain::{Event, EventStatus, OccurrenceId, TimeZone, When, zone};
use allforone_core::id::{DocId, Lane, PersonId};
use allforone_core::time::Timestamp;
use std::collections::BTreeMap;

/// One case.
struct Case {
    name: &'static str,
    /// `2026-03-28T02:30 Europe/Paris`, `2026-03-28T02:30` floating, `2026-03-28` a day.
    start: &'static str,
    rrule: &'static str,
    /// Names of occurrences, separated by spaces.
    exdate: &'static str,
    rdate: &'static str,
    /// First starts in UTC within ten years.
    expected: &'static [&'static str],
    /// Whether there are no further ones.
    is_all: bool,
}

const fn case(name: &'static str, start: &'static str, rrule: &'static str, expected: &'static [&'static str]) -> Case {
    Case { name, start, rrule, exdate: "", rdate: "", expected, is_all: false }
}

const fn ends(case: Case) -> Case {
    Case { is_all: true, ..case }
}

const VIEWER: &str = "Europe/Paris";

fn table() -> Vec<Case> {
    vec![
        ends(case(
            "the skipped hour moves forward that day only",
            "2026-03-28T02:30 Europe/Paris",
            "FREQ=DAILY;COUNT=3",
            &["2026-03-28T01:30", "2026-03-29T01:30", "2026-03-30T00:30"],
        )),
        ends(case(
            "the doubled hour is its first",
            "2026-10-24T02:30 Europe/Paris",
            "FREQ=DAILY;COUNT=3",
            &["2026-10-24T00:30", "2026-10-25T00:30", "2026-10-26T01:30"],
        )),
        case(
            "a week over both changes stays on the wall",
            "2026-03-24T18:00 America/New_York",
            "FREQ=WEEKLY;INTERVAL=16",
            &["2026-03-24T22:00", "2026-07-14T22:00", "2026-11-03T23:00"],
        ),
        case(
            "the south changes the other way",
            "2026-04-04T09:00 Australia/Sydney",
            "FREQ=DAILY",
            &["2026-04-03T22:00", "2026-04-04T23:00", "2026-04-05T23:00"],
        ),
        case(
            "a change of half an hour",
            "2026-04-04T12:00 Australia/Lord_Howe",
            "FREQ=DAILY",
            &["2026-04-04T01:00", "2026-04-05T01:30"],
        ),
        case(
            "first Friday of the month",
            "2026-12-04T19:00 Europe/Paris",
            "FREQ=MONTHLY;BYDAY=1FR",
            &["2026-12-04T18:00", "2027-01-01T18:00", "2027-02-05T18:00"],
        ),
        case(
            "last Friday of the month",
            "2026-11-27T19:00 Europe/Paris",
            "FREQ=MONTHLY;BYDAY=-1FR",
            &["2026-11-27T18:00", "2026-12-25T18:00", "2027-01-29T18:00"],
        ),
        case(
            "fifth Monday: months without one are left out",
            "2026-11-30T19:00 Europe/Paris",
            "FREQ=MONTHLY;BYDAY=5MO",
            &["2026-11-30T18:00", "2027-03-29T17:00", "2027-05-31T17:00"],
        ),
        case(
            "last working day",
            "2026-11-30T19:00 Europe/Paris",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            &["2026-11-30T18:00", "2026-12-31T18:00", "2027-01-29T18:00"],
        ),
        case(
            "last day of the month",
            "2027-01-31",
            "FREQ=MONTHLY;BYMONTHDAY=-1",
            &["2027-01-30T23:00", "2027-02-27T23:00", "2027-03-30T22:00"],
        ),
        case(
            "the 31st, where there is one",
            "2027-01-31",
            "FREQ=MONTHLY",
            &["2027-01-30T23:00", "2027-03-30T22:00", "2027-05-30T22:00"],
        ),
        ends(case(
            "29 February comes every four years",
            "2024-02-29T12:00 UTC",
            "FREQ=YEARLY;COUNT=3",
            &["2024-02-29T12:00", "2028-02-29T12:00", "2032-02-29T12:00"],
        )),
        ends(case(
            "until in UTC is the moment, included",
            "2026-10-20T18:00 Europe/Paris",
            "FREQ=WEEKLY;UNTIL=20261103T170000Z",
            &["2026-10-20T16:00", "2026-10-27T17:00", "2026-11-03T17:00"],
        )),
        ends(case(
            "until in UTC a second before leaves it out",
            "2026-10-20T18:00 Europe/Paris",
            "FREQ=WEEKLY;UNTIL=20261103T165959Z",
            &["2026-10-20T16:00", "2026-10-27T17:00"],
        )),
        ends(case(
            "until on the wall is read on the wall",
            "2026-10-20T18:00 Europe/Paris",
            "FREQ=WEEKLY;UNTIL=20261103T180000",
            &["2026-10-20T16:00", "2026-10-27T17:00", "2026-11-03T17:00"],
        )),
        ends(case(
            "until a day holds that whole day",
            "2026-10-20T18:00 Europe/Paris",
            "FREQ=WEEKLY;UNTIL=20261103",
            &["2026-10-20T16:00", "2026-10-27T17:00", "2026-11-03T17:00"],
        )),
        ends(Case {
            exdate: "20261208T170000Z",
            ..case(
                "what is left out still counts",
                "2026-12-01T18:00 Europe/Paris",
                "FREQ=WEEKLY;COUNT=3",
                &["2026-12-01T17:00", "2026-12-15T17:00"],
            )
        }),
        ends(Case {
            rdate: "20261224T170000Z 20261208T170000Z",
            ..case(
                "what is added comes on top, and once",
                "2026-12-01T18:00 Europe/Paris",
                "FREQ=WEEKLY;COUNT=2",
                &["2026-12-01T17:00", "2026-12-08T17:00", "2026-12-24T17:00"],
            )
        }),
        ends(Case {
            exdate: "20261224T170000Z",
            rdate: "20261224T170000Z",
            ..case("leaving out wins over adding", "2026-12-01T18:00 Europe/Paris", "FREQ=DAILY;COUNT=1", &["2026-12-01T17:00"])
        }),
        ends(Case {
            exdate: "20260622",
            ..case("whole days are the viewer's", "2026-06-21", "FREQ=DAILY;COUNT=3", &["2026-06-20T22:00", "2026-06-22T22:00"])
        }),
        ends(case(
            "floating times are on the viewer's wall",
            "2026-10-24T08:00",
            "FREQ=DAILY;COUNT=3",
            &["2026-10-24T06:00", "2026-10-25T07:00", "2026-10-26T07:00"],
        )),
        case(
            "every other week, weeks from Monday",
            "1997-08-05T09:00 UTC",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO",
            &["1997-08-05T09:00", "1997-08-10T09:00", "1997-08-19T09:00", "1997-08-24T09:00"],
        ),
        case(
            "every other week, weeks from Sunday",
            "1997-08-05T09:00 UTC",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU",
            &["1997-08-05T09:00", "1997-08-17T09:00", "1997-08-19T09:00", "1997-08-31T09:00"],
        ),
        case(
            "the start counts although the rule leaves it out",
            "2026-12-02T18:00 Europe/Paris",
            "FREQ=WEEKLY;BYDAY=TU",
            &["2026-12-02T17:00", "2026-12-08T17:00"],
        ),
        ends(case("a rule that cannot be read is none", "2026-12-02T18:00 Europe/Paris", "FREQ=HOURLY", &["2026-12-02T17:00"])),
    ]
}

#[test]
fn hard_cases_give_their_starts() {
    for case in table() {
        let event = event(&case);
        let from = first(&event);
        let ten_years = Timestamp(from.0 + 10 * 366 * 86_400_000);
        let viewer = zone(VIEWER).unwrap();
        let found = event.occurrences(from, ten_years, &viewer, 1_000);
        let starts: Vec<String> = found.iter().map(|one| utc(one.start_time)).collect();
        let shown = if case.is_all { &starts } else { &starts.iter().take(case.expected.len()).cloned().collect() };
        assert_eq!(shown, case.expected, "{}", case.name);
        for one in &found {
            let Some(id) = &one.id else { continue };
            let named = event.occurrence_named(id, &viewer);
            assert_eq!(named.map(|named| named.start_time), Some(one.start_time), "{}: {id} names it", case.name);
        }
    }
}

#[test]
fn a_window_gives_what_the_whole_gives_there() {
    for case in table() {
        let (event, viewer) = (event(&case), zone(VIEWER).unwrap());
        let from = first(&event);
        let all = event.occurrences(from, Timestamp(from.0 + 400 * 86_400_000), &viewer, 1_000);
        for week in 0..57 {
            let (low, high) = (Timestamp(from.0 + week * 7 * 86_400_000), Timestamp(from.0 + (week + 1) * 7 * 86_400_000));
            let part = event.occurrences(low, high, &viewer, 1_000);
            let expected: Vec<_> = all.iter().filter(|one| one.start_time < high && one.end_time > low).cloned().collect();
            assert_eq!(part, expected, "{}: week {week}", case.name);
        }
    }
}

fn event(case: &Case) -> Event {
    let start = match case.start.split_once(' ') {
        Some((local, tz)) => When::local(local, Some(tz)).unwrap(),
        None if case.start.contains('T') => When::local(case.start, None).unwrap(),
        None => When::day(case.start).unwrap(),
    };
    let ids = |text: &str| text.split_whitespace().map(|id| OccurrenceId::parse(id).unwrap()).collect();
    Event {
        id: DocId([1; 16]),
        title: case.name.to_owned(),
        place: String::new(),
        description: String::new(),
        duration_minutes: if start.is_day() { 1_440 } else { 60 },
        start,
        rrule: Some(case.rrule.to_owned()),
        exdate: ids(case.exdate),
        rdate: ids(case.rdate),
        overrides: BTreeMap::new(),
        status: EventStatus::Confirmed,
        capacity: None,
        organisers: Vec::new(),
        slots: Vec::new(),
        uid: String::new(),
        extra: String::new(),
        lane: Lane::MEMBER,
        author: PersonId([2; 16]),
        time: Timestamp(0),
    }
}

fn first(event: &Event) -> Timestamp {
    event.start.instant(&zone(VIEWER).unwrap())
}

fn utc(time: Timestamp) -> String {
    let time = TimeZone::UTC.to_datetime(jiff::Timestamp::from_millisecond(i64::try_from(time.0).unwrap()).unwrap());
    time.strftime("%Y-%m-%dT%H:%M").to_string()
}
