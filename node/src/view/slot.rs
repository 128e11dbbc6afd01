//! Helping hands at an event.

use super::{EventStatus, When};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Something to do at an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct EventSlot {
    /// Its name within the event.
    pub key: String,
    /// What is to be done.
    pub label: String,
    /// How many hands are wanted.
    pub seats: u32,
    /// Who helps, in the order in which they took it.
    pub helpers: Vec<SlotHelper>,
}

/// Somebody who helps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct SlotHelper {
    /// Person id.
    pub person: String,
    /// Their name.
    pub name: String,
    /// Their colour, 0 to 11.
    pub color: u8,
    /// Which occurrence; null for every one.
    pub occurrence: Option<String>,
    /// How.
    pub helping: Helping,
    /// Whether it is me.
    pub mine: bool,
}

/// How somebody stands to a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Helping {
    /// Does it.
    Taken,
    /// Does it unless somebody else can.
    Replace,
}

/// A slot as an organiser writes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SlotWrite {
    /// Its name within the event; null for a new one.
    pub key: Option<String>,
    /// What is to be done, 1 to 80 characters.
    pub label: String,
    /// How many hands are wanted.
    pub seats: u32,
}

/// Takes a slot, asks to be replaced, or gives it back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SlotTake {
    /// Community id.
    pub community: String,
    /// Event id.
    pub event: String,
    /// The slot's name.
    pub slot: String,
    /// Which occurrence; null for every one.
    pub occurrence: Option<String>,
    /// Null gives it back.
    pub helping: Option<Helping>,
}

/// Changes one occurrence of a series; what is absent is as the series has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct OccurrenceEdit {
    /// Community id.
    pub community: String,
    /// Event id.
    pub event: String,
    /// Which occurrence.
    pub occurrence: String,
    /// Another beginning.
    pub start: Option<When>,
    /// Another length.
    pub duration_minutes: Option<u32>,
    /// Another title.
    pub title: Option<String>,
    /// Another place.
    pub place: Option<String>,
    /// Another status: one evening is cancelled.
    pub status: Option<EventStatus>,
}

/// Writes a comment under an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct EventComment {
    /// Community id.
    pub community: String,
    /// Event id.
    pub event: String,
    /// Markdown, at most 4 KiB.
    pub text: String,
    /// The comment it answers.
    pub reply_to: Option<String>,
}
