//! What the node asks of the loop.

use libp2p::{
    Multiaddr, PeerId,
    gossipsub::{MessageAcceptance, MessageId},
};
use tokio::sync::oneshot;

use crate::{dial::DialError, status::Status, topic::Topic};

/// What becomes of a gossip message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Passes it on.
    Accept,
    /// Drops it without blame: not yet known, not for us.
    Ignore,
    /// Drops it and blames who sent it: forged or malformed.
    Reject,
}

impl Verdict {
    pub(crate) fn to_libp2p(self) -> MessageAcceptance {
        match self {
            Verdict::Accept => MessageAcceptance::Accept,
            Verdict::Ignore => MessageAcceptance::Ignore,
            Verdict::Reject => MessageAcceptance::Reject,
        }
    }
}

/// One request of a [`crate::Handle`]; those with an answer carry its sender.
#[derive(Debug)]
pub(crate) enum Command {
    Subscribe(Topic),
    Unsubscribe(Topic),
    Publish(Topic, Vec<u8>),
    Judge { id: MessageId, source: PeerId, verdict: Verdict },
    Dial { address: Multiaddr, answer: oneshot::Sender<Result<PeerId, DialError>> },
    KeepDialling(Multiaddr),
    AddAddress(PeerId, Multiaddr),
    Forget(PeerId),
    Want(PeerId),
    Unwant(PeerId),
    Disconnect(PeerId),
    Block(PeerId),
    Unblock(PeerId),
    SetMdns(bool),
    AddRelay(Multiaddr),
    RemoveRelay(PeerId),
    IsConnected { peer: PeerId, answer: oneshot::Sender<bool> },
    Status(oneshot::Sender<Status>),
    Book(oneshot::Sender<Vec<(PeerId, Vec<Multiaddr>)>>),
    Shutdown(oneshot::Sender<()>),
}
