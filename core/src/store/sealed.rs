//! The store over any engine: seals values and cuts large ones.
//!
//! An engine's value is `form 1 B [‖ further pieces u32] ‖ sealed first piece`; further pieces stand in `Tree::Pieces`
//! under `tree ‖ key ‖ number u32` and are bound to the first by its nonce, so that pieces of two writes never mix.

use super::nonce::Nonces;
use super::version::FORMAT;
use super::{Batch, Direction, Engine, Row, Store, StoreError, Tree, Write, keys};
use crate::encryption::{SEAL_OVERHEAD_BYTES, StoreKey};
use crate::limits::MAX_STORE_VALUE_BYTES;

/// A [`Store`] that seals every value under the device store key before an [`Engine`] sees it.
pub(super) struct SealedStore<E> {
    engine: E,
    key: StoreKey,
    nonces: Nonces,
}

/// Bytes of a value in one piece: sealed and with its head it is at most [`MAX_STORE_VALUE_BYTES`].
const PIECE_BYTES: usize = MAX_STORE_VALUE_BYTES - SEAL_OVERHEAD_BYTES - 5;
/// The value follows whole.
const WHOLE: u8 = 0;
/// The count of further pieces follows, then the first.
const IN_PIECES: u8 = 1;
const FORMAT_KEY: &[u8] = b"format";
const CHECK_KEY: &[u8] = b"check";
const CHECK_VALUE: &[u8] = b"AllForOne";

impl<E: Engine> SealedStore<E> {
    /// Opens the store in `engine`, or begins a new one where the engine is empty.
    ///
    /// # Errors
    /// [`StoreError::Newer`] and [`StoreError::WrongKey`] before anything is changed; [`StoreError::Corrupt`] where there
    /// are rows but no format; what the engine reports.
    pub(super) fn open(engine: E, store_key: &StoreKey) -> Result<Self, StoreError> {
        let mut store = Self { engine, key: store_key.clone(), nonces: Nonces::new(store_key.secret()) };
        match store.engine.get(&place(Tree::Meta, FORMAT_KEY))? {
            Some(format) => store.check(&format)?,
            None => store.begin()?,
        }
        Ok(store)
    }

    fn check(&mut self, format: &[u8]) -> Result<(), StoreError> {
        let found = format.try_into().map(u32::from_be_bytes).map_err(|_| StoreError::Corrupt("format".to_owned()))?;
        if found > FORMAT {
            return Err(StoreError::Newer { found, known: FORMAT });
        }
        match self.get(Tree::Meta, CHECK_KEY) {
            Ok(Some(value)) if value == CHECK_VALUE => self.raise_format(found),
            Ok(_) => Err(StoreError::Corrupt("check value".to_owned())),
            // A flipped bit exactly here looks the same; a wrong key is by far the likelier.
            Err(StoreError::Corrupt(_)) => Err(StoreError::WrongKey),
            Err(error) => Err(error),
        }
    }

    /// Says that only this program and newer ones may write here, before rows are changed to its form.
    fn raise_format(&mut self, found: u32) -> Result<(), StoreError> {
        if found < FORMAT {
            self.engine.commit(vec![(place(Tree::Meta, FORMAT_KEY), Some(FORMAT.to_be_bytes().to_vec()))])?;
        }
        Ok(())
    }

    fn begin(&mut self) -> Result<(), StoreError> {
        if !self.engine.range(&[], &[u8::MAX], Direction::Forward, 1)?.is_empty() {
            return Err(StoreError::Corrupt("format".to_owned()));
        }
        let mut batch = Batch::new();
        batch.put(Tree::Meta, CHECK_KEY, CHECK_VALUE);
        let mut writes = self.writes_of(batch)?;
        // The format is not sealed: a later one may seal in another way.
        writes.push((place(Tree::Meta, FORMAT_KEY), Some(FORMAT.to_be_bytes().to_vec())));
        self.engine.commit(writes)?;
        self.engine.sync()
    }

    /// Returns the engine.
    pub(super) fn engine(&self) -> &E {
        &self.engine
    }

    /// Returns the engine, for its journal and for tests that make it fail.
    pub(super) fn engine_mut(&mut self) -> &mut E {
        &mut self.engine
    }

