//! The people of a community.

use super::reading::Face;
use super::{Driver, capped, parsed};
use crate::error::{ErrorCode, NodeError};
use crate::subject::Subject;
use crate::view::{Empty, InCommunity, Member, MemberRemove, MemberRole, MembersQuery, Page};
use allforone_core::command::Command;
use allforone_core::domain::{Rank, fold};
use allforone_core::time::Timestamp;

/// Longest question, in characters.
const MAX_QUERY_CHARS: usize = 200;

/// Returns the members by name; `after` is the person id with which the page before ended.
pub(super) fn list(driver: &mut Driver, input: MembersQuery) -> Result<Page<Member>, NodeError> {
    let reading = driver.read(&input.community)?;
    let online = driver.peers.online(&reading.replica.community());
    let (skill, learns) = (words(input.skill.as_deref())?, words(input.learns.as_deref())?);
    let mut members = Vec::new();
    for member in reading.replica.authority().members() {
        let profile = reading.index.profile(member.person)?;
        let face = Face::of(member.person, profile.as_ref());
        let (can_help, wants_to_learn, languages) = match profile {
            Some(profile) => (profile.can_help, profile.wants_to_learn, profile.languages),
            None => Default::default(),
        };
        if !holds(&can_help, &skill) || !holds(&wants_to_learn, &learns) {
            continue;
        }
        let me = member.person == reading.me;
        members.push(Member {
            person: member.person.to_string(),
            name: face.name,
            role: member.rank.into(),
            color: face.color,
            me,
            joined_ms: member.joined.millis(),
            can_help,
            wants_to_learn,
            languages,
            online: me || online.contains(&member.person),
        });
    }
    members.sort_by_cached_key(|member| (fold(&member.name), member.person.clone()));
    page(members, input.after.as_deref(), capped(input.limit))
}

/// Reads what is looked for.
fn words(asked: Option<&str>) -> Result<Vec<String>, NodeError> {
    let asked = asked.unwrap_or_default();
    if asked.chars().count() > MAX_QUERY_CHARS {
        return Err(NodeError::bad_input(format!("skill or learns is over {MAX_QUERY_CHARS} characters")));
    }
    Ok(asked.split_whitespace().map(fold).collect())
}

/// Returns whether one line holds all words.
fn holds(lines: &[String], words: &[String]) -> bool {
    words.is_empty() || lines.iter().map(|line| fold(line)).any(|line| words.iter().all(|word| line.contains(word.as_str())))
}

/// Gives somebody another rank.
pub(super) fn set_role(driver: &mut Driver, input: MemberRole) -> Result<Empty, NodeError> {
    let community = driver.community(&input.community)?;
    let person = parsed(&input.person, "person")?;
    driver.execute(community, Command::SetRole { person, role: input.role.into() })?;
    Ok(Empty {})
}

/// Removes somebody from the community.
pub(super) fn remove(driver: &mut Driver, input: MemberRemove) -> Result<Empty, NodeError> {
    let community = driver.community(&input.community)?;
    let (person, since) = (parsed(&input.person, "person")?, input.since_ms.map(Timestamp));
    driver.execute(community, Command::Remove { person, since, ban: input.ban, reason: 0 })?;
    Ok(Empty {})
}

/// Leaves a community; what is here stays readable.
pub(super) fn leave(driver: &mut Driver, input: InCommunity) -> Result<Empty, NodeError> {
    let community = driver.community(&input.community)?;
    let reading = driver.read(&input.community)?;
    let others = || reading.replica.authority().members().filter(|member| member.person != reading.me);
    let is_last_owner = reading.replica.role() == Some(Rank::Owner) && others().all(|member| member.rank < Rank::Owner);
    if is_last_owner && others().next().is_some() {
        let why = "you are its only owner; name somebody else one first";
        return Err(NodeError::new(ErrorCode::Conflict).with_details(why));
    }
    driver.execute(community, Command::Leave { to_rank: None })?;
    driver.announce(Subject::Communities);
    Ok(Empty {})
}

fn page(members: Vec<Member>, after: Option<&str>, limit: usize) -> Result<Page<Member>, NodeError> {
    let from = match after {
        None => 0,
        Some(person) => {
            let place = members.iter().position(|member| member.person == person);
            place.ok_or_else(|| NodeError::bad_input("after is no member any more; begin again"))? + 1
        }
    };
    let goes_on = members.len() > from + limit;
    let items: Vec<Member> = members.into_iter().skip(from).take(limit).collect();
    let next = if goes_on { items.last().map(|member| member.person.clone()) } else { None };
    Ok(Page { items, next, newer: None })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops where it fails")]
    use super::*;
    use crate::view::Role;

    fn member(name: &str) -> Member {
        let (person, name) = (format!("id {name}"), name.to_owned());
        Member {
            person,
            name,
            role: Role::Member,
            color: 0,
            me: false,
            joined_ms: 0,
            can_help: Vec::new(),
            wants_to_learn: Vec::new(),
            languages: Vec::new(),
            online: false,
        }
    }

    #[test]
    fn a_skill_is_found_whatever_its_accents() {
        let lines = ["Réparation de vélos".to_owned(), "couture".to_owned()];
        assert!(holds(&lines, &words(Some("VELO reparation")).unwrap()));
        assert!(!holds(&lines, &words(Some("vélos couture")).unwrap()), "one line holds all words");
        assert!(holds(&[], &words(Some("  ")).unwrap()) && words(Some(&"x".repeat(201))).is_err());
    }

    #[test]
    fn pages_follow_each_other_to_the_end() {
        let all: Vec<Member> = ["Ana", "Bo", "Cy"].map(member).into();
        let first = page(all.clone(), None, 2).unwrap();
        assert_eq!((first.items.len(), first.next.as_deref()), (2, Some("id Bo")));
        let second = page(all.clone(), first.next.as_deref(), 2).unwrap();
        assert_eq!((second.items.len(), second.next), (1, None));
        assert!(page(all, Some("nobody"), 2).is_err());
    }
}
