//! Messages and reactions.

use super::{Desk, object_made};
use crate::domain::{DocKind, Message, check_emoji};
use crate::entry::DocRef;
use crate::id::{DocId, Lane, ObjRef, PersonId};
use crate::ops::Value;
use crate::outcome::Made;
use crate::replica::{ExecuteError, Replica};
use rand_core::CryptoRng;

impl Replica {
    pub(super) fn write_message<R: CryptoRng>(
        &mut self,
        room: DocId,
        text: &str,
        reply_to: Option<ObjRef>,
        mentions: &[PersonId],
        topic: Option<ObjRef>,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        Message::check(text, mentions)?;
        if let Some(topic) = topic {
            self.topic(topic, desk)?.filter(|found| found.room == room).ok_or(ExecuteError::NotFound("topic"))?;
        }
        let segment = self.segment(room, desk)?;
        let mut fields = vec![("b", Value::Str(text.into()))];
        fields.extend(reply_to.map(|id| ("re", Value::Str(id.to_string()))));
        fields.extend(topic.map(|id| ("t", Value::Str(id.to_string()))));
        if !mentions.is_empty() {
            let all: Vec<String> = mentions.iter().map(|person| data_encoding::HEXLOWER.encode(&person.0)).collect();
            fields.push(("m", Value::Str(all.join(","))));
        }
        let written = self.put(segment, desk, |draft| draft.create("m", &fields))?;
        object_made(&written)
    }

    /// Returns the segment into which one writes now.
    pub(super) fn segment<R>(&mut self, room: DocId, desk: &mut Desk<'_, R>) -> Result<DocId, ExecuteError> {
        let row = self.index(&*desk.store).room(room)?.ok_or(ExecuteError::NotFound("room"))?;
        let time = self.writing_time(row.lane, desk.now);
        let docref = DocRef::segment(DocKind::Segment, room, row.width, time);
        Ok(self.imply(docref, row.lane, &mut desk.step))
    }

    pub(super) fn edit_message<R: CryptoRng>(
        &mut self,
        id: ObjRef,
        text: &str,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        Message::check(text, &[])?;
        let row = self.index(&*desk.store).message(&id)?;
        let row = row.filter(|row| !row.deleted && row.title.is_none()).ok_or(ExecuteError::NotFound("message"))?;
        self.edit_own(row.document, "m", id, row.author, &[("b", Some(text.to_owned()))], desk)
    }

    pub(super) fn react<R: CryptoRng>(
        &mut self,
        target: ObjRef,
        emoji: &str,
        on: bool,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        check_emoji(emoji)?;
        let index = self.index(&*desk.store);
        let document = if let Some(message) = index.message(&target)? {
            message.document
        } else if let Some(post) = index.post(&target)? {
            let docref = DocRef::under(DocKind::Thread, post.post.document, Some(target));
            self.imply(docref, Lane::MEMBER, &mut desk.step)
        } else if let Some(comment) = index.comment(&target)? {
            comment.document
        } else {
            return Err(ExecuteError::NotFound("message"));
        };
        let key = format!("{}/r/{target}/{emoji}", self.person.tag8());
        let value = on.then_some(Value::Bool(true));
        self.put(document, desk, |draft| draft.put_value("r", &key, value))?;
        Ok(Made::Object(target))
    }
}