    /// Closes the store and returns the engine.
    #[must_use]
    pub(super) fn into_engine(self) -> E {
        self.engine
    }

    fn writes_of(&self, batch: Batch) -> Result<Vec<Write>, StoreError> {
        let mut writes = Vec::with_capacity(batch.len());
        for ((tree, key), value) in batch.into_writes() {
            let place = place(tree, &key);
            let before = match self.engine.get(&place)? {
                Some(raw) => Head::read(&raw).map_or(0, |(head, _)| head.further),
                None => 0,
            };
            let after = match &value {
                Some(value) => self.seal(&place, value, &mut writes),
                None => 0,
            };
            if value.is_none() {
                writes.push((place.clone(), None));
            }
            for number in after..before {
                writes.push((piece_place(&place, number), None));
            }
        }
        Ok(writes)
    }

    /// Appends the writes of one value and returns how many further pieces it has.
    fn seal(&self, place: &[u8], value: &[u8], writes: &mut Vec<Write>) -> u32 {
        let (first, rest) = value.split_at(value.len().min(PIECE_BYTES));
        let further = u32::try_from(rest.len().div_ceil(PIECE_BYTES)).expect("a value is far below 64 TiB");
        let head = Head { further };
        let sealed = self.seal_at(&head.bound_to(place), first);
        for (number, piece) in (0..further).zip(rest.chunks(PIECE_BYTES)) {
            let at = piece_place(place, number);
            writes.push((at.clone(), Some(self.seal_at(&bound_to_first(&at, &sealed), piece))));
        }
        let mut raw = head.to_bytes();
        raw.extend(sealed);
        writes.push((place.to_vec(), Some(raw)));
        further
    }

    /// Seals for a place, whose first byte is the tree.
    fn seal_at(&self, place: &[u8], value: &[u8]) -> Vec<u8> {
        let (tree, key) = place.split_first().map_or((0, place), |(tree, key)| (*tree, key));
        self.key.seal_value(tree, key, value, &mut self.nonces.of(tree, key, value))
    }

    fn open_at(&self, place: &[u8], sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        let (tree, key) = place.split_first().map_or((0, place), |(tree, key)| (*tree, key));
        self.key.open_value(tree, key, sealed).map_err(|_| corrupt(place))
    }

    /// Seals a record for its place in the journal.
    pub(super) fn seal_record(&self, file: u64, index: usize, record: &[u8]) -> Vec<u8> {
        self.seal_at(&record_place(file, index), record)
    }

    /// Opens what [`SealedStore::seal_record`] sealed for this place.
    pub(super) fn open_record(&self, file: u64, index: usize, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        self.open_at(&record_place(file, index), sealed)
    }

    /// Returns the keys in `Meta` that are not this store's own.
    pub(super) fn loose_meta(&self) -> Result<Vec<Vec<u8>>, StoreError> {
        let keys = self.keys_between(Tree::Meta, &[], &[u8::MAX], usize::MAX)?;
        Ok(keys.into_iter().filter(|key| key != FORMAT_KEY && key != CHECK_KEY).collect())
    }

    /// Returns the first key of `range` in `direction`.
    pub(super) fn first_key(
        &self,
        tree: Tree,
        range: (&[u8], &[u8]),
        direction: Direction,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let keys = self.engine.keys(&place(tree, range.0), &place(tree, range.1), direction, 1)?;
        Ok(keys.into_iter().next().map(|place| place.get(1..).unwrap_or_default().to_vec()))
    }

    /// Returns the keys of at most `limit` rows with `from` ≤ key < `to`, smallest first.
    pub(super) fn keys_between(&self, tree: Tree, from: &[u8], to: &[u8], limit: usize) -> Result<Vec<Vec<u8>>, StoreError> {
        let keys = self.engine.keys(&place(tree, from), &place(tree, to), Direction::Forward, limit)?;
        Ok(keys.into_iter().map(|place| place.get(1..).unwrap_or_default().to_vec()).collect())
    }

