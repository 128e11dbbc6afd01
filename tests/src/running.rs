//! The nodes that this process has started, so that none is left behind where a signal ends it.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::process::{Child, Command};
use std::sync::{Mutex, PoisonError};

static RUNNING: Mutex<BTreeSet<u32>> = Mutex::new(BTreeSet::new());

/// Starts a program that [`end_all`] ends.
pub(crate) fn spawn(command: &mut Command) -> io::Result<Child> {
    let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    let child = command.spawn()?;
    running.insert(child.id());
    Ok(child)
}

/// Notes that a program has ended.
pub(crate) fn ended(child: &Child) {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner).remove(&child.id());
}

/// Ends every node and this process. `throw_away`: their folder, which goes too; else they are asked, and close it cleanly.
pub fn end_all(throw_away: Option<&Path>) -> ! {
    // Held until the end: nothing is started any more.
    let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    let signal = if throw_away.is_some() { "-KILL" } else { "-TERM" };
    for process in running.iter() {
        drop(Command::new("kill").args([signal, &process.to_string()]).status());
    }
    if let Some(folder) = throw_away {
        drop(std::fs::remove_dir_all(folder));
    }
    std::process::exit(0)
}
