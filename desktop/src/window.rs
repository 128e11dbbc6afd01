//! The one window.

use crate::notifications;
use crate::rpc::Subscriptions;
use crate::tray::Tray;
use tauri::plugin::TauriPlugin;
use tauri::webview::PageLoadEvent;
use tauri::{App, AppHandle, Emitter as _, Manager as _, Url, WebviewWindowBuilder, Window, WindowEvent, Wry};
use tauri_plugin_window_state::StateFlags;

/// Label of the window in `tauri.conf.json` and in its capability.
pub(crate) const MAIN: &str = "main";

/// Event that asks the screens to show the place whose path it carries.
const OPEN_PLACE: &str = "open-place";

/// Opens the window as `tauri.conf.json` describes it; it never leaves our own pages.
///
/// - `in_background`: the window stays hidden, where the tray can bring it.
pub(crate) fn open(app: &App, in_background: bool) -> tauri::Result<()> {
    let config = app.config().app.windows.iter().find(|window| window.label == MAIN);
    let config = config.ok_or(tauri::Error::WindowNotFound)?.clone();
    let has_tray = app.try_state::<Tray>().is_some_and(|tray| tray.is_there());
    let dev_url = if tauri::is_dev() { app.config().build.dev_url.clone() } else { None };
    let window = WebviewWindowBuilder::from_config(app, &config)?
        .visible(!(in_background && has_tray))
        .on_navigation(move |url| is_own(url, dev_url.as_ref()))
        .on_page_load(|window, page| {
            if page.event() == PageLoadEvent::Started {
                window.state::<Subscriptions>().clear();
            }
        })
        .build()?;
    #[cfg(target_os = "linux")]
    crate::drawing::ease(&window)?;
    #[cfg(not(target_os = "linux"))]
    drop(window);
    Ok(())
}

/// Brings the window to the front.
pub(crate) fn show(app: &AppHandle) {
    let Some(window) = app.get_webview_window(MAIN) else { return };
    let shown = window.show().and_then(|()| window.unminimize()).and_then(|()| window.set_focus());
    if let Err(error) = shown {
        tracing::warn!("the window does not come to the front: {error}");
    }
}

/// Brings the window to the front and shows a place in it: a path of the screens, `/c/…`.
pub(crate) fn show_place(app: &AppHandle, path: &str) {
    show(app);
    if let Err(error) = app.emit_to(MAIN, OPEN_PLACE, path) {
        tracing::warn!("the window does not open a place: {error}");
    }
}

/// Hides the window instead of closing it where the tray can bring it back.
pub(crate) fn on_event(window: &Window, event: &WindowEvent) {
    if let WindowEvent::CloseRequested { api, .. } = event
        && window.try_state::<Tray>().is_some_and(|tray| tray.is_there())
        && window.hide().is_ok()
    {
        api.prevent_close();
        notifications::tell_that_it_goes_on(window.app_handle());
    }
}

/// Returns the plugin that remembers place and size. Not whether it was shown: a hidden start would look like none.
pub(crate) fn state_plugin() -> TauriPlugin<Wry> {
    tauri_plugin_window_state::Builder::default().with_state_flags(StateFlags::all() - StateFlags::VISIBLE).build()
}

/// Tells whether `url` is one of our own pages: `tauri://localhost` (Windows: `http://tauri.localhost`), in development
/// the development server.
fn is_own(url: &Url, dev_url: Option<&Url>) -> bool {
    let is_embedded = match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => url.host_str() == Some("tauri.localhost"),
        "about" => url.as_str() == "about:blank",
        _ => false,
    };
    is_embedded || dev_url.is_some_and(|dev| dev.origin() == url.origin())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_never_leaves_our_pages() {
        let own = |text: &str| is_own(&text.parse().expect("a URL"), None);
        assert!(own("tauri://localhost/communities") && own("http://tauri.localhost/"));
        for foreign in
            ["https://example.org/", "http://localhost:5173/", "file:///etc/passwd", "tauri://other/", "data:text/html,x"]
        {
            assert!(!own(foreign), "{foreign}");
        }
        let dev: Url = "http://localhost:5173/".parse().expect("a URL");
        assert!(is_own(&"http://localhost:5173/today".parse().expect("a URL"), Some(&dev)));
    }
}
