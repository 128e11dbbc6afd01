//! A flood is slowed, who keeps to the quota is not, and nothing is lost.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a community that cannot be set up must fail")]

use super::*;
use allforone_core::authority::Quotas;
use allforone_core::command::Command;
use allforone_core::domain::Rank;
use allforone_core::encryption::StoreKey;
use allforone_core::id::{DeviceId, DocId, Lane};
use allforone_core::identity::{Persona, Seed};
use allforone_core::limits::MAX_PAGE;
use allforone_core::outcome::Made;
use allforone_core::replica::{InviteLink, Replica, Source};
use allforone_core::store::{MemoryEngine, MemoryStore};
use allforone_core::time::DAY_MS;
use rand::rngs::SysRng;
use rand_core::UnwrapErr;

const QUOTA: Quota = Quota { entries_per_hour: 60, burst: 20 };
const LOG: LogId = LogId { device: DeviceId([1; 32]), lane: Lane::MEMBER };
const START: Timestamp = Timestamp(1_795_420_800_000);

fn after(ms: u64) -> Timestamp {
    START.plus_ms(ms)
}

#[test]
fn twice_the_burst_comes_at_once_then_twice_the_rate() {
    let mut taken = Taken::default();
    assert_eq!(taken.room(&LOG, &QUOTA, START), u64::MAX, "a history is taken in as it comes");
    taken.touch(START);
    assert_eq!(taken.room(&LOG, &QUOTA, START), 40);
    taken.charge(LOG, 40, &QUOTA, START);
    assert_eq!(taken.room(&LOG, &QUOTA, START), 0);
    assert_eq!(taken.room(&LogId { device: DeviceId([2; 32]), ..LOG }, &QUOTA, START), 40, "others are not slowed");
    for minute in 1..=10 {
        taken.touch(after(minute * MINUTE_MS));
        assert_eq!(taken.room(&LOG, &QUOTA, after(minute * MINUTE_MS)), 2 * minute);
    }
    taken.touch(after(DAY_MS));
    assert_eq!(taken.room(&LOG, &QUOTA, after(DAY_MS)), 40, "an idle day does not add up while in touch");
}

#[test]
fn what_was_written_while_this_node_was_away_comes_at_once() {
    let mut taken = Taken::default();
    taken.touch(START);
    taken.charge(LOG, 20, &QUOTA, START);
    let honest = QUOTA.burst + QUOTA.entries_per_hour * 24;
    assert!(taken.room(&LOG, &QUOTA, after(DAY_MS)) >= honest, "nobody can have written more in that day");
    taken.charge(LOG, 10_000, &QUOTA, after(DAY_MS));
    assert_eq!(taken.room(&LOG, &QUOTA, after(DAY_MS)), 0, "a range longer than the room is owed");
    assert!(!taken.touch(after(MINUTE_MS)) && taken.touch(after(NOTE_MS)), "written down now and then");
}

#[test]
fn no_numbers_overflow() {
    let most = Quota { entries_per_hour: u64::MAX, burst: u64::MAX };
    let mut taken = Taken::default();
    taken.touch(Timestamp(0));
    taken.charge(LOG, usize::MAX, &most, Timestamp(u64::MAX));
    taken.charge(LOG, usize::MAX, &most, Timestamp(0));
    assert!(taken.room(&LOG, &Quota { entries_per_hour: 0, burst: 0 }, Timestamp(u64::MAX)) == 0);
}

/// One machine.
struct Home {
    replica: Replica,
    disk: MemoryStore,
}

impl Home {
    fn act(&mut self, command: Command, now: Timestamp) -> Made {
        self.replica.execute(command, &mut self.disk, now, &mut UnwrapErr(SysRng)).unwrap().made
    }
}

fn disk() -> MemoryStore {
    MemoryStore::open(MemoryEngine::new(), &StoreKey::from_secret([7; 32])).unwrap()
}

