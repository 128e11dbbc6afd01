//! The calendar as a file, written while it is read: once through for the zones that its head tells, once for the events.

use super::PAGE;
use super::folder::{Folder, io_error};
use super::job::Source;
use crate::error::NodeError;
use allforone_core::domain::{CALENDAR_END, CalendarEvent, CalendarZones, Event, calendar_head, calendar_part};
use allforone_core::time::Timestamp;
use std::io::Write as _;

/// Writes every event; `now` is its time of writing.
pub(super) fn write(source: &Source, folder: &mut Folder, now: Timestamp) -> Result<(), NodeError> {
    let mut zones = CalendarZones::default();
    each(source, |event| {
        zones.note(event);
        Ok(())
    })?;
    let mut file = folder.begin("calendar.ics").map_err(|error| io_error(&error))?;
    file.write_all(calendar_head(&zones, now).as_bytes()).map_err(|error| io_error(&error))?;
    each(source, |event| {
        // What was written meanwhile in a zone that the head does not tell is not in this file.
        if zones.covers(event) {
            file.write_all(calendar_part(event, now).as_bytes()).map_err(|error| io_error(&error))?;
        }
        source.count(1);
        Ok(())
    })?;
    file.write_all(CALENDAR_END.as_bytes()).map_err(|error| io_error(&error))?;
    folder.keep(file).map_err(|error| io_error(&error))
}

/// Goes through the events by id, a page at a time.
fn each(source: &Source, mut see: impl FnMut(&CalendarEvent) -> Result<(), NodeError>) -> Result<(), NodeError> {
    let mut after = None;
    loop {
        let page: Vec<Event> = source.read(move |reading| Ok(reading.index.events(after, PAGE)?))?;
        for event in &page {
            see(&CalendarEvent::of(event))?;
        }
        after = page.last().map(|event| event.id);
        if page.len() < PAGE {
            return Ok(());
        }
    }
}
