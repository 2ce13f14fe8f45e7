//! Options for one call.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::time::Instant;

use crate::capture::Capture;

/// Options for one call, each in place of what the client was built with.
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
    /// When the deadline is, of a call that is one of several.
    pub(crate) ends: Option<Instant>,
    pub(crate) retries: Option<u32>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) capture: Option<Capture>,
    /// Counts the items that failed to decode. Pagination needs it to recognize a full page.
    pub(crate) skipped: Option<SkipCount>,
}

impl CallOptions {
    /// How long one attempt may take, from the connection to the last byte of the answer.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How long the whole call may take: all attempts and the waits before and between them.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// How many times the call may be sent again after the first, where that is safe.
    pub fn retries(mut self, retries: u32) -> Self {
        self.retries = Some(retries);
        self
    }

    /// Adds a parameter to the query, after those that the call itself has. Once more for one
    /// more; neither name nor value needs encoding.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// Puts the answer, as it came, into `capture` as well.
    pub fn capture(mut self, capture: Capture) -> Self {
        self.capture = Some(capture);
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
