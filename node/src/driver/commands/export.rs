//! A community in open formats, in a folder.
//!
//! | format | files |
//! | --- | --- |
//! | json | `community.json`: what members share, keys sorted; two equal peers write the same bytes |
//! | automerge | `<document>.automerge` for each document, and `index.json` with their kinds |
//! | ics | `calendar.ics` |
//! | markdown | `README.md` and a file for each room and board, the agenda, the members: to be read by anyone |
//! | vcf | `members.vcf`: the profiles as cards |

use super::community::speaks_french;
use super::reading::Reading;
use super::{Driver, calendar, markdown, vcard};
use crate::error::{ErrorCode, NodeError};
use crate::view::{Export, ExportFormat, Exported};
use allforone_core::authority::{SettingValue, setting};
use allforone_core::domain::{CommentOn, DocKind, Profile, fold};
use allforone_core::id::{CommunityId, DocId, ObjRef, PersonId};
use allforone_core::store::StoreError;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// Rows read at a time.
pub(super) const PAGE: usize = 100;

/// Writes a community to a folder, which is made where it is missing.
pub(super) fn write(driver: &mut Driver, input: Export) -> Result<Exported, NodeError> {
    let community: CommunityId = driver.community(&input.community)?;
    let dir = Path::new(&input.dir);
    if !dir.is_absolute() {
        return Err(NodeError::bad_input("dir is not absolute"));
    }
    fs::create_dir_all(dir).map_err(|error| io_error(&error))?;
    let mut folder = Folder { dir, written: Exported { files: 0, bytes: 0 } };
    match input.format {
        ExportFormat::Json => {
            let everything = everything(&driver.read(&input.community)?)?;
            folder.put("community.json", &pretty(&everything)?)?;
        }
        ExportFormat::Automerge => write_documents(driver, community, &mut folder)?,
        ExportFormat::Ics => {
            let events = calendar::all_events(&driver.read(&input.community)?)?;
            folder.put("calendar.ics", calendar::calendar(&events, driver.now()).as_bytes())?;
        }
        ExportFormat::Markdown => {
            let is_french = speaks_french(driver.settings.language);
            let reading = driver.read(&input.community)?;
            markdown::write(&reading, &named(&reading)?, is_french, |name, bytes| folder.put(name, bytes))?;
        }
        ExportFormat::Vcf => {
            let reading = driver.read(&input.community)?;
            let cards = vcard::cards(&named(&reading)?, &reading.replica.setting(setting::NAME));
            folder.put("members.vcf", cards.as_bytes())?;
        }
    }
    folder.finish()
}

fn write_documents(driver: &mut Driver, community: CommunityId, folder: &mut Folder<'_>) -> Result<(), NodeError> {
    let replica = driver.replicas.get_mut(&community).ok_or_else(|| NodeError::not_found("community"))?;
    let documents: BTreeMap<DocId, DocKind> = replica.documents().collect();
    let mut index = Vec::new();
    for (id, kind) in documents {
        let saved = replica.with_document(id, driver.store.as_ref(), |document| {
            let saved = document.save();
            document.release();
            saved
        })?;
        if let Some(saved) = saved {
            let saved = saved.map_err(|error| NodeError::internal(format!("document {id}: {error}")))?;
            let file = format!("{id}.automerge");
            folder.put(&file, &saved)?;
            index.push(json!({ "id": id, "kind": word(kind), "file": file }));
        }
    }
    folder.put("index.json", &pretty(&Value::Array(index))?)
}

/// Returns everything that members share, and nothing that is this device's own.
fn everything(reading: &Reading<'_>) -> Result<Value, NodeError> {
    let settings: BTreeMap<&String, &String> = (reading.replica.authority().settings().iter())
        .filter_map(|(key, setting)| if let SettingValue::Text(text) = &setting.value { Some((key, text)) } else { None })
        .collect();
    Ok(json!({
        "id": reading.replica.community(),
        "name": reading.replica.setting(setting::NAME),
        "settings": settings,
        "people": people(reading)?,
        "rooms": rooms(reading)?,
        "boards": boards(reading)?,
        "events": events(reading)?,
    }))
}

