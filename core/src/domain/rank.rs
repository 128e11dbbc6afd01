//! What a person may decide in a community.

use crate::cbor::{Cbor, CborError, Reader, Writer};
use serde::{Deserialize, Serialize};

/// A rank; a higher one may do all that a lower one may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// Reads and answers where a room is open to guests.
    Guest = 0,
    /// Reads and writes everything ordinary.
    Member = 1,
    /// Opens rooms and boards, hides, admits, removes members.
    Moderator = 2,
    /// Shown as *référent / steward*: names moderators, changes settings.
    Admin = 3,
    /// Founded the community or was named co-owner.
    Owner = 4,
}

impl Rank {
    /// All ranks, lowest first.
    pub const ALL: [Self; 5] = [Self::Guest, Self::Member, Self::Moderator, Self::Admin, Self::Owner];

    /// Returns the rank whose number this is.
    #[must_use]
    pub fn from_number(n: u64) -> Option<Self> {
        Self::ALL.into_iter().find(|rank| *rank as u64 == n)
    }
}

impl Cbor for Rank {
    fn write(&self, w: &mut Writer) {
        w.uint(*self as u64);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        Self::from_number(r.uint("rank")?).ok_or(CborError::Malformed("rank"))
    }
}
