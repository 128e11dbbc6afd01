//! What holds since the amendments II, 1 to 13.

use crate::world::*;
use allforone_core::authority::*;
use allforone_core::domain::Rank;
use allforone_core::encryption::{Audience, Domain, Retention};
use allforone_core::id::{CommunityId, EntryHash, Lane, LogId};
use allforone_core::identity::{DeviceKeys, Endorsement, RootKey, SigningKey};
use allforone_core::time::Timestamp;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use std::collections::BTreeSet;

fn none() -> BTreeSet<EntryHash> {
    BTreeSet::new()
}

/// A moderator 6 (device 60) named by the founder, beside the five.
fn with_moderator() -> World {
    let mut w = World::with_five();
    w.admit(1, 1, 6, 60, Rank::Moderator);
    w
}

// 1

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

// 2

#[test]
fn amendment_2_a_certificate_without_proof_of_possession_takes_no_device() {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let (community, thief) = (CommunityId([5; 32]), DeviceKeys::generate(&mut rng));
    let (root, victim) = (SigningKey::generate(&mut rng), DeviceKeys::generate(&mut rng));
    let stolen = Endorsement::by_root(&root, victim.public(), Timestamp(1)).prove(&thief, &community);
    let honest = Endorsement::by_root(&root, victim.public(), Timestamp(1)).prove(&victim, &community);
    let at = Position {
        id: EntryHash([1; 32]),
        device: thief.device(),
        seq: 1,
        prev: EntryHash::ZERO,
        ts: Timestamp(1),
        permit: EntryHash::ZERO,
    };
    let admit = |certificate| {
        let request = JoinRequest { community, invite: None, certificate, profile: [0; 32] };
        ControlOp::Admit(Admit { request, proof: None, role: Rank::Member, over: none() })
    };
    assert!(!ControlEntry::new(&community, at, ControlOp::DeviceAdd(DeviceAdd { certificate: stolen.clone() })).is_sound());
    assert!(!ControlEntry::new(&community, at, admit(stolen)).is_sound());
    assert!(ControlEntry::new(&community, at, admit(honest.clone())).is_sound());
    assert!(!ControlEntry::new(&CommunityId([6; 32]), at, admit(honest)).is_sound(), "nor in another community");
}

#[test]
fn amendment_2_the_invite_proof_and_the_roots_word_are_checked() {
    let mut rng = ChaCha20Rng::seed_from_u64(2);
    let community = CommunityId([5; 32]);
    let (root, device, invite) = (SigningKey::generate(&mut rng), DeviceKeys::generate(&mut rng), SigningKey::generate(&mut rng));
    let certificate = Endorsement::by_root(&root, device.public(), Timestamp(1)).prove(&device, &community);
    let request = JoinRequest { community, invite: Some(EntryHash([3; 32])), certificate, profile: [0; 32] };
    let proof = request.prove(&invite);
    assert_eq!(proof.verify(&request), Ok(()));
    let other = JoinRequest { profile: [1; 32], ..request.clone() };
    assert!(proof.verify(&other).is_err(), "the proof binds the whole request");
    let revoke = DeviceRevoke::by_root(&root, &community, device.device(), Cut::default());
    assert_eq!(revoke.verify(&community), Ok(()));
    let elsewhere = DeviceRevoke { device: device_id(9), ..revoke.clone() };
    assert!(elsewhere.verify(&community).is_err());
    assert_eq!(revoke.root.unwrap().person(), RootKey(root.public()).person());
}

fn device_id(number: u32) -> allforone_core::id::DeviceId {
    device(number)
}

#[test]
fn amendment_2_a_second_admission_of_the_same_device_is_a_further_standing() {
    let mut w = World::with_five();
    let first = w.admit(2, 20, 6, 60, Rank::Member);
    let second = w.admit(3, 30, 6, 60, Rank::Member);
    assert!(w.accepted(first) && w.accepted(second));
    assert_eq!(w.resolve().standings(&person(6)).count(), 2);
    w.remove(1, 1, 2, Cut::default());
    assert_eq!(w.role(6), Some(Rank::Member), "losing one admitter does not lose the joiner");
    assert!(!w.accepted(first));
}

#[test]
fn amendment_2_a_device_belongs_to_whoever_was_granted_it_under_the_most_senior_standing() {
    let mut w = World::with_five();
    let honest = w.admit(2, 20, 6, 60, Rank::Member);
    let thief = w.admit(3, 30, 7, 60, Rank::Member);
    let authority = w.resolve();
    assert_eq!(authority.device(&device(60)).unwrap().person, person(6));
    assert_eq!(authority.standing(&honest).unwrap().state, State::Live);
    assert_eq!(authority.standing(&thief).unwrap().state, State::Void { by: None });
}

