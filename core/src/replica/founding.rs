//! How a replica begins: founding, letting in, joining, opening again.

use super::doorplate::still_opens;
use super::invite_link::InviteLink;
use super::step::Step;
use super::{Reception, Replica};
use crate::authority::{
    Admit, Authority, ControlOp, EpochCommit, EpochZero, Genesis, InviteProof, JoinRequest, Quotas, SUITE_V1, SetSetting,
    SettingValue, setting,
};
use crate::cbor::{Cbor, CborError, Reader, Writer};
use crate::domain::Rank;
use crate::encryption::{Audience, BoxPurpose, Commitment, Domain, EpochSecret, KeyRing, LogHead, Retention, Welcome, seal_box};
use crate::entry::{Body, Entry, Header, Permit, decode_range};
use crate::id::{CommunityId, EntryHash, Lane, PersonId};
use crate::identity::{Certificate, Persona};
use crate::limits::RULES_VERSION;
use crate::outcome::Outcome;
use crate::store::{Store, StoreError, Tree, keys};
use crate::subject::Subject;
use crate::sync::{Refusal, Want};
use crate::time::Timestamp;
use rand_core::CryptoRng;
use std::collections::BTreeSet;

/// Bytes of one range of the control lane that a joiner gets.
const WELCOME_RANGE_BYTES: usize = 512 * 1024;

