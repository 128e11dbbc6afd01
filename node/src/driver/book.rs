//! What is remembered of other machines from one start to the next: where they were, with whom to keep a connection, whom to
//! refuse.
//!
//! ```text
//! start ─► Book::load ─► p2p: known, blocked; wanted ones are dialled
//! tick  ─► what changed ─► p2p's own book is asked for ─► Driver::keep_book ─► Tree::Peers, one row a machine
//! ```

use super::Driver;
use super::mouth::Saying;
use crate::error::{ErrorCode, NodeError};
use crate::subject::Subject;
use allforone_core::cbor::{Cbor, CborError, Reader, Writer};
use allforone_core::store::{Batch, Direction, Store, StoreError, Tree};
use allforone_core::time::Timestamp;
use allforone_p2p::config::{MAX_ADDRESSES_PER_PEER, MAX_BOOK_PEERS};
use allforone_p2p::{Multiaddr, PeerId};
use std::collections::BTreeMap;
use std::time::Duration;

/// Machines that are dialled at the start, those seen last first. Whoever is reached brings news of all others.
const MAX_REDIALS: usize = 256;
/// Machines that are refused.
const MAX_BLOCKED: usize = 1_024;
/// Rows that are read at the start; more are never written.
const MAX_ROWS: usize = MAX_BOOK_PEERS + MAX_BLOCKED;
/// How long the end of the program waits for the network's book.
const LAST_WORDS: Duration = Duration::from_secs(1);
/// One address, in bytes.
const MAX_ADDRESS_BYTES: usize = 512;

/// What is remembered of a machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Remembered {
    /// Where it may be, without `/p2p/…`.
    pub(super) addresses: Vec<Multiaddr>,
    /// Whether somebody of one of our communities speaks through it.
    pub(super) is_wanted: bool,
    /// Whether it is refused.
    pub(super) is_blocked: bool,
    /// When it was connected last.
    pub(super) seen: Timestamp,
}

/// The rows, as they are on disk or soon will be.
#[derive(Default)]
pub(super) struct Book {
    rows: BTreeMap<PeerId, Remembered>,
    /// Whether something may have changed since the network's book was asked for.
    is_due: bool,
}

impl Book {
    /// Reads the rows; one that cannot be read is passed over, as it can be learnt again.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(super) fn load(store: &dyn Store) -> Result<Self, StoreError> {
        let rows = store.scan(Tree::Peers, &[], Direction::Forward, MAX_ROWS)?;
        let read = |(key, value): (Vec<u8>, Vec<u8>)| Some((PeerId::from_bytes(&key).ok()?, Remembered::from_cbor(&value).ok()?));
        Ok(Self { rows: rows.into_iter().filter_map(read).collect(), is_due: false })
    }

    /// Returns every address there is.
    pub(super) fn known(&self) -> Vec<(PeerId, Multiaddr)> {
        let all = self.rows.iter().flat_map(|(peer, row)| row.addresses.iter().map(|address| (*peer, address.clone())));
        all.take(MAX_BOOK_PEERS * MAX_ADDRESSES_PER_PEER).collect()
    }

    /// Returns who is refused, with what is remembered.
    pub(super) fn blocked(&self) -> impl Iterator<Item = (&PeerId, &Remembered)> {
        self.rows.iter().filter(|(_, row)| row.is_blocked)
    }

    /// Returns whether a machine is refused.
    pub(super) fn is_blocked(&self, peer: &PeerId) -> bool {
        self.rows.get(peer).is_some_and(|row| row.is_blocked)
    }

    /// Returns whom to dial at the start.
    pub(super) fn wanted(&self) -> Vec<PeerId> {
        let mut wanted: Vec<_> = self.rows.iter().filter(|(_, row)| row.is_wanted && !row.is_blocked).collect();
        wanted.sort_by_key(|(peer, row)| (std::cmp::Reverse(row.seen), **peer));
        wanted.into_iter().map(|(peer, _)| *peer).take(MAX_REDIALS).collect()
    }

    /// Notes that what the network knows may have changed.
    pub(super) fn touch(&mut self) {
        self.is_due = true;
    }

    fn row(&self, peer: &PeerId, now: Timestamp) -> Remembered {
        let new = || Remembered { addresses: Vec::new(), is_wanted: false, is_blocked: false, seen: now };
        self.rows.get(peer).cloned().unwrap_or_else(new)
    }
}

impl Driver {
    /// Asks the network for its book where something may have changed.
    pub(super) fn tick_book(&mut self) {
        if !self.book.is_due {
            return;
        }
        let Some(network) = &self.network else { return };
        self.book.is_due = false;
        let (network, link) = (network.handle.clone(), self.link.clone());
        self.runtime.spawn(async move {
            if let Ok(book) = network.book().await {
                let _ = link.step(move |driver| driver.keep_book(book)).await;
            }
        });
    }

    /// Keeps the network's book at the end of the program, the one moment at which the driver waits for the network.
    pub(super) fn save_book(&mut self) {
        let Some(network) = self.network.as_ref().map(|network| network.handle.clone()) else { return };
        let asked = self.runtime.block_on(async { tokio::time::timeout(LAST_WORDS, network.book()).await });
        if let Ok(Ok(book)) = asked {
            self.keep_book(book);
        }
    }

