//! An example community: imaginary neighbours who lived a week on this machine.
//!
//! ```text
//! neighbours (replicas in memory) ─ execute ─► entries ─► each other (receive)
//!                                                    └──► this person's replica (ranges, on disk): the road of any member
//! ```
//!
//! The neighbours are forgotten at the end; their entries stay, signed by keys that are gone. The community is marked in this
//! device's own tree and never named to the network: no topic, no session, no invite. This person's name in it comes from
//! words that nobody keeps, so it takes none of the places of the recovery words.

mod story;
mod words;

use super::{Driver, inbox};
use crate::driver::commands::{begin_error, execute_error};
use crate::error::{ErrorCode, NodeError};
use crate::view::PhraseLanguage;
use allforone_core::authority::Quotas;
use allforone_core::command::{Command, ProfileFields};
use allforone_core::domain::Rank;
use allforone_core::encryption::StoreKey;
use allforone_core::entry::Entry;
use allforone_core::id::{CommunityId, DocId, ObjRef};
use allforone_core::identity::{Persona, Seed};
use allforone_core::outcome::Made;
use allforone_core::replica::{InviteLink, Replica, Source};
use allforone_core::store::{Batch, MemoryEngine, MemoryStore, Store, StoreError, Tree, keys};
use allforone_core::sync::Want;
use allforone_core::time::{DAY_MS, HOUR_MS, MINUTE_MS, Timestamp};
use std::collections::BTreeSet;
use words::Words;

/// Name of the mark in this device's own tree.
const EXAMPLE: &str = "example";
/// How long ago the street began.
const BEGAN_MS: u64 = 7 * DAY_MS;
/// How long ago this person was last there: what came since then is new.
const LAST_VISIT_MS: u64 = 20 * HOUR_MS;
/// Shortest time between two acts.
const PACE_MS: u64 = 1_000;
/// Rounds of comparing until this person has all; authority may open further lanes.
const MAX_ROUNDS: usize = 8;
/// Bytes of one range.
const RANGE_BYTES: usize = 256 * 1024;

/// Returns the example communities among `communities`.
///
/// # Errors
/// [`StoreError`].
pub(super) fn marked<'c>(
    communities: impl IntoIterator<Item = &'c CommunityId>,
    store: &dyn Store,
) -> Result<BTreeSet<CommunityId>, StoreError> {
    let mut marked = BTreeSet::new();
    for community in communities {
        if store.get(Tree::Own, &keys::named(community, EXAMPLE, &[]))?.is_some() {
            marked.insert(*community);
        }
    }
    Ok(marked)
}

/// Makes an example community; where a step fails, the caller removes what there is of it.
pub(super) fn make(driver: &mut Driver, lang: PhraseLanguage) -> Result<CommunityId, NodeError> {
    let words = match lang {
        PhraseLanguage::Fr => &words::FRENCH,
        PhraseLanguage::En => &words::ENGLISH,
    };
    let now = driver.now();
    let mut street = Street::found(driver, words, now)?;
    story::tell(&mut street)?;
    street.settle()
}

/// An imaginary neighbour.
struct Neighbour {
    replica: Replica,
    store: MemoryStore,
}

/// The street while it is made.
struct Street<'d> {
    driver: &'d mut Driver,
    words: &'static Words,
    /// The first founded it.
    neighbours: Vec<Neighbour>,
    community: CommunityId,
    /// The moment at which all is told.
    now: Timestamp,
    /// How far the story is.
    clock: Timestamp,
}

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    /// A neighbour by number.
    Neighbour(usize),
    /// This person.
    Me,
}

impl<'d> Street<'d> {
    /// Founds the street, lets the neighbours and this person in.
    fn found(driver: &'d mut Driver, words: &'static Words, now: Timestamp) -> Result<Self, NodeError> {
        let clock = Timestamp(now.0.saturating_sub(BEGAN_MS));
        let persona = imaginary(driver, clock);
        let mut store = memory(driver)?;
        let founded = Replica::found(
            words.community,
            "neighbourhood",
            &persona,
            Some(Quotas::default()),
            &mut store,
            clock,
            &mut driver.rng,
        );
        let (replica, _) = founded.map_err(|error| begin_error(&error))?;
        let community = replica.community();
        let mut street = Self { driver, words, neighbours: vec![Neighbour { replica, store }], community, now, clock };
        let link = street.invite()?;
        for _ in 1..words.people.len() {
            street.pass(PACE_MS);
            let persona = imaginary(street.driver, street.clock);
            let mut store = memory(street.driver)?;
            let (welcome, ranges) = street.knock(&persona, &link)?;
            let joined = Replica::join(community, &persona, &welcome, &ranges, &mut store, street.clock);
            let (replica, _) = joined.map_err(|error| begin_error(&error))?;
            street.neighbours.push(Neighbour { replica, store });
        }
        street.let_me_in(&link)?;
        Ok(street)
    }

