//! Search over everything a community wrote: words in memory, found things read from their rows.
//!
//! Words are kept in memory, read from the rows in steps between which others are answered, for three reasons: no word is on the disk, not even as
//! a hash; writing costs nothing more (ten to twenty keyed hashes a message would be ten to twenty more keys); and the
//! beginning of a word is found as easily as the whole. Measured in docs/decisions/0003-rows-hold-text.md.
//!
//! What is in memory may be older or newer than the rows (a commit failed, a document was rebuilt): every hit is read from
//! its row and compared again before it is shown, so a stale word finds nothing.

use super::Index;
use super::row::{BOARD, COMMENT, EVENT, GROUP, MESSAGE, POST, PROFILE, ROOM};
use crate::domain::{Board, Comment, Event, Group, Message, Post, Profile, Room, fold, snippet};
use crate::limits::{MAX_PAGE, MAX_SNIPPET_BYTES};
use crate::store::{Direction, Store, StoreError, Tree, keys};
use crate::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A noun that can be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A message of a room.
    Message(Message),
    /// A post.
    Post(Post),
    /// A comment.
    Comment(Comment),
    /// A calendar event.
    Event(Event),
    /// A person.
    Member(Profile),
    /// A room.
    Room(Room),
    /// A board.
    Board(Board),
    /// A group of people.
    Group(Group),
}

/// One line of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What was found.
    pub found: Found,
    /// Its text from a little before the first word that was asked for, at most 120 bytes.
    pub snippet: String,
}

/// The words of one community.
#[derive(Debug, Default)]
pub struct Search {
    /// Which texts have a word, by place in `texts`, ascending.
    words: BTreeMap<Box<str>, Vec<u32>>,
    texts: Vec<Text>,
    /// Where the newest version of a home's text is.
    newest: BTreeMap<Arc<[u8]>, u32>,
    /// Kinds of [`KINDS`] whose rows are all read.
    kinds_read: usize,
    /// The first row read of the kind after them; those before it are to come.
    read_to: Option<Vec<u8>>,
}

#[derive(Debug)]
struct Text {
    home: Arc<[u8]>,
    time: Timestamp,
    /// Whether a newer version of the same home came later.
    is_old: bool,
}

/// Texts kept in memory; of a larger history the newest of each room, as far as they go.
const MAX_TEXTS: usize = 200_000;
/// Words of one text that count.
const MAX_WORDS: usize = 2_000;
/// Longest word that is compared, in bytes.
const MAX_WORD_BYTES: usize = 40;
/// Words of one question.
const MAX_QUERY_WORDS: usize = 8;
/// Words that the beginning of one may stand for.
const MAX_COMPLETIONS: usize = 1_000;
/// Kinds whose rows are read when the words are first built.
const KINDS: [u8; 8] = [ROOM, BOARD, GROUP, PROFILE, EVENT, POST, COMMENT, MESSAGE];
/// Rows read in one step while building: 1 to 5 ms, long posts take most.
const BUILD_ROWS: usize = 100;
/// Old versions that a small community may gather before its words are built anew.
const SPARE_TEXTS: usize = 500;

/// Returns whether the row at this home can be found by its words.
#[must_use]
pub fn is_searched(home: &[u8]) -> bool {
    home.first().is_some_and(|kind| KINDS.contains(kind))
}

