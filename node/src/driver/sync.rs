//! What sessions ask of the driver, community by community.

use super::Driver;
use super::door::Admission;
use super::peers::source;
use allforone_core::entry::log_of_range;
use allforone_core::id::{CommunityId, DeviceId, LogId};
use allforone_core::identity::Signature;
use allforone_core::replica::Compared;
use allforone_core::sync::{Digest, Head, Refusal, Want};
use allforone_p2p::PeerId;
use std::collections::BTreeMap;

/// Bytes of one range frame: small enough that a screen's question is answered between two of them.
const RANGE_BYTES: usize = 256 * 1024;

impl Driver {
    /// Returns the communities in which this device can prove itself.
    pub(super) fn open_communities(&self) -> Vec<CommunityId> {
        self.replicas.keys().filter(|community| !self.examples.contains(community)).copied().collect()
    }

    /// Signs a handshake statement with this device's key in a community.
    pub(super) fn prove(&self, community: CommunityId, statement: &[u8]) -> Option<(DeviceId, Signature)> {
        self.replicas.get(&community).map(|replica| replica.prove(statement))
    }

    /// Returns whether `device` is an admitted device of the community and has signed the statement.
    pub(super) fn believe(
        &mut self,
        community: CommunityId,
        peer: PeerId,
        device: DeviceId,
        statement: &[u8],
        signature: &Signature,
    ) -> bool {
        let person = self.replicas.get(&community).and_then(|replica| replica.believe(device, statement, signature));
        if let Some(person) = person {
            self.note_person(peer, community, person);
        }
        person.is_some()
    }

    /// Returns what this device holds.
    pub(super) fn digest(&self, community: CommunityId) -> (Digest, [u8; 32]) {
        match self.replicas.get(&community) {
            Some(replica) => (replica.digest(), replica.state_hash()),
            None => (Digest::of(&[]), [0; 32]),
        }
    }

    /// Returns the heads of the buckets in which `digest` differs, for whoever proved to speak through `peer`.
    pub(super) fn heads(&self, community: CommunityId, peer: PeerId, digest: &Digest, state: [u8; 32]) -> (Vec<Head>, [u8; 32]) {
        let Some(replica) = self.replicas.get(&community) else { return (Vec::new(), [0; 32]) };
        let own = replica.state_hash();
        if own != state && replica.digest() == *digest {
            tracing::error!(%peer, "equal logs give different authority here and there");
        }
        let person = self.peers.get(&peer).and_then(|known| known.people.get(&community).copied());
        (replica.heads_for(person, digest), own)
    }

    /// Compares a peer's heads with ours.
    pub(super) fn compare(&mut self, community: CommunityId, peer: PeerId, heads: &[Head]) -> Compared {
        // What there is no room for now is left where it is: it is asked for again with the next round.
        let room: BTreeMap<LogId, u64> = {
            let room = self.rooms(community);
            heads.iter().map(|head| (head.log, room(&head.log))).collect()
        };
        let room = |log: &LogId| room.get(log).copied().unwrap_or(0);
        self.replicas.get(&community).map(|replica| replica.compare_within(source(&peer), heads, room)).unwrap_or_default()
    }

    /// Returns the next range that is asked for, and how far it goes.
    pub(super) fn range(&self, community: CommunityId, want: &Want) -> Option<(Vec<u8>, u64)> {
        let replica = self.replicas.get(&community)?;
        replica.range(want, RANGE_BYTES, self.store.as_ref()).ok().flatten()
    }

    /// Returns the branches of a log beside the one that counts.
    pub(super) fn side_ranges(&self, community: CommunityId, want: &Want) -> Vec<Vec<u8>> {
        let replica = self.replicas.get(&community);
        replica.and_then(|replica| replica.side_ranges(&want.log, self.store.as_ref()).ok()).unwrap_or_default()
    }

    /// Takes in a range; returns how many of its entries were new.
    pub(super) fn receive_range(&mut self, community: CommunityId, peer: PeerId, bytes: &[u8]) -> Result<usize, String> {
        self.check_writable().map_err(|why| why.message)?;
        let now = self.now();
        let log = log_of_range(bytes);
        if log.is_some_and(|log| !self.has_room(community, &log)) {
            return Ok(0);
        }
        let Some(replica) = self.replicas.get_mut(&community) else { return Ok(0) };
        match replica.receive_range(bytes, source(&peer), self.store.as_mut(), now) {
            Ok((new, mut outcome)) => {
                self.take_over(community, &mut outcome);
                if let Some(log) = log {
                    self.charge(community, log, new);
                }
                self.acknowledge_soon(community);
                Ok(new)
            }
            Err(error) => {
                if let Some(store) = error.store() {
                    self.store_failed(store);
                }
                Err(error.to_string())
            }
        }
    }

    /// Returns what `peer` has not yet been told that we hold.
    pub(super) fn have(&mut self, community: CommunityId, peer: PeerId) -> Vec<Want> {
        // Asked at the end of each round: all that this peer had is here.
        self.is_settled_now(community);
        self.in_touch(community);
        self.replicas.get_mut(&community).map(|replica| replica.have(source(&peer))).unwrap_or_default()
    }

    /// Remembers what a peer's person holds.
    pub(super) fn note_have(&mut self, community: CommunityId, peer: PeerId, logs: &[Want]) {
        let person = self.peers.get(&peer).and_then(|known| known.people.get(&community).copied());
        if self.check_writable().is_err() {
            return;
        }
        let (Some(person), Some(replica)) = (person, self.replicas.get_mut(&community)) else { return };
        match replica.note_have(person, logs, self.store.as_mut()) {
            Ok(mut outcome) => {
                self.take_over(community, &mut outcome);
                self.announce_waiting();
            }
            Err(error) => self.store_failed(&error),
        }
    }

    /// Lets a joiner in, or says why not.
    pub(super) fn admit_joiner(&mut self, peer: PeerId, request: &[u8], name: &str) -> Admission {
        if self.check_writable().is_err() {
            return Admission::Refused(Refusal::NotNow);
        }
        let now = self.now();
        for (community, replica) in &mut self.replicas {
            if self.examples.contains(community) || !replica.is_asked(request) {
                continue;
            }
            let community = *community;
            match replica.admit(request, self.store.as_mut(), now, &mut self.rng) {
                Ok(mut admitted) => {
                    tracing::info!(%peer, name, "somebody joined");
                    let ranges = std::mem::take(&mut admitted.ranges);
                    self.take_over(community, &mut admitted.outcome);
                    return Admission::Welcome { welcome: admitted.welcome, ranges };
                }
                Err(Refusal::NeedsApproval) => return Admission::Refused(self.note_ask(community, request, name)),
                Err(why) => return Admission::Refused(why),
            }
        }
        Admission::Refused(Refusal::UnknownInvite)
    }
}
