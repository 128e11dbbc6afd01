//! Devices as authority knows them.

use crate::id::{EntryHash, PersonId};
use crate::identity::Certificate;
use crate::time::Timestamp;
use std::collections::BTreeSet;

/// A device that belongs to a person here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceStanding {
    /// Whose it is.
    pub person: PersonId,
    /// By whose word, and its sealing key.
    pub certificate: Certificate,
    /// When the entry that brought it was written; no entry of the device is dated earlier (amendments II, 23).
    pub admitted: Timestamp,
    /// Whether a revocation of this device, or a removal that ended it with its person, is in force.
    pub revoked: bool,
    /// Place among the person's devices, from 0; the smaller is the senior.
    pub order: u32,
    /// Revocations in force: their cuts limit every log of the device.
    pub(super) revocations: BTreeSet<EntryHash>,
    /// Removals of the person that the device came after.
    pub(super) exempt: BTreeSet<EntryHash>,
}
