//! What a document of a type may hold, as tables; and the check of a batch against them.

use super::index::{Ancestry, Author, Index, Kind, OpInfo, ROOT};
use super::schemas;
use super::structure::Structured;
use crate::domain::{Class, DocKind};
use crate::id::ObjRef;
use crate::ops::{Action, GENESIS, Key, KeyForm, Names, Op, OpId, Value, object_counter, object_key};

/// The shape of one document type in one version.
#[derive(Debug)]
pub struct Schema {
    /// The type.
    pub kind: DocKind,
    /// Its version.
    pub version: u64,
    /// Who may depend on whom.
    pub class: Class,
    /// Values at the root, shared documents only.
    pub root: &'static [Field],
    /// Maps that the genesis makes at the root.
    pub containers: &'static [Container],
    /// Texts that the genesis makes at the root.
    pub texts: &'static [TextField],
    /// Container keys that may be written, counted over a change's ancestors and itself.
    pub max_objects: u64,
    /// Elements that may be inserted in texts, counted likewise; deleted ones count.
    pub max_inserts: u64,
    /// Whether structure alone is checked. No type of the product is open; the fuzz of the structural rules is.
    pub open: bool,
}

/// A named value.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Key in the document.
    pub name: &'static str,
    /// Number on the wire, unique within the schema.
    pub number: u64,
    /// What it may hold.
    pub value: ValueType,
}

/// What a value may be.
#[derive(Clone, Copy, Debug)]
pub enum ValueType {
    /// A string.
    Str {
        /// Longest, in bytes of UTF-8.
        max_bytes: usize,
        /// Its form.
        form: Form,
    },
    /// An integer between both, inclusive.
    Int {
        /// The least.
        min: i64,
        /// The greatest.
        max: i64,
    },
    /// True; false is the absence of the key.
    Flag,
    /// One of these strings.
    Choice(&'static [&'static str]),
}

/// Form of a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Anything.
    Any,
    /// An [`ObjRef`].
    ObjRef,
    /// Lower-case hex words between commas.
    HexList,
    /// At most this many lines.
    Lines(usize),
}

/// A text that several people edit together.
#[derive(Clone, Copy, Debug)]
pub struct TextField {
    /// Key at the root.
    pub name: &'static str,
    /// Longest, in bytes of UTF-8; kept by who writes, not by the rules.
    pub max_bytes: usize,
}

/// A map of the root that holds objects or values under keys of one shape.
#[derive(Clone, Copy, Debug)]
pub struct Container {
    /// Key at the root.
    pub name: &'static str,
    /// Shape of its keys.
    pub key: KeyShape,
    /// What stands under a key.
    pub holds: Holds,
}

/// Shape of a container's keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyShape {
    /// [`object_key`] of the op that made the object: written once, then deleted or not.
    Object,
    /// `tag8/r/<objref>/<emoji>`.
    Reaction,
    /// `tag8`.
    Person,
    /// `tag8`, or `tag8/<RECURRENCE-ID>`.
    PersonOccurrence,
    /// `<RECURRENCE-ID>`: a date, or a local or UTC time, in the basic form of RFC 5545.
    Occurrence,
    /// `<objref>`: something in another document.
    Named,
    /// `<slot>`: 1 to 16 of `a-z0-9`.
    Slot,
    /// `tag8/<slot>`, or `tag8/<slot>/<RECURRENCE-ID>`.
    PersonSlot,
}

