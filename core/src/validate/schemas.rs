//! The table of every document type (amendments I, 12; protocol 4.8). Held by `schemas/documents/*.json`.
//!
//! A number, once given, keeps its meaning; a new field takes a new number and a new version.

use super::schema::{Container, Field, Form, Holds, KeyShape, Schema, TextField, ValueType};
use crate::domain::{Class, DocKind};
use crate::limits;

pub(super) const fn of(kind: DocKind) -> &'static Schema {
    match kind {
        DocKind::Room => &ROOM,
        DocKind::Segment => &SEGMENT,
        DocKind::Board => &BOARD,
        DocKind::Posts => &POSTS,
        DocKind::Thread => &THREAD,
        DocKind::Event => &EVENT,
        DocKind::Rsvp => &RSVP,
        DocKind::Profiles => &PROFILES,
        DocKind::Group => &GROUP,
        DocKind::Joined => &JOINED,
    }
}

const fn field(number: u64, name: &'static str, value: ValueType) -> Field {
    Field { name, number, value }
}

const fn text(max_bytes: usize) -> ValueType {
    ValueType::Str { max_bytes, form: Form::Any }
}

const OBJREF: ValueType = ValueType::Str { max_bytes: 32, form: Form::ObjRef };
const ORDER: ValueType = ValueType::Int { min: -1_000_000_000_000, max: 1_000_000_000_000 };
/// Milliseconds; which of them are offered is `domain::SegmentWidth`'s, and any is valid (amendments II, 19).
const WIDTH: ValueType = ValueType::Int { min: 0, max: 30 * crate::time::DAY_MS as i64 };
const REACTIONS: Container = Container { name: "r", key: KeyShape::Reaction, holds: Holds::Value(ValueType::Flag) };
/// Objects that one person may write into one document; 200 an hour and device is the client's own limit.
const MAX_OWN_OBJECTS: u64 = 20_000;

/// A type without anything; each table names what it adds.
const fn empty(kind: DocKind, class: Class) -> Schema {
    Schema {
        kind,
        version: 1,
        class,
        root: &[],
        containers: &[],
        texts: &[],
        max_objects: MAX_OWN_OBJECTS,
        max_inserts: 0,
        open: false,
    }
}

const PLACE_FIELDS: &[Field] = &[
    field(1, "name", text(limits::MAX_NAME_BYTES)),
    field(2, "purpose", text(limits::MAX_PURPOSE_BYTES)),
    field(3, "order", ORDER),
    field(4, "width", WIDTH),
];

/// What moderators keep on top, and what they have closed.
const PLACE_MARKS: &[Container] = &[
    Container { name: "pin", key: KeyShape::Named, holds: Holds::Value(ValueType::Flag) },
    Container { name: "shut", key: KeyShape::Named, holds: Holds::Value(ValueType::Flag) },
];

static ROOM: Schema = Schema { root: PLACE_FIELDS, containers: PLACE_MARKS, ..empty(DocKind::Room, Class::Shared) };

static BOARD: Schema = Schema { root: PLACE_FIELDS, containers: PLACE_MARKS, ..empty(DocKind::Board, Class::Shared) };

static SEGMENT: Schema = Schema {
    containers: &[
        Container {
            name: "m",
            key: KeyShape::Object,
            holds: Holds::Map(&[
                field(1, "b", text(limits::MAX_MESSAGE_BYTES)),
                field(2, "re", OBJREF),
                field(3, "m", ValueType::Str { max_bytes: limits::MAX_MENTIONS * 33, form: Form::HexList }),
                field(4, "e", ValueType::Flag),
                field(5, "f", text(2 * 1024)),
                // A title opens a topic; others name it by `t`; `done` is its author's word that it is settled.
                field(6, "s", text(limits::MAX_TITLE_BYTES)),
                field(7, "t", OBJREF),
                field(8, "done", ValueType::Flag),
            ]),
        },
        REACTIONS,
    ],
    ..empty(DocKind::Segment, Class::Partitioned)
};

static POSTS: Schema = Schema {
    containers: &[
        Container {
            name: "p",
            key: KeyShape::Object,
            holds: Holds::Map(&[
                field(1, "k", ValueType::Choice(&["discussion", "announcement", "question", "news"])),
                field(2, "t", text(limits::MAX_TITLE_BYTES)),
                field(3, "b", text(limits::MAX_POST_BYTES)),
                field(
                    4,
                    "g",
                    ValueType::Str {
                        max_bytes: limits::MAX_TAGS * (limits::MAX_TAG_BYTES + 1),
                        form: Form::Lines(limits::MAX_TAGS),
                    },
                ),
                field(5, "e", ValueType::Flag),
                // Whether everybody is asked to say "I have read it"; the answer that helped; whether its author closed it.
                field(6, "ack", ValueType::Flag),
                field(7, "ans", OBJREF),
                field(8, "done", ValueType::Flag),
            ]),
        },
        REACTIONS,
    ],
    ..empty(DocKind::Posts, Class::Partitioned)
};

