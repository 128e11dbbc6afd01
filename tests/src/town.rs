//! A large community on a node's disk, made through the core: what a thousand people say in five years takes a minute, not a day.
//!
//! A node founds the community and ends; then its store is opened here and everybody else acts beside it, each with their own
//! keys and log. The founder takes in what they write as it would come live: checked, judged, indexed.

use crate::corpus::Corpus;
use crate::peer::{Peer, Start};
use allforone_core::command::{Command, EventFields, PostFields, ProfileFields, RsvpFields};
use allforone_core::domain::{Answer, CommentOn, Rank, When};
use allforone_core::encryption::StoreKey;
use allforone_core::entry::Entry;
use allforone_core::id::{CommunityId, DocId, EntryHash, ObjRef};
use allforone_core::identity::{Persona, Seed};
use allforone_core::outcome::Made;
use allforone_core::replica::{InviteLink, Replica, Source};
use allforone_core::store::{MemoryEngine, MemoryStore, SledEngine, SledStore, Store};
use allforone_core::sync::Want;
use allforone_core::time::{DAY_MS, MINUTE_MS, Timestamp};
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// How much there is.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// People, the founder among them.
    pub members: usize,
    /// Rooms; half of all messages are in the first tenth of them.
    pub rooms: usize,
    /// Messages in all rooms.
    pub messages: usize,
    /// Events; each twentieth recurs weekly.
    pub events: usize,
    /// Posts on ten boards; each fifth has comments.
    pub posts: usize,
    /// Days until today over which all is spread.
    pub days: u64,
}

/// A community that lies on the disk of a node that does not run.
pub struct Town {
    /// The node's data folder.
    pub data: PathBuf,
    /// The community's id, as the API names it.
    pub community: String,
}

/// Seed of all that is written.
const SEED: u64 = 4;
/// People who write messages, and people who write posts and events and answer them.
const TALKERS: usize = 30;
const REGULARS: usize = 4;
/// Boards.
const BOARDS: usize = 10;
/// Comments under a post that has some.
const COMMENTS: usize = 5;
/// Bytes of one range in which people who come in take over what is there.
const RANGE_BYTES: usize = 256 * 1024;
/// Acts between two syncs of the founder's disk.
const SYNC_ACTS: usize = 256;

/// Somebody but the founder.
struct Home {
    replica: Replica,
    store: MemoryStore,
}

/// A town while it is made.
struct Builder {
    founder: Replica,
    store: SledStore,
    link: InviteLink,
    corpus: Corpus,
    rng: ChaCha20Rng,
    began: Timestamp,
    clock: Timestamp,
    rooms: Vec<DocId>,
    boards: Vec<DocId>,
    acts: usize,
}

impl Town {
    /// Makes a community of this size on a new node in `folder`.
    ///
    /// # Panics
    /// Where anything of it fails.
    #[must_use]
    pub fn build(folder: &Path, size: &Size) -> Self {
        // Its clock stands in the past: a millionth of the way passes with each message, and none is written.
        let past = Start { environment: vec![("AFO_PAST", format!("{}/1000000", size.days))], ..Start::loopback() };
        std::fs::create_dir_all(folder).expect("the temporary folder takes folders");
        let peer = Peer::start("A", &folder.join("a"), &past);
        let community = peer.found("Rue des Lilas", "Zoé");
        let data = peer.data.clone();
        assert_eq!(peer.stop(), Some(0), "A ends well");
        let mut builder = Builder::open(&data, &community, size);
        builder.furnish(size);
        let mut homes = builder.let_in(size);
        builder.live(&mut homes, size);
        builder.store.sync().expect("the disk takes it");
        Self { data, community }
    }

    /// Starts its node, with today's clock.
    #[must_use]
    pub fn start(&self) -> Peer {
        Peer::start("A", &self.data, &Start::loopback())
    }
}

impl Builder {
    fn open(data: &Path, community: &str, size: &Size) -> Self {
        let text = std::fs::read_to_string(data.with_extension("key")).expect("the key is beside the data");
        let secret = secret_of(text.trim());
        let engine = SledEngine::open(&data.join("store")).expect("the node has ended");
        let store = SledStore::open(engine, &StoreKey::from_secret(secret)).expect("the key is that of the data");
        let community: CommunityId = community.parse().expect("the API names communities by their ids");
        let founder = Replica::open(community, &store).expect("the community is there");
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("it is later than 1970").as_millis() as u64;
        let link = InviteLink { community, invite: EntryHash::ZERO, seed: [0; 16], hints: Vec::new() };
        Self {
            founder,
            store,
            link,
            corpus: Corpus::new(SEED),
            rng: ChaCha20Rng::seed_from_u64(SEED),
            began: Timestamp(now - size.days * DAY_MS),
            clock: Timestamp(now - size.days * DAY_MS + 60 * MINUTE_MS),
            rooms: Vec::new(),
            boards: Vec::new(),
            acts: 0,
        }
    }

