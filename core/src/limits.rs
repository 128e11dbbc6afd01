//! Every bound in one place, each with its unit and its reason.

/// Rules version written into headers by this program.
pub const RULES_VERSION: u64 = 1;
/// Largest payload of an entry, in bytes: header and payload fit 64 KiB with padding (amendments II, 39).
pub const MAX_PAYLOAD_BYTES: usize = 57_344;
/// Largest header, in bytes: every field at its largest with two permits is below 400.
pub const MAX_HEADER_BYTES: usize = 512;
/// Largest payload that travels in gossip, in bytes; above it the header goes alone.
pub const MAX_GOSSIP_PAYLOAD_BYTES: usize = 14 * 1024;
/// Timestamps stay below this.
pub const MAX_TIMESTAMP_MS: u64 = 1 << 48;
/// Lane and sequence numbers stay below this (exact in every JSON reader).
pub const MAX_SEQ: u64 = 1 << 53;
/// An entry dated further ahead of our clock than this is held, in milliseconds.
pub const MAX_AHEAD_MS: u64 = 10 * 60_000;
/// Expanded ops of one entry in an author-partitioned document.
pub const MAX_OPS_PARTITIONED: usize = 4_096;
/// Expanded ops of one entry in a shared document.
pub const MAX_OPS_SHARED: usize = 16_384;
/// Longest map key, in bytes.
pub const MAX_KEY_BYTES: usize = 256;
/// Longest string value, in bytes.
pub const MAX_STRING_BYTES: usize = 16 * 1024;
/// Op counters and increments stay below this.
pub const MAX_COUNTER: u64 = 1 << 31;
/// Objects nest at most this deep.
pub const MAX_NESTING: usize = 6;
/// Deps of one entry.
pub const MAX_DEPS: usize = 64;
/// Foreign actors named in one batch.
pub const MAX_BATCH_ACTORS: usize = 64;
/// Members of any list inside a control operation (kills, over, seen, cut rows, backlinks).
pub const MAX_CONTROL_LIST: usize = 1_024;
/// `DeviceAdd` per person, in resolver order.
pub const MAX_DEVICE_ADDS: usize = 32;
/// Held entries of one sending peer: count.
pub const MAX_HELD_PER_PEER: usize = 256;
/// Held entries of one sending peer: bytes.
pub const MAX_HELD_BYTES_PER_PEER: usize = 2 * 1024 * 1024;
/// Held entries of all peers: bytes.
pub const MAX_HELD_BYTES: usize = 64 * 1024 * 1024;
/// Largest frame of a sync stream, in bytes.
pub const MAX_FRAME_BYTES: usize = 1024 * 1024;
/// Largest value in sled, in bytes; larger ones are cut in pieces (whole snapshots blow the disk up 150 times).
pub const MAX_STORE_VALUE_BYTES: usize = 16 * 1024;
/// Default quota: entries an hour and (device, lane), fixed in Genesis.
pub const DEFAULT_ENTRIES_PER_HOUR: u64 = 3_600;
/// Default quota: entries that may come at once.
pub const DEFAULT_BURST: u64 = 1_200;
/// Default quota: documents a device may create a day.
pub const DEFAULT_DOCUMENTS_PER_DAY: u64 = 500;
/// Longest list a query answers.
pub const MAX_PAGE: usize = 100;
/// Longest snippet of an index row, in bytes.
pub const MAX_SNIPPET_BYTES: usize = 120;
/// Communities of one installation that are offered in a handshake.
pub const MAX_COMMUNITIES: usize = 64;
/// Logs listed in one frame: 1 MiB at 45 bytes each.
pub const MAX_HEADS: usize = 20_000;
/// Stretches asked for or acknowledged in one frame.
pub const MAX_WANTS: usize = 4_096;
