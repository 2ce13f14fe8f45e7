//! A connection whose end is in the emulator's hands.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::Notify;

/// How a connection ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// With an RST.
    Reset,
    /// With a FIN.
    Close,
}

/// What is to become of a connection.
#[derive(Debug, Default)]
pub(crate) struct Fate {
    state: AtomicU8,
    ended: Notify,
}

const RESET: u8 = 1;
const ON_FLUSH: u8 = 2;

impl Fate {
    /// Ends the connection when what has been written so far is out.
    pub(crate) fn end_when_flushed(&self, end: End) {
        self.state
            .store(ON_FLUSH | u8::from(end == End::Reset), Ordering::Release);
    }

    /// Ends the connection at once.
    pub(crate) fn end_now(&self, end: End) {
        self.state
            .store(u8::from(end == End::Reset), Ordering::Release);
        self.ended.notify_one();
    }

    /// Waits until the connection is to end.
    pub(crate) async fn ended(&self) {
        self.ended.notified().await;
    }

    fn has(&self, flag: u8) -> bool {
        self.state.load(Ordering::Acquire) & flag != 0
    }
}

/// A stream that ends as its fate says.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: TcpStream,
    fate: Arc<Fate>,
}

impl Connection {
    pub(crate) fn new(stream: TcpStream, fate: Arc<Fate>) -> Self {
        Self { stream, fate }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if self.fate.has(RESET) {
            // Should it fail, the connection is closed instead.
            self.stream.set_zero_linger().ok();
        }
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        if flushed.is_ready() && self.fate.has(ON_FLUSH) {
            self.fate.ended.notify_one();
        }
        flushed
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.fate.has(RESET) {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffers: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, buffers)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
