//! Writes calendar files: the other direction of `calendar_file.rs`.

use super::calendar_file::{CalendarEvent, read_when};
use super::calendar_zone::write_zone;
use super::content_line::{ContentLine, escaped, write_line};
use super::when::{civil, zone};
use super::{EventStatus, OccurrenceId, When};
use crate::time::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// Writes a calendar file; `stamp` is the time of writing.
#[must_use]
pub fn write_calendar<'a>(events: impl IntoIterator<Item = &'a CalendarEvent>, stamp: Timestamp) -> String {
    let events: Vec<&CalendarEvent> = events.into_iter().collect();
    let mut zones = CalendarZones::default();
    for event in &events {
        zones.note(event);
    }
    let mut file = calendar_head(&zones, stamp);
    for event in events {
        write_event(event, stamp, &mut file);
    }
    file + CALENDAR_END
}

/// The zones that the events of a file name, and from when to when each is needed: what the file says before its events.
///
/// A file is written in pieces by going through the events twice: [`CalendarZones::note`] each, then [`calendar_head`],
/// [`calendar_part`] for each that is [covered](CalendarZones::covers), and [`CALENDAR_END`].
#[derive(Default)]
pub struct CalendarZones {
    spans: BTreeMap<String, (Timestamp, Timestamp)>,
}

impl CalendarZones {
    /// Takes in the zones of an event.
    pub fn note(&mut self, one: &CalendarEvent) {
        for (name, time) in zoned(one) {
            match self.spans.get_mut(name) {
                Some((from, to)) => (*from, *to) = ((*from).min(time), (*to).max(time)),
                None => drop(self.spans.insert(name.to_owned(), (time, time))),
            }
        }
    }

    /// Returns whether a file with these zones can say when an event is. One written meanwhile may be elsewhere or later.
    #[must_use]
    pub fn covers(&self, one: &CalendarEvent) -> bool {
        zoned(one).all(|(name, time)| self.spans.get(name).is_some_and(|(from, to)| (*from..=*to).contains(&time)))
    }
}

/// Returns the beginning of a calendar file; `stamp` is the time of writing, up to which at least the zones are told.
#[must_use]
pub fn calendar_head(zones: &CalendarZones, stamp: Timestamp) -> String {
    let mut file = String::new();
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//AllForOne//AllForOne//EN", "CALSCALE:GREGORIAN"] {
        write_line(line, &mut file);
    }
    for (name, (from, to)) in zones.spans.iter().filter(|(name, _)| *name != "UTC") {
        write_zone(name, *from, stamp.max(*to), &mut file);
    }
    file
}

/// Returns one event of a calendar file, with its changed occurrences; `stamp` is the time of writing.
#[must_use]
pub fn calendar_part(event: &CalendarEvent, stamp: Timestamp) -> String {
    let mut part = String::new();
    write_event(event, stamp, &mut part);
    part
}

/// The last line of a calendar file.
pub const CALENDAR_END: &str = "END:VCALENDAR\r\n";

/// Returns the zones in which an event or a moved occurrence begins, each with its time as if it were UTC.
fn zoned(one: &CalendarEvent) -> impl Iterator<Item = (&str, Timestamp)> {
    let moved = one.event.overrides.values().filter_map(|change| change.start.as_ref());
    moved.chain([&one.event.start]).filter_map(|start| Some((start.tz()?, start.instant(&TimeZone::UTC))))
}

fn write_event(one: &CalendarEvent, stamp: Timestamp, file: &mut String) {
    let event = &one.event;
    let zone_of_stamp = civil(stamp, &TimeZone::UTC);
    let head = |file: &mut String| {
        write_line("BEGIN:VEVENT", file);
        write_line(&format!("UID:{}", escaped(&one.uid)), file);
        write_line(&format!("DTSTAMP:{}", zone_of_stamp.strftime("%Y%m%dT%H%M%SZ")), file);
    };
    head(file);
    write_times(&event.start, event.duration_minutes, file);
    if let Some(rule) = &event.rrule {
        write_line(&format!("RRULE:{rule}"), file);
    }
    for (name, ids) in [("EXDATE", &event.exdate), ("RDATE", &event.rdate)] {
        for id in ids {
            write_line(&dated(name, id), file);
        }
    }
    write_words(Some(&event.title), Some(&event.place), Some(&event.description), Some(event.status), file);
    for line in &one.extra {
        write_line(line, file);
    }
    write_line("END:VEVENT", file);
    for (id, change) in &event.overrides {
        head(file);
        write_line(&dated("RECURRENCE-ID", id), file);
        let start = change.start.clone().unwrap_or_else(|| start_of(id, &event.start));
        write_times(&start, change.duration_minutes.unwrap_or(event.duration_minutes), file);
        let (title, place) = (change.title.as_ref().or(Some(&event.title)), change.place.as_ref().or(Some(&event.place)));
        write_words(title, place, None, change.status, file);
        write_line("END:VEVENT", file);
    }
}

fn write_times(start: &When, minutes: u32, file: &mut String) {
    let line = match start {
        When::Day { date } => format!("DTSTART;VALUE=DATE:{}", date.strftime("%Y%m%d")),
        When::Local { local, tz } => {
            let local = local.strftime("%Y%m%dT%H%M%S");
            match tz.as_deref() {
                None => format!("DTSTART:{local}"),
                Some("UTC") => format!("DTSTART:{local}Z"),
                Some(tz) => format!("DTSTART;TZID={tz}:{local}"),
            }
        }
    };
    write_line(&line, file);
    let length = if start.is_day() { format!("DURATION:P{}D", minutes / 1_440) } else { format!("DURATION:PT{minutes}M") };
    write_line(&length, file);
}

fn write_words(
    title: Option<&String>,
    place: Option<&String>,
    description: Option<&String>,
    status: Option<EventStatus>,
    file: &mut String,
) {
    for (name, text) in [("SUMMARY", title), ("LOCATION", place), ("DESCRIPTION", description)] {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            write_line(&format!("{name}:{}", escaped(text)), file);
        }
    }
    if let Some(status) = status {
        write_line(&format!("STATUS:{}", status.word().to_ascii_uppercase()), file);
    }
}

fn dated(name: &str, id: &OccurrenceId) -> String {
    let kind = if id.as_str().len() == 8 { ";VALUE=DATE" } else { "" };
    format!("{name}{kind}:{id}")
}

/// Returns the original start that an occurrence's name means.
fn start_of(id: &OccurrenceId, series: &When) -> When {
    let line = ContentLine { name: String::new(), params: Vec::new(), value: String::new(), raw: String::new() };
    let named = read_when(&line, id.as_str()).unwrap_or_else(|_| series.clone());
    match series.tz().and_then(zone) {
        Some(zone) => series.at(civil(named.instant(&TimeZone::UTC), &zone)),
        None => series.at(named.civil()),
    }
}
