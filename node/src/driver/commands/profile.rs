//! Profiles.

use super::kept_profile::Kept;
use super::reading::{Reading, nameless};
use super::{Driver, execute_error, parsed};
use crate::error::NodeError;
use crate::subject::Subject;
use crate::view::{Profile, ProfileGroup, ProfileQuery, ProfileSet, Role};
use allforone_core::command::{Command, ProfileFields};
use allforone_core::domain;
use allforone_core::id::PersonId;

/// Returns somebody's profile.
pub(super) fn get(driver: &mut Driver, input: ProfileQuery) -> Result<Profile, NodeError> {
    let reading = driver.read(&input.community)?;
    let person = input.person.as_deref().map(|id| parsed(id, "person")).transpose()?.unwrap_or(reading.me);
    let kept = Kept::read(&reading.replica.community(), driver.store.as_ref())?;
    view(person, &reading, kept)
}

/// Writes one's own profile: what members see into the community, what only I see on this device.
pub(super) fn set(driver: &mut Driver, input: ProfileSet) -> Result<Profile, NodeError> {
    let community = driver.community(&input.community)?;
    let mut fields = ProfileFields {
        name: input.name,
        about: input.about,
        languages: input.languages,
        can_help: input.can_help,
        wants_to_learn: input.wants_to_learn,
        contact: input.contact,
        color: Some(input.color),
    };
    let me = driver.read(&input.community)?.me;
    // What stays here has the same bounds: it may be shown to all tomorrow.
    fields.profile_of(me, driver.now()).check().map_err(|problem| execute_error(&problem.into()))?;
    let was_nameless = driver.read(&input.community)?.is_nameless()?;
    let before = Kept::read(&community, driver.store.as_ref())?;
    let audience = input.audience.unwrap_or_else(|| before.audience());
    let kept = Kept::take(&audience, &mut fields);
    // What stays here is kept before it leaves what all see, and let go after it came there: a cut in between loses nothing.
    driver.commit(kept.or(&before).write(&community)?)?;
    if let Err(refused) = driver.execute(community, Command::SetProfile { fields }) {
        driver.commit(before.write(&community)?)?;
        return Err(refused);
    }
    driver.commit(kept.write(&community)?)?;
    if was_nameless {
        driver.announce(Subject::Communities);
    }
    driver.announce(Subject::Profile(input.community.clone(), me.to_string()));
    view(me, &driver.read(&input.community)?, kept)
}

fn view(person: PersonId, reading: &Reading<'_>, kept: Kept) -> Result<Profile, NodeError> {
    let (member, profile) = (reading.replica.authority().member(&person), reading.index.profile(person)?);
    if member.is_none() && profile.is_none() && person != reading.me {
        return Err(NodeError::not_found("person"));
    }
    let mut profile = profile.unwrap_or_else(|| empty(person));
    let mine = person == reading.me;
    let audience = mine.then(|| kept.put_into(&mut profile));
    let groups = reading.index.groups_of(person)?.into_iter().filter(|group| !group.archived);
    let groups = groups.map(|group| ProfileGroup { id: group.id.to_string(), name: group.name, icon: group.icon }).collect();
    Ok(Profile {
        person: person.to_string(),
        name: profile.name,
        about: profile.about,
        languages: profile.languages,
        can_help: profile.can_help,
        wants_to_learn: profile.wants_to_learn,
        contact: profile.contact,
        color: profile.color,
        groups,
        mine,
        audience,
        role: member.as_ref().map_or(Role::Guest, |member| member.rank.into()),
        joined_ms: member.map_or(profile.time, |member| member.joined).millis(),
    })
}

/// Returns what is shown of somebody whose profile has not arrived.
fn empty(person: PersonId) -> domain::Profile {
    domain::Profile {
        person,
        document: allforone_core::id::DocId::ZERO,
        name: nameless(person),
        about: String::new(),
        languages: Vec::new(),
        can_help: Vec::new(),
        wants_to_learn: Vec::new(),
        contact: String::new(),
        color: domain::Profile::default_color(person),
        time: Default::default(),
    }
}
