//! Brings notices from the driver to every listener: gathered, numbered, bounded.
//!
//! The driver never waits here: it drops subjects into one bounded set. A task empties the set: at once as long as the
//! conversation is a human one, in a storm every [`GATHER_MS`].

use crate::notice::{Alert, Changed, Notice, Reach};
use crate::subject::Subject;
use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{Notify, broadcast};
use tokio::task::AbortHandle;

/// Time between two frames in a storm, in milliseconds: faster than an eye, slow enough for a screen to redraw.
pub const GATHER_MS: u64 = 50;
/// Frames that may go at once before a storm is one: a message with its acknowledgements from some neighbours.
const BURST: u32 = 8;
/// Time in which one frame of the burst is earned back, in milliseconds.
const EARN_MS: u64 = 25;
/// Subjects of one frame; more become `["all"]`, since asking everything anew is cheaper than so many single questions.
pub const MAX_SUBJECTS: usize = 64;
/// Things for the system to show that wait for the next frame; the oldest give way.
pub const MAX_ALERTS: usize = 16;
/// Frames that a listener may be behind before it is cut off; at least twelve seconds of steady change.
pub const LISTENER_QUEUE: usize = 256;

/// The driver's end: says what changed. Clones speak into the same stream.
#[derive(Clone)]
pub struct Announcer {
    shared: Arc<Shared>,
    _task: Arc<EndTask>,
}

impl Announcer {
    /// Opens a stream and starts its task.
    ///
    /// # Panics
    /// Outside a Tokio runtime.
    #[must_use]
    pub fn new() -> Self {
        let shared = Arc::new(Shared {
            board: Mutex::new(Board::default()),
            wake: Notify::new(),
            frames: broadcast::channel(LISTENER_QUEUE).0,
        });
        let task = tokio::spawn(spread(Arc::clone(&shared)));
        Self { shared, _task: Arc::new(EndTask(task.abort_handle())) }
    }

    /// Says that the screens of `subjects` are out of date. What belongs together is said in one call.
    pub fn changed(&self, subjects: impl IntoIterator<Item = Subject>) {
        self.shared.board().gathered.extend(subjects);
        self.shared.wake.notify_one();
    }

    /// Says how many peers are connected now.
    pub fn connected(&self, peers: u32) {
        let mut board = self.shared.board();
        if board.connected != peers {
            board.connected = peers;
            board.reach_is_new = true;
            drop(board);
            self.shared.wake.notify_one();
        }
    }

    /// Hands over what the system may show; each becomes a frame of its own.
    pub fn notify(&self, told: impl IntoIterator<Item = Alert>) {
        let mut board = self.shared.board();
        board.told.extend(told);
        while board.told.len() > MAX_ALERTS {
            board.told.pop_front();
        }
        if !board.told.is_empty() {
            drop(board);
            self.shared.wake.notify_one();
        }
    }

    /// Returns the listeners' end.
    #[must_use]
    pub fn notices(&self) -> Notices {
        Notices(Arc::clone(&self.shared))
    }
}

impl Default for Announcer {
    fn default() -> Self {
        Self::new()
    }
}

/// The listeners' end of a stream; each listener gets every frame from then on.
#[derive(Clone)]
pub struct Notices(Arc<Shared>);

impl Notices {
    /// Returns a new listener. Its first frame is a status, with the `seq` after which its frames go on.
    #[must_use]
    pub fn listen(&self) -> Listener {
        let board = self.0.board();
        let first = Notice::Status(Reach { seq: board.seq, connected: board.connected });
        Listener { first: Some(first), frames: self.0.frames.subscribe() }
    }
}

/// One who listens.
pub struct Listener {
    first: Option<Notice>,
    frames: broadcast::Receiver<Notice>,
}

impl Listener {
    /// Waits for the next frame. `None` where this listener fell [`LISTENER_QUEUE`] frames behind: it has to listen anew
    /// and drop what it had cached.
    pub async fn next(&mut self) -> Option<Notice> {
        match self.first.take() {
            Some(first) => Some(first),
            None => self.frames.recv().await.ok(),
        }
    }
}

struct Shared {
    board: Mutex<Board>,
    wake: Notify,
    frames: broadcast::Sender<Notice>,
}

impl Shared {
    fn board(&self) -> MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Default)]
struct Board {
    gathered: Gathered,
    told: VecDeque<Alert>,
    seq: u64,
    connected: u32,
    reach_is_new: bool,
}

impl Board {
    fn number(&mut self) -> u64 {
        self.seq += 1;
        self.seq
    }
}

/// Subjects of the next frame, at most [`MAX_SUBJECTS`].
#[derive(Default)]
struct Gathered {
    subjects: BTreeSet<Subject>,
    all: bool,
}

impl Gathered {
    fn extend(&mut self, subjects: impl IntoIterator<Item = Subject>) {
        for subject in subjects {
            self.all = self.all || subject == Subject::All || self.is_full_for(&subject);
            if self.all {
                self.subjects.clear();
                return;
            }
            self.subjects.insert(subject);
        }
    }

    fn is_full_for(&self, subject: &Subject) -> bool {
        self.subjects.len() == MAX_SUBJECTS && !self.subjects.contains(subject)
    }

    /// Empties it; `None` where nothing was said.
    fn take(&mut self) -> Option<Vec<Subject>> {
        let Self { subjects, all } = std::mem::take(self);
        match (all, subjects.is_empty()) {
            (true, _) => Some(vec![Subject::All]),
            (false, true) => None,
            (false, false) => Some(subjects.into_iter().collect()),
        }
    }
}

