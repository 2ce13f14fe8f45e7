//! Options for one call.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use crate::response::ResponseSlot;

/// Options for one call. Each overrides a setting of the client.
///
/// ```
/// use std::time::Duration;
/// use hellodialog_runtime::CallOptions;
///
/// let options = CallOptions::default()
///     .deadline(Duration::from_secs(5))
///     .retries(0);
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "options do nothing until they are used for a call"]
pub struct CallOptions {
    pub(crate) timeout: Option<Duration>,
    pub(crate) deadline: Option<Duration>,
    /// The deadline that several calls share.
    pub(crate) ends: Option<Instant>,
    pub(crate) retries: Option<u32>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) slot: Option<ResponseSlot>,
    /// Counts the items that failed to decode. Pagination needs it to recognize a full page.
    pub(crate) skipped: Option<SkipCount>,
    /// The turn of a page that is prefetched.
    pub(crate) turn: Option<PageTurn>,
}

/// When the reader of a stream comes to a page that is prefetched. Pages are counted from the first
/// of the stream.
#[derive(Clone, Debug)]
pub(crate) struct PageTurn {
    page: u64,
    current: watch::Receiver<u64>,
}

impl PageTurn {
    /// The turn of `page`, and the sender of the page that the reader waits for.
    pub(crate) fn channel(page: u64) -> (watch::Sender<u64>, Self) {
        let (sender, current) = watch::channel(0);
        (sender, Self { page, current })
    }

    pub(crate) fn of_page(&self, page: u64) -> Self {
        let current = self.current.clone();
        Self { page, current }
    }

    /// Waits until the reader waits for this page.
    pub(crate) async fn is_current(&self) {
        let mut current = self.current.clone();
        // Without a sender the stream is gone, and this request with it.
        let _ = current.wait_for(|current| *current >= self.page).await;
    }
}

impl CallOptions {
    /// Sets the timeout of one attempt, from the connection to the last byte of the response.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets the deadline of the whole call: all attempts and the delays before and between them.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Sets how often the call is retried, where a retry is safe.
    pub fn retries(mut self, retries: u32) -> Self {
        self.retries = Some(retries);
        self
    }

    /// Adds a query parameter after those of the call itself. Neither name nor value needs
    /// encoding. A parameter that the call sends by itself is an error, and nothing is sent.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// Puts the raw response into `slot` as well.
    pub fn capture(mut self, slot: ResponseSlot) -> Self {
        self.slot = Some(slot);
        self
    }
}

/// The number of items of a response that were skipped. Clones share the count.
#[derive(Debug, Clone, Default)]
pub(crate) struct SkipCount(Arc<AtomicUsize>);

impl SkipCount {
    pub(crate) fn add(&self, items: usize) {
        self.0.fetch_add(items, Ordering::Relaxed);
    }

    pub(crate) fn count(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}
