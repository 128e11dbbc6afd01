//! An example community, made and removed.

use super::community::{self, remove};
use super::{Driver, parsed};
use crate::driver::example;
use crate::error::{ErrorCode, NodeError};
use crate::view::{Community, Empty, ExampleCreate, InCommunity};
use allforone_core::id::CommunityId;

/// Makes an example community; there is one at a time.
pub(super) fn create(driver: &mut Driver, input: ExampleCreate) -> Result<Community, NodeError> {
    driver.check_writable()?;
    if !driver.examples.is_empty() {
        return Err(NodeError::new(ErrorCode::Conflict)
            .with_message("The example is here already. Nothing was changed. Open it from the list, or remove it first."));
    }
    let made = example::make(driver, input.lang);
    driver.is_dirty = true;
    match made {
        Ok(community) => {
            driver.communities_changed();
            Ok(community::view(&driver.read(&community.to_string())?, true)?)
        }
        Err(error) => {
            // Nothing of it stays where a step failed.
            for community in std::mem::take(&mut driver.examples) {
                forget(driver, &community)?;
            }
            Err(error)
        }
    }
}

/// Removes an example community from this device, which is all there is of it.
pub(super) fn delete(driver: &mut Driver, input: InCommunity) -> Result<Empty, NodeError> {
    driver.check_writable()?;
    let community: CommunityId = parsed(&input.community, "community")?;
    if !driver.examples.contains(&community) {
        let there = driver.replicas.contains_key(&community);
        return Err(if there {
            NodeError::new(ErrorCode::NotAllowed).with_message("This is no example but a real community. Nothing was removed.")
        } else {
            NodeError::not_found("community")
        });
    }
    forget(driver, &community)?;
    driver.examples.remove(&community);
    driver.communities_changed();
    Ok(Empty {})
}

fn forget(driver: &mut Driver, community: &CommunityId) -> Result<(), NodeError> {
    driver.replicas.remove(community);
    driver.searches.forget(community);
    driver.settled.remove(community);
    remove(driver, community)?;
    driver.is_dirty = true;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "a test stops where it fails")]
    use crate::driver::testing::Alone;
    use crate::error::ErrorCode;
    use serde_json::{Value, json};

    #[tokio::test(flavor = "multi_thread")]
    async fn an_example_lives_here_survives_a_restart_and_goes() {
        let alone = Alone::start().await;
        let left = alone.call("status", json!({})).await["personas_left"].clone();
        let began = std::time::Instant::now();
        let id = alone.example("fr").await;
        tracing::info!(elapsed = ?began.elapsed(), "the example was made");
        let status = alone.call("status", json!({})).await;
        assert_eq!((&status["personas_left"], &status["phrase"]), (&left, &json!("none")), "it takes no place of the words");
        assert_eq!(alone.refused("example_create", json!({"lang": "en"})).await, ErrorCode::Conflict);
        let invite = json!({"community": id, "role": "member", "uses": null, "expires_ms": null, "approval": false});
        assert_eq!(alone.refused("invite_create", invite).await, ErrorCode::NotAllowed);

        let alone = alone.restart().await;
        let community = alone.call("communities", json!({})).await["items"][0].clone();
        assert_eq!((&community["id"], &community["example"], &community["members"]), (&json!(id), &json!(true), &json!(6)));
        let rooms = alone.call("rooms", json!({"community": id})).await;
        assert_eq!(rooms["items"].as_array().map(Vec::len), Some(2));
        alone.call("example_remove", json!({"community": id})).await;
        assert_eq!(alone.call("communities", json!({})).await["items"], json!([]));
        assert_eq!(alone.refused("example_remove", json!({"community": id})).await, ErrorCode::NotFound);
        let real = alone.found().await;
        assert_eq!(alone.refused("example_remove", json!({"community": real})).await, ErrorCode::NotAllowed);
        alone.example("en").await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn today_in_the_example_shows_every_kind_and_a_visit_clears_it() {
        let alone = Alone::start().await;
        let id = alone.example("en").await;
        let today = alone.call("today", json!({"community": id})).await;
        let kinds = |list: &Value| -> Vec<String> {
            list.as_array().into_iter().flatten().filter_map(|line| line["kind"].as_str()).map(str::to_owned).collect()
        };
        assert_eq!(
            kinds(&today["news"]),
            ["event_changed", "announcement", "event_new", "messages", "messages"],
            "the most pressing first: {today:#}"
        );
        let waiting = kinds(&today["waiting"]);
        assert_eq!(&waiting[..2], ["mention", "answer"], "newest first: {today:#}");
        assert!(waiting[2..].iter().all(|kind| kind == "event") && waiting.len() > 2);
        assert!(!today["soon"].as_array().is_none_or(Vec::is_empty), "the garden is watered every day");

        alone.call("visit_mark", json!({"community": id, "all_read": true})).await;
        let after = alone.call("today", json!({})).await;
        assert_eq!(after["news"], json!([]));
        assert!(kinds(&after["waiting"]).iter().all(|kind| kind == "event"), "an event waits for its answer");
        assert!(after["since_ms"].as_u64() > today["since_ms"].as_u64());
        assert_eq!(alone.refused("today", json!({"community": "x"})).await, ErrorCode::BadInput);
    }
}
