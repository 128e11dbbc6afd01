//! Publishing, receiving and judging messages.

use libp2p::{
    PeerId,
    gossipsub::{Event as GossipEvent, MessageAcceptance, MessageId},
};

use super::EventLoop;
use crate::{command::Verdict, config::MAX_GOSSIP_BYTES, event::Event, topic::Topic};

impl EventLoop {
    pub(super) fn subscribe(&mut self, topic: Topic) {
        if let Err(error) = self.swarm.behaviour_mut().gossip.subscribe(&topic.to_libp2p()) {
            tracing::warn!(%topic, %error, "cannot subscribe");
        }
    }

    pub(super) fn unsubscribe(&mut self, topic: Topic) {
        self.swarm.behaviour_mut().gossip.unsubscribe(&topic.to_libp2p());
    }

    pub(super) fn publish(&mut self, topic: Topic, data: Vec<u8>) {
        let fits = data.len() <= MAX_GOSSIP_BYTES;
        let sent = fits && self.swarm.behaviour_mut().gossip.publish(topic.to_libp2p(), data).is_ok();
        if !sent {
            self.gossip_unsent += 1;
        }
    }

    pub(super) fn judge(&mut self, id: &MessageId, source: &PeerId, verdict: Verdict) {
        let acceptance = verdict.to_libp2p();
        self.swarm.behaviour_mut().gossip.report_message_validation_result(id, source, acceptance);
    }

    pub(super) fn on_gossip(&mut self, event: GossipEvent) {
        match event {
            GossipEvent::Message { propagation_source: source, message_id: id, message } => {
                let Some(topic) = Topic::from_libp2p(&message.topic) else { return };
                let offered = Event::Gossip { topic, id: id.clone(), source, data: message.data };
                if !self.outbox.offer_gossip(offered) {
                    let gossip = &mut self.swarm.behaviour_mut().gossip;
                    gossip.report_message_validation_result(&id, &source, MessageAcceptance::Ignore);
                }
            }
            GossipEvent::Subscribed { peer_id: peer, topic } => {
                if let Some(topic) = Topic::from_libp2p(&topic) {
                    self.outbox.push(Event::Subscribed { peer, topic });
                }
            }
            GossipEvent::Unsubscribed { peer_id: peer, topic } => {
                if let Some(topic) = Topic::from_libp2p(&topic) {
                    self.outbox.push(Event::Unsubscribed { peer, topic });
                }
            }
            GossipEvent::GossipsubNotSupported { peer_id } => tracing::debug!(peer = %peer_id, "no gossip with this peer"),
            GossipEvent::SlowPeer { peer_id, .. } => tracing::debug!(peer = %peer_id, "peer is slow to take gossip"),
        }
    }
}
