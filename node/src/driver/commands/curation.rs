//! What happens around a post: acknowledging, answering, closing, keeping on top.

use super::posts::{place, written};
use super::{Driver, parsed};
use crate::error::NodeError;
use crate::view::{AnswerAccept, Post, PostAcknowledge, PostClose, PostPin, PostReaders, PostRef, Reader};
use allforone_core::command::Command;
use allforone_core::domain::fold;
use allforone_core::id::{ObjRef, PersonId};
use std::collections::BTreeSet;

/// Says that a post was read, or takes it back.
pub(super) fn acknowledge(driver: &mut Driver, input: PostAcknowledge) -> Result<Post, NodeError> {
    let (community, post, _) = place(driver, &input.community, &input.post)?;
    driver.execute(community, Command::Acknowledge { post, on: input.on })?;
    written(driver, &input.community, &post)
}

/// Returns who has read a post, and who has not.
pub(super) fn readers(driver: &mut Driver, input: PostRef) -> Result<PostReaders, NodeError> {
    let reading = driver.read(&input.community)?;
    let id: ObjRef = parsed(&input.post, "post")?;
    let author = reading.index.post(&id)?.ok_or_else(|| NodeError::not_found("post"))?.post.author;
    let reader = |person: PersonId, time_ms: Option<u64>| -> Result<Reader, NodeError> {
        let face = reading.face(person)?;
        Ok(Reader { person: person.to_string(), name: face.name, color: face.color, time_ms })
    };
    let mut said = reading.index.acknowledgements(&id)?;
    said.sort_by_key(|said| std::cmp::Reverse(said.time));
    let known: BTreeSet<PersonId> = said.iter().map(|said| said.person).chain([author]).collect();
    let members = reading.replica.authority().members().map(|member| member.person);
    let mut missing: Vec<Reader> =
        members.filter(|person| !known.contains(person)).map(|person| reader(person, None)).collect::<Result<_, _>>()?;
    missing.sort_by_cached_key(|reader| (fold(&reader.name), reader.person.clone()));
    let read = said.iter().map(|said| reader(said.person, Some(said.time.millis()))).collect::<Result<_, _>>()?;
    Ok(PostReaders { read, missing })
}

/// Marks the comment that answers an own question.
pub(super) fn accept(driver: &mut Driver, input: AnswerAccept) -> Result<Post, NodeError> {
    let (community, post, _) = place(driver, &input.community, &input.post)?;
    let comment = input.comment.as_deref().map(|id| parsed(id, "comment")).transpose()?;
    driver.execute(community, Command::AcceptAnswer { post, comment })?;
    written(driver, &input.community, &post)
}

/// Closes a post, or opens it again.
pub(super) fn close(driver: &mut Driver, input: PostClose) -> Result<Post, NodeError> {
    let (community, post, _) = place(driver, &input.community, &input.post)?;
    driver.execute(community, Command::ClosePost { post, closed: input.closed })?;
    written(driver, &input.community, &post)
}

/// Keeps a post on top of its board, or no longer.
pub(super) fn pin(driver: &mut Driver, input: PostPin) -> Result<Post, NodeError> {
    let (community, target, _) = place(driver, &input.community, &input.post)?;
    driver.execute(community, Command::Pin { target, pinned: input.pinned })?;
    written(driver, &input.community, &target)
}
