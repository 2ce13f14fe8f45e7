//! Sends many items in several requests.

use std::collections::VecDeque;
use std::fmt;
use std::future::IntoFuture;
use std::num::NonZeroUsize;
use std::time::Duration;

use crate::call::BoxFuture;
use crate::error::{Error, ErrorKind, Outcome, Result};
use crate::operation::Idempotency;
use crate::options::CallOptions;

type Send<'c, T, A> = Box<
    dyn Fn(Vec<T>, CallOptions) -> BoxFuture<'c, (Vec<T>, Result<A>)>
        + std::marker::Send
        + Sync
        + 'c,
>;

type Progress<'c> = Box<dyn FnMut(BatchProgress) + std::marker::Send + 'c>;

/// A call that sends its items in several requests, one after the other, when it is awaited.
///
/// If a request fails, the others are sent all the same.
#[must_use = "a batch is not sent until it is awaited"]
pub struct Batch<'c, T, A> {
    items: Vec<T>,
    size: NonZeroUsize,
    options: CallOptions,
    idempotency: Idempotency,
    is_partial: fn(&A) -> bool,
    send: Send<'c, T, A>,
    on_progress: Progress<'c>,
    on_failure: OnFailure,
}

/// What to do with the items of a request that did not succeed in full.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OnFailure {
    Report,
    Divide,
}

/// How far a [`Batch`] has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct BatchProgress {
    /// The number of requests that were sent.
    pub requests: usize,
    /// The number of items whose result is known.
    pub done: usize,
    /// The number of items in requests that did not succeed in full, of those that are done.
    pub failed: usize,
    /// The number of all items.
    pub items: usize,
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
        idempotency: Idempotency,
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
            idempotency,
            is_partial,
            send: Box::new(send),
            on_progress: Box::new(|_| ()),
            on_failure: OnFailure::Report,
        }
    }

    /// Sets the timeout of one attempt to send a request.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options = self.options.timeout(timeout);
        self
    }

    /// Sets the deadline of each request: all attempts and the delays between them.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.options = self.options.deadline(deadline);
        self
    }

    /// Sets how often each request is retried, where a retry is safe.
    pub fn retries(mut self, retries: u32) -> Self {
        self.options = self.options.retries(retries);
        self
    }

    /// Calls `progress` after each request.
    pub fn on_progress(
        mut self,
        progress: impl FnMut(BatchProgress) + std::marker::Send + 'c,
    ) -> Self {
        self.on_progress = Box::new(progress);
        self
    }

    /// Finds the items that fail: a request that did not succeed in full is divided in two and sent again, until the
    /// items that the API refuses are alone in their requests. One item of 100 costs about 14 more requests.
    ///
    /// A request is sent again only where that is safe: if the API refused all of it, or if the operation is
    /// idempotent. A refusal that has nothing to do with the items, such as an invalid key, divides nothing.
    pub fn isolate_failures(mut self) -> Self {
        self.on_failure = OnFailure::Divide;
        self
    }

    async fn run(mut self) -> BatchReport<T, A> {
        let mut parts = Vec::new();
        let mut progress = BatchProgress {
            requests: 0,
            done: 0,
            failed: 0,
            items: self.items.len(),
        };
        let mut waiting = divided(std::mem::take(&mut self.items), self.size);
        while let Some(chunk) = waiting.pop_front() {
            let (mut items, result) = (self.send)(chunk, self.options.clone()).await;
            progress.requests += 1;
            let outcome = self.outcome(&result);
            if items.len() > 1 && self.is_divided(&result, outcome) {
                waiting.push_front(items.split_off(items.len() / 2));
                waiting.push_front(items);
            } else {
                progress.done += items.len();
                if outcome != BatchOutcome::Full {
                    progress.failed += items.len();
                }
                parts.push(BatchPart {
                    items,
                    result,
                    outcome,
                });
            }
            (self.on_progress)(progress);
        }
        BatchReport { parts }
    }

    fn outcome(&self, result: &Result<A>) -> BatchOutcome {
        match result {
            Ok(answer) if (self.is_partial)(answer) => BatchOutcome::Partial,
            Ok(_) => BatchOutcome::Full,
            Err(_) => BatchOutcome::None,
        }
    }

    fn is_divided(&self, result: &Result<A>, outcome: BatchOutcome) -> bool {
        let is_safe = match result {
            Ok(_) => {
                outcome == BatchOutcome::Partial && self.idempotency == Idempotency::Idempotent
            }
            Err(error) => is_about_items(error),
        };
        self.on_failure == OnFailure::Divide && is_safe
    }
}

/// Whether the API refused the items, and not whoever sent them.
fn is_about_items(error: &Error) -> bool {
    let is_about_sender = error.is_invalid_key() || matches!(error.status(), Some(401 | 403 | 429));
    error.kind() == ErrorKind::Api && error.outcome() == Outcome::Rejected && !is_about_sender
}

/// The items, `size` of them a request.
fn divided<T>(items: Vec<T>, size: NonZeroUsize) -> VecDeque<Vec<T>> {
    let mut items = items.into_iter();
    let chunks = std::iter::from_fn(|| {
        let chunk: Vec<T> = items.by_ref().take(size.get()).collect();
        (!chunk.is_empty()).then_some(chunk)
    });
    chunks.collect()
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

    /// The items of all requests that did not succeed in full.
    /// [`isolate_failures`](Batch::isolate_failures) finds out which of them the API refuses.
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
