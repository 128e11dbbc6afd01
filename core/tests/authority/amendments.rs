//! What holds since the amendments II, 1 to 13 and 28.

mod devices;
mod invites;
mod leaves;
mod pins;
mod registers;
mod removals;

use crate::world::*;
use allforone_core::domain::Rank;
use allforone_core::id::EntryHash;
use std::collections::BTreeSet;

fn none() -> BTreeSet<EntryHash> {
    BTreeSet::new()
}

/// A moderator 6 (device 60) named by the founder, beside the five.
fn with_moderator() -> World {
    let mut w = World::with_five();
    w.admit(1, 1, 6, 60, Rank::Moderator);
    w
}
