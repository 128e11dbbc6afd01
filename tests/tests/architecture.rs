//! The arrows, as tests: what may use what, and what the core must not touch.
#![allow(clippy::unwrap_used, reason = "a test that cannot read the tree must fail")]

use std::fs;
use std::path::{Path, PathBuf};

/// A module uses only modules declared above it in its crate's `lib.rs`.
#[test]
fn modules_use_only_what_is_declared_above_them() {
    let mut wrong = Vec::new();
    for krate in ["core", "p2p", "node"] {
        let src = root().join(krate).join("src");
        let order = modules_of(&fs::read_to_string(src.join("lib.rs")).unwrap());
        assert!(order.len() > 3, "{krate}: lib.rs is the map of the crate");
        let rank = |name: &str| order.iter().position(|m| m == name);
        for module in &order {
            for file in files_of(&src, module) {
                for used in names_after_crate(&code_of(&file)) {
                    if rank(&used) > rank(module) {
                        wrong.push(format!("{}: uses {used}, declared below {module}", relative(&file)));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The core holds no thread, socket, clock, lock or chance of its own; `store/sled.rs` is the one file with a disk.
#[test]
fn the_core_is_pure() {
    let forbidden = [
        "std::thread",
        "std::net",
        "std::time",
        "SystemTime",
        "Instant::now",
        "Mutex",
        "RwLock",
        "std::process",
        "std::env",
        "tokio",
        "thread_rng",
        "OsRng",
        "getrandom",
        "println!",
        "eprintln!",
        "static mut",
        "async fn",
    ];
    let disk = ["std::fs", "File::", "sled::Db", "sled::Config", "sled::open", "sled::Batch"];
    let mut wrong = Vec::new();
    for file in all_files(&root().join("core/src")) {
        let name = relative(&file);
        let text = code_of(&file);
        // `pub use sled::SledEngine` names our own module.
        let text: String = text.split("#[cfg(test)]").next().unwrap_or_default().replace("use sled::SledEngine", "");
        if ["store/sled.rs", "store/pending.rs", "store/journal_files.rs", "store/value_files.rs"]
            .iter()
            .any(|disk| name.ends_with(disk))
            || is_test(&name)
        {
            continue;
        }
        for word in forbidden {
            if text.contains(word) {
                wrong.push(format!("{name}: {word}"));
            }
        }
        wrong.extend(disk.iter().filter(|word| text.contains(**word)).map(|word| format!("{name}: {word}")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// `p2p` knows no meaning, `core` no network, `relay` neither.
#[test]
fn crates_depend_along_the_arrows() {
    let depends = |krate: &str, on: &str| {
        let manifest = fs::read_to_string(root().join(krate).join("Cargo.toml")).unwrap();
        // What only its tests use is no arrow.
        let built = manifest.split("[dev-dependencies]").next().unwrap_or_default();
        built.lines().any(|line| line.trim().starts_with(on))
    };
    for (krate, on) in [
        ("core", "allforone-"),
        ("core", "libp2p"),
        ("core", "tokio"),
        ("core", "tauri"),
        ("p2p", "allforone-core"),
        ("p2p", "automerge"),
        ("relay", "allforone-"),
        ("node", "tauri"),
        ("node", "libp2p"),
    ] {
        assert!(!depends(krate, on), "{krate} must not depend on {on}");
    }
}

/// A channel without a bound is a queue that eats the memory of whoever is slow.
#[test]
fn no_channel_is_unbounded() {
    let mut wrong = Vec::new();
    for krate in ["core", "p2p", "node", "relay", "desktop"] {
        for file in all_files(&root().join(krate).join("src")) {
            let text = code_of(&file);
            if text.contains("unbounded_channel") || text.contains("mpsc::unbounded") || text.contains("std::sync::mpsc::channel")
            {
                wrong.push(relative(&file));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Modules that exist in tests only, declared with `#[cfg(test)] mod …;`.
fn is_test(name: &str) -> bool {
    ["tests", "fuzz", "vectors"].iter().any(|word| name.contains(&format!("/{word}/")) || name.ends_with(&format!("/{word}.rs")))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

fn relative(file: &Path) -> String {
    file.strip_prefix(root()).unwrap_or(file).to_string_lossy().into_owned()
}

fn modules_of(lib: &str) -> Vec<String> {
    lib.lines()
        .filter_map(|line| line.trim().trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect()
}

fn files_of(src: &Path, module: &str) -> Vec<PathBuf> {
    let mut files = all_files(&src.join(module));
    files.extend(Some(src.join(format!("{module}.rs"))).filter(|file| file.exists()));
    files
}

fn all_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files = Vec::new();
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            files.extend(all_files(&path));
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The text of a file without its comments.
fn code_of(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// The first name after each `crate::`, also inside `use crate::{a::X, b};`.
fn names_after_crate(text: &str) -> Vec<String> {
    let word = |s: &str| s.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut names = Vec::new();
    for (at, found) in text.match_indices("crate::") {
        let rest = text.get(at + found.len()..).unwrap_or_default();
        let Some(group) = rest.strip_prefix('{') else {
            names.push(word(rest));
            continue;
        };
        let (mut depth, mut start) = (0, true);
        for (i, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => start = true,
                c if start && !c.is_whitespace() => {
                    names.push(word(group.get(i..).unwrap_or_default()));
                    start = false;
                }
                _ => (),
            }
        }
    }
    names
}