/// Why a community was not founded or joined; nothing of it was written.
#[derive(Debug, thiserror::Error)]
pub enum BeginError {
    /// What was handed over does not hold together.
    #[error("what the neighbour handed over is not in order: {0}")]
    NotInOrder(&'static str),
    /// The store does not take it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a joiner is handed.
#[derive(Debug)]
pub struct Admitted {
    /// HPKE box for the joiner's device.
    pub welcome: Vec<u8>,
    /// The control lane.
    pub ranges: Vec<Vec<u8>>,
    /// What the caller has to do here.
    pub outcome: Outcome,
}

/// A join request as it travels: `[request, proof]`.
struct Knock {
    request: JoinRequest,
    proof: InviteProof,
}

impl Replica {
    /// Founds a community.
    ///
    /// - `kind`: what it is, as screens name it (`neighbourhood`, `association`, …).
    /// - `quotas`: fixed for ever in Genesis; `None` for none.
    ///
    /// # Errors
    /// [`BeginError`].
    pub fn found(
        name: &str,
        kind: &str,
        persona: &Persona,
        quotas: Option<Quotas>,
        store: &mut dyn Store,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) -> Result<(Self, Outcome), BeginError> {
        let mut nonce = [0; 32];
        rng.fill_bytes(&mut nonce);
        let before = CommunityId(nonce);
        let secret = EpochSecret::generate(Domain::STAFF, rng);
        let commits: Vec<EpochCommit> = secret.derived().iter().filter_map(epoch_commit).collect();
        let commitment = secret.commitment().expect("a fresh secret has its history");
        let sealed = seal_box(BoxPurpose::Rekey, &before, &secret, &commitment, &persona.keys.public(), rng)
            .map_err(|_| BeginError::NotInOrder("own sealing key"))?;
        let genesis = ControlOp::Genesis(Genesis {
            suite: SUITE_V1,
            rules_version: RULES_VERSION,
            min_rules: RULES_VERSION,
            nonce,
            name: name.to_owned(),
            founder: persona.certificate(&before),
            epoch: EpochZero { domain: Domain::STAFF, commits, sealed },
            quotas,
            origin: None,
        });
        let payload = Body::control(genesis.to_cbor()).to_cbor();
        let header = Header {
            version: RULES_VERSION,
            device: persona.keys.device(),
            lane: Lane::CONTROL,
            seq: 1,
            prev: EntryHash::ZERO,
            time: now,
            permit: Some(Permit::PERSON),
            target: None,
            kid: None,
            ops: 0,
            payload_len: payload.len() as u64,
            payload_hash: *blake3::hash(&payload).as_bytes(),
        };
        let community = CommunityId(header.hash(&CommunityId::ZERO).0);
        let entry =
            Entry::sign(header, payload, &community, &persona.keys.signing).map_err(|_| BeginError::NotInOrder("genesis"))?;

        let mut replica = Self::empty(community, persona, quotas, now);
        for part in secret.derived() {
            let commitment = part.commitment().expect("derived secrets keep their history");
            replica.keys.insert(part, &commitment).map_err(|_| BeginError::NotInOrder("epoch secret"))?;
        }
        let mut step = Step::default();
        replica.remember(&mut step);
        replica.take_own(entry, now, &mut step);
        let mut outcome = replica.finish(step, store)?;
        let set =
            SetSetting { key: setting::KIND.into(), value: SettingValue::Text(kind.into()), supersedes: Default::default() };
        let written = replica.write_control(&ControlOp::SetSetting(set), Rank::Admin, store, now, rng);
        outcome.merge(written.map_err(|_| BeginError::NotInOrder("first setting"))?.1);
        outcome.changed.insert(Subject::Community);
        Ok((replica, outcome))
    }

    /// Returns whether a join request is for this community.
    #[must_use]
    pub fn is_asked(&self, request: &[u8]) -> bool {
        Knock::from_cbor(request).is_ok_and(|knock| knock.request.community == self.community)
    }

    /// Returns who asks to join, where the request is one.
    #[must_use]
    pub fn asking(request: &[u8]) -> Option<PersonId> {
        Knock::from_cbor(request).ok().map(|knock| knock.request.certificate.person())
    }

    /// Returns the request with which `persona` asks to join by `link`.
    #[must_use]
    pub fn join_request(persona: &Persona, link: &InviteLink, profile: &[u8]) -> Vec<u8> {
        let request = JoinRequest {
            community: link.community,
            invite: Some(link.invite),
            certificate: persona.certificate(&link.community),
            profile: *blake3::hash(profile).as_bytes(),
        };
        let proof = request.prove(&link.key());
        Knock { request, proof }.to_cbor()
    }

    /// Lets a joiner in: writes the admission and seals the welcome.
    ///
    /// # Errors
    /// Why not. All doubtful cases look alike.
    pub fn admit(
        &mut self,
        request: &[u8],
        store: &mut dyn Store,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) -> Result<Admitted, Refusal> {
        self.admit_over(request, false, store, now, rng)
    }

    /// Lets somebody in on purpose: who came with an invite that asks for a yes, or was removed before. At least moderators
    /// may, and not against a higher rank or a ban (amendments II, 3). Who was removed comes with a new device.
    ///
    /// # Errors
    /// Why not.
    pub fn admit_again(
        &mut self,
        request: &[u8],
        store: &mut dyn Store,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) -> Result<Admitted, Refusal> {
        self.admit_over(request, true, store, now, rng)
    }

    fn admit_over(
        &mut self,
        request: &[u8],
        is_deliberate: bool,
        store: &mut dyn Store,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) -> Result<Admitted, Refusal> {
        let Knock { request, proof } = Knock::from_cbor(request).map_err(|_| Refusal::UnknownInvite)?;
        let certificate = request.certificate.clone();
        let in_order =
            request.community == self.community && proof.verify(&request).is_ok() && certificate.verify(&self.community).is_ok();
        let invite = request.invite.filter(|_| in_order).and_then(|id| self.authority.invite(&id)).cloned();
        let invite = invite.filter(|invite| invite.invite.key == proof.key).ok_or(Refusal::UnknownInvite)?;
        if self.authority.is_banned(&certificate.root()) {
            return Err(Refusal::Banned);
        }
        let is_known = self.authority.device(&certificate.device()).is_some_and(|known| known.person == certificate.person());
        let mut outcome = Outcome::default();
        if !is_known {
            still_opens(&invite, now)?;
            let own = self.role().ok_or(Refusal::NotNow)?;
            // Only somebody who may say yes is asked to.
            let later = if own < Rank::Moderator { Refusal::NotNow } else { Refusal::NeedsApproval };
            if invite.invite.approval && !(is_deliberate && own >= Rank::Moderator) {
                return Err(later);
            }
            let role = invite.invite.role.min(own);
            let (over, least) = self.overridden(&certificate.person(), role, is_deliberate).ok_or(later)?;
            let permit = self.permit_for(least).ok_or(Refusal::NotNow)?;
            let op = ControlOp::Admit(Admit { request, proof: Some(proof), role, over });
            let is_in = |authority: &Authority| authority.device(&certificate.device()).is_some_and(|known| !known.revoked);
            let written = self.write_control_under(&op, permit, is_in, store, now, rng);
            outcome = written.map_err(|_| Refusal::NotNow)?.1;
        }
        let welcome = self.welcome(&certificate, rng).ok_or(Refusal::NotNow)?;
        let ranges = self.control_ranges(store).map_err(|_| Refusal::NotNow)?;
        Ok(Admitted { welcome, ranges, outcome })
    }

    /// Returns what an admission of `person` as `role` overrides, and the rank it takes; `None` where it takes a deliberate act.
    ///
    /// What somebody gave back may be given again by anybody who admits (docs/decisions/0006).
    fn overridden(&self, person: &PersonId, role: Rank, is_deliberate: bool) -> Option<(BTreeSet<EntryHash>, Rank)> {
        let (mut over, mut least) = (BTreeSet::new(), Rank::Member);
        let taken = self.authority.removals().iter().filter(|loss| loss.person == *person);
        for loss in taken.filter(|loss| loss.to_rank.is_none_or(|floor| floor < role)) {
            if loss.issuer != *person {
                let by = self.control.get(&loss.id).and_then(|entry| self.authority.standing(&entry.at.permit))?;
                least = least.max(by.rank).max(Rank::Moderator);
                if !is_deliberate {
                    return None;
                }
            }
            over.insert(loss.id);
        }
        Some((over, least))
    }

    fn welcome(&self, certificate: &Certificate, rng: &mut impl CryptoRng) -> Option<Vec<u8>> {
        let role = self.authority.role(&certificate.person())?;
        let audience = match role {
            Rank::Guest => Domain { audience: Audience::Guest, retention: Retention::Keep },
            Rank::Member => Domain::MEMBER,
            Rank::Moderator | Rank::Admin | Rank::Owner => Domain::STAFF,
        };
        let epochs: Vec<EpochSecret> =
            self.keys.iter().map(|(_, secret)| secret).filter(|secret| secret.domain <= audience).cloned().collect();
        let heads = self.logs.control_heads().into_iter().map(|(log, seq, head)| LogHead { log, seq, head }).collect();
        Welcome { community: self.community, heads, epochs }.seal(&certificate.endorsement.keys, rng).ok()
    }

    fn control_ranges(&self, store: &dyn Store) -> Result<Vec<Vec<u8>>, StoreError> {
        let mut ranges = Vec::new();
        for (log, upto, _) in self.logs.control_heads() {
            let mut after = 0;
            while after < upto {
                let Some((bytes, last)) = self.range(&Want { log, after, upto }, WELCOME_RANGE_BYTES, store)? else { break };
                ranges.push(bytes);
                after = last;
            }
        }
        Ok(ranges)
    }

    /// Joins: takes over the control lane and the keys that a member handed over.
    ///
    /// # Errors
    /// [`BeginError`].
    pub fn join(
        community: CommunityId,
        persona: &Persona,
        welcome: &[u8],
        ranges: &[Vec<u8>],
        store: &mut dyn Store,
        now: Timestamp,
    ) -> Result<(Self, Outcome), BeginError> {
        let welcome = Welcome::open(&community, &persona.keys, welcome).map_err(|_| BeginError::NotInOrder("welcome"))?;
        let mut step = Step::default();
        let mut all = Vec::new();
        for range in ranges {
            all.extend(decode_range(&community, range).map_err(|_| BeginError::NotInOrder("control lane"))?.entries);
        }
        let genesis = all.iter().find(|entry| entry.hash().0 == community.0).ok_or(BeginError::NotInOrder("no genesis"))?;
        let quotas = match control_op(genesis.entry()) {
            Some(ControlOp::Genesis(genesis)) => genesis.quotas,
            _ => return Err(BeginError::NotInOrder("genesis")),
        };
        let mut replica = Self::empty(community, persona, quotas, now);
        for entry in all.into_iter().filter(|entry| entry.header().lane == Lane::CONTROL) {
            if let Reception::Rejected(_) = replica.place_foreign(entry, now, &mut step) {
                return Err(BeginError::NotInOrder("control lane"));
            }
        }
        replica.resolve_again(&mut step);
        if replica.authority.device(&persona.keys.device()).is_none_or(|known| known.person != persona.person()) {
            return Err(BeginError::NotInOrder("no admission"));
        }
        replica.take_secrets(welcome.epochs);
        replica.remember(&mut step);
        let mut outcome = replica.finish(step, store)?;
        outcome.changed.insert(Subject::Community);
        Ok((replica, outcome))
    }

    /// Takes epoch secrets whose commitments the control lane has published.
    fn take_secrets(&mut self, secrets: Vec<EpochSecret>) {
        let commits: Vec<EpochCommit> = self.authority.epochs().values().flat_map(|epoch| epoch.commits.clone()).collect();
        for secret in secrets {
            let commit = commits.iter().find(|commit| commit.kid() == secret.kid() && commit.domain == secret.domain);
            if let Some(commit) = commit {
                let commitment = Commitment { epoch: commit.epoch, history: commit.history };
                // A full ring or a wrong secret delays reading; it decides nothing.
                let _ = self.keys.insert(secret, &commitment);
            }
        }
    }

    /// Writes down what this device must never lose: its persona and its keys.
    fn remember(&self, step: &mut Step) {
        let own = Own { persona: self.persona.clone(), since: self.since, keys: self.keys.clone() };
        step.batch.put(Tree::Keys, keys::named(&self.community, "own", &[]), own.to_cbor());
        step.batch.put(Tree::Communities, self.community.0.to_vec(), vec![1]);
    }

    /// Returns the communities of this store.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn communities(store: &dyn Store) -> Result<Vec<CommunityId>, StoreError> {
        let rows = store.scan(Tree::Communities, &[], crate::store::Direction::Forward, crate::limits::MAX_COMMUNITIES)?;
        Ok(rows.iter().filter_map(|(key, _)| CommunityId::from_slice(key)).collect())
    }

    /// Opens a community from the store.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] where what must be there is not.
    pub fn open(community: CommunityId, store: &dyn Store) -> Result<Self, StoreError> {
        let corrupt = |what: &str| StoreError::Corrupt(format!("community {community:?}: {what}"));
        let own = store.get(Tree::Keys, &keys::named(&community, "own", &[]))?.ok_or_else(|| corrupt("no own keys"))?;
        let own = Own::from_cbor(&own).map_err(|_| corrupt("own keys"))?;
        let mut replica = Self::empty(community, &own.persona, None, own.since);
        replica.keys = own.keys;
        replica.load(store)?;
        Ok(replica)
    }
}

/// Returns the control operation of an entry of lane 0.
pub(super) fn control_op(entry: &Entry) -> Option<ControlOp> {
    let body = Body::from_cbor(entry.payload()?).ok()?;
    ControlOp::from_cbor(&body.into_control().ok()?).ok()
}

fn epoch_commit(secret: &EpochSecret) -> Option<EpochCommit> {
    let commitment = secret.commitment()?;
    Some(EpochCommit { domain: secret.domain, epoch: commitment.epoch, history: commitment.history })
}

/// What a device keeps of its own for one community.
struct Own {
    persona: Persona,
    since: Timestamp,
    keys: KeyRing,
}

impl Cbor for Own {
    fn write(&self, w: &mut Writer) {
        w.array(3).value(&self.persona).value(&self.since).value(&self.keys);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(3, "own keys")?;
        Ok(Self { persona: Persona::read(r)?, since: Timestamp::read(r)?, keys: KeyRing::read(r)? })
    }
}

impl Cbor for Knock {
    fn write(&self, w: &mut Writer) {
        w.array(2).value(&self.request).value(&self.proof);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(2, "knock")?;
        Ok(Self { request: JoinRequest::read(r)?, proof: InviteProof::read(r)? })
    }
}
