//! Logs: branches, ends, pins.

use super::*;
use proptest::prelude::*;

/// Two branches after a common stem of `stem`, the first one entry long, the other two.
fn forked(stem: u64) -> (Vec<Authentic>, [Vec<Authentic>; 2], Pen) {
    let mut pen = Pen::new(1);
    let mut log = pen.log(None);
    let common = pen.fill(&mut log, stem);
    let mut other = log.clone();
    let one = pen.fill(&mut log, 1);
    let two = pen.fill(&mut other, 2);
    (common, [one, two], pen)
}

fn filled<'e>(pen: &Pen, entries: impl IntoIterator<Item = &'e Authentic>, pins: &[EntryHash]) -> Log {
    let mut log = pen.log(None);
    log.pin(pins);
    for entry in entries {
        let _ = log.insert(entry);
    }
    log
}

fn hashes(log: &Log) -> Vec<EntryHash> {
    log.chain().map(|placed| placed.hash).collect()
}

#[test]
fn an_honest_log_is_read_by_number_and_by_hash() {
    let mut pen = Pen::new(1);
    let mut log = pen.log(Some(Quota::default()));
    let entries = pen.fill(&mut log, 20);
    assert_eq!((log.len(), log.held(), log.is_ended()), (20, 20, false));
    assert_eq!(log.head().map(|head| head.hash), Some(entries[19].hash()));
    assert_eq!(log.at(3).map(|placed| placed.hash), Some(entries[2].hash()));
    assert_eq!(log.by_hash(&entries[4].hash()).map(|placed| placed.seq), Some(5));
    assert_eq!(log.range(5, 7).map(|placed| placed.seq).collect::<Vec<_>>(), [5, 6, 7]);
    assert_eq!(log.range(0, u64::MAX).count(), 20);
    assert_eq!(log.at(0).or(log.at(21)), None);
    assert_eq!(log.at(12).map(|placed| placed.permit), Some(Permit::new(EntryHash([9; 32]))), "inherited");
    assert_eq!(log.ancestors(3, &entries[2].hash()).map(|placed| placed.seq).collect::<Vec<_>>(), [3, 2, 1]);
    assert_eq!(log.insert(&entries[7]), Insertion::Duplicate);
    let mut late = pen.log(None);
    assert_eq!(late.insert(&entries[1]), Insertion::MissingParent(entries[0].hash()));
}

#[test]
fn a_log_cannot_run_backwards() {
    let mut pen = Pen::new(1);
    let mut log = pen.log(None);
    pen.fill(&mut log, 2);
    let early = Entry::sign(
        Header { time: Timestamp(1), ..pen.write(&log.tip(), 9_000, "x").header().clone() },
        pen.write(&log.tip(), 9_000, "x").into_entry().payload().unwrap().to_vec(),
        &HERE,
        &pen.keys.signing,
    );
    assert_eq!(early.map(drop), Err(EntryError::Payload), "another nonce, another payload");
    let mut header = pen.write(&log.tip(), 9_000, "x").into_entry().detached();
    let payload = b"anything".to_vec();
    let backwards = Header {
        time: Timestamp(1),
        payload_len: payload.len() as u64,
        payload_hash: *blake3::hash(&payload).as_bytes(),
        ..header.header().clone()
    };
    header = Entry::sign(backwards, payload, &HERE, &pen.keys.signing).unwrap();
    assert_eq!(log.insert(&header.authenticate(&HERE).unwrap()), Insertion::Rejected(Reason::Backwards));
    let foreign = Pen::new(2).write(&Tip::empty(None), 5, "x");
    assert_eq!(log.insert(&foreign), Insertion::Rejected(Reason::OtherLog));
}

#[test]
fn both_orders_of_a_fork_choose_the_same_branch() {
    let (common, [one, two], pen) = forked(3);
    let first = filled(&pen, common.iter().chain(&one).chain(&two), &[]);
    let second = filled(&pen, common.iter().chain(&two).chain(&one), &[]);
    assert_eq!(hashes(&first), hashes(&second));
    assert_eq!(first.forks(), second.forks());
    let smaller = one[0].hash().min(two[0].hash());
    assert_eq!(first.at(4).map(|placed| placed.hash), Some(smaller));
    assert!(first.tip().is_forked());
}

