//! One community open for one answer: its rows, and the names of its people, each looked up once.

use super::counts::{Counts, News};
use crate::view;
use allforone_core::domain::{Event, Profile, Reaction, Topic};
use allforone_core::id::{CommunityId, DocId, ObjRef, PersonId};
use allforone_core::index::Index;
use allforone_core::replica::Replica;
use allforone_core::store::{Batch, Store, StoreError, Tree, keys};
use allforone_core::time::Timestamp;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Letters of a person's id that stand for a name that has not arrived.
const NAMELESS_LETTERS: usize = 4;

/// Messages whose authors are named as who has written last.
const MAX_LOOKED_AT: usize = 20;

/// What an answer is made from.
pub(in crate::driver) struct Reading<'d> {
    pub(in crate::driver) replica: &'d Replica,
    pub(in crate::driver) index: Index<'d, dyn Store + 'd>,
    /// Who asks.
    pub(in crate::driver) me: PersonId,
    store: &'d dyn Store,
    faces: RefCell<BTreeMap<PersonId, Face>>,
    topics: RefCell<BTreeMap<ObjRef, Option<Topic>>>,
    counts: Option<&'d Counts>,
}

/// How somebody is shown beside what they wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Face {
    pub(super) name: String,
    pub(super) color: u8,
}

impl<'d> Reading<'d> {
    pub(in crate::driver) fn new(replica: &'d Replica, store: &'d dyn Store) -> Self {
        Self {
            replica,
            index: replica.index(store),
            me: replica.person(),
            store,
            faces: RefCell::default(),
            topics: RefCell::default(),
            counts: None,
        }
    }

    /// The same, which keeps what it counts.
    pub(in crate::driver) const fn counting(mut self, counts: &'d Counts) -> Self {
        self.counts = Some(counts);
        self
    }

    /// Returns how many messages of others are unread in a room.
    pub(super) fn unread_messages(&self, room: DocId) -> Result<usize, StoreError> {
        self.unread(room, || self.index.unread_messages(room, self.me))
    }

    /// Returns how many posts of others are unread on a board.
    pub(super) fn unread_posts(&self, board: DocId) -> Result<usize, StoreError> {
        self.unread(board, || self.index.unread_posts(board, self.me))
    }

    fn unread(&self, place: DocId, count: impl FnOnce() -> Result<usize, StoreError>) -> Result<usize, StoreError> {
        match self.counts {
            Some(counts) => counts.unread((self.replica.community(), place), count),
            None => count(),
        }
    }

    /// Returns the events written later than `since`, newest first, at most `limit`.
    pub(super) fn events_since(&self, since: Timestamp, limit: usize) -> Result<Vec<Event>, StoreError> {
        let find = || {
            let events = self.index.events_since(since, limit)?;
            Ok::<_, StoreError>(events.into_iter().map(|event| event.id).collect())
        };
        let ids = match self.counts {
            Some(counts) => counts.events(self.replica.community(), since, find)?,
            None => find()?,
        };
        let events: Result<Vec<Option<Event>>, _> = ids.into_iter().map(|id| self.index.event(id)).collect();
        Ok(events?.into_iter().flatten().collect())
    }

    /// Returns what others have written in a room later than `since`.
    pub(super) fn news(&self, room: DocId, since: Timestamp) -> Result<News, StoreError> {
        let count = || {
            let messages = self.index.messages_since(room, since, self.me)?;
            if messages == 0 {
                return Ok(News::default());
            }
            let items = self.index.messages(room, None, MAX_LOOKED_AT)?.items;
            let last: Vec<_> = items.into_iter().filter(|m| m.author != self.me && !m.deleted && m.time > since).collect();
            let time = last.iter().map(|message| message.time).max().unwrap_or(since);
            Ok(News { messages, authors: last.into_iter().map(|message| message.author).collect(), last: time })
        };
        match self.counts {
            Some(counts) => counts.news((self.replica.community(), room), since, count),
            None => count(),
        }
    }

    /// Returns how `person` is shown.
    pub(super) fn face(&self, person: PersonId) -> Result<Face, StoreError> {
        if let Some(face) = self.faces.borrow().get(&person) {
            return Ok(face.clone());
        }
        let face = Face::of(person, self.index.profile(person)?.as_ref());
        self.faces.borrow_mut().insert(person, face.clone());
        Ok(face)
    }

