//! The address book: where peers were, and when to dial them again.
//!
//! A peer is dialled while the node wants it, while the local network shows it, or for a few tries after a connection
//! that we had dialled was lost. libp2p itself redials nothing, and mDNS tells of a restarted peer only once.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use libp2p::{Multiaddr, PeerId};
use rand::Rng;

use crate::{
    address::dialable,
    backoff::Backoff,
    config::{DIAL_TIMEOUT, LOCAL_GONE_GRACE, MAX_ADDRESSES_PER_PEER, MAX_BOOK_PEERS, MAX_DIALS_PER_TICK, MAX_DISCOVERED_PEERS},
};

/// Peers and their addresses, without `/p2p/…` at the end.
#[derive(Debug)]
pub(crate) struct AddressBook {
    me: PeerId,
    redial_first: Duration,
    redial_longest: Duration,
    peers: BTreeMap<PeerId, Known>,
}

impl AddressBook {
    pub(crate) fn new(me: PeerId, redial_first: Duration, redial_longest: Duration) -> Self {
        Self { me, redial_first, redial_longest, peers: BTreeMap::new() }
    }

    /// Notes that `peer` may be at `address`; says whether that is news. Addresses nobody can dial are left out.
    pub(crate) fn add(&mut self, peer: PeerId, address: &Multiaddr, now: Instant) -> bool {
        let Some(address) = dialable(address, &peer) else { return false };
        if self.me == peer {
            return false;
        }
        let Some(known) = self.entry(peer, now) else { return false };
        if known.addresses.iter().any(|a| a.address == address) {
            return false;
        }
        if known.addresses.len() >= MAX_ADDRESSES_PER_PEER {
            let worst = known.addresses.iter().enumerate().max_by_key(|(i, a)| (a.failures, std::cmp::Reverse(*i)));
            if let Some((worst, _)) = worst {
                known.addresses.remove(worst);
            }
        }
        known.addresses.push(Address { address, failures: 0 });
        // A new address deserves a try at once, whatever the old ones did.
        if known.due.is_some() {
            known.due = Some(now);
        }
        true
    }

    /// Notes that the node wants a connection with `peer`, for good.
    pub(crate) fn want(&mut self, peer: PeerId, now: Instant) {
        if self.me == peer {
            return;
        }
        if let Some(known) = self.entry(peer, now) {
            known.wanted = true;
            if !known.connected {
                known.due.get_or_insert(now);
            }
        }
    }

    /// Notes that the node no longer wants `peer`.
    pub(crate) fn unwant(&mut self, peer: &PeerId) {
        if let Some(known) = self.peers.get_mut(peer) {
            known.wanted = false;
        }
    }

    /// Plans no dial of `peer`, until the node or the local network brings it up again.
    pub(crate) fn rest(&mut self, peer: &PeerId) {
        if let Some(known) = self.peers.get_mut(peer) {
            known.wanted = false;
            known.dialled = false;
            known.local = Local::No;
            known.due = None;
        }
    }

    /// Forgets `peer` and its addresses.
    pub(crate) fn forget(&mut self, peer: &PeerId) {
        self.peers.remove(peer);
    }

    /// Notes that the local network shows `peer`, and dials it after `delay` if nothing is planned sooner.
    pub(crate) fn discovered(&mut self, peer: PeerId, delay: Duration, now: Instant) {
        let known_there = self.peers.get(&peer).is_some_and(|known| known.is_local(now));
        if self.me == peer || !known_there && self.count_local(now) >= MAX_DISCOVERED_PEERS {
            return;
        }
        if let Some(known) = self.entry(peer, now) {
            known.local = Local::Shown;
            if !known.connected {
                let due = now + delay;
                known.due = Some(known.due.map_or(due, |planned| planned.min(due)));
            }
        }
    }

    /// Notes that the local network no longer shows `peer`. It may still be there.
    pub(crate) fn no_longer_discovered(&mut self, peer: &PeerId, now: Instant) {
        if let Some(known) = self.peers.get_mut(peer)
            && known.local == Local::Shown
        {
            known.local = Local::Until(now + LOCAL_GONE_GRACE);
        }
    }

    /// Forgets what the local network showed, and keeps the addresses.
    pub(crate) fn leave_local_network(&mut self) {
        self.peers.values_mut().for_each(|known| known.local = Local::No);
    }

    /// Notes that the local network is asked anew: whom it does not show again has gone.
    pub(crate) fn ask_local_network_anew(&mut self, now: Instant) {
        for known in self.peers.values_mut().filter(|known| known.local == Local::Shown) {
            known.local = Local::Until(now + LOCAL_GONE_GRACE);
        }
    }

