//! Calendar files (iCalendar, RFC 5545): events in and out.
//!
//! A problem with one event is reported with it and stops no other. Lines that are not understood are kept as they are
//! ([`CalendarEvent::extra`], alarms included), and written again. Zones are read by their name; what a file defines under
//! it is passed over, and written anew from the zones built into the program (`calendar_zone.rs`).

use super::calendar_fault::fault;
use super::content_line::{ContentLine, unfolded};
use super::when::zone;
use super::{Event, EventStatus, OccurrenceId, Override, Problem, Rule, When, snippet};
use crate::id::{DocId, Lane, PersonId};
use crate::limits::{MAX_CALENDAR_BYTES, MAX_CALENDAR_EVENTS, MAX_TITLE_BYTES};
use crate::time::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};

/// One event of a calendar file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarEvent {
    /// Its UID: the same in every file that has it.
    pub uid: String,
    /// The event; id, author, lane, organisers and capacity are not in files and are zero or empty.
    pub event: Event,
    /// Unfolded lines that were not understood, in order.
    pub extra: Vec<String>,
}

/// What became of one event while reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadEvent {
    /// Its title as far as one could be read, for the list shown before importing.
    pub title: String,
    /// Its start as far as one could be read.
    pub start: Option<When>,
    /// The event, or why there is none.
    pub event: Result<CalendarEvent, Problem>,
    /// The words of the file that could not be read, where it is words: a zone's name, a rule, a date.
    pub fault: Option<String>,
    /// Names of what is not kept, sorted: what single occurrences have beyond time, title, place and status, and details of
    /// the texts that are understood (`SUMMARY;LANGUAGE`).
    pub lost: Vec<String>,
}

/// Reads the events of a file, occurrences that differ gathered under their series; in the order of the file.
///
/// # Errors
/// [`Problem`] where the whole cannot be read: too large, too many events, or no calendar.
pub fn read_calendar(file: &str) -> Result<Vec<ReadEvent>, Problem> {
    if file.len() > MAX_CALENDAR_BYTES {
        return Err(Problem::TooLong { what: "calendar", max: MAX_CALENDAR_BYTES });
    }
    let lines = unfolded(file);
    if !lines.first().is_some_and(|line| line.trim().eq_ignore_ascii_case("BEGIN:VCALENDAR")) {
        return Err(Problem::Malformed("calendar"));
    }
    let blocks = event_blocks(&lines);
    if blocks.len() > MAX_CALENDAR_EVENTS {
        return Err(Problem::TooLong { what: "events", max: MAX_CALENDAR_EVENTS });
    }
    let (changes, series): (Vec<Block>, Vec<Block>) =
        blocks.into_iter().map(Block::read).partition(|block| block.find("RECURRENCE-ID").is_some());
    let mut by_uid: BTreeMap<String, Vec<Block>> = BTreeMap::new();
    for change in changes {
        by_uid.entry(change.text("UID")).or_default().push(change);
    }
    let mut events: Vec<ReadEvent> = Vec::new();
    for block in series {
        // Of two events with one UID the first has the changes.
        let changes = by_uid.remove(&block.text("UID")).unwrap_or_default();
        events.push(block.read_event(&changes));
    }
    // A change without its series is an event of its own.
    events.extend(by_uid.into_values().flatten().map(|block| block.read_event(&[])));
    Ok(events)
}

/// Returns what a file holds besides its events and is not kept: names of other parts (`VTODO`) and of lines about the
/// calendar as a whole (`X-WR-CALNAME`); sorted, at most 50.
#[must_use]
pub fn left_out(file: &str) -> Vec<String> {
    const OF_EVERY_FILE: [&str; 4] = ["VERSION", "PRODID", "CALSCALE", "METHOD"];
    let mut names = BTreeSet::new();
    let mut depth = 0_usize;
    for line in unfolded(file) {
        let Some((name, value)) = line.split_once([':', ';']) else { continue };
        let (name, value) = (name.trim().to_ascii_uppercase(), value.trim().to_ascii_uppercase());
        match name.as_str() {
            "BEGIN" => {
                if depth == 1 && value != "VEVENT" && value != "VTIMEZONE" {
                    names.insert(value);
                }
                depth += 1;
            }
            "END" => depth = depth.saturating_sub(1),
            other => {
                if depth == 1 && !OF_EVERY_FILE.contains(&other) {
                    names.insert(name);
                }
            }
        }
        if names.len() >= MAX_LEFT_OUT {
            break;
        }
    }
    names.into_iter().collect()
}

