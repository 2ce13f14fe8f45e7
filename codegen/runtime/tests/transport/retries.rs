//! Which requests are retried; the server counts them.

use std::time::{Duration, SystemTime};

use hellodialog_runtime::{CallOptions, Error, ErrorKind, Outcome};
use serde_json::Value;

use crate::script::{Script, Step, assert_within, half, http, ok, timed, write};
use crate::{READ, WRITE};

/// Steps that leave the outcome of the request unknown.
fn unknown_outcomes() -> Vec<Step> {
    vec![
        write(408, ""),
        write(502, "<html>"),
        write(503, r#"{"result": {"status": "ERROR", "code": 1}}"#),
        write(504, ""),
        Step::Reset(Vec::new()),
        Step::Reset(half(200)),
        Step::Write(Vec::new()),
        Step::Write(half(200)),
        Step::Stall(Vec::new()),
        Step::Stall(b"HTTP/1.1 200 Said\r\nx-slow: ".to_vec()),
        Step::Stall(half(200)),
    ]
}

fn error_of(result: Result<Value, Error>) -> Error {
    result.expect_err("an error")
}

#[tokio::test]
async fn an_idempotent_request_is_retried() {
    let mut steps = unknown_outcomes();
    // Without a content length, the truncated body looks complete.
    let early = b"HTTP/1.1 200 Said\r\nconnection: close\r\n\r\n[{\"id\": 1}, {\"i".to_vec();
    steps.push(Step::Write(early));
    for step in steps {
        let server = Script::new([step.clone(), ok()]).await;
        let client = server.client();
        let (took, value) = timed(client.value(&READ)).await;
        assert!(value.is_ok(), "{step:?} {value:?}");
        assert_eq!(server.count(), 2, "{step:?}");
        let stalled = if matches!(step, Step::Stall(_)) {
            30.0
        } else {
            0.0
        };
        assert_within(took, 0.5 + stalled, 1.0 + stalled);
    }
}

#[tokio::test]
async fn a_request_that_is_not_idempotent_is_not_retried() {
    for step in unknown_outcomes() {
        let server = Script::new([step.clone(), ok()]).await;
        let client = server.client();
        let (_, result) = timed(client.value(&WRITE)).await;
        let error = error_of(result);
        assert_eq!((server.count(), error.attempts()), (1, 1), "{step:?}");
        assert!(!error.is_retryable(), "{step:?}");
        let reported = error.kind() == ErrorKind::Api;
        let outcome = if reported {
            Outcome::Rejected
        } else {
            Outcome::Unknown
        };
        assert_eq!(error.outcome(), outcome, "{step:?}");
        // A custom request is not idempotent, whatever its method.
        let (_, result) = timed(client.get::<Value>()).await;
        assert!(result.is_ok() && server.count() == 2, "{step:?}");
    }
    let server = Script::new([write(503, ""), ok()]).await;
    let (_, result) = timed(server.client().get::<Value>()).await;
    assert!(result.is_err() && server.count() == 1);
}

#[tokio::test]
async fn an_unknown_outcome_of_an_earlier_attempt_is_kept() {
    for step in unknown_outcomes() {
        let server = Script::new([step.clone(), write(404, "")]).await;
        let (_, result) = timed(server.client().value(&READ)).await;
        let error = error_of(result);
        assert_eq!((error.status(), error.attempts()), (Some(404), 2));
        // The last attempt alone was rejected by the API, so it took no effect.
        let server = Script::new([step.clone()]).await;
        let (_, alone) = timed(server.client().value(&WRITE)).await;
        assert_eq!(error.outcome(), error_of(alone).outcome(), "{step:?}");
    }
    let server = Script::new([write(429, ""), write(404, "")]).await;
    let (_, result) = timed(server.client().value(&READ)).await;
    assert_eq!(error_of(result).outcome(), Outcome::Rejected);
}

#[tokio::test]
async fn a_request_rejected_with_429_is_always_retried() {
    for operation in [&READ, &WRITE] {
        let report = r#"{"result": {"status": "ERROR", "code": 1}}"#;
        let server = Script::new([write(429, ""), write(429, report), ok()]).await;
        let client = server.client();
        let (took, value) = timed(client.value(operation)).await;
        assert!(value.is_ok() && server.count() == 3);
        assert_within(took, 1.5, 3.0);
    }
    // The body is truncated, but the status is enough.
    let server = Script::new([Step::Stall(half(429)), ok()]).await;
    let client = server.client();
    let (took, value) = timed(client.value(&WRITE)).await;
    assert!(value.is_ok() && server.count() == 2);
    assert_within(took, 30.5, 31.0);
}

#[tokio::test]
async fn a_request_that_was_not_sent_is_always_retried() {
    for operation in [&READ, &WRITE] {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let server = Script::new([ok()]).await;
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        drop(listener);
        let client = server.builder().base_url(url).build().expect("a client");
        let (took, result) = timed(client.value(operation)).await;
        let error = error_of(result);
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 3));
        assert_eq!(error.outcome(), Outcome::NotSent);
        assert!(error.is_retryable() && error.is_connect());
        assert_within(took, 1.5, 3.0);
    }
}

