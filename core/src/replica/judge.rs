//! Content authorization: one entry, one document, one verdict, as a function of sets (protocol 4.7, amendments II 15–20).
//!
//! ```text
//! C1 on the canonical branch, by a device of the permit's person
//! C2 the permit is not void: strict within the cut, late behind it
//! C3 lane, rank and ownership allow what it does to this document
//! C4 body, docref and ops are well-formed
//! C5 the device creates no more documents in a day than Genesis allows
//! ```
//!
//! What needs something that is not here yet waits; nothing is decided by the order of arrival. What is malformed ends its
//! device's chain in that document, and what names it is malformed too (amendments II, 16).

use super::Replica;
use super::open_document::{DocInfo, OpenDocument, Origin, Pending, hangs_under};
use crate::authority::State;
use crate::document::{Author, Checked, DocEntry, Judgement};
use crate::domain::{DocKind, PostKind, Rank};
use crate::entry::{Body, DocRef, Entry, Format, Permit};
use crate::id::{DocId, EntryHash, Lane, PersonId};
use crate::limits::SCHEMA_VERSION;
use crate::policy::{self, Act};
use crate::store::{Batch, Store, StoreError};
use crate::time::Timestamp;

/// What became of an entry.
pub(super) enum Verdict {
    /// Well-formed and within its author's cut.
    Strict(Box<Checked>),
    /// Well-formed, behind the cut: it stays only if something strict builds on it.
    Late(Box<Checked>),
    /// Not decidable yet: authority, key, payload or the parent document is missing.
    Wait,
    /// These entries of the document come first.
    Missing(Vec<EntryHash>),
    /// Counts for nothing, and ends its device's chain in this document.
    Malformed(&'static str),
}

/// A verdict, and about whose entry.
pub(super) struct Judged {
    /// The verdict.
    pub(super) verdict: Verdict,
    /// The author; `None` where the entry could not be opened.
    pub(super) person: Option<PersonId>,
}

/// What an entry that creates a document comes to.
pub(super) enum Creation {
    /// The document is.
    Counts {
        /// What it is.
        info: DocInfo,
        /// Whether the entry is behind its author's cut: the document stays only if somebody else has written in it.
        is_late: bool,
    },
    /// Not decidable yet.
    Wait,
    /// The document is not.
    Void(&'static str),
}

/// An opened entry with all that authority says of it.
pub(super) struct Opened {
    /// The entry.
    pub(super) entry: Entry,
    /// What it says.
    pub(super) body: Body,
    /// Whose it is.
    pub(super) person: PersonId,
    /// Under which rank it was written.
    pub(super) rank: Rank,
    /// Whether it is behind its author's cut.
    pub(super) is_late: bool,
}

impl Replica {
    /// Opens an entry and judges all that does not depend on its document: C1, C2, the lane, the key.
    pub(super) fn open_entry(
        &self,
        pending: &Pending,
        store: &dyn Store,
        batch: &Batch,
    ) -> Result<Result<Opened, Verdict>, StoreError> {
        if !self.logs.is_canonical(&pending.log, pending.seq, &pending.hash) {
            return Ok(Err(Verdict::Wait));
        }
        Ok(match self.stored_entry(pending, store, batch)? {
            Some(entry) => self.authorize_under(pending, entry, self.logs.permit(&pending.log, pending.seq)),
            None => Err(Verdict::Wait),
        })
    }

