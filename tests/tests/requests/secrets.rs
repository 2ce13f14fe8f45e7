//! The key is seen by the server and by nobody else: every operation, in every way in which it can
//! fail, with everything that is logged at TRACE.

use std::error::Error as StdError;
use std::fmt::Write as _;
use std::time::Duration;

use hellodialog::{ApiKey, Client, ClientBuilder, Error};
use hellodialog_operations::{Row, table};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use wiremock::{MockServer, ResponseTemplate};

use crate::log::Log;
use crate::{answering_raw, server};

/// Most of it has to be encoded in a query.
const KEY: &str = "s3cr3t&k=y+/%?#'~";
/// How it stands in a query.
const ENCODED: &str = "s3cr3t%26k%3Dy%2B%2F%25%3F%23%27%7E";
/// What gives the key away: itself in several forms, its beginning, which no encoding changes, the
/// parameter that it stands in, and its MD5, SHA-256 and base64.
const SECRETS: [&str; 7] = [
    KEY,
    ENCODED,
    "s3cr3t",
    "token=",
    "a9d57704b4c90cc65986cda5e1c430de",
    "3e716b54cf9afda31eb03d94987fae6e5cf602cc19c5a63f05340bd11feacd49",
    "czNjcjN0Jms9eSsvJT8jJ34",
];

fn keyed(base_url: &str) -> ClientBuilder {
    Client::builder(KEY).base_url(base_url).retries(0)
}

fn keyed_client(server: &MockServer) -> Client {
    keyed(&server.uri()).build().expect("a client")
}

#[track_caller]
fn keeps_silent(shown: &str) {
    for secret in SECRETS {
        let line = shown.lines().find(|line| line.contains(secret));
        assert!(line.is_none(), "{secret} in {line:?}");
    }
}

/// All that an error shows, with all of its sources.
fn shown(error: &Error) -> String {
    let mut text = format!("{error} {error:#} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(error) = source {
        write!(text, " {error} {error:?} {error:#?}").expect("text");
        source = error.source();
    }
    text
}

/// Every operation is called with `client`, and no failure and no log shows the key; how many
/// failed.
async fn every_failure_keeps_silent(client: &Client) -> usize {
    let log = Log::listen();
    let mut failures = 0;
    for Row { call, .. } in table() {
        if let Err(error) = call(client.clone()).await {
            keeps_silent(&shown(&error));
            failures += 1;
        }
    }
    let logged = log.take();
    assert!(logged.contains("hellodialog_runtime"), "nothing is logged");
    assert!(logged.contains("TRACE"), "not everything is logged");
    keeps_silent(&logged);
    failures
}

/// The same, and every operation fails.
async fn every_operation_fails_and_keeps_silent(client: &Client) {
    assert_eq!(every_failure_keeps_silent(client).await, table().len());
}

#[tokio::test]
async fn the_server_gets_it_whole() {
    let server = answering_raw(200, "{}").await;
    keyed_client(&server)
        .login()
        .create()
        .await
        .expect("a link");
    let request = crate::received(&server).await;
    assert_eq!(crate::tokens(&request), [KEY]);
    assert_eq!(request.url.query(), Some(&*format!("token={ENCODED}")));
}

#[tokio::test]
async fn no_refusal_shows_it() {
    for quote in [KEY, ENCODED] {
        let report = json!({
            "status": "ERROR",
            "code": 601,
            "message": format!("no such key: {quote}"),
            "data": {"seen": [quote], quote: quote},
        });
        let body = json!({ "result": report }).to_string();
        for status in [200, 403] {
            let server = answering_raw(status, body.clone()).await;
            every_operation_fails_and_keeps_silent(&keyed_client(&server)).await;
        }
    }
}

#[tokio::test]
async fn no_page_that_quotes_it_shows_it() {
    for quote in [KEY, ENCODED] {
        for (status, body) in [
            (200, format!("<html>{quote}</html>")),
            (500, format!("<html>{quote}</html>")),
            (500, format!("Unknown key: {quote}")),
            (200, format!("Unknown key: {quote}")),
        ] {
            let server = answering_raw(status, body).await;
            every_operation_fails_and_keeps_silent(&keyed_client(&server)).await;
        }
    }
}

