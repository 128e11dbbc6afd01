//! Which control operation asks for which rank (protocol 4.5 and amendments I, 15, II, 3 and 4).
//!
//! | operation | rank |
//! | --- | --- |
//! | Genesis | nobody: it is the first entry |
//! | Invite | member for role up to member and counted uses, moderator for any uses, admin for a role below the own |
//! | RevokeInvite | member (and the invite's standing, or one that outranks it) |
//! | Admit | with an invite: member, up to role member and the own rank; on approval moderator. Without: admin, below the own |
//! | SetRole | admin, below the own; owner up to owner |
//! | Remove, DeviceRevoke of others | moderator (and outranks) |
//! | Leave, Pin, ForkProof | anybody |
//! | Void | anybody for the same standing's entries, admin for others' |
//! | Checkpoint, SetSetting | admin; the setting `rules_version` owner |
//! | DocPolicy | member; a member must be the document's creator or editor, which the document knows |
//! | Rekey | the least rank of its audience |
//! | DeviceAdd, own DeviceRevoke | the person, without a standing |

use super::{ControlOp, setting};
use crate::domain::Rank;

/// Returns whether a standing of `rank` may issue `op`, as far as rank decides.
///
/// An `Admit` with an invite must besides fit the invite, a `Void` of others' entries needs admin (`same_standing` says
/// whether the voided entry cites the same standing), and whoever takes something must outrank.
#[must_use]
pub fn permits(rank: Rank, op: &ControlOp, same_standing: bool) -> bool {
    match op {
        ControlOp::Genesis(_) | ControlOp::DeviceAdd(_) => false,
        ControlOp::Invite(invite) => {
            (rank >= Rank::Admin && invite.role < rank)
                || (rank >= Rank::Moderator && invite.role <= Rank::Member)
                || (rank == Rank::Member && invite.role <= Rank::Member && invite.uses.is_some())
        }
        ControlOp::RevokeInvite(_) | ControlOp::DocPolicy(_) => rank >= Rank::Member,
        ControlOp::Admit(admit) if admit.request.invite.is_some() => {
            rank >= Rank::Member && admit.role <= Rank::Member && admit.role <= rank
        }
        ControlOp::Admit(admit) => rank >= Rank::Admin && admit.role < rank,
        ControlOp::SetRole(set) => rank == Rank::Owner || (rank >= Rank::Admin && set.role < rank),
        ControlOp::Remove(_) | ControlOp::DeviceRevoke(_) => rank >= Rank::Moderator,
        ControlOp::Leave(leave) => leave.to_rank.is_none_or(|to_rank| to_rank < rank),
        ControlOp::Void(_) => same_standing || rank >= Rank::Admin,
        ControlOp::SetSetting(set) if set.key == setting::RULES_VERSION => rank == Rank::Owner,
        ControlOp::Checkpoint(_) | ControlOp::SetSetting(_) => rank >= Rank::Admin,
        ControlOp::Rekey(rekey) => rank >= rekey.domain.audience.least_rank(),
        ControlOp::Pin(_) | ControlOp::ForkProof(_) => true,
    }
}
