//! What others wrote that is for me, kept as it arrives: mentions, answers, changes of events.
//!
//! ```text
//! Outcome::fresh ─► hear ─┬─► own/inbox/<time><object>   mention or answer, until it is read; the newest 200
//!                         ├─► own/event-change/<event>   when it changed and how, until the next visit
//!                         └─► own/event-reworded/<event> when its title or description changed, until the next visit
//! ```
//!
//! Kept in this device's own tree, so that "today" asks a handful of rows and no document.

use super::Driver;
use allforone_core::domain::{CommentOn, Event, EventStatus, Message};
use allforone_core::id::{CommunityId, DocId, ObjRef, PersonId};
use allforone_core::index::Index;
use allforone_core::outcome::Fresh;
use allforone_core::store::{Batch, Direction, Store, StoreError, Tree, keys};
use allforone_core::time::Timestamp;

/// Things that wait in one community; the oldest give way.
const MAX_INBOX: usize = 200;
/// Changed events that are remembered in one community.
const MAX_CHANGES: usize = 200;
const INBOX: &str = "inbox";
const CHANGE: &str = "event-change";
const REWORDED: &str = "event-reworded";
const VISIT: &str = "visit";
const SETTLED: &str = "settled";

/// Why something is for me.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
    /// It names me.
    Mention,
    /// It answers me.
    Answer,
}

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Another time, place or rule.
    Changed,
    /// It does not take place.
    Cancelled,
    /// Another title or description only: a quiet line, nothing the system shows.
    Reworded,
}

/// Something that came from somebody else and that I may want to hear of at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// A message or comment that names or answers me.
    Call(Call, ObjRef),
    /// A post; announcements are told.
    Post(ObjRef),
    /// An event that has changed.
    Event(DocId, Change),
}

impl Driver {
    /// Notes what is for me of what has just come; returns what I may want to hear of.
    pub(super) fn hear(&mut self, community: CommunityId, fresh: &[Fresh]) -> Vec<Heard> {
        let now = self.now();
        let Some(replica) = self.replicas.get(&community) else { return Vec::new() };
        let ear = Ear {
            index: replica.index(self.store.as_ref()),
            me: replica.person(),
            since: replica.since(),
            is_settled: is_settled(&community, self.store.as_ref()),
        };
        let mut batch = Batch::new();
        let mut heard = Vec::new();
        for one in fresh {
            match ear.hear(one, &community, now, &mut batch) {
                Ok(found) => heard.extend(found),
                Err(error) => tracing::warn!(%error, "something that came cannot be looked at"),
            }
        }
        if !batch.is_empty() {
            prune(&community, self.store.as_ref(), &mut batch);
            match self.store.commit(batch) {
                Ok(()) => self.is_dirty = true,
                Err(error) => self.store_failed(&error),
            }
        }
        heard
    }

    /// The history of a community is here: what changes from now on is news.
    pub(super) fn is_settled_now(&mut self, community: CommunityId) {
        if self.settled.insert(community) && !is_settled(&community, self.store.as_ref()) {
            let mut batch = Batch::new();
            batch.put(Tree::Own, keys::named(&community, SETTLED, &[]), vec![1]);
            match self.store.commit(batch) {
                Ok(()) => self.is_dirty = true,
                Err(error) => self.store_failed(&error),
            }
        }
    }
}

/// Who listens, in which community.
struct Ear<'d> {
    index: Index<'d, dyn Store + 'd>,
    me: PersonId,
    since: Timestamp,
    is_settled: bool,
}

