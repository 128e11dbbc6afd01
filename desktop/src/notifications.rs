//! What the shell tells through the system's notifications.

use crate::words::Words;
use std::sync::atomic::{AtomicBool, Ordering};
use tauri::{AppHandle, Manager as _};
use tauri_plugin_notification::NotificationExt as _;

static TOLD: AtomicBool = AtomicBool::new(false);

/// Says, once a run, that the program goes on without its window.
pub(crate) fn tell_that_it_goes_on(app: &AppHandle) {
    let words = *app.state::<Words>();
    if TOLD.swap(true, Ordering::Relaxed) {
        return;
    }
    let shown = app.notification().builder().title("AllForOne").body(words.goes_on).show();
    if let Err(error) = shown {
        tracing::info!("no notifications here: {error}");
    }
}
