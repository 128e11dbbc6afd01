//! Whether a standing is void, ended or live, as seniors decided.

use super::super::{Cut, Seniority, Standing};
use super::Resolver;
use super::person::Loss;
use crate::domain::Rank;
use crate::id::EntryHash;
use std::collections::{BTreeMap, BTreeSet};

/// What seniors, and the person's own leaves, make of a standing.
pub(super) enum Judgement<'a> {
    /// Never in force.
    Void(Option<EntryHash>),
    /// In force, up to cuts where there are any.
    Counts {
        /// Removals, demotions and leaves that end it.
        ends: BTreeMap<EntryHash, &'a Cut>,
        /// Those of them that others issued.
        by_others: BTreeSet<EntryHash>,
        /// Removals that the grant overrides.
        overridden: BTreeMap<EntryHash, &'a Cut>,
    },
}

impl<'a> Resolver<'a> {
    /// Judges a standing at its turn: everything that can limit it has been read.
    pub(super) fn judge(
        &mut self,
        standing: &Standing,
        granter: Option<&Seniority>,
        over: Option<&BTreeSet<EntryHash>>,
    ) -> Judgement<'a> {
        let (mut ends, mut by_others, mut overridden) = (BTreeMap::new(), BTreeSet::new(), BTreeMap::new());
        let Some(person) = self.people.get_mut(&standing.person) else {
            return Judgement::Counts { ends, by_others, overridden };
        };
        let names = |id: &EntryHash| over.is_some_and(|over| over.contains(id));
        let mut void = None;
        let mut wrong_over = false;
        let mut applied: Vec<Loss<'a>> = Vec::new();
        for loss in &person.losses {
            let concerns = loss.id != standing.id && loss.floor.is_none_or(|floor| standing.rank > floor);
            if !concerns || !loss.issuer.outranks(&standing.seniority) || !person.is_reached_by(loss) {
                continue;
            }
            if names(&loss.id) {
                if !granter.is_some_and(|granter| may_override(granter, standing.issuer.as_ref(), loss)) {
                    wrong_over = true;
                } else if loss.floor.is_none() {
                    overridden.insert(loss.id, loss.cut);
                }
                continue;
            }
            applied.push(*loss);
            if loss.kills.contains(&standing.id) {
                ends.insert(loss.id, loss.cut);
                by_others.insert(loss.id);
            } else {
                void = void.or(Some(loss.id));
            }
        }
        for left in &person.leaves {
            let concerns = left.to_rank.is_none_or(|to_rank| standing.rank > to_rank);
            if concerns && !names(&left.id) {
                ends.insert(left.id, left.cut);
            }
        }
        // What took effect against the person pins the person's logs, and nobody else's.
        for loss in applied {
            person.in_effect.insert(loss.id);
            for (log, head) in &loss.cut.0 {
                if log.lane == crate::id::Lane::CONTROL {
                    let order = (loss.issuer, loss.seq, loss.id);
                    person.pins.entry(log.device).or_default().insert((order, head.hash));
                }
            }
        }
        if wrong_over {
            return Judgement::Void(None);
        }
        match void {
            Some(by) => Judgement::Void(Some(by)),
            None => Judgement::Counts { ends, by_others, overridden },
        }
    }
}

/// Returns whether a grant by `granter` may override `loss` (amendments II, 3).
fn may_override(granter: &Seniority, granter_standing: Option<&EntryHash>, loss: &Loss<'_>) -> bool {
    granter.rank() >= Rank::Moderator
        && granter.rank() >= loss.issuer.rank()
        && (!loss.ban || granter_standing == Some(&loss.issuer_standing) || granter.outranks(&loss.issuer))
}
