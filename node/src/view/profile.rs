//! What a person says about themself in one community.

use super::Role;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Who sees a part of a profile. There are no others: only these two can be kept (docs/decisions/0020).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Every member of the community.
    #[default]
    Members,
    /// I alone: it never leaves this device.
    Me,
}

/// Who sees each part of my profile; the name and the colour are for all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ProfileAudience {
    /// A few lines.
    pub about: Audience,
    /// Languages.
    pub languages: Audience,
    /// "I can help with".
    pub can_help: Audience,
    /// "I want to learn".
    pub wants_to_learn: Audience,
    /// How to be reached.
    pub contact: Audience,
}

/// A profile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Profile {
    /// Person id.
    pub person: String,
    /// 1 to 80 characters.
    pub name: String,
    /// A few lines, Markdown.
    pub about: String,
    /// BCP 47 tags or plain names.
    pub languages: Vec<String>,
    /// "I can help with".
    pub can_help: Vec<String>,
    /// "I want to learn".
    pub wants_to_learn: Vec<String>,
    /// How to be reached, in the person's words.
    pub contact: String,
    /// 0 to 11, of the palette.
    pub color: u8,
    /// Whether it is me.
    pub mine: bool,
    /// Who sees what of it; null where it is not mine, since nothing else of others is here.
    #[ts(optional = nullable)]
    pub audience: Option<ProfileAudience>,
    /// The groups in which they are, by name.
    pub groups: Vec<ProfileGroup>,
    /// What they may decide.
    pub role: Role,
    /// When they joined, ms since 1970.
    pub joined_ms: u64,
}

/// A group in which somebody is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ProfileGroup {
    /// Group id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// One emoji; may be empty.
    pub icon: String,
}

/// Whose profile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ProfileQuery {
    /// Community id.
    pub community: String,
    /// Person id; null for me.
    pub person: Option<String>,
}

/// Writes my profile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ProfileSet {
    /// Community id.
    pub community: String,
    /// 1 to 80 characters.
    pub name: String,
    /// Markdown.
    pub about: String,
    /// At most 16.
    pub languages: Vec<String>,
    /// At most 32.
    pub can_help: Vec<String>,
    /// At most 32.
    pub wants_to_learn: Vec<String>,
    /// At most 200 characters.
    pub contact: String,
    /// 0 to 11.
    pub color: u8,
    /// Who sees what; null leaves that as it is, so that nobody shows by accident what was kept.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub audience: Option<ProfileAudience>,
}