/// Names that [`left_out`] lists.
const MAX_LEFT_OUT: usize = 50;

impl CalendarEvent {
    /// Returns the event as a file has it; its UID is made of its id.
    #[must_use]
    pub fn of(event: &Event) -> Self {
        let uid = if event.uid.is_empty() { format!("{}@allforone", event.id) } else { event.uid.clone() };
        Self { uid, event: event.clone(), extra: event.extra.lines().map(str::to_owned).collect() }
    }
}

/// The lines of one VEVENT: properties, and parts within it (alarms) kept as they are.
struct Block {
    lines: Vec<ContentLine>,
    inner: Vec<String>,
}

/// Lines that become fields of an event; others are kept.
const UNDERSTOOD: [&str; 13] = [
    "UID",
    "DTSTAMP",
    "SUMMARY",
    "LOCATION",
    "DESCRIPTION",
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "EXDATE",
    "RDATE",
    "STATUS",
    "RECURRENCE-ID",
];

fn event_blocks(lines: &[String]) -> Vec<&[String]> {
    let is = |line: &String, mark: &str| line.trim_end().eq_ignore_ascii_case(mark);
    let mut blocks = Vec::new();
    let mut begin = None;
    for (at, line) in lines.iter().enumerate() {
        if is(line, "BEGIN:VEVENT") {
            begin = Some(at + 1);
        } else if is(line, "END:VEVENT") {
            blocks.extend(begin.take().and_then(|begin| lines.get(begin..at)));
        }
    }
    blocks
}

impl Block {
    fn read(raw: &[String]) -> Self {
        let mut block = Self { lines: Vec::new(), inner: Vec::new() };
        let mut depth = 0_usize;
        for line in raw {
            let upper = line.get(..6).unwrap_or(line).to_ascii_uppercase();
            depth += usize::from(upper == "BEGIN:");
            match ContentLine::parse(line) {
                Some(line) if depth == 0 => block.lines.push(line),
                _ => block.inner.push(line.clone()),
            }
            depth = depth.saturating_sub(usize::from(upper.starts_with("END:")));
        }
        block
    }

    fn find(&self, name: &str) -> Option<&ContentLine> {
        self.lines.iter().find(|line| line.name == name)
    }

    fn text(&self, name: &str) -> String {
        self.find(name).map_or_else(String::new, ContentLine::text)
    }

    fn read_event(&self, changes: &[Self]) -> ReadEvent {
        let title = snippet(&self.text("SUMMARY"), MAX_TITLE_BYTES);
        let start = self.find("DTSTART").and_then(|line| read_when(line, &line.value).ok());
        let event = self.event(changes);
        let fault = event.as_ref().err().and_then(|problem| fault(&self.lines, problem));
        ReadEvent { title, start, event, fault, lost: self.lost(changes) }
    }

    /// Returns the names of what an import does not keep.
    fn lost(&self, changes: &[Self]) -> Vec<String> {
        let mut lost = BTreeSet::new();
        for line in self.lines.iter().filter(|line| ["SUMMARY", "LOCATION", "DESCRIPTION"].contains(&line.name.as_str())) {
            lost.extend(line.params.iter().map(|(param, _)| format!("{};{param}", line.name)));
        }
        for change in changes {
            let is_other = |line: &&ContentLine| {
                !UNDERSTOOD.contains(&line.name.as_str()) && self.find(&line.name).is_none_or(|own| own.raw != line.raw)
            };
            lost.extend(change.lines.iter().filter(is_other).map(|line| format!("RECURRENCE-ID/{}", line.name)));
            if change.find("DESCRIPTION").is_some() && change.text("DESCRIPTION") != self.text("DESCRIPTION") {
                lost.insert("RECURRENCE-ID/DESCRIPTION".to_owned());
            }
            if !change.inner.is_empty() {
                lost.insert("RECURRENCE-ID/VALARM".to_owned());
            }
        }
        lost.into_iter().collect()
    }

