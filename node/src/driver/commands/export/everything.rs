//! All that members share, as JSON: written while it is read, so that a room of any size takes the memory of a page.

use super::PAGE;
use super::folder::{Folder, Unfinished, io_error};
use super::job::Source;
use super::json::Json;
use crate::driver::commands::reading::Reading;
use crate::error::NodeError;
use allforone_core::authority::{SettingValue, setting};
use allforone_core::domain::{CommentOn, Profile, Rsvp};
use allforone_core::id::{DocId, ObjRef, PersonId};
use allforone_core::index::Cursor;
use allforone_core::store::StoreError;
use allforone_core::time::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// The file that is being written.
type File = Json<Unfinished>;

/// Before everything in a list by time.
pub(in crate::driver) const BEGINNING: Cursor = Cursor { time: Timestamp(0), id: ObjRef { entry: [0; 16], op: 0 } };

/// Writes everything that members share, and nothing that is this device's own. Keys are sorted, so that equal peers
/// write equal bytes.
pub(super) fn write(source: &Source, folder: &mut Folder) -> Result<(), NodeError> {
    let mut file = Json::new(folder.begin("community.json").map_err(bad)?);
    file.object(None).map_err(bad)?;
    file.array(Some("boards")).map_err(bad)?;
    boards(source, &mut file)?;
    file.end().map_err(bad)?;
    file.array(Some("events")).map_err(bad)?;
    events(source, &mut file)?;
    file.end().map_err(bad)?;
    file.array(Some("groups")).map_err(bad)?;
    groups(source, &mut file)?;
    file.end().map_err(bad)?;
    let (id, name, settings) = source.read(|reading| {
        let settings: BTreeMap<String, String> = (reading.replica.authority().settings().iter())
            .filter_map(
                |(key, setting)| {
                    if let SettingValue::Text(text) = &setting.value { Some((key.clone(), text.clone())) } else { None }
                },
            )
            .collect();
        Ok((json!(reading.replica.community()), json!(reading.replica.setting(setting::NAME)), json!(settings)))
    })?;
    file.value(Some("id"), &id).map_err(bad)?;
    file.value(Some("name"), &name).map_err(bad)?;
    file.value(Some("people"), &Value::Array(people(source)?)).map_err(bad)?;
    file.array(Some("rooms")).map_err(bad)?;
    rooms(source, &mut file)?;
    file.end().map_err(bad)?;
    file.value(Some("settings"), &settings).map_err(bad)?;
    let file = file.finish().map_err(bad)?;
    folder.keep(file).map_err(bad)
}

/// Members, and those who left a profile here.
fn people(source: &Source) -> Result<Vec<Value>, NodeError> {
    let profiles = profiles(source)?;
    source.read(move |reading| {
        let members: BTreeMap<PersonId, _> =
            reading.replica.authority().members().map(|member| (member.person, member)).collect();
        let all: BTreeSet<PersonId> = members.keys().chain(profiles.keys()).copied().collect();
        all.into_iter()
            .map(|person| {
                let member = members.get(&person);
                Ok(json!({
                    "person": person,
                    "rank": member.map(|member| member.rank),
                    "joined": member.map(|member| member.joined.millis()),
                    "profile": profiles.get(&person).map(shared).transpose()?,
                }))
            })
            .collect()
    })
}

/// Returns every profile that is here; there are as many as people.
pub(super) fn profiles(source: &Source) -> Result<BTreeMap<PersonId, Profile>, NodeError> {
    let mut profiles = BTreeMap::new();
    let mut after = None;
    loop {
        let page = source.read(move |reading| Ok(reading.index.profiles(after, PAGE)?))?;
        source.count(page.items.len());
        profiles.extend(page.items.into_iter().map(|profile| (profile.person, profile)));
        after = page.next;
        if after.is_none() {
            return Ok(profiles);
        }
    }
}

fn rooms(source: &Source, file: &mut File) -> Result<(), NodeError> {
    for room in source.read(|reading| Ok(reading.index.rooms()?))? {
        let id = room.id;
        with_list(&shared(&room)?, "messages", file, |file| messages(id, source, file))?;
    }
    Ok(())
}

fn messages(room: DocId, source: &Source, file: &mut File) -> Result<(), NodeError> {
    let mut after = Some(BEGINNING);
    while let Some(from) = after {
        let (messages, next) = source.read(move |reading| {
            let page = reading.index.messages_after(room, &from, PAGE)?;
            let full: Result<Vec<Value>, NodeError> = (page.items.iter().rev())
                .map(|message| Ok(with(shared(message)?, [("reactions", reactions(&message.id, reading)?)])))
                .collect();
            Ok((full?, page.next))
        })?;
        put_all(&messages, source, file)?;
        after = next;
    }
    Ok(())
}

