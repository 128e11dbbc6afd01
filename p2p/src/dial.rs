//! Why dialling failed, in plain words.

use std::{error::Error as _, io};

use libp2p::{Multiaddr, PeerId, TransportError, swarm};

/// Why a dial brought no connection.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DialError {
    /// The address is our own.
    #[error("this is our own address")]
    Own,
    /// Somebody else answers at the address.
    #[error("another peer answers there: {found}")]
    WrongPeer {
        /// Who answers.
        found: PeerId,
    },
    /// We do not allow the connection: the peer is blocked, or there are too many connections.
    #[error("not allowed: {reason}")]
    Refused {
        /// Which limit, in plain words.
        reason: String,
    },
    /// Nobody answered, or not as expected.
    #[error("{reason}")]
    Unreachable {
        /// What was tried and what came of it, in plain words.
        reason: String,
    },
    /// The network has been shut down.
    #[error("the network is stopped")]
    Stopped,
}

impl DialError {
    pub(crate) fn from_libp2p(error: &swarm::DialError) -> Self {
        match error {
            swarm::DialError::LocalPeerId { .. } => Self::Own,
            swarm::DialError::NoAddresses => Self::Unreachable { reason: "no address is known".to_owned() },
            swarm::DialError::DialPeerConditionFalse(_) => {
                Self::Unreachable { reason: "a connection is already under way".to_owned() }
            }
            swarm::DialError::Aborted => Self::Unreachable { reason: "the attempt was given up".to_owned() },
            swarm::DialError::WrongPeerId { obtained, .. } => Self::WrongPeer { found: *obtained },
            swarm::DialError::Denied { cause } => {
                Self::Refused { reason: cause.source().map_or_else(|| cause.to_string(), ToString::to_string) }
            }
            swarm::DialError::Transport(tried) => {
                let reasons: Vec<_> = tried.iter().map(|(address, error)| attempt(address, error)).collect();
                Self::Unreachable { reason: reasons.join("; ") }
            }
        }
    }
}

/// Returns the addresses that a failed dial tried.
pub(crate) fn tried(error: &swarm::DialError) -> Vec<Multiaddr> {
    match error {
        swarm::DialError::Transport(tried) => tried.iter().map(|(address, _)| address.clone()).collect(),
        swarm::DialError::LocalPeerId { address } | swarm::DialError::WrongPeerId { address, .. } => {
            vec![address.clone()]
        }
        swarm::DialError::NoAddresses
        | swarm::DialError::DialPeerConditionFalse(_)
        | swarm::DialError::Aborted
        | swarm::DialError::Denied { .. } => Vec::new(),
    }
}

fn attempt(address: &Multiaddr, error: &TransportError<io::Error>) -> String {
    match error {
        TransportError::MultiaddrNotSupported(_) => format!("{address} is no address that can be dialled"),
        TransportError::Other(error) => format!("{address}: {}", root_cause(error)),
    }
}

/// Says what lies at the bottom of an error. libp2p wraps the kernel's word several times and loses its kind on the
/// way, so the number in the text is read back.
pub(crate) fn root_cause(error: &io::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    let text = cause.to_string();
    let number = text.split_once("(os error ").and_then(|(_, rest)| rest.trim_end_matches(')').parse().ok());
    match number.map(|number| io::Error::from_raw_os_error(number).kind()) {
        Some(io::ErrorKind::ConnectionRefused) => "nobody listens there".to_owned(),
        Some(io::ErrorKind::TimedOut) => NO_ANSWER.to_owned(),
        Some(io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable) => "no way to that network".to_owned(),
        _ if text.to_lowercase().contains("timeout") || text.contains("timed out") => NO_ANSWER.to_owned(),
        _ => text,
    }
}

const NO_ANSWER: &str = "no answer in time";
