//! Groups and who is in them.

use super::Index;
use super::chat::MAX_PLACES;
use super::row::{GROUP, GROUPS_OF, JOINED, key};
use crate::domain::{Group, Joined, fold};
use crate::id::{DocId, PersonId};
use crate::store::{Direction, Store, StoreError, Tree};

/// People of one group that are read: more than any neighbourhood has.
const MAX_JOINED: usize = 10_000;

impl<S: Store + ?Sized> Index<'_, S> {
    /// Returns the group.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn group(&self, id: DocId) -> Result<Option<Group>, StoreError> {
        self.at(&key(GROUP, &[&id.0]))
    }

    /// Returns the groups by name, also those that are put away.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn groups(&self) -> Result<Vec<Group>, StoreError> {
        let mut groups: Vec<Group> = self.all(&[GROUP], Direction::Forward, MAX_PLACES)?;
        groups.sort_by_cached_key(|group| (fold(&group.name), group.id));
        Ok(groups)
    }

    /// Returns who says to be in a group, by person; whether they are members still is authority's to say.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn joined(&self, group: DocId) -> Result<Vec<Joined>, StoreError> {
        self.all(&key(JOINED, &[&group.0]), Direction::Forward, MAX_JOINED)
    }

    /// Returns the groups in which a person is, by name.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn groups_of(&self, person: PersonId) -> Result<Vec<Group>, StoreError> {
        let prefix = self.key(&key(GROUPS_OF, &[&person.0]));
        let rows = self.store.scan(Tree::Index, &prefix, Direction::Forward, MAX_PLACES)?;
        let mut groups = Vec::new();
        for (pointer, _) in rows {
            let id = pointer.get(prefix.len()..).and_then(DocId::from_slice);
            groups.extend(id.map(|id| self.group(id)).transpose()?.flatten());
        }
        groups.sort_by_cached_key(|group| (fold(&group.name), group.id));
        Ok(groups)
    }
}
