//! Generated files are what the code says. `UPDATE=1` writes them anew.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::Path;

#[test]
fn generated_bindings_are_up_to_date() {
    holds("desktop/ui/src/generated/bindings.ts", &allforone_node::api::typescript::typescript());
}

#[test]
fn generated_reference_is_up_to_date() {
    holds("docs/api.md", &allforone_node::api::reference::reference());
}

fn holds(path: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, text).unwrap();
    }
    let found = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(found == text, "{path} is out of date; run `UPDATE=1 cargo test -p allforone-node --test generated`");
}
