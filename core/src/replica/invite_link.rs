//! The link of an invite: what is pasted, scanned or clicked.

use crate::cbor::{Cbor, CborError, Reader, Writer};
use crate::derive;
use crate::id::{CommunityId, EntryHash};
use crate::identity::SigningKey;
use data_encoding::BASE64URL_NOPAD;

/// What a link says: `afo1` and base64url of CBOR `[1, community, invite, seed, [hint…], flags]`.
///
/// Its secret half is the seed: who has it can prove the invite. Shown as `allforone://join/<code>`; the code alone will do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InviteLink {
    /// The community.
    pub community: CommunityId,
    /// The invite's entry.
    pub invite: EntryHash,
    /// Seed of the invite's key pair.
    pub seed: [u8; 16],
    /// Multiaddresses of members, at most 4 of 256 bytes.
    pub hints: Vec<String>,
}

/// Why a text is no link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// It does not begin like one, or its end is missing, or letters were changed.
    #[error("not a whole link")]
    Wrong,
    /// It was made by another version of the program.
    #[error("the link has version {0}")]
    OtherVersion(u64),
}

const SCHEME: &str = "allforone://join/";
const PREFIX: &str = "afo1";
const VERSION: u64 = 1;
const MAX_HINTS: usize = 4;
const MAX_HINT_BYTES: usize = 256;
/// Longest text that is looked at, in bytes.
const MAX_LINK_BYTES: usize = 4_096;

impl InviteLink {
    /// Returns the code.
    #[must_use]
    pub fn code(&self) -> String {
        let mut bytes = self.to_cbor();
        // Four bytes of a hash find a letter that was mistyped or an end that was lost.
        let check = blake3::hash(&bytes);
        bytes.extend(check.as_bytes().first_chunk::<4>().expect("a hash has 32 bytes"));
        format!("{PREFIX}{}", BASE64URL_NOPAD.encode(&bytes))
    }

    /// Returns the link.
    #[must_use]
    pub fn link(&self) -> String {
        format!("{SCHEME}{}", self.code())
    }

    /// Reads a link or a bare code; white space around and inside it does not matter.
    ///
    /// # Errors
    /// [`LinkError`].
    pub fn parse(text: &str) -> Result<Self, LinkError> {
        if text.len() > MAX_LINK_BYTES {
            return Err(LinkError::Wrong);
        }
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let code = text.strip_prefix(SCHEME).unwrap_or(&text).trim_end_matches('/');
        let bytes = code.strip_prefix(PREFIX).and_then(|code| BASE64URL_NOPAD.decode(code.as_bytes()).ok());
        let bytes = bytes.ok_or(LinkError::Wrong)?;
        let (bytes, check) = bytes.split_last_chunk::<4>().ok_or(LinkError::Wrong)?;
        if !blake3::hash(bytes).as_bytes().starts_with(check) {
            return Err(LinkError::Wrong);
        }
        let mut r = Reader::new(bytes);
        let version = r.array(16, "link").and_then(|_| r.uint("version")).map_err(|_| LinkError::Wrong)?;
        if version != VERSION {
            return Err(LinkError::OtherVersion(version));
        }
        Self::from_cbor(bytes).map_err(|_| LinkError::Wrong)
    }

    /// Returns the key pair that proves the invite.
    #[must_use]
    pub fn key(&self) -> SigningKey {
        invite_key(&self.seed)
    }
}

/// Returns the key pair of an invite's seed.
#[must_use]
pub(super) fn invite_key(seed: &[u8; 16]) -> SigningKey {
    SigningKey::from_secret(&derive::secret(derive::INVITE, &[seed]))
}

impl Cbor for InviteLink {
    fn write(&self, w: &mut Writer) {
        w.array(6).uint(VERSION).value(&self.community).value(&self.invite).bytes(&self.seed).array(self.hints.len());
        for hint in &self.hints {
            w.text(hint);
        }
        w.uint(0);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(6, "link")?;
        r.uint_below(VERSION + 1, "version")?;
        let (community, invite, seed) = (CommunityId::read(r)?, EntryHash::read(r)?, r.fixed("seed")?);
        let mut hints = Vec::new();
        for _ in 0..r.array(MAX_HINTS, "hints")? {
            hints.push(r.text(MAX_HINT_BYTES, "hint")?.to_owned());
        }
        r.uint_below(1, "flags")?;
        Ok(Self { community, invite, seed, hints })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link() -> InviteLink {
        InviteLink {
            community: CommunityId([1; 32]),
            invite: EntryHash([2; 32]),
            seed: [3; 16],
            hints: vec!["/ip4/10.0.0.1/tcp/4001".into()],
        }
    }

    #[test]
    fn a_link_survives_being_pasted() {
        assert_eq!(InviteLink::parse(&link().link()), Ok(link()));
        assert_eq!(InviteLink::parse(&format!("  {}\n", link().code())), Ok(link()));
    }

    #[test]
    fn a_cut_or_mistyped_link_is_found_out() {
        let code = link().code();
        for end in 0..code.len() {
            assert_eq!(InviteLink::parse(&code[..end]), Err(LinkError::Wrong), "cut at {end}");
        }
        assert_eq!(InviteLink::parse(&code.replacen('A', "B", 1)), Err(LinkError::Wrong));
        assert_eq!(InviteLink::parse("bonjour"), Err(LinkError::Wrong));
    }
}
