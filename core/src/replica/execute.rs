//! Acts of this device's person.

mod boards;
mod calendar;
mod chat;
mod groups;
mod membership;
mod people;
mod topics;

use super::Replica;
use super::step::Step;
use super::write::{ExecuteError, Written};
use crate::command::Command;
use crate::document::{Draft, DraftError};
use crate::domain::{Board, DocKind, Room, SegmentWidth};
use crate::id::{DocId, Lane, ObjRef, PersonId};
use crate::ops::Value;
use crate::outcome::{Made, Outcome};
use crate::policy::{self, Act};
use crate::store::Store;
use crate::time::Timestamp;
use rand_core::CryptoRng;

/// What an act is done with.
struct Desk<'a, R> {
    step: Step,
    store: &'a mut dyn Store,
    now: Timestamp,
    rng: &'a mut R,
}

impl Replica {
    /// Does what a person asks. Where it fails, nothing was changed.
    ///
    /// # Errors
    /// [`ExecuteError`].
    pub fn execute(
        &mut self,
        command: Command,
        store: &mut dyn Store,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) -> Result<Outcome, ExecuteError> {
        if self.role().is_none() {
            return Err(ExecuteError::NotAllowed);
        }
        let mut desk = Desk { step: Step::default(), store, now, rng };
        match self.act(command, &mut desk) {
            Ok(made) => {
                desk.step.outcome.made = made;
                Ok(self.finish(desk.step, desk.store)?)
            }
            Err(error) => {
                // An entry that was placed but not committed never left this device: read the disk again.
                self.is_stale = self.is_stale || !desk.step.fresh.is_empty();
                Err(error)
            }
        }
    }

    fn act<R: CryptoRng>(&mut self, command: Command, desk: &mut Desk<'_, R>) -> Result<Made, ExecuteError> {
        match command {
            Command::CreateRoom { name, purpose } => self.create_place(DocKind::Room, &name, &purpose, desk),
            Command::CreateBoard { name, purpose } => self.create_place(DocKind::Board, &name, &purpose, desk),
            Command::WriteMessage { room, text, reply_to, mentions, topic } => {
                self.write_message(room, &text, reply_to, &mentions, topic, desk)
            }
            Command::CreateTopic { room, title, message } => self.create_topic(room, &title, message, desk),
            Command::EditTopic { topic, title } => self.edit_topic(topic, &title, desk),
            Command::ResolveTopic { topic, resolved } => self.resolve_topic(topic, resolved, desk),
            Command::EditMessage { message, text } => self.edit_message(message, &text, desk),
            Command::DeleteMessage { message } => {
                let row = self.index(&*desk.store).message(&message)?.ok_or(ExecuteError::NotFound("message"))?;
                self.delete_own(row.document, message, row.author, desk)
            }
            Command::React { target, emoji, on } => self.react(target, &emoji, on, desk),
            Command::WritePost { board, fields } => self.write_post(board, &fields, desk),
            Command::EditPost { post, fields } => self.edit_post(post, &fields, desk),
            Command::DeletePost { post } => {
                let row = self.index(&*desk.store).post(&post)?.ok_or(ExecuteError::NotFound("post"))?.post;
                self.delete_own(row.document, post, row.author, desk)
            }
            Command::Acknowledge { post, on } => self.acknowledge(post, on, desk),
            Command::AcceptAnswer { post, comment } => self.accept_answer(post, comment, desk),
            Command::ClosePost { post, closed } => self.close_post(post, closed, desk),
            Command::Pin { target, pinned } => self.pin(target, pinned, desk),
            Command::WriteComment { on, text, reply_to } => self.write_comment(on, &text, reply_to, desk),
            Command::EditComment { comment, text } => self.edit_comment(comment, &text, desk),
            Command::DeleteComment { comment } => {
                let row = self.index(&*desk.store).comment(&comment)?.ok_or(ExecuteError::NotFound("comment"))?;
                self.delete_own(row.document, comment, row.author, desk)
            }
            Command::CreateEvent { fields } => self.create_event(&fields, desk),
            Command::EditEvent { event, fields } => self.edit_event(event, &fields, desk),
            Command::EditOccurrence { event, occurrence, change } => self.edit_occurrence(event, occurrence, &change, desk),
            Command::Help { event, slot, occurrence, helping } => self.help(event, &slot, occurrence, helping, desk),
            Command::SetRsvp { event, occurrence, answer } => self.set_rsvp(event, occurrence, answer.as_ref(), desk),
            Command::CreateGroup { fields } => self.create_group(&fields, desk),
            Command::EditGroup { group, fields } => self.edit_group(group, &fields, desk),
            Command::JoinGroup { group, on } => self.join_group(group, on, desk),
            Command::SetProfile { fields } => self.set_profile(&fields, desk),
            Command::CreateInvite { role, uses, expires, approval } => self.create_invite(role, uses, expires, approval, desk),
            Command::RevokeInvite { invite } => self.revoke_invite(invite, desk),
            Command::Remove { person, since, ban, reason } => self.remove(person, since, ban, reason, desk),
            Command::SetRole { person, role } => self.set_role(person, role, desk),
            Command::Leave { to_rank } => self.leave(to_rank, desk),
            Command::Void { entry } => self.void(entry, desk),
        }
    }

