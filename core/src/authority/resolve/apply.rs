//! What accepted operations do.

use super::super::{
    Admit, ControlEntry, ControlOp, Invite, Pin, Refusal, Remove, Seniority, SetRole, Standing, State, path_leads_to,
};
use super::person::Loss;
use super::read::Place;
use super::{Candidate, ForeignRevocation, Grant, Granted, Offer, Resolver, Voided};
use crate::domain::Rank;
use crate::id::EntryHash;
use std::collections::BTreeSet;

impl<'a> Resolver<'a> {
    /// Lets an operation that its rank permits take effect; `Ok(false)` where its acceptance is decided later.
    pub(super) fn apply(&mut self, standing: &Standing, place: Place, entry: &'a ControlEntry) -> Result<bool, Refusal> {
        match &entry.op {
            ControlOp::Invite(invite) => self.offer(standing, entry, invite),
            ControlOp::Admit(admit) => return self.admit(standing, place, admit),
            ControlOp::SetRole(set) => self.set_role(standing, place, entry, set)?,
            ControlOp::Remove(remove) => self.remove(standing, entry, remove)?,
            ControlOp::DeviceRevoke(revoke) => {
                if self.owners.get(&revoke.device) == Some(&standing.person) || revoke.root.is_some() {
                    return Err(Refusal::NotApplicable);
                }
                let (id, seq, issuer) = (entry.at.id, entry.at.seq, standing.seniority);
                let revocation = ForeignRevocation { id, seq, issuer, cut: &revoke.cut };
                self.revocations.entry(revoke.device).or_default().push(revocation);
            }
            ControlOp::Void(target) => {
                // A void of an own entry was heard before; it is accepted as such.
                let void = Voided { by: standing.seniority, person: standing.person };
                self.voids.entry(*target).or_default().push(void);
            }
            ControlOp::Checkpoint(checkpoint) => {
                let order = (standing.seniority, entry.at.seq, entry.at.id);
                self.checkpoints.insert(entry.at.id, (checkpoint, order));
                for leaf in &checkpoint.inline {
                    self.pins.entry(leaf.log).or_default().insert((order, leaf.head.hash));
                }
                for pin in self.unread_pins.remove(&entry.at.id).unwrap_or_default() {
                    self.pin(pin);
                }
            }
            ControlOp::Pin(pin) => {
                if self.checkpoints.contains_key(&pin.checkpoint) {
                    self.pin(pin);
                } else {
                    self.unread_pins.entry(pin.checkpoint).or_default().push(pin);
                }
            }
            ControlOp::DocPolicy(policy) => {
                let candidate = candidate(standing, entry, policy, &policy.supersedes);
                self.policies.entry(policy.doc).or_default().push(candidate);
            }
            ControlOp::SetSetting(set) => {
                let candidate = candidate(standing, entry, set, &set.supersedes);
                self.settings.entry(&set.key).or_default().push(candidate);
            }
            ControlOp::Rekey(rekey) => {
                self.rekeys.push((place.index, rekey, standing.person, standing.rank));
                return Ok(false);
            }
            ControlOp::RevokeInvite(_) | ControlOp::ForkProof(_) => {}
            ControlOp::Genesis(_) | ControlOp::Leave(_) | ControlOp::DeviceAdd(_) => return Err(Refusal::NotApplicable),
        }
        Ok(true)
    }

    fn pin(&mut self, pin: &Pin) {
        let Some((checkpoint, order)) = self.checkpoints.get(&pin.checkpoint) else { return };
        if path_leads_to(pin, checkpoint) {
            self.pins.entry(pin.leaf.log).or_default().insert((*order, pin.leaf.head.hash));
        }
    }

    fn offer(&mut self, standing: &Standing, entry: &ControlEntry, invite: &'a Invite) {
        let id = entry.at.id;
        let offer = Offer {
            invite,
            person: standing.person,
            standing: standing.id,
            seniority: standing.seniority,
            created: entry.at.ts,
            revoked: self.revoking(&id, &standing.id, &standing.seniority).next().is_some(),
            admissions: Vec::new(),
        };
        self.invites.insert(id, offer);
        for grant in self.waiting.remove(&id).unwrap_or_default() {
            match self.redeem(&grant, &id) {
                Ok(()) => self.accept(grant.index),
                Err(why) => self.refuse(grant.index, why),
            }
        }
    }

