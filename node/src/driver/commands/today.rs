//! Today: what is new, what waits, what is on. Reads rows and never a document.

use super::events::{line, signed, viewer_zone};
use super::own::draft_place;
use super::reading::Reading;
use super::{Driver, count};
use crate::driver::inbox::{self, Call, Change};
use crate::error::NodeError;
use crate::subject::Subject;
use crate::view::{Empty, News, NewsKind, SoonRow, Today, TodayQuery, VisitMark, Waiting, WaitingKind};
use allforone_core::domain::{CommentOn, Event, EventStatus, PostKind, TimeZone, snippet};
use allforone_core::id::{CommunityId, ObjRef};
use allforone_core::index::{AgendaRow, PostRow};
use allforone_core::limits::{MAX_PAGE, MAX_SNIPPET_BYTES};
use allforone_core::store::{Batch, Store, StoreError};
use allforone_core::time::{DAY_MS, Timestamp};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Lines of news.
const MAX_NEWS: usize = 7;
/// Lines of what waits, and of what is on.
const MAX_LINES: usize = 20;
/// Names of one line.
const MAX_NAMES: usize = 3;
/// Posts that are looked at; more are counted as left out by the lines they would have made.
const MAX_POSTS: usize = 50;
/// Occurrences that are looked at.
const MAX_OCCURRENCES: usize = 200;
/// How far ahead an unanswered event waits, in days.
const AHEAD_DAYS: u64 = 14;

/// Returns today.
pub(super) fn show(driver: &mut Driver, input: TodayQuery) -> Result<Today, NodeError> {
    let now = driver.now();
    let store = driver.store.as_ref();
    let zone = viewer_zone();
    let mut page = Page::default();
    for community in asked(driver, input.community.as_deref())? {
        if let Some(replica) = driver.replicas.get(&community) {
            page.add(&Reading::new(replica, store).counting(&driver.counts), store, now, &zone)?;
        }
    }
    Ok(page.finish(now))
}

/// Remembers that this person was here.
pub(super) fn mark(driver: &mut Driver, input: VisitMark) -> Result<Empty, NodeError> {
    let now = driver.now();
    let time = input.time_ms.map_or(now, Timestamp).min(now);
    let communities = asked(driver, input.community.as_deref())?;
    let mut batch = Batch::new();
    for community in &communities {
        let Some(replica) = driver.replicas.get(community) else { continue };
        let store = driver.store.as_ref();
        inbox::mark_visit(community, time, input.all_read, store, &mut batch)?;
        if input.all_read {
            let index = replica.index(store);
            for room in index.rooms()? {
                index.mark_read(room.id, time, &mut batch)?;
            }
            for board in index.boards()? {
                index.mark_read(board.id, time, &mut batch)?;
            }
        }
    }
    driver.commit(batch)?;
    for community in communities {
        driver.announce(Subject::Unread(community.to_string()));
    }
    Ok(Empty {})
}

fn asked(driver: &Driver, community: Option<&str>) -> Result<Vec<CommunityId>, NodeError> {
    match community {
        None => Ok(driver.replicas.keys().copied().collect()),
        Some(id) => Ok(vec![driver.community(id)?]),
    }
}

/// What gathers over the communities.
#[derive(Default)]
struct Page {
    since: Option<Timestamp>,
    news: Vec<News>,
    calls: Vec<Waiting>,
    events: Vec<Waiting>,
    soon: Vec<SoonRow>,
    to_acknowledge: Vec<Waiting>,
}

impl Page {
    fn add(&mut self, reading: &Reading<'_>, store: &dyn Store, now: Timestamp, zone: &TimeZone) -> Result<(), NodeError> {
        let community = reading.replica.community();
        let since = inbox::last_visit(&community, store)?.unwrap_or(reading.replica.since());
        self.since = Some(self.since.map_or(since, |before| before.min(since)));
        let posts = reading.index.posts(None, None, MAX_PAGE)?.items;
        self.add_messages(reading, since)?;
        self.add_posts(&posts, reading, since)?;
        self.add_events(reading, since, store)?;
        self.add_newcomers(reading, since)?;
        self.add_calls(reading, store)?;
        self.add_agenda(reading, now, zone)?;
        self.add_unacknowledged(&posts, reading)?;
        Ok(())
    }

