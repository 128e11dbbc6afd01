//! Profiles.

use super::cursor::capped;
use super::row::{PROFILE, profile_home};
use super::{Index, Page, read};
use crate::domain::Profile;
use crate::id::PersonId;
use crate::store::{Direction, Store, StoreError, Tree, keys};

impl<S: Store + ?Sized> Index<'_, S> {
    /// Returns what `person` tells about themselves.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn profile(&self, person: PersonId) -> Result<Option<Profile>, StoreError> {
        self.at(&profile_home(person))
    }

    /// Returns profiles by person after `after`, at most `limit`.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn profiles(&self, after: Option<PersonId>, limit: usize) -> Result<Page<Profile, PersonId>, StoreError> {
        let limit = capped(limit);
        let prefix = self.key(&[PROFILE]);
        let from = after.map_or_else(|| prefix.clone(), |person| [prefix.as_slice(), &person.0, &[0]].concat());
        let rows = self.store.range(Tree::Index, (&from, &keys::after_prefix(&prefix)), Direction::Forward, limit + 1)?;
        let items: Result<Vec<Profile>, _> = rows.iter().map(|(key, json)| read(key, json)).collect();
        Ok(Page::of(items?, limit, |profile| profile.person))
    }
}
