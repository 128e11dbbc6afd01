//! What the network tells the node.

use libp2p::{Multiaddr, PeerId, gossipsub::MessageId};

use crate::{frame::FrameStream, protocol::Protocol, topic::Topic};

/// Something happened. Of a full queue, `Gossip` is dropped at once and counted; what comes again by itself
/// (`CatchUpDue`, `Identified`, `Discovered`, `Subscribed`, `Unsubscribed`, `DialFailed`, `InboundStream`) when the overflow is full
/// too; the others never, but a `Connected` the node has not yet seen disappears together with its `Disconnected`.
#[derive(Debug)]
pub enum Event {
    /// This peer can be dialled at the address (with `/p2p/…`) from this machine's network, or through a relay.
    Listening(Multiaddr),
    /// This peer no longer listens there.
    NoLongerListening(Multiaddr),
    /// The outside reaches this peer at the address, as a relay or another peer has confirmed.
    AddressConfirmed(Multiaddr),
    /// The first connection with the peer stands. `CatchUpDue` follows at once.
    Connected {
        /// The peer, as its key has proven.
        peer: PeerId,
        /// Its address, without `/p2p/…`.
        address: Multiaddr,
        /// Whether a relay is in between.
        relayed: bool,
        /// Whether this side dialled.
        dialer: bool,
    },
    /// The last connection with the peer is gone.
    Disconnected {
        /// The peer.
        peer: PeerId,
    },
    /// The peer says what it runs.
    Identified {
        /// The peer.
        peer: PeerId,
        /// Its own words, at most [`crate::config::MAX_AGENT_BYTES`]: `allforone/0.1.0`.
        agent: String,
    },
    /// The local network shows the peer; it will be dialled.
    Discovered {
        /// Who claims to be there; proven only once connected.
        peer: PeerId,
        /// Where.
        address: Multiaddr,
    },
    /// A message came, and waits for [`crate::Handle::verdict`] before it goes on to others.
    Gossip {
        /// The topic it came by.
        topic: Topic,
        /// BLAKE3 of `data`.
        id: MessageId,
        /// The neighbour that passed it on, who need not be its author.
        source: PeerId,
        /// The message, at most [`crate::config::MAX_TRANSMIT_BYTES`].
        data: Vec<u8>,
    },
    /// The peer listens to the topic.
    Subscribed {
        /// The peer.
        peer: PeerId,
        /// The topic, which need not be one of ours.
        topic: Topic,
    },
    /// The peer no longer listens to the topic.
    Unsubscribed {
        /// The peer.
        peer: PeerId,
        /// The topic.
        topic: Topic,
    },
    /// It is time to compare logs with the peer: on connect and then on a timer.
    CatchUpDue {
        /// The peer, which is connected.
        peer: PeerId,
    },
    /// The peer, which may be a stranger, opened a stream.
    InboundStream {
        /// The peer, as its key has proven.
        peer: PeerId,
        /// What it opened it for.
        protocol: Protocol,
        /// The stream; its place among [`crate::config::MAX_INBOUND_STREAMS_PER_PEER`] is free again when it is dropped.
        stream: FrameStream,
    },
    /// Dialling failed; the address book tries again where there is a reason to.
    DialFailed {
        /// The peer, where one was expected.
        peer: Option<PeerId>,
        /// The address, where there was one.
        address: Option<Multiaddr>,
        /// Why, in plain words.
        reason: String,
    },
    /// A relay accepted this peer; `Listening` tells the address.
    RelayReady {
        /// The relay.
        relay: PeerId,
    },
    /// A relay no longer, or not yet, accepts this peer; it is asked again.
    RelayLost {
        /// The relay.
        relay: PeerId,
        /// Why, in plain words.
        reason: String,
    },
}