    fn add_messages(&mut self, reading: &Reading<'_>, since: Timestamp) -> Result<(), StoreError> {
        for room in reading.index.rooms()? {
            let from = since.max(reading.index.read_mark(room.id)?);
            let found = reading.news(room.id, from)?;
            if found.messages == 0 {
                continue;
            }
            let mut names = Vec::new();
            for author in found.authors {
                push_name(&mut names, reading.name(author)?);
            }
            let time_ms = found.last.max(from).millis();
            let (id, title) = (room.id.to_string(), room.name);
            self.news.push(News {
                kind: NewsKind::Messages,
                id,
                title,
                names,
                count: count(found.messages),
                time_ms,
                ..blank(reading)
            });
        }
        Ok(())
    }

    fn add_posts(&mut self, posts: &[PostRow], reading: &Reading<'_>, since: Timestamp) -> Result<(), NodeError> {
        for PostRow { post, .. } in posts.iter().take(MAX_POSTS) {
            if post.time <= since {
                break;
            }
            let is_read = post.time <= reading.index.read_mark(post.board)?;
            if post.author == reading.me || post.deleted || is_read {
                continue;
            }
            let kind = if post.kind == PostKind::Announcement { NewsKind::Announcement } else { NewsKind::Post };
            let (id, title, time_ms) = (post.id.to_string(), post.title.clone(), post.time.millis());
            let names = vec![reading.name(post.author)?];
            self.news.push(News { kind, id, title, names, count: 1, time_ms, ..blank(reading) });
        }
        Ok(())
    }

    fn add_events(&mut self, reading: &Reading<'_>, since: Timestamp, store: &dyn Store) -> Result<(), StoreError> {
        let changes = inbox::changes(&reading.replica.community(), store)?;
        for (event, change, seen) in changes.into_iter().filter(|(_, _, seen)| *seen > since) {
            let Some(event) = reading.index.event(event)? else { continue };
            let kind = match change {
                Change::Changed => NewsKind::EventChanged,
                Change::Cancelled => NewsKind::EventCancelled,
                Change::Reworded => NewsKind::EventReworded,
            };
            if change == Change::Reworded && !self.is_missed_by(reading, &event)? {
                continue;
            }
            let names = vec![reading.name(event.author)?];
            let (id, title, time_ms) = (event.id.to_string(), event.title, seen.millis());
            self.news.push(News { kind, id, title, names, count: 1, time_ms, ..blank(reading) });
        }
        for event in reading.events_since(since, MAX_LINES)? {
            let is_old_news = self.news.iter().any(|line| line.id == event.id.to_string());
            if event.author == reading.me || event.status == EventStatus::Cancelled || is_old_news {
                continue;
            }
            let names = vec![reading.name(event.author)?];
            let (id, title, time_ms) = (event.id.to_string(), event.title, event.time.millis());
            self.news.push(News { kind: NewsKind::EventNew, id, title, names, count: 1, time_ms, ..blank(reading) });
        }
        Ok(())
    }

    /// Returns whether another wording is told: to who has answered, where nothing more pressing is told of the event.
    fn is_missed_by(&self, reading: &Reading<'_>, event: &Event) -> Result<bool, StoreError> {
        let id = event.id.to_string();
        let has_answered = reading.index.answers(event.id)?.iter().any(|answer| answer.person == reading.me);
        Ok(has_answered && !self.news.iter().any(|line| line.id == id))
    }

