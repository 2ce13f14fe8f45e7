//! Sends many items in several requests.

use std::fmt;
use std::future::IntoFuture;
use std::num::NonZeroUsize;

use crate::call::BoxFuture;
use crate::error::{Error, Result};
use crate::options::CallOptions;

type Send<'c, T, A> = Box<
    dyn Fn(Vec<T>, CallOptions) -> BoxFuture<'c, (Vec<T>, Result<A>)>
        + std::marker::Send
        + Sync
        + 'c,
>;

/// A call that sends its items in several requests, one after the other, when it is awaited.
///
/// If a request fails, the others are sent all the same.
#[must_use = "a batch is not sent until it is awaited"]
pub struct Batch<'c, T, A> {
    items: Vec<T>,
    size: NonZeroUsize,
    options: CallOptions,
    is_partial: fn(&A) -> bool,
    send: Send<'c, T, A>,
}

/// The results of the requests of a [`Batch`], in the order of the items.
#[derive(Debug)]
#[must_use = "some of the items may have failed"]
pub struct BatchReport<T, A> {
    parts: Vec<BatchPart<T, A>>,
}

/// The items of one request, and its result. `Debug` shows no item, since items may be personal data.
#[non_exhaustive]
pub struct BatchPart<T, A> {
    /// The items that the request sent.
    pub items: Vec<T>,
    /// The response, or why the request failed.
    pub result: Result<A>,
    /// How much of the request succeeded.
    pub outcome: BatchOutcome,
}

/// How much of a request succeeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BatchOutcome {
    /// Every item was accepted.
    Full,
    /// The response reports errors for some items. The API does not say for which.
    Partial,
    /// The request failed. [`Error::outcome`] says whether it may have taken effect.
    None,
}

impl<'c, T, A> Batch<'c, T, A>
where
    T: std::marker::Send + 'c,
    A: std::marker::Send + 'c,
{
    /// A batch whose requests are sent by `send`. For generated code.
    #[doc(hidden)]
    pub fn new<F>(
        items: impl IntoIterator<Item = T>,
        size: NonZeroUsize,
        is_partial: fn(&A) -> bool,
        send: F,
    ) -> Self
    where
        F: Fn(Vec<T>, CallOptions) -> BoxFuture<'c, (Vec<T>, Result<A>)>
            + std::marker::Send
            + Sync
            + 'c,
    {
        Self {
            items: items.into_iter().collect(),
            size,
            options: CallOptions::default(),
            is_partial,
            send: Box::new(send),
        }
    }

    /// The options of each request.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    async fn run(self) -> BatchReport<T, A> {
        let mut parts = Vec::new();
        let mut items = self.items.into_iter();
        loop {
            let chunk: Vec<T> = items.by_ref().take(self.size.get()).collect();
            if chunk.is_empty() {
                return BatchReport { parts };
            }
            let (items, result) = (self.send)(chunk, self.options.clone()).await;
            let outcome = match &result {
                Ok(answer) if (self.is_partial)(answer) => BatchOutcome::Partial,
                Ok(_) => BatchOutcome::Full,
                Err(_) => BatchOutcome::None,
            };
            parts.push(BatchPart {
                items,
                result,
                outcome,
            });
        }
    }
}

impl<'c, T, A> IntoFuture for Batch<'c, T, A>
where
    T: std::marker::Send + 'c,
    A: std::marker::Send + 'c,
{
    type Output = BatchReport<T, A>;
    type IntoFuture = BoxFuture<'c, BatchReport<T, A>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<T, A> BatchReport<T, A> {
    /// Whether all requests succeeded in full.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.parts
            .iter()
            .all(|part| part.outcome == BatchOutcome::Full)
    }

    /// The requests, in the order of their items.
    #[must_use]
    pub fn parts(&self) -> &[BatchPart<T, A>] {
        &self.parts
    }

    /// The requests, in the order of their items, by value.
    #[must_use]
    pub fn into_parts(self) -> Vec<BatchPart<T, A>> {
        self.parts
    }

    /// The errors of the requests that failed as a whole.
    pub fn errors(&self) -> impl Iterator<Item = &Error> {
        self.parts
            .iter()
            .filter_map(|part| part.result.as_ref().err())
    }

    /// The items of all requests that did not succeed in full. Send them one by one to find out
    /// which of them fail.
    #[must_use]
    pub fn into_failed(self) -> Vec<T> {
        self.parts
            .into_iter()
            .filter(|part| part.outcome != BatchOutcome::Full)
            .flat_map(|part| part.items)
            .collect()
    }
}

impl<T, A> fmt::Debug for Batch<'_, T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch")
            .field("items", &self.items.len())
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

impl<T, A> fmt::Debug for BatchPart<T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchPart")
            .field("items", &self.items.len())
            .field("error", &self.result.as_ref().err())
            .field("outcome", &self.outcome)
            .finish_non_exhaustive()
    }
}
