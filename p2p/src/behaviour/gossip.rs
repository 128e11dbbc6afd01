//! Gossipsub as measured: anonymous, validated by the node, known by content.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use libp2p::gossipsub::{
    AllowAllSubscriptionFilter, Behaviour, ConfigBuilder, DataTransform, MaxCountSubscriptionFilter, Message,
    MessageAuthenticity, RawMessage, TopicHash, ValidationMode,
};

use crate::{
    config::{
        DUPLICATE_MEMORY, HISTORY, HISTORY_GOSSIP, MAX_TOPICS, MAX_TRANSMIT_BYTES, MESH, MESH_HIGH, MESH_LAZY, MESH_LOW,
        MESH_OUTBOUND,
    },
    topic::message_id,
};

pub(crate) type Filter = MaxCountSubscriptionFilter<AllowAllSubscriptionFilter>;

/// Changes nothing and counts what arrives: gossipsub hands each copy here before it looks whether it knows the message.
#[derive(Clone, Debug, Default)]
pub(crate) struct Copies(Arc<AtomicU64>);

impl Copies {
    pub(crate) fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl DataTransform for Copies {
    fn inbound_transform(&self, raw: RawMessage) -> io::Result<Message> {
        self.0.fetch_add(1, Ordering::Relaxed);
        let RawMessage { source, data, sequence_number, topic, .. } = raw;
        Ok(Message { source, data, sequence_number, topic })
    }

    fn outbound_transform(&self, _: &TopicHash, data: Vec<u8>) -> io::Result<Vec<u8>> {
        Ok(data)
    }
}

/// Builds gossip that counts what arrives in `copies`.
pub(crate) fn behaviour(copies: Copies) -> Result<Behaviour<Copies, Filter>, &'static str> {
    let config = ConfigBuilder::default()
        .validation_mode(ValidationMode::Anonymous)
        .validate_messages()
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
        .map_err(|_| "the gossip settings contradict each other")?;
    let filter = MaxCountSubscriptionFilter {
        filter: AllowAllSubscriptionFilter {},
        max_subscribed_topics: MAX_TOPICS,
        max_subscriptions_per_request: MAX_TOPICS,
    };
    Behaviour::new_with_subscription_filter_and_transform(MessageAuthenticity::Anonymous, config, filter, copies)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_gossip_settings_fit_together() {
        assert!(super::behaviour(super::Copies::default()).is_ok());
    }
}
