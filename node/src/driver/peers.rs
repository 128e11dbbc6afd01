//! Other machines: who is connected, whose they are, when we last were equal.

use super::Driver;
use super::door::open_door;
use super::mouth::Saying;
use super::pull::pull;
use super::serve::serve;
use super::session::SessionError;
use crate::subject::Subject;
use allforone_core::id::{CommunityId, PersonId};
use allforone_core::limits::MAX_AHEAD_MS;
use allforone_core::replica::Source;
use allforone_core::subject as core;
use allforone_core::time::Timestamp;
use allforone_p2p::{self as p2p, Multiaddr, OpenError, PeerId, Protocol};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tokio::sync::Notify;

/// Machines that are remembered while this program runs; those not connected give way first.
const MAX_PEERS: usize = 1_024;

/// What is said of a machine with which nothing can be exchanged.
const OTHER_VERSION: &str = "This machine runs another version of AllForOne; nothing is exchanged until both are updated.";

/// What is known of a machine.
#[derive(Clone, Debug)]
pub(super) struct Known {
    /// Where it was last seen.
    pub(super) address: Multiaddr,
    /// Whether it is connected.
    pub(super) is_connected: bool,
    /// Whether a relay is in between.
    pub(super) is_relayed: bool,
    /// Connected, or lost, since.
    pub(super) since: Timestamp,
    /// When we last held all that it holds.
    pub(super) equal_at: Option<Timestamp>,
    /// Who has proven to speak through it.
    pub(super) people: BTreeMap<CommunityId, PersonId>,
    /// Version of the sync protocol it speaks.
    pub(super) speaks: Option<u64>,
    /// What it says that it runs.
    pub(super) agent: Option<String>,
    /// How far its clock is ahead of ours, in milliseconds.
    pub(super) ahead_ms: i64,
    /// What to know about it.
    pub(super) note: Option<String>,
}

impl Known {
    /// Returns which version of AllForOne it says it runs: short and printable, or nothing.
    pub(super) fn version(&self) -> Option<&str> {
        let version = self.agent.as_deref()?.strip_prefix("allforone/")?;
        let is_plain = |c: char| c.is_ascii_alphanumeric() || ".-+".contains(c);
        (version.starts_with(|c: char| c.is_ascii_digit()) && version.len() <= 32 && version.chars().all(is_plain))
            .then_some(version)
    }

    /// Returns whether it says that it only passes connections on.
    fn is_relay(&self) -> bool {
        self.agent.as_deref().is_some_and(|agent| agent.starts_with("allforone-relay"))
    }
}

/// The machines.
#[derive(Default)]
pub(super) struct Peers {
    known: BTreeMap<PeerId, Known>,
    pulls: BTreeMap<PeerId, Arc<Notify>>,
    unacknowledged: BTreeSet<CommunityId>,
    /// Counts the sets of communities: a session of an older set ends and is opened again.
    generation: u64,
}

impl Peers {
    /// Returns all machines, by name.
    pub(super) fn all(&self) -> impl Iterator<Item = (&PeerId, &Known)> {
        self.known.iter()
    }

    /// Returns one machine.
    pub(super) fn get(&self, peer: &PeerId) -> Option<&Known> {
        self.known.get(peer)
    }

    /// Returns how many are connected, relays not counted.
    pub(super) fn connected(&self) -> u32 {
        u32::try_from(self.known.values().filter(|known| known.is_connected && !known.is_relay()).count()).unwrap_or(u32::MAX)
    }

    /// Returns the people of a community who are connected now.
    pub(super) fn online(&self, community: &CommunityId) -> BTreeSet<PersonId> {
        let connected = self.known.values().filter(|known| known.is_connected);
        connected.filter_map(|known| known.people.get(community).copied()).collect()
    }

    fn make_room(&mut self) {
        if self.known.len() >= MAX_PEERS {
            let idle = self.known.iter().filter(|(_, known)| !known.is_connected).min_by_key(|(_, known)| known.since);
            if let Some(peer) = idle.map(|(peer, _)| *peer) {
                self.known.remove(&peer);
            }
        }
    }
}

/// Returns the number by which the core tells peers apart.
pub(super) fn source(peer: &PeerId) -> Source {
    let hash = blake3::hash(&peer.to_bytes());
    Source(u64::from_le_bytes(hash.as_bytes().first_chunk::<8>().copied().unwrap_or_default()))
}

