//! What a multiaddr says about who and where.

use libp2p::{Multiaddr, PeerId, multiaddr::Protocol};

/// Returns the peer named at the end of `address`.
pub(crate) fn named_peer(address: &Multiaddr) -> Option<PeerId> {
    match address.iter().last() {
        Some(Protocol::P2p(peer)) => Some(peer),
        Some(_) | None => None,
    }
}

/// Returns whether the address is of this machine only.
pub(crate) fn is_loopback(address: &Multiaddr) -> bool {
    match address.iter().next() {
        Some(Protocol::Ip4(ip)) => ip.is_loopback(),
        Some(Protocol::Ip6(ip)) => ip.is_loopback(),
        Some(_) | None => false,
    }
}

/// Returns `address` without its `/p2p/…` end, or `None` where it names another peer than `peer`, or nobody can dial
/// it: no host, an unspecified one, or link-local IPv6, for which libp2p has no zone (issue 5608).
#[expect(clippy::wildcard_enum_match_arm, reason = "every other protocol is no host")]
pub(crate) fn dialable(address: &Multiaddr, peer: &PeerId) -> Option<Multiaddr> {
    let nobody = match address.iter().next()? {
        Protocol::Ip4(ip) => ip.is_unspecified(),
        Protocol::Ip6(ip) => ip.is_unspecified() || ip.is_unicast_link_local(),
        Protocol::Dns(_) | Protocol::Dns4(_) | Protocol::Dns6(_) => false,
        _ => true,
    };
    let named = named_peer(address);
    if nobody || named.is_some_and(|named| named != *peer) {
        return None;
    }
    let mut address = address.clone();
    if named.is_some() {
        address.pop();
    }
    Some(address)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_nobody_can_dial_are_left_out() {
        let (peer, other) = (PeerId::random(), PeerId::random());
        let named = format!("/ip4/10.0.0.1/tcp/1/p2p/{other}");
        for address in ["/ip6/fe80::1/tcp/1", "/ip4/0.0.0.0/tcp/1", "/ip6/::/tcp/1", "/memory/1", &named] {
            assert_eq!(dialable(&address.parse().unwrap(), &peer), None, "{address}");
        }
    }

    #[test]
    fn the_name_at_the_end_is_taken_off_and_the_relays_stays() {
        let (peer, relay) = (PeerId::random(), PeerId::random());
        let circuit: Multiaddr = format!("/dns/example.org/tcp/1/p2p/{relay}/p2p-circuit").parse().unwrap();
        let named = circuit.clone().with(Protocol::P2p(peer));
        assert_eq!(named_peer(&named), Some(peer));
        assert_eq!(dialable(&named, &peer), Some(circuit.clone()));
        assert_eq!(dialable(&circuit, &peer), Some(circuit));
    }
}