    /// The founder opens rooms, boards and the door.
    fn furnish(&mut self, size: &Size) {
        let index = self.founder.index(&self.store);
        self.rooms = index.rooms().expect("rows are readable").into_iter().map(|room| room.id).collect();
        self.boards = index.boards().expect("rows are readable").into_iter().map(|board| board.id).collect();
        self.rooms.truncate(size.rooms);
        for n in self.rooms.len()..size.rooms {
            let made = self.found(Command::CreateRoom { name: format!("Escalier {n}"), purpose: String::new() });
            self.rooms.push(document(made));
        }
        for n in self.boards.len()..BOARDS {
            let made = self.found(Command::CreateBoard { name: format!("Tableau {n}"), purpose: String::new() });
            self.boards.push(document(made));
        }
        let made = self.found(Command::CreateInvite { role: Rank::Member, uses: None, expires: None, approval: false });
        let Made::Invite { id, seed } = made else { panic!("an invite was made, not {made:?}") };
        (self.link.invite, self.link.seed) = (id, seed);
    }

    fn found(&mut self, command: Command) -> Made {
        let done = self.founder.execute(command, &mut self.store, self.clock, &mut self.rng);
        done.expect("the founder may do everything").made
    }

    /// Lets everybody in; returns those who will say more than their names: first the regulars.
    fn let_in(&mut self, size: &Size) -> Vec<Home> {
        let mut homes = Vec::new();
        for n in 1..size.members {
            self.clock = self.clock.plus_ms(MINUTE_MS);
            let persona = Persona::from_seed(&Seed::generate(&mut self.rng), 0, self.clock, &mut self.rng);
            let request = Replica::join_request(&persona, &self.link, b"");
            let admitted = self.founder.admit(&request, &mut self.store, self.clock, &mut self.rng).expect("the door is open");
            let mut secret = [0; 32];
            self.rng.fill_bytes(&mut secret);
            let mut store =
                MemoryStore::open(MemoryEngine::new(), &StoreKey::from_secret(secret)).expect("memory takes everything");
            let (community, now) = (self.link.community, self.clock);
            let joined = Replica::join(community, &persona, &admitted.welcome, &admitted.ranges, &mut store, now);
            let mut home = Home { replica: joined.expect("what was handed over is in order").0, store };
            if n <= REGULARS + TALKERS {
                self.bring(&mut home);
            }
            let skills = |corpus: &mut Corpus| corpus.message().split(' ').take(3).map(str::to_owned).collect();
            let fields = ProfileFields {
                name: format!("Voisine {n}"),
                about: self.corpus.message(),
                can_help: skills(&mut self.corpus),
                wants_to_learn: skills(&mut self.corpus),
                ..ProfileFields::default()
            };
            self.act(&mut home, Command::SetProfile { fields });
            if n <= REGULARS + TALKERS {
                homes.push(home);
            }
        }
        // Who came first has not heard of those after them, and will hear what the regulars write.
        homes.iter_mut().take(REGULARS).for_each(|home| self.bring(home));
        homes
    }

    /// Brings all that the founder has to somebody who came in.
    fn bring(&mut self, home: &mut Home) {
        let heads = self.founder.heads_for(Some(home.replica.person()), &home.replica.digest());
        for want in home.replica.compare(Source(0), &heads).wants {
            let mut after = want.after;
            while after < want.upto {
                let rest = Want { after, ..want };
                let range = self.founder.range(&rest, RANGE_BYTES, &self.store).expect("the disk is readable");
                let (bytes, upto) = range.expect("what is announced is there");
                home.replica.receive_range(&bytes, Source(0), &mut home.store, self.clock).expect("the founder is honest");
                after = upto;
            }
        }
    }

    /// Somebody acts; the founder hears of it at once.
    fn act(&mut self, home: &mut Home, command: Command) -> (Made, Vec<Entry>) {
        let done = home.replica.execute(command, &mut home.store, self.clock, &mut self.rng);
        let outcome = done.expect("a member may");
        for entry in &outcome.publish {
            let taken = self.founder.receive(entry.clone(), Source(1), &mut self.store, self.clock);
            taken.expect("the disk takes it");
        }
        self.acts += 1;
        if self.acts.is_multiple_of(SYNC_ACTS) {
            self.store.sync().expect("the disk takes it");
        }
        (outcome.made, outcome.publish)
    }

    /// Time passes: in even steps somebody writes a message, less often a post or an event, which others answer.
    fn live(&mut self, homes: &mut [Home], size: &Size) {
        let (regulars, talkers) = homes.split_at_mut(REGULARS.min(homes.len().saturating_sub(1)));
        let end = self.began.0 + (size.days - 1) * DAY_MS;
        let steps = size.messages.max(1);
        let pace = (end - self.clock.0) / steps as u64;
        let (mut posts, mut events) = (0, 0);
        for n in 0..steps {
            self.clock = self.clock.plus_ms(pace);
            let talker = self.rng.next_u32() as usize % talkers.len();
            let command = Command::WriteMessage {
                room: self.any_room(),
                text: self.corpus.message(),
                reply_to: None,
                mentions: Vec::new(),
                topic: None,
            };
            self.act(&mut talkers[talker], command);
            while posts * steps < n * size.posts {
                self.post(regulars, posts);
                posts += 1;
            }
            while events * steps < n * size.events {
                self.event(regulars, events);
                events += 1;
            }
        }
    }

