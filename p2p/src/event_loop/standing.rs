//! Addresses without a PeerId that are dialled until somebody answers, and again when that peer is lost.

use std::time::{Duration, Instant};

use libp2p::{Multiaddr, PeerId, swarm::ConnectionId};
use rand::Rng;

use crate::{
    backoff::Backoff,
    config::{DIAL_TIMEOUT, MAX_STANDING_ADDRESSES},
};

pub(super) struct StandingAddresses {
    redial_first: Duration,
    redial_longest: Duration,
    all: Vec<Standing>,
}

impl StandingAddresses {
    pub(super) fn new(redial_first: Duration, redial_longest: Duration) -> Self {
        Self { redial_first, redial_longest, all: Vec::new() }
    }

    pub(super) fn add(&mut self, address: Multiaddr, now: Instant) {
        if self.all.len() < MAX_STANDING_ADDRESSES && !self.all.iter().any(|s| s.address == address) {
            let backoff = Backoff::new(self.redial_first, self.redial_longest);
            self.all.push(Standing { address, peer: None, dial: None, backoff, due: now });
        }
    }

    /// Forgets the addresses where `peer` answered.
    pub(super) fn forget(&mut self, peer: &PeerId) {
        self.all.retain(|standing| standing.peer != Some(*peer));
    }

    /// Returns the addresses to dial now: those where nobody, or nobody connected, has answered.
    pub(super) fn due(&self, is_connected: impl Fn(&PeerId) -> bool, now: Instant) -> Vec<Multiaddr> {
        let alone = self.all.iter().filter(|s| s.due <= now && !s.peer.is_some_and(|peer| is_connected(&peer)));
        alone.map(|standing| standing.address.clone()).collect()
    }

    /// Notes that `dial` tries `address`.
    pub(super) fn dialling(&mut self, address: &Multiaddr, dial: ConnectionId, now: Instant) {
        if let Some(standing) = self.all.iter_mut().find(|s| s.address == *address) {
            standing.dial = Some(dial);
            standing.due = now + DIAL_TIMEOUT * 2;
        }
    }

    /// Notes that `peer` answered a dial.
    pub(super) fn answered(&mut self, dial: ConnectionId, peer: PeerId, now: Instant) {
        if let Some(standing) = self.all.iter_mut().find(|s| s.dial == Some(dial)) {
            standing.peer = Some(peer);
            standing.dial = None;
            standing.due = now;
            standing.backoff.reset();
        }
    }

    /// Notes that a dial failed, and plans the next.
    pub(super) fn failed(&mut self, dial: ConnectionId, now: Instant, rng: &mut impl Rng) {
        if let Some(standing) = self.all.iter_mut().find(|s| s.dial == Some(dial)) {
            standing.dial = None;
            standing.due = now + standing.backoff.next(rng);
        }
    }

    /// Notes that the last connection with `peer` is lost, and plans the next dial.
    pub(super) fn lost(&mut self, peer: &PeerId, now: Instant, rng: &mut impl Rng) {
        for standing in self.all.iter_mut().filter(|s| s.peer == Some(*peer)) {
            standing.due = now + standing.backoff.next(rng);
        }
    }
}

struct Standing {
    address: Multiaddr,
    /// Who answered last.
    peer: Option<PeerId>,
    /// The dial under way.
    dial: Option<ConnectionId>,
    backoff: Backoff,
    due: Instant,
}
