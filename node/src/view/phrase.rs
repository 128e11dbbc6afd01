//! The person's recovery words.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Makes the person's words, once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PhraseNew {
    /// Language of the word list.
    pub language: PhraseLanguage,
}

/// Word lists of BIP 39.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PhraseLanguage {
    /// French.
    Fr,
    /// English.
    En,
}

/// The words, in order. Shown again only while unchecked in the same run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Phrase {
    /// Twenty-four words.
    pub words: Vec<String>,
}

/// Proves that the words were written down.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PhraseCheck {
    /// At least two words.
    pub answers: Vec<PhraseAnswer>,
}

/// One word typed back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PhraseAnswer {
    /// Place in the phrase, from 0.
    pub index: u32,
    /// The word; case and accents do not matter.
    pub word: String,
}

/// Whether all answers were right.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PhraseChecked {
    /// True where every answer matched.
    pub ok: bool,
}
