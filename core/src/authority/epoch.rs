//! Epochs that authority accepts: a graph from Genesis on (protocol 4.10, amendments II, 30 and 34).

use super::{Backlinks, EpochCommit, Rekey};
use crate::domain::Rank;
use crate::encryption::Domain;
use crate::id::{DeviceId, EntryHash, PersonId};
use crate::time::{DAY_MS, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// One accepted epoch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Epoch {
    /// Genesis or the Rekey entry.
    pub id: EntryHash,
    /// The highest domain concerned.
    pub domain: Domain,
    /// 0 for Genesis.
    pub number: u64,
    /// One for the domain and each derived from it.
    pub commits: Vec<EpochCommit>,
    /// The epochs it follows.
    pub parents: BTreeSet<EntryHash>,
    /// Removals, revocations and leaves that it answers.
    pub cause: BTreeSet<EntryHash>,
    /// BLAKE3 root of the blob of boxes; `None` for Genesis, whose box is in Genesis.
    pub boxes: Option<[u8; 32]>,
    /// BLAKE3 of control heads and recipients; `None` for Genesis, whose only recipient is the founder.
    pub recipients: Option<[u8; 32]>,
    /// Links to older epochs, for each derived domain.
    pub backlinks: Vec<Backlinks>,
    /// Who made it.
    pub issuer: PersonId,
    /// With which device.
    pub device: DeviceId,
    /// The issuer's rank in the standing cited; a member cannot displace epochs made by staff.
    pub rank: Rank,
    /// When, as declared.
    pub ts: Timestamp,
}

/// An epoch without a cause may follow its parents after this long (amendments II, 34).
const REKEY_AFTER_MS: u64 = 30 * DAY_MS;
/// Ancestors looked at to see whether a cause was answered before; beyond, it counts as unanswered.
const MAX_ANCESTORS: usize = 4_096;

/// Returns whether `rekey` fits the graph and has a reason.
///
/// - Its commitments are sorted, include its own domain, and none is above it.
/// - Its parents are accepted epochs, and its number is one more than their highest.
/// - An admin needs no reason. Anybody else names at least one accepted loss that no ancestor answered, or is 30 days later
///   than every parent.
pub(super) fn follows(
    epochs: &BTreeMap<EntryHash, Epoch>,
    answered: &BTreeMap<EntryHash, BTreeSet<EntryHash>>,
    losses: &BTreeSet<EntryHash>,
    rekey: &Rekey,
    rank: Rank,
    ts: Timestamp,
) -> bool {
    let sorted = rekey.commits.iter().zip(rekey.commits.iter().skip(1)).all(|(a, b)| a.domain < b.domain);
    let within = rekey
        .commits
        .iter()
        .all(|commit| commit.domain.audience <= rekey.domain.audience && commit.domain.retention == rekey.domain.retention);
    if !sorted || !within || !rekey.commits.iter().any(|commit| commit.domain == rekey.domain) {
        return false;
    }
    let parents: Option<Vec<&Epoch>> = rekey.parents.iter().map(|parent| epochs.get(parent)).collect();
    let Some(parents) = parents else { return false };
    let Some(highest) = parents.iter().map(|parent| parent.number).max() else { return false };
    if rekey.number != highest + 1 {
        return false;
    }
    if rank >= Rank::Admin || parents.iter().all(|parent| ts.0 >= parent.ts.0.saturating_add(REKEY_AFTER_MS)) {
        return true;
    }
    rekey
        .cause
        .iter()
        .any(|cause| losses.contains(cause) && answered.get(cause).is_none_or(|by| !descends_from(epochs, &rekey.parents, by)))
}

/// Returns whether one of `heads` or their ancestors is in `sought`.
fn descends_from(epochs: &BTreeMap<EntryHash, Epoch>, heads: &BTreeSet<EntryHash>, sought: &BTreeSet<EntryHash>) -> bool {
    // Highest number first: once below every sought epoch there is nothing more to find.
    let lowest = sought.iter().filter_map(|id| epochs.get(id)).map(|epoch| epoch.number).min().unwrap_or(0);
    let mut open: BTreeSet<(u64, EntryHash)> =
        heads.iter().filter_map(|id| epochs.get(id)).map(|epoch| (epoch.number, epoch.id)).collect();
    for _ in 0..MAX_ANCESTORS {
        let Some((number, id)) = open.pop_last() else { return false };
        if sought.contains(&id) {
            return true;
        }
        if number <= lowest {
            continue;
        }
        let parents = epochs.get(&id).into_iter().flat_map(|epoch| &epoch.parents);
        open.extend(parents.filter_map(|id| epochs.get(id)).map(|epoch| (epoch.number, epoch.id)));
    }
    false
}
