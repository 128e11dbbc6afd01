//! Topics of a room.

use super::messages::quote;
use super::reading::Reading;
use super::{Driver, capped, count, lost, parsed};
use crate::error::NodeError;
use crate::view::{LastMessage, Page, Topic, TopicCreate, TopicEdit, TopicRef, TopicResolve, TopicsQuery};
use allforone_core::command::Command;
use allforone_core::domain::{self, Rank};
use allforone_core::id::{CommunityId, DocId, ObjRef};
use allforone_core::outcome::Made;
use allforone_core::store::StoreError;

/// Returns the topics of a room, open ones first.
pub(super) fn list(driver: &mut Driver, input: TopicsQuery) -> Result<Page<Topic>, NodeError> {
    let reading = driver.read(&input.community)?;
    let room = reading.index.room(parsed(&input.room, "room")?)?.ok_or_else(|| NodeError::not_found("room"))?;
    let topics = reading.index.topics(&room)?;
    let from = match input.after.as_deref() {
        None => 0,
        Some(after) => {
            let after: ObjRef = parsed(after, "after")?;
            let place = topics.iter().position(|topic| topic.id == after);
            place.ok_or_else(|| NodeError::bad_input("after is no topic any more; begin again"))? + 1
        }
    };
    let limit = capped(input.limit);
    let goes_on = topics.len() > from + limit;
    let shown = topics.into_iter().skip(from).take(limit).map(|topic| view(topic, &reading));
    let items = shown.collect::<Result<Vec<_>, _>>()?;
    let next = if goes_on { items.last().map(|topic| topic.id.clone()) } else { None };
    Ok(Page { items, next, newer: None })
}

/// Returns one topic.
pub(super) fn show(driver: &mut Driver, input: TopicRef) -> Result<Topic, NodeError> {
    let (_, topic) = place(driver, &input.community, &input.room, &input.topic)?;
    written(driver, &input.community, &topic)
}

/// Opens a topic.
pub(super) fn create(driver: &mut Driver, input: TopicCreate) -> Result<Topic, NodeError> {
    let community = driver.community(&input.community)?;
    let command = Command::CreateTopic {
        room: parsed(&input.room, "room")?,
        title: input.title.trim().to_owned(),
        message: input.message.as_deref().map(|id| parsed(id, "message")).transpose()?,
    };
    match driver.execute(community, command)? {
        Made::Object(id) => written(driver, &input.community, &id),
        Made::Nothing | Made::Document(_) | Made::Invite { .. } => Err(lost("topic")),
    }
}

/// Gives an own topic another title.
pub(super) fn edit(driver: &mut Driver, input: TopicEdit) -> Result<Topic, NodeError> {
    let (community, topic) = place(driver, &input.community, &input.room, &input.topic)?;
    driver.execute(community, Command::EditTopic { topic, title: input.title.trim().to_owned() })?;
    written(driver, &input.community, &topic)
}

/// Says that a topic is settled, or opens it again.
pub(super) fn resolve(driver: &mut Driver, input: TopicResolve) -> Result<Topic, NodeError> {
    let (community, topic) = place(driver, &input.community, &input.room, &input.topic)?;
    driver.execute(community, Command::ResolveTopic { topic, resolved: input.on })?;
    written(driver, &input.community, &topic)
}

/// Returns what a topic's ids mean, where there is such a topic in that room.
fn place(driver: &Driver, community: &str, room: &str, topic: &str) -> Result<(CommunityId, ObjRef), NodeError> {
    let reading = driver.read(community)?;
    let (room, id): (DocId, ObjRef) = (parsed(room, "room")?, parsed(topic, "topic")?);
    let found = reading.index.topic(&id)?.filter(|topic| topic.room == room);
    found.ok_or_else(|| NodeError::not_found("topic"))?;
    Ok((reading.replica.community(), id))
}

fn written(driver: &Driver, community: &str, id: &ObjRef) -> Result<Topic, NodeError> {
    let reading = driver.read(community)?;
    let topic = reading.index.topic(id)?.ok_or_else(|| lost("topic"))?;
    Ok(view(topic, &reading)?)
}

