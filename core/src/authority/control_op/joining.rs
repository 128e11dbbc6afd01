//! Invitations and how they are redeemed (protocol 4.11).

use super::{Fields, put_set, take_number, take_set};
use crate::cbor::{Cbor, CborError, Reader, Writer};
use crate::domain::Rank;
use crate::id::{CommunityId, EntryHash};
use crate::identity::{Certificate, Purpose, Signature, SignatureError, SigningKey, verify};
use crate::time::Timestamp;
use std::collections::BTreeSet;

/// Publishes the public key of an invitation; the secret half is in the link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invite {
    /// Ed25519 key with which joiners prove that they hold the link.
    pub key: [u8; 32],
    /// Highest rank it leads to.
    pub role: Rank,
    /// How often it should be used; `None` is without bound. More uses are flagged, never void (amendments II, 7).
    pub uses: Option<u64>,
    /// Whether a moderator must say yes.
    pub approval: bool,
    /// Admissions declared later are void.
    pub expires: Option<Timestamp>,
}

impl Fields for Invite {
    const COUNT: usize = 5;
    fn write(&self, w: &mut Writer) {
        w.bytes(&self.key).value(&self.role).option(self.uses.as_ref()).bool(self.approval).option(self.expires.as_ref());
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        Ok(Self {
            key: r.fixed("invite key")?,
            role: Rank::read(r)?,
            uses: take_number(r)?,
            approval: r.bool("approval")?,
            expires: r.option()?,
        })
    }
}

/// Ends an invitation: its admissions are void, except those that are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevokeInvite {
    /// The Invite entry.
    pub invite: EntryHash,
    /// Admit entries that stay.
    pub keep: BTreeSet<EntryHash>,
}

impl Fields for RevokeInvite {
    const COUNT: usize = 2;
    fn write(&self, w: &mut Writer) {
        w.value(&self.invite);
        put_set(w, &self.keep);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        Ok(Self { invite: EntryHash::read(r)?, keep: take_set(r, "kept admissions")? })
    }
}

/// What somebody sends to be let in; it can be used again by other members (amendments II, 11).
///
/// CBOR `[community, invite / null, certificate, profile hash]`; the certificate carries the root key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinRequest {
    /// The community.
    pub community: CommunityId,
    /// The Invite entry; `None` where an admin admits without one.
    pub invite: Option<EntryHash>,
    /// The joiner's first device, endorsed by the joiner's root.
    pub certificate: Certificate,
    /// BLAKE3 of the profile, which travels beside (amendments II, 35).
    pub profile: [u8; 32],
}

impl JoinRequest {
    /// Returns the proof that the holder of `invite_key`, from the link's seed, asks this.
    #[must_use]
    pub fn prove(&self, invite_key: &SigningKey) -> InviteProof {
        let signature = invite_key.sign(Purpose::InviteProof, &self.community, &self.to_cbor());
        InviteProof { key: invite_key.public(), signature }
    }
}

impl Cbor for JoinRequest {
    fn write(&self, w: &mut Writer) {
        w.array(4).value(&self.community).option(self.invite.as_ref()).value(&self.certificate).bytes(&self.profile);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(4, "join request")?;
        Ok(Self {
            community: CommunityId::read(r)?,
            invite: r.option()?,
            certificate: Certificate::read(r)?,
            profile: r.fixed("profile hash")?,
        })
    }
}

/// Shows that a joiner holds an invitation: CBOR `[key, signature]`, purpose `invite-proof` over the request.
///
/// The key stands here too, so that an Admit can be checked before its Invite has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InviteProof {
    /// Must be the invitation's key.
    pub key: [u8; 32],
    /// By that key.
    pub signature: Signature,
}

impl InviteProof {
    /// Checks the signature over `request`; that the key is the invitation's, the resolver checks.
    ///
    /// # Errors
    /// [`SignatureError`] where it does not hold.
    pub fn verify(&self, request: &JoinRequest) -> Result<(), SignatureError> {
        verify(&self.key, Purpose::InviteProof, &request.community, &request.to_cbor(), &self.signature)
    }
}

impl Cbor for InviteProof {
    fn write(&self, w: &mut Writer) {
        w.array(2).bytes(&self.key).bytes(&self.signature);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(2, "invite proof")?;
        Ok(Self { key: r.fixed("invite key")?, signature: r.fixed("invite signature")? })
    }
}

/// Lets somebody in: a new standing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admit {
    /// What the joiner sent.
    pub request: JoinRequest,
    /// Proof of the link; `None` exactly where the request names no invitation.
    pub proof: Option<InviteProof>,
    /// Rank given.
    pub role: Rank,
    /// Removals and leaves of this person that the admission overrides on purpose.
    pub over: BTreeSet<EntryHash>,
}

impl Fields for Admit {
    const COUNT: usize = 4;
    fn write(&self, w: &mut Writer) {
        w.value(&self.request).option(self.proof.as_ref()).value(&self.role);
        put_set(w, &self.over);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        Ok(Self {
            request: JoinRequest::read(r)?,
            proof: r.option()?,
            role: Rank::read(r)?,
            over: take_set(r, "overridden removals")?,
        })
    }
}