    /// Returns how many peers the local network shows.
    pub(crate) fn count_local(&self, now: Instant) -> usize {
        self.peers.values().filter(|known| known.is_local(now)).count()
    }

    pub(crate) fn connected(&mut self, peer: PeerId, now: Instant) {
        if let Some(known) = self.entry(peer, now) {
            known.connected = true;
            known.due = None;
            known.backoff.reset();
            known.addresses.iter_mut().for_each(|a| a.failures = 0);
        }
    }

    /// Notes that the last connection with `peer` is lost. Who dialled dials again, the other side only as a fallback,
    /// so that they do not open two at once.
    pub(crate) fn disconnected(
        &mut self,
        peer: &PeerId,
        was_dialler: bool,
        fallback: Duration,
        now: Instant,
        rng: &mut impl Rng,
    ) {
        if let Some(known) = self.peers.get_mut(peer) {
            known.connected = false;
            known.touched = now;
            known.dialled = was_dialler;
            let wait = known.backoff.next(rng);
            known.due = Some(now + if was_dialler { wait } else { fallback + wait });
        }
    }

    /// Notes that dialling `peer` failed at `addresses`, and plans the next try.
    pub(crate) fn dial_failed(&mut self, peer: &PeerId, addresses: &[Multiaddr], now: Instant, rng: &mut impl Rng) {
        let Some(known) = self.peers.get_mut(peer) else { return };
        for failed in addresses.iter().filter_map(|a| dialable(a, peer)) {
            if let Some(address) = known.addresses.iter_mut().find(|a| a.address == failed) {
                address.failures = address.failures.saturating_add(1);
            }
        }
        if !known.connected {
            known.due = Some(now + known.backoff.next(rng));
        }
    }

    /// Drops `address` of `peer`: somebody else answers there.
    pub(crate) fn remove_address(&mut self, peer: &PeerId, address: &Multiaddr) {
        if let (Some(known), Some(address)) = (self.peers.get_mut(peer), dialable(address, peer)) {
            known.addresses.retain(|a| a.address != address);
        }
    }

    /// Returns the peers to dial now, at most [`MAX_DIALS_PER_TICK`], wanted ones first; discovered ones only while
    /// `room` says that there are few connections. The caller dials each.
    pub(crate) fn take_due(&mut self, room: bool, now: Instant) -> Vec<(PeerId, Vec<Multiaddr>)> {
        let mut due: Vec<_> = self
            .peers
            .iter_mut()
            .filter(|(_, known)| known.due.is_some_and(|due| due <= now))
            .filter_map(|(peer, known)| {
                if !known.is_worth_dialling(room, now) {
                    known.due = (known.wanted || known.is_local(now)).then_some(now);
                    return None;
                }
                Some((!known.wanted, *peer, known))
            })
            .collect();
        due.sort_by_key(|(unwanted, peer, _)| (*unwanted, *peer));
        due.into_iter()
            .take(MAX_DIALS_PER_TICK)
            .map(|(_, peer, known)| {
                // `dial_failed` plans the next try; should nothing be heard of this one, this holds.
                known.due = Some(now + DIAL_TIMEOUT * 2);
                (peer, known.addresses.iter().map(|a| a.address.clone()).collect())
            })
            .collect()
    }

    /// Returns the addresses of `peer`.
    pub(crate) fn addresses(&self, peer: &PeerId) -> Vec<Multiaddr> {
        let known = self.peers.get(peer);
        known.map(|k| k.addresses.iter().map(|a| a.address.clone()).collect()).unwrap_or_default()
    }

    /// Returns every peer with its addresses, for the node to keep.
    pub(crate) fn export(&self) -> Vec<(PeerId, Vec<Multiaddr>)> {
        let with_addresses = self.peers.keys().map(|peer| (*peer, self.addresses(peer)));
        with_addresses.filter(|(_, addresses)| !addresses.is_empty()).collect()
    }

    fn entry(&mut self, peer: PeerId, now: Instant) -> Option<&mut Known> {
        if !self.peers.contains_key(&peer) && self.peers.len() >= MAX_BOOK_PEERS {
            let unused = self.peers.iter().filter(|(_, known)| !known.wanted && !known.connected);
            let oldest = unused.min_by_key(|(_, known)| known.touched).map(|(peer, _)| *peer)?;
            self.peers.remove(&oldest);
        }
        let backoff = Backoff::new(self.redial_first, self.redial_longest);
        let known = self.peers.entry(peer).or_insert_with(|| Known {
            addresses: Vec::new(),
            wanted: false,
            local: Local::No,
            dialled: false,
            connected: false,
            touched: now,
            backoff,
            due: None,
        });
        known.touched = now;
        Some(known)
    }
}

