//! Blocks that were read lately.

use super::block::Block;
use crate::store::Tree;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Keeps the blocks that were asked for last.
#[derive(Debug, Default)]
pub(super) struct BlockCache {
    blocks: BTreeMap<(Tree, Vec<u8>), (u64, Arc<Block>)>,
    /// When each block was asked for last, oldest first.
    order: BTreeMap<u64, (Tree, Vec<u8>)>,
    bytes: usize,
    asked: u64,
}

/// Bytes of blocks that are kept.
const CACHE_BYTES: usize = 8 * 1024 * 1024;

impl BlockCache {
    /// Returns the block of `tree` that begins at `first`, if it is kept.
    pub(super) fn get(&mut self, tree: Tree, first: &[u8]) -> Option<Arc<Block>> {
        let key = (tree, first.to_vec());
        let (when, block) = self.blocks.get_mut(&key)?;
        self.asked += 1;
        self.order.remove(when);
        *when = self.asked;
        self.order.insert(self.asked, key);
        Some(Arc::clone(block))
    }

    /// Keeps a block that was read; lets go of those that were not asked for longest.
    pub(super) fn insert(&mut self, tree: Tree, first: Vec<u8>, block: Arc<Block>) {
        self.remove(tree, &first);
        self.asked += 1;
        self.bytes += block.memory_bytes();
        self.order.insert(self.asked, (tree, first.clone()));
        self.blocks.insert((tree, first), (self.asked, block));
        while self.bytes > CACHE_BYTES
            && let Some((_, key)) = self.order.pop_first()
            && let Some((_, block)) = self.blocks.remove(&key)
        {
            self.bytes -= block.memory_bytes();
        }
    }

    /// Forgets a block that changes.
    pub(super) fn remove(&mut self, tree: Tree, first: &[u8]) {
        if let Some((when, block)) = self.blocks.remove(&(tree, first.to_vec())) {
            self.order.remove(&when);
            self.bytes -= block.memory_bytes();
        }
    }
}
