//! The node's grip on a running network.

use std::time::Duration;

use libp2p::{Multiaddr, PeerId, gossipsub::MessageId};
use libp2p_stream::{Control, OpenStreamError};
use tokio::sync::{mpsc, oneshot};

use crate::{
    command::{Command, Verdict},
    config::OPEN_TIMEOUT,
    dial::DialError,
    frame::FrameStream,
    protocol::Protocol,
    status::Status,
    topic::{Topic, message_id},
};

/// Asks the loop; cheap to clone. When the last one is dropped, the network stops.
///
/// A method returns when the loop has the request in its queue, and those with an answer when the answer is there.
#[derive(Clone)]
pub struct Handle {
    local_peer_id: PeerId,
    commands: mpsc::Sender<Command>,
    streams: Control,
}

impl Handle {
    pub(crate) fn new(local_peer_id: PeerId, commands: mpsc::Sender<Command>, streams: Control) -> Self {
        Self { local_peer_id, commands, streams }
    }

    /// Returns the name of this installation on the network.
    pub fn local_peer_id(&self) -> PeerId {
        self.local_peer_id
    }

    /// Listens to a topic, and tells the neighbours.
    pub async fn subscribe(&self, topic: Topic) -> Result<(), Stopped> {
        self.ask(Command::Subscribe(topic)).await
    }

    /// Listens to a topic no longer.
    pub async fn unsubscribe(&self, topic: Topic) -> Result<(), Stopped> {
        self.ask(Command::Unsubscribe(topic)).await
    }

    /// Sends `data` to who listens to the topic, and returns its id. A hint: it may reach nobody, which
    /// [`Status::gossip_unsent`] counts; catching up carries what was missed.
    ///
    /// - `data`: at most [`crate::config::MAX_GOSSIP_BYTES`]; more reaches nobody.
    pub async fn publish(&self, topic: Topic, data: Vec<u8>) -> Result<MessageId, Stopped> {
        let id = message_id(&data);
        self.ask(Command::Publish(topic, data)).await?;
        Ok(id)
    }

    /// Says what becomes of the message that [`crate::Event::Gossip`] brought with this id and source; within 10 s.
    pub async fn verdict(&self, id: MessageId, source: PeerId, verdict: Verdict) -> Result<(), Stopped> {
        self.ask(Command::Judge { id, source, verdict }).await
    }

    /// Dials once and waits for the outcome, at most about [`crate::config::DIAL_TIMEOUT`].
    ///
    /// - `address`: with `/p2p/…` only that peer will do, without it whoever answers.
    ///
    /// # Errors
    /// Each [`DialError`].
    pub async fn dial(&self, address: Multiaddr) -> Result<PeerId, DialError> {
        let (answer, outcome) = oneshot::channel();
        self.ask(Command::Dial { address, answer }).await.map_err(|Stopped| DialError::Stopped)?;
        outcome.await.unwrap_or(Err(DialError::Stopped))
    }

    /// Dials the address, with or without `/p2p/…`, again and again until somebody answers, and again when lost;
    /// `unwant`, `forget` and `disconnect` of that peer take it back.
    /// At most [`crate::config::MAX_STANDING_ADDRESSES`] without a peer.
    pub async fn keep_dialling(&self, address: Multiaddr) -> Result<(), Stopped> {
        self.ask(Command::KeepDialling(address)).await
    }

    /// Notes in the address book where a peer may be.
    pub async fn add_address(&self, peer: PeerId, address: Multiaddr) -> Result<(), Stopped> {
        self.ask(Command::AddAddress(peer, address)).await
    }

    /// Removes a peer from the address book. A connection stays.
    pub async fn forget(&self, peer: PeerId) -> Result<(), Stopped> {
        self.ask(Command::Forget(peer)).await
    }

    /// Keeps a connection with the peer: dials it now if its address is known, and whenever it is lost.
    pub async fn want(&self, peer: PeerId) -> Result<(), Stopped> {
        self.ask(Command::Want(peer)).await
    }

    /// Takes a `want` back. A connection stays.
    pub async fn unwant(&self, peer: PeerId) -> Result<(), Stopped> {
        self.ask(Command::Unwant(peer)).await
    }