impl Ear<'_> {
    fn hear(
        &self,
        fresh: &Fresh,
        community: &CommunityId,
        now: Timestamp,
        batch: &mut Batch,
    ) -> Result<Option<Heard>, StoreError> {
        match fresh {
            Fresh::Message(id) => {
                let message = self.index.message(id)?.filter(|message| message.author != self.me && message.time > self.since);
                let Some(message) = message else { return Ok(None) };
                Ok(self.call_of(&message)?.map(|call| note(call, *id, message.time, community, batch)))
            }
            Fresh::Comment(id) => {
                let comment = self.index.comment(id)?.filter(|comment| comment.author != self.me && comment.time > self.since);
                let Some(comment) = comment else { return Ok(None) };
                let answered = match comment.reply_to {
                    Some(before) => self.index.comment(&before)?.map(|before| before.author),
                    None => None,
                };
                let is_mine = answered == Some(self.me) || self.is_about_mine(&comment.on)?;
                Ok(is_mine.then(|| note(Call::Answer, *id, comment.time, community, batch)))
            }
            Fresh::Post(id) => {
                let post = self.index.post(id)?.filter(|row| row.post.author != self.me && row.post.time > self.since);
                Ok(post.map(|_| Heard::Post(*id)))
            }
            Fresh::Event { event, before } => {
                let (Some(before), Some(after)) = (before, self.index.event(*event)?) else { return Ok(None) };
                let Some(change) = change_of(before, &after).filter(|_| self.is_settled) else { return Ok(None) };
                // Under a name of its own, so that another wording never hides another time.
                let (name, word) = match change {
                    Change::Changed => (CHANGE, b'c'),
                    Change::Cancelled => (CHANGE, b'x'),
                    Change::Reworded => (REWORDED, b'w'),
                };
                let value = [&now.0.to_be_bytes()[..], &[word]].concat();
                batch.put(Tree::Own, keys::named(community, name, &event.0), value);
                Ok(Some(Heard::Event(*event, change)))
            }
        }
    }

    fn call_of(&self, message: &Message) -> Result<Option<Call>, StoreError> {
        if message.mentions.contains(&self.me) {
            return Ok(Some(Call::Mention));
        }
        let Some(before) = message.reply_to else { return Ok(None) };
        let answered = self.index.message(&before)?;
        Ok(answered.filter(|answered| answered.author == self.me).map(|_| Call::Answer))
    }

    fn is_about_mine(&self, on: &CommentOn) -> Result<bool, StoreError> {
        Ok(match on {
            CommentOn::Post(post) => self.index.post(post)?.is_some_and(|row| row.post.author == self.me),
            CommentOn::Event(event) => self.index.event(*event)?.is_some_and(|event| event.organisers.contains(&self.me)),
        })
    }
}

fn note(call: Call, id: ObjRef, time: Timestamp, community: &CommunityId, batch: &mut Batch) -> Heard {
    let word = if call == Call::Mention { b'm' } else { b'a' };
    let rest = [&time.0.to_be_bytes()[..], &id.entry, &id.op.to_be_bytes()].concat();
    batch.put(Tree::Own, keys::named(community, INBOX, &rest), vec![word]);
    Heard::Call(call, id)
}

/// Returns what became of an event for those who come; `None` where it is nothing they would miss.
fn change_of(before: &Event, after: &Event) -> Option<Change> {
    if after.status == EventStatus::Cancelled {
        return (before.status != EventStatus::Cancelled).then_some(Change::Cancelled);
    }
    let matters = |event: &Event| {
        let Event { start, duration_minutes, place, rrule, exdate, rdate, overrides, status, .. } = event.clone();
        (start, duration_minutes, place, rrule, exdate, rdate, overrides, status)
    };
    if matters(before) != matters(after) {
        return Some(Change::Changed);
    }
    let is_reworded = before.title != after.title || before.description != after.description;
    is_reworded.then_some(Change::Reworded)
}

fn is_settled(community: &CommunityId, store: &dyn Store) -> bool {
    store.get(Tree::Own, &keys::named(community, SETTLED, &[])).is_ok_and(|mark| mark.is_some())
}

/// Forgets the oldest of what waits, beyond the bounds.
fn prune(community: &CommunityId, store: &dyn Store, batch: &mut Batch) {
    for (name, most) in [(INBOX, MAX_INBOX), (CHANGE, MAX_CHANGES), (REWORDED, MAX_CHANGES)] {
        let rows = store.keys(Tree::Own, &keys::named(community, name, &[]), most + 1).unwrap_or_default();
        if let Some(oldest) = rows.first().filter(|_| rows.len() > most) {
            batch.delete(Tree::Own, oldest.clone());
        }
    }
}

/// Returns what is for me, newest first.
///
/// # Errors
/// [`StoreError`].
pub(super) fn calls(community: &CommunityId, store: &dyn Store) -> Result<Vec<(Call, ObjRef)>, StoreError> {
    let prefix = keys::named(community, INBOX, &[]);
    let rows = store.scan(Tree::Own, &prefix, Direction::Backward, MAX_INBOX)?;
    let call = |(key, word): (Vec<u8>, Vec<u8>)| {
        let (_, rest) = key.get(prefix.len()..)?.split_first_chunk::<8>()?;
        let (entry, op) = rest.split_first_chunk::<16>()?;
        let id = ObjRef { entry: *entry, op: u32::from_be_bytes(op.try_into().ok()?) };
        Some((if word.first() == Some(&b'm') { Call::Mention } else { Call::Answer }, id))
    };
    Ok(rows.into_iter().filter_map(call).collect())
}

