//! Looks: what an invitation leads to, asked of a member before its holder gives a name (docs/decisions/0015).
//!
//! ```text
//! invite_look ─► Looks (one for each invite) ─► look_around ─► Look ─► a member's doorplate ─► Shown ─► the next invite_look
//! ```
#![expect(clippy::wildcard_enum_match_arm, reason = "any other frame, also one of the future, ends the session")]

use super::Driver;
use super::commands::invite_in;
use super::knock::sentence;
use super::link::Link;
use super::session::{Session, SessionError, unexpected};
use crate::error::{ErrorCode, NodeError};
use crate::view::{Door, InviteLook, Look, LookState};
use allforone_core::id::EntryHash;
use allforone_core::replica::{InviteLink, Replica};
use allforone_core::sync::{Doorplate, Frame, Refusal, Role};
use allforone_p2p::{Handle, Multiaddr, PeerId, Protocol};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Looks that are remembered; the oldest gives way.
const MAX_LOOKS: usize = 16;
/// How long a look asks around before it says that nobody is there.
const LOOK_TIME: Duration = Duration::from_secs(20);
/// Longest pause between two rounds of asking everybody who is connected.
const ROUND_PAUSE: Duration = Duration::from_millis(500);

/// The looks of this run, by invite.
#[derive(Default)]
pub(super) struct Looks {
    by_invite: BTreeMap<EntryHash, (u64, Look)>,
    count: u64,
}

impl Looks {
    fn begin(&mut self, invite: EntryHash) -> Look {
        if self.by_invite.len() >= MAX_LOOKS {
            let oldest = self.by_invite.iter().min_by_key(|(_, (number, _))| *number).map(|(invite, _)| *invite);
            oldest.and_then(|invite| self.by_invite.remove(&invite));
        }
        let look = Look { state: LookState::Looking, door: None, error: None };
        self.count += 1;
        self.by_invite.insert(invite, (self.count, look.clone()));
        look
    }
}

impl Driver {
    /// Returns how far a look is; begins it where it has not begun, or has failed before.
    pub(super) fn look(&mut self, input: InviteLook) -> Result<Look, NodeError> {
        let link = invite_in(&input.link)?;
        if let Some((_, look)) = self.looks.by_invite.get(&link.invite) {
            let look = look.clone();
            if look.state == LookState::Failed {
                self.looks.by_invite.remove(&link.invite);
            }
            return Ok(look);
        }
        let given: Option<Multiaddr> = match input.address.as_deref().map(str::trim).filter(|address| !address.is_empty()) {
            Some(address) => Some(address.parse().map_err(NodeError::bad_input)?),
            None => None,
        };
        let Some(network) = self.network.as_ref().map(|network| network.handle.clone()) else {
            return Err(NodeError::new(ErrorCode::Unreachable).with_details("this node runs without network"));
        };
        let hints = link.hints.iter().filter_map(|hint| hint.parse::<Multiaddr>().ok());
        let addresses: Vec<Multiaddr> = given.into_iter().chain(hints).collect();
        let look = self.looks.begin(link.invite);
        self.runtime.spawn(look_around(network, self.link.clone(), link, addresses));
        Ok(look)
    }

    /// Returns what this node shows to who holds an invite.
    pub(super) fn show_door(&self, invite: &EntryHash, statement: &[u8], signature: &[u8; 64]) -> Result<Doorplate, Refusal> {
        let real = self.replicas.iter().filter(|(community, _)| !self.examples.contains(community));
        let knows = |replica: &&Replica| replica.authority().invite(invite).is_some();
        let replica = real.map(|(_, replica)| replica).find(knows).ok_or(Refusal::UnknownInvite)?;
        replica.doorplate(invite, statement, signature, self.store.as_ref(), self.now())
    }

    fn end_look(&mut self, invite: &EntryHash, outcome: Result<Doorplate, NodeError>) {
        if let Some((_, look)) = self.looks.by_invite.get_mut(invite) {
            *look = match outcome {
                Ok(plate) => Look { state: LookState::Seen, door: Some(door(plate)), error: None },
                Err(error) => Look { state: LookState::Failed, door: None, error: Some(error) },
            };
        }
    }
}

fn door(plate: Doorplate) -> Door {
    Door {
        name: plate.name,
        kind: plate.kind,
        members: u32::try_from(plate.members).unwrap_or(u32::MAX),
        invited_by: Some(plate.by).filter(|by| !by.is_empty()),
        approval: plate.approval,
    }
}

/// Asks everybody who is connected until one knows the invite, or nobody can be found.
async fn look_around(network: Handle, link: Link, invite: InviteLink, addresses: Vec<Multiaddr>) {
    let id = invite.invite;
    let outcome = search(&network, &link, &invite, addresses).await;
    let _ = link.step(move |driver| driver.end_look(&id, outcome)).await;
}

async fn search(network: &Handle, link: &Link, invite: &InviteLink, addresses: Vec<Multiaddr>) -> Result<Doorplate, NodeError> {
    let stopped = |_| NodeError::new(ErrorCode::NotReady);
    let started = tokio::time::Instant::now();
    let somebody_came = link.step(|driver| driver.somebody_came()).await.map_err(stopped)?;
    for address in addresses {
        let _ = network.keep_dialling(address).await;
    }
    let mut asked: BTreeSet<PeerId> = BTreeSet::new();
    let mut last = None;
    loop {
        let peers = network.status().await.map_err(|error| NodeError::internal(error.to_string()))?.peers;
        for peer in peers.into_iter().map(|connected| connected.peer) {
            if asked.contains(&peer) {
                continue;
            }
            match ask(network, link, invite, peer).await {
                Ok(Ok(plate)) => return Ok(plate),
                Ok(Err(Refusal::NotNow)) => (),
                Ok(Err(why)) => {
                    asked.insert(peer);
                    if why != Refusal::UnknownInvite {
                        return Err(sentence(why));
                    }
                    last = Some(sentence(why));
                }
                Err(SessionError::Stopped(_)) => return Err(NodeError::new(ErrorCode::NotReady)),
                Err(error @ (SessionError::Protocol(_) | SessionError::OtherVersion(_))) => {
                    tracing::info!(%peer, %error, "a look found no answer");
                    asked.insert(peer);
                }
                Err(error @ (SessionError::Open(_) | SessionError::Stream(_))) => {
                    tracing::info!(%peer, %error, "a look broke off")
                }
            }
        }
        if started.elapsed() > LOOK_TIME {
            return Err(last.unwrap_or_else(|| NodeError::new(ErrorCode::Unreachable)));
        }
        drop(tokio::time::timeout(ROUND_PAUSE, somebody_came.notified()).await);
    }
}

async fn ask(
    network: &Handle,
    link: &Link,
    invite: &InviteLink,
    peer: PeerId,
) -> Result<Result<Doorplate, Refusal>, SessionError> {
    let stream = network.open_stream(peer, Protocol::Join).await?;
    let mut session = Session::new(stream, link.clone(), Role::Initiator, network.local_peer_id());
    let greeting = session.greet().await?;
    let signature = Replica::look_proof(invite, &session.initiators_statement(&greeting));
    session.send(&Frame::Look { invite: invite.invite, signature }).await?;
    match session.expect().await? {
        Frame::Shown(plate) => Ok(Ok(plate)),
        Frame::Refused(why) => Ok(Err(why)),
        other => Err(unexpected(&other)),
    }
}
