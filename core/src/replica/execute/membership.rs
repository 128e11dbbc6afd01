//! Who is in, with which rank.

use super::super::invite_link::invite_key;
use crate::authority::{ControlOp, Invite, RevokeInvite};
use crate::domain::Rank;
use crate::id::EntryHash;
use crate::outcome::{Made, Outcome};
use crate::replica::{ExecuteError, Replica};
use crate::store::{Store, Tree, keys};
use crate::subject::Subject;
use crate::time::Timestamp;
use rand_core::CryptoRng;

impl Replica {
    #[expect(clippy::too_many_arguments, reason = "the fields of one command")]
    pub(super) fn create_invite(
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

    pub(super) fn revoke_invite(
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
}