    /// Returns what stays of an invitation's admissions for each revocation by its standing or one that outranks it.
    fn revoking(
        &self,
        invite: &EntryHash,
        standing: &EntryHash,
        seniority: &Seniority,
    ) -> impl Iterator<Item = &'a BTreeSet<EntryHash>> {
        let revocations = self.invite_revocations.get(invite).into_iter().flatten();
        let (standing, seniority) = (*standing, *seniority);
        revocations.filter(move |r| r.standing == standing || r.by.outranks(&seniority)).map(|r| r.keep)
    }

    fn admit(&mut self, standing: &Standing, place: Place, admit: &'a Admit) -> Result<bool, Refusal> {
        let grant = Grant {
            index: place.index,
            person: admit.request.certificate.person(),
            role: admit.role,
            issuer: standing.id,
            issuer_seniority: standing.seniority,
            device_order: place.device_order,
            certificate: Some(&admit.request.certificate),
            over: &admit.over,
        };
        let Some(invite) = admit.request.invite else {
            self.grant(&grant, standing.seniority.depth(), None);
            return Ok(true);
        };
        if self.invites.contains_key(&invite) {
            self.redeem(&grant, &invite).map(|()| true)
        } else {
            // The inviter's turn may come later; whatever never comes is refused at the end.
            self.waiting.entry(invite).or_default().push(grant);
            Ok(false)
        }
    }

    /// Admits by an invitation whose standing was read (amendments II, 4).
    fn redeem(&mut self, grant: &Grant<'a>, invite: &EntryHash) -> Result<(), Refusal> {
        let offer = self.invites.get(invite).ok_or(Refusal::NoInvite)?;
        let entry = self.forest.entry(grant.index).ok_or(Refusal::Unknown)?;
        let ControlOp::Admit(admit) = &entry.op else { return Err(Refusal::NotApplicable) };
        let fits = admit.proof.is_some_and(|proof| proof.key == offer.invite.key)
            && admit.role <= offer.invite.role
            && offer.invite.expires.is_none_or(|expires| entry.at.ts <= expires);
        if !fits {
            return Err(Refusal::NoInvite);
        }
        if offer.invite.approval && grant.issuer_seniority.rank() < Rank::Moderator {
            return Err(Refusal::RankTooLow);
        }
        let (inviter, seniority) = (offer.standing, offer.seniority);
        if self.revoking(invite, &inviter, &seniority).any(|keep| !keep.contains(&entry.at.id)) {
            return Err(Refusal::InviteRevoked);
        }
        let depth = grant.issuer_seniority.depth().max(seniority.depth());
        if let Some(offer) = self.invites.get_mut(invite) {
            offer.admissions.push((grant.issuer_seniority, entry.at.id));
        }
        self.grant(grant, depth, Some(*invite));
        Ok(())
    }

    /// Makes a standing one deeper than `depth`; it waits for its turn.
    fn grant(&mut self, grant: &Grant<'a>, depth: u32, invite: Option<EntryHash>) {
        let Some(entry) = self.forest.entry(grant.index) else { return };
        let depth = depth.saturating_add(1);
        let id = entry.at.id;
        self.enqueue(Granted {
            standing: Standing {
                id,
                person: grant.person,
                rank: grant.role,
                seniority: Seniority::new(grant.role, depth, grant.device_order, entry.at.seq, id),
                granted: entry.at.ts,
                issuer: Some(grant.issuer),
                invite,
                state: State::Live,
                overridden: BTreeSet::new(),
            },
            granter: Some(grant.issuer_seniority),
            certificate: grant.certificate,
            over: Some(grant.over),
        });
    }

    fn set_role(&mut self, standing: &Standing, place: Place, entry: &ControlEntry, set: &'a SetRole) -> Result<(), Refusal> {
        if set.person == standing.person {
            return Err(Refusal::NotApplicable);
        }
        self.people.entry(set.person).or_default().losses.push(Loss {
            id: entry.at.id,
            seq: entry.at.seq,
            issuer: standing.seniority,
            issuer_person: standing.person,
            issuer_standing: standing.id,
            floor: Some(set.role),
            kills: &set.kills,
            cut: &set.cut,
            seen: &set.seen,
            ban: false,
            reason: 0,
            ts: entry.at.ts,
        });
        let grant = Grant {
            index: place.index,
            person: set.person,
            role: set.role,
            issuer: standing.id,
            issuer_seniority: standing.seniority,
            device_order: place.device_order,
            certificate: set.certificate.as_ref(),
            over: &set.over,
        };
        self.grant(&grant, standing.seniority.depth(), None);
        Ok(())
    }

    fn remove(&mut self, standing: &Standing, entry: &ControlEntry, remove: &'a Remove) -> Result<(), Refusal> {
        if remove.person == standing.person {
            return Err(Refusal::NotApplicable);
        }
        self.people.entry(remove.person).or_default().losses.push(Loss {
            id: entry.at.id,
            seq: entry.at.seq,
            issuer: standing.seniority,
            issuer_person: standing.person,
            issuer_standing: standing.id,
            floor: None,
            kills: &remove.kills,
            cut: &remove.cut,
            seen: &remove.seen,
            ban: remove.ban,
            reason: remove.reason,
            ts: entry.at.ts,
        });
        Ok(())
    }
}

fn candidate<'a, T>(
    standing: &Standing,
    entry: &ControlEntry,
    value: &'a T,
    supersedes: &'a BTreeSet<EntryHash>,
) -> Candidate<'a, T> {
    Candidate { id: entry.at.id, seniority: standing.seniority, person: standing.person, ts: entry.at.ts, value, supersedes }
}
