//! Who may speak to the API at all: our own page on the loopback address, and programs that know the token.
//!
//! A page of the web can send requests to the loopback address, and its name can be pointed there (DNS rebinding).
//! Therefore `Host` must be one of our own names, and `Origin`, which browsers set and pages cannot, must be ours too.

use super::token::Token;
use crate::error::{ErrorCode, NodeError};
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::SocketAddr;
use std::sync::Arc;

/// The names under which this server may be called.
#[derive(Clone)]
pub(super) struct Names(Arc<[String; 4]>);

impl Names {
    /// Returns the names of the server at `address`.
    pub(super) fn of(address: SocketAddr) -> Self {
        let port = address.port();
        Self(Arc::new([format!("127.0.0.1:{port}"), format!("localhost:{port}"), format!("[::1]:{port}"), address.to_string()]))
    }

    fn has(&self, name: &str) -> bool {
        self.0.iter().any(|own| own.eq_ignore_ascii_case(name))
    }

    /// Checks `Host` and, where there is one, `Origin`.
    fn check(&self, headers: &HeaderMap) -> Result<(), NodeError> {
        let host = text(headers, header::HOST).ok_or_else(|| refused("no Host"))?;
        if !self.has(host) {
            return Err(refused(format!("Host {host}")));
        }
        match headers.get(header::ORIGIN) {
            None => Ok(()),
            Some(origin) => {
                let origin = origin.to_str().unwrap_or_default();
                let own = origin.strip_prefix("http://").is_some_and(|name| self.has(name));
                if own { Ok(()) } else { Err(refused(format!("Origin {origin}"))) }
            }
        }
    }
}

/// Refuses foreign callers and gives every answer its headers.
pub(super) async fn guard(State(names): State<Names>, request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let mut response = match names.check(request.headers()) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    let kept = headers.contains_key(header::CACHE_CONTROL);
    if is_api || !kept {
        let rule = if is_api { "no-store" } else { "no-cache" };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(rule));
    }
    response
}

/// Checks `Authorization: Bearer TOKEN`.
///
/// # Errors
/// `no_token`.
pub(super) fn check_bearer(headers: &HeaderMap, token: &Token) -> Result<(), NodeError> {
    let shown = text(headers, header::AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer "));
    if shown.is_some_and(|shown| token.matches(shown)) { Ok(()) } else { Err(NodeError::new(ErrorCode::NoToken)) }
}

/// Checks the token among the subprotocols of a WebSocket: `afo, TOKEN`.
///
/// # Errors
/// `no_token`.
pub(super) fn check_subprotocol(headers: &HeaderMap, token: &Token) -> Result<(), NodeError> {
    let shown = text(headers, header::SEC_WEBSOCKET_PROTOCOL).and_then(|value| value.split_once(','));
    let right = shown.is_some_and(|(name, shown)| name.trim() == super::socket::SUBPROTOCOL && token.matches(shown.trim()));
    if right { Ok(()) } else { Err(NodeError::new(ErrorCode::NoToken)) }
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn refused(details: impl ToString) -> NodeError {
    NodeError::new(ErrorCode::BadOrigin).with_details(details)
}

/// On every answer. `style-src` needs `unsafe-inline`: React Aria and the virtual list set styles.
const HEADERS: [(&str, &str); 7] = [
    (
        "content-security-policy",
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; \
         connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"),
];
