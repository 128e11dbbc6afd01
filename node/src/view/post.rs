//! Posts on boards.

use super::Reaction;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A post.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Post {
    /// Post id.
    pub id: String,
    /// Board id.
    pub board: String,
    /// The board's name.
    pub board_name: String,
    /// Person id.
    pub author: String,
    /// Their name.
    pub author_name: String,
    /// Their colour, 0 to 11.
    pub color: u8,
    /// When its author says it was written, ms since 1970.
    pub time_ms: u64,
    /// What it is.
    pub kind: PostKind,
    /// 1 to 200 characters.
    pub title: String,
    /// Markdown; empty where deleted.
    pub body: String,
    /// Its words to be found by.
    pub tags: Vec<String>,
    /// Whether it was changed afterwards.
    pub edited: bool,
    /// Whether it was taken back.
    pub deleted: bool,
    /// How many.
    pub comments: u32,
    /// Who has said to have read it; null where nobody is asked to.
    pub ack: Option<PostAck>,
    /// The comment that answers it.
    pub answer: Option<String>,
    /// Whether it is closed.
    pub closed: bool,
    /// Whether it is kept on top of its board.
    pub pinned: bool,
    /// Whether I may close it, or open it again.
    pub may_close: bool,
    /// Whether I may keep it on top.
    pub may_pin: bool,
    /// By emoji.
    pub reactions: Vec<Reaction>,
    /// Whether I wrote it.
    pub mine: bool,
    /// How many other people have it; 0 means: here only.
    pub copies: u32,
}

/// "I have read it", counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PostAck {
    /// How many members have said so.
    pub read: u32,
    /// How many members there are beside its author.
    pub members: u32,
    /// Whether I have.
    pub mine: bool,
}

/// What a post is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PostKind {
    /// To talk about.
    Discussion,
    /// To know.
    Announcement,
    /// To answer.
    Question,
    /// To read.
    News,
}

/// Posts of a board or of all boards, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct PostsQuery {
    /// Community id.
    pub community: String,
    /// Board id; null for all.
    pub board: Option<String>,
    /// `next` of the page before.
    pub before: Option<String>,
    /// `newer` of a page that was entered in the middle; not with `before` or `at_ms`.
    pub after: Option<String>,
    /// The page that ends at this moment, ms since 1970: to jump to a date. Before the first one, the first page.
    pub at_ms: Option<u64>,
    /// At most 100.
    pub limit: u32,
}

/// Writes a post.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PostWrite {
    /// Community id.
    pub community: String,
    /// Board id.
    pub board: String,
    /// What it is.
    pub kind: PostKind,
    /// 1 to 200 characters.
    pub title: String,
    /// Markdown, at most 48 KiB.
    pub body: String,
    /// At most 16.
    pub tags: Vec<String>,
    /// Whether everybody is asked to say that they have read it.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub ack: bool,
}

/// Changes my post.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct PostEdit {
    /// Community id.
    pub community: String,
    /// Post id.
    pub post: String,
    /// The new title.
    pub title: String,
    /// The new text.
    pub body: String,
    /// The new tags.
    pub tags: Vec<String>,
    /// Whether everybody is asked to say that they have read it; absent keeps.
    pub ack: Option<bool>,
}

/// Takes a post back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PostDelete {
    /// Community id.
    pub community: String,
    /// Post id.
    pub post: String,
}

/// Adds or takes away my emoji.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PostReact {
    /// Community id.
    pub community: String,
    /// Post id.
    pub post: String,
    /// One emoji.
    pub emoji: String,
    /// Whether it is there afterwards.
    pub on: bool,
}
