//! Invitations.

use super::reading::Reading;
use super::{Driver, ip_of, links, lost, parsed};
use crate::error::NodeError;
use crate::view::{InCommunity, Invite, InviteCreate, InviteRevoke, Page};
use allforone_core::authority::setting;
use allforone_core::command::Command;
use allforone_core::id::EntryHash;
use allforone_core::outcome::Made;
use allforone_core::replica::{InviteLink, InviteView};
use allforone_core::store::StoreError;
use allforone_core::time::Timestamp;
use allforone_p2p::Multiaddr;
use qrcode::{EcLevel, QrCode, render::svg};
use std::collections::BTreeSet;
use std::net::IpAddr;

/// Addresses in a link.
const MAX_HINTS: usize = 4;
/// Longest address in a link, in bytes.
const MAX_HINT_BYTES: usize = 256;
/// Side of a QR square, in pixels of its drawing.
const QR_PIXELS: u32 = 256;

/// Makes an invitation.
pub(super) fn create(driver: &mut Driver, input: InviteCreate) -> Result<Invite, NodeError> {
    let community = driver.community(&input.community)?;
    driver.check_real(&community)?;
    let expires = input.expires_ms.map(Timestamp);
    if expires.is_some_and(|end| end <= driver.now()) {
        return Err(NodeError::bad_input("expires_ms is in the past"));
    }
    if input.uses == Some(0) {
        return Err(NodeError::bad_input("uses is 0"));
    }
    let (role, uses, approval) = (input.role.into(), input.uses.map(u64::from), input.approval);
    match driver.execute(community, Command::CreateInvite { role, uses, expires, approval })? {
        Made::Invite { id, .. } => one(driver, &input.community, &id)?.ok_or_else(|| lost("invite")),
        Made::Nothing | Made::Object(_) | Made::Document(_) => Err(lost("invite")),
    }
}

/// Returns the invitations, newest first.
pub(super) fn list(driver: &mut Driver, input: InCommunity) -> Result<Page<Invite>, NodeError> {
    let reading = driver.read(&input.community)?;
    let hints = hints(&driver.listening);
    let invites = reading.replica.invites(driver.store.as_ref())?;
    Ok(Page::whole(invites.into_iter().map(|invite| view(invite, &hints, &reading)).collect::<Result<_, _>>()?))
}

/// Takes an invitation back.
pub(super) fn revoke(driver: &mut Driver, input: InviteRevoke) -> Result<Invite, NodeError> {
    let community = driver.community(&input.community)?;
    let invite: EntryHash = parsed(&input.invite, "invite")?;
    let known = one(driver, &input.community, &invite)?.ok_or_else(|| NodeError::not_found("invite"))?;
    if known.revoked {
        return Ok(known);
    }
    driver.execute(community, Command::RevokeInvite { invite })?;
    one(driver, &input.community, &invite)?.ok_or_else(|| lost("invite"))
}

fn one(driver: &Driver, community: &str, id: &EntryHash) -> Result<Option<Invite>, NodeError> {
    let reading = driver.read(community)?;
    let invites = reading.replica.invites(driver.store.as_ref())?;
    let invite = invites.into_iter().find(|view| view.invitation.id == *id);
    Ok(invite.map(|invite| view(invite, &hints(&driver.listening), &reading)).transpose()?)
}

fn view(InviteView { invitation, seed }: InviteView, hints: &[String], reading: &Reading<'_>) -> Result<Invite, StoreError> {
    let community = reading.replica.community();
    // Who made it can still show it, unless it would lead nowhere.
    let link = seed.filter(|_| !invitation.revoked).map(|seed| InviteLink {
        community,
        invite: invitation.id,
        seed,
        hints: hints.to_vec(),
    });
    let expires = invitation.invite.expires;
    Ok(Invite {
        id: invitation.id.to_string(),
        code: link.as_ref().map(InviteLink::code),
        qr_svg: link.as_ref().and_then(|link| qr_svg(&link.link())),
        file: link.as_ref().map(|link| links::file(link, &reading.replica.setting(setting::NAME), expires)),
        link: link.map(|link| link.link()),
        role: invitation.invite.role.into(),
        uses: invitation.invite.uses.map(|uses| u32::try_from(uses).unwrap_or(u32::MAX)),
        used: u32::try_from(invitation.used()).unwrap_or(u32::MAX),
        expires_ms: invitation.invite.expires.map(Timestamp::millis),
        approval: invitation.invite.approval,
        revoked: invitation.revoked,
        created_ms: invitation.created.millis(),
        author: invitation.issuer.to_string(),
        author_name: reading.name(invitation.issuer)?,
    })
}

/// Returns a QR square with `text`, or `None` where it is too long for one.
fn qr_svg(text: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
    Some(code.render::<svg::Color<'_>>().min_dimensions(QR_PIXELS, QR_PIXELS).build())
}

/// Returns where a joiner may dial: the widest reaching first; this machine's own loop only where there is nothing else.
fn hints(listening: &BTreeSet<Multiaddr>) -> Vec<String> {
    let mut ranked: Vec<(Reach, String)> =
        listening.iter().filter_map(|address| reach(address).map(|reach| (reach, address.to_string()))).collect();
    ranked.retain(|(_, address)| address.len() <= MAX_HINT_BYTES);
    ranked.sort();
    let is_alone = ranked.iter().all(|(reach, _)| *reach == Reach::Loop);
    ranked.retain(|(reach, _)| is_alone || *reach != Reach::Loop);
    ranked.into_iter().map(|(_, address)| address).take(MAX_HINTS).collect()
}

/// From where an address can be dialled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    World,
    House,
    Loop,
}

fn reach(address: &Multiaddr) -> Option<Reach> {
    match ip_of(address) {
        Some(ip) if ip.is_loopback() => Some(Reach::Loop),
        Some(IpAddr::V4(ip)) if ip.is_private() || ip.is_link_local() => Some(Reach::House),
        // A link-local address means nothing without the name of the link.
        Some(IpAddr::V6(ip)) if ip.is_unicast_link_local() => None,
        Some(IpAddr::V6(ip)) if ip.is_unique_local() => Some(Reach::House),
        Some(_) | None => Some(Reach::World),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops where it fails")]
    use super::*;

    fn set(addresses: &[&str]) -> BTreeSet<Multiaddr> {
        addresses.iter().map(|address| address.parse().unwrap()).collect()
    }

    #[test]
    fn a_link_names_the_addresses_that_reach_furthest() {
        let listening =
            set(&["/ip4/127.0.0.1/tcp/4001", "/ip6/fe80::1/tcp/4001", "/ip4/192.168.1.7/tcp/4001", "/ip4/91.2.3.4/tcp/4001"]);
        assert_eq!(hints(&listening), ["/ip4/91.2.3.4/tcp/4001", "/ip4/192.168.1.7/tcp/4001"]);
    }

    #[test]
    fn the_own_loop_is_named_where_there_is_nothing_else() {
        assert_eq!(hints(&set(&["/ip4/127.0.0.1/tcp/4001"])), ["/ip4/127.0.0.1/tcp/4001"]);
        assert!(hints(&BTreeSet::new()).is_empty());
    }

    #[test]
    fn a_link_with_its_addresses_fits_a_square() {
        let svg = qr_svg(&"x".repeat(1_500)).unwrap();
        assert!(svg.contains("<svg"));
    }
}
