//! Limits of body size and request count, and cancellation of dropped calls.

use std::time::Duration;

use hellodialog_runtime::{CallOptions, ErrorKind, Outcome, Paged};
use serde_json::Value;

use crate::script::{Script, Step, assert_within, http, ok, timed, write};
use crate::{Client, READ, WRITE};

const SECOND: Duration = Duration::from_secs(1);

/// Sends `count` calls concurrently.
async fn call_concurrently(client: &Client, count: usize) -> Vec<bool> {
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..count {
        let client = client.clone();
        calls.spawn(async move { client.value(&WRITE).await.is_ok() });
    }
    calls.join_all().await
}

#[tokio::test]
async fn the_body_size_is_limited_with_and_without_content_length() {
    let body = |length: usize| format!("\"{}\"", "x".repeat(length - 2));
    for (length, fits) in [(1000, true), (1001, false)] {
        let closed = format!(
            "HTTP/1.1 200 Said\r\nconnection: close\r\n\r\n{}",
            body(length)
        );
        for step in [write(200, &body(length)), Step::Write(closed.into_bytes())] {
            let server = Script::new([step]).await;
            let client = server
                .builder()
                .max_body_bytes(1000)
                .build()
                .expect("a client");
            let result = client.value(&READ).await;
            assert_eq!(result.is_ok(), fits, "{length} bytes");
            if let Err(error) = result {
                let text = "contacts.get: the response is larger than 1000 bytes";
                assert_eq!(error.to_string(), text);
                assert_eq!(
                    (error.kind(), error.status()),
                    (ErrorKind::Decode, Some(200))
                );
            }
            assert_eq!(server.count(), 1);
        }
    }
    let server = Script::new([Step::Endless(200)]).await;
    let error = server
        .client()
        .value(&READ)
        .await
        .expect_err("an endless body");
    assert!(error.to_string().ends_with("larger than 32 MiB"), "{error}");
}

#[tokio::test]
async fn memory_is_not_reserved_for_what_is_only_announced() {
    let huge = format!(
        "HTTP/1.1 200 Said\r\ncontent-length: {}\r\n\r\n[1,",
        u64::MAX / 4
    );
    // In two parts, so that the body is copied.
    let server = Script::new([Step::Parts(huge.into_bytes(), b"2,".to_vec())]).await;
    let builder = server.builder().max_body_bytes(usize::MAX);
    let client = builder.build().expect("a client");
    let error = client.value(&WRITE).await.expect_err("it ends early");
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Request, Some(200))
    );
}

#[tokio::test]
async fn a_permit_is_returned_while_a_call_waits_to_retry() {
    let server = Script::new([Step::Write(http(429, "retry-after: 50\r\n", "")), ok()]).await;
    let client = server.builder().max_in_flight(1).build().expect("a client");
    let retried = tokio::spawn({
        let client = client.clone();
        async move { client.value(&WRITE).await.is_ok() }
    });
    server.wait_for_request().await;
    let (took, result) = timed(client.value(&WRITE)).await;
    assert!(result.is_ok());
    assert_within(took, 0.0, 1.0);
    let (_, retried) = timed(retried).await;
    assert!(retried.expect("no panic"));
}

/// Two streams hold as many requests as they may, and nobody polls them.
#[tokio::test]
async fn streams_that_prefetch_leave_a_request_to_the_other_calls() {
    let server = Script::new([write(200, "[2]")]).await;
    let client = server.builder().max_in_flight(2).build().expect("a client");
    let stream = || {
        let client = client.clone();
        let pages = Paged::new(None, 1, move |number, options| {
            let client = client.clone();
            async move {
                match number {
                    None => Ok(vec![1]),
                    Some(_) => client.send::<Vec<u32>>(&READ, options).await,
                }
            }
        });
        pages.prefetch(4).items()
    };
    let (mut one, mut other) = (stream(), stream());
    assert!(matches!(one.next().await, Some(Ok(1))));
    assert!(matches!(other.next().await, Some(Ok(1))));
    let (took, result) = timed(client.value(&WRITE)).await;
    assert!(result.is_ok(), "{result:?}");
    assert_within(took, 0.0, 0.0);
    // What a reader waits for is fetched, even if the other stream has the permit to prefetch.
    let (took, item) = timed(other.next()).await;
    assert!(matches!(item, Some(Ok(2))), "{item:?}");
    assert_within(took, 0.0, 0.0);
}

