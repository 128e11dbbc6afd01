//! What a dishonest or unlucky device cannot do to others.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a community that cannot be set up must fail")]

use super::step::Step;
use super::{ExecuteError, InviteLink, Replica, Source};
use crate::authority::{ControlOp, Cut};
use crate::authority::{Quotas, Remove, SetRole};
use crate::command::{Command, EventFields, RsvpFields};
use crate::domain::{Answer, DocKind, EventStatus, Rank, When};
use crate::encryption::StoreKey;
use crate::entry::{Body, DocCreate, Entry};
use crate::id::{DocId, Lane};
use crate::identity::{Persona, Seed};
use crate::limits::SCHEMA_VERSION;
use crate::outcome::{Made, Outcome};
use crate::store::{MemoryEngine, PackedStore};
use crate::time::{DAY_MS, Timestamp};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

struct Home {
    replica: Replica,
    disk: PackedStore<MemoryEngine>,
}

/// The founder's home first; what a home writes reaches the others when it is brought there.
struct Street {
    homes: Vec<Home>,
    now: Timestamp,
    rng: ChaCha20Rng,
}

/// 2026-11-23 08:00 UTC.
const MORNING: Timestamp = Timestamp(1_795_420_800_000);

impl Street {
    fn new(homes: usize, quotas: Option<Quotas>) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let persona = Persona::from_seed(&Seed::generate(&mut rng), 0, MORNING, &mut rng);
        let mut disk = disk();
        let (replica, _) = Replica::found("Rue", "neighbourhood", &persona, quotas, &mut disk, MORNING, &mut rng).unwrap();
        let mut street = Self { homes: vec![Home { replica, disk }], now: MORNING, rng };
        let invite = Command::CreateInvite { role: Rank::Member, uses: None, expires: None, approval: false };
        let Made::Invite { id, seed } = street.act(0, invite).unwrap().made else { panic!("an invite was made") };
        let community = street.homes[0].replica.community();
        let link = InviteLink { community, invite: id, seed, hints: Vec::new() };
        for _ in 1..homes {
            let persona = Persona::from_seed(&Seed::generate(&mut street.rng), 0, street.now, &mut street.rng);
            let request = Replica::join_request(&persona, &link, b"");
            let host = &mut street.homes[0];
            let admitted = host.replica.admit(&request, &mut host.disk, street.now, &mut street.rng).unwrap();
            let mut disk = self::disk();
            let joined = Replica::join(community, &persona, &admitted.welcome, &admitted.ranges, &mut disk, street.now);
            street.homes.push(Home { replica: joined.unwrap().0, disk });
            street.bring(&admitted.outcome.publish);
        }
        street
    }

    fn act(&mut self, home: usize, command: Command) -> Result<Outcome, ExecuteError> {
        self.now = self.now.plus_ms(1_000);
        let at = &mut self.homes[home];
        at.replica.execute(command, &mut at.disk, self.now, &mut self.rng)
    }

    /// Lets somebody act and everybody know of it.
    fn tell(&mut self, home: usize, command: Command) -> Made {
        let outcome = self.act(home, command).unwrap();
        self.bring(&outcome.publish);
        outcome.made
    }

    fn bring(&mut self, entries: &[Entry]) {
        for at in &mut self.homes {
            for entry in entries {
                at.replica.receive(entry.clone(), Source(1), &mut at.disk, self.now).unwrap();
            }
            while at.replica.has_rebuilds() {
                at.replica.rebuild_step(&mut at.disk).unwrap();
            }
        }
    }

    /// Creates a room past all that an honest client checks.
    fn create_anyway(&mut self, home: usize) -> DocId {
        let (kind, lane, parent) = (DocKind::Room, Lane::MEMBER, DocId::ZERO);
        let nonce = [self.now.millis() as u8; 16];
        let create =
            DocCreate { kind, version: SCHEMA_VERSION, lane, parent, write_rank: Rank::Moderator, editors: vec![], nonce };
        let (mut step, body) = (Step::default(), Body::create(&create));
        let at = &mut self.homes[home];
        let written = at.replica.write_content(lane, DocId::ZERO, body, 0, Rank::Moderator, &mut step, self.now, &mut self.rng);
        let outcome = at.replica.finish(step, &mut at.disk).unwrap();
        self.bring(&outcome.publish);
        super::judge::creation_id(&written.unwrap())
    }

    fn knows(&self, home: usize, id: DocId) -> bool {
        self.homes[home].replica.documents().any(|(known, _)| known == id)
    }

    fn title(&self, home: usize, event: DocId) -> Option<String> {
        let at = &self.homes[home];
        at.replica.index(&at.disk).event(event).unwrap().map(|event| event.title)
    }

    fn control(&mut self, home: usize, op: &ControlOp, rank: Rank) -> Outcome {
        let at = &mut self.homes[home];
        at.replica.write_control(op, rank, &mut at.disk, self.now, &mut self.rng).unwrap().1
    }
}

