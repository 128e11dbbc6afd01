//! A node without network in a folder of its own, for tests of commands.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use crate::error::{ErrorCode, NodeError};
use crate::handle::NodeHandle;
use crate::start::Setup;
use serde_json::{Value, json};

/// The node and its folder.
pub(super) struct Alone {
    pub(super) node: NodeHandle,
    folder: tempfile::TempDir,
}

impl Alone {
    /// Starts a node that has nothing.
    pub(super) async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { node: start_in(folder.path()).await, folder }
    }

    /// Ends the node and starts it again on the same data.
    pub(super) async fn restart(self) -> Self {
        self.restart_when(|| true).await
    }

    /// Does the same once the ended node has let go of something.
    pub(super) async fn restart_when(self, is_free: impl Fn() -> bool) -> Self {
        self.node.stop().await;
        self.node.ended().await;
        while !is_free() {
            tokio::task::yield_now().await;
        }
        Self { node: start_in(self.folder.path()).await, folder: self.folder }
    }

    /// Calls a command.
    pub(super) async fn try_call(&self, command: &str, input: Value) -> Result<Value, NodeError> {
        self.node.dispatch(command, input).await
    }

    /// Calls a command that must succeed.
    pub(super) async fn call(&self, command: &str, input: Value) -> Value {
        self.try_call(command, input.clone()).await.unwrap_or_else(|error| panic!("{command} {input}: {error:?}"))
    }

    /// Calls a command that must fail; returns its code.
    pub(super) async fn refused(&self, command: &str, input: Value) -> ErrorCode {
        self.try_call(command, input).await.expect_err("it is refused").code
    }

    /// Makes the example community and returns its id.
    pub(super) async fn example(&self, lang: &str) -> String {
        self.call("example_create", json!({ "lang": lang })).await["id"].as_str().unwrap().to_owned()
    }

    /// Founds a community and returns its id.
    pub(super) async fn found(&self) -> String {
        let input = json!({"name": "Rue", "kind": "neighbourhood", "display_name": "Ana"});
        self.call("community_create", input).await["id"].as_str().unwrap().to_owned()
    }

    /// Returns a path in a folder that ends with the test.
    pub(super) fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }
}

async fn start_in(folder: &std::path::Path) -> NodeHandle {
    let setup = Setup::prepare(&folder.join("data"), Some(&folder.join("key")), None).unwrap();
    super::start(setup).await.unwrap().handle
}