    /// This person joins as a moderator, to try everything; the mark comes first, so that a restart knows what this is.
    fn let_me_in(&mut self, link: &InviteLink) -> Result<(), NodeError> {
        self.pass(PACE_MS);
        let persona = imaginary(self.driver, self.clock);
        self.knock(&persona, link)?;
        self.act(Who::Neighbour(0), Command::SetRole { person: persona.person(), role: Rank::Moderator })?;
        // Asked again, the founder hands over what a moderator may read.
        let (welcome, ranges) = self.knock(&persona, link)?;
        let mut batch = Batch::new();
        batch.put(Tree::Own, keys::named(&self.community, EXAMPLE, &[]), vec![1]);
        self.driver.store.commit(batch)?;
        self.driver.is_dirty = true;
        self.driver.examples.insert(self.community);
        let joined = Replica::join(self.community, &persona, &welcome, &ranges, self.driver.store.as_mut(), self.clock);
        let (replica, mut outcome) = joined.map_err(|error| begin_error(&error))?;
        self.driver.replicas.insert(self.community, replica);
        self.driver.take_over(self.community, &mut outcome);
        self.driver.is_settled_now(self.community);
        let words = self.words;
        for (number, person) in words.people.iter().enumerate() {
            let list = |text: &str| text.split(", ").filter(|word| !word.is_empty()).map(str::to_owned).collect();
            let fields = ProfileFields {
                name: person.name.to_owned(),
                about: person.about.to_owned(),
                languages: list(person.languages),
                can_help: list(person.can_help),
                wants_to_learn: list(person.wants_to_learn),
                contact: person.contact.to_owned(),
                color: None,
            };
            self.act(Who::Neighbour(number), Command::SetProfile { fields })?;
        }
        let fields = ProfileFields { name: words.me.to_owned(), ..ProfileFields::default() };
        self.act(Who::Me, Command::SetProfile { fields }).map(drop)
    }

    /// Time passes.
    fn pass(&mut self, ms: u64) {
        self.clock = self.clock.plus_ms(ms).min(self.now);
    }

    /// The story goes on at so many minutes before now.
    fn ago(&mut self, minutes: u64) {
        let at = Timestamp(self.now.0.saturating_sub(minutes * MINUTE_MS));
        self.clock = self.clock.max(at);
    }

    fn invite(&mut self) -> Result<InviteLink, NodeError> {
        let command = Command::CreateInvite { role: Rank::Member, uses: None, expires: None, approval: false };
        match self.act(Who::Neighbour(0), command)? {
            Made::Invite { id, seed } => Ok(InviteLink { community: self.community, invite: id, seed, hints: Vec::new() }),
            Made::Nothing | Made::Object(_) | Made::Document(_) => Err(NodeError::internal("no invite was made")),
        }
    }

    /// The founder opens the door; what that wrote goes to all.
    fn knock(&mut self, persona: &Persona, link: &InviteLink) -> Result<(Vec<u8>, Vec<Vec<u8>>), NodeError> {
        let request = Replica::join_request(persona, link, b"");
        let founder = self.neighbours.first_mut().ok_or_else(|| NodeError::internal("nobody lives here"))?;
        let admitted = founder.replica.admit(&request, &mut founder.store, self.clock, &mut self.driver.rng);
        let admitted = admitted.map_err(|why| NodeError::internal(format!("the door stays closed: {why:?}")))?;
        self.spread(0, &admitted.outcome.publish)?;
        Ok((admitted.welcome, admitted.ranges))
    }

    /// Somebody acts; the neighbours hear of it at once, this person when they next look.
    fn act(&mut self, who: Who, command: Command) -> Result<Made, NodeError> {
        self.pass(PACE_MS);
        match who {
            Who::Neighbour(number) => {
                let at = self.neighbours.get_mut(number).ok_or_else(|| NodeError::internal("nobody lives here"))?;
                let outcome = at.replica.execute(command, &mut at.store, self.clock, &mut self.driver.rng);
                let outcome = outcome.map_err(|error| execute_error(&error))?;
                self.spread(number, &outcome.publish)?;
                Ok(outcome.made)
            }
            Who::Me => {
                self.look()?;
                let (driver, community) = (&mut *self.driver, self.community);
                let replica = driver.replicas.get_mut(&community).ok_or_else(|| NodeError::not_found("community"))?;
                let outcome = replica.execute(command, driver.store.as_mut(), self.clock, &mut driver.rng);
                let mut outcome = outcome.map_err(|error| execute_error(&error))?;
                outcome.fresh.clear();
                let entries = std::mem::take(&mut outcome.publish);
                driver.take_over(community, &mut outcome);
                self.spread(usize::MAX, &entries)?;
                Ok(outcome.made)
            }
        }
    }

