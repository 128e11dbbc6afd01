//! What a removal ends, who may undo it, and how a mistake is corrected (1, 3, 10, 11).

use super::{none, with_moderator};
use crate::world::*;
use allforone_core::authority::*;
use allforone_core::domain::Rank;
use allforone_core::id::{EntryHash, Lane, LogId};

#[test]
fn amendment_1_a_junior_cannot_mute_a_senior_through_a_weak_standing() {
    let mut w = with_moderator();
    let admission = w.grant(4);
    w.set_role(1, 1, 4, Rank::Admin, none(), Cut::default());
    let member = w.write(40, admission, note_op(1));
    let permit = w.grant(6);
    w.remove_seen(permit, 60, 4, none(), Cut::default(), none());
    assert!(w.accepted(member), "the moderator outranks the member standing, but not the person");
    assert_eq!(w.role(4), Some(Rank::Admin));
    assert!(w.resolve().removals().iter().all(|removal| removal.issuer != person(6)));
    assert!(w.resolve().pins(&device(40), Lane::CONTROL).is_empty(), "and pins nothing");
}

#[test]
fn amendment_1_a_planted_removal_does_not_wake_up_when_its_target_is_demoted() {
    let mut w = with_moderator();
    let admission = w.grant(4);
    let admin = w.set_role(1, 1, 4, Rank::Admin, none(), Cut::default());
    let moderator = w.grant(6);
    w.remove_seen(moderator, 60, 4, none(), Cut::default(), none());
    let cut = w.cut(&[40]);
    let ending = w.set_role(1, 1, 4, Rank::Member, set([admin]), cut);
    assert_eq!(w.role(4), Some(Rank::Member), "the ended standing still shields");
    let again = w.clone();
    let kills = set([admission, ending]);
    w.remove_seen(moderator, 60, 4, kills, Cut::default(), set([ending]));
    assert_eq!(w.role(4), None, "unless the removal names the ending it has seen");
    assert_eq!(again.role(4), Some(Rank::Member));
}

#[test]
fn amendment_1_a_standing_given_back_shields_for_ever() {
    // Decision 0006: who could fork the own log below a leave would undo it; no junior's removal may rest on it.
    let mut w = with_moderator();
    let admission = w.grant(4);
    let admin = w.set_role(1, 1, 4, Rank::Admin, none(), Cut::default());
    let cut = w.cut(&[40]);
    let leave = w.leave(4, 40, admin, Some(Rank::Member), cut);
    assert_eq!(w.role(4), Some(Rank::Member));
    let moderator = w.grant(6);
    w.remove_seen(moderator, 60, 4, set([admission]), Cut::default(), set([leave]));
    assert_eq!(w.role(4), Some(Rank::Member));
    w.remove(1, 1, 4, Cut::default());
    assert_eq!(w.role(4), None, "who outranks the old standing removes");
}

#[test]
fn amendment_1_a_moderator_cannot_revoke_an_admins_device_or_void_through_a_weak_standing() {
    let mut w = with_moderator();
    let admission = w.grant(4);
    w.set_role(1, 1, 4, Rank::Admin, none(), Cut::default());
    let admitted = w.write(40, admission, invite_op(1, Rank::Member, Some(1)));
    let moderator = w.grant(6);
    w.write(60, moderator, device_revoke(40, Cut::default(), None));
    assert!(w.accepted(admitted));
    assert!(!w.resolve().device(&device(40)).unwrap().revoked);
    // A junior admin outranks the member standing, but not the person who wrote.
    w.admit(1, 1, 7, 70, Rank::Admin);
    let junior = w.grant(7);
    w.write(70, junior, ControlOp::Void(admitted));
    assert!(w.accepted(admitted));
    let founder = w.grant(1);
    w.write(1, founder, ControlOp::Void(admitted));
    assert_eq!(w.resolve().explain(&admitted), Some(Refusal::Voided));
}

#[test]
fn amendment_3_over_needs_a_granter_of_the_removers_rank() {
    let mut w = with_moderator();
    let invite = w.invite(6, 60, 1, Rank::Member, None);
    let removal = w.remove(6, 60, 4, Cut::default());
    w.admit_over(5, 50, 4, 41, Rank::Member, Some((invite, 1)), set([removal]));
    assert_eq!(w.role(4), None, "a member cannot override a moderator");
    w.admit_over(6, 60, 4, 42, Rank::Member, Some((invite, 1)), set([removal]));
    assert_eq!(w.role(4), Some(Rank::Member));
}

