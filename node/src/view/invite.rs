//! Invitations: links, codes and QR squares.

use super::Role;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An invitation. Code, link and square are known only on the device that made it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Invite {
    /// Invite id.
    pub id: String,
    /// To read out or type.
    pub code: Option<String>,
    /// `allforone://join/…`.
    pub link: Option<String>,
    /// The text of an `.allforone` file that says the same, with the community's name; null where there is no link.
    pub file: Option<String>,
    /// The link as a QR square, SVG text.
    pub qr_svg: Option<String>,
    /// What the newcomer will be.
    pub role: Role,
    /// How many may come; null for any number.
    pub uses: Option<u32>,
    /// How many came.
    pub used: u32,
    /// Last moment, ms since 1970; null for never.
    pub expires_ms: Option<u64>,
    /// Whether a moderator has to say yes.
    pub approval: bool,
    /// Whether it was taken back.
    pub revoked: bool,
    /// When, ms since 1970.
    pub created_ms: u64,
    /// Person id of who invites.
    pub author: String,
    /// Their name.
    pub author_name: String,
}

/// Makes an invitation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct InviteCreate {
    /// Community id.
    pub community: String,
    /// At most my own.
    pub role: Role,
    /// How many may come; null for any number.
    pub uses: Option<u32>,
    /// Last moment, ms since 1970; null for never.
    pub expires_ms: Option<u64>,
    /// Whether a moderator has to say yes.
    pub approval: bool,
}

/// Takes an invitation back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct InviteRevoke {
    /// Community id.
    pub community: String,
    /// Invite id.
    pub invite: String,
}
