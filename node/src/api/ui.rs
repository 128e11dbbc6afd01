//! Where the built user interface is, and what is shown where it is not.

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use std::path::{Path, PathBuf};

/// Returns the folder of the built user interface: the one that is named, else beside the program, else in the checkout
/// that a development build came from.
pub(super) fn find(named: Option<&Path>) -> Option<PathBuf> {
    let program = std::env::current_exe().ok();
    let beside =
        program.as_deref().and_then(Path::parent).map(|folder| [folder.join("ui"), folder.join("../share/allforone/ui")]);
    let checkout = cfg!(debug_assertions).then(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../desktop/ui/dist"));
    let named = named.map(Path::to_path_buf);
    let candidates = named.map_or_else(|| beside.into_iter().flatten().chain(checkout).collect(), |folder| vec![folder]);
    candidates.into_iter().find(|folder| folder.join("index.html").is_file())
}

/// Says in plain words that the API runs and the screens are missing.
pub(super) async fn missing() -> Response {
    (StatusCode::NOT_FOUND, Html(MISSING)).into_response()
}

const MISSING: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>AllForOne</title>\
<main><h1>AllForOne is running</h1><p>Your data is safe and other devices can reach this one. Only the screens are missing here.</p>\
<p>Build them with <code>make ui</code>, or name their folder with <code>--ui DIR</code>, then start again.</p></main></html>";
