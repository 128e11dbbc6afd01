//! Topics of a room.

use super::boards::said;
use super::{Desk, object_made};
use crate::domain::{DocKind, Topic};
use crate::id::{DocId, ObjRef};
use crate::ops::Value;
use crate::outcome::Made;
use crate::replica::{ExecuteError, Replica};
use rand_core::CryptoRng;

impl Replica {
    pub(super) fn topic<R>(&self, id: ObjRef, desk: &Desk<'_, R>) -> Result<Option<Topic>, ExecuteError> {
        Ok(self.index(&*desk.store).topic(&id)?)
    }

    pub(super) fn create_topic<R: CryptoRng>(
        &mut self,
        room: DocId,
        title: &str,
        message: Option<ObjRef>,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        Topic::check(title)?;
        if let Some(id) = message {
            let row = self.index(&*desk.store).message(&id)?;
            row.filter(|row| row.room == room && !row.deleted).ok_or(ExecuteError::NotFound("message"))?;
        }
        let segment = self.segment(room, desk)?;
        let mut fields = vec![("s", Value::Str(title.into()))];
        fields.extend(message.map(|id| ("re", Value::Str(id.to_string()))));
        let written = self.put(segment, desk, |draft| draft.create("m", &fields))?;
        object_made(&written)
    }

    pub(super) fn edit_topic<R: CryptoRng>(
        &mut self,
        id: ObjRef,
        title: &str,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        Topic::check(title)?;
        let topic = self.topic(id, desk)?.ok_or(ExecuteError::NotFound("topic"))?;
        let row = self.index(&*desk.store).message(&id)?.ok_or(ExecuteError::NotFound("topic"))?;
        let key = self.own_key(row.document, id, topic.author, desk)?;
        said(self.put(row.document, desk, |draft| draft.put("m", &key, &[("s", Some(Value::Str(title.into())))])), id)
    }

    /// The author settles in the message, a moderator on the room; opening again takes away both as far as one may.
    pub(super) fn resolve_topic<R: CryptoRng>(
        &mut self,
        id: ObjRef,
        resolved: bool,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        let index = self.index(&*desk.store);
        let row = index.message(&id)?.filter(|row| row.title.is_some()).ok_or(ExecuteError::NotFound("topic"))?;
        let room = index.room(row.room)?.ok_or(ExecuteError::NotFound("room"))?;
        let is_marked = room.closed.contains(&id);
        if row.author == self.person && row.resolved != resolved {
            let key = self.own_key(row.document, id, row.author, desk)?;
            let value = resolved.then_some(Value::Bool(true));
            self.put(row.document, desk, |draft| draft.put("m", &key, &[("done", value)]))?;
        } else if row.author != self.person && !resolved && row.resolved {
            // Only its author takes the author's own word back.
            return Err(ExecuteError::NotAllowed);
        }
        if (is_marked && !resolved) || (resolved && !is_marked && !row.resolved && row.author != self.person) {
            self.mark(room.id, DocKind::Room, "shut", id, resolved, desk)?;
        }
        Ok(Made::Object(id))
    }
}
