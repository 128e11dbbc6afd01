//! Rooms and boards that are to notify no more: a mark on this device alone, which nobody else sees.

use super::{Driver, parsed};
use crate::error::NodeError;
use crate::subject::Subject;
use crate::view::{BoardMute, Empty, RoomMute};
use allforone_core::id::{CommunityId, DocId};
use allforone_core::store::{Batch, Store, StoreError, Tree, keys};

/// Name of the mark in this device's own tree; the room or board follows.
const MUTED: &str = "muted";

/// Returns whether a room or board notifies no more.
///
/// # Errors
/// [`StoreError`].
pub(in crate::driver) fn is_muted(community: &CommunityId, place: DocId, store: &dyn Store) -> Result<bool, StoreError> {
    Ok(store.get(Tree::Own, &keys::named(community, MUTED, &place.0))?.is_some())
}

/// Lets a room notify no more, or again.
pub(super) fn of_room(driver: &mut Driver, input: RoomMute) -> Result<Empty, NodeError> {
    let room: DocId = parsed(&input.room, "room")?;
    driver.read(&input.community)?.index.room(room)?.ok_or_else(|| NodeError::not_found("room"))?;
    mark(driver, &input.community, room, input.on)?;
    driver.announce(Subject::Rooms(input.community));
    Ok(Empty {})
}

/// Lets a board notify no more, or again.
pub(super) fn of_board(driver: &mut Driver, input: BoardMute) -> Result<Empty, NodeError> {
    let board: DocId = parsed(&input.board, "board")?;
    driver.read(&input.community)?.index.board(board)?.ok_or_else(|| NodeError::not_found("board"))?;
    mark(driver, &input.community, board, input.on)?;
    driver.announce(Subject::Boards(input.community));
    Ok(Empty {})
}

fn mark(driver: &mut Driver, community: &str, place: DocId, on: bool) -> Result<(), NodeError> {
    let key = keys::named(&driver.community(community)?, MUTED, &place.0);
    let mut batch = Batch::new();
    if on {
        batch.put(Tree::Own, key, vec![1]);
    } else {
        batch.delete(Tree::Own, key);
    }
    driver.commit(batch)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "a test stops where it fails")]
    use crate::driver::testing::Alone;
    use crate::error::ErrorCode;
    use serde_json::{Value, json};

    #[tokio::test]
    async fn a_room_and_a_board_stay_mute_until_they_are_to_be_heard_again() {
        let alone = Alone::start().await;
        let community = alone.found().await;
        let of = json!({ "community": community });
        for (list, mute, what) in [("rooms", "room_mute", "room"), ("boards", "board_mute", "board")] {
            let id = alone.call(list, of.clone()).await["items"][0]["id"].clone();
            let set = |on: bool| alone.call(mute, json!({ "community": community, what: id, "on": on }));
            drop(set(true).await);
            let items = alone.call(list, of.clone()).await["items"].clone();
            let muted: Vec<&Value> = items.as_array().into_iter().flatten().filter(|one| one["muted"] == json!(true)).collect();
            assert_eq!(muted.iter().map(|one| &one["id"]).collect::<Vec<_>>(), [&id], "this {what} alone: {items}");
            drop(set(true).await);
            drop(set(false).await);
            assert_eq!(alone.call(list, of.clone()).await["items"][0]["muted"], json!(false), "{what}");
            drop(set(true).await);
        }
        let alone = alone.restart().await;
        for list in ["rooms", "boards"] {
            assert_eq!(alone.call(list, of.clone()).await["items"][0]["muted"], json!(true), "{list} after a restart");
        }
    }

    #[tokio::test]
    async fn what_is_no_board_cannot_be_muted() {
        let alone = Alone::start().await;
        let community = alone.found().await;
        let room = alone.call("rooms", json!({ "community": community })).await["items"][0]["id"].clone();
        let refused = |board: Value| alone.refused("board_mute", json!({ "community": community, "board": board, "on": true }));
        assert_eq!(refused(room).await, ErrorCode::NotFound, "a room is no board");
        assert_eq!(refused(json!("nothing")).await, ErrorCode::BadInput);
    }
}
