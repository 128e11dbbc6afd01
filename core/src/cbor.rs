//! Canonical CBOR (RFC 8949, 4.2.1 core deterministic encoding): one value has exactly one spelling.
//!
//! A reader decodes a value, writes it again and compares: indefinite lengths, long integers, trailing bytes and unknown
//! array lengths are all refused that way. No floats, maps or tags travel.

use minicbor::data::Type;

/// Why bytes are no value of the expected type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CborError {
    /// The bytes end early, are of another type, or break a length or range.
    #[error("malformed {0}")]
    Malformed(&'static str),
    /// The bytes spell the value in another than the canonical way, or something follows.
    #[error("not in canonical form")]
    NotCanonical,
    /// A list or string is longer than its bound.
    #[error("{0} is over its bound")]
    TooLong(&'static str),
}

/// Writes canonical CBOR into memory.
#[derive(Default)]
pub struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// Returns an empty writer.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn with(&mut self, f: impl FnOnce(&mut minicbor::Encoder<&mut Vec<u8>>)) -> &mut Self {
        f(&mut minicbor::Encoder::new(&mut self.bytes));
        self
    }

    /// Writes the head of an array of `len` members.
    pub fn array(&mut self, len: usize) -> &mut Self {
        self.with(|e| drop(e.array(len as u64)))
    }

    /// Writes an unsigned integer.
    pub fn uint(&mut self, n: u64) -> &mut Self {
        self.with(|e| drop(e.u64(n)))
    }

    /// Writes a signed integer.
    pub fn int(&mut self, n: i64) -> &mut Self {
        self.with(|e| drop(e.i64(n)))
    }

    /// Writes a byte string.
    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.with(|e| drop(e.bytes(bytes)))
    }

    /// Writes a text string.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.with(|e| drop(e.str(text)))
    }

    /// Writes true or false.
    pub fn bool(&mut self, value: bool) -> &mut Self {
        self.with(|e| drop(e.bool(value)))
    }

    /// Writes null.
    pub fn null(&mut self) -> &mut Self {
        self.with(|e| drop(e.null()))
    }

    /// Writes `value`.
    pub fn value<T: Cbor>(&mut self, value: &T) -> &mut Self {
        value.write(self);
        self
    }

    /// Writes `value`, or null where there is none.
    pub fn option<T: Cbor>(&mut self, value: Option<&T>) -> &mut Self {
        match value {
            Some(value) => self.value(value),
            None => self.null(),
        }
    }

    /// Writes an array of `values`.
    pub fn list<T: Cbor>(&mut self, values: &[T]) -> &mut Self {
        self.array(values.len());
        for value in values {
            value.write(self);
        }
        self
    }

    /// Returns what was written.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }
}

/// Reads CBOR from bytes that came from outside; never panics.
pub struct Reader<'b> {
    decoder: minicbor::Decoder<'b>,
    len: usize,
}

impl<'b> Reader<'b> {
    /// Returns a reader at the start of `bytes`.
    #[must_use]
    pub fn new(bytes: &'b [u8]) -> Self {
        Self { decoder: minicbor::Decoder::new(bytes), len: bytes.len() }
    }

    /// Reads the head of an array and returns its length, at most `max`.
    ///
    /// # Errors
    /// Where there is no array of definite length, or it is longer than `max`.
    pub fn array(&mut self, max: usize, what: &'static str) -> Result<usize, CborError> {
        let len = self.decoder.array().ok().flatten().ok_or(CborError::Malformed(what))?;
        let len = usize::try_from(len).map_err(|_| CborError::TooLong(what))?;
        // Each member takes at least a byte: a length beyond what is left is a lie, found before anything is allocated.
        if len > max || len > self.remaining() {
            return Err(CborError::TooLong(what));
        }
        Ok(len)
    }

    /// Reads the head of an array that must have `len` members.
    ///
    /// # Errors
    /// Where it has not.
    pub fn tuple(&mut self, len: usize, what: &'static str) -> Result<(), CborError> {
        if self.array(len, what)? == len { Ok(()) } else { Err(CborError::Malformed(what)) }
    }

    /// Reads an unsigned integer.
    ///
    /// # Errors
    /// Where there is none.
    pub fn uint(&mut self, what: &'static str) -> Result<u64, CborError> {
        self.decoder.u64().map_err(|_| CborError::Malformed(what))
    }

    /// Reads an unsigned integer below `limit`.
    ///
    /// # Errors
    /// Where there is none, or it is not below.
    pub fn uint_below(&mut self, limit: u64, what: &'static str) -> Result<u64, CborError> {
        let n = self.uint(what)?;
        if n < limit { Ok(n) } else { Err(CborError::TooLong(what)) }
    }

    /// Reads a signed integer.
    ///
    /// # Errors
    /// Where there is none.
    pub fn int(&mut self, what: &'static str) -> Result<i64, CborError> {
        self.decoder.i64().map_err(|_| CborError::Malformed(what))
    }

