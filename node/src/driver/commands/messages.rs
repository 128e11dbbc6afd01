//! Messages of a room.

use super::reading::Reading;
use super::{Driver, Wanted, capped, lost, parsed};
use crate::error::NodeError;
use crate::view::{
    Message, MessageDelete, MessageEdit, MessagePin, MessageReact, MessageTopic, MessageWrite, MessagesQuery, Page, Quote,
    RoomRef,
};
use allforone_core::command::Command;
use allforone_core::domain;
use allforone_core::id::{CommunityId, DocId, ObjRef};
use allforone_core::index::Cursor;
use allforone_core::outcome::Made;
use allforone_core::store::StoreError;

/// Returns messages of a room, newest first.
pub(super) fn list(driver: &mut Driver, input: MessagesQuery) -> Result<Page<Message>, NodeError> {
    let reading = driver.read(&input.community)?;
    let room: DocId = parsed(&input.room, "room")?;
    reading.index.room(room)?.ok_or_else(|| NodeError::not_found("room"))?;
    let (wanted, limit) = (Wanted::read(input.before.as_deref(), input.after.as_deref(), input.at_ms)?, capped(input.limit));
    let cursor = |message: &domain::Message| Cursor { time: message.time, id: message.id };
    if let Some(topic) = input.topic.as_deref() {
        let topic: ObjRef = parsed(topic, "topic")?;
        reading.index.topic(&topic)?.filter(|found| found.room == room).ok_or_else(|| NodeError::not_found("topic"))?;
        let page = wanted.page(
            cursor,
            |before| reading.index.topic_messages(&topic, before, limit),
            |after| reading.index.topic_messages_after(&topic, after, limit),
        )?;
        return Ok(page.shown(|message| view(message, &reading))?);
    }
    let page = wanted.page(
        cursor,
        |before| reading.replica.messages(room, before, limit, driver.store.as_ref()),
        |after| reading.index.messages_after(room, after, limit),
    )?;
    Ok(page.shown(|message| view(message, &reading))?)
}

/// Writes a message.
pub(super) fn write(driver: &mut Driver, input: MessageWrite) -> Result<Message, NodeError> {
    let community = driver.community(&input.community)?;
    let command = Command::WriteMessage {
        room: parsed(&input.room, "room")?,
        text: input.text,
        reply_to: input.reply_to.as_deref().map(|id| parsed(id, "reply_to")).transpose()?,
        topic: input.topic.as_deref().map(|id| parsed(id, "topic")).transpose()?,
        mentions: input.mentions.iter().map(|id| parsed(id, "mention")).collect::<Result<_, _>>()?,
    };
    let made = driver.execute(community, command)?;
    driver.clock.wrote();
    match made {
        Made::Object(id) => written(driver, &input.community, &id),
        Made::Nothing | Made::Document(_) | Made::Invite { .. } => Err(lost("message")),
    }
}

/// Changes an own message.
pub(super) fn edit(driver: &mut Driver, input: MessageEdit) -> Result<Message, NodeError> {
    let (community, message) = place(driver, &input.community, &input.room, &input.message)?;
    driver.execute(community, Command::EditMessage { message, text: input.text })?;
    written(driver, &input.community, &message)
}

/// Takes an own message back.
pub(super) fn delete(driver: &mut Driver, input: MessageDelete) -> Result<Message, NodeError> {
    let (community, message) = place(driver, &input.community, &input.room, &input.message)?;
    driver.execute(community, Command::DeleteMessage { message })?;
    written(driver, &input.community, &message)
}

/// Adds or takes away an emoji.
pub(super) fn react(driver: &mut Driver, input: MessageReact) -> Result<Message, NodeError> {
    let (community, target) = place(driver, &input.community, &input.room, &input.message)?;
    driver.execute(community, Command::React { target, emoji: input.emoji, on: input.on })?;
    written(driver, &input.community, &target)
}

/// Keeps a message on top of its room, or no longer.
pub(super) fn pin(driver: &mut Driver, input: MessagePin) -> Result<Message, NodeError> {
    let (community, target) = place(driver, &input.community, &input.room, &input.message)?;
    driver.execute(community, Command::Pin { target, pinned: input.pinned })?;
    written(driver, &input.community, &target)
}

/// Returns the messages that are kept on top of a room, in the order in which they were put there.
pub(super) fn pins(driver: &mut Driver, input: RoomRef) -> Result<Page<Message>, NodeError> {
    let reading = driver.read(&input.community)?;
    let room = reading.index.room(parsed(&input.room, "room")?)?.ok_or_else(|| NodeError::not_found("room"))?;
    let mut messages = Vec::new();
    for id in room.pinned {
        messages.extend(reading.index.message(&id)?.filter(|message| !message.deleted && message.room == room.id));
    }
    Ok(Page::whole(messages.into_iter().map(|message| view(message, &reading)).collect::<Result<_, _>>()?))
}

/// Returns what a message's ids mean, where there is such a message in that room.
fn place(driver: &Driver, community: &str, room: &str, message: &str) -> Result<(CommunityId, ObjRef), NodeError> {
    let reading = driver.read(community)?;
    let (room, id): (DocId, ObjRef) = (parsed(room, "room")?, parsed(message, "message")?);
    let row = reading.index.message(&id)?.filter(|row| row.room == room);
    row.ok_or_else(|| NodeError::not_found("message"))?;
    Ok((reading.replica.community(), id))
}

