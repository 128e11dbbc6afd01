//! A community as a folder that anyone can read: Markdown files (CommonMark), one a room, board, and one for events and people.

use super::calendar::all_events;
use super::events::viewer_zone;
use super::export::PAGE;
use super::reading::Reading;
use crate::error::NodeError;
use allforone_core::authority::setting;
use allforone_core::domain::{Answer, CommentOn, Event, EventStatus, Profile, TimeZone, When, fold};
use allforone_core::store::StoreError;
use allforone_core::time::Timestamp;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Letters of a file's name.
const MAX_NAME_LETTERS: usize = 60;

/// Hands over every file of the community: path in the folder, text. Headings are French or English; names of files are not words.
pub(super) fn write(
    reading: &Reading<'_>,
    profiles: &[Profile],
    is_french: bool,
    mut put: impl FnMut(&str, &[u8]) -> Result<(), NodeError>,
) -> Result<(), NodeError> {
    let members = if is_french { "Membres" } else { "Members" };
    let page = Pages { reading, zone: viewer_zone() };
    let mut names = Names::default();
    let mut readme = format!("# {}\n\n", plain(&reading.replica.setting(setting::NAME)));
    for room in reading.index.rooms()? {
        let file = names.of("room", &room.name);
        writeln!(readme, "- [{}]({file})", plain(&room.name)).map_err(NodeError::internal)?;
        put(&file, page.room(&room)?.as_bytes())?;
    }
    for board in reading.index.boards()? {
        let file = names.of("board", &board.name);
        writeln!(readme, "- [{}]({file})", plain(&board.name)).map_err(NodeError::internal)?;
        put(&file, page.board(&board)?.as_bytes())?;
    }
    readme.push_str(&format!("- [Agenda](agenda.md)\n- [{members}](members.md)\n"));
    put("agenda.md", page.agenda()?.as_bytes())?;
    put("members.md", people(members, profiles).as_bytes())?;
    put("README.md", readme.as_bytes())
}

struct Pages<'r, 'd> {
    reading: &'r Reading<'d>,
    zone: TimeZone,
}

impl Pages<'_, '_> {
    fn room(&self, room: &allforone_core::domain::Room) -> Result<String, StoreError> {
        let mut parts = Vec::new();
        let mut before = None;
        loop {
            let page = self.reading.index.messages(room.id, before.as_ref(), PAGE)?;
            for message in page.items.iter().filter(|message| !message.deleted) {
                let opens = message.title.as_ref().map(|title| format!("**{title}**"));
                parts.push(self.said(message.author, message.time, opens.as_ref().unwrap_or(&message.text))?);
            }
            before = page.next;
            if before.is_none() {
                break;
            }
        }
        parts.reverse();
        Ok(format!("# {}\n\n{}\n\n{}", plain(&room.name), plain(&room.purpose), parts.concat()))
    }

    fn board(&self, board: &allforone_core::domain::Board) -> Result<String, StoreError> {
        let mut text = format!("# {}\n\n{}\n\n", plain(&board.name), plain(&board.purpose));
        let mut before = None;
        loop {
            let page = self.reading.index.posts(Some(board.id), before.as_ref(), PAGE)?;
            for row in page.items.iter().filter(|row| !row.post.deleted) {
                let post = &row.post;
                let said = self.said(post.author, post.time, &post.body)?;
                text.push_str(&format!("## {}\n\n{said}", plain(&post.title)));
                text.push_str(&self.comments(&CommentOn::Post(post.id))?);
            }
            before = page.next;
            if before.is_none() {
                return Ok(text);
            }
        }
    }

    fn agenda(&self) -> Result<String, StoreError> {
        let mut events = all_events(self.reading)?;
        events.sort_by_key(|event| (event.start.instant(&self.zone), event.id));
        let mut text = String::from("# Agenda\n\n");
        for event in &events {
            text.push_str(&self.event(event)?);
        }
        Ok(text)
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
