//! A TCP connection that a fault can close at a chosen point.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::Notify;

/// How a connection is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CloseMode {
    /// With an RST.
    Reset,
    /// With a FIN.
    Fin,
}

/// Closes a [`Connection`] from outside.
#[derive(Debug, Default)]
pub(crate) struct CloseHandle {
    flags: AtomicU8,
    closed: Notify,
}

const RESET: u8 = 1;
const ON_FLUSH: u8 = 2;

impl CloseHandle {
    /// Closes the connection when all bytes written so far are flushed.
    pub(crate) fn close_after_flush(&self, mode: CloseMode) {
        self.flags.store(
            ON_FLUSH | u8::from(mode == CloseMode::Reset),
            Ordering::Release,
        );
    }

    /// Closes the connection immediately.
    pub(crate) fn close_now(&self, mode: CloseMode) {
        self.flags
            .store(u8::from(mode == CloseMode::Reset), Ordering::Release);
        self.closed.notify_one();
    }

    /// Waits until the connection must be closed.
    pub(crate) async fn closed(&self) {
        self.closed.notified().await;
    }

    fn has(&self, flag: u8) -> bool {
        self.flags.load(Ordering::Acquire) & flag != 0
    }
}

/// A TCP stream with a [`CloseHandle`].
#[derive(Debug)]
pub(crate) struct Connection {
    stream: TcpStream,
    close: Arc<CloseHandle>,
}

impl Connection {
    pub(crate) fn new(stream: TcpStream, close: Arc<CloseHandle>) -> Self {
        Self { stream, close }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if self.close.has(RESET) {
            // If this fails, the connection is closed with a FIN instead.
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
        if flushed.is_ready() && self.close.has(ON_FLUSH) {
            self.close.closed.notify_one();
        }
        flushed
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.close.has(RESET) {
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
