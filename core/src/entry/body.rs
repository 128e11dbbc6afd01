//! The body: what a payload holds once it is opened.

use crate::cbor::{Cbor, CborError, Reader, Writer};
use crate::derive;
use crate::domain::{Class, DocKind, Rank, SegmentWidth};
use crate::id::{CommunityId, DocId, Lane, ObjRef, PersonId};
use crate::limits::{MAX_ORGANISERS, MAX_PAYLOAD_BYTES, MAX_SEQ};
use crate::time::Timestamp;

/// What the bytes of a body are; the number travels. Numbers not listed are void (amendments II, 21).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A control operation; lane 0 only, not encrypted.
    Control = 0,
    /// A batch of ops.
    Batch = 1,
    /// A [`DocCreate`].
    Create = 2,
    /// A batch of ops, compressed with zstd (RFC 8878).
    Packed = 3,
}

/// Why a body cannot be used; the entry is void, its log goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// The bytes are no body.
    #[error("malformed body")]
    Malformed(#[from] CborError),
    /// The compressed bytes are damaged or hold more than [`MAX_INFLATED_BYTES`].
    #[error("the batch cannot be unpacked")]
    Packed,
    /// The format is not the one asked for.
    #[error("the body has another format")]
    Format,
}

/// Largest batch after unpacking, in bytes.
pub const MAX_INFLATED_BYTES: usize = 64 * 1024;
/// Batches shorter than this are not worth packing, in bytes.
const MIN_PACKED_BYTES: usize = 256;
/// zstd's own default: more costs much and gives little on short texts.
const ZSTD_LEVEL: i32 = 3;
/// First bytes of a zstd frame (RFC 8878, 3.1.1): no skippable and no legacy frame is accepted.
const ZSTD_MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// A body: CBOR `[fmt, docref / null, bytes]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// What `bytes` are.
    pub format: Format,
    /// Names an implicit document; in the first entry of each (log, document), and of a batch only.
    pub docref: Option<DocRef>,
    /// The content.
    pub bytes: Vec<u8>,
}

impl Body {
    /// Returns the body of a control operation.
    #[must_use]
    pub const fn control(bytes: Vec<u8>) -> Self {
        Self { format: Format::Control, docref: None, bytes }
    }

    /// Returns the body of a batch of ops, packed where that makes it shorter.
    #[must_use]
    pub fn batch(docref: Option<DocRef>, bytes: Vec<u8>) -> Self {
        let packed = (bytes.len() >= MIN_PACKED_BYTES).then(|| zstd::bulk::compress(&bytes, ZSTD_LEVEL).ok()).flatten();
        match packed {
            Some(packed) if packed.len() < bytes.len() => Self { format: Format::Packed, docref, bytes: packed },
            _ => Self { format: Format::Batch, docref, bytes },
        }
    }

    /// Returns the body that creates a document.
    #[must_use]
    pub fn create(create: &DocCreate) -> Self {
        Self { format: Format::Create, docref: None, bytes: create.to_cbor() }
    }

    /// Returns the batch of ops, unpacked.
    ///
    /// # Errors
    /// [`BodyError::Packed`], and [`BodyError::Format`] where this is no batch.
    pub fn into_batch(self) -> Result<Vec<u8>, BodyError> {
        match self.format {
            Format::Batch => Ok(self.bytes),
            Format::Packed if self.bytes.starts_with(&ZSTD_MAGIC) => {
                zstd::bulk::decompress(&self.bytes, MAX_INFLATED_BYTES).map_err(|_| BodyError::Packed)
            }
            Format::Packed => Err(BodyError::Packed),
            Format::Control | Format::Create => Err(BodyError::Format),
        }
    }

    /// Returns the creation of a document.
    ///
    /// # Errors
    /// [`BodyError::Malformed`], and [`BodyError::Format`] where this is none.
    pub fn into_create(self) -> Result<DocCreate, BodyError> {
        if self.format == Format::Create { Ok(DocCreate::from_cbor(&self.bytes)?) } else { Err(BodyError::Format) }
    }

    /// Returns the bytes of a control operation.
    ///
    /// # Errors
    /// [`BodyError::Format`] where this is none.
    pub fn into_control(self) -> Result<Vec<u8>, BodyError> {
        if self.format == Format::Control { Ok(self.bytes) } else { Err(BodyError::Format) }
    }
}

impl Cbor for Body {
    fn write(&self, w: &mut Writer) {
        w.array(3).uint(self.format as u64).option(self.docref.as_ref()).bytes(&self.bytes);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(3, "body")?;
        let format = match r.uint("format")? {
            0 => Format::Control,
            1 => Format::Batch,
            2 => Format::Create,
            3 => Format::Packed,
            _ => return Err(CborError::Malformed("format")),
        };
        let docref = r.option()?;
        let is_batch = matches!(format, Format::Batch | Format::Packed);
        if docref.is_some() && !is_batch {
            return Err(CborError::Malformed("docref"));
        }
        let max = if format == Format::Batch { MAX_INFLATED_BYTES } else { MAX_PAYLOAD_BYTES };
        Ok(Self { format, docref, bytes: r.bytes(max, "body")?.to_vec() })
    }
}

