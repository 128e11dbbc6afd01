//! Calendar files in and out (iCalendar, RFC 5545).

use super::events::{signed, viewer_zone};
use super::reading::Reading;
use super::{Driver, count};
use crate::error::NodeError;
use crate::view::{IcsEvent, IcsImport, IcsImported, IcsText, InCommunity};
use allforone_core::command::{Command, EventFields};
use allforone_core::domain::{CalendarEvent, Event, ReadEvent, read_calendar, write_calendar};
use allforone_core::store::StoreError;
use allforone_core::time::Timestamp;

/// Events read at a time.
const PAGE: usize = 500;
/// Events that one import writes: more would hold up everything else, and the community's quota would refuse them.
const MAX_IMPORTED: usize = 500;

/// Returns a community's calendar as a file.
pub(super) fn write_out(driver: &mut Driver, input: InCommunity) -> Result<IcsText, NodeError> {
    let events = all_events(&driver.read(&input.community)?)?;
    Ok(IcsText { ics: calendar(&events, driver.now()) })
}

/// Looks into a calendar file and, where asked, writes its events. Those with a problem are left out, each saying why.
pub(super) fn take_in(driver: &mut Driver, input: IcsImport) -> Result<IcsImported, NodeError> {
    let community = driver.community(&input.community)?;
    let read = read_calendar(&input.ics).map_err(NodeError::bad_input)?;
    let viewer = viewer_zone();
    let mut events = Vec::new();
    let mut imported = 0;
    for ReadEvent { title, start, event } in read {
        let start_ms = start.map_or(0, |start| signed(start.instant(&viewer)));
        let mut problem = event.as_ref().err().map(ToString::to_string);
        if let (true, Ok(event)) = (input.commit, event) {
            if imported >= MAX_IMPORTED {
                problem = Some(format!("one import takes {MAX_IMPORTED} events; import the rest from a second file"));
            } else {
                match driver.execute(community, Command::CreateEvent { fields: fields(event) }) {
                    Ok(_) => imported += 1,
                    Err(error) => problem = Some(error.details.unwrap_or(error.message)),
                }
            }
        }
        events.push(IcsEvent { title, start_ms, problem });
    }
    Ok(IcsImported { events, imported: count(imported) })
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
