//! Where this peer can be dialled: its listeners, what others confirm, and relays that it asks again and again.
//!
//! libp2p reserves once: when the relay restarts or the reservation is lost, the listener closes and that is all. So
//! each relay is a small state here, asked again with growing waits.

use std::{collections::BTreeSet, io, time::Instant};

use libp2p::{Multiaddr, PeerId, core::transport::ListenerId, identify, multiaddr::Protocol, relay, swarm::ConnectionId};

use super::EventLoop;
use crate::{
    address::{is_loopback, named_peer},
    backoff::Backoff,
    config::{MAX_ADDRESSES_PER_PEER, MAX_AGENT_BYTES, MAX_RELAYS, RELAY_RETRY_FIRST, RELAY_RETRY_LONGEST, RESERVATION_TIMEOUT},
    dial::root_cause,
    event::Event,
    status::Way,
};

#[derive(Default)]
pub(super) struct Reachability {
    listeners: Vec<(ListenerId, Multiaddr)>,
    confirmed: BTreeSet<Multiaddr>,
    relays: Vec<Relay>,
}

impl Reachability {
    /// Notes a relay to ask; an address without `/p2p/…`, and more than [`MAX_RELAYS`], are left out.
    pub(super) fn add_relay(&mut self, address: &Multiaddr, now: Instant) {
        let Some(peer) = named_peer(address) else {
            tracing::warn!(%address, "a relay's address ends with its /p2p/ name");
            return;
        };
        if self.relays.len() >= MAX_RELAYS || self.relays.iter().any(|relay| relay.peer == peer) {
            return;
        }
        let backoff = Backoff::new(RELAY_RETRY_FIRST, RELAY_RETRY_LONGEST);
        self.relays.push(Relay { peer, address: address.clone(), backoff, state: RelayState::Wait { until: now } });
    }

    /// Returns where we listen, with `/p2p/…`, sorted.
    pub(super) fn listening(&self) -> Vec<Multiaddr> {
        let all: BTreeSet<_> = self.listeners.iter().map(|(_, address)| address.clone()).collect();
        all.into_iter().collect()
    }

    pub(super) fn confirmed(&self) -> Vec<Multiaddr> {
        self.confirmed.iter().cloned().collect()
    }

    /// Returns the relays that accept us, sorted.
    pub(super) fn ready_relays(&self) -> Vec<PeerId> {
        let ready = self.relays.iter().filter(|relay| matches!(relay.state, RelayState::Ready { .. }));
        ready.map(|relay| relay.peer).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Returns the listeners that are not circuits, without `/p2p/…`, as mDNS wants them.
    pub(super) fn direct_listeners(&self) -> Vec<(ListenerId, Multiaddr)> {
        let direct = self.listeners.iter().filter(|(_, address)| Way::of(address) != Way::Relay);
        direct
            .map(|(id, address)| {
                let mut address = address.clone();
                address.pop();
                (*id, address)
            })
            .collect()
    }

    fn relay_of(&mut self, listener: ListenerId) -> Option<&mut Relay> {
        self.relays.iter_mut().find(|relay| relay.state.listener() == Some(listener))
    }

    pub(super) fn is_relay(&self, peer: &PeerId) -> bool {
        self.relays.iter().any(|relay| relay.peer == *peer)
    }
}

impl EventLoop {
    pub(super) fn on_listening(&mut self, listener: ListenerId, address: Multiaddr, now: Instant) {
        let address = self.with_own_name(address);
        self.reachability.listeners.push((listener, address.clone()));
        self.outbox.push(Event::Listening(address));
        self.start_mdns(now);
    }

    pub(super) fn on_no_longer_listening(&mut self, listener: ListenerId, address: &Multiaddr) {
        let address = self.with_own_name(address.clone());
        let before = self.reachability.listeners.len();
        self.reachability.listeners.retain(|(id, a)| (*id, a) != (listener, &address));
        if self.reachability.listeners.len() < before {
            self.outbox.push(Event::NoLongerListening(address));
        }
    }

    pub(super) fn on_listener_closed(
        &mut self,
        listener: ListenerId,
        addresses: &[Multiaddr],
        reason: Result<(), io::Error>,
        now: Instant,
    ) {
        for address in addresses {
            self.on_no_longer_listening(listener, address);
        }
        // Circuit listeners close with an empty list at times.
        let left: Vec<_> = self.reachability.listeners.extract_if(.., |(id, _)| *id == listener).collect();
        left.into_iter().for_each(|(_, address)| self.outbox.push(Event::NoLongerListening(address)));

        if let Some(relay) = self.reachability.relay_of(listener) {
            relay.state = RelayState::Wait { until: now + relay.backoff.next(&mut self.rng) };
            let relay = relay.peer;
            let reason = reason.err().map_or_else(|| "the relay let go".to_owned(), |error| root_cause(&error));
            self.outbox.push(Event::RelayLost { relay, reason });
        } else if let Err(error) = reason {
            tracing::warn!(%error, "listener closed");
        }
    }