// 3

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

// 4

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

// 5

#[test]
fn amendment_5_a_stolen_admin_phone_is_ended_though_its_owner_revokes_without_a_standing() {
    let mut w = World::with_five();
    w.write(20, EntryHash::ZERO, device_add(2, 21, Some(20)));
    let admin = w.grant(2);
    let spree = w.write(21, admin, remove_op(4, w.kills(4), Cut::default(), none(), false));
    assert_eq!(w.role(4), None);
    w.write(20, EntryHash::ZERO, device_revoke(21, Cut::default(), None));
    assert!(!w.accepted(spree));
    assert_eq!(w.role(4), Some(Rank::Member));
}

#[test]
fn amendment_5_a_demotion_does_not_disable_device_operations() {
    let mut w = World::with_five();
    let admin = w.grant(2);
    let cut = w.cut(&[20]);
    w.set_role(1, 1, 2, Rank::Member, set([admin]), cut);
    w.write(20, EntryHash::ZERO, device_add(2, 21, Some(20)));
    let member = w.grant(2);
    let by_new = w.write(21, member, note_op(1));
    assert!(w.accepted(by_new));
}

#[test]
fn amendment_5_the_root_brings_a_device_back_and_ends_the_lost_ones() {
    let mut w = World::with_five();
    let standing = w.grant(4);
    let kept = w.write(40, standing, note_op(1));
    let cut = w.cut_at(40, kept);
    let lost = w.write(40, standing, note_op(2));
    w.write(42, EntryHash::ZERO, device_add(4, 42, None));
    w.write(42, EntryHash::ZERO, device_revoke(40, cut, Some(4)));
    let after = w.write(42, standing, note_op(3));
    assert!(w.accepted(kept) && !w.accepted(lost) && w.accepted(after));
    assert!(w.resolve().device(&device(40)).unwrap().revoked);
}

#[test]
fn amendment_5_a_removed_person_brings_no_device_back() {
    let mut w = World::with_five();
    w.remove(1, 1, 4, Cut::default());
    let back = w.write(42, EntryHash::ZERO, device_add(4, 42, None));
    assert!(!w.accepted(back));
    assert_eq!(w.role(4), None);
}

#[test]
fn amendment_5_operations_on_own_devices_cite_no_standing() {
    let mut w = World::with_five();
    let standing = w.grant(4);
    let add = w.write(40, standing, device_add(4, 41, Some(40)));
    assert!(!w.accepted(add));
    let other = w.write(40, EntryHash::ZERO, device_add(5, 51, Some(40)));
    assert!(!w.accepted(other), "nor devices of somebody else");
}

// 6

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

// 7

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

// 8

#[test]
fn amendment_8_the_most_senior_pin_decides() {
    let mut w = World::with_five();
    let permit = w.grant(4);
    let a = w.write_after(40, None, permit, note_op(1));
    let b = w.write_after(40, None, permit, note_op(2));
    let (smaller, larger) = if a.hash < b.hash { (a, b) } else { (b, a) };
    let (founder, admin) = (w.grant(1), w.grant(2));
    w.write(1, founder, checkpoint(vec![LogHead { log: log(40), head: larger }]));
    w.write(20, admin, checkpoint(vec![LogHead { log: log(40), head: smaller }]));
    assert!(w.accepted(larger.hash) && !w.accepted(smaller.hash));
    assert_eq!(w.resolve().pins(&device(40), Lane::CONTROL), [larger.hash, smaller.hash]);
}

#[test]
fn amendment_8_a_cut_pins_only_logs_of_its_target() {
    let mut w = World::with_five();
    let permit = w.grant(5);
    let a = w.write_after(50, None, permit, note_op(1));
    let b = w.write_after(50, None, permit, note_op(2));
    let (smaller, larger) = if a.hash < b.hash { (a, b) } else { (b, a) };
    let content = LogId { device: device(50), lane: Lane::MEMBER };
    let cut = Cut([(log(50), larger), (content, larger)].into());
    w.remove(2, 20, 4, cut);
    assert!(w.accepted(smaller.hash));
    let authority = w.resolve();
    assert!(authority.pins(&device(50), Lane::CONTROL).is_empty() && authority.pins(&device(50), Lane::MEMBER).is_empty());
}

// 9

