//! Groups of people with one interest.

use super::reading::Reading;
use super::{Driver, count, lost, parsed};
use crate::error::NodeError;
use crate::view::{Group, GroupArchive, GroupCreate, GroupEdit, GroupJoin, GroupPage, GroupPerson, GroupRef, InCommunity, Page};
use allforone_core::command::{Command, GroupFields};
use allforone_core::domain::{self, DocKind, fold};
use allforone_core::id::{CommunityId, DocId, PersonId};
use allforone_core::outcome::Made;
use allforone_core::policy::{self, Act};
use allforone_core::store::StoreError;

/// People of a group that its page lists.
const MAX_PEOPLE: usize = 500;

/// Returns the groups by name, also those that are put away.
pub(super) fn list(driver: &mut Driver, input: InCommunity) -> Result<Page<Group>, NodeError> {
    let reading = driver.read(&input.community)?;
    let groups = reading.index.groups()?.into_iter();
    Ok(Page::whole(groups.map(|group| Ok(view(group, &reading)?.0)).collect::<Result<_, StoreError>>()?))
}

/// Returns one group with its people.
pub(super) fn show(driver: &mut Driver, input: GroupRef) -> Result<GroupPage, NodeError> {
    let (_, group) = place(driver, &input.community, &input.group)?;
    let reading = driver.read(&input.community)?;
    let (group, people) = view(group, &reading)?;
    let mut people = people
        .into_iter()
        .map(|person| {
            let face = reading.face(person)?;
            Ok(GroupPerson { person: person.to_string(), name: face.name, color: face.color, me: person == reading.me })
        })
        .collect::<Result<Vec<_>, StoreError>>()?;
    people.sort_by_cached_key(|one| (fold(&one.name), one.person.clone()));
    people.truncate(MAX_PEOPLE);
    Ok(GroupPage { group, people })
}

/// Founds a group.
pub(super) fn create(driver: &mut Driver, input: GroupCreate) -> Result<Group, NodeError> {
    let community = driver.community(&input.community)?;
    let fields = fields(&input.name, &input.purpose, &input.icon, false);
    let Made::Document(id) = driver.execute(community, Command::CreateGroup { fields })? else { return Err(lost("group")) };
    written(driver, &input.community, id)
}

/// Changes what a group says.
pub(super) fn edit(driver: &mut Driver, input: GroupEdit) -> Result<Group, NodeError> {
    let (community, group) = place(driver, &input.community, &input.group)?;
    let fields = fields(&input.name, &input.purpose, &input.icon, group.archived);
    driver.execute(community, Command::EditGroup { group: group.id, fields })?;
    written(driver, &input.community, group.id)
}

/// Puts a group away, or brings it back.
pub(super) fn archive(driver: &mut Driver, input: GroupArchive) -> Result<Group, NodeError> {
    let (community, group) = place(driver, &input.community, &input.group)?;
    let fields = fields(&group.name, &group.purpose, &group.icon, input.on);
    driver.execute(community, Command::EditGroup { group: group.id, fields })?;
    written(driver, &input.community, group.id)
}

/// Joins a group, or leaves it.
pub(super) fn join(driver: &mut Driver, input: GroupJoin) -> Result<Group, NodeError> {
    let (community, group) = place(driver, &input.community, &input.group)?;
    driver.execute(community, Command::JoinGroup { group: group.id, on: input.on })?;
    written(driver, &input.community, group.id)
}

fn fields(name: &str, purpose: &str, icon: &str, archived: bool) -> GroupFields {
    let [name, purpose, icon] = [name, purpose, icon].map(|text| text.trim().to_owned());
    GroupFields { name, purpose, icon, archived }
}

fn place(driver: &Driver, community: &str, group: &str) -> Result<(CommunityId, domain::Group), NodeError> {
    let reading = driver.read(community)?;
    let group = reading.index.group(parsed(group, "group")?)?.ok_or_else(|| NodeError::not_found("group"))?;
    Ok((reading.replica.community(), group))
}

