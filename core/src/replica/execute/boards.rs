//! Acts around posts: writing, answering, acknowledging, closing, keeping on top.

use super::{Desk, object_made};
use crate::command::PostFields;
use crate::domain::{Comment, CommentOn, DocKind, Post, Problem};
use crate::entry::DocRef;
use crate::id::{DocId, Lane, ObjRef};
use crate::limits::MAX_PINNED;
use crate::ops::Value;
use crate::outcome::Made;
use crate::policy::Act;
use crate::replica::write::Written;
use crate::replica::{ExecuteError, Replica};
use rand_core::CryptoRng;

impl Replica {
    pub(super) fn write_post<R: CryptoRng>(
        &mut self,
        board: DocId,
        fields: &PostFields,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        Post::check(&fields.title, &fields.body, &fields.tags)?;
        self.may(DocKind::Posts, Act::AddPost(fields.kind))?;
        let row = self.index(&*desk.store).board(board)?.ok_or(ExecuteError::NotFound("board"))?;
        let time = self.writing_time(row.lane, desk.now);
        let month = self.imply(DocRef::segment(DocKind::Posts, board, row.width, time), row.lane, &mut desk.step);
        let mut values = vec![
            ("k", Value::Str(fields.kind.word().into())),
            ("t", Value::Str(fields.title.as_str().into())),
            ("b", Value::Str(fields.body.as_str().into())),
        ];
        if !fields.tags.is_empty() {
            values.push(("g", Value::Str(fields.tags.join("\n"))));
        }
        if fields.ack {
            values.push(("ack", Value::Bool(true)));
        }
        let written = self.put(month, desk, |draft| draft.create("p", &values))?;
        object_made(&written)
    }

    pub(super) fn edit_post<R: CryptoRng>(
        &mut self,
        id: ObjRef,
        fields: &PostFields,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        Post::check(&fields.title, &fields.body, &fields.tags)?;
        let row = self.index(&*desk.store).post(&id)?.map(|row| row.post);
        let row = row.filter(|row| !row.deleted).ok_or(ExecuteError::NotFound("post"))?;
        let tags = Some(fields.tags.join("\n")).filter(|tags| !tags.is_empty());
        let values = [("t", Some(fields.title.clone())), ("b", Some(fields.body.clone())), ("g", tags)];
        let made = self.edit_own(row.document, "p", id, row.author, &values, desk)?;
        if row.ack != fields.ack {
            let key = self.own_key(row.document, id, row.author, desk)?;
            let value = fields.ack.then_some(Value::Bool(true));
            self.put(row.document, desk, |draft| draft.put("p", &key, &[("ack", value)]))?;
        }
        Ok(made)
    }

    pub(super) fn acknowledge<R: CryptoRng>(
        &mut self,
        post: ObjRef,
        on: bool,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        let thread = self.thread_of(CommentOn::Post(post), desk)?;
        let (key, value) = (self.person.tag8(), on.then_some(Value::Bool(true)));
        said(self.put(thread, desk, |draft| draft.put_value("a", &key, value)), post)
    }

    pub(super) fn accept_answer<R: CryptoRng>(
        &mut self,
        post: ObjRef,
        comment: Option<ObjRef>,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        let index = self.index(&*desk.store);
        let row = index.post(&post)?.ok_or(ExecuteError::NotFound("post"))?.post;
        if let Some(comment) = comment {
            let found = index.comment(&comment)?.filter(|row| row.on == CommentOn::Post(post) && !row.deleted);
            found.ok_or(ExecuteError::NotFound("comment"))?;
        }
        let key = self.own_key(row.document, post, row.author, desk)?;
        let value = comment.map(|comment| Value::Str(comment.to_string()));
        said(self.put(row.document, desk, |draft| draft.put("p", &key, &[("ans", value)])), post)
    }

