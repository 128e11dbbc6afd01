//! Live entries: sealed for those who hold the epoch's key, under a topic that says nothing to others.

use super::Driver;
use super::mouth::Saying;
use super::peers::source;
use allforone_core::entry::Entry;
use allforone_core::id::CommunityId;
use allforone_core::replica::Reception;
use allforone_p2p::{MessageId, PeerId, Topic, Verdict};
use std::collections::BTreeMap;

/// Publishes entries that are durable.
pub(super) fn publish(driver: &mut Driver, outbox: &[(CommunityId, Entry)]) {
    let Some(network) = &driver.network else { return };
    for (community, entry) in outbox {
        let Some(replica) = driver.replicas.get(community).filter(|_| !driver.examples.contains(community)) else { continue };
        if let Some((topic, data)) = replica.to_gossip(entry, &mut driver.rng) {
            network.mouth.say(Saying::Publish(Topic::new(topic), data));
        }
    }
}

impl Driver {
    /// Listens to the topics of all communities: those of the current epochs and the former ones.
    pub(super) fn subscribe(&mut self) {
        let topics: BTreeMap<Topic, CommunityId> = self
            .replicas
            .iter()
            .filter(|(community, _)| !self.examples.contains(community))
            .flat_map(|(community, replica)| replica.topics().into_iter().map(|topic| (Topic::new(topic), *community)))
            .collect();
        if let Some(network) = &self.network {
            for topic in topics.keys().filter(|topic| !self.topics.contains_key(topic)) {
                network.mouth.say(Saying::Subscribe(*topic));
            }
        }
        self.topics = topics;
    }

    /// Takes in a gossip message and says whether it may go on.
    pub(super) fn on_gossip(&mut self, topic: Topic, id: MessageId, from: PeerId, data: &[u8]) {
        let verdict = self.take_in(topic, from, data);
        if let Some(network) = &self.network {
            network.mouth.say(Saying::Judge(id, from, verdict));
        }
    }

    fn take_in(&mut self, topic: Topic, from: PeerId, data: &[u8]) -> Verdict {
        if self.check_writable().is_err() {
            return Verdict::Ignore;
        }
        let now = self.now();
        let Some(community) = self.topics.get(&topic).copied() else { return Verdict::Ignore };
        let Some(replica) = self.replicas.get_mut(&community) else { return Verdict::Ignore };
        let Some(entry) = replica.from_gossip(topic.bytes(), data) else { return Verdict::Reject };
        let log = entry.header().log();
        if !self.has_room(community, &log) {
            // It is asked for when there is room again; until then it is not passed on either.
            return Verdict::Ignore;
        }
        let Some(replica) = self.replicas.get_mut(&community) else { return Verdict::Ignore };
        match replica.receive(entry, source(&from), self.store.as_mut(), now) {
            Ok((reception, mut outcome)) => {
                self.take_over(community, &mut outcome);
                match reception {
                    Reception::Taken => {
                        self.charge(community, log, 1);
                        self.acknowledge_soon(community);
                        Verdict::Accept
                    }
                    Reception::Known => Verdict::Accept,
                    Reception::Held => {
                        // Something before it is missing: ask who sent it.
                        self.pull_soon(from);
                        Verdict::Ignore
                    }
                    Reception::Rejected(why) => {
                        tracing::info!(peer = %from, why, "a gossip entry was rejected");
                        Verdict::Reject
                    }
                }
            }
            Err(error) => {
                self.store_failed(&error);
                Verdict::Ignore
            }
        }
    }
}
