//! What people say of themselves.

use super::Desk;
use crate::command::ProfileFields;
use crate::domain::{DocKind, Problem};
use crate::entry::DocRef;
use crate::id::{DocId, Lane};
use crate::ops::Value;
use crate::outcome::Made;
use crate::replica::{ExecuteError, Replica};
use rand_core::CryptoRng;

impl Replica {
    pub(super) fn set_profile<R: CryptoRng>(
        &mut self,
        fields: &ProfileFields,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        let profile = fields.profile_of(self.person, desk.now);
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
            ("color", Some(Value::Int(i64::from(profile.color)))),
        ];
        let key = self.person.tag8();
        match self.put(document, desk, |draft| draft.put("p", &key, &values)) {
            // Saying again what stands there is no failure.
            Ok(_) | Err(ExecuteError::Problem(Problem::Empty("change"))) => Ok(Made::Nothing),
            Err(error) => Err(error),
        }
    }
}