    fn any_room(&mut self) -> DocId {
        let (draw, from) = (self.rng.next_u32() as usize, self.rounded_tenth());
        let within = if draw.is_multiple_of(2) { from } else { self.rooms.len() };
        self.rooms[(draw >> 1) % within]
    }

    fn rounded_tenth(&self) -> usize {
        self.rooms.len().div_ceil(10)
    }

    fn post(&mut self, regulars: &mut [Home], n: usize) {
        let mut body = self.corpus.message();
        // 200 to 3,000 characters, most of them short.
        let wanted = 200 + (self.rng.next_u32() % 53).pow(2) as usize;
        while body.chars().count() < wanted {
            body = format!("{body} {}", self.corpus.message());
        }
        let title = self.corpus.message().chars().take(60).collect::<String>().trim().to_owned();
        let board = self.boards[n % self.boards.len()];
        let fields = PostFields { title, body, ack: n.is_multiple_of(50), ..PostFields::default() };
        let made = self.tell(regulars, n % regulars.len(), Command::WritePost { board, fields });
        let on = CommentOn::Post(object(made));
        for comment in 0..if n.is_multiple_of(5) { COMMENTS } else { 0 } {
            let text = self.corpus.message();
            self.tell(regulars, (n + comment) % regulars.len(), Command::WriteComment { on, text, reply_to: None });
        }
    }

    fn event(&mut self, regulars: &mut [Home], n: usize) {
        let title = self.corpus.message().chars().take(60).collect::<String>().trim().to_owned();
        let start = When::local(&civil(self.clock.plus_ms(14 * DAY_MS)), Some("Europe/Paris")).expect("a date is a date");
        let mut fields = EventFields::new(title, start, 90);
        fields.description = self.corpus.message();
        if n.is_multiple_of(20) {
            // Some for ever, most for a season.
            fields.rrule = Some(if n.is_multiple_of(200) { "FREQ=WEEKLY".into() } else { "FREQ=WEEKLY;COUNT=12".into() });
        }
        let event = document(self.tell(regulars, n % regulars.len(), Command::CreateEvent { fields }));
        for number in 0..regulars.len() {
            let answer = Some(RsvpFields { answer: Answer::Yes, note: String::new(), party_size: 1 });
            self.tell(regulars, number, Command::SetRsvp { event, occurrence: None, answer });
        }
    }

    /// A regular acts; the other regulars hear of it.
    fn tell(&mut self, regulars: &mut [Home], number: usize, command: Command) -> Made {
        let (made, entries) = self.act(&mut regulars[number], command);
        let others = regulars.iter_mut().enumerate().filter(|(other, _)| *other != number).map(|(_, home)| home);
        spread(&entries, others, self.clock);
        made
    }
}

fn spread<'h>(entries: &[Entry], homes: impl Iterator<Item = &'h mut Home>, now: Timestamp) {
    for home in homes {
        for entry in entries {
            let taken = home.replica.receive(entry.clone(), Source(2), &mut home.store, now);
            taken.expect("memory takes everything");
        }
    }
}

fn document(made: Made) -> DocId {
    let Made::Document(id) = made else { panic!("a document was made, not {made:?}") };
    id
}

fn object(made: Made) -> ObjRef {
    let Made::Object(id) = made else { panic!("an object was made, not {made:?}") };
    id
}

/// Reads the form of a key file: lower-case base32 of 32 bytes.
fn secret_of(text: &str) -> [u8; 32] {
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0_u32);
    for letter in text.bytes() {
        let five = u32::from(if letter.is_ascii_digit() { letter - b'2' + 26 } else { letter.to_ascii_lowercase() - b'a' });
        (held, bits) = ((held << 5) | five, bits + 5);
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    bytes.try_into().expect("a key has 32 bytes")
}

/// Returns six in the evening of a moment's day in UTC, as RFC 3339 has it (Howard Hinnant, "chrono-compatible low-level date
/// algorithms").
fn civil(time: Timestamp) -> String {
    let days = time.0 / DAY_MS + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let (day, month) = (day_of_year - (153 * shifted + 2) / 5 + 1, if shifted < 10 { shifted + 3 } else { shifted - 9 });
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T18:00")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_their_dates() {
        assert_eq!(civil(Timestamp(0)), "1970-01-01T18:00");
        assert_eq!(civil(Timestamp(1_709_164_800_000)), "2024-02-29T18:00");
        assert_eq!(civil(Timestamp(1_795_420_800_000)), "2026-11-23T18:00");
    }

    #[test]
    fn a_key_file_is_read() {
        assert_eq!(secret_of(&"a".repeat(52)), [0; 32]);
        assert_eq!(secret_of(&format!("{}q", "7".repeat(51))), [0xff; 32]);
    }
}
