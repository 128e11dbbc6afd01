//! The one loop that owns the replicas, the store and what is said to the network.
//!
//! ```text
//! commands ─┐                         ┌─► answers        (after the store is durable)
//! network ──┼─► ears ─► Message ─► turn ─► store.sync ───┼─► gossip         (after the store is durable)
//! sessions ─┘                         └─► notices        (what screens ask again)
//! ```
//!
//! A turn takes what has gathered while the last sync was running, runs it, syncs once, and only then lets anything out:
//! *persist before publish*. The driver runs on its own thread and never waits for the network.

mod asks;
mod book;
mod calendar_feed;
mod clock;
mod commands;
mod door;
mod ears;
mod example;
mod gossip;
mod identity;
mod inbox;
mod intake;
mod joins;
mod knock;
mod link;
mod looks;
mod mouth;
mod notify;
mod opening;
mod peers;
mod pull;
mod recovery;
mod serve;
mod session;
mod sync;
#[cfg(test)]
mod testing;
mod turn;

use crate::announcer::Announcer;
use crate::error::{ErrorCode, NodeError};
use crate::folder::DataFolder;
use crate::handle::{NodeHandle, Running};
use crate::keychain::StoreSecret;
use crate::start::{Setup, StartError};
use crate::subject::Subject;
use crate::view::{KeySource, Settings};
use allforone_core::entry::Entry;
use allforone_core::id::CommunityId;
use allforone_core::outcome::Outcome;
use allforone_core::replica::Replica;
use allforone_core::store::{Store, StoreError};
use allforone_core::subject as core;
use allforone_core::time::Timestamp;
use allforone_p2p as p2p;
use book::Book;
use identity::Identity;
use joins::Joins;
use link::Link;
use mouth::Mouth;
use opening::Memory;
use peers::Peers;
use rand::rngs::SysRng;
use rand_core::UnwrapErr;
use recovery::Health;
use std::collections::{BTreeMap, BTreeSet};

/// Everything a node decides with. Lives on one thread.
pub struct Driver {
    store: Box<dyn Store + Send>,
    folder: DataFolder,
    key: StoreSecret,
    keep_free_bytes: u64,
    key_source: KeySource,
    replicas: BTreeMap<CommunityId, Replica>,
    identity: Identity,
    settings: Settings,
    peers: Peers,
    book: Book,
    joins: Joins,
    looks: looks::Looks,
    intake: intake::Intake,
    asks: asks::Asks,
    topics: BTreeMap<p2p::Topic, CommunityId>,
    /// Where others can dial this node.
    listening: BTreeSet<p2p::Multiaddr>,
    /// What is searched, in memory.
    searches: commands::Searches,
    /// What is unread, counted once for each change.
    counts: commands::Counts,
    exports: commands::Exports,
    network: Option<Network>,
    announcer: Announcer,
    runtime: tokio::runtime::Handle,
    link: Link,
    rng: UnwrapErr<SysRng>,
    /// Communities whose history is known to be here.
    settled: BTreeSet<CommunityId>,
    clock: clock::Clock,
    /// Since when this node runs.
    started: Timestamp,
    /// When the size of the data was last looked at, and what it was.
    measured: (Timestamp, u64),
    /// How many changes waited for another member when the screens were last told.
    waiting_told: u32,
    /// What the system is to show, and what comes when.
    teller: notify::Teller,
    /// The port of calendar subscriptions, while it is open.
    feed_open: Option<calendar_feed::OpenFeed>,
    /// Communities that are an example on this machine: the network never hears of them.
    examples: BTreeSet<CommunityId>,
    /// Entries that go out once they are durable.
    outbox: Vec<(CommunityId, Entry)>,
    /// What screens are told once it is durable.
    changed: BTreeSet<Subject>,
    /// Whether something was committed since the last sync.
    is_dirty: bool,
    /// Whether the store takes writes.
    health: Health,
}

/// The driver's side of the network.
pub(crate) struct Network {
    handle: p2p::Handle,
    mouth: Mouth,
}

