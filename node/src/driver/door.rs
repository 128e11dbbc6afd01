//! The door: a stranger with an invite asks to come in.
//!
//! ```text
//! joiner                                   member
//!   Hello                            ◄─►     Hello
//!   Look {invite, signature}          ─►                        what does this lead to? (then the stream ends)
//!                                    ◄─      Shown {doorplate}  or Refused {why}
//!
//!   Hello                            ◄─►     Hello
//!   Join {request, name}              ─►                        one Ed25519 check before anything else
//!                                    ◄─      Welcome {box}      or Refused {why}
//!                                    ◄─      Range … Done       lane 0, genesis first
//! ```
#![expect(clippy::wildcard_enum_match_arm, reason = "any other frame, also one of the future, ends the session")]

use super::link::Link;
use super::session::{Session, SessionError, unexpected};
use allforone_core::sync::{Frame, Refusal, Role};
use allforone_p2p::{FrameStream, PeerId};

/// What a driver answers to a join request.
pub(super) enum Admission {
    /// Come in: the sealed welcome and the control lane as ranges.
    Welcome {
        /// HPKE box for the joiner's device.
        welcome: Vec<u8>,
        /// Ranges of lane 0, in an order in which each can be understood.
        ranges: Vec<Vec<u8>>,
    },
    /// Not now, or not at all.
    Refused(Refusal),
}

/// Answers one join stream.
pub(super) async fn open_door(stream: FrameStream, link: Link, own: PeerId) -> Result<(), SessionError> {
    let mut session = Session::new(stream, link, Role::Responder, own);
    let greeting = session.greet().await?;
    let (request, name) = match session.expect().await? {
        Frame::Join { request, name } => (request, name),
        Frame::Look { invite, signature } => {
            let statement = session.initiators_statement(&greeting);
            let shown = session.link().step(move |driver| driver.show_door(&invite, &statement, &signature)).await?;
            session.send(&shown.map_or_else(Frame::Refused, Frame::Shown)).await?;
            while session.receive().await?.is_some() {}
            return Ok(());
        }
        other => return Err(unexpected(&other)),
    };
    let peer = session.peer();
    match session.link().step(move |driver| driver.admit_joiner(peer, &request, &name)).await? {
        Admission::Refused(why) => session.send(&Frame::Refused(why)).await?,
        Admission::Welcome { welcome, ranges } => {
            session.send(&Frame::Welcome(welcome)).await?;
            for range in ranges {
                session.send(&Frame::Range(range)).await?;
            }
            session.send(&Frame::Done).await?;
        }
    }
    // The joiner ends the stream when it has everything on disk.
    while session.receive().await?.is_some() {}
    Ok(())
}
