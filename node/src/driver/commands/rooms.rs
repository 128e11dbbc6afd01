//! Rooms.

use super::{Driver, count, lost, parsed};
use crate::error::NodeError;
use crate::subject::Subject;
use crate::view::{Empty, InCommunity, LastMessage, Page, Room, RoomCreate, RoomMute};
use allforone_core::command::Command;
use allforone_core::id::{CommunityId, DocId};
use allforone_core::outcome::Made;
use allforone_core::store::{Batch, Store, StoreError, Tree, keys};

/// Name of the mark in this device's own tree.
const MUTED: &str = "muted";

/// Returns the rooms in their order.
pub(super) fn list(driver: &mut Driver, input: InCommunity) -> Result<Page<Room>, NodeError> {
    let reading = driver.read(&input.community)?;
    let room = |room: allforone_core::domain::Room| {
        let last = match reading.index.last_message(room.id)? {
            Some(message) => Some(LastMessage {
                author_name: reading.name(message.author)?,
                snippet: message.snippet(),
                time_ms: message.time.millis(),
            }),
            None => None,
        };
        let (id, unread) = (room.id.to_string(), count(reading.unread_messages(room.id)?));
        let muted = is_muted(&reading.replica.community(), room.id, driver.store.as_ref())?;
        Ok(Room { id, name: room.name, purpose: room.purpose, unread, last, muted })
    };
    Ok(Page::whole(reading.index.rooms()?.into_iter().map(room).collect::<Result<_, NodeError>>()?))
}

/// Lets a room notify no more, or again.
pub(super) fn mute(driver: &mut Driver, input: RoomMute) -> Result<Empty, NodeError> {
    let community = driver.community(&input.community)?;
    let room: DocId = parsed(&input.room, "room")?;
    driver.read(&input.community)?.index.room(room)?.ok_or_else(|| NodeError::not_found("room"))?;
    let mut batch = Batch::new();
    let key = keys::named(&community, MUTED, &room.0);
    if input.on {
        batch.put(Tree::Own, key, vec![1]);
    } else {
        batch.delete(Tree::Own, key);
    }
    driver.commit(batch)?;
    driver.announce(Subject::Rooms(input.community));
    Ok(Empty {})
}

/// Returns whether a room notifies no more.
///
/// # Errors
/// [`StoreError`].
pub(in crate::driver) fn is_muted(community: &CommunityId, room: DocId, store: &dyn Store) -> Result<bool, StoreError> {
    Ok(store.get(Tree::Own, &keys::named(community, MUTED, &room.0))?.is_some())
}

/// Opens a room.
pub(super) fn create(driver: &mut Driver, input: RoomCreate) -> Result<Room, NodeError> {
    let community = driver.community(&input.community)?;
    let made = driver.execute(community, Command::CreateRoom { name: input.name, purpose: input.purpose })?;
    let Made::Document(id) = made else { return Err(lost("room")) };
    made_room(driver, &input.community, id)
}

fn made_room(driver: &Driver, community: &str, id: DocId) -> Result<Room, NodeError> {
    let room = driver.read(community)?.index.room(id)?.ok_or_else(|| lost("room"))?;
    Ok(Room { id: id.to_string(), name: room.name, purpose: room.purpose, unread: 0, last: None, muted: false })
}
