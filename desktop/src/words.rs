//! The few words that the shell itself says; all others are the screens'.

use allforone_node::handle::NodeHandle;
use serde_json::{Value, json};

/// The shell's words in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Words {
    /// Opens the window, in the tray.
    pub(crate) open: &'static str,
    /// Ends the program, in the tray.
    pub(crate) quit: &'static str,
    /// Says that the program goes on without its window.
    pub(crate) goes_on: &'static str,
    /// Title of the dialog that asks where to save a file.
    pub(crate) save: &'static str,
    /// Title of the dialog that asks for a folder.
    pub(crate) folder: &'static str,
    /// Title where the program could not start.
    pub(crate) failed: &'static str,
}

impl Words {
    /// Returns the words in the language of the settings.
    pub(crate) async fn of(node: &NodeHandle) -> Self {
        let settings = node.dispatch("settings_get", json!({})).await.unwrap_or_default();
        match settings.get("language").and_then(Value::as_str) {
            Some("fr") => FRENCH,
            Some("en") => ENGLISH,
            Some(_) | None => Self::of_system(),
        }
    }

    /// Returns the words in the language of the system.
    pub(crate) fn of_system() -> Self {
        let named = ["LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok());
        let first = named.into_iter().find(|value| !value.is_empty());
        if first.is_some_and(|language| language.starts_with("fr")) { FRENCH } else { ENGLISH }
    }
}

const ENGLISH: Words = Words {
    open: "Open AllForOne",
    quit: "Quit",
    goes_on: "AllForOne goes on in the background, so that the others can reach you. Quit it from its icon.",
    save: "Save as",
    folder: "Choose a folder",
    failed: "AllForOne cannot start",
};

const FRENCH: Words = Words {
    open: "Ouvrir AllForOne",
    quit: "Quitter",
    goes_on: "AllForOne continue en arrière-plan, pour que les autres puissent vous joindre. Pour quitter, passez par son icône.",
    save: "Enregistrer sous",
    folder: "Choisir un dossier",
    failed: "AllForOne ne peut pas démarrer",
};
