//! Invitations opened from outside: a link in a message, a second start.
//!
//! The screens ask for the link that is there (`deep-link` plugin, `get_current`) and listen to `deep-link://new-url`.

use crate::window;
use tauri::{AppHandle, Manager as _};
use tauri_plugin_deep_link::{DeepLink, DeepLinkExt as _};

/// How links of ours begin.
const SCHEME: &str = "allforone://";

/// Shows the window whenever a link arrives.
pub(crate) fn listen(app: &AppHandle) {
    let shown = app.clone();
    app.deep_link().on_open_url(move |_| window::show(&shown));
}

/// Hands the link among `args` to the screens. The plugin itself sees a link only where it is the single argument.
pub(crate) fn open_from_args(app: &AppHandle, args: impl Iterator<Item = String>) {
    let link = args.into_iter().find(|arg| arg.starts_with(SCHEME));
    if let (Some(link), Some(plugin)) = (link, app.try_state::<DeepLink<tauri::Wry>>()) {
        plugin.handle_cli_arguments(["allforone".to_owned(), link].iter());
    }
}