/// Returns the events that have changed, and when that was seen here; those with another wording last.
///
/// # Errors
/// [`StoreError`].
pub(super) fn changes(community: &CommunityId, store: &dyn Store) -> Result<Vec<(DocId, Change, Timestamp)>, StoreError> {
    let mut changes = Vec::new();
    for name in [CHANGE, REWORDED] {
        let prefix = keys::named(community, name, &[]);
        let rows = store.scan(Tree::Own, &prefix, Direction::Forward, MAX_CHANGES)?;
        changes.extend(rows.into_iter().filter_map(|(key, value)| {
            let event = DocId::from_slice(key.get(prefix.len()..)?)?;
            let (time, word) = value.split_first_chunk::<8>()?;
            let change = match word.first() {
                Some(b'x') => Change::Cancelled,
                Some(b'w') => Change::Reworded,
                _ => Change::Changed,
            };
            Some((event, change, Timestamp(u64::from_be_bytes(*time))))
        }));
    }
    Ok(changes)
}

/// Returns when this person was last here; `None` where never.
///
/// # Errors
/// [`StoreError`].
pub(super) fn last_visit(community: &CommunityId, store: &dyn Store) -> Result<Option<Timestamp>, StoreError> {
    let mark = store.get(Tree::Own, &keys::named(community, VISIT, &[]))?;
    Ok(mark.and_then(|bytes| <[u8; 8]>::try_from(bytes).ok()).map(|bytes| Timestamp(u64::from_be_bytes(bytes))))
}

/// Will note a visit, which never goes back, and forget the changes seen before it; with `all_read` also what waits.
///
/// # Errors
/// [`StoreError`].
pub(super) fn mark_visit(
    community: &CommunityId,
    time: Timestamp,
    all_read: bool,
    store: &dyn Store,
    batch: &mut Batch,
) -> Result<(), StoreError> {
    if last_visit(community, store)?.is_none_or(|before| before < time) {
        batch.put(Tree::Own, keys::named(community, VISIT, &[]), time.0.to_be_bytes());
    }
    for (event, change, _) in changes(community, store)?.into_iter().filter(|(_, _, seen)| *seen <= time) {
        batch.delete(Tree::Own, keys::named(community, if change == Change::Reworded { REWORDED } else { CHANGE }, &event.0));
    }
    if all_read {
        for key in store.keys(Tree::Own, &keys::named(community, INBOX, &[]), MAX_INBOX)? {
            batch.delete(Tree::Own, key);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops where it fails")]
    use super::*;
    use allforone_core::encryption::StoreKey;
    use allforone_core::store::{MemoryEngine, MemoryStore};

    const HERE: CommunityId = CommunityId([3; 32]);

    fn store() -> MemoryStore {
        MemoryStore::open(MemoryEngine::new(), &StoreKey::from_secret([7; 32])).unwrap()
    }

    #[test]
    fn what_waits_is_kept_newest_first_and_bounded() {
        let mut store = store();
        for n in 0..u32::try_from(MAX_INBOX).unwrap() + 5 {
            let mut batch = Batch::new();
            note(Call::Mention, ObjRef { entry: [1; 16], op: n }, Timestamp(u64::from(n)), &HERE, &mut batch);
            prune(&HERE, &store, &mut batch);
            store.commit(batch).unwrap();
        }
        let calls = calls(&HERE, &store).unwrap();
        assert!(calls.len() <= MAX_INBOX);
        assert_eq!(calls.first(), Some(&(Call::Mention, ObjRef { entry: [1; 16], op: 204 })), "the newest stays");
    }

    #[test]
    fn a_visit_never_goes_back_and_forgets_what_was_seen() {
        let mut store = store();
        let mut batch = Batch::new();
        note(Call::Answer, ObjRef { entry: [1; 16], op: 1 }, Timestamp(5), &HERE, &mut batch);
        mark_visit(&HERE, Timestamp(50), false, &store, &mut batch).unwrap();
        store.commit(batch).unwrap();
        let mut batch = Batch::new();
        mark_visit(&HERE, Timestamp(40), true, &store, &mut batch).unwrap();
        store.commit(batch).unwrap();
        assert_eq!(last_visit(&HERE, &store).unwrap(), Some(Timestamp(50)));
        assert!(calls(&HERE, &store).unwrap().is_empty(), "all was read");
    }
}
