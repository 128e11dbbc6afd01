//! An empty page in a Tauri window, with which `scripts/bench.sh ui` compares the memory of ours.

use tauri::http::Response;
use tauri::{Url, WebviewUrl, WebviewWindowBuilder};

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        // A page of its own: for `about:blank` WebKitGTK starts no process.
        .register_uri_scheme_protocol("bare", |_, _| Response::new(b"<!doctype html><title>bare</title><p>bare".to_vec()))
        .setup(|app| {
            let page = WebviewUrl::External(Url::parse("bare://localhost/")?);
            WebviewWindowBuilder::new(app, "bare", page).inner_size(1180.0, 800.0).build()?;
            Ok(())
        })
        .run(tauri::generate_context!())
}
