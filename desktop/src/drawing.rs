//! How the page is drawn so that an idle window costs next to nothing (Linux).
//!
//! Each blink of the caret draws a frame. Without a graphics card, composing that frame in software costs more than all
//! else that an idle window does; so the page is then drawn without composing, and a caret that nobody has used for a
//! while stands still, as in every other field of the desktop.

use gtk::prelude::{GtkSettingsExt as _, WidgetExt as _};
use gtk::{Settings, glib};
use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;
use tauri::WebviewWindow;
use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt as _, WebView, WebViewExt};

/// Where the kernel lists graphics cards.
const CARDS: &str = "/dev/dri";
/// How long the caret blinks after the last key or click: what GTK's own fields do.
const BLINKS_FOR: Duration = Duration::from_secs(10);
/// Length of a blink that does not end while the program runs, in ms. Switched off instead, the caret of WebKitGTK 2.50
/// asks for a frame all the time.
const NEVER_ENDING_MS: i32 = i32::MAX;

/// Lets the page of `window` be drawn at the least cost.
pub(crate) fn ease(window: &WebviewWindow) -> tauri::Result<()> {
    window.with_webview(|webview| {
        let page = webview.inner();
        if let Some(settings) = WebViewExt::settings(&page)
            && !has_graphics_card(Path::new(CARDS))
        {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
        if let Some(settings) = Settings::default() {
            calm_caret(&page, &settings);
        }
    })
}

/// Tells whether a graphics card can draw: a `renderD…` among `cards`.
fn has_graphics_card(cards: &Path) -> bool {
    let Ok(cards) = std::fs::read_dir(cards) else { return false };
    cards.flatten().any(|card| card.file_name().to_string_lossy().starts_with("renderD"))
}

/// Lets the caret blink only for a while after each key, click or arrival of the focus.
fn calm_caret(page: &WebView, settings: &Settings) {
    let caret =
        Rc::new(Caret { settings: settings.clone(), blink_ms: settings.gtk_cursor_blink_time(), calm: RefCell::new(None) });
    caret.stir();
    let stirring = Rc::clone(&caret);
    page.connect_key_press_event(move |_, _| {
        stirring.stir();
        glib::Propagation::Proceed
    });
    let stirring = Rc::clone(&caret);
    page.connect_button_press_event(move |_, _| {
        stirring.stir();
        glib::Propagation::Proceed
    });
    page.connect_focus_in_event(move |_, _| {
        caret.stir();
        glib::Propagation::Proceed
    });
}

/// The caret of the window's fields.
struct Caret {
    settings: Settings,
    /// What the desktop asks for.
    blink_ms: i32,
    /// Will calm it.
    calm: RefCell<Option<glib::SourceId>>,
}

impl Caret {
    /// Lets it blink, and stand still after a while.
    fn stir(self: &Rc<Self>) {
        if let Some(calm) = self.calm.take() {
            calm.remove();
        } else {
            self.settings.set_gtk_cursor_blink_time(self.blink_ms);
        }
        let caret = Rc::clone(self);
        let calm = glib::timeout_add_local_once(BLINKS_FOR, move || {
            caret.calm.take();
            caret.settings.set_gtk_cursor_blink_time(NEVER_ENDING_MS);
        });
        self.calm.replace(Some(calm));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_screen_without_a_card_that_draws_is_none() {
        let folder = std::env::temp_dir().join(format!("allforone-cards-{}", std::process::id()));
        assert!(!has_graphics_card(&folder));
        std::fs::create_dir_all(folder.join("card0")).expect("a folder");
        assert!(!has_graphics_card(&folder));
        std::fs::create_dir_all(folder.join("renderD128")).expect("a folder");
        assert!(has_graphics_card(&folder));
        std::fs::remove_dir_all(folder).expect("an end");
    }
}