fn written(driver: &Driver, community: &str, id: &ObjRef) -> Result<Message, NodeError> {
    let reading = driver.read(community)?;
    let message = reading.index.message(id)?.ok_or_else(|| lost("message"))?;
    Ok(view(message, &reading)?)
}

fn view(message: domain::Message, reading: &Reading<'_>) -> Result<Message, StoreError> {
    let face = reading.face(message.author)?;
    let topic = topic_of(&message, reading)?;
    Ok(Message {
        topic,
        id: message.id.to_string(),
        room: message.room.to_string(),
        author: message.author.to_string(),
        author_name: face.name,
        color: face.color,
        time_ms: message.time.millis(),
        text: message.text,
        edited: message.edited,
        deleted: message.deleted,
        reply_to: message.reply_to.map(|id| quote(&id, reading)).transpose()?,
        mentions: message.mentions.iter().map(ToString::to_string).collect(),
        reactions: reading.reactions(&message.id)?,
        mine: message.author == reading.me,
        copies: reading.copies(&message.id, message.author),
        provisional: message.provisional,
    })
}

/// Returns the topic of a message; none where the topic has not arrived, was taken back, or is another room's.
fn topic_of(message: &domain::Message, reading: &Reading<'_>) -> Result<Option<MessageTopic>, StoreError> {
    let Some(id) = message.shown_in() else { return Ok(None) };
    let topic = reading.topic(&id)?.filter(|topic| topic.room == message.room);
    Ok(topic.map(|topic| MessageTopic {
        id: id.to_string(),
        opens: id == message.id,
        resolved: topic.resolved_by.is_some(),
        title: topic.title,
    }))
}

/// Returns the message that is answered; without words where it has not arrived or was taken back.
pub(super) fn quote(id: &ObjRef, reading: &Reading<'_>) -> Result<Quote, StoreError> {
    let (author_name, snippet) = match reading.index.message(id)? {
        Some(message) => (reading.name(message.author)?, message.snippet()),
        None => (String::new(), String::new()),
    };
    Ok(Quote { id: id.to_string(), author_name, snippet })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]
    use crate::driver::testing::Alone;
    use crate::error::ErrorCode;
    use serde_json::{Value, json};

    #[tokio::test(flavor = "multi_thread")]
    async fn a_room_is_entered_at_a_date_and_read_both_ways() {
        let alone = Alone::start().await;
        let id = alone.example("en").await;
        let room = alone.call("rooms", json!({"community": id})).await["items"][0]["id"].clone();
        let ask = |more: Value| {
            let mut input = json!({"community": id, "room": room, "limit": 2});
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            input
        };
        let all = alone.call("messages", json!({"community": id, "room": room, "limit": 100})).await;
        let all: Vec<Value> = all["items"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect();
        let ids = |page: &Value| page["items"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect::<Vec<_>>();
        let whole = alone.call("messages", json!({"community": id, "room": room, "limit": 100})).await;
        let third = whole["items"][3]["time_ms"].clone();

        let middle = alone.call("messages", ask(json!({"at_ms": third}))).await;
        assert_eq!(ids(&middle), all[3..5], "the page ends at that moment");
        let newer = alone.call("messages", ask(json!({"after": middle["newer"]}))).await;
        assert_eq!(ids(&newer), all[1..3], "the two next newer, newest first");
        let newest = alone.call("messages", ask(json!({"after": newer["newer"]}))).await;
        assert_eq!((ids(&newest), newest.get("newer")), (all[..1].to_vec(), None), "nothing is newer");
        let older = alone.call("messages", ask(json!({"before": newest["next"]}))).await;
        let back = alone.call("messages", ask(json!({"after": older["newer"]}))).await;
        assert_eq!(ids(&back).last(), all.first(), "whoever went back comes forth again");
        let older = alone.call("messages", ask(json!({"before": middle["next"]}))).await;
        assert_eq!(ids(&older), all[5..7]);
        let before_all = alone.call("messages", ask(json!({"at_ms": 5}))).await;
        assert_eq!(ids(&before_all), all[all.len() - 2..], "before the first there is the first page");
        assert_eq!(before_all["next"], Value::Null);
        assert_eq!(alone.refused("messages", ask(json!({"at_ms": 5, "after": middle["newer"]}))).await, ErrorCode::BadInput);

        let posts = alone.call("posts", json!({"community": id, "board": null, "limit": 2, "at_ms": third})).await;
        assert!(posts["newer"].is_string(), "posts too: {posts:#}");
        let next = alone.call("posts", json!({"community": id, "board": null, "limit": 1, "after": posts["newer"]})).await;
        assert!(next["items"][0]["time_ms"].as_u64() > posts["items"][0]["time_ms"].as_u64());
        let found = alone.call("members", json!({"community": id, "skill": "BIKE", "limit": 10})).await;
        assert_eq!(found["items"].as_array().map(Vec::len), Some(1), "by what they can help with: {found}");
    }
}
