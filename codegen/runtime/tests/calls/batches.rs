//! Batches, with a closure in place of a server.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex};

use hellodialog_runtime::{
    Batch, BatchOutcome, BatchProgress, BoxFuture, Error, Idempotency, decode,
};

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
    batch_of(Idempotency::NotIdempotent, items, of)
}

fn batch_of(
    idempotency: Idempotency,
    items: &[u32],
    of: usize,
) -> (Batch<'static, u32, usize>, SentItems) {
    let sent = Arc::new(Mutex::new(Vec::new()));
    let log = sent.clone();
    let batch = Batch::new(
        items.to_vec(),
        size(of),
        idempotency,
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
    let report = Batch::new(items, size(1), Idempotency::Idempotent, |_| false, send).await;
    let shown = format!("{report:?}");
    assert!(
        shown.contains("items: 1") && !shown.contains("Kevin"),
        "{shown}"
    );
}

#[tokio::test]
async fn a_partial_failure_of_an_idempotent_operation_is_isolated() {
    let (batch, sent) = batch_of(Idempotency::Idempotent, &[2, 4, 5, 6, 8, 10], 4);
    let report = batch.isolate_failures().await;
    assert_eq!(
        *sent.lock().expect("unpoisoned"),
        [
            vec![2, 4, 5, 6],
            vec![2, 4],
            vec![5, 6],
            vec![5],
            vec![6],
            vec![8, 10]
        ]
    );
    assert_eq!(report.into_failed(), [5]);
}

#[tokio::test]
async fn what_may_have_taken_effect_is_sent_once() {
    // A partial failure of an operation that is not idempotent, and an error that is no refusal of the items.
    for (idempotency, items) in [
        (Idempotency::NotIdempotent, [2, 5]),
        (Idempotency::Idempotent, [2, 13]),
    ] {
        let (batch, sent) = batch_of(idempotency, &items, 2);
        let report = batch.isolate_failures().await;
        assert_eq!(*sent.lock().expect("unpoisoned"), [items.to_vec()]);
        assert_eq!(report.into_failed(), items);
    }
}

#[tokio::test]
async fn progress_is_told_after_each_request() {
    let (batch, _) = batch(&[2, 4, 5, 6, 8], 2);
    let seen: Arc<Mutex<Vec<BatchProgress>>> = Arc::default();
    let log = seen.clone();
    let report = batch
        .on_progress(move |progress| log.lock().expect("unpoisoned").push(progress))
        .await;
    assert!(!report.is_success());
    let seen = seen.lock().expect("unpoisoned");
    let numbers: Vec<_> = seen
        .iter()
        .map(|at| (at.requests, at.done, at.failed, at.items))
        .collect();
    assert_eq!(numbers, [(1, 2, 0, 5), (2, 4, 2, 5), (3, 5, 2, 5)]);
}
