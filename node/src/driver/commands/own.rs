//! What is this device's own: read marks, drafts, settings.

use super::{Driver, parsed};
use crate::driver::identity::save_settings;
use crate::error::{ErrorCode, NodeError};
use crate::subject::Subject;
use crate::view::{Draft, DraftGet, DraftSet, Empty, MarkRead, Settings};
use allforone_core::domain::{PostKind, Problem};
use allforone_core::id::{DocId, ObjRef};
use allforone_core::index::place_of;
use allforone_core::limits::MAX_AHEAD_MS;
use allforone_core::store::Batch;
use allforone_core::time::Timestamp;

/// Sizes of text that can be asked for, in per cent.
const TEXT_SIZES: std::ops::RangeInclusive<u32> = 75..=200;

/// Minutes of a day.
const DAY_MINUTES: u32 = 24 * 60;
/// Longest time between a reminder and its event.
const MAX_REMINDER_MINUTES: u32 = 7 * DAY_MINUTES;

/// Remembers up to when a room or board was seen. A mark never goes back, nor beyond what may be dated.
pub(super) fn mark_read(driver: &mut Driver, input: MarkRead) -> Result<Empty, NodeError> {
    let mut batch = Batch::new();
    let time = Timestamp(input.time_ms).min(driver.now().plus_ms(MAX_AHEAD_MS));
    driver.read(&input.community)?.index.mark_read(draft_place(&input.place)?, time, &mut batch)?;
    driver.commit(batch)?;
    driver.announce(Subject::Unread(input.community));
    Ok(Empty {})
}

/// Returns what was begun.
pub(super) fn draft(driver: &mut Driver, input: DraftGet) -> Result<Draft, NodeError> {
    let text = driver.read(&input.community)?.index.draft(draft_place(&input.place)?)?;
    Ok(Draft { text })
}

/// Keeps what was begun.
pub(super) fn set_draft(driver: &mut Driver, input: DraftSet) -> Result<Empty, NodeError> {
    let mut batch = Batch::new();
    let set = driver.read(&input.community)?.index.set_draft(draft_place(&input.place)?, &input.text, &mut batch);
    set.map_err(|problem| match problem {
        Problem::TooLong { .. } => NodeError::new(ErrorCode::TooLarge).with_details(problem),
        Problem::Empty(_) | Problem::Malformed(_) | Problem::OutOfRange(_) => NodeError::bad_input(problem),
    })?;
    driver.commit(batch)?;
    Ok(Empty {})
}

/// Name of the place where an event is written that is no document yet.
const NEW_EVENT: &str = "events";

/// Before the name of what is being changed: its draft stands beside that of the comments under it.
const CHANGE: &str = "change/";

/// Returns under which name a draft is kept: the document's, or of a post one made from the post's; of a change another one;
/// of a new post one for each kind, a talk's being the board's.
pub(super) fn draft_place(place: &str) -> Result<DocId, NodeError> {
    if let Some(of) = place.strip_prefix(CHANGE) {
        return Ok(DocId(document_or_post(of)?.0.map(|byte| !byte)));
    }
    if place == NEW_EVENT {
        return Ok(DocId(*b"a draft of event"));
    }
    if let Some((board, kind)) = place.split_once('/') {
        let (board, kind): (DocId, _) = (parsed(board, "place")?, PostKind::from_word(kind));
        let number = (0..).zip(PostKind::ALL).find_map(|(number, one)| (Some(one) == kind).then_some(number));
        let number: u8 = number.ok_or_else(|| NodeError::bad_input("place is of no kind of post"))?;
        return Ok(DocId(board.0.map(|byte| byte ^ number)));
    }
    document_or_post(place)
}

fn document_or_post(place: &str) -> Result<DocId, NodeError> {
    if let Ok(document) = place.parse() {
        return Ok(document);
    }
    let post: ObjRef = parsed(place, "place")?;
    Ok(place_of(&post))
}

/// Returns this device's settings.
pub(super) fn settings(driver: &mut Driver, _: Empty) -> Result<Settings, NodeError> {
    Ok(driver.settings.clone())
}

/// Changes this device's settings.
pub(super) fn set_settings(driver: &mut Driver, input: Settings) -> Result<Settings, NodeError> {
    if !TEXT_SIZES.contains(&input.text_size) {
        return Err(NodeError::bad_input("text_size is 75 to 200 per cent"));
    }
    if input.quiet_hours.is_some_and(|quiet| quiet.from >= DAY_MINUTES || quiet.to >= DAY_MINUTES || quiet.from == quiet.to) {
        return Err(NodeError::bad_input("quiet_hours are two different minutes of the day, 0 to 1439"));
    }
    if input.reminder_minutes > MAX_REMINDER_MINUTES {
        return Err(NodeError::bad_input("reminder_minutes is at most a week"));
    }
    let mut batch = Batch::new();
    save_settings(&input, &mut batch)?;
    driver.commit(batch)?;
    driver.settings = input.clone();
    driver.reminders_changed();
    driver.announce(Subject::Settings);
    Ok(input)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_draft_has_a_place_under_documents_and_posts() {
        let room = DocId([5; 16]);
        assert_eq!(draft_place(&room.to_string()), Ok(room));
        let (one, two) = (ObjRef { entry: [1; 16], op: 1 }, ObjRef { entry: [1; 16], op: 2 });
        assert_ne!(draft_place(&one.to_string()), draft_place(&two.to_string()));
        assert!(draft_place(NEW_EVENT).is_ok());
        assert!(draft_place("nowhere").is_err());
        for place in [room.to_string(), one.to_string()] {
            assert_ne!(draft_place(&format!("change/{place}")), draft_place(&place), "a comment and a change are apart");
            assert!(draft_place(&format!("change/{place}")).is_ok());
        }
        assert!(draft_place("change/change/nowhere").is_err());
        let kinds = ["discussion", "announcement", "question", "news"].map(|kind| draft_place(&format!("{room}/{kind}")));
        assert_eq!(kinds.iter().flatten().collect::<BTreeSet<_>>().len(), kinds.len(), "each kind has its own");
        assert_eq!(kinds.first(), Some(&Ok(room)), "a talk is what was begun before there were kinds");
        assert!(draft_place(&format!("{room}/poem")).is_err() && draft_place("nowhere/news").is_err());
        assert!(draft_place(&format!("change/{room}/news")).is_err());
    }
}
