//! Length-prefixed frames over one stream.
//!
//! ```text
//! ┌──────────────────┬───────────────┐
//! │ length u32 BE    │ bytes         │   length ≤ MAX_FRAME_BYTES
//! └──────────────────┴───────────────┘
//! ```
//!
//! Half-duplex by convention: one side sends a bounded turn while the other only receives, then they change. Two sides
//! that write much without reading can block each other for good over yamux (rust-libp2p issue 5410).

use std::{pin::Pin, time::Duration};

use futures::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use libp2p::PeerId;

use crate::{
    config::{MAX_FRAME_BYTES, RECEIVE_TIMEOUT, SEND_TIMEOUT},
    protocol::Protocol,
};

/// Frames to and from one peer. Dropping it ends both directions.
pub struct FrameStream {
    peer: PeerId,
    protocol: Protocol,
    io: Pin<Box<dyn Io>>,
    send_timeout: Duration,
    receive_timeout: Duration,
    // The frame under way: length and bytes as they came, `filled` of them valid. Kept here so that a `recv` that is
    // given up loses nothing.
    partial: Vec<u8>,
    filled: usize,
    bytes_in: u64,
    bytes_out: u64,
    _slot: Option<Box<dyn Send + Sync>>,
}

impl FrameStream {
    /// Frames the byte stream `io` with `peer`.
    pub fn new(peer: PeerId, protocol: Protocol, io: impl AsyncRead + AsyncWrite + Send + 'static) -> Self {
        Self {
            peer,
            protocol,
            io: Box::pin(io),
            send_timeout: SEND_TIMEOUT,
            receive_timeout: RECEIVE_TIMEOUT,
            partial: Vec::new(),
            filled: 0,
            bytes_in: 0,
            bytes_out: 0,
            _slot: None,
        }
    }

    /// Holds `slot` for as long as the stream lives.
    pub(crate) fn with_slot(mut self, slot: impl Send + Sync + 'static) -> Self {
        self._slot = Some(Box::new(slot));
        self
    }

    /// Sets how long one `send` and one `recv` may take; [`SEND_TIMEOUT`] and [`RECEIVE_TIMEOUT`] otherwise.
    #[must_use]
    pub fn with_timeouts(mut self, send: Duration, receive: Duration) -> Self {
        self.send_timeout = send;
        self.receive_timeout = receive;
        self
    }

    /// Returns the peer at the other end, as its key has proven.
    pub fn peer(&self) -> PeerId {
        self.peer
    }

    /// Returns what the stream was opened for.
    pub fn protocol(&self) -> Protocol {
        self.protocol
    }

    /// Returns the bytes received, lengths included.
    pub fn bytes_in(&self) -> u64 {
        self.bytes_in
    }

    /// Returns the bytes sent, lengths included.
    pub fn bytes_out(&self) -> u64 {
        self.bytes_out
    }

    /// Sends one frame and hands it to the transport. Given up midway, the stream is to be dropped.
    ///
    /// # Errors
    /// [`FrameError::TooLong`] before anything is sent, [`FrameError::TimedOut`], [`FrameError::Io`].
    pub async fn send(&mut self, frame: &[u8]) -> Result<(), FrameError> {
        let length = u32::try_from(frame.len()).unwrap_or(u32::MAX);
        check_length(length)?;
        let sending = async {
            self.io.write_all(&length.to_be_bytes()).await?;
            self.io.write_all(frame).await?;
            self.io.flush().await
        };
        match tokio::time::timeout(self.send_timeout, sending).await {
            Ok(sent) => sent?,
            Err(_) => return Err(FrameError::TimedOut(self.send_timeout)),
        }
        self.bytes_out += LENGTH_BYTES as u64 + u64::from(length);
        Ok(())
    }

    /// Waits for the next frame; `None` when the other side has closed after a whole frame.
    ///
    /// A `recv` that is given up (in a `select!`) loses nothing: the next one goes on.
    ///
    /// # Errors
    /// [`FrameError::TooLong`] before anything is allocated for it, [`FrameError::Truncated`],
    /// [`FrameError::TimedOut`], [`FrameError::Io`].
    pub async fn recv(&mut self) -> Result<Option<Vec<u8>>, FrameError> {
        let limit = self.receive_timeout;
        tokio::time::timeout(limit, self.recv_patiently()).await.unwrap_or(Err(FrameError::TimedOut(limit)))
    }

    /// Says that nothing more will be sent, and waits until the transport knows. Receiving is still possible.
    ///
    /// # Errors
    /// [`FrameError::TimedOut`], [`FrameError::Io`].
    pub async fn close(&mut self) -> Result<(), FrameError> {
        match tokio::time::timeout(self.send_timeout, self.io.close()).await {
            Ok(closed) => Ok(closed?),
            Err(_) => Err(FrameError::TimedOut(self.send_timeout)),
        }
    }

    async fn recv_patiently(&mut self) -> Result<Option<Vec<u8>>, FrameError> {
        loop {
            let wanted = match self.partial.get(..self.filled.min(LENGTH_BYTES)).and_then(|p| p.try_into().ok()) {
                Some(length) => {
                    let length = u32::from_be_bytes(length);
                    check_length(length)?;
                    LENGTH_BYTES + length as usize
                }
                None => LENGTH_BYTES,
            };
            if wanted > LENGTH_BYTES && self.filled == wanted || wanted == LENGTH_BYTES && self.filled == LENGTH_BYTES {
                return Ok(Some(self.take_frame()));
            }
            // Memory grows with what has arrived, not with what a stranger announces.
            self.partial.resize(wanted.min(self.filled + STEP_BYTES), 0);
            let free = self.partial.get_mut(self.filled..).unwrap_or_default();
            match self.io.read(free).await? {
                0 if self.filled == 0 => return Ok(None),
                0 => return Err(FrameError::Truncated { received: self.filled }),
                n => {
                    self.filled += n;
                    self.bytes_in += n as u64;
                }
            }
        }
    }

    fn take_frame(&mut self) -> Vec<u8> {
        let mut frame = std::mem::take(&mut self.partial);
        frame.truncate(self.filled);
        frame.drain(..LENGTH_BYTES);
        self.filled = 0;
        frame
    }
}

impl std::fmt::Debug for FrameStream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FrameStream")
            .field("peer", &self.peer)
            .field("protocol", &self.protocol)
            .field("bytes_in", &self.bytes_in)
            .field("bytes_out", &self.bytes_out)
            .finish_non_exhaustive()
    }
}

/// Why a frame could not be sent or received. Only `TimedOut` of a `recv` leaves the stream usable.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    /// The frame is, or says that it is, over [`MAX_FRAME_BYTES`].
    #[error("frame of {0} bytes is over {MAX_FRAME_BYTES}")]
    TooLong(u32),
    /// The stream ended inside a frame.
    #[error("stream ended after {received} bytes of a frame")]
    Truncated {
        /// Bytes of the frame that had come, its length included.
        received: usize,
    },
    /// Nothing moved for too long.
    #[error("stream stood still for {0:?}")]
    TimedOut(Duration),
    /// The stream broke.
    #[error("stream broke")]
    Io(#[from] std::io::Error),
}

trait Io: AsyncRead + AsyncWrite + Send {}
impl<T: AsyncRead + AsyncWrite + Send> Io for T {}

fn check_length(length: u32) -> Result<(), FrameError> {
    if length as usize > MAX_FRAME_BYTES {
        return Err(FrameError::TooLong(length));
    }
    Ok(())
}

const LENGTH_BYTES: usize = 4;

/// How far the buffer of a frame grows ahead of what has arrived.
const STEP_BYTES: usize = 64 * 1024;
