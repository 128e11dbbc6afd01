//! Names of gossip topics and messages.

use std::{fmt, str::FromStr};

use libp2p::gossipsub::{IdentTopic, MessageId, TopicHash};

/// A blinded topic: 16 bytes that say nothing to who does not know them; 32 lower-case hex characters on the wire.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Topic([u8; 16]);

impl Topic {
    /// Names the topic by its 16 blinded bytes.
    pub const fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Returns the 16 bytes.
    pub const fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    pub(crate) fn to_libp2p(self) -> IdentTopic {
        IdentTopic::new(self.to_string())
    }

    /// Reads the name back; a topic of another program gives `None`.
    pub(crate) fn from_libp2p(hash: &TopicHash) -> Option<Self> {
        hash.as_str().parse().ok()
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Topic({self})")
    }
}

/// The text is not 32 lower-case hex characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a topic is 32 lower-case hex characters")]
pub struct NotATopic;

impl FromStr for Topic {
    type Err = NotATopic;

    fn from_str(text: &str) -> Result<Self, NotATopic> {
        let digits = text.as_bytes();
        if digits.len() != 32 || !digits.iter().all(|d| matches!(d, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(NotATopic);
        }
        let number = u128::from_str_radix(text, 16).map_err(|_| NotATopic)?;
        Ok(Self(number.to_be_bytes()))
    }
}

/// Returns the id under which gossip knows `data`: its BLAKE3 hash, 32 bytes; equal data are one message.
pub fn message_id(data: &[u8]) -> MessageId {
    MessageId::new(blake3::hash(data).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_reads_back_from_its_name() {
        let topic = Topic::new([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255]);
        assert_eq!(topic.to_string(), "000102030405060708090a0b0c0d0eff");
        assert_eq!(topic.to_string().parse(), Ok(topic));
    }

    #[test]
    fn what_is_not_a_topic_is_refused() {
        for text in ["", "t", "+00102030405060708090a0b0c0d0eff", "000102030405060708090A0B0C0D0EFF"] {
            assert_eq!(text.parse::<Topic>(), Err(NotATopic), "{text}");
        }
    }
}
