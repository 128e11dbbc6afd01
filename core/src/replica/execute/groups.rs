//! Groups: founding, changing, joining.

use super::Desk;
use crate::command::GroupFields;
use crate::document::{Draft, DraftError};
use crate::domain::{DocKind, Group, Problem};
use crate::entry::DocRef;
use crate::id::{DocId, Lane};
use crate::ops::Value;
use crate::outcome::Made;
use crate::policy::{self, Act};
use crate::replica::write::Written;
use crate::replica::{ExecuteError, Replica};
use rand_core::CryptoRng;

impl Replica {
    pub(super) fn create_group<R: CryptoRng>(
        &mut self,
        fields: &GroupFields,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        Group::check(&fields.name, &fields.purpose, &fields.icon)?;
        let id = self.create(DocKind::Group, &mut desk.step, &*desk.store, desk.now, desk.rng)?;
        self.put(id, desk, |draft| draft_group(draft, fields))?;
        self.say_joined(id, Lane::MEMBER, true, desk)
    }

    pub(super) fn edit_group<R: CryptoRng>(
        &mut self,
        group: DocId,
        fields: &GroupFields,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        Group::check(&fields.name, &fields.purpose, &fields.icon)?;
        let row = self.index(&*desk.store).group(group)?.ok_or(ExecuteError::NotFound("group"))?;
        let rank = self.role().ok_or(ExecuteError::NotAllowed)?;
        let needed = policy::requirement(DocKind::Group, Act::Change("name"), row.lane);
        if !needed.is_met_by(rank, row.author == self.person) {
            return Err(ExecuteError::NotAllowed);
        }
        said(self.put(group, desk, |draft| draft_group(draft, fields)), group)
    }

    /// A group that is put away takes nobody in; whoever is in it may go.
    pub(super) fn join_group<R: CryptoRng>(
        &mut self,
        group: DocId,
        on: bool,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        let row = self.index(&*desk.store).group(group)?.ok_or(ExecuteError::NotFound("group"))?;
        if on && row.archived {
            return Err(ExecuteError::NotAllowed);
        }
        self.say_joined(group, row.lane, on, desk)
    }

    fn say_joined<R: CryptoRng>(
        &mut self,
        group: DocId,
        lane: Lane,
        on: bool,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        let document = self.imply(DocRef::under(DocKind::Joined, group, None), lane, &mut desk.step);
        let (key, value) = (self.person.tag8(), on.then_some(Value::Bool(true)));
        said(self.put(document, desk, |draft| draft.put_value("j", &key, value)), group)
    }
}

fn draft_group(draft: &mut Draft<'_>, fields: &GroupFields) -> Result<(), DraftError> {
    let text = |text: &str| Some(Value::Str(text.into())).filter(|_| !text.is_empty());
    draft.set("name", text(&fields.name))?;
    draft.set("purpose", text(&fields.purpose))?;
    draft.set("icon", text(&fields.icon))?;
    draft.set("gone", fields.archived.then_some(Value::Bool(true)))
}

/// Saying again what stands there is no failure.
fn said(written: Result<Written, ExecuteError>, group: DocId) -> Result<Made, ExecuteError> {
    match written {
        Ok(_) | Err(ExecuteError::Problem(Problem::Empty("change"))) => Ok(Made::Document(group)),
        Err(error) => Err(error),
    }
}
