//! What the driver says to the network, in order, without ever waiting for it.

use allforone_p2p::{Handle, MessageId, Multiaddr, PeerId, Topic, Verdict};
use tokio::sync::mpsc;

/// Sayings that may wait; gossip beyond it is dropped, because digests carry what was missed.
const QUEUE: usize = 4_096;

/// One thing to say.
#[derive(Debug)]
pub(super) enum Saying {
    /// Listen to a topic.
    Subscribe(Topic),
    /// Publish to a topic.
    Publish(Topic, Vec<u8>),
    /// What becomes of a gossip message.
    Judge(MessageId, PeerId, Verdict),
    /// Dial an address until somebody answers.
    KeepDialling(Multiaddr),
    /// Keep a connection with a peer.
    Want(PeerId),
    /// Allow no connection with a peer.
    Block(PeerId),
    /// Allow connections again.
    Unblock(PeerId),
}

/// The driver's end of the queue.
#[derive(Clone)]
pub(super) struct Mouth(mpsc::Sender<Saying>);

impl Mouth {
    /// Starts a task that passes on what is said.
    pub(super) fn start(network: Handle) -> Self {
        let (sender, mut sayings) = mpsc::channel(QUEUE);
        tokio::spawn(async move {
            while let Some(saying) = sayings.recv().await {
                if !pass_on(&network, saying).await {
                    return;
                }
            }
        });
        Self(sender)
    }

    /// Says it, or drops it where the network does not keep up.
    pub(super) fn say(&self, saying: Saying) {
        if let Err(error) = self.0.try_send(saying) {
            tracing::debug!(%error, "the network does not keep up");
        }
    }
}

/// Returns whether the network still runs.
async fn pass_on(network: &Handle, saying: Saying) -> bool {
    match saying {
        Saying::Subscribe(topic) => network.subscribe(topic).await.is_ok(),
        Saying::Publish(topic, data) => network.publish(topic, data).await.is_ok(),
        Saying::Judge(id, source, verdict) => network.verdict(id, source, verdict).await.is_ok(),
        Saying::KeepDialling(address) => network.keep_dialling(address).await.is_ok(),
        Saying::Want(peer) => network.want(peer).await.is_ok(),
        Saying::Block(peer) => network.block(peer).await.is_ok(),
        Saying::Unblock(peer) => network.unblock(peer).await.is_ok(),
    }
}