    fn event(&self, changes: &[Self]) -> Result<CalendarEvent, Problem> {
        let start_line = self.find("DTSTART").ok_or(Problem::Empty("start"))?;
        let start = read_when(start_line, &start_line.value)?;
        let mut overrides = BTreeMap::new();
        for change in changes {
            let line = change.find("RECURRENCE-ID").ok_or(Problem::Malformed("occurrence"))?;
            overrides.insert(read_when(line, &line.value)?.occurrence_id(), change.as_override(&start)?);
        }
        let rrule = self.find("RRULE").map(|line| line.value.trim().to_ascii_uppercase());
        rrule.as_deref().map_or(Ok(()), |rule| Rule::parse(rule).map(drop))?;
        let event = Event {
            id: DocId::ZERO,
            title: self.text("SUMMARY"),
            place: self.text("LOCATION"),
            description: self.text("DESCRIPTION"),
            duration_minutes: self.duration(&start)?,
            start,
            rrule,
            exdate: self.occurrences("EXDATE")?,
            rdate: self.occurrences("RDATE")?,
            overrides,
            status: self.status(),
            capacity: None,
            slots: Vec::new(),
            uid: self.text("UID"),
            extra: String::new(),
            organisers: Vec::new(),
            lane: Lane::MEMBER,
            author: PersonId::ZERO,
            time: Timestamp(0),
        };
        event.check()?;
        let kept = self.lines.iter().filter(|line| !UNDERSTOOD.contains(&line.name.as_str()));
        let extra = kept.map(|line| line.raw.clone()).chain(self.inner.iter().cloned()).collect();
        Ok(CalendarEvent { uid: self.text("UID"), event, extra })
    }

    fn as_override(&self, series: &When) -> Result<Override, Problem> {
        let start = self.find("DTSTART").map(|line| read_when(line, &line.value)).transpose()?;
        let duration = self.duration(start.as_ref().unwrap_or(series))?;
        let text = |name| self.find(name).map(ContentLine::text);
        Ok(Override {
            start,
            duration_minutes: Some(duration),
            title: text("SUMMARY"),
            place: text("LOCATION"),
            status: self.find("STATUS").map(|_| self.status()),
        })
    }

    fn status(&self) -> EventStatus {
        EventStatus::from_word(&self.text("STATUS").trim().to_ascii_lowercase()).unwrap_or_default()
    }

    /// Returns the length in minutes, from DURATION or DTEND; without either a day for days and nothing for times.
    fn duration(&self, start: &When) -> Result<u32, Problem> {
        const WRONG: Problem = Problem::OutOfRange("duration");
        let minutes = if let Some(line) = self.find("DURATION") {
            let span: jiff::Span = line.value.trim().parse().map_err(|_| Problem::Malformed("duration"))?;
            span.total((jiff::Unit::Minute, jiff::SpanRelativeTo::days_are_24_hours())).map_err(|_| WRONG)?
        } else if let Some(line) = self.find("DTEND") {
            let end = read_when(line, &line.value)?;
            if start.is_day() {
                let days = start.civil().date().until(end.civil().date()).map_err(|_| WRONG)?.get_days();
                f64::from(days) * 1_440.0
            } else {
                let (from, to) = (start.instant(&TimeZone::UTC), end.instant(&TimeZone::UTC));
                (to.0.checked_sub(from.0).ok_or(WRONG)? / crate::time::MINUTE_MS) as f64
            }
        } else if start.is_day() {
            1_440.0
        } else {
            0.0
        };
        let fits = (0.0..f64::from(u32::MAX)).contains(&minutes);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range was just checked")]
        if fits { Ok(minutes.round() as u32) } else { Err(WRONG) }
    }

