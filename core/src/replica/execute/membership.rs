//! Who is in, with which rank: acts that become control operations.

use super::super::invite_link::invite_key;
use super::Desk;
use crate::authority::{
    Authority, ControlOp, Cut, Head, Invite, Leave, LogHead, Remove, RevokeInvite, Seniority, SetRole, Standing, State, permits,
};
use crate::domain::Rank;
use crate::entry::Permit;
use crate::id::{EntryHash, Lane, LogId, PersonId};
use crate::outcome::Made;
use crate::replica::{ExecuteError, Replica};
use crate::store::{Batch, Tree, keys};
use crate::subject::Subject;
use crate::time::Timestamp;
use rand_core::CryptoRng;
use std::collections::BTreeSet;

impl Replica {
    pub(super) fn create_invite<R: CryptoRng>(
        &mut self,
        role: Rank,
        uses: Option<u64>,
        expires: Option<Timestamp>,
        approval: bool,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
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
        desk.rng.fill_bytes(&mut seed);
        let op = ControlOp::Invite(Invite { key: invite_key(&seed).public(), role, uses, approval, expires });
        let id = self.control(&op, |standing| standing.rank >= least, |_| true, desk)?;
        let mut batch = Batch::new();
        batch.put(Tree::Own, keys::named(&self.community, "invite", &id.0), seed.to_vec());
        desk.store.commit(batch)?;
        desk.step.changed(Subject::Invites);
        Ok(Made::Invite { id, seed })
    }

    pub(super) fn revoke_invite<R: CryptoRng>(
        &mut self,
        invite: EntryHash,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        let known = self.authority.invite(&invite).ok_or(ExecuteError::NotFound("invite"))?;
        let (standing, keep) = (known.standing, known.admissions.iter().copied().collect());
        let own = self.authority.standing(&standing).filter(|standing| standing.person == self.person).map(|own| own.rank);
        let least = own.unwrap_or(Rank::Moderator);
        let op = ControlOp::RevokeInvite(RevokeInvite { invite, keep });
        self.control(&op, |standing| standing.rank >= least, |_| true, desk)?;
        desk.step.changed(Subject::Invites);
        Ok(Made::Nothing)
    }

    /// Removes somebody: every standing that is known ends, and everything known of lane 0 stays (amendments II, 11).
    pub(super) fn remove<R: CryptoRng>(
        &mut self,
        person: PersonId,
        since: Option<Timestamp>,
        ban: bool,
        reason: u64,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        self.authority.role(&person).filter(|_| person != self.person).ok_or(ExecuteError::NotFound("member"))?;
        let (kills, seen) = self.endings(&person, None);
        let op = ControlOp::Remove(Remove { person, kills, cut: self.cut(&person, since), seen, ban, reason });
        let shields = self.shields(&person);
        let may = |standing: &Standing| shields.iter().all(|shield| standing.seniority.outranks(shield));
        let is_out = |authority: &Authority| authority.role(&person).is_none();
        self.control(&op, |standing| permits(standing.rank, &op, false) && may(standing), is_out, desk)?;
        Ok(Made::Nothing)
    }

    /// Gives somebody another rank; higher standings end with what is known of their logs.
    pub(super) fn set_role<R: CryptoRng>(
        &mut self,
        person: PersonId,
        role: Rank,
        desk: &mut Desk<'_, R>,
    ) -> Result<Made, ExecuteError> {
        let before = self.authority.role(&person).filter(|_| person != self.person).ok_or(ExecuteError::NotFound("member"))?;
        if before == role {
            return Ok(Made::Nothing);
        }
        let (kills, seen) = self.endings(&person, Some(role));
        let is_founder = self.authority.standings(&person).any(|standing| standing.issuer.is_none());
        let first = self.authority.devices().filter(|(_, device)| device.person == person).min_by_key(|(_, device)| device.order);
        let certificate = first.map(|(_, device)| device.certificate.clone()).filter(|_| !is_founder);
        let cut = if role < before { self.cut(&person, None) } else { Cut::default() };
        // Whoever is in has outlived what was taken before; the new standing has to as well.
        let taken = self.authority.removals().iter().filter(|loss| loss.person == person);
        let over = taken.filter(|loss| loss.to_rank.is_none_or(|floor| floor < role)).map(|loss| loss.id).collect();
        let op = ControlOp::SetRole(SetRole { person, role, certificate, kills, over, cut, seen });
        let shields = if role < before { self.shields(&person) } else { Vec::new() };
        let may = |standing: &Standing| shields.iter().all(|shield| standing.seniority.outranks(shield));
        let has_rank = |authority: &Authority| authority.role(&person) == Some(role);
        self.control(&op, |standing| permits(standing.rank, &op, false) && may(standing), has_rank, desk)?;
        Ok(Made::Nothing)
    }

