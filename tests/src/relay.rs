//! The relay as a real process.

use crate::peer::program;
use crate::space::Space;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

/// A running relay; it ends when dropped.
#[derive(Debug)]
pub struct Relay {
    /// Where it is dialled, with its `/p2p/` name.
    pub address: String,
    child: Child,
}

impl Relay {
    /// Starts a relay inside `space` that listens on `listen`; its key is kept in `folder`.
    ///
    /// # Panics
    /// Where it does not become ready.
    #[must_use]
    pub fn start(space: &Space, folder: &Path, listen: &str) -> Self {
        let mut command = space.command(program("allforone-relay", "AFO_RELAY"));
        command.arg("--key-file").arg(folder.join("relay.key")).args(["--listen", listen, "--log", "warn"]);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("the relay is built before the tests");
        let mut lines = BufReader::new(child.stdout.take().expect("stdout is piped")).lines();
        let line = lines.next().and_then(Result::ok).expect("the relay says that it is ready");
        let ready: Value = serde_json::from_str(&line).expect("the ready line is JSON");
        let address = ready["addresses"][0].as_str().expect("a relay listens somewhere").to_owned();
        Self { address, child }
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
