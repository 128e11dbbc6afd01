//! Rooms.

use super::mutes::is_muted;
use super::{Driver, count, lost};
use crate::error::NodeError;
use crate::view::{InCommunity, LastMessage, Page, Room, RoomCreate};
use allforone_core::command::Command;
use allforone_core::id::DocId;
use allforone_core::outcome::Made;

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