#[test]
fn amendment_9_a_checkpoint_pins_only_what_is_shown() {
    let mut w = World::with_five();
    let permit = w.grant(4);
    let a = w.write_after(40, None, permit, note_op(1));
    let b = w.write_after(40, None, permit, note_op(2));
    let (smaller, larger) = if a.hash < b.hash { (a, b) } else { (b, a) };
    let mut leaves: Vec<LogHead> =
        [20, 30, 50].map(|dev| LogHead { log: log(dev), head: Head { seq: 1, hash: larger.hash } }).into();
    leaves.push(LogHead { log: log(40), head: larger });
    leaves.sort();
    let index = leaves.iter().position(|leaf| leaf.log == log(40)).unwrap();
    let root = merkle_root(&leaves);
    let op = Checkpoint { prev: None, count: leaves.len() as u64, root, state: [0; 32], inline: vec![] };
    let admin = w.grant(2);
    let id = w.write(20, admin, ControlOp::Checkpoint(op));
    assert!(w.accepted(smaller.hash), "the root alone changes nothing");
    let path = merkle_path(&leaves, index).unwrap();
    let pin = Pin { checkpoint: id, leaf: leaves[index], index: index as u64, path };
    let mut forged = w.clone();
    let wrong = Pin { leaf: LogHead { log: log(40), head: smaller }, ..pin.clone() };
    let founder = w.grant(1);
    forged.write(1, founder, ControlOp::Pin(wrong));
    assert!(forged.resolve().pins(&device(40), Lane::CONTROL).is_empty(), "a leaf that is not in the tree");
    w.write(1, founder, ControlOp::Pin(pin));
    assert!(w.accepted(larger.hash) && !w.accepted(smaller.hash));
}

#[test]
fn amendment_9_every_leaf_of_every_tree_can_be_shown_and_no_other() {
    for count in 1..40_u32 {
        let mut leaves: Vec<LogHead> =
            (0..count).map(|n| LogHead { log: log(n), head: Head { seq: 1, hash: EntryHash([1; 32]) } }).collect();
        leaves.sort();
        let root = merkle_root(&leaves);
        let checkpoint = Checkpoint { prev: None, count: u64::from(count), root, state: [0; 32], inline: vec![] };
        for index in 0..leaves.len() {
            let path = merkle_path(&leaves, index).unwrap();
            let pin = Pin { checkpoint: EntryHash::ZERO, leaf: leaves[index], index: index as u64, path };
            assert!(path_leads_to(&pin, &checkpoint), "leaf {index} of {count}");
            let moved = Pin { index: pin.index + 1, ..pin.clone() };
            assert!(!path_leads_to(&moved, &checkpoint), "leaf {index} of {count} elsewhere");
        }
    }
}

// 10

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

// 11

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

// 12

#[test]
fn amendment_12_grants_of_a_new_phone_are_not_senior() {
    let mut w = World::with_five();
    w.write(1, EntryHash::ZERO, device_add(1, 11, Some(1)));
    let genesis = w.grant(1);
    let op = admit_op(w.community, 6, 60, Rank::Admin, None, none());
    let new = w.write(11, genesis, op);
    w.granted(6, new);
    assert_eq!(w.entry(new).at.seq, 1, "the new phone's log starts again");
    let removal = w.remove(6, 60, 2, Cut::default());
    assert_eq!(w.role(2), Some(Rank::Admin), "2 was granted by the first device");
    assert!(w.accepted(removal) && w.resolve().removals().is_empty(), "written, without effect");
    w.remove(2, 20, 6, Cut::default());
    assert_eq!(w.role(6), None);
}

// 13

#[test]
fn amendment_13_a_person_adds_at_most_32_devices() {
    let mut w = World::with_five();
    let added: Vec<EntryHash> = (0..40).map(|n| w.write(40, EntryHash::ZERO, device_add(4, 400 + n, Some(40)))).collect();
    let authority = w.resolve();
    assert_eq!(added.iter().filter(|id| authority.accepted(id)).count(), 32);
    assert_eq!(authority.explain(&added[32]), Some(Refusal::TooManyDevices));
    assert_eq!(authority.member(&person(4)).unwrap().devices.len(), 33);
}

// Keys and registers

fn rekey(parents: BTreeSet<EntryHash>, cause: BTreeSet<EntryHash>, number: u64, audience: Audience) -> ControlOp {
    let domain = Domain { audience, retention: Retention::Keep };
    let commits = vec![EpochCommit { domain, epoch: [number as u8; 32], history: [2; 32] }];
    ControlOp::Rekey(Rekey { domain, number, commits, parents, cause, boxes: [0; 32], recipients: [0; 32], backlinks: vec![] })
}

