//! The calendars that other programs of this machine subscribe to: their secrets, and the port that stays the same.

use super::commands::{all_events, calendar};
use super::{Driver, commands::Reading};
use crate::error::NodeError;
use crate::feed::{self, Calendar, Find};
use crate::view::{CalendarFeed, CalendarFeedQuery};
use allforone_core::id::CommunityId;
use allforone_core::store::{Batch, StoreError, Tree, keys};
use allforone_core::time::Timestamp;
use data_encoding::BASE32_NOPAD;
use std::sync::Arc;
use tokio::task::AbortHandle;

/// Name of a community's secret, in this device's own tree.
const SECRET: &str = "calendar-feed";
/// Name of the port.
const PORT: &str = "calendar feed port";

/// The open door; it closes with the driver.
pub(super) struct OpenFeed {
    port: u16,
    task: AbortHandle,
}

impl Drop for OpenFeed {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Driver {
    /// Opens the door at a start, where somebody has subscribed.
    pub(super) fn reopen_feed(&mut self) {
        let port = self.feed_port().ok().flatten();
        if let Some(port) = port
            && let Err(error) = self.open_feed(port)
        {
            tracing::warn!(%error, port, "calendar subscriptions do not work: another program uses their port");
        }
    }

    /// Returns the address of a community's calendar.
    pub(super) fn feed_url(&mut self, input: CalendarFeedQuery) -> Result<CalendarFeed, NodeError> {
        let community = self.community(&input.community)?;
        let key = keys::named(&community, SECRET, &[]);
        let kept = self.store.get(Tree::Own, &key)?.and_then(|secret| String::from_utf8(secret).ok());
        let mut batch = Batch::new();
        let secret = match kept.filter(|_| !input.renew) {
            Some(secret) => secret,
            None => {
                let secret = BASE32_NOPAD.encode(&self.nonce()).to_ascii_lowercase();
                batch.put(Tree::Own, key, secret.as_bytes().to_vec());
                secret
            }
        };
        let before = self.feed_port()?;
        let port = match (self.feed_open.as_ref().map(|open| open.port), before) {
            (Some(port), _) => port,
            (None, before) => {
                let opened = before.map(|port| self.open_feed(port));
                match opened {
                    Some(Ok(port)) => port,
                    Some(Err(_)) | None => self.open_feed(0).map_err(NodeError::internal)?,
                }
            }
        };
        if before != Some(port) {
            batch.put(Tree::Own, keys::of_installation(PORT), port.to_be_bytes());
        }
        if !batch.is_empty() {
            self.commit(batch)?;
        }
        let url = format!("http://127.0.0.1:{port}/calendar/{secret}/{community}.ics");
        Ok(CalendarFeed { url, moved: before.is_some_and(|before| before != port) })
    }

    fn feed_port(&self) -> Result<Option<u16>, StoreError> {
        let kept = self.store.get(Tree::Own, &keys::of_installation(PORT))?;
        Ok(kept.and_then(|bytes| <[u8; 2]>::try_from(bytes).ok()).map(u16::from_be_bytes))
    }

    fn open_feed(&mut self, port: u16) -> std::io::Result<u16> {
        let listener = feed::bind(port)?;
        let port = listener.local_addr()?.port();
        let link = self.link.clone();
        let find: Find = Arc::new(move |secret, community| {
            let link = link.clone();
            Box::pin(async move { link.step(move |driver| driver.feed(&secret, &community)).await.ok().flatten() })
        });
        let task = self.runtime.spawn(async move {
            if let Err(error) = feed::serve(listener, find).await {
                tracing::warn!(%error, "calendar subscriptions have ended");
            }
        });
        self.feed_open = Some(OpenFeed { port, task: task.abort_handle() });
        Ok(port)
    }

    /// Returns the calendar that was subscribed to under this secret.
    fn feed(&mut self, secret: &str, community: &str) -> Option<Calendar> {
        let community: CommunityId = community.parse().ok()?;
        let kept = self.store.get(Tree::Own, &keys::named(&community, SECRET, &[])).ok()??;
        // Comparing hashes of `blake3::Hash` takes constant time.
        if blake3::hash(&kept) != blake3::hash(secret.as_bytes()) {
            return None;
        }
        let replica = self.replicas.get(&community)?;
        let events = all_events(&Reading::new(replica, self.store.as_ref())).ok()?;
        // The time of writing is in the file; whether something changed is told without it.
        let etag = blake3::hash(calendar(&events, Timestamp(0)).as_bytes()).to_hex().chars().take(32).collect();
        Some(Calendar { ics: calendar(&events, self.now()), etag })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]
    use crate::driver::testing::Alone;
    use serde_json::json;
    use std::io::{Read as _, Write as _};

    fn get(url: &str, more: &str) -> String {
        let (host, path) = url.trim_start_matches("http://").split_once('/').unwrap();
        let mut stream = std::net::TcpStream::connect(host).unwrap();
        write!(stream, "GET /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n{more}\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_subscription_survives_a_restart_and_a_new_address_ends_the_former() {
        let alone = Alone::start().await;
        let id = alone.example("fr").await;
        let feed = |renew: bool| json!({"community": id, "renew": renew});
        let url = alone.call("calendar_feed", feed(false)).await["url"].as_str().unwrap().to_owned();
        let answer = get(&url, "");
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("SUMMARY:Repas de rue"), "{answer}");
        assert_eq!(answer.contains("BEGIN:VTIMEZONE"), answer.contains("TZID="), "zones are defined: {answer}");
        let etag = answer.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap();
        assert!(get(&url, &format!("if-none-match: {etag}\r\n")).starts_with("HTTP/1.1 304"));

        let host = url.trim_start_matches("http://").split('/').next().unwrap().to_owned();
        let alone = alone.restart_when(|| std::net::TcpStream::connect(&host).is_err()).await;
        assert!(get(&url, "").starts_with("HTTP/1.1 200"), "the same address after a restart");
        let renewed = alone.call("calendar_feed", feed(true)).await;
        assert_eq!(renewed["moved"], json!(false));
        assert!(get(&url, "").starts_with("HTTP/1.1 404"), "the former address leads nowhere");
        assert!(get(renewed["url"].as_str().unwrap(), "").starts_with("HTTP/1.1 200"));
    }
}
