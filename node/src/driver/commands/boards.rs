//! Boards.

use super::mutes::is_muted;
use super::{Driver, count, lost};
use crate::error::NodeError;
use crate::view::{Board, BoardCreate, InCommunity, Page};
use allforone_core::command::Command;
use allforone_core::outcome::Made;

/// Returns the boards in their order.
pub(super) fn list(driver: &mut Driver, input: InCommunity) -> Result<Page<Board>, NodeError> {
    let reading = driver.read(&input.community)?;
    let board = |board: allforone_core::domain::Board| {
        let unread = count(reading.unread_posts(board.id)?);
        let muted = is_muted(&reading.replica.community(), board.id, driver.store.as_ref())?;
        Ok(Board { id: board.id.to_string(), name: board.name, purpose: board.purpose, unread, muted })
    };
    Ok(Page::whole(reading.index.boards()?.into_iter().map(board).collect::<Result<_, NodeError>>()?))
}

/// Opens a board.
pub(super) fn create(driver: &mut Driver, input: BoardCreate) -> Result<Board, NodeError> {
    let community = driver.community(&input.community)?;
    let made = driver.execute(community, Command::CreateBoard { name: input.name, purpose: input.purpose })?;
    let Made::Document(id) = made else { return Err(lost("board")) };
    let board = driver.read(&input.community)?.index.board(id)?.ok_or_else(|| lost("board"))?;
    Ok(Board { id: id.to_string(), name: board.name, purpose: board.purpose, unread: 0, muted: false })
}
