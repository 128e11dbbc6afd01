//! Invitations as authority knows them.

use super::{Invite, Seniority};
use crate::id::{EntryHash, PersonId};
use crate::time::Timestamp;

/// An accepted invitation and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// The Invite entry.
    pub id: EntryHash,
    /// What was published.
    pub invite: Invite,
    /// Who issued it.
    pub issuer: PersonId,
    /// Under which standing.
    pub standing: EntryHash,
    /// When, as declared.
    pub created: Timestamp,
    /// Accepted admissions by it, most senior first; beyond `invite.uses` they are *to be confirmed* (amendments II, 7).
    pub admissions: Vec<EntryHash>,
    /// Whether it was revoked. The end of its issuer alone does not revoke it (protocol 4.11).
    pub revoked: bool,
    pub(super) seniority: Seniority,
}

impl Invitation {
    /// Returns how often it was used.
    #[must_use]
    pub fn used(&self) -> u64 {
        self.admissions.len() as u64
    }

    /// Returns whether `admission` goes beyond the number of uses, so that somebody should confirm it.
    #[must_use]
    pub fn is_surplus(&self, admission: &EntryHash) -> bool {
        let place = self.admissions.iter().position(|id| id == admission);
        place.is_some_and(|place| self.invite.uses.is_some_and(|uses| place as u64 >= uses))
    }

    /// Returns whether it can be redeemed at `now`: not revoked, not expired, not used up.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        !self.revoked
            && self.invite.expires.is_none_or(|expires| now <= expires)
            && self.invite.uses.is_none_or(|uses| self.used() < uses)
    }
}
