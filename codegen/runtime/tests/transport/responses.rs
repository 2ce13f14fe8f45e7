//! The raw response, and the parts of it that an error keeps.

use hellodialog_runtime::{CallOptions, ErrorKind, Method, Outcome, Request, ResponseSlot};
use serde_json::{Value, json};

use crate::script::{Script, Step, half, http, ok, timed, write};
use crate::{KEY, READ, WRITE};

#[tokio::test]
async fn the_raw_response_is_available() {
    let header = "X-Kind: one\r\nx-kind: two\r\n";
    let steps = [write(503, "busy"), Step::Write(http(202, header, "[7]"))];
    let server = Script::new(steps).await;
    let slot = ResponseSlot::new();
    assert!(slot.take().is_none());
    let options = CallOptions::default().capture(slot.clone());
    let (_, value) = timed(server.client().send::<Value>(&READ, options)).await;
    assert_eq!(value.ok(), Some(json!([7])));
    let raw = slot.take().expect("a response");
    assert_eq!(
        (raw.status(), raw.attempts(), raw.body()),
        (202, 2, b"[7]".as_slice())
    );
    assert_eq!(
        (raw.header("x-KIND"), raw.header("x-other")),
        (Some("one"), None)
    );
    let kinds: Vec<_> = raw
        .headers()
        .filter(|(name, _)| *name == "x-kind")
        .collect();
    assert_eq!(kinds, [("x-kind", "one"), ("x-kind", "two")]);
    assert!(slot.take().is_none());
    assert_eq!(
        format!("{raw:?} {slot:?}"),
        "RawResponse { status: 202, bytes: 3, attempts: 2, .. } ResponseSlot(..)"
    );
}

#[tokio::test]
async fn a_failure_is_captured_and_a_missing_response_is_not() {
    let report = r#"{"result": {"status": "ERROR", "code": 601}}"#;
    let broken = Step::Write(half(200));
    for (step, has_response) in [
        (write(200, report), true),
        (write(500, "no"), true),
        (broken, false),
    ] {
        let server = Script::new([step]).await;
        let slot = ResponseSlot::new();
        let options = CallOptions::default().capture(slot.clone());
        let (_, result) = timed(server.client().send::<Value>(&WRITE, options)).await;
        assert!(result.is_err());
        assert_eq!(slot.take().is_some(), has_response);
    }
    // The response of an earlier attempt is not that of the last attempt.
    let server = Script::new([write(503, ""), Step::Write(half(200))]).await;
    let slot = ResponseSlot::new();
    let options = CallOptions::default().capture(slot.clone());
    let (_, result) = timed(server.client().send::<Value>(&READ, options)).await;
    assert!(result.is_err() && slot.take().is_none());
}

#[tokio::test]
async fn a_decode_error_keeps_headers_and_body() {
    let steps = [
        write(503, ""),
        Step::Write(http(201, "x-request: 9\r\n", "[{}]")),
    ];
    let server = Script::new(steps).await;
    let call = server.client();
    let (_, result) = timed(call.send::<Vec<String>>(&READ, CallOptions::default())).await;
    let error = result.expect_err("a decode error");
    assert!(error.is_decode());
    assert_eq!((error.status(), error.attempts()), (Some(201), 2));
    assert_eq!(error.header("X-Request"), Some("9"));
    assert_eq!(error.body(), Some(b"[{}]".as_slice()));
}

#[tokio::test]
async fn an_error_keeps_headers_and_body_without_the_key() {
    let header = format!("x-asked: /contacts?token={KEY}\r\nx-other: 1\r\n");
    let body = format!(r#"["/contacts?token={KEY}"]"#);
    let steps = [
        Step::Write(http(500, &header, &body)),
        Step::Write(http(200, &header, &body)),
    ];
    let server = Script::new(steps).await;
    for _ in 0..2 {
        let result = server
            .client()
            .send::<Vec<u8>>(&WRITE, CallOptions::default())
            .await;
        let error = result.expect_err("an error");
        assert_eq!(error.header("x-asked"), Some("/contacts?token=***"));
        assert_eq!(error.header("x-other"), Some("1"));
        assert_eq!(error.body(), Some(br#"["/contacts?token=***"]"#.as_slice()));
        let mut texts = format!("{error} {error:?}");
        let source = std::error::Error::source(&error);
        texts.extend(source.map(|source| format!("{source} {source:?}")));
        assert!(!texts.contains("s3cr"), "{texts}");
    }
}

#[tokio::test]
async fn parameters_can_be_added_to_a_query() {
    let server = Script::new([ok()]).await;
    let options = CallOptions::default()
        .query("fields[]", "a&b")
        .query("x", "");
    let result = server.client().send::<Value>(&READ, options).await;
    assert!(result.is_ok());
    let first = server.requests().concat();
    let line = first.lines().next().unwrap_or_default();
    assert!(
        line.starts_with("GET /api/contacts?fields%5B%5D=a%26b&x=&token=s3cr"),
        "{line}"
    );
}

#[tokio::test]
async fn a_parameter_that_the_call_sends_is_not_added_again() {
    let server = Script::new([ok(), ok()]).await;
    let client = server.client();
    let request = |path: &'static str| Request::new(&client.0, Method::Get, path);
    let calls = [
        request("/contacts?page=1")
            .query("limit", "2")
            .send::<Value>()
            .query("page", "3"),
        request("/contacts")
            .query("page", "1")
            .send()
            .query("page", "3"),
        request("/contacts?token=other").send(),
        request("/contacts").send().query("token", "other"),
    ];
    for call in calls {
        let error = call.await.expect_err("a repeated parameter");
        assert_eq!(
            (error.kind(), error.outcome()),
            (ErrorKind::Request, Outcome::NotSent)
        );
        assert!(!error.to_string().contains("other"), "{error}");
    }
    assert_eq!(server.requests().len(), 0);
    let list = request("/contacts?id[]=1")
        .send::<Value>()
        .query("id[]", "2");
    assert!(list.await.is_ok());
}
