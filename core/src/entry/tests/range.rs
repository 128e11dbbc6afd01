//! Ranges and fork proofs: what is forged is found.

use super::*;

fn written(count: u64) -> (Vec<Entry>, Vec<Authentic>) {
    let mut pen = Pen::new(1);
    let mut log = pen.log(None);
    let authentic = pen.fill(&mut log, count);
    (authentic.iter().cloned().map(Authentic::into_entry).collect(), authentic)
}

#[test]
fn a_range_gives_the_very_entries_back_with_one_signature() {
    let (entries, authentic) = written(50);
    let permit = Permit::new(EntryHash([9; 32]));
    for (from, expected) in [(0, None), (10, Some(permit))] {
        let bytes = encode_range(&entries[from..], Some(&permit)).unwrap();
        let range = decode_range(&HERE, &bytes).unwrap();
        assert_eq!(range.permit, expected);
        let hashes = |entries: &[Authentic]| entries.iter().map(Authentic::hash).collect::<Vec<_>>();
        assert_eq!(hashes(&range.entries), hashes(&authentic[from..]));
        for (got, sent) in range.entries.iter().zip(&entries[from..]) {
            assert_eq!((got.header(), got.entry().payload()), (sent.header(), sent.payload()));
        }
        assert_eq!(range.entries.iter().filter(|entry| entry.entry().is_signed()).count(), 1);
        assert_eq!(decode_range(&THERE, &bytes), Err(RangeError::Entry(EntryError::Signature)));
    }
}

#[test]
fn a_range_of_headers_is_small() {
    let (entries, authentic) = written(100);
    let headers: Vec<Entry> = entries.iter().map(Entry::detached).collect();
    let bytes = encode_range(&headers, None).unwrap();
    assert!(bytes.len() < 50 * 100, "{} bytes", bytes.len());
    let range = decode_range(&HERE, &bytes).unwrap();
    assert_eq!(range.entries.last().map(Authentic::hash), authentic.last().map(Authentic::hash));
}

#[test]
fn payloads_may_be_missing_here_and_there() {
    let (mut entries, _) = written(6);
    entries[2] = entries[2].detached();
    let range = decode_range(&HERE, &encode_range(&entries, None).unwrap()).unwrap();
    let here: Vec<bool> = range.entries.iter().map(|entry| entry.entry().payload().is_some()).collect();
    assert_eq!(here, [true, true, false, true, true, true]);
    let mut later = range.entries[2].clone().into_entry();
    let (original, _) = written(6);
    assert_eq!(later.attach(original[2].payload().unwrap().to_vec()), Ok(()));
}

#[test]
fn no_flipped_bit_of_a_range_is_accepted() {
    let (entries, _) = written(5);
    let bytes = encode_range(&entries[1..], Some(&Permit::PERSON)).unwrap();
    let permit_at = bytes.windows(32).position(|window| window == [0; 32]).unwrap();
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        // The effective permit of the first entry is the sender's claim, provisional until the prefix is here.
        if !(permit_at..permit_at + 32).contains(&(bit / 8)) {
            assert!(decode_range(&HERE, &flipped).is_err(), "bit {bit} of {}", bytes.len());
        }
    }
}

#[test]
fn a_forged_range_is_refused() {
    let (entries, _) = written(6);
    let (others, _) = {
        let mut pen = Pen::new(1);
        let mut log = pen.log(None);
        let first = pen.write(&log.tip(), 1_000, "forged");
        log.insert(&first);
        let rest = pen.fill(&mut log, 5);
        (std::iter::once(first).chain(rest).map(Authentic::into_entry).collect::<Vec<_>>(), ())
    };
    let refused = |entries: &[Entry]| encode_range(entries, None).map_or(true, |bytes| decode_range(&HERE, &bytes).is_err());
    let mut middle = entries.clone();
    middle[3] = others[3].clone();
    assert!(refused(&middle), "an entry of another branch in the middle");
    let mut swapped = entries.clone();
    swapped[3] = Entry::of_own_payload(entries[3].header().clone(), None, entries[4].payload().unwrap().to_vec());
    assert!(refused(&swapped), "another payload");
    let mut gap = entries.clone();
    gap.remove(2);
    assert!(refused(&gap), "a gap");
    let unsigned = decode_range(&HERE, &encode_range(&entries, None).unwrap()).unwrap();
    let without_end: Vec<Entry> = unsigned.entries[..5].iter().cloned().map(Authentic::into_entry).collect();
    assert_eq!(encode_range(&without_end, None), Err(RangeError::Entry(EntryError::Unsigned)), "nothing vouches for its end");
    assert_eq!(encode_range(&[], None), Err(RangeError::Broken));
    let bytes = encode_range(&entries, None).unwrap();
    for len in 0..bytes.len() {
        assert!(decode_range(&HERE, &bytes[..len]).is_err(), "cut at {len}");
    }
    assert_eq!(decode_range(&HERE, &vec![0; 1024 * 1024 + 1]), Err(RangeError::TooLong));
}

#[test]
fn the_announced_size_is_never_too_small() {
    let (entries, _) = written(30);
    let sum: usize = entries.iter().map(|entry| range_bytes(entry, false)).sum();
    assert!(encode_range(&entries, Some(&Permit::PERSON)).unwrap().len() <= sum + 300);
    let headers: Vec<Entry> = entries.iter().map(Entry::detached).collect();
    let sum: usize = entries.iter().map(|entry| range_bytes(entry, true)).sum();
    assert!(encode_range(&headers, Some(&Permit::PERSON)).unwrap().len() <= sum + 300);
}

#[test]
fn a_fork_is_proved_by_two_chains_and_by_nothing_less() {
    let mut pen = Pen::new(1);
    let mut log = pen.log(None);
    let stem: Vec<Entry> = pen.fill(&mut log, 3).into_iter().map(Authentic::into_entry).collect();
    let mut other = log.clone();
    let one: Vec<Entry> = pen.fill(&mut log, 3).into_iter().map(Authentic::into_entry).collect();
    let two: Vec<Entry> = pen.fill(&mut other, 2).into_iter().map(Authentic::into_entry).collect();
    let proof = ForkProof::new(&HERE, &one, &two).unwrap();
    assert_eq!(ForkProof::new(&HERE, &two, &one), Ok(proof.clone()), "one spelling, whoever makes it");
    let shown = ForkProof::from_cbor(&proof.to_cbor()).unwrap().verify(&HERE).unwrap();
    assert_eq!((shown.log, shown.seq), (log.id(), 4));
    assert_eq!(shown.branches, [one[0].hash(&HERE).min(two[0].hash(&HERE)), one[0].hash(&HERE).max(two[0].hash(&HERE))]);
    assert!(proof.verify(&THERE).is_err());
    assert_eq!(ForkProof::new(&HERE, &one, &one).map(drop), Err(ForkProofError::NoFork));
    assert_eq!(ForkProof::new(&HERE, &one, &two[1..]).map(drop), Err(ForkProofError::NoFork), "other places");
    assert_eq!(ForkProof::new(&HERE, &stem, &two).map(drop), Err(ForkProofError::NoFork));
    // Another signature over the same header proves nothing.
    let again = Entry::new(one[0].header().clone(), Some([1; 64]), None).unwrap();
    assert!(ForkProof::new(&HERE, &one[..1], &[again]).is_err());
}
