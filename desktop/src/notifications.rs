//! What the shell tells through the system's notifications.

use crate::words::Words;
use allforone_node::handle::NodeHandle;
use allforone_node::notice::{Alert, Notice};
use std::sync::atomic::{AtomicBool, Ordering};
use tauri::async_runtime::spawn;
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

/// Shows what the node says is for this person, for as long as the program runs; not while the window is looked at.
pub(crate) fn follow(app: AppHandle, node: NodeHandle) {
    spawn(async move {
        loop {
            // Whoever fell behind listens anew: what was missed is found in the window.
            let mut listener = node.listen();
            while let Some(notice) = listener.next().await {
                if let Notice::Notify(alert) = notice {
                    show(&app, &alert);
                }
            }
        }
    });
}

fn show(app: &AppHandle, alert: &Alert) {
    let window = app.get_webview_window(crate::window::MAIN);
    if window.is_some_and(|window| window.is_focused().unwrap_or(false)) {
        return;
    }
    if let Err(error) = app.notification().builder().title(&alert.title).body(&alert.text).show() {
        tracing::info!("no notifications here: {error}");
    }
}
