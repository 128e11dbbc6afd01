//! One document in memory: what is accepted of it, and what still waits for its turn.
//!
//! Entries of one device are judged in the order of its log; a device whose entry must wait holds back only its own later
//! entries in this document.

use crate::cbor::{Cbor, CborError, Reader, Writer};
use crate::document::Document;
use crate::domain::DocKind;
use crate::entry::{DocCreate, DocRef};
use crate::id::{DeviceId, DocId, EntryHash, Lane, LogId, PersonId};
use crate::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// What a document is, known before anything in it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DocInfo {
    /// Its type.
    pub(super) kind: DocKind,
    /// The lane in which all its entries are.
    pub(super) lane: Lane,
    /// Where it comes from.
    pub(super) origin: Origin,
}

/// Where a document comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// A `DocCreate` entry.
    Created {
        /// That entry.
        entry: EntryHash,
        /// Who wrote it.
        person: PersonId,
        /// When, as declared.
        time: Timestamp,
        /// What it says.
        create: DocCreate,
    },
    /// Implied by what it belongs to.
    Implied(DocRef),
}

impl DocInfo {
    /// Returns the document it belongs to; [`DocId::ZERO`] at the top.
    pub(super) fn parent(&self) -> DocId {
        match &self.origin {
            Origin::Created { create, .. } => create.parent,
            Origin::Implied(docref) => docref.parent,
        }
    }

    /// Returns the docref where the document is implied.
    pub(super) fn docref(&self) -> Option<&DocRef> {
        match &self.origin {
            Origin::Created { .. } => None,
            Origin::Implied(docref) => Some(docref),
        }
    }

    /// Returns who created it; `None` where nobody did.
    pub(super) fn creator(&self) -> Option<PersonId> {
        match &self.origin {
            Origin::Created { person, .. } => Some(*person),
            Origin::Implied(_) => None,
        }
    }

    /// Returns when it was created; 0 where nobody did.
    pub(super) fn created(&self) -> Timestamp {
        match &self.origin {
            Origin::Created { time, .. } => *time,
            Origin::Implied(_) => Timestamp(0),
        }
    }

    /// Returns whom its creation names as organisers beside its creator.
    pub(super) fn editors(&self) -> &[PersonId] {
        match &self.origin {
            Origin::Created { create, .. } => &create.editors,
            Origin::Implied(_) => &[],
        }
    }

    /// Returns whether `person` is an organiser: its creator, or named by its creation.
    pub(super) fn is_organiser(&self, person: PersonId) -> bool {
        match &self.origin {
            Origin::Created { person: creator, create, .. } => crate::policy::is_organiser(person, *creator, &create.editors),
            Origin::Implied(_) => false,
        }
    }
}

/// Returns whether a document that `docref` implies may hang under one of kind `parent` (`None`: at the top).
pub(super) fn hangs_under(docref: &DocRef, parent: Option<DocKind>) -> bool {
    match docref.kind {
        DocKind::Segment => parent == Some(DocKind::Room),
        DocKind::Posts => parent == Some(DocKind::Board),
        DocKind::Thread if docref.object.is_some() => parent == Some(DocKind::Posts),
        DocKind::Thread | DocKind::Rsvp => parent == Some(DocKind::Event),
        DocKind::Joined => parent == Some(DocKind::Group),
        DocKind::Profiles => parent.is_none(),
        DocKind::Room | DocKind::Board | DocKind::Event | DocKind::Group => false,
    }
}

/// An entry of a document, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pending {
    /// Its log.
    pub(super) log: LogId,
    /// Its number there.
    pub(super) seq: u64,
    /// Its hash.
    pub(super) hash: EntryHash,
}

/// One document in memory.
pub(super) struct OpenDocument {
    /// What it is.
    pub(super) info: DocInfo,
    /// What is accepted of it.
    pub(super) document: Document,
    /// Entries not judged yet, by device, in the order of its log.
    pub(super) waiting: BTreeMap<DeviceId, BTreeMap<u64, Pending>>,
    /// Well-formed entries behind their author's cut on which nothing accepted builds; with them, whatever follows of theirs.
    pub(super) late: BTreeSet<EntryHash>,
    /// Whose they are.
    pub(super) late_devices: BTreeSet<DeviceId>,
    /// Who has something accepted here that is within the cut.
    pub(super) strict_authors: BTreeSet<PersonId>,
    /// When it was last used, as a count.
    pub(super) used: u64,
}

impl OpenDocument {
    /// Returns an empty document.
    pub(super) fn new(id: DocId, info: DocInfo) -> Self {
        Self {
            document: Document::new(info.kind, id),
            info,
            waiting: BTreeMap::new(),
            late: BTreeSet::new(),
            late_devices: BTreeSet::new(),
            strict_authors: BTreeSet::new(),
            used: 0,
        }
    }

    /// Leaves an entry out that is behind its author's cut.
    pub(super) fn leave_out(&mut self, entry: &Pending) {
        self.late.insert(entry.hash);
        self.late_devices.insert(entry.log.device);
    }

    /// Takes out an entry whose turn was.
    pub(super) fn take(&mut self, entry: &Pending) {
        if let Some(queue) = self.waiting.get_mut(&entry.log.device) {
            queue.remove(&entry.seq);
            if queue.is_empty() {
                self.waiting.remove(&entry.log.device);
            }
        }
    }

    /// Adds an entry whose turn has not come.
    pub(super) fn add(&mut self, entry: Pending) {
        self.waiting.entry(entry.log.device).or_default().insert(entry.seq, entry);
    }
}

impl Cbor for DocInfo {
    fn write(&self, w: &mut Writer) {
        w.array(6).value(&self.kind).value(&self.lane);
        match &self.origin {
            Origin::Created { entry, person, time, create } => w.value(entry).value(person).value(time).value(create),
            Origin::Implied(docref) => w.null().null().null().value(docref),
        };
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(6, "document info")?;
        let (kind, lane) = (DocKind::read(r)?, Lane::read(r)?);
        let entry: Option<EntryHash> = r.option()?;
        let person: Option<PersonId> = r.option()?;
        let time: Option<Timestamp> = r.option()?;
        let origin = match (entry, person, time) {
            (Some(entry), Some(person), Some(time)) => Origin::Created { entry, person, time, create: DocCreate::read(r)? },
            _ => Origin::Implied(DocRef::read(r)?),
        };
        Ok(Self { kind, lane, origin })
    }
}
