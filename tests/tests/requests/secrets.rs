//! Only the server sees the key: no error, no log at TRACE and no `Debug` output shows it, for every
//! operation and every kind of failure.

use std::error::Error as StdError;
use std::fmt::Write as _;
use std::time::Duration;

use hellodialog::{ApiKey, Client, ClientBuilder, Error};
use hellodialog_operations::{Row, with_json};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use wiremock::{MockServer, ResponseTemplate};

use crate::log::Log;
use crate::{raw_server, server};

/// A key with many characters that a query must encode.
const KEY: &str = "s3cr3t&k=y+/%?#'~";
/// The key as encoded in a query.
const ENCODED: &str = "s3cr3t%26k%3Dy%2B%2F%25%3F%23%27%7E";
/// Texts that reveal the key: the key in several encodings, its beginning, which no encoding changes,
/// its parameter, and its MD5, SHA-256 and base64.
const SECRETS: [&str; 7] = [
    KEY,
    ENCODED,
    "s3cr3t",
    "token=",
    "a9d57704b4c90cc65986cda5e1c430de",
    "3e716b54cf9afda31eb03d94987fae6e5cf602cc19c5a63f05340bd11feacd49",
    "czNjcjN0Jms9eSsvJT8jJ34",
];

fn builder_with_key(base_url: &str) -> ClientBuilder {
    Client::builder(KEY).base_url(base_url).retries(0)
}

fn client_with_key(server: &MockServer) -> Client {
    builder_with_key(&server.uri()).build().expect("a client")
}

#[track_caller]
fn assert_no_secret(text: &str) {
    for secret in SECRETS {
        let line = text.lines().find(|line| line.contains(secret));
        assert!(line.is_none(), "{secret} in {line:?}");
    }
}

/// All texts of an error and its sources.
fn error_texts(error: &Error) -> String {
    let mut text = format!("{error} {error:#} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(error) = source {
        write!(text, " {error} {error:?} {error:#?}").expect("text");
        source = error.source();
    }
    text
}

/// Calls every operation and checks that no error and no log shows the key. Returns the number of
/// failures.
async fn check_failures(client: &Client) -> usize {
    let log = Log::start();
    let mut failures = 0;
    for Row { call, .. } in with_json() {
        if let Err(error) = call(client.clone()).await {
            assert_no_secret(&error_texts(&error));
            failures += 1;
        }
    }
    let logged = log.take();
    assert!(logged.contains("hellodialog_runtime"), "nothing is logged");
    assert!(logged.contains("TRACE"), "not everything is logged");
    assert_no_secret(&logged);
    failures
}

/// As [`check_failures`], and checks that every operation fails.
async fn check_all_fail(client: &Client) {
    assert_eq!(check_failures(client).await, with_json().len());
}

#[tokio::test]
async fn the_server_receives_the_whole_key() {
    let server = raw_server(200, "{}").await;
    client_with_key(&server)
        .ping()
        .get()
        .await
        .expect("an account");
    let request = crate::received(&server).await;
    assert_eq!(crate::tokens(&request), [KEY]);
    assert_eq!(request.url.query(), Some(&*format!("token={ENCODED}")));
}

#[tokio::test]
async fn no_api_error_shows_the_key() {
    for quote in [KEY, ENCODED] {
        let report = json!({
            "status": "ERROR",
            "code": 601,
            "message": format!("no such key: {quote}"),
            "data": {"seen": [quote], quote: quote},
        });
        let body = json!({ "result": report }).to_string();
        for status in [200, 403] {
            let server = raw_server(status, body.clone()).await;
            check_all_fail(&client_with_key(&server)).await;
        }
    }
}

#[tokio::test]
async fn no_error_for_a_page_with_the_key_shows_it() {
    for quote in [KEY, ENCODED] {
        for (status, body) in [
            (200, format!("<html>{quote}</html>")),
            (500, format!("<html>{quote}</html>")),
            (500, format!("Unknown key: {quote}")),
            (200, format!("Unknown key: {quote}")),
        ] {
            let server = raw_server(status, body).await;
            check_all_fail(&client_with_key(&server)).await;
        }
    }
}

