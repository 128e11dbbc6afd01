//! Joins: attempts to become a member, each until it is done, failed or cancelled.

use super::commands::{invite_in, note_nameless};
use super::knock::knock;
use super::{Driver, node_error};
use crate::error::{ErrorCode, NodeError};
use crate::subject::Subject;
use crate::view::{Join, JoinRef, JoinStart, JoinState};
use allforone_core::command::{Command, ProfileFields};
use allforone_core::domain::check_text;
use allforone_core::id::CommunityId;
use allforone_core::identity::Persona;
use allforone_core::limits::MAX_NAME_BYTES;
use allforone_core::replica::{BeginError, InviteLink, Replica};
use allforone_core::store::Batch;
use allforone_p2p::{Multiaddr, PeerId};
use data_encoding::BASE32_NOPAD;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::Notify;

/// Attempts that are remembered; the oldest that has ended gives way.
const MAX_ATTEMPTS: usize = 16;

/// The attempts of this run.
#[derive(Default)]
pub(super) struct Joins {
    attempts: BTreeMap<String, Attempt>,
    /// Counts the attempts, so that the oldest is known.
    count: u64,
    /// Wakes an attempt that waits for somebody to ask.
    somebody_came: Arc<Notify>,
}

/// One attempt.
struct Attempt {
    number: u64,
    link: InviteLink,
    display_name: String,
    persona: Persona,
    state: JoinState,
    /// The community's name, once it is known.
    name: Option<String>,
    error: Option<NodeError>,
}

impl Joins {
    /// Makes room for one more; returns whether there is some.
    fn make_room(&mut self) -> bool {
        if self.attempts.len() >= MAX_ATTEMPTS {
            let ended = self.attempts.iter().filter(|(_, attempt)| !attempt.is_open());
            let oldest = ended.min_by_key(|(_, attempt)| attempt.number).map(|(id, _)| id.clone());
            if let Some(id) = oldest {
                self.attempts.remove(&id);
            }
        }
        self.attempts.len() < MAX_ATTEMPTS
    }

    fn insert(&mut self, id: String, link: InviteLink, display_name: String, persona: Persona) {
        let number = self.count;
        self.count += 1;
        let attempt = Attempt { number, link, display_name, persona, state: JoinState::Connecting, name: None, error: None };
        self.attempts.insert(id, attempt);
    }

    fn show(&self, id: &str) -> Result<Join, NodeError> {
        let attempt = self.attempts.get(id).ok_or_else(|| NodeError::not_found("join"))?;
        let community = (attempt.state == JoinState::Done).then(|| attempt.link.community.to_string());
        let (name, error) = (attempt.name.clone(), attempt.error.clone());
        Ok(Join { id: id.to_owned(), state: attempt.state, community, name, error })
    }
}

impl Attempt {
    const fn is_open(&self) -> bool {
        !matches!(self.state, JoinState::Done | JoinState::Failed | JoinState::Cancelled)
    }

    /// What is announced with the request: its hash goes into the admission.
    fn profile(&self) -> Vec<u8> {
        serde_json::json!({ "name": self.display_name }).to_string().into_bytes()
    }
}

impl Driver {
    /// Starts a join; an earlier attempt at the same community ends.
    pub(super) fn start_join(&mut self, input: JoinStart) -> Result<Join, NodeError> {
        self.check_writable()?;
        if !input.display_name.is_empty() {
            check_text(&input.display_name, "name", MAX_NAME_BYTES).map_err(NodeError::bad_input)?;
        }
        let link = invite_in(&input.link)?;
        if self.replicas.contains_key(&link.community) {
            return Err(NodeError::new(ErrorCode::Conflict)
                .with_message("This community is already here. Nothing was changed. Open it from the list.")
                .with_details(link.community));
        }
        let given: Option<Multiaddr> = match input.address.as_deref().map(str::trim).filter(|address| !address.is_empty()) {
            Some(address) => Some(address.parse().map_err(NodeError::bad_input)?),
            None => None,
        };
        let Some(network) = self.network.as_ref().map(|network| network.handle.clone()) else {
            return Err(NodeError::new(ErrorCode::Unreachable).with_details("this node runs without network"));
        };
        self.end_former(&link);
        if !self.joins.make_room() {
            return Err(NodeError::new(ErrorCode::QuotaReached).with_details(format!("{MAX_ATTEMPTS} joins are under way")));
        }
        let now = self.now();
        let persona = self.identity.take_persona(link.community, self.store.as_mut(), now, &mut self.rng)?;
        self.is_dirty = true;
        self.announce(Subject::Status);
        // Addresses in a link are hints: what is none is passed over.
        let hints = link.hints.iter().filter_map(|hint| hint.parse::<Multiaddr>().ok());
        let addresses: Vec<Multiaddr> = given.into_iter().chain(hints).collect();
        let number = self.nonce();
        let id = BASE32_NOPAD.encode(number.first_chunk::<16>().map_or(&[][..], <[u8; 16]>::as_slice)).to_ascii_lowercase();
        self.joins.insert(id.clone(), link, input.display_name, persona);
        self.announce(Subject::Join(id.clone()));
        self.runtime.spawn(knock(network, self.link.clone(), id.clone(), addresses));
        self.joins.show(&id)
    }