#[tokio::test]
async fn other_failures_are_not_retried() {
    for step in [
        write(302, ""),
        write(400, ""),
        write(401, ""),
        write(404, ""),
        write(500, ""),
        write(501, ""),
        write(200, ""),
        write(200, "<html>"),
        write(200, r#"{"result": {"status": "ERROR", "code": 601}}"#),
    ] {
        let server = Script::new([step.clone(), ok()]).await;
        let client = server.client();
        let (took, result) = timed(client.value(&READ)).await;
        let error = error_of(result);
        assert_eq!((server.count(), error.attempts()), (1, 1), "{step:?}");
        assert!(!error.is_retryable());
        assert_within(took, 0.0, 0.0);
    }
}

#[tokio::test]
async fn the_number_of_retries_is_limited() {
    let server = Script::new([write(503, "")]).await;
    let client = server.client();
    let (took, result) = timed(client.value(&READ)).await;
    let error = error_of(result);
    assert_eq!((server.count(), error.attempts()), (3, 3));
    assert_eq!(
        (error.status(), error.outcome()),
        (Some(503), Outcome::Unknown)
    );
    assert!(error.is_retryable());
    assert_within(took, 1.5, 3.0);

    let client = server.builder().retries(1).build().expect("a client");
    let (_, result) = timed(client.value(&READ)).await;
    assert_eq!((server.count(), error_of(result).attempts()), (5, 2));
    let none = CallOptions::default().retries(0);
    let (_, result) = timed(client.send::<Value>(&READ, none)).await;
    assert_eq!((server.count(), error_of(result).attempts()), (6, 1));
}

#[tokio::test]
async fn a_truncated_last_response_is_an_error() {
    let early = b"HTTP/1.1 200 Said\r\nconnection: close\r\n\r\n[{\"id\": 1}, {\"i".to_vec();
    let server = Script::new([Step::Write(early)]).await;
    for (operation, count) in [(&READ, 3), (&WRITE, 4)] {
        let (_, result) = timed(server.client().value(operation)).await;
        let error = error_of(result);
        assert!(
            error.is_decode() && error.to_string().contains("is truncated"),
            "{error}"
        );
        assert_eq!((server.count(), error.outcome()), (count, Outcome::Unknown));
    }
}

#[tokio::test]
async fn retry_after_is_respected() {
    for (status, operation) in [(429, &WRITE), (503, &READ)] {
        // The machine may be slow until the date is read.
        let date = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(55));
        for (delay, min, max) in [(&*date, 10.0, 55.0), ("7", 7.0, 7.0), ("60", 60.0, 60.0)] {
            let header = format!("retry-after: {delay}\r\n");
            let steps = [Step::Write(http(status, &header, "")), ok()];
            let server = Script::new(steps).await;
            let (took, value) = timed(server.client().value(operation)).await;
            assert!(value.is_ok() && server.count() == 2);
            assert_within(took, min, max);
        }
    }
}

#[tokio::test]
async fn a_long_retry_after_ends_the_retries() {
    let server = Script::new([Step::Write(http(429, "Retry-After: 61\r\n", ""))]).await;
    let (took, result) = timed(server.client().value(&READ)).await;
    let error = error_of(result);
    assert_eq!(
        (server.count(), error.header("retry-after")),
        (1, Some("61"))
    );
    assert!(error.is_retryable());
    assert_within(took, 0.0, 0.0);
}

#[tokio::test]
async fn all_clones_share_one_retry_budget() {
    let server = Script::new([write(503, "")]).await;
    let client = server.client();
    let calls = async {
        let mut calls = tokio::task::JoinSet::new();
        for _ in 0..40 {
            let client = client.clone();
            calls.spawn(async move { client.value(&READ).await.is_err() });
        }
        calls.join_all().await
    };
    let (_, failures) = timed(calls).await;
    assert_eq!(failures, [true; 40]);
    // Ten retries for all calls together, not two for each.
    assert_eq!(server.count(), 50);
}
