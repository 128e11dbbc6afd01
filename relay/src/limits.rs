//! What a relay gives away, and to how many.
//!
//! libp2p's own limits (16 circuits of 2 minutes and 128 KiB) cut a conversation after 281 messages; these carry a
//! community. Per person the rates stay tight; per address they are wide, as a village may share one.

use std::{num::NonZeroU32, time::Duration};

use libp2p::{connection_limits::ConnectionLimits, relay};

/// Peers that may be reached through this relay at once.
pub(crate) const MAX_RESERVATIONS: usize = 1024;
/// How long a reservation lasts before the peer renews it.
pub(crate) const RESERVATION_DURATION: Duration = Duration::from_secs(60 * 60);
/// Circuits in use at once.
pub(crate) const MAX_CIRCUITS: usize = 256;
/// Circuits of one peer: who sits behind a NAT meets its whole neighbourhood here.
pub(crate) const MAX_CIRCUITS_PER_PEER: usize = 32;
/// How long one circuit lasts.
pub(crate) const MAX_CIRCUIT_DURATION: Duration = Duration::from_secs(60 * 60);
/// Bytes that one circuit carries, each way.
pub(crate) const MAX_CIRCUIT_BYTES: u64 = 64 * 1024 * 1024;
/// Reservations, and circuits, that one peer may ask for in a burst; then one each [`RATE_PER_PEER_INTERVAL`].
pub(crate) const RATE_PER_PEER: NonZeroU32 = NonZeroU32::new(30).expect("not zero");
/// See [`RATE_PER_PEER`].
pub(crate) const RATE_PER_PEER_INTERVAL: Duration = Duration::from_secs(2 * 60);
/// Reservations, and circuits, that one IP address may ask for in a burst; then one each [`RATE_PER_IP_INTERVAL`].
pub(crate) const RATE_PER_IP: NonZeroU32 = NonZeroU32::new(600).expect("not zero");
/// See [`RATE_PER_IP`].
pub(crate) const RATE_PER_IP_INTERVAL: Duration = Duration::from_secs(1);

/// Connections in all.
pub(crate) const MAX_CONNECTIONS: u32 = 4000;
/// Connections that are still shaking hands, each way.
pub(crate) const MAX_PENDING_CONNECTIONS: u32 = 256;
/// Connections of one peer.
pub(crate) const MAX_CONNECTIONS_PER_PEER: u32 = 4;
/// Share of the machine's memory above which new connections are refused.
pub(crate) const MAX_MEMORY_SHARE: f64 = 0.6;
/// Multiplexed streams of one connection: all circuits of a peer are streams of its one connection.
pub(crate) const MAX_MUXED_STREAMS: usize = 256;
/// How long a connection without reservation or circuit stays open.
pub(crate) const IDLE_TIMEOUT: Duration = Duration::from_secs(60);
/// Time between two pings.
pub(crate) const PING_INTERVAL: Duration = Duration::from_secs(15);

/// Returns the relay's limits for libp2p.
pub(crate) fn relay() -> relay::Config {
    let config = relay::Config {
        max_reservations: MAX_RESERVATIONS,
        max_reservations_per_peer: 4,
        reservation_duration: RESERVATION_DURATION,
        reservation_rate_limiters: Vec::new(),
        max_circuits: MAX_CIRCUITS,
        max_circuits_per_peer: MAX_CIRCUITS_PER_PEER,
        max_circuit_duration: MAX_CIRCUIT_DURATION,
        max_circuit_bytes: MAX_CIRCUIT_BYTES,
        circuit_src_rate_limiters: Vec::new(),
    };
    config
        .reservation_rate_per_peer(RATE_PER_PEER, RATE_PER_PEER_INTERVAL)
        .reservation_rate_per_ip(RATE_PER_IP, RATE_PER_IP_INTERVAL)
        .circuit_src_per_peer(RATE_PER_PEER, RATE_PER_PEER_INTERVAL)
        .circuit_src_per_ip(RATE_PER_IP, RATE_PER_IP_INTERVAL)
}

/// Returns the connection limits for libp2p.
pub(crate) fn connections() -> ConnectionLimits {
    ConnectionLimits::default()
        .with_max_pending_incoming(Some(MAX_PENDING_CONNECTIONS))
        .with_max_pending_outgoing(Some(MAX_PENDING_CONNECTIONS))
        .with_max_established(Some(MAX_CONNECTIONS))
        .with_max_established_per_peer(Some(MAX_CONNECTIONS_PER_PEER))
}
