//! Many items in several requests.

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

/// Items that are sent in requests of a stated size, one after the other, when it is awaited.
///
/// A request that fails does not keep the others from being sent.
#[must_use = "nothing is sent until it is awaited"]
pub struct Batch<'c, T, A> {
    items: Vec<T>,
    size: NonZeroUsize,
    options: CallOptions,
    is_partial: fn(&A) -> bool,
    send: Send<'c, T, A>,
}

/// What became of the requests of a [`Batch`], in the order of the items.
#[derive(Debug)]
#[must_use = "some of the items may have failed"]
pub struct BatchReport<T, A> {
    parts: Vec<BatchPart<T, A>>,
}

/// The items of one request, and its answer.
#[derive(Debug)]
#[non_exhaustive]
pub struct BatchPart<T, A> {
    /// The items that were sent.
    pub items: Vec<T>,
    /// What came back.
    pub result: Result<A>,
    /// What came of it all in all.
    pub success: Success,
}

/// How much of a request succeeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Success {
    /// All of it.
    Full,
    /// Some of it: the answer reports errors. Which items they belong to, the API does not say.
    Partial,
    /// Nothing that is known of.
    None,
}

impl<'c, T, A> Batch<'c, T, A>
where
    T: std::marker::Send + 'c,
    A: std::marker::Send + 'c,
{
    /// A batch whose requests `send` sends. For generated code.
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

    /// What holds for each of the requests.
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
            let success = match &result {
                Ok(answer) if (self.is_partial)(answer) => Success::Partial,
                Ok(_) => Success::Full,
                Err(_) => Success::None,
            };
            parts.push(BatchPart {
                items,
                result,
                success,
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
    /// All requests succeeded in full.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.parts.iter().all(|part| part.success == Success::Full)
    }

    /// The requests in the order of their items.
    #[must_use]
    pub fn parts(&self) -> &[BatchPart<T, A>] {
        &self.parts
    }

    /// The requests, to be taken apart.
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

    /// The items of all requests that did not succeed in full, to be sent again: one by one, if it
    /// matters which of them fail.
    #[must_use]
    pub fn into_failed(self) -> Vec<T> {
        self.parts
            .into_iter()
            .filter(|part| part.success != Success::Full)
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