    /// Reads a byte string of at most `max` bytes.
    ///
    /// # Errors
    /// Where there is none of definite length, or it is longer.
    pub fn bytes(&mut self, max: usize, what: &'static str) -> Result<&'b [u8], CborError> {
        let bytes = self.decoder.bytes().map_err(|_| CborError::Malformed(what))?;
        if bytes.len() <= max { Ok(bytes) } else { Err(CborError::TooLong(what)) }
    }

    /// Reads a byte string of exactly `N` bytes.
    ///
    /// # Errors
    /// Where there is none of that length.
    pub fn fixed<const N: usize>(&mut self, what: &'static str) -> Result<[u8; N], CborError> {
        self.bytes(N, what)?.try_into().map_err(|_| CborError::Malformed(what))
    }

    /// Reads a text string of at most `max` bytes.
    ///
    /// # Errors
    /// Where there is none of definite length, or it is longer.
    pub fn text(&mut self, max: usize, what: &'static str) -> Result<&'b str, CborError> {
        let text = self.decoder.str().map_err(|_| CborError::Malformed(what))?;
        if text.len() <= max { Ok(text) } else { Err(CborError::TooLong(what)) }
    }

    /// Reads true or false.
    ///
    /// # Errors
    /// Where there is neither.
    pub fn bool(&mut self, what: &'static str) -> Result<bool, CborError> {
        self.decoder.bool().map_err(|_| CborError::Malformed(what))
    }

    /// Returns whether null stands here, and steps over it.
    pub fn null(&mut self) -> bool {
        matches!(self.decoder.datatype(), Ok(Type::Null)) && self.decoder.null().is_ok()
    }

    /// Returns the type of what stands here, or `None` at the end.
    #[must_use]
    pub fn peek(&self) -> Option<Type> {
        self.decoder.datatype().ok()
    }

    /// Reads a value, or `None` where null stands.
    ///
    /// # Errors
    /// Where neither can be read.
    pub fn option<T: Cbor>(&mut self) -> Result<Option<T>, CborError> {
        if self.null() { Ok(None) } else { T::read(self).map(Some) }
    }

    /// Reads an array of at most `max` values.
    ///
    /// # Errors
    /// Where it is longer, or a member cannot be read.
    pub fn list<T: Cbor>(&mut self, max: usize, what: &'static str) -> Result<Vec<T>, CborError> {
        let len = self.array(max, what)?;
        let mut values = Vec::with_capacity(len.min(64));
        for _ in 0..len {
            values.push(T::read(self)?);
        }
        Ok(values)
    }

    /// Returns how many bytes are left.
    #[must_use]
    pub fn remaining(&self) -> usize {
        self.len.saturating_sub(self.decoder.position())
    }
}

/// A value with one canonical spelling.
pub trait Cbor: Sized {
    /// Writes the value.
    fn write(&self, w: &mut Writer);

    /// Reads a value. May accept other spellings: [`Cbor::from_cbor`] is the strict door.
    ///
    /// # Errors
    /// Where the bytes are no such value.
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError>;

    /// Returns the canonical bytes.
    #[must_use]
    fn to_cbor(&self) -> Vec<u8> {
        let mut w = Writer::new();
        self.write(&mut w);
        w.finish()
    }

    /// Reads a value from bytes that hold it and nothing else, in canonical form.
    ///
    /// # Errors
    /// [`CborError::NotCanonical`] where writing it again gives other bytes.
    fn from_cbor(bytes: &[u8]) -> Result<Self, CborError> {
        let value = Self::read(&mut Reader::new(bytes))?;
        if value.to_cbor() == bytes { Ok(value) } else { Err(CborError::NotCanonical) }
    }
}

impl Cbor for u64 {
    fn write(&self, w: &mut Writer) {
        w.uint(*self);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.uint("unsigned integer")
    }
}

impl<const N: usize> Cbor for [u8; N] {
    fn write(&self, w: &mut Writer) {
        w.bytes(self);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.fixed("byte string")
    }
}

macro_rules! id_cbor {
    ($($name:ident),*) => {$(
        impl Cbor for crate::id::$name {
            fn write(&self, w: &mut Writer) {
                w.bytes(&self.0);
            }
            fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
                r.fixed(stringify!($name)).map(Self)
            }
        }
    )*};
}
id_cbor!(CommunityId, EntryHash, DeviceId, PersonId, DocId, Kid, ActorKey);

impl Cbor for crate::id::ObjRef {
    /// A byte string of 20: the entry's 16, then the op index as big-endian u32.
    fn write(&self, w: &mut Writer) {
        let mut bytes = [0; 20];
        let (entry, op) = bytes.split_at_mut(16);
        entry.copy_from_slice(&self.entry);
        op.copy_from_slice(&self.op.to_be_bytes());
        w.bytes(&bytes);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        let bytes: [u8; 20] = r.fixed("object reference")?;
        let wrong = CborError::Malformed("object reference");
        let (entry, op) = bytes.split_first_chunk::<16>().ok_or(wrong)?;
        Ok(Self { entry: *entry, op: u32::from_be_bytes(op.try_into().map_err(|_| wrong)?) })
    }
}

impl Cbor for crate::time::Timestamp {
    fn write(&self, w: &mut Writer) {
        w.uint(self.0);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.uint_below(crate::limits::MAX_TIMESTAMP_MS, "timestamp").map(Self)
    }
}

impl Cbor for crate::id::Lane {
    fn write(&self, w: &mut Writer) {
        w.uint(self.0);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.uint_below(crate::limits::MAX_SEQ, "lane").map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_spelling_is_refused() {
        assert_eq!(u64::from_cbor(&[5]), Ok(5));
        assert_eq!(u64::from_cbor(&[0x18, 5]), Err(CborError::NotCanonical));
        assert_eq!(u64::from_cbor(&[5, 0]), Err(CborError::NotCanonical), "trailing bytes");
    }

    #[test]
    fn a_length_that_lies_is_found_before_memory_is_taken() {
        let mut r = Reader::new(&[0x9b, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]);
        assert_eq!(r.array(usize::MAX, "list"), Err(CborError::TooLong("list")));
    }
}
