//! What the window may ask of the system, and what its pages may load: word for word, so that nobody widens it by accident.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic is how a test says no")]

use serde_json::{Value, json};

fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn config() -> Value {
    read(include_str!("../tauri.conf.json"))
}

#[test]
fn the_window_may_ask_for_this_and_nothing_else() {
    let capability = read(include_str!("../capabilities/main.json"));
    assert_eq!(
        capability["permissions"],
        json!([
            "allow-rpc",
            "allow-subscribe",
            "allow-unsubscribe",
            "allow-save-file",
            "allow-choose-folder",
            "allow-autostart",
            "allow-set-autostart",
            "core:event:allow-listen",
            "core:event:allow-unlisten",
            "deep-link:allow-get-current",
            { "identifier": "opener:allow-open-url", "allow": [{ "url": "https://*" }, { "url": "mailto:*" }] },
        ]),
        "no shell, no file system, no network; links leave as https and mailto alone"
    );
    assert_eq!(capability["windows"], json!(["main"]));
    assert_eq!(capability["local"], json!(true));
    assert_eq!(capability.get("remote"), None, "no page from elsewhere may call");
}

#[test]
fn there_is_one_capability_and_one_window() {
    let config = config();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("capabilities");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 1, "every file there counts");
    assert_eq!(config["app"]["security"]["capabilities"], json!(["main"]));
    assert_eq!(config["app"]["windows"].as_array().unwrap().len(), 1);
    assert_eq!(config["app"]["withGlobalTauri"], json!(false));
    assert_eq!(config["app"]["security"]["assetProtocol"], json!({ "enable": false }));
    assert_eq!(config["app"]["security"]["freezePrototype"], json!(true));
}

#[test]
fn pages_load_only_what_is_in_the_program() {
    assert_eq!(
        config()["app"]["security"]["csp"],
        json!({
            "default-src": "'self'",
            "script-src": "'self'",
            "style-src": "'self' 'unsafe-inline'",
            "img-src": "'self' data: blob:",
            "font-src": "'self' data:",
            "connect-src": "ipc: http://ipc.localhost",
            "object-src": "'none'",
            "base-uri": "'none'",
            "form-action": "'none'",
            "frame-ancestors": "'none'",
        })
    );
}

#[test]
fn no_plugin_reaches_shell_or_file_system_from_the_page() {
    let manifest = include_str!("../Cargo.toml");
    for plugin in ["tauri-plugin-shell", "tauri-plugin-fs", "tauri-plugin-http", "tauri-plugin-process", "tauri-plugin-websocket"]
    {
        assert!(!manifest.contains(plugin), "{plugin}");
    }
}
