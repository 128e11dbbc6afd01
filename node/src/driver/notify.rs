//! What the system is asked to show: what is for this person, told once, not too often, and not when they want quiet.
//!
//! ```text
//! inbox::hear ─► Heard ─┐
//! tick ─► remind ───────┴─► mute? quiet? too many? ─► Teller ─► after the turn is durable ─► Announcer
//! ```

use super::Driver;
use super::commands::{Reading, called, is_muted, speaks_french, viewer_zone};
use super::inbox::{Change, Heard};
use crate::error::NodeError;
use crate::notice::{Alert, AlertKind};
use crate::view::WaitingKind;
use allforone_core::authority::setting;
use allforone_core::domain::{Answer, CommentOn, EventStatus, PostKind, TimeZone, snippet};
use allforone_core::id::{CommunityId, DocId, ObjRef};
use allforone_core::index::AgendaRow;
use allforone_core::limits::MAX_SNIPPET_BYTES;
use allforone_core::store::{Batch, Tree, keys};
use allforone_core::time::{DAY_MS, HOUR_MS, MINUTE_MS, Timestamp};

/// Things told within [`BURST_MS`]; what else comes is found under "today".
const MAX_BURST: usize = 5;
/// How long a burst lasts.
const BURST_MS: u64 = MINUTE_MS;
/// Occurrences that are looked at for reminders.
const MAX_OCCURRENCES: usize = 200;
/// Longest time between two looks at the agenda.
const LOOK_MS: u64 = HOUR_MS;
/// Name of the last look at reminders, in this device's own tree.
const REMINDED: &str = "reminded";

/// What is to be told, and when to look at reminders again.
#[derive(Default)]
pub(super) struct Teller {
    waiting: Vec<Alert>,
    /// When the last ones were told.
    told: Vec<Timestamp>,
    /// When the next reminder is due or the agenda is to be looked at; `None`: at once.
    next_look: Option<Timestamp>,
}

impl Teller {
    /// Empties what is to be told.
    pub(super) fn take(&mut self) -> Vec<Alert> {
        std::mem::take(&mut self.waiting)
    }

    fn push(&mut self, notify: Alert, now: Timestamp) {
        self.told.retain(|told| told.plus_ms(BURST_MS) > now);
        if self.told.len() < MAX_BURST {
            self.told.push(now);
            self.waiting.push(notify);
        }
    }
}

impl Driver {
    /// Tells what was heard, where it is for this person and now is the time.
    pub(super) fn tell(&mut self, community: CommunityId, heard: &[Heard]) {
        if heard.is_empty() || !self.may_notify(&community) {
            return;
        }
        let now = self.now();
        for one in heard {
            match self.told(community, one) {
                Ok(Some(notify)) => self.teller.push(notify, now),
                Ok(None) => {}
                Err(error) => tracing::warn!(%error, "something cannot be told"),
            }
        }
    }

    /// Something of the agenda or of the settings has changed: reminders are looked at with the next tick.
    pub(super) fn reminders_changed(&mut self) {
        self.teller.next_look = None;
    }

    /// Tells of the events that begin soon; looks at the agenda only when it is time.
    pub(super) fn remind(&mut self) {
        let now = self.now();
        if self.teller.next_look.is_some_and(|next| now < next) || self.check_writable().is_err() {
            return;
        }
        if let Err(error) = self.look_ahead(now) {
            tracing::warn!(%error, "the agenda cannot be looked at for reminders");
            self.teller.next_look = Some(now.plus_ms(LOOK_MS));
        }
    }

