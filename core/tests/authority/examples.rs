//! The nine worked examples of protocol 4.6.

use crate::world::*;
use allforone_core::authority::*;
use allforone_core::domain::Rank;
use allforone_core::id::{EntryHash, Lane};
use std::collections::BTreeSet;

#[test]
fn mutual_removal_leaves_the_senior_admin() {
    let mut w = World::with_five();
    let first = w.remove(2, 20, 3, Cut::default());
    let second = w.remove(3, 30, 2, Cut::default());
    assert_eq!((w.role(1), w.role(2), w.role(3)), (Some(Rank::Owner), Some(Rank::Admin), None), "2 was granted before 3");
    assert_eq!((w.role(4), w.role(5)), (Some(Rank::Member), Some(Rank::Member)));
    assert!(w.accepted(first));
    assert_eq!(w.resolve().explain(&second), Some(Refusal::BehindCut), "3 is told why");
}

#[test]
fn what_a_removed_admin_did_meanwhile_falls_behind_the_cut() {
    let mut w = World::with_five();
    let before = w.note(3, 30, 1);
    let admission = w.admit(3, 30, 6, 60, Rank::Member);
    let cut = w.cut_at(30, before);
    w.remove(1, 1, 3, cut);
    assert!(w.accepted(before), "what the cut keeps stays");
    assert!(!w.accepted(admission));
    assert_eq!(w.role(6), None);
    w.admit(2, 20, 6, 60, Rank::Member);
    assert_eq!(w.role(6), Some(Rank::Member), "the join request can be used again");
}

#[test]
fn of_promotion_and_removal_at_the_same_time_the_removal_counts() {
    let mut w = World::with_five();
    let kills = w.kills(4);
    w.remove(1, 1, 4, Cut::default());
    w.set_role(2, 20, 4, Rank::Moderator, kills, Cut::default());
    assert_eq!(w.role(4), None, "the grant does not name the removal");
}

#[test]
fn who_was_removed_joins_again_only_over_the_removal_and_with_a_new_device() {
    let mut w = World::with_five();
    let cut = w.cut(&[40]);
    let removal = w.remove(2, 20, 4, cut);
    w.admit_over(3, 30, 4, 41, Rank::Member, None, BTreeSet::new());
    assert_eq!(w.role(4), None, "without naming the removal");
    let again = w.admit_over(3, 30, 4, 41, Rank::Member, None, set([removal]));
    assert_eq!(w.role(4), Some(Rank::Member), "an admin may undo an admin's removal");
    let by_new = w.write(41, again, note_op(1));
    let by_old = w.write(40, again, note_op(2));
    assert!(w.accepted(by_new));
    assert!(!w.accepted(by_old), "the old device stays dead");
    let authority = w.resolve();
    assert!(authority.device(&device(40)).unwrap().revoked);
    assert!(!authority.device(&device(41)).unwrap().revoked);
    assert_eq!(authority.cuts(&device(40), Lane::MEMBER, &again), None);
    assert_eq!(authority.cuts(&device(41), Lane::MEMBER, &again), Some(vec![]));
}

#[test]
fn an_admin_cannot_undo_the_founders_removal() {
    let mut w = World::with_five();
    let removal = w.remove(1, 1, 4, Cut::default());
    w.admit_over(2, 20, 4, 41, Rank::Member, None, set([removal]));
    assert_eq!(w.role(4), None);
    w.admit_over(1, 1, 4, 42, Rank::Member, None, set([removal]));
    assert_eq!(w.role(4), Some(Rank::Member));
}

#[test]
fn a_demotion_cuts_what_cites_the_lost_rank_and_nothing_else() {
    let mut w = World::with_five();
    let admission = w.grant(4);
    let moderator = w.set_role(2, 20, 4, Rank::Moderator, BTreeSet::new(), Cut::default());
    let before = w.write(40, moderator, note_op(1));
    let (kills, cut) = (w.kills(4), w.cut_at(40, before));
    w.set_role(1, 1, 4, Rank::Member, kills, cut);
    let late = w.write(40, moderator, note_op(2));
    let ordinary = w.write(40, admission, note_op(3));
    assert!(w.accepted(before));
    assert!(!w.accepted(late));
    assert!(w.accepted(ordinary), "the original admission is untouched");
    assert_eq!(w.role(4), Some(Rank::Member));
    let authority = w.resolve();
    assert_eq!(authority.cuts(&device(40), Lane::CONTROL, &moderator), Some(vec![before]));
    assert_eq!(authority.cuts(&device(40), Lane::MEMBER, &admission), Some(vec![]));
}

#[test]
fn a_removed_device_cannot_backdate() {
    let mut w = World::with_five();
    let before = w.note(4, 40, 1);
    let mut early = w.clone();
    let cut = w.cut_at(40, before);
    w.remove(1, 1, 4, cut);
    w.now = 0;
    let backdated = w.note(4, 40, 2);
    assert!(w.accepted(before));
    assert!(!w.accepted(backdated));
    early.entries.push(w.entry(backdated).clone());
    assert!(early.accepted(backdated), "who has not heard of the removal still accepts it, and drops it on hearing");
}

#[test]
fn of_two_entries_at_one_place_the_smaller_hash_counts_until_a_checkpoint_pins_the_other() {
    let mut w = World::with_five();
    let permit = w.grant(4);
    let a = w.write_after(40, None, permit, note_op(1)).hash;
    let b = w.write_after(40, None, permit, note_op(2)).hash;
    let (smaller, larger) = (a.min(b), a.max(b));
    assert!(w.accepted(smaller) && !w.accepted(larger));
    assert_eq!(w.resolve().explain(&larger), Some(Refusal::SideBranch));
    let leaf = LogHead { log: log(40), head: w.head_of(larger) };
    let founder = w.grant(1);
    w.write(1, founder, checkpoint(vec![leaf]));
    assert!(w.accepted(larger) && !w.accepted(smaller), "everybody switches, for good");
    assert_eq!(w.resolve().pins(&device(40), Lane::CONTROL), [larger]);
}

#[test]
fn a_stolen_phone_is_ended_by_a_senior_device() {
    let mut w = World::with_five();
    w.write(40, EntryHash::ZERO, device_add(4, 41, Some(40)));
    let before = w.note(4, 41, 1);
    let cut = w.cut_at(41, before);
    w.write(40, EntryHash::ZERO, device_revoke(41, cut, None));
    let after = w.note(4, 41, 2);
    let counter = w.write(41, EntryHash::ZERO, device_revoke(40, Cut::default(), None));
    assert!(w.accepted(before));
    assert!(!w.accepted(after));
    assert!(!w.accepted(counter), "its revocation of the senior device counts for nothing");
    assert!(w.resolve().device(&device(41)).unwrap().revoked);
    assert!(!w.resolve().device(&device(40)).unwrap().revoked);
}

#[test]
fn a_rogue_admins_spree_vanishes_with_a_cut_before_it() {
    let mut w = World::with_five();
    let before = w.note(3, 30, 1);
    for number in 100..600 {
        w.admit(2, 20, number, number * 10, Rank::Member);
    }
    for number in 100..600 {
        w.remove(3, 30, number, Cut::default());
    }
    assert_eq!((w.role(100), w.role(599)), (None, None), "within the rank of an admin");
    let cut = w.cut_at(30, before);
    w.remove(1, 1, 3, cut);
    let authority = w.resolve();
    assert_eq!(authority.role(&person(3)), None);
    assert!((100..600).all(|number| authority.role(&person(number)) == Some(Rank::Member)), "all removals vanish");
}