#[test]
fn a_pin_decides_and_the_most_senior_one_wins() {
    let (common, [one, two], pen) = forked(3);
    let all: Vec<&Authentic> = common.iter().chain(&one).chain(&two).collect();
    let (a, b) = (one[0].hash(), two[1].hash());
    for (pins, branch) in [(vec![a], a), (vec![b], two[0].hash()), (vec![a, b], a), (vec![b, a], two[0].hash())] {
        let mut later = filled(&pen, all.iter().copied(), &[]);
        later.pin(&pins);
        let before = filled(&pen, all.iter().copied(), &pins);
        assert_eq!(later.at(4).map(|placed| placed.hash), Some(branch));
        assert_eq!((hashes(&later), later.forks()), (hashes(&before), before.forks()), "pins may come before or after");
        assert!(later.forks().iter().all(|fork| fork.pinned));
    }
    let mut log = filled(&pen, all, &[]);
    assert!(!log.pin(&[EntryHash([7; 32])]), "a pin of something unknown changes nothing yet");
}

#[test]
fn three_undecided_forks_end_a_log_at_the_lowest_and_a_pin_gives_it_back() {
    let mut pen = Pen::new(1);
    let mut log = pen.log(None);
    let stem = pen.fill(&mut log, 10);
    let mut seconds = Vec::new();
    for at in [3, 5, 7] {
        // Tries until the hash is the larger one, so that the stem stays canonical.
        let tip = filled(&pen, &stem[..at], &[]).tip();
        let larger = (0..).map(|i| pen.write(&tip, 1_000_000, &format!("again {i}"))).find(|e| e.hash() > stem[at].hash());
        seconds.push(larger.unwrap());
    }
    let two = filled(&pen, stem.iter().chain(&seconds[1..]), &[]);
    assert_eq!((two.len(), two.forks().len(), two.is_ended()), (10, 2, false), "two are not enough");
    let mut log = filled(&pen, stem.iter().chain(&seconds), &[]);
    assert_eq!((log.len(), log.forks().len(), log.is_ended()), (3, 3, true));
    let next = pen.write(&filled(&pen, &stem, &[]).tip(), 2_000_000, "on");
    assert_eq!(log.insert(&next), Insertion::Inserted);
    assert_eq!(log.len(), 3, "what comes after the end does not count");
    assert!(log.pin(&[stem[3].hash()]), "decides the lowest fork, and leaves two");
    assert_eq!((log.len(), log.is_ended()), (11, false));
    assert!(log.pin(&[]));
    assert_eq!(log.len(), 3);
}

#[test]
fn a_side_branch_full_of_forks_cannot_shorten_a_pinned_log() {
    let (common, [one, two], mut pen) = forked(2);
    let mut hostile: Vec<Authentic> = two.clone();
    for round in 0..4 {
        // Two entries in the same place, then on from the first of them.
        let log = filled(&pen, common.iter().chain(&hostile), &[]);
        let tip = log.tip();
        let [a, b] = [0, 1].map(|i| pen.write(&tip, 100_000, &format!("side {round} {i}")));
        hostile.push(a.clone());
        let mut kept = hostile.clone();
        kept.push(b.clone());
        let pinned = filled(&pen, common.iter().chain(&one).chain(&kept), &[one[0].hash()]);
        assert_eq!(pinned.head().map(|head| head.hash), Some(one[0].hash()));
        assert!(!pinned.is_ended());
    }
}

#[test]
fn a_third_branch_is_kept_only_where_a_pin_may_be_on_it() {
    let mut pen = Pen::new(1);
    let mut roots: Vec<Authentic> = (0..6).map(|i| pen.write(&Tip::empty(None), 5, &format!("root {i}"))).collect();
    roots.sort_by_key(Authentic::hash);
    let mut log = pen.log(None);
    let answers: Vec<Insertion> = roots.iter().map(|root| log.insert(root)).collect();
    assert_eq!(answers[..3], [Insertion::Inserted, Insertion::Forked, Insertion::Rejected(Reason::ThirdBranch)]);
    assert_eq!(log.held(), 2);
    log.pin(&[roots[4].hash()]);
    assert_eq!(log.insert(&roots[4]), Insertion::Forked);
    assert_eq!(log.head().map(|head| head.hash), Some(roots[4].hash()));
}

