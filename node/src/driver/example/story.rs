//! What happened in the example street, in order.

use super::words::{Plan, Text};
use super::{Street, Who, document, object};
use crate::driver::commands::viewer_zone;
use crate::error::NodeError;
use allforone_core::command::{Command, EventFields, PostFields, RsvpFields};
use allforone_core::domain::{Answer, CommentOn, PostKind, When};
use allforone_core::id::{DocId, ObjRef};
use allforone_core::outcome::Made;

const DAY: u64 = 24 * 60;
const CLAIRE: Who = Who::Neighbour(0);
const YANIS: Who = Who::Neighbour(1);
const ODETTE: Who = Who::Neighbour(2);
const MINA: Who = Who::Neighbour(3);
const TOM: Who = Who::Neighbour(4);

/// Tells the story.
pub(super) fn tell(street: &mut Street<'_>) -> Result<(), NodeError> {
    let words = street.words;
    let general = document(street.act(CLAIRE, room(words.general))?)?;
    let garden = document(street.act(CLAIRE, room(words.garden))?)?;
    let board = document(street.act(CLAIRE, shelf(words.board))?)?;
    let help = document(street.act(CLAIRE, shelf(words.help))?)?;
    let party = plans(street)?;
    chat(street, general, garden)?;
    let ladder = posts(street, board, help)?;
    yesterday(street, general, garden, ladder, party)
}

/// The first days of talk.
fn chat(street: &mut Street<'_>, general: DocId, garden: DocId) -> Result<(), NodeError> {
    let words = street.words;
    let talk = [(CLAIRE, 6 * DAY), (YANIS, 6 * DAY - 40), (CLAIRE, 6 * DAY - 50), (ODETTE, 5 * DAY)];
    let mut last = None;
    for ((who, ago), text) in talk.into_iter().zip(words.talk) {
        street.ago(ago);
        last = Some(say(street, who, general, text, None)?);
    }
    street.ago(5 * DAY - 30);
    let offer = say(street, YANIS, general, words.offer, last)?;
    for who in [ODETTE, CLAIRE] {
        react(street, who, offer, "👍")?;
    }
    street.ago(5 * DAY - 90);
    say(street, MINA, general, words.offer_too, Some(offer))?;
    let sowing = [(TOM, 4 * DAY), (MINA, 4 * DAY - 200), (CLAIRE, 3 * DAY)];
    for ((who, ago), text) in sowing.into_iter().zip(words.sowing) {
        street.ago(ago);
        say(street, who, garden, text, None)?;
    }
    Ok(())
}

/// Posts with what was said about them; returns this person's own.
fn posts(street: &mut Street<'_>, board: DocId, help: DocId) -> Result<ObjRef, NodeError> {
    let words = street.words;
    street.ago(3 * DAY - 60);
    let compost = post(street, ODETTE, board, PostKind::Discussion, words.compost)?;
    for ((who, ago), text) in [(YANIS, 3 * DAY - 100), (TOM, 2 * DAY + 300)].into_iter().zip(words.compost_said) {
        street.ago(ago);
        comment(street, who, compost, text)?;
    }
    react(street, MINA, compost, "🌱")?;
    street.ago(2 * DAY + 120);
    let bike = post(street, TOM, help, PostKind::Question, words.bike)?;
    street.ago(2 * DAY + 60);
    comment(street, MINA, bike, words.bike_said)?;
    street.ago(2 * DAY);
    post(street, Who::Me, help, PostKind::Discussion, words.ladder)
}

/// The agenda; returns the party.
fn plans(street: &mut Street<'_>) -> Result<DocId, NodeError> {
    let words = street.words;
    let party = plan(street, CLAIRE, &words.party)?;
    for (who, answer, note, party_size) in [
        (YANIS, Answer::Yes, words.party_note, 3),
        (ODETTE, Answer::Yes, "", 1),
        (MINA, Answer::Maybe, "", 1),
        (Who::Me, Answer::Yes, "", 1),
    ] {
        rsvp(street, who, party, answer, note, party_size)?;
    }
    let coffee = plan(street, ODETTE, &words.coffee)?;
    for who in [CLAIRE, TOM] {
        rsvp(street, who, coffee, Answer::Yes, "", 1)?;
    }
    let water = plan(street, MINA, &words.water)?;
    rsvp(street, TOM, water, Answer::Yes, "", 1)?;
    Ok(party)
}

