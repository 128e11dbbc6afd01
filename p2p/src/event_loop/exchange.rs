//! Inbound streams: accepted up to a bound per peer and in all, strangers included.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use futures::StreamExt as _;
use libp2p::{PeerId, Stream};
use tokio::{sync::mpsc, task::JoinSet};

use super::EventLoop;
use crate::{
    config::{MAX_INBOUND_STREAMS, MAX_INBOUND_STREAMS_PER_PEER},
    event::Event,
    frame::FrameStream,
    protocol::Protocol,
};

pub(super) struct Exchange {
    inbound: mpsc::Receiver<(PeerId, Protocol, Stream)>,
    slots: Slots,
    refused: u64,
    // libp2p-stream keeps one waiting stream per protocol and drops further ones; a task each takes them out at once.
    _acceptors: JoinSet<()>,
}

impl Exchange {
    pub(super) fn new(streams: &libp2p_stream::Behaviour) -> Self {
        let (sender, inbound) = mpsc::channel(MAX_INBOUND_STREAMS);
        let mut acceptors = JoinSet::new();
        for protocol in Protocol::ALL {
            let accepted = streams.new_control().accept(protocol.to_libp2p());
            let mut incoming = accepted.expect("each protocol is accepted once");
            let sender = sender.clone();
            acceptors.spawn(async move {
                while let Some((peer, stream)) = incoming.next().await {
                    if sender.send((peer, protocol, stream)).await.is_err() {
                        return;
                    }
                }
            });
        }
        Self { inbound, slots: Slots::default(), refused: 0, _acceptors: acceptors }
    }

    /// Waits for the next stream that somebody opens to us.
    pub(super) async fn next_inbound(&mut self) -> Option<(PeerId, Protocol, Stream)> {
        self.inbound.recv().await
    }

    pub(super) fn refused(&self) -> u64 {
        self.refused
    }
}

impl EventLoop {
    pub(super) fn on_inbound_stream(&mut self, peer: PeerId, protocol: Protocol, stream: Stream) {
        let Some(slot) = self.exchange.slots.take(peer) else {
            self.exchange.refused += 1;
            tracing::debug!(%peer, %protocol, "too many inbound streams");
            return;
        };
        let stream = FrameStream::new(peer, protocol, stream).with_slot(slot);
        self.outbox.push(Event::InboundStream { peer, protocol, stream });
    }
}

/// Counts living streams per peer.
#[derive(Clone, Default)]
struct Slots(Arc<Mutex<BTreeMap<PeerId, usize>>>);

impl Slots {
    fn take(&self, peer: PeerId) -> Option<Slot> {
        let mut living = self.lock();
        let of_peer = living.get(&peer).copied().unwrap_or(0);
        if of_peer >= MAX_INBOUND_STREAMS_PER_PEER || living.values().sum::<usize>() >= MAX_INBOUND_STREAMS {
            return None;
        }
        living.insert(peer, of_peer + 1);
        Some(Slot { slots: self.clone(), peer })
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<PeerId, usize>> {
        // The counts are right even if a holder panicked: nothing can fail between reading and writing them.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The place of one stream; free again when dropped.
struct Slot {
    slots: Slots,
    peer: PeerId,
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut living = self.slots.lock();
        if let Some(count) = living.get_mut(&self.peer) {
            *count -= 1;
            if *count == 0 {
                living.remove(&self.peer);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_peer_gets_four_streams_and_all_together_sixty_four() {
        let slots = Slots::default();
        let greedy = PeerId::random();
        let mut held: Vec<_> = (0..10).filter_map(|_| slots.take(greedy)).collect();
        assert_eq!(held.len(), MAX_INBOUND_STREAMS_PER_PEER);
        held.extend((0..100).filter_map(|_| slots.take(PeerId::random())));
        assert_eq!(held.len(), MAX_INBOUND_STREAMS);
        drop(held);
        assert!(slots.take(greedy).is_some(), "dropped streams free their places");
    }
}
