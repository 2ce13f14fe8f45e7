//! Batches whose requests a closure answers.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex};

use hellodialog_runtime::{Batch, Error, Success, decode};

fn size(size: usize) -> NonZeroUsize {
    NonZeroUsize::new(size).expect("it is not zero")
}

fn failure() -> Error {
    decode::expect_one::<()>(vec![]).expect_err("nothing is in it")
}

/// The items of each request that was sent.
type Sent = Arc<Mutex<Vec<Vec<u32>>>>;

/// A batch whose answer is how many of the items are odd; a request with a 13 in it fails.
fn batch(items: &[u32], of: usize) -> (Batch<'static, u32, usize>, Sent) {
    let sent = Arc::new(Mutex::new(Vec::new()));
    let log = sent.clone();
    let batch = Batch::new(
        items.to_vec(),
        size(of),
        |odd| *odd > 0,
        move |items: Vec<u32>, _| {
            log.lock()
                .expect("no test panics with it")
                .push(items.clone());
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
async fn items_go_out_in_requests_of_the_stated_size_in_order() {
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
async fn a_failed_request_is_told_from_one_that_failed_in_part() {
    let (batch, sent) = batch(&[2, 4, 13, 6, 7, 8, 10, 12], 2);
    let report = batch.await;
    assert_eq!(
        sent.lock().expect("unpoisoned").len(),
        4,
        "a failure does not stop the rest"
    );
    assert!(!report.is_success());
    let successes: Vec<Success> = report.parts().iter().map(|part| part.success).collect();
    assert_eq!(
        successes,
        [
            Success::Full,
            Success::None,
            Success::Partial,
            Success::Full
        ]
    );
    assert_eq!(report.parts()[2].items, [7, 8], "joined to what was sent");
    assert_eq!(report.errors().count(), 1);
    assert_eq!(report.into_failed(), [13, 6, 7, 8], "to be sent again");
}

#[tokio::test]
async fn no_items_are_no_requests() {
    let (batch, sent) = batch(&[], 2);
    let report = batch.await;
    assert!(report.is_success() && report.parts().is_empty());
    assert!(sent.lock().expect("unpoisoned").is_empty());
}
