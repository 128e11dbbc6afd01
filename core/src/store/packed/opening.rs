//! What a start finds: the journal of the last run, or rows of an older program.

use super::{PackedStore, damaged, journal};
use crate::store::{Batch, Direction, Engine, Row, Store, StoreError, Tree, version};
use std::collections::BTreeMap;

/// Rows of an old store that move at once.
const MOVE_ROWS: usize = 500;

impl<E: Engine> PackedStore<E> {
    /// Reads what an earlier run left, and brings it into today's form.
    pub(super) fn take_over(&mut self) -> Result<(), StoreError> {
        self.read_journal()?;
        self.pack_loose_rows()?;
        if self.file == 1 && self.records == 0 {
            let mut batch = Batch::new();
            version::mark_rebuilt(&mut batch);
            self.commit(batch)?;
            self.sync()?;
        }
        Ok(())
    }

    /// Reads what is not in blocks. A record that cannot be read is the end of the last file, broken off by a power cut; where
    /// a readable one follows it, it is damage.
    fn read_journal(&mut self) -> Result<(), StoreError> {
        let files = self.sealed.engine().journal()?;
        let last = files.last().map_or(1, |file| file.number);
        let mut is_cut = false;
        for file in files {
            let opened: Vec<_> =
                file.records.iter().enumerate().map(|(at, raw)| self.sealed.open_record(file.number, at, raw)).collect();
            let whole = opened.iter().take_while(|record| record.is_ok()).count();
            let is_broken_off = file.number == last && opened.iter().skip(whole).all(Result::is_err);
            for record in opened.into_iter().take(if is_broken_off { whole } else { usize::MAX }) {
                self.active.apply(journal::read(&record?).ok_or_else(|| damaged("journal"))?);
            }
            (self.file, self.records) = (file.number, whole);
            is_cut = whole < file.records.len();
        }
        if is_cut { self.sealed.engine_mut().cut_journal(self.records) } else { Ok(()) }
    }

    /// Moves the rows of format 1, which stood by themselves; goes on where a cut left off.
    fn pack_loose_rows(&mut self) -> Result<(), StoreError> {
        let mut loose = Vec::new();
        for key in self.sealed.loose_meta()? {
            let value = self.sealed.get(Tree::Meta, &key)?.ok_or_else(|| damaged("meta"))?;
            loose.push((key, value));
        }
        self.take_in(Tree::Meta, loose)?;
        for tree in Tree::ALL {
            if matches!(tree, Tree::Meta | Tree::Pieces | Tree::Journal | Tree::Blocks) {
                continue;
            }
            loop {
                let rows = self.sealed.scan(tree, &[], Direction::Forward, MOVE_ROWS)?;
                if rows.is_empty() {
                    break;
                }
                self.take_in(tree, rows)?;
            }
        }
        Ok(())
    }

    /// Takes in rows that stand by themselves in the engine.
    fn take_in(&mut self, tree: Tree, rows: Vec<Row>) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        let (mut moved, mut gone) = (BTreeMap::new(), Batch::new());
        for (key, value) in rows {
            gone.delete(tree, key.clone());
            moved.insert((tree, key), Some(value));
        }
        self.write(moved)?;
        self.sync()?;
        self.sealed.commit(gone)
    }
}
