//! A community in open formats.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Format of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// Every document as JSON.
    Json,
    /// Every document as an Automerge file.
    Automerge,
    /// The calendar.
    Ics,
    /// Files to read: rooms, boards, agenda, members.
    Markdown,
    /// The members' profiles as cards for an address book.
    Vcf,
}

/// Writes a community to a folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Export {
    /// Community id.
    pub community: String,
    /// Which.
    pub format: ExportFormat,
    /// An absolute path; made where it does not exist.
    pub dir: String,
}

/// What an export wrote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Exported {
    /// How many.
    pub files: u32,
    /// All together.
    pub bytes: u64,
    /// Whether it was stopped before its end; the files named here are whole.
    pub stopped: bool,
}

/// How far the export is that is being written; there is one at a time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ExportStatus {
    /// What is written; null where nothing is.
    pub format: Option<ExportFormat>,
    /// Messages, posts, events, profiles and documents that are in its files so far.
    pub rows: u64,
}
