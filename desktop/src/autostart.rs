//! The start with the computer; off until the person wants it.

use crate::args::Args;
use allforone_node::error::NodeError;
use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Wry};
use tauri_plugin_autostart::{Builder, ManagerExt as _};

/// Returns the plugin: the program starts behind the tray, on the data folder of this run.
pub(crate) fn plugin(args: &Args) -> TauriPlugin<Wry> {
    Builder::new().args(args.at_login()).build()
}

/// Tells whether the program starts with the computer.
///
/// # Errors
/// `internal` where the system does not say.
#[tauri::command]
pub(crate) fn autostart(app: AppHandle) -> Result<bool, NodeError> {
    app.autolaunch().is_enabled().map_err(NodeError::internal)
}

/// Switches the start with the computer on or off.
///
/// # Errors
/// `internal` where the system does not take it.
#[tauri::command]
pub(crate) fn set_autostart(app: AppHandle, on: bool) -> Result<(), NodeError> {
    let autolaunch = app.autolaunch();
    // Switching off what is not on is an error of some systems.
    if autolaunch.is_enabled().is_ok_and(|is_on| is_on == on) {
        return Ok(());
    }
    if on { autolaunch.enable() } else { autolaunch.disable() }.map_err(NodeError::internal)
}
