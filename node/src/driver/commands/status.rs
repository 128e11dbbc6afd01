//! How this node is doing.

use super::Driver;
use crate::error::NodeError;
use crate::subject::Subject;
use crate::view::{Empty, Status};

/// Shortest time between two looks at the size of the data.
const MEASURE_MS: u64 = 10_000;

/// Returns the node's state.
pub(super) fn show(driver: &mut Driver, _: Empty) -> Result<Status, NodeError> {
    let peer_id = driver.network.as_ref().map(|network| network.handle.local_peer_id().to_string());
    Ok(Status {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        peer_id: peer_id.unwrap_or_default(),
        addresses: driver.listening.iter().map(ToString::to_string).collect(),
        connected: driver.peers.connected(),
        waiting: waiting(driver),
        read_only: driver.check_writable().err().map(|why| why.message),
        data_dir: driver.folder.path().display().to_string(),
        data_bytes: data_bytes(driver),
        started_ms: driver.started.millis(),
        keychain: driver.key_source,
        phrase: driver.identity.phrase_state(),
        personas_left: driver.identity.personas_left(),
    })
}

impl Driver {
    /// Tells the screens where another number of changes waits for another member than they were told.
    pub(in crate::driver) fn announce_waiting(&mut self) {
        let now = waiting(self);
        if self.waiting_told != now {
            self.waiting_told = now;
            self.announce(Subject::Status);
        }
    }
}

fn waiting(driver: &Driver) -> u32 {
    let shared = driver.replicas.iter().filter(|(community, _)| !driver.examples.contains(community));
    u32::try_from(shared.map(|(_, replica)| replica.waiting()).sum::<u64>()).unwrap_or(u32::MAX)
}

fn data_bytes(driver: &mut Driver) -> u64 {
    let now = driver.now();
    let (at, bytes) = driver.measured;
    if at.plus_ms(MEASURE_MS) > now && at <= now {
        return bytes;
    }
    // A store that does not tell its size still answers everything else.
    let bytes = driver.store.size_bytes().unwrap_or(0);
    driver.measured = (now, bytes);
    bytes
}