#[test]
fn a_member_rekeys_only_with_an_unanswered_cause_or_after_thirty_days() {
    let mut w = World::with_five();
    let (genesis, member) = (w.grant(1), w.grant(4));
    let idle = w.write(40, member, rekey(set([genesis]), none(), 1, Audience::Member));
    let removal = w.remove(1, 1, 5, Cut::default());
    let answer = w.write(40, member, rekey(set([genesis]), set([removal]), 1, Audience::Member));
    let again = w.write(40, member, rekey(set([answer]), set([removal]), 2, Audience::Member));
    let staff = w.write(40, member, rekey(set([answer]), set([removal]), 2, Audience::Staff));
    let number = w.write(40, member, rekey(set([genesis]), set([removal]), 7, Audience::Member));
    w.now += 31 * 24 * 3_600_000;
    let later = w.write(40, member, rekey(set([answer]), none(), 2, Audience::Member));
    let authority = w.resolve();
    assert_eq!(authority.explain(&idle), Some(Refusal::NoCause));
    assert!(authority.accepted(&answer));
    assert_eq!(authority.explain(&again), Some(Refusal::NoCause), "an ancestor answered it");
    assert_eq!(authority.explain(&staff), Some(Refusal::RankTooLow), "a member does not know the staff's keys");
    assert_eq!(authority.explain(&number), Some(Refusal::NoCause), "numbers follow the parents");
    assert!(authority.accepted(&later));
    assert_eq!(authority.epochs().len(), 3, "with Genesis");
}

#[test]
fn of_two_settings_at_once_the_senior_counts_until_superseded() {
    let mut w = World::with_five();
    let name = |text: &str, supersedes| {
        let value = SettingValue::Text(text.to_owned());
        ControlOp::SetSetting(SetSetting { key: setting::NAME.into(), value, supersedes })
    };
    let (senior, junior) = (w.grant(2), w.grant(3));
    let a = w.write(20, senior, name("a", none()));
    let b = w.write(30, junior, name("b", none()));
    assert_eq!(w.resolve().settings()["name"].id, a);
    assert_eq!(w.resolve().settings()["name"].heads, set([a, b]));
    let c = w.write(30, junior, name("c", set([a, b])));
    assert_eq!(w.resolve().settings()["name"].id, c);
    let member = w.grant(4);
    let refused = w.write(40, member, name("d", set([c])));
    assert_eq!(w.resolve().explain(&refused), Some(Refusal::RankTooLow));
}

#[test]
fn ordinary_writing_cites_the_weakest_standing() {
    let mut w = World::with_five();
    let admission = w.grant(4);
    let moderator = w.set_role(1, 1, 4, Rank::Moderator, none(), Cut::default());
    let authority = w.resolve();
    assert_eq!(authority.weakest_sufficient(&person(4), Rank::Member), Some(admission));
    assert_eq!(authority.weakest_sufficient(&person(4), Rank::Moderator), Some(moderator));
    assert_eq!(authority.weakest_sufficient(&person(4), Rank::Admin), None);
    assert_eq!(authority.strongest(&person(4)).unwrap().id, moderator);
}

#[test]
fn a_prefix_lies_within_every_cut_even_by_a_side_branch() {
    let hash = |n: u8| EntryHash([n; 32]);
    let chain = [hash(1), hash(2), hash(3), hash(4)];
    let parent = |id: &EntryHash| (*id == hash(9)).then_some(hash(2));
    assert_eq!(accepted_prefix(&chain, &[], parent), 4);
    assert_eq!(accepted_prefix(&chain, &[hash(3)], parent), 3);
    assert_eq!(accepted_prefix(&chain, &[hash(3), hash(9)], parent), 2, "what the side branch shares");
    assert_eq!(accepted_prefix(&chain, &[hash(7)], parent), 0, "a head that nobody has");
}

// 28

#[test]
fn amendment_28_three_undecided_forks_end_the_control_lane_and_pins_give_it_back() {
    let mut w = World::with_five();
    let permit = w.grant(2);
    let before = w.write(20, permit, note_op(1));
    let mut kept = Vec::new();
    for fork in 0..3 {
        let stem = w.heads.get(&20).copied();
        let left = w.write(20, permit, note_op(10 + fork));
        w.heads.extend(stem.map(|head| (20, head)));
        let right = w.write(20, permit, note_op(20 + fork));
        // The log goes on from the branch that counts.
        let smaller = left.min(right);
        w.heads.extend(stem.map(|head| (20, Head { seq: head.seq + 1, hash: smaller })));
        kept.push(smaller);
        let counts: Vec<bool> = kept.iter().map(|entry| w.accepted(*entry)).collect();
        assert_eq!(counts, vec![fork < 2; kept.len()], "with fork {fork}");
    }
    assert!(w.accepted(before), "what lies below the lowest fork stays");
    assert_eq!(w.role(2), Some(Rank::Admin));
    let cut = w.cut(&[20]);
    let admin = w.grant(2);
    w.set_role(1, 1, 2, Rank::Member, set([admin]), cut);
    assert!(kept.iter().all(|entry| w.accepted(*entry)), "a senior's cut names the head and so decides all three");
}
