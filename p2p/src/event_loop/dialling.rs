//! Calling peers: once for a caller who waits, and again and again for the address book and the standing addresses.

use std::{collections::BTreeMap, time::Instant};

use libp2p::{
    Multiaddr, PeerId,
    swarm::{
        self, ConnectionId,
        dial_opts::{DialOpts, PeerCondition},
    },
};
use tokio::sync::oneshot;

use super::EventLoop;
use crate::{
    address::named_peer,
    config::{MAX_DISCOVERED_CONNECTIONS, MAX_PENDING_CONNECTIONS},
    dial::{DialError, tried},
    event::Event,
};

/// Who waits for the outcome of a dial; at most [`MAX_PENDING_CONNECTIONS`].
#[derive(Default)]
pub(super) struct Dialling {
    waiting: BTreeMap<ConnectionId, oneshot::Sender<Result<PeerId, DialError>>>,
}

impl Dialling {
    /// Tells the outcome of a dial to who waits for it.
    pub(super) fn answer(&mut self, id: ConnectionId, outcome: Result<PeerId, DialError>) {
        if let Some(answer) = self.waiting.remove(&id) {
            // Who asked may have gone: fine.
            let _ = answer.send(outcome);
        }
    }
}

impl EventLoop {
    /// Dials for a caller who waits for the outcome.
    pub(super) fn dial_once(&mut self, address: Multiaddr, answer: oneshot::Sender<Result<PeerId, DialError>>) {
        let peer = named_peer(&address);
        if peer == Some(*self.swarm.local_peer_id()) {
            let _ = answer.send(Err(DialError::Own));
            return;
        }
        if let Some(peer) = peer.filter(|peer| self.swarm.is_connected(peer)) {
            let _ = answer.send(Ok(peer));
            return;
        }
        if self.dialling.waiting.len() >= MAX_PENDING_CONNECTIONS as usize {
            let _ = answer.send(Err(DialError::Refused { reason: "too many dials at once".to_owned() }));
            return;
        }
        let options = match peer {
            // A dial under way may be to another address, so both run.
            Some(peer) => self.to_peer(peer, vec![address], PeerCondition::Disconnected),
            None => to_address(address),
        };
        match self.start_dial(options) {
            Ok(id) => drop(self.dialling.waiting.insert(id, answer)),
            Err(error) => drop(answer.send(Err(DialError::from_libp2p(&error)))),
        }
    }

    /// Dials an address for as long as nobody there is connected.
    pub(super) fn keep_dialling(&mut self, address: Multiaddr, now: Instant) {
        match named_peer(&address) {
            Some(peer) => {
                self.book.add(peer, &address, now);
                self.book.want(peer, now);
            }
            None => self.standing.add(address, now),
        }
        self.dial_due(now);
    }

    /// Plans no dial of the peer any more.
    pub(super) fn rest(&mut self, peer: &PeerId) {
        self.book.rest(peer);
        self.standing.forget(peer);
    }

    /// Dials what the address book and the standing addresses say is due.
    pub(super) fn dial_due(&mut self, now: Instant) {
        let room = self.connections.count_peers() < MAX_DISCOVERED_CONNECTIONS;
        for (peer, addresses) in self.book.take_due(room, now) {
            let options = self.to_peer(peer, addresses, PeerCondition::DisconnectedAndNotDialing);
            if let Err(error) = self.start_dial(options) {
                tracing::debug!(%peer, %error, "cannot dial");
                self.book.dial_failed(&peer, &[], now, &mut self.rng);
            }
        }
        for address in self.standing.due(now) {
            let options = to_address(address.clone());
            self.standing.dialling(&address, options.connection_id(), now);
            let id = options.connection_id();
            if let Err(error) = self.start_dial(options) {
                self.on_dial_failed(id, None, &error, now);
            }
        }
    }

    pub(super) fn on_dial_failed(&mut self, id: ConnectionId, peer: Option<PeerId>, error: &swarm::DialError, now: Instant) {
        let addresses = tried(error);
        self.standing.failed(id, now, &mut self.rng);
        if let Some(peer) = peer {
            if let (swarm::DialError::WrongPeerId { .. }, Some(address)) = (error, addresses.first()) {
                self.book.remove_address(&peer, address);
                self.standing.moved_away(&peer, now);
            }
            self.book.dial_failed(&peer, &addresses, now, &mut self.rng);
        }
        let error = DialError::from_libp2p(error);
        let reason = error.to_string();
        tracing::debug!(?peer, reason, "dial failed");
        self.dialling.answer(id, Err(error));
        self.outbox.push(Event::DialFailed { peer, address: addresses.into_iter().next(), reason });
    }

    /// Only what a relay of ours sees of us has to be the port that we listen on: others are punched through to there.
    /// Everybody else is called from a new port, see [`to_address`].
    fn to_peer(&self, peer: PeerId, addresses: Vec<Multiaddr>, condition: PeerCondition) -> DialOpts {
        let options = DialOpts::peer_id(peer).condition(condition).addresses(addresses);
        if self.reachability.is_relay(&peer) { options.build() } else { options.allocate_new_port().build() }
    }

    /// Starts a dial and returns its id, under which the swarm tells the outcome.
    fn start_dial(&mut self, options: DialOpts) -> Result<ConnectionId, swarm::DialError> {
        let id = options.connection_id();
        self.swarm.dial(options)?;
        Ok(id)
    }
}

/// A call from a new port. Two that call each other at once from the ports they listen on meet in one TCP connection that
/// both opened and nobody answered (RFC 9293, 3.5), and the handshake fails on both sides.
fn to_address(address: Multiaddr) -> DialOpts {
    DialOpts::unknown_peer_id().address(address).allocate_new_port().build()
}
