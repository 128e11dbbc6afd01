//! Inbound streams: one of each peer, whose number the connections bound, and further ones up to a bound per peer and in all,
//! strangers included.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use libp2p::PeerId;

use super::EventLoop;
use crate::{
    behaviour::inbound_streams::InboundStream,
    config::{MAX_FURTHER_INBOUND_STREAMS, MAX_INBOUND_STREAMS_PER_PEER},
    event::Event,
    frame::FrameStream,
};

#[derive(Default)]
pub(super) struct Exchange {
    slots: Slots,
    refused: u64,
}

impl Exchange {
    pub(super) fn refused(&self) -> u64 {
        self.refused
    }
}

impl EventLoop {
    pub(super) fn on_inbound_stream(&mut self, InboundStream { peer, protocol, stream }: InboundStream) {
        let Some(slot) = self.exchange.slots.take(peer) else {
            self.exchange.refused += 1;
            tracing::debug!(%peer, %protocol, "too many inbound streams");
            return;
        };
        let stream = FrameStream::new(peer, protocol, stream).with_slot(slot);
        self.outbox.push(Event::InboundStream { peer, protocol, stream });
    }
}

/// Counts living streams per peer; those who have none are not in it.
#[derive(Clone, Default)]
struct Slots(Arc<Mutex<BTreeMap<PeerId, usize>>>);

impl Slots {
    fn take(&self, peer: PeerId) -> Option<Slot> {
        let mut living = self.lock();
        let of_peer = living.get(&peer).copied().unwrap_or(0);
        let further = living.values().sum::<usize>() - living.len();
        if of_peer >= MAX_INBOUND_STREAMS_PER_PEER || (of_peer > 0 && further >= MAX_FURTHER_INBOUND_STREAMS) {
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
    fn each_peer_gets_one_stream_and_all_together_sixty_four_more() {
        let slots = Slots::default();
        let (greedy, others) = (PeerId::random(), (0..40).map(|_| PeerId::random()));
        let all: Vec<_> = std::iter::once(greedy).chain(others).collect();
        let mut held: Vec<_> = all.iter().flat_map(|peer| (0..10).filter_map(|_| slots.take(*peer))).collect();
        assert_eq!(held.len(), all.len() + MAX_FURTHER_INBOUND_STREAMS);
        assert!(slots.lock().values().all(|count| *count <= MAX_INBOUND_STREAMS_PER_PEER));

        held.extend((0..200).map(|_| slots.take(PeerId::random()).expect("whoever has none gets one")));
        assert!(slots.take(greedy).is_none());
        drop(held);
        assert!(slots.lock().is_empty());
        assert!(slots.take(greedy).is_some(), "dropped streams free their places");
    }
}