    fn occurrences(&self, name: &str) -> Result<Vec<OccurrenceId>, Problem> {
        let lines = self.lines.iter().filter(|line| line.name == name);
        let values = lines.flat_map(|line| line.value.split(',').map(move |value| (line, value)));
        values.map(|(line, value)| Ok(read_when(line, value)?.occurrence_id())).collect()
    }
}

/// Reads a date or time with the zone of its line.
pub(super) fn read_when(line: &ContentLine, value: &str) -> Result<When, Problem> {
    const TIME: &str = "%Y%m%dT%H%M%S";
    let value = value.trim();
    let wrong = |_| Problem::Malformed("date or time");
    let when = match (value.len(), value.strip_suffix('Z')) {
        (8, None) => When::Day { date: Date::strptime("%Y%m%d", value).map_err(wrong)? },
        (15, None) => {
            let tz = line.param("TZID").map(known_zone).transpose()?;
            When::Local { local: DateTime::strptime(TIME, value).map_err(wrong)?, tz }
        }
        (16, Some(utc)) => When::Local { local: DateTime::strptime(TIME, utc).map_err(wrong)?, tz: Some("UTC".to_owned()) },
        _ => return Err(Problem::Malformed("date or time")),
    };
    when.check()?;
    Ok(when)
}

/// Names that widespread programs write instead of the IANA name.
const OTHER_ZONES: [(&str, &str); 9] = [
    ("Romance Standard Time", "Europe/Paris"),
    ("W. Europe Standard Time", "Europe/Berlin"),
    ("Central European Standard Time", "Europe/Warsaw"),
    ("Central Europe Standard Time", "Europe/Budapest"),
    ("GMT Standard Time", "Europe/London"),
    ("Eastern Standard Time", "America/New_York"),
    ("Central Standard Time", "America/Chicago"),
    ("Pacific Standard Time", "America/Los_Angeles"),
    ("Greenwich Standard Time", "Atlantic/Reykjavik"),
];

