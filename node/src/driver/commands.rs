//! The commands of the local API on the driver: one small file per noun.
//!
//! ```text
//! Node::message_write ─► messages::write ─► ids parsed ─► Driver::execute ─► Replica::execute ─► row read back ─► view
//! Node::messages      ─► messages::list  ─► Reading (rows, names) ───────────────────────────────────────────► view
//! ```
//!
//! Nothing here waits and nothing here syncs: a turn makes durable what its commands have committed before any of them
//! answers. Where a command fails, nothing was changed.

mod boards;
mod calendar;
mod community;
mod counts;
mod curation;
mod events;
mod example;
mod export;
mod groups;
mod history;
mod invites;
mod kept_profile;
mod links;
mod markdown;
mod members;
mod messages;
mod mutes;
mod own;
mod paging;
mod peers;
mod phrase;
mod posts;
mod profile;
mod presets;
mod reading;
mod rooms;
mod search;
mod slots;
mod status;
mod threads;
mod today;
mod topics;
mod vcard;

pub(super) use super::joins::begin_error;
pub(super) use calendar::{all_events, calendar};
pub(super) use community::speaks_french;
pub(super) use counts::Counts;
pub(super) use events::viewer_zone;
pub(super) use links::invite_in;
pub(super) use mutes::is_muted;
pub(super) use peers::ip_of;
pub(super) use search::Searches;
pub(super) use today::called;

use super::{Driver, node_error};
use crate::command::Node;
use crate::error::{ErrorCode, NodeError};
use crate::view::*;
use allforone_core::command::Command;
use allforone_core::domain::Problem;
use allforone_core::id::CommunityId;
use allforone_core::index::Cursor;
use allforone_core::limits::MAX_PAGE;
use allforone_core::outcome::Made;
use allforone_core::replica::{ExecuteError, Replica};
use allforone_core::store::{Batch, StoreError};
pub(super) use export::Exports;
use paging::Wanted;
pub(super) use reading::{Reading, nameless, note_nameless};
use std::str::FromStr;

/// Makes `impl Node for Driver` from the table: command, input, output, where it is done.
macro_rules! commands {
    ($( $name:ident ( $input:ty ) -> $output:ty = $place:path; )*) => {
        impl Node for Driver {
            $( fn $name(&mut self, input: $input) -> Result<$output, NodeError> { $place(self, input) } )*
        }
    };
}

