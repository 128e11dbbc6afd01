//! The transport key of an installation.

use std::fmt;

use libp2p::{PeerId, identity};

/// An Ed25519 key that names this installation on the network.
///
/// It is not the member's identity key: the network sees the [`PeerId`] derived from it, and nothing of the person.
#[derive(Clone)]
pub struct Keypair(identity::ed25519::Keypair);

impl Keypair {
    /// Makes a fresh key from the system's randomness.
    pub fn generate() -> Self {
        Self(identity::ed25519::Keypair::generate())
    }

    /// Makes the key from its 32 secret bytes (the Ed25519 seed of RFC 8032).
    pub fn from_secret(mut secret: [u8; 32]) -> Self {
        let secret = identity::ed25519::SecretKey::try_from_bytes(&mut secret[..]).expect("every 32 bytes are an Ed25519 seed");
        Self(secret.into())
    }

    /// Returns the 32 secret bytes, for the node to keep; [`Keypair::from_secret`] reads them back.
    pub fn secret(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        bytes.copy_from_slice(self.0.secret().as_ref());
        bytes
    }

    /// Returns the name of this installation on the network.
    pub fn peer_id(&self) -> PeerId {
        self.to_libp2p().public().to_peer_id()
    }

    pub(crate) fn to_libp2p(&self) -> identity::Keypair {
        self.0.clone().into()
    }
}

impl fmt::Debug for Keypair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keypair({})", self.peer_id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_bytes_bring_the_same_peer_back() {
        let key = Keypair::generate();
        assert_eq!(Keypair::from_secret(key.secret()).peer_id(), key.peer_id());
    }

    #[test]
    fn the_debug_form_does_not_show_the_secret() {
        let key = Keypair::from_secret([7; 32]);
        assert_eq!(format!("{key:?}"), format!("Keypair({})", key.peer_id()));
    }
}
