//! The codec: every operation has one spelling, held by golden bytes, and no bytes make it panic.

use crate::world::*;
use allforone_core::authority::*;
use allforone_core::cbor::Cbor;
use allforone_core::domain::Rank;
use allforone_core::encryption::{Audience, Backlink, Domain, Retention};
use allforone_core::id::{CommunityId, DocId, EntryHash, Kid, Lane, LogId};
use allforone_core::time::Timestamp;
use std::path::PathBuf;

fn hash(n: u8) -> EntryHash {
    EntryHash([n; 32])
}

fn cut() -> Cut {
    let head = Head { seq: 3, hash: hash(4) };
    [Lane::CONTROL, Lane::MEMBER].map(|lane| LogHead { log: LogId { device: device(40), lane }, head }).into_iter().collect()
}

/// One or more of every operation, with every option once there and once absent.
fn samples() -> Vec<(&'static str, ControlOp)> {
    let member = Domain { audience: Audience::Member, retention: Retention::Expire };
    let commit = |domain| EpochCommit { domain, epoch: [5; 32], history: [6; 32] };
    let genesis = Genesis {
        suite: SUITE_V1,
        rules_version: 1,
        min_rules: 1,
        nonce: [7; 32],
        name: "Jardin partagé".into(),
        founder: certificate(1, 1, None),
        epoch: EpochZero { domain: KEEP, commits: vec![commit(member), commit(KEEP)], sealed: vec![8; 112] },
        quotas: None,
        origin: None,
    };
    let origin = Some(Origin { community: CommunityId([1; 32]), checkpoint: hash(2) });
    let continued = Genesis { quotas: Some(Quotas::default()), origin, ..genesis.clone() };
    let invite = Invite { key: [1; 32], role: Rank::Member, uses: None, approval: true, expires: None };
    let single = Invite { uses: Some(1), approval: false, expires: Some(Timestamp(1_700_000_000_000)), ..invite.clone() };
    let set_role = SetRole {
        person: person(4),
        role: Rank::Moderator,
        certificate: Some(certificate(4, 40, None)),
        kills: set([hash(1), hash(2)]),
        over: set([hash(3)]),
        cut: cut(),
        seen: set([hash(4)]),
    };
    let policy = DocPolicy {
        doc: DocId([1; 16]),
        write: Rank::Moderator,
        editors: [person(4), person(5)].into(),
        frontier: Frontier::Open,
        supersedes: set([hash(1)]),
    };
    let leaf = LogHead { log: log(40), head: Head { seq: 3, hash: hash(4) } };
    let value = |key: &str, value| ControlOp::SetSetting(SetSetting { key: key.into(), value, supersedes: set([hash(1)]) });
    let version = SettingValue::RulesVersion { version: 2, least: 1, checkpoint: Some(hash(9)) };
    vec![
        ("genesis", ControlOp::Genesis(genesis)),
        ("genesis of a continued community", ControlOp::Genesis(continued)),
        ("invite", ControlOp::Invite(invite)),
        ("invite for one", ControlOp::Invite(single)),
        ("revoke invite", ControlOp::RevokeInvite(RevokeInvite { invite: hash(1), keep: set([hash(2), hash(3)]) })),
        ("admit", admit_op(CommunityId([1; 32]), 6, 60, Rank::Member, None, set([]))),
        ("admit by invite", admit_op(CommunityId([1; 32]), 6, 60, Rank::Member, Some((hash(1), 1)), set([hash(2)]))),
        ("set role", ControlOp::SetRole(set_role)),
        ("remove", remove_op(4, set([hash(1)]), cut(), set([hash(2)]), false)),
        ("ban", remove_op(4, set([]), Cut::default(), set([]), true)),
        ("leave", ControlOp::Leave(Leave { standing: hash(1), to_rank: None, cut: cut() })),
        ("step down", ControlOp::Leave(Leave { standing: hash(1), to_rank: Some(Rank::Member), cut: cut() })),
        ("device add", device_add(4, 41, Some(40))),
        ("device back", device_add(4, 41, None)),
        ("device revoke", device_revoke(41, cut(), None)),
        ("device revoke by root", device_revoke(41, cut(), Some(4))),
        ("void", ControlOp::Void(hash(1))),
        ("checkpoint", checkpoint(vec![leaf])),
        ("pin", ControlOp::Pin(Pin { checkpoint: hash(1), leaf, index: 2, path: vec![[1; 32], [2; 32]] })),
        ("document policy", ControlOp::DocPolicy(policy.clone())),
        ("document lock", ControlOp::DocPolicy(DocPolicy { frontier: Frontier::Cut(cut()), ..policy.clone() })),
        ("document lock by checkpoint", ControlOp::DocPolicy(DocPolicy { frontier: Frontier::Checkpoint(hash(1)), ..policy })),
        (
            "rekey",
            ControlOp::Rekey(Rekey {
                domain: member,
                number: 1,
                commits: vec![commit(member)],
                parents: set([hash(1)]),
                cause: set([hash(2)]),
                boxes: [3; 32],
                recipients: [4; 32],
                backlinks: vec![Backlinks { domain: member, links: vec![Backlink { kid: Kid([5; 16]), sealed: vec![6; 72] }] }],
            }),
        ),
        ("setting: nothing", value(setting::RULES, SettingValue::Nothing)),
        ("setting: flag", value(setting::FULL_HISTORY, SettingValue::Flag(true))),
        ("setting: number", value("later", SettingValue::Number(300))),
        ("setting: text", value(setting::NAME, SettingValue::Text("Lyon 3".into()))),
        ("setting: rules version", value(setting::RULES_VERSION, version)),
        ("fork proof", note_op(1)),
    ]
}

