//! A community hall with no way out: one switch, one network namespace per peer, no default route.

use crate::space::Space;

/// Which addresses the hall's machines have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// 10.77.0.x only.
    V4,
    /// fd77::x only.
    V6,
}

/// A hall; its namespaces end when it is dropped.
pub struct Hall {
    switch: Space,
    machines: Vec<Space>,
    family: Family,
}

impl Hall {
    /// Builds a hall of `size` machines.
    ///
    /// # Panics
    /// Where this machine allows no namespaces; the message says what to do.
    #[must_use]
    pub fn build(size: usize, family: Family) -> Self {
        let switch = Space::new();
        // Without snooping, multicast reaches everybody as on the cheapest switch.
        switch.ip("link add br0 type bridge mcast_snooping 0 stp_state 0 forward_delay 0");
        switch.ip("link set br0 up");
        let machines = (0..size).map(|i| add_machine(&switch, i, family)).collect();
        Self { switch, machines, family }
    }

    /// The namespace of machine `i`.
    #[must_use]
    pub fn machine(&self, i: usize) -> Space {
        self.machines[i].clone()
    }

    /// What a node on any machine listens on: a fixed port, so that a restarted machine is found where it was.
    #[must_use]
    pub fn listen(&self) -> Vec<String> {
        match self.family {
            Family::V4 => vec!["/ip4/0.0.0.0/tcp/4001".into(), "/ip4/0.0.0.0/udp/4001/quic-v1".into()],
            Family::V6 => vec!["/ip6/::/tcp/4001".into(), "/ip6/::/udp/4001/quic-v1".into()],
        }
    }

    /// The cable of machine `i` is pulled out, or put back in.
    pub fn plug(&self, i: usize, plugged: bool) {
        self.switch.ip(&format!("link set p{i} {}", if plugged { "up" } else { "down" }));
    }
}

fn add_machine(switch: &Space, i: usize, family: Family) -> Space {
    let machine = switch.beside();
    machine.ip("link set lo up");
    switch.ip(&format!("link add p{i} type veth peer name eth0 netns {}", machine.process()));
    // Without duplicate address detection an IPv6 address is usable at once.
    machine.sysctl("net.ipv6.conf.eth0.accept_dad=0");
    let address = match family {
        Family::V4 => {
            machine.sysctl("net.ipv6.conf.eth0.disable_ipv6=1");
            format!("10.77.0.{}/24", i + 1)
        }
        Family::V6 => format!("fd77::{}/64", i + 1),
    };
    switch.ip(&format!("link set p{i} master br0 up"));
    machine.ip(&format!("addr add {address} dev eth0"));
    machine.ip("link set eth0 up");
    machine
}
