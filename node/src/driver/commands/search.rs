//! Searching everything here.
//!
//! The words of a community are kept in memory. They are read from its rows a little at a time while nobody asks for anything,
//! some seconds after the start; what is written from then on is read anew, row by row. Who searches earlier waits for the rest.

use super::reading::Reading;
use super::{Driver, capped, parsed};
use crate::error::NodeError;
use crate::view::{Hit, HitKind, Page, SearchQuery};
use allforone_core::domain::{self, CommentOn};
use allforone_core::id::CommunityId;
use allforone_core::index::{self, Found, Search};
use allforone_core::store::StoreError;
use std::collections::{BTreeMap, BTreeSet};

/// Longest question, in characters.
const MAX_QUERY_CHARS: usize = 200;

/// Rows that changed and are read anew when somebody searches; where there are more, all are read again.
const MAX_STALE: usize = 20_000;

/// The words of the communities.
#[derive(Default)]
pub(in crate::driver) struct Searches(BTreeMap<CommunityId, Words>);

/// The words of one community.
#[derive(Default)]
struct Words {
    search: Search,
    /// Homes of rows that changed since they were read.
    stale: BTreeSet<Vec<u8>>,
}

impl Searches {
    /// Rows of a community have changed.
    pub(in crate::driver) fn note(&mut self, community: &CommunityId, rows: &BTreeSet<Vec<u8>>) {
        let Some(words) = self.0.get_mut(community) else { return };
        words.stale.extend(rows.iter().cloned());
        if words.stale.len() > MAX_STALE {
            *words = Words::default();
        }
    }

    /// Begins to read the words of a community, where nobody has yet.
    pub(in crate::driver) fn begin(&mut self, community: CommunityId) {
        self.0.entry(community).or_default();
    }

    /// The community is no longer here.
    pub(in crate::driver) fn forget(&mut self, community: &CommunityId) {
        self.0.remove(community);
    }
}

impl Words {
    /// Brings them up to what stands in the rows.
    fn catch_up(&mut self, reading: &Reading<'_>) -> Result<(), StoreError> {
        if self.search.is_worn() {
            *self = Self::default();
        }
        while !self.search.is_whole() {
            self.search.read_on(&reading.index)?;
        }
        let stale = std::mem::take(&mut self.stale);
        self.search.refresh(stale.iter().map(Vec::as_slice), &reading.index)
    }
}

impl Driver {
    /// Reads some rows for searching; returns whether there were any to read.
    pub(in crate::driver) fn read_words_a_little(&mut self) -> bool {
        let due = self.searches.0.iter_mut().find(|(_, words)| !words.search.is_whole());
        let Some((community, words)) = due else { return false };
        let Some(replica) = self.replicas.get(community) else { return false };
        // What cannot be read now is reported by whoever searches.
        words.search.read_on(&Reading::new(replica, self.store.as_ref()).index).is_ok()
    }
}

/// Returns what holds the words, newest first.
pub(super) fn find(driver: &mut Driver, input: SearchQuery) -> Result<Page<Hit>, NodeError> {
    if input.query.chars().count() > MAX_QUERY_CHARS {
        return Err(NodeError::bad_input(format!("query is over {MAX_QUERY_CHARS} characters")));
    }
    let asked: Vec<CommunityId> = match input.community.as_deref() {
        Some(id) => {
            let id = parsed(id, "community")?;
            vec![*driver.replicas.get_key_value(&id).ok_or_else(|| NodeError::not_found("community"))?.0]
        }
        None => driver.replicas.keys().copied().collect(),
    };
    let limit = capped(input.limit);
    let mut hits = Vec::new();
    for community in asked {
        let Some(replica) = driver.replicas.get(&community) else { continue };
        let reading = Reading::new(replica, driver.store.as_ref());
        let words = driver.searches.0.entry(community).or_default();
        words.catch_up(&reading)?;
        for hit in words.search.find(&input.query, &reading.index, limit)? {
            hits.extend(view(hit, &reading)?);
        }
    }
    hits.sort_by(|a, b| b.time_ms.cmp(&a.time_ms).then_with(|| a.id.cmp(&b.id)));
    hits.truncate(limit);
    Ok(Page::whole(hits))
}

/// Returns a hit as screens show it; boards are found by their posts.
fn view(hit: index::Hit, reading: &Reading<'_>) -> Result<Option<Hit>, StoreError> {
    let time_ms = hit.found.time().millis();
    let mut topic = None;
    let (kind, id, parent, title, author) = match hit.found {
        Found::Message(domain::Message { title: Some(title), id, room, author, .. }) => {
            (HitKind::Topic, id.to_string(), Some(room.to_string()), title, author)
        }
        Found::Message(message) => {
            let room = reading.index.room(message.room)?.map(|room| room.name).unwrap_or_default();
            let found = message.topic.map(|id| reading.topic(&id)).transpose()?.flatten();
            topic = found.filter(|topic| topic.room == message.room).map(|topic| topic.id.to_string());
            (HitKind::Message, message.id.to_string(), Some(message.room.to_string()), room, message.author)
        }
        Found::Post(post) => (HitKind::Post, post.id.to_string(), None, post.title, post.author),
        Found::Comment(comment) => {
            let (parent, title) = match comment.on {
                CommentOn::Post(post) => (post.to_string(), reading.index.post(&post)?.map(|row| row.post.title)),
                CommentOn::Event(event) => (event.to_string(), reading.index.event(event)?.map(|event| event.title)),
            };
            (HitKind::Comment, comment.id.to_string(), Some(parent), title.unwrap_or_default(), comment.author)
        }
        Found::Event(event) => (HitKind::Event, event.id.to_string(), None, event.title, event.author),
        Found::Member(profile) => (HitKind::Member, profile.person.to_string(), None, profile.name, profile.person),
        Found::Room(room) => (HitKind::Room, room.id.to_string(), None, room.name, room.author),
        Found::Group(group) => (HitKind::Group, group.id.to_string(), None, group.name, group.author),
        Found::Board(_) => return Ok(None),
    };
    let (community, author_name) = (reading.replica.community().to_string(), reading.name(author)?);
    Ok(Some(Hit { kind, id, community, parent, topic, title, snippet: hit.snippet, time_ms, author_name }))
}
