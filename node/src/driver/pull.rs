//! The asking side of a sync session: becomes equal to a peer, oldest authority first, and says what it now holds.
#![expect(clippy::wildcard_enum_match_arm, reason = "any other frame, also one of the future, ends the session")]

use super::link::Link;
use super::session::{Session, SessionError, unexpected};
use allforone_core::id::CommunityId;
use allforone_core::sync::{Frame, Role};
use allforone_p2p::{Handle, PeerId, Protocol};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

/// Rounds of ask and answer in one session: each brings all that was missing, but authority may open further lanes.
const MAX_ROUNDS: usize = 8;

/// Longest pause between two questions of one session; shorter than the other side's patience.
const ASK_INTERVAL: Duration = Duration::from_secs(30);
/// Shortest pause between two rounds, so that acknowledgements gather.
const BREATH: Duration = Duration::from_millis(250);

/// Pulls from `peer` all that it holds and we lack, in every community that both can prove; then stays and asks again when
/// `wake` says so or time has passed. Ends where the set of communities is no longer that of `generation`.
pub(super) async fn pull(
    network: Handle,
    link: Link,
    peer: PeerId,
    generation: u64,
    wake: Arc<Notify>,
) -> Result<(), SessionError> {
    let stream = network.open_stream(peer, Protocol::Sync).await?;
    let mut session = Session::new(stream, link, Role::Initiator, network.local_peer_id());
    let greeting = session.greet().await?;
    let shared = session.find_shared(&greeting).await?;
    if shared.is_empty() {
        return session.send(&Frame::Bye).await;
    }
    loop {
        for (name, community) in &shared {
            pull_community(&mut session, *name, *community).await?;
        }
        session.link().step(move |driver| driver.is_equal(peer)).await?;
        tokio::time::sleep(BREATH).await;
        drop(tokio::time::timeout(ASK_INTERVAL, wake.notified()).await);
        if !session.link().step(move |driver| driver.is_current(generation)).await? {
            return session.send(&Frame::Bye).await;
        }
    }
}

async fn pull_community(session: &mut Session, name: [u8; 16], community: CommunityId) -> Result<(), SessionError> {
    let peer = session.peer();
    for _ in 0..MAX_ROUNDS {
        let (digest, state) = session.link().step(move |driver| driver.digest(community)).await?;
        session.send(&Frame::Ask { name, digest, state }).await?;
        let heads = match session.expect().await? {
            Frame::Heads { heads, .. } => heads,
            other => return Err(unexpected(&other)),
        };
        let compared = session.link().step(move |driver| driver.compare(community, peer, &heads)).await?;
        if compared.is_ahead {
            session.send(&Frame::Nudge).await?;
        }
        if compared.wants.is_empty() {
            break;
        }
        session.send(&Frame::Wants(compared.wants)).await?;
        if receive_ranges(session, community).await? == 0 {
            break;
        }
    }
    let have = session.link().step(move |driver| driver.have(community, peer)).await?;
    if !have.is_empty() {
        session.send(&Frame::Have(have)).await?;
    }
    Ok(())
}

/// Takes in ranges until all are there; returns how many entries were new.
async fn receive_ranges(session: &mut Session, community: CommunityId) -> Result<usize, SessionError> {
    let peer = session.peer();
    let mut new = 0;
    loop {
        match session.expect().await? {
            Frame::Range(bytes) => {
                let step = session.link().step(move |driver| driver.receive_range(community, peer, &bytes)).await?;
                new += step.map_err(SessionError::Protocol)?;
            }
            Frame::Done => return Ok(new),
            other => return Err(unexpected(&other)),
        }
    }
}
