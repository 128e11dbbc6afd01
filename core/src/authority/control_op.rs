//! Control operations: what changes who may do what (protocol 4.5, `schemas/control.cddl`).
//!
//! One operation is the body of one entry of lane 0, in the clear: CBOR `[number, fields…]`. Every number is known from the
//! first version on; an unknown one holds its log (protocol 4.15). Sets travel sorted and without doubles, every list has at
//! most [`MAX_CONTROL_LIST`] members, and `cosigs`, where an operation has it, is reserved and null.

mod community;
mod device;
mod evidence;
mod genesis;
mod joining;
mod key;
mod rank;

pub use community::{DocPolicy, Frontier, SetSetting, SettingValue, setting};
pub use device::{DeviceAdd, DeviceRevoke, RootWord};
pub use evidence::{Checkpoint, Pin, merkle_path, merkle_root, path_leads_to};
pub use genesis::{Genesis, Origin, Quotas, SUITE_V1};
pub use joining::{Admit, Invite, InviteProof, JoinRequest, RevokeInvite};
pub use key::{Backlinks, EpochCommit, EpochZero, Rekey};
pub use rank::{Leave, Remove, SetRole};

use crate::cbor::{Cbor, CborError, Reader, Writer};
use crate::entry::ForkProof;
use crate::id::EntryHash;
use crate::limits::MAX_CONTROL_LIST;
use std::collections::BTreeSet;

/// One control operation. The number before each name is its number on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ControlOp {
    /// 1: founds a community; its entry's hash is the community's id.
    Genesis(Genesis),
    /// 2: publishes the key of an invitation.
    Invite(Invite),
    /// 3: ends an invitation.
    RevokeInvite(RevokeInvite),
    /// 4: lets somebody in.
    Admit(Admit),
    /// 5: gives somebody a rank, and takes higher ones.
    SetRole(SetRole),
    /// 6: ends all that somebody may do.
    Remove(Remove),
    /// 7: the person gives a standing back.
    Leave(Leave),
    /// 8: adds a device of the person.
    DeviceAdd(DeviceAdd),
    /// 9: ends a device.
    DeviceRevoke(DeviceRevoke),
    /// 10: says that a control entry never happened.
    Void(EntryHash),
    /// 11: says where every log stood.
    Checkpoint(Checkpoint),
    /// 12: shows one leaf of a checkpoint.
    Pin(Pin),
    /// 13: restricts or opens a document.
    DocPolicy(DocPolicy),
    /// 14: makes new epoch keys known.
    Rekey(Rekey),
    /// 15: sets a value of the community.
    SetSetting(SetSetting),
    /// 16: shows that a device wrote two entries at one place.
    ForkProof(ForkProof),
}

impl ControlOp {
    /// Returns the number on the wire.
    #[must_use]
    pub const fn number(&self) -> u64 {
        match self {
            Self::Genesis(_) => 1,
            Self::Invite(_) => 2,
            Self::RevokeInvite(_) => 3,
            Self::Admit(_) => 4,
            Self::SetRole(_) => 5,
            Self::Remove(_) => 6,
            Self::Leave(_) => 7,
            Self::DeviceAdd(_) => 8,
            Self::DeviceRevoke(_) => 9,
            Self::Void(_) => 10,
            Self::Checkpoint(_) => 11,
            Self::Pin(_) => 12,
            Self::DocPolicy(_) => 13,
            Self::Rekey(_) => 14,
            Self::SetSetting(_) => 15,
            Self::ForkProof(_) => 16,
        }
    }
}

/// Number of the last operation known to rules version 1.
pub const LAST_NUMBER: u64 = 16;

impl Cbor for ControlOp {
    fn write(&self, w: &mut Writer) {
        let number = self.number();
        match self {
            Self::Genesis(op) => put(w, number, op),
            Self::Invite(op) => put(w, number, op),
            Self::RevokeInvite(op) => put(w, number, op),
            Self::Admit(op) => put(w, number, op),
            Self::SetRole(op) => put(w, number, op),
            Self::Remove(op) => put(w, number, op),
            Self::Leave(op) => put(w, number, op),
            Self::DeviceAdd(op) => put(w, number, op),
            Self::DeviceRevoke(op) => put(w, number, op),
            Self::Void(entry) => put(w, number, &Void(*entry)),
            Self::Checkpoint(op) => put(w, number, op),
            Self::Pin(op) => put(w, number, op),
            Self::DocPolicy(op) => put(w, number, op),
            Self::Rekey(op) => put(w, number, op),
            Self::SetSetting(op) => put(w, number, op),
            Self::ForkProof(op) => put(w, number, op),
        }
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        let len = r.array(MAX_FIELDS, "control operation")?;
        match r.uint("control operation number")? {
            1 => take(r, len).map(Self::Genesis),
            2 => take(r, len).map(Self::Invite),
            3 => take(r, len).map(Self::RevokeInvite),
            4 => take(r, len).map(Self::Admit),
            5 => take(r, len).map(Self::SetRole),
            6 => take(r, len).map(Self::Remove),
            7 => take(r, len).map(Self::Leave),
            8 => take(r, len).map(Self::DeviceAdd),
            9 => take(r, len).map(Self::DeviceRevoke),
            10 => take(r, len).map(|Void(entry)| Self::Void(entry)),
            11 => take(r, len).map(Self::Checkpoint),
            12 => take(r, len).map(Self::Pin),
            13 => take(r, len).map(Self::DocPolicy),
            14 => take(r, len).map(Self::Rekey),
            15 => take(r, len).map(Self::SetSetting),
            16 => take(r, len).map(Self::ForkProof),
            _ => Err(CborError::Malformed("control operation number")),
        }
    }
}

/// Longest array of an operation: its number and 11 fields.
const MAX_FIELDS: usize = 12;

/// The fields of one operation, written after its number.
trait Fields: Sized {
    /// How many there are.
    const COUNT: usize;
    fn write(&self, w: &mut Writer);
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError>;
}

fn put<T: Fields>(w: &mut Writer, number: u64, op: &T) {
    w.array(1 + T::COUNT).uint(number);
    op.write(w);
}

fn take<T: Fields>(r: &mut Reader<'_>, len: usize) -> Result<T, CborError> {
    if len == 1 + T::COUNT { T::read(r) } else { Err(CborError::Malformed("control operation")) }
}

struct Void(EntryHash);

impl Fields for Void {
    const COUNT: usize = 2;
    fn write(&self, w: &mut Writer) {
        w.value(&self.0).null();
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        let entry = EntryHash::read(r)?;
        no_cosigs(r)?;
        Ok(Self(entry))
    }
}

/// Writes a set as a sorted array.
fn put_set<T: Cbor>(w: &mut Writer, set: &BTreeSet<T>) {
    w.array(set.len());
    for member in set {
        w.value(member);
    }
}

/// Reads a set; that it came sorted and without doubles, writing it again shows.
fn take_set<T: Cbor + Ord>(r: &mut Reader<'_>, what: &'static str) -> Result<BTreeSet<T>, CborError> {
    Ok(r.list::<T>(MAX_CONTROL_LIST, what)?.into_iter().collect())
}

/// Steps over the reserved countersignatures, which rules version 1 keeps null.
fn no_cosigs(r: &mut Reader<'_>) -> Result<(), CborError> {
    if r.null() { Ok(()) } else { Err(CborError::Malformed("cosigs")) }
}

/// Reads null or a number.
fn take_number(r: &mut Reader<'_>) -> Result<Option<u64>, CborError> {
    r.option::<u64>()
}
