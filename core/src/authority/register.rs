//! Registers: settings of the community and policies of documents. Of several the one that counts is found by what
//! supersedes what, then seniority, then the smaller hash.

use super::{DocPolicy, Seniority, SettingValue};
use crate::domain::Rank;
use crate::id::{EntryHash, PersonId};
use crate::time::Timestamp;
use std::collections::BTreeSet;

/// The value in force of one setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The entry that set it; a new value names it in `supersedes`.
    pub id: EntryHash,
    /// The value.
    pub value: SettingValue,
    /// Who set it.
    pub issuer: PersonId,
    /// When, as declared.
    pub ts: Timestamp,
    /// Every entry of this key that nothing supersedes, this one among them: what a new value should supersede.
    pub heads: BTreeSet<EntryHash>,
}

/// An accepted policy of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The entry.
    pub id: EntryHash,
    /// What it says.
    pub policy: DocPolicy,
    /// Who issued it.
    pub issuer: PersonId,
    /// The issuer's rank in the standing cited; below moderator the document decides whether the issuer may.
    pub rank: Rank,
    /// Whether an accepted policy replaces it.
    pub superseded: bool,
}

/// A candidate for a register.
#[derive(Clone, Debug)]
pub(super) struct Candidate<'a, T> {
    pub(super) id: EntryHash,
    pub(super) seniority: Seniority,
    pub(super) person: PersonId,
    pub(super) ts: Timestamp,
    pub(super) value: &'a T,
    pub(super) supersedes: &'a BTreeSet<EntryHash>,
}

/// Returns the ids of those that no other one supersedes, and among them the most senior, then the smallest.
pub(super) fn in_force<'c, 'a, T>(candidates: &'c [Candidate<'a, T>]) -> (BTreeSet<EntryHash>, Option<&'c Candidate<'a, T>>) {
    let replaced: BTreeSet<&EntryHash> = candidates.iter().flat_map(|candidate| candidate.supersedes).collect();
    let open = || candidates.iter().filter(|candidate| !replaced.contains(&candidate.id));
    let heads = open().map(|candidate| candidate.id).collect();
    (heads, open().min_by_key(|candidate| (candidate.seniority, candidate.id)))
}
