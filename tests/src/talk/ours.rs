//! A hall of our own network, in one process: real sockets on loopback, everybody connected with everybody.

use super::{Hall, Road, Talk, eventually};
use allforone_p2p::{Config, Event, Handle, Keypair, Multiaddr, Network, Topic, Verdict};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::mpsc;

/// A hall of networks without nodes: who hears a message accepts it at once.
pub struct OurHall {
    peers: Vec<Handle>,
}

impl OurHall {
    /// Starts `size` peers that hear `talk`, and returns when everybody knows that everybody listens.
    ///
    /// # Panics
    /// Where they do not find together.
    pub async fn gather(size: usize, road: Road, talk: &Arc<Talk>) -> Self {
        let subscriptions = Arc::new(AtomicUsize::new(0));
        let (mut peers, mut addresses): (Vec<Handle>, Vec<Multiaddr>) = (Vec::new(), Vec::new());
        for _ in 0..size {
            let mut config = Config::loopback(Keypair::generate());
            config.listen.retain(|address| is_of(address, road));
            let (handle, events) = Network::start(config).expect("loopback is there");
            tokio::spawn(live(handle.clone(), events, Arc::clone(talk), Arc::clone(&subscriptions)));
            handle.subscribe(topic()).await.expect("the network runs");
            for other in &addresses {
                handle.keep_dialling(other.clone()).await.expect("the network runs");
            }
            addresses.push(own_address(&handle).await);
            peers.push(handle);
        }
        let all = size * (size - 1);
        eventually("everybody listens", async || subscriptions.load(Ordering::Relaxed) >= all).await;
        Self { peers }
    }

    /// Ends all networks.
    pub async fn leave(self) {
        futures::future::join_all(self.peers.iter().map(Handle::shutdown)).await;
    }
}

impl Hall for OurHall {
    fn size(&self) -> usize {
        self.peers.len()
    }

    async fn say(&self, speaker: usize, message: Vec<u8>) {
        self.peers[speaker].publish(topic(), message).await.expect("the network runs");
    }

    async fn copies(&self) -> u64 {
        let mut copies = 0;
        for peer in &self.peers {
            copies += peer.status().await.expect("the network runs").gossip_copies;
        }
        copies
    }
}

/// Hears until the network ends.
async fn live(handle: Handle, mut events: mpsc::Receiver<Event>, talk: Arc<Talk>, subscriptions: Arc<AtomicUsize>) {
    while let Some(event) = events.recv().await {
        if let Event::Gossip { id, source, data, .. } = event {
            talk.hear(&data);
            if handle.verdict(id, source, Verdict::Accept).await.is_err() {
                return;
            }
        } else if let Event::Subscribed { .. } = event {
            subscriptions.fetch_add(1, Ordering::Relaxed);
        }
    }
}

async fn own_address(handle: &Handle) -> Multiaddr {
    let mut found = None;
    eventually("the peer listens", async || {
        found = handle.status().await.expect("the network runs").listening.into_iter().next();
        found.is_some()
    })
    .await;
    found.expect("it was waited for")
}

fn is_of(address: &Multiaddr, road: Road) -> bool {
    address.to_string().contains("/udp/") == (road == Road::Quic)
}

fn topic() -> Topic {
    Topic::new([0; 16])
}