    fn look_ahead(&mut self, now: Timestamp) -> Result<(), NodeError> {
        self.teller.next_look = Some(now.plus_ms(LOOK_MS));
        let ahead = u64::from(self.settings.reminder_minutes) * MINUTE_MS;
        if ahead == 0 {
            return Ok(());
        }
        let key = keys::of_installation(REMINDED);
        let before = self.store.get(Tree::Own, &key)?.and_then(|bytes| <[u8; 8]>::try_from(bytes).ok());
        let before = before.map_or(Timestamp(0), |bytes| Timestamp(u64::from_be_bytes(bytes)));
        let (mut due, mut told_any) = (Vec::new(), false);
        for (community, replica) in &self.replicas {
            let reading = Reading::new(replica, self.store.as_ref());
            for row in reading.index.agenda(now, now.plus_ms(ahead + LOOK_MS), &viewer_zone(), MAX_OCCURRENCES)? {
                let AgendaRow { event, occurrence } = &row;
                let comes = || reading.index.tally(event.id, occurrence.id.as_ref(), None, reading.me).map(|tally| tally.mine);
                if occurrence.status == EventStatus::Cancelled || occurrence.start_time <= now || comes()? != Some(Answer::Yes) {
                    continue;
                }
                let at = Timestamp(occurrence.start_time.0.saturating_sub(ahead));
                if at > now {
                    self.teller.next_look = self.teller.next_look.map(|next| next.min(at));
                } else if at > before {
                    told_any = true;
                    due.push((*community, self.reminder(&reading, &row)));
                }
            }
        }
        for (community, notify) in due {
            if self.may_notify(&community) {
                self.teller.push(notify, now);
            }
        }
        if told_any {
            let mut batch = Batch::new();
            batch.put(Tree::Own, key, now.0.to_be_bytes());
            self.commit(batch)?;
        }
        Ok(())
    }

    fn reminder(&self, reading: &Reading<'_>, row: &AgendaRow) -> Alert {
        let here = viewer_zone();
        let at = wall(row.occurrence.start_time, &here).map(|wall| wall.strftime("%H:%M").to_string()).unwrap_or_default();
        let place = if row.occurrence.place.is_empty() { String::new() } else { format!(", {}", row.occurrence.place) };
        let link = event_link(reading, row.event.id);
        notify(AlertKind::Reminder, reading, &row.occurrence.title, &format!("{at}{place}"), link)
    }

    /// Returns whether the system may be asked to show something of a community now.
    fn may_notify(&self, community: &CommunityId) -> bool {
        let minute = wall(self.now(), &viewer_zone())
            .map(|wall| u32::from(wall.hour().unsigned_abs()) * 60 + u32::from(wall.minute().unsigned_abs()));
        let is_quiet = self.settings.quiet_hours.is_some_and(|quiet| minute.is_some_and(|minute| quiet.holds(minute)));
        self.settings.notifications && !is_quiet && !self.examples.contains(community)
    }

    fn told(&self, community: CommunityId, heard: &Heard) -> Result<Option<Alert>, NodeError> {
        let Some(replica) = self.replicas.get(&community) else { return Ok(None) };
        let reading = Reading::new(replica, self.store.as_ref());
        match heard {
            Heard::Call(call, id) => {
                let Some(waiting) = called(*call, id, &reading)? else { return Ok(None) };
                if self.is_in_muted_place(&reading, id)? {
                    return Ok(None);
                }
                let kind = if waiting.kind == WaitingKind::Mention { AlertKind::Mention } else { AlertKind::Answer };
                let base = format!("/c/{community}");
                let parent = waiting.parent.unwrap_or_default();
                let link = match reading.index.comment(id)?.map(|comment| comment.on) {
                    None => format!("{base}/rooms/{parent}"),
                    Some(CommentOn::Post(_)) => format!("{base}/posts/{parent}"),
                    Some(CommentOn::Event(_)) => format!("{base}/agenda/{parent}"),
                };
                let text = format!("{}: {}", waiting.author_name, waiting.snippet);
                Ok(Some(notify(kind, &reading, &waiting.title, &text, link)))
            }
            Heard::Post(id) => {
                let post = reading.index.post(id)?.map(|row| row.post).filter(|post| post.kind == PostKind::Announcement);
                let Some(post) = post else { return Ok(None) };
                // What asks everybody to read it is told also by a mute board.
                if !post.ack && self.is_muted(&reading, post.board)? {
                    return Ok(None);
                }
                let text = format!("{}: {}", reading.name(post.author)?, post.snippet());
                Ok(Some(notify(AlertKind::Announcement, &reading, &post.title, &text, format!("/c/{community}/posts/{id}"))))
            }
            Heard::Event(id, change) => {
                let Some(event) = reading.index.event(*id)? else { return Ok(None) };
                let answers = reading.index.answers(*id)?;
                if !answers.iter().any(|answer| answer.person == reading.me && answer.answer != Answer::No) {
                    return Ok(None);
                }
                let is_french = speaks_french(self.settings.language);
                let (kind, text) = match (change, is_french) {
                    (Change::Changed, true) => (AlertKind::EventChanged, "La date, l’heure ou le lieu a changé."),
                    (Change::Changed, false) => (AlertKind::EventChanged, "The date, time or place has changed."),
                    (Change::Reworded, _) => return Ok(None),
                    (Change::Cancelled, true) => (AlertKind::EventCancelled, "Ce rendez-vous est annulé."),
                    (Change::Cancelled, false) => (AlertKind::EventCancelled, "This event is cancelled."),
                };
                Ok(Some(notify(kind, &reading, &event.title, text, event_link(&reading, *id))))
            }
        }
    }

