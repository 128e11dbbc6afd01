//! What a person can ask of a community.

use crate::domain::{
    Answer, CommentOn, Event, EventStatus, Helping, OccurrenceId, Override, PostKind, Profile, Rank, Slot, When,
};
use crate::id::{DocId, EntryHash, ObjRef, PersonId};
use crate::time::Timestamp;
use std::collections::BTreeMap;

/// One act of this device's person; [`crate::replica::Replica::execute`] turns it into entries.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Opens a room.
    CreateRoom {
        /// Its name.
        name: String,
        /// What it is for.
        purpose: String,
    },
    /// Opens a board.
    CreateBoard {
        /// Its name.
        name: String,
        /// What it is for.
        purpose: String,
    },
    /// Writes a message.
    WriteMessage {
        /// The room.
        room: DocId,
        /// What is said; at most 8 KB.
        text: String,
        /// The message that is answered.
        reply_to: Option<ObjRef>,
        /// Who is named in the text.
        mentions: Vec<PersonId>,
        /// The topic of this room it belongs to.
        topic: Option<ObjRef>,
    },
    /// Opens a topic in a room, perhaps from a message.
    CreateTopic {
        /// The room.
        room: DocId,
        /// What it is about.
        title: String,
        /// The message it is made from.
        message: Option<ObjRef>,
    },
    /// Gives one's own topic another title.
    EditTopic {
        /// The topic.
        topic: ObjRef,
        /// What it is about from now on.
        title: String,
    },
    /// Says that a topic is settled, or not any more: its author, or a moderator.
    ResolveTopic {
        /// The topic.
        topic: ObjRef,
        /// Whether it is settled.
        resolved: bool,
    },
    /// Changes the text of one's own message.
    EditMessage {
        /// The message.
        message: ObjRef,
        /// The new text.
        text: String,
    },
    /// Deletes one's own message.
    DeleteMessage {
        /// The message.
        message: ObjRef,
    },
    /// Sets or takes back one's own reaction to a message, post or comment.
    React {
        /// What is reacted to.
        target: ObjRef,
        /// With what.
        emoji: String,
        /// Sets it where true, takes it back otherwise.
        on: bool,
    },
    /// Writes a post.
    WritePost {
        /// The board.
        board: DocId,
        /// What it says.
        fields: PostFields,
    },
    /// Changes one's own post.
    EditPost {
        /// The post.
        post: ObjRef,
        /// What it says from now on.
        fields: PostFields,
    },
    /// Deletes one's own post.
    DeletePost {
        /// The post.
        post: ObjRef,
    },
    /// Says to have read a post, or takes it back.
    Acknowledge {
        /// The post.
        post: ObjRef,
        /// Whether it was read.
        on: bool,
    },
    /// Marks the comment that answers one's own question, or none.
    AcceptAnswer {
        /// The post.
        post: ObjRef,
        /// The comment.
        comment: Option<ObjRef>,
    },
    /// Closes a post or opens it again: its author, or a moderator.
    ClosePost {
        /// The post.
        post: ObjRef,
        /// Whether it is closed.
        closed: bool,
    },
    /// Keeps a post on top of its board, or a message on top of its room; moderators may.
    Pin {
        /// The post or message.
        target: ObjRef,
        /// Whether it is kept there.
        pinned: bool,
    },
    /// Writes a comment under a post or an event.
    WriteComment {
        /// The post or event.
        on: CommentOn,
        /// What is said; at most 4 KB.
        text: String,
        /// The comment that is answered.
        reply_to: Option<ObjRef>,
    },
    /// Changes one's own comment.
    EditComment {
        /// The comment.
        comment: ObjRef,
        /// The new text.
        text: String,
    },
    /// Deletes one's own comment.
    DeleteComment {
        /// The comment.
        comment: ObjRef,
    },
    /// Puts an event into the agenda.
    CreateEvent {
        /// Its details.
        fields: EventFields,
    },
    /// Changes an event; only its organisers may.
    EditEvent {
        /// The event.
        event: DocId,
        /// Its details from now on.
        fields: EventFields,
    },
    /// Answers an event, or takes the answer back where there is none.
    SetRsvp {
        /// The event.
        event: DocId,
        /// The occurrence, or the whole series.
        occurrence: Option<OccurrenceId>,
        /// The answer.
        answer: Option<RsvpFields>,
    },
    /// Changes one occurrence of a series; only its organisers may.
    EditOccurrence {
        /// The event.
        event: DocId,
        /// The occurrence.
        occurrence: OccurrenceId,
        /// What it has of its own; nothing makes it like the series again.
        change: Override,
    },
    /// Takes a slot of an event, asks to be replaced there, or gives it back.
    Help {
        /// The event.
        event: DocId,
        /// The slot's key.
        slot: String,
        /// The occurrence, or every one.
        occurrence: Option<OccurrenceId>,
        /// How one helps; `None` gives it back.
        helping: Option<Helping>,
    },
    /// Founds a group, and joins it.
    CreateGroup {
        /// What it says.
        fields: GroupFields,
    },
    /// Changes a group, puts it away or brings it back: its founder, or a moderator.
    EditGroup {
        /// The group.
        group: DocId,
        /// What it says from now on.
        fields: GroupFields,
    },
    /// Joins a group, or leaves it.
    JoinGroup {
        /// The group.
        group: DocId,
        /// Whether one is in it afterwards.
        on: bool,
    },
    /// Sets one's own profile.
    SetProfile {
        /// What it says from now on.
        fields: ProfileFields,
    },
    /// Makes an invite.
    CreateInvite {
        /// What it admits to.
        role: Rank,
        /// How many may come with it; any number where absent.
        uses: Option<u64>,
        /// When it ends.
        expires: Option<Timestamp>,
        /// Whether a moderator must say yes to each.
        approval: bool,
    },
    /// Takes an invite back; who came with it stays.
    RevokeInvite {
        /// The invite's entry.
        invite: EntryHash,
    },
    /// Removes somebody, with all devices. What they wrote until then stays, or only what they wrote before `since`.
    Remove {
        /// Who.
        person: PersonId,
        /// What they wrote from then on, as declared, goes too; control operations stay (amendments II, 11).
        since: Option<Timestamp>,
        /// Whether only the remover or a senior may let them in again.
        ban: bool,
        /// Why, as a number; 0 where nothing is said.
        reason: u64,
    },
    /// Gives somebody another rank.
    SetRole {
        /// Who.
        person: PersonId,
        /// The rank from now on.
        role: Rank,
    },
    /// Leaves, or steps down.
    Leave {
        /// Standings up to this rank stay; `None` leaves the community.
        to_rank: Option<Rank>,
    },
    /// Says that a control entry never happened: an own one, or a junior's.
    Void {
        /// The entry.
        entry: EntryHash,
    },
}