#[tokio::test]
async fn an_error_keeps_the_beginning_of_a_body() {
    let server = Script::new([write(500, "sorry")]).await;
    let error = server.client().value(&READ).await.expect_err("an error");
    assert_eq!(error.body(), Some(b"sorry".as_slice()));

    let report = format!(
        r#"{{"result": {{"status": "ERROR", "code": 1, "data": "{}"}}}}"#,
        "x".repeat(200_000)
    );
    for step in [Step::Endless(500), write(200, &report), write(500, &report)] {
        let server = Script::new([step]).await;
        let error = server.client().value(&READ).await.expect_err("an error");
        assert_eq!(error.body().map(<[u8]>::len), Some(64 * 1024));
    }
}

#[tokio::test]
async fn concurrent_requests_are_limited() {
    let server = Script::new([Step::WriteAfter(SECOND, http(200, "", "[]"))]).await;
    let (took, results) = timed(call_concurrently(&server.client(), 6)).await;
    assert_eq!((results, server.max_in_flight()), (vec![true; 6], 6));
    assert_within(took, 1.0, 1.0);
    let server = Script::new([Step::WriteAfter(SECOND, http(200, "", "[]"))]).await;
    let client = server.builder().max_in_flight(2).build().expect("a client");
    let (took, results) = timed(call_concurrently(&client, 6)).await;
    assert_eq!((results, server.max_in_flight()), (vec![true; 6], 2));
    assert_within(took, 3.0, 3.2);
}

#[tokio::test]
async fn requests_in_a_period_are_limited() {
    let server = Script::new([ok()]).await;
    let builder = server.builder().rate_limit(2, 10 * SECOND);
    let client = builder.build().expect("a client");
    let (took, results) = timed(call_concurrently(&client, 6)).await;
    assert_eq!(results, [true; 6]);
    assert_within(took, 20.0, 20.0);
    let times = server.times();
    for (first, third) in times.iter().zip(&times[2..]) {
        // The clock may advance by one step between sending and receiving.
        assert!(*third - *first >= Duration::from_millis(9900), "{times:?}");
    }
}

#[tokio::test]
async fn waiting_for_a_permit_counts_towards_the_deadline() {
    let server = Script::new([Step::Stall(Vec::new()), ok()]).await;
    let client = server.builder().max_in_flight(1).build().expect("a client");
    let first = tokio::spawn({
        let client = client.clone();
        async move { client.value(&WRITE).await }
    });
    server.wait_for_request().await;
    let soon = CallOptions::default().deadline(3 * SECOND);
    let (took, result) = timed(client.send::<Value>(&WRITE, soon)).await;
    let error = result.expect_err("no permit");
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::Timeout, Outcome::NotSent)
    );
    assert_eq!((error.attempts(), server.count()), (0, 1));
    assert!(error.is_retryable());
    assert_within(took, 3.0, 3.0);
    first.abort();
    // A dropped call returns its permit.
    let (took, result) = timed(client.value(&WRITE)).await;
    assert!(result.is_ok());
    assert_within(took, 0.0, 0.0);

    let server = Script::new([ok()]).await;
    let builder = server.builder().rate_limit(1, 60 * SECOND);
    let client = builder.build().expect("a client");
    let (took, results) = timed(async {
        let soon = CallOptions::default().deadline(3 * SECOND);
        [
            client.send::<Value>(&WRITE, soon.clone()).await,
            client.send::<Value>(&WRITE, soon).await,
        ]
    })
    .await;
    let [first, second] = results;
    assert!(first.is_ok());
    assert_eq!(second.expect_err("no permit").outcome(), Outcome::NotSent);
    assert_within(took, 0.0, 0.0);
}

#[tokio::test]
async fn a_dropped_call_leaves_nothing_running() {
    let half = b"HTTP/1.1 200 Said\r\ncontent-length: 100\r\n\r\n[1,".to_vec();
    for step in [Step::Stall(Vec::new()), Step::Stall(half)] {
        let server = Script::new([step, ok()]).await;
        let client = server.client();
        tokio::select! {
            _ = client.value(&READ) => panic!("a response"),
            () = server.wait_for_request() => {}
        }
        // The call was dropped above: the server sees the connection close.
        server.wait_for_disconnect().await;
        // The call is not sent again later.
        timed(tokio::time::sleep(60 * SECOND)).await;
        assert_eq!(server.count(), 1);
    }
}

#[tokio::test]
async fn a_call_dropped_between_attempts_is_not_sent_again() {
    let server = Script::new([write(503, "")]).await;
    let client = server.client();
    let soon = tokio::time::timeout(SECOND / 4, client.value(&READ));
    let (_, result) = timed(soon).await;
    assert!(result.is_err());
    timed(tokio::time::sleep(60 * SECOND)).await;
    assert_eq!(server.count(), 1);
}