#[test]
fn an_honest_device_stops_before_its_quota_and_a_dishonest_one_ends_there() {
    let quota = Some(Quota { entries_per_hour: 3_600, burst: 5 });
    let mut pen = Pen::new(1);
    let mut log = pen.log(quota);
    let mut unlimited = pen.log(None);
    for i in 0..5 {
        let entry = pen.write(&log.tip(), 1_000, &format!("{i}"));
        assert_eq!(log.insert(&entry), Insertion::Inserted);
        assert_eq!(unlimited.insert(&entry), Insertion::Inserted);
    }
    let body = Body { format: Format::Batch, docref: None, bytes: vec![1] };
    let draft = Draft { lane: Lane::MEMBER, permit: None, target: Some(DOCUMENT), ops: 1, body };
    let refused = seal(&draft, &HERE, &log.tip(), &pen.keys.signing, Some(&pen.key), Timestamp(1_999), &mut pen.rng);
    assert_eq!(refused.map(drop), Err(SealError::QuotaReached));
    let beyond = pen.write(&unlimited.tip(), 1_999, "beyond");
    assert_eq!(log.insert(&beyond), Insertion::Rejected(Reason::QuotaReached));
    assert_eq!(log.len(), 5);
    let in_time = pen.write(&log.tip(), 2_000, "in time");
    assert_eq!(log.insert(&in_time), Insertion::Inserted, "a token came back");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever the tree, the pins and the order of arrival, the canonical branch is the same.
    #[test]
    fn the_canonical_branch_does_not_depend_on_order(
        parents in proptest::collection::vec(any::<prop::sample::Index>(), 1..24),
        times in proptest::collection::vec(0_u64..4_000, 24),
        pinned in proptest::collection::vec(any::<prop::sample::Index>(), 0..3),
        orders in proptest::collection::vec(any::<u64>(), 3),
    ) {
        let quota = Some(Quota { entries_per_hour: 3_600, burst: 4 });
        let mut pen = Pen::new(7);
        let mut entries: Vec<Authentic> = Vec::new();
        for (i, parent) in parents.iter().enumerate() {
            // Any earlier entry, or none, may be the one before: a tree. At most two children each, which is what peers keep.
            let at = parent.index(i + 1);
            let parent = (at < i).then(|| entries[at].clone());
            let siblings = entries.iter().filter(|entry| {
                entry.header().prev == parent.as_ref().map_or(EntryHash::ZERO, Authentic::hash)
            });
            if siblings.count() >= 2 {
                entries.push(entries.last().cloned().unwrap());
                continue;
            }
            let mut only = pen.log(None);
            let mut path = Vec::new();
            let mut next = parent.clone();
            while let Some(entry) = next {
                next = entries.iter().find(|e| e.hash() == entry.header().prev).cloned();
                path.push(entry);
            }
            for entry in path.iter().rev() {
                prop_assert_eq!(only.insert(entry), Insertion::Inserted);
            }
            entries.push(pen.write(&only.tip(), only.tip().time().0 + times[i], &format!("{i}")));
        }
        let pins: Vec<EntryHash> = pinned.iter().map(|at| entries[at.index(entries.len())].hash()).collect();
        let mut results = Vec::new();
        for seed in orders {
            let mut rng = ChaCha20Rng::seed_from_u64(seed);
            let mut log = pen.log(quota);
            let pin_at = rng.next_u32() as usize % entries.len();
            let mut waiting: Vec<&Authentic> = entries.iter().collect();
            let mut round = 0;
            while !waiting.is_empty() && round < 10_000 {
                if round == pin_at {
                    log.pin(&pins);
                }
                round += 1;
                let entry = waiting.swap_remove(rng.next_u32() as usize % waiting.len());
                if let Insertion::MissingParent(_) = log.insert(entry) {
                    // What follows a rejected entry waits for ever; everything else finds its parent in time.
                    if round < 2_000 {
                        waiting.push(entry);
                    }
                }
            }
            log.pin(&pins);
            results.push((hashes(&log), log.forks().to_vec(), log.is_ended()));
        }
        prop_assert_eq!(&results[0], &results[1]);
        prop_assert_eq!(&results[0], &results[2]);
    }
}
