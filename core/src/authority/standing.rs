//! Standings: grants of a rank, and their total order (protocol 4.4, amendments II, 12).

use crate::domain::Rank;
use crate::id::{EntryHash, PersonId};
use crate::time::Timestamp;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Place of a standing in the order of authority; the smaller is the senior.
///
/// Higher rank first, then smaller depth (founder 0, a grantee one more than its granter), then the place of the granting
/// device among its person's devices, then the granting entry's number in its log, then its hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seniority {
    rank: Reverse<Rank>,
    depth: u32,
    device_order: u32,
    seq: u64,
    id: EntryHash,
}

impl Seniority {
    pub(super) const fn new(rank: Rank, depth: u32, device_order: u32, seq: u64, id: EntryHash) -> Self {
        Self { rank: Reverse(rank), depth, device_order, seq, id }
    }

    /// Returns the rank.
    #[must_use]
    pub const fn rank(&self) -> Rank {
        self.rank.0
    }

    pub(super) const fn depth(&self) -> u32 {
        self.depth
    }

    /// Returns whether a holder of this may take something from a holder of `other`: senior, and of higher rank or both at
    /// least admin.
    #[must_use]
    pub fn outranks(&self, other: &Self) -> bool {
        self < other && (self.rank() > other.rank() || (self.rank() == other.rank() && self.rank() >= Rank::Admin))
    }
}

/// What became of a standing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// In force.
    Live,
    /// Ended by these operations: what lies within all their cuts stays.
    Ended {
        /// Removals, demotions and leaves.
        by: BTreeSet<EntryHash>,
    },
    /// Never in force.
    Void {
        /// The operation that removed the person without knowing this grant; `None` where the grant itself is wrong.
        by: Option<EntryHash>,
    },
}

/// One grant of a rank to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Hash of the granting entry: Genesis, `Admit` or `SetRole`.
    pub id: EntryHash,
    /// Who holds it.
    pub person: PersonId,
    /// The rank.
    pub rank: Rank,
    /// Place in the order.
    pub seniority: Seniority,
    /// When it was granted, as declared.
    pub granted: Timestamp,
    /// The standing under which it was granted; `None` for the founder.
    pub issuer: Option<EntryHash>,
    /// The invitation it came by.
    pub invite: Option<EntryHash>,
    /// What became of it.
    pub state: State,
    /// Removals that it overrides: the devices that those ended stay ended.
    pub(super) overridden: BTreeSet<EntryHash>,
}

impl Standing {
    /// Returns whether it is in force.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.state == State::Live
    }
}
