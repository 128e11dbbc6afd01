//! Calendar files in and out (iCalendar, RFC 5545).

use super::events::{signed, viewer_zone};
use super::reading::Reading;
use super::{Driver, count};
use crate::error::{ErrorCode, NodeError};
use crate::view::{IcsEvent, IcsImport, IcsImported, IcsProblem, IcsText, InCommunity};
use allforone_core::command::{Command, EventFields};
use allforone_core::domain::{
    CalendarEvent, Event, EventStatus, Problem, ReadEvent, When, left_out, read_calendar, write_calendar,
};
use allforone_core::store::StoreError;
use allforone_core::time::Timestamp;
use std::collections::BTreeSet;

/// Events read at a time.
const PAGE: usize = 500;
/// Events that one import writes: more would hold up everything else, and the community's quota would refuse them.
const MAX_IMPORTED: usize = 500;

/// Returns a community's calendar as a file.
pub(super) fn write_out(driver: &mut Driver, input: InCommunity) -> Result<IcsText, NodeError> {
    let events = all_events(&driver.read(&input.community)?)?;
    Ok(IcsText { ics: calendar(&events, driver.now()) })
}

/// Looks into a calendar file and, where asked, writes its events. Those with a problem are left out, each saying why; so are
/// those that are in the agenda already.
pub(super) fn take_in(driver: &mut Driver, input: IcsImport) -> Result<IcsImported, NodeError> {
    let community = driver.community(&input.community)?;
    let read = read_calendar(&input.ics).map_err(NodeError::bad_input)?;
    let viewer = viewer_zone();
    let known = uids(&all_events(&driver.read(&input.community)?)?);
    let mut events = Vec::new();
    let mut imported = 0;
    for ReadEvent { title, start, event, fault, lost } in read {
        let start_ms = start.as_ref().map_or(0, |start| signed(start.instant(&viewer)));
        let all_day = matches!(start, Some(When::Day { .. }));
        let mut problem = match &event {
            Ok(event) => known.contains(&event.uid).then_some(IcsProblem::AlreadyHere),
            Err(error) => Some(unreadable(error)),
        };
        if let (true, None, Ok(event)) = (input.commit, problem, event) {
            if imported >= MAX_IMPORTED {
                problem = Some(IcsProblem::TooMany);
            } else {
                match driver.execute(community, Command::CreateEvent { fields: fields(event) }) {
                    Ok(_) => imported += 1,
                    Err(error) => problem = Some(refused(&error)),
                }
            }
        }
        events.push(IcsEvent { title, start_ms, all_day, problem, fault, lost });
    }
    Ok(IcsImported { events, imported: count(imported), lost: left_out(&input.ics) })
}

/// Returns how calendar files name events that take place.
fn uids(events: &[Event]) -> BTreeSet<String> {
    events.iter().filter(|event| event.status != EventStatus::Cancelled).map(|event| CalendarEvent::of(event).uid).collect()
}

/// Returns why an event of a file cannot be read.
fn unreadable(problem: &Problem) -> IcsProblem {
    match problem {
        Problem::Empty("start") => IcsProblem::NoStart,
        Problem::Empty("title") => IcsProblem::NoTitle,
        Problem::Malformed("time zone") => IcsProblem::UnknownZone,
        Problem::Malformed("recurrence rule") => IcsProblem::UnclearRule,
        Problem::Malformed("date" | "date or time" | "local time" | "occurrence" | "duration")
        | Problem::OutOfRange("year" | "duration") => IcsProblem::UnclearTime,
        Problem::TooLong { .. } => IcsProblem::TooLong,
        Problem::Empty(_) | Problem::Malformed(_) | Problem::OutOfRange(_) => IcsProblem::Other,
    }
}

/// Returns why an event that was read was not written.
fn refused(error: &NodeError) -> IcsProblem {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the other codes say nothing about one event")]
    match error.code {
        ErrorCode::NotAllowed => IcsProblem::NotAllowed,
        ErrorCode::QuotaReached => IcsProblem::QuotaReached,
        ErrorCode::TooLarge => IcsProblem::TooLong,
        _ => IcsProblem::Other,
    }
}

/// Returns the events of a community by id.
pub(in crate::driver) fn all_events(reading: &Reading<'_>) -> Result<Vec<Event>, StoreError> {
    let mut events: Vec<Event> = Vec::new();
    loop {
        let page = reading.index.events(events.last().map(|event| event.id), PAGE)?;
        let is_last = page.len() < PAGE;
        events.extend(page);
        if is_last {
            return Ok(events);
        }
    }
}

/// Returns a calendar file.
pub(in crate::driver) fn calendar(events: &[Event], stamp: Timestamp) -> String {
    let events: Vec<CalendarEvent> = events.iter().map(CalendarEvent::of).collect();
    write_calendar(&events, stamp)
}