    /// Gives the strongest standing back, and with it all others above `to_rank` (amendments II, 6).
    pub(super) fn leave<R: CryptoRng>(&mut self, to_rank: Option<Rank>, desk: &mut Desk<'_, R>) -> Result<Made, ExecuteError> {
        let standing = self.authority.strongest(&self.person).ok_or(ExecuteError::NotAllowed)?.id;
        let op = ControlOp::Leave(Leave { standing, to_rank, cut: self.cut(&self.person, None) });
        let person = self.person;
        let is_down = |authority: &Authority| authority.role(&person) <= to_rank;
        self.control(&op, |own| own.id == standing && permits(own.rank, &op, true), is_down, desk)?;
        Ok(Made::Nothing)
    }

    /// Voids a control entry: under the standing it cites where it is an own one.
    pub(super) fn void<R: CryptoRng>(&mut self, entry: EntryHash, desk: &mut Desk<'_, R>) -> Result<Made, ExecuteError> {
        let known = self.control.get(&entry).ok_or(ExecuteError::NotFound("entry"))?.at;
        let author = self.authority.device(&known.device).ok_or(ExecuteError::NotFound("entry"))?.person;
        let (is_own, permit) = (author == self.person, known.permit);
        let op = ControlOp::Void(entry);
        let fits = |standing: &Standing| match is_own {
            true => standing.id == permit,
            false => standing.rank >= Rank::Admin && self.authority.may_take_from(&standing.seniority, &author),
        };
        let permit = self.weakest(fits).ok_or(ExecuteError::NotAllowed)?;
        self.control_under(&op, permit, |authority| !authority.accepted(&entry), desk)?;
        Ok(Made::Nothing)
    }

    /// Writes a control operation under the weakest own standing that `fits`; `holds` says whether it did what it should.
    fn control<R: CryptoRng>(
        &mut self,
        op: &ControlOp,
        fits: impl Fn(&Standing) -> bool,
        holds: impl Fn(&Authority) -> bool,
        desk: &mut Desk<'_, R>,
    ) -> Result<EntryHash, ExecuteError> {
        let permit = self.weakest(fits).ok_or(ExecuteError::NotAllowed)?;
        self.control_under(op, permit, holds, desk)
    }

    fn control_under<R: CryptoRng>(
        &mut self,
        op: &ControlOp,
        permit: Permit,
        holds: impl Fn(&Authority) -> bool,
        desk: &mut Desk<'_, R>,
    ) -> Result<EntryHash, ExecuteError> {
        let (id, outcome) = self.write_control_under(op, permit, holds, desk.store, desk.now, desk.rng)?;
        desk.step.outcome.merge(outcome);
        Ok(id)
    }

    fn weakest(&self, fits: impl Fn(&Standing) -> bool) -> Option<Permit> {
        let own = self.authority.standings(&self.person).filter(|standing| standing.is_live() && fits(standing));
        own.min_by_key(|standing| (standing.rank, standing.seniority)).map(|standing| Permit::new(standing.id))
    }

    /// Returns the person's standings above `floor` that are not void, and what has ended some of them.
    fn endings(&self, person: &PersonId, floor: Option<Rank>) -> (BTreeSet<EntryHash>, BTreeSet<EntryHash>) {
        let (mut kills, mut seen) = (BTreeSet::new(), BTreeSet::new());
        for standing in self.authority.standings(person) {
            let concerns = floor.is_none_or(|floor| standing.rank > floor);
            match &standing.state {
                State::Void { .. } => continue,
                State::Ended { by } => seen.extend(by),
                State::Live => (),
            }
            if concerns {
                kills.insert(standing.id);
            }
        }
        (kills, seen)
    }

    /// Returns what whoever takes something from the person must outrank: every standing that counts, but those that somebody
    /// else has ended (docs/decisions/0006).
    fn shields(&self, person: &PersonId) -> Vec<Seniority> {
        let own: BTreeSet<EntryHash> =
            self.authority.removals().iter().filter(|loss| loss.issuer == *person).map(|loss| loss.id).collect();
        let shields = self.authority.standings(person).filter(|standing| match &standing.state {
            State::Void { .. } => false,
            State::Live => true,
            State::Ended { by } => by.is_subset(&own),
        });
        shields.map(|standing| standing.seniority).collect()
    }

    /// Returns where the person's logs stand: lane 0 as far as it is known, content as far as it was written before `since`.
    fn cut(&self, person: &PersonId, since: Option<Timestamp>) -> Cut {
        let devices = self.authority.devices().filter(|(_, device)| device.person == *person).map(|(device, _)| *device);
        let logs =
            devices.flat_map(|device| [Lane::CONTROL, Lane::GUEST, Lane::MEMBER, Lane::STAFF].map(|lane| LogId { device, lane }));
        let head = |log: LogId| {
            let upto = since.filter(|_| log.lane.is_content());
            let (seq, hash) = self.logs.last_before(&log, upto)?;
            Some(LogHead { log, head: Head { seq, hash } })
        };
        logs.filter_map(head).collect()
    }
}
