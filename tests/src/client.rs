//! A client of the local API that keeps its connections: for measurements, where a process per call would be what is measured.

use serde_json::Value;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// One connection to a node's API (HTTP/1.1, kept alive).
pub struct Client {
    address: String,
    token: String,
    stream: BufReader<TcpStream>,
}

impl Client {
    /// Connects to `api`, `http://127.0.0.1:port`, with the token of its ready line.
    ///
    /// # Errors
    /// Where nobody listens there.
    pub fn connect(api: &str, token: &str) -> io::Result<Self> {
        let address = api.trim_start_matches("http://").to_owned();
        Ok(Self { stream: open(&address)?, token: token.to_owned(), address })
    }

    /// Calls a command that must succeed.
    ///
    /// # Panics
    /// Where it does not, with the API's answer.
    pub fn call(&mut self, command: &str, input: &Value) -> Value {
        let (status, body) = self.ask(command, &input.to_string()).expect("the node answers");
        let body = String::from_utf8_lossy(&body);
        assert_eq!(status, 200, "{command}: {body}");
        serde_json::from_str(&body).expect("an answer is JSON")
    }

    fn ask(&mut self, command: &str, input: &str) -> io::Result<(u16, Vec<u8>)> {
        // One write, so that no half of it waits for an acknowledgement.
        let request = format!(
            "POST /api/rpc/{command} HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{input}",
            self.address,
            self.token,
            input.len()
        );
        self.stream.get_mut().write_all(request.as_bytes())?;
        let head = read_head(&mut self.stream)?;
        let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or(0);
        let length = header(&head, "content-length").and_then(|value| value.parse().ok()).ok_or(io::ErrorKind::InvalidData)?;
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok((status, body))
    }
}

/// The notices of a node (`GET /api/events`).
pub struct Notices {
    stream: BufReader<TcpStream>,
}

impl Notices {
    /// Opens the WebSocket.
    ///
    /// # Errors
    /// Where nobody listens there, or it is refused.
    pub fn connect(api: &str, token: &str) -> io::Result<Self> {
        let address = api.trim_start_matches("http://");
        let mut stream = open(address)?;
        let request = format!(
            "GET /api/events HTTP/1.1\r\nhost: {address}\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-protocol: afo, {token}\r\n\r\n"
        );
        stream.get_mut().write_all(request.as_bytes())?;
        let head = read_head(&mut stream)?;
        if head.contains(" 101 ") { Ok(Self { stream }) } else { Err(io::Error::other(head)) }
    }

    /// A frame of RFC 6455, unmasked, as servers send it.
    fn frame(&mut self) -> io::Result<(u8, Vec<u8>)> {
        let [first, second] = self.bytes()?;
        let length = match second & 0x7f {
            126 => u64::from(u16::from_be_bytes(self.bytes()?)),
            127 => u64::from_be_bytes(self.bytes()?),
            short => u64::from(short),
        };
        let mut payload = Vec::new();
        (&mut self.stream).take(length).read_to_end(&mut payload)?;
        Ok((first & 0x0f, payload))
    }

    fn bytes<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.stream.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

/// Waits for each notice; ends where the node has ended the stream or been silent for too long.
impl Iterator for Notices {
    type Item = Value;

    fn next(&mut self) -> Option<Value> {
        loop {
            let (opcode, payload) = self.frame().ok()?;
            match opcode {
                1 => return serde_json::from_slice(&payload).ok(),
                8 => return None,
                _ => {}
            }
        }
    }
}

fn open(address: &str) -> io::Result<BufReader<TcpStream>> {
    let stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    Ok(BufReader::new(stream))
}

/// Status line and headers, in lower case but for the values.
fn read_head(stream: &mut impl BufRead) -> io::Result<String> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if stream.read_line(&mut head)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(head)
}

fn header<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    head.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
}
