//! Joining: finds a member who is there, knocks, and takes what is handed over.
#![expect(clippy::wildcard_enum_match_arm, reason = "any other frame, also one of the future, ends the session")]

use super::link::Link;
use super::session::{Session, SessionError, unexpected};
use crate::error::{ErrorCode, NodeError};
use crate::view::JoinState;
use allforone_core::sync::{Frame, Refusal, Role};
use allforone_p2p::{Handle, Multiaddr, PeerId, Protocol};
use std::collections::BTreeSet;
use std::time::Duration;

/// How long a join looks for somebody before it says that nobody is there.
const SEARCH_TIME: Duration = Duration::from_secs(60);
/// Longest pause between two rounds of asking everybody who is connected; who comes meanwhile is asked at once.
const ROUND_PAUSE: Duration = Duration::from_millis(500);
/// Pause between two questions to somebody who must first be asked by hand.
const APPROVAL_PAUSE: Duration = Duration::from_secs(5);
/// Ranges of lane 0 that are taken at once: 256 MiB would be a lie.
const MAX_RANGES: usize = 1_024;

/// Tries one join until it is done, refused for good, cancelled, or nobody can be found.
pub(super) async fn knock(network: Handle, link: Link, id: String, addresses: Vec<Multiaddr>) {
    let outcome = search(&network, &link, &id, addresses).await;
    if let Err(error) = outcome {
        let _ = link.step(move |driver| driver.join_failed(&id, error)).await;
    }
}

async fn search(network: &Handle, link: &Link, id: &str, addresses: Vec<Multiaddr>) -> Result<(), NodeError> {
    let stopped = |_| NodeError::new(ErrorCode::NotReady);
    let started = tokio::time::Instant::now();
    let somebody_came = link.step(|driver| driver.somebody_came()).await.map_err(stopped)?;
    let mut refused_by: BTreeSet<PeerId> = BTreeSet::new();
    let mut last = None;
    for address in addresses {
        let _ = network.keep_dialling(address).await;
    }
    loop {
        let peers = network.status().await.map_err(|error| NodeError::internal(error.to_string()))?.peers;
        let mut waits = false;
        let candidates: Vec<PeerId> =
            peers.into_iter().map(|connected| connected.peer).filter(|peer| !refused_by.contains(peer)).collect();
        for peer in candidates {
            if !is_wanted(link, id).await? {
                return Ok(());
            }
            match ask(network, link, id, peer).await {
                Ok(None) => return Ok(()),
                Ok(Some(Refusal::NeedsApproval)) => {
                    waits = true;
                    set_state(link, id, JoinState::WaitingApproval).await?;
                }
                Ok(Some(Refusal::NotNow)) => (),
                // One who does not know the invite may be of another community: others are asked first.
                Ok(Some(why)) => {
                    refused_by.insert(peer);
                    if why != Refusal::UnknownInvite {
                        return Err(sentence(why));
                    }
                    last = Some(sentence(why));
                }
                Err(SessionError::OtherVersion(version)) => {
                    refused_by.insert(peer);
                    last = Some(NodeError::new(ErrorCode::OtherVersion).with_details(format!("the other side speaks {version}")));
                }
                Err(SessionError::Stopped(why)) => return Err(stopped(why)),
                Err(error) => tracing::info!(%peer, %error, "a join attempt ended"),
            }
        }
        if !waits && started.elapsed() > SEARCH_TIME {
            return Err(last.unwrap_or_else(|| NodeError::new(ErrorCode::Unreachable)));
        }
        let pause = if waits { APPROVAL_PAUSE } else { ROUND_PAUSE };
        drop(tokio::time::timeout(pause, somebody_came.notified()).await);
    }
}

/// Knocks at one peer: `None` where we are in, else why not.
async fn ask(network: &Handle, link: &Link, id: &str, peer: PeerId) -> Result<Option<Refusal>, SessionError> {
    let stream = network.open_stream(peer, Protocol::Join).await?;
    let mut session = Session::new(stream, link.clone(), Role::Initiator, network.local_peer_id());
    session.greet().await?;
    let key = id.to_owned();
    let Some((request, name)) = link.step(move |driver| driver.join_request(&key)).await? else { return Ok(None) };
    session.send(&Frame::Join { request, name }).await?;
    let welcome = match session.expect().await? {
        Frame::Welcome(welcome) => welcome,
        Frame::Refused(why) => return Ok(Some(why)),
        other => return Err(unexpected(&other)),
    };
    let mut ranges = Vec::new();
    loop {
        match session.expect().await? {
            Frame::Range(range) if ranges.len() < MAX_RANGES => ranges.push(range),
            Frame::Done => break,
            other => return Err(unexpected(&other)),
        }
    }
    let key = id.to_owned();
    link.step(move |driver| driver.joined(&key, peer, &welcome, &ranges)).await?.map_err(SessionError::Protocol)?;
    Ok(None)
}

async fn is_wanted(link: &Link, id: &str) -> Result<bool, NodeError> {
    let id = id.to_owned();
    link.step(move |driver| driver.join_is_open(&id)).await.map_err(|_| NodeError::new(ErrorCode::NotReady))
}

async fn set_state(link: &Link, id: &str, state: JoinState) -> Result<(), NodeError> {
    let id = id.to_owned();
    link.step(move |driver| driver.set_join_state(&id, state)).await.map_err(|_| NodeError::new(ErrorCode::NotReady))
}

/// Returns what a refusal at the door means to who knocks.
pub(super) fn sentence(why: Refusal) -> NodeError {
    match why {
        Refusal::UnknownInvite => NodeError::new(ErrorCode::Unreachable).with_details("no neighbour here knows this invitation"),
        Refusal::Expired => NodeError::new(ErrorCode::LinkExpired),
        Refusal::Used => NodeError::new(ErrorCode::LinkUsed),
        Refusal::Revoked => NodeError::new(ErrorCode::LinkRevoked),
        Refusal::Banned => NodeError::new(ErrorCode::Removed),
        Refusal::NeedsApproval | Refusal::NotNow => NodeError::new(ErrorCode::NotReady),
    }
}
