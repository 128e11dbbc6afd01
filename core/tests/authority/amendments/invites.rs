//! What an invite lets in (4, 7).

use super::{none, with_moderator};
use crate::world::*;
use allforone_core::authority::*;
use allforone_core::domain::Rank;
use allforone_core::time::Timestamp;

#[test]
fn amendment_4_an_admission_waits_for_the_inviters_standing() {
    let mut w = World::with_five();
    let invite = w.invite(4, 40, 1, Rank::Member, Some(1));
    let admission = w.admit_over(1, 1, 6, 60, Rank::Member, Some((invite, 1)), none());
    assert!(w.accepted(admission), "the founder is read before the inviting member");
    let authority = w.resolve();
    let (inviter, joiner) = (authority.standing(&w.grant(4)).unwrap(), authority.standing(&admission).unwrap());
    assert!(inviter.seniority < joiner.seniority, "and the joiner is junior to both");
    assert_eq!(authority.invite_by_key(&invite_key(1)).unwrap().used(), 1);
}

#[test]
fn amendment_4_no_invite_leads_above_member_or_above_the_admitter() {
    let mut w = World::with_five();
    let invite = w.invite(2, 20, 1, Rank::Moderator, Some(1));
    w.admit_over(4, 40, 6, 60, Rank::Moderator, Some((invite, 1)), none());
    w.admit_over(2, 20, 7, 70, Rank::Moderator, Some((invite, 1)), none());
    assert_eq!((w.role(6), w.role(7)), (None, None));
    w.admit_over(4, 40, 8, 80, Rank::Member, Some((invite, 1)), none());
    assert_eq!(w.role(8), Some(Rank::Member));
}

#[test]
fn amendment_4_a_revocation_anywhere_in_the_standing_ends_the_invite() {
    let mut w = World::with_five();
    let invite = w.invite(4, 40, 1, Rank::Member, Some(9));
    let kept = w.admit_over(5, 50, 6, 60, Rank::Member, Some((invite, 1)), none());
    let evicted = w.admit_over(5, 50, 7, 70, Rank::Member, Some((invite, 1)), none());
    let mut by_equal = w.clone();
    let revoke = |keep| ControlOp::RevokeInvite(RevokeInvite { invite, keep });
    let five = by_equal.grant(5);
    by_equal.write(50, five, revoke(none()));
    assert!(by_equal.accepted(evicted), "another member's revocation counts for nothing");
    let mut by_admin = w.clone();
    let admin = by_admin.grant(2);
    by_admin.write(20, admin, revoke(none()));
    assert!(!by_admin.accepted(kept) && !by_admin.accepted(evicted));
    let four = w.grant(4);
    w.write(40, four, revoke(set([kept])));
    assert!(w.accepted(kept) && !w.accepted(evicted));
    assert_eq!(w.resolve().explain(&evicted), Some(Refusal::InviteRevoked));
    assert!(w.resolve().invite(&invite).unwrap().revoked);
}

#[test]
fn amendment_4_expiry_approval_and_key_are_the_invites() {
    let mut w = with_moderator();
    let permit = w.grant(2);
    let expires = Some(Timestamp(w.now + 3));
    let offer = Invite { key: invite_key(1), role: Rank::Member, uses: None, approval: true, expires };
    let invite = w.write(20, permit, ControlOp::Invite(offer));
    let by_member = w.admit_over(4, 40, 7, 70, Rank::Member, Some((invite, 1)), none());
    let by_moderator = w.admit_over(6, 60, 8, 80, Rank::Member, Some((invite, 1)), none());
    let late = w.admit_over(6, 60, 9, 90, Rank::Member, Some((invite, 1)), none());
    w.now -= 2;
    let other_key = w.admit_over(6, 60, 10, 100, Rank::Member, Some((invite, 2)), none());
    let authority = w.resolve();
    assert_eq!(authority.explain(&by_member), Some(Refusal::RankTooLow));
    assert!(authority.accepted(&by_moderator));
    assert_eq!(authority.explain(&late), Some(Refusal::NoInvite));
    assert_eq!(authority.explain(&other_key), Some(Refusal::NoInvite));
}

#[test]
fn amendment_7_surplus_admissions_count_and_carry_the_same_flag_everywhere() {
    let mut w = World::with_five();
    let invite = w.invite(2, 20, 1, Rank::Member, Some(1));
    let by_junior = w.admit_over(5, 50, 6, 60, Rank::Member, Some((invite, 1)), none());
    let by_senior = w.admit_over(3, 30, 7, 70, Rank::Member, Some((invite, 1)), none());
    let authority = w.resolve();
    assert!(authority.accepted(&by_junior) && authority.accepted(&by_senior));
    let invite = authority.invite(&invite).unwrap();
    assert!(invite.is_surplus(&by_junior) && !invite.is_surplus(&by_senior));
    assert!(!invite.is_open(Timestamp(0)));
}