    /// The author closes in the post, a moderator on the board; opening again takes away both as far as one may.
    pub(super) fn close_post<R: CryptoRng>(
        &mut self,
        post: ObjRef,
        closed: bool,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        let index = self.index(&*desk.store);
        let row = index.post(&post)?.ok_or(ExecuteError::NotFound("post"))?.post;
        let board = index.board(row.board)?.ok_or(ExecuteError::NotFound("board"))?;
        let is_marked = board.closed.contains(&post);
        if row.author == self.person && row.closed != closed {
            let key = self.own_key(row.document, post, row.author, desk)?;
            let value = closed.then_some(Value::Bool(true));
            self.put(row.document, desk, |draft| draft.put("p", &key, &[("done", value)]))?;
        } else if is_marked == closed || (closed && row.closed) {
            return Ok(Made::Object(post));
        }
        if (is_marked && !closed) || (closed && row.author != self.person) {
            self.mark(board.id, DocKind::Board, "shut", post, closed, desk)?;
        }
        Ok(Made::Object(post))
    }

    pub(super) fn pin<R: CryptoRng>(
        &mut self,
        target: ObjRef,
        pinned: bool,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        let index = self.index(&*desk.store);
        let (place, kind, marks) = if let Some(row) = index.post(&target)? {
            let board = index.board(row.post.board)?.ok_or(ExecuteError::NotFound("board"))?;
            (board.id, DocKind::Board, board.pinned)
        } else if let Some(message) = index.message(&target)? {
            let room = index.room(message.room)?.ok_or(ExecuteError::NotFound("room"))?;
            (room.id, DocKind::Room, room.pinned)
        } else {
            return Err(ExecuteError::NotFound("post"));
        };
        if pinned && !marks.contains(&target) && marks.len() >= MAX_PINNED {
            return Err(Problem::TooLong { what: "pinned", max: MAX_PINNED }.into());
        }
        self.mark(place, kind, "pin", target, pinned, desk)?;
        Ok(Made::Object(target))
    }

    pub(super) fn mark<R: CryptoRng>(
        &mut self,
        place: DocId,
        kind: DocKind,
        container: &'static str,
        target: ObjRef,
        on: bool,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        self.may(kind, Act::Change(container))?;
        let (key, value) = (target.to_string(), on.then_some(Value::Bool(true)));
        said(self.put(place, desk, |draft| draft.put_value(container, &key, value)), target)
    }

    pub(super) fn write_comment<R: CryptoRng>(
        &mut self,
        on: CommentOn,
        text: &str,
        reply_to: Option<ObjRef>,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        Comment::check(text)?;
        let thread = self.thread_of(on, desk)?;
        let mut fields = vec![("b", Value::Str(text.into()))];
        fields.extend(reply_to.map(|id| ("re", Value::Str(id.to_string()))));
        let written = self.put(thread, desk, |draft| draft.create("c", &fields))?;
        object_made(&written)
    }

    fn thread_of<R>(&mut self, on: CommentOn, desk: &mut Desk<'_, R>) -> Result<DocId, ExecuteError> {
        let index = self.index(&*desk.store);
        let (docref, lane) = match on {
            CommentOn::Post(post) => {
                let row = index.post(&post)?.ok_or(ExecuteError::NotFound("post"))?.post;
                (DocRef::under(DocKind::Thread, row.document, Some(post)), self.lane_of(row.document))
            }
            CommentOn::Event(event) => {
                let row = index.event(event)?.ok_or(ExecuteError::NotFound("event"))?;
                (DocRef::under(DocKind::Thread, event, None), row.lane)
            }
        };
        Ok(self.imply(docref, lane, &mut desk.step))
    }

    fn lane_of(&self, document: DocId) -> Lane {
        self.documents.get(&document).map_or(Lane::MEMBER, |info| info.lane)
    }

    pub(super) fn edit_comment<R: CryptoRng>(
        &mut self,
        id: ObjRef,
        text: &str,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        Comment::check(text)?;
        let row = self.index(&*desk.store).comment(&id)?;
        let row = row.filter(|row| !row.deleted).ok_or(ExecuteError::NotFound("comment"))?;
        debug_assert!(matches!(row.on, CommentOn::Post(_) | CommentOn::Event(_)));
        self.edit_own(row.document, "c", id, row.author, &[("b", Some(text.to_owned()))], desk)
    }
}

/// Saying again what stands there is no failure.
pub(super) fn said(written: Result<Written, ExecuteError>, about: ObjRef) -> Result<Made, ExecuteError> {
    match written {
        Ok(_) | Err(ExecuteError::Problem(Problem::Empty("change"))) => Ok(Made::Object(about)),
        Err(error) => Err(error),
    }
}