    /// Returns how far a join is.
    pub(super) fn show_join(&mut self, input: JoinRef) -> Result<Join, NodeError> {
        self.joins.show(&input.id)
    }

    /// Stops a join; one that has ended stays as it is.
    pub(super) fn cancel_join(&mut self, input: JoinRef) -> Result<Join, NodeError> {
        self.set_join_state(&input.id, JoinState::Cancelled);
        self.joins.show(&input.id)
    }

    fn end_former(&mut self, link: &InviteLink) {
        let former = self.joins.attempts.iter().filter(|(_, attempt)| attempt.link.community == link.community);
        for id in former.map(|(id, _)| id.clone()).collect::<Vec<_>>() {
            self.set_join_state(&id, JoinState::Cancelled);
        }
    }

    /// Returns the request of a join and the name it announces; `None` where it has ended.
    pub(super) fn join_request(&mut self, id: &str) -> Option<(Vec<u8>, String)> {
        let attempt = self.joins.attempts.get(id).filter(|attempt| attempt.is_open())?;
        let request = Replica::join_request(&attempt.persona, &attempt.link, &attempt.profile());
        let (name, is_new) = (attempt.display_name.clone(), attempt.state == JoinState::Connecting);
        if is_new {
            self.set_join_state(id, JoinState::Asking);
        }
        Some((request, name))
    }

    /// Returns what tells that somebody has connected.
    pub(super) fn somebody_came(&self) -> Arc<Notify> {
        self.joins.somebody_came.clone()
    }

    /// Returns whether a join is still wanted.
    pub(super) fn join_is_open(&self, id: &str) -> bool {
        self.joins.attempts.get(id).is_some_and(Attempt::is_open)
    }

    /// Notes how far a join is; one that has ended stays as it is.
    pub(super) fn set_join_state(&mut self, id: &str, state: JoinState) {
        if let Some(attempt) = self.joins.attempts.get_mut(id).filter(|attempt| attempt.is_open() && attempt.state != state) {
            attempt.state = state;
            self.announce(Subject::Join(id.to_owned()));
        }
    }

    /// Ends a join that did not succeed. Its persona is kept for the next attempt at the same community.
    pub(super) fn join_failed(&mut self, id: &str, error: NodeError) {
        if let Some(attempt) = self.joins.attempts.get_mut(id).filter(|attempt| attempt.is_open()) {
            (attempt.state, attempt.error) = (JoinState::Failed, Some(error));
            self.announce(Subject::Join(id.to_owned()));
        }
    }

    /// Takes over what a member handed over: from now on this device belongs to the community.
    ///
    /// # Errors
    /// Why it could not be taken over; nothing of it was kept, and another member may be asked.
    pub(super) fn joined(&mut self, id: &str, peer: PeerId, welcome: &[u8], ranges: &[Vec<u8>]) -> Result<(), String> {
        self.check_writable().map_err(|error| error.to_string())?;
        let attempt = self.joins.attempts.get(id).filter(|attempt| attempt.is_open()).ok_or("the join has ended")?;
        let (community, name) = (attempt.link.community, attempt.display_name.clone());
        if self.replicas.contains_key(&community) {
            return Err("the community is here already".into());
        }
        let now = self.now();
        let begun = Replica::join(community, &attempt.persona, welcome, ranges, self.store.as_mut(), now);
        let (replica, mut outcome) = begun.map_err(|error| {
            if let BeginError::Store(store) = &error {
                tracing::error!(%store, "a community could not be written");
            }
            error.to_string()
        })?;
        tracing::info!(%peer, %community, "joined");
        let title = replica.setting(allforone_core::authority::setting::NAME);
        self.replicas.insert(community, replica);
        self.take_over(community, &mut outcome);
        if let Err(error) = self.identity.joined(&community, self.store.as_mut()) {
            tracing::warn!(%error, "a used persona is still noted as taken");
        }
        self.introduce(community, name);
        if let Some(attempt) = self.joins.attempts.get_mut(id) {
            (attempt.state, attempt.name) = (JoinState::Done, Some(title));
        }
        self.communities_changed();
        self.announce(Subject::Join(id.to_owned()));
        Ok(())
    }

    /// Says one's name in a community that was just joined, or notes that none was given. Where that fails, membership stands and the name can be set later.
    fn introduce(&mut self, community: CommunityId, name: String) {
        if name.is_empty() {
            let mut batch = Batch::new();
            note_nameless(&community, &mut batch);
            if let Err(error) = self.commit(batch) {
                tracing::warn!(%error, "that no name was given is not noted");
            }
            return;
        }
        let fields = ProfileFields { name, ..ProfileFields::default() };
        if let Err(error) = self.execute(community, Command::SetProfile { fields }) {
            tracing::warn!(%error, details = error.details, "the name is not set yet");
        }
    }
}

/// Returns what a failed beginning means to who called.
pub(super) fn begin_error(error: &BeginError) -> NodeError {
    match error {
        BeginError::NotInOrder(_) => NodeError::internal(error),
        BeginError::Store(store) => node_error(store),
    }
}