fn disk() -> PackedStore<MemoryEngine> {
    PackedStore::open(MemoryEngine::new(), &StoreKey::generate(&mut ChaCha20Rng::seed_from_u64(2))).unwrap()
}

fn room(name: &str) -> Command {
    Command::CreateRoom { name: name.into(), purpose: String::new() }
}

fn event(title: &str) -> EventFields {
    EventFields::new(title, When::local("2026-12-01T18:00", Some("Europe/Paris")).unwrap(), 90)
}

#[test]
fn the_surplus_document_of_a_day_is_refused_here_and_void_everywhere() {
    let quotas = Quotas { entries_per_hour: 1_000, burst: 1_000, documents_per_day: 2 };
    let mut street = Street::new(2, Some(quotas));
    street.tell(0, room("one"));
    street.tell(0, room("two"));
    assert!(matches!(street.act(0, room("three")), Err(ExecuteError::QuotaReached)));
    assert!(!street.homes[0].replica.is_stale(), "it was refused before anything was signed");
    let surplus = street.create_anyway(0);
    assert!(!street.knows(0, surplus) && !street.knows(1, surplus), "and is void for who writes it anyway");
    assert_eq!(street.homes[1].replica.last_void().map(|(_, why)| why), Some("more documents than the quota allows"));
    street.now = street.now.plus_ms(DAY_MS);
    let Made::Document(tomorrow) = street.tell(0, room("three")) else { panic!("a room was made") };
    assert!(street.knows(1, tomorrow), "the log goes on, and tomorrow is another day");
}

#[test]
fn what_somebody_created_behind_the_cut_stays_once_others_have_written_in_it() {
    let mut street = Street::new(3, None);
    let person = street.homes[1].replica.person();
    street.now = street.now.plus_ms(60_000);
    let since = street.now;
    let [answered, alone] = ["fête", "sieste"].map(|title| {
        let Made::Document(id) = street.tell(1, Command::CreateEvent { fields: event(title) }) else { panic!("an event") };
        id
    });
    let answer = Some(RsvpFields { answer: Answer::Yes, note: String::new(), party_size: 1 });
    street.tell(2, Command::SetRsvp { event: answered, occurrence: None, answer });
    street.tell(0, Command::Remove { person, since: Some(since), ban: false, reason: 0 });
    for (home, at) in street.homes.iter().enumerate().filter(|(home, _)| *home != 1) {
        assert_eq!(at.replica.late_creations.get(&answered), Some(&true), "home {home}: somebody answered");
        assert_eq!(at.replica.late_creations.get(&alone), Some(&false), "home {home}: nobody did");
        assert_eq!(at.replica.index(&at.disk).answers(answered).unwrap().len(), 1, "home {home}: the answer is not lost");
        assert_eq!(street.title(home, alone), None);
    }
    for at in &mut street.homes {
        at.replica = Replica::open(at.replica.community(), &at.disk).unwrap();
        assert_eq!(at.replica.late_creations.len(), 2, "a restart changes nothing");
    }
}

