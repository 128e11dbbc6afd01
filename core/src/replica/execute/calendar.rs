//! Events and the answers to them.

use super::super::rows::write_when;
use super::Desk;
use crate::command::{EventFields, RsvpFields};
use crate::document::{Draft, DraftError};
use crate::domain::{DocKind, Event, OccurrenceId, Problem, Rsvp};
use crate::entry::DocRef;
use crate::id::{DocId, Lane};
use crate::index::Index;
use crate::ops::Value;
use crate::outcome::Made;
use crate::policy::{self, Act};
use crate::replica::{ExecuteError, Replica};
use crate::time::Timestamp;
use rand_core::CryptoRng;

impl Replica {
    pub(super) fn create_event<R: CryptoRng>(
        &mut self,
        fields: &EventFields,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        self.check_event(DocId::ZERO, fields, desk.now)?;
        let id = self.create(DocKind::Event, &mut desk.step, &*desk.store, desk.now, desk.rng)?;
        self.put(id, desk, |draft| draft_event(draft, fields))?;
        Ok(Made::Document(id))
    }

    pub(super) fn edit_event<R: CryptoRng>(
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

    pub(super) fn set_rsvp<R: CryptoRng>(
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
