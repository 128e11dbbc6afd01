//! The members as cards, written while they are read; their names alone are held, for the order.

use super::PAGE;
use super::folder::{Folder, io_error};
use super::job::Source;
use crate::driver::commands::vcard;
use crate::error::NodeError;
use allforone_core::authority::setting;
use allforone_core::domain::fold;
use allforone_core::id::PersonId;
use std::collections::BTreeSet;
use std::io::Write as _;

/// Writes a card for each member, by name.
pub(super) fn write(source: &Source, folder: &mut Folder) -> Result<(), NodeError> {
    let community = source.read(|reading| Ok(reading.replica.setting(setting::NAME).to_owned()))?;
    let people = by_name(source)?;
    let mut file = folder.begin("members.vcf").map_err(|error| io_error(&error))?;
    for page in people.chunks(PAGE) {
        let page = page.to_vec();
        let profiles = source.read(move |reading| {
            let mut profiles = Vec::with_capacity(page.len());
            for person in page {
                profiles.extend(reading.index.profile(person)?);
            }
            Ok(profiles)
        })?;
        for profile in &profiles {
            let card = vcard::card(profile, &community);
            file.write_all(card.as_bytes()).map_err(|error| io_error(&error))?;
            source.count(1);
        }
    }
    folder.keep(file).map_err(|error| io_error(&error))
}

/// Returns the members who have a profile, in the order of their names.
fn by_name(source: &Source) -> Result<Vec<PersonId>, NodeError> {
    let members: BTreeSet<PersonId> =
        source.read(|reading| Ok(reading.replica.authority().members().map(|member| member.person).collect()))?;
    let mut names = BTreeSet::new();
    let mut after = None;
    loop {
        let page = source.read(move |reading| Ok(reading.index.profiles(after, PAGE)?))?;
        let of_members = page.items.iter().filter(|profile| members.contains(&profile.person));
        names.extend(of_members.map(|profile| (fold(&profile.name), profile.person)));
        after = page.next;
        if after.is_none() {
            return Ok(names.into_iter().map(|(_, person)| person).collect());
        }
    }
}