/// What came since this person was last there.
fn yesterday(street: &mut Street<'_>, general: DocId, garden: DocId, ladder: ObjRef, party: DocId) -> Result<(), NodeError> {
    let words = street.words;
    street.look()?;
    street.ago(15 * 60);
    post_on_first_board(street, words.outage)?;
    street.ago(11 * 60);
    comment(street, MINA, ladder, words.ladder_said)?;
    street.ago(9 * 60);
    let workshop = plan(street, TOM, &words.workshop)?;
    rsvp(street, YANIS, workshop, Answer::Yes, "", 1)?;
    street.ago(5 * 60);
    let mut fields = fields(street, &words.party)?;
    fields.place = words.party_moved.to_owned();
    street.act(CLAIRE, Command::EditEvent { event: party, fields })?;
    street.ago(4 * 60);
    say(street, TOM, garden, words.watered, None)?;
    street.ago(90);
    let me = street.driver.replicas.get(&street.community).map(allforone_core::replica::Replica::person);
    let mentions = me.into_iter().collect();
    let (room, text) = (general, words.mention.to_owned());
    street.act(YANIS, Command::WriteMessage { room, text, reply_to: None, mentions, topic: None })?;
    street.ago(35);
    say(street, ODETTE, general, words.evening, None).map(drop)
}

fn post_on_first_board(street: &mut Street<'_>, text: Text) -> Result<(), NodeError> {
    let founder = street.neighbours.first().ok_or_else(|| NodeError::internal("nobody lives here"))?;
    let boards = founder.replica.index(&founder.store).boards()?;
    let board = boards.into_iter().find(|board| board.name == street.words.board.title).map(|board| board.id);
    let board = board.ok_or_else(|| NodeError::not_found("board"))?;
    post(street, CLAIRE, board, PostKind::Announcement, text).map(drop)
}

fn room(text: Text) -> Command {
    Command::CreateRoom { name: text.title.to_owned(), purpose: text.body.to_owned() }
}

fn shelf(text: Text) -> Command {
    Command::CreateBoard { name: text.title.to_owned(), purpose: text.body.to_owned() }
}

fn say(street: &mut Street<'_>, who: Who, room: DocId, text: &str, reply_to: Option<ObjRef>) -> Result<ObjRef, NodeError> {
    let text = text.to_owned();
    object(street.act(who, Command::WriteMessage { room, text, reply_to, mentions: Vec::new(), topic: None })?)
}

fn react(street: &mut Street<'_>, who: Who, target: ObjRef, emoji: &str) -> Result<Made, NodeError> {
    street.act(who, Command::React { target, emoji: emoji.to_owned(), on: true })
}

fn post(street: &mut Street<'_>, who: Who, board: DocId, kind: PostKind, text: Text) -> Result<ObjRef, NodeError> {
    let (title, body) = (text.title.to_owned(), text.body.to_owned());
    let fields = PostFields { kind, title, body, tags: Vec::new(), ack: kind == PostKind::Announcement };
    object(street.act(who, Command::WritePost { board, fields })?)
}

fn comment(street: &mut Street<'_>, who: Who, post: ObjRef, text: &str) -> Result<ObjRef, NodeError> {
    object(street.act(who, Command::WriteComment { on: CommentOn::Post(post), text: text.to_owned(), reply_to: None })?)
}

fn plan(street: &mut Street<'_>, who: Who, plan: &Plan) -> Result<DocId, NodeError> {
    let fields = fields(street, plan)?;
    document(street.act(who, Command::CreateEvent { fields })?)
}

fn fields(street: &Street<'_>, plan: &Plan) -> Result<EventFields, NodeError> {
    let zone = viewer_zone();
    let now = i64::try_from(street.now.millis()).ok().and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
    let today = now.unwrap_or_default().to_zoned(zone.clone()).date();
    let day = today.checked_add(jiff::Span::new().days(plan.in_days)).map_err(NodeError::internal)?;
    let start = When::local(&format!("{day}T{}", plan.at), Some(zone.iana_name().unwrap_or("UTC")));
    Ok(EventFields {
        place: plan.place.to_owned(),
        description: plan.text.to_owned(),
        rrule: plan.rrule.map(str::to_owned),
        capacity: plan.seats,
        ..EventFields::new(plan.title, start.map_err(NodeError::internal)?, plan.minutes)
    })
}

fn rsvp(street: &mut Street<'_>, who: Who, event: DocId, answer: Answer, note: &str, party_size: u32) -> Result<Made, NodeError> {
    let answer = Some(RsvpFields { answer, note: note.to_owned(), party_size });
    street.act(who, Command::SetRsvp { event, occurrence: None, answer })
}
