//! What both sides of a sync session do alike: frames, greetings, finding shared communities, proofs.
#![expect(clippy::wildcard_enum_match_arm, reason = "any other frame, also one of the future, ends the session")]

use super::link::{Link, Stopped};
use allforone_core::cbor::Cbor;
use allforone_core::id::{CommunityId, DeviceId};
use allforone_core::limits::RULES_VERSION;
use allforone_core::sync::{Frame, FrameError, Role, SYNC_VERSION, blinded_name, padded_names, proof_statement};
use allforone_core::time::Timestamp;
use allforone_p2p::{FrameStream, OpenError, PeerId};
use std::collections::BTreeMap;

/// Why a session ended early. None of them harms: the next one goes on from the last verified entry.
#[derive(Debug, thiserror::Error)]
pub(super) enum SessionError {
    /// The stream could not be opened.
    #[error("cannot open a stream: {0}")]
    Open(#[from] OpenError),
    /// The stream broke, or a frame was too long.
    #[error("stream broke: {0}")]
    Stream(#[from] allforone_p2p::FrameError),
    /// The other side sent something that is no frame, or not the one that belongs here.
    #[error("the other side does not keep to the protocol: {0}")]
    Protocol(String),
    /// The other side speaks another version.
    #[error("the other side speaks version {0}")]
    OtherVersion(u64),
    /// The node is stopping.
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

impl From<FrameError> for SessionError {
    fn from(error: FrameError) -> Self {
        Self::Protocol(error.to_string())
    }
}

/// A stream that speaks frames.
pub(super) struct Session {
    stream: FrameStream,
    link: Link,
    role: Role,
    own: PeerId,
}

/// What a finished greeting knows: both nonces, the initiator's first.
pub(super) struct Greeting {
    nonces: ([u8; 32], [u8; 32]),
}

/// Communities that both sides have proven, by the initiator's blinded name.
pub(super) type Shared = BTreeMap<[u8; 16], CommunityId>;

impl Session {
    /// Returns a session over `stream`.
    pub(super) fn new(stream: FrameStream, link: Link, role: Role, own: PeerId) -> Self {
        Self { stream, link, role, own }
    }

    /// Returns the peer at the other end.
    pub(super) fn peer(&self) -> PeerId {
        self.stream.peer()
    }

    /// Returns the way to the driver.
    pub(super) fn link(&self) -> &Link {
        &self.link
    }

    /// Sends a frame.
    pub(super) async fn send(&mut self, frame: &Frame) -> Result<(), SessionError> {
        Ok(self.stream.send(&frame.to_cbor()).await?)
    }

    /// Receives a frame; `None` where the other side has ended the stream.
    pub(super) async fn receive(&mut self) -> Result<Option<Frame>, SessionError> {
        match self.stream.recv().await? {
            Some(bytes) => Ok(Some(Frame::parse(&bytes)?)),
            None => Ok(None),
        }
    }

    /// Receives a frame that must come.
    pub(super) async fn expect(&mut self) -> Result<Frame, SessionError> {
        self.receive().await?.ok_or_else(|| SessionError::Protocol("the stream ended in the middle".into()))
    }

    /// Exchanges greetings; the initiator speaks first.
    pub(super) async fn greet(&mut self) -> Result<Greeting, SessionError> {
        let (own_nonce, now) = self.link.step(|driver| (driver.nonce(), driver.now())).await?;
        let hello = Frame::Hello { version: SYNC_VERSION, rules: RULES_VERSION, nonce: own_nonce, time: now };
        if self.role == Role::Initiator {
            self.send(&hello).await?;
        }
        let (version, nonce, time) = self.expect_hello(now).await?;
        if self.role == Role::Responder {
            self.send(&hello).await?;
        }
        let peer = self.peer();
        let same = version == SYNC_VERSION;
        self.link.step(move |driver| driver.note_hello(peer, version, time)).await?;
        if !same {
            return Err(SessionError::OtherVersion(version));
        }
        let nonces = match self.role {
            Role::Initiator => (own_nonce, nonce),
            Role::Responder => (nonce, own_nonce),
        };
        Ok(Greeting { nonces })
    }

    /// Receives the other side's greeting; of another version's only the version is understood.
    async fn expect_hello(&mut self, now: Timestamp) -> Result<(u64, [u8; 32], Timestamp), SessionError> {
        let ended = || SessionError::Protocol("the stream ended before a greeting".into());
        let bytes = self.stream.recv().await?.ok_or_else(ended)?;
        match (Frame::parse(&bytes), Frame::hello_version(&bytes)) {
            (Ok(Frame::Hello { version, nonce, time, .. }), _) => Ok((version, nonce, time)),
            (Err(_), Some(version)) if version != SYNC_VERSION => Ok((version, [0; 32], now)),
            (Err(error), _) => Err(error.into()),
            (Ok(_), _) => Err(SessionError::Protocol("no greeting".into())),
        }
    }

    /// Finds the communities that both sides know, without naming them, and has both sides prove a device in each.
    pub(super) async fn find_shared(&mut self, greeting: &Greeting) -> Result<Shared, SessionError> {
        let known = self.link.step(|driver| driver.open_communities()).await?;
        let nonces = (&greeting.nonces.0, &greeting.nonces.1);
        let by = |role| known.iter().map(move |id| (blinded_name(id, nonces, role), *id)).collect::<BTreeMap<_, _>>();
        let (asked, answered) = (by(Role::Initiator), by(Role::Responder));
        let candidates: Shared = match self.role {
            Role::Initiator => {
                let names = padded(self.link.clone(), asked.keys().copied().collect()).await?;
                self.send(&Frame::Names(names)).await?;
                let theirs = self.expect_names().await?;
                let shared: Vec<CommunityId> = theirs.iter().filter_map(|name| answered.get(name).copied()).collect();
                asked.into_iter().filter(|(_, id)| shared.contains(id)).collect()
            }
            Role::Responder => {
                let theirs = self.expect_names().await?;
                let shared: Shared = theirs.iter().filter_map(|name| asked.get(name).map(|id| (*name, *id))).collect();
                let names = answered.iter().filter(|(_, id)| shared.values().any(|s| s == *id)).map(|(name, _)| *name).collect();
                let names = padded(self.link.clone(), names).await?;
                self.send(&Frame::Names(names)).await?;
                shared
            }
        };
        // Who asks proves first; who answers proves only to whom it believes, so that an old link maps nobody.
        match self.role {
            Role::Initiator => {
                self.prove(greeting, &candidates).await?;
                self.check(greeting, &candidates).await
            }
            Role::Responder => {
                let believed = self.check(greeting, &candidates).await?;
                self.prove(greeting, &believed).await?;
                Ok(believed)
            }
        }
    }

    async fn expect_names(&mut self) -> Result<Vec<[u8; 16]>, SessionError> {
        match self.expect().await? {
            Frame::Names(names) => Ok(names),
            other => Err(unexpected(&other)),
        }
    }

    /// Returns what the initiator of this session signs to show that it speaks through this very connection.
    pub(super) fn initiators_statement(&self, greeting: &Greeting) -> Vec<u8> {
        let (own, remote) = (self.own.to_bytes(), self.peer().to_bytes());
        let (speaker, listener) = match self.role {
            Role::Initiator => (own, remote),
            Role::Responder => (remote, own),
        };
        proof_statement(Role::Initiator, &speaker, &listener, (&greeting.nonces.0, &greeting.nonces.1))
    }

    async fn prove(&mut self, greeting: &Greeting, communities: &Shared) -> Result<(), SessionError> {
        let (own, remote) = (self.own.to_bytes(), self.peer().to_bytes());
        for (name, community) in communities {
            let statement = proof_statement(self.role, &own, &remote, (&greeting.nonces.0, &greeting.nonces.1));
            let community = *community;
            let proof = self.link.step(move |driver| driver.prove(community, &statement)).await?;
            if let Some((device, signature)) = proof {
                self.send(&Frame::Proof { name: *name, device, signature }).await?;
            }
        }
        self.send(&Frame::NoProof).await
    }

    async fn check(&mut self, greeting: &Greeting, candidates: &Shared) -> Result<Shared, SessionError> {
        let other = match self.role {
            Role::Initiator => Role::Responder,
            Role::Responder => Role::Initiator,
        };
        let (own, peer) = (self.own.to_bytes(), self.peer());
        let statement = proof_statement(other, &peer.to_bytes(), &own, (&greeting.nonces.0, &greeting.nonces.1));
        let mut believed = Shared::new();
        loop {
            let (name, device, signature): ([u8; 16], DeviceId, [u8; 64]) = match self.expect().await? {
                Frame::Proof { name, device, signature } => (name, device, signature),
                Frame::NoProof => return Ok(believed),
                other => return Err(unexpected(&other)),
            };
            if let Some(community) = candidates.get(&name).copied() {
                let statement = statement.clone();
                let holds = self.link.step(move |driver| driver.believe(community, peer, device, &statement, &signature)).await?;
                if holds {
                    believed.insert(name, community);
                }
            }
        }
    }
}

async fn padded(link: Link, names: Vec<[u8; 16]>) -> Result<Vec<[u8; 16]>, Stopped> {
    link.step(move |driver| padded_names(&names, driver.rng())).await
}

/// A frame that does not belong here.
pub(super) fn unexpected(frame: &Frame) -> SessionError {
    let text = format!("{frame:?}");
    SessionError::Protocol(format!("unexpected {}", text.split(['(', ' ', '{']).next().unwrap_or_default()))
}