/// Returns a subject of the core as the outside hears it.
pub(super) fn subject(community: &str, subject: core::Subject) -> Subject {
    let c = community.to_owned();
    match subject {
        core::Subject::Community => Subject::Communities,
        core::Subject::Members => Subject::Members(c),
        core::Subject::Profile(person) => Subject::Profile(c, person.to_string()),
        core::Subject::Invites => Subject::Invites(c),
        core::Subject::Rooms => Subject::Rooms(c),
        core::Subject::Messages(room) => Subject::Messages(c, room.to_string()),
        core::Subject::Boards => Subject::Boards(c),
        core::Subject::Posts(board) => Subject::Posts(c, board.to_string()),
        core::Subject::Thread(post) => Subject::Thread(c, post.to_string()),
        core::Subject::Events => Subject::Events(c),
        core::Subject::Event(event) => Subject::Event(c, event.to_string()),
        core::Subject::Groups => Subject::Groups(c),
        core::Subject::Group(group) => Subject::Group(c, group.to_string()),
        core::Subject::Unread => Subject::Unread(c),
    }
}

impl Driver {
    /// Takes in what the network tells.
    pub(super) fn on_network(&mut self, event: p2p::Event) {
        match event {
            p2p::Event::Connected { peer, address, relayed, .. } => self.on_connected(peer, address, relayed),
            p2p::Event::Disconnected { peer } => self.on_disconnected(&peer),
            p2p::Event::CatchUpDue { peer } => self.pull_soon(peer),
            p2p::Event::Gossip { topic, id, source, data } => self.on_gossip(topic, id, source, &data),
            p2p::Event::InboundStream { peer, protocol, stream } => self.on_stream(peer, protocol, stream),
            p2p::Event::DialFailed { peer, address, reason } => {
                tracing::debug!(?peer, ?address, reason, "a dial failed");
            }
            p2p::Event::Listening(address) => {
                self.listening.insert(address);
                self.announce(Subject::Status);
            }
            p2p::Event::NoLongerListening(address) => {
                self.listening.remove(&address);
                self.announce(Subject::Status);
            }
            p2p::Event::AddressConfirmed(_) => self.announce(Subject::Status),
            p2p::Event::Identified { peer, agent } => self.on_identified(&peer, agent),
            p2p::Event::Discovered { .. }
            | p2p::Event::Subscribed { .. }
            | p2p::Event::Unsubscribed { .. }
            | p2p::Event::RelayReady { .. }
            | p2p::Event::RelayLost { .. } => (),
        }
    }

    fn on_connected(&mut self, peer: PeerId, address: Multiaddr, is_relayed: bool) {
        self.peers.make_room();
        let since = self.now();
        let known = self.peers.known.entry(peer).or_insert_with(|| Known {
            address: address.clone(),
            is_connected: true,
            is_relayed,
            since,
            equal_at: None,
            people: BTreeMap::new(),
            speaks: None,
            agent: None,
            ahead_ms: 0,
            note: None,
        });
        (known.address, known.is_connected, known.is_relayed, known.since) = (address, true, is_relayed, since);
        self.somebody_came().notify_one();
        self.peers_changed();
    }

    fn on_disconnected(&mut self, peer: &PeerId) {
        let since = self.now();
        if let Some(known) = self.peers.known.get_mut(peer) {
            (known.is_connected, known.since) = (false, since);
        }
        self.peers_changed();
    }

    fn on_identified(&mut self, peer: &PeerId, agent: String) {
        if let Some(known) = self.peers.known.get_mut(peer)
            && known.agent.as_ref() != Some(&agent)
        {
            known.agent = Some(agent);
            self.announcer.connected(self.peers.connected());
            self.announce(Subject::Peers);
        }
        self.book.touch();
    }

    fn peers_changed(&mut self) {
        self.book.touch();
        self.announce(Subject::Peers);
        for community in self.replicas.keys().map(ToString::to_string).collect::<Vec<_>>() {
            self.announce(Subject::Members(community));
        }
        self.announcer.connected(self.peers.connected());
    }

    fn on_stream(&mut self, peer: PeerId, protocol: Protocol, stream: p2p::FrameStream) {
        let Some(network) = &self.network else { return };
        let (link, own) = (self.link.clone(), network.handle.local_peer_id());
        self.runtime.spawn(async move {
            let ended = match protocol {
                Protocol::Sync => serve(stream, link, own).await,
                Protocol::Join => open_door(stream, link, own).await,
            };
            if let Err(error) = ended {
                tracing::debug!(%peer, %protocol, %error, "a session with a peer ended early");
            }
        });
    }