/// Names an implicit document by what it belongs to; its id is a hash of this (amendments II, 19).
///
/// CBOR `[kind, parent doc id, parent object / null, width / null, index / null]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DocRef {
    /// Kind of the document; one that is implied, not created.
    pub kind: DocKind,
    /// The document it belongs to; 16 zero bytes where the community itself is the parent.
    pub parent: DocId,
    /// The object it belongs to: a post's thread names the post.
    pub object: Option<ObjRef>,
    /// Width and number of a segment.
    pub segment: Option<(SegmentWidth, u64)>,
}

impl DocRef {
    /// Returns the segment of `parent` in which something written at `time` begins.
    #[must_use]
    pub const fn segment(kind: DocKind, parent: DocId, width: SegmentWidth, time: Timestamp) -> Self {
        Self { kind, parent, object: None, segment: Some((width, width.index(time))) }
    }

    /// Returns the document of one kind under `parent`, or under an object in it.
    #[must_use]
    pub const fn under(kind: DocKind, parent: DocId, object: Option<ObjRef>) -> Self {
        Self { kind, parent, object, segment: None }
    }

    /// Returns the document's id: BLAKE3 `derive_key("afo/v1/doc", community ‖ CBOR)[..16]`.
    #[must_use]
    pub fn doc_id(&self, community: &CommunityId) -> DocId {
        DocId(derive::name(derive::DOC, &[&community.0, &self.to_cbor()]))
    }

    /// Returns whether the parts fit the kind: segments have a width, threads may have an object, the rest has neither.
    #[must_use]
    pub fn fits_its_kind(&self) -> bool {
        let (object, segment) = (self.object.is_some(), self.segment.is_some());
        match self.kind {
            DocKind::Room | DocKind::Board | DocKind::Event | DocKind::Group => false,
            DocKind::Segment | DocKind::Posts => segment && !object,
            DocKind::Thread => !segment,
            DocKind::Rsvp | DocKind::Joined => !segment && !object,
            DocKind::Profiles => !segment && !object && self.parent == DocId::ZERO,
        }
    }
}

impl Cbor for DocRef {
    fn write(&self, w: &mut Writer) {
        w.array(5).value(&self.kind).value(&self.parent).option(self.object.as_ref());
        match &self.segment {
            Some((width, index)) => w.value(width).uint(*index),
            None => w.null().null(),
        };
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(5, "docref")?;
        let (kind, parent, object) = (DocKind::read(r)?, DocId::read(r)?, r.option()?);
        let width: Option<SegmentWidth> = r.option()?;
        let index = if r.null() { None } else { Some(r.uint_below(MAX_SEQ, "index")?) };
        let segment = match (width, index) {
            (Some(width), Some(index)) => Some((width, index)),
            (None, None) => None,
            (Some(_), None) | (None, Some(_)) => return Err(CborError::Malformed("segment")),
        };
        let docref = Self { kind, parent, object, segment };
        if docref.fits_its_kind() { Ok(docref) } else { Err(CborError::Malformed("docref")) }
    }
}

/// Creates a document and says who may write it; the document's id is the first half of the entry's hash.
///
/// CBOR `[kind, class, version, lane, parent, [write rank, [editor…]], nonce]`. The entry's target is the parent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocCreate {
    /// Kind of the document; one that is created, not implied.
    pub kind: DocKind,
    /// Version of the kind's schema, from 1.
    pub version: u64,
    /// Lane in which the document is written; that of this entry.
    pub lane: Lane,
    /// The document it belongs to, or 16 zero bytes.
    pub parent: DocId,
    /// Who may write: this rank and above.
    pub write_rank: Rank,
    /// People who may write whatever their rank, sorted.
    pub editors: Vec<PersonId>,
    /// Chance, so that two documents made alike differ.
    pub nonce: [u8; 16],
}

impl DocCreate {
    /// Returns the class, which the kind decides.
    #[must_use]
    pub const fn class(&self) -> Class {
        self.kind.class()
    }
}

impl Cbor for DocCreate {
    fn write(&self, w: &mut Writer) {
        w.array(7).value(&self.kind).uint(class_number(self.class())).uint(self.version).value(&self.lane).value(&self.parent);
        w.array(2).value(&self.write_rank).list(&self.editors).bytes(&self.nonce);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(7, "creation")?;
        let kind = DocKind::read(r)?;
        if !kind.is_created() || r.uint("class")? != class_number(kind.class()) {
            return Err(CborError::Malformed("class"));
        }
        let version = r.uint_below(MAX_SEQ, "schema version")?;
        let (lane, parent) = (Lane::read(r)?, DocId::read(r)?);
        r.tuple(2, "policy")?;
        let write_rank = Rank::read(r)?;
        let editors: Vec<PersonId> = r.list(MAX_ORGANISERS, "editors")?;
        if !editors.is_sorted_by(|a, b| a < b) || lane == Lane::CONTROL || version == 0 {
            return Err(CborError::Malformed("policy"));
        }
        Ok(Self { kind, version, lane, parent, write_rank, editors, nonce: r.fixed("nonce")? })
    }
}

const fn class_number(class: Class) -> u64 {
    match class {
        Class::Partitioned => 0,
        Class::Shared => 1,
    }
}