    /// Writes what has changed of the network's book. What it has forgotten goes, unless it is wanted or refused.
    fn keep_book(&mut self, book: Vec<(PeerId, Vec<Multiaddr>)>) {
        if self.check_writable().is_err() {
            self.book.touch();
            return;
        }
        let now = self.now();
        let mut next: BTreeMap<PeerId, Remembered> = BTreeMap::new();
        for (peer, mut addresses) in book.into_iter().take(MAX_BOOK_PEERS) {
            addresses.retain(|address| address.as_ref().len() <= MAX_ADDRESS_BYTES);
            let known = self.peers.get(&peer);
            let mut row = self.book.row(&peer, now);
            row.is_wanted |= known.is_some_and(|known| !known.people.is_empty());
            row.seen = known.map_or(row.seen, |known| known.since);
            row.addresses = addresses;
            next.insert(peer, row);
        }
        for (peer, row) in &self.book.rows {
            if row.is_blocked || row.is_wanted && next.len() < MAX_BOOK_PEERS {
                next.entry(*peer).or_insert_with(|| row.clone());
            }
        }
        let mut batch = Batch::new();
        for (peer, row) in next.iter().filter(|(peer, row)| self.book.rows.get(peer) != Some(*row)) {
            batch.put(Tree::Peers, peer.to_bytes(), row.to_cbor());
        }
        for peer in self.book.rows.keys().filter(|peer| !next.contains_key(peer)) {
            batch.delete(Tree::Peers, peer.to_bytes());
        }
        if batch.is_empty() {
            return;
        }
        match self.store.commit(batch) {
            Ok(()) => (self.book.rows, self.is_dirty) = (next, true),
            Err(error) => self.store_failed(&error),
        }
    }

    /// Refuses a machine, or no longer; it is on disk before the answer.
    ///
    /// # Errors
    /// `quota_reached` where too many are refused, what a store's failure means, `not_ready` without network.
    pub(super) fn set_blocked(&mut self, peer: PeerId, is_blocked: bool) -> Result<(), NodeError> {
        self.check_writable()?;
        if is_blocked && !self.book.is_blocked(&peer) && self.book.blocked().count() >= MAX_BLOCKED {
            return Err(NodeError::new(ErrorCode::QuotaReached).with_details(format!("{MAX_BLOCKED} machines are refused")));
        }
        let Some(mouth) = self.network.as_ref().map(|network| network.mouth.clone()) else {
            return Err(NodeError::new(ErrorCode::NotReady).with_details("this node runs without network"));
        };
        let mut row = self.book.row(&peer, self.now());
        row.is_blocked = is_blocked;
        let mut batch = Batch::new();
        batch.put(Tree::Peers, peer.to_bytes(), row.to_cbor());
        self.store.commit(batch)?;
        self.is_dirty = true;
        mouth.say(if is_blocked { Saying::Block(peer) } else { Saying::Unblock(peer) });
        if !is_blocked && row.is_wanted {
            mouth.say(Saying::Want(peer));
        }
        self.book.rows.insert(peer, row);
        self.announce(Subject::Peers);
        Ok(())
    }
}

impl Cbor for Remembered {
    fn write(&self, w: &mut Writer) {
        w.array(4).array(self.addresses.len());
        for address in &self.addresses {
            w.bytes(address.as_ref());
        }
        w.bool(self.is_wanted).bool(self.is_blocked).value(&self.seen);
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(4, "remembered machine")?;
        let count = r.array(MAX_ADDRESSES_PER_PEER, "addresses")?;
        let mut addresses = Vec::with_capacity(count);
        for _ in 0..count {
            let bytes = r.bytes(MAX_ADDRESS_BYTES, "address")?.to_vec();
            addresses.push(Multiaddr::try_from(bytes).map_err(|_| CborError::Malformed("address"))?);
        }
        let (is_wanted, is_blocked) = (r.bool("wanted")?, r.bool("blocked")?);
        Ok(Self { addresses, is_wanted, is_blocked, seen: Timestamp::read(r)? })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops where it fails")]
    use super::*;
    use allforone_core::encryption::StoreKey;
    use allforone_core::store::{MemoryEngine, PackedStore};

    fn remembered(seen: u64, is_wanted: bool, is_blocked: bool) -> Remembered {
        let addresses = vec!["/ip4/10.0.0.1/tcp/4001".parse().unwrap(), "/ip6/fd00::1/udp/4001/quic-v1".parse().unwrap()];
        Remembered { addresses, is_wanted, is_blocked, seen: Timestamp(seen) }
    }

    #[test]
    fn a_row_comes_back_and_a_damaged_one_is_passed_over() {
        let (kept, damaged) = (PeerId::random(), PeerId::random());
        let row = remembered(7, true, false);
        let mut store = PackedStore::open(MemoryEngine::new(), &StoreKey::from_secret([1; 32])).unwrap();
        let mut batch = Batch::new();
        batch.put(Tree::Peers, kept.to_bytes(), row.to_cbor());
        batch.put(Tree::Peers, damaged.to_bytes(), vec![0x84, 0x81, 0x41, 0xff]);
        batch.put(Tree::Peers, b"no peer".to_vec(), row.to_cbor());
        store.commit(batch).unwrap();
        let book = Book::load(&store).unwrap();
        assert_eq!(book.rows, BTreeMap::from([(kept, row)]));
        assert_eq!(book.known().len(), 2, "both of its addresses");
    }

    #[test]
    fn those_seen_last_are_dialled_first_and_refused_ones_never() {
        let (early, late, refused, unwanted) = (PeerId::random(), PeerId::random(), PeerId::random(), PeerId::random());
        let rows = [
            (early, remembered(1, true, false)),
            (late, remembered(9, true, false)),
            (refused, remembered(10, true, true)),
            (unwanted, remembered(11, false, false)),
        ];
        let book = Book { rows: rows.into(), is_due: false };
        assert_eq!(book.wanted(), [late, early]);
        assert!(book.is_blocked(&refused) && !book.is_blocked(&late));
    }
}
