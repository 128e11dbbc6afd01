//! Whose a device is, and what it may do without a standing (2, 5, 12, 13).

use super::none;
use crate::world::*;
use allforone_core::authority::*;
use allforone_core::domain::Rank;
use allforone_core::id::{CommunityId, EntryHash};
use allforone_core::identity::{DeviceKeys, Endorsement, RootKey, SigningKey};
use allforone_core::time::Timestamp;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

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

#[test]
fn amendment_13_a_person_adds_at_most_32_devices() {
    let mut w = World::with_five();
    let added: Vec<EntryHash> = (0..40).map(|n| w.write(40, EntryHash::ZERO, device_add(4, 400 + n, Some(40)))).collect();
    let authority = w.resolve();
    assert_eq!(added.iter().filter(|id| authority.accepted(id)).count(), 32);
    assert_eq!(authority.explain(&added[32]), Some(Refusal::TooManyDevices));
    assert_eq!(authority.member(&person(4)).unwrap().devices.len(), 33);
}
