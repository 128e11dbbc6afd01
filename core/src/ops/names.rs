//! What reader and writer of a batch both know and therefore do not send.

use crate::id::ActorKey;

/// How keys of a container are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyForm {
    /// [`object_key`] of the op that made the object. On the wire null (this op) or a reference to the making op.
    Object,
    /// Begins with the author's `tag8`. On the wire the rest.
    Tagged,
    /// Anything. On the wire in full.
    Plain,
}

/// The names of a document type: field numbers, and the key forms of its containers.
pub trait Names {
    /// Returns the name of field `number`.
    fn field_name(&self, number: u64) -> Option<&'static str>;
    /// Returns the number of field `name`.
    fn field_number(&self, name: &str) -> Option<u64>;
    /// Returns the key form of the container that op `counter` of the genesis made, or `None` where it made none.
    fn key_form(&self, counter: u64) -> Option<KeyForm>;
}

/// Everything the codec is told about a batch beside its bytes.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The author's actor.
    pub actor: ActorKey,
    /// The author's key prefix: 16 lower-case hex characters.
    pub tag8: &'a str,
    /// Counter of the batch's first op: 1 + the greatest among its ancestors.
    pub start_op: u64,
    /// Most ops after expansion.
    pub max_ops: usize,
    /// Names of the document's type.
    pub names: &'a dyn Names,
}

/// Actor of a document's built-in genesis.
pub(crate) const GENESIS: ActorKey = ActorKey::ZERO;

/// Returns the key of the object made by op (`counter`, `actor`): `tag8/`, 8 hex characters of the actor, the counter in base 36
/// (amendments I, 11).
#[must_use]
pub fn object_key(tag8: &str, actor: &ActorKey, counter: u64) -> String {
    format!("{tag8}/{}{}", actor8(actor), base36(counter))
}

/// Returns the counter of an object key of this person and actor, or `None` where the key is none.
pub(crate) fn object_counter(key: &str, tag8: &str, actor: &ActorKey) -> Option<u64> {
    let digits = key.strip_prefix(tag8)?.strip_prefix('/')?.strip_prefix(&actor8(actor))?;
    let counter = u64::from_str_radix(digits, 36).ok()?;
    (base36(counter) == digits).then_some(counter)
}

fn actor8(actor: &ActorKey) -> String {
    data_encoding::HEXLOWER.encode(actor.0.first_chunk::<4>().expect("an actor has 16 bytes"))
}

fn base36(mut n: u64) -> String {
    let mut digits = Vec::new();
    loop {
        digits.push(char::from_digit((n % 36) as u32, 36).expect("a remainder by 36 is a digit in base 36"));
        n /= 36;
        if n == 0 {
            return digits.iter().rev().collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_key_names_its_counter() {
        let actor = ActorKey([0xab; 16]);
        let key = object_key("0011223344556677", &actor, 1_295);
        assert_eq!(key, "0011223344556677/ababababzz");
        assert_eq!(object_counter(&key, "0011223344556677", &actor), Some(1_295));
        assert_eq!(object_counter("0011223344556677/abababab0zz", "0011223344556677", &actor), None, "a leading zero");
        assert_eq!(object_counter("0011223344556677/ababababZZ", "0011223344556677", &actor), None, "upper case");
    }
}