    /// Opens what the engine has at `place`, and its further pieces.
    fn open_value(&self, place: &[u8], raw: &[u8]) -> Result<Vec<u8>, StoreError> {
        let (head, sealed) = Head::read(raw).ok_or_else(|| corrupt(place))?;
        let mut value = self.open_at(&head.bound_to(place), sealed)?;
        for number in 0..head.further {
            let at = piece_place(place, number);
            let piece = self.engine.get(&at)?.ok_or_else(|| corrupt(place))?;
            value.extend(self.open_at(&bound_to_first(&at, sealed), &piece)?);
        }
        Ok(value)
    }
}

impl<E: Engine> Store for SealedStore<E> {
    fn get(&self, tree: Tree, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let place = place(tree, key);
        self.engine.get(&place)?.map(|raw| self.open_value(&place, &raw)).transpose()
    }

    fn range(&self, tree: Tree, range: (&[u8], &[u8]), direction: Direction, limit: usize) -> Result<Vec<Row>, StoreError> {
        let (from, to) = (place(tree, range.0), place(tree, range.1));
        if from >= to {
            return Ok(Vec::new());
        }
        let rows = self.engine.range(&from, &to, direction, limit)?;
        let open = |(place, raw): Row| {
            let value = self.open_value(&place, &raw)?;
            Ok((place.get(1..).unwrap_or_default().to_vec(), value))
        };
        rows.into_iter().map(open).collect()
    }

    fn keys(&self, tree: Tree, prefix: &[u8], limit: usize) -> Result<Vec<Vec<u8>>, StoreError> {
        self.keys_between(tree, prefix, &keys::after_prefix(prefix), limit)
    }

    fn commit(&mut self, batch: Batch) -> Result<(), StoreError> {
        if batch.is_empty() {
            return Ok(());
        }
        let writes = self.writes_of(batch)?;
        self.engine.commit(writes)
    }

    fn sync(&mut self) -> Result<(), StoreError> {
        self.engine.sync()
    }

    fn size_bytes(&self) -> Result<u64, StoreError> {
        self.engine.size_bytes()
    }
}

/// What stands before a sealed value.
struct Head {
    further: u32,
}

impl Head {
    fn read(raw: &[u8]) -> Option<(Self, &[u8])> {
        match raw.split_first()? {
            (&WHOLE, sealed) => Some((Self { further: 0 }, sealed)),
            (&IN_PIECES, rest) => {
                let (further, sealed) = rest.split_first_chunk::<4>()?;
                Some((Self { further: u32::from_be_bytes(*further) }, sealed))
            }
            _ => None,
        }
    }

    fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![if self.further == 0 { WHOLE } else { IN_PIECES }];
        if self.further > 0 {
            bytes.extend(self.further.to_be_bytes());
        }
        bytes
    }

    /// The head is not sealed, so it is part of what the seal vouches for: a false count fails before it is followed.
    fn bound_to(&self, place: &[u8]) -> Vec<u8> {
        let mut bound = place.to_vec();
        bound.extend(self.further.to_be_bytes());
        bound
    }
}

fn bound_to_first(piece_place: &[u8], first: &[u8]) -> Vec<u8> {
    let mut bound = piece_place.to_vec();
    bound.extend(first.iter().take(24));
    bound
}

fn place(tree: Tree, key: &[u8]) -> Vec<u8> {
    let mut place = Vec::with_capacity(1 + key.len());
    place.push(tree as u8);
    place.extend(key);
    place
}

fn piece_place(place: &[u8], number: u32) -> Vec<u8> {
    let mut at = Vec::with_capacity(place.len() + 5);
    at.push(Tree::Pieces as u8);
    at.extend(place);
    at.extend(number.to_be_bytes());
    at
}

fn record_place(file: u64, index: usize) -> Vec<u8> {
    [[Tree::Journal as u8].as_slice(), &file.to_be_bytes(), &(index as u64).to_be_bytes()].concat()
}

fn corrupt(place: &[u8]) -> StoreError {
    let tree = place.first().and_then(|n| Tree::ALL.into_iter().find(|tree| *tree as u8 == *n));
    let key = data_encoding::HEXLOWER.encode(place.get(1..).unwrap_or_default());
    StoreError::Corrupt(format!("{tree:?} {key}"))
}
