//! A small world in one thread: several replicas, one seed, a wire that shuffles, doubles and loses.

use allforone_core::authority::Quotas;
use allforone_core::cbor::Cbor;
use allforone_core::command::{Command, ProfileFields};
use allforone_core::domain::Rank;
use allforone_core::encryption::StoreKey;
use allforone_core::entry::Entry;
use allforone_core::id::{CommunityId, DocId, EntryHash, ObjRef};
use allforone_core::identity::{Persona, Seed};
use allforone_core::index::Index;
use allforone_core::outcome::{Made, Outcome};
use allforone_core::replica::{ExecuteError, InviteLink, Reception, Replica, Source};
use allforone_core::store::{MemoryEngine, PackedStore, Store};
use allforone_core::time::Timestamp;
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};

/// The store of one replica.
pub type Disk = PackedStore<MemoryEngine>;

/// Whose a device is.
#[derive(Clone)]
struct Owner {
    words: Seed,
    persona: Persona,
    key: StoreKey,
}

/// One person's device, switched on.
pub struct Home {
    /// Its replica.
    pub replica: Replica,
    /// Its disk.
    pub disk: Disk,
    /// Whether it is cut off from all others.
    pub is_cut_off: bool,
    owner: Owner,
}

/// Several homes and the wire between them.
pub struct World {
    /// The homes; the first founded the community.
    pub homes: Vec<Home>,
    /// Live entries on their way: to whom, what.
    pub wire: Vec<(usize, Vec<u8>)>,
    /// Everything that was ever published.
    pub published: Vec<(EntryHash, Vec<u8>)>,
    /// Whether some device's disk was copied: then branches of forked logs are on the way.
    pub has_copies: bool,
    link: InviteLink,
    /// The one source of chance.
    pub rng: ChaCha20Rng,
    /// The world's clock.
    pub now: Timestamp,
    /// The seed, for messages.
    pub seed: u64,
    /// The community.
    pub community: CommunityId,
    /// The first room.
    pub room: DocId,
    /// The first board.
    pub board: DocId,
}

/// The morning on which every world begins: 2026-11-23 08:00 UTC.
const MORNING: Timestamp = Timestamp(1_795_420_800_000);

impl World {
    /// Founds a community with `homes` members, all equal.
    ///
    /// # Panics
    /// Where founding or joining fails.
    #[must_use]
    pub fn new(homes: usize, seed: u64) -> Self {
        Self::with_quotas(homes, None, seed)
    }