/// What stands under a key of a container.
#[derive(Clone, Copy, Debug)]
pub enum Holds {
    /// A map with these fields.
    Map(&'static [Field]),
    /// A value.
    Value(ValueType),
}

/// What a document's type does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SchemaError {
    /// There is no such object or field, or it is built in.
    #[error("{0} is not part of this type of document")]
    Unknown(&'static str),
    /// The key has not the shape of its container, or is another person's.
    #[error("a key of another shape")]
    WrongKey,
    /// The value is of another type, too long or not among the choices.
    #[error("{0} is no value of its field")]
    WrongValue(&'static str),
    /// The action is not possible there.
    #[error("{0} is not allowed here")]
    WrongAction(&'static str),
    /// The document holds its most.
    #[error("too many {0} in one document")]
    Full(&'static str),
}

impl Schema {
    /// Returns the schema of a type, in the version of these rules.
    #[must_use]
    pub const fn of(kind: DocKind) -> &'static Self {
        schemas::of(kind)
    }

    /// Returns the container of this name and its number among the containers.
    #[must_use]
    pub fn container(&self, name: &str) -> Option<(usize, &'static Container)> {
        self.containers.iter().enumerate().find(|(_, c)| c.name == name)
    }

    /// Returns all fields, of the root and of objects.
    pub fn fields(&self) -> impl Iterator<Item = &'static Field> {
        let maps = self.containers.iter().filter_map(|c| if let Holds::Map(fields) = &c.holds { Some(*fields) } else { None });
        [self.root].into_iter().chain(maps).flatten()
    }

    /// Returns the counter of the genesis op that makes container `number`.
    pub(crate) const fn container_counter(number: usize) -> u64 {
        FIRST_CONTAINER + number as u64
    }

    /// Returns the counter of the genesis op that makes text `number`.
    pub(crate) const fn text_counter(&self, number: usize) -> u64 {
        Self::container_counter(self.containers.len() + number)
    }

    /// Returns what the object made by op `number` of the index is for.
    fn role(&self, index: &Index, batch: &[OpInfo], object: u32) -> Role {
        if object == ROOT {
            return Role::Root;
        }
        if let Some(at) =
            (u64::from(object) + 1).checked_sub(FIRST_CONTAINER).filter(|_| index.change(0).is_some_and(|g| object < g.len))
        {
            let container = self.containers.get(at as usize);
            return container.map_or(Role::Text, Role::Container);
        }
        let info = index.op(object).or_else(|| batch.get(object.checked_sub(index.op_count())? as usize));
        match info.map(|info| self.role(index, &[], info.obj)) {
            Some(Role::Container(container)) => Role::Object(container),
            _ => Role::Nothing,
        }
    }
}

/// Counter of the genesis op that makes the first container; op 1 writes the version.
const FIRST_CONTAINER: u64 = 2;

impl Names for Schema {
    fn field_name(&self, number: u64) -> Option<&'static str> {
        self.fields().find(|f| f.number == number).map(|f| f.name)
    }

    fn field_number(&self, name: &str) -> Option<u64> {
        self.fields().find(|f| f.name == name).map(|f| f.number)
    }

    fn key_form(&self, counter: u64) -> Option<KeyForm> {
        let number = usize::try_from(counter.checked_sub(FIRST_CONTAINER)?).ok()?;
        Some(match self.containers.get(number)?.key {
            KeyShape::Object => KeyForm::Object,
            KeyShape::Reaction | KeyShape::Person | KeyShape::PersonOccurrence | KeyShape::PersonSlot => KeyForm::Tagged,
            KeyShape::Occurrence | KeyShape::Named | KeyShape::Slot => KeyForm::Plain,
        })
    }
}

enum Role {
    Root,
    Container(&'static Container),
    Object(&'static Container),
    Text,
    Nothing,
}

pub(super) fn check(
    index: &Index,
    schema: &Schema,
    author: &Author,
    ancestry: &Ancestry,
    ops: &[Op],
    structured: &Structured,
) -> Result<(), SchemaError> {
    if schema.open {
        return Ok(());
    }
    let checker = Checker { index, schema, tag8: author.person.tag8(), ancestry, infos: &structured.infos };
    for (at, (op, info)) in ops.iter().zip(&structured.infos).enumerate() {
        checker.op(op, info, at)?;
    }
    let (objects, inserts) = made(schema, &structured.infos);
    if ancestry.objects + u64::from(objects) > schema.max_objects {
        return Err(SchemaError::Full("objects"));
    }
    if ancestry.inserts + u64::from(inserts) > schema.max_inserts {
        return Err(SchemaError::Full("characters"));
    }
    Ok(())
}

/// Returns how many container keys and elements a batch writes.
pub(crate) fn made(schema: &Schema, infos: &[OpInfo]) -> (u32, u32) {
    let containers = FIRST_CONTAINER - 1..FIRST_CONTAINER - 1 + schema.containers.len() as u64;
    let in_container = |info: &&OpInfo| containers.contains(&u64::from(info.obj));
    let writes = infos.iter().filter(in_container).filter(|info| info.kind != Kind::Delete).count();
    let inserts = infos.iter().filter(|info| info.insert).count();
    (writes as u32, inserts as u32)
}

struct Checker<'a> {
    index: &'a Index,
    schema: &'a Schema,
    tag8: String,
    ancestry: &'a Ancestry,
    infos: &'a [OpInfo],
}

impl Checker<'_> {
    fn op(&self, op: &Op, info: &OpInfo, at: usize) -> Result<(), SchemaError> {
        let field = |fields: &'static [Field]| {
            let Key::Field(name) = &op.key else { return Err(SchemaError::Unknown("element")) };
            let field = fields.iter().find(|f| f.name == name).ok_or(SchemaError::Unknown("field"))?;
            check_register(op, field.name, &field.value)
        };
        match self.schema.role(self.index, self.infos, info.obj) {
            Role::Root => field(self.schema.root),
            // An element is never overwritten, so that its value is the op that inserted it.
            Role::Text if op.insert || op.action == Action::Delete => Ok(()),
            Role::Text => Err(SchemaError::WrongAction("an overwritten element")),
            Role::Object(Container { holds: Holds::Map(fields), .. }) => field(fields),
            Role::Container(container) => self.container_op(op, container, at),
            Role::Object(_) | Role::Nothing => Err(SchemaError::Unknown("object")),
        }
    }

