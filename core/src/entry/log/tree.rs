//! The tree of entries under a log.

use super::super::quota::Bucket;
use super::Fork;
use crate::id::EntryHash;
use crate::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// No node: the parent of number 1.
pub(super) const NONE: u32 = u32::MAX;

/// One entry, as small as decisions allow.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub(super) hash: EntryHash,
    pub(super) bucket: Bucket,
    pub(super) parent: u32,
    pub(super) permit: u32,
    pub(super) version: u32,
}

impl Node {
    /// The declared time, which the bucket keeps.
    pub(super) const fn bucket_time(&self) -> Timestamp {
        self.bucket.time()
    }
}

/// Nodes in order of arrival: a parent comes before its children.
#[derive(Clone, Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    /// First node of each number.
    first: Vec<u32>,
    /// Further nodes of a number: empty for an honest device.
    further: BTreeMap<u64, Vec<u32>>,
}

impl Tree {
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn get(&self, index: u32) -> Option<&Node> {
        self.nodes.get(index as usize)
    }

    /// Adds a node whose parent, if any, is here; `None` where the tree is full.
    pub(super) fn push(&mut self, seq: u64, node: Node) -> Option<u32> {
        let index = u32::try_from(self.nodes.len()).ok().filter(|index| *index != NONE)?;
        self.nodes.push(node);
        if seq == self.first.len() as u64 + 1 {
            self.first.push(index);
        } else {
            self.further.entry(seq).or_default().push(index);
        }
        Some(index)
    }

    pub(super) fn find(&self, seq: u64, hash: &EntryHash) -> Option<u32> {
        self.with_number(seq).find(|index| self.get(*index).is_some_and(|node| node.hash == *hash))
    }

    /// Returns whether another entry has the same predecessor.
    pub(super) fn has_sibling(&self, seq: u64, index: u32) -> bool {
        let parent = |index: u32| self.get(index).map(|node| node.parent);
        self.with_number(seq).any(|other| other != index && parent(other) == parent(index))
    }

    /// Returns how many children of `parent` have a smaller hash.
    pub(super) fn smaller_siblings(&self, seq: u64, parent: u32, hash: &EntryHash) -> usize {
        let nodes = self.with_number(seq).filter_map(|index| self.get(index));
        nodes.filter(|node| node.parent == parent && node.hash < *hash).count()
    }

    /// Returns the child of a node that has the smallest hash.
    pub(super) fn smallest_child(&self, seq: u64, index: u32) -> Option<u32> {
        let nodes = self.with_number(seq + 1).filter_map(|child| Some((self.get(child)?, child)));
        nodes.filter(|(node, _)| node.parent == index).min_by_key(|(node, _)| node.hash).map(|(_, child)| child)
    }

    /// Returns those of `pins` that name no node.
    pub(super) fn missing(&self, pins: &[EntryHash]) -> BTreeSet<EntryHash> {
        let mut missing: BTreeSet<EntryHash> = pins.iter().copied().collect();
        if !missing.is_empty() {
            for node in &self.nodes {
                missing.remove(&node.hash);
            }
        }
        missing
    }

    fn with_number(&self, seq: u64) -> impl Iterator<Item = u32> + '_ {
        let first = seq.checked_sub(1).and_then(|at| usize::try_from(at).ok()).and_then(|at| self.first.get(at)).copied();
        first.into_iter().chain(self.further.get(&seq).into_iter().flatten().copied())
    }

    /// Returns, for each node, the place in `pins` of the most senior one at or below it, or [`NONE`].
    pub(super) fn seniority(&self, pins: &[EntryHash]) -> Vec<u32> {
        let mut seniority = vec![NONE; self.nodes.len()];
        let mut rank_of = BTreeMap::new();
        for (rank, pin) in (0..NONE).zip(pins) {
            rank_of.entry(pin).or_insert(rank);
        }
        if rank_of.is_empty() {
            return seniority;
        }
        // Children come after their parents: one pass from the end carries every pin up to the root.
        for (index, node) in self.nodes.iter().enumerate().rev() {
            let own = rank_of.get(&node.hash).copied().unwrap_or(NONE);
            let best = seniority.get(index).copied().unwrap_or(NONE).min(own);
            if let Some(slot) = seniority.get_mut(index) {
                *slot = best;
            }
            if let Some(above) = seniority.get_mut(node.parent as usize) {
                *above = best.min(*above);
            }
        }
        seniority
    }

    /// Walks from number 1 and decides every fork on the way.
    pub(super) fn canonical(&self, seniority: &[u32]) -> (Vec<u32>, Vec<Fork>) {
        let (mut chain, mut forks) = (Vec::with_capacity(self.first.len()), Vec::new());
        let mut parent = NONE;
        for seq in 1.. {
            // (seniority, hash, node): the smallest wins.
            let mut children: Vec<(u32, EntryHash, u32)> = self
                .with_number(seq)
                .filter_map(|index| {
                    let node = self.get(index).filter(|node| node.parent == parent)?;
                    Some((seniority.get(index as usize).copied().unwrap_or(NONE), node.hash, index))
                })
                .collect();
            children.sort_unstable();
            let Some((rank, hash, index)) = children.first().copied() else { break };
            if let Some(other) = children.iter().skip(1).map(|(_, hash, _)| *hash).min() {
                forks.push(Fork { seq, canonical: hash, other, pinned: rank != NONE });
            }
            chain.push(index);
            parent = index;
        }
        (chain, forks)
    }
}
