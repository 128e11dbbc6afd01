//! Offers the address that our relay saw us at, unchanged, for hole punching.
//!
//! identify 0.48 rewrites the observed port to a listen port, so that DCUtR fails behind every NAT that changes ports.
//! This behaviour hands the raw address to the swarm as a candidate (reference/network.md, appendix A).

use std::{
    collections::VecDeque,
    convert::Infallible,
    task::{Context, Poll, Waker},
};

use libp2p::{
    Multiaddr, PeerId,
    core::{Endpoint, transport::PortUse},
    swarm::{
        ConnectionDenied, ConnectionId, FromSwarm, NetworkBehaviour, THandler, THandlerInEvent, THandlerOutEvent, ToSwarm, dummy,
    },
};

use crate::config::MAX_RAW_CANDIDATES;

#[derive(Debug, Default)]
pub(crate) struct RawCandidates {
    waiting: VecDeque<Multiaddr>,
    waker: Option<Waker>,
}

impl RawCandidates {
    /// Offers `address`. Only to be called for what one of *our* relays saw on a connection that we dialled, so that a
    /// stranger plants nothing.
    pub(crate) fn offer(&mut self, address: Multiaddr) {
        if self.waiting.len() < MAX_RAW_CANDIDATES {
            self.waiting.push_back(address);
        }
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}

impl NetworkBehaviour for RawCandidates {
    type ConnectionHandler = dummy::ConnectionHandler;
    type ToSwarm = Infallible;

    fn handle_established_inbound_connection(
        &mut self,
        _: ConnectionId,
        _: PeerId,
        _: &Multiaddr,
        _: &Multiaddr,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        Ok(dummy::ConnectionHandler)
    }

    fn handle_established_outbound_connection(
        &mut self,
        _: ConnectionId,
        _: PeerId,
        _: &Multiaddr,
        _: Endpoint,
        _: PortUse,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        Ok(dummy::ConnectionHandler)
    }

    fn on_swarm_event(&mut self, _: FromSwarm) {}

    fn on_connection_handler_event(&mut self, _: PeerId, _: ConnectionId, event: THandlerOutEvent<Self>) {
        match event {}
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<ToSwarm<Infallible, THandlerInEvent<Self>>> {
        if let Some(address) = self.waiting.pop_front() {
            return Poll::Ready(ToSwarm::NewExternalAddrCandidate(address));
        }
        self.waker = Some(context.waker().clone());
        Poll::Pending
    }
}
