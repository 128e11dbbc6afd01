//! Posts on boards.

use super::reading::Reading;
use super::{Driver, Wanted, capped, count, lost, parsed};
use crate::error::NodeError;
use crate::view::{Page, Post, PostAck, PostDelete, PostEdit, PostKind, PostPins, PostReact, PostWrite, PostsQuery};
use allforone_core::command::{Command, PostFields};
use allforone_core::domain;
use allforone_core::id::{CommunityId, DocId, ObjRef};
use allforone_core::index::{Cursor, PostRow};
use allforone_core::limits::MAX_PAGE;
use allforone_core::outcome::Made;
use allforone_core::store::StoreError;
use std::collections::BTreeMap;

/// Returns posts of a board or of all, newest first.
pub(super) fn list(driver: &mut Driver, input: PostsQuery) -> Result<Page<Post>, NodeError> {
    let reading = driver.read(&input.community)?;
    let board: Option<DocId> = input.board.as_deref().map(|id| parsed(id, "board")).transpose()?;
    if let Some(board) = board {
        reading.index.board(board)?.ok_or_else(|| NodeError::not_found("board"))?;
    }
    let (wanted, limit) = (Wanted::read(input.before.as_deref(), input.after.as_deref(), input.at_ms)?, capped(input.limit));
    let page = wanted.page(
        |row: &PostRow| Cursor { time: row.post.time, id: row.post.id },
        |before| reading.index.posts(board, before, limit),
        |after| reading.index.posts_after(board, after, limit),
    )?;
    let boards = boards_of(&reading)?;
    Ok(page.shown(|row| view(row, &boards, &reading))?)
}

/// Returns the posts that are kept on top of a board or of any, newest first.
pub(super) fn pins(driver: &mut Driver, input: PostPins) -> Result<Page<Post>, NodeError> {
    let reading = driver.read(&input.community)?;
    let board: Option<DocId> = input.board.as_deref().map(|id| parsed(id, "board")).transpose()?;
    let boards = boards_of(&reading)?;
    let mut posts = Vec::new();
    for one in boards.values().filter(|one| board.is_none_or(|board| one.id == board)) {
        for id in &one.pinned {
            posts.extend(reading.index.post(id)?.filter(|row| !row.post.deleted && row.post.board == one.id));
        }
    }
    posts.sort_by_key(|row| std::cmp::Reverse((row.post.time, row.post.id)));
    posts.truncate(MAX_PAGE);
    Ok(Page::whole(posts.into_iter().map(|row| view(row, &boards, &reading)).collect::<Result<_, _>>()?))
}

/// Writes a post.
pub(super) fn write(driver: &mut Driver, input: PostWrite) -> Result<Post, NodeError> {
    let community = driver.community(&input.community)?;
    let fields = PostFields { kind: kind_of(input.kind), title: input.title, body: input.body, tags: input.tags, ack: input.ack };
    let made = driver.execute(community, Command::WritePost { board: parsed(&input.board, "board")?, fields })?;
    match made {
        Made::Object(id) => written(driver, &input.community, &id),
        Made::Nothing | Made::Document(_) | Made::Invite { .. } => Err(lost("post")),
    }
}

/// Changes an own post; its kind stays.
pub(super) fn edit(driver: &mut Driver, input: PostEdit) -> Result<Post, NodeError> {
    let (community, post, before) = place(driver, &input.community, &input.post)?;
    let ack = input.ack.unwrap_or(before.ack);
    let fields = PostFields { kind: before.kind, title: input.title, body: input.body, tags: input.tags, ack };
    driver.execute(community, Command::EditPost { post, fields })?;
    written(driver, &input.community, &post)
}

/// Takes an own post back.
pub(super) fn delete(driver: &mut Driver, input: PostDelete) -> Result<Post, NodeError> {
    let (community, post, _) = place(driver, &input.community, &input.post)?;
    driver.execute(community, Command::DeletePost { post })?;
    written(driver, &input.community, &post)
}