#[tokio::test]
async fn no_connection_error_shows_the_key() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let closed = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    check_all_fail(&builder_with_key(&closed).build().expect("a client")).await;

    let slow = server(ResponseTemplate::new(200).set_delay(Duration::from_secs(600))).await;
    let client = builder_with_key(&slow.uri()).timeout(Duration::from_millis(20));
    check_all_fail(&client.build().expect("a client")).await;

    let redirect = ResponseTemplate::new(301).insert_header("location", format!("/?t={ENCODED}"));
    let redirect = server(redirect).await;
    check_all_fail(&client_with_key(&redirect)).await;
}

/// How a server breaks a connection after it has read the request.
#[derive(Clone, Copy)]
enum Disconnect {
    /// Closes the connection.
    Close,
    /// Sends this and resets the connection.
    Reset(&'static str),
    /// Sends this and nothing more, until the client disconnects.
    Stall(&'static str),
}

impl Disconnect {
    async fn run(self, mut stream: TcpStream) -> std::io::Result<()> {
        // The request fits into the buffer and arrives in one piece.
        let mut request = vec![0; 16 * 1024];
        if stream.read(&mut request).await? == 0 {
            return Ok(());
        }
        match self {
            Self::Close => Ok(()),
            Self::Reset(head) => {
                stream.write_all(head.as_bytes()).await?;
                stream.set_zero_linger()
            }
            Self::Stall(head) => {
                stream.write_all(head.as_bytes()).await?;
                stream.read(&mut [0; 1]).await.map(|_| ())
            }
        }
    }
}

#[tokio::test]
async fn no_error_for_a_broken_connection_shows_the_key() {
    const HALF: &str = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"result\": ";
    for disconnect in [
        Disconnect::Close,
        Disconnect::Reset(""),
        Disconnect::Reset("HTTP/1.1 200 OK\r\n"),
        Disconnect::Reset(HALF),
        Disconnect::Stall("HTTP/1.1 200 "),
        Disconnect::Stall(HALF),
        Disconnect::Reset("not HTTP\r\n\r\n"),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // The client may have disconnected already.
                tokio::spawn(async move { disconnect.run(stream).await.ok() });
            }
        });
        let client =
            builder_with_key(&format!("http://{address}")).timeout(Duration::from_millis(50));
        check_all_fail(&client.build().expect("a client")).await;
        server.abort();
    }
}

#[tokio::test]
async fn no_error_for_a_large_or_rate_limited_response_shows_the_key() {
    let large = raw_server(200, format!("[{}]", " ".repeat(5000))).await;
    let client = builder_with_key(&large.uri()).max_body_bytes(4096);
    check_all_fail(&client.build().expect("a client")).await;

    let busy = ResponseTemplate::new(429).insert_header("retry-after", "0");
    let busy = server(busy.set_body_string(format!("slow down, {KEY}"))).await;
    let client = builder_with_key(&busy.uri()).retries(1);
    let client = client.deadline(Duration::from_millis(100)).build();
    check_all_fail(&client.expect("a client")).await;
}

#[tokio::test]
async fn no_debug_output_shows_the_key() {
    let client = builder_with_key("http://127.0.0.1:1")
        .build()
        .expect("a client");
    let builder = builder_with_key("http://127.0.0.1:1");
    let key = ApiKey::new(KEY).expect("a key");
    assert_no_secret(&format!("{client:?} {client:#?} {builder:?} {key:?}"));
    assert_no_secret(&format!("{:?} {:#?}", client.contacts(), client.orders()));
}

#[tokio::test]
async fn no_decode_error_shows_the_key() {
    for quote in [KEY, ENCODED] {
        for body in [
            format!("no such key: {quote}"),
            json!({"id": quote}).to_string(),
            json!({quote: [], "result": quote}).to_string(),
            json!([quote]).to_string(),
            // One item is decoded, the other is skipped.
            json!([{"id": 1}, {"id": quote}]).to_string(),
            json!({"7": {"name": "a"}, "8": quote}).to_string(),
            format!("{{\"id\": \"{quote}"),
        ] {
            let server = raw_server(200, body).await;
            check_failures(&client_with_key(&server)).await;
            let strict = builder_with_key(&server.uri())
                .strict()
                .build()
                .expect("a client");
            check_failures(&strict).await;
        }
    }
}