#[tokio::test]
async fn no_failure_on_the_way_shows_it() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let nobody = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    every_operation_fails_and_keeps_silent(&keyed(&nobody).build().expect("a client")).await;

    let late = server(ResponseTemplate::new(200).set_delay(Duration::from_secs(600))).await;
    let client = keyed(&late.uri()).timeout(Duration::from_millis(20));
    every_operation_fails_and_keeps_silent(&client.build().expect("a client")).await;

    let moved = ResponseTemplate::new(301).insert_header("location", format!("/?t={ENCODED}"));
    let moved = server(moved).await;
    every_operation_fails_and_keeps_silent(&keyed_client(&moved)).await;
}

/// What a server does with a connection once it has read the request.
#[derive(Clone, Copy)]
enum Breach {
    /// Closes it.
    Close,
    /// Answers this and resets it.
    Reset(&'static str),
    /// Answers this and says no more, until the client goes away.
    Stall(&'static str),
}

impl Breach {
    async fn commit(self, mut stream: TcpStream) -> std::io::Result<()> {
        // A request fits here, and arrives in one piece.
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
async fn no_connection_that_breaks_off_shows_it() {
    const HALF: &str = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"result\": ";
    for breach in [
        Breach::Close,
        Breach::Reset(""),
        Breach::Reset("HTTP/1.1 200 OK\r\n"),
        Breach::Reset(HALF),
        Breach::Stall("HTTP/1.1 200 "),
        Breach::Stall(HALF),
        Breach::Reset("this is no HTTP\r\n\r\n"),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let breaking = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // A client that has gone away is no failure of the test.
                tokio::spawn(async move { breach.commit(stream).await.ok() });
            }
        });
        let client = keyed(&format!("http://{address}")).timeout(Duration::from_millis(50));
        every_operation_fails_and_keeps_silent(&client.build().expect("a client")).await;
        breaking.abort();
    }
}

#[tokio::test]
async fn no_answer_that_is_too_large_or_too_soon_shows_it() {
    let large = answering_raw(200, format!("[{}]", " ".repeat(5000))).await;
    let client = keyed(&large.uri()).max_body_bytes(4096);
    every_operation_fails_and_keeps_silent(&client.build().expect("a client")).await;

    let busy = ResponseTemplate::new(429).insert_header("retry-after", "0");
    let busy = server(busy.set_body_string(format!("slow down, {KEY}"))).await;
    let client = keyed(&busy.uri()).retries(1);
    let client = client.deadline(Duration::from_millis(100)).build();
    every_operation_fails_and_keeps_silent(&client.expect("a client")).await;
}

#[tokio::test]
async fn nothing_that_holds_it_shows_it() {
    let client = keyed("http://127.0.0.1:1").build().expect("a client");
    let builder = keyed("http://127.0.0.1:1");
    let key = ApiKey::new(KEY).expect("a key");
    keeps_silent(&format!("{client:?} {client:#?} {builder:?} {key:?}"));
    keeps_silent(&format!("{:?} {:#?}", client.contacts(), client.orders()));
}

#[tokio::test]
async fn no_answer_that_does_not_fit_shows_it() {
    for quote in [KEY, ENCODED] {
        for body in [
            format!("no such key: {quote}"),
            json!({"id": quote}).to_string(),
            json!({quote: [], "result": quote}).to_string(),
            json!([quote]).to_string(),
            // One can be read, and the other is left out.
            json!([{"id": 1}, {"id": quote}]).to_string(),
            json!({"7": {"name": "a"}, "8": quote}).to_string(),
            format!("{{\"id\": \"{quote}"),
        ] {
            let server = answering_raw(200, body).await;
            every_failure_keeps_silent(&keyed_client(&server)).await;
            let strict = keyed(&server.uri()).strict().build().expect("a client");
            every_failure_keeps_silent(&strict).await;
        }
    }
}
