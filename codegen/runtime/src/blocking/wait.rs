//! Waiting for calls.

use std::fmt;
use std::sync::LazyLock;

use tokio::runtime::{Builder, Handle, Runtime};

use crate::batch::{Batch, BatchReport};
use crate::call::Call;
use crate::error::{Error, Result};
use crate::page::{Items, Page, Paged};

static RUNTIME: LazyLock<std::io::Result<Runtime>> = LazyLock::new(|| {
    // One thread, so that connections are looked after while nobody waits.
    let mut builder = Builder::new_multi_thread();
    let builder = builder.worker_threads(1).thread_name("hellodialog");
    builder.enable_all().build()
});

/// Runs `future` to its end on this thread.
fn wait<F: Future>(future: F) -> Result<F::Output> {
    if Handle::try_current().is_ok() {
        // That a thread of `spawn_blocking` may be held up cannot be told from here.
        let detail = "`wait` might hold up the async runtime that this thread belongs to; \
                      use `await`, or a thread of your own";
        return Err(Error::config(detail).not_sent());
    }
    match &*RUNTIME {
        Ok(runtime) => Ok(runtime.block_on(future)),
        Err(error) => {
            let detail = format!("the runtime for blocking calls cannot be started: {error}");
            Err(Error::config(&detail).not_sent())
        }
    }
}

impl<T> Call<'_, T> {
    /// Sends the call and waits for what it comes to, on this thread.
    ///
    /// # Errors
    ///
    /// As when it is awaited; [`ErrorKind::Config`](crate::ErrorKind::Config) on a thread
    /// of an async runtime, be it one of `spawn_blocking`.
    pub fn wait(self) -> Result<T> {
        wait(self.into_future())?
    }
}

impl<P: Page> Paged<'_, P> {
    /// Gets one page, the one that was asked for or the first, and waits for it on this thread.
    ///
    /// # Errors
    ///
    /// As when it is awaited; [`ErrorKind::Config`](crate::ErrorKind::Config) on a thread
    /// of an async runtime, be it one of `spawn_blocking`.
    pub fn wait(self) -> Result<P> {
        wait(self.into_future())?
    }
}

impl<'c, T, A> Batch<'c, T, A>
where
    T: Send + 'c,
    A: Send + 'c,
{
    /// Sends all requests, and waits for what they come to on this thread.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) on a thread of an async runtime, be it one of
    /// `spawn_blocking`, with nothing sent. What becomes of the requests is in the report.
    pub fn wait(self) -> Result<BatchReport<T, A>> {
        wait(self.into_future())
    }
}

/// The items of a stream, each waited for on this thread.
///
/// ```
/// # use hellodialog_runtime::{Items, Result};
/// # fn example(items: Items<'_, String>) -> Result<()> {
/// for item in items.wait() {
///     println!("{}", item?);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "iterators are lazy"]
pub struct Waiting<'c, T>(Option<Items<'c, T>>);

impl<'c, T> Items<'c, T> {
    /// An iterator over the same, which waits for each of them on this thread. On a thread
    /// of an async runtime its one item is an error.
    pub fn wait(self) -> Waiting<'c, T> {
        Waiting(Some(self))
    }
}

impl<T> Iterator for Waiting<'_, T> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Result<T>> {
        let items = self.0.as_mut()?;
        let next = wait(items.next()).unwrap_or_else(|error| Some(Err(error)));
        if !matches!(next, Some(Ok(_))) {
            self.0 = None;
        }
        next
    }
}

impl<T> std::iter::FusedIterator for Waiting<'_, T> {}

impl<T> fmt::Debug for Waiting<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Waiting").finish_non_exhaustive()
    }
}
