//! The icon in the tray: opens the window, ends the program. Everything works without it.

use crate::window;
use crate::words::Words;
use std::panic::{AssertUnwindSafe, catch_unwind};
use tauri::menu::{Menu, MenuEvent, MenuItem};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{App, AppHandle};

const OPEN: &str = "open";
const QUIT: &str = "quit";

/// The icon, where the system has a place for it.
pub(crate) struct Tray(Option<TrayIcon>);

impl Tray {
    /// Puts the icon into the tray, or says in the log why not.
    pub(crate) fn build(app: &App, words: Words) -> Self {
        // The library behind it panics where libayatana-appindicator is not installed.
        let built = catch_unwind(AssertUnwindSafe(|| build(app, words)));
        let reason = match built {
            Ok(Ok(icon)) => return Self(Some(icon)),
            Ok(Err(error)) => error.to_string(),
            Err(_) => "its library is missing".to_owned(),
        };
        tracing::info!("no tray: {reason}; closing the window ends the program");
        Self(None)
    }

    /// Tells whether the icon is there.
    pub(crate) const fn is_there(&self) -> bool {
        self.0.is_some()
    }
}

fn build(app: &App, words: Words) -> tauri::Result<TrayIcon> {
    let open = MenuItem::with_id(app, OPEN, words.open, true, None::<&str>)?;
    let quit = MenuItem::with_id(app, QUIT, words.quit, true, None::<&str>)?;
    let menu = Menu::with_items(app, &[&open, &quit])?;
    let mut tray = TrayIconBuilder::new().menu(&menu).tooltip("AllForOne").show_menu_on_left_click(false);
    if let Some(icon) = app.default_window_icon() {
        tray = tray.icon(icon.clone());
    }
    tray.on_menu_event(on_menu).on_tray_icon_event(on_click).build(app)
}

fn on_menu(app: &AppHandle, event: MenuEvent) {
    match event.id().as_ref() {
        OPEN => window::show(app),
        QUIT => app.exit(0),
        _ => {}
    }
}

fn on_click(tray: &TrayIcon, event: TrayIconEvent) {
    if let TrayIconEvent::Click { button: MouseButton::Left, button_state: MouseButtonState::Up, .. } = event {
        window::show(tray.app_handle());
    }
}
