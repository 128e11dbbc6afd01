//! Settings of this device.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How this device shows things.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Of the screens.
    pub language: Language,
    /// Light or dark.
    pub theme: Theme,
    /// Per cent of the normal size, 75 to 200.
    pub text_size: u32,
    /// Whether nothing moves.
    pub reduced_motion: bool,
}

/// Language of the screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// French.
    Fr,
    /// English.
    En,
    /// As the system.
    System,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// As the system.
    System,
}
