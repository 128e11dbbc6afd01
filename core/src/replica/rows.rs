//! From what changed in a document to the rows that screens read.

mod values;

use super::Replica;
use super::open_document::OpenDocument;
use super::step::Step;
use crate::document::Touched;
use crate::domain::{CommentOn, DocKind, Message};
use crate::entry::DocRef;
use crate::id::DocId;
use crate::outcome::Fresh;
use crate::store::{Store, StoreError};
use crate::subject::Subject;
use std::collections::BTreeSet;
pub(super) use values::write_when;
use values::{Row, Rows};

impl Replica {
    /// Writes the rows of what was touched, and says which screens to ask again.
    pub(super) fn write_rows(
        &self,
        id: DocId,
        open: &mut OpenDocument,
        touched: &[Touched],
        step: &mut Step,
        store: &dyn Store,
    ) -> Result<(), StoreError> {
        if touched.is_empty() || !self.is_shown(id) {
            return Ok(());
        }
        let index = self.index(store);
        let is_event = open.info.kind == DocKind::Event;
        let mut text = |name| if is_event { open.document.text(name).unwrap_or_default() } else { String::new() };
        let texts = [text("title"), text("place"), text("body")];
        let open = &*open;
        let rows = Rows { id, open, document: &open.document, texts };
        let touched: BTreeSet<&Touched> = touched.iter().collect();
        let batch = &mut step.batch;
        match (open.info.kind, open.info.docref()) {
            (DocKind::Room, _) => {
                if let Some(room) = rows.room() {
                    index.put(&room, batch)?;
                }
                if touched.iter().any(|touched| !touched.container.is_empty()) {
                    step.changed(Subject::Messages(id));
                }
                step.changed(Subject::Rooms);
            }
            (DocKind::Board, _) => {
                if let Some(board) = rows.board() {
                    index.put(&board, batch)?;
                }
                for post in touched.iter().filter(|touched| !touched.container.is_empty()) {
                    step.outcome.changed.extend(post.key.parse().ok().map(Subject::Thread));
                }
                step.changed(Subject::Boards);
                step.changed(Subject::Posts(id));
            }
            (DocKind::Event, _) => {
                if let Some(event) = rows.event() {
                    let before = index.event(id)?;
                    if before.as_ref() != Some(&event) {
                        step.outcome.fresh(Fresh::Event { event: id, before: before.map(Box::new) });
                    }
                    index.put(&event, batch)?;
                }
                step.changed(Subject::Event(id));
                step.changed(Subject::Events);
            }
            (DocKind::Segment, Some(docref)) => {
                for touched in touched {
                    match rows.message(docref.parent, touched) {
                        Row::Put(message) => {
                            // A topic that is settled is no new message.
                            let is_new = message.title.is_none() || index.message(&message.id)?.is_none();
                            if !message.edited && !message.deleted && is_new {
                                step.outcome.fresh(Fresh::Message(message.id));
                            }
                            index.put(&message, batch)?;
                        }
                        Row::Other => rows.reaction(touched, &index, batch)?,
                        Row::None => (),
                    }
                }
                step.changed(Subject::Messages(docref.parent));
                step.changed(Subject::Unread);
                step.changed(Subject::Rooms);
            }
            (DocKind::Posts, Some(docref)) => {
                for touched in touched {
                    if let Row::Put(post) = rows.post(docref.parent, touched) {
                        step.outcome.changed.insert(Subject::Thread(post.id));
                        if !post.edited && !post.deleted {
                            step.outcome.fresh(Fresh::Post(post.id));
                        }
                        index.put(&post, batch)?;
                    }
                }
                step.changed(Subject::Posts(docref.parent));
                step.changed(Subject::Unread);
            }
            (DocKind::Thread, Some(docref)) => {
                let on = docref.object.map_or(CommentOn::Event(docref.parent), CommentOn::Post);
                for touched in touched {
                    match rows.comment(on, touched) {
                        Row::Put(comment) => {
                            if !comment.edited && !comment.deleted {
                                step.outcome.fresh(Fresh::Comment(comment.id));
                            }
                            index.put(&comment, batch)?;
                        }
                        Row::Other => match docref.object.filter(|_| touched.container == "a") {
                            Some(post) => rows.acknowledgement(post, touched, &index, batch)?,
                            None => rows.reaction(touched, &index, batch)?,
                        },
                        Row::None => (),
                    }
                }
                match on {
                    CommentOn::Post(post) => step.changed(Subject::Thread(post)),
                    CommentOn::Event(event) => step.changed(Subject::Event(event)),
                }
                if let Some(board) = self.board_of(docref) {
                    step.changed(Subject::Posts(board));
                }
            }
            (DocKind::Rsvp, Some(docref)) => {
                for touched in touched {
                    match touched.container {
                        "h" => rows.helper(docref.parent, touched, &index, batch)?,
                        _ => rows.rsvp(docref.parent, touched, &index, batch)?,
                    }
                }
                step.changed(Subject::Event(docref.parent));
                step.changed(Subject::Events);
            }
            (DocKind::Profiles, Some(_)) => {
                let changed: BTreeSet<&str> = touched.iter().map(|touched| touched.key.as_str()).collect();
                for item in changed.into_iter().filter_map(|key| open.document.get("p", key)) {
                    index.put(&rows.profile(&item), batch)?;
                    step.outcome.changed.insert(Subject::Profile(item.author.person));
                }
                step.changed(Subject::Members);
            }
            (DocKind::Group, _) => {
                if let Some(group) = rows.group() {
                    index.put(&group, batch)?;
                }
                step.changed(Subject::Group(id));
                step.changed(Subject::Groups);
            }
            (DocKind::Joined, Some(docref)) => {
                for touched in touched {
                    if let Some(person) = rows.joined(docref.parent, touched, &index, batch)? {
                        step.outcome.changed.insert(Subject::Profile(person));
                    }
                }
                step.changed(Subject::Group(docref.parent));
                step.changed(Subject::Groups);
            }
            // Documents of these kinds are implied: they have a docref.
            (DocKind::Segment | DocKind::Posts | DocKind::Thread, None)
            | (DocKind::Rsvp | DocKind::Profiles | DocKind::Joined, None) => (),
        }
        let written = index.into_written();
        step.outcome.rows.extend(written.iter().filter(|home| crate::index::is_searched(home)).cloned());
        step.written.extend(written);
        Ok(())
    }

    /// Returns the board on which the post of a thread stands.
    fn board_of(&self, thread: &DocRef) -> Option<DocId> {
        let posts = self.documents.get(&thread.parent).filter(|info| info.kind == DocKind::Posts)?;
        Some(posts.parent())
    }
}

/// Returns the message of what was touched in a segment of which nothing else is known.
pub(super) fn message_alone(id: DocId, open: &OpenDocument, room: DocId, touched: &Touched) -> Option<Message> {
    let rows = Rows { id, open, document: &open.document, texts: Default::default() };
    match rows.message(room, touched) {
        Row::Put(message) => Some(message),
        Row::Other | Row::None => None,
    }
}