/// What a post says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PostFields {
    /// What it is for.
    pub kind: PostKind,
    /// One line.
    pub title: String,
    /// May be empty.
    pub body: String,
    /// At most 16.
    pub tags: Vec<String>,
    /// Whether everybody is asked to say that they have read it.
    pub ack: bool,
}

/// What an event says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventFields {
    /// One line.
    pub title: String,
    /// Where; may be empty.
    pub place: String,
    /// May be empty.
    pub description: String,
    /// When it starts.
    pub start: When,
    /// How long it takes.
    pub duration_minutes: u32,
    /// How it recurs (RFC 5545 RRULE value).
    pub rrule: Option<String>,
    /// Whether it takes place.
    pub status: EventStatus,
    /// How many may come; any number where absent.
    pub capacity: Option<u32>,
    /// Starts that are left out.
    pub exdate: Vec<OccurrenceId>,
    /// Starts that are added.
    pub rdate: Vec<OccurrenceId>,
    /// Occurrences that differ.
    pub overrides: BTreeMap<OccurrenceId, Override>,
    /// Helping hands that are wanted.
    pub slots: Vec<Slot>,
    /// UID of a calendar file; may be empty.
    pub uid: String,
    /// Lines of that file that are not understood; may be empty.
    pub extra: String,
}

impl EventFields {
    /// Returns an event that happens once, with nothing but a title.
    #[must_use]
    pub fn new(title: impl Into<String>, start: When, duration_minutes: u32) -> Self {
        Self {
            title: title.into(),
            place: String::new(),
            description: String::new(),
            start,
            duration_minutes,
            rrule: None,
            status: EventStatus::Confirmed,
            capacity: None,
            exdate: Vec::new(),
            rdate: Vec::new(),
            overrides: BTreeMap::new(),
            slots: Vec::new(),
            uid: String::new(),
            extra: String::new(),
        }
    }
}

impl From<Event> for EventFields {
    fn from(event: Event) -> Self {
        Self {
            title: event.title,
            place: event.place,
            description: event.description,
            start: event.start,
            duration_minutes: event.duration_minutes,
            rrule: event.rrule,
            status: event.status,
            capacity: event.capacity,
            exdate: event.exdate,
            rdate: event.rdate,
            overrides: event.overrides,
            slots: event.slots,
            uid: event.uid,
            extra: event.extra,
        }
    }
}

/// What an answer says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RsvpFields {
    /// Whether they come.
    pub answer: Answer,
    /// May be empty.
    pub note: String,
    /// How many come with this answer.
    pub party_size: u32,
}

/// What a group says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupFields {
    /// Its name.
    pub name: String,
    /// One line; may be empty.
    pub purpose: String,
    /// One emoji; may be empty.
    pub icon: String,
    /// Whether it is put away.
    pub archived: bool,
}

/// What a profile says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProfileFields {
    /// The name shown.
    pub name: String,
    /// A few words; may be empty.
    pub about: String,
    /// Languages spoken.
    pub languages: Vec<String>,
    /// What they can help with.
    pub can_help: Vec<String>,
    /// What they would like to learn.
    pub wants_to_learn: Vec<String>,
    /// How to reach them elsewhere; may be empty.
    pub contact: String,
    /// Number of their colour; chosen from the person's id where absent.
    pub color: Option<u8>,
}

impl ProfileFields {
    /// Returns the profile that `person` has once this is written, of no document yet.
    #[must_use]
    pub fn profile_of(&self, person: PersonId, time: Timestamp) -> Profile {
        Profile {
            person,
            document: DocId::ZERO,
            name: self.name.clone(),
            about: self.about.clone(),
            languages: self.languages.clone(),
            can_help: self.can_help.clone(),
            wants_to_learn: self.wants_to_learn.clone(),
            contact: self.contact.clone(),
            color: self.color.unwrap_or_else(|| Profile::default_color(person)),
            time,
        }
    }
}
