//! Other machines.

use super::Driver;
use super::reading::Reading;
use crate::driver::book::Remembered;
use crate::driver::mouth::Saying;
use crate::driver::peers::Known;
use crate::error::{ErrorCode, NodeError};
use crate::subject::Subject;
use crate::view::{Empty, Page, Peer, PeerBlock, PeerDial, PeerPerson, PeerRoad};
use allforone_core::store::StoreError;
use allforone_core::time::Timestamp;
use allforone_p2p::{Multiaddr, PeerId};
use std::net::IpAddr;

/// Returns the machines this one knows: connected ones first.
pub(super) fn list(driver: &mut Driver, _: Empty) -> Result<Page<Peer>, NodeError> {
    let mut items = driver.peers.all().map(|(peer, known)| view(driver, peer, known)).collect::<Result<Vec<_>, _>>()?;
    let unseen = driver.book.blocked().filter(|(peer, _)| driver.peers.get(peer).is_none());
    items.extend(unseen.map(|(peer, row)| view_blocked(peer, row)));
    items.sort_by_key(|peer| !peer.connected);
    Ok(Page::whole(items))
}

/// Dials an address until somebody answers.
pub(super) fn dial(driver: &mut Driver, input: PeerDial) -> Result<Empty, NodeError> {
    let address: Multiaddr = input.address.trim().parse().map_err(NodeError::bad_input)?;
    let network = driver.network.as_ref();
    let network = network.ok_or_else(|| NodeError::new(ErrorCode::NotReady).with_details("this node runs without network"))?;
    network.mouth.say(Saying::KeepDialling(address));
    driver.announce(Subject::Peers);
    Ok(Empty {})
}

/// Refuses a machine, or no longer.
pub(super) fn block(driver: &mut Driver, input: PeerBlock) -> Result<Empty, NodeError> {
    let peer: PeerId = input.peer_id.trim().parse().map_err(NodeError::bad_input)?;
    driver.set_blocked(peer, input.on)?;
    Ok(Empty {})
}

fn view(driver: &Driver, peer: &PeerId, known: &Known) -> Result<Peer, StoreError> {
    let mut people = Vec::new();
    for (community, person) in &known.people {
        if let Some(replica) = driver.replicas.get(community) {
            let name = Reading::new(replica, driver.store.as_ref()).name(*person)?;
            people.push(PeerPerson { community: community.to_string(), person: person.to_string(), name });
        }
    }
    Ok(Peer {
        peer_id: peer.to_string(),
        address: known.address.to_string(),
        how: road(&known.address, known.is_relayed),
        connected: known.is_connected,
        since_ms: known.since.millis(),
        last_sync_ms: known.equal_at.map(Timestamp::millis),
        people,
        version: known.version().map(str::to_owned),
        blocked: driver.book.is_blocked(peer),
        note: known.note.clone(),
    })
}

/// Returns a refused machine that was not seen in this run.
fn view_blocked(peer: &PeerId, row: &Remembered) -> Peer {
    let address = row.addresses.first();
    Peer {
        peer_id: peer.to_string(),
        address: address.map(ToString::to_string).unwrap_or_default(),
        how: address.map_or(PeerRoad::Direct, |address| road(address, false)),
        connected: false,
        since_ms: row.seen.millis(),
        last_sync_ms: None,
        people: Vec::new(),
        version: None,
        blocked: true,
        note: None,
    }
}

fn road(address: &Multiaddr, is_relayed: bool) -> PeerRoad {
    let is_near = |ip: IpAddr| match ip {
        IpAddr::V4(ip) => ip.is_private() || ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_unique_local() || ip.is_unicast_link_local(),
    };
    match ip_of(address) {
        _ if is_relayed => PeerRoad::Relay,
        Some(ip) if ip.is_loopback() => PeerRoad::Here,
        Some(ip) if is_near(ip) => PeerRoad::Local,
        Some(_) | None => PeerRoad::Direct,
    }
}

/// Returns the IP address with which a multiaddress begins; `None` for names and what is dialled through a relay.
pub(in crate::driver) fn ip_of(address: &Multiaddr) -> Option<IpAddr> {
    let text = address.to_string();
    let mut parts = text.split('/').skip(1);
    let (kind, ip) = (parts.next()?, parts.next()?);
    if parts.any(|part| part == "p2p-circuit") || !matches!(kind, "ip4" | "ip6") {
        return None;
    }
    ip.parse().ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops where it fails")]
    use super::*;

    #[test]
    fn the_road_to_a_peer_is_told_by_its_address() {
        let road = |address: &str, is_relayed| road(&address.parse().unwrap(), is_relayed);
        assert_eq!(road("/ip4/192.168.0.9/udp/4001/quic-v1", false), PeerRoad::Local);
        assert_eq!(road("/ip6/fd00::1/tcp/4001", false), PeerRoad::Local);
        assert_eq!(road("/ip4/127.0.0.1/udp/4001/quic-v1", false), PeerRoad::Here);
        assert_eq!(road("/ip6/::1/tcp/4001", false), PeerRoad::Here);
        assert_eq!(road("/ip4/91.2.3.4/tcp/4001", false), PeerRoad::Direct);
        assert_eq!(road("/ip4/91.2.3.4/tcp/4001", true), PeerRoad::Relay);
    }
}
