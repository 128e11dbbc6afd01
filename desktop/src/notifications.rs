//! What the shell tells through the system's notifications. A click on one opens the place it is about.

use crate::window;
use crate::words::Words;
use allforone_node::handle::NodeHandle;
use allforone_node::notice::{Alert, Notice};
use serde_json::Value;
use std::sync::atomic::{AtomicBool, Ordering};
use tauri::async_runtime::spawn;
use tauri::{AppHandle, Manager as _};
use tauri_plugin_notification::NotificationExt as _;

/// What the plugin calls a click on the notification itself.
const CLICKED: &str = "tap";
/// Name under which a notification keeps the path of its place.
const PLACE: &str = "place";

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

/// Opens the place of a notification that is clicked, also long after it was shown.
pub(crate) fn open_when_clicked(app: &AppHandle) {
    let shown = app.clone();
    let listening = app.notification().on_action(move |action| {
        if action.action_id() != CLICKED {
            return;
        }
        match action.notification().and_then(|told| told.extra().get(PLACE)).and_then(Value::as_str) {
            Some(place) => window::show_place(&shown, place),
            None => window::show(&shown),
        }
    });
    if let Err(error) = listening {
        tracing::info!("notifications cannot be clicked here: {error}");
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
    let window = app.get_webview_window(window::MAIN);
    if window.is_some_and(|window| window.is_focused().unwrap_or(false)) {
        return;
    }
    let notification = app.notification().builder().title(&alert.title).body(&alert.text).extra(PLACE, &alert.link);
    if let Err(error) = notification.show() {
        tracing::info!("no notifications here: {error}");
    }
}
