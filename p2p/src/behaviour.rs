//! The swarm's behaviour: one field per protocol.

use libp2p::{
    PeerId, allow_block_list,
    connection_limits::{self, ConnectionLimits},
    dcutr, gossipsub, identify, identity, memory_connection_limits, relay,
    swarm::{NetworkBehaviour, behaviour::toggle::Toggle},
};

use crate::{
    behaviour::{
        gossip::{Copies, Filter},
        inbound_streams::InboundStreams,
        mdns::Mdns,
        pings::Pings,
        raw_candidates::RawCandidates,
    },
    config::{Config, MAX_CONNECTIONS_PER_PEER, MAX_PENDING_CONNECTIONS},
    protocol::{IDENTIFY_AGENT, IDENTIFY_VERSION},
};

pub(crate) mod gossip;
pub(crate) mod inbound_streams;
pub(crate) mod mdns;
pub(crate) mod pings;
pub(crate) mod raw_candidates;

#[derive(NetworkBehaviour)]
pub(crate) struct Behaviour {
    pub(crate) limits: connection_limits::Behaviour,
    pub(crate) memory: memory_connection_limits::Behaviour,
    pub(crate) blocked: allow_block_list::Behaviour<allow_block_list::BlockedPeers>,
    pub(crate) identify: identify::Behaviour,
    pub(crate) ping: Pings,
    pub(crate) gossip: gossipsub::Behaviour<Copies, Filter>,
    pub(crate) inbound_streams: InboundStreams,
    pub(crate) outbound_streams: libp2p_stream::Behaviour,
    pub(crate) mdns_v4: Mdns,
    pub(crate) mdns_v6: Mdns,
    pub(crate) relay_client: relay::client::Behaviour,
    pub(crate) dcutr: Toggle<dcutr::Behaviour>,
    pub(crate) raw_candidates: RawCandidates,
}

impl Behaviour {
    /// Builds every protocol as `config` says; mDNS starts later, with the first listen address.
    pub(crate) fn new(
        config: &Config,
        key: &identity::Keypair,
        relay_client: relay::client::Behaviour,
        copies: Copies,
    ) -> Result<Self, &'static str> {
        let me: PeerId = key.public().to_peer_id();
        let limits = ConnectionLimits::default()
            .with_max_pending_incoming(Some(MAX_PENDING_CONNECTIONS))
            .with_max_pending_outgoing(Some(MAX_PENDING_CONNECTIONS))
            .with_max_established(Some(config.max_connections))
            .with_max_established_per_peer(Some(MAX_CONNECTIONS_PER_PEER));
        let identify = identify::Config::new(IDENTIFY_VERSION.to_owned(), key.public())
            .with_agent_version(IDENTIFY_AGENT.to_owned())
            .with_push_listen_addr_updates(true);
        let mut blocked = allow_block_list::Behaviour::default();
        for peer in &config.blocked {
            blocked.block_peer(*peer);
        }
        Ok(Self {
            limits: connection_limits::Behaviour::new(limits),
            memory: memory_connection_limits::Behaviour::with_max_bytes(config.memory_bytes),
            blocked,
            identify: identify::Behaviour::new(identify),
            ping: Pings::new(config),
            gossip: gossip::behaviour(copies)?,
            inbound_streams: InboundStreams::default(),
            outbound_streams: libp2p_stream::Behaviour::new(),
            mdns_v4: mdns::off(),
            mdns_v6: mdns::off(),
            relay_client,
            dcutr: config.hole_punching.then(|| dcutr::Behaviour::new(me)).into(),
            raw_candidates: RawCandidates::default(),
        })
    }
}
