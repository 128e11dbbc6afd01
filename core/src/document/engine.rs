//! Judging and applying entries.

use super::elements::Texts;
use super::genesis;
use super::materialize::Materialized;
use super::view::View;
use crate::domain::{Class, DocKind};
use crate::id::{ActorKey, DeviceId, DocId, EntryHash, ObjRef};
use crate::ops::{Action, Batch, Context, DecodeError, Op, peek_deps};
use crate::time::Timestamp;
use crate::validate::index::{Addition, Ancestry, Index, ROOT};
use crate::validate::structure::Structured;
use crate::validate::{self, Author, BoundsError, Reason, Schema, StructureError};
use std::collections::{BTreeMap, BTreeSet};

/// What a document is told of an entry: authenticated, authorised and opened, with its ops still bytes.
#[derive(Clone, Copy, Debug)]
pub struct DocEntry<'a> {
    /// The entry's name.
    pub hash: EntryHash,
    /// Who wrote it.
    pub author: Author,
    /// Declared time.
    pub ts: Timestamp,
    /// Number of ops, as the header says.
    pub nops: u64,
    /// The op batch (fmt 1, inflated).
    pub batch: &'a [u8],
}

/// What becomes of an entry.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "a judgement lives until the entry is applied")]
pub enum Judgement {
    /// It fits; [`Document::apply`] takes it.
    Accept(Checked),
    /// It builds on these entries, which were not applied yet.
    Missing(Vec<EntryHash>),
    /// It is void, wherever and whenever it is judged.
    Malformed(Reason),
}

/// An entry that was judged and fits. Only [`Document::judge`] makes one.
#[derive(Debug)]
pub struct Checked {
    pub(super) entry: EntryHash,
    pub(super) author: Author,
    pub(super) ts: Timestamp,
    pub(super) nops: u64,
    pub(super) bytes: Box<[u8]>,
    pub(super) ops: Vec<Op>,
    pub(super) ancestry: Ancestry,
    pub(super) structured: Structured,
    pub(super) creates: u32,
    /// Changes in the document when it was judged.
    pub(super) at: u32,
}

/// Something an entry changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Touched {
    /// The container, or empty for a field or text at the root.
    pub container: &'static str,
    /// Key in the container, or name of the field or text.
    pub key: String,
    /// Names the object, where the key holds or held one.
    pub object: Option<ObjRef>,
    /// Whether this entry wrote the key.
    pub created: bool,
}

/// One document and the entries applied to it.
pub struct Document {
    pub(super) id: DocId,
    pub(super) schema: &'static Schema,
    pub(super) index: Index,
    pub(super) view: View,
    /// The batch of each change after the genesis: from them everything else can be built again.
    pub(super) batches: Vec<Box<[u8]>>,
    pub(super) materialized: Materialized,
    pub(super) texts: Texts,
    /// Entries that are void here, and with them whatever builds on them.
    void: BTreeSet<EntryHash>,
    /// Devices whose chain in this document ended with a void entry.
    ended: BTreeSet<DeviceId>,
}

impl Document {
    /// Returns the document before its first entry.
    #[must_use]
    pub fn new(kind: DocKind, id: DocId) -> Self {
        Self::with_schema(Schema::of(kind), id)
    }

    pub(super) fn with_schema(schema: &'static Schema, id: DocId) -> Self {
        let ops = genesis::ops(schema);
        let (infos, keys) = genesis::infos(&ops);
        let mut view = View::default();
        for (number, (op, info)) in ops.into_iter().zip(&infos).enumerate() {
            view.apply(number as u32, op, info, &[]);
        }
        let index = Index::new(infos, keys);
        Self {
            id,
            schema,
            index,
            view,
            batches: Vec::new(),
            materialized: Materialized::default(),
            texts: Texts::default(),
            void: BTreeSet::new(),
            ended: BTreeSet::new(),
        }
    }

    /// Returns its name.
    #[must_use]
    pub const fn id(&self) -> DocId {
        self.id
    }

    /// Returns its type.
    #[must_use]
    pub const fn kind(&self) -> DocKind {
        self.schema.kind
    }

    /// Returns whether this entry was applied.
    #[must_use]
    pub fn contains(&self, hash: &EntryHash) -> bool {
        self.index.by_entry(hash).is_some()
    }

