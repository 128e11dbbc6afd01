//! Settings of a network and every bound of this crate.

use std::time::Duration;

use libp2p::{Multiaddr, PeerId};

use crate::keypair::Keypair;

/// What a network is started with.
///
/// [`Config::new`] gives the values measured in halls and behind NATs; tests shorten the times.
#[derive(Debug, Clone)]
pub struct Config {
    /// The installation's transport key.
    pub keypair: Keypair,
    /// Where to listen, TCP (`/ip4/…/tcp/…`) and QUIC (`/…/udp/…/quic-v1`), port 0 for any. An address family that the
    /// machine lacks is skipped; a taken port is an error. A fixed port keeps the address books of others right.
    pub listen: Vec<Multiaddr>,
    /// Whether to look for peers on the local network (mDNS). It shows PeerId and addresses to everyone there.
    pub mdns: bool,
    /// Relays through which this peer wants to be reached (`…/p2p/<relay>`), at most [`MAX_RELAYS`].
    pub relays: Vec<Multiaddr>,
    /// Whether to turn relayed connections into direct ones (DCUtR).
    pub hole_punching: bool,
    /// Addresses known from an earlier run; the node keeps them ([`crate::Handle::book`]).
    pub known: Vec<(PeerId, Multiaddr)>,
    /// Peers that are not let in, from an earlier run ([`crate::Status::blocked`]).
    pub blocked: Vec<PeerId>,
    /// Longest time between two [`crate::Event::CatchUpDue`] of a peer; each is drawn from its second half.
    pub catch_up_interval: Duration,
    /// Time between two pings of a connection that is not QUIC, which notices by itself that nobody answers ([`QUIC_SILENCE_MS`]).
    pub ping_interval: Duration,
    /// Time after which a ping has failed; [`PING_FAILURES`] in a row close the connection. A dead TCP connection is
    /// closed after at most twice the interval, this, and 10 s of libp2p's own: 16 s measured at 2 s and 2 s.
    pub ping_timeout: Duration,
    /// First wait before dialling a lost peer again; doubles up to [`Config::redial_longest`].
    pub redial_first: Duration,
    /// Longest wait before dialling a lost peer again.
    pub redial_longest: Duration,
    /// Connections in all; above that, more are refused, and a little below, old ones give way.
    pub max_connections: u32,
    /// Memory of the process above which new connections are refused, in bytes.
    pub memory_bytes: usize,
    /// Events that may wait for the node; the last [`EVENT_RESERVE`] places are kept from gossip.
    pub event_queue: usize,
}

impl Config {
    /// Listens on every interface, v4 and v6, TCP and QUIC, on free ports; mDNS off, no relay.
    pub fn new(keypair: Keypair) -> Self {
        Self {
            keypair,
            listen: DEFAULT_LISTEN.iter().map(|address| address.parse().expect("the constant is a multiaddr")).collect(),
            mdns: false,
            relays: Vec::new(),
            hole_punching: true,
            known: Vec::new(),
            blocked: Vec::new(),
            catch_up_interval: Duration::from_secs(60),
            ping_interval: Duration::from_secs(10),
            ping_timeout: Duration::from_secs(10),
            redial_first: Duration::from_millis(500),
            redial_longest: Duration::from_secs(60),
            max_connections: MAX_CONNECTIONS,
            memory_bytes: 1 << 30,
            event_queue: 1024,
        }
    }

    /// Listens on free loopback ports only (TCP and QUIC, v4), for tests and benches on one machine.
    pub fn loopback(keypair: Keypair) -> Self {
        let listen = ["/ip4/127.0.0.1/tcp/0", "/ip4/127.0.0.1/udp/0/quic-v1"]
            .iter()
            .map(|address| address.parse().expect("the constant is a multiaddr"))
            .collect();
        Self { listen, ..Self::new(keypair) }
    }
}

/// Where a peer listens unless told otherwise.
pub const DEFAULT_LISTEN: [&str; 4] =
    ["/ip4/0.0.0.0/tcp/0", "/ip4/0.0.0.0/udp/0/quic-v1", "/ip6/::/tcp/0", "/ip6/::/udp/0/quic-v1"];

