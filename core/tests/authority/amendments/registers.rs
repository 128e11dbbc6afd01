//! Keys, settings and what ordinary writing cites.

use super::none;
use crate::world::*;
use allforone_core::authority::*;
use allforone_core::domain::Rank;
use allforone_core::encryption::{Audience, Domain, Retention};
use allforone_core::id::EntryHash;
use std::collections::BTreeSet;

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
