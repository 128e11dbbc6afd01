//! A talk in a hall: numbered messages, who hears them and when, and how many copies come.
//!
//! The same talk is held over our network (`ours`) and over libp2p's gossipsub alone (`bare`), in one process, so that one
//! figure stands beside the other.

use std::future::Future;
use std::sync::Mutex;
use std::time::{Duration, Instant};

pub mod bare;
pub mod ours;

/// How two peers of a hall are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Road {
    /// TCP, Noise and Yamux.
    Tcp,
    /// QUIC v1.
    Quic,
}

/// Peers of which each can say something to all others.
pub trait Hall {
    /// Who is in it.
    fn size(&self) -> usize;
    /// Lets a peer say `message`.
    fn say(&self, speaker: usize, message: Vec<u8>) -> impl Future<Output = ()>;
    /// Copies of messages that have arrived so far, all peers together.
    fn copies(&self) -> impl Future<Output = u64>;
}

/// How much is said, and how fast.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Messages that are measured; as many as there are peers come before them, so that the mesh has its shape.
    pub messages: usize,
    /// From one message to the next.
    pub interval: Duration,
}

/// What came of a talk.
#[derive(Clone, Debug)]
pub struct Held {
    /// From saying to hearing, each message at each of the others, in milliseconds, sorted.
    pub took_ms: Vec<f64>,
    /// Copies of a message that a peer got, in the mean; 1 is the least.
    pub copies: f64,
}

/// Messages of one length: when each was said, and when it was heard.
#[derive(Debug)]
pub struct Talk {
    bytes: usize,
    /// Messages before the measured ones.
    warming: usize,
    said: Mutex<Vec<Instant>>,
    heard: Mutex<Heard>,
}

#[derive(Debug, Default)]
struct Heard {
    hearings: usize,
    took_ms: Vec<f64>,
}

impl Talk {
    /// A talk in messages of `bytes`, at least 8; the first `warming` of them are not measured.
    #[must_use]
    pub fn new(bytes: usize, warming: usize) -> Self {
        Self { bytes: bytes.max(size_of::<usize>()), warming, said: Mutex::default(), heard: Mutex::default() }
    }

    /// Notes that somebody has heard `message` now; what is none of this talk is left out.
    ///
    /// # Panics
    /// Where another holder of the talk has panicked.
    pub fn hear(&self, message: &[u8]) {
        let at = Instant::now();
        let Some(number) = message.first_chunk().map(|number| usize::from_le_bytes(*number)) else { return };
        let Some(said) = self.said.lock().expect("nobody has failed").get(number).copied() else { return };
        let mut heard = self.heard.lock().expect("nobody has failed");
        heard.hearings += 1;
        if number >= self.warming {
            heard.took_ms.push((at - said).as_secs_f64() * 1_000.0);
        }
    }

    /// Holds the talk in `hall`, whose peers hear it: everybody speaks in turn, at an even pace.
    ///
    /// # Panics
    /// Where a message does not reach everybody.
    pub async fn hold(&self, hall: &impl Hall, pace: &Pace) -> Held {
        self.speak(hall, self.warming, pace.interval).await;
        let before = quiet_copies(hall).await;
        self.speak(hall, pace.messages, pace.interval).await;
        let copies = quiet_copies(hall).await - before;
        let mut took_ms = self.heard.lock().expect("nobody has failed").took_ms.clone();
        took_ms.sort_by(f64::total_cmp);
        Held { copies: copies as f64 / took_ms.len() as f64, took_ms }
    }

    async fn speak(&self, hall: &impl Hall, messages: usize, interval: Duration) {
        let begin = Instant::now();
        for n in 0..messages {
            tokio::time::sleep_until((begin + interval * n as u32).into()).await;
            // 7 shares no factor with the size of a usual hall: neighbours in the list do not speak one after the other.
            hall.say(n * 7 % hall.size(), self.next()).await;
        }
        let all = self.said.lock().expect("nobody has failed").len() * (hall.size() - 1);
        eventually("everybody has heard all", async || self.heard.lock().expect("nobody has failed").hearings >= all).await;
    }

    /// The next message; it counts as said now.
    fn next(&self) -> Vec<u8> {
        let mut said = self.said.lock().expect("nobody has failed");
        let mut message = said.len().to_le_bytes().to_vec();
        message.resize(self.bytes, 0);
        said.push(Instant::now());
        message
    }
}

/// The copies of a hall in which no more of them arrive.
async fn quiet_copies(hall: &impl Hall) -> u64 {
    let (mut copies, mut unchanged) = (0, 0);
    eventually("no copy is under way", async || {
        let now = hall.copies().await;
        unchanged = if now == copies { unchanged + 1 } else { 0 };
        copies = now;
        unchanged >= QUIET_LOOKS
    })
    .await;
    copies
}

/// Looks in a row at which nothing has changed: a quarter of a second.
const QUIET_LOOKS: usize = 12;

/// Asks again and again until the answer is yes.
pub(crate) async fn eventually(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let asking = async {
        while !is_so().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, asking).await.unwrap_or_else(|_| panic!("not in time: {what}"));
}

const PATIENCE: Duration = Duration::from_secs(120);