pub(super) fn known_zone(name: &str) -> Result<String, Problem> {
    let other = OTHER_ZONES.iter().find(|(other, _)| *other == name).map(|(_, iana)| *iana);
    // Some programs put their own path before the name: /example.org/2026/Europe/Paris.
    let tail = name.rmatch_indices('/').nth(1).and_then(|(at, _)| name.get(at + 1..));
    let known = [other, Some(name), tail].into_iter().flatten().find(|name| zone(name).is_some());
    known.map(str::to_owned).ok_or(Problem::Malformed("time zone"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]
    use super::*;
    use crate::domain::write_calendar;
    use proptest::prelude::*;

    const FILE: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:a@x\r\nDTSTART;TZID=/ex.org/1/Europe/Paris:20261201T1800\r\n 00\r\n\
        DTEND;TZID=Europe/Paris:20261201T193000\r\nRRULE:FREQ=WEEKLY;COUNT=4\r\nEXDATE;TZID=Europe/Paris:20261208T180000\r\n\
        SUMMARY:Chorale\\, répétition\r\nDESCRIPTION:un\\ndeux\r\nX-COLOR;A=\"b:c\":red\r\nBEGIN:VALARM\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\n\
        END:VEVENT\r\nBEGIN:VEVENT\r\nUID:a@x\r\nRECURRENCE-ID;TZID=Europe/Paris:20261215T180000\r\nDTSTART;TZID=Europe/Paris:20261216T180000\r\n\
        DURATION:PT1H\r\nSUMMARY:Concert\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:b\r\nDTSTART;VALUE=DATE:20260621\r\nDTEND;VALUE=DATE:20260623\r\n\
        SUMMARY:Fête\r\nSTATUS:TENTATIVE\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:c\r\nSUMMARY:Sans début\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n\
        UID:d\r\nDTSTART;TZID=Mars/Base:20260101T000000\r\nSUMMARY:Mars\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

    #[test]
    fn a_file_of_another_program_is_read_and_each_problem_named() {
        let read = read_calendar(FILE).unwrap();
        let found: Vec<_> = read.iter().map(|one| (one.title.as_str(), one.event.as_ref().err().copied())).collect();
        assert_eq!(
            found,
            [
                ("Chorale, répétition", None),
                ("Fête", None),
                ("Sans début", Some(Problem::Empty("start"))),
                ("Mars", Some(Problem::Malformed("time zone"))),
            ]
        );
        let choir = read[0].event.as_ref().unwrap();
        assert_eq!((choir.event.duration_minutes, choir.event.start.tz()), (90, Some("Europe/Paris")));
        assert_eq!(choir.event.description, "un\ndeux");
        assert_eq!(choir.extra, ["X-COLOR;A=\"b:c\":red", "BEGIN:VALARM", "TRIGGER:-PT15M", "END:VALARM"]);
        let all = choir.event.occurrences(Timestamp(0), Timestamp(2_000_000_000_000), &TimeZone::UTC, 99);
        let titles: Vec<_> = all.iter().map(|one| one.title.as_str()).collect();
        assert_eq!(titles, ["Chorale, répétition", "Concert", "Chorale, répétition"]);
        assert_eq!(read[1].event.as_ref().unwrap().event.duration_minutes, 2 * 1_440);
    }

    #[test]
    fn what_is_written_is_read_the_same() {
        let first: Vec<CalendarEvent> = read_calendar(FILE).unwrap().into_iter().filter_map(|one| one.event.ok()).collect();
        let file = write_calendar(&first, Timestamp(1_790_000_000_000));
        let again: Vec<CalendarEvent> = read_calendar(&file).unwrap().into_iter().map(|one| one.event.unwrap()).collect();
        assert_eq!(again, first);
    }

    #[test]
    fn another_program_reads_what_is_written() {
        use icalendar::{Calendar, Component, EventLike};
        let first: Vec<CalendarEvent> = read_calendar(FILE).unwrap().into_iter().filter_map(|one| one.event.ok()).collect();
        let theirs: Calendar = write_calendar(&first, Timestamp(1_790_000_000_000)).parse().unwrap();
        let events: Vec<_> = theirs.events().collect();
        assert_eq!(events.len(), 3);
        assert_eq!(events[0].get_summary(), Some("Chorale, répétition"));
        assert_eq!(events[0].property_value("RRULE"), Some("FREQ=WEEKLY;COUNT=4"));
        assert_eq!(events[1].get_summary(), Some("Concert"));
        assert!(events[2].get_start().is_some() && events[2].get_location().is_none());
    }

    #[test]
    fn what_is_no_calendar_is_refused_whole() {
        assert_eq!(read_calendar(""), Err(Problem::Malformed("calendar")));
        assert_eq!(read_calendar("hello"), Err(Problem::Malformed("calendar")));
        let many = format!("BEGIN:VCALENDAR\n{}", "BEGIN:VEVENT\nEND:VEVENT\n".repeat(MAX_CALENDAR_EVENTS + 1));
        assert!(matches!(read_calendar(&many), Err(Problem::TooLong { .. })));
    }

    proptest! {
        #[test]
        fn no_file_makes_the_reader_panic(cut in 0usize..1_200, insert in "(;|:|,|\r\n|Z|9999|BEGIN:VEVENT\r\n|é){0,3}") {
            let at = (0..=cut.min(FILE.len())).rev().find(|at| FILE.is_char_boundary(*at)).unwrap();
            let file = format!("{}{insert}{}", &FILE[..at], &FILE[at..]);
            let events: Vec<_> = read_calendar(&file).unwrap_or_default().into_iter().filter_map(|one| one.event.ok()).collect();
            for one in &events {
                let _ = one.event.occurrences(Timestamp(0), Timestamp(4_000_000_000_000), &TimeZone::UTC, 50);
            }
            let _ = write_calendar(&events, Timestamp(0));
        }
    }
}