#[test]
fn amendment_3_a_ban_is_lifted_only_by_its_issuer_or_a_senior() {
    let mut w = World::with_five();
    let permit = w.grant(2);
    let kills = w.kills(4);
    let ban = w.write(20, permit, remove_op(4, kills, Cut::default(), none(), true));
    assert!(w.resolve().is_banned(&root(4)));
    let mut by_equal = w.clone();
    by_equal.admit_over(3, 30, 4, 41, Rank::Member, None, set([ban]));
    assert_eq!(by_equal.role(4), None, "admin 3 is of the same rank, but junior to 2");
    let mut by_issuer = w.clone();
    by_issuer.admit_over(2, 20, 4, 41, Rank::Member, None, set([ban]));
    assert_eq!(by_issuer.role(4), Some(Rank::Member));
    assert!(!by_issuer.resolve().is_banned(&root(4)));
    w.admit_over(1, 1, 4, 41, Rank::Member, None, set([ban]));
    assert_eq!(w.role(4), Some(Rank::Member));
}

#[test]
fn amendment_10_a_mistaken_cut_is_corrected_by_its_author() {
    let mut w = World::with_five();
    let kept = w.note(4, 40, 1);
    let kills = w.kills(4);
    let mistake = w.remove(2, 20, 4, Cut::default());
    assert!(!w.accepted(kept));
    let admin = w.grant(2);
    w.write(20, admin, ControlOp::Void(mistake));
    assert_eq!(w.role(4), Some(Rank::Member));
    let cut = w.cut_at(40, kept);
    w.remove_seen(admin, 20, 4, kills, cut, none());
    assert!(w.accepted(kept));
    assert_eq!(w.role(4), None);
}

#[test]
fn amendment_10_a_void_can_be_voided() {
    let mut w = World::with_five();
    let removal = w.remove(2, 20, 4, Cut::default());
    let admin = w.grant(2);
    let void = w.write(20, admin, ControlOp::Void(removal));
    assert_eq!(w.role(4), Some(Rank::Member));
    w.write(20, admin, ControlOp::Void(void));
    assert_eq!(w.role(4), None);
}

#[test]
fn amendment_10_nobody_voids_a_peers_entry() {
    let mut w = World::with_five();
    let removal = w.remove(2, 20, 4, Cut::default());
    let junior = w.grant(3);
    w.write(30, junior, ControlOp::Void(removal));
    assert_eq!(w.role(4), None, "3 is junior to 2");
}

#[test]
fn amendment_11_lanes_are_cut_separately() {
    let mut w = World::with_five();
    let standing = w.grant(4);
    let admission = w.admit_over(4, 40, 6, 60, Rank::Member, Some((EntryHash([9; 32]), 1)), none());
    let invite = w.invite(4, 40, 1, Rank::Member, Some(5));
    let greeted = w.admit_over(4, 40, 7, 70, Rank::Member, Some((invite, 1)), none());
    let content = Head { seq: 3, hash: EntryHash([8; 32]) };
    let mut cut = w.cut(&[40]);
    cut.0.insert(LogId { device: device(40), lane: Lane::MEMBER }, content);
    w.remove(1, 1, 4, cut);
    let authority = w.resolve();
    assert!(authority.accepted(&greeted), "a greeter's joiners stay where lane 0 is cut late");
    assert!(!authority.accepted(&admission), "an invite that never was");
    assert_eq!(authority.cuts(&device(40), Lane::MEMBER, &standing), Some(vec![content.hash]));
    assert_eq!(authority.cuts(&device(40), Lane::GUEST, &standing), None);
    assert_eq!(authority.cuts(&device(40), Lane(16), &standing), Some(vec![]), "groups have their own removals");
}

#[test]
fn amendment_11_co_admissions_written_before_an_early_cut_keep_the_joiners() {
    let mut w = World::with_five();
    w.admit(3, 30, 6, 60, Rank::Member);
    w.admit(1, 1, 6, 60, Rank::Member);
    w.remove(1, 1, 3, Cut::default());
    assert_eq!(w.role(6), Some(Rank::Member));
}
