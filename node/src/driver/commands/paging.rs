//! Lists that go both ways in time: from the newest back, or from a date in both directions.

use super::cursor;
use crate::error::NodeError;
use crate::view::Page;
use allforone_core::index::{self, Cursor};
use allforone_core::store::StoreError;
use allforone_core::time::Timestamp;

/// Which page of a list that goes both ways in time.
pub(super) enum Wanted {
    /// The newest, or what is older than this.
    Older(Option<Cursor>),
    /// What is next newer than this.
    Newer(Cursor),
    /// What ends at this moment.
    At(Timestamp),
}

impl Wanted {
    pub(super) fn read(before: Option<&str>, after: Option<&str>, at_ms: Option<u64>) -> Result<Self, NodeError> {
        match (cursor(before)?, cursor(after)?, at_ms) {
            (before, None, None) => Ok(Self::Older(before)),
            (None, Some(after), None) => Ok(Self::Newer(after)),
            (None, None, Some(at)) => Ok(Self::At(Timestamp(at))),
            _ => Err(NodeError::bad_input("before, after and at_ms exclude each other")),
        }
    }

    /// Returns the rows of the page, and where it goes on: older, newer.
    pub(super) fn page<T>(
        &self,
        cursor_of: impl Fn(&T) -> Cursor,
        older: impl Fn(Option<&Cursor>) -> Result<index::Page<T>, StoreError>,
        newer: impl Fn(&Cursor) -> Result<index::Page<T>, StoreError>,
    ) -> Result<Stretch<T>, StoreError> {
        let from = match self {
            Self::Older(before) => {
                let page = older(before.as_ref())?;
                // Whoever dropped the newer page can come back to it.
                let newest = before.as_ref().and_then(|_| page.items.first()).map(&cursor_of);
                return Ok(Stretch::new(page.items, page.next, newest));
            }
            Self::Newer(after) => *after,
            Self::At(at) => {
                let page = older(Some(&Cursor::just_after(*at)))?;
                if let Some(newest) = page.items.first().map(&cursor_of) {
                    let is_newest = newer(&newest)?.items.is_empty();
                    return Ok(Stretch::new(page.items, page.next, (!is_newest).then_some(newest)));
                }
                Cursor::just_after(*at)
            }
        };
        let page = newer(&from)?;
        let oldest = page.items.last().map(cursor_of);
        let has_older = match &oldest {
            Some(oldest) => !older(Some(oldest))?.items.is_empty(),
            None => false,
        };
        Ok(Stretch::new(page.items, oldest.filter(|_| has_older), page.next))
    }
}

/// Rows of one page, newest first, and where the list goes on.
pub(super) struct Stretch<T> {
    pub(super) items: Vec<T>,
    older: Option<String>,
    newer: Option<String>,
}

impl<T> Stretch<T> {
    fn new(items: Vec<T>, older: Option<Cursor>, newer: Option<Cursor>) -> Self {
        let text = |cursor: Option<Cursor>| cursor.map(|cursor| cursor.to_string());
        Self { items, older: text(older), newer: text(newer) }
    }

    /// Returns the page of the API.
    pub(super) fn shown<V>(self, view: impl FnMut(T) -> Result<V, StoreError>) -> Result<Page<V>, StoreError> {
        let items = self.items.into_iter().map(view).collect::<Result<_, _>>()?;
        Ok(Page { items, next: self.older, newer: self.newer })
    }
}
