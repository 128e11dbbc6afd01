//! Statements about logs: where they stood, and that one was forked (amendments II, 8, 9, 14).

use super::Fields;
use crate::authority::LogHead;
use crate::cbor::{Cbor, CborError, Reader, Writer};
use crate::derive;
use crate::entry::ForkProof;
use crate::id::EntryHash;
use crate::limits::MAX_SEQ;

/// Says where every log stood. The tree's root alone changes nothing; a leaf that is shown, inline or by a [`Pin`], decides
/// between the branches of its log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The checkpoint before, by anybody.
    pub prev: Option<EntryHash>,
    /// Leaves in the tree.
    pub count: u64,
    /// [`merkle_root`] over all heads, sorted.
    pub root: [u8; 32],
    /// [`crate::authority::Authority::state_hash`] as the issuer saw it.
    pub state: [u8; 32],
    /// Leaves shown at once, at most 256.
    pub inline: Vec<LogHead>,
}

impl Fields for Checkpoint {
    const COUNT: usize = 5;
    fn write(&self, w: &mut Writer) {
        w.option(self.prev.as_ref()).uint(self.count).bytes(&self.root).bytes(&self.state).list(&self.inline);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        Ok(Self {
            prev: r.option()?,
            count: r.uint_below(MAX_SEQ, "leaf count")?,
            root: r.fixed("checkpoint root")?,
            state: r.fixed("state hash")?,
            inline: r.list(MAX_INLINE_LEAVES, "inline leaves")?,
        })
    }
}

/// Shows one leaf of a checkpoint; it counts with the seniority of the checkpoint's issuer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pin {
    /// The Checkpoint entry.
    pub checkpoint: EntryHash,
    /// The leaf.
    pub leaf: LogHead,
    /// The leaf's place among the sorted leaves.
    pub index: u64,
    /// The siblings from the leaf up, without levels where it has none.
    pub path: Vec<[u8; 32]>,
}

impl Fields for Pin {
    const COUNT: usize = 4;
    fn write(&self, w: &mut Writer) {
        w.value(&self.checkpoint).value(&self.leaf).uint(self.index).list(&self.path);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        Ok(Self {
            checkpoint: EntryHash::read(r)?,
            leaf: LogHead::read(r)?,
            index: r.uint_below(MAX_SEQ, "leaf index")?,
            path: r.list(MAX_PATH, "merkle path")?,
        })
    }
}

impl Fields for ForkProof {
    const COUNT: usize = 1;
    fn write(&self, w: &mut Writer) {
        w.value(self);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        <Self as Cbor>::read(r)
    }
}

/// Returns the root of the binary tree over `leaves`, which must be sorted; 32 zero bytes for none.
///
/// A node without a sibling goes up unchanged; leaves and inner nodes are hashed under different contexts.
#[must_use]
pub fn merkle_root(leaves: &[LogHead]) -> [u8; 32] {
    let mut level: Vec<[u8; 32]> = leaves.iter().map(leaf_hash).collect();
    while level.len() > 1 {
        level = level_above(&level);
    }
    level.first().copied().unwrap_or_default()
}

/// Returns the siblings that lead from leaf `index` to the root, or `None` where there is no such leaf.
#[must_use]
pub fn merkle_path(leaves: &[LogHead], index: usize) -> Option<Vec<[u8; 32]>> {
    leaves.get(index)?;
    let mut level: Vec<[u8; 32]> = leaves.iter().map(leaf_hash).collect();
    let mut index = index;
    let mut path = Vec::new();
    while level.len() > 1 {
        path.extend(level.get(index ^ 1));
        level = level_above(&level);
        index /= 2;
    }
    Some(path)
}

/// Returns whether `pin`'s leaf stands in the tree of `checkpoint`.
#[must_use]
pub fn path_leads_to(pin: &Pin, checkpoint: &Checkpoint) -> bool {
    let (mut index, mut width) = (pin.index, checkpoint.count);
    if index >= width {
        return false;
    }
    let mut hash = leaf_hash(&pin.leaf);
    let mut siblings = pin.path.iter();
    while width > 1 {
        if (index ^ 1) < width {
            let Some(sibling) = siblings.next() else { return false };
            hash = if index % 2 == 0 { node_hash(&hash, sibling) } else { node_hash(sibling, &hash) };
        }
        index /= 2;
        width = width.div_ceil(2);
    }
    siblings.next().is_none() && hash == checkpoint.root
}

fn level_above(level: &[[u8; 32]]) -> Vec<[u8; 32]> {
    level
        .chunks(2)
        .map(|pair| match pair {
            [left, right] => node_hash(left, right),
            [alone, ..] => *alone,
            [] => [0; 32],
        })
        .collect()
}

fn leaf_hash(leaf: &LogHead) -> [u8; 32] {
    derive::hash(derive::CHECKPOINT_LEAF, &[&leaf.to_cbor()])
}

fn node_hash(left: &[u8; 32], right: &[u8; 32]) -> [u8; 32] {
    derive::hash(derive::CHECKPOINT_NODE, &[left, right])
}

/// Leaves shown in the checkpoint itself (amendments II, 9).
pub(crate) const MAX_INLINE_LEAVES: usize = 256;
/// Levels of a tree over every log there can be; a Pin stays below 2 KiB.
const MAX_PATH: usize = 53;
