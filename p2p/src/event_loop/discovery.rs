//! Peers on the local network.
//!
//! The lower PeerId dials at once, the higher one after [`FALLBACK_DIAL_DELAY`] if it is still alone: so a pair gets one
//! connection, and gets it even where only one of them has seen the other.

use std::time::{Duration, Instant};

use libp2p::{Multiaddr, PeerId, core::transport::ListenerId, mdns, multiaddr::Protocol};

use super::EventLoop;
use crate::{
    behaviour::mdns::{off, on},
    config::FALLBACK_DIAL_DELAY,
    event::Event,
};

pub(super) struct Discovery {
    wanted: bool,
    running: bool,
}

impl Discovery {
    pub(super) fn new(wanted: bool) -> Self {
        Self { wanted, running: false }
    }

    pub(super) fn is_wanted(&self) -> bool {
        self.wanted
    }
}

impl EventLoop {
    pub(super) fn set_mdns(&mut self, wanted: bool) {
        self.discovery.wanted = wanted;
        if wanted {
            self.start_mdns();
        } else {
            self.discovery.running = false;
            self.swarm.behaviour_mut().mdns_v4 = off();
            self.swarm.behaviour_mut().mdns_v6 = off();
            self.book.leave_local_network();
        }
    }

    /// Starts mDNS if it is wanted and there is an address to answer with.
    pub(super) fn start_mdns(&mut self) {
        let listening: Vec<(ListenerId, Multiaddr)> = self.reachability.direct_listeners();
        if !self.discovery.wanted || self.discovery.running || listening.is_empty() {
            return;
        }
        let me = *self.swarm.local_peer_id();
        self.discovery.running = true;
        self.swarm.behaviour_mut().mdns_v4 = on(me, false, &listening);
        self.swarm.behaviour_mut().mdns_v6 = on(me, true, &listening);
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

/// Returns whether the address is of this machine only.
pub(super) fn is_loopback(address: &Multiaddr) -> bool {
    match address.iter().next() {
        Some(Protocol::Ip4(ip)) => ip.is_loopback(),
        Some(Protocol::Ip6(ip)) => ip.is_loopback(),
        Some(_) | None => false,
    }
}
