//! Pings: often where only they tell that a connection is dead, rarely where QUIC tells it.

use std::task::{Context, Poll};

use libp2p::{
    Multiaddr, PeerId,
    core::{Endpoint, transport::PortUse},
    ping,
    swarm::{ConnectionDenied, ConnectionId, FromSwarm, NetworkBehaviour, THandler, THandlerInEvent, THandlerOutEvent, ToSwarm},
};

use crate::{
    config::{Config, QUIC_PING_INTERVAL},
    status::Way,
};

/// libp2p's ping at two paces. Both answer everybody.
pub(crate) struct Pings {
    often: ping::Behaviour,
    rarely: ping::Behaviour,
}

impl Pings {
    pub(crate) fn new(config: &Config) -> Self {
        let pings =
            |interval| ping::Behaviour::new(ping::Config::new().with_interval(interval).with_timeout(config.ping_timeout));
        Self { often: pings(config.ping_interval), rarely: pings(config.ping_interval.max(QUIC_PING_INTERVAL)) }
    }

    fn of(&mut self, address: &Multiaddr) -> &mut ping::Behaviour {
        match Way::of(address) {
            Way::Quic => &mut self.rarely,
            Way::Tcp | Way::Relay => &mut self.often,
        }
    }
}

impl NetworkBehaviour for Pings {
    type ConnectionHandler = <ping::Behaviour as NetworkBehaviour>::ConnectionHandler;
    type ToSwarm = ping::Event;

    fn handle_established_inbound_connection(
        &mut self,
        id: ConnectionId,
        peer: PeerId,
        local: &Multiaddr,
        remote: &Multiaddr,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        // Through a relay the other's address shows nothing, ours the circuit.
        self.of(local).handle_established_inbound_connection(id, peer, local, remote)
    }

    fn handle_established_outbound_connection(
        &mut self,
        id: ConnectionId,
        peer: PeerId,
        address: &Multiaddr,
        role: Endpoint,
        port: PortUse,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        self.of(address).handle_established_outbound_connection(id, peer, address, role, port)
    }

    /// ping listens to nothing here.
    fn on_swarm_event(&mut self, _: FromSwarm<'_>) {}

    fn on_connection_handler_event(&mut self, peer: PeerId, id: ConnectionId, event: THandlerOutEvent<Self>) {
        // It only tells, whichever of the two it is.
        self.often.on_connection_handler_event(peer, id, event);
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<ToSwarm<ping::Event, THandlerInEvent<Self>>> {
        self.often.poll(context)
    }
}
