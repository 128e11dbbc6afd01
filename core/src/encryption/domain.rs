//! Domains: who may read, and for how long.

use crate::cbor::{Cbor, CborError, Reader, Writer};
use crate::domain::Rank;
use crate::id::Lane;

/// Who reads a domain; each contains the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// Everybody in the community.
    Guest = 0,
    /// Members and above.
    Member = 1,
    /// Moderators and above.
    Staff = 2,
}

impl Audience {
    /// All audiences, widest first.
    pub const ALL: [Self; 3] = [Self::Guest, Self::Member, Self::Staff];

    /// Returns the lane in which the audience reads.
    #[must_use]
    pub const fn lane(self) -> Lane {
        match self {
            Self::Guest => Lane::GUEST,
            Self::Member => Lane::MEMBER,
            Self::Staff => Lane::STAFF,
        }
    }

    /// Returns the audience of a lane; lane 0, own devices and groups have none.
    #[must_use]
    pub fn of_lane(lane: Lane) -> Option<Self> {
        Self::ALL.into_iter().find(|audience| audience.lane() == lane)
    }

    /// Returns the least rank that is in it.
    #[must_use]
    pub const fn least_rank(self) -> Rank {
        match self {
            Self::Guest => Rank::Guest,
            Self::Member => Rank::Member,
            Self::Staff => Rank::Moderator,
        }
    }

    /// Returns the next wider audience, whose secrets derive from this one's.
    #[must_use]
    pub const fn below(self) -> Option<Self> {
        match self {
            Self::Guest => None,
            Self::Member => Some(Self::Guest),
            Self::Staff => Some(Self::Member),
        }
    }
}

/// Whether what is written stays readable for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Retention {
    /// History chains: a new epoch opens all older ones.
    Keep = 0,
    /// Old epochs are forgotten after their term, so that nobody can read them again.
    Expire = 1,
}

/// An audience and a retention; each has epochs of its own (amendments II, 30 and 32).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Domain {
    /// Who reads.
    pub audience: Audience,
    /// For how long.
    pub retention: Retention,
}

impl Domain {
    /// What members write and keep: the ordinary domain.
    pub const MEMBER: Self = Self { audience: Audience::Member, retention: Retention::Keep };
    /// What staff write and keep.
    pub const STAFF: Self = Self { audience: Audience::Staff, retention: Retention::Keep };

    /// Returns this domain and all wider ones of the same retention, narrowest first: what one `Rekey` renews.
    pub fn and_below(self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self.audience), |audience| audience.below())
            .map(move |audience| Self { audience, retention: self.retention })
    }
}

impl Cbor for Domain {
    /// `[audience 0–2, retention 0–1]`.
    fn write(&self, w: &mut Writer) {
        w.array(2).uint(self.audience as u64).uint(self.retention as u64);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(2, "domain")?;
        let number = r.uint("audience")?;
        let audience = Audience::ALL.into_iter().find(|audience| *audience as u64 == number);
        let retention = match r.uint("retention")? {
            0 => Retention::Keep,
            1 => Retention::Expire,
            _ => return Err(CborError::Malformed("retention")),
        };
        Ok(Self { audience: audience.ok_or(CborError::Malformed("audience"))?, retention })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rekey_renews_its_domain_and_the_wider_ones() {
        let audiences: Vec<Audience> = Domain::STAFF.and_below().map(|domain| domain.audience).collect();
        assert_eq!(audiences, [Audience::Staff, Audience::Member, Audience::Guest]);
        for domain in Domain::STAFF.and_below() {
            assert_eq!(Domain::from_cbor(&domain.to_cbor()), Ok(domain));
        }
    }
}
