//! A community as a folder that anyone can read: Markdown files (CommonMark), one a room, board, and one for events and people.

use super::events::viewer_zone;
use super::export::{BEGINNING, Folder, PAGE, Source, io_error};
use super::reading::Reading;
use crate::error::NodeError;
use allforone_core::authority::setting;
use allforone_core::domain::{Answer, Board, CommentOn, Event, EventStatus, Profile, Room, TimeZone, When, fold};
use allforone_core::store::StoreError;
use allforone_core::time::Timestamp;
use std::collections::BTreeSet;
use std::io;

/// Letters of a file's name.
const MAX_NAME_LETTERS: usize = 60;

/// Writes every file of the community. Headings are French or English; names of files are not words.
pub(super) fn write(source: &Source, folder: &mut Folder, profiles: &[Profile], is_french: bool) -> Result<(), NodeError> {
    let members = if is_french { "Membres" } else { "Members" };
    let mut names = Names::default();
    let (name, rooms, boards) = source.read(|reading| {
        let name = plain(&reading.replica.setting(setting::NAME));
        Ok((name, reading.index.rooms()?, reading.index.boards()?))
    })?;
    let mut readme = format!("# {name}\n\n");
    for room in rooms {
        let file = names.of("room", &room.name);
        readme.push_str(&format!("- [{}]({file})\n", plain(&room.name)));
        write_file(folder, &file, |to| write_room(&room, source, to))?;
    }
    for board in boards {
        let file = names.of("board", &board.name);
        readme.push_str(&format!("- [{}]({file})\n", plain(&board.name)));
        write_file(folder, &file, |to| write_board(&board, source, to))?;
    }
    readme.push_str(&format!("- [Agenda](agenda.md)\n- [{members}](members.md)\n"));
    write_file(folder, "agenda.md", |to| write_agenda(source, to))?;
    write_file(folder, "members.md", |to| put(to, &people(members, profiles)))?;
    write_file(folder, "README.md", |to| put(to, &readme))
}

fn write_file(
    folder: &mut Folder,
    name: &str,
    write: impl FnOnce(&mut dyn io::Write) -> Result<(), NodeError>,
) -> Result<(), NodeError> {
    let mut file = folder.begin(name).map_err(|error| io_error(&error))?;
    write(&mut file)?;
    folder.keep(file).map_err(|error| io_error(&error))
}

fn put(to: &mut dyn io::Write, text: &str) -> Result<(), NodeError> {
    to.write_all(text.as_bytes()).map_err(|error| io_error(&error))
}

/// The messages of a room, oldest first.
fn write_room(room: &Room, source: &Source, to: &mut dyn io::Write) -> Result<(), NodeError> {
    put(to, &format!("# {}\n\n{}\n\n", plain(&room.name), plain(&room.purpose)))?;
    let id = room.id;
    let mut after = Some(BEGINNING);
    while let Some(from) = after {
        let (text, rows, next) = source.read(move |reading| {
            let page = reading.index.messages_after(id, &from, PAGE)?;
            let pages = Pages::new(reading);
            let mut text = String::new();
            for message in page.items.iter().rev().filter(|message| !message.deleted) {
                let opens = message.title.as_ref().map(|title| format!("**{title}**"));
                text.push_str(&pages.said(message.author, message.time, opens.as_ref().unwrap_or(&message.text))?);
            }
            Ok((text, page.items.len(), page.next))
        })?;
        put(to, &text)?;
        source.count(rows);
        after = next;
    }
    Ok(())
}

/// The posts of a board, newest first, each with its comments.
fn write_board(board: &Board, source: &Source, to: &mut dyn io::Write) -> Result<(), NodeError> {
    put(to, &format!("# {}\n\n{}\n\n", plain(&board.name), plain(&board.purpose)))?;
    let id = board.id;
    let mut before = None;
    loop {
        let page = source.read(move |reading| Ok(reading.index.posts(Some(id), before.as_ref(), PAGE)?))?;
        for post in page.items.into_iter().map(|row| row.post).filter(|post| !post.deleted) {
            let text = source.read(move |reading| {
                let pages = Pages::new(reading);
                let said = pages.said(post.author, post.time, &post.body)?;
                Ok(format!("## {}\n\n{said}{}", plain(&post.title), pages.comments(&CommentOn::Post(post.id))?))
            })?;
            put(to, &text)?;
            source.count(1);
        }
        before = page.next;
        if before.is_none() {
            return Ok(());
        }
    }
}

/// The events by their beginning; only when they are is held at once.
fn write_agenda(source: &Source, to: &mut dyn io::Write) -> Result<(), NodeError> {
    put(to, "# Agenda\n\n")?;
    let zone = viewer_zone();
    let mut order = Vec::new();
    let mut after = None;
    loop {
        let page = source.read(move |reading| Ok(reading.index.events(after, PAGE)?))?;
        order.extend(page.iter().map(|event| (event.start.instant(&zone), event.id)));
        after = page.last().map(|event| event.id);
        if page.len() < PAGE {
            break;
        }
    }
    order.sort_unstable();
    for (_, id) in order {
        let text = source.read(move |reading| match reading.index.event(id)? {
            Some(event) => Ok(Pages::new(reading).event(&event)?),
            None => Ok(String::new()),
        })?;
        put(to, &text)?;
        source.count(1);
    }
    Ok(())
}

