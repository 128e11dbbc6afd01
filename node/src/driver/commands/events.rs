//! Calendar events and their answers.

use super::reading::Reading;
use super::{Driver, capped, lost, parsed, slots};
use crate::error::NodeError;
use crate::view::{
    Answer, Edit, EventAnswer, EventCreate, EventEdit, EventPage, EventRef, EventRow, EventStatus, EventsQuery, OccurrenceChange,
    OccurrenceEdit, Organiser, Page, RsvpSet, Seat, When,
};
use allforone_core::command::{Command, EventFields, RsvpFields};
use allforone_core::domain::{self, OccurrenceId, TimeZone, zone};
use allforone_core::id::{CommunityId, DocId, ObjRef, PersonId};
use allforone_core::index::AgendaRow;
use allforone_core::outcome::Made;
use allforone_core::store::StoreError;
use allforone_core::time::Timestamp;
use std::collections::BTreeMap;

/// Returns what takes place between two moments, earliest first.
pub(super) fn list(driver: &mut Driver, input: EventsQuery) -> Result<Page<EventRow>, NodeError> {
    let reading = driver.read(&input.community)?;
    let time = |ms: i64| Timestamp(u64::try_from(ms).unwrap_or(0));
    let rows = reading.index.agenda(time(input.from_ms), time(input.to_ms), &viewer_zone(), capped(input.limit))?;
    Ok(Page::whole(rows.into_iter().map(|row| line(row, &reading)).collect::<Result<_, _>>()?))
}

/// Returns an event's page.
pub(super) fn show(driver: &mut Driver, input: EventRef) -> Result<EventPage, NodeError> {
    page(&driver.read(&input.community)?, parsed(&input.event, "event")?)
}

/// Writes an event.
pub(super) fn create(driver: &mut Driver, input: EventCreate) -> Result<EventPage, NodeError> {
    let community = driver.community(&input.community)?;
    let fields = EventFields {
        place: input.place,
        description: input.description,
        rrule: input.rrule.filter(|rule| !rule.is_empty()),
        capacity: input.capacity,
        slots: slots::read(input.slots, driver.now()),
        ..EventFields::new(input.title, read_when(&input.start)?, input.duration_minutes)
    };
    match driver.execute(community, Command::CreateEvent { fields })? {
        Made::Document(id) => page(&driver.read(&input.community)?, id),
        Made::Nothing | Made::Object(_) | Made::Invite { .. } => Err(lost("event")),
    }
}

/// Changes an event: absent fields stay.
pub(super) fn edit(driver: &mut Driver, input: EventEdit) -> Result<EventPage, NodeError> {
    let (community, event) = place(driver, &input.community, &input.event)?;
    let (now, mut fields) = (driver.now(), EventFields::from(event.clone()));
    fields.title = input.title.unwrap_or(fields.title);
    fields.place = input.place.unwrap_or(fields.place);
    fields.description = input.description.unwrap_or(fields.description);
    fields.start = input.start.as_ref().map(read_when).transpose()?.unwrap_or(fields.start);
    fields.duration_minutes = input.duration_minutes.unwrap_or(fields.duration_minutes);
    fields.rrule = edited(input.rrule, fields.rrule).filter(|rule| !rule.is_empty());
    fields.capacity = edited(input.capacity, fields.capacity);
    fields.slots = input.slots.map_or(fields.slots, |slots| slots::read(slots, now));
    driver.execute(community, Command::EditEvent { event: event.id, fields })?;
    page(&driver.read(&input.community)?, event.id)
}

/// Cancels an event.
pub(super) fn cancel(driver: &mut Driver, input: EventRef) -> Result<EventPage, NodeError> {
    let (community, event) = place(driver, &input.community, &input.event)?;
    let fields = EventFields { status: domain::EventStatus::Cancelled, ..EventFields::from(event.clone()) };
    driver.execute(community, Command::EditEvent { event: event.id, fields })?;
    page(&driver.read(&input.community)?, event.id)
}

/// Changes one occurrence of a series; with nothing to change it becomes like the series again.
pub(super) fn edit_occurrence(driver: &mut Driver, input: OccurrenceEdit) -> Result<EventPage, NodeError> {
    let (community, event) = place(driver, &input.community, &input.event)?;
    let occurrence = OccurrenceId::parse(&input.occurrence).map_err(NodeError::bad_input)?;
    let is_known = event.overrides.contains_key(&occurrence) || event.occurrence_named(&occurrence, &viewer_zone()).is_some();
    if !is_known {
        return Err(NodeError::not_found("occurrence"));
    }
    let change = domain::Override {
        start: input.start.as_ref().map(read_when).transpose()?,
        duration_minutes: input.duration_minutes,
        title: input.title,
        place: input.place,
        status: input.status.map(status_of),
    };
    driver.execute(community, Command::EditOccurrence { event: event.id, occurrence, change })?;
    page(&driver.read(&input.community)?, event.id)
}

