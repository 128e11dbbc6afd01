//! Control entries as the resolver reads them.

use super::ControlOp;
use crate::id::{CommunityId, DeviceId, EntryHash};
use crate::identity::Issuer;
use crate::time::Timestamp;

/// Where an entry stands and what it cites: all of its header that authority needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Hash of the entry.
    pub id: EntryHash,
    /// Its device.
    pub device: DeviceId,
    /// Its number in the device's log of lane 0, from 1.
    pub seq: u64,
    /// The entry before; 32 zero bytes where `seq` is 1.
    pub prev: EntryHash,
    /// When it was written, as declared.
    pub ts: Timestamp,
    /// The standing it cites, after inheritance within its log; 32 zero bytes is the person itself.
    pub permit: EntryHash,
}

/// A control entry whose header is authentic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlEntry {
    /// Where it stands.
    pub at: Position,
    /// What it says.
    pub op: ControlOp,
    sound: bool,
}

impl ControlEntry {
    /// Returns the entry, and checks the signatures inside the operation: certificates, invite proof, the root's word.
    ///
    /// About 0.1 ms for an `Admit`, nothing for most others. The caller has checked the entry's own signature. An operation
    /// whose inner signatures do not hold is kept (its log goes on) and is void.
    #[must_use]
    pub fn new(community: &CommunityId, at: Position, op: ControlOp) -> Self {
        let sound = is_sound(community, &op);
        Self { at, op, sound }
    }

    /// Returns the entry without checking anything again: for what this program checked and stored itself.
    #[must_use]
    pub const fn checked_before(at: Position, op: ControlOp, sound: bool) -> Self {
        Self { at, op, sound }
    }

    /// Returns whether the signatures inside the operation hold.
    #[must_use]
    pub const fn is_sound(&self) -> bool {
        self.sound
    }
}

fn is_sound(community: &CommunityId, op: &ControlOp) -> bool {
    match op {
        ControlOp::Genesis(genesis) => {
            genesis.founder.issuer() == Issuer::Root && genesis.founder.verify(&genesis.nonce_as_community()).is_ok()
        }
        ControlOp::Admit(admit) => {
            let request = &admit.request;
            request.community == *community
                && request.certificate.issuer() == Issuer::Root
                && admit.proof.is_some() == request.invite.is_some()
                && request.certificate.verify(community).is_ok()
                && admit.proof.is_none_or(|proof| proof.verify(request).is_ok())
        }
        ControlOp::SetRole(set) => set.certificate.as_ref().is_none_or(|certificate| {
            certificate.issuer() == Issuer::Root && certificate.person() == set.person && certificate.verify(community).is_ok()
        }),
        ControlOp::DeviceAdd(add) => add.certificate.verify(community).is_ok(),
        ControlOp::DeviceRevoke(revoke) => revoke.verify(community).is_ok(),
        ControlOp::Invite(_)
        | ControlOp::RevokeInvite(_)
        | ControlOp::Remove(_)
        | ControlOp::Leave(_)
        | ControlOp::Void(_)
        | ControlOp::Checkpoint(_)
        | ControlOp::Pin(_)
        | ControlOp::DocPolicy(_)
        | ControlOp::Rekey(_)
        | ControlOp::SetSetting(_)
        | ControlOp::ForkProof(_) => true,
    }
}
