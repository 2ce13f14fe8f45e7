//! The Tokio runtime that polls a call.

use std::future::poll_fn;
use std::net::{Ipv4Addr, UdpSocket};
use std::panic::catch_unwind;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use tokio::runtime::{Handle, Id};
use tokio::time::sleep;

use crate::error::{Error, ErrorKind, Result};

/// The current runtime.
pub(crate) fn current() -> Option<Id> {
    Handle::try_current().ok().map(|runtime| runtime.id())
}

/// Polls `future` for as long as it stays in `runtime`; if another one goes on with it, keeps that in
/// `runtime` and returns `None`. The timers and connections of the future are driven by the first,
/// which may no longer run.
pub(crate) async fn within<F: Future>(runtime: &mut Option<Id>, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    poll_fn(|context| {
        let now = current();
        if now == *runtime {
            return future.as_mut().poll(context).map(Some);
        }
        *runtime = now;
        Poll::Ready(None)
    })
    .await
}

/// Checks that the current runtime has its time and I/O. Tokio tells nothing of them but by a panic.
pub(crate) fn check_drivers() -> Result<()> {
    let checked = catch_unwind(|| {
        drop(sleep(Duration::ZERO));
        // Binding fails where a sandbox forbids it, which says nothing of the runtime.
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|socket| {
            socket.set_nonblocking(true)?;
            Ok(socket)
        });
        drop(socket.and_then(tokio::net::UdpSocket::from_std));
    });
    checked.map_err(|_| {
        let detail = "the Tokio runtime here was built without its time or I/O: \
                      call `enable_all` on its builder";
        Error::new(ErrorKind::Config, detail).not_sent()
    })
}