    /// Returns whether a message, or a comment under a post, is where this person wants to hear nothing of.
    fn is_in_muted_place(&self, reading: &Reading<'_>, id: &ObjRef) -> Result<bool, NodeError> {
        if let Some(message) = reading.index.message(id)? {
            return self.is_muted(reading, message.room);
        }
        let Some(CommentOn::Post(post)) = reading.index.comment(id)?.map(|comment| comment.on) else { return Ok(false) };
        let Some(row) = reading.index.post(&post)? else { return Ok(false) };
        self.is_muted(reading, row.post.board)
    }

    fn is_muted(&self, reading: &Reading<'_>, place: DocId) -> Result<bool, NodeError> {
        Ok(is_muted(&reading.replica.community(), place, self.store.as_ref())?)
    }
}

fn event_link(reading: &Reading<'_>, event: DocId) -> String {
    format!("/c/{}/agenda/{event}", reading.replica.community())
}

fn notify(kind: AlertKind, reading: &Reading<'_>, title: &str, text: &str, link: String) -> Alert {
    let title = format!("{} · {title}", reading.replica.setting(setting::NAME));
    let community = reading.replica.community().to_string();
    Alert { seq: 0, kind, community, title: snippet(&title, MAX_SNIPPET_BYTES), text: snippet(text, 2 * MAX_SNIPPET_BYTES), link }
}

fn wall(time: Timestamp, zone: &TimeZone) -> Option<jiff::Zoned> {
    let ms = i64::try_from(time.millis()).ok()?;
    jiff::Timestamp::from_millisecond(ms).ok().map(|time| time.to_zoned(zone.clone()))
}

/// A day is longer than any burst, and a look comes within it.
const _: () = assert!(BURST_MS < DAY_MS && LOOK_MS < DAY_MS);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::QuietHours;

    fn one() -> Alert {
        let text = String::new;
        Alert { seq: 0, kind: AlertKind::Mention, community: text(), title: text(), text: text(), link: text() }
    }

    #[test]
    fn a_storm_is_told_a_few_times_a_minute() {
        let mut teller = Teller::default();
        for n in 0..100 {
            teller.push(one(), Timestamp(n));
        }
        assert_eq!(teller.take().len(), MAX_BURST);
        teller.push(one(), Timestamp(BURST_MS + 200));
        assert_eq!(teller.take().len(), 1, "a minute later there is room again");
    }

    #[test]
    fn quiet_hours_go_over_midnight() {
        let night = QuietHours { from: 22 * 60, to: 7 * 60 };
        assert!(night.holds(23 * 60) && night.holds(0) && night.holds(7 * 60 - 1));
        assert!(!night.holds(7 * 60) && !night.holds(12 * 60));
        let noon = QuietHours { from: 12 * 60, to: 14 * 60 };
        assert!(noon.holds(13 * 60) && !noon.holds(14 * 60) && !noon.holds(0));
    }
}