    /// Returns the name of `person`.
    pub(in crate::driver) fn name(&self, person: PersonId) -> Result<String, StoreError> {
        self.face(person).map(|face| face.name)
    }

    /// Returns whether this person came to look around and has given no name yet.
    pub(super) fn is_nameless(&self) -> Result<bool, StoreError> {
        let noted = self.store.get(Tree::Own, &nameless_key(&self.replica.community()))?.is_some();
        Ok(noted && self.index.profile(self.me)?.is_none())
    }

    /// Returns the topic that this message opens.
    pub(super) fn topic(&self, id: &ObjRef) -> Result<Option<Topic>, StoreError> {
        if let Some(topic) = self.topics.borrow().get(id) {
            return Ok(topic.clone());
        }
        let topic = self.index.topic(id)?;
        self.topics.borrow_mut().insert(*id, topic.clone());
        Ok(topic)
    }

    /// Returns how many others have an object; asked for one's own only.
    pub(super) fn copies(&self, object: &ObjRef, author: PersonId) -> u32 {
        if author == self.me { self.replica.copies(object) } else { 0 }
    }

    /// Returns the reactions under something, by emoji.
    pub(super) fn reactions(&self, target: &ObjRef) -> Result<Vec<view::Reaction>, StoreError> {
        let reactions = self.index.reactions(target)?;
        let named: Result<Vec<_>, _> =
            reactions.into_iter().map(|reaction| self.name(reaction.person).map(|name| (reaction, name))).collect();
        Ok(grouped(named?, self.me))
    }
}

impl Face {
    /// Returns how somebody with this profile is shown.
    pub(super) fn of(person: PersonId, profile: Option<&Profile>) -> Self {
        match profile {
            Some(profile) => Self { name: profile.name.clone(), color: profile.color },
            None => Self { name: nameless(person), color: Profile::default_color(person) },
        }
    }
}

/// Notes that this person came to look around; what they write asks their name first.
pub(in crate::driver) fn note_nameless(community: &CommunityId, batch: &mut Batch) {
    batch.put(Tree::Own, nameless_key(community), Vec::new());
}

fn nameless_key(community: &CommunityId) -> Vec<u8> {
    keys::named(community, "nameless", &[])
}

/// Returns what stands for the name of somebody whose profile has not arrived.
pub(in crate::driver) fn nameless(person: PersonId) -> String {
    format!("…{}", person.to_string().chars().take(NAMELESS_LETTERS).collect::<String>())
}

fn grouped(reactions: Vec<(Reaction, String)>, me: PersonId) -> Vec<view::Reaction> {
    let mut groups: BTreeMap<String, view::Reaction> = BTreeMap::new();
    for (Reaction { emoji, person, .. }, name) in reactions {
        let fresh = || view::Reaction { emoji: emoji.clone(), people: Vec::new(), mine: false };
        let group = groups.entry(emoji.clone()).or_insert_with(fresh);
        group.people.push(name);
        group.mine |= person == me;
    }
    groups.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use allforone_core::id::DocId;

    #[test]
    fn reactions_are_gathered_by_emoji() {
        let (me, other) = (PersonId([1; 16]), PersonId([2; 16]));
        let reaction = |emoji: &str, person| Reaction {
            target: ObjRef { entry: [0; 16], op: 0 },
            emoji: emoji.into(),
            person,
            document: DocId::ZERO,
        };
        let named = vec![
            (reaction("🌱", me), "Ana".to_owned()),
            (reaction("👍", me), "Ana".to_owned()),
            (reaction("👍", other), "Bo".to_owned()),
        ];
        let shown = grouped(named, other);
        let seed = view::Reaction { emoji: "🌱".into(), people: vec!["Ana".into()], mine: false };
        let thumb = view::Reaction { emoji: "👍".into(), people: vec!["Ana".into(), "Bo".into()], mine: true };
        assert!(shown == [seed, thumb], "one group for each emoji, people in order");
    }

    #[test]
    fn somebody_without_a_profile_has_a_short_name() {
        assert_eq!(nameless(PersonId([0; 16])), "…aaaa");
    }
}
