//! `POST /api/rpc/{command}`.

use super::guard::check_bearer;
use super::http::Server;
use crate::error::{ErrorCode, NodeError};
use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use futures::StreamExt as _;
use serde_json::Value;

/// Longest body of a command, in bytes: the largest text of a post with room to spare.
pub(super) const MAX_BODY_BYTES: usize = 1 << 20;
/// How much of a longer body is read and thrown away, in bytes, so that its sender hears why it was refused.
const MAX_DRAIN_BYTES: usize = 16 << 20;

/// Runs one command.
pub(super) async fn rpc(
    State(server): State<Server>,
    Path(command): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Value>, NodeError> {
    check_bearer(&headers, &server.token)?;
    let body = read(body).await?;
    let input = serde_json::from_slice(&body).map_err(NodeError::bad_input)?;
    server.node.dispatch(&command, input).await.map(Json)
}

async fn read(body: Body) -> Result<Vec<u8>, NodeError> {
    let mut stream = body.into_data_stream();
    let mut bytes = Vec::new();
    let mut seen = 0_usize;
    while let Some(piece) = stream.next().await {
        let piece = piece.map_err(NodeError::bad_input)?;
        seen = seen.saturating_add(piece.len());
        if seen <= MAX_BODY_BYTES {
            bytes.extend_from_slice(&piece);
        } else if seen > MAX_DRAIN_BYTES {
            break;
        } else {
            bytes.clear();
        }
    }
    if seen > MAX_BODY_BYTES {
        return Err(NodeError::new(ErrorCode::TooLarge).with_details(format!("more than {MAX_BODY_BYTES} bytes")));
    }
    Ok(bytes)
}
