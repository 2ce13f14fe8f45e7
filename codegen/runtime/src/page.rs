//! Paginated responses.
//!
//! Pages are asked for by number, or by the number of their first item.
//!
//! With numbered pages, the API reports neither how many there are nor which is the last. A stream ends
//! after a page that is shorter than a full page, is empty, or holds only items of the page before it.
//! The last rule is for servers that repeat the last page, which the docs do not rule out. A server that
//! starts again after the last page never ends: that is an error.
//!
//! With numbered items, a page says how many items there are in total, and the next page begins after
//! the last item received: a server may send fewer than asked for. A stream ends with the last item, or
//! after an empty page. A page of known items alone before the end is an error.

mod tracker;

use std::fmt;
use std::future::IntoFuture;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hash};
use std::mem;
use std::num::NonZeroU64;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::stream::{self, Stream, StreamExt};
use indexmap::IndexMap;
use serde::Serialize;
use tokio::runtime::Id;

use self::tracker::{End, PageTracker};
use crate::call::BoxFuture;
use crate::error::{Error, ErrorKind, Result};
use crate::options::{CallOptions, PageTurn, SkipCount};
use crate::runtime;

/// The default of [`Paged::max_pages`]. It stops a stream from a server that never ends.
const DEFAULT_MAX_PAGES: u64 = 100_000;

/// One page of a response: a list, a map by id, or an object that has a list.
pub trait Page: Send + 'static {
    /// An item of the page.
    type Item: Send + 'static;

    /// Takes the items, in order.
    fn take_items(&mut self) -> Vec<Self::Item>;

    /// Puts items in the place of those that were taken.
    fn put_items(&mut self, items: Vec<Self::Item>);

    /// A hash that identifies the item.
    fn fingerprint(item: &Self::Item) -> u64;

    /// The number of items on all pages, if the page says it.
    fn total(&self) -> Option<u64> {
        None
    }
}

/// The hash of an id, to identify items by. For generated code.
#[doc(hidden)]
#[must_use]
pub fn hash(value: &impl Hash) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(value)
}

impl<T: Serialize + Send + 'static> Page for Vec<T> {
    type Item = T;

    fn take_items(&mut self) -> Vec<T> {
        mem::take(self)
    }

    fn put_items(&mut self, items: Vec<T>) {
        *self = items;
    }

    /// The hash of the item's JSON.
    fn fingerprint(item: &T) -> u64 {
        hash(&serde_json::to_vec(item).unwrap_or_default())
    }
}

impl<K, T> Page for IndexMap<K, T>
where
    K: Hash + Eq + Send + 'static,
    T: Send + 'static,
{
    type Item = (K, T);

    fn take_items(&mut self) -> Vec<(K, T)> {
        mem::take(self).into_iter().collect()
    }

    fn put_items(&mut self, items: Vec<(K, T)>) {
        *self = items.into_iter().collect();
    }

    fn fingerprint((id, _): &(K, T)) -> u64 {
        hash(id)
    }
}

type Fetch<'c, P> =
    Arc<dyn Fn(Option<NonZeroU64>, CallOptions) -> BoxFuture<'c, Result<P>> + Send + Sync + 'c>;

/// A call with a paginated response.
///
/// If it is awaited, it returns one page: the requested page, or the first.
/// [`items`](Paged::items) is a stream of all items from that page on, [`pages`](Paged::pages) a
/// stream of all pages.
///
/// Pages, or items, are numbered from 1, so the numbers are `NonZeroU64`: `7.try_into()?`, or the number
/// of a [`NumberedPage`].
#[must_use = "a call is not sent until it is awaited or streamed"]
pub struct Paged<'c, P: Page> {
    options: CallOptions,
    /// The requested page, or its first item; `None` sends no number, which means the first.
    start_page: Option<NonZeroU64>,
    end: End,
    prefetch: usize,
    max_pages: u64,
    fetch: Fetch<'c, P>,
    identify: fn(&P::Item) -> u64,
}

/// A page with its number. A stream can be resumed from that number.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NumberedPage<P> {
    /// The number of the page, or of its first item if the API numbers items. The first is 1.
    pub number: NonZeroU64,
    /// The page, without items that the page before it holds too.
    pub page: P,
}

/// A stream of items or pages.
#[must_use = "streams do nothing unless polled"]
pub struct ItemStream<'c, T> {
    stream: Pin<Box<dyn Stream<Item = Result<T>> + Send + 'c>>,
    skipped: SkipCount,
}

impl<'c, P: Page> Paged<'c, P> {
    /// A call that `fetch` sends for a page number, or without a page number. For generated code.
    #[doc(hidden)]
    pub fn new<F, Fut>(start_page: Option<NonZeroU64>, size: u32, fetch: F) -> Self
    where
        F: Fn(Option<NonZeroU64>, CallOptions) -> Fut + Send + Sync + 'c,
        Fut: Future<Output = Result<P>> + Send + 'c,
    {
        let end = End::Short(usize::try_from(size).unwrap_or(usize::MAX));
        Self::until(end, start_page, fetch)
    }