/// Answers an event or one of its occurrences, or takes the answer back.
pub(super) fn answer(driver: &mut Driver, input: RsvpSet) -> Result<EventPage, NodeError> {
    let (community, event) = place(driver, &input.community, &input.event)?;
    let occurrence = input.occurrence.as_deref().map(OccurrenceId::parse).transpose().map_err(NodeError::bad_input)?;
    if let Some(occurrence) = &occurrence {
        event.occurrence_named(occurrence, &viewer_zone()).ok_or_else(|| NodeError::not_found("occurrence"))?;
    }
    let party_size = input.party_size.unwrap_or(1);
    let answer = input.answer.map(|answer| RsvpFields { answer: answer_of(answer), note: input.note, party_size });
    driver.execute(community, Command::SetRsvp { event: event.id, occurrence, answer })?;
    page(&driver.read(&input.community)?, event.id)
}

/// Returns the time zone of this machine, on whose wall whole days and floating times are read; UTC where it is not known.
pub(in crate::driver) fn viewer_zone() -> TimeZone {
    let named = std::env::var("TZ").ok().and_then(|name| zone(name.trim_start_matches(':')));
    let linked = || {
        let target = std::fs::read_link("/etc/localtime").ok()?;
        let (_, name) = target.to_str()?.split_once("zoneinfo/")?;
        zone(name)
    };
    named.or_else(linked).unwrap_or(TimeZone::UTC)
}

/// Returns what an event's ids mean.
pub(super) fn place(driver: &Driver, community: &str, event: &str) -> Result<(CommunityId, domain::Event), NodeError> {
    let reading = driver.read(community)?;
    let event = reading.index.event(parsed(event, "event")?)?.ok_or_else(|| NodeError::not_found("event"))?;
    Ok((reading.replica.community(), event))
}

fn edited<T>(edit: Edit<T>, before: Option<T>) -> Option<T> {
    match edit {
        Edit::Keep => before,
        Edit::Clear => None,
        Edit::Set(value) => Some(value),
    }
}

pub(super) fn line(row: AgendaRow, reading: &Reading<'_>) -> Result<EventRow, StoreError> {
    let AgendaRow { event, occurrence } = row;
    let tally = reading.index.tally(event.id, occurrence.id.as_ref(), event.capacity, reading.me)?;
    let hands_wanted = slots::wanted(&event, occurrence.id.as_ref(), reading)?;
    let recurring = event.is_recurring();
    Ok(EventRow {
        id: event.id.to_string(),
        occurrence: occurrence.id.map(|id| id.to_string()),
        title: occurrence.title,
        place: occurrence.place,
        start_ms: signed(occurrence.start_time),
        end_ms: signed(occurrence.end_time),
        all_day: occurrence.start.is_day(),
        tz: occurrence.start.tz().unwrap_or_default().to_owned(),
        status: shown_status(occurrence.status),
        mine: tally.mine.map(shown_answer),
        yes: tally.yes,
        maybe: tally.maybe,
        no: tally.no,
        capacity: event.capacity,
        recurring,
        seat: tally.seat.map(shown_seat),
        free: event.capacity.map(|seats| if tally.waiting == 0 { seats.saturating_sub(tally.seated) } else { 0 }),
        waiting: tally.waiting,
        hands_wanted,
    })
}

/// Returns an event as its page shows it.
pub(super) fn page(reading: &Reading<'_>, id: DocId) -> Result<EventPage, NodeError> {
    let event = reading.index.event(id)?.ok_or_else(|| NodeError::not_found("event"))?;
    let named = |person| Ok(Organiser { person: ToString::to_string(&person), name: reading.name(person)? });
    let organisers = event.organisers.iter().copied().map(named).collect::<Result<_, StoreError>>()?;
    let answers = answers_of(&event, reading)?;
    // An event has the name of the entry that made it.
    let made_by = ObjRef { entry: id.0, op: 0 };
    let is_member = reading.replica.role().is_some_and(|rank| rank >= domain::Rank::Member);
    Ok(EventPage {
        id: id.to_string(),
        editable: is_member && event.organisers.contains(&reading.me),
        organisers,
        answers,
        slots: slots::shown(&event, reading)?,
        changes: event.overrides.iter().map(shown_change).collect(),
        copies: reading.copies(&made_by, event.author),
        title: event.title,
        description: event.description,
        place: event.place,
        start: shown_when(&event.start),
        duration_minutes: event.duration_minutes,
        rrule: event.rrule,
        status: shown_status(event.status),
        capacity: event.capacity,
        time_ms: event.time.millis(),
    })
}

