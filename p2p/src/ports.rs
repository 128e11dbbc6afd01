//! Whether a port is free. libp2p shares TCP ports with other sockets (`SO_REUSEPORT`, for hole punching), so a second
//! program on the same port would start without a word and take half of the connections.

use std::{
    io,
    net::{SocketAddr, TcpListener, UdpSocket},
};

use libp2p::{Multiaddr, multiaddr::Protocol};

/// Tries to have the port of `address` for a moment, without sharing it.
///
/// # Errors
/// [`io::ErrorKind::AddrInUse`] where another socket has it, or the system's word. Port 0, circuits and names pass.
pub(crate) fn probe(address: &Multiaddr) -> io::Result<()> {
    match bound(address) {
        Some((_, socket)) if socket.port() == 0 => Ok(()),
        Some((Kind::Tcp, socket)) => TcpListener::bind(socket).map(drop),
        Some((Kind::Udp, socket)) => UdpSocket::bind(socket).map(drop),
        None => Ok(()),
    }
}

/// Returns whether a socket, ours or another's, has the port of `address`.
pub(crate) fn is_taken(address: &Multiaddr) -> bool {
    probe(address).is_err_and(|error| error.kind() == io::ErrorKind::AddrInUse)
}

enum Kind {
    Tcp,
    Udp,
}

#[expect(clippy::wildcard_enum_match_arm, reason = "every other protocol binds no port")]
fn bound(address: &Multiaddr) -> Option<(Kind, SocketAddr)> {
    if address.iter().any(|p| p == Protocol::P2pCircuit) {
        return None;
    }
    let mut parts = address.iter();
    let ip = match parts.next()? {
        Protocol::Ip4(ip) => ip.into(),
        Protocol::Ip6(ip) => ip.into(),
        _ => return None,
    };
    match parts.next()? {
        Protocol::Tcp(port) => Some((Kind::Tcp, SocketAddr::new(ip, port))),
        Protocol::Udp(port) => Some((Kind::Udp, SocketAddr::new(ip, port))),
        _ => None,
    }
}
