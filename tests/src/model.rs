//! What a neighbour expects to see, in plain words: the acts that were acknowledged, and from where on somebody's count no more.

use crate::world::Home;
use allforone_core::command::Command;
use allforone_core::domain::{Answer, CommentOn, EventStatus};
use allforone_core::id::{DeviceId, DocId, Lane, ObjRef, PersonId};
use allforone_core::outcome::{Made, Outcome};
use allforone_core::store::Store;
use allforone_core::sync::Digest;
use allforone_core::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// All acts, and the cuts.
#[derive(Default)]
pub struct Model {
    acts: Vec<Act>,
    /// The last entry of a device that counts.
    cuts: BTreeMap<DeviceId, u64>,
}

struct Act {
    device: DeviceId,
    person: PersonId,
    seq: u64,
    time: Timestamp,
    command: Command,
    made: Made,
}

/// What is shown.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Messages, posts and comments.
    pub texts: BTreeMap<ObjRef, Text>,
    /// Events.
    pub events: BTreeMap<DocId, Gathering>,
}

/// A message, a post or a comment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// What it says; empty where it was deleted.
    pub text: String,
    /// Whether it was changed.
    pub edited: bool,
    /// Whether it was deleted.
    pub deleted: bool,
    /// The post it stands under.
    pub under: Option<ObjRef>,
    /// Who reacted, with what.
    pub reactions: BTreeSet<(PersonId, String)>,
}

/// An event and the answers to it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Gathering {
    /// Its title.
    pub title: String,
    /// Whether it takes place; `None` where several people said so, perhaps at once.
    pub is_confirmed: Option<bool>,
    /// Who made it.
    pub by: Option<PersonId>,
    /// Who comes.
    pub answers: BTreeMap<PersonId, String>,
}

impl Model {
    /// Takes an act in that was acknowledged.
    pub fn acknowledge(&mut self, home: &Home, command: Command, outcome: &Outcome) {
        let mut content =
            outcome.publish.iter().map(allforone_core::entry::Entry::header).filter(|header| header.lane.is_content());
        if let Some(last) = content.next_back() {
            let (device, person, made) = (last.device, home.replica.person(), outcome.made);
            self.acts.push(Act { device, person, seq: last.seq, time: last.time, command, made });
        }
    }

    /// Lets what these devices did count only as far as `remover` knows it, and only what was done before `since`.
    pub fn cut(&mut self, devices: &BTreeSet<DeviceId>, since: Option<Timestamp>, remover: &Home) {
        let known = remover.replica.heads_for(Some(remover.replica.person()), &Digest::of(&[]));
        for device in devices {
            let head = known.iter().find(|head| head.log.device == *device && head.log.lane == Lane::MEMBER);
            let upto = head.map_or(0, |head| head.seq);
            // Entries that are no acts of the model, as a profile, lie between: the first act that is too late decides.
            let too_late = self.acts.iter().filter(|act| act.device == *device && since.is_some_and(|since| act.time >= since));
            let upto = too_late.map(|act| act.seq - 1).min().unwrap_or(upto).min(upto);
            self.cuts.entry(*device).and_modify(|cut| *cut = upto.min(*cut)).or_insert(upto);
        }
    }

    /// Returns what is to be seen.
    #[must_use]
    pub fn shown(&self) -> Shown {
        let mut shown = Shown::default();
        let counts = |act: &&Act| self.cuts.get(&act.device).is_none_or(|cut| act.seq <= *cut);
        // What is reacted to, commented on or answered may have been made on another home at a later hour of the model.
        let counted: Vec<&Act> = self.acts.iter().filter(counts).collect();
        for act in &counted {
            shown.make(act);
        }
        for act in &counted {
            shown.change(act);
        }
        let posts: BTreeSet<ObjRef> = shown.texts.keys().copied().collect();
        shown.texts.retain(|_, text| text.under.is_none_or(|post| posts.contains(&post)));
        shown
    }
}

impl Shown {
    fn make(&mut self, act: &Act) {
        let text = |text: &str, under| Text { text: text.to_owned(), under, ..Text::default() };
        let made = match (&act.command, act.made) {
            (Command::WriteMessage { text: said, .. }, Made::Object(id)) => Some((id, text(said, None))),
            (Command::CreateTopic { title, .. }, Made::Object(id)) => Some((id, text(title, None))),
            (Command::WritePost { fields, .. }, Made::Object(id)) => Some((id, text(&fields.title, None))),
            (Command::WriteComment { text: said, on: CommentOn::Post(post), .. }, Made::Object(id)) => {
                Some((id, text(said, Some(*post))))
            }
            (Command::CreateEvent { fields }, Made::Document(id)) => {
                let is_confirmed = Some(fields.status == EventStatus::Confirmed);
                let (title, by) = (fields.title.clone(), Some(act.person));
                self.events.insert(id, Gathering { title, is_confirmed, by, ..Gathering::default() });
                None
            }
            _ => None,
        };
        self.texts.extend(made);
    }

