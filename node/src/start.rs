//! From the command line to what a driver is started with.

use crate::config::{DEFAULT_KEEP_FREE_MIB, GroundArgs, NetworkConfig};
use crate::folder::{DataFolder, HoldError};
use crate::keychain::{KeyError, StoreSecret, store_key};
use crate::view::KeySource;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// What a driver is started with. The folder stays held as long as the driver keeps it.
pub struct Setup {
    /// The data folder, held.
    pub folder: DataFolder,
    /// The key of the store.
    pub key: StoreSecret,
    /// Where that key is kept.
    pub key_source: KeySource,
    /// What to do on the network; `None` stays off it.
    pub network: Option<NetworkConfig>,
    /// Room that is left free on the disk, in bytes: below it nothing more is written.
    pub keep_free_bytes: u64,
}

impl Setup {
    /// Holds the data folder and finds its key.
    ///
    /// # Errors
    /// [`StartError`]; nothing was changed then.
    pub fn prepare(data: &Path, key_file: Option<&Path>, network: Option<NetworkConfig>) -> Result<Self, StartError> {
        let folder = DataFolder::hold(data)?;
        let found = store_key(folder.path(), key_file);
        let (key, key_source) = found.map_err(|error| StartError::from(error).of(folder.path()))?;
        Ok(Self { folder, key, key_source, network, keep_free_bytes: mebibytes(DEFAULT_KEEP_FREE_MIB) })
    }

    /// Does the same from the command line.
    ///
    /// # Errors
    /// [`StartError`]; nothing was changed then.
    pub fn from_args(args: &GroundArgs, network: Option<NetworkConfig>) -> Result<Self, StartError> {
        Self::prepare(&args.data, args.key_file.as_deref(), network)
    }
}

/// Returns mebibytes in bytes.
#[must_use]
pub fn mebibytes(count: u32) -> u64 {
    u64::from(count) << 20
}

/// Why a node does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Another process holds the data folder.
    #[error("another AllForOne uses the data folder {0}; close it, or name another folder with --data")]
    InUse(PathBuf),
    /// The data cannot be opened and not be mended here: damaged, or its key is missing.
    #[error(
        "the data in {folder} cannot be opened; it was left as it is. Put a copy of the folder in its place, or start with \
         another folder (--data) and join your communities again: your neighbours hold what they have received"
    )]
    Corrupt {
        /// The data folder, where it is known.
        folder: PathBuf,
        /// What is wrong with it.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The data was written by a newer program.
    #[error("the data was written by a newer AllForOne (format {0}); update this one, nothing was changed")]
    Newer(u32),
    /// The port of the local API is taken.
    #[error("{0} is taken; name another with --api, port 0 takes any free one")]
    PortTaken(SocketAddr),
    /// The system does not let us.
    #[error("{what} does not work on this system")]
    Io {
        /// What was wanted.
        what: String,
        /// The system's reason.
        #[source]
        source: io::Error,
    },
}

impl StartError {
    /// Returns the exit code of the contract.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Io { .. } => 1,
            Self::InUse(_) => 3,
            Self::Corrupt { .. } => 4,
            Self::Newer(_) => 5,
            Self::PortTaken(_) => 6,
        }
    }

    /// Returns [`StartError::Corrupt`] of a folder that [`StartError::of`] names.
    pub fn corrupt(source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Corrupt { folder: PathBuf::from("the data folder"), source: Box::new(source) }
    }

    /// Names the data folder that this is about.
    #[must_use]
    pub fn of(self, path: &Path) -> Self {
        match self {
            Self::Corrupt { source, .. } => Self::Corrupt { folder: path.to_owned(), source },
            other @ (Self::InUse(_) | Self::Newer(_) | Self::PortTaken(_) | Self::Io { .. }) => other,
        }
    }

    /// Returns [`StartError::Io`].
    pub fn io(what: impl Into<String>, source: io::Error) -> Self {
        Self::Io { what: what.into(), source }
    }
}

impl From<HoldError> for StartError {
    fn from(error: HoldError) -> Self {
        match error {
            HoldError::InUse(path) => Self::InUse(path),
            HoldError::Io { path, source } => Self::io(format!("the data folder {}", path.display()), source),
        }
    }
}

impl From<KeyError> for StartError {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Io(what, source) => Self::io(what, source),
            KeyError::Missing(_) | KeyError::Wrong(_) => Self::corrupt(error),
        }
    }
}
