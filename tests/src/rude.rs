//! A peer that keeps to no rules: it says what it likes on the wire, byte by byte.

use crate::peer::Peer;
use futures::{AsyncReadExt, AsyncWriteExt, StreamExt};
use libp2p::swarm::{NetworkBehaviour, SwarmEvent};
use libp2p::{Multiaddr, PeerId, Stream, StreamProtocol, Swarm, SwarmBuilder, identify, noise, tcp, yamux};
use libp2p_stream::{Behaviour as Streams, Control, IncomingStreams};
use std::time::Duration;
use tokio::runtime::{Handle, Runtime};

/// The sync stream.
pub const SYNC: &str = "/allforone/sync/1";
/// The join stream.
pub const JOIN: &str = "/allforone/join/1";
/// libp2p's gossip.
pub const GOSSIP: &str = "/meshsub/1.1.0";
/// How long it waits for the other side's words.
const PATIENCE: Duration = Duration::from_secs(20);

/// A rude peer, connected with one node.
pub struct Rude {
    /// Its name on the network.
    pub id: PeerId,
    /// The node's.
    pub node: PeerId,
    control: Control,
    runtime: Runtime,
}

#[derive(NetworkBehaviour)]
struct Behaviour {
    streams: Streams,
    identify: identify::Behaviour,
}

impl Rude {
    /// Meets a node and says that it runs `agent`.
    ///
    /// # Panics
    /// Where the node cannot be dialled.
    #[must_use]
    pub fn meet(peer: &Peer, agent: &str) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
        let address: Multiaddr = peer.addresses.first().and_then(|address| address.parse().ok()).expect("the node listens");
        let node: PeerId = peer.peer_id.parse().expect("the node has a name");
        let (id, control) = runtime.block_on(async {
            let mut swarm = swarm(agent);
            // A node takes gossip only from who takes its own.
            let control = swarm.behaviour().streams.new_control();
            tokio::spawn(swallow(control.clone().accept(StreamProtocol::new(GOSSIP)).expect("it listens once")));
            swarm.dial(address).expect("the address can be dialled");
            let met = async { while !matches!(swarm.select_next_some().await, SwarmEvent::ConnectionEstablished { .. }) {} };
            tokio::time::timeout(PATIENCE, met).await.expect("the node lets it in");
            let met = (*swarm.local_peer_id(), control);
            tokio::spawn(async move {
                loop {
                    swarm.select_next_some().await;
                }
            });
            met
        });
        Self { id, node, control, runtime }
    }

    /// Opens a stream; `None` where the node does not take it.
    #[must_use]
    pub fn open(&self, protocol: &'static str) -> Option<Wire> {
        let mut control = self.control.clone();
        let opening =
            async { tokio::time::timeout(PATIENCE, control.open_stream(self.node, StreamProtocol::new(protocol))).await };
        let stream = self.runtime.block_on(opening).ok()?.ok()?;
        Some(Wire { stream, runtime: self.runtime.handle().clone() })
    }

    /// Takes the streams of `protocol` that the node opens from now on.
    ///
    /// # Panics
    /// Where it is called twice.
    #[must_use]
    pub fn listen(&self, protocol: &'static str) -> Ears {
        let streams = self.control.clone().accept(StreamProtocol::new(protocol)).expect("it listens once");
        Ears { streams, runtime: self.runtime.handle().clone() }
    }
}

/// Takes whatever comes and forgets it.
async fn swallow(mut streams: IncomingStreams) {
    while let Some((_, mut stream)) = streams.next().await {
        tokio::spawn(async move {
            let mut bytes = vec![0; 4096];
            while stream.read(&mut bytes).await.is_ok_and(|count| count > 0) {}
        });
    }
}

fn swarm(agent: &str) -> Swarm<Behaviour> {
    let builder = SwarmBuilder::with_new_identity()
        .with_tokio()
        .with_tcp(tcp::Config::default().nodelay(true), noise::Config::new, yamux::Config::default)
        .expect("a fresh key is good");
    let Ok(builder) = builder.with_behaviour(|key| Behaviour {
        streams: Streams::new(),
        identify: identify::Behaviour::new(
            identify::Config::new("/allforone/1".to_owned(), key.public()).with_agent_version(agent.to_owned()),
        ),
    });
    builder.with_swarm_config(|config| config.with_idle_connection_timeout(Duration::from_secs(600))).build()
}

/// Streams that the node opens.
pub struct Ears {
    streams: IncomingStreams,
    runtime: Handle,
}

impl Ears {
    /// Waits for the next one; `None` where none comes.
    #[must_use]
    pub fn next_wire(&mut self) -> Option<Wire> {
        let next = async { tokio::time::timeout(PATIENCE, self.streams.next()).await };
        let (_, stream) = self.runtime.block_on(next).ok()??;
        Some(Wire { stream, runtime: self.runtime.clone() })
    }
}

/// One stream, as bytes.
pub struct Wire {
    stream: Stream,
    runtime: Handle,
}

impl Wire {
    /// Sends bytes as they are; false where the node has closed.
    pub fn say(&mut self, bytes: &[u8]) -> bool {
        let stream = &mut self.stream;
        let saying = async {
            stream.write_all(bytes).await?;
            stream.flush().await
        };
        self.runtime.block_on(async { tokio::time::timeout(PATIENCE, saying).await }).is_ok_and(|said| said.is_ok())
    }

    /// Sends one frame with its length before it.
    pub fn send(&mut self, frame: &[u8]) -> bool {
        let length = u32::try_from(frame.len()).expect("a test's frame is short").to_be_bytes();
        self.say(&[&length[..], frame].concat())
    }

    /// Waits for the next frame; `None` where the node has closed or says nothing.
    #[must_use]
    pub fn recv(&mut self) -> Option<Vec<u8>> {
        let stream = &mut self.stream;
        let hearing = async {
            let mut length = [0; 4];
            stream.read_exact(&mut length).await.ok()?;
            let mut frame = vec![0; u32::from_be_bytes(length) as usize];
            stream.read_exact(&mut frame).await.ok()?;
            Some(frame)
        };
        self.runtime.block_on(async { tokio::time::timeout(PATIENCE, hearing).await }).ok()?
    }
}

/// Spells a gossip message as libp2p does (protobuf `RPC { publish: [Message { data, topic }] }`), with its length.
#[must_use]
pub fn gossip(topic: &str, data: &[u8]) -> Vec<u8> {
    let message = [field(2, data), field(4, topic.as_bytes())].concat();
    let rpc = field(2, &message);
    [varint(rpc.len()), rpc].concat()
}

fn field(number: u8, bytes: &[u8]) -> Vec<u8> {
    [vec![number << 3 | 2], varint(bytes.len()), bytes.to_vec()].concat()
}

fn varint(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number >= 128 {
        bytes.push((number % 128) as u8 | 128);
        number /= 128;
    }
    bytes.push(number as u8);
    bytes
}
