//! Writing: edits become a batch, the batch an entry, and the entry walks the road of all.

use super::open_document::{DocInfo, OpenDocument, Origin};
use super::step::Step;
use super::{Reception, Replica};
use crate::authority::{Authority, ControlOp};
use crate::cbor::Cbor;
use crate::document::{Author, DocEntry, Draft, DraftError, Drafted, Judgement};
use crate::domain::{DocKind, Problem, Rank};
use crate::encryption::ContentKey;
use crate::entry::{self, Body, DocCreate, DocRef, Permit, SealError};
use crate::id::{DocId, EntryHash, Lane, LogId};
use crate::limits::{MAX_AHEAD_MS, SCHEMA_VERSION};
use crate::outcome::Outcome;
use crate::store::{Store, StoreError};
use crate::time::Timestamp;
use rand_core::CryptoRng;

/// Why a command did nothing.
#[derive(Debug, thiserror::Error)]
pub enum ExecuteError {
    /// This person may not do it, or not any more.
    #[error("not allowed")]
    NotAllowed,
    /// What it is about is not here.
    #[error("no such {0}")]
    NotFound(&'static str),
    /// A value breaks a rule of its noun.
    #[error(transparent)]
    Problem(#[from] Problem),
    /// It does not fit one entry.
    #[error("too large for one entry")]
    TooLarge,
    /// The community's quota for this device is used up for now.
    #[error("the quota is reached")]
    QuotaReached,
    /// This device's clock is behind what it has written already, or its keys are missing.
    #[error("{0}")]
    NotReady(&'static str),
    /// The store does not take it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<DraftError> for ExecuteError {
    fn from(error: DraftError) -> Self {
        match error {
            DraftError::Unknown(what) => Self::NotFound(what),
            DraftError::Nothing => Self::Problem(Problem::Empty("change")),
            DraftError::Refused(_) | DraftError::Text(_) => Self::NotAllowed,
            DraftError::Encode(_) => Self::TooLarge,
        }
    }
}

impl From<SealError> for ExecuteError {
    fn from(error: SealError) -> Self {
        match error {
            SealError::QuotaReached => Self::QuotaReached,
            SealError::TooLarge => Self::TooLarge,
            SealError::Forked => Self::NotReady("this device has written twice in one place; it must be added anew"),
            SealError::Draft(_) => Self::NotAllowed,
        }
    }
}

/// What was written: its entry, and the objects it made.
pub(super) struct Written {
    pub(super) hash: EntryHash,
    pub(super) drafted: Drafted,
}

impl Replica {
    /// Writes edits into a document that is known.
    pub(super) fn write(
        &mut self,
        id: DocId,
        edits: impl FnOnce(&mut Draft<'_>) -> Result<(), DraftError>,
        step: &mut Step,
        store: &dyn Store,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) -> Result<Written, ExecuteError> {
        let author = Author { device: self.device.device(), person: self.person };
        let mut open = self.current_document(id, step, store)?.ok_or(ExecuteError::NotFound("document"))?;
        if open.document.has_ended(&author.device) {
            return Err(ExecuteError::NotReady("what this device wrote here does not count; only another device can go on"));
        }
        let (lane, docref) = (open.info.lane, open.info.docref().copied());
        let (drafted, rank) = if open.late_devices.contains(&author.device) {
            // What this device writes now rests on what it wrote before, which thereby counts again.
            let mut before = self.judge_whole(id, Some(author.device), step, store)?.ok_or(ExecuteError::NotFound("document"))?.0;
            self.draft(&mut before, &author, edits, now)?
        } else {
            let drafted = self.draft(&mut open, &author, edits, now);
            self.keep_open(id, open);
            drafted?
        };
        let is_first = !self.written.get(&author.device).is_some_and(|documents| documents.contains(&id));
        let body = Body::batch(docref.filter(|_| is_first), drafted.batch.clone());
        let hash = self.write_content(lane, id, body, drafted.nops, rank, step, now, rng)?;
        self.advance_all(step, store)?;
        Ok(Written { hash, drafted })
    }

    /// Drafts edits and finds the least rank under which they count.
    fn draft(
        &self,
        open: &mut OpenDocument,
        author: &Author,
        edits: impl FnOnce(&mut Draft<'_>) -> Result<(), DraftError>,
        now: Timestamp,
    ) -> Result<(Drafted, Rank), ExecuteError> {
        let drafted = open.document.draft(author, edits)?;
        let time = self.logs.tip(&LogId { device: author.device, lane: open.info.lane }).time().max(now);
        let entry = DocEntry { hash: EntryHash::ZERO, author: *author, ts: time, nops: drafted.nops, batch: &drafted.batch };
        let Judgement::Accept(checked) = open.document.judge(&entry) else { return Err(ExecuteError::NotAllowed) };
        let counts = |rank: &Rank| self.is_allowed(open, &checked, author.person, *rank, time);
        let rank = Rank::ALL.into_iter().find(counts).ok_or(ExecuteError::NotAllowed)?;
        Ok((drafted, rank))
    }

    /// Makes known a document that its parent implies, so that something can be written into it.
    pub(super) fn imply(&mut self, docref: DocRef, lane: Lane, step: &mut Step) -> DocId {
        let id = docref.doc_id(&self.community);
        if !self.documents.contains_key(&id) {
            self.learn(id, DocInfo { kind: docref.kind, lane, origin: Origin::Implied(docref) }, step);
        }
        id
    }

    /// Creates a document.
    pub(super) fn create(
        &mut self,
        kind: DocKind,
        step: &mut Step,
        store: &dyn Store,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) -> Result<DocId, ExecuteError> {
        let log = LogId { device: self.device.device(), lane: Lane::MEMBER };
        let tip = self.logs.tip(&log);
        if !self.logs.may_create(&log, tip.seq() + 1, now.max(tip.time())) {
            return Err(ExecuteError::QuotaReached);
        }
        let least = crate::policy::least_rank(kind, crate::policy::Act::Create, Lane::MEMBER).unwrap_or(Rank::Owner);
        if self.role().is_none_or(|rank| rank < least) {
            return Err(ExecuteError::NotAllowed);
        }
        let mut nonce = [0; 16];
        rng.fill_bytes(&mut nonce);
        let create = DocCreate {
            kind,
            version: SCHEMA_VERSION,
            lane: Lane::MEMBER,
            parent: DocId::ZERO,
            write_rank: least,
            editors: Vec::new(),
            nonce,
        };
        let hash = self.write_content(Lane::MEMBER, DocId::ZERO, Body::create(&create), 0, least, step, now, rng)?;
        self.advance_all(step, store)?;
        let id = super::judge::creation_id(&hash);
        if self.documents.contains_key(&id) { Ok(id) } else { Err(ExecuteError::NotAllowed) }
    }

    /// Writes a control operation under the weakest standing of at least `rank`; returns its entry too.
    pub(super) fn write_control(
        &mut self,
        op: &ControlOp,
        rank: Rank,
        store: &mut dyn Store,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) -> Result<(EntryHash, Outcome), ExecuteError> {
        let permit = self.permit_for(rank).ok_or(ExecuteError::NotAllowed)?;
        self.write_control_under(op, permit, |_| true, store, now, rng)
    }

    /// Writes a control operation under a permit, if it then `holds` what it should; returns its entry too.
    pub(super) fn write_control_under(
        &mut self,
        op: &ControlOp,
        permit: Permit,
        holds: impl Fn(&Authority) -> bool,
        store: &mut dyn Store,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) -> Result<(EntryHash, Outcome), ExecuteError> {
        let mut step = Step::default();
        let draft =
            entry::Draft { lane: Lane::CONTROL, permit: Some(permit), target: None, ops: 0, body: Body::control(op.to_cbor()) };
        let hash = self.seal_and_take(draft, None, &mut step, now, rng)?;
        self.resolve_again(&mut step);
        if !self.authority.accepted(&hash) || !holds(&self.authority) {
            // It is signed and in memory, but never left: the replica is read anew from what is on disk.
            self.is_stale = true;
            return Err(ExecuteError::NotAllowed);
        }
        Ok((hash, self.finish(step, store)?))
    }

    /// Seals a body for a lane under the weakest standing of at least `rank`, and takes the entry in.
    #[expect(clippy::too_many_arguments, reason = "what an entry says, and what it is written with")]
    pub(super) fn write_content(
        &mut self,
        lane: Lane,
        target: DocId,
        body: Body,
        ops: u64,
        rank: Rank,
        step: &mut Step,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) -> Result<EntryHash, ExecuteError> {
        let least = crate::policy::lane_rank(lane).unwrap_or(Rank::Owner).max(rank);
        let permit = Some(self.permit_for(least).ok_or(ExecuteError::NotAllowed)?);
        let key = self.writing_key(lane).ok_or(ExecuteError::NotReady("no key to write with has arrived yet"))?;
        self.seal_and_take(entry::Draft { lane, permit, target: Some(target), ops, body }, Some(&key), step, now, rng)
    }

    fn seal_and_take(
        &mut self,
        mut draft: entry::Draft,
        key: Option<&ContentKey>,
        step: &mut Step,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) -> Result<EntryHash, ExecuteError> {
        let log = LogId { device: self.device.device(), lane: draft.lane };
        let tip = self.logs.tip(&log);
        if tip.time() > now.plus_ms(MAX_AHEAD_MS) {
            return Err(ExecuteError::NotReady("this device's clock is behind what it has already written"));
        }
        // A permit is named once and then inherited.
        if tip.seq() > 0 && self.logs.permit(&log, tip.seq()) == draft.permit {
            draft.permit = None;
        }
        let entry = entry::seal(&draft, &self.community, &tip, &self.device.signing, key, now, rng)?;
        let hash = entry.hash(&self.community);
        match self.take_own(entry, now, step) {
            Reception::Taken => Ok(hash),
            Reception::Known | Reception::Held | Reception::Rejected(_) => {
                Err(ExecuteError::NotReady("this device's own log does not take the entry"))
            }
        }
    }

    /// Returns the weakest standing that is enough for `rank`.
    pub(super) fn permit_for(&self, rank: Rank) -> Option<Permit> {
        self.authority.weakest_sufficient(&self.person, rank).map(Permit::new)
    }
}
