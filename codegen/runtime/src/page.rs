//! Answers that come in pages.
//!
//! The API tells neither how many pages there are nor which is the last. A stream ends on a page
//! that is shorter than a full one, is empty, or holds nothing but what the page before it held:
//! what the server does past its last page is not documented.

use std::collections::HashSet;
use std::fmt;
use std::future::IntoFuture;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hash};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::stream::{self, Stream, StreamExt};
use indexmap::IndexMap;
use serde::Serialize;

use crate::call::BoxFuture;
use crate::error::{Error, ErrorKind, Result};
use crate::options::CallOptions;
use crate::transport::Transport;

/// The pages that a stream takes at the most, unless told otherwise: 100,000, ten million items of
/// a hundred a page. It stops a server that never ends.
const MOST_PAGES: u64 = 100_000;

/// A page of an answer: a list, or a map by id.
pub trait Page: Send + 'static {
    /// What the page holds.
    type Item: Send + 'static;

    /// Its items.
    fn into_items(self) -> Vec<Self::Item>;

    /// Something that is the same for the same item, and most likely different for others.
    fn fingerprint(item: &Self::Item) -> u64;

    /// Puts items together again.
    fn from_items(items: Vec<Self::Item>) -> Self;
}

/// A number for an id, to tell items apart by. For generated code.
#[doc(hidden)]
#[must_use]
pub fn hash(value: &impl Hash) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(value)
}

impl<T: Serialize + Send + 'static> Page for Vec<T> {
    type Item = T;

    fn into_items(self) -> Vec<T> {
        self
    }

    /// The item as JSON, unless something better is known of it.
    fn fingerprint(item: &T) -> u64 {
        hash(&serde_json::to_vec(item).unwrap_or_default())
    }

    fn from_items(items: Vec<T>) -> Self {
        items
    }
}

impl<K, T> Page for IndexMap<K, T>
where
    K: Hash + Eq + Send + 'static,
    T: Send + 'static,
{
    type Item = (K, T);

    fn into_items(self) -> Vec<(K, T)> {
        self.into_iter().collect()
    }

    fn fingerprint((id, _): &(K, T)) -> u64 {
        hash(id)
    }

    fn from_items(items: Vec<(K, T)>) -> Self {
        items.into_iter().collect()
    }
}

type Fetch<'c, P> =
    Arc<dyn Fn(Option<u64>, CallOptions) -> BoxFuture<'c, Result<P>> + Send + Sync + 'c>;

/// A call whose answer comes in pages.
///
/// Awaited, it is one page: the one that was asked for, or the first. [`items`](Paged::items) is a
/// stream of all items from there on, [`pages`](Paged::pages) one of all pages.
#[must_use = "a call is not sent until it is awaited or streamed"]
pub struct Paged<'c, P: Page> {
    options: CallOptions,
    /// The page that was asked for; the service takes none for the first.
    asked: Option<u64>,
    size: usize,
    ahead: usize,
    /// No more ahead than that.
    max_prefetch: usize,
    most: u64,
    fetch: Fetch<'c, P>,
    identify: fn(&P::Item) -> u64,
}

/// How many items were left out of a page, which it had all the same. Clones are the same count.
#[derive(Debug, Clone, Default)]
pub(crate) struct Skipped(Arc<AtomicUsize>);

impl Skipped {
    pub(crate) fn add(&self, items: usize) {
        self.0.fetch_add(items, Ordering::Relaxed);
    }

    fn count(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

/// A page with its number, from which a stream can be taken up again.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Numbered<P> {
    /// The number of the page, from 1.
    pub number: u64,
    /// The page, without what the page before it held as well.
    pub page: P,
}

/// A stream of items or pages.
#[must_use = "streams do nothing unless polled"]
pub struct Items<'c, T>(Pin<Box<dyn Stream<Item = Result<T>> + Send + 'c>>);

