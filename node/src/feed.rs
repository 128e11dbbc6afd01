//! A small door on the loopback address for calendar programs: one path, reading only, each community under a secret of its own.
//!
//! `GET /calendar/<secret>/<community>.ics`, with `ETag` and `If-None-Match`. `Host` has to be one of our own names, and a
//! page of the web, which sends an `Origin`, is refused. The port is remembered, so that a subscription survives restarts.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::pin::Pin;
use std::sync::Arc;

/// A calendar as it is served.
pub(crate) struct Calendar {
    /// The file.
    pub(crate) ics: String,
    /// Changes where the events change, and only there.
    pub(crate) etag: String,
}

/// Finds the calendar of `(secret, community)`; `None` where there is no such pair.
pub(crate) type Find = Arc<dyn Fn(String, String) -> Pin<Box<dyn Future<Output = Option<Calendar>> + Send>> + Send + Sync>;

/// Binds the door; port 0 takes any free one.
///
/// # Errors
/// Where the port is taken.
pub(crate) fn bind(port: u16) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Serves until the runtime ends.
pub(crate) async fn serve(listener: TcpListener, find: Find) -> io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let port = listener.local_addr()?.port();
    axum::serve(listener, router(port, find)).await
}

fn router(port: u16, find: Find) -> Router {
    Router::new().route("/calendar/{secret}/{file}", get(calendar)).fallback(nothing).with_state(Door { port, find })
}

#[derive(Clone)]
struct Door {
    port: u16,
    find: Find,
}

async fn calendar(State(door): State<Door>, Path((secret, file)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let is_own = [format!("127.0.0.1:{}", door.port), format!("localhost:{}", door.port)].iter().any(|own| own == host);
    if !is_own || headers.contains_key(header::ORIGIN) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let Some(community) = file.strip_suffix(".ics") else { return StatusCode::NOT_FOUND.into_response() };
    let Some(calendar) = (door.find)(secret, community.to_owned()).await else { return StatusCode::NOT_FOUND.into_response() };
    let etag = format!("\"{}\"", calendar.etag);
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let is_known = known
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|value| value == "*" || value.trim_start_matches("W/") == etag);
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], calendar.ics).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, etag);
    }
    response
}

async fn nothing(_: Uri) -> StatusCode {
    StatusCode::NOT_FOUND
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]
    use super::*;
    use axum::body::Body;
    use axum::http::Request;
    use tower::ServiceExt as _;

    async fn ask(path: &str, headers: &[(&str, &str)]) -> (u16, HeaderMap) {
        let find: Find = Arc::new(|secret, community| {
            let calendar = (secret == "s" && community == "c").then(|| Calendar { ics: "BEGIN".into(), etag: "e1".into() });
            Box::pin(std::future::ready(calendar))
        });
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = router(7, find).oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        (response.status().as_u16(), response.headers().clone())
    }

    #[tokio::test]
    async fn a_calendar_is_given_to_who_knows_its_secret_and_only_when_it_changed() {
        let host = ("host", "127.0.0.1:7");
        let (status, headers) = ask("/calendar/s/c.ics", &[host]).await;
        assert_eq!((status, headers["etag"].to_str().unwrap()), (200, "\"e1\""));
        assert_eq!(headers["content-type"], "text/calendar; charset=utf-8");
        for (value, expected) in [("\"e1\"", 304), ("W/\"e1\"", 304), ("\"x\", \"e1\"", 304), ("*", 304), ("\"x\"", 200)] {
            assert_eq!(ask("/calendar/s/c.ics", &[host, ("if-none-match", value)]).await.0, expected, "{value}");
        }
        for path in ["/calendar/x/c.ics", "/calendar/s/d.ics", "/calendar/s/c", "/calendar/s", "/"] {
            assert_eq!(ask(path, &[host]).await.0, 404, "{path}");
        }
    }

    #[tokio::test]
    async fn another_name_or_a_page_of_the_web_is_refused() {
        assert_eq!(ask("/calendar/s/c.ics", &[("host", "evil.example:7")]).await.0, 403, "DNS rebinding");
        assert_eq!(ask("/calendar/s/c.ics", &[]).await.0, 403);
        let foreign = [("host", "localhost:7"), ("origin", "https://evil.example")];
        assert_eq!(ask("/calendar/s/c.ics", &foreign).await.0, 403);
    }
}
