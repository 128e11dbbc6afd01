//! Becoming equal: what I hold, what I lack, what others are known to hold.

use super::Replica;
use super::held::Source;
use super::open_document::Pending;
use super::preview;
use super::step::Step;
use crate::domain::{DocKind, Rank};
use crate::entry::{Entry, MAX_RANGE_ENTRIES, encode_range, range_bytes};
use crate::id::{DeviceId, DocId, Lane, LogId, PersonId};
use crate::identity::{Purpose, Signature, verify};
use crate::limits::{MAX_FRAME_BYTES, MAX_HEADER_BYTES, MAX_SEQ, MAX_WANTS};
use crate::outcome::Outcome;
use crate::store::{Batch, Direction, Store, StoreError, Tree, keys};
use crate::subject::Subject;
use crate::sync::{Digest, Head, Want};
use std::collections::BTreeMap;

/// Neighbours whose holdings are remembered.
const MAX_HOLDERS: usize = 10_000;
/// Sources that were told what we hold.
const MAX_TOLD: usize = 256;
/// Entries of a side branch that travel: enough to prove the fork and to find what pins name soon after it.
const MAX_SIDE_BRANCH: usize = 64;
/// Own entries that are looked at when a neighbour says that it has more.
const MAX_LOOKED_AT: u64 = 50;

/// What comparing heads says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// What to ask for: the control lane, the ends of long logs, then all of the others, the shortest first.
    pub wants: Vec<Want>,
    /// Whether we hold something that the other side does not.
    pub is_ahead: bool,
}

/// Who holds how much of each log.
#[derive(Debug, Default)]
pub(super) struct Holdings {
    have: BTreeMap<PersonId, BTreeMap<LogId, u64>>,
    told: BTreeMap<Source, BTreeMap<LogId, u64>>,
}