impl<'c, P: Page> Paged<'c, P> {
    /// A call that `fetch` makes for a page by its number, if one is to be sent. For generated code.
    #[doc(hidden)]
    pub fn new<F, Fut>(asked: Option<u64>, size: u32, fetch: F) -> Self
    where
        F: Fn(Option<u64>, CallOptions) -> Fut + Send + Sync + 'c,
        Fut: Future<Output = Result<P>> + Send + 'c,
    {
        Self {
            options: CallOptions::default(),
            asked,
            size: usize::try_from(size).unwrap_or(usize::MAX),
            ahead: 0,
            max_prefetch: usize::MAX,
            most: MOST_PAGES,
            fetch: Arc::new(move |page, options| Box::pin(fetch(page, options))),
            identify: P::fingerprint,
        }
    }

    /// The same, whose items are told apart by the `id` of each. For generated code.
    #[doc(hidden)]
    pub fn identified_by(mut self, id: fn(&P::Item) -> u64) -> Self {
        self.identify = id;
        self
    }

    /// The same, within the limits of `transport`. For generated code.
    #[doc(hidden)]
    pub fn limited_by(mut self, transport: &Transport) -> Self {
        self.max_prefetch = transport.max_prefetch();
        self
    }

    /// How long one attempt to get a page may take.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options = self.options.timeout(timeout);
        self
    }

    /// How long getting a page may take, all attempts and the waits between them included.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.options = self.options.deadline(deadline);
        self
    }

    /// How often getting a page is repeated.
    pub fn retries(mut self, retries: u32) -> Self {
        self.options = self.options.retries(retries);
        self
    }

    /// Adds a query parameter that the method has no argument for.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options = self.options.query(name, value);
        self
    }

    /// How many pages a stream gets ahead of the one that is being read: none unless set. Up to
    /// so many requests are made in vain at the end.
    ///
    /// A stream does nothing while nobody asks it for the next item. A page whose time runs out
    /// then is got once more when its turn comes. Of the requests that may be in flight at once,
    /// where the client has a limit, one is always left for others.
    pub fn ahead(mut self, pages: usize) -> Self {
        self.ahead = pages;
        self
    }

    /// How many pages a stream takes at the most: 100,000 unless set. One more is an error.
    pub fn max_pages(mut self, pages: u64) -> Self {
        self.most = pages;
        self
    }

    /// All pages from this one on. The stream ends after an error.
    pub fn pages(self) -> Items<'c, Numbered<P>> {
        let Self {
            options,
            asked,
            size,
            ahead,
            max_prefetch,
            most,
            fetch,
            identify,
        } = self;
        let first = asked.unwrap_or(1);
        let ahead = ahead.min(max_prefetch);
        let get = move |(number, count): (u64, u64)| {
            let fetch = fetch.clone();
            let skipped = Skipped::default();
            let options = CallOptions {
                skipped: Some(skipped.clone()),
                ..options.clone()
            };
            async move {
                if count == most {
                    return (number, 0, Err(endless(most)));
                }
                let page = if count == 0 { asked } else { Some(number) };
                let page = fetch(page, options).await;
                (number, skipped.count(), page)
            }
        };
        let fetched = stream::iter((first..).zip(0..))
            .map(get.clone())
            .buffered(ahead.saturating_add(1));
        let end = End {
            size,
            identify,
            previous: HashSet::new(),
            reached: false,
        };
        // Not `scan`, which would fetch one more page to find out that it is to end.
        let state = (Box::pin(fetched), get, end);
        let pages = stream::unfold(state, move |(mut fetched, get, mut end)| async move {
            if end.reached {
                return None;
            }
            let (mut number, mut skipped, mut page) = fetched.next().await?;
            let was_ahead = ahead > 0 && number > first;
            if was_ahead && page.as_ref().is_err_and(Error::is_timeout) {
                // Its time may have run out while nobody asked for it.
                (number, skipped, page) = get((number, number - first)).await;
            }
            let page = end.next(number, skipped, page)?;
            Some((page, (fetched, get, end)))
        });
        Items(Box::pin(pages))
    }

    /// All items from this page on. The stream ends after an error.
    ///
    /// An item that two successive pages hold, because rows have shifted in between, comes once.
    pub fn items(self) -> Items<'c, P::Item> {
        let items = self.pages().flat_map(|page| match page {
            Ok(numbered) => stream::iter(
                numbered
                    .page
                    .into_items()
                    .into_iter()
                    .map(Ok)
                    .collect::<Vec<_>>(),
            ),
            Err(error) => stream::iter(vec![Err(error)]),
        });
        Items(Box::pin(items))
    }
}

