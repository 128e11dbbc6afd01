//! How two devices find the communities they share without naming them to strangers.

use crate::cbor::Writer;
use crate::id::CommunityId;
use crate::limits::MAX_COMMUNITIES;
use rand_core::CryptoRng;

/// Which side of a session one is on; it is part of every name and proof, so that neither can be reflected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Opened the stream, asks.
    Initiator,
    /// Answers.
    Responder,
}

impl Role {
    const fn number(self) -> u8 {
        match self {
            Self::Initiator => 0,
            Self::Responder => 1,
        }
    }
}

/// Returns a community's name for this one session: who does not know the community learns nothing from it.
///
/// - `nonces`: the initiator's, then the responder's, fresh for each session.
/// - BLAKE3 keyed with the community id over `nonces ‖ role`, first 16 bytes (amendments I, 8).
#[must_use]
pub fn blinded_name(community: &CommunityId, nonces: (&[u8; 32], &[u8; 32]), role: Role) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new_keyed(&community.0);
    hasher.update(nonces.0).update(nonces.1).update(&[role.number()]);
    let mut name = [0; 16];
    hasher.finalize_xof().fill(&mut name);
    name
}

/// Returns at most 64 of `names`, sorted and filled with random ones to a multiple of 8, so that their number tells little.
#[must_use]
pub fn padded_names(names: &[[u8; 16]], rng: &mut impl CryptoRng) -> Vec<[u8; 16]> {
    let mut padded: Vec<[u8; 16]> = names.iter().copied().take(MAX_COMMUNITIES).collect();
    while padded.is_empty() || !padded.len().is_multiple_of(8) {
        let mut name = [0; 16];
        rng.fill_bytes(&mut name);
        padded.push(name);
    }
    padded.sort_unstable();
    padded
}

/// Returns what a device signs (purpose `handshake`) to show that it speaks through this very connection.
///
/// - `own`, `remote`: PeerIds as bytes. CBOR `[role, own, remote, nonce a, nonce b]`.
#[must_use]
pub fn proof_statement(role: Role, own: &[u8], remote: &[u8], nonces: (&[u8; 32], &[u8; 32])) -> Vec<u8> {
    let mut w = Writer::new();
    w.array(5).uint(u64::from(role.number())).bytes(own).bytes(remote).bytes(nonces.0).bytes(nonces.1);
    w.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_differ_by_role_and_session() {
        let c = CommunityId([1; 32]);
        let name = blinded_name(&c, (&[2; 32], &[3; 32]), Role::Initiator);
        assert_ne!(name, blinded_name(&c, (&[2; 32], &[3; 32]), Role::Responder));
        assert_ne!(name, blinded_name(&c, (&[4; 32], &[3; 32]), Role::Initiator));
    }
}