impl Search {
    /// Reads all rows of a community, which are few or can be waited for: about 5 µs a row.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn build<S: Store + ?Sized>(index: &Index<'_, S>) -> Result<Self, StoreError> {
        let mut search = Self::default();
        while !search.is_whole() {
            search.read_on(index)?;
        }
        Ok(search)
    }

    /// Returns whether all rows were read.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.kinds_read >= KINDS.len()
    }

    /// Reads some more rows, until [`Search::is_whole`]. What is put or removed meanwhile is to be [refreshed](Search::refresh)
    /// afterwards.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn read_on<S: Store + ?Sized>(&mut self, index: &Index<'_, S>) -> Result<(), StoreError> {
        let Some(kind) = KINDS.get(self.kinds_read).copied() else { return Ok(()) };
        let prefix = index.key(&[kind]);
        let to = self.read_to.take().unwrap_or_else(|| keys::after_prefix(&prefix));
        // Newest first within a room or board, so that a bound drops the oldest.
        let rows = index.store.range(Tree::Index, (&prefix, &to), Direction::Backward, BUILD_ROWS)?;
        for (key, json) in &rows {
            // A row that cannot be read is found by whoever lists it; search goes on without.
            if let Some(found) = Found::read(kind, json) {
                self.note_found(key.get(index.community.0.len()..).unwrap_or_default(), &found);
            }
        }
        match rows.into_iter().last() {
            Some((last, _)) if self.texts.len() < MAX_TEXTS => self.read_to = Some(last),
            _ => self.kinds_read += 1,
        }
        if self.is_whole() {
            self.words.values_mut().for_each(Vec::shrink_to_fit);
        }
        Ok(())
    }

    /// Reads anew what stands at these homes ([`crate::outcome::Outcome::rows`]).
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn refresh<'h, S: Store + ?Sized>(
        &mut self,
        homes: impl IntoIterator<Item = &'h [u8]>,
        index: &Index<'_, S>,
    ) -> Result<(), StoreError> {
        for home in homes {
            let Some(kind) = home.first().copied().filter(|kind| KINDS.contains(kind)) else { continue };
            match index.store.get(Tree::Index, &index.key(home))?.and_then(|json| Found::read(kind, &json)) {
                Some(found) => self.note_found(home, &found),
                None => self.forget(home),
            }
        }
        Ok(())
    }

    fn forget(&mut self, home: &[u8]) {
        let before = self.newest.remove(home);
        if let Some(text) = before.and_then(|before| self.texts.get_mut(before as usize)) {
            text.is_old = true;
        }
    }

    fn note_found(&mut self, home: &[u8], found: &Found) {
        let Ok(place) = u32::try_from(self.texts.len()) else { return };
        // Old versions stay; whoever owns the words builds them anew once they are worn.
        if self.texts.len() >= 2 * MAX_TEXTS {
            return;
        }
        let home: Arc<[u8]> = home.into();
        self.texts.push(Text { home: Arc::clone(&home), time: found.time(), is_old: false });
        let before = self.newest.insert(home, place);
        if let Some(text) = before.and_then(|before| self.texts.get_mut(before as usize)) {
            text.is_old = true;
        }
        for word in words(&found.text()).take(MAX_WORDS).collect::<BTreeSet<_>>() {
            self.words.entry(word.into_boxed_str()).or_default().push(place);
        }
    }

    /// Returns whether so many texts or versions have gathered that building anew is due.
    #[must_use]
    pub fn is_worn(&self) -> bool {
        self.texts.len() > 2 * self.newest.len() + SPARE_TEXTS || self.texts.len() >= 2 * MAX_TEXTS
    }

    /// Returns what holds every word of `query`, the last one as a beginning; newest first, at most `limit` and
    /// [`MAX_PAGE`]. Case and accents do not matter, nor does the mark of the plural.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn find<S: Store + ?Sized>(&self, query: &str, index: &Index<'_, S>, limit: usize) -> Result<Vec<Hit>, StoreError> {
        let asked: Vec<String> = words(query).take(MAX_QUERY_WORDS).collect();
        let mut hits = Vec::new();
        for place in self.places(&asked) {
            let Some(text) = self.texts.get(place as usize) else { continue };
            let Some(json) = index.store.get(Tree::Index, &index.key(&text.home))? else { continue };
            let found = text.home.first().and_then(|kind| Found::read(*kind, &json));
            if let Some(found) = found.filter(|found| holds(&found.text(), &asked)) {
                hits.push(Hit { snippet: around(&found.text(), &asked), found });
            }
            if hits.len() >= limit.min(MAX_PAGE) {
                break;
            }
        }
        Ok(hits)
    }

    /// Returns the texts that have all words, newest first.
    fn places(&self, asked: &[String]) -> Vec<u32> {
        let Some((last, whole)) = asked.split_last() else { return Vec::new() };
        let mut lists: Vec<Vec<u32>> = vec![self.beginning_with(last)];
        lists.extend(whole.iter().map(|word| self.words.get(word.as_str()).cloned().unwrap_or_default()));
        lists.sort_by_key(Vec::len);
        let mut lists = lists.into_iter();
        let mut places = lists.next().unwrap_or_default();
        for list in lists {
            places.retain(|place| list.binary_search(place).is_ok());
        }
        let dated = |place: u32| {
            let text = self.texts.get(place as usize).filter(|text| !text.is_old)?;
            Some((text.time, place))
        };
        let mut dated: Vec<(Timestamp, u32)> = places.into_iter().filter_map(dated).collect();
        dated.sort_unstable_by(|a, b| b.cmp(a));
        dated.into_iter().map(|(_, place)| place).collect()
    }

    fn beginning_with(&self, start: &str) -> Vec<u32> {
        let from = std::ops::Bound::Included(start);
        let completions = self.words.range::<str, _>((from, std::ops::Bound::Unbounded));
        let mut places: Vec<u32> = completions
            .take_while(|(word, _)| word.starts_with(start))
            .take(MAX_COMPLETIONS)
            .flat_map(|(_, places)| places.iter().copied())
            .collect();
        places.sort_unstable();
        places.dedup();
        places
    }
}