    fn add_newcomers(&mut self, reading: &Reading<'_>, since: Timestamp) -> Result<(), StoreError> {
        let members = reading.replica.authority().members();
        let mut fresh: Vec<_> = members.filter(|member| member.joined > since && member.person != reading.me).collect();
        fresh.sort_by_key(|member| (Reverse(member.joined), member.person));
        let Some(newest) = fresh.first() else { return Ok(()) };
        let (id, time_ms) = (newest.person.to_string(), newest.joined.millis());
        let mut names = Vec::new();
        for member in fresh.iter().take(MAX_NAMES) {
            names.push(reading.name(member.person)?);
        }
        self.news.push(News { kind: NewsKind::Newcomers, id, names, count: count(fresh.len()), time_ms, ..blank(reading) });
        Ok(())
    }

    fn add_calls(&mut self, reading: &Reading<'_>, store: &dyn Store) -> Result<(), NodeError> {
        for (call, id) in inbox::calls(&reading.replica.community(), store)? {
            self.calls.extend(called(call, &id, reading)?);
        }
        Ok(())
    }

    /// Adds the announcements among the newest posts that ask for a word and have not got mine.
    fn add_unacknowledged(&mut self, posts: &[PostRow], reading: &Reading<'_>) -> Result<(), NodeError> {
        for PostRow { post, .. } in posts {
            let is_asked = post.ack && !post.deleted && post.author != reading.me;
            if is_asked && !reading.index.has_acknowledged(&post.id, reading.me)? {
                self.to_acknowledge.push(Waiting {
                    community: reading.replica.community().to_string(),
                    kind: WaitingKind::Announcement,
                    id: post.id.to_string(),
                    parent: None,
                    title: post.title.clone(),
                    author_name: reading.name(post.author)?,
                    snippet: post.snippet(),
                    time_ms: post.time.millis(),
                    occurrence: None,
                });
            }
        }
        Ok(())
    }

    fn add_agenda(&mut self, reading: &Reading<'_>, now: Timestamp, zone: &TimeZone) -> Result<(), NodeError> {
        let community = reading.replica.community().to_string();
        let soon_ends = after_tomorrow(now, zone);
        let rows = reading.index.agenda(now, now.plus_ms(AHEAD_DAYS * DAY_MS), zone, MAX_OCCURRENCES)?;
        let mut asked = BTreeSet::new();
        for row in rows {
            let AgendaRow { event, occurrence } = &row;
            let is_on = occurrence.status != EventStatus::Cancelled;
            let is_mine = event.organisers.contains(&reading.me);
            if is_on && !is_mine && occurrence.start_time > now && !asked.contains(&event.id) {
                let answered = reading.index.tally(event.id, occurrence.id.as_ref(), event.capacity, reading.me)?.mine.is_some();
                if !answered && asked.insert(event.id) {
                    self.events.push(Waiting {
                        community: community.clone(),
                        kind: WaitingKind::Event,
                        id: event.id.to_string(),
                        parent: None,
                        title: occurrence.title.clone(),
                        author_name: reading.name(event.author)?,
                        snippet: snippet(&occurrence.place, MAX_SNIPPET_BYTES),
                        time_ms: occurrence.start_time.millis(),
                        occurrence: occurrence.id.as_ref().map(ToString::to_string),
                    });
                }
            }
            if occurrence.start_time < soon_ends && self.soon.len() < 2 * MAX_LINES {
                self.soon.push(SoonRow { community: community.clone(), event: line(row, reading)? });
            }
        }
        Ok(())
    }

    fn finish(mut self, now: Timestamp) -> Today {
        self.news.sort_by(|a, b| (a.kind, Reverse(a.time_ms), &a.id).cmp(&(b.kind, Reverse(b.time_ms), &b.id)));
        self.calls.sort_by(|a, b| (Reverse(a.time_ms), &a.id).cmp(&(Reverse(b.time_ms), &b.id)));
        self.events.sort_by(|a, b| (a.time_ms, &a.id).cmp(&(b.time_ms, &b.id)));
        self.soon.sort_by(|a, b| (a.event.start_ms, &a.event.id).cmp(&(b.event.start_ms, &b.event.id)));
        self.soon.truncate(MAX_LINES);
        let mut waiting = self.calls;
        waiting.append(&mut self.events);
        let left_out = |len: usize, most: usize| count(len.saturating_sub(most));
        let (more_news, more_waiting) = (left_out(self.news.len(), MAX_NEWS), left_out(waiting.len(), MAX_LINES));
        self.news.truncate(MAX_NEWS);
        waiting.truncate(MAX_LINES);
        let since_ms = self.since.unwrap_or(now).millis();
        let mut to_acknowledge = self.to_acknowledge;
        to_acknowledge.sort_by(|a, b| (Reverse(a.time_ms), &a.id).cmp(&(Reverse(b.time_ms), &b.id)));
        to_acknowledge.truncate(MAX_LINES);
        Today { since_ms, news: self.news, more_news, waiting, more_waiting, soon: self.soon, to_acknowledge }
    }
}

