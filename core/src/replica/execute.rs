//! Acts of this device's person.

use super::Replica;
use super::invite_link::invite_key;
use super::rows::write_when;
use super::step::Step;
use super::write::{ExecuteError, Written};
use crate::authority::{ControlOp, Invite, RevokeInvite};
use crate::command::{Command, EventFields, PostFields, ProfileFields, RsvpFields};
use crate::document::Draft;
use crate::document::DraftError;
use crate::domain::{
    Board, Comment, CommentOn, DocKind, Event, Message, OccurrenceId, Post, Problem, Profile, Rank, Room, Rsvp, SegmentWidth,
    check_emoji,
};
use crate::entry::DocRef;
use crate::id::{DocId, EntryHash, Lane, ObjRef, PersonId};
use crate::index::Index;
use crate::ops::Value;
use crate::outcome::{Made, Outcome};
use crate::policy::{self, Act};
use crate::store::{Store, Tree, keys};
use crate::subject::Subject;
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
        if let Command::CreateInvite { role, uses, expires, approval } = command {
            return self.create_invite(role, uses, expires, approval, store, now, rng);
        }
        if let Command::RevokeInvite { invite } = command {
            return self.revoke_invite(invite, store, now, rng);
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
            Command::WriteMessage { room, text, reply_to, mentions } => {
                self.write_message(room, &text, reply_to, &mentions, desk)
            }
            Command::EditMessage { message, text } => self.edit_message(message, &text, desk),
            Command::DeleteMessage { message } => {
                let row = Index::new(&*desk.store, self.community).message(&message)?.ok_or(ExecuteError::NotFound("message"))?;
                self.delete_own(row.document, message, row.author, desk)
            }
            Command::React { target, emoji, on } => self.react(target, &emoji, on, desk),
            Command::WritePost { board, fields } => self.write_post(board, &fields, desk),
            Command::EditPost { post, fields } => self.edit_post(post, &fields, desk),
            Command::DeletePost { post } => {
                let row = Index::new(&*desk.store, self.community).post(&post)?.ok_or(ExecuteError::NotFound("post"))?.post;
                self.delete_own(row.document, post, row.author, desk)
            }
            Command::WriteComment { post, text, reply_to } => self.write_comment(post, &text, reply_to, desk),
            Command::EditComment { comment, text } => self.edit_comment(comment, &text, desk),
            Command::DeleteComment { comment } => {
                let row = Index::new(&*desk.store, self.community).comment(&comment)?.ok_or(ExecuteError::NotFound("comment"))?;
                self.delete_own(row.document, comment, row.author, desk)
            }
            Command::CreateEvent { fields } => self.create_event(&fields, desk),
            Command::EditEvent { event, fields } => self.edit_event(event, &fields, desk),
            Command::SetRsvp { event, occurrence, answer } => self.set_rsvp(event, occurrence, answer.as_ref(), desk),
            Command::SetProfile { fields } => self.set_profile(&fields, desk),
            Command::CreateInvite { .. } | Command::RevokeInvite { .. } => Err(ExecuteError::NotAllowed),
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

    fn write_message<R: CryptoRng>(
        &mut self,
        room: DocId,
        text: &str,
        reply_to: Option<ObjRef>,
        mentions: &[PersonId],
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        Message::check(text, mentions)?;
        let row = Index::new(&*desk.store, self.community).room(room)?.ok_or(ExecuteError::NotFound("room"))?;
        let time = self.writing_time(row.lane, desk.now);
        let docref = DocRef::segment(DocKind::Segment, room, row.width, time);
        let segment = self.imply(docref, row.lane, &mut desk.step);
        let mut fields = vec![("b", Value::Str(text.into()))];
        fields.extend(reply_to.map(|id| ("re", Value::Str(id.to_string()))));
        if !mentions.is_empty() {
            let all: Vec<String> = mentions.iter().map(|person| data_encoding::HEXLOWER.encode(&person.0)).collect();
            fields.push(("m", Value::Str(all.join(","))));
        }
        let written = self.put(segment, desk, |draft| draft.create("m", &fields))?;
        object_made(&written)
    }

    fn edit_message<R: CryptoRng>(&mut self, id: ObjRef, text: &str, desk: &mut Desk<'_, R>) -> Result<Made, ExecuteError> {
        Message::check(text, &[])?;
        let row = Index::new(&*desk.store, self.community).message(&id)?;
        let row = row.filter(|row| !row.deleted).ok_or(ExecuteError::NotFound("message"))?;
        self.edit_own(row.document, "m", id, row.author, &[("b", Some(text.to_owned()))], desk)
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
        let mut open = self.open_document(document, &mut desk.step, &*desk.store)?.ok_or(ExecuteError::NotFound("document"))?;
        self.settle_open(&mut open, &mut desk.step, &*desk.store)?;
        let key = open.document.object(&id).map(|item| item.key.to_owned());
        self.keep_open(document, open);
        key.ok_or(ExecuteError::NotFound("object"))
    }

    fn react<R: CryptoRng>(
        &mut self,
        target: ObjRef,
        emoji: &str,
        on: bool,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        check_emoji(emoji)?;
        let index = Index::new(&*desk.store, self.community);
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

    fn write_post<R: CryptoRng>(
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

    fn edit_post<R: CryptoRng>(&mut self, id: ObjRef, fields: &PostFields, desk: &mut Desk<'_, R>) -> Result<Made, ExecuteError> {
        Post::check(&fields.title, &fields.body, &fields.tags)?;
        let row = Index::new(&*desk.store, self.community).post(&id)?.map(|row| row.post);
        let row = row.filter(|row| !row.deleted).ok_or(ExecuteError::NotFound("post"))?;
        let tags = Some(fields.tags.join("\n")).filter(|tags| !tags.is_empty());
        let values = [("t", Some(fields.title.clone())), ("b", Some(fields.body.clone())), ("g", tags)];
        self.edit_own(row.document, "p", id, row.author, &values, desk)
    }

    fn write_comment<R: CryptoRng>(
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

    fn edit_comment<R: CryptoRng>(&mut self, id: ObjRef, text: &str, desk: &mut Desk<'_, R>) -> Result<Made, ExecuteError> {
        Comment::check(text)?;
        let row = Index::new(&*desk.store, self.community).comment(&id)?;
        let row = row.filter(|row| !row.deleted).ok_or(ExecuteError::NotFound("comment"))?;
        debug_assert!(matches!(row.on, CommentOn::Post(_) | CommentOn::Event(_)));
        self.edit_own(row.document, "c", id, row.author, &[("b", Some(text.to_owned()))], desk)
    }

    fn create_event<R: CryptoRng>(&mut self, fields: &EventFields, desk: &mut Desk<'_, R>) -> Result<Made, ExecuteError> {
        self.check_event(DocId::ZERO, fields, desk.now)?;
        let id = self.create(DocKind::Event, &mut desk.step, &*desk.store, desk.now, desk.rng)?;
        self.put(id, desk, |draft| draft_event(draft, fields))?;
        Ok(Made::Document(id))
    }

    fn edit_event<R: CryptoRng>(
        &mut self,
        event: DocId,
        fields: &EventFields,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        self.check_event(event, fields, desk.now)?;
        let row = Index::new(&*desk.store, self.community).event(event)?.ok_or(ExecuteError::NotFound("event"))?;
        let organises = row.organisers.contains(&self.person);
        let status_alone = row.status != fields.status
            && (&row.title, &row.place, &row.description, &row.start)
                == (&fields.title, &fields.place, &fields.description, &fields.start);
        let act = if status_alone { Act::Change("status") } else { Act::Change("title") };
        let rank = self.role().ok_or(ExecuteError::NotAllowed)?;
        if !policy::requirement(DocKind::Event, act, row.lane).is_met_by(rank, organises) {
            return Err(ExecuteError::NotAllowed);
        }
        self.put(event, desk, |draft| draft_event(draft, fields))?;
        Ok(Made::Document(event))
    }

    fn check_event(&self, id: DocId, fields: &EventFields, now: Timestamp) -> Result<(), Problem> {
        let EventFields { title, place, description, start, duration_minutes, rrule, status, capacity } = fields.clone();
        Event {
            id,
            title,
            place,
            description,
            start,
            duration_minutes,
            rrule,
            exdate: Vec::new(),
            rdate: Vec::new(),
            overrides: Default::default(),
            status,
            capacity,
            organisers: vec![self.person],
            lane: Lane::MEMBER,
            author: self.person,
            time: now,
        }
        .check()
    }

    fn set_rsvp<R: CryptoRng>(
        &mut self,
        event: DocId,
        occurrence: Option<OccurrenceId>,
        answer: Option<&RsvpFields>,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        if let Some(answer) = answer {
            Rsvp::check(&answer.note, answer.party_size)?;
        }
        let row = Index::new(&*desk.store, self.community).event(event)?.ok_or(ExecuteError::NotFound("event"))?;
        let document = self.imply(DocRef::under(DocKind::Rsvp, event, None), row.lane, &mut desk.step);
        let key = match occurrence {
            Some(occurrence) => format!("{}/{occurrence}", self.person.tag8()),
            None => self.person.tag8(),
        };
        self.put(document, desk, |draft| match answer {
            None => draft.delete("a", &key),
            Some(answer) => {
                let note = Some(Value::Str(answer.note.as_str().into())).filter(|_| !answer.note.is_empty());
                let size = Some(Value::Int(i64::from(answer.party_size))).filter(|_| answer.party_size > 1);
                draft.put("a", &key, &[("v", Some(Value::Str(answer.answer.word().into()))), ("n", note), ("s", size)])
            }
        })?;
        Ok(Made::Document(event))
    }

    fn set_profile<R: CryptoRng>(&mut self, fields: &ProfileFields, desk: &mut Desk<'_, R>) -> Result<Made, ExecuteError> {
        let color = fields.color.unwrap_or_else(|| Profile::default_color(self.person));
        let profile = Profile {
            person: self.person,
            document: DocId::ZERO,
            name: fields.name.clone(),
            about: fields.about.clone(),
            languages: fields.languages.clone(),
            can_help: fields.can_help.clone(),
            wants_to_learn: fields.wants_to_learn.clone(),
            contact: fields.contact.clone(),
            color,
            time: desk.now,
        };
        profile.check()?;
        let document = self.imply(DocRef::under(DocKind::Profiles, DocId::ZERO, None), Lane::MEMBER, &mut desk.step);
        let text = |text: &str| Some(Value::Str(text.into())).filter(|_| !text.is_empty());
        let values = [
            ("name", text(&fields.name)),
            ("about", text(&fields.about)),
            ("lang", text(&fields.languages.join("\n"))),
            ("can", text(&fields.can_help.join("\n"))),
            ("want", text(&fields.wants_to_learn.join("\n"))),
            ("contact", text(&fields.contact)),
            ("color", Some(Value::Int(i64::from(color)))),
        ];
        let key = self.person.tag8();
        match self.put(document, desk, |draft| draft.put("p", &key, &values)) {
            // Saying again what stands there is no failure.
            Ok(_) | Err(ExecuteError::Problem(Problem::Empty("change"))) => Ok(Made::Nothing),
            Err(error) => Err(error),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the fields of one command")]
    fn create_invite(
        &mut self,
        role: Rank,
        uses: Option<u64>,
        expires: Option<Timestamp>,
        approval: bool,
        store: &mut dyn Store,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) -> Result<Outcome, ExecuteError> {
        let own = self.role().ok_or(ExecuteError::NotAllowed)?;
        let least = match role {
            Rank::Guest | Rank::Member if uses.is_some() => Rank::Member,
            Rank::Guest | Rank::Member => Rank::Moderator,
            Rank::Moderator | Rank::Admin | Rank::Owner => Rank::Admin,
        };
        if own < least || (least == Rank::Admin && role >= own) {
            return Err(ExecuteError::NotAllowed);
        }
        let mut seed = [0; 16];
        rng.fill_bytes(&mut seed);
        let invite = Invite { key: invite_key(&seed).public(), role, uses, approval, expires };
        let (id, mut outcome) = self.write_control(&ControlOp::Invite(invite), least, store, now, rng)?;
        let mut batch = crate::store::Batch::new();
        batch.put(Tree::Own, keys::named(&self.community, "invite", &id.0), seed.to_vec());
        store.commit(batch)?;
        outcome.made = Made::Invite { id, seed };
        outcome.changed.insert(Subject::Invites);
        Ok(outcome)
    }

    fn revoke_invite(
        &mut self,
        invite: EntryHash,
        store: &mut dyn Store,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) -> Result<Outcome, ExecuteError> {
        let known = self.authority.invite(&invite).ok_or(ExecuteError::NotFound("invite"))?;
        let (standing, keep) = (known.standing, known.admissions.iter().copied().collect());
        let own = self.authority.standing(&standing).filter(|standing| standing.person == self.person).map(|own| own.rank);
        let rank = own.unwrap_or(Rank::Moderator);
        let op = ControlOp::RevokeInvite(RevokeInvite { invite, keep });
        let (_, mut outcome) = self.write_control(&op, rank, store, now, rng)?;
        outcome.changed.insert(Subject::Invites);
        Ok(outcome)
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

fn draft_event(draft: &mut Draft<'_>, fields: &EventFields) -> Result<(), DraftError> {
    draft.set_text("title", &fields.title)?;
    draft.set_text("place", &fields.place)?;
    draft.set_text("body", &fields.description)?;
    draft.set("when", Some(Value::Str(write_when(&fields.start))))?;
    draft.set("dur", Some(Value::Int(i64::from(fields.duration_minutes))))?;
    draft.set("rrule", fields.rrule.as_ref().map(|rule| Value::Str(rule.as_str().into())))?;
    draft.set("status", Some(Value::Str(fields.status.word().into())))?;
    draft.set("cap", fields.capacity.map(|seats| Value::Int(i64::from(seats))))
}
