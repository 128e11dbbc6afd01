//! What waits for the node: the loop never does.
//!
//! Gossip leaves a reserve of the queue free and is dropped when it cannot. The other events go to an overflow when the
//! queue is full. There, connections and addresses stay bounded by themselves, since a `Connected` that was not yet seen
//! goes with its `Disconnected`; whatever comes again is dropped above [`MAX_OVERFLOW`].

use std::collections::VecDeque;

use tokio::sync::mpsc;

use crate::{
    config::{EVENT_RESERVE, MAX_OVERFLOW},
    event::Event,
};

pub(super) struct Outbox {
    queue: mpsc::Sender<Event>,
    reserve: usize,
    overflow: VecDeque<Event>,
    gossip_dropped: u64,
}

impl Outbox {
    pub(super) fn new(queue: mpsc::Sender<Event>) -> Self {
        let reserve = EVENT_RESERVE.min(queue.max_capacity() / 2);
        Self { queue, reserve, overflow: VecDeque::new(), gossip_dropped: 0 }
    }

    /// Hands gossip over if the node keeps up, and says whether it does.
    pub(super) fn offer_gossip(&mut self, event: Event) -> bool {
        let room = self.overflow.is_empty() && self.queue.capacity() > self.reserve;
        let taken = room && self.queue.try_send(event).is_ok();
        if !taken {
            self.gossip_dropped += 1;
        }
        taken
    }

    /// Hands an event over, later if need be.
    pub(super) fn push(&mut self, event: Event) {
        if !self.overflow.is_empty() {
            return self.keep(event);
        }
        match self.queue.try_send(event) {
            Ok(()) | Err(mpsc::error::TrySendError::Closed(_)) => {}
            Err(mpsc::error::TrySendError::Full(event)) => self.keep(event),
        }
    }

    pub(super) fn gossip_dropped(&self) -> u64 {
        self.gossip_dropped
    }

    pub(super) fn has_overflow(&self) -> bool {
        !self.overflow.is_empty()
    }

    pub(super) fn is_closed(&self) -> bool {
        self.queue.is_closed()
    }

    /// Waits for room and moves one event of the overflow into it. May be given up at any time.
    pub(super) async fn drain(&mut self) {
        if let Ok(place) = self.queue.reserve().await
            && let Some(event) = self.overflow.pop_front()
        {
            place.send(event);
        }
    }

    fn keep(&mut self, event: Event) {
        match &event {
            Event::Disconnected { peer } => {
                let unseen = self.overflow.iter().rposition(|kept| matches!(kept, Event::Connected { peer: p, .. } if p == peer));
                if let Some(unseen) = unseen {
                    self.overflow.remove(unseen);
                    return;
                }
            }
            Event::Connected { .. }
            | Event::Listening(_)
            | Event::NoLongerListening(_)
            | Event::AddressConfirmed(_)
            | Event::RelayReady { .. }
            | Event::RelayLost { .. } => {}
            Event::Identified { .. }
            | Event::Discovered { .. }
            | Event::Gossip { .. }
            | Event::Subscribed { .. }
            | Event::Unsubscribed { .. }
            | Event::CatchUpDue { .. }
            | Event::InboundStream { .. }
            | Event::DialFailed { .. } => {
                if self.overflow.len() >= MAX_OVERFLOW {
                    return;
                }
            }
        }
        self.overflow.push_back(event);
    }
}

#[cfg(test)]
mod tests {
    use libp2p::{Multiaddr, PeerId};

    use super::*;
    use crate::topic::{Topic, message_id};

    #[tokio::test]
    async fn a_full_queue_drops_gossip_but_no_connection() {
        let (queue, mut events) = mpsc::channel(4);
        let mut outbox = Outbox::new(queue);
        let peers: Vec<_> = (0..20).map(|_| PeerId::random()).collect();

        assert!(outbox.offer_gossip(gossip()) && outbox.offer_gossip(gossip()));
        assert!(!outbox.offer_gossip(gossip()), "half of the queue is kept from gossip");
        for peer in &peers {
            outbox.push(connected(*peer));
            assert!(!outbox.offer_gossip(gossip()));
        }
        assert_eq!(outbox.gossip_dropped(), 21);

        let mut seen = Vec::new();
        while seen.len() < peers.len() {
            if outbox.has_overflow() {
                tokio::select! { () = outbox.drain() => {}, Some(event) = events.recv() => seen.extend(who(&event)) }
            } else if let Some(event) = events.recv().await {
                seen.extend(who(&event));
            }
        }
        assert_eq!(seen, peers, "every connection is told, in order");
    }

    #[tokio::test]
    async fn a_connection_that_came_and_went_unseen_leaves_nothing_behind() {
        let (queue, _events) = mpsc::channel(1);
        let mut outbox = Outbox::new(queue);
        let peer = PeerId::random();
        outbox.push(connected(peer));
        for _ in 0..1000 {
            outbox.push(Event::Disconnected { peer });
            outbox.push(connected(peer));
        }
        assert_eq!(outbox.overflow.len(), 2, "one Disconnected for the Connected that was told, and the newest Connected");
    }

    fn connected(peer: PeerId) -> Event {
        Event::Connected { peer, address: Multiaddr::empty(), relayed: false, dialer: true }
    }

    fn gossip() -> Event {
        Event::Gossip { topic: Topic::new([0; 16]), id: message_id(b""), source: PeerId::random(), data: Vec::new() }
    }

    fn who(event: &Event) -> Option<PeerId> {
        if let Event::Connected { peer, .. } = event { Some(*peer) } else { None }
    }
}
