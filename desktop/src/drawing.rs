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
    let settings = settings.clone();
    let blink_ms = settings.gtk_cursor_blink_time();
    let caret = Rc::new(Caret {
        blink_ms,
        blinks_for: BLINKS_FOR,
        blink: Box::new(move |ms| settings.set_gtk_cursor_blink_time(ms)),
        calm: RefCell::new(None),
    });
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
    /// What the desktop asks for.
    blink_ms: i32,
    /// How long it blinks after it was used.
    blinks_for: Duration,
    /// Sets the length of a blink, in ms.
    blink: Box<dyn Fn(i32)>,
    /// Will calm it.
    calm: RefCell<Option<glib::SourceId>>,
}

impl Caret {
    /// Lets it blink, and stand still after a while.
    fn stir(self: &Rc<Self>) {
        if let Some(calm) = self.calm.take() {
            calm.remove();
        } else {
            (self.blink)(self.blink_ms);
        }
        let caret = Rc::clone(self);
        let calm = glib::timeout_add_local_once(self.blinks_for, move || {
            caret.calm.take();
            (caret.blink)(NEVER_ENDING_MS);
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

    #[test]
    fn a_caret_blinks_with_each_key_and_stands_still_when_nobody_uses_it() {
        // The one that timeouts belong to, whoever asks for them; nothing else in these tests turns it.
        let context = glib::MainContext::default();
        let _turning = context.acquire().expect("no other thread turns it");
        let set = Rc::new(RefCell::new(Vec::new()));
        let heard = Rc::clone(&set);
        let caret = Rc::new(Caret {
            blink_ms: 1200,
            blinks_for: Duration::from_millis(1),
            blink: Box::new(move |ms| heard.borrow_mut().push(ms)),
            calm: RefCell::new(None),
        });
        let until_calm = || {
            while caret.calm.borrow().is_some() {
                context.iteration(true);
            }
        };
        caret.stir();
        caret.stir();
        assert_eq!(*set.borrow(), [1200], "it blinks on while it is used");
        until_calm();
        assert_eq!(*set.borrow(), [1200, NEVER_ENDING_MS]);
        caret.stir();
        until_calm();
        assert_eq!(*set.borrow(), [1200, NEVER_ENDING_MS, 1200, NEVER_ENDING_MS]);
    }
}