    /// Founds a community in which a device may write only so much.
    ///
    /// # Panics
    /// Where founding or joining fails.
    #[must_use]
    pub fn with_quotas(homes: usize, quotas: Option<Quotas>, seed: u64) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let owner = Owner::new(Seed::generate(&mut rng), seed, MORNING, &mut rng);
        let mut disk = new_disk(&owner.key);
        let (replica, outcome) =
            Replica::found("Rue des Lilas", "neighbourhood", &owner.persona, quotas, &mut disk, MORNING, &mut rng)
                .expect("a community can be founded");
        let community = replica.community();
        let mut world = Self {
            homes: vec![Home { replica, disk, is_cut_off: false, owner }],
            wire: Vec::new(),
            published: Vec::new(),
            has_copies: false,
            link: InviteLink { community, invite: EntryHash::ZERO, seed: [0; 16], hints: Vec::new() },
            rng,
            now: MORNING,
            seed,
            community,
            room: DocId::ZERO,
            board: DocId::ZERO,
        };
        world.publish_all(0, &outcome);
        world.name(0);
        world.room = world.document(0, Command::CreateRoom { name: "Discussion".into(), purpose: String::new() });
        world.board = world.document(0, Command::CreateBoard { name: "Tableau".into(), purpose: String::new() });
        let invite = Command::CreateInvite { role: Rank::Member, uses: None, expires: None, approval: false };
        let made = world.act(0, invite).expect("the founder may invite").made;
        let Made::Invite { id, seed: invite_seed } = made else { panic!("an invite was made") };
        (world.link.invite, world.link.seed) = (id, invite_seed);
        for _ in 1..homes {
            world.now = world.now.plus_ms(1_000);
            let words = Seed::generate(&mut world.rng);
            world.join(0, words, false).expect("the invite is good");
        }
        world.wire.clear();
        world.settle();
        world
    }

    /// Lets somebody in at the home `host`; returns the new home.
    fn join(&mut self, host: usize, words: Seed, again: bool) -> Option<usize> {
        let number = self.homes.len();
        let owner = Owner::new(words, self.seed + number as u64, self.now, &mut self.rng);
        let request = Replica::join_request(&owner.persona, &self.link, b"");
        let at = self.homes.get_mut(host)?;
        let admitted = match again {
            true => at.replica.admit_again(&request, &mut at.disk, self.now, &mut self.rng),
            false => at.replica.admit(&request, &mut at.disk, self.now, &mut self.rng),
        };
        let Ok(admitted) = admitted else {
            self.wake(host);
            return None;
        };
        at.disk.sync().expect("memory takes everything");
        self.publish_all(host, &admitted.outcome);
        let mut disk = new_disk(&owner.key);
        let (replica, _) =
            Replica::join(self.community, &owner.persona, &admitted.welcome, &admitted.ranges, &mut disk, self.now)
                .expect("what was handed over is in order");
        self.homes.push(Home { replica, disk, is_cut_off: false, owner });
        self.catch_up(number, host);
        self.name(number);
        Some(number)
    }

    /// Lets the person of a home that was removed come back with a new device; `None` where `host` may not.
    pub fn come_back(&mut self, home: usize, host: usize) -> Option<usize> {
        self.now = self.now.plus_ms(1_000);
        let words = self.homes.get(home)?.owner.words.clone();
        self.join(host, words, true)
    }

    /// Copies a disk: two homes then write with the same device, which nobody should do.
    pub fn copy(&mut self, home: usize) -> Option<usize> {
        let at = self.homes.get(home)?;
        let owner = at.owner.clone();
        let disk = PackedStore::open(at.disk.engine().clone(), &owner.key).expect("a copied disk opens");
        let replica = Replica::open(self.community, &disk).expect("a copied disk opens");
        self.homes.push(Home { replica, disk, is_cut_off: true, owner });
        self.has_copies = true;
        Some(self.homes.len() - 1)
    }

    /// Returns the homes of members and above, as they themselves see it: guests are not served what members write.
    #[must_use]
    pub fn members(&self) -> Vec<usize> {
        let is_in = |at: &Home| {
            let device = at.replica.authority().device(&at.replica.device());
            at.replica.role() >= Some(Rank::Member) && device.is_some_and(|device| !device.revoked)
        };
        (0..self.homes.len()).filter(|home| self.homes.get(*home).is_some_and(is_in)).collect()
    }

    /// Does one thing of what a home has to do in the background.
    ///
    /// # Panics
    /// Where the store fails.
    pub fn tend(&mut self, home: usize) {
        if let Some(at) = self.homes.get_mut(home) {
            at.replica.rebuild_step(&mut at.disk).expect("memory takes everything");
            at.disk.sync().expect("memory takes everything");
        }
    }

    /// Opens a home again whose memory went ahead of its disk.
    fn wake(&mut self, home: usize) {
        if self.homes.get(home).is_some_and(|at| at.replica.is_stale()) {
            self.restart(home);
        }
    }

    /// A replica that reads everything a home holds in any order, and then judges every document as a whole; `None` where the
    /// invite was voided, so that nobody can join.
    ///
    /// # Panics
    /// Where it cannot be made.
    pub fn oracle(&mut self, home: usize) -> Option<Home> {
        let at = self.homes.get_mut(home).expect("the home exists");
        let owner = at.owner.clone();
        let request = Replica::join_request(&owner.persona, &self.link, b"");
        let admitted = at.replica.admit(&request, &mut at.disk, self.now, &mut self.rng).ok()?;
        let mut disk = new_disk(&owner.key);
        let (mut replica, _) =
            Replica::join(self.community, &owner.persona, &admitted.welcome, &admitted.ranges, &mut disk, self.now)
                .expect("what was handed over is in order");
        let all = self.published.iter().filter(|(hash, _)| at.holds(hash));
        let mut all: Vec<Entry> =
            all.map(|(_, bytes)| Entry::from_cbor(bytes).expect("the world keeps what was written")).collect();
        for last in (1..all.len()).rev() {
            all.swap(last, self.rng.next_u32() as usize % (last + 1));
        }
        let mut is_moving = true;
        while is_moving {
            is_moving = false;
            for (number, entry) in all.iter().enumerate() {
                let (reception, _) =
                    replica.receive(entry.clone(), Source(number as u64), &mut disk, self.now).expect("memory takes everything");
                is_moving |= reception == Reception::Taken;
            }
        }
        replica.rebuild_all();
        while replica.has_rebuilds() {
            replica.rebuild_step(&mut disk).expect("memory takes everything");
        }
        Some(Home { replica, disk, is_cut_off: false, owner })
    }

    fn name(&mut self, home: usize) {
        let fields = ProfileFields { name: format!("Voisine {home}"), ..ProfileFields::default() };
        self.act(home, Command::SetProfile { fields }).expect("everybody may have a profile");
    }

    fn document(&mut self, home: usize, command: Command) -> DocId {
        let made = self.act(home, command).expect("the founder may").made;
        let Made::Document(id) = made else { panic!("a document was made, not {made:?}") };
        id
    }

    /// Lets somebody act; what comes of it goes onto the wire to all others.
    ///
    /// # Errors
    /// What the replica answers.
    pub fn act(&mut self, home: usize, command: Command) -> Result<Outcome, ExecuteError> {
        self.now = self.now.plus_ms(1 + u64::from(self.rng.next_u32() % 60_000));
        let at = self.homes.get_mut(home).expect("the home exists");
        let outcome = match at.replica.execute(command, &mut at.disk, self.now, &mut self.rng) {
            Ok(outcome) => outcome,
            Err(error) => {
                self.wake(home);
                return Err(error);
            }
        };
        at.disk.sync().expect("memory takes everything");
        self.publish_all(home, &outcome);
        Ok(outcome)
    }

    fn publish_all(&mut self, home: usize, outcome: &Outcome) {
        for entry in &outcome.publish {
            self.published.push((entry.hash(&self.community), entry.to_cbor()));
            self.publish(home, entry);
        }
    }

    fn publish(&mut self, from: usize, entry: &Entry) {
        let Some(at) = self.homes.get(from).filter(|at| !at.is_cut_off) else { return };
        let Some((topic, data)) = at.replica.to_gossip(entry, &mut self.rng) else { return };
        for to in (0..self.homes.len()).filter(|to| *to != from) {
            let reached = self.homes.get(to).filter(|other| !other.is_cut_off && other.replica.topics().contains(&topic));
            if let Some(entry) = reached.and_then(|other| other.replica.from_gossip(&topic, &data)) {
                self.wire.push((to, entry.to_cbor()));
            }
        }
    }

    /// Delivers one thing from the wire, any; sometimes twice, sometimes not at all.
    ///
    /// # Panics
    /// Where an honest entry is rejected.
    pub fn deliver_one(&mut self) {
        if self.wire.is_empty() {
            return;
        }
        let (to, bytes) = self.wire.swap_remove(self.rng.next_u32() as usize % self.wire.len());
        let fate = self.rng.next_u32() % 20;
        if fate == 0 {
            return;
        }
        if fate == 1 {
            self.wire.push((to, bytes.clone()));
        }
        let Some(at) = self.homes.get_mut(to).filter(|at| !at.is_cut_off) else { return };
        let entry = Entry::from_cbor(&bytes).expect("the wire carries what was written");
        let (reception, _) = at.replica.receive(entry, Source(7), &mut at.disk, self.now).expect("memory takes everything");
        let is_refused = matches!(reception, Reception::Rejected(_)) && !self.has_copies;
        assert!(!is_refused, "seed {}: an honest entry was {reception:?}", self.seed);
        at.disk.sync().expect("memory takes everything");
    }

    /// Brings what `from` holds to `to`, as a sync session does.
    ///
    /// # Panics
    /// Where an honest range is refused.
    pub fn catch_up(&mut self, to: usize, from: usize) {
        for _ in 0..8 {
            let [asker, answerer] = self.homes.get_disjoint_mut([to, from]).expect("two different homes");
            if asker.is_cut_off || answerer.is_cut_off {
                return;
            }
            let heads = answerer.replica.heads_for(Some(asker.replica.person()), &asker.replica.digest());
            let wants = asker.replica.compare(Source(7), &heads).wants;
            let mut new = 0;
            for want in wants {
                let mut after = want.after;
                while let Some((bytes, upto)) = answerer
                    .replica
                    .range(&allforone_core::sync::Want { after, ..want }, 4_096, &answerer.disk)
                    .expect("readable")
                {
                    let (taken, _) = asker.replica.receive_range(&bytes, Source(7), &mut asker.disk, self.now).expect("honest");
                    new += taken;
                    after = upto;
                    if after >= want.upto {
                        break;
                    }
                }
                if want.after == 0 {
                    for bytes in answerer.replica.side_ranges(&want.log, &answerer.disk).expect("readable") {
                        new += asker.replica.receive_range(&bytes, Source(7), &mut asker.disk, self.now).expect("honest").0;
                    }
                }
            }
            asker.disk.sync().expect("memory takes everything");
            if new == 0 {
                return;
            }
        }
    }

    /// Delivers everything, lets all catch up with all, and finishes what is left in the background.
    ///
    /// # Panics
    /// Where the store fails.
    pub fn settle(&mut self) {
        while !self.wire.is_empty() {
            self.deliver_one();
        }
        for _ in 0..4 {
            for to in 0..self.homes.len() {
                for from in (0..self.homes.len()).filter(|from| *from != to) {
                    self.catch_up(to, from);
                }
            }
        }
        for at in &mut self.homes {
            while at.replica.has_rebuilds() {
                at.replica.rebuild_step(&mut at.disk).expect("memory takes everything");
            }
        }
    }

    /// Switches a home off without warning and on again: what was not synced is gone.
    ///
    /// # Panics
    /// Where it does not come up again.
    pub fn restart(&mut self, home: usize) {
        let at = self.homes.get_mut(home).expect("the home exists");
        let disk = std::mem::replace(&mut at.disk, new_disk(&at.owner.key));
        at.disk = PackedStore::open(disk.into_engine().crash(), &at.owner.key).expect("a crashed disk opens");
        at.replica = Replica::open(self.community, &at.disk).expect("a crashed disk opens");
    }

    /// What a home shows: everything that members share, in one text.
    ///
    /// # Panics
    /// Where rows cannot be read.
    #[must_use]
    pub fn view(&self, home: usize) -> Vec<String> {
        self.homes.get(home).expect("the home exists").view()
    }
}

