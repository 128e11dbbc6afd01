//! The headless node: `allforone-node --data DIR`.
//!
//! Prints one line of JSON on stdout when it is ready; everything else goes to stderr.

use allforone_node::api::http::Door;
use allforone_node::config::{Act, Config, ExportAct, Serve};
use allforone_node::driver;
use allforone_node::handle::{NodeHandle, Running};
use allforone_node::start::{Setup, StartError, mebibytes};
use anyhow::Context as _;
use clap::Parser as _;
use serde_json::{Value, json};
use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let config = Config::parse();
    let log = config.act.as_ref().map_or(&config.serve.ground.log, |Act::Export(export)| &export.ground.log);
    let Ok(filter) = EnvFilter::try_new(log) else {
        return end_with(2, &anyhow::anyhow!("--log {log}: no such level or filter"));
    };
    let colours = std::io::stderr().is_terminal();
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(std::io::stderr).init();
    match run(config) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => end_with(error.downcast_ref().map_or(1, StartError::exit_code), &error),
    }
}

fn end_with(code: u8, error: &anyhow::Error) -> ExitCode {
    // Nothing is left to do where even stderr is gone.
    let _ = writeln!(std::io::stderr(), "allforone-node: {error:#}");
    ExitCode::from(code)
}

#[tokio::main]
async fn run(config: Config) -> anyhow::Result<()> {
    match config.act {
        Some(Act::Export(act)) => export(act).await,
        None => serve(config.serve).await,
    }
}

/// Runs until a signal comes or the driver ends.
async fn serve(config: Serve) -> anyhow::Result<()> {
    let signals = signals().context("listening to signals")?;
    let mut setup = Setup::from_args(&config.ground, Some(config.network()))?;
    setup.keep_free_bytes = mebibytes(config.keep_free);
    let door = Door::bind(config.api).await?;
    let running = driver::start(setup).await?;
    say_ready(&door, &running)?;
    let node = running.handle;
    let ended = node.clone();
    let served = tokio::select! {
        served = door.serve(node.clone(), config.ui.as_deref(), signals) => served.context("serving the local API"),
        () = ended.ended() => anyhow::bail!("the node has ended by a fault; what was saved is safe"),
    };
    tracing::info!("ending");
    node.stop().await;
    served
}

fn say_ready(door: &Door, running: &Running) -> anyhow::Result<()> {
    let api = format!("http://{}", door.address());
    let token = door.token().as_str();
    let line = json!({
        "ready": 1,
        "api": api,
        "token": token,
        "url": format!("{api}/#token={token}"),
        "peer_id": running.peer_id,
        "addresses": running.addresses,
        "version": env!("CARGO_PKG_VERSION"),
    });
    let mut stdout = std::io::stdout().lock();
    writeln!(stdout, "{line}").and_then(|()| stdout.flush()).context("writing the ready line")
}

/// Writes every community, each to its own folder, without touching the network.
async fn export(act: ExportAct) -> anyhow::Result<()> {
    let node = driver::start(Setup::from_args(&act.ground, None)?).await?.handle;
    let exported = export_all(&node, &act).await;
    node.stop().await;
    exported
}

async fn export_all(node: &NodeHandle, act: &ExportAct) -> anyhow::Result<()> {
    std::fs::create_dir_all(&act.out).with_context(|| format!("making {}", act.out.display()))?;
    let out = act.out.canonicalize().with_context(|| format!("finding {}", act.out.display()))?;
    let communities = node.dispatch("communities", json!({})).await?;
    let items = communities.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
    for id in items.iter().filter_map(|community| community.get("id").and_then(Value::as_str)) {
        let input = json!({"community": id, "format": act.format, "dir": out.join(id)});
        let exported = node.dispatch("export", input).await?;
        tracing::info!("exported {id}: {exported}");
    }
    Ok(())
}

/// Returns what is ready when the system asks the program to end.
#[cfg(unix)]
fn signals() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Returns what is ready when the system asks the program to end.
#[cfg(not(unix))]
fn signals() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        // Without a handler Ctrl+C ends the program at once, which the store survives.
        let _ = tokio::signal::ctrl_c().await;
    })
}
