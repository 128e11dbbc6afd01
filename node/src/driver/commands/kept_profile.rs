//! What of my profile only I see: it stays in this device's own rows and is never written into the community.

use crate::error::NodeError;
use crate::view::{Audience, ProfileAudience};
use allforone_core::command::ProfileFields;
use allforone_core::domain::Profile;
use allforone_core::id::CommunityId;
use allforone_core::store::{Batch, Store, Tree, keys};
use serde::{Deserialize, Serialize};

/// Name of the row in `Tree::Own`.
const KEPT: &str = "profile kept";

/// The parts that stay here; a part that is absent is for all members.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Kept {
    about: Option<String>,
    languages: Option<Vec<String>>,
    can_help: Option<Vec<String>>,
    wants_to_learn: Option<Vec<String>>,
    contact: Option<String>,
}

impl Kept {
    /// Reads what stays here; nothing where nothing does.
    pub(super) fn read(community: &CommunityId, store: &dyn Store) -> Result<Self, NodeError> {
        let row = store.get(Tree::Own, &keys::named(community, KEPT, &[]))?;
        row.map_or_else(|| Ok(Self::default()), |json| serde_json::from_slice(&json).map_err(NodeError::internal))
    }

    /// Takes out of `fields` what only I see.
    pub(super) fn take(audience: &ProfileAudience, fields: &mut ProfileFields) -> Self {
        Self {
            about: taken(audience.about, &mut fields.about),
            languages: taken(audience.languages, &mut fields.languages),
            can_help: taken(audience.can_help, &mut fields.can_help),
            wants_to_learn: taken(audience.wants_to_learn, &mut fields.wants_to_learn),
            contact: taken(audience.contact, &mut fields.contact),
        }
    }

    /// Returns who sees what.
    pub(super) fn audience(&self) -> ProfileAudience {
        let of = |stays: bool| if stays { Audience::Me } else { Audience::Members };
        ProfileAudience {
            about: of(self.about.is_some()),
            languages: of(self.languages.is_some()),
            can_help: of(self.can_help.is_some()),
            wants_to_learn: of(self.wants_to_learn.is_some()),
            contact: of(self.contact.is_some()),
        }
    }

    /// Returns this, and of `before` what is no longer in it.
    pub(super) fn or(&self, before: &Self) -> Self {
        Self {
            about: self.about.clone().or_else(|| before.about.clone()),
            languages: self.languages.clone().or_else(|| before.languages.clone()),
            can_help: self.can_help.clone().or_else(|| before.can_help.clone()),
            wants_to_learn: self.wants_to_learn.clone().or_else(|| before.wants_to_learn.clone()),
            contact: self.contact.clone().or_else(|| before.contact.clone()),
        }
    }

    /// Puts into my profile what only I see, and returns who sees what.
    pub(super) fn put_into(self, profile: &mut Profile) -> ProfileAudience {
        let audience = self.audience();
        put(self.about, &mut profile.about);
        put(self.languages, &mut profile.languages);
        put(self.can_help, &mut profile.can_help);
        put(self.wants_to_learn, &mut profile.wants_to_learn);
        put(self.contact, &mut profile.contact);
        audience
    }

    /// Returns the writes that keep it.
    pub(super) fn write(&self, community: &CommunityId) -> Result<Batch, NodeError> {
        let json = serde_json::to_vec(self).map_err(NodeError::internal)?;
        let mut batch = Batch::new();
        batch.put(Tree::Own, keys::named(community, KEPT, &[]), json);
        Ok(batch)
    }
}

fn taken<T: Default>(audience: Audience, field: &mut T) -> Option<T> {
    (audience == Audience::Me).then(|| std::mem::take(field))
}

fn put<T>(kept: Option<T>, field: &mut T) {
    if let Some(kept) = kept {
        *field = kept;
    }
}
