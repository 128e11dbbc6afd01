//! Turns: take what has gathered, run it, sync once, let it out.

use super::Driver;
use super::gossip;
use super::link::{Message, Reply};
use super::opening::close_store;
use crate::command::{Command, Node as _};
use crate::error::NodeError;
use serde_json::Value;
use tokio::sync::mpsc::{self, error::TryRecvError};
use tokio::sync::oneshot;

/// How long after the start the words for searching are read, where nobody searches before.
const WORDS_AFTER_MS: u64 = 5_000;
/// Messages of one turn. More would make the first of them wait for the last.
const MAX_TURN: usize = 64;

/// Runs turns until the program ends.
pub(super) fn run(mut driver: Driver, mut inbox: mpsc::Receiver<Message>) {
    loop {
        let Some(first) = wait(&mut driver, &mut inbox) else { return };
        if let Some(done) = turn(&mut driver, &mut inbox, first) {
            driver.recover_at_once();
            driver.close();
            drop(driver);
            let _ = done.send(());
            return;
        }
    }
}

/// Waits for a message; does what can be done in the background meanwhile.
fn wait(driver: &mut Driver, inbox: &mut mpsc::Receiver<Message>) -> Option<Message> {
    loop {
        driver.recover_at_once();
        match inbox.try_recv() {
            Ok(message) => return Some(message),
            Err(TryRecvError::Disconnected) => return None,
            Err(TryRecvError::Empty) if driver.rebuild_a_little() => {
                let durable = driver.make_durable();
                driver.let_out(&durable);
            }
            Err(TryRecvError::Empty) if driver.read_words_a_little() => (),
            Err(TryRecvError::Empty) => return inbox.blocking_recv(),
        }
    }
}

/// Runs one turn; returns whom to tell where it was the last.
fn turn(driver: &mut Driver, inbox: &mut mpsc::Receiver<Message>, first: Message) -> Option<oneshot::Sender<()>> {
    let mut replies: Vec<Reply> = Vec::new();
    let mut stop = None;
    let mut next = Some(first);
    while let Some(message) = next {
        match message {
            Message::Stop(done) => {
                driver.save_book();
                stop = Some(done);
            }
            Message::Call { command, reply } => {
                if let Command::export(input) = *command {
                    driver.start_export(input, reply);
                } else {
                    replies.push(call(driver, *command, reply));
                }
            }
            Message::Network(event) => driver.on_network(event),
            Message::Step(step) => replies.push(step(driver)),
            Message::Tick => driver.on_tick(),
        }
        // After a failed write the turn ends: what comes next shall find a store that was opened anew.
        let goes_on = replies.len() < MAX_TURN && stop.is_none() && !driver.has_just_failed();
        next = if goes_on { inbox.try_recv().ok() } else { None };
    }
    let durable = driver.make_durable();
    driver.let_out(&durable);
    for reply in replies {
        reply(durable.clone());
    }
    stop
}

/// Runs a command; returns its answer on its way.
fn call(driver: &mut Driver, command: Command, reply: oneshot::Sender<Result<Value, NodeError>>) -> Reply {
    let before = std::mem::take(&mut driver.is_dirty);
    let answer = driver.check_readable().and_then(|()| driver.call(command));
    driver.doubt_store(&answer);
    let has_written = driver.is_dirty;
    driver.is_dirty |= before;
    // What only read is answered also where nothing becomes durable any more.
    Box::new(move |durable| {
        let answer = if has_written { durable.and(answer) } else { answer };
        drop(reply.send(answer));
    })
}

impl Driver {
    /// Makes durable what was committed. Where that fails, nothing goes out until the store was opened anew.
    fn make_durable(&mut self) -> Result<(), NodeError> {
        if std::mem::take(&mut self.is_dirty)
            && let Err(error) = self.store.sync()
        {
            self.store_failed(&error);
        }
        self.check_durable()
    }

    /// Leaves the mark of a clean end, where memory and disk are the same.
    fn close(&mut self) {
        if self.check_durable().is_ok() {
            let mark = self.nonce().first_chunk::<16>().copied().unwrap_or_default();
            close_store(&self.folder, self.store.as_mut(), mark);
        }
    }

    /// Lets out what is durable: gossip to the neighbours, notices to the screens.
    fn let_out(&mut self, durable: &Result<(), NodeError>) {
        let outbox = std::mem::take(&mut self.outbox);
        if durable.is_ok() {
            gossip::publish(self, &outbox);
        }
        let changed = std::mem::take(&mut self.changed);
        if !changed.is_empty() {
            self.announcer.changed(changed);
        }
        let told = self.teller.take();
        if durable.is_ok() {
            self.announcer.notify(told);
        }
    }

    /// Rebuilds one document of one community; returns whether there was one.
    fn rebuild_a_little(&mut self) -> bool {
        if self.check_writable().is_err() {
            return false;
        }
        let due = self.replicas.iter().find(|(_, replica)| replica.has_rebuilds()).map(|(id, _)| *id);
        let Some(community) = due else { return false };
        let Some(replica) = self.replicas.get_mut(&community) else { return false };
        match replica.rebuild_step(self.store.as_mut()) {
            Ok(mut outcome) => {
                // A document that is judged again names all that it holds; nothing of it has just come.
                outcome.fresh.clear();
                self.take_over(community, &mut outcome);
            }
            Err(error) => {
                self.store_failed(&error);
                return false;
            }
        }
        true
    }

    fn on_tick(&mut self) {
        self.tick_peers();
        self.remind();
        self.tick_book();
        self.tick_recovery();
        self.tick_words();
    }

    /// Begins to read what is searched, once the first screens have what they need.
    fn tick_words(&mut self) {
        if self.now() >= self.started.plus_ms(WORDS_AFTER_MS) {
            self.replicas.keys().for_each(|community| self.searches.begin(*community));
        }
    }
}
