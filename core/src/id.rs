//! Names of things: hashes, keys and positions, each its own type.

use data_encoding::BASE32_NOPAD;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::str::FromStr;

/// Why a text is no id: wrong letters or wrong length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id of {bytes} bytes in lower-case base32")]
pub struct ParseIdError {
    /// How many bytes the id has.
    pub bytes: usize,
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $len]);

        impl $name {
            /// The id of zero bytes, where the protocol asks for "none".
            pub const ZERO: Self = Self([0; $len]);

            /// Returns the id whose bytes these are, or `None` where the length differs.
            #[must_use]
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(Self)
            }

            /// Returns the bytes.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; $len] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            /// Lower-case base32 without padding (RFC 4648).
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&BASE32_NOPAD.encode(&self.0).to_ascii_lowercase())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let text = self.to_string();
                write!(f, "{}({})", stringify!($name), text.get(..8).unwrap_or(&text))
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;
            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                BASE32_NOPAD
                    .decode(text.to_ascii_uppercase().as_bytes())
                    .ok()
                    .and_then(|bytes| Self::from_slice(&bytes))
                    .ok_or(ParseIdError { bytes: $len })
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }
    };
}

id!(/// A community: the hash of its Genesis entry.
    CommunityId, 32);
id!(/// An entry: BLAKE3 `derive_key("afo/v1/entry", community ‖ header)`.
    EntryHash, 32);
id!(/// A device in one community: its Ed25519 public key.
    DeviceId, 32);
id!(/// A person in one community: BLAKE3 `derive_key("afo/v1/person-id", root key)[..16]`.
    PersonId, 16);
id!(/// A document: the first half of its creating entry's hash, or derived from a `docref`.
    DocId, 16);
id!(/// An epoch key's name: the first half of its commitment.
    Kid, 16);
id!(/// A device's name inside Automerge: `derive_key("afo/v1/actor", device key)[..16]`.
    ActorKey, 16);

impl PersonId {
    /// Returns the prefix of the person's keys in documents: the first 8 bytes as 16 lower-case hex characters.
    #[must_use]
    pub fn tag8(&self) -> String {
        data_encoding::HEXLOWER.encode(self.0.first_chunk::<8>().expect("a person id has 16 bytes"))
    }
}

/// Names one object inside a document for ever: the entry that made it and the op's place in that entry's batch.
///
/// Written `entry_hash[..16] ‖ op index` (protocol-amendments II, 19).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjRef {
    /// First 16 bytes of the entry hash.
    pub entry: [u8; 16],
    /// Index of the making op in the expanded batch.
    pub op: u32,
}

impl fmt::Display for ObjRef {
    /// Lower-case base32 of 20 bytes: the entry's 16 and the index as big-endian u32.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = self.entry.to_vec();
        bytes.extend(self.op.to_be_bytes());
        f.write_str(&BASE32_NOPAD.encode(&bytes).to_ascii_lowercase())
    }
}

impl FromStr for ObjRef {
    type Err = ParseIdError;
    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        let wrong = ParseIdError { bytes: 20 };
        let bytes = BASE32_NOPAD.decode(text.to_ascii_uppercase().as_bytes()).map_err(|_| wrong)?;
        let (entry, op) = bytes.split_first_chunk::<16>().ok_or(wrong)?;
        let op = <[u8; 4]>::try_from(op).map_err(|_| wrong)?;
        Ok(Self { entry: *entry, op: u32::from_be_bytes(op) })
    }
}

impl Serialize for ObjRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ObjRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// A part of a device's writing with its own audience: 0 control, 1 guest, 2 member, 3 staff, 4 own devices, ≥ 16 groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Lane(pub u64);

impl Lane {
    /// Control operations, plain inside the encrypted transport.
    pub const CONTROL: Self = Self(0);
    /// What guests may read.
    pub const GUEST: Self = Self(1);
    /// What members may read.
    pub const MEMBER: Self = Self(2);
    /// What moderators and above may read.
    pub const STAFF: Self = Self(3);

    /// Returns whether documents are written here; the control lane says who may.
    #[must_use]
    pub fn is_content(self) -> bool {
        self != Self::CONTROL
    }
}

/// One log: what one device writes in one lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogId {
    /// The writing device.
    pub device: DeviceId,
    /// The lane.
    pub lane: Lane,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_being_written_and_read() {
        let id = EntryHash([7; 32]);
        assert_eq!(id.to_string().parse(), Ok(id));
        let object = ObjRef { entry: [9; 16], op: 3 };
        assert_eq!(object.to_string().parse(), Ok(object));
    }

    #[test]
    fn a_wrong_text_is_no_id() {
        assert!("".parse::<DocId>().is_err());
        assert!("aaaa".parse::<DocId>().is_err());
        assert!("!!!!!!!!!!!!!!!!!!!!!!!!!!".parse::<DocId>().is_err());
    }
}
