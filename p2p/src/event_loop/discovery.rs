//! Peers on the local network.
//!
//! The lower PeerId dials at once, the higher one after [`FALLBACK_DIAL_DELAY`] if it is still alone: so a pair gets one
//! connection, and gets it even where only one of them has seen the other.

use std::time::{Duration, Instant};

use libp2p::{Multiaddr, PeerId, core::transport::ListenerId, mdns};

use super::EventLoop;
use crate::{
    address::is_loopback,
    behaviour::mdns::{off, on},
    config::{CROWD, CROWD_AFTER, FALLBACK_DIAL_DELAY, MDNS_CROWD_QUERY_INTERVAL, MDNS_QUERY_INTERVAL},
    event::Event,
};

pub(super) struct Discovery {
    wanted: bool,
    state: State,
}

/// What mDNS is doing: its interval is fixed once it runs, so a crowd gets a new one.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Off,
    Searching { since: Instant },
    Crowd,
}

impl Discovery {
    pub(super) fn new(wanted: bool) -> Self {
        Self { wanted, state: State::Off }
    }

    pub(super) fn is_wanted(&self) -> bool {
        self.wanted
    }
}

impl EventLoop {
    pub(super) fn set_mdns(&mut self, wanted: bool, now: Instant) {
        self.discovery.wanted = wanted;
        if wanted {
            self.start_mdns(now);
        } else {
            self.discovery.state = State::Off;
            self.swarm.behaviour_mut().mdns_v4 = off();
            self.swarm.behaviour_mut().mdns_v6 = off();
            self.book.leave_local_network();
        }
    }

    /// Starts mDNS if it is wanted and there is an address to answer with.
    pub(super) fn start_mdns(&mut self, now: Instant) {
        let nowhere = self.reachability.direct_listeners().is_empty();
        if self.discovery.wanted && self.discovery.state == State::Off && !nowhere {
            self.discovery.state = State::Searching { since: now };
            self.run_mdns(MDNS_QUERY_INTERVAL);
        }
    }

    /// Asks less often once a crowd has found together.
    pub(super) fn calm_mdns(&mut self, now: Instant) {
        if let State::Searching { since } = self.discovery.state
            && now.duration_since(since) >= CROWD_AFTER
            && self.book.count_local(now) > CROWD
        {
            self.discovery.state = State::Crowd;
            self.book.ask_local_network_anew(now);
            self.run_mdns(MDNS_CROWD_QUERY_INTERVAL);
        }
    }

    fn run_mdns(&mut self, query_interval: Duration) {
        let listening: Vec<(ListenerId, Multiaddr)> = self.reachability.direct_listeners();
        let me = *self.swarm.local_peer_id();
        self.swarm.behaviour_mut().mdns_v4 = on(me, false, query_interval, &listening);
        self.swarm.behaviour_mut().mdns_v6 = on(me, true, query_interval, &listening);
    }

    pub(super) fn on_mdns(&mut self, event: mdns::Event, now: Instant) {
        match event {
            mdns::Event::Discovered(found) => {
                for (peer, address) in found {
                    self.on_discovered(peer, address, now);
                }
                self.dial_due(now);
            }
            mdns::Event::Expired(gone) => {
                for (peer, _) in gone {
                    self.book.no_longer_discovered(&peer, now);
                }
            }
        }
    }

    fn on_discovered(&mut self, peer: PeerId, address: Multiaddr, now: Instant) {
        let me = *self.swarm.local_peer_id();
        if peer == me || is_loopback(&address) || self.swarm.behaviour().blocked.blocked_peers().contains(&peer) {
            return;
        }
        let delay = if me < peer { Duration::ZERO } else { FALLBACK_DIAL_DELAY };
        self.book.discovered(peer, delay, now);
        if self.book.add(peer, &address, now) {
            self.outbox.push(Event::Discovered { peer, address });
        }
    }
}
