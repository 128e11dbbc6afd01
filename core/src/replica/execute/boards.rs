//! Posts and the comments under them.

use super::{Desk, object_made};
use crate::command::PostFields;
use crate::domain::{Comment, CommentOn, DocKind, Post};
use crate::entry::DocRef;
use crate::id::{DocId, Lane, ObjRef};
use crate::index::Index;
use crate::ops::Value;
use crate::outcome::Made;
use crate::policy::Act;
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
        let row = Index::new(&*desk.store, self.community).board(board)?.ok_or(ExecuteError::NotFound("board"))?;
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
        let row = Index::new(&*desk.store, self.community).post(&id)?.map(|row| row.post);
        let row = row.filter(|row| !row.deleted).ok_or(ExecuteError::NotFound("post"))?;
        let tags = Some(fields.tags.join("\n")).filter(|tags| !tags.is_empty());
        let values = [("t", Some(fields.title.clone())), ("b", Some(fields.body.clone())), ("g", tags)];
        self.edit_own(row.document, "p", id, row.author, &values, desk)
    }

    pub(super) fn write_comment<R: CryptoRng>(
        &mut self,
        post: ObjRef,
        text: &str,
        reply_to: Option<ObjRef>,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        Comment::check(text)?;
        let row = Index::new(&*desk.store, self.community).post(&post)?.ok_or(ExecuteError::NotFound("post"))?.post;
        let docref = DocRef::under(DocKind::Thread, row.document, Some(post));
        let thread = self.imply(docref, Lane::MEMBER, &mut desk.step);
        let mut fields = vec![("b", Value::Str(text.into()))];
        fields.extend(reply_to.map(|id| ("re", Value::Str(id.to_string()))));
        let written = self.put(thread, desk, |draft| draft.create("c", &fields))?;
        object_made(&written)
    }

    pub(super) fn edit_comment<R: CryptoRng>(
        &mut self,
        id: ObjRef,
        text: &str,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        Comment::check(text)?;
        let row = Index::new(&*desk.store, self.community).comment(&id)?;
        let row = row.filter(|row| !row.deleted).ok_or(ExecuteError::NotFound("comment"))?;
        debug_assert!(matches!(row.on, CommentOn::Post(_) | CommentOn::Event(_)));
        self.edit_own(row.document, "c", id, row.author, &[("b", Some(text.to_owned()))], desk)
    }
}
