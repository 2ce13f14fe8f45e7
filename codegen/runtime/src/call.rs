//! Calls that have not been sent yet.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

use crate::decode::{Decode, ResponseBody};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::Operation;
use crate::options::CallOptions;
use crate::response::{ResponseSlot, WithRaw};
use crate::transport::Transport;

/// A boxed future that can move between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A call that is sent when it is awaited.
///
/// Options of this call are set before that:
///
/// ```
/// # use hellodialog_runtime::{Call, Result};
/// # use std::time::Duration;
/// # async fn example(call: Call<'_, String>) -> Result<()> {
/// let response = call.timeout(Duration::from_secs(5)).retries(0).await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a call is not sent until it is awaited"]
pub struct Call<'c, T> {
    options: CallOptions,
    send: Box<dyn FnOnce(CallOptions) -> BoxFuture<'c, Result<T>> + Send + 'c>,
}

impl Transport {
    /// A call of `operation`: sends `request` and decodes its response. It owns all that it needs.
    /// For generated code.
    #[doc(hidden)]
    pub fn call<'c, T: Send + 'c>(
        &self,
        operation: &'static Operation,
        request: Result<reqwest::Request>,
        decode: Decode<T>,
    ) -> Call<'c, T> {
        let transport = self.clone();
        Call::new(move |options| async move {
            let mut request = request.map_err(|error| error.with_operation(operation.id))?;
            let mut value = None;
            let mut decode = |body: &ResponseBody<'_>| {
                value = Some(decode(body)?);
                Ok(())
            };
            transport
                .send(operation, &mut request, &options, &mut decode)
                .await?;
            value.ok_or_else(|| Error::new(ErrorKind::Decode, "no response was decoded"))
        })
    }
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

    /// Sets the timeout of one attempt.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options = self.options.timeout(timeout);
        self
    }

    /// Sets the deadline of this call: all attempts and the delays between them.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.options = self.options.deadline(deadline);
        self
    }

    /// Sets how often this call is retried, where a retry is safe.
    pub fn retries(mut self, retries: u32) -> Self {
        self.options = self.options.retries(retries);
        self
    }

    /// Adds a query parameter that the method has no argument for. One that the call sends by itself is
    /// an error, and nothing is sent.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options = self.options.query(name, value);
        self
    }

    /// Returns the raw response with the decoded one. It has what the types have no place for: the
    /// value of a field that is `None` because it failed to decode, in an object whose type keeps no
    /// undeclared members.
    ///
    /// # Errors
    ///
    /// As the call itself.
    pub fn with_raw(self) -> Call<'c, WithRaw<T>> {
        let Self { options, send } = self;
        let with_slot = move |options: CallOptions| async move {
            let slot = ResponseSlot::new();
            let value = send(options.capture(slot.clone())).await?;
            let raw = slot.take();
            let raw =
                raw.ok_or_else(|| Error::new(ErrorKind::Decode, "no raw response was kept"))?;
            Ok(WithRaw { value, raw })
        };
        Call::new(with_slot).with_options(options)
    }

    /// Replaces the options. For generated code.
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
