//! The server: loopback only, one router.

use super::guard::{Names, guard};
use super::rpc::rpc;
use super::socket::{MAX_SOCKETS, events};
use super::token::Token;
use super::ui;
use crate::error::{ErrorCode, NodeError};
use crate::handle::NodeHandle;
use crate::start::StartError;
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{any, get, post};
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower_http::services::{ServeDir, ServeFile};

/// What every request handler knows.
#[derive(Clone)]
pub(super) struct Server {
    pub(super) node: NodeHandle,
    pub(super) token: Token,
    pub(super) sockets: Arc<Semaphore>,
}

/// A bound port that is not served yet.
pub struct Door {
    listener: TcpListener,
    address: SocketAddr,
    token: Token,
}

impl Door {
    /// Binds `address`; port 0 takes any free one.
    ///
    /// # Errors
    /// [`StartError::PortTaken`], or [`StartError::Io`] where the address is not loopback or cannot be bound.
    pub async fn bind(address: SocketAddr) -> Result<Self, StartError> {
        let failed = |source| StartError::io(format!("listening on {address}"), source);
        if !address.ip().is_loopback() {
            return Err(failed(io::Error::from(io::ErrorKind::PermissionDenied)));
        }
        let listener = TcpListener::bind(address).await.map_err(|source| {
            if source.kind() == io::ErrorKind::AddrInUse { StartError::PortTaken(address) } else { failed(source) }
        })?;
        let address = listener.local_addr().map_err(failed)?;
        let token = Token::random().map_err(|source| StartError::io("a random token", source))?;
        Ok(Self { listener, address, token })
    }

    /// Returns the address with the port that was taken.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the token that callers have to show.
    #[must_use]
    pub const fn token(&self) -> &Token {
        &self.token
    }

    /// Serves `node` until `end` is ready. Open sockets are not waited for.
    ///
    /// - `ui`: folder of the built user interface, where one is named.
    ///
    /// # Errors
    /// Where the system takes the socket away.
    pub async fn serve(self, node: NodeHandle, ui: Option<&Path>, end: impl Future<Output = ()> + Send) -> io::Result<()> {
        let router = router(node, self.token, self.address, ui);
        tokio::select! {
            served = axum::serve(self.listener, router) => served,
            () = end => Ok(()),
        }
    }
}

pub(super) fn router(node: NodeHandle, token: Token, address: SocketAddr, named_ui: Option<&Path>) -> Router {
    let server = Server { node, token, sockets: Arc::new(Semaphore::new(MAX_SOCKETS)) };
    let api = Router::new()
        .route("/api/rpc/{command}", post(rpc).fallback(unknown))
        .route("/api/events", get(events))
        .route("/api/{*rest}", any(unknown))
        .with_state(server);
    let router = match ui::find(named_ui) {
        Some(folder) => {
            let index = ServeFile::new(folder.join("index.html"));
            api.fallback_service(ServeDir::new(folder).fallback(index))
        }
        None => api.fallback(ui::missing),
    };
    router.layer(from_fn_with_state(Names::of(address), guard))
}

async fn unknown() -> NodeError {
    NodeError::new(ErrorCode::UnknownCommand)
}
