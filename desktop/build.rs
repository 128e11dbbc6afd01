//! Names the commands of the window, so that only the windows whose capability allows them may call them.

fn main() {
    let manifest = tauri_build::AppManifest::new().commands(&[
        "rpc",
        "subscribe",
        "unsubscribe",
        "save_file",
        "choose_folder",
        "autostart",
        "set_autostart",
    ]);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest)).expect("the Tauri configuration is whole");
}
