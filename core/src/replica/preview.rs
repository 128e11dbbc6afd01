//! Newest first: the last messages of a long log are listed before its beginning has come (amendments I, 6).
//!
//! ```text
//! range behind a gap ─► signature, device, claimed permit, key, shape ─► previews, in memory ─► lists, marked provisional
//! the same entry in its log ─► judged like any other ─► its row; the preview is forgotten
//! ```
//!
//! A preview decides nothing: it is never written, never passed on, and no document knows of it.

use super::Replica;
use super::judge::{Opened, Verdict};
use super::open_document::{DocInfo, OpenDocument, Origin, Pending};
use super::rows;
use super::step::Step;
use crate::domain::{DocKind, Message, SegmentWidth};
use crate::entry::{Authentic, DocRef, Permit, Range};
use crate::id::{DocId, LogId};
use crate::index::{Cursor, Page};
use crate::store::{Store, StoreError};
use crate::subject::Subject;
use crate::sync::Want;
use crate::time::Timestamp;
use std::collections::BTreeMap;

/// A log of which more than this is missing is previewed.
const MIN_GAP: u64 = 256;
/// Entries of one log that are previewed.
const MAX_OF_LOG: u64 = 64;
/// Logs that are previewed at once.
const MAX_LOGS: usize = 64;

/// The previews of a community: a few thousand at most.
#[derive(Debug, Default)]
pub(super) struct Previews {
    by_log: BTreeMap<LogId, BTreeMap<u64, Preview>>,
}

/// An entry whose predecessors are missing.
#[derive(Debug)]
struct Preview {
    entry: Authentic,
    /// What the sender says that it was written under.
    permit: Permit,
    /// What it says, once its room is known.
    message: Option<Message>,
}

impl Previews {
    /// Forgets what has come into its log, and with it all before.
    pub(super) fn forget(&mut self, log: &LogId, upto: u64) {
        if self.by_log.is_empty() {
            return;
        }
        if let Some(entries) = self.by_log.get_mut(log) {
            *entries = entries.split_off(&upto.saturating_add(1));
            if entries.is_empty() {
                self.by_log.remove(log);
            }
        }
    }

    fn messages(&self) -> impl Iterator<Item = &Message> {
        self.by_log.values().flat_map(BTreeMap::values).filter_map(|preview| preview.message.as_ref())
    }
}

/// Returns what to ask for first: the ends of the longest gaps.
pub(super) fn preview_wants(wants: &[Want]) -> Vec<Want> {
    let mut long: Vec<&Want> = wants.iter().filter(|want| is_previewed(want)).collect();
    long.sort_by_key(|want| std::cmp::Reverse(want.upto - want.after));
    long.into_iter().take(MAX_LOGS).map(|want| Want { after: want.upto - MAX_OF_LOG, ..*want }).collect()
}

fn is_previewed(want: &Want) -> bool {
    want.log.lane.is_content() && want.upto - want.after > MIN_GAP
}

impl Replica {
    /// Returns whether a range lies behind a gap, so that it can only be previewed.
    pub(super) fn is_behind_gap(&self, range: &Range) -> bool {
        let first = range.entries.first().map_or(0, |first| first.header().seq);
        range.log.lane.is_content() && first > self.logs.head(&range.log).unwrap_or(0) + 1
    }

    /// Previews the messages of a range whose beginning is missing.
    pub(super) fn preview(&mut self, range: Range, now: Timestamp, step: &mut Step) {
        let previews = &mut self.previews.by_log;
        if previews.len() >= MAX_LOGS && !previews.contains_key(&range.log) {
            return;
        }
        let mut permit = range.permit;
        for authentic in range.entries.into_iter().rev().take(MAX_OF_LOG as usize).rev() {
            let header = authentic.header();
            permit = header.permit.or(permit);
            let is_now = header.time <= now.plus_ms(crate::limits::MAX_AHEAD_MS) && header.is_known_version();
            if let (Some(permit), true) = (permit, is_now) {
                let (seq, preview) = (header.seq, Preview { entry: authentic, permit, message: None });
                self.previews.by_log.entry(range.log).or_default().insert(seq, preview);
            }
        }
        if let Some(entries) = self.previews.by_log.get_mut(&range.log) {
            while entries.len() as u64 > MAX_OF_LOG {
                entries.pop_first();
            }
        }
        self.read_previews(step);
    }

