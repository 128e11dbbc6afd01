//! Acts around events: writing, changing, answering, helping.

use super::super::rows::write_when;
use super::Desk;
use crate::command::{EventFields, RsvpFields};
use crate::document::{Draft, DraftError};
use crate::domain::{DocKind, Event, Helping, OccurrenceId, Override, Problem, Rsvp};
use crate::entry::DocRef;
use crate::id::{DocId, Lane};
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
        self.put(id, desk, |draft| draft_event(draft, fields, None))?;
        Ok(Made::Document(id))
    }

    pub(super) fn edit_event<R: CryptoRng>(
        &mut self,
        event: DocId,
        fields: &EventFields,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        self.check_event(event, fields, desk.now)?;
        let row = self.index(&*desk.store).event(event)?.ok_or(ExecuteError::NotFound("event"))?;
        let organises = row.organisers.contains(&self.person);
        let before = EventFields::from(row.clone());
        let status_alone = before.status != fields.status && EventFields { status: before.status, ..fields.clone() } == before;
        let act = if status_alone { Act::Change("status") } else { Act::Change("title") };
        let rank = self.role().ok_or(ExecuteError::NotAllowed)?;
        if !policy::requirement(DocKind::Event, act, row.lane).is_met_by(rank, organises) {
            return Err(ExecuteError::NotAllowed);
        }
        self.put(event, desk, |draft| draft_event(draft, fields, Some(&before)))?;
        Ok(Made::Document(event))
    }

    fn check_event(&self, id: DocId, fields: &EventFields, now: Timestamp) -> Result<(), Problem> {
        let fields = fields.clone();
        Event {
            id,
            title: fields.title,
            place: fields.place,
            description: fields.description,
            start: fields.start,
            duration_minutes: fields.duration_minutes,
            rrule: fields.rrule,
            exdate: fields.exdate,
            rdate: fields.rdate,
            overrides: fields.overrides,
            status: fields.status,
            capacity: fields.capacity,
            slots: fields.slots,
            uid: fields.uid,
            extra: fields.extra,
            organisers: vec![self.person],
            lane: Lane::MEMBER,
            author: self.person,
            time: now,
        }
        .check()
    }

    pub(super) fn edit_occurrence<R: CryptoRng>(
        &mut self,
        event: DocId,
        occurrence: OccurrenceId,
        change: &Override,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        let row = self.index(&*desk.store).event(event)?.ok_or(ExecuteError::NotFound("event"))?;
        let mut fields = EventFields::from(row);
        if *change == Override::default() {
            fields.overrides.remove(&occurrence);
        } else {
            fields.overrides.insert(occurrence, change.clone());
        }
        self.edit_event(event, &fields, desk)
    }

    pub(super) fn help<R: CryptoRng>(
        &mut self,
        event: DocId,
        slot: &str,
        occurrence: Option<OccurrenceId>,
        helping: Option<Helping>,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        let row = self.index(&*desk.store).event(event)?.ok_or(ExecuteError::NotFound("event"))?;
        if helping.is_some() && row.slots.iter().all(|known| known.key != slot) {
            return Err(ExecuteError::NotFound("slot"));
        }
        let document = self.imply(DocRef::under(DocKind::Rsvp, event, None), row.lane, &mut desk.step);
        let key = match occurrence {
            Some(occurrence) => format!("{}/{slot}/{occurrence}", self.person.tag8()),
            None => format!("{}/{slot}", self.person.tag8()),
        };
        let value = helping.map(|helping| Value::Str(helping.word().into()));
        match self.put(document, desk, |draft| draft.put_value("h", &key, value)) {
            Ok(_) | Err(ExecuteError::Problem(Problem::Empty("change"))) => Ok(Made::Document(event)),
            Err(error) => Err(error),
        }
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
        let row = self.index(&*desk.store).event(event)?.ok_or(ExecuteError::NotFound("event"))?;
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

/// Writes the fields of an event over those it had `before`.
fn draft_event(draft: &mut Draft<'_>, fields: &EventFields, before: Option<&EventFields>) -> Result<(), DraftError> {
    let text = |text: &str| Some(Value::Str(text.into())).filter(|_| !text.is_empty());
    draft.set_text("title", &fields.title)?;
    draft.set_text("place", &fields.place)?;
    draft.set_text("body", &fields.description)?;
    draft.set("when", Some(Value::Str(write_when(&fields.start))))?;
    draft.set("dur", Some(Value::Int(i64::from(fields.duration_minutes))))?;
    draft.set("rrule", fields.rrule.as_deref().and_then(text))?;
    draft.set("exdate", text(&listed(&fields.exdate)))?;
    draft.set("rdate", text(&listed(&fields.rdate)))?;
    draft.set("status", Some(Value::Str(fields.status.word().into())))?;
    draft.set("cap", fields.capacity.map(|seats| Value::Int(i64::from(seats))))?;
    draft.set("uid", text(&fields.uid))?;
    draft.set("x", text(&fields.extra))?;
    for (id, change) in &fields.overrides {
        if before.is_none_or(|before| before.overrides.get(id) != Some(change)) {
            let json = serde_json::to_string(change).expect("a change has string keys and is written into memory");
            draft.put_value("o", id.as_str(), Some(Value::Str(json)))?;
        }
    }
    for slot in &fields.slots {
        if before.is_none_or(|before| !before.slots.contains(slot)) {
            let values = [
                ("label", text(&slot.label)),
                ("seats", Some(Value::Int(i64::from(slot.seats)))),
                ("order", Some(Value::Int(slot.order))),
            ];
            draft.put("s", &slot.key, &values)?;
        }
    }
    let Some(before) = before else { return Ok(()) };
    for id in before.overrides.keys().filter(|id| !fields.overrides.contains_key(*id)) {
        draft.put_value("o", id.as_str(), None)?;
    }
    for slot in before.slots.iter().filter(|slot| fields.slots.iter().all(|kept| kept.key != slot.key)) {
        draft.delete("s", &slot.key)?;
    }
    Ok(())
}

fn listed(ids: &[OccurrenceId]) -> String {
    ids.iter().map(OccurrenceId::as_str).collect::<Vec<_>>().join(" ")
}
