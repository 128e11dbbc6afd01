//! Cuts: where logs stop when authority ends.

use crate::cbor::{Cbor, CborError, Reader, Writer};
use crate::id::{DeviceId, EntryHash, Lane, LogId};
use crate::limits::{MAX_CONTROL_LIST, MAX_SEQ};
use std::collections::BTreeMap;

/// A place in a log: the entry there, and with it all its ancestors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Head {
    /// Number of the entry in its log, from 1.
    pub seq: u64,
    /// Its hash.
    pub hash: EntryHash,
}

/// A log and a place in it: CBOR `[device, lane, seq, hash]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogHead {
    /// The log.
    pub log: LogId,
    /// The place.
    pub head: Head,
}

impl Cbor for LogHead {
    fn write(&self, w: &mut Writer) {
        w.array(4).value(&self.log.device).value(&self.log.lane).uint(self.head.seq).value(&self.head.hash);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(4, "log head")?;
        let log = LogId { device: DeviceId::read(r)?, lane: Lane::read(r)? };
        Ok(Self { log, head: Head { seq: r.uint_below(MAX_SEQ, "seq")?, hash: EntryHash::read(r)? } })
    }
}

/// Where logs stop: of each listed log exactly the head and its ancestors stay.
///
/// Of lanes 0 to 3 that are not listed nothing stays; lanes from 4 on are not governed by cuts (protocol 4.5).
/// CBOR: array of `[device, lane, seq, hash]`, sorted by device and lane, each log once; at most
/// [`MAX_CONTROL_LIST`] rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cut(pub BTreeMap<LogId, Head>);

impl Cut {
    /// Returns the head at which `log` stops, or `None` where nothing of it stays.
    #[must_use]
    pub fn head(&self, log: &LogId) -> Option<Head> {
        self.0.get(log).copied()
    }

    /// Returns whether cuts say anything about `lane`.
    #[must_use]
    pub fn governs(lane: Lane) -> bool {
        lane <= Lane::STAFF
    }
}

impl FromIterator<LogHead> for Cut {
    fn from_iter<I: IntoIterator<Item = LogHead>>(rows: I) -> Self {
        Self(rows.into_iter().map(|row| (row.log, row.head)).collect())
    }
}

impl Cbor for Cut {
    fn write(&self, w: &mut Writer) {
        w.array(self.0.len());
        for (log, head) in &self.0 {
            w.value(&LogHead { log: *log, head: *head });
        }
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        Ok(r.list::<LogHead>(MAX_CONTROL_LIST, "cut")?.into_iter().collect())
    }
}
