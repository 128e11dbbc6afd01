//! The server as its callers meet it: refusals, errors, sockets, screens.
#![allow(clippy::indexing_slicing, reason = "a test stops at the first surprise")]

use super::Token;
use super::http::{Door, router};
use crate::announcer::Announcer;
use crate::command::Command;
use crate::error::{ErrorCode, NodeError};
use crate::handle::{NodeHandle, Request};
use crate::subject::Subject;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::request::Builder;
use axum::http::{HeaderMap, Method, StatusCode};
use futures::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use std::net::SocketAddr;
use tokio_tungstenite::tungstenite::{self, client::IntoClientRequest as _};
use tower::ServiceExt as _;

#[tokio::test]
async fn a_caller_with_the_token_is_answered() {
    let server = Served::new();
    let (status, body, headers) = server.call("settings_get", "{}").await;
    assert_eq!((status, body), (200, json!({"asked": "settings_get"})));
    assert_eq!(headers["cache-control"], "no-store");
    assert_eq!(headers["x-content-type-options"], "nosniff");
    let policy = headers["content-security-policy"].to_str().expect("the policy is text");
    assert!(policy.starts_with("default-src 'self'; script-src 'self';") && !policy.contains("unsafe-eval"), "{policy}");
}

#[tokio::test]
async fn without_the_token_nobody_is_answered() {
    let server = Served::new();
    for shown in [None, Some("Bearer "), Some("Bearer wrong"), Some(server.token.as_str())] {
        let mut request = server.post("settings_get");
        if let Some(shown) = shown {
            request = request.header("authorization", shown);
        }
        assert_eq!(server.code(request, "{}").await, (401, "no_token".to_owned()), "{shown:?}");
    }
}

#[tokio::test]
async fn a_foreign_host_or_origin_is_refused_even_with_the_token() {
    let server = Served::new();
    for (header, value, status) in [
        ("host", "evil.example:4599", 403),
        ("host", "127.0.0.1:80", 403),
        ("origin", "https://evil.example", 403),
        ("origin", "http://127.0.0.1:4600", 403),
        ("origin", "null", 403),
        ("origin", "https://127.0.0.1:4599", 403),
        ("host", "localhost:4599", 200),
        ("origin", "http://127.0.0.1:4599", 200),
        ("origin", "http://localhost:4599", 200),
    ] {
        let mut request = Request_::post("/api/rpc/settings_get").header("authorization", server.bearer()).header(header, value);
        if header != "host" {
            request = request.header("host", HOST);
        }
        let (found, code) = server.code(request, "{}").await;
        assert_eq!(found, status, "{header}: {value}");
        assert!(status == 200 || code == "bad_origin", "{header}: {value} is {code}");
    }
    let nameless = Request_::post("/api/rpc/settings_get").header("authorization", server.bearer());
    assert_eq!(server.code(nameless, "{}").await.0, 403, "no Host at all");
    let page = Request_::get("/").header("host", "evil.example");
    assert_eq!(server.code(page, "").await.0, 403, "the screens are guarded too");
}

#[tokio::test]
async fn wrong_bodies_are_bad_input() {
    let server = Served::new();
    for body in ["", "{", "[]", "null", "\"text\"", "{\"more\":1}", "{\"a\":1}{", "\u{0}"] {
        let (status, answer, _) = server.call("settings_get", body).await;
        assert_eq!((status, answer["code"].as_str()), (400, Some("bad_input")), "{body}");
        assert!(answer["message"].as_str().is_some_and(|message| message.ends_with('.')), "a sentence is there");
    }
    let deep = "[".repeat(100_000);
    assert_eq!(server.call("settings_get", &deep).await.0, 400, "depth is bounded");
}

#[tokio::test]
async fn an_unknown_command_or_path_is_said() {
    let server = Served::new();
    assert_eq!(server.call("no_such", "{}").await.1["code"], "unknown_command");
    for (method, path) in [(Method::GET, "/api/rpc/settings_get"), (Method::POST, "/api/other"), (Method::GET, "/api/rpc/a/b")] {
        let request = axum::http::Request::builder().method(method.clone()).uri(path).header("host", HOST);
        assert_eq!(server.code(request, "").await, (404, "unknown_command".to_owned()), "{method} {path}");
    }
}

