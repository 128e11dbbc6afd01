//! A post with its comments.

use super::{Post, Reaction};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A post and what was said about it, oldest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Thread {
    /// The post.
    pub post: Post,
    /// Oldest first.
    pub comments: Vec<Comment>,
}

/// A comment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Comment {
    /// Comment id.
    pub id: String,
    /// Post or event id.
    pub post: String,
    /// Person id.
    pub author: String,
    /// Their name.
    pub author_name: String,
    /// Their colour, 0 to 11.
    pub color: u8,
    /// When its author says it was written, ms since 1970.
    pub time_ms: u64,
    /// Markdown; empty where deleted.
    pub text: String,
    /// The comment it answers.
    pub reply_to: Option<String>,
    /// Whether it was changed afterwards.
    pub edited: bool,
    /// Whether it was taken back.
    pub deleted: bool,
    /// By emoji.
    pub reactions: Vec<Reaction>,
    /// Whether I wrote it.
    pub mine: bool,
    /// How many other people have it; 0 means: here only.
    pub copies: u32,
}

/// Which thread.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ThreadQuery {
    /// Community id.
    pub community: String,
    /// Post or event id.
    pub post: String,
}

/// Writes a comment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct CommentWrite {
    /// Community id.
    pub community: String,
    /// Post or event id.
    pub post: String,
    /// Markdown, at most 16 KiB.
    pub text: String,
    /// Comment id.
    pub reply_to: Option<String>,
}

/// Changes my comment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CommentEdit {
    /// Community id.
    pub community: String,
    /// Post or event id.
    pub post: String,
    /// Comment id.
    pub comment: String,
    /// The new text.
    pub text: String,
}

/// Takes a comment back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CommentDelete {
    /// Community id.
    pub community: String,
    /// Post or event id.
    pub post: String,
    /// Comment id.
    pub comment: String,
}

/// Adds or takes away my emoji.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CommentReact {
    /// Community id.
    pub community: String,
    /// Post or event id.
    pub post: String,
    /// Comment id.
    pub comment: String,
    /// One emoji.
    pub emoji: String,
    /// Whether it is there afterwards.
    pub on: bool,
}