    /// Brings entries to all neighbours but the one who wrote them.
    fn spread(&mut self, from: usize, entries: &[Entry]) -> Result<(), NodeError> {
        for (number, at) in self.neighbours.iter_mut().enumerate().filter(|(number, _)| *number != from) {
            for entry in entries {
                at.replica.receive(entry.clone(), Source(number as u64), &mut at.store, self.clock)?;
            }
        }
        Ok(())
    }

    /// This person becomes equal with the founder, as with any neighbour: by ranges.
    fn look(&mut self) -> Result<(), NodeError> {
        const SOURCE: Source = Source(0);
        let Some(founder) = self.neighbours.first() else { return Ok(()) };
        for _ in 0..MAX_ROUNDS {
            let Some(me) = self.driver.replicas.get(&self.community) else { return Ok(()) };
            let heads = founder.replica.heads_for(Some(me.person()), &me.digest());
            let wants = me.compare(SOURCE, &heads).wants;
            if wants.is_empty() {
                return Ok(());
            }
            for want in wants {
                let mut after = want.after;
                while let Some((bytes, upto)) = founder.replica.range(&Want { after, ..want }, RANGE_BYTES, &founder.store)? {
                    let Some(me) = self.driver.replicas.get_mut(&self.community) else { return Ok(()) };
                    let received = me.receive_range(&bytes, SOURCE, self.driver.store.as_mut(), self.clock);
                    let (_, mut outcome) = received.map_err(NodeError::internal)?;
                    self.driver.take_over(self.community, &mut outcome);
                    if upto <= after || upto >= want.upto {
                        break;
                    }
                    after = upto;
                }
            }
        }
        Ok(())
    }

    /// Everybody has everything; this person was last here yesterday.
    fn settle(mut self) -> Result<CommunityId, NodeError> {
        self.clock = self.now;
        self.look()?;
        let (driver, community) = (self.driver, self.community);
        for (number, at) in self.neighbours.iter_mut().enumerate() {
            let (person, holds) = (at.replica.person(), at.replica.have(Source(number as u64)));
            let Some(me) = driver.replicas.get_mut(&community) else { continue };
            let mut outcome = me.note_have(person, &holds, driver.store.as_mut())?;
            driver.take_over(community, &mut outcome);
        }
        let seen = Timestamp(self.now.0.saturating_sub(LAST_VISIT_MS));
        let mut batch = Batch::new();
        if let Some(me) = driver.replicas.get(&community) {
            let index = me.index(driver.store.as_ref());
            let rooms = index.rooms()?.into_iter().map(|room| room.id);
            for place in rooms.chain(index.boards()?.into_iter().map(|board| board.id)) {
                index.mark_read(place, seen, &mut batch)?;
            }
        }
        inbox::mark_visit(&community, seen, false, driver.store.as_ref(), &mut batch)?;
        driver.commit(batch)?;
        Ok(community)
    }
}

/// Returns somebody new, of words that nobody keeps.
fn imaginary(driver: &mut Driver, created: Timestamp) -> Persona {
    let seed = Seed::generate(&mut driver.rng);
    Persona::from_seed(&seed, 0, created, &mut driver.rng)
}

fn memory(driver: &mut Driver) -> Result<MemoryStore, NodeError> {
    let key = StoreKey::from_secret(driver.nonce());
    Ok(MemoryStore::open(MemoryEngine::new(), &key)?)
}

/// What an act made must have a name.
fn object(made: Made) -> Result<ObjRef, NodeError> {
    if let Made::Object(id) = made { Ok(id) } else { Err(NodeError::internal("nothing was written")) }
}

/// What an act made must be a document.
fn document(made: Made) -> Result<DocId, NodeError> {
    if let Made::Document(id) = made { Ok(id) } else { Err(NodeError::internal("nothing was opened")) }
}

impl Driver {
    /// Refuses where something would reach out from an example.
    ///
    /// # Errors
    /// `not_allowed` with a sentence.
    pub(super) fn check_real(&self, community: &CommunityId) -> Result<(), NodeError> {
        if self.examples.contains(community) {
            return Err(NodeError::new(ErrorCode::NotAllowed).with_message(
                "This is an example on this computer, so nobody can be invited to it. Nothing was changed. Create a community of your own to invite people.",
            ));
        }
        Ok(())
    }
}
