//! The demo ends with all that it has started, however it is asked to.

use allforone_tests::wait::until;
use std::process::{Command, Stdio};

#[cfg(target_os = "linux")]
#[test]
fn a_demo_that_is_asked_to_end_leaves_no_node_behind() {
    let mut demo = Command::new(env!("CARGO_BIN_EXE_demo")).stdout(Stdio::null()).spawn().unwrap();
    let own = demo.id().to_string();
    let nodes = until("the demo has started a node", || {
        assert_eq!(demo.try_wait().unwrap(), None, "it goes on until it is asked to end");
        let listed = Command::new("pgrep").args(["-P", &own]).output().unwrap().stdout;
        let nodes: Vec<String> = String::from_utf8(listed).unwrap().lines().map(str::to_owned).collect();
        (!nodes.is_empty()).then_some(nodes)
    });
    assert!(Command::new("kill").args(["-TERM", &own]).status().unwrap().success());
    assert_eq!(demo.wait().unwrap().code(), Some(0));
    for node in nodes {
        until("the node has ended too", || (!runs(&node)).then_some(()));
    }
}

/// Whether a process runs; one that has ended and that nobody has asked about does not.
#[cfg(target_os = "linux")]
fn runs(process: &str) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, state)| !state.starts_with('Z'))
}
