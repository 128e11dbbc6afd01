//! What running nodes weigh.

use allforone_tests::peer::Peer;
use std::fs;
use std::path::Path;

/// Memory, open files and disk of some nodes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Weight {
    /// Of the heaviest, in MB.
    pub(crate) memory_mb: f64,
    /// Of all together, in MB.
    pub(crate) all_memory_mb: f64,
    /// Of the node with the most.
    pub(crate) open_files: usize,
    /// Of the largest data folder, in MB.
    pub(crate) disk_mb: f64,
}

impl Weight {
    /// Weighs nodes that run.
    pub(crate) fn of<'a>(peers: impl Iterator<Item = &'a Peer>) -> Self {
        let mut weight = Self::default();
        for peer in peers {
            let memory = memory_mb(peer.process());
            weight.memory_mb = weight.memory_mb.max(memory);
            weight.all_memory_mb += memory;
            let files = fs::read_dir(format!("/proc/{}/fd", peer.process())).map_or(0, Iterator::count);
            weight.open_files = weight.open_files.max(files);
            weight.disk_mb = weight.disk_mb.max(bytes_in(&peer.data) as f64 / 1e6);
        }
        weight
    }
}

/// Resident memory of a process, in MB; 0 where it has ended.
fn memory_mb(process: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or(0.0) / 1_000.0
}

/// Bytes of all files below a folder; files that go meanwhile count nothing.
fn bytes_in(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let bytes = entries.map(|entry| match entry.metadata() {
        Ok(found) if found.is_dir() => bytes_in(&entry.path()),
        Ok(found) => found.len(),
        Err(_) => 0,
    });
    bytes.sum()
}
