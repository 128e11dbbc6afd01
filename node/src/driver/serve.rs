//! The answering side of a sync session.

use super::link::Link;
use super::session::{Session, SessionError, Shared, unexpected};
use allforone_core::id::CommunityId;
use allforone_core::sync::{Frame, Role, Want};
use allforone_p2p::{FrameStream, PeerId};
use std::time::Duration;

/// How long a frame may take to leave.
const SEND_TIMEOUT: Duration = Duration::from_secs(30);
/// How long the other side may think between two questions; it asks at least every 30 s.
const PATIENCE: Duration = Duration::from_secs(120);

/// Answers one session until the other side ends it.
pub(super) async fn serve(stream: FrameStream, link: Link, own: PeerId) -> Result<(), SessionError> {
    let stream = stream.with_timeouts(SEND_TIMEOUT, PATIENCE);
    let mut session = Session::new(stream, link, Role::Responder, own);
    let greeting = session.greet().await?;
    let shared: Shared = session.find_shared(&greeting).await?;
    let peer = session.peer();
    let mut current: Option<CommunityId> = None;
    while let Some(frame) = session.receive().await? {
        match (frame, current) {
            (Frame::Ask { name, digest, state }, _) => {
                // A name that was not proven is answered like a broken protocol: nothing is to be learnt here.
                let community = *shared.get(&name).ok_or_else(|| SessionError::Protocol("unproven name".into()))?;
                current = Some(community);
                let step = move |driver: &mut super::Driver| driver.heads(community, peer, &digest, state);
                let (heads, state) = session.link().step(step).await?;
                session.send(&Frame::Heads { heads, state }).await?;
            }
            (Frame::Wants(wants), Some(community)) => send_ranges(&mut session, community, wants).await?,
            (Frame::Have(logs), Some(community)) => {
                session.link().step(move |driver| driver.note_have(community, peer, &logs)).await?;
            }
            (Frame::Nudge, _) => session.link().step(move |driver| driver.pull_soon(peer)).await?,
            (Frame::Bye, _) => return Ok(()),
            (other, _) => return Err(unexpected(&other)),
        }
    }
    Ok(())
}

async fn send_ranges(session: &mut Session, community: CommunityId, wants: Vec<Want>) -> Result<(), SessionError> {
    for want in wants {
        let mut after = want.after;
        while after < want.upto {
            let rest = Want { after, ..want };
            let Some((bytes, upto)) = session.link().step(move |driver| driver.range(community, &rest)).await? else {
                break;
            };
            if upto <= after {
                break;
            }
            session.send(&Frame::Range(bytes)).await?;
            after = upto;
        }
        if want.after == 0 {
            for bytes in session.link().step(move |driver| driver.side_ranges(community, &want)).await? {
                session.send(&Frame::Range(bytes)).await?;
            }
        }
    }
    session.send(&Frame::Done).await
}
