//! The table of commands: name, input, output. Everything else is made from it.

use crate::error::{ErrorCode, NodeError};
use crate::view::*;
use serde_json::Value;

/// Declares every command once and makes from it [`Command`], [`Node`], [`COMMANDS`] and what the printers walk.
macro_rules! rpc {
    ($( $(#[doc = $doc:literal])+ $name:ident ( $input:ty ) -> $output:ty; )*) => {
        /// A command with its typed input, as it travels to the driver. Variants carry the names of the API.
        #[expect(non_camel_case_types, reason = "a variant is the command's name on the wire")]
        #[derive(Clone, PartialEq)]
        pub enum Command { $( $(#[doc = $doc])+ $name($input), )* }

        impl Command {
            /// Reads the input of the command called `name`.
            ///
            /// # Errors
            /// `unknown_command` where there is none of that name; `bad_input` where a field is missing, wrong or unknown.
            pub fn parse(name: &str, input: Value) -> Result<Self, NodeError> {
                match name {
                    // Serde itself would also take an array of the fields in their order.
                    known if COMMANDS.contains(&known) && !input.is_object() => Err(NodeError::bad_input("an input is an object")),
                    $( stringify!($name) => serde_json::from_value(input).map(Self::$name).map_err(NodeError::bad_input), )*
                    _ => Err(NodeError::new(ErrorCode::UnknownCommand)),
                }
            }

            /// Returns the command's name.
            #[must_use]
            pub const fn name(&self) -> &'static str {
                match self { $( Self::$name(_) => stringify!($name), )* }
            }
        }

        /// What a node can do. The driver implements it; each function answers when its effect is durable.
        ///
        /// Every function fails with a [`NodeError`] whose code the screen decides by; nothing was changed then.
        pub trait Node {
            $( $(#[doc = $doc])+ fn $name(&mut self, input: $input) -> Result<$output, NodeError>; )*

            /// Runs `command` and returns its output as JSON.
            fn call(&mut self, command: Command) -> Result<Value, NodeError> {
                match command {
                    $( Command::$name(input) => self.$name(input).and_then(to_json), )*
                }
            }
        }

        /// The name of every command, in the order of the table.
        pub const COMMANDS: &[&str] = &[$( stringify!($name) ),*];

        /// Shows every command with its types to `visitor`, in the order of the table.
        pub(crate) fn visit_commands(visitor: &mut impl CommandVisitor) {
            $( visitor.visit::<$input, $output>(stringify!($name), concat!($($doc, "\n"),+)); )*
        }
    };
}

/// Sees every command of the table with its types.
pub(crate) trait CommandVisitor {
    /// Sees one command: input type, output type, name, doc.
    fn visit<I: ts_rs::TS + 'static, O: ts_rs::TS + 'static>(&mut self, name: &'static str, doc: &'static str);
}

fn to_json(output: impl serde::Serialize) -> Result<Value, NodeError> {
    serde_json::to_value(output).map_err(NodeError::internal)
}

rpc! {
    /// How this node is doing.
    status(Empty) -> Status;

    /// Makes the person's recovery words, once. `conflict` where there is an identity already.
    phrase_new(PhraseNew) -> Phrase;
    /// Proves that the words were written down.
    phrase_check(PhraseCheck) -> PhraseChecked;

    /// What is new since my last visit, what waits for me, what is on today and tomorrow.
    today(TodayQuery) -> Today;
    /// Remembers that I was here: what is new is counted from then on.
    visit_mark(VisitMark) -> Empty;

    /// The communities of this person.
    communities(Empty) -> Page<Community>;
    /// Founds a community with a first room and a first board.
    community_create(CommunityCreate) -> Community;

    /// Makes a believable community of imaginary neighbours on this machine alone, to try things. `conflict` where there is one.
    example_create(ExampleCreate) -> Community;
    /// Removes the example community.
    example_remove(InCommunity) -> Empty;

    /// Makes an invitation.
    invite_create(InviteCreate) -> Invite;
    /// The invitations of a community, newest first.
    invite_list(InCommunity) -> Page<Invite>;
    /// Takes an invitation back.
    invite_revoke(InviteRevoke) -> Invite;

    /// What a pasted link, code, address or invitation file says, without asking anybody.
    link_read(LinkRead) -> LinkSays;
    /// What an invitation leads to, asked of a member before one gives a name.
    invite_look(InviteLook) -> Look;
    /// Starts joining by a link or code; answers at once and goes on by itself (subject `["join", id]`).
    join_start(JoinStart) -> Join;
    /// How far a join is.
    join_status(JoinRef) -> Join;
    /// Stops a join.
    join_cancel(JoinRef) -> Join;

    /// A person's profile in one community.
    profile_get(ProfileQuery) -> Profile;
    /// Writes my profile in one community.
    profile_set(ProfileSet) -> Profile;
    /// The members of a community, by name.
    members(MembersQuery) -> Page<Member>;

    /// The groups of a community, by name, also those that are put away.
    groups(InCommunity) -> Page<Group>;
    /// A group with its people.
    group(GroupRef) -> GroupPage;
    /// Founds a group; I am in it then.
    group_create(GroupCreate) -> Group;
    /// Changes what a group says: its founder, or a moderator.
    group_edit(GroupEdit) -> Group;
    /// Puts a group away, or brings it back: its founder, or a moderator.
    group_archive(GroupArchive) -> Group;
    /// Joins a group, or leaves it.
    group_join(GroupJoin) -> Group;

    /// Gives somebody another rank.
    member_role(MemberRole) -> Empty;
    /// Removes somebody; what they wrote stays, or goes from a moment on.
    member_remove(MemberRemove) -> Empty;
    /// Leaves a community; what is here stays readable.
    community_leave(InCommunity) -> Empty;
    /// Who waits at the door for a yes (subject `["invites", community]`).
    join_requests(InCommunity) -> Page<JoinRequest>;
    /// Lets somebody in who waits, or sends them away.
    join_answer(JoinAnswer) -> Empty;

    /// The rooms of a community, by name.
    rooms(InCommunity) -> Page<Room>;
    /// Opens a room.
    room_create(RoomCreate) -> Room;
    /// Lets a room notify me no more, or again.
    room_mute(RoomMute) -> Empty;
    /// Messages of a room, newest first.
    messages(MessagesQuery) -> Page<Message>;
    /// Writes a message.
    message_write(MessageWrite) -> Message;
    /// Changes my message.
    message_edit(MessageEdit) -> Message;
    /// Takes a message back.
    message_delete(MessageDelete) -> Message;
    /// Adds or takes away my emoji on a message.
    message_react(MessageReact) -> Message;

    /// The topics of a room: open ones first, those with the latest message first.
    topics(TopicsQuery) -> Page<Topic>;
    /// One topic.
    topic(TopicRef) -> Topic;
    /// Opens a topic in a room, perhaps from a message.
    topic_create(TopicCreate) -> Topic;
    /// Gives my topic another title.
    topic_edit(TopicEdit) -> Topic;
    /// Says that a topic is settled, or opens it again: its author, or a moderator.
    topic_resolve(TopicResolve) -> Topic;

    /// Keeps a message on top of its room, or no longer; moderators may.
    message_pin(MessagePin) -> Message;
    /// The messages that are kept on top of a room.
    room_pins(RoomRef) -> Page<Message>;

    /// The boards of a community, by name.
    boards(InCommunity) -> Page<Board>;
    /// Opens a board.
    board_create(BoardCreate) -> Board;
    /// Lets a board notify me no more, or again; what asks everybody to read it is told all the same.
    board_mute(BoardMute) -> Empty;
    /// Posts of a board or of all boards, newest first.
    posts(PostsQuery) -> Page<Post>;
    /// The posts that are kept on top of a board or of any, newest first.
    post_pins(PostPins) -> Page<Post>;
    /// Writes a post.
    post_write(PostWrite) -> Post;
    /// Changes my post.
    post_edit(PostEdit) -> Post;
    /// Takes a post back.
    post_delete(PostDelete) -> Post;
    /// Adds or takes away my emoji on a post.
    post_react(PostReact) -> Post;
    /// A post with its comments, oldest first.
    thread(ThreadQuery) -> Thread;
    /// Says that I have read a post, or takes it back.
    post_acknowledge(PostAcknowledge) -> Post;
    /// Who has read a post, and who has not.
    post_readers(PostRef) -> PostReaders;
    /// Marks the comment that answers my question, or none.
    answer_accept(AnswerAccept) -> Post;
    /// Closes a post or opens it again: its author, or a moderator.
    post_close(PostClose) -> Post;
    /// Keeps a post on top of its board, or no longer; moderators may.
    post_pin(PostPin) -> Post;
    /// What a post, message or comment said before, oldest first; the last is what it says now.
    history(HistoryQuery) -> Page<Version>;
    /// Writes a comment.
    comment_write(CommentWrite) -> Comment;
    /// Changes my comment.
    comment_edit(CommentEdit) -> Comment;
    /// Takes a comment back.
    comment_delete(CommentDelete) -> Comment;
    /// Adds or takes away my emoji on a comment.
    comment_react(CommentReact) -> Comment;

    /// The agenda between two moments, earliest first.
    events(EventsQuery) -> Page<EventRow>;
    /// An event's page.
    event(EventRef) -> EventPage;
    /// Writes an event.
    event_create(EventCreate) -> EventPage;
    /// Changes an event.
    event_edit(EventEdit) -> EventPage;
    /// Cancels an event; it stays visible as cancelled.
    event_cancel(EventRef) -> EventPage;
    /// Answers an event, or takes the answer back.
    rsvp_set(RsvpSet) -> EventPage;
    /// Changes one occurrence of a series.
    occurrence_edit(OccurrenceEdit) -> EventPage;
    /// Takes a slot of an event, asks to be replaced there, or gives it back.
    slot_take(SlotTake) -> EventPage;
    /// What was said about an event, oldest first.
    event_comments(EventRef) -> Page<Comment>;
    /// Writes a comment under an event.
    event_comment(EventComment) -> Comment;
    /// A community's calendar as an iCalendar file.
    ics_export(InCommunity) -> IcsText;
    /// The address under which a calendar program on this machine can subscribe to a community's agenda.
    calendar_feed(CalendarFeedQuery) -> CalendarFeed;
    /// Looks into an iCalendar file and, with `commit`, takes it over.
    ics_import(IcsImport) -> IcsImported;

    /// Searches everything on this device.
    search(SearchQuery) -> Page<Hit>;
    /// Remembers what was seen in a room or on a board.
    mark_read(MarkRead) -> Empty;
    /// What I was writing there.
    draft_get(DraftGet) -> Draft;
    /// Keeps what I am writing there; an empty text forgets it.
    draft_set(DraftSet) -> Empty;
    /// Settings of this device.
    settings_get(Empty) -> Settings;
    /// Changes the settings of this device.
    settings_set(Settings) -> Settings;

    /// The machines this one knows.
    peers(Empty) -> Page<Peer>;
    /// Dials an address.
    peer_dial(PeerDial) -> Empty;
    /// Refuses a machine, or no longer.
    peer_block(PeerBlock) -> Empty;

    /// Writes a community to a folder in an open format; answers at its end. `conflict` while another is being written.
    export(Export) -> Exported;
    /// How far the export is that is being written.
    export_status(Empty) -> ExportStatus;
    /// Stops the export that is being written: what is whole stays, nothing is half written.
    export_stop(Empty) -> Empty;
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn parse(name: &str, input: Value) -> Result<Command, ErrorCode> {
        Command::parse(name, input).map_err(|error| error.code)
    }

    #[test]
    fn names_are_found_and_unknown_ones_are_said() {
        assert!(COMMANDS.len() >= 50, "the table lists them all");
        assert_eq!(parse("status", json!({})).map(|command| command.name()), Ok("status"));
        assert_eq!(parse("stat", json!({})).err(), Some(ErrorCode::UnknownCommand));
    }

    #[test]
    fn an_unknown_field_is_bad_input() {
        assert_eq!(parse("status", json!({"more": 1})).err(), Some(ErrorCode::BadInput));
        assert_eq!(parse("thread", json!({"community": "a", "post": "b", "x": 1})).err(), Some(ErrorCode::BadInput));
        assert_eq!(parse("status", json!(null)).err(), Some(ErrorCode::BadInput));
        assert_eq!(parse("thread", json!({"community": "a"})).err(), Some(ErrorCode::BadInput));
    }

    #[test]
    fn an_option_may_be_absent_or_null() {
        for input in [
            json!({"community": "a", "room": "b", "limit": 5}),
            json!({"community": "a", "room": "b", "before": null, "limit": 5}),
        ] {
            let expected = MessagesQuery {
                community: "a".into(),
                room: "b".into(),
                topic: None,
                before: None,
                after: None,
                at_ms: None,
                limit: 5,
            };
            assert!(parse("messages", input) == Ok(Command::messages(expected)), "absent and null mean the same");
        }
    }

    #[test]
    fn an_edit_tells_absent_from_null() {
        let edit = |input| match Command::parse("event_edit", input) {
            Ok(Command::event_edit(edit)) => edit,
            _ => panic!("an event_edit parses as one"),
        };
        let absent = edit(json!({"community": "a", "event": "b"}));
        assert_eq!((absent.rrule, absent.capacity), (Edit::Keep, Edit::Keep), "absent stays as it is");
        let cleared = edit(json!({"community": "a", "event": "b", "rrule": null, "capacity": null}));
        assert_eq!((cleared.rrule, cleared.capacity), (Edit::Clear, Edit::Clear), "null clears");
        let set = edit(json!({"community": "a", "event": "b", "rrule": "FREQ=DAILY", "capacity": 3}));
        assert_eq!((set.rrule, set.capacity), (Edit::Set("FREQ=DAILY".to_owned()), Edit::Set(3)));
    }
}
