//! What an invite leads to, told before its holder asks to join (docs/decisions/0015).

use super::{InviteLink, Replica};
use crate::authority::{Invitation, setting};
use crate::domain::snippet;
use crate::id::EntryHash;
use crate::identity::{Purpose, verify};
use crate::limits::MAX_NAME_BYTES;
use crate::store::Store;
use crate::sync::{Doorplate, Refusal};
use crate::time::Timestamp;

impl Replica {
    /// Returns what the holder of `link` signs to be shown its doorplate.
    ///
    /// - `statement`: [`crate::sync::proof_statement`] of the initiator, so that nobody can show the signature again.
    #[must_use]
    pub fn look_proof(link: &InviteLink, statement: &[u8]) -> [u8; 64] {
        link.key().sign(Purpose::InviteLook, &link.community, statement)
    }

    /// Returns what an invite of this community leads to, where `signature` is by its key and it still opens the door.
    ///
    /// # Errors
    /// Why it is not shown. An unknown invite and a wrong signature look alike.
    pub fn doorplate(
        &self,
        invite: &EntryHash,
        statement: &[u8],
        signature: &[u8; 64],
        store: &dyn Store,
        now: Timestamp,
    ) -> Result<Doorplate, Refusal> {
        let invitation = self.authority().invite(invite).ok_or(Refusal::UnknownInvite)?;
        let key = &invitation.invite.key;
        verify(key, Purpose::InviteLook, &self.community(), statement, signature).map_err(|_| Refusal::UnknownInvite)?;
        if self.role().is_none() {
            return Err(Refusal::NotNow);
        }
        still_opens(invitation, now)?;
        let by = self.index(store).profile(invitation.issuer).map_err(|_| Refusal::NotNow)?;
        Ok(Doorplate {
            name: snippet(&self.setting(setting::NAME), MAX_NAME_BYTES),
            kind: snippet(&self.setting(setting::KIND), MAX_NAME_BYTES),
            members: self.authority().members().count() as u64,
            by: by.map(|profile| snippet(&profile.name, MAX_NAME_BYTES)).unwrap_or_default(),
            approval: invitation.invite.approval,
        })
    }
}

/// Checks that an invite can still let somebody in.
///
/// # Errors
/// [`Refusal::Revoked`], [`Refusal::Expired`] or [`Refusal::Used`].
pub(super) fn still_opens(invitation: &Invitation, now: Timestamp) -> Result<(), Refusal> {
    if invitation.revoked {
        return Err(Refusal::Revoked);
    }
    if invitation.invite.expires.is_some_and(|end| end < now) {
        return Err(Refusal::Expired);
    }
    if invitation.invite.uses.is_some_and(|uses| invitation.used() >= uses) {
        return Err(Refusal::Used);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a community that cannot be set up must fail")]
    use super::*;
    use crate::authority::Quotas;
    use crate::command::{Command, ProfileFields};
    use crate::domain::Rank;
    use crate::encryption::StoreKey;
    use crate::identity::{Persona, Seed};
    use crate::outcome::Made;
    use crate::store::{MemoryEngine, PackedStore};
    use crate::time::DAY_MS;
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;

    const NOW: Timestamp = Timestamp(1_795_420_800_000);

    #[test]
    fn an_invite_shows_its_door_to_its_holder_while_it_opens() {
        let mut rng = ChaCha20Rng::seed_from_u64(15);
        let persona = Persona::from_seed(&Seed::generate(&mut rng), 0, NOW, &mut rng);
        let mut disk = PackedStore::open(MemoryEngine::new(), &StoreKey::generate(&mut rng)).unwrap();
        let quotas = Some(Quotas::default());
        let (mut replica, _) = Replica::found("Rue", "building", &persona, quotas, &mut disk, NOW, &mut rng).unwrap();
        let fields = ProfileFields { name: "Zoé".into(), ..ProfileFields::default() };
        replica.execute(Command::SetProfile { fields }, &mut disk, NOW, &mut rng).unwrap();
        let expires = Some(NOW.plus_ms(DAY_MS));
        let invite = Command::CreateInvite { role: Rank::Member, uses: None, expires, approval: true };
        let Made::Invite { id, seed } = replica.execute(invite, &mut disk, NOW, &mut rng).unwrap().made else {
            panic!("an invite was made")
        };
        let link = InviteLink { community: replica.community(), invite: id, seed, hints: Vec::new() };
        let (proof, other) = (Replica::look_proof(&link, b"this session"), Replica::look_proof(&link, b"another"));
        let look = |replica: &Replica, signature, now| replica.doorplate(&id, b"this session", signature, &disk, now);

        let plate = look(&replica, &proof, NOW).unwrap();
        let told = (plate.name.as_str(), plate.kind.as_str(), plate.members, plate.by.as_str(), plate.approval);
        assert_eq!(told, ("Rue", "building", 1, "Zoé", true));
        assert_eq!(look(&replica, &other, NOW), Err(Refusal::UnknownInvite), "a signature of another session shows nothing");
        assert_eq!(look(&replica, &proof, NOW.plus_ms(2 * DAY_MS)), Err(Refusal::Expired));
        assert_eq!(replica.authority().members().count(), 1, "looking makes nobody a member");
        let unknown = replica.doorplate(&EntryHash([7; 32]), b"this session", &proof, &disk, NOW);
        assert_eq!(unknown, Err(Refusal::UnknownInvite));
        replica.execute(Command::RevokeInvite { invite: id }, &mut disk, NOW, &mut rng).unwrap();
        assert_eq!(replica.doorplate(&id, b"this session", &proof, &disk, NOW), Err(Refusal::Revoked));
    }
}
