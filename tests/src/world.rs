//! A small world in one thread: several replicas, one seed, a wire that shuffles, doubles and loses.

use allforone_core::command::{Command, ProfileFields};
use allforone_core::encryption::StoreKey;
use allforone_core::entry::Entry;
use allforone_core::id::{CommunityId, DocId, ObjRef};
use allforone_core::identity::{Persona, Seed};
use allforone_core::index::Index;
use allforone_core::outcome::{Made, Outcome};
use allforone_core::replica::{ExecuteError, InviteLink, Reception, Replica, Source};
use allforone_core::store::{MemoryEngine, SealedStore, Store};
use allforone_core::time::Timestamp;
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};

/// The store of one replica.
pub type Disk = SealedStore<MemoryEngine>;

/// One person's device.
pub struct Home {
    /// Its replica; absent while it is switched off.
    pub replica: Replica,
    /// Its disk.
    pub disk: Disk,
    /// Whether it is cut off from all others.
    pub is_cut_off: bool,
    key: StoreKey,
}

/// Several homes and the wire between them.
pub struct World {
    /// The homes; the first founded the community.
    pub homes: Vec<Home>,
    /// Live entries on their way: to whom, what.
    pub wire: Vec<(usize, Vec<u8>)>,
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
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let mut now = MORNING;
        let mut disk = new_disk(seed);
        let persona = new_persona(now, &mut rng);
        let (replica, _) = Replica::found("Rue des Lilas", "neighbourhood", &persona, None, &mut disk, now, &mut rng)
            .expect("a community can be founded");
        let community = replica.community();
        let mut world = Self {
            homes: vec![Home { replica, disk, is_cut_off: false, key: store_key(seed) }],
            wire: Vec::new(),
            rng,
            now,
            seed,
            community,
            room: DocId::ZERO,
            board: DocId::ZERO,
        };
        world.name(0);
        world.room = world.document(0, Command::CreateRoom { name: "Discussion".into(), purpose: String::new() });
        world.board = world.document(0, Command::CreateBoard { name: "Tableau".into(), purpose: String::new() });
        let invite =
            Command::CreateInvite { role: allforone_core::domain::Rank::Member, uses: None, expires: None, approval: false };
        let made = world.act(0, invite).expect("the founder may invite").made;
        let Made::Invite { id, seed: invite_seed } = made else { panic!("an invite was made") };
        let link = InviteLink { community, invite: id, seed: invite_seed, hints: Vec::new() };
        for home in 1..homes {
            now = now.plus_ms(1_000);
            world.now = now;
            world.join(home, &link);
        }
        world.wire.clear();
        world.settle();
        world
    }

    fn join(&mut self, home: usize, link: &InviteLink) {
        let persona = new_persona(self.now, &mut self.rng);
        let request = Replica::join_request(&persona, link, b"");
        let host = self.homes.first_mut().expect("the founder is there");
        let admitted = host.replica.admit(&request, &mut host.disk, self.now, &mut self.rng).expect("the invite is good");
        let mut disk = new_disk(self.seed + home as u64);
        let (replica, _) = Replica::join(self.community, &persona, &admitted.welcome, &admitted.ranges, &mut disk, self.now)
            .expect("what was handed over is in order");
        self.homes.push(Home { replica, disk, is_cut_off: false, key: store_key(self.seed + home as u64) });
        self.catch_up(home, 0);
        self.name(home);
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
        let outcome = at.replica.execute(command, &mut at.disk, self.now, &mut self.rng)?;
        at.disk.sync().expect("memory takes everything");
        for entry in &outcome.publish {
            self.publish(home, entry);
        }
        Ok(outcome)
    }

    fn publish(&mut self, from: usize, entry: &Entry) {
        let Some(at) = self.homes.get(from).filter(|at| !at.is_cut_off) else { return };
        let Some((topic, data)) = at.replica.to_gossip(entry, &mut self.rng) else { return };
        for to in (0..self.homes.len()).filter(|to| *to != from) {
            let reached = self.homes.get(to).filter(|other| !other.is_cut_off && other.replica.topics().contains(&topic));
            if let Some(entry) = reached.and_then(|other| other.replica.from_gossip(&topic, &data)) {
                self.wire.push((to, allforone_core::cbor::Cbor::to_cbor(&entry)));
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
        let entry = allforone_core::cbor::Cbor::from_cbor(&bytes).expect("the wire carries what was written");
        let (reception, _) = at.replica.receive(entry, Source(7), &mut at.disk, self.now).expect("memory takes everything");
        assert!(!matches!(reception, Reception::Rejected(_)), "seed {}: an honest entry was {reception:?}", self.seed);
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
        for _ in 0..2 {
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
        let disk = std::mem::replace(&mut at.disk, new_disk(0));
        at.disk = SealedStore::open(disk.into_engine().crash(), &at.key).expect("a crashed disk opens");
        at.replica = Replica::open(self.community, &at.disk).expect("a crashed disk opens");
    }

    /// What a home shows: everything that members share, in one text.
    ///
    /// # Panics
    /// Where rows cannot be read.
    #[must_use]
    pub fn view(&self, home: usize) -> Vec<String> {
        let at = self.homes.get(home).expect("the home exists");
        let index: Index<'_, dyn Store> = at.replica.index(&at.disk);
        let mut view = Vec::new();
        let mut before = None;
        loop {
            let page = index.messages(self.room, before.as_ref(), 50).expect("rows are readable");
            for message in page.items {
                let reactions = index.reactions(&message.id).expect("rows are readable");
                view.push(format!("{message:?} {reactions:?}"));
            }
            before = page.next;
            if before.is_none() {
                break;
            }
        }
        let posts = index.posts(Some(self.board), None, 100).expect("rows are readable");
        for row in posts.items {
            let thread = index.thread(&allforone_core::domain::CommentOn::Post(row.post.id)).expect("rows are readable");
            view.push(format!("{:?} {} {thread:?}", row.post, row.comments));
        }
        for event in index.events(None, 100).expect("rows are readable") {
            view.push(format!("{event:?} {:?}", index.answers(event.id).expect("rows are readable")));
        }
        view.push(format!("{:?}", index.profiles(None, 100).expect("rows are readable").items));
        view.push(format!("{:?} {:?}", index.rooms().expect("rows are readable"), index.boards().expect("rows are readable")));
        view.push(format!("{:?}", at.replica.authority().members().collect::<Vec<_>>()));
        view
    }

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
}

impl World {
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

fn store_key(seed: u64) -> StoreKey {
    StoreKey::generate(&mut ChaCha20Rng::seed_from_u64(seed ^ 0xd15c))
}

fn new_disk(seed: u64) -> Disk {
    SealedStore::open(MemoryEngine::new(), &store_key(seed)).expect("a fresh disk opens")
}

fn new_persona(now: Timestamp, rng: &mut ChaCha20Rng) -> Persona {
    let seed = Seed::generate(rng);
    Persona::from_seed(&seed, 0, now, rng)
}
