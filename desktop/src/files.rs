//! Files that leave the program: the person chooses where in the system's own dialog, and only there is written.
//!
//! The screens never name a path: they hand over a text and the name that is proposed. Who closes the dialog has said no,
//! and hears nothing more about it.

use crate::window;
use crate::words::Words;
use allforone_node::error::{ErrorCode, NodeError};
use allforone_node::handle::NodeHandle;
use serde::Serialize;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};
use tauri::async_runtime::spawn_blocking;
use tauri::{AppHandle, Manager as _};
use tauri_plugin_dialog::{DialogExt as _, FileDialogBuilder, FilePath};
use tokio::sync::oneshot;

/// Largest text that is saved, in bytes; the calendar of a whole community is far below.
const MAX_TEXT_BYTES: usize = 64 << 20;
/// Longest proposed name, in characters; file systems take 255 bytes.
const MAX_NAME_CHARS: usize = 60;

/// What became of a file that was to be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Saving {
    /// It is where the person wanted it.
    Saved,
    /// The person closed the dialog.
    Cancelled,
}

/// Asks where to save `text`, proposing the file name `name`, and writes it there.
///
/// # Errors
/// `too_large` over 64 MiB; `not_allowed`, `disk_full`, `internal` where the file cannot be written.
#[tauri::command]
pub(crate) async fn save_file(app: AppHandle, name: String, text: String) -> Result<Saving, NodeError> {
    if text.len() > MAX_TEXT_BYTES {
        return Err(NodeError::new(ErrorCode::TooLarge));
    }
    let (answer, chosen) = oneshot::channel();
    dialog(&app, words(&app).await.save).set_file_name(file_name(&name)).save_file(move |path| drop(answer.send(path)));
    let Some(path) = path_of(chosen.await.ok().flatten()) else { return Ok(Saving::Cancelled) };
    spawn_blocking(move || write(&path, &text)).await.map_err(NodeError::internal)?.map_err(|error| failure(&error))?;
    Ok(Saving::Saved)
}

/// Asks for a folder; `None` where the person closed the dialog. The dialog begins in `start`, where that exists.
#[tauri::command]
pub(crate) async fn choose_folder(app: AppHandle, start: String) -> Option<String> {
    let (answer, chosen) = oneshot::channel();
    let mut dialog = dialog(&app, words(&app).await.folder);
    if let Some(folder) = Path::new(&start).ancestors().find(|folder| folder.is_absolute() && folder.is_dir()) {
        dialog = dialog.set_directory(folder);
    }
    dialog.pick_folder(move |path| drop(answer.send(path)));
    path_of(chosen.await.ok().flatten()).map(|path| path.to_string_lossy().into_owned())
}

/// Returns the words in the language of this moment.
async fn words(app: &AppHandle) -> Words {
    let node = app.state::<NodeHandle>().inner().clone();
    Words::of(&node).await
}

/// Returns a dialog that stands over the window.
fn dialog(app: &AppHandle, title: &str) -> FileDialogBuilder<tauri::Wry> {
    let dialog = app.dialog().file().set_title(title).set_can_create_directories(true);
    match app.get_webview_window(window::MAIN) {
        Some(window) => dialog.set_parent(&window),
        None => dialog,
    }
}

fn path_of(chosen: Option<FilePath>) -> Option<PathBuf> {
    chosen.and_then(|path| path.into_path().ok())
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let written = std::fs::write(path, text);
    // Half a file looks like a whole one.
    if written.as_ref().is_err_and(|error| error.kind() == ErrorKind::StorageFull) {
        let _ = std::fs::remove_file(path);
    }
    written
}

fn failure(error: &Error) -> NodeError {
    let codes = [
        (ErrorKind::PermissionDenied, ErrorCode::NotAllowed),
        (ErrorKind::ReadOnlyFilesystem, ErrorCode::ReadOnly),
        (ErrorKind::StorageFull, ErrorCode::DiskFull),
        (ErrorKind::QuotaExceeded, ErrorCode::DiskFull),
    ];
    let code = codes.into_iter().find(|(kind, _)| *kind == error.kind()).map_or(ErrorCode::Internal, |(_, code)| code);
    NodeError::new(code).with_details(error)
}

/// Returns a name that every file system takes, and that stays in its folder.
fn file_name(wanted: &str) -> String {
    let is_plain = |letter: char| !letter.is_control() && !r#"/\:*?"<>|"#.contains(letter);
    let (stem, ending) = wanted.rsplit_once('.').unwrap_or((wanted, "txt"));
    let clean = |text: &str, most: usize| text.chars().filter(|letter| is_plain(*letter)).take(most).collect::<String>();
    let stem = clean(stem, MAX_NAME_CHARS);
    let stem = stem.trim_matches(|letter: char| letter == '.' || letter == '-' || letter.is_whitespace());
    format!("{}.{}", if stem.is_empty() { "allforone" } else { stem }, clean(ending, 12))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proposed_name_stays_in_its_folder() {
        assert_eq!(file_name("Rue-des-Lilas.allforone"), "Rue-des-Lilas.allforone");
        assert_eq!(file_name("../../.bashrc"), "allforone.bashrc");
        assert_eq!(file_name("C:\\Users\\a.ics"), "CUsersa.ics");
        assert_eq!(file_name("-.allforone"), "allforone.allforone");
        assert!(file_name(&format!("{}.ics", "é".repeat(500))).chars().count() <= MAX_NAME_CHARS + 4);
        assert_eq!(file_name(""), "allforone.txt");
    }

    #[test]
    fn a_folder_that_cannot_be_written_has_words() {
        let missing = write(Path::new("/nowhere/at/all.ics"), "x").expect_err("there is no such folder");
        assert_eq!(failure(&missing).code, ErrorCode::Internal);
        assert_eq!(failure(&Error::from(ErrorKind::PermissionDenied)).code, ErrorCode::NotAllowed);
        assert_eq!(failure(&Error::from(ErrorKind::StorageFull)).code, ErrorCode::DiskFull);
    }
}