fn boards(source: &Source, file: &mut File) -> Result<(), NodeError> {
    for board in source.read(|reading| Ok(reading.index.boards()?))? {
        let id = board.id;
        with_list(&shared(&board)?, "posts", file, |file| posts(id, source, file))?;
    }
    Ok(())
}

fn posts(board: DocId, source: &Source, file: &mut File) -> Result<(), NodeError> {
    let mut after = Some(BEGINNING);
    while let Some(from) = after {
        let page = source.read(move |reading| Ok(reading.index.posts_after(Some(board), &from, PAGE)?))?;
        after = page.next;
        for row in page.items.into_iter().rev() {
            let post = source.read(move |reading| {
                let id = row.post.id;
                let parts = [("comments", comments(&CommentOn::Post(id), reading)?), ("reactions", reactions(&id, reading)?)];
                Ok(with(shared(&row.post)?, parts))
            })?;
            put_all(&[post], source, file)?;
        }
    }
    Ok(())
}

fn events(source: &Source, file: &mut File) -> Result<(), NodeError> {
    let mut after = None;
    loop {
        let page = source.read(move |reading| Ok(reading.index.events(after, PAGE)?))?;
        let is_last = page.len() < PAGE;
        after = page.last().map(|event| event.id);
        for event in page {
            let event = source.read(move |reading| {
                let answers = reading.index.answers(event.id)?.into_iter();
                // Which entry says it is how it travelled, and not what members share.
                let answers = answers.map(|rsvp| shared(&Rsvp { entry: None, ..rsvp })).collect::<Result<_, _>>()?;
                let comments = comments(&CommentOn::Event(event.id), reading)?;
                Ok(with(shared(&event)?, [("answers", Value::Array(answers)), ("comments", comments)]))
            })?;
            put_all(&[event], source, file)?;
        }
        if is_last {
            return Ok(());
        }
    }
}

fn groups(source: &Source, file: &mut File) -> Result<(), NodeError> {
    for group in source.read(|reading| Ok(reading.index.groups()?))? {
        let group = source.read(move |reading| {
            let joined = reading.index.joined(group.id)?.iter().map(shared).collect::<Result<_, _>>()?;
            Ok(with(shared(&group)?, [("joined", Value::Array(joined))]))
        })?;
        put_all(&[group], source, file)?;
    }
    Ok(())
}

fn comments(on: &CommentOn, reading: &Reading<'_>) -> Result<Value, NodeError> {
    let mut comments = Vec::new();
    for comment in reading.index.thread(on)? {
        comments.push(with(shared(&comment)?, [("reactions", reactions(&comment.id, reading)?)]));
    }
    Ok(Value::Array(comments))
}

fn reactions(target: &ObjRef, reading: &Reading<'_>) -> Result<Value, StoreError> {
    let reactions = reading.index.reactions(target)?;
    Ok(reactions.iter().map(|reaction| json!({ "emoji": reaction.emoji, "person": reaction.person })).collect())
}

fn put_all(items: &[Value], source: &Source, file: &mut File) -> Result<(), NodeError> {
    for item in items {
        file.value(None, item).map_err(bad)?;
        source.count(1);
    }
    Ok(())
}

/// Writes a noun with a list among its fields, the list while it is read.
fn with_list(
    noun: &Value,
    list: &str,
    file: &mut File,
    write: impl FnOnce(&mut File) -> Result<(), NodeError>,
) -> Result<(), NodeError> {
    let fields: BTreeMap<&str, &Value> =
        noun.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value)).collect();
    file.object(None).map_err(bad)?;
    for (name, value) in fields.range(..list) {
        file.value(Some(name), value).map_err(bad)?;
    }
    file.array(Some(list)).map_err(bad)?;
    write(file)?;
    file.end().map_err(bad)?;
    for (name, value) in fields.range(list..) {
        file.value(Some(name), value).map_err(bad)?;
    }
    file.end().map_err(bad)
}

fn bad(error: io::Error) -> NodeError {
    io_error(&error)
}

/// Returns a noun without what only this device thinks of it.
fn shared(noun: &impl Serialize) -> Result<Value, NodeError> {
    let mut value = serde_json::to_value(noun).map_err(NodeError::internal)?;
    if let Some(fields) = value.as_object_mut() {
        fields.remove("provisional");
    }
    Ok(value)
}

fn with<const N: usize>(mut noun: Value, parts: [(&str, Value); N]) -> Value {
    if let Some(fields) = noun.as_object_mut() {
        fields.extend(parts.into_iter().map(|(name, part)| (name.to_owned(), part)));
    }
    noun
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops where it fails")]
    use super::*;

    #[test]
    fn what_only_this_device_thinks_is_left_out() {
        assert_eq!(shared(&json!({ "text": "x", "provisional": true })).unwrap(), json!({ "text": "x" }));
    }
}