    /// Opens an entry that was written under `permit`.
    pub(super) fn authorize_under(&self, pending: &Pending, entry: Entry, permit: Option<Permit>) -> Result<Opened, Verdict> {
        let device = self.authority.device(&pending.log.device).ok_or(Verdict::Wait)?;
        let permit = permit.ok_or(Verdict::Malformed("no permit"))?;
        let standing = self.authority.standing(&permit.standing).ok_or(Verdict::Wait)?;
        if standing.person != device.person {
            return Err(Verdict::Malformed("another person's permit"));
        }
        if matches!(standing.state, State::Void { .. }) {
            return Err(Verdict::Malformed("the permit is void"));
        }
        let cuts = self.authority.cuts(&pending.log.device, pending.log.lane, &permit.standing);
        let is_late = cuts.is_none_or(|heads| !self.logs.is_within(&pending.log, pending.seq, &heads));
        if policy::lane_rank(pending.log.lane).is_none_or(|least| standing.rank < least) {
            return Err(Verdict::Malformed("the lane asks for a higher rank"));
        }
        let kid = entry.header().kid.ok_or(Verdict::Malformed("no key named"))?;
        let key = self.keys.content_key(&kid).ok_or(Verdict::Wait)?;
        if entry.payload().is_none() {
            return Err(Verdict::Wait);
        }
        let body = crate::entry::open(&entry, &self.community, Some(&key)).map_err(|_| Verdict::Malformed("payload"))?;
        Ok(Opened { entry, body, person: device.person, rank: standing.rank, is_late })
    }

    /// Judges an entry that creates a document: all of C1 to C5.
    pub(super) fn judge_creation(&self, pending: &Pending, store: &dyn Store, batch: &Batch) -> Result<Creation, StoreError> {
        let opened = match self.open_entry(pending, store, batch)? {
            Ok(opened) => opened,
            Err(Verdict::Malformed(why)) => return Ok(Creation::Void(why)),
            Err(_) => return Ok(Creation::Wait),
        };
        let Opened { entry, body, person, rank, is_late } = opened;
        let time = entry.header().time;
        let Ok(create) = body.into_create() else { return Ok(Creation::Void("no creation")) };
        if !policy::requirement(create.kind, Act::Create, create.lane).is_met_by(rank, false) {
            return Ok(Creation::Void("not allowed to create"));
        }
        if create.lane != pending.log.lane || create.version != SCHEMA_VERSION || create.parent != DocId::ZERO {
            return Ok(Creation::Void("a document that does not fit its entry"));
        }
        if !self.logs.may_create(&pending.log, pending.seq, time) {
            return Ok(Creation::Void("more documents than the quota allows"));
        }
        let origin = Origin::Created { entry: pending.hash, person, time, create: create.clone() };
        let info = DocInfo { kind: create.kind, lane: create.lane, origin };
        Ok(Creation::Counts { info, is_late })
    }

    /// Returns what the document is that `docref` implies; `None` where its parent is not known or does not fit.
    pub(super) fn implied(&self, docref: DocRef, id: DocId, lane: Lane) -> Option<DocInfo> {
        if docref.doc_id(&self.community) != id {
            return None;
        }
        let parent = if docref.parent == DocId::ZERO { None } else { Some(self.documents.get(&docref.parent)?) };
        let fits = hangs_under(&docref, parent.map(|info| info.kind));
        // The id does not say the lane: without a parent it must be one and the same for everybody.
        let same_lane = parent.map_or(Lane::MEMBER, |info| info.lane) == lane;
        (fits && same_lane).then_some(DocInfo { kind: docref.kind, lane, origin: Origin::Implied(docref) })
    }

    /// Judges an entry of an open document: all of C1 to C4.
    pub(super) fn verdict(
        &self,
        open: &OpenDocument,
        pending: &Pending,
        store: &dyn Store,
        batch: &Batch,
    ) -> Result<Judged, StoreError> {
        if open.document.has_ended(&pending.log.device) {
            return Ok(Judged { verdict: Verdict::Malformed("after a malformed one"), person: None });
        }
        match self.open_entry(pending, store, batch)? {
            Ok(opened) => Ok(self.judge_opened(open, opened, pending)),
            Err(verdict) => Ok(Judged { verdict, person: None }),
        }
    }

