//! Addresses without a PeerId that are dialled until somebody answers. From then on the address book keeps that peer, and
//! hands the address back if another one answers there one day.

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

    /// Notes that somebody else than `peer` answers now where it used to.
    pub(super) fn moved_away(&mut self, peer: &PeerId, now: Instant) {
        for standing in self.all.iter_mut().filter(|standing| standing.peer == Some(*peer)) {
            standing.peer = None;
            standing.due = now;
        }
    }

    /// Returns the addresses to dial now: those where nobody has answered.
    pub(super) fn due(&self, now: Instant) -> Vec<Multiaddr> {
        let unanswered = self.all.iter().filter(|standing| standing.peer.is_none() && standing.due <= now);
        unanswered.map(|standing| standing.address.clone()).collect()
    }

    /// Notes that `dial` tries `address`.
    pub(super) fn dialling(&mut self, address: &Multiaddr, dial: ConnectionId, now: Instant) {
        if let Some(standing) = self.all.iter_mut().find(|s| s.address == *address) {
            standing.dial = Some(dial);
            standing.due = now + DIAL_TIMEOUT * 2;
        }
    }

    /// Notes that `peer` answered a dial, and says whether it was one of these.
    pub(super) fn answered(&mut self, dial: ConnectionId, peer: PeerId) -> bool {
        let Some(standing) = self.all.iter_mut().find(|s| s.dial == Some(dial)) else { return false };
        standing.peer = Some(peer);
        standing.dial = None;
        standing.backoff.reset();
        true
    }

    /// Notes that a dial failed, and plans the next.
    pub(super) fn failed(&mut self, dial: ConnectionId, now: Instant, rng: &mut impl Rng) {
        if let Some(standing) = self.all.iter_mut().find(|s| s.dial == Some(dial)) {
            standing.dial = None;
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
