//! People at the door who wait for a yes: kept while they knock, in memory only, because they knock again.

use super::Driver;
use super::commands::nameless;
use crate::error::{ErrorCode, NodeError};
use crate::subject::Subject;
use crate::view::{Empty, InCommunity, JoinAnswer, JoinRequest, Page};
use allforone_core::id::{CommunityId, PersonId};
use allforone_core::replica::Replica;
use allforone_core::sync::Refusal;
use allforone_core::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// People who wait at once; who comes later knocks again.
const MAX_WAITING: usize = 200;

/// Who waits, and who was told no in this run.
#[derive(Default)]
pub(super) struct Asks {
    waiting: BTreeMap<(CommunityId, PersonId), Ask>,
    declined: BTreeSet<(CommunityId, PersonId)>,
}

struct Ask {
    request: Vec<u8>,
    name: String,
    since: Timestamp,
}

impl Driver {
    /// Notes that somebody waits for a yes; returns what to tell them.
    pub(super) fn note_ask(&mut self, community: CommunityId, request: &[u8], name: &str) -> Refusal {
        let Some(person) = Replica::asking(request) else { return Refusal::UnknownInvite };
        let key = (community, person);
        if self.asks.declined.contains(&key) {
            return Refusal::Revoked;
        }
        let is_new = !self.asks.waiting.contains_key(&key);
        if is_new && self.asks.waiting.len() >= MAX_WAITING {
            return Refusal::NotNow;
        }
        let since = self.now();
        let name = if name.trim().is_empty() { nameless(person) } else { name.chars().take(80).collect() };
        let ask = Ask { request: request.to_vec(), name, since };
        if is_new {
            self.asks.waiting.insert(key, ask);
            self.announce(Subject::Invites(community.to_string()));
        }
        Refusal::NeedsApproval
    }

    /// Returns who waits at the door of a community, the first first.
    pub(super) fn list_asks(&mut self, input: InCommunity) -> Result<Page<JoinRequest>, NodeError> {
        let community = self.community(&input.community)?;
        let of = self.asks.waiting.iter().filter(|((of, _), _)| *of == community);
        let shown = |((_, person), ask): (&(CommunityId, PersonId), &Ask)| JoinRequest {
            person: person.to_string(),
            name: ask.name.clone(),
            time_ms: ask.since.millis(),
        };
        let mut items: Vec<JoinRequest> = of.map(shown).collect();
        items.sort_by(|a, b| (a.time_ms, &a.person).cmp(&(b.time_ms, &b.person)));
        Ok(Page::whole(items))
    }

    /// Lets somebody in who waits, or sends them away; they hear it when they knock next, at most seconds later.
    pub(super) fn answer_ask(&mut self, input: JoinAnswer) -> Result<Empty, NodeError> {
        let community = self.community(&input.community)?;
        let person: PersonId = input.person.parse().map_err(|_| NodeError::bad_input("person is no id"))?;
        let key = (community, person);
        let ask = self.asks.waiting.get(&key).ok_or_else(|| NodeError::not_found("join request"))?;
        if input.admit {
            self.check_writable()?;
            let (request, now) = (ask.request.clone(), self.now());
            let replica = self.replicas.get_mut(&community).ok_or_else(|| NodeError::not_found("community"))?;
            let admitted = replica.admit_again(&request, self.store.as_mut(), now, &mut self.rng);
            let mut admitted = admitted.map_err(|why| NodeError::new(ErrorCode::NotAllowed).with_details(sentence(why)))?;
            self.take_over(community, &mut admitted.outcome);
        } else {
            self.asks.declined.insert(key);
        }
        self.asks.waiting.remove(&key);
        self.announce(Subject::Invites(input.community));
        Ok(Empty {})
    }
}

const fn sentence(why: Refusal) -> &'static str {
    match why {
        Refusal::Expired => "the invitation has run out",
        Refusal::Used => "the invitation was used up",
        Refusal::Revoked => "the invitation was taken back",
        Refusal::Banned => "this person was removed for good",
        Refusal::UnknownInvite | Refusal::NeedsApproval | Refusal::NotNow => "only a moderator can let them in",
    }
}
