//! What a post, message or comment said before.

use super::{Driver, lost, node_error, parsed};
use crate::error::NodeError;
use crate::view::{HistoryQuery, Page, Version};
use allforone_core::document;
use allforone_core::id::ObjRef;

/// Returns the versions of one text, oldest first; the last is what it says now. Of what was taken back there are none.
pub(super) fn list(driver: &mut Driver, input: HistoryQuery) -> Result<Page<Version>, NodeError> {
    let community = driver.community(&input.community)?;
    let id: ObjRef = parsed(&input.id, "id")?;
    let index = driver.read(&input.community)?.index;
    let post = index.post(&id)?.filter(|row| !row.post.deleted).map(|row| row.post.document);
    let message = || Ok::<_, NodeError>(index.message(&id)?.filter(|message| !message.deleted).map(|message| message.document));
    let comment = || Ok::<_, NodeError>(index.comment(&id)?.filter(|comment| !comment.deleted).map(|comment| comment.document));
    let document = match post {
        Some(document) => Some(document),
        None => message()?.map_or_else(comment, |document| Ok(Some(document)))?,
    };
    let document = document.ok_or_else(|| NodeError::not_found("text"))?;
    let replica = driver.replicas.get_mut(&community).ok_or_else(|| lost("community"))?;
    let versions = replica
        .with_document(document, driver.store.as_ref(), |document| document.history(&id))
        .map_err(|error| node_error(&error))?;
    let mut shown: Vec<Version> = Vec::new();
    for version in versions.unwrap_or_default().iter().map(view) {
        // What changed may be a mark that no reader sees.
        let words = |version: &Version| (version.title.clone(), version.text.clone(), version.tags.clone());
        if shown.last().map(words) != Some(words(&version)) {
            shown.push(version);
        }
    }
    Ok(Page::whole(shown))
}

fn view(version: &document::Version) -> Version {
    let text = |field: &str| version.fields.get(field).and_then(|value| value.as_str()).unwrap_or_default();
    Version {
        time_ms: version.time.millis(),
        title: text("t").to_owned(),
        text: text("b").to_owned(),
        tags: text("g").lines().map(str::to_owned).collect(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "a test stops where it fails")]
    use crate::driver::testing::Alone;
    use crate::error::ErrorCode;
    use serde_json::{Value, json};

    #[tokio::test(flavor = "multi_thread")]
    async fn posts_messages_and_comments_tell_what_they_said_before() {
        let alone = Alone::start().await;
        let id = alone.found().await;
        let room = alone.call("rooms", json!({"community": id})).await["items"][0]["id"].clone();
        let board = alone.call("boards", json!({"community": id})).await["items"][0]["id"].clone();
        let write = json!({"community": id, "room": room, "text": "Soup at six", "reply_to": null});
        let message = alone.call("message_write", write).await["id"].clone();
        let write = json!({"community": id, "board": board, "kind": "discussion", "title": "Bins", "body": "Out", "tags": ["a"]});
        let post = alone.call("post_write", write).await["id"].clone();
        let write = json!({"community": id, "post": post, "text": "Tuesday", "reply_to": null});
        let comment = alone.call("comment_write", write).await["id"].clone();
        alone.call("message_edit", json!({"community": id, "room": room, "message": message, "text": "Soup at seven"})).await;
        alone.call("comment_edit", json!({"community": id, "post": post, "comment": comment, "text": "Wednesday"})).await;
        alone
            .call("post_edit", json!({"community": id, "post": post, "title": "Bins", "body": "Out and in", "tags": ["a"]}))
            .await;
        let table = [
            (&message, [("", "Soup at six"), ("", "Soup at seven")]),
            (&comment, [("", "Tuesday"), ("", "Wednesday")]),
            (&post, [("Bins", "Out"), ("Bins", "Out and in")]),
        ];
        for (text, versions) in table {
            let said = alone.call("history", json!({"community": id, "id": text})).await;
            let said: Vec<(&Value, &Value)> =
                said["items"].as_array().into_iter().flatten().map(|one| (&one["title"], &one["text"])).collect();
            let versions = versions.map(|(title, text)| (json!(title), json!(text)));
            assert_eq!(said, versions.iter().map(|(title, text)| (title, text)).collect::<Vec<_>>());
        }
        alone.call("message_delete", json!({"community": id, "room": room, "message": message})).await;
        let gone = alone.refused("history", json!({"community": id, "id": message})).await;
        assert_eq!(gone, ErrorCode::NotFound, "what was taken back is not shown by the back door");
    }
}
