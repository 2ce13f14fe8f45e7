//! Streams over pages, with a closure in place of a server.

use std::num::NonZeroU64;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use futures_util::StreamExt;
use hellodialog_runtime::page::Page;
use hellodialog_runtime::{Error, IndexMap, Paged};

/// Pages of three items. `pages[0]` is page 1; every page after the last is `beyond`.
fn paged(pages: &[&[u32]], beyond: &[u32]) -> (Paged<'static, Vec<u32>>, Arc<AtomicUsize>) {
    let pages: Vec<Vec<u32>> = pages.iter().map(|page| page.to_vec()).collect();
    let beyond = beyond.to_vec();
    let fetched = Arc::new(AtomicUsize::new(0));
    let counter = fetched.clone();
    let call = Paged::new(None, 3, move |number, _| {
        counter.fetch_add(1, Ordering::SeqCst);
        let number = number.map_or(1, NonZeroU64::get);
        let index = usize::try_from(number).map_or(usize::MAX, |number| number - 1);
        let page = pages.get(index).unwrap_or(&beyond).clone();
        async move { Ok(page) }
    });
    (call, fetched)
}

async fn items(paged: Paged<'static, Vec<u32>>) -> Result<Vec<u32>, Error> {
    let mut stream = paged.items();
    let mut items = Vec::new();
    while let Some(item) = stream.next().await {
        items.push(item?);
    }
    Ok(items)
}

#[tokio::test]
async fn an_awaited_call_returns_one_page() -> Result<(), Error> {
    let (paged, fetched) = paged(&[&[1, 2, 3], &[4, 5, 6]], &[]);
    assert_eq!(paged.await?, [1, 2, 3]);
    assert_eq!(fetched.load(Ordering::SeqCst), 1);
    Ok(())
}

#[tokio::test]
async fn a_short_page_is_the_last() -> Result<(), Error> {
    let (paged, fetched) = paged(&[&[1, 2, 3], &[4]], &[]);
    assert_eq!(items(paged).await?, [1, 2, 3, 4]);
    assert_eq!(fetched.load(Ordering::SeqCst), 2);
    Ok(())
}

#[tokio::test]
async fn an_empty_page_ends_the_stream() -> Result<(), Error> {
    let (paged, fetched) = paged(&[&[1, 2, 3]], &[]);
    assert_eq!(items(paged).await?, [1, 2, 3]);
    assert_eq!(fetched.load(Ordering::SeqCst), 2);
    Ok(())
}

#[tokio::test]
async fn a_repeated_page_ends_the_stream() -> Result<(), Error> {
    let (paged, fetched) = paged(&[&[1, 2, 3], &[4, 5, 6]], &[4, 5, 6]);
    assert_eq!(items(paged).await?, [1, 2, 3, 4, 5, 6]);
    assert_eq!(fetched.load(Ordering::SeqCst), 3);
    Ok(())
}

#[tokio::test]
async fn an_item_that_shifted_to_the_next_page_is_yielded_once() -> Result<(), Error> {
    // An item was added before 3 after the first page was fetched.
    let (paged, _) = paged(&[&[1, 2, 3], &[3, 4, 5], &[6]], &[]);
    assert_eq!(items(paged).await?, [1, 2, 3, 4, 5, 6]);
    Ok(())
}