fn written(driver: &Driver, community: &str, id: DocId) -> Result<Group, NodeError> {
    let reading = driver.read(community)?;
    let group = reading.index.group(id)?.ok_or_else(|| lost("group"))?;
    Ok(view(group, &reading)?.0)
}

/// Returns a group as screens show it, and who is in it: who left the community is not.
fn view(group: domain::Group, reading: &Reading<'_>) -> Result<(Group, Vec<PersonId>), StoreError> {
    let is_member = |person: &PersonId| reading.replica.authority().role(person).is_some();
    let joined = reading.index.joined(group.id)?.into_iter().map(|joined| joined.person);
    let people: Vec<PersonId> = joined.filter(is_member).collect();
    let needed = policy::requirement(DocKind::Group, Act::Change("name"), group.lane);
    let may_edit = reading.replica.role().is_some_and(|rank| needed.is_met_by(rank, group.author == reading.me));
    let shown = Group {
        id: group.id.to_string(),
        author: group.author.to_string(),
        author_name: reading.name(group.author)?,
        time_ms: group.time.millis(),
        count: count(people.len()),
        joined: people.contains(&reading.me),
        may_edit,
        name: group.name,
        purpose: group.purpose,
        icon: group.icon,
        archived: group.archived,
    };
    Ok((shown, people))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]
    use crate::driver::testing::Alone;
    use crate::error::ErrorCode;
    use serde_json::json;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_group_is_founded_found_left_put_away_and_brought_back() {
        let alone = Alone::start().await;
        let id = alone.found().await;
        let words = json!({"community": id, "name": " Vélo ", "purpose": "On répare le samedi", "icon": "🚲"});
        let made = alone.call("group_create", words).await;
        assert_eq!((&made["name"], &made["count"], &made["joined"]), (&json!("Vélo"), &json!(1), &json!(true)), "{made}");
        let of = |more: serde_json::Value| {
            let mut input = json!({"community": id, "group": made["id"]});
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            input
        };
        let hits = alone.call("search", json!({"query": "repare", "community": null, "limit": 10})).await;
        assert_eq!((&hits["items"][0]["kind"], &hits["items"][0]["id"]), (&json!("group"), &made["id"]));
        let me = alone.call("profile_get", json!({"community": id})).await;
        assert_eq!(me["groups"][0]["name"], "Vélo");

        let left = alone.call("group_join", of(json!({"on": false}))).await;
        assert_eq!((&left["count"], &left["joined"], &left["may_edit"]), (&json!(0), &json!(false), &json!(true)));
        alone.call("group_join", of(json!({"on": false}))).await;
        let away = alone.call("group_archive", of(json!({"on": true}))).await;
        assert_eq!((&away["archived"], &away["name"]), (&json!(true), &json!("Vélo")));
        assert_eq!(alone.refused("group_join", of(json!({"on": true}))).await, ErrorCode::NotAllowed);
        alone.call("group_archive", of(json!({"on": false}))).await;
        alone.call("group_join", of(json!({"on": true}))).await;
        let edited = alone.call("group_edit", of(json!({"name": "Vélos", "purpose": "", "icon": ""}))).await;
        assert_eq!((&edited["name"], &edited["icon"], &edited["count"]), (&json!("Vélos"), &json!(""), &json!(1)));
        for wrong in [json!({"name": " ", "purpose": "", "icon": ""}), json!({"name": "x", "purpose": "", "icon": "a b"})] {
            assert_eq!(alone.refused("group_edit", of(wrong)).await, ErrorCode::BadInput);
        }

        let alone = alone.restart().await;
        let page = alone.call("group", json!({"community": id, "group": made["id"]})).await;
        assert_eq!((&page["group"]["name"], &page["people"][0]["name"]), (&json!("Vélos"), &json!("Ana")), "{page}");
        let all = alone.call("groups", json!({"community": id})).await;
        assert_eq!(all["items"][0], page["group"]);
        let room = alone.call("rooms", json!({"community": id})).await["items"][0]["id"].clone();
        assert_eq!(alone.refused("group", json!({"community": id, "group": room})).await, ErrorCode::NotFound);
    }
}
