//! No log at TRACE contains the key: neither of this crate nor of its dependencies.

use std::cell::RefCell;
use std::io;
use std::sync::{Arc, Mutex, Once};
use std::time::Duration;

use hellodialog_runtime::{Error, reqwest};
use serde_json::Value;
use tracing::Metadata;
use tracing_subscriber::filter::dynamic_filter_fn;
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::layer::{Context, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::script::{Script, Step, half, ok, timed, write};
use crate::{KEY, READ, WRITE, response, server};

/// The MD5 of the key, in hex. It must not be logged either.
const KEY_MD5: &str = "a9d57704b4c90cc65986cda5e1c430de";

thread_local! {
    /// The log of this thread, if a test captures it.
    static CAPTURED_LOG: RefCell<Option<Log>> = const { RefCell::new(None) };
}

/// Sets up one subscriber for all threads, at TRACE, through `tracing` and `log`.
///
/// A subscriber for each test would miss callsites that are registered while another test sets up
/// its own. So every client calls this before anything logs.
pub fn prepare() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_span_events(FmtSpan::NEW | FmtSpan::CLOSE)
            .with_ansi(false)
            .with_writer(|| CAPTURED_LOG.with_borrow(|log| log.clone().unwrap_or_default()))
            .finish()
            .with(dynamic_filter_fn(|_: &Metadata<'_>, _: &Context<'_, _>| {
                CAPTURED_LOG.with_borrow(Option::is_some)
            }))
            .init();
    });
}

/// Captures the log of this thread until the guard is dropped.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

struct Guard;

impl Drop for Guard {
    fn drop(&mut self) {
        CAPTURED_LOG.set(None);
    }
}

impl Log {
    fn capture(&self) -> Guard {
        prepare();
        CAPTURED_LOG.set(Some(self.clone()));
        Guard
    }

    fn text(&self) -> String {
        let bytes = self.0.lock().expect("no panic");
        String::from_utf8_lossy(&bytes).into_owned()
    }

    #[track_caller]
    fn assert_no_key(&self) {
        let text = self.text();
        let encoded: String = url::form_urlencoded::byte_serialize(KEY.as_bytes()).collect();
        for secret in [KEY, &encoded, "s3cr", "token", KEY_MD5] {
            let line = text.lines().find(|line| line.contains(secret));
            assert!(line.is_none(), "{secret} in {line:?}");
        }
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no panic").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_call_logs_the_key() {
    let log = Log::default();
    let guard = log.capture();
    let echo = format!(r#"{{"result": {{"status": "ERROR", "code": 1, "message": "{KEY}"}}}}"#);
    for step in [
        ok(),
        write(200, &echo),
        write(200, "<html>"),
        write(503, &echo),
        write(429, ""),
        Step::Write(Vec::new()),
        Step::Write(b"HTTP/9 nonsense\r\n\r\n".to_vec()),
        Step::Write(half(200)),
        Step::Reset(half(200)),
        Step::Stall(half(200)),
    ] {
        let script = Script::new([step]).await;
        let client = script.client();
        for operation in [&READ, &WRITE] {
            let (_, result) = timed(client.value(operation)).await;
            // A program may log the result.
            tracing::error!("{result:?}");
        }
    }
    let script = Script::new([Step::Stall(Vec::new())]).await;
    let builder = script.builder().base_url("http://127.0.0.1:1/api");
    let (_, result) = timed(builder.build().expect("a client").value(&READ)).await;
    tracing::error!("{:?} {}", result.as_ref().err(), result.is_err());
    drop(guard);
    // The log has the events of this crate and of its dependencies.
    let text = log.text();
    for target in ["hellodialog_runtime", "reqwest", "hyper_util"] {
        assert!(text.contains(target), "no event of {target}");
    }
    log.assert_no_key();
}

/// The client uses HTTP/2 if the server offers it. The `h2` crate then logs each frame.
#[tokio::test]
async fn http_2_frames_are_logged_without_the_path() -> Result<(), Error> {
    let log = Log::default();
    let guard = log.capture();
    let server = server(response(200, "[]")).await;
    let client = reqwest::Client::builder().http2_prior_knowledge().build();
    let mut request = client.expect("a client").get(server.uri() + "/contacts");
    request = request.query(&[("token", KEY)]);
    let response = request.send().await.expect("a response");
    assert_eq!(response.version(), http::Version::HTTP_2);
    drop(guard);
    let text = log.text();
    assert!(text.contains("h2::") && text.contains("Headers"), "{text}");
    log.assert_no_key();
    Ok(())
}

#[tokio::test]
async fn a_call_is_a_span_with_its_result() {
    let log = Log::default();
    let guard = log.capture();
    let report = r#"{"result": {"status": "ERROR", "code": 601}}"#;
    let script = Script::new([write(503, ""), write(200, report)]).await;
    let client = script.client();
    let (_, result) = timed(client.value(&READ)).await;
    assert!(result.is_err());
    drop(client);
    drop(guard);
    let text = log.text();
    let ours: Vec<_> = text
        .lines()
        .filter(|line| line.contains("hellodialog_runtime"))
        .collect();
    let find = |parts: &[&str]| {
        let found = ours
            .iter()
            .any(|line| parts.iter().all(|part| line.contains(part)));
        assert!(found, "{parts:?} in {ours:#?}");
    };
    let span = r#"call{operation="contacts.get""#;
    find(&["DEBUG", span, "failed attempt=1 status=503", "elapsed_ms="]);
    find(&["DEBUG", span, "the call is sent again wait_ms="]);
    find(&["DEBUG", span, "failed attempt=2 status=200 code=601"]);
    find(&[
        "INFO",
        span,
        "attempt=2",
        "status=200",
        "code=601",
        "bytes=44",
        "close",
    ]);
}

#[tokio::test]
async fn a_dropped_call_logs_no_key() {
    let log = Log::default();
    let guard = log.capture();
    let script = Script::new([Step::Stall(Vec::new())]).await;
    let client = script.client();
    let soon = tokio::time::timeout(Duration::from_secs(1), client.get::<Value>());
    let (_, result) = timed(soon).await;
    assert!(result.is_err());
    script.wait_for_disconnect().await;
    drop(guard);
    log.assert_no_key();
}