/// Returns the profiles of the members, by name.
fn named(reading: &Reading<'_>) -> Result<Vec<Profile>, StoreError> {
    let members: BTreeSet<PersonId> = reading.replica.authority().members().map(|member| member.person).collect();
    let mut profiles: Vec<Profile> =
        profiles(reading)?.into_values().filter(|profile| members.contains(&profile.person)).collect();
    profiles.sort_by_cached_key(|profile| (fold(&profile.name), profile.person));
    Ok(profiles)
}

fn profiles(reading: &Reading<'_>) -> Result<BTreeMap<PersonId, Profile>, StoreError> {
    let mut profiles = BTreeMap::new();
    let mut after = None;
    loop {
        let page = reading.index.profiles(after, PAGE)?;
        profiles.extend(page.items.into_iter().map(|profile| (profile.person, profile)));
        after = page.next;
        if after.is_none() {
            return Ok(profiles);
        }
    }
}

/// Members, and those who left a profile here.
fn people(reading: &Reading<'_>) -> Result<Vec<Value>, NodeError> {
    let profiles = profiles(reading)?;
    let members: BTreeMap<PersonId, _> = reading.replica.authority().members().map(|member| (member.person, member)).collect();
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
}

fn rooms(reading: &Reading<'_>) -> Result<Vec<Value>, NodeError> {
    let mut rooms = Vec::new();
    for room in reading.index.rooms()? {
        let mut messages = Vec::new();
        let mut before = None;
        loop {
            let page = reading.index.messages(room.id, before.as_ref(), PAGE)?;
            for message in &page.items {
                messages.push(with(shared(message)?, [("reactions", reactions(&message.id, reading)?)]));
            }
            before = page.next;
            if before.is_none() {
                break;
            }
        }
        messages.reverse();
        rooms.push(with(shared(&room)?, [("messages", Value::Array(messages))]));
    }
    Ok(rooms)
}

fn boards(reading: &Reading<'_>) -> Result<Vec<Value>, NodeError> {
    let mut boards = Vec::new();
    for board in reading.index.boards()? {
        let mut posts = Vec::new();
        let mut before = None;
        loop {
            let page = reading.index.posts(Some(board.id), before.as_ref(), PAGE)?;
            for row in &page.items {
                let id = row.post.id;
                let parts = [("comments", comments(&CommentOn::Post(id), reading)?), ("reactions", reactions(&id, reading)?)];
                posts.push(with(shared(&row.post)?, parts));
            }
            before = page.next;
            if before.is_none() {
                break;
            }
        }
        posts.reverse();
        boards.push(with(shared(&board)?, [("posts", Value::Array(posts))]));
    }
    Ok(boards)
}

fn events(reading: &Reading<'_>) -> Result<Vec<Value>, NodeError> {
    let mut events = Vec::new();
    for event in calendar::all_events(reading)? {
        let answers = reading.index.answers(event.id)?.iter().map(shared).collect::<Result<_, _>>()?;
        let comments = comments(&CommentOn::Event(event.id), reading)?;
        events.push(with(shared(&event)?, [("answers", Value::Array(answers)), ("comments", comments)]));
    }
    Ok(events)
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

const fn word(kind: DocKind) -> &'static str {
    match kind {
        DocKind::Room => "room",
        DocKind::Segment => "segment",
        DocKind::Board => "board",
        DocKind::Posts => "posts",
        DocKind::Thread => "thread",
        DocKind::Event => "event",
        DocKind::Rsvp => "rsvp",
        DocKind::Profiles => "profiles",
    }
}

/// Writes a value with its keys sorted, whatever order serde_json was built to keep.
struct Sorted<'v>(&'v Value);

impl Serialize for Sorted<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(fields) => {
                let sorted: BTreeMap<&String, Self> = fields.iter().map(|(name, value)| (name, Self(value))).collect();
                serializer.collect_map(sorted)
            }
            Value::Array(items) => serializer.collect_seq(items.iter().map(Self)),
            plain @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => plain.serialize(serializer),
        }
    }
}

fn pretty(value: &Value) -> Result<Vec<u8>, NodeError> {
    let mut json = serde_json::to_vec_pretty(&Sorted(value)).map_err(NodeError::internal)?;
    json.push(b'\n');
    Ok(json)
}

/// A folder that is being written.
struct Folder<'p> {
    dir: &'p Path,
    written: Exported,
}

