//! Finding peers on the local network; one behaviour each for IPv4 and IPv6.

use std::time::Duration;

use libp2p::{
    Multiaddr, PeerId,
    core::transport::ListenerId,
    mdns::{Config, tokio::Behaviour},
    swarm::{FromSwarm, NetworkBehaviour as _, NewListenAddr, behaviour::toggle::Toggle},
};

use crate::config::MDNS_TTL;

pub(crate) type Mdns = Toggle<Behaviour>;

pub(crate) fn off() -> Mdns {
    None.into()
}

/// Starts asking and answering, for the addresses listened on so far; a machine without the family gets [`off`].
///
/// To be called with at least one address: a responder without addresses answers nothing, and who asked it stops asking.
pub(crate) fn on(me: PeerId, enable_ipv6: bool, query_interval: Duration, listening: &[(ListenerId, Multiaddr)]) -> Mdns {
    let config = Config { ttl: MDNS_TTL, query_interval, enable_ipv6 };
    match Behaviour::new(config, me) {
        Ok(mut behaviour) => {
            for (listener_id, addr) in listening {
                let listener_id = *listener_id;
                behaviour.on_swarm_event(FromSwarm::NewListenAddr(NewListenAddr { listener_id, addr }));
            }
            Some(behaviour).into()
        }
        Err(error) => {
            tracing::warn!(%error, enable_ipv6, "no discovery on the local network");
            off()
        }
    }
}