#[derive(Debug)]
struct Known {
    addresses: Vec<Address>,
    wanted: bool,
    local: Local,
    /// We dialled the connection that was lost last.
    dialled: bool,
    connected: bool,
    touched: Instant,
    backoff: Backoff,
    due: Option<Instant>,
}

impl Known {
    fn is_worth_dialling(&self, room: bool, now: Instant) -> bool {
        let lost = self.dialled && self.backoff.failures() <= TRIES_AFTER_LOSS;
        !self.connected && !self.addresses.is_empty() && (self.wanted || room && (self.is_local(now) || lost))
    }

    fn is_local(&self, now: Instant) -> bool {
        match self.local {
            Local::No => false,
            Local::Shown => true,
            Local::Until(end) => now < end,
        }
    }
}

#[derive(Debug)]
struct Address {
    address: Multiaddr,
    failures: u32,
}

/// What the local network says of a peer.
#[derive(Debug, PartialEq)]
enum Local {
    No,
    Shown,
    Until(Instant),
}

/// Tries after the loss of a connection that nobody asked to keep: about two minutes.
const TRIES_AFTER_LOSS: u32 = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wanted_peer_is_dialled_with_growing_waits_until_it_is_there() {
        let (mut book, peer, now) = book_with_peer();
        book.want(peer, now);
        assert_eq!(book.take_due(false, now).len(), 1, "a wanted peer is due at once");
        assert!(book.take_due(false, now).is_empty(), "and then only after a wait");

        book.dial_failed(&peer, &[tcp(7)], now, &mut rand::rng());
        let mut tries = 0;
        for second in 1..=600 {
            let now = now + Duration::from_secs(second);
            for (peer, addresses) in book.take_due(false, now) {
                tries += 1;
                book.dial_failed(&peer, &addresses, now, &mut rand::rng());
            }
        }
        assert!((10..=30).contains(&tries), "{tries} tries in ten minutes at waits up to a minute");

        book.connected(peer, now);
        assert!(book.take_due(true, now + Duration::from_secs(9999)).is_empty());
    }

    #[test]
    fn who_dialled_dials_again_before_the_other_side_does() {
        let (mut book, peer, now) = book_with_peer();
        let fallback = Duration::from_secs(3);
        book.want(peer, now);
        for (was_dialler, earliest) in [(true, 0), (false, 3)] {
            book.connected(peer, now);
            book.disconnected(&peer, was_dialler, fallback, now, &mut rand::rng());
            let before = book.take_due(true, now + Duration::from_secs(earliest));
            assert!(before.is_empty(), "dialler {was_dialler}: not before {earliest} s");
            assert_eq!(book.take_due(true, now + Duration::from_secs(earliest + 1)).len(), 1);
        }
    }

    #[test]
    fn a_peer_that_nobody_asked_for_is_not_dialled() {
        let (mut book, peer, now) = book_with_peer();
        assert!(book.take_due(true, now).is_empty());
        book.connected(peer, now);
        book.disconnected(&peer, false, Duration::ZERO, now, &mut rand::rng());
        assert!(book.take_due(true, now + Duration::from_secs(60)).is_empty());
    }

    #[test]
    fn a_discovered_peer_is_dialled_only_while_there_is_room() {
        let (mut book, peer, now) = book_with_peer();
        book.discovered(peer, Duration::ZERO, now);
        assert!(book.take_due(false, now).is_empty());
        book.discovered(peer, Duration::ZERO, now);
        assert_eq!(book.take_due(true, now).len(), 1);
    }

    #[test]
    fn the_book_stays_bounded_and_keeps_whom_the_node_wants() {
        let (mut book, wanted, now) = book_with_peer();
        book.want(wanted, now);
        for port in 1..=(MAX_BOOK_PEERS as u16 + 50) {
            book.add(PeerId::random(), &tcp(port), now + Duration::from_millis(u64::from(port)));
        }
        for port in 1..=40 {
            book.add(wanted, &tcp(port), now);
        }
        assert_eq!(book.peers.len(), MAX_BOOK_PEERS);
        assert_eq!(book.addresses(&wanted).len(), MAX_ADDRESSES_PER_PEER);
    }

    fn book_with_peer() -> (AddressBook, PeerId, Instant) {
        let now = Instant::now();
        let mut book = AddressBook::new(PeerId::random(), Duration::from_millis(500), Duration::from_secs(60));
        let peer = PeerId::random();
        assert!(book.add(peer, &tcp(7), now));
        (book, peer, now)
    }

    fn tcp(port: u16) -> Multiaddr {
        format!("/ip4/10.0.0.1/tcp/{port}").parse().expect("a multiaddr")
    }
}
