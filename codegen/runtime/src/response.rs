//! The raw response of a call.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::HeaderMap;

/// Holds the raw response of a call; see [`CallOptions::capture`].
///
/// Clones share one slot. It holds the response of the last attempt, success or failure, and is
/// empty if no whole response was received.
///
/// [`CallOptions::capture`]: crate::CallOptions::capture
#[derive(Clone, Default)]
pub struct ResponseSlot(Arc<Mutex<Option<RawResponse>>>);

impl ResponseSlot {
    /// An empty slot.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the response out, if there is one.
    #[must_use]
    pub fn take(&self) -> Option<RawResponse> {
        self.lock().take()
    }

    pub(crate) fn clear(&self) {
        *self.lock() = None;
    }

    pub(crate) fn fill(&self, response: RawResponse) {
        *self.lock() = Some(response);
    }

    fn lock(&self) -> MutexGuard<'_, Option<RawResponse>> {
        // A panic cannot leave a half-written value: it is assigned in one step.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for ResponseSlot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResponseSlot(..)")
    }
}

/// A response before it is classified and decoded.
#[derive(Clone)]
pub struct RawResponse {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) attempts: u32,
}

impl RawResponse {
    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The first header `name`, case-insensitive. `None` if it is missing or not visible ASCII.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The headers, names in lower case, without those that are not visible ASCII.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let headers = self.headers.iter();
        headers.filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)))
    }

    /// The body. The body of an HTTP failure is cut after 64 KiB.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The number of the attempt that received this response, from 1.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }
}

/// Shows neither headers nor body, which hold personal data.
impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

/// A decoded response with its raw form.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct WithRaw<T> {
    /// The decoded response.
    pub value: T,
    /// The raw response.
    pub raw: RawResponse,
}