#[tokio::test]
async fn a_body_over_one_mebibyte_is_too_large() {
    let server = Served::new();
    let text = |bytes: usize| format!("{{\"more\":\"{}\"}}", "x".repeat(bytes - 11));
    let fits = server.call("settings_get", &text(1 << 20)).await;
    assert_eq!((fits.0, fits.1["code"].as_str()), (400, Some("bad_input")), "a full mebibyte is read");
    let over = server.call("settings_get", &text((1 << 20) + 1)).await;
    assert_eq!((over.0, over.1["code"].as_str()), (413, Some("too_large")));
}

#[tokio::test]
async fn every_code_arrives_with_its_status() {
    let server = Served::new();
    for code in ErrorCode::ALL {
        let name = serde_json::to_value(code).expect("a code serialises");
        let (status, body, _) = server.call("search", &json!({"query": name, "limit": 1}).to_string()).await;
        assert_eq!(status, code.status().as_u16(), "{code:?}");
        assert_eq!((&body["code"], body["message"].as_str()), (&name, Some(code.sentence())), "{code:?}");
    }
}

#[tokio::test]
async fn screens_are_served_with_a_way_back_for_every_path() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("index.html"), "<p>start").expect("the page can be written");
    std::fs::write(folder.path().join("app.js"), "1").expect("the script can be written");
    let server = Served::with_ui(folder.path());
    for (path, expected) in [("/", "<p>start"), ("/communities/abc", "<p>start"), ("/app.js", "1"), ("/../secret", "<p>start")] {
        let request = Request_::get(path).header("host", HOST);
        let (status, text, headers) = server.raw(request, "").await;
        assert_eq!((status, text.as_str()), (200, expected), "{path}");
        assert_eq!(headers["cache-control"], "no-cache", "{path}");
        assert!(headers.contains_key("content-security-policy"), "{path}");
    }
    let empty = tempfile::tempdir().expect("a temporary folder");
    let (status, text, _) = Served::with_ui(empty.path()).raw(Request_::get("/").header("host", HOST), "").await;
    assert!(status == 404 && text.contains("AllForOne is running"), "a helpful page stands in: {text}");
}

#[tokio::test]
async fn a_socket_tells_what_changed_and_asks_for_the_token() {
    let (node, announcer) = stub();
    let door = Door::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.expect("a free port");
    let (address, token) = (door.address(), door.token().clone());
    let served = tokio::spawn(door.serve(node, None, std::future::pending()));

    for (protocols, origin) in [
        (String::new(), None),
        ("afo, wrong".to_owned(), None),
        (token.as_str().to_owned(), None),
        (format!("other, {}", token.as_str()), None),
        (format!("afo, {}", token.as_str()), Some("https://evil.example")),
    ] {
        let refused = connect(address, &protocols, origin).await.err();
        let Some(tungstenite::Error::Http(answer)) = refused else { panic!("{protocols} {origin:?} was let in") };
        assert_eq!(answer.status().as_u16(), if origin.is_some() { 403 } else { 401 }, "{protocols} {origin:?}");
    }

    let own = format!("http://{address}");
    let mut socket = connect(address, &format!("afo, {}", token.as_str()), Some(&own)).await.expect("the token opens it");
    assert_eq!(frame(&mut socket).await, json!({"type": "status", "seq": 0, "connected": 0}), "the state comes first");
    announcer.changed([Subject::Rooms("c".into()), Subject::Communities]);
    assert_eq!(frame(&mut socket).await, json!({"type": "changed", "seq": 1, "subjects": [["communities"], ["rooms", "c"]]}));
    announcer.connected(2);
    assert_eq!(frame(&mut socket).await, json!({"type": "status", "seq": 2, "connected": 2}));
    socket.send(tungstenite::Message::text("hello")).await.expect("it can be sent");
    assert!(!matches!(socket.next().await, Some(Ok(tungstenite::Message::Text(_)))), "who speaks is disconnected");
    served.abort();
}