/// Adds or takes away an emoji.
pub(super) fn react(driver: &mut Driver, input: PostReact) -> Result<Post, NodeError> {
    let (community, target, _) = place(driver, &input.community, &input.post)?;
    driver.execute(community, Command::React { target, emoji: input.emoji, on: input.on })?;
    written(driver, &input.community, &target)
}

/// Returns a post as screens show it.
pub(super) fn written(driver: &Driver, community: &str, id: &ObjRef) -> Result<Post, NodeError> {
    let reading = driver.read(community)?;
    let row = reading.index.post(id)?.ok_or_else(|| NodeError::not_found("post"))?;
    Ok(view(row, &boards_of(&reading)?, &reading)?)
}

/// Returns what a post's ids mean, and the post.
pub(super) fn place(driver: &Driver, community: &str, post: &str) -> Result<(CommunityId, ObjRef, domain::Post), NodeError> {
    let reading = driver.read(community)?;
    let id: ObjRef = parsed(post, "post")?;
    let row = reading.index.post(&id)?.ok_or_else(|| NodeError::not_found("post"))?;
    Ok((reading.replica.community(), id, row.post))
}

fn boards_of(reading: &Reading<'_>) -> Result<BTreeMap<DocId, domain::Board>, StoreError> {
    Ok(reading.index.boards()?.into_iter().map(|board| (board.id, board)).collect())
}

/// Returns how many have read a post, where everybody is asked to say so.
fn ack(post: &domain::Post, reading: &Reading<'_>) -> Result<Option<PostAck>, StoreError> {
    if !post.ack || post.deleted {
        return Ok(None);
    }
    let members = reading.replica.authority().members().filter(|member| member.person != post.author).count();
    let read = reading.index.acknowledgement_count(&post.id)?;
    Ok(Some(PostAck { read: count(read), members: count(members), mine: reading.index.has_acknowledged(&post.id, reading.me)? }))
}

fn view(row: PostRow, boards: &BTreeMap<DocId, domain::Board>, reading: &Reading<'_>) -> Result<Post, StoreError> {
    let PostRow { post, comments } = row;
    let face = reading.face(post.author)?;
    let board = boards.get(&post.board);
    let moderates = reading.replica.role().is_some_and(|rank| rank >= domain::Rank::Moderator);
    Ok(Post {
        ack: ack(&post, reading)?,
        answer: post.answer.map(|comment| comment.to_string()),
        closed: post.closed || board.is_some_and(|board| board.closed.contains(&post.id)),
        pinned: board.is_some_and(|board| board.pinned.contains(&post.id)),
        may_close: moderates || post.author == reading.me,
        may_pin: moderates,
        id: post.id.to_string(),
        board: post.board.to_string(),
        board_name: board.map(|board| board.name.clone()).unwrap_or_default(),
        author: post.author.to_string(),
        author_name: face.name,
        color: face.color,
        time_ms: post.time.millis(),
        kind: shown_kind(post.kind),
        title: post.title,
        body: post.body,
        tags: post.tags,
        edited: post.edited,
        deleted: post.deleted,
        comments: count(comments),
        reactions: reading.reactions(&post.id)?,
        mine: post.author == reading.me,
        copies: reading.copies(&post.id, post.author),
    })
}

const fn kind_of(kind: PostKind) -> domain::PostKind {
    match kind {
        PostKind::Discussion => domain::PostKind::Discussion,
        PostKind::Announcement => domain::PostKind::Announcement,
        PostKind::Question => domain::PostKind::Question,
        PostKind::News => domain::PostKind::News,
    }
}

const fn shown_kind(kind: domain::PostKind) -> PostKind {
    match kind {
        domain::PostKind::Discussion => PostKind::Discussion,
        domain::PostKind::Announcement => PostKind::Announcement,
        domain::PostKind::Question => PostKind::Question,
        domain::PostKind::News => PostKind::News,
    }
}