impl Found {
    fn read(kind: u8, json: &[u8]) -> Option<Self> {
        let found = match kind {
            MESSAGE => Self::Message(serde_json::from_slice(json).ok()?),
            POST => Self::Post(serde_json::from_slice(json).ok()?),
            COMMENT => Self::Comment(serde_json::from_slice(json).ok()?),
            EVENT => Self::Event(serde_json::from_slice(json).ok()?),
            PROFILE => Self::Member(serde_json::from_slice(json).ok()?),
            ROOM => Self::Room(serde_json::from_slice(json).ok()?),
            BOARD => Self::Board(serde_json::from_slice(json).ok()?),
            GROUP => Self::Group(serde_json::from_slice(json).ok()?),
            _ => return None,
        };
        Some(found)
    }

    /// Returns when it was written; of an event when it was created.
    #[must_use]
    pub const fn time(&self) -> Timestamp {
        match self {
            Self::Message(one) => one.time,
            Self::Post(one) => one.time,
            Self::Comment(one) => one.time,
            Self::Event(one) => one.time,
            Self::Member(one) => one.time,
            Self::Room(one) => one.time,
            Self::Board(one) => one.time,
            Self::Group(one) => one.time,
        }
    }

    /// Returns all words it is found by; none where it was taken back.
    fn text(&self) -> String {
        match self {
            Self::Message(one) if !one.deleted => {
                one.title.as_ref().map_or_else(|| one.text.clone(), |title| format!("{title} {}", one.text))
            }
            Self::Comment(one) if !one.deleted => one.text.clone(),
            Self::Post(one) if !one.deleted => format!("{} {} {}", one.title, one.body, one.tags.join(" ")),
            Self::Message(_) | Self::Comment(_) | Self::Post(_) => String::new(),
            Self::Event(one) => format!("{} {} {}", one.title, one.place, one.description),
            Self::Member(one) => {
                let lists = [&one.languages, &one.can_help, &one.wants_to_learn].map(|list| list.join(" "));
                format!("{} {} {}", one.name, one.about, lists.join(" "))
            }
            Self::Room(one) => format!("{} {}", one.name, one.purpose),
            Self::Board(one) => format!("{} {}", one.name, one.purpose),
            Self::Group(one) => format!("{} {}", one.name, one.purpose),
        }
    }
}

/// Returns the words of a text, folded, cut to [`MAX_WORD_BYTES`], without the mark of the plural. One letter alone (what
/// is left of *l'* and *d'*) is no word; one digit is.
fn words(text: &str) -> impl Iterator<Item = String> {
    let folded = fold(text);
    let parts: Vec<String> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| part.len() > 1 || part.chars().any(|c| c.is_ascii_digit()))
        .map(|part| {
            let end = (0..=MAX_WORD_BYTES.min(part.len())).rev().find(|at| part.is_char_boundary(*at)).unwrap_or(0);
            let part = part.get(..end).unwrap_or(part);
            let singular = part.strip_suffix(['s', 'x']).filter(|singular| singular.len() >= 3);
            singular.unwrap_or(part).to_owned()
        })
        .collect();
    parts.into_iter()
}

fn holds(text: &str, asked: &[String]) -> bool {
    let has: BTreeSet<String> = words(text).take(MAX_WORDS).collect();
    let Some((last, whole)) = asked.split_last() else { return false };
    whole.iter().all(|word| has.contains(word)) && has.range(last.clone()..).next().is_some_and(|word| word.starts_with(last))
}

/// Returns `text` from three words before the first one asked for.
fn around(text: &str, asked: &[String]) -> String {
    const BEFORE: usize = 3;
    let parts: Vec<&str> = text.split_whitespace().collect();
    let is_asked = |part: &&str| words(part).any(|word| asked.iter().any(|asked| word.starts_with(asked.as_str())));
    let from = parts.iter().position(is_asked).unwrap_or(0).saturating_sub(BEFORE);
    // A snippet needs no more words than bytes.
    let rest: Vec<&str> = parts.into_iter().skip(from).take(MAX_SNIPPET_BYTES).collect();
    let mark = if from == 0 { "" } else { "… " };
    snippet(&format!("{mark}{}", rest.join(" ")), MAX_SNIPPET_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(text: &str) -> Vec<String> {
        words(text).collect()
    }

    #[test]
    fn words_are_compared_without_case_accents_elision_and_plural() {
        assert_eq!(listed("L'Été, d’ateliers VÉLOS 7 a"), ["ete", "atelier", "velo", "7"]);
        assert_eq!(listed("gas bus Noël"), ["gas", "bus", "noel"], "too short to be a plural");
    }

    #[test]
    fn a_snippet_shows_where_the_word_is() {
        let text = "one two three four five Élan seven";
        assert_eq!(around(text, &["elan".to_owned()]), "… three four five Élan seven");
        assert_eq!(around("Élan", &["elan".to_owned()]), "Élan");
    }
}