    /// A call that `fetch` sends for the number of a page's first item, or without a number. For generated
    /// code.
    #[doc(hidden)]
    pub fn by_item<F, Fut>(start: Option<NonZeroU64>, fetch: F) -> Self
    where
        F: Fn(Option<NonZeroU64>, CallOptions) -> Fut + Send + Sync + 'c,
        Fut: Future<Output = Result<P>> + Send + 'c,
    {
        Self::until(End::Total, start, fetch)
    }

    fn until<F, Fut>(end: End, start_page: Option<NonZeroU64>, fetch: F) -> Self
    where
        F: Fn(Option<NonZeroU64>, CallOptions) -> Fut + Send + Sync + 'c,
        Fut: Future<Output = Result<P>> + Send + 'c,
    {
        Self {
            options: CallOptions::default(),
            start_page,
            end,
            prefetch: 0,
            max_pages: DEFAULT_MAX_PAGES,
            fetch: Arc::new(move |page, options| Box::pin(fetch(page, options))),
            identify: P::fingerprint,
        }
    }

    /// Identifies items by the hash that `id` returns. For generated code.
    #[doc(hidden)]
    pub fn identified_by(mut self, id: fn(&P::Item) -> u64) -> Self {
        self.identify = id;
        self
    }

    /// The timeout of one attempt to fetch a page.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options = self.options.timeout(timeout);
        self
    }

    /// The deadline of each page, including all attempts and the waits between them.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.options = self.options.deadline(deadline);
        self
    }

    /// The number of retries for each page.
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

    /// The number of pages that a stream fetches ahead of the current page [default: 0]. At the end
    /// of the stream, up to this number of requests are wasted.
    ///
    /// A stream makes no progress while it is not polled. If a prefetched page times out before it
    /// is polled, it is fetched again. If the client limits the requests in flight, the streams
    /// of the client together leave at least one of them for other calls.
    ///
    /// Where items are numbered it has no effect: only a page tells where the next one begins.
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.prefetch = pages;
        self
    }

    /// The most pages that a stream fetches [default: 100,000]. One more page is an error.
    pub fn max_pages(mut self, pages: u64) -> Self {
        self.max_pages = pages;
        self
    }

    /// A stream of all pages from the requested page on. The stream ends after an error.
    pub fn pages(self) -> ItemStream<'c, NumberedPage<P>> {
        let Self {
            options,
            start_page,
            end,
            prefetch,
            max_pages,
            fetch,
            identify,
        } = self;
        let first = start_page.unwrap_or(NonZeroU64::MIN);
        let (reader, turn) = PageTurn::channel(0);
        let get = move |(number, count): Place| {
            let fetch = fetch.clone();
            let skipped = SkipCount::default();
            let options = CallOptions {
                skipped: Some(skipped.clone()),
                turn: (count > 0).then(|| turn.of_page(count)),
                ..options.clone()
            };
            async move {
                if count == max_pages {
                    return (0, Err(too_many_pages(max_pages)));
                }
                let page = if count == 0 { start_page } else { Some(number) };
                let page = fetch(page, options).await;
                (skipped.count(), page)
            }
        };
        let refetch = get.clone();
        // Only a page tells which item the next one begins with.
        let (prefetch, known_ahead) = match end {
            End::Short(_) => (prefetch, usize::MAX),
            End::Total => (0, 1),
        };
        let fetch_from = move |(first, count): Place| {
            let numbers = (0..=u64::MAX).map_while(move |ahead| {
                Some((first.checked_add(ahead)?, count.checked_add(ahead)?))
            });
            stream::iter(numbers.take(known_ahead))
                .map(get.clone())
                .buffered(prefetch.saturating_add(1))
                .boxed()
        };
        let tracker = PageTracker::new(end, identify);
        let all_skipped = SkipCount::default();
        let count_skipped = all_skipped.clone();
        // `scan` would fetch one more page before it ends.
        let fetched = Fetched {
            pages: fetch_from((first, 0)),
            runtime: None,
            fetch_from,
        };
        let start = (fetched, tracker, (Some(first), 0));
        let pages = stream::unfold(start, move |(mut fetched, mut tracker, place)| {
            let (number, count) = place;
            // The page is prefetched no longer.
            reader.send_replace(count);
            let count_skipped = count_skipped.clone();
            let refetch = refetch.clone();
            async move {
                if tracker.is_done() {
                    let error = tracker.take_error()?;
                    return Some((Err(error), (fetched, tracker, place)));
                }
                let Some(number) = number else {
                    let error = tracker.fail(no_more_numbers());
                    return Some((Err(error), (fetched, tracker, place)));
                };
                let (mut skipped, mut page) = fetched.next((number, count)).await;
                let was_prefetched = prefetch > 0 && count > 0;
                if was_prefetched && page.as_ref().is_err_and(Error::is_timeout) {
                    // The timeout may have passed while the stream was not polled.
                    (skipped, page) = refetch((number, count)).await;
                }
                count_skipped.add(skipped);
                let page = tracker.next(number, skipped, page)?;
                let place = (tracker.following(number), count + 1);
                Some((page, (fetched, tracker, place)))
            }
        });
        ItemStream {
            stream: Box::pin(pages),
            skipped: all_skipped,
        }
    }

    /// A stream of all items from the requested page on. The stream ends after an error.
    ///
    /// If rows shift between two requests, two successive pages may hold the same item. The stream
    /// yields it once.
    pub fn items(self) -> ItemStream<'c, P::Item> {
        let pages = self.pages();
        let skipped = pages.skipped.clone();
        let items = pages.flat_map(|page| match page {
            Ok(mut numbered) => stream::iter(
                numbered
                    .page
                    .take_items()
                    .into_iter()
                    .map(Ok)
                    .collect::<Vec<_>>(),
            ),
            Err(error) => stream::iter(vec![Err(error)]),
        });
        ItemStream {
            stream: Box::pin(items),
            skipped,
        }
    }
}

