//! Leaving and stepping down (6).

use super::none;
use crate::world::*;
use allforone_core::authority::*;
use allforone_core::domain::Rank;

#[test]
fn amendment_6_leaving_ends_the_cited_standing_and_all_above_the_rank() {
    let mut w = World::with_five();
    let admission = w.grant(4);
    let admin = w.set_role(1, 1, 4, Rank::Admin, none(), Cut::default());
    let before = w.write(40, admin, note_op(1));
    let cut = w.cut(&[40]);
    let leave = w.leave(4, 40, admin, Some(Rank::Member), cut);
    let after = w.write(40, admin, note_op(2));
    let ordinary = w.write(40, admission, note_op(3));
    assert!(w.accepted(before) && w.accepted(leave) && !w.accepted(after) && w.accepted(ordinary));
    assert_eq!(w.role(4), Some(Rank::Member), "stepping down is possible alone");
    let cut = w.cut(&[40]);
    w.leave(4, 40, admission, None, cut);
    assert_eq!(w.role(4), None);
}

#[test]
fn amendment_6_a_leave_of_the_strongest_standing_ends_all_and_rejoining_names_it() {
    let mut w = World::with_five();
    w.admit(2, 20, 4, 40, Rank::Member);
    let strongest = w.resolve().strongest(&person(4)).unwrap().id;
    let cut = w.cut(&[40]);
    let leave = w.leave(4, 40, strongest, None, cut);
    assert_eq!(w.role(4), None);
    w.admit(2, 20, 4, 40, Rank::Member);
    assert_eq!(w.role(4), None, "an admission that does not know of the leave");
    let invite = w.invite(2, 20, 1, Rank::Member, None);
    w.admit_over(5, 50, 4, 40, Rank::Member, Some((invite, 1)), set([leave]));
    assert_eq!(w.role(4), Some(Rank::Member), "any member may let in who left by themselves");
}

#[test]
fn amendment_6_a_leave_must_cite_what_it_ends() {
    let mut w = World::with_five();
    let (mine, other) = (w.grant(4), w.grant(5));
    let wrong = w.write(40, mine, ControlOp::Leave(Leave { standing: other, to_rank: None, cut: Cut::default() }));
    assert!(!w.accepted(wrong));
    assert_eq!((w.role(4), w.role(5)), (Some(Rank::Member), Some(Rank::Member)));
}

#[test]
fn amendment_6_the_founder_can_step_down() {
    let mut w = World::with_five();
    w.set_role(1, 1, 2, Rank::Owner, none(), Cut::default());
    let genesis = w.grant(1);
    let cut = w.cut(&[1]);
    w.leave(1, 1, genesis, None, cut);
    assert_eq!((w.role(1), w.role(2)), (None, Some(Rank::Owner)));
    assert_eq!(w.role(4), Some(Rank::Member), "what the founder did before stays");
}