    /// Returns how many entries were applied.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.batches.len()
    }

    /// Returns whether no entry was applied.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.batches.is_empty()
    }

    /// Returns the entries on which no other builds, ascending.
    #[must_use]
    pub fn heads(&self) -> Vec<EntryHash> {
        let mut heads: Vec<_> = self.index.heads().filter_map(|c| self.index.change(c)).map(|c| c.entry).collect();
        heads.sort_unstable();
        heads
    }

    /// Judges an entry that is not applied yet, against the entries that are.
    ///
    /// The author's earlier well-formed entries in this document must have been applied, in the order of the log. Then the
    /// judgement is a function of the entry and its ancestors; what else was applied does not change it.
    #[must_use]
    pub fn judge(&self, entry: &DocEntry<'_>) -> Judgement {
        let deps = match peek_deps(entry.batch) {
            Ok(deps) => deps,
            Err(error) => return Judgement::Malformed(error.into()),
        };
        if self.ended.contains(&entry.author.device) {
            return Judgement::Malformed(StructureError::Dep("on the author's void entry").into());
        }
        if deps.iter().any(|dep| self.void.contains(dep)) {
            return Judgement::Malformed(StructureError::Dep("on a void entry").into());
        }
        let missing: Vec<_> = deps.iter().filter(|dep| !self.contains(dep)).copied().collect();
        if !missing.is_empty() {
            return Judgement::Missing(missing);
        }
        match self.check(entry, &deps) {
            Ok(checked) => Judgement::Accept(checked),
            Err(reason) => Judgement::Malformed(reason),
        }
    }

    /// Notes that an entry is void: it ends its device's chain in this document, and what names it is void too (amendments II, 16).
    pub fn refuse(&mut self, entry: EntryHash, device: DeviceId) {
        self.void.insert(entry);
        self.ended.insert(device);
    }

    /// Returns whether a device's chain in this document ended with a void entry.
    #[must_use]
    pub fn has_ended(&self, device: &DeviceId) -> bool {
        self.ended.contains(device)
    }

    /// Returns the entries on which an applied one builds directly: its deps and its author's previous entry, ascending.
    #[must_use]
    pub fn ancestors(&self, hash: &EntryHash) -> Vec<EntryHash> {
        let Some(change) = self.index.by_entry(hash).and_then(|c| self.index.change(c)) else { return Vec::new() };
        let direct = change.deps.iter().copied().chain(self.index.previous_of(change));
        let mut entries: Vec<_> = direct.filter_map(|c| self.index.change(c)).map(|c| c.entry).collect();
        entries.sort_unstable();
        entries
    }

    fn check(&self, entry: &DocEntry<'_>, deps: &[EntryHash]) -> Result<Checked, Reason> {
        let deps = deps.iter().filter_map(|dep| self.index.by_entry(dep)).collect();
        let ancestry = self.index.ancestry(entry.author.device.actor(), deps);
        let tag8 = entry.author.person.tag8();
        let batch = Batch::decode(entry.batch, &self.context(ancestry.actor, &tag8, ancestry.start_op)).map_err(too_many)?;
        if batch.ops.len() as u64 != entry.nops {
            return Err(BoundsError::WrongCount.into());
        }
        let structured = validate::check(&self.index, self.schema, &entry.author, &ancestry, &batch.ops)?;
        let (creates, _) = validate::made(self.schema, &structured.infos);
        Ok(Checked {
            entry: entry.hash,
            author: entry.author,
            ts: entry.ts,
            nops: entry.nops,
            bytes: entry.batch.into(),
            ops: batch.ops,
            ancestry,
            structured,
            creates,
            at: self.index.change_count(),
        })
    }

    /// Takes a judged entry in and returns what it changed, in order of container and key.
    ///
    /// Where other entries were applied since, it is judged again; one that was applied already changes nothing.
    pub fn apply(&mut self, checked: Checked) -> Vec<Touched> {
        if self.contains(&checked.entry) {
            return Vec::new();
        }
        if checked.at != self.index.change_count() {
            return match self.judge(&checked.as_entry()) {
                Judgement::Accept(again) => self.apply(again),
                Judgement::Missing(_) | Judgement::Malformed(_) => Vec::new(),
            };
        }
        let Checked { entry, author, ts, bytes, ops, ancestry, structured, .. } = checked;
        let Structured { infos, keys, preds, .. } = structured;
        let (objects, inserts) = validate::made(self.schema, &infos);
        let first = self.index.op_count();
        let author = Some(author);
        self.index.add(&ancestry, Addition { entry, ts, author, ops: infos.clone(), keys, objects, inserts });
        self.batches.push(bytes);
        let mut touched = BTreeMap::new();
        for ((number, op), (info, preds)) in (first..).zip(ops).zip(infos.iter().zip(preds)) {
            self.touch(&mut touched, number, &op, preds.first().copied());
            if self.index.op(info.obj).is_none_or(|object| object.kind == validate::index::Kind::Map) {
                self.view.apply(number, op, info, &preds);
            }
        }
        touched.into_values().collect()
    }

    /// Notes what op `number` changes.
    fn touch(&self, touched: &mut BTreeMap<(&'static str, String), Touched>, number: u32, op: &Op, replaced: Option<u32>) {
        let Some(info) = self.index.op(number) else { return };
        let name = |op: u32| self.index.op(op).and_then(|i| self.index.key(i.key));
        let (container, key, object) = if info.obj == ROOT {
            ("", name(number), None)
        } else if let Some(container) = self.container_at(info.obj) {
            let maker = if op.action == Action::Delete { replaced } else { Some(number) };
            let object = maker.filter(|op| self.index.op(*op).is_some_and(|i| i.kind.is_object()));
            (container, name(number), object)
        } else if let Some(container) = self.index.op(info.obj).and_then(|object| self.container_at(object.obj)) {
            (container, name(info.obj), Some(info.obj))
        } else {
            ("", name(info.obj), None)
        };
        let Some(key) = key else { return };
        let created = !container.is_empty() && object.is_none_or(|o| o == number) && op.action != Action::Delete;
        let object = object.and_then(|op| self.object_ref(op));
        let new = Touched { container, key: key.to_owned(), object, created };
        let known = touched.entry((container, new.key.clone())).or_insert_with(|| new.clone());
        known.created |= created;
    }

    /// Returns the name of the container that op `number` of the genesis made.
    pub(super) fn container_at(&self, number: u32) -> Option<&'static str> {
        let counter = u64::from(number).checked_add(1)?;
        let container = self.schema.containers.iter().enumerate().find(|(i, _)| Schema::container_counter(*i) == counter);
        container.map(|(_, c)| c.name)
    }

    /// Returns the lasting name of what op `number` made.
    pub(super) fn object_ref(&self, number: u32) -> Option<ObjRef> {
        let change = self.index.change_of(number)?;
        Some(ObjRef { entry: *change.entry.0.first_chunk()?, op: number - change.first })
    }

    pub(super) fn context<'a>(&self, actor: ActorKey, tag8: &'a str, start_op: u64) -> Context<'a> {
        Context { actor, tag8, start_op, max_ops: validate::max_ops(self.schema.class), names: self.schema }
    }

    /// Returns the batch of applied entry `number`, from 1.
    pub(super) fn batch(&self, number: u32) -> Option<&[u8]> {
        self.batches.get(number.checked_sub(1)? as usize).map(AsRef::as_ref)
    }

    /// Returns whether the document is author-partitioned.
    pub(super) fn is_partitioned(&self) -> bool {
        self.schema.class == Class::Partitioned
    }
}

