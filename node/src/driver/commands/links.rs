//! Links, codes, addresses and invitation files: what is pasted, read without asking anybody.
//!
//! An `.allforone` file is text, one `name: value` a line after its title; unknown lines are passed over:
//!
//! ```text
//! AllForOne invitation
//! name: Rue des Lilas
//! expires: 2026-12-01T18:00:00Z
//! link: allforone://join/afo1…
//! ```

use super::Driver;
use crate::error::{ErrorCode, NodeError};
use crate::view::{LinkKind, LinkRead, LinkSays};
use allforone_core::authority::setting;
use allforone_core::domain::snippet;
use allforone_core::limits::MAX_NAME_BYTES;
use allforone_core::replica::{InviteLink, LinkError};
use allforone_core::time::Timestamp;
use allforone_p2p::Multiaddr;

/// Longest text that is looked at, in bytes.
const MAX_TEXT_BYTES: usize = 64 * 1024;
/// First line of an invitation file.
const TITLE: &str = "AllForOne invitation";
/// How links and codes begin.
const BEGINNINGS: [&str; 2] = ["allforone://join/", "afo1"];

/// Says what was pasted.
pub(super) fn read(driver: &mut Driver, input: LinkRead) -> Result<LinkSays, NodeError> {
    let now = driver.now();
    let text = input.link.trim();
    if text.starts_with('/') {
        let address: Multiaddr = text.parse().map_err(|_| NodeError::new(ErrorCode::WrongLink).with_details("no address"))?;
        return Ok(LinkSays {
            kind: LinkKind::Address,
            community: None,
            name: None,
            here: false,
            expires_ms: None,
            expired: false,
            link: None,
            addresses: vec![address.to_string()],
        });
    }
    let link = invite_in(text)?;
    let replica = driver.replicas.get(&link.community);
    let invitation = replica.and_then(|replica| replica.authority().invite(&link.invite));
    let is_file = text.starts_with(TITLE);
    let said = |name| if is_file { line(text, name) } else { None };
    let name =
        replica.map(|replica| replica.setting(setting::NAME)).or_else(|| said("name").map(|name| snippet(name, MAX_NAME_BYTES)));
    let expires = invitation.and_then(|invitation| invitation.invite.expires).or_else(|| said("expires").and_then(moment));
    Ok(LinkSays {
        kind: if is_file { LinkKind::File } else { LinkKind::Invite },
        community: Some(link.community.to_string()),
        name: name.filter(|name| !name.is_empty()),
        here: replica.is_some(),
        expires_ms: expires.map(Timestamp::millis),
        expired: expires.is_some_and(|end| end < now),
        link: Some(link.link()),
        addresses: link.hints,
    })
}

/// Finds the invitation in a pasted text: a link or code, alone, within other words, or an invitation file.
///
/// # Errors
/// `wrong_link`, `other_version`, `too_large`.
pub(in crate::driver) fn invite_in(text: &str) -> Result<InviteLink, NodeError> {
    if text.len() > MAX_TEXT_BYTES {
        return Err(NodeError::new(ErrorCode::TooLarge).with_details("a link is short"));
    }
    // First as a whole, since a mail may have broken the link over lines; then word by word.
    let mut error = match InviteLink::parse(text) {
        Ok(link) => return Ok(link),
        Err(error) => error,
    };
    for beginning in BEGINNINGS {
        for (at, _) in text.match_indices(beginning) {
            let rest = text.get(at..).unwrap_or_default();
            let end = rest.find(|letter: char| letter.is_whitespace() || "<>\"'),;".contains(letter)).unwrap_or(rest.len());
            match InviteLink::parse(rest.get(..end).unwrap_or_default()) {
                Ok(link) => return Ok(link),
                Err(LinkError::OtherVersion(version)) => error = LinkError::OtherVersion(version),
                Err(LinkError::Wrong) => {}
            }
        }
    }
    Err(match error {
        LinkError::Wrong => NodeError::new(ErrorCode::WrongLink),
        LinkError::OtherVersion(_) => NodeError::new(ErrorCode::OtherVersion).with_details(error),
    })
}

