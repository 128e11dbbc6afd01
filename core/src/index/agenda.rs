//! Events and answers.

use super::Index;
use super::row::{ANSWER, EVENT, HELPER, ONCE, RECURRING, key, time_bytes};
use crate::domain::{Answer, Event, Helper, Occurrence, OccurrenceId, Rsvp, Seat, TimeZone, seating};
use crate::id::{DocId, PersonId};
use crate::limits::{MAX_EVENT_MINUTES, MAX_OCCURRENCES};
use crate::store::{Direction, Store, StoreError, Tree};
use crate::time::{DAY_MS, MINUTE_MS, Timestamp};

/// One line of an agenda.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgendaRow {
    /// The event.
    pub event: Event,
    /// When it takes place this time.
    pub occurrence: Occurrence,
}

/// How an event or occurrence was answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// People who come, whole parties counted.
    pub yes: u32,
    /// People who may come.
    pub maybe: u32,
    /// Answers that nobody comes.
    pub no: u32,
    /// The asking person's own answer.
    pub mine: Option<Answer>,
    /// People who come and have a seat.
    pub seated: u32,
    /// Answers that wait for a seat.
    pub waiting: u32,
    /// The asking person's own seat.
    pub seat: Option<Seat>,
}

/// Events that recur, at most: each is asked for its occurrences by every agenda.
const MAX_RECURRING: usize = 2_000;
/// Answers to one event that are read.
const MAX_ANSWERS: usize = 10_000;

impl<S: Store + ?Sized> Index<'_, S> {
    /// Returns what takes place at some moment from `from` to before `to`, by start, at most `limit` and
    /// [`MAX_OCCURRENCES`]; whole days and floating times on a wall in `viewer`.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn agenda(&self, from: Timestamp, to: Timestamp, viewer: &TimeZone, limit: usize) -> Result<Vec<AgendaRow>, StoreError> {
        let limit = limit.min(MAX_OCCURRENCES);
        let mut rows = Vec::new();
        for home in self.homes_of_once(from, to)?.into_iter().chain(self.homes_of_recurring()?) {
            if let Some(event) = self.at::<Event>(&home)? {
                let occurrences = event.occurrences(from, to, viewer, limit);
                rows.extend(occurrences.into_iter().map(|occurrence| AgendaRow { event: event.clone(), occurrence }));
            }
            // What is already beyond the page goes early, so that memory stays within twice the page.
            if rows.len() > 2 * limit {
                keep_first(&mut rows, limit);
            }
        }
        keep_first(&mut rows, limit);
        Ok(rows)
    }

    fn homes_of_once(&self, from: Timestamp, to: Timestamp) -> Result<Vec<Vec<u8>>, StoreError> {
        // Keys hold wall times: a day wider on both sides. An event under way began at most its longest length before.
        let early = from.0.saturating_sub(u64::from(MAX_EVENT_MINUTES) * MINUTE_MS + DAY_MS);
        let first = self.key(&key(ONCE, &[&time_bytes(Timestamp(early))]));
        let last = self.key(&key(ONCE, &[&time_bytes(to.plus_ms(DAY_MS))]));
        let rows = self.store.range(Tree::Index, (&first, &last), Direction::Forward, 4 * MAX_OCCURRENCES)?;
        Ok(rows.into_iter().map(|(_, home)| home).collect())
    }

    fn homes_of_recurring(&self) -> Result<Vec<Vec<u8>>, StoreError> {
        let rows = self.store.scan(Tree::Index, &self.key(&[RECURRING]), Direction::Forward, MAX_RECURRING)?;
        Ok(rows.into_iter().map(|(_, home)| home).collect())
    }

    /// Returns the event.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn event(&self, id: DocId) -> Result<Option<Event>, StoreError> {
        self.at(&key(EVENT, &[&id.0]))
    }

    /// Returns all events by id, at most `limit`, after `after`: for exports.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn events(&self, after: Option<DocId>, limit: usize) -> Result<Vec<Event>, StoreError> {
        let prefix = self.key(&[EVENT]);
        let from = after.map_or_else(|| prefix.clone(), |id| [prefix.as_slice(), &id.0, &[0]].concat());
        let to = crate::store::keys::after_prefix(&prefix);
        let rows = self.store.range(Tree::Index, (&from, &to), Direction::Forward, limit)?;
        rows.iter().map(|(key, json)| super::read(key, json)).collect()
    }

    /// Returns the events written later than `since`, newest first, at most `limit`: of those that take place again or
    /// began at most [`MAX_OCCURRENCES`] starts ago.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn events_since(&self, since: Timestamp, limit: usize) -> Result<Vec<Event>, StoreError> {
        let mut homes = self.homes_of_recurring()?;
        let rows = self.store.scan(Tree::Index, &self.key(&[ONCE]), Direction::Backward, MAX_OCCURRENCES)?;
        homes.extend(rows.into_iter().map(|(_, home)| home));
        let mut events = Vec::new();
        for home in homes {
            events.extend(self.at::<Event>(&home)?.filter(|event| event.time > since));
        }
        events.sort_by_key(|event| (std::cmp::Reverse(event.time), event.id));
        events.truncate(limit);
        Ok(events)
    }

    /// Returns the answers to an event, for the series and for single occurrences, by person.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn answers(&self, event: DocId) -> Result<Vec<Rsvp>, StoreError> {
        self.all(&key(ANSWER, &[&event.0]), Direction::Forward, MAX_ANSWERS)
    }

    /// Returns who helps at an event, for the series and for single occurrences, by person.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn helpers(&self, event: DocId) -> Result<Vec<Helper>, StoreError> {
        self.all(&key(HELPER, &[&event.0]), Direction::Forward, MAX_ANSWERS)
    }

    /// Returns how an event, or one of its occurrences, was answered; an answer for the occurrence wins over the series'.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn tally(
        &self,
        event: DocId,
        occurrence: Option<&OccurrenceId>,
        capacity: Option<u32>,
        me: PersonId,
    ) -> Result<Tally, StoreError> {
        let answers = self.answers(event)?;
        let effective = Rsvp::effective(&answers, occurrence);
        let seats = seating(&effective, capacity);
        let mut tally = Tally { seat: seats.get(&me).copied(), ..Tally::default() };
        for rsvp in effective {
            match seats.get(&rsvp.person) {
                Some(Seat::Seated) => tally.seated += rsvp.party_size,
                Some(Seat::Waiting(_)) => tally.waiting += 1,
                None => (),
            }
            match rsvp.answer {
                Answer::Yes => tally.yes += rsvp.party_size,
                Answer::Maybe => tally.maybe += rsvp.party_size,
                Answer::No => tally.no += 1,
            }
            if rsvp.person == me {
                tally.mine = Some(rsvp.answer);
            }
        }
        Ok(tally)
    }
}

fn keep_first(rows: &mut Vec<AgendaRow>, limit: usize) {
    let order = |row: &AgendaRow| (row.occurrence.start_time, row.event.id);
    rows.sort_by(|a, b| order(a).cmp(&order(b)).then_with(|| a.occurrence.id.cmp(&b.occurrence.id)));
    rows.truncate(limit);
}
