//! Profiles.

use super::reading::{Reading, nameless};
use super::{Driver, parsed};
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
    view(person, &reading)
}

/// Writes one's own profile.
pub(super) fn set(driver: &mut Driver, input: ProfileSet) -> Result<Profile, NodeError> {
    let community = driver.community(&input.community)?;
    let fields = ProfileFields {
        name: input.name,
        about: input.about,
        languages: input.languages,
        can_help: input.can_help,
        wants_to_learn: input.wants_to_learn,
        contact: input.contact,
        color: Some(input.color),
    };
    let was_nameless = driver.read(&input.community)?.is_nameless()?;
    driver.execute(community, Command::SetProfile { fields })?;
    if was_nameless {
        driver.announce(Subject::Communities);
    }
    let reading = driver.read(&input.community)?;
    view(reading.me, &reading)
}

fn view(person: PersonId, reading: &Reading<'_>) -> Result<Profile, NodeError> {
    let (member, profile) = (reading.replica.authority().member(&person), reading.index.profile(person)?);
    if member.is_none() && profile.is_none() && person != reading.me {
        return Err(NodeError::not_found("person"));
    }
    let profile = profile.unwrap_or_else(|| empty(person));
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
        mine: person == reading.me,
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
