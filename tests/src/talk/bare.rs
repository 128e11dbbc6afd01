//! Gossip without us: libp2p's gossipsub over the same transports and with the same mesh, and nothing beside it.

use super::{Hall, Held, Pace, Road, Talk, eventually};
use allforone_p2p::config::{
    DUPLICATE_MEMORY, HISTORY, HISTORY_GOSSIP, IDLE_TIMEOUT, MAX_TRANSMIT_BYTES, MESH, MESH_HIGH, MESH_LAZY, MESH_LOW,
    MESH_OUTBOUND,
};
use allforone_p2p::message_id;
use futures::StreamExt;
use libp2p::gossipsub::{
    AllowAllSubscriptionFilter, Behaviour, ConfigBuilder, DataTransform, Event, IdentTopic, Message, MessageAuthenticity,
    RawMessage, TopicHash, ValidationMode,
};
use libp2p::swarm::SwarmEvent;
use libp2p::{Multiaddr, Swarm, SwarmBuilder, noise, tcp, yamux};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use tokio::sync::mpsc;

/// A hall of bare gossip, everybody connected with everybody.
pub struct BareHall {
    mouths: Vec<mpsc::Sender<Vec<u8>>>,
    seen: Arc<Seen>,
}

/// What all peers of a hall have seen so far.
#[derive(Default)]
struct Seen {
    subscriptions: AtomicUsize,
    copies: AtomicU64,
}

/// Changes nothing and counts what arrives, before gossipsub looks whether it knows it.
#[derive(Clone)]
struct Counting(Arc<Seen>);

type Gossip = Behaviour<Counting, AllowAllSubscriptionFilter>;

/// Measures a bare gossip message of `bytes` between two peers over `road`, with nothing of ours: no node, no signature, no
/// disk. What a live message stands beside.
///
/// # Panics
/// Where two peers on loopback do not find together.
#[must_use]
pub fn between_two(bytes: usize, pace: &Pace, road: Road) -> Held {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime can be made");
    runtime.block_on(async {
        let talk = Arc::new(Talk::new(bytes, 2));
        talk.hold(&BareHall::gather(2, road, &talk).await, pace).await
    })
}

impl BareHall {
    /// Starts `size` peers that hear `talk`, and returns when everybody knows that everybody listens.
    ///
    /// # Panics
    /// Where they do not find together.
    pub async fn gather(size: usize, road: Road, talk: &Arc<Talk>) -> Self {
        let seen = Arc::new(Seen::default());
        let (mut mouths, mut addresses): (Vec<_>, Vec<Multiaddr>) = (Vec::new(), Vec::new());
        for _ in 0..size {
            let mut swarm = swarm(&seen);
            swarm.listen_on(listen(road)).expect("loopback is there");
            let own = first_address(&mut swarm).await;
            for other in &addresses {
                swarm.dial(other.clone()).expect("the address can be dialled");
            }
            addresses.push(own);
            let (mouth, words) = mpsc::channel(WAITING);
            mouths.push(mouth);
            tokio::spawn(live(swarm, words, Arc::clone(&seen), Arc::clone(talk)));
            // One comes after the other: nothing here would dial again.
            let all = addresses.len() * (addresses.len() - 1);
            eventually("everybody listens", async || seen.subscriptions.load(Ordering::Relaxed) >= all).await;
        }
        Self { mouths, seen }
    }
}

impl Hall for BareHall {
    fn size(&self) -> usize {
        self.mouths.len()
    }

    async fn say(&self, speaker: usize, message: Vec<u8>) {
        self.mouths[speaker].send(message).await.expect("the peer lives");
    }

    async fn copies(&self) -> u64 {
        self.seen.copies.load(Ordering::Relaxed)
    }
}

/// Runs a peer until its mouth is dropped.
async fn live(mut swarm: Swarm<Gossip>, mut words: mpsc::Receiver<Vec<u8>>, seen: Arc<Seen>, talk: Arc<Talk>) {
    loop {
        tokio::select! {
            event = swarm.select_next_some() => {
                if let SwarmEvent::Behaviour(Event::Message { message, .. }) = event {
                    talk.hear(&message.data);
                } else if let SwarmEvent::Behaviour(Event::Subscribed { .. }) = event {
                    seen.subscriptions.fetch_add(1, Ordering::Relaxed);
                }
            }
            word = words.recv() => match word {
                // Who reaches nobody is not heard, which the talk notices.
                Some(word) => drop(swarm.behaviour_mut().publish(topic(), word)),
                None => return,
            },
        }
    }
}

fn swarm(seen: &Arc<Seen>) -> Swarm<Gossip> {
    let builder = SwarmBuilder::with_new_identity()
        .with_tokio()
        .with_tcp(tcp::Config::default().nodelay(true), noise::Config::new, yamux::Config::default)
        .expect("a new key is good for noise")
        .with_quic();
    let Ok(builder) = builder.with_behaviour(|_| behaviour(seen));
    let mut swarm = builder.with_swarm_config(|config| config.with_idle_connection_timeout(IDLE_TIMEOUT)).build();
    swarm.behaviour_mut().subscribe(&topic()).expect("a new peer may subscribe");
    swarm
}

/// As in `p2p/src/behaviour/gossip.rs`, but what comes is passed on at once, before anybody has judged it.
fn behaviour(seen: &Arc<Seen>) -> Gossip {
    let config = ConfigBuilder::default()
        .validation_mode(ValidationMode::Anonymous)
        .message_id_fn(|message| message_id(&message.data))
        .mesh_n(MESH)
        .mesh_n_low(MESH_LOW)
        .mesh_n_high(MESH_HIGH)
        .mesh_outbound_min(MESH_OUTBOUND)
        .gossip_lazy(MESH_LAZY)
        .flood_publish(false)
        .history_length(HISTORY)
        .history_gossip(HISTORY_GOSSIP)
        .duplicate_cache_time(DUPLICATE_MEMORY)
        .max_transmit_size(MAX_TRANSMIT_BYTES)
        .build()
        .expect("the settings are those of p2p");
    Behaviour::new_with_transform(MessageAuthenticity::Anonymous, config, Counting(Arc::clone(seen)))
        .expect("the settings are those of p2p")
}

impl DataTransform for Counting {
    fn inbound_transform(&self, raw: RawMessage) -> io::Result<Message> {
        self.0.copies.fetch_add(1, Ordering::Relaxed);
        let RawMessage { source, data, sequence_number, topic, .. } = raw;
        Ok(Message { source, data, sequence_number, topic })
    }

    fn outbound_transform(&self, _: &TopicHash, data: Vec<u8>) -> io::Result<Vec<u8>> {
        Ok(data)
    }
}

async fn first_address(swarm: &mut Swarm<Gossip>) -> Multiaddr {
    loop {
        if let SwarmEvent::NewListenAddr { address, .. } = swarm.select_next_some().await {
            return address;
        }
    }
}

fn listen(road: Road) -> Multiaddr {
    let address = match road {
        Road::Tcp => "/ip4/127.0.0.1/tcp/0",
        Road::Quic => "/ip4/127.0.0.1/udp/0/quic-v1",
    };
    address.parse().expect("the constant is a multiaddr")
}

fn topic() -> IdentTopic {
    IdentTopic::new("00000000000000000000000000000000")
}

/// Messages that wait for a peer to say them.
const WAITING: usize = 16;
