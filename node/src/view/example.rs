//! An example community, to try things on this machine alone.

use super::PhraseLanguage;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Makes an example community with imaginary neighbours.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ExampleCreate {
    /// Language its people speak.
    pub lang: PhraseLanguage,
}
