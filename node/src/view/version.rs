//! What a text said before.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks for the versions of a post, message or comment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct HistoryQuery {
    /// Community id.
    pub community: String,
    /// Post, message or comment id.
    pub id: String,
}

/// What a post, message or comment said from one moment on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Version {
    /// When it was written, ms since 1970.
    pub time_ms: u64,
    /// Its title; empty where it has none.
    pub title: String,
    /// Markdown.
    pub text: String,
    /// Tags of a post.
    pub tags: Vec<String>,
}