fn endless(most: u64) -> Error {
    let detail = format!(
        "there are more than {most} pages; \
         raise `max_pages` if that is right, or take the stream up again from a later page"
    );
    Error::new(ErrorKind::Decode, detail)
}

/// Knows when a stream ends.
struct End<P: Page> {
    size: usize,
    identify: fn(&P::Item) -> u64,
    /// What the page before held: memory stays flat however long the stream.
    previous: HashSet<u64>,
    reached: bool,
}

impl<P: Page> End<P> {
    /// The page, if it holds anything new. `skipped` items of it were left out.
    fn next(
        &mut self,
        number: u64,
        skipped: usize,
        page: Result<P>,
    ) -> Option<Result<Numbered<P>>> {
        let items = match page {
            Ok(page) => page.into_items(),
            Err(error) => {
                self.reached = true;
                return Some(Err(error));
            }
        };
        let is_short = items.len() + skipped < self.size;
        let seen: Vec<u64> = items.iter().map(self.identify).collect();
        let fresh: Vec<P::Item> = items
            .into_iter()
            .zip(&seen)
            .filter_map(|(item, id)| (!self.previous.contains(id)).then_some(item))
            .collect();
        self.previous = seen.into_iter().collect();
        self.reached = is_short || fresh.is_empty();
        if fresh.is_empty() {
            return None;
        }
        let page = P::from_items(fresh);
        Some(Ok(Numbered { number, page }))
    }
}

impl<'c, P: Page> IntoFuture for Paged<'c, P> {
    type Output = Result<P>;
    type IntoFuture = BoxFuture<'c, Result<P>>;

    fn into_future(self) -> Self::IntoFuture {
        (self.fetch)(self.asked, self.options)
    }
}

impl<T> Stream for Items<'_, T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(context)
    }
}

impl<T> Items<'_, T> {
    /// The next item, if there is one: for loops that have no other use for a stream library.
    pub async fn next(&mut self) -> Option<Result<T>> {
        StreamExt::next(&mut self.0).await
    }
}

impl<P: Page> fmt::Debug for Paged<'_, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Paged")
            .field("asked", &self.asked)
            .field("size", &self.size)
            .field("ahead", &self.ahead)
            .finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Items<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pages of one, of which the first answer to the page `slow` is late.
    fn late_once(slow: u64) -> Paged<'static, Vec<u64>> {
        let fetched = AtomicUsize::new(0);
        Paged::new(None, 1, move |number, _| {
            let number = number.unwrap_or(1);
            let late = number == slow && fetched.fetch_add(1, Ordering::SeqCst) == 0;
            async move {
                match number {
                    _ if late => Err(Error::timeout()),
                    1..=3 => Ok(vec![number]),
                    _ => Ok(vec![]),
                }
            }
        })
    }

    #[tokio::test]
    async fn a_page_that_was_late_while_nobody_asked_is_got_once_more() {
        let items: Vec<_> = late_once(2).ahead(1).items().collect().await;
        let items: Vec<_> = items.into_iter().map(Result::ok).collect();
        assert_eq!(items, [Some(1), Some(2), Some(3)]);
    }

    #[tokio::test]
    async fn a_page_that_is_late_when_it_is_asked_for_is_an_error() {
        let items: Vec<_> = late_once(2).items().collect().await;
        assert!(matches!(&items[..], [Ok(1), Err(error)] if error.is_timeout()));
        // The first page is never got ahead.
        let items: Vec<_> = late_once(1).ahead(1).items().collect().await;
        assert!(matches!(&items[..], [Err(error)] if error.is_timeout()));
    }
}