#[test]
fn every_operation_survives_being_written() {
    let mut numbers = std::collections::BTreeSet::new();
    for (name, op) in samples() {
        numbers.insert(op.number());
        assert_eq!(ControlOp::from_cbor(&op.to_cbor()).as_ref(), Ok(&op), "{name}");
    }
    assert_eq!(numbers, (1..=LAST_NUMBER).collect(), "a sample of every operation");
}

/// `AFO_WRITE_VECTORS=1` writes the golden bytes; otherwise they are compared.
#[test]
fn golden_bytes_of_every_operation_stay() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../schemas/vectors/control.json");
    let vectors: Vec<_> = samples()
        .into_iter()
        .map(|(name, op)| {
            let hex = data_encoding::HEXLOWER.encode(&op.to_cbor());
            serde_json::json!({ "name": name, "number": op.number(), "cbor": hex })
        })
        .collect();
    let text = serde_json::to_string_pretty(&vectors).unwrap() + "\n";
    if std::env::var("AFO_WRITE_VECTORS").is_ok() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, text).unwrap();
    } else {
        assert!(std::fs::read_to_string(&file).unwrap() == text, "schemas/vectors/control.json differs from the codec");
    }
}

#[test]
fn an_unknown_number_a_cosignature_and_a_loose_order_are_refused() {
    assert!(ControlOp::from_cbor(&[0x82, 17, 0]).is_err(), "number 17");
    assert!(ControlOp::from_cbor(&[0x81, 0]).is_err(), "number 0");
    let mut void = ControlOp::Void(hash(1)).to_cbor();
    assert_eq!(void.pop(), Some(0xf6));
    void.push(0x80);
    assert!(ControlOp::from_cbor(&void).is_err(), "cosigs must be null");
    let revoke = ControlOp::RevokeInvite(RevokeInvite { invite: hash(0), keep: set([hash(1), hash(2)]) }).to_cbor();
    let mut swapped = revoke.clone();
    let (first, second) = (revoke.len() - 66, revoke.len() - 32);
    swapped[first - 2..].copy_from_slice(&[&revoke[second - 2..], &revoke[first - 2..second - 2]].concat());
    assert_ne!(swapped, revoke);
    assert!(ControlOp::from_cbor(&swapped).is_err(), "sets travel sorted");
}

#[test]
fn no_bytes_make_the_codec_panic() {
    let mut state = 0x1234_5678_9abc_def1_u64;
    let mut roll = move |sides: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 20).unwrap() % sides
    };
    let samples: Vec<Vec<u8>> = samples().iter().map(|(_, op)| op.to_cbor()).collect();
    let mut read = 0;
    for round in 0..100_000 {
        let bytes: Vec<u8> = if round % 3 == 0 {
            (0..roll(200)).map(|_| u8::try_from(roll(256)).unwrap()).collect()
        } else {
            // One to three bytes of a real operation changed, sometimes its end cut off.
            let mut bytes = samples[roll(samples.len())].clone();
            for _ in 0..=roll(3) {
                let at = roll(bytes.len());
                bytes[at] = u8::try_from(roll(256)).unwrap();
            }
            if roll(4) == 0 {
                bytes.truncate(roll(bytes.len()));
            }
            bytes
        };
        if let Ok(op) = ControlOp::from_cbor(&bytes) {
            read += 1;
            assert_eq!(op.to_cbor(), bytes, "what is read is written again as it was");
        }
    }
    assert!(read > 1_000, "{read}: mutations should often still be operations");
}
