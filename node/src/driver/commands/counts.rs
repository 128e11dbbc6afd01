//! What is unread in rooms and on boards, kept in memory: lists of rooms are asked for at every message, and counting a room
//! reads up to a hundred rows of it.

use allforone_core::id::{CommunityId, DocId, PersonId};
use allforone_core::index::{counted_in, is_event};
use allforone_core::time::Timestamp;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// What was counted, by community and room or board: as many as there are of these.
#[derive(Default)]
pub(in crate::driver) struct Counts {
    places: RefCell<BTreeMap<CommunityId, BTreeMap<DocId, Counted>>>,
    /// Events written later than a moment: the agenda does not tell them apart.
    events: RefCell<BTreeMap<CommunityId, (Timestamp, Vec<DocId>)>>,
}

/// What was counted of one room or board.
#[derive(Clone, Debug, Default)]
struct Counted {
    unread: Option<usize>,
    news: Option<(Timestamp, News)>,
}

/// What others have written in a room from a moment on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct News {
    /// How many messages, as far as they are counted.
    pub(super) messages: usize,
    /// Who wrote the last of them, newest first.
    pub(super) authors: Vec<PersonId>,
    /// When the last of them was written.
    pub(super) last: Timestamp,
}

impl Counts {
    /// Rows of a community have changed: what they are counted among is counted again.
    pub(in crate::driver) fn note(&self, community: &CommunityId, rows: &BTreeSet<Vec<u8>>) {
        if let Some(counted) = self.places.borrow_mut().get_mut(community) {
            for place in rows.iter().filter_map(|home| counted_in(home)) {
                counted.remove(&place);
            }
        }
        if rows.iter().any(|home| is_event(home)) {
            self.events.borrow_mut().remove(community);
        }
    }

    /// Marks of a community have moved: all of it is counted again.
    pub(in crate::driver) fn forget(&self, community: &str) {
        self.places.borrow_mut().retain(|id, _| id.to_string() != community);
    }

    /// Returns how much is unread in a place; counts it where that is not known.
    pub(super) fn unread<E>(&self, id: (CommunityId, DocId), count: impl FnOnce() -> Result<usize, E>) -> Result<usize, E> {
        if let Some(unread) = self.places.borrow().get(&id.0).and_then(|places| places.get(&id.1)?.unread) {
            return Ok(unread);
        }
        let unread = count()?;
        self.places.borrow_mut().entry(id.0).or_default().entry(id.1).or_default().unread = Some(unread);
        Ok(unread)
    }

    /// Returns which events were written later than `since`; looks for them where that is not known.
    pub(super) fn events<E>(
        &self,
        community: CommunityId,
        since: Timestamp,
        find: impl FnOnce() -> Result<Vec<DocId>, E>,
    ) -> Result<Vec<DocId>, E> {
        let known = self.events.borrow().get(&community).filter(|(from, _)| *from == since).map(|(_, events)| events.clone());
        if let Some(events) = known {
            return Ok(events);
        }
        let events = find()?;
        self.events.borrow_mut().insert(community, (since, events.clone()));
        Ok(events)
    }

    /// Returns what is new in a room from `since` on; counts it where that is not known.
    pub(super) fn news<E>(
        &self,
        id: (CommunityId, DocId),
        since: Timestamp,
        count: impl FnOnce() -> Result<News, E>,
    ) -> Result<News, E> {
        let known = self.places.borrow().get(&id.0).and_then(|places| places.get(&id.1)?.news.clone());
        if let Some((_, news)) = known.filter(|(from, _)| *from == since) {
            return Ok(news);
        }
        let news = count()?;
        self.places.borrow_mut().entry(id.0).or_default().entry(id.1).or_default().news = Some((since, news.clone()));
        Ok(news)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops where it fails")]
    use super::*;
    use std::convert::Infallible;

    #[test]
    fn a_place_is_counted_again_after_its_rows_or_the_marks_changed() {
        let counts = Counts::default();
        let (community, room) = (CommunityId([1; 32]), DocId([2; 16]));
        let ask = |found| counts.unread((community, room), || Ok::<_, Infallible>(found)).unwrap();
        assert_eq!((ask(5), ask(6)), (5, 5), "counted once");
        let home = |kind: u8, place: [u8; 16]| [&[kind], place.as_slice(), &[0; 28]].concat();
        counts.note(&community, &[home(b'm', [3; 16]), home(b'c', [2; 16])].into());
        assert_eq!(ask(7), 5, "another room, and what is no message");
        counts.note(&community, &[home(b'm', [2; 16])].into());
        assert_eq!((ask(8), ask(9)), (8, 8));
        counts.forget(&community.to_string());
        assert_eq!(ask(10), 10);
        let news = |since, messages| {
            let found = News { messages, ..News::default() };
            counts.news((community, room), Timestamp(since), || Ok::<_, Infallible>(found)).unwrap().messages
        };
        assert_eq!((news(1, 3), news(1, 4), news(2, 5)), (3, 3, 5), "from another moment on it is something else");
        let events = |n| counts.events(community, Timestamp(1), || Ok::<_, Infallible>(vec![DocId([n; 16])])).unwrap();
        assert_eq!((events(1), events(2)), (vec![DocId([1; 16])], vec![DocId([1; 16])]));
        counts.note(&community, &[home(b'e', [9; 16])].into());
        assert_eq!(events(3), [DocId([3; 16])]);
    }
}
