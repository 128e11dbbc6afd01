//! The relay's swarm: one field per protocol.

use libp2p::{
    Swarm, SwarmBuilder, autonat, connection_limits, identify, identity, memory_connection_limits, noise, ping, relay,
    swarm::NetworkBehaviour, tcp, yamux,
};

use crate::limits;

#[derive(NetworkBehaviour)]
pub(crate) struct Behaviour {
    pub(crate) limits: connection_limits::Behaviour,
    pub(crate) memory: memory_connection_limits::Behaviour,
    pub(crate) relay: relay::Behaviour,
    pub(crate) autonat: autonat::v2::server::Behaviour,
    pub(crate) identify: identify::Behaviour,
    pub(crate) ping: ping::Behaviour,
}

/// Builds the swarm; it listens nowhere yet.
pub(crate) fn swarm(key: identity::Keypair) -> Result<Swarm<Behaviour>, noise::Error> {
    let yamux = || {
        let mut config = yamux::Config::default();
        config.set_max_num_streams(limits::MAX_MUXED_STREAMS);
        config
    };
    let builder = SwarmBuilder::with_existing_identity(key)
        .with_tokio()
        .with_tcp(tcp::Config::default().nodelay(true), noise::Config::new, yamux)?
        .with_quic();
    let Ok(builder) = builder.with_behaviour(|key| {
        let identify = identify::Config::new("/allforone/1".to_owned(), key.public());
        Behaviour {
            limits: connection_limits::Behaviour::new(limits::connections()),
            memory: memory_connection_limits::Behaviour::with_max_percentage(limits::MAX_MEMORY_SHARE),
            relay: relay::Behaviour::new(key.public().to_peer_id(), limits::relay()),
            autonat: autonat::v2::server::Behaviour::default(),
            identify: identify::Behaviour::new(identify.with_agent_version("allforone-relay".to_owned())),
            ping: ping::Behaviour::new(ping::Config::new().with_interval(limits::PING_INTERVAL)),
        }
    });
    Ok(builder.with_swarm_config(|config| config.with_idle_connection_timeout(limits::IDLE_TIMEOUT)).build())
}
