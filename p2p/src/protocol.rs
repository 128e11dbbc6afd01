//! The stream protocols and the names that identify shows.

use std::fmt;

use libp2p::StreamProtocol;

/// Purpose of a framed stream; both sides name it when the stream opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protocol {
    /// `/allforone/sync/1`: catching up on logs.
    Sync,
    /// `/allforone/join/1`: asking to join a community.
    Join,
}

impl Protocol {
    /// Every protocol there is, in the order of their names.
    pub const ALL: [Protocol; 2] = [Protocol::Join, Protocol::Sync];

    /// Returns the name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Protocol::Sync => "/allforone/sync/1",
            Protocol::Join => "/allforone/join/1",
        }
    }

    pub(crate) fn to_libp2p(self) -> StreamProtocol {
        StreamProtocol::new(self.name())
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Protocol version that identify shows.
pub(crate) const IDENTIFY_VERSION: &str = "/allforone/1";

/// Agent that identify shows: the program and its version, the same for everybody who runs it.
pub(crate) const IDENTIFY_AGENT: &str = concat!("allforone/", env!("CARGO_PKG_VERSION"));
