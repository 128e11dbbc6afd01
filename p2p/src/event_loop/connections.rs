//! Which connections there are, which to close, and when to compare logs over them.

use std::{
    cmp::Reverse,
    collections::BTreeMap,
    time::{Duration, Instant, SystemTime},
};

use libp2p::{
    Multiaddr, PeerId,
    core::{ConnectedPoint, Endpoint},
    ping,
    swarm::ConnectionId,
};

use super::EventLoop;
use crate::{
    address::named_peer,
    backoff::jittered,
    config::{FALLBACK_DIAL_DELAY, MAKE_ROOM_INTERVAL, PING_FAILURES, RELAYED_GRACE, SPARE_CONNECTIONS, SURPLUS_GRACE},
    event::Event,
    status::{Connected, Way},
};

pub(super) struct Connections {
    me: PeerId,
    living: BTreeMap<ConnectionId, Connection>,
    catch_up: BTreeMap<PeerId, Instant>,
    made_room: Option<Instant>,
}

impl Connections {
    pub(super) fn new(me: PeerId) -> Self {
        Self { me, living: BTreeMap::new(), catch_up: BTreeMap::new(), made_room: None }
    }

    /// Returns the connected peers by the best of their connections, sorted by id.
    pub(super) fn peers(&self) -> Vec<Connected> {
        self.catch_up
            .keys()
            .filter_map(|peer| {
                let best = self.of(peer).min_by_key(|(id, c)| (c.rank(&self.me), *id))?.1;
                Some(Connected {
                    peer: *peer,
                    address: best.address.clone(),
                    dialer: best.dialer,
                    since: best.since,
                    relayed: best.relayed,
                    how: if best.relayed { Way::Relay } else { Way::of(&best.address) },
                    connections: self.of(peer).count(),
                })
            })
            .collect()
    }

    pub(super) fn count_peers(&self) -> usize {
        self.catch_up.len()
    }

    pub(super) fn address(&self, id: ConnectionId) -> Option<&Multiaddr> {
        self.living.get(&id).map(|c| &c.address)
    }

    pub(super) fn is_dialled_directly(&self, id: ConnectionId) -> bool {
        self.living.get(&id).is_some_and(|c| c.dialer && !c.relayed)
    }

    /// Returns what to close now so that each peer keeps one connection; both sides come to the same choice.
    ///
    /// A direct one beats a relayed one, then the one that the lower PeerId dialled wins. Among equals the oldest stays,
    /// and only the dialler closes: the other side may have seen them in another order.
    fn surplus(&self, now: Instant) -> Vec<ConnectionId> {
        let mut surplus = Vec::new();
        for peer in self.catch_up.keys() {
            let Some((best_id, best)) = self.of(peer).min_by_key(|(id, c)| (c.rank(&self.me), *id)) else { continue };
            for (id, other) in self.of(peer).filter(|(id, _)| *id != best_id) {
                let grace = if other.relayed && !best.relayed { RELAYED_GRACE } else { SURPLUS_GRACE };
                let both_lived = best.established.max(other.established) + grace <= now;
                let ours_to_close = other.rank(&self.me) != best.rank(&self.me) || other.dialer;
                if both_lived && ours_to_close {
                    surplus.push(id);
                }
            }
        }
        surplus
    }

    /// Returns what gives way where fewer than one in [`SPARE_CONNECTIONS`] of `most` places are free: the oldest connection,
    /// first of those that others dialled. Not `kept`, and nothing so soon after the last.
    fn least(&mut self, most: u32, kept: impl Fn(&PeerId) -> bool, now: Instant) -> Option<ConnectionId> {
        let spare = most.div_ceil(SPARE_CONNECTIONS) as usize;
        let waits = self.made_room.is_some_and(|last| now < last + MAKE_ROOM_INTERVAL);
        if waits || self.living.len() + spare <= most as usize {
            return None;
        }
        let may_go = self.living.iter().filter(|(_, c)| !kept(&c.peer));
        let (id, _) = may_go.min_by_key(|(id, c)| (c.dialer, c.established, **id))?;
        self.made_room = Some(now);
        Some(*id)
    }