/// Returns an event of a file as it is written here; lines that are not understood go with it.
fn fields(read: CalendarEvent) -> EventFields {
    EventFields { uid: read.uid, extra: read.extra.join("\n"), ..EventFields::from(read.event) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]
    use crate::driver::testing::Alone;
    use allforone_core::domain::{CalendarEvent, read_calendar};
    use serde_json::{Value, json};

    /// A file as a program writes it, and what an import says is not kept: of its events, of the whole.
    const TABLE: [(&str, &str, &[&str], &[&str]); 5] = [
        ("Google", include_str!("../../../fixtures/calendars/google.ics"), &[], &["X-WR-CALNAME", "X-WR-TIMEZONE"]),
        (
            "Outlook",
            include_str!("../../../fixtures/calendars/outlook.ics"),
            &["DESCRIPTION;LANGUAGE", "LOCATION;LANGUAGE", "SUMMARY;LANGUAGE"],
            &[],
        ),
        (
            "Thunderbird",
            include_str!("../../../fixtures/calendars/thunderbird.ics"),
            &["RECURRENCE-ID/CREATED", "RECURRENCE-ID/DESCRIPTION"],
            &["VTODO"],
        ),
        ("Apple", include_str!("../../../fixtures/calendars/apple.ics"), &[], &["X-APPLE-CALENDAR-COLOR", "X-WR-CALNAME"]),
        ("Nextcloud", include_str!("../../../fixtures/calendars/nextcloud.ics"), &[], &[]),
    ];

    fn events(file: &str) -> Vec<CalendarEvent> {
        let mut events: Vec<_> = read_calendar(file).unwrap().into_iter().map(|one| one.event.unwrap()).collect();
        events.sort_by(|a, b| a.uid.cmp(&b.uid));
        events
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn files_of_five_programs_come_out_as_they_went_in() {
        for (program, file, lost, of_file) in TABLE {
            let alone = Alone::start().await;
            let id = alone.found().await;
            let input = |commit: bool| json!({"community": id, "ics": file.replace('\n', "\r\n"), "commit": commit});
            let looked = alone.call("ics_import", input(false)).await;
            assert_eq!((&looked["imported"], &looked["lost"]), (&json!(0), &json!(of_file)), "{program}: {looked:#}");
            let said: Vec<&Value> =
                looked["events"].as_array().unwrap().iter().flat_map(|one| one["lost"].as_array().unwrap()).collect();
            assert_eq!(said, lost.iter().map(|name| json!(name)).collect::<Vec<_>>().iter().collect::<Vec<_>>(), "{program}");
            let imported = alone.call("ics_import", input(true)).await;
            assert!(imported["events"].as_array().unwrap().iter().all(|one| one["problem"].is_null()), "{program}: {imported:#}");
            let written = alone.call("ics_export", json!({ "community": id })).await["ics"].as_str().unwrap().to_owned();
            assert_eq!(events(&written), events(&file.replace('\n', "\r\n")), "{program}: nothing else is lost");
            let again = alone.call("ics_import", input(true)).await;
            assert_eq!(again["imported"], json!(0), "{program}: a second time adds nothing");
            assert!(again["events"].as_array().unwrap().iter().all(|one| one["problem"] == "already_here"), "{program}");
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn an_event_that_is_left_out_says_why_by_a_code() {
        let alone = Alone::start().await;
        let id = alone.found().await;
        let table = [
            ("SUMMARY:A", "no_start", None),
            ("DTSTART:20261201T180000Z", "no_title", None),
            ("SUMMARY:A\r\nDTSTART;TZID=Mars/Base:20261201T180000", "unknown_zone", Some("Mars/Base")),
            ("SUMMARY:A\r\nDTSTART:20261201T180000Z\r\nRRULE:FREQ=MOONLY", "unclear_rule", Some("FREQ=MOONLY")),
            ("SUMMARY:A\r\nDTSTART:yesterday", "unclear_time", Some("yesterday")),
            ("SUMMARY:A\r\nDTSTART:20261201T180000Z\r\nEXDATE:20261208T180000Z,never", "unclear_time", Some("never")),
            ("SUMMARY:A\r\nDTSTART:20261201T180000Z\r\nDURATION:soon", "unclear_time", Some("soon")),
        ];
        for (lines, code, fault) in table {
            let file = format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
            let found = alone.call("ics_import", json!({"community": id, "ics": file, "commit": true})).await;
            assert_eq!((&found["events"][0]["problem"], &found["imported"]), (&json!(code), &json!(0)), "{lines}");
            assert_eq!(found["events"][0]["fault"], json!(fault), "{lines}");
        }
    }
}