    fn container_op(&self, op: &Op, container: &Container, at: usize) -> Result<(), SchemaError> {
        let Key::Field(key) = &op.key else { return Err(SchemaError::WrongKey) };
        let id = OpId { counter: self.ancestry.start_op + at as u64, actor: self.ancestry.actor };
        if container.key == KeyShape::Object {
            self.check_object_key(op, key, &id)?;
        } else if !container.key.fits(key, &self.tag8) {
            return Err(SchemaError::WrongKey);
        }
        match (&op.action, &container.holds) {
            (Action::Delete, _) | (Action::MakeMap, Holds::Map(_)) => Ok(()),
            (_, Holds::Value(value)) => check_register(op, container.name, value),
            (_, Holds::Map(_)) => Err(SchemaError::WrongAction("anything but a map")),
        }
    }

    /// The key is that of the op that makes the object; it is never made twice.
    fn check_object_key(&self, op: &Op, key: &str, id: &OpId) -> Result<(), SchemaError> {
        if op.action == Action::Delete {
            let makes = |pred: &OpId| object_counter(key, &self.tag8, &pred.actor) == Some(pred.counter);
            return if op.preds.iter().any(makes) { Ok(()) } else { Err(SchemaError::WrongKey) };
        }
        let is_own = id.actor != GENESIS && key == object_key(&self.tag8, &id.actor, id.counter);
        if is_own && op.preds.is_empty() { Ok(()) } else { Err(SchemaError::WrongKey) }
    }
}

fn check_register(op: &Op, name: &'static str, value_type: &ValueType) -> Result<(), SchemaError> {
    match &op.action {
        Action::Delete => Ok(()),
        Action::Put(value) if value_type.holds(value) => Ok(()),
        Action::Put(_) => Err(SchemaError::WrongValue(name)),
        Action::MakeMap | Action::MakeList | Action::MakeText => Err(SchemaError::WrongAction("an object")),
        Action::Increment(_) => Err(SchemaError::WrongAction("an increment")),
    }
}

impl ValueType {
    /// Returns whether `value` may stand in the field.
    #[must_use]
    pub fn holds(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Str { max_bytes, form }, Value::Str(text)) => text.len() <= *max_bytes && form.fits(text),
            (Self::Int { min, max }, Value::Int(n)) => (min..=max).contains(&n),
            (Self::Flag, Value::Bool(value)) => *value,
            (Self::Choice(choices), Value::Str(text)) => choices.contains(&text.as_str()),
            (Self::Str { .. } | Self::Int { .. } | Self::Flag | Self::Choice(_), _) => false,
        }
    }
}

impl Form {
    fn fits(self, text: &str) -> bool {
        match self {
            Self::Any => true,
            Self::ObjRef => is_objref(text),
            Self::HexList => text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f' | b',')),
            Self::Lines(max) => text.split('\n').count() <= max,
        }
    }
}

impl KeyShape {
    /// Returns whether `key` has this shape for the person `tag8`; [`KeyShape::Object`] is judged with its op.
    fn fits(self, key: &str, tag8: &str) -> bool {
        let own = key.strip_prefix(tag8);
        match self {
            Self::Object => false,
            Self::Person => own == Some(""),
            Self::PersonOccurrence => {
                own.is_some_and(|rest| rest.is_empty() || rest.strip_prefix('/').is_some_and(is_occurrence))
            }
            Self::Occurrence => is_occurrence(key),
            Self::Named => is_objref(key),
            Self::Slot => is_slot(key),
            Self::PersonSlot => own.and_then(|rest| rest.strip_prefix('/')).is_some_and(|rest| match rest.split_once('/') {
                None => is_slot(rest),
                Some((slot, occurrence)) => is_slot(slot) && is_occurrence(occurrence),
            }),
            Self::Reaction => {
                let parts = own.and_then(|rest| rest.strip_prefix("/r/")).and_then(|rest| rest.split_once('/'));
                let is_emoji = |text: &str| (1..=crate::limits::MAX_EMOJI_BYTES).contains(&text.len()) && !text.contains('/');
                parts.is_some_and(|(object, emoji)| is_objref(object) && is_emoji(emoji))
            }
        }
    }
}

/// One spelling each: what does not come out as it went in is refused.
fn is_objref(text: &str) -> bool {
    text.parse::<ObjRef>().is_ok_and(|object| object.to_string() == text)
}

fn is_slot(text: &str) -> bool {
    (1..=crate::limits::MAX_SLOT_KEY_BYTES).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

/// `20261123`, `20261123T180000` or `20261123T180000Z`; only the shape, calendars are for screens.
fn is_occurrence(text: &str) -> bool {
    let digits = |part: &str, len| part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
    match text.split_once('T') {
        None => digits(text, 8),
        Some((date, time)) => digits(date, 8) && digits(time.strip_suffix('Z').unwrap_or(time), 6),
    }
}