#[test]
fn what_builds_on_a_void_entry_is_void_and_does_not_wait_for_ever() {
    let mut street = Street::new(4, None);
    let moderator = street.homes[2].replica.person();
    street.tell(0, Command::SetRole { person: street.homes[1].replica.person(), role: Rank::Admin });
    let Made::Document(fete) = street.tell(3, Command::CreateEvent { fields: event("fête") }) else { panic!("an event") };
    // The founder takes away what an admin gives at the same time: the grant never was.
    let standings = street.homes[0].replica.authority().standings(&moderator).map(|standing| standing.id).collect();
    let certificate = street.homes[0].replica.authority().devices().find(|(_, known)| known.person == moderator);
    let demote = ControlOp::SetRole(SetRole {
        person: moderator,
        role: Rank::Member,
        certificate: certificate.map(|(_, known)| known.certificate.clone()),
        kills: standings,
        over: Default::default(),
        cut: Cut::default(),
        seen: Default::default(),
    });
    let demotion = street.control(0, &demote, Rank::Owner);
    let hidden = street.homes.remove(0);
    street.tell(0, Command::SetRole { person: moderator, role: Rank::Moderator });
    let cancelled = EventFields { status: EventStatus::Cancelled, ..event("fête") };
    street.tell(1, Command::EditEvent { event: fete, fields: cancelled });
    street.tell(2, Command::EditEvent { event: fete, fields: event("grande fête") });
    assert_eq!(street.title(0, fete).as_deref(), Some("grande fête"), "the organiser's edit builds on the moderator's");
    street.homes.push(hidden);
    street.bring(&demotion.publish);
    for home in 0..3 {
        assert_eq!(street.title(home, fete).as_deref(), Some("fête"), "home {home}: both count for nothing");
        assert!(street.homes[home].replica.waiting.is_empty(), "home {home}: nothing waits");
    }
    let again = street.act(2, Command::EditEvent { event: fete, fields: event("petite fête") });
    assert!(matches!(again, Err(ExecuteError::NotReady(_))), "this device cannot go on there, and is told so");
}

#[test]
fn a_cut_counts_from_when_its_head_has_come() {
    let mut street = Street::new(3, None);
    let person = street.homes[1].replica.person();
    let Made::Document(salon) = street.tell(0, room("salon")) else { panic!("a room") };
    let mut said = Vec::new();
    for text in ["un", "deux", "trois"] {
        let message = Command::WriteMessage { room: salon, text: text.into(), reply_to: None, mentions: vec![], topic: None };
        said.extend(street.act(1, message).unwrap().publish);
    }
    let far = street.homes.remove(2);
    street.bring(&said);
    let removal = street.act(0, Command::Remove { person, since: None, ban: false, reason: 0 }).unwrap();
    street.homes = vec![far];
    street.bring(&removal.publish);
    let count = |street: &Street| {
        let at = &street.homes[0];
        at.replica.index(&at.disk).messages(salon, None, 10).unwrap().items.len()
    };
    street.bring(&said[..2]);
    assert_eq!(count(&street), 0, "where the cut is, nobody can tell yet");
    street.bring(&said[2..]);
    assert_eq!(count(&street), 3, "all three lie before it");
}

#[test]
fn an_admins_removal_is_a_command_and_a_juniors_is_refused() {
    let mut street = Street::new(3, None);
    let (junior, founder) = (street.homes[2].replica.person(), street.homes[0].replica.person());
    let remove = |person| Command::Remove { person, since: None, ban: false, reason: 0 };
    assert!(matches!(street.act(1, remove(junior)), Err(ExecuteError::NotAllowed)), "members remove nobody");
    street.tell(0, Command::SetRole { person: street.homes[1].replica.person(), role: Rank::Admin });
    assert!(matches!(street.act(1, remove(founder)), Err(ExecuteError::NotAllowed)));
    street.tell(1, remove(junior));
    assert_eq!(street.homes[0].replica.authority().role(&junior), None);
    let removal = street.homes[0].replica.authority().removals()[0].id;
    let is_removal = |op: &ControlOp| matches!(op, ControlOp::Remove(Remove { .. }));
    assert!(street.homes[0].replica.control.get(&removal).is_some_and(|entry| is_removal(&entry.op)));
    street.tell(1, Command::Void { entry: removal });
    assert_eq!(street.homes[2].replica.role(), Some(Rank::Member), "a mistake is taken back");
    street.tell(1, Command::Leave { to_rank: Some(Rank::Member) });
    assert_eq!(street.homes[1].replica.role(), Some(Rank::Member), "stepping down leaves what was before");
}
