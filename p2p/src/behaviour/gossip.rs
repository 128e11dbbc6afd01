//! Gossipsub as measured: anonymous, validated by the node, known by content.

use libp2p::gossipsub::{
    AllowAllSubscriptionFilter, Behaviour, ConfigBuilder, IdentityTransform, MaxCountSubscriptionFilter, MessageAuthenticity,
    ValidationMode,
};

use crate::{
    config::{
        DUPLICATE_MEMORY, HISTORY, HISTORY_GOSSIP, MAX_TOPICS, MAX_TRANSMIT_BYTES, MESH, MESH_HIGH, MESH_LAZY, MESH_LOW,
        MESH_OUTBOUND,
    },
    topic::message_id,
};

pub(crate) type Filter = MaxCountSubscriptionFilter<AllowAllSubscriptionFilter>;

pub(crate) fn behaviour() -> Result<Behaviour<IdentityTransform, Filter>, &'static str> {
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
    Behaviour::new_with_subscription_filter(MessageAuthenticity::Anonymous, config, filter)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_gossip_settings_fit_together() {
        assert!(super::behaviour().is_ok());
    }
}
