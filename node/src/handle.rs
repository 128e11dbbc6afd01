//! What a window or a server holds of a running node.

use crate::announcer::{Announcer, Listener, Notices};
use crate::command::Command;
use crate::error::{ErrorCode, NodeError};
use serde_json::Value;
use tokio::sync::{mpsc, oneshot};

/// Commands that may wait for the driver; whoever sends more waits in line.
pub const REQUEST_QUEUE: usize = 256;

/// What reaches the driver.
pub enum Request {
    /// Run a command and answer when its effect is durable. A reply that nobody waits for any more is no failure.
    Call {
        /// The command.
        command: Box<Command>,
        /// Where its output goes.
        reply: oneshot::Sender<Result<Value, NodeError>>,
    },
    /// Leave the network, bring everything to disk, answer, end.
    Stop {
        /// Told when all is done.
        done: oneshot::Sender<()>,
    },
}

/// The one way to a running node. Clones reach the same node.
#[derive(Clone)]
pub struct NodeHandle {
    requests: mpsc::Sender<Request>,
    notices: Notices,
}

impl NodeHandle {
    /// Returns a handle, what its driver listens to, and what its driver speaks through.
    ///
    /// # Panics
    /// Outside a Tokio runtime.
    #[must_use]
    pub fn pair() -> (Self, mpsc::Receiver<Request>, Announcer) {
        let (requests, inbox) = mpsc::channel(REQUEST_QUEUE);
        let announcer = Announcer::new();
        (Self { requests, notices: announcer.notices() }, inbox, announcer)
    }

    /// Runs the command called `name` with JSON in and out: the one door of every transport.
    ///
    /// # Errors
    /// `unknown_command`, `bad_input`, whatever the command answers, and `not_ready` where the node has ended.
    pub async fn dispatch(&self, name: &str, input: Value) -> Result<Value, NodeError> {
        let command = Box::new(Command::parse(name, input)?);
        let (reply, answer) = oneshot::channel();
        let ended = || NodeError::new(ErrorCode::NotReady).with_details("the node has ended");
        self.requests.send(Request::Call { command, reply }).await.map_err(|_| ended())?;
        answer.await.map_err(|_| ended())?
    }

    /// Returns a new listener of what changes.
    #[must_use]
    pub fn listen(&self) -> Listener {
        self.notices.listen()
    }

    /// Ends the node and waits until everything is on disk.
    pub async fn stop(&self) {
        let (done, ended) = oneshot::channel();
        if self.requests.send(Request::Stop { done }).await.is_ok() {
            // A driver that ends without an answer has ended all the same.
            let _ = ended.await;
        }
    }

    /// Waits until the driver has ended, by [`NodeHandle::stop`] or by a fault.
    pub async fn ended(&self) {
        self.requests.closed().await;
    }
}

/// A node that is ready.
pub struct Running {
    /// The way to it.
    pub handle: NodeHandle,
    /// Its network name; empty where it runs without network.
    pub peer_id: String,
    /// Multiaddresses under which others can dial it.
    pub addresses: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[tokio::test]
    async fn a_command_reaches_the_driver_and_its_answer_comes_back() {
        let (handle, mut inbox, _announcer) = NodeHandle::pair();
        let driver = tokio::spawn(async move {
            while let Some(request) = inbox.recv().await {
                match request {
                    Request::Call { command, reply } => {
                        let _ = reply.send(Ok(json!(command.name())));
                    }
                    Request::Stop { done } => {
                        let _ = done.send(());
                        return;
                    }
                }
            }
        });
        assert_eq!(handle.dispatch("peers", json!({})).await, Ok(json!("peers")));
        let unknown = handle.dispatch("peer", json!({})).await.map_err(|error| error.code);
        assert_eq!(unknown, Err(ErrorCode::UnknownCommand));
        handle.stop().await;
        driver.await.expect("the driver does not panic");
        handle.ended().await;
        let late = handle.dispatch("peers", json!({})).await.map_err(|error| error.code);
        assert_eq!(late, Err(ErrorCode::NotReady), "a node that has ended says so");
    }
}
