//! What the screens may call: the node's one door, and its notices.

use allforone_node::error::NodeError;
use allforone_node::handle::NodeHandle;
use allforone_node::notice::Notice;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tauri::State;
use tauri::async_runtime::{JoinHandle, spawn};
use tauri::ipc::Channel;

/// Subscriptions at the same time; the oldest gives way. One window has one, or two while a page is being replaced.
const MAX_SUBSCRIPTIONS: usize = 16;

/// The running subscriptions of the window, by channel id.
#[derive(Default)]
pub(crate) struct Subscriptions(Mutex<BTreeMap<u32, JoinHandle<()>>>);

impl Subscriptions {
    fn tasks(&self) -> MutexGuard<'_, BTreeMap<u32, JoinHandle<()>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends all of them: their page is gone.
    pub(crate) fn clear(&self) {
        for (_, task) in std::mem::take(&mut *self.tasks()) {
            task.abort();
        }
    }
}

/// Runs a command of the node (`docs/api.md`).
#[tauri::command]
pub(crate) async fn rpc(node: State<'_, NodeHandle>, command: String, input: Value) -> Result<Value, NodeError> {
    node.dispatch(&command, input).await
}

/// Sends notices to `channel` until `unsubscribe` is called with its id.
#[tauri::command]
pub(crate) fn subscribe(node: State<'_, NodeHandle>, running: State<'_, Subscriptions>, channel: Channel<Notice>) -> u32 {
    let id = channel.id();
    let task = spawn(tell((*node).clone(), channel));
    let mut tasks = running.tasks();
    let surplus = (tasks.len() >= MAX_SUBSCRIPTIONS).then(|| tasks.pop_first()).flatten().map(|(_, task)| task);
    for old in surplus.into_iter().chain(tasks.insert(id, task)) {
        old.abort();
    }
    id
}

/// Ends a subscription; one that has ended already is no failure.
#[tauri::command]
pub(crate) fn unsubscribe(running: State<'_, Subscriptions>, id: u32) {
    if let Some(task) = running.tasks().remove(&id) {
        task.abort();
    }
}

/// A window that fell behind is told anew; the gap in `seq` makes it drop what it had cached.
async fn tell(node: NodeHandle, channel: Channel<Notice>) {
    loop {
        let mut listener = node.listen();
        while let Some(notice) = listener.next().await {
            if channel.send(notice).is_err() {
                return;
            }
        }
    }
}