#[tokio::test]
async fn max_pages_stops_an_endless_server() {
    let paged = Paged::new(None, 1, |number, _| async move {
        Ok(vec![number.map_or(1, NonZeroU64::get)])
    });
    let mut stream = paged.max_pages(5).items();
    for expected in 1..=5_u64 {
        assert!(matches!(stream.next().await, Some(Ok(item)) if item == expected));
    }
    let error = stream.next().await.and_then(Result::err);
    assert!(error.is_some_and(|error| error.to_string().contains("more than 5 pages")));
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn a_stream_can_be_resumed_at_a_page_number() -> Result<(), Error> {
    let (first, _) = paged(&[&[1, 2, 3], &[4, 5, 6], &[7]], &[]);
    let mut pages = first.pages();
    let mut number = None;
    for _ in 0..2 {
        number = pages.next().await.transpose()?.map(|page| page.number);
    }
    assert_eq!(number, NonZeroU64::new(2));
    drop(pages);
    let again = Paged::new(number, 3, |page, _| async move {
        Ok(if page == NonZeroU64::new(2) {
            vec![4, 5, 6]
        } else {
            vec![7]
        })
    });
    assert_eq!(items(again).await?, [4, 5, 6, 7]);
    Ok(())
}

#[tokio::test]
async fn prefetched_pages_are_yielded_in_order() -> Result<(), Error> {
    let running = Arc::new(AtomicUsize::new(0));
    let max_running = Arc::new(AtomicUsize::new(0));
    let (counter, peak) = (running.clone(), max_running.clone());
    let paged = Paged::new(None, 1, move |number, _| {
        let (counter, peak) = (counter.clone(), peak.clone());
        let number = number.map_or(1, NonZeroU64::get);
        async move {
            peak.fetch_max(counter.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            // Lets the other pages run at the same time.
            for _ in 0..10 {
                tokio::task::yield_now().await;
            }
            counter.fetch_sub(1, Ordering::SeqCst);
            Ok(if number <= 8 {
                vec![u32::try_from(number).unwrap_or(0)]
            } else {
                vec![]
            })
        }
    });
    assert_eq!(items(paged.prefetch(3)).await?, [1, 2, 3, 4, 5, 6, 7, 8]);
    assert_eq!(
        max_running.load(Ordering::SeqCst),
        4,
        "the current page and three prefetched pages"
    );
    Ok(())
}

#[tokio::test]
async fn a_stream_ends_after_an_error() {
    let paged: Paged<'_, Vec<u32>> = Paged::new(None, 1, |number, _| async move {
        let number = number.map_or(1, NonZeroU64::get);
        if number < 3 {
            return Ok(vec![7 * u32::try_from(number).unwrap_or(0)]);
        }
        Err(hellodialog_runtime::decode::expect_one::<()>(vec![])
            .map_or_else(|e| e, |()| unreachable!()))
    });
    let mut stream = paged.items();
    assert!(matches!(stream.next().await, Some(Ok(7))));
    assert!(matches!(stream.next().await, Some(Ok(14))));
    assert!(matches!(stream.next().await, Some(Err(error)) if error.is_not_found()));
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn a_map_by_id_streams_its_entries() -> Result<(), Error> {
    let paged = Paged::new(None, 2, |number, _| async move {
        let all = [(1_u64, "a"), (2, "b"), (2, "b"), (3, "c"), (4, "d")];
        let page = match number.map(NonZeroU64::get) {
            None => &all[..2],
            Some(2) => &all[2..4],
            _ => &all[4..],
        };
        let page: IndexMap<u64, String> = page
            .iter()
            .map(|(id, name)| (*id, (*name).to_owned()))
            .collect();
        Ok(page)
    });
    let mut stream = paged.items();
    let mut ids = Vec::new();
    while let Some(item) = stream.next().await {
        ids.push(item?.0);
    }
    assert_eq!(ids, [1, 2, 3, 4]);
    Ok(())
}

#[tokio::test]
async fn a_changed_and_shifted_item_is_yielded_once_if_it_has_an_id() -> Result<(), Error> {
    // Item 3 of the first page is 13 on the second page: the last digit is the id.
    let (paged, _) = paged(&[&[1, 2, 3], &[13, 4, 5], &[6]], &[]);
    let paged = paged.identified_by(|item| u64::from(item % 10));
    assert_eq!(items(paged).await?, [1, 2, 3, 4, 5, 6]);
    Ok(())
}

#[tokio::test]
async fn a_server_that_starts_again_is_an_error() {
    // After 2 to 4 pages, at their end or within a page, and with a beginning that is not repeated.
    for (total, beginning) in [
        (6, 0),
        (9, 0),
        (12, 0),
        (7, 0),
        (8, 0),
        (10, 0),
        (300, 0),
        (6, 6),
        (9, 3),
    ] {
        let paged = Paged::new(None, 3, move |number, _| async move {
            let start = 3 * (number.map_or(1, NonZeroU64::get) - 1);
            let item = |place: u64| match place.checked_sub(beginning) {
                None => place,
                Some(place) => beginning + place % total,
            };
            Ok((start..start + 3).map(item).collect::<Vec<u64>>())
        });
        let mut stream = paged.max_pages(1_000).items();
        let mut count = 0;
        let error = loop {
            match stream.next().await {
                Some(Ok(_)) => count += 1,
                Some(Err(error)) => break error,
                None => panic!("no error for {total} items"),
            }
        };
        assert!(error.to_string().contains("again"), "{error}");
        assert!(
            count >= total + beginning && count <= 4 * (total + beginning) + 6,
            "{count} of {total}"
        );
        assert!(stream.next().await.is_none());
    }
}

#[tokio::test]
async fn a_few_items_that_moved_to_a_later_page_are_no_error() -> Result<(), Error> {
    let (paged, _) = paged(&[&[1, 2, 3], &[4, 5, 6], &[7, 8, 1], &[9]], &[]);
    assert_eq!(items(paged).await?, [1, 2, 3, 4, 5, 6, 7, 8, 1, 9]);
    Ok(())
}

#[tokio::test]
async fn pages_end_without_a_panic() {
    let last = Some(NonZeroU64::MAX);
    let paged = Paged::new(last, 1, |number, _| async move { Ok(vec![number]) });
    let mut stream = paged.prefetch(3).items();
    assert!(matches!(stream.next().await, Some(Ok(number)) if number == last));
    let error = stream.next().await.expect("the page was full");
    let error = error.expect_err("no page has a number after it");
    assert!(error.to_string().contains(&u64::MAX.to_string()), "{error}");
    assert!(stream.next().await.is_none());
}

/// A page that says how many items there are.
#[derive(Debug, Default)]
struct Results {
    total: u64,
    items: Vec<u64>,
}

impl Page for Results {
    type Item = u64;

    fn take_items(&mut self) -> Vec<u64> {
        std::mem::take(&mut self.items)
    }

    fn put_items(&mut self, items: Vec<u64>) {
        self.items = items;
    }

    fn fingerprint(item: &u64) -> u64 {
        *item
    }

    fn total(&self) -> Option<u64> {
        Some(self.total)
    }
}

/// The numbers that were asked for.
type Asked = Arc<Mutex<Vec<Option<u64>>>>;

/// A server of the items 1 to `total`, at most `most` a page, and fewer on every second one.
fn results(start: Option<NonZeroU64>, total: u64, most: u64) -> (Paged<'static, Results>, Asked) {
    let asked = Asked::default();
    let log = asked.clone();
    let paged = Paged::by_item(start, move |number, _| {
        let number = number.map(NonZeroU64::get);
        let mut log = log.lock().expect("no panic before");
        log.push(number);
        let first = number.unwrap_or(1);
        let most = most - u64::from(log.len() % 2 == 0);
        let items = (first..=total.min(first + most - 1)).collect();
        async move { Ok(Results { total, items }) }
    });
    (paged, asked)
}

fn asked(log: &Asked) -> Vec<Option<u64>> {
    log.lock().expect("no panic before").clone()
}

/// RFC 7644, section 3.4.2.4: fewer may come than asked for, so the next page begins after what came.
#[tokio::test]
async fn pages_by_item_begin_after_the_last_item_received() -> Result<(), Error> {
    let (paged, log) = results(None, 8, 3);
    let items: Vec<_> = paged.items().collect().await;
    let items: Result<Vec<u64>, Error> = items.into_iter().collect();
    assert_eq!(items?, [1, 2, 3, 4, 5, 6, 7, 8]);
    assert_eq!(
        asked(&log),
        [None, Some(4), Some(6)],
        "no request after the last item"
    );
    Ok(())
}

#[tokio::test]
async fn a_stream_by_item_is_resumed_at_the_first_item_of_a_page() -> Result<(), Error> {
    let mut stream = results(None, 8, 3).0.pages();
    stream.next().await.transpose()?;
    let second = stream.next().await.transpose()?.expect("a second page");
    assert_eq!((second.number.get(), second.page.total), (4, 8));
    assert_eq!(second.page.items, [4, 5]);
    let (again, log) = results(Some(second.number), 8, 3);
    let items: Vec<_> = again.prefetch(2).items().collect().await;
    let items: Result<Vec<u64>, Error> = items.into_iter().collect();
    assert_eq!(items?, [4, 5, 6, 7, 8]);
    assert_eq!(asked(&log), [Some(4), Some(7)], "nothing can be prefetched");
    Ok(())
}

#[tokio::test]
async fn a_stream_by_item_ends_after_an_empty_page() {
    let fetched = AtomicUsize::new(0);
    let paged = Paged::by_item(None, move |_, _| {
        let items = match fetched.fetch_add(1, Ordering::SeqCst) {
            0 => vec![1, 2],
            1 => vec![],
            _ => panic!("a request after an empty page"),
        };
        async move { Ok(Results { total: 5, items }) }
    });
    let items: Vec<_> = paged.items().map(Result::ok).collect().await;
    assert_eq!(items, [Some(1), Some(2)]);
    let (none, log) = results(None, 0, 3);
    assert_eq!(none.items().count().await, 0);
    assert_eq!(asked(&log), [None]);
}

/// Otherwise the stream would end early, as if that were all.
#[tokio::test]
async fn a_server_that_ignores_the_first_item_is_an_error() {
    let paged = Paged::by_item(None, |_, _| async {
        let items = vec![1, 2];
        Ok(Results { total: 5, items })
    });
    let mut stream = paged.items();
    assert!(matches!(stream.next().await, Some(Ok(1))));
    assert!(matches!(stream.next().await, Some(Ok(2))));
    let error = stream.next().await.and_then(Result::err).expect("an error");
    assert!(error.to_string().contains("from item 3"), "{error}");
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn an_item_that_shifted_is_yielded_once_by_item() -> Result<(), Error> {
    // An item was added before 2 after the first page was fetched.
    let paged = Paged::by_item(None, |number, _| async move {
        let (total, items) = match number.map(NonZeroU64::get) {
            None => (3, vec![1, 2]),
            Some(_) => (4, vec![2, 3]),
        };
        Ok(Results { total, items })
    });
    let items: Vec<_> = paged.items().collect().await;
    let items: Result<Vec<u64>, Error> = items.into_iter().collect();
    assert_eq!(items?, [1, 2, 3]);
    Ok(())
}
