//! Runs calls to completion on the current thread.

use std::panic::resume_unwind;
use std::sync::LazyLock;
use std::{fmt, io, thread};

use tokio::runtime::{Builder, Handle, Runtime};
use tracing::Instrument as _;
use tracing::instrument::WithSubscriber as _;

use crate::batch::{Batch, BatchReport};
use crate::call::Call;
use crate::error::{Error, Result};
use crate::page::{ItemStream, Page, Paged};

static RUNTIME: LazyLock<io::Result<Runtime>> = LazyLock::new(|| {
    // One worker thread, so that connections are served between calls.
    let mut builder = Builder::new_multi_thread();
    let builder = builder.worker_threads(1).thread_name("blocking-calls");
    builder.enable_all().build()
});

/// Runs `future` to completion while this thread waits.
fn block_on<F>(future: F) -> Result<F::Output>
where
    F: Future<Output: Send> + Send,
{
    let runtime = RUNTIME.as_ref().map_err(not_started)?;
    if Handle::try_current().is_err() {
        return Ok(runtime.block_on(future));
    }
    // A thread of a runtime may not run another one.
    let future = future.in_current_span().with_current_subscriber();
    thread::scope(|scope| {
        let builder = thread::Builder::new().name("blocking-call".to_owned());
        let thread = builder
            .spawn_scoped(scope, || runtime.block_on(future))
            .map_err(|error| not_started(&error))?;
        thread.join().map_err(|panic| resume_unwind(panic))
    })
}

fn not_started(error: &io::Error) -> Error {
    let detail = format!("could not start a thread for blocking calls: {error}");
    Error::config(&detail).not_sent()
}

impl<T: Send> Call<'_, T> {
    /// Sends the call and blocks this thread until it returns.
    ///
    /// # Errors
    ///
    /// As when it is awaited.
    pub fn send_blocking(self) -> Result<T> {
        block_on(self.into_future())?
    }
}

impl<P: Page> Paged<'_, P> {
    /// Fetches the requested page, or the first, and blocks this thread until it arrives.
    ///
    /// # Errors
    ///
    /// As when it is awaited.
    pub fn send_blocking(self) -> Result<P> {
        block_on(self.into_future())?
    }
}

impl<'c, T, A> Batch<'c, T, A>
where
    T: Send + 'c,
    A: Send + 'c,
{
    /// Sends all requests, and blocks this thread until the last one returns.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) if the system starts no thread; nothing is
    /// sent then. Failed requests are in the report.
    pub fn send_blocking(self) -> Result<BatchReport<T, A>> {
        block_on(self.into_future())
    }
}

/// A blocking iterator over the items of a stream.
///
/// ```
/// # use hellodialog_runtime::{ItemStream, Result};
/// # fn example(items: ItemStream<'_, String>) -> Result<()> {
/// for item in items.into_blocking_iter() {
///     println!("{}", item?);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "iterators are lazy"]
pub struct BlockingIter<'c, T>(Option<ItemStream<'c, T>>);

impl<'c, T> ItemStream<'c, T> {
    /// An iterator over the items that blocks this thread for each item.
    pub fn into_blocking_iter(self) -> BlockingIter<'c, T> {
        BlockingIter(Some(self))
    }
}

impl<T: Send> Iterator for BlockingIter<'_, T> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Result<T>> {
        let items = self.0.as_mut()?;
        let next = block_on(items.next()).unwrap_or_else(|error| Some(Err(error)));
        if !matches!(next, Some(Ok(_))) {
            self.0 = None;
        }
        next
    }
}

impl<T: Send> std::iter::FusedIterator for BlockingIter<'_, T> {}

impl<T> fmt::Debug for BlockingIter<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlockingIter").finish_non_exhaustive()
    }
}
