//! Calls that have not been sent yet.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

use crate::capture::{Capture, RawAnswer};
use crate::error::{Error, ErrorKind, Result};
use crate::options::CallOptions;

/// A future that owns what it needs for `'a`, and can move between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A call that is ready to be sent, and is sent when it is awaited.
///
/// What holds for one call alone is set before that:
///
/// ```
/// # use hellodialog_runtime::{Call, Result};
/// # use std::time::Duration;
/// # async fn example(call: Call<'_, String>) -> Result<()> {
/// let answer = call.timeout(Duration::from_secs(5)).retries(0).await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a call is not sent until it is awaited"]
pub struct Call<'c, T> {
    options: CallOptions,
    send: Box<dyn FnOnce(CallOptions) -> BoxFuture<'c, Result<T>> + Send + 'c>,
}

/// An answer with what it was read from.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Answered<T> {
    /// The answer.
    pub value: T,
    /// What came over the wire.
    pub raw: RawAnswer,
}

impl<'c, T: 'c> Call<'c, T> {
    /// A call that `send` sends. For generated code.
    #[doc(hidden)]
    pub fn new<F, Fut>(send: F) -> Self
    where
        F: FnOnce(CallOptions) -> Fut + Send + 'c,
        Fut: Future<Output = Result<T>> + Send + 'c,
    {
        Self {
            options: CallOptions::default(),
            send: Box::new(move |options| Box::pin(send(options))),
        }
    }

    /// How long one attempt of this call may take.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options = self.options.timeout(timeout);
        self
    }

    /// How long this call may take, all attempts and the waits between them included.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.options = self.options.deadline(deadline);
        self
    }

    /// How often this call is repeated where that is safe.
    pub fn retries(mut self, retries: u32) -> Self {
        self.options = self.options.retries(retries);
        self
    }

    /// Adds a query parameter that the method has no argument for.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options = self.options.query(name, value);
        self
    }

    /// The call that keeps the raw answer beside the typed one.
    ///
    /// # Errors
    ///
    /// As the call itself; the error has what is known of the answer then.
    pub fn with_raw(self) -> Call<'c, Answered<T>> {
        let Self { options, send } = self;
        let kept = move |options: CallOptions| async move {
            let capture = Capture::default();
            let value = send(options.capture(capture.clone())).await?;
            let raw = capture.take();
            let raw = raw.ok_or_else(|| Error::new(ErrorKind::Decode, "no raw answer was kept"))?;
            Ok(Answered { value, raw })
        };
        Call::new(kept).with_options(options)
    }

    /// The same call with other options. For generated code.
    #[doc(hidden)]
    pub fn with_options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }
}

impl<'c, T> IntoFuture for Call<'c, T> {
    type Output = Result<T>;
    type IntoFuture = BoxFuture<'c, Result<T>>;

    fn into_future(self) -> Self::IntoFuture {
        (self.send)(self.options)
    }
}

impl<T> fmt::Debug for Call<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").finish_non_exhaustive()
    }
}