impl Home {
    /// Whether it holds an entry, on whatever branch.
    fn holds(&self, entry: &EntryHash) -> bool {
        self.replica.holds(entry)
    }

    /// What it shows: everything that members share, in one text.
    ///
    /// # Panics
    /// Where rows cannot be read.
    #[must_use]
    pub fn view(&self) -> Vec<String> {
        let index: Index<'_, dyn Store> = self.replica.index(&self.disk);
        let mut view = Vec::new();
        let (rooms, boards) = (index.rooms().expect("rows are readable"), index.boards().expect("rows are readable"));
        for room in &rooms {
            let mut before = None;
            loop {
                let page = index.messages(room.id, before.as_ref(), 50).expect("rows are readable");
                for message in page.items {
                    let named = index.message(&message.id).expect("rows are readable");
                    assert_eq!(named.as_ref(), Some(&message), "a message is found by its name");
                    let reactions = index.reactions(&message.id).expect("rows are readable");
                    view.push(format!("{message:?} {reactions:?}"));
                }
                before = page.next;
                if before.is_none() {
                    break;
                }
            }
        }
        let posts = boards.iter().flat_map(|board| index.posts(Some(board.id), None, 100).expect("rows are readable").items);
        for row in posts {
            let thread = index.thread(&allforone_core::domain::CommentOn::Post(row.post.id)).expect("rows are readable");
            for comment in &thread {
                assert_eq!(index.comment(&comment.id).expect("rows are readable").as_ref(), Some(comment), "by its name");
            }
            assert_eq!(index.post(&row.post.id).expect("rows are readable").as_ref(), Some(&row), "a post is found by its name");
            view.push(format!("{:?} {} {thread:?}", row.post, row.comments));
        }
        for event in index.events(None, 100).expect("rows are readable") {
            view.push(format!("{event:?} {:?}", index.answers(event.id).expect("rows are readable")));
        }
        view.push(format!("{:?}", index.profiles(None, 100).expect("rows are readable").items));
        view.push(format!("{rooms:?} {boards:?}"));
        view.push(format!("{:?}", self.replica.authority().members().collect::<Vec<_>>()));
        view
    }
}