// Connections. Four per peer: relayed, direct and a simultaneous opening must fit at once (reference/network.md, 6).

/// Connections that are still shaking hands, each way.
pub const MAX_PENDING_CONNECTIONS: u32 = 64;
/// Connections in all, unless told otherwise.
pub const MAX_CONNECTIONS: u32 = 200;
/// One in so many places for connections is kept free, so that a newcomer finds a door in a hall that is full.
pub const SPARE_CONNECTIONS: u32 = 12;
/// Where places are short, one connection gives way in this time: all neighbours have their turn.
pub const MAKE_ROOM_INTERVAL: Duration = Duration::from_secs(1);
/// Connections with one peer; surplus ones are closed soon.
pub const MAX_CONNECTIONS_PER_PEER: u32 = 4;
/// How long a connection without use stays open.
pub const IDLE_TIMEOUT: Duration = Duration::from_secs(120);
/// How long a dial may take, to the end of the handshake.
pub const DIAL_TIMEOUT: Duration = Duration::from_secs(10);
/// Pings that fail in a row before the connection is closed; libp2p itself closes nothing.
pub const PING_FAILURES: u32 = 2;
/// Time between two pings of a QUIC connection, which notices by itself that nobody answers. A ping takes half a
/// millisecond of processor at both ends together: in a hall of 50 they were nine tenths of what idling cost.
pub const QUIC_PING_INTERVAL: Duration = Duration::from_secs(600);
/// Silence after which a QUIC connection asks whether the other side lives. At libp2p's 5 s it was four fifths of what
/// idling cost in a hall of 50.
pub const QUIC_KEEP_ALIVE: Duration = Duration::from_secs(10);
/// Silence after which a QUIC connection is closed, in milliseconds.
pub const QUIC_SILENCE_MS: u32 = 20_000;
/// How long two connections with one peer live side by side, so that both sides have seen both.
pub const SURPLUS_GRACE: Duration = Duration::from_secs(1);
/// How long a direct connection must live before the relayed one beside it is closed.
pub const RELAYED_GRACE: Duration = Duration::from_secs(10);
/// Multiplexed streams of one connection, all protocols and relayed circuits together.
pub const MAX_MUXED_STREAMS: u32 = 128;

/// What a peer may say that it runs, in bytes; more is cut off.
pub const MAX_AGENT_BYTES: usize = 64;

// Address book.

/// Peers in the address book; the one longest unused gives way, wanted and connected ones stay.
pub const MAX_BOOK_PEERS: usize = 1024;
/// Addresses of one peer; the one that failed most gives way.
pub const MAX_ADDRESSES_PER_PEER: usize = 16;
/// Addresses without a PeerId that are dialled until someone answers ([`crate::Handle::keep_dialling`]).
pub const MAX_STANDING_ADDRESSES: usize = 64;
/// Peers redialled in one tick, so that a long book does not burst.
pub const MAX_DIALS_PER_TICK: usize = 8;
/// Time between two looks at what is due (redial, catch up, surplus).
pub const TICK: Duration = Duration::from_millis(200);

// Local network.

/// Time between two mDNS questions. The library's 300 s left 4 of 6 halls incomplete.
pub const MDNS_QUERY_INTERVAL: Duration = Duration::from_secs(5);
/// Time between two mDNS questions among more than [`CROWD`] peers, after [`CROWD_AFTER`]: everybody answers everybody.
pub const MDNS_CROWD_QUERY_INTERVAL: Duration = Duration::from_secs(30);
/// Discovered peers above which questions become rare.
pub const CROWD: usize = 50;
/// How long a crowd is asked often, so that it finds together.
pub const CROWD_AFTER: Duration = Duration::from_secs(60);
/// How long others believe our mDNS answer.
pub const MDNS_TTL: Duration = Duration::from_secs(60);
/// How long the higher PeerId waits for the lower one to dial, after discovery and after a loss.
pub const FALLBACK_DIAL_DELAY: Duration = Duration::from_secs(3);
/// How long a peer that mDNS no longer shows is still dialled.
pub const LOCAL_GONE_GRACE: Duration = Duration::from_secs(120);
/// Connections up to which discovered peers are dialled; gossip needs no more, and wanted peers always are.
pub const MAX_DISCOVERED_CONNECTIONS: usize = 64;
/// Peers on the local network that are kept in mind; mDNS answers are not authenticated.
pub const MAX_DISCOVERED_PEERS: usize = 512;

