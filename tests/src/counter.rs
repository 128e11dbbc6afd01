//! Counts what two nodes say to each other: a door on loopback that hands everything on.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// A counting door. Its threads end with the connections they serve.
pub struct Counter {
    address: String,
    bytes: Arc<AtomicU64>,
}

impl Counter {
    /// Opens a door to the node at `target`, a multiaddress `/ip4/127.0.0.1/tcp/…/p2p/…`.
    ///
    /// # Errors
    /// Where `target` is another kind of address, or no port is free.
    pub fn before(target: &str) -> io::Result<Self> {
        let parts: Vec<&str> = target.split('/').collect();
        let ["", "ip4", host, "tcp", port, rest @ ..] = parts.as_slice() else { return Err(io::ErrorKind::InvalidInput.into()) };
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = format!("/ip4/127.0.0.1/tcp/{}/{}", listener.local_addr()?.port(), rest.join("/"));
        let bytes = Arc::new(AtomicU64::new(0));
        let (inner, counted) = (format!("{host}:{port}"), Arc::clone(&bytes));
        thread::spawn(move || {
            for outside in listener.incoming().flatten() {
                if let Ok(inside) = TcpStream::connect(&inner) {
                    hand_on(&outside, &inside, &counted);
                    hand_on(&inside, &outside, &counted);
                }
            }
        });
        Ok(Self { address, bytes })
    }

    /// Where to dial.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Bytes of both directions so far: what TCP carried, without its own headers.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }
}

fn hand_on(from: &TcpStream, to: &TcpStream, counted: &Arc<AtomicU64>) {
    let (Ok(mut from), Ok(mut to)) = (from.try_clone(), to.try_clone()) else { return };
    let counted = Arc::clone(counted);
    drop(to.set_nodelay(true));
    thread::spawn(move || {
        let mut buffer = vec![0; 64 * 1024];
        while let Ok(n @ 1..) = from.read(&mut buffer) {
            if to.write_all(&buffer[..n]).is_err() {
                break;
            }
            counted.fetch_add(n as u64, Ordering::Relaxed);
        }
        drop(to.shutdown(Shutdown::Write));
    });
}
