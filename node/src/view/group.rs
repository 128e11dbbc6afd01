//! Groups: people of a community who share an interest.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A group as the list shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Group {
    /// Group id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What its people like, in one line; may be empty.
    pub purpose: String,
    /// One emoji; may be empty.
    pub icon: String,
    /// Whether it is put away: nobody joins any more.
    pub archived: bool,
    /// Person id of who founded it.
    pub author: String,
    /// Their name.
    pub author_name: String,
    /// When, ms since 1970.
    pub time_ms: u64,
    /// Members of the community who are in it.
    pub count: u32,
    /// Whether I am in it.
    pub joined: bool,
    /// Whether I may change it, put it away and bring it back.
    pub may_edit: bool,
}

/// Somebody in a group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct GroupPerson {
    /// Person id.
    pub person: String,
    /// Their name here.
    pub name: String,
    /// 0 to 11, of the palette.
    pub color: u8,
    /// Whether it is me.
    pub me: bool,
}

/// A group with its people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct GroupPage {
    /// The group.
    pub group: Group,
    /// Who is in it, by name; at most 500.
    pub people: Vec<GroupPerson>,
}

/// Which group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct GroupRef {
    /// Community id.
    pub community: String,
    /// Group id.
    pub group: String,
}

/// Founds a group; I am in it then.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct GroupCreate {
    /// Community id.
    pub community: String,
    /// At most 128 bytes.
    pub name: String,
    /// One line, at most 300 bytes; may be empty.
    pub purpose: String,
    /// One emoji; may be empty.
    pub icon: String,
}

/// Changes what a group says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct GroupEdit {
    /// Community id.
    pub community: String,
    /// Group id.
    pub group: String,
    /// At most 128 bytes.
    pub name: String,
    /// One line, at most 300 bytes; may be empty.
    pub purpose: String,
    /// One emoji; may be empty.
    pub icon: String,
}

/// Puts a group away, or brings it back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct GroupArchive {
    /// Community id.
    pub community: String,
    /// Group id.
    pub group: String,
    /// Whether it is put away afterwards.
    pub on: bool,
}

/// Joins a group, or leaves it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct GroupJoin {
    /// Community id.
    pub community: String,
    /// Group id.
    pub group: String,
    /// Whether I am in it afterwards.
    pub on: bool,
}
