//! Runs calls to completion on the current thread.

use std::fmt;
use std::sync::LazyLock;

use tokio::runtime::{Builder, Handle, Runtime};

use crate::batch::{Batch, BatchReport};
use crate::call::Call;
use crate::error::{Error, Result};
use crate::page::{ItemStream, Page, Paged};

static RUNTIME: LazyLock<std::io::Result<Runtime>> = LazyLock::new(|| {
    // One worker thread, so that connections are served between calls.
    let mut builder = Builder::new_multi_thread();
    let builder = builder.worker_threads(1).thread_name("hellodialog");
    builder.enable_all().build()
});

/// Runs `future` to completion on this thread.
fn block_on<F: Future>(future: F) -> Result<F::Output> {
    if Handle::try_current().is_ok() {
        // A thread of `spawn_blocking` may block, but cannot be recognized here.
        let detail = "a blocking call on a thread of an async runtime could block the runtime; \
                      use `await`, or a thread of your own";
        return Err(Error::config(detail).not_sent());
    }
    match &*RUNTIME {
        Ok(runtime) => Ok(runtime.block_on(future)),
        Err(error) => {
            let detail = format!("could not start the runtime for blocking calls: {error}");
            Err(Error::config(&detail).not_sent())
        }
    }
}

impl<T> Call<'_, T> {
    /// Sends the call and blocks this thread until it returns.
    ///
    /// # Errors
    ///
    /// As when it is awaited; [`ErrorKind::Config`](crate::ErrorKind::Config) on a thread of an
    /// async runtime, including those of `spawn_blocking`.
    pub fn send_blocking(self) -> Result<T> {
        block_on(self.into_future())?
    }
}

impl<P: Page> Paged<'_, P> {
    /// Fetches the requested page, or the first, and blocks this thread until it arrives.
    ///
    /// # Errors
    ///
    /// As when it is awaited; [`ErrorKind::Config`](crate::ErrorKind::Config) on a thread of an
    /// async runtime, including those of `spawn_blocking`.
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
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) on a thread of an async runtime, including
    /// those of `spawn_blocking`; nothing is sent then. Failed requests are in the report.
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
    /// An iterator over the items that blocks this thread for each item. On a thread of an async
    /// runtime it yields one error.
    pub fn into_blocking_iter(self) -> BlockingIter<'c, T> {
        BlockingIter(Some(self))
    }
}

impl<T> Iterator for BlockingIter<'_, T> {
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

impl<T> std::iter::FusedIterator for BlockingIter<'_, T> {}

impl<T> fmt::Debug for BlockingIter<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlockingIter").finish_non_exhaustive()
    }
}
