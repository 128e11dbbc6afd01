//! A community hall with no way out: one switch, one network namespace per peer, no default route.

use std::process::Command;

/// Which addresses the hall's machines have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// 10.77.0.x only.
    V4,
    /// fd77::x only.
    V6,
}

/// A hall; its namespaces are removed when it is dropped.
pub struct Hall {
    prefix: String,
    size: usize,
    family: Family,
}

impl Hall {
    /// Builds a hall of `size` machines. `name` keeps halls of one test run apart (at most 6 letters).
    #[must_use]
    pub fn build(name: &str, size: usize, family: Family) -> Self {
        let hall = Self { prefix: format!("afo{}{name}", std::process::id() % 10_000), size, family };
        hall.remove();
        let switch = hall.switch();
        ip(&["netns", "add", &switch]);
        ip(&[
            "-n",
            &switch,
            "link",
            "add",
            "br0",
            "type",
            "bridge",
            "mcast_snooping",
            "0",
            "stp_state",
            "0",
            "forward_delay",
            "0",
        ]);
        ip(&["-n", &switch, "link", "set", "br0", "up"]);
        for i in 0..size {
            hall.add_machine(i);
        }
        hall
    }

    fn add_machine(&self, i: usize) {
        let (switch, machine, port) = (self.switch(), self.machine(i), format!("p{i}"));
        ip(&["netns", "add", &machine]);
        ip(&["-n", &machine, "link", "set", "lo", "up"]);
        ip(&["link", "add", "eth0", "netns", &machine, "type", "veth", "peer", "name", &port, "netns", &switch]);
        // Without duplicate address detection an IPv6 address is usable at once.
        sysctl(&machine, "net.ipv6.conf.eth0.accept_dad=0");
        let address = match self.family {
            Family::V4 => {
                sysctl(&machine, "net.ipv6.conf.eth0.disable_ipv6=1");
                format!("10.77.0.{}/24", i + 1)
            }
            Family::V6 => format!("fd77::{}/64", i + 1),
        };
        ip(&["-n", &switch, "link", "set", &port, "master", "br0", "up"]);
        ip(&["-n", &machine, "addr", "add", &address, "dev", "eth0"]);
        ip(&["-n", &machine, "link", "set", "eth0", "up"]);
    }

    /// The namespace of machine `i`.
    #[must_use]
    pub fn machine(&self, i: usize) -> String {
        format!("{}-{i}", self.prefix)
    }

    fn switch(&self) -> String {
        format!("{}-sw", self.prefix)
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
        let state = if plugged { "up" } else { "down" };
        ip(&["-n", &self.switch(), "link", "set", &format!("p{i}"), state]);
    }

    fn remove(&self) {
        for i in 0..self.size {
            drop(Command::new("ip").args(["netns", "del", &self.machine(i)]).stderr(std::process::Stdio::null()).status());
        }
        drop(Command::new("ip").args(["netns", "del", &self.switch()]).stderr(std::process::Stdio::null()).status());
    }
}

impl Drop for Hall {
    fn drop(&mut self) {
        self.remove();
    }
}

fn ip(arguments: &[&str]) {
    let done = Command::new("ip").args(arguments).output().expect("iproute2 is installed by the set-up");
    assert!(done.status.success(), "ip {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
}

fn sysctl(namespace: &str, setting: &str) {
    let done = Command::new("ip").args(["netns", "exec", namespace, "sysctl", "-qw", setting]).output();
    assert!(done.is_ok_and(|out| out.status.success()), "sysctl {setting}");
}