static THREAD: Schema = Schema {
    containers: &[
        Container {
            name: "c",
            key: KeyShape::Object,
            holds: Holds::Map(&[
                field(1, "b", text(limits::MAX_COMMENT_BYTES)),
                field(2, "re", OBJREF),
                field(3, "e", ValueType::Flag),
            ]),
        },
        REACTIONS,
        // "I have read it."
        Container { name: "a", key: KeyShape::Person, holds: Holds::Value(ValueType::Flag) },
    ],
    ..empty(DocKind::Thread, Class::Partitioned)
};

static EVENT: Schema = Schema {
    root: &[
        field(1, "when", text(128)),
        field(2, "dur", ValueType::Int { min: 0, max: limits::MAX_EVENT_MINUTES as i64 }),
        field(3, "rrule", text(limits::MAX_RRULE_BYTES)),
        field(4, "exdate", text(limits::MAX_OCCURRENCE_CHANGES * 17)),
        field(5, "rdate", text(limits::MAX_OCCURRENCE_CHANGES * 17)),
        field(6, "status", ValueType::Choice(&["tentative", "confirmed", "cancelled"])),
        field(7, "cap", ValueType::Int { min: 1, max: limits::MAX_CAPACITY as i64 }),
        // From a calendar file: its UID, and the lines that are not understood here.
        field(8, "uid", text(limits::MAX_UID_BYTES)),
        field(9, "x", text(limits::MAX_CALENDAR_EXTRA_BYTES)),
    ],
    texts: &[
        TextField { name: "title", max_bytes: limits::MAX_TITLE_BYTES },
        TextField { name: "place", max_bytes: limits::MAX_PLACE_BYTES },
        TextField { name: "body", max_bytes: limits::MAX_DESCRIPTION_BYTES },
    ],
    containers: &[
        Container { name: "o", key: KeyShape::Occurrence, holds: Holds::Value(text(2 * 1024)) },
        // Helping hands that are wanted.
        Container {
            name: "s",
            key: KeyShape::Slot,
            holds: Holds::Map(&[
                field(10, "label", text(limits::MAX_NAME_BYTES)),
                field(11, "seats", ValueType::Int { min: 1, max: limits::MAX_CAPACITY as i64 }),
                field(12, "order", ORDER),
            ]),
        },
    ],
    max_inserts: 16 * limits::MAX_DESCRIPTION_BYTES as u64,
    ..empty(DocKind::Event, Class::Shared)
};

static RSVP: Schema = Schema {
    containers: &[
        Container {
            name: "a",
            key: KeyShape::PersonOccurrence,
            holds: Holds::Map(&[
                field(1, "v", ValueType::Choice(&["yes", "maybe", "no"])),
                field(2, "n", text(limits::MAX_NOTE_BYTES)),
                field(3, "s", ValueType::Int { min: 1, max: limits::MAX_PARTY_SIZE as i64 }),
            ]),
        },
        Container { name: "h", key: KeyShape::PersonSlot, holds: Holds::Value(ValueType::Choice(&["taken", "replace"])) },
    ],
    ..empty(DocKind::Rsvp, Class::Partitioned)
};

static PROFILES: Schema = Schema {
    containers: &[Container {
        name: "p",
        key: KeyShape::Person,
        holds: Holds::Map(&[
            field(1, "name", text(limits::MAX_NAME_BYTES)),
            field(2, "about", text(limits::MAX_PROFILE_BYTES)),
            field(3, "lang", text(1_024)),
            field(4, "can", text(limits::MAX_PROFILE_BYTES)),
            field(5, "want", text(limits::MAX_PROFILE_BYTES)),
            field(6, "contact", text(1_024)),
            field(7, "color", ValueType::Int { min: 0, max: limits::PROFILE_COLORS as i64 - 1 }),
        ]),
    }],
    ..empty(DocKind::Profiles, Class::Partitioned)
};

static GROUP: Schema = Schema {
    root: &[
        field(1, "name", text(limits::MAX_NAME_BYTES)),
        field(2, "purpose", text(limits::MAX_TITLE_BYTES)),
        field(3, "icon", text(limits::MAX_EMOJI_BYTES)),
        // It is put away; taking the flag away brings it back.
        field(4, "gone", ValueType::Flag),
    ],
    ..empty(DocKind::Group, Class::Shared)
};

static JOINED: Schema = Schema {
    containers: &[Container { name: "j", key: KeyShape::Person, holds: Holds::Value(ValueType::Flag) }],
    ..empty(DocKind::Joined, Class::Partitioned)
};
