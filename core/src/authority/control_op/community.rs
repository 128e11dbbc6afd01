//! Values of the community and policies of documents.

use super::{Fields, no_cosigs, put_set, take_set};
use crate::authority::Cut;
use crate::cbor::{Cbor, CborError, Reader, Writer};
use crate::domain::Rank;
use crate::id::{DocId, EntryHash, PersonId};
use crate::limits::{MAX_KEY_BYTES, MAX_STRING_BYTES};
use minicbor::data::Type;
use std::collections::BTreeSet;

/// Keys of settings that this version knows; others are kept and shown to nobody.
pub mod setting {
    /// Name of the community: text.
    pub const NAME: &str = "name";
    /// Rules of living together: text.
    pub const RULES: &str = "rules";
    /// What the community is about: text.
    pub const PURPOSE: &str = "purpose";
    /// Kind of community: text.
    pub const KIND: &str = "kind";
    /// Whether newcomers read what was written before they came: flag.
    pub const FULL_HISTORY: &str = "full_history";
    /// Rules version in force: [`super::SettingValue::RulesVersion`]; owners only.
    pub const RULES_VERSION: &str = "rules_version";
}

/// Sets one value of the community; of concurrent ones the senior issuer's counts, then the smaller hash.
///
/// No setting decides what is valid (amendments II, 20).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetSetting {
    /// What is set; one of [`setting`] or a later version's.
    pub key: String,
    /// The value.
    pub value: SettingValue,
    /// Earlier settings of the key that this one replaces.
    pub supersedes: BTreeSet<EntryHash>,
}

impl Fields for SetSetting {
    const COUNT: usize = 4;
    fn write(&self, w: &mut Writer) {
        w.text(&self.key).value(&self.value);
        put_set(w, &self.supersedes);
        w.null();
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        let op = Self {
            key: r.text(MAX_KEY_BYTES, "setting")?.to_owned(),
            value: SettingValue::read(r)?,
            supersedes: take_set(r, "replaced settings")?,
        };
        no_cosigs(r)?;
        Ok(op)
    }
}

/// The value of a setting: CBOR null, flag, number, text, or `[version, least version, checkpoint / null]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingValue {
    /// Nothing: as if never set.
    Nothing,
    /// Yes or no.
    Flag(bool),
    /// A number; its unit is the key's.
    Number(u64),
    /// A text of at most [`MAX_STRING_BYTES`].
    Text(String),
    /// A rules version comes into force (amendments II, 21).
    RulesVersion {
        /// The version.
        version: u64,
        /// Entries that claim less are valid only within the checkpoint.
        least: u64,
        /// The checkpoint.
        checkpoint: Option<EntryHash>,
    },
}

impl Cbor for SettingValue {
    fn write(&self, w: &mut Writer) {
        match self {
            Self::Nothing => w.null(),
            Self::Flag(flag) => w.bool(*flag),
            Self::Number(number) => w.uint(*number),
            Self::Text(text) => w.text(text),
            Self::RulesVersion { version, least, checkpoint } => {
                w.array(3).uint(*version).uint(*least).option(checkpoint.as_ref())
            }
        };
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        if r.null() {
            return Ok(Self::Nothing);
        }
        match r.peek() {
            Some(Type::Bool) => r.bool("setting's value").map(Self::Flag),
            Some(Type::U8 | Type::U16 | Type::U32 | Type::U64) => r.uint("setting's value").map(Self::Number),
            Some(Type::Array) => {
                r.tuple(3, "rules version")?;
                let (version, least) = (r.uint("rules version")?, r.uint("least rules version")?);
                Ok(Self::RulesVersion { version, least, checkpoint: r.option()? })
            }
            _ => r.text(MAX_STRING_BYTES, "setting's value").map(|text| Self::Text(text.to_owned())),
        }
    }
}

/// Restricts or opens a document (protocol 4.7, C3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocPolicy {
    /// The document.
    pub doc: DocId,
    /// Least rank that writes.
    pub write: Rank,
    /// People who write whatever their rank, and organise.
    pub editors: BTreeSet<PersonId>,
    /// What stays of those who may no longer write.
    pub frontier: Frontier,
    /// Earlier policies that this one replaces.
    pub supersedes: BTreeSet<EntryHash>,
}

impl Fields for DocPolicy {
    const COUNT: usize = 5;
    fn write(&self, w: &mut Writer) {
        w.value(&self.doc).value(&self.write);
        put_set(w, &self.editors);
        w.value(&self.frontier);
        put_set(w, &self.supersedes);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        Ok(Self {
            doc: DocId::read(r)?,
            write: Rank::read(r)?,
            editors: take_set(r, "editors")?,
            frontier: Frontier::read(r)?,
            supersedes: take_set(r, "replaced policies")?,
        })
    }
}

/// What stays under a restrictive policy: CBOR null, a cut, or a checkpoint's entry hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frontier {
    /// Everything: the policy does not restrict.
    Open,
    /// What is within these heads.
    Cut(Cut),
    /// What is within a checkpoint.
    Checkpoint(EntryHash),
}

impl Cbor for Frontier {
    fn write(&self, w: &mut Writer) {
        match self {
            Self::Open => w.null(),
            Self::Cut(cut) => w.value(cut),
            Self::Checkpoint(checkpoint) => w.value(checkpoint),
        };
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        if r.null() {
            return Ok(Self::Open);
        }
        if r.peek() == Some(Type::Array) { Cut::read(r).map(Self::Cut) } else { EntryHash::read(r).map(Self::Checkpoint) }
    }
}