/// Returns everyone's answers, in the order in which seats go, each with the seat that it gives for what it answers.
fn answers_of(event: &domain::Event, reading: &Reading<'_>) -> Result<Vec<EventAnswer>, StoreError> {
    let mut rows = reading.index.answers(event.id)?;
    rows.sort_by_key(|rsvp| (rsvp.since, rsvp.person));
    let mut seats: BTreeMap<Option<OccurrenceId>, BTreeMap<PersonId, domain::Seat>> = BTreeMap::new();
    let mut answers = Vec::new();
    for rsvp in &rows {
        let face = reading.face(rsvp.person)?;
        let of_occurrence = seats.entry(rsvp.occurrence.clone()).or_insert_with(|| {
            let effective = domain::Rsvp::effective(&rows, rsvp.occurrence.as_ref());
            domain::seating(&effective, event.capacity)
        });
        answers.push(EventAnswer {
            person: rsvp.person.to_string(),
            name: face.name,
            occurrence: rsvp.occurrence.as_ref().map(ToString::to_string),
            answer: shown_answer(rsvp.answer),
            note: rsvp.note.clone(),
            time_ms: rsvp.time.millis(),
            color: face.color,
            party_size: rsvp.party_size,
            seat: of_occurrence.get(&rsvp.person).copied().map(shown_seat),
            mine: rsvp.person == reading.me,
            copies: rsvp.entry.filter(|_| rsvp.person == reading.me).map(|entry| reading.copies(&entry, rsvp.person)),
        });
    }
    Ok(answers)
}

fn shown_change((occurrence, change): (&OccurrenceId, &domain::Override)) -> OccurrenceChange {
    OccurrenceChange {
        occurrence: occurrence.to_string(),
        start: change.start.as_ref().map(shown_when),
        duration_minutes: change.duration_minutes,
        title: change.title.clone(),
        place: change.place.clone(),
        status: change.status.map(shown_status),
    }
}

const fn shown_seat(seat: domain::Seat) -> Seat {
    match seat {
        domain::Seat::Seated => Seat { waiting: None },
        domain::Seat::Waiting(place) => Seat { waiting: Some(place) },
    }
}

fn read_when(when: &When) -> Result<domain::When, NodeError> {
    let read = match (&when.local, &when.date) {
        (Some(local), None) => domain::When::local(local, when.tz.as_deref()),
        (None, Some(date)) => domain::When::day(date),
        (Some(_), Some(_)) | (None, None) => return Err(NodeError::bad_input("start has either local or date")),
    };
    read.map_err(NodeError::bad_input)
}

fn shown_when(when: &domain::When) -> When {
    match when {
        domain::When::Local { local, tz } => {
            let form = if local.second() == 0 { "%Y-%m-%dT%H:%M" } else { "%Y-%m-%dT%H:%M:%S" };
            When { local: Some(local.strftime(form).to_string()), tz: tz.clone(), date: None }
        }
        domain::When::Day { date } => When { local: None, tz: None, date: Some(date.to_string()) },
    }
}

/// Returns a time as the calendar's fields say it: signed, as `Date` in JavaScript.
pub(super) fn signed(time: Timestamp) -> i64 {
    i64::try_from(time.millis()).unwrap_or(i64::MAX)
}

const fn shown_status(status: domain::EventStatus) -> EventStatus {
    match status {
        domain::EventStatus::Confirmed => EventStatus::Confirmed,
        domain::EventStatus::Tentative => EventStatus::Tentative,
        domain::EventStatus::Cancelled => EventStatus::Cancelled,
    }
}

const fn status_of(status: EventStatus) -> domain::EventStatus {
    match status {
        EventStatus::Confirmed => domain::EventStatus::Confirmed,
        EventStatus::Tentative => domain::EventStatus::Tentative,
        EventStatus::Cancelled => domain::EventStatus::Cancelled,
    }
}

const fn answer_of(answer: Answer) -> domain::Answer {
    match answer {
        Answer::Yes => domain::Answer::Yes,
        Answer::Maybe => domain::Answer::Maybe,
        Answer::No => domain::Answer::No,
    }
}

const fn shown_answer(answer: domain::Answer) -> Answer {
    match answer {
        domain::Answer::Yes => Answer::Yes,
        domain::Answer::Maybe => Answer::Maybe,
        domain::Answer::No => Answer::No,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops where it fails")]
    use super::*;

    #[test]
    fn a_start_survives_being_shown_and_read() {
        let starts = [
            When { local: Some("2026-12-01T18:00".into()), tz: Some("Europe/Paris".into()), date: None },
            When { local: Some("2026-12-01T18:00:30".into()), tz: None, date: None },
            When { local: None, tz: None, date: Some("2026-12-01".into()) },
        ];
        for start in starts {
            assert!(shown_when(&read_when(&start).unwrap()) == start, "{start:?}");
        }
    }

    #[test]
    fn a_start_is_a_time_or_a_day() {
        let both = When { local: Some("2026-12-01T18:00".into()), tz: None, date: Some("2026-12-01".into()) };
        assert!(read_when(&both).is_err());
        assert!(read_when(&When { local: None, tz: None, date: None }).is_err());
    }

    #[test]
    fn an_edit_keeps_clears_or_sets() {
        assert_eq!(edited(Edit::Keep, Some(3)), Some(3));
        assert_eq!(edited(Edit::Clear, Some(3)), None);
        assert_eq!(edited(Edit::Set(4), Some(3)), Some(4));
    }
}
