//! The request of every operation as a server on loopback receives it, and every kind of failure.
//!
//! The expected requests are hand-written from the docs of the API, not taken from the client.

mod address;
mod case;
mod client;
mod cross;
mod failures;
mod filters;
mod log;
mod operations;
mod properties;
mod secrets;
mod telemetry;
mod unreadable;

use hellodialog::{Client, ClientBuilder, Error};
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

/// A key in the vendor's form: 32 hex characters.
const KEY: &str = "0123456789abcdef0123456789abcdef";

/// Starts a server that returns `response` to every request.
async fn server(response: ResponseTemplate) -> MockServer {
    let server = MockServer::builder().start().await;
    Mock::given(any())
        .respond_with(response)
        .mount(&server)
        .await;
    server
}

/// Starts a server that returns `body` with status 200 to every request.
async fn json_server(body: &Value) -> MockServer {
    server(ResponseTemplate::new(200).set_body_json(body)).await
}

/// Starts a server that returns `status` and `body` as JSON to every request.
async fn raw_server(status: u16, body: impl Into<String>) -> MockServer {
    let body: String = body.into();
    server(ResponseTemplate::new(status).set_body_raw(body, "application/json")).await
}

/// A builder without retries; the tests of the transport cover retries.
fn builder(server: &MockServer) -> ClientBuilder {
    Client::builder(KEY).base_url(server.uri()).retries(0)
}

fn client(server: &MockServer) -> Client {
    builder(server).build().expect("a client")
}

/// The only request that the server received.
async fn received(server: &MockServer) -> Request {
    let mut requests = server.received_requests().await.expect("a record");
    assert_eq!(requests.len(), 1, "one call sends one request");
    requests.remove(0)
}

/// The query parameters except the key, sorted by name.
fn parameters(request: &Request) -> Vec<(String, String)> {
    let pairs = request.url.query_pairs().into_owned();
    let mut pairs: Vec<_> = pairs.filter(|(name, _)| name != "token").collect();
    pairs.sort();
    pairs
}

/// The values of the parameter that carries the key.
fn tokens(request: &Request) -> Vec<String> {
    let pairs = request.url.query_pairs().into_owned();
    pairs
        .filter_map(|(name, value)| (name == "token").then_some(value))
        .collect()
}

/// The error of a failed call.
#[track_caller]
fn error_of<T: std::fmt::Debug>(result: Result<T, Error>) -> Error {
    result.expect_err("the call must fail")
}

/// The confirmation of a successful write.
fn confirmation() -> Value {
    json!({"result": {"status": "OK", "code": 200, "message": "", "data": []}})
}
