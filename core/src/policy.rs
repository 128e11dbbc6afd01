//! Who may do what: the policy table of protocol 4.8 as one function.
//!
//! An answer depends on the kind of document, the act, the lane the document was created in, and what its creation fixed
//! (organisers). No setting, no clock and no document content changes it (amendments II, 20).
//!
//! | document | create | add | edit own | edit others | change |
//! | --- | --- | --- | --- | --- | --- |
//! | Room | moderator | – | – | – | moderator |
//! | Segment | – | member, guest in a guest lane | author | nobody | – |
//! | Board | moderator | – | – | – | moderator |
//! | Posts | – | member; announcement: moderator | author | nobody | – |
//! | Thread | – | member, guest in a guest lane | author | nobody | – |
//! | Event | member | – | – | – | organisers; status: moderator too |
//! | Rsvp | – | member, guest in a guest lane | author | nobody | – |
//! | Profiles | – | guest | author | nobody | – |
//! | Group | member | – | – | – | founder; moderator |
//! | Joined | – | member, guest in a guest lane | author | nobody | – |

use crate::domain::{DocKind, PostKind, Rank};
use crate::id::{Lane, PersonId};

/// What somebody does to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act<'a> {
    /// Creates it by `DocCreate`.
    Create,
    /// Adds an object of their own to an author-partitioned document: message, comment, reaction, answer, profile.
    Add,
    /// Adds a post of this kind, or makes their own post one.
    AddPost(PostKind),
    /// Changes or removes what they added.
    EditOwn,
    /// Changes or removes what somebody else added.
    EditOthers,
    /// Changes this top-level key of a shared document.
    Change(&'a str),
}

/// What an act asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// This rank or a higher one.
    AtLeast(Rank),
    /// An organiser of at least the first rank, or anybody of at least the second where there is one.
    Organiser(Rank, Option<Rank>),
    /// Nobody may, whatever their rank.
    Nobody,
}

impl Requirement {
    /// Returns whether somebody of `rank` meets it; `organises` says whether they are an organiser of the document.
    #[must_use]
    pub fn is_met_by(self, rank: Rank, organises: bool) -> bool {
        match self {
            Self::AtLeast(least) => rank >= least,
            Self::Organiser(least, staff) => (organises && rank >= least) || staff.is_some_and(|staff| rank >= staff),
            Self::Nobody => false,
        }
    }
}

/// Returns what `act` on a document of `kind` asks for; `lane` is the document's.
#[must_use]
pub fn requirement(kind: DocKind, act: Act<'_>, lane: Lane) -> Requirement {
    let answering = Requirement::AtLeast(if lane == Lane::GUEST { Rank::Guest } else { Rank::Member });
    match (kind, act) {
        (DocKind::Room | DocKind::Board, Act::Create | Act::Change(_)) => Requirement::AtLeast(Rank::Moderator),
        (DocKind::Event | DocKind::Group, Act::Create) => Requirement::AtLeast(Rank::Member),
        (DocKind::Event, Act::Change("status")) | (DocKind::Group, Act::Change(_)) => {
            Requirement::Organiser(Rank::Member, Some(Rank::Moderator))
        }
        (DocKind::Event, Act::Change(_)) => Requirement::Organiser(Rank::Member, None),
        (DocKind::Posts, Act::AddPost(PostKind::Announcement)) => Requirement::AtLeast(Rank::Moderator),
        (DocKind::Posts, Act::AddPost(PostKind::Discussion | PostKind::Question | PostKind::News)) => {
            Requirement::AtLeast(Rank::Member)
        }
        (DocKind::Segment | DocKind::Thread | DocKind::Rsvp | DocKind::Joined, Act::Add) => answering,
        (DocKind::Profiles, Act::Add) => Requirement::AtLeast(Rank::Guest),
        // Whoever could add may take back, also after a demotion.
        (
            DocKind::Segment | DocKind::Posts | DocKind::Thread | DocKind::Rsvp | DocKind::Profiles | DocKind::Joined,
            Act::EditOwn,
        ) => Requirement::AtLeast(Rank::Guest),
        (
            DocKind::Room | DocKind::Board | DocKind::Event | DocKind::Group,
            Act::Add | Act::AddPost(_) | Act::EditOwn | Act::EditOthers,
        )
        | (
            DocKind::Segment | DocKind::Posts | DocKind::Thread | DocKind::Rsvp | DocKind::Profiles | DocKind::Joined,
            Act::Create | Act::Add | Act::AddPost(_) | Act::EditOthers | Act::Change(_),
        ) => Requirement::Nobody,
    }
}

