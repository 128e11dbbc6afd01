//! Every key form of the store in one table. Numbers are big-endian, so that the order of keys is the order of numbers.
//!
//! Keys of a community begin with its id (32 bytes), so that leaving it removes one range of each tree.
//!
//! | tree | key after the community | value |
//! | --- | --- | --- |
//! | Entries | lane 8, device 32, seq 8 | entry |
//! | Forks | lane 8, device 32, seq 8, entry hash 32 | entry of a side branch |
//! | EntryPlaces | first half of the hash of Genesis 16 | lane 8, device 32, seq 8: the others' are in memory |
//! | LogHeads | lane 8, device 32 | the replica's |
//! | Waiting | entry hash 32 | the replica's |
//! | DocumentEntries | document 16, ordinal 8 | lane 8, device 32, seq 8 |
//! | Documents | document 16, piece 4 | the replica's: piece 0 a whole save, further ones what came since |
//! | Index | kind 1, … | rows, see `index/row.rs` |
//! | Own | name, `/`, … | read marks, drafts, invites |
//! | Keys | name, `/`, … | secrets |
//!
//! | tree | key | value |
//! | --- | --- | --- |
//! | Communities | community 32 | the replica's |
//! | Peers | peer id | the node's |
//! | Meta | name | versions |
//! | Own, Keys of no community | 32 zero bytes, name | settings, installation key |

use crate::id::{CommunityId, DeviceId, DocId, EntryHash, Lane, LogId};

/// Where an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Its log.
    pub log: LogId,
    /// Its number, from 1.
    pub seq: u64,
    /// Its hash where it is on a side branch, `None` on the canonical one.
    pub branch: Option<EntryHash>,
}

impl Place {
    /// Returns the place on the canonical branch.
    #[must_use]
    pub const fn canonical(log: LogId, seq: u64) -> Self {
        Self { log, seq, branch: None }
    }

    /// Returns the bytes as they stand in `EntryPlaces` and `DocumentEntries`: 48, or 80 on a side branch.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut key = log_tail(&self.log);
        key.extend(self.seq.to_be_bytes());
        if let Some(hash) = self.branch {
            key.extend(hash.0);
        }
        key
    }

    /// Reads what [`Place::to_bytes`] wrote.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (lane, rest) = bytes.split_first_chunk::<8>()?;
        let (device, rest) = rest.split_first_chunk::<32>()?;
        let (seq, rest) = rest.split_first_chunk::<8>()?;
        let branch = if rest.is_empty() { None } else { Some(EntryHash::from_slice(rest)?) };
        let log = LogId { device: DeviceId(*device), lane: Lane(u64::from_be_bytes(*lane)) };
        Some(Self { log, seq: u64::from_be_bytes(*seq), branch })
    }

    /// Returns the key of the entry here, and the tree it is in.
    #[must_use]
    pub fn key(&self, community: &CommunityId) -> (super::Tree, Vec<u8>) {
        let tree = if self.branch.is_some() { super::Tree::Forks } else { super::Tree::Entries };
        (tree, joined(community, &self.to_bytes()))
    }
}

/// Returns the key in `Entries`.
#[must_use]
pub fn entry(community: &CommunityId, log: &LogId, seq: u64) -> Vec<u8> {
    joined(community, &Place::canonical(*log, seq).to_bytes())
}

/// Returns the prefix in `Entries` and `Forks` of one log; in `LogHeads` its key.
#[must_use]
pub fn log(community: &CommunityId, log: &LogId) -> Vec<u8> {
    joined(community, &log_tail(log))
}

/// Returns the prefix in `Entries`, `Forks` and `LogHeads` of one lane.
#[must_use]
pub fn lane(community: &CommunityId, lane: Lane) -> Vec<u8> {
    joined(community, &lane.0.to_be_bytes())
}

/// Returns the key in `Forks`.
#[must_use]
pub fn fork(community: &CommunityId, log: &LogId, seq: u64, hash: EntryHash) -> Vec<u8> {
    joined(community, &Place { log: *log, seq, branch: Some(hash) }.to_bytes())
}

/// Returns the key in `LogHeads`.
#[must_use]
pub fn log_head(community: &CommunityId, log_id: &LogId) -> Vec<u8> {
    log(community, log_id)
}

/// Reads a key of `Entries` or `Forks`.
#[must_use]
pub fn parse_entry(key: &[u8]) -> Option<(CommunityId, Place)> {
    let (community, rest) = key.split_first_chunk::<32>()?;
    Some((CommunityId(*community), Place::from_bytes(rest)?))
}

/// Reads a key of `LogHeads`.
#[must_use]
pub fn parse_log_head(key: &[u8]) -> Option<(CommunityId, LogId)> {
    let (community, rest) = key.split_first_chunk::<32>()?;
    let (lane, device) = rest.split_first_chunk::<8>()?;
    let log = LogId { device: DeviceId::from_slice(device)?, lane: Lane(u64::from_be_bytes(*lane)) };
    Some((CommunityId(*community), log))
}

/// Returns the key in `EntryPlaces`; `half` is the first half of the entry's hash, as in an `ObjRef`.
#[must_use]
pub fn entry_place(community: &CommunityId, half: &[u8; 16]) -> Vec<u8> {
    joined(community, half)
}