commands! {
    status(Empty) -> Status = status::show;
    phrase_new(PhraseNew) -> Phrase = phrase::make;
    phrase_check(PhraseCheck) -> PhraseChecked = phrase::check;
    today(TodayQuery) -> Today = today::show;
    visit_mark(VisitMark) -> Empty = today::mark;
    communities(Empty) -> Page<Community> = community::list;
    community_create(CommunityCreate) -> Community = community::create;
    example_create(ExampleCreate) -> Community = example::create;
    example_remove(InCommunity) -> Empty = example::delete;
    invite_create(InviteCreate) -> Invite = invites::create;
    invite_list(InCommunity) -> Page<Invite> = invites::list;
    invite_revoke(InviteRevoke) -> Invite = invites::revoke;
    link_read(LinkRead) -> LinkSays = links::read;
    invite_look(InviteLook) -> Look = Driver::look;
    join_start(JoinStart) -> Join = Driver::start_join;
    join_status(JoinRef) -> Join = Driver::show_join;
    join_cancel(JoinRef) -> Join = Driver::cancel_join;
    profile_get(ProfileQuery) -> Profile = profile::get;
    profile_set(ProfileSet) -> Profile = profile::set;
    members(MembersQuery) -> Page<Member> = members::list;
    groups(InCommunity) -> Page<Group> = groups::list;
    group(GroupRef) -> GroupPage = groups::show;
    group_create(GroupCreate) -> Group = groups::create;
    group_edit(GroupEdit) -> Group = groups::edit;
    group_archive(GroupArchive) -> Group = groups::archive;
    group_join(GroupJoin) -> Group = groups::join;
    member_role(MemberRole) -> Empty = members::set_role;
    member_remove(MemberRemove) -> Empty = members::remove;
    community_leave(InCommunity) -> Empty = members::leave;
    join_requests(InCommunity) -> Page<JoinRequest> = Driver::list_asks;
    join_answer(JoinAnswer) -> Empty = Driver::answer_ask;
    rooms(InCommunity) -> Page<Room> = rooms::list;
    room_create(RoomCreate) -> Room = rooms::create;
    room_mute(RoomMute) -> Empty = mutes::of_room;
    messages(MessagesQuery) -> Page<Message> = messages::list;
    message_write(MessageWrite) -> Message = messages::write;
    message_edit(MessageEdit) -> Message = messages::edit;
    message_delete(MessageDelete) -> Message = messages::delete;
    message_react(MessageReact) -> Message = messages::react;
    topics(TopicsQuery) -> Page<Topic> = topics::list;
    topic(TopicRef) -> Topic = topics::show;
    topic_create(TopicCreate) -> Topic = topics::create;
    topic_edit(TopicEdit) -> Topic = topics::edit;
    topic_resolve(TopicResolve) -> Topic = topics::resolve;
    message_pin(MessagePin) -> Message = messages::pin;
    room_pins(RoomRef) -> Page<Message> = messages::pins;
    boards(InCommunity) -> Page<Board> = boards::list;
    board_create(BoardCreate) -> Board = boards::create;
    board_mute(BoardMute) -> Empty = mutes::of_board;
    posts(PostsQuery) -> Page<Post> = posts::list;
    post_pins(PostPins) -> Page<Post> = posts::pins;
    post_write(PostWrite) -> Post = posts::write;
    post_edit(PostEdit) -> Post = posts::edit;
    post_delete(PostDelete) -> Post = posts::delete;
    post_react(PostReact) -> Post = posts::react;
    thread(ThreadQuery) -> Thread = threads::show;
    post_acknowledge(PostAcknowledge) -> Post = curation::acknowledge;
    post_readers(PostRef) -> PostReaders = curation::readers;
    answer_accept(AnswerAccept) -> Post = curation::accept;
    post_close(PostClose) -> Post = curation::close;
    post_pin(PostPin) -> Post = curation::pin;
    history(HistoryQuery) -> Page<Version> = history::list;
    comment_write(CommentWrite) -> Comment = threads::write;
    comment_edit(CommentEdit) -> Comment = threads::edit;
    comment_delete(CommentDelete) -> Comment = threads::delete;
    comment_react(CommentReact) -> Comment = threads::react;
    events(EventsQuery) -> Page<EventRow> = events::list;
    event(EventRef) -> EventPage = events::show;
    event_create(EventCreate) -> EventPage = events::create;
    event_edit(EventEdit) -> EventPage = events::edit;
    event_cancel(EventRef) -> EventPage = events::cancel;
    rsvp_set(RsvpSet) -> EventPage = events::answer;
    occurrence_edit(OccurrenceEdit) -> EventPage = events::edit_occurrence;
    slot_take(SlotTake) -> EventPage = slots::take;
    event_comments(EventRef) -> Page<Comment> = threads::of_event;
    event_comment(EventComment) -> Comment = threads::write_on_event;
    ics_export(InCommunity) -> IcsText = calendar::write_out;
    calendar_feed(CalendarFeedQuery) -> CalendarFeed = Driver::feed_url;
    ics_import(IcsImport) -> IcsImported = calendar::take_in;
    search(SearchQuery) -> Page<Hit> = search::find;
    mark_read(MarkRead) -> Empty = own::mark_read;
    draft_get(DraftGet) -> Draft = own::draft;
    draft_set(DraftSet) -> Empty = own::set_draft;
    settings_get(Empty) -> Settings = own::settings;
    settings_set(Settings) -> Settings = own::set_settings;
    peers(Empty) -> Page<Peer> = peers::list;
    peer_dial(PeerDial) -> Empty = peers::dial;
    peer_block(PeerBlock) -> Empty = peers::block;
    export(Export) -> Exported = export::not_in_a_turn;
    export_status(Empty) -> ExportStatus = export::status;
    export_stop(Empty) -> Empty = export::stop;
}

impl Driver {
    /// Opens a community for one answer.
    fn read(&self, community: &str) -> Result<Reading<'_>, NodeError> {
        let replica = self.replicas.get(&parsed(community, "community")?).ok_or_else(|| NodeError::not_found("community"))?;
        Ok(Reading::new(replica, self.store.as_ref()).counting(&self.counts))
    }

    /// Returns the id of a community that is here.
    pub(super) fn community(&self, community: &str) -> Result<CommunityId, NodeError> {
        self.read(community).map(|reading| reading.replica.community())
    }

    /// Does one act of this person. Saying again what stands there already is no failure.
    pub(super) fn execute(&mut self, community: CommunityId, command: Command) -> Result<Made, NodeError> {
        self.check_writable()?;
        if self.is_clock_ahead() {
            return Err(NodeError::new(ErrorCode::ClockWrong));
        }
        let now = self.now();
        let replica = self.replicas.get_mut(&community).ok_or_else(|| NodeError::not_found("community"))?;
        if replica.role().is_none() {
            return Err(NodeError::new(ErrorCode::Removed));
        }
        let gives_name_or_goes = matches!(command, Command::SetProfile { .. } | Command::Leave { .. });
        if !gives_name_or_goes && Reading::new(replica, self.store.as_ref()).is_nameless()? {
            return Err(NodeError::new(ErrorCode::Nameless));
        }
        let done = replica.execute(command, self.store.as_mut(), now, &mut self.rng);
        if replica.is_stale() {
            self.reopen(community);
        }
        match done {
            Ok(mut outcome) => {
                let made = outcome.made;
                // What this person did is no news to them.
                outcome.fresh.clear();
                self.take_over(community, &mut outcome);
                self.announce_waiting();
                Ok(made)
            }
            Err(ExecuteError::Problem(Problem::Empty("change"))) => Ok(Made::Nothing),
            Err(error) => Err(execute_error(&error)),
        }
    }

    /// Reads a community again from the store, whose memory ran ahead of it.
    fn reopen(&mut self, community: CommunityId) {
        match Replica::open(community, self.store.as_ref()) {
            Ok(replica) => drop(self.replicas.insert(community, replica)),
            Err(error) => self.store_failed(&error),
        }
    }

    /// Commits what is this device's own.
    pub(super) fn commit(&mut self, batch: Batch) -> Result<(), NodeError> {
        self.check_writable()?;
        self.store.commit(batch)?;
        self.is_dirty = true;
        Ok(())
    }
}