/// Returns the least rank that may do `act` without being an organiser, or `None` where no rank is enough.
#[must_use]
pub fn least_rank(kind: DocKind, act: Act<'_>, lane: Lane) -> Option<Rank> {
    Rank::ALL.into_iter().find(|rank| requirement(kind, act, lane).is_met_by(*rank, false))
}

/// Returns whether `person` organises an event that `creator` created naming `editors`.
#[must_use]
pub fn is_organiser(person: PersonId, creator: PersonId, editors: &[PersonId]) -> bool {
    person == creator || editors.contains(&person)
}

/// Returns the least rank that may write in `lane`, or `None` where rank is not what decides (own devices, groups,
/// reserved).
#[must_use]
pub fn lane_rank(lane: Lane) -> Option<Rank> {
    match lane {
        Lane::CONTROL | Lane::GUEST => Some(Rank::Guest),
        Lane::MEMBER => Some(Rank::Member),
        Lane::STAFF => Some(Rank::Moderator),
        Lane(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_least_ranks_holds() {
        use Rank::{Guest, Member, Moderator};
        let table = [
            (DocKind::Room, Act::Create, Lane::MEMBER, Some(Moderator)),
            (DocKind::Room, Act::Change("name"), Lane::GUEST, Some(Moderator)),
            (DocKind::Board, Act::Create, Lane::GUEST, Some(Moderator)),
            (DocKind::Event, Act::Create, Lane::MEMBER, Some(Member)),
            (DocKind::Event, Act::Change("status"), Lane::MEMBER, Some(Moderator)),
            (DocKind::Event, Act::Change("title"), Lane::MEMBER, None),
            (DocKind::Segment, Act::Add, Lane::MEMBER, Some(Member)),
            (DocKind::Segment, Act::Add, Lane::GUEST, Some(Guest)),
            (DocKind::Posts, Act::AddPost(PostKind::Discussion), Lane::GUEST, Some(Member)),
            (DocKind::Posts, Act::AddPost(PostKind::Announcement), Lane::MEMBER, Some(Moderator)),
            (DocKind::Posts, Act::Add, Lane::MEMBER, None),
            (DocKind::Thread, Act::Add, Lane::GUEST, Some(Guest)),
            (DocKind::Rsvp, Act::Add, Lane::MEMBER, Some(Member)),
            (DocKind::Profiles, Act::Add, Lane::MEMBER, Some(Guest)),
            (DocKind::Segment, Act::Create, Lane::MEMBER, None),
            (DocKind::Group, Act::Create, Lane::MEMBER, Some(Member)),
            (DocKind::Group, Act::Change("name"), Lane::MEMBER, Some(Moderator)),
            (DocKind::Joined, Act::Add, Lane::MEMBER, Some(Member)),
            (DocKind::Joined, Act::EditOthers, Lane::MEMBER, None),
        ];
        for (kind, act, lane, least) in table {
            assert_eq!(least_rank(kind, act, lane), least, "{kind:?} {act:?} {lane:?}");
        }
    }

    #[test]
    fn nobody_edits_what_others_wrote() {
        for kind in DocKind::ALL {
            assert_eq!(requirement(kind, Act::EditOthers, Lane::MEMBER), Requirement::Nobody, "{kind:?}");
        }
    }

    #[test]
    fn organisers_change_an_event_and_moderators_cancel_it() {
        let title = requirement(DocKind::Event, Act::Change("title"), Lane::MEMBER);
        let status = requirement(DocKind::Event, Act::Change("status"), Lane::MEMBER);
        assert!(title.is_met_by(Rank::Member, true) && !title.is_met_by(Rank::Owner, false));
        assert!(!title.is_met_by(Rank::Guest, true), "an organiser who is no member any more");
        assert!(status.is_met_by(Rank::Moderator, false) && !status.is_met_by(Rank::Member, false));
        let (creator, editor, other) = (PersonId([1; 16]), PersonId([2; 16]), PersonId([3; 16]));
        assert!(is_organiser(creator, creator, &[editor]) && is_organiser(editor, creator, &[editor]));
        assert!(!is_organiser(other, creator, &[editor]));
    }
}
