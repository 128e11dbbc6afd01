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
/// Values one op may overwrite: concurrent values of one key.
pub const MAX_PREDS: usize = 256;
/// Elements of one delete run.
pub const MAX_DELETE_RUN: u64 = 4_096;
/// String of one element of a text, in bytes; runs hold one Unicode scalar value an element (amendments II, 22).
pub const MAX_ELEMENT_BYTES: usize = 64;
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

// What a person writes, in bytes of UTF-8 (amendments I, 12; protocol 4.8).

/// Text of a chat message.
pub const MAX_MESSAGE_BYTES: usize = 8 * 1024;
/// Text of a comment.
pub const MAX_COMMENT_BYTES: usize = 4 * 1024;
/// Body of a post.
pub const MAX_POST_BYTES: usize = 16 * 1024;
/// Title of a post or event.
pub const MAX_TITLE_BYTES: usize = 300;
/// Tags of a post: count.
pub const MAX_TAGS: usize = 16;
/// One tag.
pub const MAX_TAG_BYTES: usize = 64;
/// People named in one message: count.
pub const MAX_MENTIONS: usize = 64;
/// An emoji with all its joiners and skin tones.
pub const MAX_EMOJI_BYTES: usize = 32;
/// Name of a room, board or community.
pub const MAX_NAME_BYTES: usize = 128;
/// Purpose of a room or board.
pub const MAX_PURPOSE_BYTES: usize = 1_024;
/// Place of an event.
pub const MAX_PLACE_BYTES: usize = 512;
/// Description of an event.
pub const MAX_DESCRIPTION_BYTES: usize = 32 * 1024;
/// A recurrence rule.
pub const MAX_RRULE_BYTES: usize = 512;
/// Added, excepted and overridden occurrences of one event: count of each.
pub const MAX_OCCURRENCE_CHANGES: usize = 512;
/// Length of one occurrence, in minutes: 31 days, so that an agenda looks back no further.
pub const MAX_EVENT_MINUTES: u32 = 31 * 24 * 60;
/// Organisers of one event: count.
pub const MAX_ORGANISERS: usize = 32;
/// Seats of one event.
pub const MAX_CAPACITY: u32 = 1_000_000;
/// Name of a slot of an event within its document, in bytes.
pub const MAX_SLOT_KEY_BYTES: usize = 16;
/// Slots of one event: a festival has dozens.
pub const MAX_SLOTS: usize = 100;
/// UID of an event from a calendar file, in bytes.
pub const MAX_UID_BYTES: usize = 1_024;
/// Lines of an event from a calendar file that are kept without being understood, in bytes.
pub const MAX_CALENDAR_EXTRA_BYTES: usize = 8 * 1024;
/// Topics of one room that are listed, the newest.
pub const MAX_TOPICS: usize = 1_000;
/// Posts kept on top of a board, messages kept on top of a room.
pub const MAX_PINNED: usize = 16;
/// People one answer speaks for.
pub const MAX_PARTY_SIZE: u32 = 100;
/// Note of an answer.
pub const MAX_NOTE_BYTES: usize = 500;
/// A whole profile.
pub const MAX_PROFILE_BYTES: usize = 4 * 1024;
/// Members of one list in a profile: count.
pub const MAX_PROFILE_LIST: usize = 32;
/// Colours a person may have; a profile names one by its number.
pub const PROFILE_COLORS: u8 = 12;
/// Occurrences computed by one question about one event.
pub const MAX_OCCURRENCES: usize = 1_000;
/// Steps of a recurrence that one question may take before it gives up: about 40 years of days.
pub const MAX_RECURRENCE_STEPS: usize = 15_000;
/// Events read from one calendar file.
pub const MAX_CALENDAR_EVENTS: usize = 5_000;
/// A calendar file.
pub const MAX_CALENDAR_BYTES: usize = 8 * 1024 * 1024;
/// Version of every document schema of these rules.
pub const SCHEMA_VERSION: u64 = 1;
