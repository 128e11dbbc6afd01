//! One community on one device: the door through which everything passes.
//!
//! ```text
//! execute(command) ─► edits ─► batch ─► sealed entry ─┐
//! receive(entry), receive_range(bytes) ─► authentic ──┴─► admit: log ─► authority ─► judge ─► document ─► rows ─► one commit
//! rebuild_step()  documents judged again after a removal, a cut or a pin
//! digest, compare, range, have      becoming equal with a neighbour
//! ```
//!
//! A replica holds no clock, no chance and no disk: it is handed time, a source of chance and a store, and answers with an
//! [`crate::outcome::Outcome`]. The caller makes the store durable before it lets anything of that out.
//!
//! Where a step fails after something was placed in memory, the replica is *stale*: it must be opened again from the store
//! ([`Replica::is_stale`]), because memory may then be ahead of the disk.

mod admit;
mod catch_up;
mod control;
mod creations;
mod documents;
mod doorplate;
mod execute;
mod founding;
mod held;
mod invite_link;
mod judge;
mod load;
mod logs;
mod open_document;
mod places;
mod preview;
mod query;
mod rebuild;
mod rows;
mod step;
mod write;

pub use admit::{ReceiveError, Reception};
pub use catch_up::Compared;
pub use founding::{Admitted, BeginError};
pub use held::Source;
pub use invite_link::{InviteLink, LinkError};
pub use query::InviteView;
pub use write::ExecuteError;

use crate::authority::{Authority, ControlEntry, Quotas};
use crate::encryption::KeyRing;
use crate::id::{CommunityId, DeviceId, DocId, EntryHash, LogId, PersonId};
use crate::identity::{DeviceKeys, Persona};
use crate::time::Timestamp;
use catch_up::Holdings;
use held::Held;
use logs::Logs;
use open_document::{DocInfo, OpenDocument, Pending};
use places::Places;
use preview::Previews;
use rebuild::Rebuilding;
use std::collections::{BTreeMap, BTreeSet};

/// One community on one device.
pub struct Replica {
    community: CommunityId,
    persona: Persona,
    person: PersonId,
    device: DeviceKeys,
    since: Timestamp,
    keys: KeyRing,
    logs: Logs,
    /// Where their entries are.
    places: Places,
    held: Held,
    control: BTreeMap<EntryHash, ControlEntry>,
    authority: Authority,
    /// What every known document is.
    documents: BTreeMap<DocId, DocInfo>,
    /// Which documents each one implies, so that what hangs under one is found without looking at all.
    implied: BTreeMap<DocId, BTreeSet<DocId>>,
    /// Documents in memory.
    open: BTreeMap<DocId, OpenDocument>,
    uses: u64,
    /// Entries that may create documents, whatever branch they are on, by the document.
    creators: BTreeMap<DocId, Pending>,
    /// Those of them that are to be judged, or judged again.
    creations: BTreeSet<Pending>,
    /// Whether what they wait for may have come.
    has_new_creations: bool,
    /// Created documents whose creation is behind its author's cut, and whether they stay.
    late_creations: BTreeMap<DocId, bool>,
    /// Those of them of which this is to be found out again.
    unweighed: BTreeSet<DocId>,
    /// Heads at which logs are cut, and whose.
    cut_heads: BTreeMap<EntryHash, DeviceId>,
    /// Documents of which it is not known what they are.
    orphans: BTreeSet<DocId>,
    /// Entries that could not be judged yet; also on disk.
    waiting: BTreeSet<EntryHash>,
    /// Documents to be judged again.
    rebuilds: BTreeSet<DocId>,
    /// The one of them whose turn it is, as far as it was judged.
    rebuilding: Option<Rebuilding>,
    /// How often it was begun anew.
    restarts: u32,
    /// Those of them that the disk knows of.
    noted_rebuilds: BTreeSet<DocId>,
    /// In which documents each device has written.
    written: BTreeMap<DeviceId, BTreeSet<DocId>>,
    next_ordinal: u64,
    holdings: Holdings,
    /// Logs that go on elsewhere from an entry that is not here.
    detached: BTreeSet<LogId>,
    /// Ends of logs whose beginnings are on their way.
    previews: Previews,
    /// The last entry that was found void, and why: for whoever looks for a fault.
    last_void: Option<(EntryHash, &'static str)>,
    is_stale: bool,
}

impl Replica {
    /// Returns a replica without any entry.
    fn empty(community: CommunityId, persona: &Persona, quotas: Option<Quotas>, since: Timestamp) -> Self {
        Self {
            community,
            person: persona.person(),
            device: persona.keys.clone(),
            persona: persona.clone(),
            since,
            keys: KeyRing::new(),
            logs: Logs::new(quotas),
            places: Places::default(),
            held: Held::default(),
            control: BTreeMap::new(),
            authority: crate::authority::resolve(community, &[]),
            documents: BTreeMap::new(),
            implied: BTreeMap::new(),
            open: BTreeMap::new(),
            uses: 0,
            creators: BTreeMap::new(),
            creations: BTreeSet::new(),
            has_new_creations: false,
            late_creations: BTreeMap::new(),
            unweighed: BTreeSet::new(),
            cut_heads: BTreeMap::new(),
            orphans: BTreeSet::new(),
            waiting: BTreeSet::new(),
            rebuilds: BTreeSet::new(),
            rebuilding: None,
            restarts: 0,
            noted_rebuilds: BTreeSet::new(),
            written: BTreeMap::new(),
            next_ordinal: 1,
            holdings: Holdings::default(),
            detached: BTreeSet::new(),
            previews: Previews::default(),
            last_void: None,
            is_stale: false,
        }
    }

    /// Returns the last entry that was found void in this run, and why.
    #[must_use]
    pub const fn last_void(&self) -> Option<(EntryHash, &'static str)> {
        self.last_void
    }

    /// Returns whether memory may be ahead of the disk: then [`Replica::open`] must be called before anything else.
    #[must_use]
    pub const fn is_stale(&self) -> bool {
        self.is_stale
    }
}

#[cfg(test)]
mod tests;