struct Pages<'r, 'd> {
    reading: &'r Reading<'d>,
    zone: TimeZone,
}

impl<'r, 'd> Pages<'r, 'd> {
    fn new(reading: &'r Reading<'d>) -> Self {
        Self { reading, zone: viewer_zone() }
    }

    fn event(&self, event: &Event) -> Result<String, StoreError> {
        let cancelled = if event.status == EventStatus::Cancelled { " ✗" } else { "" };
        let mut text = format!("## {}{cancelled}\n\n- {}", plain(&event.title), when(&event.start));
        if event.duration_minutes > 0 {
            text.push_str(&format!(", {} min", event.duration_minutes));
        }
        text.push('\n');
        for (name, value) in [("RRULE", event.rrule.as_deref().unwrap_or_default()), ("📍", event.place.as_str())] {
            if !value.is_empty() {
                text.push_str(&format!("- {name} {}\n", plain(value)));
            }
        }
        for answer in self.reading.index.answers(event.id)? {
            let word = match answer.answer {
                Answer::Yes => "✓",
                Answer::Maybe => "?",
                Answer::No => "✗",
            };
            let name = plain(&self.reading.name(answer.person)?);
            text.push_str(&format!("- {word} {name} ({}) {}\n", answer.party_size, plain(&answer.note)));
        }
        text.push_str(&format!("\n{}\n\n", event.description.trim()));
        text.push_str(&self.comments(&CommentOn::Event(event.id))?);
        Ok(text)
    }

    fn comments(&self, on: &CommentOn) -> Result<String, StoreError> {
        let mut text = String::new();
        for comment in self.reading.index.thread(on)?.iter().filter(|comment| !comment.deleted) {
            let said = self.said(comment.author, comment.time, &comment.text)?;
            for line in said.trim_end().lines() {
                text.push_str(&format!("> {line}\n"));
            }
            text.push('\n');
        }
        Ok(text)
    }

    fn said(&self, author: allforone_core::id::PersonId, time: Timestamp, text: &str) -> Result<String, StoreError> {
        let name = plain(&self.reading.name(author)?);
        Ok(format!("**{name}** · {}\n\n{}\n\n", self.time(time), text.trim()))
    }

    fn time(&self, time: Timestamp) -> String {
        let ms = i64::try_from(time.millis()).unwrap_or(i64::MAX);
        let wall = jiff::Timestamp::from_millisecond(ms).map(|time| time.to_zoned(self.zone.clone()));
        wall.map(|wall| wall.strftime("%Y-%m-%d %H:%M").to_string()).unwrap_or_default()
    }
}

fn people(title: &str, profiles: &[Profile]) -> String {
    let mut text = format!("# {title}\n\n");
    for profile in profiles {
        text.push_str(&format!("## {}\n\n", plain(&profile.name)));
        for (sign, list) in [("🤝", &profile.can_help), ("🌱", &profile.wants_to_learn), ("💬", &profile.languages)] {
            if !list.is_empty() {
                text.push_str(&format!("- {sign} {}\n", plain(&list.join(", "))));
            }
        }
        for part in [&profile.contact, &profile.about].into_iter().filter(|part| !part.is_empty()) {
            text.push_str(&format!("\n{}\n", part.trim()));
        }
        text.push('\n');
    }
    text
}

fn when(start: &When) -> String {
    match start {
        When::Day { date } => date.to_string(),
        When::Local { local, tz } => format!("{} {}", local.strftime("%Y-%m-%d %H:%M"), tz.as_deref().unwrap_or_default()),
    }
}

/// Returns a text on one line in which nothing is a sign of Markdown.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if "\\`*_{}[]<>#|".contains(letter) {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

/// The names of the files, each once.
#[derive(Default)]
struct Names(BTreeSet<String>);

impl Names {
    /// Returns a name that every file system takes: `room-jardin-partage.md`.
    fn of(&mut self, kind: &str, title: &str) -> String {
        let folded = fold(title);
        let words: Vec<&str> =
            folded.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let stem: String =
            std::iter::once(kind).chain(words).collect::<Vec<_>>().join("-").chars().take(MAX_NAME_LETTERS).collect();
        let name = (1..)
            .map(|n| if n == 1 { format!("{stem}.md") } else { format!("{stem}-{n}.md") })
            .find(|name| !self.0.contains(name));
        let name = name.unwrap_or(stem);
        self.0.insert(name.clone());
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_have_names_that_every_system_takes() {
        let mut names = Names::default();
        let found = ["Jardin partagé", "jardin partage", "../../etc/passwd", "日本", "a".repeat(400).as_str()]
            .map(|title| names.of("room", title));
        assert_eq!(&found[..3], ["room-jardin-partage.md", "room-jardin-partage-2.md", "room-etc-passwd.md"]);
        assert!(found.iter().all(|name| name.len() <= MAX_NAME_LETTERS + 6 && !name.contains('/')), "{found:?}");
    }

    #[test]
    fn a_title_is_no_markdown() {
        assert_eq!(plain("# [x](y)\n*z*"), "\\# \\[x\\](y) \\*z\\*");
    }
}