fn view(topic: domain::Topic, reading: &Reading<'_>) -> Result<Topic, StoreError> {
    let row = reading.index.topic_row(topic, reading.me)?;
    let topic = row.topic;
    let opener = reading.index.message(&topic.id)?;
    let is_moderator = reading.replica.role().is_some_and(|rank| rank >= Rank::Moderator);
    let is_mine = topic.author == reading.me;
    // What its author says, only its author takes back; what a moderator says, any moderator.
    let may_resolve = match (topic.resolved_by.is_some(), opener.is_some_and(|message| message.resolved)) {
        (false, _) => is_mine || is_moderator,
        (true, true) => is_mine,
        (true, false) => is_moderator,
    };
    let last = match row.last {
        Some(message) => Some(LastMessage {
            author_name: reading.name(message.author)?,
            snippet: message.snippet(),
            time_ms: message.time.millis(),
        }),
        None => None,
    };
    let from_ms = match topic.from {
        Some(id) => reading.index.message(&id)?.map(|message| message.time.millis()),
        None => None,
    };
    Ok(Topic {
        id: topic.id.to_string(),
        room: topic.room.to_string(),
        author: topic.author.to_string(),
        author_name: reading.name(topic.author)?,
        time_ms: topic.time.millis(),
        from: topic.from.map(|id| quote(&id, reading)).transpose()?,
        from_ms,
        resolved: topic.resolved_by.is_some(),
        resolved_by: topic.resolved_by.map(|person| reading.name(person)).transpose()?,
        mine: is_mine,
        may_resolve,
        replies: count(row.replies),
        unread: count(row.unread),
        last,
        title: topic.title,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]
    use crate::driver::testing::Alone;
    use crate::error::ErrorCode;
    use serde_json::{Value, json};

    #[tokio::test(flavor = "multi_thread")]
    async fn a_topic_is_opened_from_a_message_found_and_settled() {
        let alone = Alone::start().await;
        let id = alone.found().await;
        let room = alone.call("rooms", json!({"community": id})).await["items"][0]["id"].clone();
        let ask = |more: Value| {
            let mut input = json!({"community": id, "room": room});
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            input
        };
        let question = alone.call("message_write", ask(json!({"text": "Who has a ladder?"}))).await;
        let made = alone.call("topic_create", ask(json!({"title": " The ladder ", "message": question["id"]}))).await;
        assert_eq!((&made["title"], &made["from"]["snippet"]), (&json!("The ladder"), &json!("Who has a ladder?")));
        let said = alone.call("message_write", ask(json!({"text": "In the cellar", "topic": made["id"]}))).await;
        assert_eq!((&said["topic"]["title"], &said["topic"]["opens"]), (&json!("The ladder"), &json!(false)));

        let all = alone.call("messages", ask(json!({"limit": 10}))).await;
        assert_eq!(all["items"].as_array().map(Vec::len), Some(3), "the room shows all that is said");
        let within = alone.call("messages", ask(json!({"topic": made["id"], "limit": 1}))).await;
        assert_eq!(within["items"][0]["id"], said["id"]);
        let older = alone.call("messages", ask(json!({"topic": made["id"], "limit": 1, "before": within["next"]}))).await;
        assert_eq!(older["items"][0]["topic"]["opens"], json!(true));
        let hits = alone.call("search", json!({"query": "ladder", "community": null, "limit": 10})).await;
        assert!(hits["items"].as_array().unwrap().iter().any(|hit| hit["kind"] == "topic" && hit["id"] == made["id"]));
        let hits = alone.call("search", json!({"query": "cellar", "community": null, "limit": 10})).await;
        assert_eq!(hits["items"][0]["topic"], made["id"]);

        let settled = alone.call("topic_resolve", ask(json!({"topic": made["id"], "on": true}))).await;
        assert_eq!((&settled["resolved_by"], &settled["may_resolve"]), (&json!("Ana"), &json!(true)));
        let second = alone.call("topic_create", ask(json!({"title": "Keys"}))).await;
        let page = alone.call("topics", ask(json!({"limit": 1}))).await;
        assert_eq!(page["items"][0]["id"], second["id"], "open ones first");
        let rest = alone.call("topics", ask(json!({"limit": 1, "after": page["next"]}))).await;
        assert_eq!((&rest["items"][0]["id"], &rest["next"]), (&made["id"], &Value::Null));

        let renamed = alone.call("topic_edit", ask(json!({"topic": second["id"], "title": "The keys"}))).await;
        assert_eq!(renamed["title"], "The keys");
        assert_eq!(alone.refused("topic_edit", ask(json!({"topic": second["id"], "title": " "}))).await, ErrorCode::BadInput);
        assert_eq!(alone.refused("topic", ask(json!({"topic": question["id"]}))).await, ErrorCode::NotFound);
        let wrong = ask(json!({"text": "?", "topic": question["id"]}));
        assert_eq!(alone.refused("message_write", wrong).await, ErrorCode::NotFound);
        alone.call("message_delete", ask(json!({"message": second["id"]}))).await;
        assert_eq!(alone.refused("topic", ask(json!({"topic": second["id"]}))).await, ErrorCode::NotFound);
    }
}
