//! A snapshot of the network, for people and tests.

use std::time::SystemTime;

use libp2p::{Multiaddr, PeerId, multiaddr::Protocol};

/// What the network looks like now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// This installation.
    pub local_peer_id: PeerId,
    /// Where it can be dialled, with `/p2p/…`, circuits included, sorted.
    pub listening: Vec<Multiaddr>,
    /// Where the outside reaches it, as others have confirmed, sorted.
    pub confirmed: Vec<Multiaddr>,
    /// Connected peers, sorted by id.
    pub peers: Vec<Connected>,
    /// Peers that the node blocked, sorted.
    pub blocked: Vec<PeerId>,
    /// Whether the local network is asked for peers.
    pub mdns: bool,
    /// Relays that accept this peer now, sorted.
    pub relays: Vec<PeerId>,
    /// Gossip messages dropped because the node did not keep up.
    pub gossip_dropped: u64,
    /// Own messages that gossip could not send: no neighbour in the topic, or queues full. Catching up carries them.
    pub gossip_unsent: u64,
    /// Gossip messages that arrived, each copy counted: neighbours in a mesh bring the same one several times.
    pub gossip_copies: u64,
    /// Inbound streams refused because there were too many.
    pub streams_refused: u64,
}

/// A connected peer, by the best of its connections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connected {
    /// The peer.
    pub peer: PeerId,
    /// Its address on that connection.
    pub address: Multiaddr,
    /// Whether this side dialled.
    pub dialer: bool,
    /// When the connection was made.
    pub since: SystemTime,
    /// Whether a relay is in between.
    pub relayed: bool,
    /// What carries it.
    pub how: Way,
    /// Connections with this peer right now; one, but for short moments.
    pub connections: usize,
}

/// What carries a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// TCP, Noise and Yamux.
    Tcp,
    /// QUIC v1.
    Quic,
    /// A circuit through a relay.
    Relay,
}

impl Way {
    pub(crate) fn of(address: &Multiaddr) -> Self {
        let has = |wanted: fn(&Protocol<'_>) -> bool| address.iter().any(|p| wanted(&p));
        if has(|p| matches!(p, Protocol::P2pCircuit)) {
            Way::Relay
        } else if has(|p| matches!(p, Protocol::QuicV1)) {
            Way::Quic
        } else {
            Way::Tcp
        }
    }
}
