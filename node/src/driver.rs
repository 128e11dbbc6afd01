//! The one loop that owns replica and network.

use crate::handle::Running;
use crate::start::{Setup, StartError};

/// Starts a node; returns when it listens.
///
/// # Errors
/// [`StartError`]; the data folder is let go then.
#[expect(clippy::unused_async, reason = "the loop is being written")]
pub async fn start(setup: Setup) -> Result<Running, StartError> {
    drop(setup);
    Err(StartError::io("the driver", std::io::ErrorKind::Unsupported.into()))
}
