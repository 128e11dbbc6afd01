//! Ranks given and taken (protocol 4.5, amendments II, 1 and 6).

use super::{Fields, no_cosigs, put_set, take_set};
use crate::authority::Cut;
use crate::cbor::{Cbor, CborError, Reader, Writer};
use crate::domain::Rank;
use crate::id::{EntryHash, PersonId};
use crate::identity::Certificate;
use std::collections::BTreeSet;

/// Gives a person a rank (a new standing), and ends the person's standings of higher rank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetRole {
    /// The person.
    pub person: PersonId,
    /// The rank from now on.
    pub role: Rank,
    /// The person's first device, endorsed by the root, as its admission had it; `None` for the founder.
    ///
    /// The new standing is read before the weaker admission, and through this device only those that it added speak then
    /// (`docs/decisions/0007-a-grant-brings-its-device.md`).
    pub certificate: Option<Certificate>,
    /// Higher standings that the issuer knew: they end at `cut`. Others are void from the start.
    pub kills: BTreeSet<EntryHash>,
    /// Removals and leaves of this person that the grant overrides on purpose.
    pub over: BTreeSet<EntryHash>,
    /// Where the person's logs stop under the ended standings.
    pub cut: Cut,
    /// Operations that had ended a standing of this person before; that standing then no longer shields the person.
    pub seen: BTreeSet<EntryHash>,
}

impl Fields for SetRole {
    const COUNT: usize = 8;
    fn write(&self, w: &mut Writer) {
        w.value(&self.person).value(&self.role).option(self.certificate.as_ref());
        put_set(w, &self.kills);
        put_set(w, &self.over);
        w.value(&self.cut);
        put_set(w, &self.seen);
        w.null();
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        let op = Self {
            person: PersonId::read(r)?,
            role: Rank::read(r)?,
            certificate: r.option()?,
            kills: take_set(r, "ended standings")?,
            over: take_set(r, "overridden removals")?,
            cut: Cut::read(r)?,
            seen: take_set(r, "seen endings")?,
        };
        no_cosigs(r)?;
        Ok(op)
    }
}

/// Ends all standings of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remove {
    /// The person.
    pub person: PersonId,
    /// Standings that the issuer knew: they end at `cut`. Others are void from the start.
    pub kills: BTreeSet<EntryHash>,
    /// Where the person's logs stop.
    pub cut: Cut,
    /// Operations that had ended a standing of this person before; that standing then no longer shields the person.
    pub seen: BTreeSet<EntryHash>,
    /// Whether only the issuer or a senior may admit the person again.
    pub ban: bool,
    /// Why, as a number; words go to the staff lane (amendments II, 35).
    pub reason: u64,
}

impl Fields for Remove {
    const COUNT: usize = 7;
    fn write(&self, w: &mut Writer) {
        w.value(&self.person);
        put_set(w, &self.kills);
        w.value(&self.cut);
        put_set(w, &self.seen);
        w.bool(self.ban).uint(self.reason).null();
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        let op = Self {
            person: PersonId::read(r)?,
            kills: take_set(r, "ended standings")?,
            cut: Cut::read(r)?,
            seen: take_set(r, "seen endings")?,
            ban: r.bool("ban")?,
            reason: r.uint("reason")?,
        };
        no_cosigs(r)?;
        Ok(op)
    }
}

/// Gives a standing back, and with it all junior standings of the person above `to_rank`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leave {
    /// The standing that ends; also the permit of the entry.
    pub standing: EntryHash,
    /// Standings up to this rank stay; `None` ends all.
    pub to_rank: Option<Rank>,
    /// Where the person's logs stop under the ended standings.
    pub cut: Cut,
}

impl Fields for Leave {
    const COUNT: usize = 3;
    fn write(&self, w: &mut Writer) {
        w.value(&self.standing).option(self.to_rank.as_ref()).value(&self.cut);
    }
    fn read(r: &mut Reader<'_>) -> Result<Self, CborError> {
        Ok(Self { standing: EntryHash::read(r)?, to_rank: r.option()?, cut: Cut::read(r)? })
    }
}
