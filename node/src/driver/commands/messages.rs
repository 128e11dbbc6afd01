//! Messages of a room.

use super::reading::Reading;
use super::{Driver, capped, cursor, lost, parsed};
use crate::error::NodeError;
use crate::view::{
    Message, MessageDelete, MessageEdit, MessagePin, MessageReact, MessageWrite, MessagesQuery, Page, Quote, RoomRef,
};
use allforone_core::command::Command;
use allforone_core::domain;
use allforone_core::id::{CommunityId, DocId, ObjRef};
use allforone_core::outcome::Made;
use allforone_core::store::StoreError;

/// Returns messages of a room, newest first.
pub(super) fn list(driver: &mut Driver, input: MessagesQuery) -> Result<Page<Message>, NodeError> {
    let reading = driver.read(&input.community)?;
    let room: DocId = parsed(&input.room, "room")?;
    reading.index.room(room)?.ok_or_else(|| NodeError::not_found("room"))?;
    let before = cursor(input.before.as_deref())?;
    let page = reading.replica.messages(room, before.as_ref(), capped(input.limit), driver.store.as_ref())?;
    let items = page.items.into_iter().map(|message| view(message, &reading)).collect::<Result<_, _>>()?;
    Ok(Page { items, next: page.next.map(|next| next.to_string()) })
}

/// Writes a message.
pub(super) fn write(driver: &mut Driver, input: MessageWrite) -> Result<Message, NodeError> {
    let community = driver.community(&input.community)?;
    let command = Command::WriteMessage {
        room: parsed(&input.room, "room")?,
        text: input.text,
        reply_to: input.reply_to.as_deref().map(|id| parsed(id, "reply_to")).transpose()?,
        mentions: input.mentions.iter().map(|id| parsed(id, "mention")).collect::<Result<_, _>>()?,
    };
    match driver.execute(community, command)? {
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
    Ok(Message {
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
        copies: reading.copies(&message.id, message.author)?,
        provisional: message.provisional,
    })
}

/// Returns the message that is answered; without words where it has not arrived or was taken back.
fn quote(id: &ObjRef, reading: &Reading<'_>) -> Result<Quote, StoreError> {
    let (author_name, snippet) = match reading.index.message(id)? {
        Some(message) => (reading.name(message.author)?, message.snippet()),
        None => (String::new(), String::new()),
    };
    Ok(Quote { id: id.to_string(), author_name, snippet })
}
