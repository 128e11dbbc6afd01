//! Comments under a post.

use super::reading::Reading;
use super::{Driver, events, lost, parsed, posts};
use crate::error::NodeError;
use crate::view::{
    Comment, CommentDelete, CommentEdit, CommentReact, CommentWrite, EventComment, EventRef, Page, Thread, ThreadQuery,
};
use allforone_core::command::Command;
use allforone_core::domain::{self, CommentOn};
use allforone_core::id::{CommunityId, ObjRef};
use allforone_core::outcome::Made;
use allforone_core::store::StoreError;

/// Returns a post with its comments, oldest first.
pub(super) fn show(driver: &mut Driver, input: ThreadQuery) -> Result<Thread, NodeError> {
    let id: ObjRef = parsed(&input.post, "post")?;
    let post = posts::written(driver, &input.community, &id)?;
    let reading = driver.read(&input.community)?;
    let comments = reading.index.thread(&CommentOn::Post(id))?;
    let comments = comments.into_iter().map(|comment| view(comment, &reading)).collect::<Result<_, _>>()?;
    Ok(Thread { post, comments })
}

/// Writes a comment.
pub(super) fn write(driver: &mut Driver, input: CommentWrite) -> Result<Comment, NodeError> {
    let community = driver.community(&input.community)?;
    let on = CommentOn::Post(parsed(&input.post, "post")?);
    write_on(driver, community, on, input.text, input.reply_to.as_deref())
}

/// Returns what was said about an event, oldest first.
pub(super) fn of_event(driver: &mut Driver, input: EventRef) -> Result<Page<Comment>, NodeError> {
    let (_, event) = events::place(driver, &input.community, &input.event)?;
    let reading = driver.read(&input.community)?;
    let comments = reading.index.thread(&CommentOn::Event(event.id))?;
    Ok(Page::whole(comments.into_iter().map(|comment| view(comment, &reading)).collect::<Result<_, _>>()?))
}

/// Writes a comment under an event.
pub(super) fn write_on_event(driver: &mut Driver, input: EventComment) -> Result<Comment, NodeError> {
    let community = driver.community(&input.community)?;
    let on = CommentOn::Event(parsed(&input.event, "event")?);
    write_on(driver, community, on, input.text, input.reply_to.as_deref())
}

fn write_on(
    driver: &mut Driver,
    community: CommunityId,
    on: CommentOn,
    text: String,
    reply_to: Option<&str>,
) -> Result<Comment, NodeError> {
    let reply_to = reply_to.map(|id| parsed(id, "reply_to")).transpose()?;
    match driver.execute(community, Command::WriteComment { on, text, reply_to })? {
        Made::Object(id) => written(driver, &community.to_string(), &id),
        Made::Nothing | Made::Document(_) | Made::Invite { .. } => Err(lost("comment")),
    }
}

/// Changes an own comment.
pub(super) fn edit(driver: &mut Driver, input: CommentEdit) -> Result<Comment, NodeError> {
    let (community, comment) = place(driver, &input.community, &input.post, &input.comment)?;
    driver.execute(community, Command::EditComment { comment, text: input.text })?;
    written(driver, &input.community, &comment)
}

/// Takes an own comment back.
pub(super) fn delete(driver: &mut Driver, input: CommentDelete) -> Result<Comment, NodeError> {
    let (community, comment) = place(driver, &input.community, &input.post, &input.comment)?;
    driver.execute(community, Command::DeleteComment { comment })?;
    written(driver, &input.community, &comment)
}

/// Adds or takes away an emoji.
pub(super) fn react(driver: &mut Driver, input: CommentReact) -> Result<Comment, NodeError> {
    let (community, target) = place(driver, &input.community, &input.post, &input.comment)?;
    driver.execute(community, Command::React { target, emoji: input.emoji, on: input.on })?;
    written(driver, &input.community, &target)
}

/// Returns what a comment's ids mean, where there is such a comment under that post or event.
fn place(driver: &Driver, community: &str, post: &str, comment: &str) -> Result<(CommunityId, ObjRef), NodeError> {
    let reading = driver.read(community)?;
    let on = match post.parse() {
        Ok(event) => CommentOn::Event(event),
        Err(_) => CommentOn::Post(parsed(post, "post")?),
    };
    let id: ObjRef = parsed(comment, "comment")?;
    let row = reading.index.comment(&id)?.filter(|row| row.on == on);
    row.ok_or_else(|| NodeError::not_found("comment"))?;
    Ok((reading.replica.community(), id))
}

fn written(driver: &Driver, community: &str, id: &ObjRef) -> Result<Comment, NodeError> {
    let reading = driver.read(community)?;
    let comment = reading.index.comment(id)?.ok_or_else(|| lost("comment"))?;
    Ok(view(comment, &reading)?)
}

fn view(comment: domain::Comment, reading: &Reading<'_>) -> Result<Comment, StoreError> {
    let face = reading.face(comment.author)?;
    let post = match comment.on {
        CommentOn::Post(post) => post.to_string(),
        CommentOn::Event(event) => event.to_string(),
    };
    Ok(Comment {
        id: comment.id.to_string(),
        post,
        author: comment.author.to_string(),
        author_name: face.name,
        color: face.color,
        time_ms: comment.time.millis(),
        text: comment.text,
        reply_to: comment.reply_to.map(|id| id.to_string()),
        edited: comment.edited,
        deleted: comment.deleted,
        reactions: reading.reactions(&comment.id)?,
        mine: comment.author == reading.me,
        copies: reading.copies(&comment.id, comment.author),
    })
}