    fn of<'a>(&'a self, peer: &'a PeerId) -> impl Iterator<Item = (ConnectionId, &'a Connection)> {
        self.living.iter().filter(move |(_, c)| c.peer == *peer).map(|(id, c)| (*id, c))
    }
}

impl EventLoop {
    pub(super) fn on_established(&mut self, id: ConnectionId, peer: PeerId, endpoint: &ConnectedPoint, now: Instant) {
        let connection = Connection::new(peer, endpoint, now);
        tracing::debug!(%peer, address = %connection.address, dialer = connection.dialer, "connection established");
        if connection.dialer {
            self.book.add(peer, &connection.address, now);
        }
        if !self.connections.catch_up.contains_key(&peer) {
            let (address, relayed, dialer) = (connection.address.clone(), connection.relayed, connection.dialer);
            self.book.connected(peer, now);
            self.outbox.push(Event::Connected { peer, address, relayed, dialer });
            // Rings in this tick's turn, and then on the timer.
            self.connections.catch_up.insert(peer, now);
        }
        self.connections.living.insert(id, connection);
        if self.standing.answered(id, peer) {
            self.book.want(peer, now);
        }
        self.ring_catch_up(now);
        self.dialling.answer(id, Ok(peer));
    }

    pub(super) fn on_closed(&mut self, id: ConnectionId, peer: PeerId, now: Instant) {
        let closed = self.connections.living.remove(&id);
        if self.connections.of(&peer).next().is_some() {
            // Streams on the closed connection are broken; what they carried is asked for again.
            self.connections.catch_up.insert(peer, now);
            return;
        }
        if self.connections.catch_up.remove(&peer).is_some() {
            let was_dialler = closed.is_some_and(|c| c.dialer);
            self.book.disconnected(&peer, was_dialler, FALLBACK_DIAL_DELAY, now, &mut self.rng);
            self.outbox.push(Event::Disconnected { peer });
        }
    }

    pub(super) fn on_ping(&mut self, event: &ping::Event) {
        let Some(connection) = self.connections.living.get_mut(&event.connection) else { return };
        if connection.pings.note(&event.result) {
            tracing::info!(peer = %event.peer, "peer does not answer pings: closing the connection");
            self.swarm.close_connection(event.connection);
        }
    }

    pub(super) fn close_surplus(&mut self, now: Instant) {
        for id in self.connections.surplus(now) {
            tracing::debug!(connection = %id, "closing a surplus connection");
            self.swarm.close_connection(id);
        }
    }

    /// Keeps some places free in a full hall: who gives way is a neighbour still, and comes again when it is its turn.
    pub(super) fn make_room(&mut self, now: Instant) {
        let is_relay = |peer: &PeerId| self.reachability.is_relay(peer);
        if let Some(id) = self.connections.least(self.config.max_connections, is_relay, now) {
            tracing::debug!(connection = %id, "closing the oldest connection to make room");
            self.swarm.close_connection(id);
        }
    }

    pub(super) fn ring_catch_up(&mut self, now: Instant) {
        for (peer, due) in self.connections.catch_up.iter_mut().filter(|(_, due)| **due <= now) {
            *due = now + jittered(self.config.catch_up_interval, &mut self.rng);
            self.outbox.push(Event::CatchUpDue { peer: *peer });
        }
    }
}

struct Connection {
    peer: PeerId,
    address: Multiaddr,
    dialer: bool,
    relayed: bool,
    since: SystemTime,
    established: Instant,
    pings: PingFailures,
}

impl Connection {
    fn new(peer: PeerId, endpoint: &ConnectedPoint, now: Instant) -> Self {
        let relayed = endpoint.is_relayed();
        let mut address = match endpoint {
            ConnectedPoint::Dialer { address, .. } => address.clone(),
            // Who came through a relay shows no address of its own: the relay's is where it is met.
            ConnectedPoint::Listener { local_addr, .. } if relayed => local_addr.clone(),
            ConnectedPoint::Listener { send_back_addr, .. } => send_back_addr.clone(),
        };
        if named_peer(&address).is_some() {
            address.pop();
        }
        Self {
            peer,
            address,
            // A punched connection is dialled from both sides; the role says who began.
            dialer: matches!(endpoint, ConnectedPoint::Dialer { role_override: Endpoint::Dialer, .. }),
            relayed,
            since: SystemTime::now(),
            established: now,
            pings: PingFailures::default(),
        }
    }

