//! `make demo`: three neighbours of the rue des Lilas, each a real node with its own disk, found on loopback.
//!
//! Two of them show their window as a page; what one writes appears on the other's. Ends with Ctrl C; data is thrown away
//! unless `--keep DIR` names a folder. `--once` ends as soon as everything is everywhere (for tests and screenshots).
#![expect(clippy::print_stdout, reason = "the demo talks to whoever started it")]

use allforone_tests::demo::{Street, live};
use allforone_tests::running::end_all;
use std::path::PathBuf;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let keep = arguments.iter().position(|a| a == "--keep").and_then(|at| arguments.get(at + 1)).map(PathBuf::from);
    let temporary = tempfile::tempdir().expect("a temporary folder can be made");
    let folder = keep.clone().unwrap_or_else(|| temporary.path().to_owned());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.expect("a thread can be started");
    let throw_away = keep.is_none().then(|| folder.clone());
    runtime.spawn(async move {
        signal().await;
        end_all(throw_away.as_deref());
    });
    println!("Trois voisines s’installent rue des Lilas … (three neighbours move in)");
    let street = Street::build(&folder);
    println!("\nTout le monde a tout. Ouvrez ces deux pages côte à côte (open these two pages side by side):\n");
    for peer in [&street.claire, &street.yanis] {
        println!("  {:8} {}", peer.name, peer.url());
    }
    println!("\nCe que l’un écrit apparaît chez l’autre. Ctrl C pour finir.\n");
    if !arguments.iter().any(|a| a == "--once") {
        live(&street);
    }
}

/// Waits until somebody wants the demo to end.
async fn signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (terminate, interrupt) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()));
        let (mut terminate, mut interrupt) =
            (terminate.expect("signals can be listened to"), interrupt.expect("signals can be listened to"));
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    }
    #[cfg(not(unix))]
    drop(tokio::signal::ctrl_c().await);
}
