//! Batches, with a closure in place of a server.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex};

use hellodialog_runtime::{Batch, BatchOutcome, BoxFuture, Error, decode};

fn size(size: usize) -> NonZeroUsize {
    NonZeroUsize::new(size).expect("not zero")
}

fn failure() -> Error {
    decode::expect_one::<()>(vec![]).expect_err("an empty list")
}

/// The items of each request that was sent.
type SentItems = Arc<Mutex<Vec<Vec<u32>>>>;

/// A batch whose response is the number of odd items. A request with the item 13 fails.
fn batch(items: &[u32], of: usize) -> (Batch<'static, u32, usize>, SentItems) {
    let sent = Arc::new(Mutex::new(Vec::new()));
    let log = sent.clone();
    let batch = Batch::new(
        items.to_vec(),
        size(of),
        |odd| *odd > 0,
        move |items: Vec<u32>, _| {
            log.lock().expect("no panic").push(items.clone());
            Box::pin(async move {
                let odd = items.iter().filter(|item| *item % 2 == 1).count();
                let result = if items.contains(&13) {
                    Err(failure())
                } else {
                    Ok(odd)
                };
                (items, result)
            })
        },
    );
    (batch, sent)
}

#[tokio::test]
async fn items_are_sent_in_requests_of_the_given_size_in_order() {
    let (batch, sent) = batch(&[2, 4, 6, 8, 10], 2);
    let report = batch.await;
    assert!(report.is_success());
    assert_eq!(
        *sent.lock().expect("unpoisoned"),
        [vec![2, 4], vec![6, 8], vec![10]]
    );
    assert_eq!(report.into_failed(), Vec::<u32>::new());
}

#[tokio::test]
async fn a_failed_request_differs_from_a_partial_failure() {
    let (batch, sent) = batch(&[2, 4, 13, 6, 7, 8, 10, 12], 2);
    let report = batch.await;
    assert_eq!(
        sent.lock().expect("unpoisoned").len(),
        4,
        "a failure does not stop the rest"
    );
    assert!(!report.is_success());
    let successes: Vec<BatchOutcome> = report.parts().iter().map(|part| part.outcome).collect();
    assert_eq!(
        successes,
        [
            BatchOutcome::Full,
            BatchOutcome::None,
            BatchOutcome::Partial,
            BatchOutcome::Full
        ]
    );
    assert_eq!(report.parts()[2].items, [7, 8], "the items of the request");
    assert_eq!(report.errors().count(), 1);
    assert_eq!(report.into_failed(), [13, 6, 7, 8], "the items to resend");
}

#[tokio::test]
async fn without_items_nothing_is_sent() {
    let (batch, sent) = batch(&[], 2);
    let report = batch.await;
    assert!(report.is_success() && report.parts().is_empty());
    assert!(sent.lock().expect("unpoisoned").is_empty());
}

#[tokio::test]
async fn the_debug_text_of_a_report_shows_no_items() {
    let send =
        |items: Vec<String>, _| -> BoxFuture<'static, (Vec<String>, Result<String, Error>)> {
            Box::pin(async move { (items, Ok("Kevin".to_owned())) })
        };
    let items = ["Kevin".to_owned()];
    let report = Batch::new(items, size(1), |_| false, send).await;
    let shown = format!("{report:?}");
    assert!(
        shown.contains("items: 1") && !shown.contains("Kevin"),
        "{shown}"
    );
}
