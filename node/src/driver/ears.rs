//! What the driver hears: commands, the network, the clock; each forwarded into its one queue.

use super::book::Book;
use super::link::{Link, Message};
use super::mouth::Mouth;
use super::{Network, store_error};
use crate::config::NetworkConfig;
use crate::handle::Request;
use crate::start::StartError;
use allforone_core::store::{Batch, Store, Tree, keys};
use allforone_p2p as p2p;
use std::time::Duration;
use tokio::sync::mpsc::Receiver;

/// Time between two ticks.
const TICK: Duration = Duration::from_secs(1);
/// How long a start waits for its first listen address before it is ready without one.
const LISTEN_PATIENCE: Duration = Duration::from_secs(10);
/// Name of the installation's transport key in the store.
const TRANSPORT_KEY: &str = "transport key";

/// Starts the network with the installation's key.
pub(super) async fn start_network(
    config: &NetworkConfig,
    book: &Book,
    store: &mut dyn Store,
) -> Result<(Network, Receiver<p2p::Event>), StartError> {
    let mut settings = p2p::Config::new(transport_key(store)?);
    if !config.listen.is_empty() {
        settings.listen.clone_from(&config.listen);
    }
    settings.mdns = config.mdns;
    settings.relays.clone_from(&config.relays);
    settings.known = book.known();
    settings.blocked = book.blocked().map(|(peer, _)| *peer).collect();
    let (handle, events) = p2p::Network::start(settings).map_err(|error| not_listening(&error))?;
    for peer in &config.peers {
        let _ = handle.keep_dialling(peer.clone()).await;
    }
    for peer in book.wanted() {
        let _ = handle.want(peer).await;
    }
    let mouth = Mouth::start(handle.clone());
    Ok((Network { handle, mouth }, events))
}

/// Returns the addresses under which others can dial this node, waiting for the first.
pub(super) async fn addresses(network: &p2p::Handle) -> Vec<String> {
    let started = tokio::time::Instant::now();
    loop {
        let listening = network.status().await.map(|status| status.listening).unwrap_or_default();
        if !listening.is_empty() || started.elapsed() > LISTEN_PATIENCE {
            return listening.iter().map(ToString::to_string).collect();
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Forwards everything into the driver's queue until it ends.
pub(super) fn listen(link: Link, requests: Receiver<Request>, events: Option<Receiver<p2p::Event>>) {
    let ticks = link.clone();
    tokio::spawn(async move {
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        while ticks.0.send(Message::Tick).await.is_ok() {
            tick.tick().await;
        }
    });
    if let Some(mut events) = events {
        let link = link.clone();
        tokio::spawn(async move {
            while let Some(event) = events.recv().await {
                if link.0.send(Message::Network(event)).await.is_err() {
                    return;
                }
            }
        });
    }
    tokio::spawn(forward_requests(link, requests));
}

async fn forward_requests(link: Link, mut requests: Receiver<Request>) {
    loop {
        let request = tokio::select! {
            request = requests.recv() => request,
            // The driver has ended, by a fault: whoever holds a handle learns it because this end is dropped.
            () = link.0.closed() => None,
        };
        let message = match request {
            Some(Request::Call { command, reply }) => Message::Call { command, reply },
            Some(Request::Stop { done }) => Message::Stop(done),
            None => return,
        };
        if link.0.send(message).await.is_err() {
            return;
        }
    }
}

/// Returns the installation's transport key, made at the first start.
fn transport_key(store: &mut dyn Store) -> Result<p2p::Keypair, StartError> {
    let name = keys::of_installation(TRANSPORT_KEY);
    let kept = store.get(Tree::Keys, &name).map_err(store_error)?;
    if let Some(secret) = kept.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok()) {
        return Ok(p2p::Keypair::from_secret(secret));
    }
    let key = p2p::Keypair::generate();
    let mut batch = Batch::new();
    batch.put(Tree::Keys, name, key.secret().to_vec());
    store.commit(batch).and_then(|()| store.sync()).map_err(store_error)?;
    Ok(key)
}

/// Returns what it means that the network does not start: exit code 6 where another program listens there.
fn not_listening(error: &p2p::StartError) -> StartError {
    if let p2p::StartError::PortTaken { address, .. } = error {
        // `/ip4/127.0.0.1/tcp/4001`: the second part is the address, the fourth the port.
        let text = address.to_string();
        let mut parts = text.split('/').skip(2);
        let ip = parts.next().and_then(|ip| ip.parse::<std::net::IpAddr>().ok());
        let port = parts.nth(1).and_then(|port| port.parse::<u16>().ok());
        if let (Some(ip), Some(port)) = (ip, port) {
            return StartError::PortTaken((ip, port).into());
        }
    }
    StartError::io("listening for peers", std::io::Error::other(error.to_string()))
}