impl Replica {
    /// Returns the digest of all logs here.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(&self.logs.heads())
    }

    /// Returns a hash of the authority state: equal logs must give equal ones.
    #[must_use]
    pub fn state_hash(&self) -> [u8; 32] {
        self.authority.state_hash()
    }

    /// Returns the heads in the buckets in which `digest` differs, of the lanes that `person` may read.
    #[must_use]
    pub fn heads_for(&self, person: Option<PersonId>, digest: &Digest) -> Vec<Head> {
        let rank = person.and_then(|person| self.authority.role(&person));
        let heads = self.logs.heads();
        let differing = Digest::of(&heads).differing(digest, &heads);
        differing.into_iter().filter(|head| may_read(rank, head.log.lane)).copied().collect()
    }

    /// Compares a peer's heads with ours.
    #[must_use]
    pub fn compare(&self, source: Source, heads: &[Head]) -> Compared {
        self.compare_within(source, heads, |_| u64::MAX)
    }

    /// Does the same and asks of each log for no more new entries than `room` says; the rest stays with the sender and is asked
    /// for another time (amendments II, 23).
    #[must_use]
    pub fn compare_within(&self, _source: Source, heads: &[Head], room: impl Fn(&LogId) -> u64) -> Compared {
        let own: BTreeMap<LogId, Head> = self.logs.heads().into_iter().map(|head| (head.log, head)).collect();
        let mut compared = Compared::default();
        for head in heads {
            let (after, differs) = match own.get(&head.log) {
                Some(mine) if mine.seq == head.seq && mine.head == head.head => continue,
                // The same length but another head: a fork, of which we lack a branch.
                Some(mine) if mine.seq == head.seq => (0, true),
                // What goes on from something that is not our end is a fork too.
                Some(mine) if mine.seq < head.seq => (if self.detached.contains(&head.log) { 0 } else { mine.seq }, false),
                // Ours is longer: theirs is its beginning, or a fork.
                Some(_) if self.is_beginning(head) => (head.seq, true),
                Some(_) => (0, true),
                None => (0, false),
            };
            compared.is_ahead |= differs;
            let (held, room) = (own.get(&head.log).map_or(0, |mine| mine.seq), room(&head.log));
            let upto = head.seq.min(held.saturating_add(room));
            if after < upto && room > 0 {
                compared.wants.push(Want { log: head.log, after, upto });
            }
        }
        compared.is_ahead |= heads.is_empty() && !own.is_empty();
        compared.wants = preview::in_order(compared.wants);
        compared
    }

    /// Whether a peer's log is the beginning of ours.
    fn is_beginning(&self, head: &Head) -> bool {
        let hash = self.logs.hash_at(&head.log, head.seq);
        hash.is_some_and(|hash| Head::new(head.log, head.seq, hash, &[]).head == head.head)
    }

    /// Returns the branches of a log beside the one that counts, as ranges: who asks for a log from its beginning gets them too.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn side_ranges(&self, log: &LogId, store: &dyn Store) -> Result<Vec<Vec<u8>>, StoreError> {
        let mut ranges = Vec::new();
        for branch in self.logs.side_branches(log, MAX_SIDE_BRANCH) {
            let permit = branch.first().map(|(_, permit)| *permit);
            let mut entries = Vec::new();
            for (pending, _) in &branch {
                entries.extend(self.stored_entry(pending, store, &Batch::new())?);
            }
            // It ends where a signature vouches for all of it.
            let signed = entries.iter().rposition(|entry| entry.signature().is_some()).map_or(0, |last| last + 1);
            entries.truncate(signed);
            ranges.extend(encode_range(&entries, permit.as_ref()).ok());
        }
        Ok(ranges)
    }

    /// Returns the next range of what is asked for, about `budget` bytes, and the number of its last entry.
    ///
    /// It ends at an entry whose signature is held, because that one vouches for all of it; where there is none up to the end
    /// of what is asked for, at the next one after it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn range(&self, want: &Want, budget: usize, store: &dyn Store) -> Result<Option<(Vec<u8>, u64)>, StoreError> {
        let mut entries: Vec<Entry> = Vec::new();
        let (mut bytes, mut signed) = (0, 0);
        for seq in want.after + 1..MAX_SEQ {
            if seq > want.upto && signed > 0 {
                break;
            }
            let Some(hash) = self.logs.hash_at(&want.log, seq) else { break };
            let pending = Pending { log: want.log, seq, hash };
            let Some(entry) = self.stored_entry(&pending, store, &Batch::new())? else { break };
            bytes += range_bytes(&entry, false);
            let room = if signed == 0 { MAX_FRAME_BYTES - MAX_HEADER_BYTES * 4 } else { budget };
            if entries.len() >= MAX_RANGE_ENTRIES || (bytes > room && !entries.is_empty()) {
                break;
            }
            let has_signature = entry.signature().is_some();
            entries.push(entry);
            if has_signature {
                signed = entries.len();
            }
        }
        entries.truncate(signed);
        let Some(last) = entries.last().map(|entry| entry.header().seq) else { return Ok(None) };
        let permit = self.logs.permit(&want.log, want.after + 1);
        Ok(encode_range(&entries, permit.as_ref()).ok().map(|bytes| (bytes, last)))
    }

    /// Returns what `source` has not been told yet that we hold, and remembers that it is told now.
    pub fn have(&mut self, source: Source) -> Vec<Want> {
        if self.holdings.told.len() >= MAX_TOLD && !self.holdings.told.contains_key(&source) {
            self.holdings.told.clear();
        }
        let told = self.holdings.told.entry(source).or_default();
        let heads = self.logs.heads();
        let news = heads.iter().filter(|head| told.get(&head.log).copied().unwrap_or(0) < head.seq).take(MAX_WANTS);
        let news: Vec<Want> = news.map(|head| Want { log: head.log, after: 0, upto: head.seq }).collect();
        told.extend(news.iter().map(|want| (want.log, want.upto)));
        news
    }

    /// Remembers what a person's device holds durably.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn note_have(&mut self, person: PersonId, logs: &[Want], store: &mut dyn Store) -> Result<Outcome, StoreError> {
        let mut step = Step::default();
        if self.holdings.have.len() >= MAX_HOLDERS && !self.holdings.have.contains_key(&person) {
            return Ok(step.outcome);
        }
        let own = self.device.device();
        let mut shown: Vec<(LogId, u64, u64)> = Vec::new();
        let have = self.holdings.have.entry(person).or_default();
        for want in logs {
            // Only what is here can be held elsewhere; a boast is cut to it.
            let Some(head) = self.logs.head(&want.log) else { continue };
            let upto = want.upto.min(head);
            let before = have.insert(want.log, upto).unwrap_or(0);
            if want.log.device == own && before < upto {
                shown.push((want.log, before.max(upto.saturating_sub(MAX_LOOKED_AT)), upto));
            }
        }
        let key = keys::named(&self.community, "have", &person.0);
        let all: Vec<Want> = have.iter().map(|(log, upto)| Want { log: *log, after: 0, upto: *upto }).collect();
        let mut w = crate::cbor::Writer::new();
        w.list(&all);
        step.batch.put(Tree::Own, key, w.finish());
        for (log, before, upto) in shown {
            for seq in before + 1..=upto {
                let Some(hash) = self.logs.hash_at(&log, seq) else { continue };
                let entry = self.stored_entry(&Pending { log, seq, hash }, store, &step.batch)?;
                if let Some(target) = entry.and_then(|entry| entry.header().target) {
                    self.touch_subject(target, &mut step);
                }
            }
        }
        store.commit(std::mem::take(&mut step.batch))?;
        Ok(step.outcome)
    }

    /// Returns how many other persons are known to hold entry `seq` of `log`.
    #[must_use]
    pub(super) fn holders(&self, log: &LogId, seq: u64) -> u32 {
        let others = self.holdings.have.iter().filter(|(person, _)| **person != self.person);
        let holding = others.filter(|(_, have)| have.get(log).is_some_and(|upto| *upto >= seq));
        u32::try_from(holding.count()).unwrap_or(u32::MAX)
    }

    /// Returns how many entries of this device no other member is known to hold; 0 where there is no other member.
    #[must_use]
    pub fn waiting(&self) -> u64 {
        if !self.authority.members().any(|member| member.person != self.person) {
            return 0;
        }
        let device = self.device.device();
        let others = || self.holdings.have.iter().filter(|(person, _)| **person != self.person);
        let own = self.logs.ids().filter(|log| log.device == device);
        let alone = own.map(|log| {
            let held = others().filter_map(|(_, have)| have.get(log)).max().copied().unwrap_or(0);
            self.logs.head(log).unwrap_or(0).saturating_sub(held)
        });
        alone.sum()
    }

    /// Reads back what was known of others' holdings.
    pub(super) fn load_holdings(&mut self, store: &dyn Store) -> Result<(), StoreError> {
        let prefix = keys::named(&self.community, "have", &[]);
        for (key, value) in store.scan(Tree::Own, &prefix, Direction::Forward, MAX_HOLDERS)? {
            let person = key.get(prefix.len()..).and_then(PersonId::from_slice);
            let wants: Option<Vec<Want>> = crate::cbor::Reader::new(&value).list(MAX_WANTS, "have").ok();
            if let (Some(person), Some(wants)) = (person, wants) {
                self.holdings.have.insert(person, wants.into_iter().map(|want| (want.log, want.upto)).collect());
            }
        }
        Ok(())
    }

    /// Signs a handshake statement with this device's key.
    #[must_use]
    pub fn prove(&self, statement: &[u8]) -> (DeviceId, Signature) {
        (self.device.device(), self.device.signing.sign(Purpose::Handshake, &self.community, statement))
    }

    /// Returns whose device signed the statement, where it is an admitted one.
    #[must_use]
    pub fn believe(&self, device: DeviceId, statement: &[u8], signature: &Signature) -> Option<PersonId> {
        let known = self.authority.device(&device).filter(|known| !known.revoked)?;
        verify(&device.0, Purpose::Handshake, &self.community, statement, signature).ok()?;
        self.authority.role(&known.person).map(|_| known.person)
    }

    pub(super) fn touch_subject(&self, target: DocId, step: &mut Step) {
        let Some(info) = self.documents.get(&target) else { return };
        let parent = info.parent();
        match info.kind {
            DocKind::Segment => step.changed(Subject::Messages(parent)),
            DocKind::Posts => step.changed(Subject::Posts(parent)),
            DocKind::Thread => match info.docref().and_then(|docref| docref.object) {
                Some(post) => step.changed(Subject::Thread(post)),
                None => step.changed(Subject::Event(parent)),
            },
            DocKind::Event => step.changed(Subject::Event(target)),
            DocKind::Rsvp => step.changed(Subject::Event(parent)),
            DocKind::Group => step.changed(Subject::Group(target)),
            DocKind::Joined => step.changed(Subject::Group(parent)),
            DocKind::Room | DocKind::Board | DocKind::Profiles => (),
        }
    }
}

/// Whether somebody of `rank` (`None`: removed) is served this lane.
fn may_read(rank: Option<Rank>, lane: Lane) -> bool {
    match rank {
        None => lane == Lane::CONTROL,
        Some(rank) => crate::policy::lane_rank(lane).is_some_and(|least| rank >= least),
    }
}
