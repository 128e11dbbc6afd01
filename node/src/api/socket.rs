//! `GET /api/events`: the notices as a WebSocket.

use super::guard::check_subprotocol;
use super::http::Server;
use crate::announcer::Listener;
use crate::error::{ErrorCode, NodeError};
use crate::notice::Notice;
use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::http::HeaderMap;
use axum::response::Response;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;

/// The subprotocol that we speak; the caller names the token as the second one.
pub(super) const SUBPROTOCOL: &str = "afo";
/// Sockets at the same time: windows of one person on one machine.
pub(super) const MAX_SOCKETS: usize = 32;
/// How long one frame may take to leave; whoever reads slower is disconnected and asks anew.
const SEND_TIMEOUT: Duration = Duration::from_secs(10);
/// Longest frame that a caller may send, in bytes; they have nothing to say.
const MAX_INCOMING_BYTES: usize = 1024;

/// Opens a socket.
pub(super) async fn events(
    State(server): State<Server>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, axum::extract::ws::rejection::WebSocketUpgradeRejection>,
) -> Result<Response, NodeError> {
    check_subprotocol(&headers, &server.token)?;
    let upgrade = upgrade.map_err(NodeError::bad_input)?;
    let place = Arc::clone(&server.sockets)
        .try_acquire_owned()
        .map_err(|_| NodeError::new(ErrorCode::QuotaReached).with_details(format!("{MAX_SOCKETS} sockets")))?;
    let listener = server.node.listen();
    let upgrade = upgrade.protocols([SUBPROTOCOL]).max_message_size(MAX_INCOMING_BYTES);
    Ok(upgrade.on_upgrade(move |socket| tell(socket, listener, place)))
}

/// Sends notices until one of both ends; the place is given back then.
async fn tell(mut socket: WebSocket, mut listener: Listener, _place: OwnedSemaphorePermit) {
    loop {
        tokio::select! {
            notice = listener.next() => match notice {
                Some(notice) if send(&mut socket, &notice).await => {}
                Some(_) | None => return,
            },
            heard = socket.recv() => match heard {
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(Message::Text(_) | Message::Binary(_) | Message::Close(_)) | Err(_)) | None => return,
            },
        }
    }
}

/// Tells whether the frame left in time.
async fn send(socket: &mut WebSocket, notice: &Notice) -> bool {
    let Ok(text) = serde_json::to_string(notice) else { return false };
    matches!(timeout(SEND_TIMEOUT, socket.send(Message::Text(text.into()))).await, Ok(Ok(())))
}
