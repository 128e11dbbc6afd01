//! Which branch of a forked log counts (8, 9, 28).

use crate::world::*;
use allforone_core::authority::*;
use allforone_core::domain::Rank;
use allforone_core::id::{EntryHash, Lane, LogId};

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
