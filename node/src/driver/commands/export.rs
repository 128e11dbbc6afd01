//! A community in open formats, in a folder.
//!
//! | format | files |
//! | --- | --- |
//! | json | `community.json`: what members share, keys sorted; two equal peers write the same bytes |
//! | automerge | `<document>.automerge` for each document, and `index.json` with their kinds |
//! | ics | `calendar.ics` |
//! | markdown | `README.md` and a file for each room and board, the agenda, the members: to be read by anyone |
//! | vcf | `members.vcf`: the profiles as cards |
//!
//! An export is written by a thread of its own: it asks the driver for a page at a time, so that others have their turns
//! between, and holds a page at a time. What is written meanwhile may be in it or not.

mod cards;
mod everything;
mod events;
mod folder;
mod job;
mod json;

use super::community::speaks_french;
use super::{Driver, markdown};
use crate::error::NodeError;
use crate::view::{Export, ExportFormat, Exported};
use allforone_core::domain::{DocKind, Profile, fold};
use allforone_core::id::{DocId, PersonId};
use allforone_core::time::Timestamp;
pub(super) use everything::BEGINNING;
use everything::profiles;
pub(super) use folder::{Folder, io_error};
pub(in crate::driver) use job::{Exports, Source, status, stop};
use json::Json;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use tokio::sync::oneshot;

/// Rows read at a time.
pub(super) const PAGE: usize = 100;

impl Driver {
    /// Begins an export, which answers by itself when it is whole, stopped or refused.
    pub(in crate::driver) fn start_export(&mut self, input: Export, reply: oneshot::Sender<Result<Value, NodeError>>) {
        let source = self.check_readable().and_then(|()| {
            let community = self.community(&input.community)?;
            let job = self.exports.begin(input.format)?;
            Ok(Source::new(self.link.clone(), self.runtime.clone(), community, job))
        });
        let (is_french, now) = (speaks_french(self.settings.language), self.now());
        self.runtime.spawn_blocking(move || {
            let written = source.and_then(|source| write(&source, &input, is_french, now));
            let answer = written.and_then(|written| serde_json::to_value(written).map_err(NodeError::internal));
            drop(reply.send(answer));
        });
    }
}

/// An export takes more than a turn: whoever calls it goes through [`Driver::start_export`].
pub(super) fn not_in_a_turn(_: &mut Driver, _: Export) -> Result<Exported, NodeError> {
    Err(NodeError::internal("an export is no turn"))
}

/// Writes a community to a folder.
fn write(source: &Source, input: &Export, is_french: bool, now: Timestamp) -> Result<Exported, NodeError> {
    let mut folder = Folder::open(Path::new(&input.dir))?;
    let written = match input.format {
        ExportFormat::Json => everything::write(source, &mut folder),
        ExportFormat::Automerge => write_documents(source, &mut folder),
        ExportFormat::Ics => events::write(source, &mut folder, now),
        ExportFormat::Markdown => markdown::write(source, &mut folder, &named(source)?, is_french),
        ExportFormat::Vcf => cards::write(source, &mut folder),
    };
    if source.is_stopped() && written.is_err() {
        return Ok(Exported { stopped: true, ..folder.written().clone() });
    }
    written?;
    folder.finish().map_err(|error| io_error(&error))
}

fn write_documents(source: &Source, folder: &mut Folder) -> Result<(), NodeError> {
    let documents: BTreeMap<DocId, DocKind> = source.read(|reading| Ok(reading.replica.documents().collect()))?;
    let mut index = Json::new(folder.begin("index.json").map_err(|error| io_error(&error))?);
    index.array(None).map_err(|error| io_error(&error))?;
    for (id, kind) in documents {
        let saved = source.step(move |driver, community| {
            let replica = driver.replicas.get_mut(&community).ok_or_else(|| NodeError::not_found("community"))?;
            Ok(replica.with_document(id, driver.store.as_ref(), |document| {
                let saved = document.save();
                document.release();
                saved
            })?)
        })?;
        if let Some(saved) = saved {
            let saved = saved.map_err(|error| NodeError::internal(format!("document {id}: {error}")))?;
            let file = format!("{id}.automerge");
            folder.put(&file, &saved).map_err(|error| io_error(&error))?;
            let line = json!({ "id": id, "kind": word(kind), "file": file });
            index.value(None, &line).map_err(|error| io_error(&error))?;
            source.count(1);
        }
    }
    let index = index.finish().map_err(|error| io_error(&error))?;
    folder.keep(index).map_err(|error| io_error(&error))
}

