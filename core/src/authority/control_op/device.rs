//! Devices added and ended (protocol 4.12, amendments II, 5).

use super::Fields;
use crate::authority::Cut;
use crate::cbor::{Cbor, CborError, Reader, Writer};
use crate::id::{CommunityId, DeviceId, PersonId};
use crate::identity::{Certificate, Purpose, RootKey, Signature, SignatureError, SigningKey, verify};

/// Adds a device of the person: written by a device that endorsed it, or by the new device itself with the root's word.
///
/// Its permit is the person (32 zero bytes).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceAdd {
    /// The new device.
    pub certificate: Certificate,
}

impl Fields for DeviceAdd {
    const COUNT: usize = 1;
    fn write(&self, w: &mut Writer) {
        w.value(&self.certificate);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        Ok(Self { certificate: Certificate::read(r)? })
    }
}

/// Ends a device.
///
/// With the person as permit: by a senior device of the same person, or with the root's word. With a standing as permit: by
/// somebody who outranks the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceRevoke {
    /// The device.
    pub device: DeviceId,
    /// Where its logs stop.
    pub cut: Cut,
    /// The root's word, where the root itself revokes.
    pub root: Option<RootWord>,
}

impl DeviceRevoke {
    /// Returns a revocation with the root's word.
    #[must_use]
    pub fn by_root(root: &SigningKey, community: &CommunityId, device: DeviceId, cut: Cut) -> Self {
        let signature = root.sign(Purpose::RootOp, community, &Self::root_statement(&device, &cut));
        Self { device, cut, root: Some(RootWord { root: RootKey(root.public()), signature }) }
    }

    /// Checks the root's word, where there is one; whose root it is, the resolver checks.
    ///
    /// # Errors
    /// [`SignatureError`] where it does not hold.
    pub fn verify(&self, community: &CommunityId) -> Result<(), SignatureError> {
        let Some(word) = &self.root else { return Ok(()) };
        let statement = Self::root_statement(&self.device, &self.cut);
        verify(&word.root.0, Purpose::RootOp, community, &statement, &word.signature)
    }

    /// CBOR `[device, cut]`.
    fn root_statement(device: &DeviceId, cut: &Cut) -> Vec<u8> {
        let mut w = Writer::new();
        w.array(2).value(device).value(cut);
        w.finish()
    }
}

impl Fields for DeviceRevoke {
    const COUNT: usize = 3;
    fn write(&self, w: &mut Writer) {
        w.value(&self.device).value(&self.cut).option(self.root.as_ref());
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        Ok(Self { device: DeviceId::read(r)?, cut: Cut::read(r)?, root: r.option()? })
    }
}

/// The word of a person's root: CBOR `[root, signature]`, purpose `root-op`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RootWord {
    /// The root.
    pub root: RootKey,
    /// By the root.
    pub signature: Signature,
}

impl RootWord {
    /// Returns whose word it is.
    #[must_use]
    pub fn person(&self) -> PersonId {
        self.root.person()
    }
}

impl Cbor for RootWord {
    fn write(&self, w: &mut Writer) {
        w.array(2).value(&self.root).bytes(&self.signature);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        r.tuple(2, "root's word")?;
        Ok(Self { root: RootKey::read(r)?, signature: r.fixed("root signature")? })
    }
}