/// Returns the text of an invitation file.
pub(super) fn file(link: &InviteLink, name: &str, expires: Option<Timestamp>) -> String {
    let mut file = format!("{TITLE}\nname: {}\n", snippet(name, MAX_NAME_BYTES));
    let ms = expires.and_then(|end| i64::try_from(end.millis()).ok());
    if let Some(end) = ms.and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok()) {
        file.push_str(&format!("expires: {}\n", end.strftime("%Y-%m-%dT%H:%M:%SZ")));
    }
    file.push_str(&format!("link: {}\n", link.link()));
    file
}

fn line<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let found = text.lines().filter_map(|line| line.split_once(':')).find(|(key, _)| key.trim() == name);
    found.map(|(_, value)| value.trim())
}

fn moment(text: &str) -> Option<Timestamp> {
    let time: jiff::Timestamp = text.parse().ok()?;
    u64::try_from(time.as_millisecond()).ok().map(Timestamp)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]
    use super::*;
    use crate::driver::testing::Alone;
    use allforone_core::id::{CommunityId, EntryHash};
    use serde_json::{Value, json};

    /// Texts that are no links, of the kinds people paste.
    fn texts() -> [String; 10] {
        [
            String::new(),
            "hello".into(),
            "afo1".into(),
            "allforone://join/".into(),
            "allforone://join/afo1%%%".into(),
            "https://example.org/join".into(),
            "/ip4/nowhere".into(),
            "é".repeat(10_000),
            "afo1".repeat(10_000),
            "AllForOne invitation\nname: x\nlink: afo1AAAA".into(),
        ]
    }

    fn link() -> InviteLink {
        let hints = vec!["/ip4/192.168.1.7/tcp/4001".to_owned()];
        InviteLink { community: CommunityId([4; 32]), invite: EntryHash([5; 32]), seed: [6; 16], hints }
    }

    #[test]
    fn a_link_is_found_within_what_people_paste() {
        let (link, code) = (link().link(), link().code());
        let (half, rest) = link.split_at(60);
        let pasted = [
            link.clone(),
            code.clone(),
            format!("  {half}\n  {rest} \n"),
            format!("Bonjour, voici le lien : {link}. À bientôt !").replace(". À", " À"),
            format!("<a href=\"{link}\">"),
            file(&self::link(), "Rue: des\nLilas", Some(Timestamp(1_790_000_000_000))),
        ];
        for text in pasted {
            assert!(invite_in(&text).is_ok_and(|found| found == self::link()), "{text}");
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_link_says_what_it_is_without_network() {
        let alone = Alone::start().await;
        let read = |text: String| json!({ "link": text });
        let said = alone.call("link_read", read(link().link())).await;
        assert_eq!((&said["kind"], &said["here"], &said["name"]), (&json!("invite"), &json!(false), &Value::Null));
        assert_eq!(said["addresses"], json!(["/ip4/192.168.1.7/tcp/4001"]));
        let past = file(&link(), "Rue des Lilas", Some(Timestamp(1_690_000_000_000)));
        let said = alone.call("link_read", read(past)).await;
        assert_eq!((&said["kind"], &said["name"], &said["expired"]), (&json!("file"), &json!("Rue des Lilas"), &json!(true)));
        assert_eq!(said["expires_ms"], json!(1_690_000_000_000_u64));
        let address = alone.call("link_read", read("/ip4/127.0.0.1/tcp/4001".into())).await;
        assert_eq!(address["kind"], json!("address"));
        for text in texts() {
            assert_eq!(alone.refused("link_read", read(text.clone())).await, ErrorCode::WrongLink, "{text:.40}");
        }
        assert_eq!(alone.refused("link_read", read("x".repeat(70_000))).await, ErrorCode::TooLarge);

        let id = alone.found().await;
        let invite = json!({"community": id, "role": "member", "uses": null, "expires_ms": null, "approval": false});
        let invite = alone.call("invite_create", invite).await;
        let said = alone.call("link_read", read(invite["file"].as_str().unwrap().to_owned())).await;
        assert_eq!((&said["here"], &said["name"], &said["community"]), (&json!(true), &json!("Rue"), &json!(id)));
    }
}