    /// Judges an entry whose place and key are in order.
    pub(super) fn judge_opened(&self, open: &OpenDocument, opened: Opened, pending: &Pending) -> Judged {
        let person = Some(opened.person);
        let mut verdict = self.judge(open, opened, pending);
        if let Verdict::Missing(deps) = &verdict
            && deps.iter().any(|dep| self.can_never_come(dep, open.document.id()))
        {
            verdict = Verdict::Malformed("on a void entry");
        }
        Judged { verdict, person }
    }

    /// Whether an entry is here and yet never of this document: it is of another one, or on a side branch.
    fn can_never_come(&self, entry: &EntryHash, document: DocId) -> bool {
        let mut places = self.places.of(super::admit::half(entry));
        let Some(at) = places.find(|at| self.logs.holds(&at.log, at.seq, entry)) else { return false };
        at.target != document || !self.logs.is_canonical(&at.log, at.seq, entry)
    }

    /// Judges an entry of an open document: C3 and C4.
    pub(super) fn judge(&self, open: &OpenDocument, opened: Opened, pending: &Pending) -> Verdict {
        let Opened { entry, body, person, rank, is_late } = opened;
        if pending.log.lane != open.info.lane {
            return Verdict::Malformed("another lane than the document's");
        }
        if body.docref.is_some() && body.docref.as_ref() != open.info.docref() {
            return Verdict::Malformed("another docref than the document's");
        }
        if !matches!(body.format, Format::Batch | Format::Packed) {
            return Verdict::Malformed("no batch");
        }
        let Ok(batch) = body.into_batch() else { return Verdict::Malformed("unreadable batch") };
        let author = Author { device: pending.log.device, person };
        let header = entry.header();
        let entry = DocEntry { hash: pending.hash, author, ts: header.time, nops: header.ops, batch: &batch };
        match open.document.judge(&entry) {
            Judgement::Missing(deps) => Verdict::Missing(deps),
            Judgement::Malformed(_) => Verdict::Malformed("ops"),
            Judgement::Accept(checked) => {
                if !self.is_allowed(open, &checked, person, rank, header.time) {
                    return Verdict::Malformed("not allowed");
                }
                if is_late { Verdict::Late(Box::new(checked)) } else { Verdict::Strict(Box::new(checked)) }
            }
        }
    }

    /// Whether rank and ownership allow what the checked change does, and new objects lie in their time.
    pub(super) fn is_allowed(
        &self,
        open: &OpenDocument,
        checked: &Checked,
        person: PersonId,
        rank: Rank,
        time: Timestamp,
    ) -> bool {
        let (kind, lane) = (open.info.kind, open.info.lane);
        let organises = open.info.is_organiser(person);
        let may = |act| policy::requirement(kind, act, lane).is_met_by(rank, organises);
        let in_time =
            open.info.docref().and_then(|docref| docref.segment).is_none_or(|(width, index)| width.index(time) == index);
        if checked.makes_objects() && matches!(kind, DocKind::Segment | DocKind::Posts) && !in_time {
            return false;
        }
        match kind {
            DocKind::Room | DocKind::Board | DocKind::Event | DocKind::Group => {
                checked.root_keys().all(|key| may(Act::Change(key)))
            }
            DocKind::Posts => {
                let kinds: Option<Vec<PostKind>> = checked.texts_at("k").map(PostKind::from_word).collect();
                kinds.is_some_and(|kinds| kinds.into_iter().all(|kind| may(Act::AddPost(kind)))) && may(Act::EditOwn)
            }
            DocKind::Segment | DocKind::Thread | DocKind::Rsvp | DocKind::Profiles | DocKind::Joined => {
                may(if checked.creates() > 0 { Act::Add } else { Act::EditOwn })
            }
        }
    }
}

/// Returns the id of the document that an entry creates: the first half of its hash.
pub(super) fn creation_id(entry: &EntryHash) -> DocId {
    DocId(*entry.0.first_chunk::<16>().expect("a hash has 32 bytes"))
}