    fn change(&mut self, act: &Act) {
        match &act.command {
            Command::EditMessage { message: id, text } | Command::EditComment { comment: id, text } => self.edit(id, text),
            Command::EditPost { post, fields } => self.edit(post, &fields.title),
            Command::EditTopic { topic, title } => {
                if let Some(text) = self.texts.get_mut(topic).filter(|text| !text.deleted) {
                    text.text.clone_from(title);
                }
            }
            Command::DeleteMessage { message: id }
            | Command::DeletePost { post: id }
            | Command::DeleteComment { comment: id } => {
                if let Some(text) = self.texts.get_mut(id) {
                    (text.text, text.edited, text.deleted) = (String::new(), false, true);
                }
            }
            Command::React { target, emoji, on } => {
                let Some(text) = self.texts.get_mut(target) else { return };
                let reaction = (act.person, emoji.clone());
                if *on {
                    text.reactions.insert(reaction)
                } else {
                    text.reactions.remove(&reaction)
                };
            }
            Command::EditEvent { event, fields } => {
                let Some(event) = self.events.get_mut(event) else { return };
                if event.by == Some(act.person) {
                    event.title.clone_from(&fields.title);
                    event.is_confirmed = event.is_confirmed.map(|_| fields.status == EventStatus::Confirmed);
                } else {
                    event.is_confirmed = None;
                }
            }
            Command::SetRsvp { event, answer, .. } => {
                let Some(event) = self.events.get_mut(event) else { return };
                match answer {
                    Some(answer) => event.answers.insert(act.person, answer.answer.word().to_owned()),
                    None => event.answers.remove(&act.person),
                };
            }
            Command::CreateRoom { .. }
            | Command::CreateBoard { .. }
            | Command::WriteMessage { .. }
            | Command::CreateTopic { .. }
            | Command::ResolveTopic { .. }
            | Command::WritePost { .. }
            | Command::WriteComment { .. }
            | Command::CreateEvent { .. }
            | Command::Acknowledge { .. }
            | Command::AcceptAnswer { .. }
            | Command::ClosePost { .. }
            | Command::Pin { .. }
            | Command::EditOccurrence { .. }
            | Command::Help { .. }
            | Command::CreateGroup { .. }
            | Command::EditGroup { .. }
            | Command::JoinGroup { .. }
            | Command::SetProfile { .. }
            | Command::CreateInvite { .. }
            | Command::RevokeInvite { .. }
            | Command::Remove { .. }
            | Command::SetRole { .. }
            | Command::Leave { .. }
            | Command::Void { .. } => (),
        }
    }

    fn edit(&mut self, id: &ObjRef, said: &str) {
        if let Some(text) = self.texts.get_mut(id).filter(|text| !text.deleted) {
            (text.text, text.edited) = (said.to_owned(), true);
        }
    }

    /// Returns what is in one of the two alone, or other there.
    #[must_use]
    pub fn differences(mut self, other: &Self) -> Vec<String> {
        for (id, event) in &mut self.events {
            let is_open = other.events.get(id).is_some_and(|other| other.is_confirmed.is_none());
            event.is_confirmed = event.is_confirmed.filter(|_| !is_open);
        }
        let texts: BTreeSet<&ObjRef> = self.texts.keys().chain(other.texts.keys()).collect();
        let texts = texts.into_iter().map(|id| (format!("{:?}", self.texts.get(id)), format!("{:?}", other.texts.get(id))));
        let events: BTreeSet<&DocId> = self.events.keys().chain(other.events.keys()).collect();
        let events = events.into_iter().map(|id| (format!("{:?}", self.events.get(id)), format!("{:?}", other.events.get(id))));
        texts.chain(events).filter(|(mine, other)| mine != other).map(|(mine, other)| format!("{mine} | {other}")).collect()
    }

    /// Reads what the rows of a home show.
    ///
    /// # Panics
    /// Where rows cannot be read.
    #[must_use]
    pub fn of(home: &Home) -> Self {
        let index = home.replica.index(&home.disk as &dyn Store);
        let mut shown = Self::default();
        for room in index.rooms().expect("rows are readable") {
            let mut before = None;
            loop {
                let page = index.messages(room.id, before.as_ref(), 50).expect("rows are readable");
                let texts = page
                    .items
                    .iter()
                    .map(|row| (row.id, row.title.clone().unwrap_or_else(|| row.text.clone()), row.edited, row.deleted, None));
                shown.read(texts);
                before = page.next;
                if before.is_none() {
                    break;
                }
            }
        }
        for board in index.boards().expect("rows are readable") {
            for row in index.posts(Some(board.id), None, 100).expect("rows are readable").items {
                let post = row.post;
                let comments = index.thread(&CommentOn::Post(post.id)).expect("rows are readable");
                shown.read([(post.id, post.title, post.edited, post.deleted, None)]);
                shown.read(comments.into_iter().map(|row| (row.id, row.text, row.edited, row.deleted, Some(post.id))));
            }
        }
        for (id, text) in &mut shown.texts {
            let reactions = index.reactions(id).expect("rows are readable");
            text.reactions = reactions.into_iter().map(|row| (row.person, row.emoji)).collect();
        }
        for event in index.events(None, 100).expect("rows are readable") {
            let answers = index.answers(event.id).expect("rows are readable").into_iter();
            let answers = answers.map(|row| (row.person, Answer::word(row.answer).to_owned())).collect();
            let is_confirmed = Some(event.status == EventStatus::Confirmed);
            let (title, by) = (event.title, Some(event.author));
            shown.events.insert(event.id, Gathering { title, is_confirmed, by, answers });
        }
        shown
    }

    fn read(&mut self, texts: impl IntoIterator<Item = (ObjRef, String, bool, bool, Option<ObjRef>)>) {
        for (id, text, edited, deleted, under) in texts {
            self.texts.insert(id, Text { text, edited, deleted, under, ..Text::default() });
        }
    }
}
