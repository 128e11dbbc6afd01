//! Helps strangers meet: a circuit relay (v2), with identify, ping and AutoNAT v2.
//!
//! Peers behind NATs reserve a place here and are reached through it, until they have punched a direct connection or
//! for as long as they cannot. Everything that passes is encrypted between the two ends.
//!
//! `config` reads the command line and the key, `limits` says how much is given away, `behaviour` builds the swarm, and
//! this file runs it: listen, print one ready line, serve until a signal. Exit codes: 0 clean, 1 failed, 2 usage (the
//! key file included), 6 port taken.

use std::{collections::BTreeSet, io::Write as _, process::ExitCode, time::Duration};

use anyhow::Context as _;
use clap::Parser as _;
use futures::{FutureExt as _, StreamExt as _};
use libp2p::{Multiaddr, Swarm, ping, swarm::SwarmEvent};

use crate::{
    behaviour::{Behaviour, BehaviourEvent},
    config::Config,
};

mod config;

mod limits;

mod behaviour;

#[tokio::main]
async fn main() -> ExitCode {
    let config = Config::parse();
    let filter = tracing_subscriber::EnvFilter::new(&config.log);
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false).init();

    let key = match config::load_key(&config.key_file) {
        Ok(key) => key,
        Err(error) => {
            tracing::error!("{:#}", anyhow::Error::from(error));
            return ExitCode::from(USAGE);
        }
    };
    if let Some(address) = config::taken_port(&config.listen) {
        tracing::error!(%address, "port is taken");
        return ExitCode::from(PORT_TAKEN);
    }
    match run(&config, key).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(config: &Config, key: libp2p::identity::Keypair) -> anyhow::Result<()> {
    // Before the ready line: who reads it may send the signal at once.
    let stop = signal()?;
    let mut swarm = behaviour::swarm(key).context("handshake does not accept the key")?;
    let addresses = listen(&mut swarm, config).await?;
    // Peers refuse a reservation that names no address. In a hall or on one machine, where we listen is where we are met.
    if config.external.is_empty() {
        addresses.iter().for_each(|address| swarm.add_external_address(address.clone()));
    }
    config.external.iter().for_each(|address| swarm.add_external_address(address.clone()));
    print_ready(&swarm, addresses)?;

    let serving = serve(&mut swarm);
    tokio::select! {
        () = serving => {}
        () = stop => tracing::info!("stopping"),
    }
    Ok(())
}

/// Listens, and returns where once every listener has an address; an address family that the machine lacks is skipped.
async fn listen(swarm: &mut Swarm<Behaviour>, config: &Config) -> anyhow::Result<BTreeSet<Multiaddr>> {
    let mut waiting = BTreeSet::new();
    for address in &config.listen {
        match swarm.listen_on(address.clone()) {
            Ok(listener) => drop(waiting.insert(listener.to_string())),
            Err(error) => tracing::warn!(%address, %error, "cannot listen here"),
        }
    }
    anyhow::ensure!(!waiting.is_empty(), "cannot listen on any address");
    let mut addresses = BTreeSet::new();
    let hearing = async {
        while !waiting.is_empty() {
            if let SwarmEvent::NewListenAddr { listener_id, address } = swarm.select_next_some().await {
                waiting.remove(&listener_id.to_string());
                addresses.insert(address);
            }
        }
        // A listener on every interface tells its addresses one by one, all at once.
        while let Some(Some(event)) = swarm.next().now_or_never() {
            if let SwarmEvent::NewListenAddr { address, .. } = event {
                addresses.insert(address);
            }
        }
    };
    tokio::time::timeout(LISTEN_TIMEOUT, hearing).await.context("no address to listen on")?;
    Ok(addresses)
}

fn print_ready(swarm: &Swarm<Behaviour>, addresses: BTreeSet<Multiaddr>) -> anyhow::Result<()> {
    let peer_id = *swarm.local_peer_id();
    // What the outside can use comes first.
    let mut all: Vec<_> = swarm.external_addresses().cloned().collect();
    all.extend(addresses.into_iter().filter(|address| !swarm.external_addresses().any(|external| external == address)));
    let name = |address: Multiaddr| address.with_p2p(peer_id).unwrap_or_else(|other| other).to_string();
    let named: Vec<_> = all.into_iter().map(name).collect();
    let ready = serde_json::json!({
        "ready": 1,
        "peer_id": peer_id.to_string(),
        "addresses": named,
        "version": env!("CARGO_PKG_VERSION"),
    });
    let mut stdout = std::io::stdout();
    writeln!(stdout, "{ready}").and_then(|()| stdout.flush()).context("cannot write the ready line")
}

async fn serve(swarm: &mut Swarm<Behaviour>) {
    loop {
        let event = swarm.select_next_some().await;
        if let SwarmEvent::Behaviour(BehaviourEvent::Ping(ping::Event { connection, result: Err(failure), .. })) = &event {
            // libp2p keeps the first failure of a row to itself, and closes nothing: this is the second.
            if !matches!(failure, ping::Failure::Unsupported) {
                swarm.close_connection(*connection);
            }
        } else if let SwarmEvent::Behaviour(BehaviourEvent::Relay(event)) = &event {
            tracing::debug!(?event, "relay");
        } else if let SwarmEvent::ListenerClosed { reason: Err(error), .. } = &event {
            tracing::error!(%error, "listener closed");
        }
    }
}

/// Returns what ends with SIGTERM or SIGINT; both are caught from now on.
#[cfg(unix)]
fn signal() -> anyhow::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).context("cannot catch SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot catch SIGINT")?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Returns what ends with Ctrl-C.
#[cfg(not(unix))]
fn signal() -> anyhow::Result<impl Future<Output = ()>> {
    Ok(async {
        // Without the handler the system ends the program itself.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    })
}

const USAGE: u8 = 2;
const PORT_TAKEN: u8 = 6;
const LISTEN_TIMEOUT: Duration = Duration::from_secs(5);
