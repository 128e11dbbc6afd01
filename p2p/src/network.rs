//! Starting a network.

use std::io;

use libp2p::{Multiaddr, Swarm, TransportError, noise, swarm};
use tokio::sync::mpsc;

use crate::{
    behaviour::{Behaviour, gossip::Copies},
    config::{COMMAND_QUEUE, Config, IDLE_TIMEOUT},
    event::Event,
    event_loop::EventLoop,
    handle::Handle,
    ports,
    transport::Transport,
};

/// The door of the crate.
#[derive(Debug)]
pub struct Network;

impl Network {
    /// Starts the loop on the current tokio runtime. It ends with [`Handle::shutdown`], or when every handle or the
    /// receiver is dropped.
    ///
    /// # Errors
    /// [`StartError::PortTaken`] if another program listens on one of `config.listen`; [`StartError::NoAddress`] if
    /// none of them can be listened on; [`StartError::Setup`].
    pub fn start(config: Config) -> Result<(Handle, mpsc::Receiver<Event>), StartError> {
        let key = config.keypair.to_libp2p();
        let me = key.public().to_peer_id();
        let transport = Transport::new(&key)?;
        let copies = Copies::default();
        let behaviour = Behaviour::new(&config, &key, transport.relay_client, copies.clone()).map_err(StartError::Setup)?;
        let swarm_config = swarm::Config::with_tokio_executor().with_idle_connection_timeout(IDLE_TIMEOUT).with_smart_dial();
        let mut swarm = Swarm::new(transport.stack, behaviour, me, swarm_config);
        listen(&mut swarm, &config.listen)?;

        let (commands, commands_out) = mpsc::channel(COMMAND_QUEUE);
        let (events_in, events) = mpsc::channel(config.event_queue.max(1));
        let handle = Handle::new(me, commands, swarm.behaviour().outbound_streams.new_control());
        tokio::spawn(EventLoop::new(swarm, config, copies, commands_out, events_in).run());
        Ok((handle, events))
    }
}

/// Why a network did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Another program listens there.
    #[error("port of {address} is taken")]
    PortTaken {
        /// The address asked for.
        address: Multiaddr,
        /// The system's word.
        source: io::Error,
    },
    /// None of the addresses can be listened on.
    #[error("cannot listen on any address, last tried {address}")]
    NoAddress {
        /// The last address tried.
        address: Multiaddr,
        /// The system's word.
        source: io::Error,
    },
    /// The transport key is refused by the handshake.
    #[error("handshake does not accept the key")]
    Key(#[from] noise::Error),
    /// The settings contradict each other.
    #[error("{0}")]
    Setup(&'static str),
}

fn listen(swarm: &mut Swarm<Behaviour>, addresses: &[Multiaddr]) -> Result<(), StartError> {
    for address in addresses {
        match ports::probe(address) {
            Err(source) if source.kind() == io::ErrorKind::AddrInUse => {
                return Err(StartError::PortTaken { address: address.clone(), source });
            }
            Ok(()) | Err(_) => {}
        }
    }
    let mut failed = None;
    let mut listening = false;
    for address in addresses {
        match swarm.listen_on(address.clone()) {
            Ok(_) => listening = true,
            Err(error) => {
                let source = match error {
                    TransportError::Other(source) => source,
                    TransportError::MultiaddrNotSupported(_) => io::Error::from(io::ErrorKind::Unsupported),
                };
                tracing::warn!(%address, error = %source, "cannot listen here");
                failed = Some((address.clone(), source));
            }
        }
    }
    match failed {
        Some((address, source)) if !listening => Err(StartError::NoAddress { address, source }),
        Some(_) | None => Ok(()),
    }
}
