//! The key is seen by the server and by nobody else.

use std::error::Error as StdError;
use std::fmt::Write as _;
use std::net::TcpListener;
use std::time::Duration;

use hellodialog::{ApiKey, Client, ClientBuilder, Error};
use serde_json::json;
use wiremock::{MockServer, ResponseTemplate};

use crate::case::Case;
use crate::operations::cases;
use crate::{answering_raw, server};

/// Most of it has to be encoded in a query.
const KEY: &str = "s3cr3t&k=y+/%?#'~";
/// How it stands in a query.
const ENCODED: &str = "s3cr3t%26k%3Dy%2B%2F%25%3F%23%27%7E";

fn keyed(base_url: &str) -> ClientBuilder {
    Client::builder(KEY).base_url(base_url).retries(0)
}

fn keyed_client(server: &MockServer) -> Client {
    keyed(&server.uri()).build().expect("a client")
}

#[track_caller]
fn keeps_silent(shown: &str) {
    // The beginning of the key, which no encoding changes, would give it away too.
    for secret in [KEY, ENCODED, "s3cr3t", "token="] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
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

/// Every operation fails with `client`, and no failure shows the key.
async fn every_failure_keeps_silent(client: &Client) {
    for Case {
        operation, call, ..
    } in cases()
    {
        let error = call(client.clone()).await.expect_err(operation);
        keeps_silent(&shown(&error));
    }
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
            every_failure_keeps_silent(&keyed_client(&server)).await;
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
            every_failure_keeps_silent(&keyed_client(&server)).await;
        }
    }
}

#[tokio::test]
async fn no_failure_on_the_way_shows_it() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let nobody = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    every_failure_keeps_silent(&keyed(&nobody).build().expect("a client")).await;

    let late = server(ResponseTemplate::new(200).set_delay(Duration::from_secs(600))).await;
    let client = keyed(&late.uri()).timeout(Duration::from_millis(20));
    every_failure_keeps_silent(&client.build().expect("a client")).await;

    let moved = ResponseTemplate::new(301).insert_header("location", format!("/?t={ENCODED}"));
    let moved = server(moved).await;
    every_failure_keeps_silent(&keyed_client(&moved)).await;
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
            format!("{{\"id\": \"{quote}"),
        ] {
            let server = answering_raw(200, body).await;
            let client = keyed_client(&server);
            for Case { call, .. } in cases() {
                if let Err(error) = call(client.clone()).await {
                    keeps_silent(&shown(&error));
                }
            }
        }
    }
}