fn blank(reading: &Reading<'_>) -> News {
    News {
        community: reading.replica.community().to_string(),
        kind: NewsKind::Messages,
        id: String::new(),
        title: String::new(),
        names: Vec::new(),
        count: 1,
        time_ms: 0,
    }
}

fn push_name(names: &mut Vec<String>, name: String) {
    if names.len() < MAX_NAMES && !names.contains(&name) {
        names.push(name);
    }
}

/// Returns what is for me as a line; `None` where it was read, taken back or is gone.
pub(in crate::driver) fn called(call: Call, id: &ObjRef, reading: &Reading<'_>) -> Result<Option<Waiting>, NodeError> {
    let community = reading.replica.community().to_string();
    let kind = match call {
        Call::Mention => WaitingKind::Mention,
        Call::Answer => WaitingKind::Answer,
    };
    if let Some(message) = reading.index.message(id)? {
        let is_read = message.time <= reading.index.read_mark(message.room)?;
        if is_read || message.deleted {
            return Ok(None);
        }
        let title = reading.index.room(message.room)?.map(|room| room.name).unwrap_or_default();
        return Ok(Some(Waiting {
            community,
            kind,
            id: message.id.to_string(),
            parent: Some(message.room.to_string()),
            title,
            author_name: reading.name(message.author)?,
            snippet: message.snippet(),
            time_ms: message.time.millis(),
            occurrence: None,
        }));
    }
    let Some(comment) = reading.index.comment(id)? else { return Ok(None) };
    let (parent, title) = match comment.on {
        CommentOn::Post(post) => (post.to_string(), reading.index.post(&post)?.map(|row| row.post.title)),
        CommentOn::Event(event) => (event.to_string(), reading.index.event(event)?.map(|event| event.title)),
    };
    let is_read = comment.time <= reading.index.read_mark(draft_place(&parent)?)?;
    if is_read || comment.deleted {
        return Ok(None);
    }
    Ok(Some(Waiting {
        community,
        kind,
        id: comment.id.to_string(),
        parent: Some(parent),
        title: title.unwrap_or_default(),
        author_name: reading.name(comment.author)?,
        snippet: snippet(&comment.text, MAX_SNIPPET_BYTES),
        time_ms: comment.time.millis(),
        occurrence: None,
    }))
}

/// Returns the end of tomorrow on a wall in `zone`.
fn after_tomorrow(now: Timestamp, zone: &TimeZone) -> Timestamp {
    let here = jiff::Timestamp::from_millisecond(signed(now)).map(|now| now.to_zoned(zone.clone()));
    let end = here.and_then(|here| here.date().checked_add(jiff::Span::new().days(2))?.to_zoned(zone.clone()));
    let end = end.ok().and_then(|end| u64::try_from(end.timestamp().as_millisecond()).ok());
    end.map_or(now.plus_ms(2 * DAY_MS), Timestamp)
}

#[cfg(test)]
mod tests {
    use super::*;
    use allforone_core::domain::zone;

    #[test]
    fn tomorrow_ends_at_midnight_on_the_wall() {
        // 2026-03-28 12:00 in Paris; the night after has 23 hours.
        let noon = Timestamp(1_774_695_600_000);
        let end = zone("Europe/Paris").map(|paris| after_tomorrow(noon, &paris));
        assert_eq!(end, Some(noon.plus_ms((12 + 23) * 3_600_000)));
    }
}