// Gossip: anonymous and validated; the caller's signature is the only one (33 % less CPU). Each link of the mesh beyond a
// tree brings a copy: 2.9 a message in a hall of 50, where 5, 4 and 8 brought 4.4 (`scripts/bench.sh hall`).

/// Peers in a topic's mesh.
pub const MESH: usize = 4;
/// Mesh size below which peers are added.
pub const MESH_LOW: usize = 3;
/// Mesh size from which peers are let go.
pub const MESH_HIGH: usize = 6;
/// Peers outside the mesh that are told of messages at each heartbeat.
pub const MESH_LAZY: usize = 6;
/// Mesh peers that we dialled ourselves, at least.
pub const MESH_OUTBOUND: usize = 2;
/// Heartbeats (1 s) for which messages are kept.
pub const HISTORY: usize = 10;
/// Heartbeats for which messages are told of.
pub const HISTORY_GOSSIP: usize = 6;
/// How long a message id is remembered, against duplicates.
pub const DUPLICATE_MEMORY: Duration = Duration::from_secs(300);
/// Gossip message with its envelope on the wire, in bytes.
pub const MAX_TRANSMIT_BYTES: usize = 64 * 1024;
/// Data of one gossip message, in bytes; the difference is room for the envelope.
pub const MAX_GOSSIP_BYTES: usize = MAX_TRANSMIT_BYTES - 512;
/// Topics of one peer: 64 communities with a few lanes, and the former epoch of each.
pub const MAX_TOPICS: usize = 1024;

// Streams.

/// One frame, in bytes, without its length.
pub const MAX_FRAME_BYTES: usize = 1 << 20;
/// Inbound streams of one peer that live at once.
pub const MAX_INBOUND_STREAMS_PER_PEER: usize = 4;
/// Inbound streams beyond the first of each peer that live at once. The first is always had: each neighbour keeps one open to
/// compare logs, and whoever comes next must still be able to knock.
pub const MAX_FURTHER_INBOUND_STREAMS: usize = 64;
/// How long sending one frame may take.
pub const SEND_TIMEOUT: Duration = Duration::from_secs(30);
/// How long the next frame may take to arrive.
pub const RECEIVE_TIMEOUT: Duration = Duration::from_secs(30);
/// How long opening a stream may take.
pub const OPEN_TIMEOUT: Duration = Duration::from_secs(10);

// Relays.

/// Relays through which this peer is reached at once.
pub const MAX_RELAYS: usize = 4;
/// First wait before asking a relay again; nothing in libp2p does it.
pub const RELAY_RETRY_FIRST: Duration = Duration::from_secs(1);
/// Longest wait before asking a relay again.
pub const RELAY_RETRY_LONGEST: Duration = Duration::from_secs(60);
/// How long a relay may take to accept a reservation.
pub const RESERVATION_TIMEOUT: Duration = Duration::from_secs(30);
/// Observed addresses from our relays that wait to become candidates.
pub const MAX_RAW_CANDIDATES: usize = 16;

/// How long a shutdown may wait for the other sides to know, and then for the ports to be free: a QUIC handshake that
/// is broken off holds its port for three seconds.
pub const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(5);

// Queues between node and loop.

/// Commands that may wait for the loop; a further one waits in the caller.
pub const COMMAND_QUEUE: usize = 1024;
/// Places of the event queue that gossip may not take.
pub const EVENT_RESERVE: usize = 256;
/// Events beside connections and addresses that wait outside a full queue; further ones are dropped, as they come again.
pub const MAX_OVERFLOW: usize = 1024;