impl Folder<'_> {
    /// Writes a file whole or not at all.
    fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), NodeError> {
        let unfinished = self.dir.join(format!(".{name}.unfinished"));
        let put = || {
            let mut file = File::create(&unfinished)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&unfinished, self.dir.join(name))
        };
        if let Err(error) = put() {
            drop(fs::remove_file(&unfinished));
            return Err(io_error(&error));
        }
        self.written.files += 1;
        self.written.bytes += bytes.len() as u64;
        Ok(())
    }

    /// Brings the names of the files to disk.
    fn finish(self) -> Result<Exported, NodeError> {
        #[cfg(unix)]
        File::open(self.dir).and_then(|dir| dir.sync_all()).map_err(|error| io_error(&error))?;
        Ok(self.written)
    }
}

/// Returns what a folder's refusal means: it is the caller's folder, so the caller can choose another.
fn io_error(error: &io::Error) -> NodeError {
    if error.kind() == io::ErrorKind::StorageFull {
        return NodeError::new(ErrorCode::DiskFull);
    }
    NodeError::bad_input(format!("the folder cannot be written: {error}"))
        .with_message("This folder cannot be written to, so nothing was exported. Your data is safe. Choose another folder.")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]
    use super::*;

    #[test]
    fn keys_are_sorted_at_every_depth() {
        let value = json!({ "b": [{ "z": 1, "a": null }], "a": "x" });
        let text = String::from_utf8(pretty(&value).unwrap()).unwrap();
        let order: Vec<usize> =
            ["\"a\": \"x\"", "\"b\"", "\"a\": null", "\"z\""].iter().map(|key| text.find(key).unwrap()).collect();
        assert!(order.is_sorted(), "{text}");
    }

    #[test]
    fn a_file_is_there_whole_and_nothing_beside_it() {
        let place = tempfile::tempdir().unwrap();
        let mut folder = Folder { dir: place.path(), written: Exported { files: 0, bytes: 0 } };
        folder.put("one.json", b"{}").unwrap();
        folder.put("one.json", b"[1]").unwrap();
        assert_eq!(fs::read(place.path().join("one.json")).unwrap(), b"[1]");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
        assert!(folder.finish().unwrap() == Exported { files: 2, bytes: 5 });
    }

    #[test]
    fn what_only_this_device_thinks_is_left_out() {
        assert_eq!(shared(&json!({ "text": "x", "provisional": true })).unwrap(), json!({ "text": "x" }));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_street_is_exported_to_be_read_and_as_cards() {
        let alone = crate::driver::testing::Alone::start().await;
        let id = alone.example("fr").await;
        let (read, cards) = (alone.path("read"), alone.path("cards"));
        let written = alone.call("export", json!({"community": id, "format": "markdown", "dir": read})).await;
        assert_eq!(written["files"], json!(7), "two rooms, two boards, agenda, members, what is where");
        let file = |name: &str| fs::read_to_string(read.join(name)).unwrap();
        assert!(file("README.md").contains("[Jardin partagé](room-jardin-partage.md)"), "{}", file("README.md"));
        let room = file("room-discussion-generale.md");
        let (first, last) = (room.find("Bonjour la rue").unwrap(), room.find("trop de soupe").unwrap());
        assert!(first < last, "oldest first");
        assert!(file("board-tableau.md").contains("> **Yanis Benali** · "), "comments are quoted under their post");
        assert!(file("agenda.md").contains("- ✓ Yanis Benali (3) Nous venons à trois."));
        let mut settings = alone.call("settings_get", json!({})).await;
        settings["language"] = json!("fr");
        alone.call("settings_set", settings).await;
        alone.call("export", json!({"community": id, "format": "markdown", "dir": read})).await;
        assert!(file("members.md").starts_with("# Membres") && file("README.md").contains("[Membres](members.md)"));
        assert!(file("members.md").contains("- 🤝 vélos, potager"));
        alone.call("export", json!({"community": id, "format": "vcf", "dir": cards})).await;
        let cards = fs::read_to_string(cards.join("members.vcf")).unwrap();
        assert_eq!((cards.matches("BEGIN:VCARD").count(), cards.matches("FN:Odette Le Gall").count()), (6, 1));
    }
}
