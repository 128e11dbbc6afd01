//! Takes the streams that peers open to us.
//!
//! libp2p-stream, which opens ours, keeps one waiting inbound stream per protocol and drops further ones: when a hall
//! of twenty connects, most would be lost. Here each connection keeps a few and the swarm's own queue carries them.

use std::{
    collections::VecDeque,
    convert::Infallible,
    future::{Ready, ready},
    task::{Context, Poll},
};

use libp2p::{
    InboundUpgrade, Multiaddr, PeerId, Stream,
    core::{Endpoint, UpgradeInfo, transport::PortUse, upgrade::DeniedUpgrade},
    swarm::{
        ConnectionDenied, ConnectionHandler, ConnectionHandlerEvent, ConnectionId, FromSwarm, NetworkBehaviour,
        SubstreamProtocol, THandler, THandlerInEvent, THandlerOutEvent, ToSwarm,
        handler::{ConnectionEvent, FullyNegotiatedInbound},
    },
};

use crate::{config::MAX_INBOUND_STREAMS_PER_PEER, protocol::Protocol};

/// Gives out each inbound stream as an event. At most one per connection waits in the swarm, and
/// [`MAX_INBOUND_STREAMS_PER_PEER`] in its handler.
#[derive(Default)]
pub(crate) struct InboundStreams {
    ready: VecDeque<InboundStream>,
}

/// A stream that `peer` has opened.
pub(crate) struct InboundStream {
    pub(crate) peer: PeerId,
    pub(crate) protocol: Protocol,
    pub(crate) stream: Stream,
}

impl std::fmt::Debug for InboundStream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "InboundStream({}, {})", self.peer, self.protocol)
    }
}

impl NetworkBehaviour for InboundStreams {
    type ConnectionHandler = Handler;
    type ToSwarm = InboundStream;

    fn handle_established_inbound_connection(
        &mut self,
        _: ConnectionId,
        _: PeerId,
        _: &Multiaddr,
        _: &Multiaddr,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        Ok(Handler::default())
    }

    fn handle_established_outbound_connection(
        &mut self,
        _: ConnectionId,
        _: PeerId,
        _: &Multiaddr,
        _: Endpoint,
        _: PortUse,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        Ok(Handler::default())
    }

    fn on_swarm_event(&mut self, _: FromSwarm) {}

    fn on_connection_handler_event(&mut self, peer: PeerId, _: ConnectionId, (stream, protocol): THandlerOutEvent<Self>) {
        // The swarm polls this behaviour empty before it takes the next event of a handler.
        self.ready.push_back(InboundStream { peer, protocol, stream });
    }

    fn poll(&mut self, _: &mut Context<'_>) -> Poll<ToSwarm<InboundStream, THandlerInEvent<Self>>> {
        // `on_connection_handler_event` is always followed by a poll, so no waker is needed.
        self.ready.pop_front().map_or(Poll::Pending, |stream| Poll::Ready(ToSwarm::GenerateEvent(stream)))
    }
}

/// The part of one connection.
#[derive(Default)]
pub(crate) struct Handler {
    waiting: VecDeque<(Stream, Protocol)>,
}

impl ConnectionHandler for Handler {
    type FromBehaviour = Infallible;
    type ToBehaviour = (Stream, Protocol);
    type InboundProtocol = Offer;
    type OutboundProtocol = DeniedUpgrade;
    type InboundOpenInfo = ();
    type OutboundOpenInfo = ();

    fn listen_protocol(&self) -> SubstreamProtocol<Offer> {
        SubstreamProtocol::new(Offer, ())
    }

    fn on_behaviour_event(&mut self, never: Infallible) {
        match never {}
    }

    fn on_connection_event(&mut self, event: ConnectionEvent<Offer, DeniedUpgrade>) {
        if let ConnectionEvent::FullyNegotiatedInbound(FullyNegotiatedInbound { protocol: (stream, protocol), .. }) = event
            && self.waiting.len() < MAX_INBOUND_STREAMS_PER_PEER
        {
            self.waiting.push_back((stream, protocol));
        }
    }

    fn poll(&mut self, _: &mut Context<'_>) -> Poll<ConnectionHandlerEvent<DeniedUpgrade, (), (Stream, Protocol)>> {
        // Streams arrive within the connection's own poll, which polls this again.
        let next = self.waiting.pop_front();
        next.map_or(Poll::Pending, |stream| Poll::Ready(ConnectionHandlerEvent::NotifyBehaviour(stream)))
    }
}

/// Agrees to every protocol of [`Protocol::ALL`].
pub(crate) struct Offer;

impl UpgradeInfo for Offer {
    type Info = Offered;
    type InfoIter = std::array::IntoIter<Offered, 2>;

    fn protocol_info(&self) -> Self::InfoIter {
        Protocol::ALL.map(Offered).into_iter()
    }
}

impl InboundUpgrade<Stream> for Offer {
    type Output = (Stream, Protocol);
    type Error = Infallible;
    type Future = Ready<Result<(Stream, Protocol), Infallible>>;

    fn upgrade_inbound(self, stream: Stream, agreed: Offered) -> Self::Future {
        ready(Ok((stream, agreed.0)))
    }
}

/// A protocol as the negotiation wants it.
#[derive(Clone)]
pub(crate) struct Offered(Protocol);

impl AsRef<str> for Offered {
    fn as_ref(&self) -> &str {
        self.0.name()
    }
}