/// Returns the profiles of the members, by name.
fn named(source: &Source) -> Result<Vec<Profile>, NodeError> {
    let members: BTreeSet<PersonId> =
        source.read(|reading| Ok(reading.replica.authority().members().map(|member| member.person).collect()))?;
    let mut profiles: Vec<Profile> =
        profiles(source)?.into_values().filter(|profile| members.contains(&profile.person)).collect();
    profiles.sort_by_cached_key(|profile| (fold(&profile.name), profile.person));
    Ok(profiles)
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
        DocKind::Group => "group",
        DocKind::Joined => "joined",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]
    use crate::driver::testing::Alone;
    use serde_json::json;
    use std::fs;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_street_is_exported_to_be_read_and_as_cards() {
        let alone = Alone::start().await;
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

    /// The file is a pipe here: it takes no more than is read from it, so the export waits in the middle of the room.
    #[cfg(unix)]
    #[tokio::test(flavor = "multi_thread")]
    async fn while_a_big_room_is_written_a_question_is_answered_and_a_stop_leaves_no_half_file() {
        use std::io::Read as _;
        let alone = Alone::start().await;
        let id = alone.found().await;
        let rooms = alone.call("rooms", json!({ "community": id })).await;
        let text = "Le jardin a soif. ".repeat(100);
        for _ in 0..300 {
            let input = json!({"community": id, "room": rooms["items"][0]["id"], "text": text});
            alone.call("message_write", input).await;
        }
        let dir = alone.path("out");
        fs::create_dir(&dir).unwrap();
        let pipe = dir.join(".community.json.unfinished");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let node = alone.node.clone();
        let input = json!({"community": id, "format": "json", "dir": dir});
        let export = tokio::spawn(async move { node.dispatch("export", input).await });
        let opened = pipe.clone();
        let mut reader = tokio::task::spawn_blocking(move || {
            let mut reader = fs::File::open(opened).unwrap();
            reader.read_exact(&mut [0; 8]).unwrap();
            reader
        })
        .await
        .unwrap();
        let mut rows = 0;
        while rows < 10 {
            let status = alone.call("export_status", json!({})).await;
            assert_eq!(status["format"], json!("json"), "it cannot be at its end: the pipe takes 64 KiB of 540");
            rows = status["rows"].as_u64().unwrap();
            let again = alone.refused("export", json!({"community": id, "format": "ics", "dir": dir})).await;
            assert_eq!(again, crate::error::ErrorCode::Conflict, "one at a time");
        }
        assert!(!dir.join("community.json").exists());
        alone.call("export_stop", json!({})).await;
        tokio::task::spawn_blocking(move || reader.read_to_end(&mut Vec::new()).unwrap()).await.unwrap();
        assert_eq!(export.await.unwrap().unwrap(), json!({"files": 0, "bytes": 0, "stopped": true}));
        assert_eq!(fs::read_dir(&dir).unwrap().count(), 0);
        assert_eq!(alone.call("export_status", json!({})).await["format"], json!(null));
        let input = json!({"community": id, "format": "json", "dir": dir});
        let whole = alone.call("export", input).await;
        assert_eq!((whole["files"].as_u64(), whole["stopped"].as_bool()), (Some(1), Some(false)));
        let file: serde_json::Value = serde_json::from_slice(&fs::read(dir.join("community.json")).unwrap()).unwrap();
        assert_eq!(file["rooms"][0]["messages"].as_array().unwrap().len(), 300);
    }

    /// An export whose file is a pipe: it goes no further than it is read, and has not begun before.
    #[cfg(unix)]
    struct Piped {
        dir: std::path::PathBuf,
        pipe: std::path::PathBuf,
        export: tokio::task::JoinHandle<Result<serde_json::Value, crate::error::NodeError>>,
    }

    #[cfg(unix)]
    impl Piped {
        async fn begin(alone: &Alone, community: &str, format: &str, file: &str) -> Self {
            let dir = alone.path(format);
            fs::create_dir(&dir).unwrap();
            let pipe = dir.join(format!(".{file}.unfinished"));
            assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
            let (node, input) = (alone.node.clone(), json!({"community": community, "format": format, "dir": dir}));
            let export = tokio::spawn(async move { node.dispatch("export", input).await });
            while alone.call("export_status", json!({})).await["format"] != json!(format) {
                assert!(!export.is_finished(), "{format}: it waits for who reads the pipe");
            }
            Self { dir, pipe, export }
        }

        /// Begins to read.
        async fn open(&self) -> fs::File {
            use std::io::Read as _;
            let pipe = self.pipe.clone();
            tokio::task::spawn_blocking(move || {
                let mut reader = fs::File::open(pipe).unwrap();
                reader.read_exact(&mut [0; 8]).unwrap();
                reader
            })
            .await
            .unwrap()
        }

        /// Reads what there is; nothing of it is left once it was stopped.
        async fn ends_stopped(self, mut reader: fs::File) {
            use std::io::Read as _;
            tokio::task::spawn_blocking(move || reader.read_to_end(&mut Vec::new()).unwrap()).await.unwrap();
            assert_eq!(self.export.await.unwrap().unwrap(), json!({"files": 0, "bytes": 0, "stopped": true}));
            assert_eq!(fs::read_dir(&self.dir).unwrap().count(), 0, "no half file");
        }
    }

    #[cfg(unix)]
    #[tokio::test(flavor = "multi_thread")]
    async fn while_a_long_calendar_is_written_a_question_is_answered_and_a_stop_leaves_no_half_file() {
        let alone = Alone::start().await;
        let id = alone.found().await;
        let description = "Venez à midi. ".repeat(100);
        for n in 0..150 {
            let start = json!({"local": format!("2026-12-{:02}T18:00", n % 28 + 1), "tz": "Europe/Paris"});
            let input = json!({"community": id, "title": format!("Café {n}"), "description": description, "place": "Cour",
                "start": start, "duration_minutes": 60, "rrule": null, "capacity": null});
            alone.call("event_create", input).await;
        }
        let piped = Piped::begin(&alone, &id, "ics", "calendar.ics").await;
        let reader = piped.open().await;
        while alone.call("export_status", json!({})).await["rows"].as_u64() < Some(10) {}
        let status = alone.call("export_status", json!({})).await;
        assert_eq!(status["format"], json!("ics"), "it cannot be at its end: the pipe takes 64 KiB of 220");
        assert_eq!(alone.call("rooms", json!({ "community": id })).await["items"].as_array().map(Vec::len), Some(1));
        alone.call("export_stop", json!({})).await;
        piped.ends_stopped(reader).await;
        let dir = alone.path("ics");
        let whole = alone.call("export", json!({"community": id, "format": "ics", "dir": dir})).await;
        assert_eq!((whole["files"].as_u64(), whole["stopped"].as_bool()), (Some(1), Some(false)));
        let file = fs::read_to_string(dir.join("calendar.ics")).unwrap();
        let at_once = alone.call("ics_export", json!({ "community": id })).await["ics"].as_str().unwrap().to_owned();
        let but_stamps = |file: &str| file.lines().filter(|line| !line.starts_with("DTSTAMP")).collect::<Vec<_>>().join("\n");
        assert_eq!(but_stamps(&file), but_stamps(&at_once), "in pieces it is the same as whole");
    }

    #[cfg(unix)]
    #[tokio::test(flavor = "multi_thread")]
    async fn while_cards_are_written_a_question_is_answered_and_a_stop_leaves_no_half_file() {
        let alone = Alone::start().await;
        let id = alone.example("fr").await;
        let piped = Piped::begin(&alone, &id, "vcf", "members.vcf").await;
        assert_eq!(alone.call("rooms", json!({ "community": id })).await["items"].as_array().map(Vec::len), Some(2));
        alone.call("export_stop", json!({})).await;
        // Whether it waits at the pipe already or never came so far: opened both ways, the pipe waits for nobody.
        let both_ways = fs::OpenOptions::new().read(true).write(true).open(&piped.pipe).unwrap();
        assert_eq!(piped.export.await.unwrap().unwrap(), json!({"files": 0, "bytes": 0, "stopped": true}));
        drop(both_ways);
        assert!(!piped.dir.join("members.vcf").exists(), "no half file");
        assert_eq!(alone.call("export_status", json!({})).await["format"], json!(null));
    }
}
