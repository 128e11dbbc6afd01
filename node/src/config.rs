//! What the command line says.

use crate::view::ExportFormat;
use allforone_p2p::Multiaddr;
use clap::{Args, Parser, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Where the local API is served unless told otherwise.
pub const DEFAULT_API: &str = "127.0.0.1:4599";

/// Room that is left free on the disk unless told otherwise, in MiB: what a turn of the driver and sled's own housekeeping
/// may take at most, with a margin for what other programs write meanwhile.
pub const DEFAULT_KEEP_FREE_MIB: u32 = 64;

/// The headless node's command line.
#[derive(Debug, Parser)]
#[command(
    name = "allforone-node",
    version,
    about = "AllForOne without a window: a peer of your communities, served to your browser."
)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Config {
    /// What to do instead of running.
    #[command(subcommand)]
    pub act: Option<Act>,
    /// How to run.
    #[command(flatten)]
    pub serve: Serve,
}

/// What the program can do besides running.
#[derive(Debug, Subcommand)]
pub enum Act {
    /// Writes every community of a data folder to files in an open format, and ends.
    Export(ExportAct),
}

/// How a node runs.
#[derive(Debug, Args)]
pub struct Serve {
    /// Where the data is.
    #[command(flatten)]
    pub ground: GroundArgs,
    /// Loopback address and port of the local API; port 0 takes any free one.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = DEFAULT_API, value_parser = loopback)]
    pub api: SocketAddr,
    /// Where to listen for other peers; may be given several times.
    #[arg(long, value_name = "MULTIADDR")]
    pub listen: Vec<Multiaddr>,
    /// A peer to dial at the start; may be given several times.
    #[arg(long, value_name = "MULTIADDR")]
    pub peer: Vec<Multiaddr>,
    /// A relay through which others may reach this node, with its /p2p/ name; may be given several times.
    #[arg(long, value_name = "MULTIADDR", value_parser = relay)]
    pub relay: Vec<Multiaddr>,
    /// Does not look for peers on the local network.
    #[arg(long)]
    pub no_mdns: bool,
    /// Room that is left free on the disk, in MiB: below it nothing more is written.
    #[arg(long, value_name = "MIB", default_value_t = DEFAULT_KEEP_FREE_MIB)]
    pub keep_free: u32,
    /// Folder with the built user interface.
    #[arg(long, value_name = "DIR")]
    pub ui: Option<PathBuf>,
}

/// How the data of a node is found and opened.
#[derive(Debug, Args)]
pub struct GroundArgs {
    /// Folder that holds everything of this node.
    #[arg(long, value_name = "DIR", default_value_os_t = default_data_dir())]
    pub data: PathBuf,
    /// File that holds the key of the data; made where there is none.
    #[arg(long, value_name = "FILE")]
    pub key_file: Option<PathBuf>,
    /// What is written to stderr: error, warn, info, debug, trace, or a filter such as `info,allforone_p2p=debug`.
    #[arg(long, value_name = "LEVEL", default_value = "info")]
    pub log: String,
}

/// What `export` is told.
#[derive(Debug, Args)]
pub struct ExportAct {
    /// Where the data is.
    #[command(flatten)]
    pub ground: GroundArgs,
    /// Format of the files.
    #[arg(long, value_enum)]
    pub format: ExportFormat,
    /// Folder that takes the files, one folder a community.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// What a node does on the network.
#[derive(Clone, Debug)]
pub struct NetworkConfig {
    /// Where to listen; empty for the usual addresses.
    pub listen: Vec<Multiaddr>,
    /// Whom to dial at the start.
    pub peers: Vec<Multiaddr>,
    /// Relays through which others may reach this node, with their `/p2p/` names.
    pub relays: Vec<Multiaddr>,
    /// Whether to look for peers on the local network.
    pub mdns: bool,
}

impl Default for NetworkConfig {
    /// Listens on the usual addresses and looks around on the local network.
    fn default() -> Self {
        Self { listen: Vec::new(), peers: Vec::new(), relays: Vec::new(), mdns: true }
    }
}

impl Serve {
    /// Returns the network's part.
    #[must_use]
    pub fn network(&self) -> NetworkConfig {
        NetworkConfig { listen: self.listen.clone(), peers: self.peer.clone(), relays: self.relay.clone(), mdns: !self.no_mdns }
    }
}

/// Returns the folder for data where none is named: `$XDG_DATA_HOME/allforone` and what other systems have instead.
#[must_use]
pub fn default_data_dir() -> PathBuf {
    let folder = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = || folder("HOME").unwrap_or_else(std::env::temp_dir);
    let base = if cfg!(windows) {
        folder("APPDATA").unwrap_or_else(std::env::temp_dir)
    } else if cfg!(target_os = "macos") {
        home().join("Library/Application Support")
    } else {
        folder("XDG_DATA_HOME").filter(|path| path.is_absolute()).unwrap_or_else(|| home().join(".local/share"))
    };
    base.join("allforone")
}

fn loopback(text: &str) -> Result<SocketAddr, String> {
    let address: SocketAddr = text.parse().map_err(|_| format!("`{text}` is no ADDRESS:PORT"))?;
    if address.ip().is_loopback() { Ok(address) } else { Err("the local API is served on the loopback address only".to_owned()) }
}

fn relay(text: &str) -> Result<Multiaddr, String> {
    let address: Multiaddr = text.parse().map_err(|_| format!("`{text}` is no multiaddress"))?;
    // What stands behind a circuit is no relay.
    let names = text.matches("/p2p/").count();
    if names == 1 && !text.ends_with("/p2p-circuit") {
        Ok(address)
    } else {
        Err("a relay's address ends with its /p2p/ name".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn parse(line: &str) -> Result<Config, clap::Error> {
        Config::try_parse_from(line.split(' '))
    }

    #[test]
    fn the_contracts_line_is_understood() {
        Config::command().debug_assert();
        let line = "allforone-node --data /d --api 127.0.0.1:0 --listen /ip4/127.0.0.1/tcp/0 --listen /ip4/127.0.0.1/udp/0/quic-v1 \
                    --peer /ip4/10.0.0.1/tcp/9 --no-mdns --key-file /k --log debug";
        let config = parse(line).expect("every option of the contract exists");
        assert_eq!(config.serve.ground.data, PathBuf::from("/d"));
        assert_eq!((config.serve.network().listen.len(), config.serve.network().mdns), (2, false));
        let config = parse("allforone-node export --data /d --format ics --out /o").expect("export is understood");
        assert!(matches!(config.act, Some(Act::Export(ExportAct { format: ExportFormat::Ics, .. }))));
    }

    #[test]
    fn a_wrong_line_is_usage() {
        for line in [
            "allforone-node --api 0.0.0.0:4599",
            "allforone-node --api here",
            "allforone-node --listen nowhere",
            "allforone-node --relay /ip4/10.0.0.1/tcp/4001",
            "allforone-node --keep-free much",
            "allforone-node --what",
            "allforone-node export --data /d --format pdf --out /o",
        ] {
            assert_eq!(parse(line).expect_err("it is refused").exit_code(), 2, "{line}");
        }
        for line in ["allforone-node --help", "allforone-node --version"] {
            assert_eq!(parse(line).expect_err("it ends here").exit_code(), 0, "{line}");
        }
    }
}