/// Returns the key in `Waiting`.
#[must_use]
pub fn waiting(community: &CommunityId, hash: &EntryHash) -> Vec<u8> {
    joined(community, &hash.0)
}

/// Returns the key in `DocumentEntries`.
#[must_use]
pub fn document_entry(community: &CommunityId, document: &DocId, ordinal: u64) -> Vec<u8> {
    let mut key = of_document(community, document);
    key.extend(ordinal.to_be_bytes());
    key
}

/// Reads a key of `DocumentEntries`.
#[must_use]
pub fn parse_document_entry(key: &[u8]) -> Option<(CommunityId, DocId, u64)> {
    let (community, rest) = key.split_first_chunk::<32>()?;
    let (document, ordinal) = rest.split_first_chunk::<16>()?;
    Some((CommunityId(*community), DocId(*document), u64::from_be_bytes(ordinal.try_into().ok()?)))
}

/// Returns the key in `Documents`.
#[must_use]
pub fn document(community: &CommunityId, document: &DocId, piece: u32) -> Vec<u8> {
    let mut key = of_document(community, document);
    key.extend(piece.to_be_bytes());
    key
}

/// Reads a key of `Documents`.
#[must_use]
pub fn parse_document(key: &[u8]) -> Option<(CommunityId, DocId, u32)> {
    let (community, rest) = key.split_first_chunk::<32>()?;
    let (document, piece) = rest.split_first_chunk::<16>()?;
    Some((CommunityId(*community), DocId(*document), u32::from_be_bytes(piece.try_into().ok()?)))
}

/// Returns the prefix in `DocumentEntries` and `Documents` of one document.
#[must_use]
pub fn of_document(community: &CommunityId, document: &DocId) -> Vec<u8> {
    joined(community, document.as_bytes())
}

/// Returns a key in `Own` or `Keys` under a community: `name` and what follows it.
#[must_use]
pub fn named(community: &CommunityId, name: &str, rest: &[u8]) -> Vec<u8> {
    let mut key = joined(community, name.as_bytes());
    key.push(b'/');
    key.extend(rest);
    key
}

/// Returns a key in `Own` or `Keys` that belongs to the installation and to no community.
#[must_use]
pub fn of_installation(name: &str) -> Vec<u8> {
    joined(&CommunityId::ZERO, name.as_bytes())
}

/// Returns the first key after all keys that begin with `prefix`; for a prefix of bytes 255 only, a key after all of ours.
#[must_use]
pub fn after_prefix(prefix: &[u8]) -> Vec<u8> {
    let mut end = prefix.to_vec();
    while let Some(last) = end.pop() {
        if let Some(next) = last.checked_add(1) {
            end.push(next);
            return end;
        }
    }
    // No key of ours is longer than this, hence none is larger.
    vec![u8::MAX; MAX_KEY_BYTES + 1]
}

/// Longest key, in bytes.
pub const MAX_KEY_BYTES: usize = 256;

fn log_tail(log: &LogId) -> Vec<u8> {
    let mut key = log.lane.0.to_be_bytes().to_vec();
    key.extend(log.device.0);
    key
}

pub(crate) fn joined(community: &CommunityId, tail: &[u8]) -> Vec<u8> {
    let mut key = Vec::with_capacity(community.0.len() + tail.len() + 8);
    key.extend(community.0);
    key.extend(tail);
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    prop_compose! {
        fn places()(lane in any::<u64>(), device in any::<[u8; 32]>(), seq in any::<u64>(), branch in any::<Option<[u8; 32]>>())
            -> Place {
            Place { log: LogId { device: DeviceId(device), lane: Lane(lane) }, seq, branch: branch.map(EntryHash) }
        }
    }

    proptest! {
        #[test]
        fn a_place_survives_being_written(place in places(), community in any::<[u8; 32]>()) {
            prop_assert_eq!(Place::from_bytes(&place.to_bytes()), Some(place));
            let community = CommunityId(community);
            let (_, key) = place.key(&community);
            prop_assert_eq!(parse_entry(&key), Some((community, place)));
            prop_assert_eq!(parse_log_head(&log_head(&community, &place.log)), Some((community, place.log)));
        }

        #[test]
        fn keys_sort_as_places_do(a in places(), b in places()) {
            let (mut a, mut b) = (a, b);
            (a.branch, b.branch) = (None, None);
            let order = (a.log.lane, a.log.device, a.seq).cmp(&(b.log.lane, b.log.device, b.seq));
            prop_assert_eq!(a.to_bytes().cmp(&b.to_bytes()), order);
        }

        #[test]
        fn no_bytes_make_the_readers_panic(bytes in proptest::collection::vec(any::<u8>(), 0..150)) {
            let _ = (parse_entry(&bytes), parse_log_head(&bytes), parse_document(&bytes), parse_document_entry(&bytes));
        }

        #[test]
        fn a_prefix_ends_after_its_keys(prefix in proptest::collection::vec(any::<u8>(), 0..6), tail in any::<[u8; 4]>()) {
            let mut key = prefix.clone();
            key.extend(tail);
            prop_assert!(key < after_prefix(&prefix));
        }
    }
}