impl From<StoreError> for NodeError {
    fn from(error: StoreError) -> Self {
        node_error(&error)
    }
}

/// Returns what a command's failure means to who called.
pub(super) fn execute_error(error: &ExecuteError) -> NodeError {
    match error {
        ExecuteError::NotAllowed => NodeError::new(ErrorCode::NotAllowed),
        ExecuteError::NotFound(what) => NodeError::not_found(what),
        ExecuteError::Problem(problem @ Problem::TooLong { .. }) => NodeError::new(ErrorCode::TooLarge).with_details(problem),
        ExecuteError::Problem(problem) => NodeError::bad_input(problem),
        ExecuteError::TooLarge => NodeError::new(ErrorCode::TooLarge),
        ExecuteError::QuotaReached => NodeError::new(ErrorCode::QuotaReached),
        ExecuteError::NotReady(why) if why.contains("clock") => NodeError::new(ErrorCode::ClockWrong).with_details(why),
        ExecuteError::NotReady(why) => NodeError::new(ErrorCode::NotReady).with_details(why),
        ExecuteError::Store(error) => node_error(error),
    }
}

/// Reads an id from outside.
fn parsed<T: FromStr>(text: &str, what: &str) -> Result<T, NodeError> {
    text.parse().map_err(|_| NodeError::bad_input(format!("{what} is no id")))
}

/// Reads where a list goes on.
fn cursor(before: Option<&str>) -> Result<Option<Cursor>, NodeError> {
    before.map(|text| text.parse().map_err(|_| NodeError::bad_input("before is not the next of a page"))).transpose()
}

/// Caps a limit from outside.
fn capped(limit: u32) -> usize {
    usize::try_from(limit).unwrap_or(MAX_PAGE).clamp(1, MAX_PAGE)
}

/// Returns a count as the API says it.
fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A row that was just written and must be there.
fn lost(what: &str) -> NodeError {
    NodeError::internal(format!("the {what} was written and has no row"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use allforone_core::id::{DocId, ObjRef};
    use allforone_core::time::Timestamp;

    #[test]
    fn a_failed_command_says_what_the_screen_decides_by() {
        let full = StoreError::DiskFull;
        let table = [
            (ExecuteError::NotAllowed, ErrorCode::NotAllowed),
            (ExecuteError::NotFound("room"), ErrorCode::NotFound),
            (ExecuteError::Problem(Problem::Empty("text")), ErrorCode::BadInput),
            (ExecuteError::TooLarge, ErrorCode::TooLarge),
            (ExecuteError::Problem(Problem::TooLong { what: "text", max: 8_192 }), ErrorCode::TooLarge),
            (ExecuteError::QuotaReached, ErrorCode::QuotaReached),
            (ExecuteError::NotReady("no key to write with has arrived yet"), ErrorCode::NotReady),
            (ExecuteError::NotReady("this device's clock is behind what it has already written"), ErrorCode::ClockWrong),
            (ExecuteError::Store(full), ErrorCode::DiskFull),
        ];
        for (error, code) in table {
            assert_eq!(execute_error(&error).code, code, "{error}");
        }
        let problem = execute_error(&ExecuteError::Problem(Problem::TooLong { what: "text", max: 9 }));
        assert_eq!(problem.details.as_deref(), Some("text is over 9"));
    }

    #[test]
    fn a_page_goes_on_where_its_cursor_says() {
        let at = Cursor { time: Timestamp(5), id: ObjRef { entry: [1; 16], op: 2 } };
        assert_eq!(cursor(Some(&at.to_string())), Ok(Some(at)));
        assert_eq!(cursor(None), Ok(None));
        assert_eq!(cursor(Some("?")).map_err(|error| error.code), Err(ErrorCode::BadInput));
    }

    #[test]
    fn ids_and_limits_from_outside_are_checked() {
        assert_eq!(parsed::<DocId>("nothing", "room").map_err(|error| error.code), Err(ErrorCode::BadInput));
        assert_eq!((capped(0), capped(50), capped(u32::MAX)), (1, 50, MAX_PAGE));
    }
}
