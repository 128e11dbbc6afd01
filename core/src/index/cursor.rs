//! Where a list goes on.

use crate::id::{ObjRef, ParseIdError};
use crate::limits::MAX_PAGE;
use crate::time::Timestamp;
use data_encoding::BASE32_NOPAD;
use std::fmt;
use std::str::FromStr;

/// A part of a list, and where it goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T, C = Cursor> {
    /// At most [`MAX_PAGE`].
    pub items: Vec<T>,
    /// Asking again with this gives what follows; `None` at the end.
    pub next: Option<C>,
}

impl<T, C> Page<T, C> {
    /// Makes a page of at most `limit` items from `items`, which holds one more where the list goes on.
    pub(super) fn of(mut items: Vec<T>, limit: usize, cursor: impl Fn(&T) -> C) -> Self {
        let goes_on = items.len() > limit;
        items.truncate(limit);
        let next = if goes_on { items.last().map(cursor) } else { None };
        Self { items, next }
    }
}

/// Turns a page that was read oldest first around: newest first, going on with what is newer still.
pub(super) fn newest_first<T, C>(mut page: Page<T, C>) -> Page<T, C> {
    page.items.reverse();
    page
}

/// Caps a limit that came from outside to 1 ..= [`MAX_PAGE`].
pub(super) fn capped(limit: usize) -> usize {
    limit.clamp(1, MAX_PAGE)
}

/// A place in a list by time: just before this object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    /// Its time.
    pub time: Timestamp,
    /// The object.
    pub id: ObjRef,
}

impl Cursor {
    /// Returns the place just after everything of `time`.
    #[must_use]
    pub const fn just_after(time: Timestamp) -> Self {
        Self { time: time.plus_ms(1), id: ObjRef { entry: [0; 16], op: 0 } }
    }

    pub(super) fn to_bytes(self) -> [u8; 28] {
        let mut bytes = [0; 28];
        let id = super::row::object_bytes(&self.id);
        for (to, from) in bytes.iter_mut().zip(self.time.0.to_be_bytes().into_iter().chain(id)) {
            *to = from;
        }
        bytes
    }
}

impl fmt::Display for Cursor {
    /// Lower-case base32 of time 8, object 20.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE32_NOPAD.encode(&self.to_bytes()).to_ascii_lowercase())
    }
}

impl FromStr for Cursor {
    type Err = ParseIdError;
    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        let wrong = ParseIdError { bytes: 28 };
        let bytes = BASE32_NOPAD.decode(text.to_ascii_uppercase().as_bytes()).map_err(|_| wrong)?;
        let (time, rest) = bytes.split_first_chunk::<8>().ok_or(wrong)?;
        let (entry, op) = rest.split_first_chunk::<16>().ok_or(wrong)?;
        let op = u32::from_be_bytes(op.try_into().map_err(|_| wrong)?);
        Ok(Self { time: Timestamp(u64::from_be_bytes(*time)), id: ObjRef { entry: *entry, op } })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_being_written() {
        let cursor = Cursor { time: Timestamp(1_790_000_000_000), id: ObjRef { entry: [3; 16], op: 7 } };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        assert!("abc".parse::<Cursor>().is_err());
    }
}
