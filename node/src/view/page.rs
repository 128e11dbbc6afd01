//! Lists, and the two inputs that many commands share.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One page of a list. Follow `next` until it is null.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Page<T> {
    /// The rows, in the order the command names.
    pub items: Vec<T>,
    /// What to hand back as `before` or `after` for the following page; null at the end.
    pub next: Option<String>,
    /// Where a list was entered in its middle: what to hand back as `after` for the newer page; absent at the newest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub newer: Option<String>,
}

impl<T> Page<T> {
    /// Returns the whole list as one page.
    #[must_use]
    pub const fn whole(items: Vec<T>) -> Self {
        Self { items, next: None, newer: None }
    }
}

/// Nothing to say: `{}`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(type = "Record<string, never>")]
pub struct Empty {}

/// Which community.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct InCommunity {
    /// Community id.
    pub community: String,
}
