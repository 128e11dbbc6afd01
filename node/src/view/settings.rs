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
    /// Whether lines and letters stand out more.
    #[serde(default)]
    pub high_contrast: bool,
    /// How much is shown at once.
    #[serde(default)]
    pub mode: Mode,
    /// Whether the system tells what is for me.
    #[serde(default = "on")]
    pub notifications: bool,
    /// When it keeps quiet, every day; null for never.
    #[serde(default)]
    pub quiet_hours: Option<QuietHours>,
    /// Minutes before an event that I come to; 0 for no reminder, at most a week.
    #[serde(default = "an_hour")]
    pub reminder_minutes: u32,
}

impl Default for Settings {
    /// Those of a new device.
    fn default() -> Self {
        Self {
            language: Language::System,
            theme: Theme::System,
            text_size: 100,
            reduced_motion: false,
            high_contrast: false,
            mode: Mode::Complete,
            notifications: on(),
            quiet_hours: None,
            reminder_minutes: an_hour(),
        }
    }
}

const fn on() -> bool {
    true
}

const fn an_hour() -> u32 {
    60
}

/// From when to when, by the clock on the wall; over midnight where `from` is later than `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct QuietHours {
    /// Minute of the day, 0 to 1439.
    pub from: u32,
    /// Minute of the day, 0 to 1439; not the same as `from`.
    pub to: u32,
}

impl QuietHours {
    /// Returns whether `minute` of the day is quiet.
    #[must_use]
    pub const fn holds(&self, minute: u32) -> bool {
        if self.from <= self.to { self.from <= minute && minute < self.to } else { self.from <= minute || minute < self.to }
    }
}

/// How much is shown at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// The few things most people need, larger.
    Simple,
    /// Everything.
    #[default]
    Complete,
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