/// Sends what was gathered; rests for [`GATHER_MS`] once the burst is used up.
async fn spread(shared: Arc<Shared>) {
    // The moment at which the whole burst is earned back (generic cell rate algorithm).
    let mut earned = Instant::now();
    loop {
        shared.wake.notified().await;
        send_gathered(&shared);
        let now = Instant::now();
        earned = earned.max(now) + Duration::from_millis(EARN_MS);
        if earned.duration_since(now) > Duration::from_millis(EARN_MS) * BURST {
            tokio::time::sleep(Duration::from_millis(GATHER_MS)).await;
        }
    }
}

/// Numbers and sends under the lock, so that a new listener's first `seq` fits with its next frame.
fn send_gathered(shared: &Shared) {
    let mut board = shared.board();
    let mut frames = Vec::new();
    if let Some(subjects) = board.gathered.take() {
        frames.push(Notice::Changed(Changed { seq: board.number(), subjects }));
    }
    if std::mem::take(&mut board.reach_is_new) {
        let (seq, connected) = (board.number(), board.connected);
        frames.push(Notice::Status(Reach { seq, connected }));
    }
    while let Some(told) = board.told.pop_front() {
        let seq = board.number();
        frames.push(Notice::Notify(Alert { seq, ..told }));
    }
    for frame in frames {
        // Nobody listening is no failure: whoever comes asks for everything.
        let _ = shared.frames.send(frame);
    }
}

struct EndTask(AbortHandle);

impl Drop for EndTask {
    fn drop(&mut self) {
        self.0.abort();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(n: usize) -> Subject {
        Subject::Messages("c".into(), n.to_string())
    }

    #[test]
    fn sixty_four_subjects_are_named_and_one_more_is_all() {
        let mut gathered = Gathered::default();
        gathered.extend((0..MAX_SUBJECTS).map(room));
        gathered.extend((0..MAX_SUBJECTS).map(room));
        assert_eq!(gathered.take().map(|subjects| subjects.len()), Some(MAX_SUBJECTS), "the same subject counts once");
        gathered.extend((0..=MAX_SUBJECTS).map(room));
        gathered.extend([room(1)]);
        assert_eq!(gathered.take(), Some(vec![Subject::All]));
        assert_eq!(gathered.take(), None, "it is empty afterwards");
    }

    #[tokio::test]
    async fn a_listener_starts_with_the_state_and_sees_no_gap() {
        let announcer = Announcer::new();
        announcer.connected(3);
        let mut early = announcer.notices().listen();
        let first = early.next().await.expect("the first frame is there at once");
        let mut seq = first.seq();
        for n in 0..5 {
            announcer.changed([room(n)]);
            while let Some(notice) = early.next().await {
                assert_eq!(notice.seq(), seq + 1, "numbers go up by one");
                seq = notice.seq();
                if matches!(notice, Notice::Changed(_)) {
                    break;
                }
            }
        }
        let late = announcer.notices().listen().next().await;
        assert_eq!(late, Some(Notice::Status(Reach { seq, connected: 3 })), "a late one starts where the others are");
    }

    #[tokio::test]
    async fn a_storm_becomes_few_frames() {
        let announcer = Announcer::new();
        let mut listener = announcer.notices().listen();
        listener.next().await.expect("the first frame is there at once");
        let begin = Instant::now();
        let storm = tokio::spawn({
            let announcer = announcer.clone();
            async move {
                for n in 0..20_000 {
                    announcer.changed([room(n % 10)]);
                    tokio::task::yield_now().await;
                }
                announcer.changed([Subject::Settings]);
            }
        });
        let mut frames = 0;
        while let Some(notice) = listener.next().await {
            frames += 1;
            if matches!(&notice, Notice::Changed(changed) if changed.subjects.contains(&Subject::Settings)) {
                break;
            }
        }
        storm.await.expect("the storm does not panic");
        let longest = begin.elapsed().as_millis() / u128::from(EARN_MS) + 1 + u128::from(BURST);
        assert!(frames <= longest, "{frames} frames in {} ms", begin.elapsed().as_millis());
    }

    #[tokio::test]
    async fn what_people_do_is_told_at_once() {
        let announcer = Announcer::new();
        let mut listener = announcer.notices().listen();
        listener.next().await.expect("the first frame is there at once");
        for n in 0..BURST as usize {
            announcer.changed([room(n)]);
            let Some(Notice::Changed(changed)) = listener.next().await else { panic!("a change is told") };
            assert_eq!(changed.subjects, [room(n)], "nothing waits for company");
        }
    }

    #[tokio::test]
    async fn who_falls_behind_is_cut_off() {
        let announcer = Announcer::new();
        let mut slow = announcer.notices().listen();
        slow.next().await.expect("the first frame is there at once");
        for _ in 0..=LISTENER_QUEUE {
            announcer.changed([Subject::Peers]);
            send_gathered(&announcer.shared);
        }
        assert_eq!(slow.next().await, None, "it missed a frame");
    }

    #[test]
    fn frames_look_as_the_contract_says() {
        let changed = Notice::Changed(Changed { seq: 7, subjects: vec![room(1), Subject::All] });
        assert_eq!(
            serde_json::to_value(changed).expect("plain values serialise"),
            serde_json::json!({"type": "changed", "seq": 7, "subjects": [["messages", "c", "1"], ["all"]]})
        );
        let status = Notice::Status(Reach { seq: 8, connected: 2 });
        assert_eq!(
            serde_json::to_value(status).expect("plain values serialise"),
            serde_json::json!({"type": "status", "seq": 8, "connected": 2})
        );
    }
}
