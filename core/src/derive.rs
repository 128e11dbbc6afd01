//! Hashing for one purpose at a time: BLAKE3 `derive_key` under the names of the protocol (protocol 4.1).

use zeroize::Zeroizing;

/// Hash of an entry.
pub const ENTRY: &str = "afo/v1/entry";
/// A person's root secret from the seed.
pub const PERSON_ROOT: &str = "afo/v1/person-root";
/// A person's id from the root key.
pub const PERSON_ID: &str = "afo/v1/person-id";
/// A device's name inside Automerge.
pub const ACTOR: &str = "afo/v1/actor";
/// An implicit document's id from its `docref`.
pub const DOC: &str = "afo/v1/doc";
/// Content key of an epoch.
pub const EPOCH_CONTENT: &str = "afo/v1/epoch-content";
/// Topic key of an epoch.
pub const EPOCH_TOPIC: &str = "afo/v1/epoch-topic";
/// Commitment to an epoch secret; its first half is the `kid`.
pub const EPOCH_COMMIT: &str = "afo/v1/epoch-commit";
/// Commitment to a history secret.
pub const HIST_COMMIT: &str = "afo/v1/hist-commit";
/// Epoch secret of the next lower audience.
pub const EPOCH_DOWN: &str = "afo/v1/epoch-down";
/// History secret of the next lower audience.
pub const HIST_DOWN: &str = "afo/v1/hist-down";
/// Key pair of an invite from the seed in its link.
pub const INVITE: &str = "afo/v1/invite";
/// Inbox of a device at a keeper.
pub const INBOX: &str = "afo/v1/inbox";
/// Backups.
pub const BACKUP: &str = "afo/v1/backup";
/// Key of values at rest, from the device store key.
pub const STORE_VALUE: &str = "afo/v1/store-value";
/// Key of the nonces of values at rest, from the device store key.
pub const STORE_NONCE: &str = "afo/v1/store-nonce";
/// Key of search tokens at rest, from the device store key.
pub const STORE_TOKEN: &str = "afo/v1/store-token";

/// A leaf of a checkpoint's tree.
pub const CHECKPOINT_LEAF: &str = "afo/v1/checkpoint-leaf";
/// An inner node of a checkpoint's tree.
pub const CHECKPOINT_NODE: &str = "afo/v1/checkpoint-node";
/// The state that all control entries together make.
pub const AUTHORITY: &str = "afo/v1/authority";

/// Returns 32 bytes derived from `parts`, one after the other, under `context`.
#[must_use]
pub fn hash(context: &'static str, parts: &[&[u8]]) -> [u8; 32] {
    *hasher(context, parts).finalize().as_bytes()
}

/// Returns the first 16 bytes of [`hash`], for names of things.
#[must_use]
pub fn name(context: &'static str, parts: &[&[u8]]) -> [u8; 16] {
    let mut name = [0; 16];
    hasher(context, parts).finalize_xof().fill(&mut name);
    name
}

/// Returns a secret derived from a secret; erased when dropped.
#[must_use]
pub fn secret(context: &'static str, parts: &[&[u8]]) -> Zeroizing<[u8; 32]> {
    let mut secret = Zeroizing::new([0; 32]);
    hasher(context, parts).finalize_xof().fill(secret.as_mut_slice());
    secret
}

fn hasher(context: &'static str, parts: &[&[u8]]) -> blake3::Hasher {
    let mut hasher = blake3::Hasher::new_derive_key(context);
    for part in parts {
        hasher.update(part);
    }
    hasher
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_context_never_gives_what_another_gives() {
        assert_ne!(hash(ENTRY, &[b"a"]), hash(DOC, &[b"a"]));
        assert_eq!(hash(ENTRY, &[b"a", b"b"]), hash(ENTRY, &[b"ab"]));
        assert_eq!(name(ENTRY, &[b"a"]).as_slice(), hash(ENTRY, &[b"a"]).get(..16).unwrap_or_default());
        assert_eq!(*secret(ENTRY, &[b"a"]), hash(ENTRY, &[b"a"]));
    }
}
