//! What an object said before.

use super::engine::Document;
use crate::id::ObjRef;
use crate::ops::{Action, Batch, Key, Obj, OpId, Value};
use crate::time::Timestamp;
use std::collections::BTreeMap;

/// Versions that are remembered; the oldest and the newest ones are kept.
const MAX_VERSIONS: usize = 200;

/// All fields of an object after one of its author's entries.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// When it was written, as declared.
    pub time: Timestamp,
    /// Its fields from then on.
    pub fields: BTreeMap<String, Value>,
}

/// What one entry writes into fields; `None` takes a field away.
type Written = Vec<(String, Option<Value>)>;

impl Document {
    /// Returns every version of an object of an author-partitioned document, oldest first; its deletion is none.
    ///
    /// Reads all entries of the object's device in this document: for one page that somebody asks for, not for lists.
    #[must_use]
    pub fn history(&self, object: &ObjRef) -> Vec<Version> {
        let Some(id) = self.op_of(object).and_then(|op| self.index.id_of(op)) else { return Vec::new() };
        let mut versions: Vec<Version> = Vec::new();
        for number in 1..self.index.change_count() {
            let Some((time, fields)) = self.fields_written(number, &id) else { continue };
            let mut now = versions.last().map_or_else(BTreeMap::new, |version| version.fields.clone());
            for (name, value) in fields {
                match value {
                    Some(value) => now.insert(name, value),
                    None => now.remove(&name),
                };
            }
            if versions.len() == MAX_VERSIONS {
                versions.remove(MAX_VERSIONS / 2);
            }
            versions.push(Version { time, fields: now });
        }
        versions
    }

    /// Returns what one entry writes into the fields of the object that op `id` made; `None` where nothing.
    fn fields_written(&self, number: u32, id: &OpId) -> Option<(Timestamp, Written)> {
        let change = self.index.change(number)?;
        let author = self.index.author_of(change)?;
        let (actor, tag8) = (self.index.actor_of(change)?, author.person.tag8());
        let batch = Batch::decode(self.batch(number)?, &self.context(actor, &tag8, u64::from(change.start))).ok()?;
        let of_object = batch.ops.into_iter().filter(|op| op.obj == Obj::Id(*id));
        let fields: Written = of_object
            .filter_map(|op| match (op.key, op.action) {
                (Key::Field(name), Action::Put(value)) => Some((name, Some(value))),
                (Key::Field(name), Action::Delete) => Some((name, None)),
                _ => None,
            })
            .collect();
        (!fields.is_empty()).then_some((change.ts, fields))
    }
}