/// The number to ask for, and how many pages of the stream come before.
type Place = (NonZeroU64, u64);

/// The pages that are being fetched.
struct Fetched<S, F> {
    pages: S,
    /// The runtime that they are fetched in.
    runtime: Option<Id>,
    fetch_from: F,
}

impl<S: Stream + Unpin, F: Fn(Place) -> S> Fetched<S, F> {
    /// The next page, which is at this place. In another runtime than the last it is fetched again, as
    /// are those ahead.
    async fn next(&mut self, place: Place) -> S::Item {
        loop {
            let next = runtime::within(&mut self.runtime, self.pages.next()).await;
            if let Some(Some(page)) = next {
                return page;
            }
            // Another runtime, or the place was not known when the last page was asked for.
            self.pages = (self.fetch_from)(place);
        }
    }
}

fn no_more_numbers() -> Error {
    let detail = format!("there is no page after page {}, which is full", u64::MAX);
    Error::new(ErrorKind::Decode, detail)
}

fn too_many_pages(max_pages: u64) -> Error {
    let detail = format!(
        "there are more than {max_pages} pages; \
         raise `max_pages` if that is right, or start another stream at a later page"
    );
    Error::new(ErrorKind::Decode, detail)
}

impl<'c, P: Page> IntoFuture for Paged<'c, P> {
    type Output = Result<P>;
    type IntoFuture = BoxFuture<'c, Result<P>>;

    fn into_future(self) -> Self::IntoFuture {
        (self.fetch)(self.start_page, self.options)
    }
}

impl<T> Stream for ItemStream<'_, T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.stream.as_mut().poll_next(context)
    }
}

impl<T> ItemStream<'_, T> {
    /// The next item; `None` at the end. Saves loops the import of a stream library.
    pub async fn next(&mut self) -> Option<Result<T>> {
        StreamExt::next(&mut self.stream).await
    }

    /// The number of items so far that were skipped because they failed to decode.
    #[must_use]
    pub fn skipped(&self) -> usize {
        self.skipped.count()
    }
}

impl<P: Page> fmt::Debug for Paged<'_, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Paged")
            .field("start_page", &self.start_page)
            .field("end", &self.end)
            .field("prefetch", &self.prefetch)
            .finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for ItemStream<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemStream").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// Pages of one item. The first request for the page `slow` times out.
    fn times_out_once(slow: u64) -> Paged<'static, Vec<u64>> {
        let fetched = AtomicUsize::new(0);
        Paged::new(None, 1, move |number, _| {
            let number = number.map_or(1, NonZeroU64::get);
            let times_out = number == slow && fetched.fetch_add(1, Ordering::SeqCst) == 0;
            async move {
                match number {
                    _ if times_out => Err(Error::timeout()),
                    1..=3 => Ok(vec![number]),
                    _ => Ok(vec![]),
                }
            }
        })
    }

    #[tokio::test]
    async fn a_prefetched_page_that_timed_out_is_fetched_again() {
        let items: Vec<_> = times_out_once(2).prefetch(1).items().collect().await;
        let items: Vec<_> = items.into_iter().map(Result::ok).collect();
        assert_eq!(items, [Some(1), Some(2), Some(3)]);
    }

    #[tokio::test]
    async fn a_timeout_of_the_current_page_is_an_error() {
        let items: Vec<_> = times_out_once(2).items().collect().await;
        assert!(matches!(&items[..], [Ok(1), Err(error)] if error.is_timeout()));
        // The first page is never prefetched.
        let items: Vec<_> = times_out_once(1).prefetch(1).items().collect().await;
        assert!(matches!(&items[..], [Err(error)] if error.is_timeout()));
    }
}