    fn put<R: CryptoRng>(
        &mut self,
        document: DocId,
        desk: &mut Desk<'_, R>,
        edits: impl FnOnce(&mut Draft<'_>) -> Result<(), DraftError>,
    ) -> Result<Written, ExecuteError> {
        self.write(document, edits, &mut desk.step, &*desk.store, desk.now, desk.rng)
    }

    fn create_place<R: CryptoRng>(
        &mut self,
        kind: DocKind,
        name: &str,
        purpose: &str,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        if kind == DocKind::Board {
            Board::check(name, purpose)?;
        } else {
            Room::check(name, purpose)?;
        }
        let id = self.create(kind, &mut desk.step, &*desk.store, desk.now, desk.rng)?;
        self.put(id, desk, |draft| {
            draft.set("name", Some(Value::Str(name.into())))?;
            draft.set("purpose", Some(Value::Str(purpose.into())).filter(|_| !purpose.is_empty()))?;
            draft.set("width", Some(Value::Int(SegmentWidth::default().millis() as i64)))
        })?;
        Ok(Made::Document(id))
    }

    /// Changes text fields of an own object and marks it as edited.
    fn edit_own<R: CryptoRng>(
        &mut self,
        document: DocId,
        container: &str,
        id: ObjRef,
        author: PersonId,
        fields: &[(&str, Option<String>)],
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        let key = self.own_key(document, id, author, desk)?;
        let mut values: Vec<(&str, Option<Value>)> =
            fields.iter().map(|(name, text)| (*name, text.as_ref().map(|text| Value::Str(text.as_str().into())))).collect();
        values.push(("e", Some(Value::Bool(true))));
        self.put(document, desk, |draft| draft.put(container, &key, &values))?;
        Ok(Made::Object(id))
    }

    fn delete_own<R: CryptoRng>(
        &mut self,
        document: DocId,
        id: ObjRef,
        author: PersonId,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        let key = self.own_key(document, id, author, desk)?;
        let kind = self.documents.get(&document).map(|info| info.kind);
        let container = match kind {
            Some(DocKind::Segment) => "m",
            Some(DocKind::Posts) => "p",
            _ => "c",
        };
        self.put(document, desk, |draft| draft.delete(container, &key))?;
        Ok(Made::Object(id))
    }

    fn own_key<R>(
        &mut self,
        document: DocId,
        id: ObjRef,
        author: PersonId,
        desk: &mut Desk<'_, R>,
    ) -> Result<String, ExecuteError> {
        if author != self.person {
            return Err(ExecuteError::NotAllowed);
        }
        let open = self.current_document(document, &mut desk.step, &*desk.store)?.ok_or(ExecuteError::NotFound("document"))?;
        let key = open.document.object(&id).map(|item| item.key.to_owned());
        self.keep_open(document, open);
        key.ok_or(ExecuteError::NotFound("object"))
    }

    fn may(&self, kind: DocKind, act: Act<'_>) -> Result<(), ExecuteError> {
        let rank = self.role().ok_or(ExecuteError::NotAllowed)?;
        if policy::requirement(kind, act, Lane::MEMBER).is_met_by(rank, false) { Ok(()) } else { Err(ExecuteError::NotAllowed) }
    }

    /// Returns the time that the next own entry in `lane` will declare.
    fn writing_time(&self, lane: Lane, now: Timestamp) -> Timestamp {
        let log = crate::id::LogId { device: self.device.device(), lane };
        self.logs.tip(&log).time().max(now)
    }
}

fn object_made(written: &Written) -> Result<Made, ExecuteError> {
    let created = written.drafted.created.first().ok_or(ExecuteError::NotFound("object"))?;
    Ok(Made::Object(ObjRef { entry: *super::admit::half(&written.hash), op: created.op }))
}