    pub(super) fn on_confirmed(&mut self, address: Multiaddr) {
        if self.reachability.confirmed.len() < MAX_CONFIRMED && self.reachability.confirmed.insert(address.clone()) {
            self.outbox.push(Event::AddressConfirmed(address));
        }
    }

    /// A circuit address expires when its reservation is lost; the listener does not always close by itself.
    pub(super) fn on_no_longer_confirmed(&mut self, address: &Multiaddr) {
        self.reachability.confirmed.remove(address);
        let names = |peer: &PeerId| address.iter().any(|p| p == Protocol::P2p(*peer));
        let lost = self.reachability.relays.iter().find(|r| Way::of(address) == Way::Relay && names(&r.peer));
        if let Some(listener) = lost.and_then(|relay| relay.state.listener()) {
            self.swarm.remove_listener(listener);
        }
    }

    /// Asks each relay whose wait is over, and gives up those that do not answer.
    pub(super) fn ask_relays(&mut self, now: Instant) {
        for relay in &mut self.reachability.relays {
            match relay.state {
                RelayState::Wait { until } if until <= now => {
                    let circuit = relay.address.clone().with(Protocol::P2pCircuit);
                    match self.swarm.listen_on(circuit) {
                        Ok(listener) => relay.state = RelayState::Asked { listener, at: now },
                        Err(error) => {
                            relay.state = RelayState::Wait { until: now + relay.backoff.next(&mut self.rng) };
                            self.outbox.push(Event::RelayLost { relay: relay.peer, reason: error.to_string() });
                        }
                    }
                }
                RelayState::Asked { listener, at } if at + RESERVATION_TIMEOUT <= now => {
                    self.swarm.remove_listener(listener);
                }
                RelayState::Wait { .. } | RelayState::Asked { .. } | RelayState::Ready { .. } => {}
            }
        }
    }

    pub(super) fn remove_relay(&mut self, peer: &PeerId) {
        let removed: Vec<_> = self.reachability.relays.extract_if(.., |relay| relay.peer == *peer).collect();
        for listener in removed.iter().filter_map(|relay| relay.state.listener()) {
            self.swarm.remove_listener(listener);
        }
    }

    pub(super) fn on_relay(&mut self, event: relay::client::Event) {
        match event {
            relay::client::Event::ReservationReqAccepted { relay_peer_id, limit, .. } => {
                let asked = self.reachability.relays.iter_mut().find(|relay| relay.peer == relay_peer_id);
                if let Some(relay) = asked
                    && let RelayState::Asked { listener, .. } = relay.state
                {
                    tracing::info!(relay = %relay_peer_id, ?limit, "reachable through a relay");
                    relay.state = RelayState::Ready { listener };
                    relay.backoff.reset();
                    self.outbox.push(Event::RelayReady { relay: relay_peer_id });
                }
            }
            relay::client::Event::OutboundCircuitEstablished { .. } | relay::client::Event::InboundCircuitEstablished { .. } => {}
        }
    }

    /// Learns where a peer listens, and from our own relays where the outside sees us.
    pub(super) fn on_identify(&mut self, event: identify::Event, now: Instant) {
        let identify::Event::Received { connection_id, peer_id, info } = event else { return };
        let agent = cut(&info.agent_version, MAX_AGENT_BYTES).to_owned();
        self.outbox.push(Event::Identified { peer: peer_id, agent });
        let same_machine = self.connections.address(connection_id).is_some_and(is_loopback);
        let useful = info.listen_addrs.iter().filter(|address| same_machine || !is_loopback(address));
        for address in useful.take(MAX_ADDRESSES_PER_PEER) {
            self.book.add(peer_id, address, now);
        }
        if self.is_dialled_relay(connection_id, &peer_id) && Way::of(&info.observed_addr) != Way::Relay {
            self.swarm.behaviour_mut().raw_candidates.offer(info.observed_addr);
        }
    }

    fn is_dialled_relay(&self, connection: ConnectionId, peer: &PeerId) -> bool {
        self.reachability.is_relay(peer) && self.connections.is_dialled_directly(connection)
    }

    fn with_own_name(&self, address: Multiaddr) -> Multiaddr {
        address.with_p2p(*self.swarm.local_peer_id()).unwrap_or_else(|other| other)
    }
}

/// Returns the beginning of `text`, whole characters only.
fn cut(text: &str, max_bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(max_bytes)).unwrap_or_default()
}

struct Relay {
    peer: PeerId,
    address: Multiaddr,
    backoff: Backoff,
    state: RelayState,
}

#[derive(Clone, Copy)]
enum RelayState {
    Wait { until: Instant },
    Asked { listener: ListenerId, at: Instant },
    Ready { listener: ListenerId },
}

impl RelayState {
    fn listener(&self) -> Option<ListenerId> {
        match self {
            RelayState::Wait { .. } => None,
            RelayState::Asked { listener, .. } | RelayState::Ready { listener } => Some(*listener),
        }
    }
}

/// Confirmed addresses kept, for the status.
const MAX_CONFIRMED: usize = 32;