/// Starts a node; returns when it listens.
///
/// # Errors
/// [`StartError`]; the data folder is let go then.
pub async fn start(setup: Setup) -> Result<Running, StartError> {
    let Setup { folder, key, key_source, network, keep_free_bytes } = setup;
    let named = |error: StartError| error.of(folder.path());
    let mut store = opening::open_with_reserve(&folder, &key).map_err(named)?;
    let memory = opening::guarded(|| Memory::read(store.as_ref())).map_err(named)?;
    let Memory { identity, settings, replicas, examples, book } = memory;
    let (handle, requests, announcer) = NodeHandle::pair();
    let (sender, inbox) = tokio::sync::mpsc::channel(link::QUEUE);
    let link = Link(sender);
    let (network, events) = match network {
        Some(config) => {
            let (network, events) = ears::start_network(&config, &book, store.as_mut()).await?;
            (Some(network), Some(events))
        }
        None => (None, None),
    };
    ears::listen(link.clone(), requests, events);
    let (peer_id, addresses) = match &network {
        Some(network) => (network.handle.local_peer_id().to_string(), ears::addresses(&network.handle).await),
        None => Default::default(),
    };
    let mut driver = Driver {
        store,
        folder,
        key,
        keep_free_bytes,
        key_source,
        replicas,
        identity,
        settings,
        peers: Peers::default(),
        book,
        joins: Joins::default(),
        looks: looks::Looks::default(),
        intake: intake::Intake::default(),
        asks: asks::Asks::default(),
        topics: BTreeMap::new(),
        listening: addresses.iter().filter_map(|address| address.parse().ok()).collect(),
        searches: commands::Searches::default(),
        counts: commands::Counts::default(),
        exports: commands::Exports::default(),
        network,
        announcer,
        runtime: tokio::runtime::Handle::current(),
        link,
        rng: UnwrapErr(SysRng),
        settled: BTreeSet::new(),
        clock: clock::Clock::new(),
        started: Timestamp(0),
        measured: (Timestamp(0), 0),
        waiting_told: 0,
        teller: notify::Teller::default(),
        feed_open: None,
        examples,
        outbox: Vec::new(),
        changed: BTreeSet::new(),
        is_dirty: false,
        health: Health::default(),
    };
    driver.started = driver.now();
    driver.reopen_feed();
    driver.subscribe();
    std::thread::Builder::new()
        .name("driver".into())
        .spawn(move || turn::run(driver, inbox))
        .map_err(|source| StartError::io("a thread for the driver", source))?;
    Ok(Running { handle, peer_id, addresses })
}

impl Driver {
    /// Returns the time.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Returns the source of chance.
    pub(crate) fn rng(&mut self) -> &mut UnwrapErr<SysRng> {
        &mut self.rng
    }

    /// Returns fresh random bytes.
    pub(crate) fn nonce(&mut self) -> [u8; 32] {
        let mut nonce = [0; 32];
        rand_core::Rng::fill_bytes(&mut self.rng, &mut nonce);
        nonce
    }

    /// Takes over what a step of the core asks for; it goes out after the next sync.
    pub(crate) fn take_over(&mut self, community: CommunityId, outcome: &mut Outcome) {
        self.is_dirty = true;
        if outcome.changed.contains(&core::Subject::Events) {
            self.reminders_changed();
        }
        self.searches.note(&community, &outcome.rows);
        self.counts.note(&community, &std::mem::take(&mut outcome.rows));
        if !outcome.fresh.is_empty() {
            let heard = self.hear(community, &std::mem::take(&mut outcome.fresh));
            self.tell(community, &heard);
        }
        self.outbox.extend(outcome.publish.drain(..).map(|entry| (community, entry)));
        let id = community.to_string();
        self.changed.extend(std::mem::take(&mut outcome.changed).into_iter().map(|subject| peers::subject(&id, subject)));
    }

    /// Says that a screen is out of date, once all is durable.
    pub(crate) fn announce(&mut self, subject: Subject) {
        if let Subject::Unread(community) = &subject {
            self.counts.forget(community);
        }
        self.changed.insert(subject);
    }
}

/// Returns what a store's failure means to who called.
pub(crate) fn node_error(error: &StoreError) -> NodeError {
    match error {
        StoreError::DiskFull => NodeError::new(ErrorCode::DiskFull),
        StoreError::Io(source) => NodeError::new(ErrorCode::ReadOnly).with_details(source),
        StoreError::InUse | StoreError::WrongKey | StoreError::Corrupt(_) | StoreError::Newer { .. } => {
            NodeError::new(ErrorCode::ReadOnly).with_details(error)
        }
    }
}

fn store_error(error: StoreError) -> StartError {
    match error {
        StoreError::Newer { found, .. } => StartError::Newer(found),
        StoreError::DiskFull => StartError::io("the data", std::io::ErrorKind::StorageFull.into()),
        StoreError::Io(source) => StartError::io("the data", source),
        other @ (StoreError::InUse | StoreError::WrongKey | StoreError::Corrupt(_)) => StartError::corrupt(other),
    }
}
