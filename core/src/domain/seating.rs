//! Who has a seat where seats are counted: the same on every device, whatever arrived first.
//!
//! Seats go in the order of the answers (their declared time, then the person's id). From the first party that does not fit
//! on, everybody waits; a seat given back goes to whoever waits longest.

use super::{Answer, Rsvp};
use crate::id::PersonId;
use std::collections::BTreeMap;

/// Where somebody who comes is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seat {
    /// Has a seat.
    Seated,
    /// Waits, at this place of the list, from 1.
    Waiting(u32),
}

/// Returns the seat of each person whose effective answer is yes; all sit where seats are not counted.
///
/// - `answers`: one a person, as [`Rsvp::effective`] returns them.
#[must_use]
pub fn seating(answers: &[&Rsvp], capacity: Option<u32>) -> BTreeMap<PersonId, Seat> {
    let mut coming: Vec<&Rsvp> = answers.iter().copied().filter(|rsvp| rsvp.answer == Answer::Yes).collect();
    coming.sort_by_key(|rsvp| (rsvp.since, rsvp.person));
    let (mut left, mut waiting) = (capacity.unwrap_or(u32::MAX), 0);
    let mut seats = BTreeMap::new();
    for rsvp in coming {
        let seat = if waiting == 0 && rsvp.party_size <= left {
            left -= rsvp.party_size;
            Seat::Seated
        } else {
            waiting += 1;
            Seat::Waiting(waiting)
        };
        seats.insert(rsvp.person, seat);
    }
    seats
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::DocId;
    use crate::time::Timestamp;

    fn rsvp(person: u8, since: u64, party_size: u32, answer: Answer) -> Rsvp {
        Rsvp {
            event: DocId::ZERO,
            document: DocId::ZERO,
            person: PersonId([person; 16]),
            occurrence: None,
            answer,
            note: String::new(),
            party_size,
            time: Timestamp(since),
            since: Timestamp(since),
            entry: None,
        }
    }

    #[test]
    fn seats_go_in_the_order_of_answers_whatever_arrived_first() {
        let answers =
            [rsvp(1, 30, 1, Answer::Yes), rsvp(2, 10, 2, Answer::Yes), rsvp(3, 20, 2, Answer::Yes), rsvp(4, 5, 1, Answer::No)];
        let (forth, mut back): (Vec<&Rsvp>, Vec<&Rsvp>) = (answers.iter().collect(), answers.iter().collect());
        back.reverse();
        let seats = seating(&forth, Some(3));
        assert_eq!(seats, seating(&back, Some(3)));
        let at = |person: u8| seats.get(&PersonId([person; 16])).copied();
        assert_eq!(at(2), Some(Seat::Seated));
        assert_eq!(at(3), Some(Seat::Waiting(1)), "a party stays together");
        assert_eq!(at(1), Some(Seat::Waiting(2)), "nobody passes by who waits");
        assert_eq!(at(4), None);
    }

    #[test]
    fn a_seat_given_back_goes_to_who_waits_longest() {
        let before = [rsvp(1, 10, 1, Answer::Yes), rsvp(2, 20, 1, Answer::Yes), rsvp(3, 30, 1, Answer::Yes)];
        let after = [rsvp(1, 40, 1, Answer::No), rsvp(2, 20, 1, Answer::Yes), rsvp(3, 30, 1, Answer::Yes)];
        let of = |answers: &[Rsvp]| seating(&answers.iter().collect::<Vec<_>>(), Some(1));
        assert_eq!(of(&before).get(&PersonId([2; 16])), Some(&Seat::Waiting(1)));
        assert_eq!(of(&after).get(&PersonId([2; 16])), Some(&Seat::Seated));
        assert_eq!(of(&after).get(&PersonId([3; 16])), Some(&Seat::Waiting(1)));
    }

    #[test]
    fn where_seats_are_not_counted_everybody_sits() {
        let answers = [rsvp(1, 10, 50, Answer::Yes), rsvp(2, 20, 50, Answer::Yes)];
        let seats = seating(&answers.iter().collect::<Vec<_>>(), None);
        assert!(seats.values().all(|seat| *seat == Seat::Seated));
    }
}