/// A founder and a member who is in touch with it.
fn two() -> (Home, Home) {
    let rng = &mut UnwrapErr(SysRng);
    let quotas = Quotas { entries_per_hour: QUOTA.entries_per_hour, burst: QUOTA.burst, documents_per_day: 100 };
    let persona = Persona::from_seed(&Seed::generate(rng), 0, START, rng);
    let mut host = disk();
    let (replica, _) = Replica::found("Rue", "neighbourhood", &persona, Some(quotas), &mut host, START, rng).unwrap();
    let mut host = Home { replica, disk: host };
    let invite = Command::CreateInvite { role: Rank::Member, uses: None, expires: None, approval: false };
    let Made::Invite { id, seed } = host.act(invite, START) else { panic!("an invite was made") };
    let link = InviteLink { community: host.replica.community(), invite: id, seed, hints: Vec::new() };
    let persona = Persona::from_seed(&Seed::generate(rng), 0, START, rng);
    let request = Replica::join_request(&persona, &link, b"");
    let admitted = host.replica.admit(&request, &mut host.disk, START, rng).unwrap();
    let mut own = disk();
    let joined = Replica::join(link.community, &persona, &admitted.welcome, &admitted.ranges, &mut own, START).unwrap();
    (host, Home { replica: joined.0, disk: own })
}

/// One round of ask and answer; returns how many entries were new.
fn round(asker: &mut Home, holder: &Home, taken: &mut Taken, now: Timestamp) -> usize {
    let quota = asker.replica.quota().unwrap();
    let heads = holder.replica.heads_for(Some(asker.replica.person()), &asker.replica.digest());
    let wants = asker.replica.compare_within(Source(7), &heads, |log| taken.room(log, &quota, now)).wants;
    let mut all = 0;
    for want in wants {
        let mut from = want;
        while let Some((bytes, upto)) = holder.replica.range(&from, 4_000, &holder.disk).unwrap() {
            let (new, _) = asker.replica.receive_range(&bytes, Source(7), &mut asker.disk, now).unwrap();
            taken.charge(want.log, new, &quota, now);
            all += new;
            from.after = upto;
            if upto >= want.upto {
                break;
            }
        }
    }
    taken.touch(now);
    all
}

#[test]
fn a_flood_with_free_dates_is_slowed_and_comes_whole_in_the_end() {
    let (mut host, mut guest) = two();
    let mut taken = Taken::default();
    let Made::Document(room) = host.act(Command::CreateRoom { name: "Rue".into(), purpose: String::new() }, START) else {
        panic!("a room was made")
    };
    let today = after(4 * DAY_MS);
    round(&mut guest, &host, &mut taken, today);
    assert_eq!(messages(&guest, room), 0);

    // Within one real minute the host declares three days of messages, all within the quota of its declared times.
    let mut declared = START;
    for n in 0..200 {
        declared = declared.plus_ms(HOUR_MS / 3);
        let text = format!("flood {n}");
        host.act(Command::WriteMessage { room, text, reply_to: None, mentions: Vec::new(), topic: None }, declared);
    }
    let now = today.plus_ms(MINUTE_MS);
    let at_once = round(&mut guest, &host, &mut taken, now) + round(&mut guest, &host, &mut taken, now);
    assert!((30..=42).contains(&at_once), "twice the burst and no more: {at_once}");

    // The rest comes at twice the rate, two a minute, however often it is asked for.
    let mut minutes = 1;
    while guest.replica.digest() != host.replica.digest() {
        minutes += 1;
        assert!(minutes < 200, "nothing is lost for good");
        let now = today.plus_ms(minutes * MINUTE_MS);
        let new = round(&mut guest, &host, &mut taken, now) + round(&mut guest, &host, &mut taken, now);
        assert!(new <= 2, "minute {minutes}: {new}");
    }
    assert!(minutes >= 70, "160 entries at two a minute take over an hour, not {minutes} minutes");
    assert_eq!(messages(&guest, room), MAX_PAGE, "a whole page, and more behind it");
}

fn messages(home: &Home, room: DocId) -> usize {
    home.replica.index(&home.disk).messages(room, None, MAX_PAGE).unwrap().items.len()
}
