//! An empty page in a Tauri window, with which `scripts/bench.sh ui` compares the memory of ours.

use tauri::{Url, WebviewUrl, WebviewWindowBuilder};

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .setup(|app| {
            let page = WebviewUrl::External(Url::parse("about:blank")?);
            WebviewWindowBuilder::new(app, "bare", page).inner_size(1180.0, 800.0).build()?;
            Ok(())
        })
        .run(tauri::generate_context!())
}
