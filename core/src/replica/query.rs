//! What screens and sessions ask of a replica.

use super::Replica;
use super::open_document::Pending;
use crate::authority::{Authority, Invitation, SettingValue, setting};
use crate::cbor::Cbor;
use crate::document::Document;
use crate::domain::{DocKind, Rank};
use crate::encryption::{Audience, EpochSecret, TopicKey};
use crate::entry::{Entry, Quota};
use crate::id::{CommunityId, DeviceId, DocId, EntryHash, Lane, ObjRef, PersonId};
use crate::index::Index;
use crate::limits::MAX_GOSSIP_PAYLOAD_BYTES;
use crate::store::keys;
use crate::store::{Batch, Store, StoreError, Tree};
use crate::time::Timestamp;
use rand_core::CryptoRng;

/// An invite, with its secret half where this device made it.
#[derive(Clone, Debug)]
pub struct InviteView {
    /// What authority knows of it.
    pub invitation: Invitation,
    /// Seed of its key pair.
    pub seed: Option<[u8; 16]>,
}

impl Replica {
    /// Returns the community's id.
    #[must_use]
    pub const fn community(&self) -> CommunityId {
        self.community
    }

    /// Returns who this device's person is here.
    #[must_use]
    pub const fn person(&self) -> PersonId {
        self.person
    }