#[tokio::test]
async fn a_taken_port_is_said_and_only_loopback_is_bound() {
    let first = Door::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.expect("a free port");
    let second = Door::bind(first.address()).await.err().map(|error| error.exit_code());
    assert_eq!(second, Some(6));
    assert!(Door::bind(SocketAddr::from(([0, 0, 0, 0], 0))).await.is_err(), "other machines must not reach it");
}

const HOST: &str = "127.0.0.1:4599";

/// `axum::http::Request` under a name that does not hide the driver's.
type Request_ = axum::http::Request<()>;

struct Served {
    router: Router,
    token: Token,
    _announcer: Announcer,
}

impl Served {
    fn new() -> Self {
        Self::with_ui(std::path::Path::new("/nonexistent"))
    }

    fn with_ui(folder: &std::path::Path) -> Self {
        let (node, announcer) = stub();
        let token = Token::random().expect("the system gives chance");
        let address = HOST.parse().expect("an address");
        Self { router: router(node, token.clone(), address, Some(folder)), token, _announcer: announcer }
    }

    fn bearer(&self) -> String {
        format!("Bearer {}", self.token.as_str())
    }

    fn post(&self, command: &str) -> Builder {
        Request_::post(format!("/api/rpc/{command}")).header("host", HOST)
    }

    async fn raw(&self, request: Builder, body: &str) -> (u16, String, HeaderMap) {
        let request = request.body(Body::from(body.to_owned())).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("the router always answers");
        let (status, headers): (StatusCode, HeaderMap) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), usize::MAX).await.expect("the answer can be read");
        (status.as_u16(), String::from_utf8(bytes.to_vec()).expect("the answer is text"), headers)
    }

    async fn call(&self, command: &str, body: &str) -> (u16, Value, HeaderMap) {
        let request = self.post(command).header("authorization", self.bearer());
        let (status, text, headers) = self.raw(request, body).await;
        (status, serde_json::from_str(&text).unwrap_or_else(|_| panic!("not JSON: {text}")), headers)
    }

    async fn code(&self, request: Builder, body: &str) -> (u16, String) {
        let (status, text, _) = self.raw(request, body).await;
        let body: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("not JSON: {text}"));
        (status, body["code"].as_str().unwrap_or_default().to_owned())
    }
}

/// A driver that tells which command came, and fails a search with the code that it is asked for.
fn stub() -> (NodeHandle, Announcer) {
    let (handle, mut inbox, announcer) = NodeHandle::pair();
    tokio::spawn(async move {
        while let Some(request) = inbox.recv().await {
            match request {
                Request::Call { command, reply } => {
                    let answer = if let Command::search(search) = &*command {
                        Err(NodeError::new(serde_json::from_value(search.query.as_str().into()).expect("the query names a code")))
                    } else {
                        Ok(json!({"asked": command.name()}))
                    };
                    let _ = reply.send(answer);
                }
                Request::Stop { done } => {
                    let _ = done.send(());
                    return;
                }
            }
        }
    });
    (handle, announcer)
}

type Socket = tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

async fn connect(address: SocketAddr, protocols: &str, origin: Option<&str>) -> Result<Socket, tungstenite::Error> {
    let mut request = format!("ws://{address}/api/events").into_client_request().expect("a request");
    if !protocols.is_empty() {
        request.headers_mut().insert("sec-websocket-protocol", protocols.parse().expect("a header"));
    }
    if let Some(origin) = origin {
        request.headers_mut().insert("origin", origin.parse().expect("a header"));
    }
    tokio_tungstenite::connect_async(request).await.map(|(socket, _)| socket)
}

async fn frame(socket: &mut Socket) -> Value {
    let message = socket.next().await.expect("the socket is open").expect("the frame is whole");
    serde_json::from_str(message.to_text().expect("a frame is text")).expect("a frame is JSON")
}
