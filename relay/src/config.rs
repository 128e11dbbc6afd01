//! What a relay is started with: the command line and the key file.

use std::{
    fs::OpenOptions,
    io::{self, Read as _, Write as _},
    net::{SocketAddr, TcpListener, UdpSocket},
    path::{Path, PathBuf},
};

use clap::Parser;
use data_encoding::HEXLOWER_PERMISSIVE as HEX;
use libp2p::{Multiaddr, identity, multiaddr::Protocol};

/// Passes connections on between peers that cannot reach each other. It sees two names, volume and time, never content.
#[derive(Debug, Parser)]
#[command(name = "allforone-relay", version)]
pub(crate) struct Config {
    /// Where to listen; may be repeated.
    #[arg(
        long,
        value_name = "MULTIADDR",
        default_values = ["/ip4/0.0.0.0/tcp/4001", "/ip4/0.0.0.0/udp/4001/quic-v1", "/ip6/::/tcp/4001", "/ip6/::/udp/4001/quic-v1"]
    )]
    pub(crate) listen: Vec<Multiaddr>,
    /// Where the outside reaches this relay, without `/p2p/…`; may be repeated. Where it listens, unless given.
    #[arg(long, value_name = "MULTIADDR")]
    pub(crate) external: Vec<Multiaddr>,
    /// The relay's secret key, 64 hex characters; made (mode 0600) if the file is not there.
    #[arg(long, value_name = "FILE")]
    pub(crate) key_file: PathBuf,
    /// What to log to stderr: error, warn, info, debug, trace, or a filter as of tracing-subscriber.
    #[arg(long, value_name = "LEVEL", default_value = "info")]
    pub(crate) log: String,
}

/// Why the relay has no key.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeyError {
    /// The file can be neither read nor made.
    #[error("cannot use key file {path}")]
    File {
        /// The file asked for.
        path: PathBuf,
        /// The system's word.
        source: io::Error,
    },
    /// The file holds something else.
    #[error("key file {0} does not hold 64 hex characters")]
    Malformed(PathBuf),
}

/// Reads the key from its file, or makes both.
pub(crate) fn load_key(path: &Path) -> Result<identity::Keypair, KeyError> {
    let failed = |source| KeyError::File { path: path.to_owned(), source };
    let mut text = String::new();
    match OpenOptions::new().read(true).open(path) {
        Ok(file) => {
            // One character over the largest good file tells a wrong one.
            file.take(KEY_FILE_BYTES + 1).read_to_string(&mut text).map_err(failed)?;
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let key = identity::ed25519::Keypair::generate();
            text = HEX.encode(key.secret().as_ref());
            write_secret(path, &text).map_err(failed)?;
        }
        Err(error) => return Err(failed(error)),
    }
    let malformed = || KeyError::Malformed(path.to_owned());
    let secret = HEX.decode(text.trim().as_bytes()).map_err(|_| malformed())?;
    identity::Keypair::ed25519_from_bytes(secret).map_err(|_| malformed())
}

/// Returns the address among `addresses` whose port another program has. libp2p shares TCP ports (`SO_REUSEPORT`), so
/// without this a second relay would start without a word.
pub(crate) fn taken_port(addresses: &[Multiaddr]) -> Option<&Multiaddr> {
    let in_use = |result: io::Result<()>| result.is_err_and(|error| error.kind() == io::ErrorKind::AddrInUse);
    addresses.iter().find(|address| {
        let mut parts = address.iter();
        let ip = match parts.next() {
            Some(Protocol::Ip4(ip)) => ip.into(),
            Some(Protocol::Ip6(ip)) => ip.into(),
            Some(_) | None => return false,
        };
        match parts.next() {
            Some(Protocol::Tcp(port)) if port != 0 => in_use(TcpListener::bind(SocketAddr::new(ip, port)).map(drop)),
            Some(Protocol::Udp(port)) if port != 0 => in_use(UdpSocket::bind(SocketAddr::new(ip, port)).map(drop)),
            Some(_) | None => false,
        }
    })
}

fn write_secret(path: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    writeln!(file, "{text}")?;
    file.sync_all()
}

/// 64 hex characters and a line end.
const KEY_FILE_BYTES: u64 = 66;

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;

    #[test]
    fn a_made_key_is_private_and_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let made = load_key(&path).unwrap().public();
        assert_eq!(load_key(&path).unwrap().public(), made);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_file_that_is_no_key_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        for text in ["", "abcd", &"z".repeat(64), &"a".repeat(66), &"a".repeat(10_000)] {
            std::fs::write(&path, text).unwrap();
            assert!(matches!(load_key(&path), Err(KeyError::Malformed(_))), "{} characters", text.len());
        }
    }
}
