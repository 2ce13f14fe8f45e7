//! The answer as it came, beside what is made of it.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::HeaderMap;

/// A place for the answer of a call, as it came; see [`CallOptions::capture`].
///
/// Clones are the same place. It holds the answer of the last attempt, a success or a failure, and
/// nothing if no whole answer came.
///
/// [`CallOptions::capture`]: crate::CallOptions::capture
#[derive(Clone, Default)]
pub struct Capture(Arc<Mutex<Option<RawAnswer>>>);

impl Capture {
    /// An empty place.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the answer out, if there is one.
    #[must_use]
    pub fn take(&self) -> Option<RawAnswer> {
        self.replace(None)
    }

    pub(crate) fn replace(&self, answer: Option<RawAnswer>) -> Option<RawAnswer> {
        // What a panic elsewhere leaves here is whole: it is written in one step.
        let mut slot = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut slot, answer)
    }
}

impl fmt::Debug for Capture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Capture(..)")
    }
}

/// An answer as it came: nothing is read, judged or taken out of it.
#[derive(Clone)]
pub struct RawAnswer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) attempts: u32,
}

impl RawAnswer {
    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The header `name`, in any case: the first, if it came more than once. `None` if it is not
    /// there or not visible ASCII.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The headers, names in lower case, without those that are not visible ASCII.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let headers = self.headers.iter();
        headers.filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)))
    }

    /// The body. That of a failure by HTTP status is cut after 64 KiB.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// How many times the call was sent: 1 if the first attempt brought this answer.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }
}

/// Shows neither headers nor body, which hold what people entrusted to the service.
impl fmt::Debug for RawAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawAnswer")
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}
