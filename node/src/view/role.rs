//! What a person may decide.

use allforone_core::domain::Rank;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A rank; a higher one may do all that a lower one may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Reads and answers where a room is open to guests.
    Guest,
    /// Reads and writes everything ordinary.
    Member,
    /// Opens rooms and boards, hides, admits, removes members.
    Moderator,
    /// Names moderators, changes settings.
    Admin,
    /// Founded the community or was named co-owner.
    Owner,
}

impl From<Rank> for Role {
    fn from(rank: Rank) -> Self {
        match rank {
            Rank::Guest => Self::Guest,
            Rank::Member => Self::Member,
            Rank::Moderator => Self::Moderator,
            Rank::Admin => Self::Admin,
            Rank::Owner => Self::Owner,
        }
    }
}

impl From<Role> for Rank {
    fn from(role: Role) -> Self {
        match role {
            Role::Guest => Self::Guest,
            Role::Member => Self::Member,
            Role::Moderator => Self::Moderator,
            Role::Admin => Self::Admin,
            Role::Owner => Self::Owner,
        }
    }
}
