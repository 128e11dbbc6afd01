//! Rows in memory that are not in blocks yet.

use crate::store::{Direction, Tree};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::Bound;

/// Changes of rows: a value to put, or `None` to delete.
pub(super) type Writes = BTreeMap<(Tree, Vec<u8>), Option<Vec<u8>>>;
/// A row of a table as it is read.
pub(super) type Change<'a> = (&'a [u8], Option<&'a [u8]>);

/// The latest change of each row.
#[derive(Debug, Default)]
pub(super) struct Memtable {
    trees: BTreeMap<Tree, BTreeMap<Vec<u8>, Option<Vec<u8>>>>,
    bytes: usize,
}

impl Memtable {
    /// Puts in what `writes` changes.
    pub(super) fn apply(&mut self, writes: Writes) {
        for write in writes {
            self.bytes += size((&write.0, &write.1));
            let ((tree, key), value) = write;
            self.trees.entry(tree).or_default().insert(key, value);
        }
    }

    /// Returns about how many bytes were put in.
    pub(super) const fn bytes(&self) -> usize {
        self.bytes
    }

    pub(super) fn is_empty(&self) -> bool {
        self.trees.is_empty()
    }

    /// Returns what is known of a row: its value, that it is gone, or nothing.
    pub(super) fn get(&self, tree: Tree, key: &[u8]) -> Option<Option<&[u8]>> {
        self.trees.get(&tree)?.get(key).map(Option::as_deref)
    }

    /// Returns the smallest row that is not before `from`.
    pub(super) fn first_from(&self, from: &(Tree, Vec<u8>)) -> Option<(Tree, &[u8])> {
        self.trees.range(from.0..).find_map(|(tree, rows)| {
            let begin = if *tree == from.0 { from.1.as_slice() } else { &[] };
            let (key, _) = rows.range::<[u8], _>((Bound::Included(begin), Bound::Unbounded)).next()?;
            Some((*tree, key.as_slice()))
        })
    }

    /// Returns the rows from `from` up to `to` or the end of the tree, until they take `bytes`; at least one if there is one.
    pub(super) fn run(&self, tree: Tree, from: &[u8], to: Option<&[u8]>, bytes: usize) -> Vec<Change<'_>> {
        let mut taken = 0;
        let end = to.map_or(Bound::Unbounded, Bound::Excluded);
        let rows = self.trees.get(&tree).map(|rows| rows.range::<[u8], _>((Bound::Included(from), end)));
        let rows = rows.into_iter().flatten().map(|(key, value)| (key.as_slice(), value.as_deref()));
        rows.take_while(|(key, value)| {
            let fits = taken < bytes;
            taken += key.len() + value.map_or(0, <[u8]>::len);
            fits
        })
        .collect()
    }

    /// Returns the rows with `from` ≤ key < `to`, which must be an order.
    fn range(&self, tree: Tree, (from, to): (&[u8], &[u8]), direction: Direction) -> Box<dyn Iterator<Item = Change<'_>> + '_> {
        let Some(rows) = self.trees.get(&tree) else { return Box::new(std::iter::empty()) };
        let rows = rows.range::<[u8], _>((Bound::Included(from), Bound::Excluded(to)));
        let rows = rows.map(|(key, value)| (key.as_slice(), value.as_deref()));
        match direction {
            Direction::Forward => Box::new(rows),
            Direction::Backward => Box::new(rows.rev()),
        }
    }
}

/// Returns the bytes that a write takes.
pub(super) fn size(((_, key), value): (&(Tree, Vec<u8>), &Option<Vec<u8>>)) -> usize {
    key.len() + value.as_ref().map_or(0, Vec::len)
}

/// Returns the rows of both tables in `direction`; of two for one key the one of `upper` counts.
pub(super) fn over<'a>(
    upper: &'a Memtable,
    lower: &'a Memtable,
    tree: Tree,
    range: (&[u8], &[u8]),
    direction: Direction,
) -> impl Iterator<Item = Change<'a>> {
    let mut upper = upper.range(tree, range, direction).peekable();
    let mut lower = lower.range(tree, range, direction).peekable();
    std::iter::from_fn(move || {
        let order = match (upper.peek(), lower.peek()) {
            (Some((a, _)), Some((b, _))) if direction == Direction::Forward => a.cmp(b),
            (Some((a, _)), Some((b, _))) => b.cmp(a),
            (Some(_), None) => Ordering::Less,
            (None, _) => Ordering::Greater,
        };
        match order {
            Ordering::Less => upper.next(),
            Ordering::Greater => lower.next(),
            Ordering::Equal => {
                lower.next();
                upper.next()
            }
        }
    })
}
