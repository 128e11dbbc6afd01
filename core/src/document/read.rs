//! What stands in a document.

use super::engine::Document;
use crate::id::{EntryHash, ObjRef};
use crate::ops::Value;
use crate::time::Timestamp;
use crate::validate::index::ROOT;
use crate::validate::{Author, Schema};
use std::collections::BTreeMap;

/// What stands under one key of a container.
#[derive(Clone, Debug, PartialEq)]
pub struct Item<'a> {
    /// Its key.
    pub key: &'a str,
    /// Names it for ever.
    pub object: ObjRef,
    /// The entry that made it.
    pub entry: EntryHash,
    /// Who made it.
    pub author: Author,
    /// When it was made, as declared.
    pub created: Timestamp,
    /// The last declared time of an entry whose values it shows.
    pub changed: Timestamp,
    /// That entry.
    pub changed_by: EntryHash,
    /// Its fields, where it is a map.
    pub fields: BTreeMap<&'a str, &'a Value>,
    /// The declared time of the entry that wrote each field.
    pub times: BTreeMap<&'a str, Timestamp>,
    /// Its value, where it is none.
    pub value: Option<&'a Value>,
}

impl Item<'_> {
    /// Returns the string in a field.
    #[must_use]
    pub fn str(&self, field: &str) -> Option<&str> {
        self.fields.get(field).and_then(|value| value.as_str())
    }

    /// Returns the integer in a field.
    #[must_use]
    pub fn int(&self, field: &str) -> Option<i64> {
        self.fields.get(field).and_then(|value| value.as_int())
    }

    /// Returns whether a field is set to true.
    #[must_use]
    pub fn flag(&self, field: &str) -> bool {
        self.fields.get(field).is_some_and(|value| value.is_true())
    }
}

impl Document {
    /// Returns the value of a field at the root.
    #[must_use]
    pub fn root(&self, field: &str) -> Option<&Value> {
        self.view.value(self.view.shown(&self.index, ROOT, self.index.key_number(field)?)?)
    }

    /// Returns what stands at a key of a container.
    #[must_use]
    pub fn get(&self, container: &str, key: &str) -> Option<Item<'_>> {
        self.item(self.container_op(container)?, self.index.key_number(key)?)
    }

    /// Returns everything that stands in a container, by declared time, device, entry and place in it (protocol 3).
    #[must_use]
    pub fn items(&self, container: &str) -> Vec<Item<'_>> {
        let Some(object) = self.container_op(container) else { return Vec::new() };
        let mut items: Vec<_> = self.view.keys(object).filter_map(|key| self.item(object, key)).collect();
        items.sort_by_key(|item| (item.created, item.author.device, item.entry, item.object.op));
        items
    }

    /// Returns how many keys of a container hold something.
    #[must_use]
    pub fn count(&self, container: &str) -> usize {
        self.container_op(container).map_or(0, |object| self.view.keys(object).count())
    }

    /// Returns the container and key of an object, also after its deletion.
    #[must_use]
    pub fn place_of(&self, object: &ObjRef) -> Option<(&'static str, &str)> {
        let info = self.index.op(self.op_of(object)?)?;
        Some((self.container_at(info.obj)?, self.index.key(info.key)?))
    }

    /// Returns an object, or `None` where it was deleted or never was.
    #[must_use]
    pub fn object(&self, object: &ObjRef) -> Option<Item<'_>> {
        let (container, key) = self.place_of(object)?;
        self.get(container, key).filter(|item| item.object == *object)
    }

    /// Returns who wrote the entry of an object, also after its deletion.
    #[must_use]
    pub fn author_of(&self, object: &ObjRef) -> Option<Author> {
        self.index.author_of(self.index.change_of(self.op_of(object)?)?)
    }

    /// Returns who made an object and when, as declared; also after its deletion.
    #[must_use]
    pub fn made(&self, object: &ObjRef) -> Option<(Author, Timestamp)> {
        let change = self.index.change_of(self.op_of(object)?)?;
        Some((self.index.author_of(change)?, change.ts))
    }

    /// Returns the person whose keys begin with this tag, where they have written here.
    #[must_use]
    pub fn person_of_tag(&self, tag8: &str) -> Option<crate::id::PersonId> {
        self.index.authors().map(|author| author.person).find(|person| person.tag8() == tag8)
    }

    fn item(&self, container: u32, key: u32) -> Option<Item<'_>> {
        let op = self.view.shown(&self.index, container, key)?;
        let change = self.index.change_of(op)?;
        let (mut changed, mut changed_by) = (change.ts, change.entry);
        let (mut fields, mut times) = (BTreeMap::new(), BTreeMap::new());
        for field in self.view.keys(op) {
            let Some(shown) = self.view.shown(&self.index, op, field) else { continue };
            let (time, by) = self.index.change_of(shown).map_or((change.ts, change.entry), |c| (c.ts, c.entry));
            (changed, changed_by) = (changed, changed_by).max((time, by));
            if let (Some(name), Some(value)) = (self.index.key(field), self.view.value(shown)) {
                fields.insert(name, value);
                times.insert(name, time);
            }
        }
        Some(Item {
            key: self.index.key(key)?,
            object: self.object_ref(op)?,
            entry: change.entry,
            author: self.index.author_of(change)?,
            created: change.ts,
            changed,
            changed_by,
            fields,
            times,
            value: self.view.value(op),
        })
    }

    /// Returns the number of the op that made a container.
    pub(super) fn container_op(&self, name: &str) -> Option<u32> {
        let (number, _) = self.schema.container(name)?;
        Some(Schema::container_counter(number) as u32 - 1)
    }

    /// Returns the number of the op that an object reference names.
    pub(super) fn op_of(&self, object: &ObjRef) -> Option<u32> {
        let change = self.index.change(self.index.by_entry_prefix(&object.entry)?)?;
        (object.op < change.len).then(|| change.first + object.op)
    }
}