    /// Asks `peer` for what is missing: now where a session is open, in a new one otherwise.
    pub(super) fn pull_soon(&mut self, peer: PeerId) {
        if let Some(wake) = self.peers.pulls.get(&peer) {
            wake.notify_one();
            return;
        }
        let Some(network) = &self.network else { return };
        if self.replicas.is_empty() || !self.peers.known.get(&peer).is_some_and(|known| known.is_connected) {
            return;
        }
        let wake = Arc::new(Notify::new());
        self.peers.pulls.insert(peer, wake.clone());
        let (network, link, generation) = (network.handle.clone(), self.link.clone(), self.peers.generation);
        self.runtime.spawn(async move {
            if let Err(error) = pull(network, link.clone(), peer, generation, wake).await {
                if matches!(error, SessionError::Open(OpenError::NotSpoken(_))) {
                    let _ = link.step(move |driver| driver.note_not_spoken(&peer)).await;
                }
                tracing::debug!(%peer, %error, "catching up with a peer ended early");
            }
            let _ = link.step(move |driver| driver.pull_ended(peer, generation)).await;
        });
    }

    fn pull_ended(&mut self, peer: PeerId, generation: u64) {
        self.peers.pulls.remove(&peer);
        if generation != self.peers.generation {
            self.pull_soon(peer);
        }
    }

    /// Returns whether a session that was opened in `generation` still speaks of all communities.
    pub(super) fn is_current(&self, generation: u64) -> bool {
        generation == self.peers.generation
    }

    /// The set of communities has changed: sessions that do not know it end and are opened again.
    pub(super) fn communities_changed(&mut self) {
        self.peers.generation += 1;
        self.subscribe();
        for wake in self.peers.pulls.values() {
            wake.notify_one();
        }
        let idle: Vec<PeerId> = self.peers.known.iter().filter(|(_, known)| known.is_connected).map(|(peer, _)| *peer).collect();
        for peer in idle {
            self.pull_soon(peer);
        }
        self.announce(Subject::Communities);
    }

    /// Tells the neighbours soon what has become durable here.
    pub(super) fn acknowledge_soon(&mut self, community: CommunityId) {
        self.peers.unacknowledged.insert(community);
    }

    /// What is due by the clock: acknowledgements.
    pub(super) fn tick_peers(&mut self) {
        if std::mem::take(&mut self.peers.unacknowledged).is_empty() {
            return;
        }
        for wake in self.peers.pulls.values() {
            wake.notify_one();
        }
    }

    /// Remembers which version a peer speaks and how far its clock is from ours.
    pub(super) fn note_hello(&mut self, peer: PeerId, version: u64, time: Timestamp) {
        let now = self.now();
        let Some(known) = self.peers.known.get_mut(&peer) else { return };
        known.speaks = Some(version);
        known.ahead_ms = i64::try_from(time.0).unwrap_or(i64::MAX).saturating_sub(i64::try_from(now.0).unwrap_or(0));
        let minutes = known.ahead_ms.unsigned_abs() / 60_000;
        known.note = if version != allforone_core::sync::SYNC_VERSION {
            Some(OTHER_VERSION.into())
        } else if known.ahead_ms.unsigned_abs() > MAX_AHEAD_MS {
            Some(format!("The clocks of this machine and yours are {minutes} minutes apart. Set the one that is wrong."))
        } else {
            None
        };
        self.announce(Subject::Peers);
    }

    /// Remembers that a peer does not speak our sync protocol at all, although it says that it is one of us.
    fn note_not_spoken(&mut self, peer: &PeerId) {
        if let Some(known) = self.peers.known.get_mut(peer).filter(|known| known.version().is_some()) {
            known.note = Some(OTHER_VERSION.into());
            self.announce(Subject::Peers);
        }
    }

    /// Returns whether every connected neighbour's clock says that ours is far ahead: what we wrote would be held by all.
    pub(super) fn is_clock_ahead(&self) -> bool {
        let limit = -i64::try_from(MAX_AHEAD_MS).unwrap_or(i64::MAX);
        let mut known = self.peers.known.values().filter(|known| known.is_connected && known.speaks.is_some()).peekable();
        known.peek().is_some() && known.all(|known| known.ahead_ms < limit)
    }

    /// Remembers who speaks through a peer.
    pub(super) fn note_person(&mut self, peer: PeerId, community: CommunityId, person: PersonId) {
        let Some(known) = self.peers.known.get_mut(&peer) else { return };
        if known.people.insert(community, person) != Some(person) {
            self.announce(Subject::Peers);
            self.announce(Subject::Members(community.to_string()));
            if let Some(network) = &self.network {
                network.mouth.say(Saying::Want(peer));
            }
            self.book.touch();
        }
    }

    /// Remembers that we hold all that a peer holds.
    pub(super) fn is_equal(&mut self, peer: PeerId) {
        let now = self.now();
        if let Some(known) = self.peers.known.get_mut(&peer) {
            known.equal_at = Some(now);
        }
    }
}
