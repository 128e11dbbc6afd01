//! The one way to the driver: a bounded queue of messages.

use super::Driver;
use crate::command::Command;
use crate::error::NodeError;
use allforone_p2p as p2p;
use serde_json::Value;
use tokio::sync::{mpsc, oneshot};

/// Messages that may wait for the driver; whoever sends a further one waits.
pub(super) const QUEUE: usize = 1_024;

/// What runs once the store is durable, or has failed to become so: an answer on its way.
pub(super) type Reply = Box<dyn FnOnce(Result<(), NodeError>) + Send>;

/// A step that a session asks of the driver.
pub(super) type Step = Box<dyn FnOnce(&mut Driver) -> Reply + Send>;

/// One message to the driver.
#[expect(clippy::large_enum_variant, reason = "a message lives in a queue of bounded length")]
pub(super) enum Message {
    /// A command of the local API.
    Call {
        /// What is asked.
        command: Box<Command>,
        /// Where the answer goes once it is durable.
        reply: oneshot::Sender<Result<Value, NodeError>>,
    },
    /// Something happened on the network.
    Network(p2p::Event),
    /// A session needs an answer or brings entries.
    Step(Step),
    /// Time has passed.
    Tick,
    /// The program ends: make all durable, answer, stop.
    Stop(oneshot::Sender<()>),
}

/// A session's end of the driver's queue.
#[derive(Clone)]
pub(super) struct Link(pub(super) mpsc::Sender<Message>);

/// The driver has stopped, or could not make the step durable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the node is stopping or cannot write")]
pub(super) struct Stopped;

impl Link {
    /// Runs `step` in the driver and returns its answer; what it wrote is durable by then.
    pub(super) async fn step<T: Send + 'static>(
        &self,
        step: impl FnOnce(&mut Driver) -> T + Send + 'static,
    ) -> Result<T, Stopped> {
        let (answer, result) = oneshot::channel();
        let boxed: Step = Box::new(move |driver| {
            let value = step(driver);
            Box::new(move |durable| {
                if durable.is_ok() {
                    drop(answer.send(value));
                }
            })
        });
        self.0.send(Message::Step(boxed)).await.map_err(|_| Stopped)?;
        result.await.map_err(|_| Stopped)
    }

    /// Runs `look`, which writes nothing, in the driver and returns its answer; also where nothing becomes durable any more.
    pub(super) async fn look<T: Send + 'static>(
        &self,
        look: impl FnOnce(&mut Driver) -> T + Send + 'static,
    ) -> Result<T, Stopped> {
        let (answer, result) = oneshot::channel();
        let boxed: Step = Box::new(move |driver| {
            let value = look(driver);
            Box::new(move |_| drop(answer.send(value)))
        });
        self.0.send(Message::Step(boxed)).await.map_err(|_| Stopped)?;
        result.await.map_err(|_| Stopped)
    }
}
