//! AllForOne's window: a Tauri shell around a node that runs in the same process.
//!
//! ```text
//! args ─► single instance ─► node (folder, key, driver) ─► tray ─► window ─► rpc, notices
//!              │ a second start hands its link over and ends
//! ```
//!
//! The shell decides nothing: every command goes through [`NodeHandle::dispatch`]. Closing the window leaves the node
//! running behind the tray, so that the neighbours keep a copy; quitting brings everything to disk first.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod args;
mod words;

mod autostart;
mod deep_link;
#[cfg(target_os = "linux")]
mod drawing;
#[cfg(target_os = "linux")]
mod files;
mod notifications;
mod rpc;
mod window;

mod tray;

use allforone_node::config::NetworkConfig;
use allforone_node::driver;
use allforone_node::handle::NodeHandle;
use allforone_node::start::{Setup, StartError};
use anyhow::Context as _;
use args::Args;
use clap::Parser as _;
use std::process::ExitCode;
use std::time::Duration;
use tauri::async_runtime::block_on;
use tauri::{App, AppHandle, Manager as _, RunEvent};
use tauri_plugin_dialog::{DialogExt as _, MessageDialogKind};
use tauri_plugin_log::log::LevelFilter;
use tauri_plugin_log::{Target, TargetKind};
use words::Words;

/// How long the node may take to bring everything to disk at the end; the store survives a harder end too.
const STOP_TIMEOUT: Duration = Duration::from_secs(10);
/// Size at which the log file begins anew, in bytes.
const MAX_LOG_BYTES: u128 = 1 << 20;

fn main() -> ExitCode {
    #[cfg(target_os = "linux")]
    match run(Args::parse()) {
        Ok(code) => code,
        Err(error) => {
            use std::io::Write as _;
            // Nothing is left to do where even stderr is gone.
            let _ = writeln!(std::io::stderr(), "allforone: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: Args) -> anyhow::Result<ExitCode> {
    let log_folder = args.data.join("logs");
    let single = tauri_plugin_single_instance::Builder::new()
        .dbus_id(args.instance_name())
        .callback(|app, given, _folder| {
            window::show(app);
            deep_link::open_from_args(app, given.into_iter().skip(1));
        })
        .build();
    let log = tauri_plugin_log::Builder::new()
        .clear_targets()
        .target(Target::new(TargetKind::Stderr))
        .target(Target::new(TargetKind::Folder { path: log_folder, file_name: None }))
        .max_file_size(MAX_LOG_BYTES)
        .level(LevelFilter::Warn)
        .level_for("allforone", log_level())
        .level_for("allforone_node", log_level())
        .level_for("allforone_p2p", log_level())
        .build();
    let app = tauri::Builder::default()
        .plugin(single)
        .plugin(tauri_plugin_deep_link::init())
        .plugin(log)
        .plugin(window::state_plugin())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(autostart::plugin(&args))
        .plugin(tauri_plugin_clipboard_manager::init())
        .manage(rpc::Subscriptions::default())
        .setup(move |app| {
            match block_on(start_node(&args)) {
                Ok(node) => open(app, node, args)?,
                Err(error) => say_failure(app, error),
            }
            Ok(())
        })
        .on_window_event(window::on_event)
        .invoke_handler(tauri::generate_handler![
            rpc::rpc,
            rpc::subscribe,
            rpc::unsubscribe,
            files::save_file,
            files::choose_folder,
            autostart::autostart,
            autostart::set_autostart,
        ])
        .build(tauri::generate_context!())
        .context("the window system does not work here")?;
    let code = app.run_return(on_run_event);
    Ok(ExitCode::from(u8::try_from(code).unwrap_or(1)))
}

async fn start_node(args: &Args) -> Result<NodeHandle, StartError> {
    let setup = Setup::prepare(&args.data, None, Some(NetworkConfig::default()))?;
    driver::start(setup).await.map(|running| running.handle)
}

fn open(app: &App, node: NodeHandle, args: Args) -> tauri::Result<()> {
    let words = block_on(Words::of(&node));
    notifications::open_when_clicked(app.handle());
    notifications::follow(app.handle().clone(), node.clone());
    app.manage(node);
    app.manage(words);
    app.manage(tray::Tray::build(app, words));
    window::open(app, args.background)?;
    deep_link::listen(app.handle());
    deep_link::open_from_args(app.handle(), args.link.into_iter());
    end_on_signal(app.handle().clone());
    Ok(())
}

/// Shows why the node did not start, then ends with the code of the contract.
fn say_failure(app: &App, error: StartError) {
    let code = i32::from(error.exit_code());
    let text = format!("{:#}", anyhow::Error::from(error));
    tracing::error!("{text}");
    let handle = app.handle().clone();
    app.dialog().message(text).title(Words::of_system().failed).kind(MessageDialogKind::Error).show(move |_| handle.exit(code));
}

fn on_run_event(app: &AppHandle, event: RunEvent) {
    if let RunEvent::Exit = event
        && let Some(node) = app.try_state::<NodeHandle>()
    {
        let stopped = block_on(async { tokio::time::timeout(STOP_TIMEOUT, node.stop()).await });
        if stopped.is_err() {
            tracing::warn!("the node did not end in {} s", STOP_TIMEOUT.as_secs());
        }
    }
}

/// Quits where the system asks the program to end (log-out, shutdown, Ctrl+C).
fn end_on_signal(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            if let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = interrupt.recv() => {}
                }
                app.exit(0);
            }
        }
        #[cfg(not(unix))]
        if tokio::signal::ctrl_c().await.is_ok() {
            app.exit(0);
        }
    });
}

/// Returns the level of our own crates: what `AFO_LOG` names, else `info`.
fn log_level() -> LevelFilter {
    std::env::var("AFO_LOG").ok().and_then(|level| level.parse().ok()).unwrap_or(LevelFilter::Info)
}