    /// Reads previews whose room is known by now.
    pub(super) fn read_previews(&mut self, step: &mut Step) {
        let mut previews = std::mem::take(&mut self.previews);
        for (log, entries) in &mut previews.by_log {
            for (seq, preview) in entries.iter_mut().filter(|(_, preview)| preview.message.is_none()) {
                let pending = Pending { log: *log, seq: *seq, hash: preview.entry.hash() };
                preview.message = self.read_preview(preview, &pending);
                if let Some(message) = &preview.message {
                    step.changed(Subject::Messages(message.room));
                }
            }
        }
        self.previews = previews;
    }

    /// Reads one entry as if it stood alone: new messages do, everything else has to wait for its turn.
    fn read_preview(&self, preview: &Preview, pending: &Pending) -> Option<Message> {
        let header = preview.entry.header();
        let target = header.target.filter(|target| *target != DocId::ZERO)?;
        let docref = self.segment_of(target, header.time)?;
        let room = docref.parent;
        let device = self.authority.device(&pending.log.device).filter(|device| !device.revoked)?;
        let cuts = self.authority.cuts(&pending.log.device, pending.log.lane, &preview.permit.standing);
        if self.authority.role(&device.person).is_none() || cuts.is_none_or(|heads| !heads.is_empty()) {
            return None;
        }
        let opened: Opened = self.authorize_under(pending, preview.entry.entry().clone(), Some(preview.permit)).ok()?;
        let info = DocInfo { kind: DocKind::Segment, lane: pending.log.lane, origin: Origin::Implied(docref) };
        let mut open = OpenDocument::new(target, info);
        let (Verdict::Strict(checked) | Verdict::Late(checked)) = self.judge(&open, opened, pending) else { return None };
        let touched = open.document.apply(*checked);
        let message = touched.iter().find_map(|touched| rows::message_alone(target, &open, room, touched))?;
        Some(Message { provisional: true, ..message })
    }

    /// Finds the room of a segment by trying: a segment's id is the hash of what it belongs to.
    fn segment_of(&self, target: DocId, time: Timestamp) -> Option<DocRef> {
        if let Some(info) = self.documents.get(&target) {
            return info.docref().copied().filter(|docref| docref.kind == DocKind::Segment);
        }
        let rooms = self.documents.iter().filter(|(_, info)| info.kind == DocKind::Room).map(|(id, _)| *id);
        let docrefs = rooms.flat_map(|room| SegmentWidth::ALL.map(|width| DocRef::segment(DocKind::Segment, room, width, time)));
        docrefs.into_iter().find(|docref| docref.doc_id(&self.community) == target)
    }

    /// Returns messages of `room`, newest first, before `before`, at most `limit`; those that are not judged yet are provisional.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn messages(
        &self,
        room: DocId,
        before: Option<&Cursor>,
        limit: usize,
        store: &dyn Store,
    ) -> Result<Page<Message>, StoreError> {
        let page = self.index(store).messages(room, before, limit)?;
        let cursor = |message: &Message| Cursor { time: message.time, id: message.id };
        // Only what lies within this page: older previews belong to a later one.
        let from = page.next;
        let fits = |at: Cursor| before.is_none_or(|before| at < *before) && from.is_none_or(|from| from < at);
        let previews = self.previews.messages().filter(|message| message.room == room && fits(cursor(message)));
        let mut items: Vec<Message> = previews.cloned().collect();
        if items.is_empty() {
            return Ok(page);
        }
        items.retain(|preview| page.items.iter().all(|message| message.id != preview.id));
        items.extend(page.items);
        items.sort_by_key(|message| std::cmp::Reverse(cursor(message)));
        let goes_on = items.len() > limit.clamp(1, crate::limits::MAX_PAGE);
        items.truncate(limit.clamp(1, crate::limits::MAX_PAGE));
        let next = if goes_on || from.is_some() { items.last().map(cursor) } else { None };
        Ok(Page { items, next })
    }
}

/// Puts wants in the order in which they are asked for: authority, the ends of long logs, then the shortest gaps first.
pub(super) fn in_order(mut wants: Vec<Want>) -> Vec<Want> {
    wants.sort_by_key(|want| (want.log.lane.is_content(), want.upto - want.after, want.log.device, want.log.lane));
    let previews = preview_wants(&wants);
    let content = wants.iter().position(|want| want.log.lane.is_content()).unwrap_or(wants.len());
    wants.splice(content..content, previews);
    wants.truncate(crate::limits::MAX_WANTS);
    wants
}
