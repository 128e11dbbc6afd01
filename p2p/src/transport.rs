//! How bytes travel: TCP with Noise and Yamux, QUIC v1, and circuits through a relay.

use std::time::Duration;

use libp2p::{
    PeerId, Transport as _,
    core::{
        muxing::StreamMuxerBox,
        transport::{Boxed, timeout::TransportTimeout},
        upgrade::Version,
    },
    dns, identity, noise, quic, relay, tcp, yamux,
};

use crate::config::{DIAL_TIMEOUT, MAX_MUXED_STREAMS, QUIC_KEEP_ALIVE, QUIC_SILENCE_MS};

/// The transport of a swarm and the relay client that belongs to it.
pub(crate) struct Transport {
    pub(crate) stack: Boxed<(PeerId, StreamMuxerBox)>,
    pub(crate) relay_client: relay::client::Behaviour,
}

impl Transport {
    /// Stacks relay over DNS over QUIC and TCP. Without a resolver on this machine, names are not dialled.
    pub(crate) fn new(key: &identity::Keypair) -> Result<Self, noise::Error> {
        let resolver = dns::tokio::Transport::system(direct(key)?)
            .inspect_err(|error| tracing::warn!(%error, "no name resolver: only addresses are dialled"));
        let named = match resolver {
            Ok(named) => named.boxed(),
            Err(_) => direct(key)?,
        };

        let (circuits, relay_client) = relay::client::new(key.public().to_peer_id());
        let circuits = circuits
            .upgrade(Version::V1Lazy)
            .authenticate(noise::Config::new(key)?)
            .multiplex(yamux_config())
            .map(|(peer, muxer), _| (peer, StreamMuxerBox::new(muxer)));
        let stack = circuits.or_transport(named).map(|either, _| either.into_inner());
        Ok(Self { stack: TransportTimeout::new(stack, DIAL_TIMEOUT).boxed(), relay_client })
    }
}

fn direct(key: &identity::Keypair) -> Result<Boxed<(PeerId, StreamMuxerBox)>, noise::Error> {
    let tcp = tcp::tokio::Transport::new(tcp::Config::default().nodelay(true))
        .upgrade(Version::V1Lazy)
        .authenticate(noise::Config::new(key)?)
        .multiplex(yamux_config())
        .map(|(peer, muxer), _| (peer, StreamMuxerBox::new(muxer)));
    let mut config = quic::Config::new(key);
    config.max_concurrent_stream_limit = MAX_MUXED_STREAMS;
    config.handshake_timeout = QUIC_HANDSHAKE_TIMEOUT;
    config.keep_alive_interval = QUIC_KEEP_ALIVE;
    config.max_idle_timeout = QUIC_SILENCE_MS;
    let quic = quic::tokio::Transport::new(config).map(|(peer, muxer), _| (peer, StreamMuxerBox::new(muxer)));
    Ok(quic.or_transport(tcp).map(|either, _| either.into_inner()).boxed())
}

fn yamux_config() -> yamux::Config {
    let mut config = yamux::Config::default();
    config.set_max_num_streams(MAX_MUXED_STREAMS as usize);
    config
}

const QUIC_HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(5);