    /// Returns this device.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        self.device.device()
    }

    /// Returns when this device came here.
    #[must_use]
    pub const fn since(&self) -> Timestamp {
        self.since
    }

    /// Returns how much a device may write here; `None` where that is not limited.
    #[must_use]
    pub const fn quota(&self) -> Option<Quota> {
        self.logs.quota()
    }

    /// Returns this person's rank; `None` where it is removed or not in yet.
    #[must_use]
    pub fn role(&self) -> Option<Rank> {
        self.authority.role(&self.person)
    }

    /// Returns who may do what.
    #[must_use]
    pub const fn authority(&self) -> &Authority {
        &self.authority
    }

    /// Returns the text of a setting, or what Genesis says of the name.
    #[must_use]
    pub fn setting(&self, key: &str) -> String {
        match self.authority.settings().get(key).map(|setting| &setting.value) {
            Some(SettingValue::Text(text)) => text.clone(),
            _ if key == setting::NAME => self.genesis_name(),
            _ => String::new(),
        }
    }

    fn genesis_name(&self) -> String {
        match self.control.get(&EntryHash(self.community.0)).map(|entry| &entry.op) {
            Some(crate::authority::ControlOp::Genesis(genesis)) => genesis.name.clone(),
            _ => String::new(),
        }
    }

    /// Returns the rows of this community.
    #[must_use]
    pub fn index<'s>(&'s self, store: &'s dyn Store) -> Index<'s, dyn Store + 's> {
        Index::new(store, self.community, self)
    }

    /// Returns the invites, newest first; their secret halves where this device made them.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn invites(&self, store: &dyn Store) -> Result<Vec<InviteView>, StoreError> {
        let mut views = Vec::new();
        for invitation in self.authority.invites() {
            let seed = store.get(Tree::Own, &keys::named(&self.community, "invite", &invitation.id.0))?;
            views.push(InviteView { invitation: invitation.clone(), seed: seed.and_then(|seed| seed.try_into().ok()) });
        }
        views.sort_by_key(|view| std::cmp::Reverse(view.invitation.created));
        Ok(views)
    }

    /// Returns how many other persons are known to hold the entry that made this object durably.
    #[must_use]
    pub fn copies(&self, object: &ObjRef) -> u32 {
        self.canonical_place(&object.entry).map_or(0, |at| self.holders(&at.log, at.seq))
    }

    /// Returns the names of the gossip topics to listen to: lanes 0 to 2, and 3 for staff, of every epoch whose key is here.
    #[must_use]
    pub fn topics(&self) -> Vec<[u8; 16]> {
        self.keys.iter().flat_map(|(_, secret)| topics_of(secret)).map(|(_, name)| name).collect()
    }

    /// Wraps an entry for gossip; `None` where there is no key for its lane. A payload over 14 KiB does not travel this way.
    #[must_use]
    pub fn to_gossip(&self, entry: &Entry, rng: &mut impl CryptoRng) -> Option<([u8; 16], Vec<u8>)> {
        let lane = entry.header().lane;
        let secret = self.gossip_secret(lane)?;
        let (lane, name) = topics_of(secret).into_iter().find(|(of, _)| *of == lane)?;
        let is_long = entry.payload().is_some_and(|payload| payload.len() > MAX_GOSSIP_PAYLOAD_BYTES);
        let message = if is_long { entry.detached().to_cbor() } else { entry.to_cbor() };
        secret.topic_key().wrap(lane, &message, rng).ok().map(|envelope| (name, envelope))
    }

    /// Opens a gossip envelope; `None` where nobody who holds the topic's key made it.
    #[must_use]
    pub fn from_gossip(&self, topic: &[u8; 16], envelope: &[u8]) -> Option<Entry> {
        for (_, secret) in self.keys.iter() {
            if let Some((lane, _)) = topics_of(secret).into_iter().find(|(_, name)| name == topic) {
                let message = secret.topic_key().unwrap(lane, envelope).ok()?;
                return Entry::from_cbor(&message).ok().filter(|entry| entry.header().lane == lane);
            }
        }
        None
    }

    /// Returns the newest secret under which gossip of `lane` travels; the control lane goes to all who read the guest lane.
    fn gossip_secret(&self, lane: Lane) -> Option<&EpochSecret> {
        let audience = if lane == Lane::CONTROL { Audience::Guest } else { Audience::of_lane(lane)? };
        let mut epochs: Vec<_> = self.authority.epochs().values().collect();
        epochs.sort_by_key(|epoch| (epoch.number, epoch.rank, std::cmp::Reverse(epoch.id)));
        let commits = epochs.iter().rev().flat_map(|epoch| &epoch.commits);
        commits.filter(|commit| commit.domain.audience == audience).find_map(|commit| self.keys.get(&commit.kid()))
    }

    /// Returns every document of this community with its type, by id.
    pub fn documents(&self) -> impl Iterator<Item = (DocId, DocKind)> {
        self.documents.iter().map(|(id, info)| (*id, info.kind))
    }

    /// Reads a document whole and hands it to `read`, for export.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn with_document<T>(
        &mut self,
        id: DocId,
        store: &dyn Store,
        read: impl FnOnce(&mut Document) -> T,
    ) -> Result<Option<T>, StoreError> {
        let mut step = super::step::Step::default();
        let Some(mut open) = self.current_document(id, &mut step, store)? else { return Ok(None) };
        let answer = read(&mut open.document);
        self.keep_open(id, open);
        Ok(Some(answer))
    }

    /// Returns every entry of this community that is on a branch that counts, log by log, for export.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn entries(&self, store: &dyn Store) -> Result<Vec<Entry>, StoreError> {
        let mut entries = Vec::new();
        for log in self.logs.ids() {
            for seq in 1..=self.logs.head(log).unwrap_or(0) {
                let Some(hash) = self.logs.hash_at(log, seq) else { break };
                entries.extend(self.stored_entry(&Pending { log: *log, seq, hash }, store, &Batch::new())?);
            }
        }
        Ok(entries)
    }
}

/// Returns the topics of a secret: its own lane, and lane 0 with the lowest audience.
fn topics_of(secret: &EpochSecret) -> Vec<(Lane, [u8; 16])> {
    let lanes = match secret.domain.audience {
        Audience::Guest => vec![Lane::CONTROL, Lane::GUEST],
        Audience::Member | Audience::Staff => vec![secret.domain.audience.lane()],
    };
    let key = secret.topic_key();
    lanes.into_iter().map(|lane| (lane, topic_bytes(&key, lane))).collect()
}

/// Returns the 16 bytes that a topic's name spells in hex.
fn topic_bytes(key: &TopicKey, lane: Lane) -> [u8; 16] {
    let bytes = data_encoding::HEXLOWER.decode(key.topic(lane).as_bytes()).unwrap_or_default();
    bytes.try_into().unwrap_or_default()
}
