//! Why a control entry counts for nothing.

/// Why a control entry is not accepted; [`Refusal::code`] is for screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refusal {
    /// No such entry was given to the resolver.
    Unknown,
    /// A certificate, invite proof or root's word inside does not hold.
    BadSignature,
    /// The device is not, or not yet, somebody's here.
    NoDevice,
    /// The permit names no standing.
    NoStanding,
    /// The permit names a standing of somebody else.
    OthersStanding,
    /// The standing never came into force.
    VoidStanding,
    /// Written after the head at which the log was cut.
    BehindCut,
    /// On a branch of a forked log that is not used.
    SideBranch,
    /// Voided by a senior or by its own author.
    Voided,
    /// The rank is too low for this operation.
    RankTooLow,
    /// The operation contradicts itself or does not fit its permit.
    NotApplicable,
    /// The invitation is unknown, expired, for another key, or its issuer is void.
    NoInvite,
    /// The invitation was revoked.
    InviteRevoked,
    /// The device, its actor name or the person's tag belongs to somebody more senior.
    Taken,
    /// More devices than a person may add.
    TooManyDevices,
    /// A new epoch without a cause, or whose number or parents do not fit.
    NoCause,
}

impl Refusal {
    /// Returns the plain code for screens.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unknown => "unknown_entry",
            Self::BadSignature => "bad_signature",
            Self::NoDevice => "no_device",
            Self::NoStanding => "no_standing",
            Self::OthersStanding => "others_standing",
            Self::VoidStanding => "void_standing",
            Self::BehindCut => "behind_cut",
            Self::SideBranch => "side_branch",
            Self::Voided => "voided",
            Self::RankTooLow => "rank_too_low",
            Self::NotApplicable => "not_applicable",
            Self::NoInvite => "no_invite",
            Self::InviteRevoked => "invite_revoked",
            Self::Taken => "taken",
            Self::TooManyDevices => "too_many_devices",
            Self::NoCause => "no_cause",
        }
    }
}