    /// Orders the connections with one peer, best first, the same on both sides.
    fn rank(&self, me: &PeerId) -> (bool, Reverse<bool>) {
        let lower_dialled = self.dialer == (*me < self.peer);
        (self.relayed, Reverse(lower_dialled))
    }
}

/// Counts pings that fail in a row: libp2p only reports them, and keeps the first of a row to itself.
#[derive(Debug, Default)]
struct PingFailures(u32);

impl PingFailures {
    /// Notes what libp2p reports of a ping, and says whether the connection is to be closed.
    fn note(&mut self, reported: &Result<Duration, ping::Failure>) -> bool {
        self.0 = match reported {
            Ok(_) => 0,
            // A peer that does not speak ping is not dead.
            Err(ping::Failure::Unsupported) => self.0,
            Err(ping::Failure::Timeout | ping::Failure::Other { .. }) => self.0.max(UNREPORTED_FAILURES).saturating_add(1),
        };
        self.0 >= PING_FAILURES
    }
}

/// Failures of a row that libp2p does not report ("the first failure is always free and silent").
const UNREPORTED_FAILURES: u32 = 1;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_failed_pings_in_a_row_close_a_connection() {
        let mut pings = PingFailures::default();
        assert!(!pings.note(&Ok(Duration::ZERO)));
        assert!(!pings.note(&Err(ping::Failure::Unsupported)), "who does not speak ping is not dead");
        assert!(pings.note(&Err(ping::Failure::Timeout)), "the first failure that libp2p reports is the second");
        assert!(!pings.note(&Ok(Duration::ZERO)), "an answer starts the count again");
    }

    #[test]
    fn both_sides_keep_the_same_connection() {
        let mut ids = [PeerId::random(), PeerId::random()];
        ids.sort();
        let [low, high] = ids;
        let now = Instant::now();
        for (low_dialled_first, direct_exists) in [(true, true), (false, true), (true, false), (false, false)] {
            // (dialled by low, relayed), in the order in which the low side saw them; the high side saw them reversed.
            let mut shapes = vec![(low_dialled_first, true), (!low_dialled_first, true)];
            if direct_exists {
                shapes.push((false, false));
            }
            let of_low = side(low, high, shapes.iter().copied(), now);
            let of_high = side(high, low, shapes.iter().rev().map(|(by_low, relayed)| (*by_low, *relayed)), now);
            let late = now + RELAYED_GRACE;
            let kept = |side: &Connections, low_side: bool| -> Vec<_> {
                let surplus = side.surplus(late);
                let kept = side.living.iter().filter(|(id, _)| !surplus.contains(id));
                kept.map(|(_, c)| (c.dialer == low_side, c.relayed)).collect()
            };
            assert_eq!(kept(&of_low, true), kept(&of_high, false));
            assert_eq!(kept(&of_low, true).len(), 1);
        }
    }

    #[test]
    fn a_relayed_connection_waits_until_the_direct_one_has_proven_itself() {
        let now = Instant::now();
        let side = side(PeerId::random(), PeerId::random(), [(true, true), (true, false)].into_iter(), now);
        assert!(side.surplus(now + RELAYED_GRACE - Duration::from_millis(1)).is_empty());
        assert_eq!(side.surplus(now + RELAYED_GRACE).len(), 1);
    }

    /// Connections of `me` with `peer`; `low_dialled` is from the lower id's view.
    fn side(me: PeerId, peer: PeerId, shapes: impl Iterator<Item = (bool, bool)>, now: Instant) -> Connections {
        let mut side = Connections::new(me);
        side.catch_up.insert(peer, now);
        for (index, (low_dialled, relayed)) in shapes.enumerate() {
            let connection = Connection {
                peer,
                address: Multiaddr::empty(),
                dialer: low_dialled == (me < peer),
                relayed,
                since: SystemTime::now(),
                established: now,
                pings: PingFailures::default(),
            };
            side.living.insert(ConnectionId::new_unchecked(index), connection);
        }
        side
    }
}