    /// Closes the connections with a peer and does not dial it again by itself; it may dial us.
    pub async fn disconnect(&self, peer: PeerId) -> Result<(), Stopped> {
        self.ask(Command::Disconnect(peer)).await
    }

    /// Closes the connections with a peer and allows none until [`Handle::unblock`]; also takes a `want` back.
    pub async fn block(&self, peer: PeerId) -> Result<(), Stopped> {
        self.ask(Command::Block(peer)).await
    }

    /// Allows connections with a peer again.
    pub async fn unblock(&self, peer: PeerId) -> Result<(), Stopped> {
        self.ask(Command::Unblock(peer)).await
    }

    /// Starts or stops looking for peers on the local network, and being found there.
    pub async fn set_mdns(&self, on: bool) -> Result<(), Stopped> {
        self.ask(Command::SetMdns(on)).await
    }

    /// Asks a relay (`…/p2p/<relay>`) to pass connections on, and asks again whenever it no longer does.
    /// At most [`crate::config::MAX_RELAYS`].
    pub async fn add_relay(&self, relay: Multiaddr) -> Result<(), Stopped> {
        self.ask(Command::AddRelay(relay)).await
    }

    /// Is reached through the relay no longer.
    pub async fn remove_relay(&self, relay: PeerId) -> Result<(), Stopped> {
        self.ask(Command::RemoveRelay(relay)).await
    }

    /// Opens a stream to a connected peer. The other side refuses it without a word when it has too many: its first
    /// `recv` here then ends or fails.
    ///
    /// # Errors
    /// Each [`OpenError`].
    pub async fn open_stream(&self, peer: PeerId, protocol: Protocol) -> Result<FrameStream, OpenError> {
        let (answer, connected) = oneshot::channel();
        self.ask(Command::IsConnected { peer, answer }).await?;
        if !connected.await.map_err(|_| Stopped)? {
            return Err(OpenError::NotConnected);
        }
        let mut control = self.streams.clone();
        let opening = control.open_stream(peer, protocol.to_libp2p());
        match tokio::time::timeout(OPEN_TIMEOUT, opening).await {
            Ok(Ok(stream)) => Ok(FrameStream::new(peer, protocol, stream)),
            Ok(Err(OpenStreamError::UnsupportedProtocol(_))) => Err(OpenError::NotSpoken(protocol)),
            Ok(Err(error)) => Err(OpenError::Broken(error.to_string())),
            Err(_) => Err(OpenError::TimedOut(OPEN_TIMEOUT)),
        }
    }

    /// Returns a snapshot of the network.
    pub async fn status(&self) -> Result<Status, Stopped> {
        let (answer, status) = oneshot::channel();
        self.ask(Command::Status(answer)).await?;
        status.await.map_err(|_| Stopped)
    }

    /// Returns the address book, sorted by peer, for [`crate::Config::known`] of the next run.
    pub async fn book(&self) -> Result<Vec<(PeerId, Vec<Multiaddr>)>, Stopped> {
        let (answer, book) = oneshot::channel();
        self.ask(Command::Book(answer)).await?;
        book.await.map_err(|_| Stopped)
    }

    /// Closes every connection and stops the network; returns when the ports are free.
    pub async fn shutdown(&self) {
        let (answer, stopped) = oneshot::channel();
        if self.ask(Command::Shutdown(answer)).await.is_ok() {
            // The loop drops the sender at its end, whether or not it answers.
            let _ = stopped.await;
        }
    }

    async fn ask(&self, command: Command) -> Result<(), Stopped> {
        self.commands.send(command).await.map_err(|_| Stopped)
    }
}

impl std::fmt::Debug for Handle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Handle({})", self.local_peer_id)
    }
}

/// The network has been shut down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the network is stopped")]
pub struct Stopped;

/// Why a stream could not be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// There is no connection with the peer.
    #[error("not connected with the peer")]
    NotConnected,
    /// The peer does not speak the protocol.
    #[error("the peer does not speak {0}")]
    NotSpoken(Protocol),
    /// The peer did not answer.
    #[error("no stream within {0:?}")]
    TimedOut(Duration),
    /// The connection broke.
    #[error("connection broke: {0}")]
    Broken(String),
    /// The network has been shut down.
    #[error(transparent)]
    Stopped(#[from] Stopped),
}