impl World {
    /// The ids of the messages of the first room, newest first.
    ///
    /// # Panics
    /// Where rows cannot be read.
    #[must_use]
    pub fn messages(&self, home: usize) -> Vec<ObjRef> {
        let at = self.homes.get(home).expect("the home exists");
        let page = at.replica.index(&at.disk).messages(self.room, None, 100).expect("rows are readable");
        page.items.into_iter().map(|message| message.id).collect()
    }

    /// The ids of the posts of the first board, newest first.
    ///
    /// # Panics
    /// Where rows cannot be read.
    #[must_use]
    pub fn posts(&self, home: usize) -> Vec<ObjRef> {
        let at = self.homes.get(home).expect("the home exists");
        let page = at.replica.index(&at.disk).posts(Some(self.board), None, 100).expect("rows are readable");
        page.items.into_iter().filter(|row| !row.post.deleted).map(|row| row.post.id).collect()
    }
}

impl Owner {
    fn new(words: Seed, seed: u64, now: Timestamp, rng: &mut ChaCha20Rng) -> Self {
        let key = StoreKey::generate(&mut ChaCha20Rng::seed_from_u64(seed ^ 0xd15c));
        Self { persona: Persona::from_seed(&words, 0, now, rng), words, key }
    }
}

fn new_disk(key: &StoreKey) -> Disk {
    PackedStore::open(MemoryEngine::new(), key).expect("a fresh disk opens")
}