impl Checked {
    /// Returns the name of the entry.
    #[must_use]
    pub const fn hash(&self) -> EntryHash {
        self.entry
    }

    /// Returns how many container keys it writes: 0 where it only edits, deletes or changes the root.
    ///
    /// Messages and posts are demanded to lie in the segment of their time (amendments II, 19).
    #[must_use]
    pub const fn creates(&self) -> u32 {
        self.creates
    }

    /// Returns whether it writes a new object of `container`, which decides about its segment.
    #[must_use]
    pub fn makes_objects(&self) -> bool {
        self.ops.iter().any(|op| op.action == Action::MakeMap)
    }

    /// Returns the entries on which it builds beside its author's one before, as it names them.
    #[must_use]
    pub fn deps(&self) -> Vec<EntryHash> {
        peek_deps(&self.bytes).unwrap_or_default()
    }

    /// Returns, for each op, the top-level key it changes; what lies deeper or in a container counts as that.
    pub fn root_keys(&self) -> impl Iterator<Item = &str> {
        self.ops.iter().map(|op| match (&op.obj, &op.key) {
            (crate::ops::Obj::Root, crate::ops::Key::Field(key)) => &**key,
            _ => "",
        })
    }

    /// Returns the texts that it puts into fields of this name, in whichever objects.
    pub fn texts_at(&self, field: &str) -> impl Iterator<Item = &str> {
        self.ops.iter().filter_map(move |op| match (&op.key, &op.action) {
            (crate::ops::Key::Field(key), Action::Put(value)) if **key == *field => value.as_str(),
            _ => None,
        })
    }

    fn as_entry(&self) -> DocEntry<'_> {
        DocEntry { hash: self.entry, author: self.author, ts: self.ts, nops: self.nops, batch: &self.bytes }
    }
}

fn too_many(error: DecodeError) -> Reason {
    match error {
        DecodeError::TooManyOps(_) => BoundsError::TooMany("ops").into(),
        DecodeError::Cbor(_) | DecodeError::Unknown(_) => error.into(),
    }
}
