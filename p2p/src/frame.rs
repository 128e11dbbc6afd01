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
        // One write, so that length and bytes share the multiplexer's frame and the cipher's packet.
        let whole = [&length.to_be_bytes()[..], frame].concat();
        let sending = async {
            self.io.write_all(&whole).await?;
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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use futures::io::Cursor;
    use rand::{Rng as _, SeedableRng as _, rngs::StdRng};

    use super::*;

    #[tokio::test]
    async fn frames_come_out_as_they_went_in() {
        for frames in [vec![vec![]], vec![vec![1], vec![], vec![2; 100_000]], vec![vec![9; MAX_FRAME_BYTES]]] {
            let mut reader = over(written(&frames));
            for frame in &frames {
                assert_eq!(reader.recv().await.unwrap().as_ref(), Some(frame));
            }
            assert_eq!(reader.recv().await.unwrap(), None, "a clean end is no error");
            assert_eq!(reader.bytes_in(), frames.iter().map(|f| 4 + f.len() as u64).sum::<u64>());
        }
    }

    #[tokio::test]
    async fn a_frame_over_the_limit_is_neither_sent_nor_received() {
        let mut writer = over(vec![]);
        let sent = writer.send(&vec![0; MAX_FRAME_BYTES + 1]).await;
        assert!(matches!(sent, Err(FrameError::TooLong(_))), "{sent:?}");
        assert_eq!(writer.bytes_out(), 0);

        for length in [MAX_FRAME_BYTES as u32 + 1, u32::MAX] {
            let mut reader = over(length.to_be_bytes().to_vec());
            let received = reader.recv().await;
            assert!(matches!(received, Err(FrameError::TooLong(l)) if l == length), "{received:?}");
            assert!(reader.partial.capacity() <= STEP_BYTES, "nothing is allocated for it");
        }
    }

    #[tokio::test]
    async fn a_stream_that_ends_inside_a_frame_is_an_error_at_every_place() {
        let whole = written(&[vec![5; 9]]);
        for end in 1..whole.len() {
            let received = over(whole.iter().take(end).copied().collect()).recv().await;
            assert!(matches!(received, Err(FrameError::Truncated { received }) if received == end), "{received:?}");
        }
    }

    #[tokio::test]
    async fn no_bytes_make_it_panic() {
        let mut rng = StdRng::seed_from_u64(36);
        for round in 0..2000 {
            let mut bytes = vec![0; round % 64];
            rng.fill_bytes(&mut bytes);
            if round % 2 == 0 {
                // Small lengths, so that the bodies are reached too.
                bytes.iter_mut().step_by(4).for_each(|byte| *byte = 0);
            }
            let mut reader = over(bytes);
            while let Ok(Some(_)) = reader.recv().await {}
        }
    }

    #[tokio::test]
    async fn a_receive_given_up_midway_loses_nothing() {
        let (near, mut far) = tokio::io::duplex(16);
        let mut reader = FrameStream::new(PeerId::random(), Protocol::Sync, Compat(near));
        let bytes = written(&[(0..200).collect()]);
        let writing = tokio::spawn(async move {
            tokio::io::AsyncWriteExt::write_all(&mut far, &bytes).await.unwrap();
            far
        });
        let frame = loop {
            // Polls once and gives up, again and again.
            match futures::FutureExt::now_or_never(reader.recv()) {
                Some(frame) => break frame.unwrap().unwrap(),
                None => tokio::task::yield_now().await,
            }
        };
        assert_eq!(frame, (0..200).collect::<Vec<u8>>());
        drop(writing.await);
    }

    #[tokio::test]
    async fn a_silent_stream_times_out() {
        let (near, _far) = tokio::io::duplex(16);
        let patience = Duration::from_millis(20);
        let mut reader = FrameStream::new(PeerId::random(), Protocol::Sync, Compat(near)).with_timeouts(patience, patience);
        assert!(matches!(reader.recv().await, Err(FrameError::TimedOut(_))));
    }

    fn over(bytes: Vec<u8>) -> FrameStream {
        FrameStream::new(PeerId::random(), Protocol::Sync, Cursor::new(bytes))
    }

    fn written(frames: &[Vec<u8>]) -> Vec<u8> {
        let with_length = |frame: &Vec<u8>| [&(frame.len() as u32).to_be_bytes()[..], frame].concat();
        frames.iter().flat_map(with_length).collect()
    }

    /// Shows a tokio stream as a futures one.
    struct Compat(tokio::io::DuplexStream);

    impl AsyncRead for Compat {
        fn poll_read(
            mut self: Pin<&mut Self>,
            context: &mut std::task::Context<'_>,
            buffer: &mut [u8],
        ) -> std::task::Poll<std::io::Result<usize>> {
            let mut buffer = tokio::io::ReadBuf::new(buffer);
            let read = tokio::io::AsyncRead::poll_read(Pin::new(&mut self.0), context, &mut buffer);
            read.map_ok(|()| buffer.filled().len())
        }
    }

    impl AsyncWrite for Compat {
        fn poll_write(
            mut self: Pin<&mut Self>,
            context: &mut std::task::Context<'_>,
            bytes: &[u8],
        ) -> std::task::Poll<std::io::Result<usize>> {
            tokio::io::AsyncWrite::poll_write(Pin::new(&mut self.0), context, bytes)
        }

        fn poll_flush(mut self: Pin<&mut Self>, context: &mut std::task::Context<'_>) -> std::task::Poll<std::io::Result<()>> {
            tokio::io::AsyncWrite::poll_flush(Pin::new(&mut self.0), context)
        }

        fn poll_close(mut self: Pin<&mut Self>, context: &mut std::task::Context<'_>) -> std::task::Poll<std::io::Result<()>> {
            tokio::io::AsyncWrite::poll_shutdown(Pin::new(&mut self.0), context)
        }
    }
}
