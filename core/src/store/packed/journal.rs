//! Records of the journal: a batch as one value.
//!
//! A record is its rows, pressed (`press.rs`); a row is `tree 1 B ‖ key length u16 ‖ key ‖ 0`, to delete it, or `… ‖ 1 ‖ length u32 ‖ value`.

use super::memtable::Writes;
use super::press::{press, unpress};
use crate::store::Tree;

const DELETE: u8 = 0;
const PUT: u8 = 1;

/// Returns the record of `rows`.
pub(super) fn record(rows: &Writes) -> Vec<u8> {
    let mut bytes = Vec::new();
    for ((tree, key), value) in rows {
        bytes.push(*tree as u8);
        bytes.extend(u16::try_from(key.len()).expect("keys are far below 64 KiB").to_be_bytes());
        bytes.extend(key);
        match value {
            None => bytes.push(DELETE),
            Some(value) => {
                bytes.push(PUT);
                bytes.extend(u32::try_from(value.len()).expect("values are far below 4 GiB").to_be_bytes());
                bytes.extend(value);
            }
        }
    }
    press(&bytes)
}

/// Reads what [`record`] returned; `None` where it is something else.
pub(super) fn read(record: &[u8]) -> Option<Writes> {
    let bytes = unpress(record)?;
    let mut rest = bytes.as_slice();
    let mut rows = Writes::new();
    while let Some((tree, after)) = rest.split_first() {
        let tree = Tree::ALL.into_iter().find(|known| *known as u8 == *tree)?;
        let (len, after) = after.split_first_chunk::<2>()?;
        let (key, after) = after.split_at_checked(usize::from(u16::from_be_bytes(*len)))?;
        let (kind, after) = after.split_first()?;
        let (value, after) = match *kind {
            DELETE => (None, after),
            PUT => {
                let (len, after) = after.split_first_chunk::<4>()?;
                let (value, after) = after.split_at_checked(usize::try_from(u32::from_be_bytes(*len)).ok()?)?;
                (Some(value.to_vec()), after)
            }
            _ => return None,
        };
        rows.insert((tree, key.to_vec()), value);
        rest = after;
    }
    Some(rows)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_record_survives_being_written(
            rows in proptest::collection::btree_map(
                ((0..Tree::ALL.len()).prop_map(|n| Tree::ALL[n]), proptest::collection::vec(any::<u8>(), 0..200)),
                proptest::option::of(proptest::collection::vec(0_u8..4, 0..3_000)),
                0..9,
            ),
        ) {
            prop_assert_eq!(read(&record(&rows)).unwrap(), rows);
        }

        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = read(&bytes);
        }
    }
}
