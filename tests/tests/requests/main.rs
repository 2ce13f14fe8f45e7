//! Every operation as it arrives at a server, and every way in which it can fail.
//!
//! The server is a real one on loopback. What it should get is written out by hand from the docs
//! of the API; nothing here asks the client what it would send.

mod address;
mod case;
mod client;
mod cross;
mod failures;
mod filters;
mod log;
mod operations;
mod secrets;
mod variants;

use hellodialog::{Client, ClientBuilder, Error};
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

/// As the vendor's keys are: 32 hex characters.
const KEY: &str = "0123456789abcdef0123456789abcdef";

/// A server that answers everything with `answer`.
async fn server(answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer).mount(&server).await;
    server
}

/// A server that answers everything with `body`, as a success.
async fn answering(body: &Value) -> MockServer {
    server(ResponseTemplate::new(200).set_body_json(body)).await
}

/// A server that answers everything with `status` and `body`, which is called JSON and may be
/// anything.
async fn answering_raw(status: u16, body: impl Into<String>) -> MockServer {
    let body: String = body.into();
    server(ResponseTemplate::new(status).set_body_raw(body, "application/json")).await
}

/// One call is one request here: what is sent again, and when, is tested with the transport.
fn builder(server: &MockServer) -> ClientBuilder {
    Client::builder(KEY).base_url(server.uri()).retries(0)
}

fn client(server: &MockServer) -> Client {
    builder(server).build().expect("a client")
}

/// The one request that came.
async fn received(server: &MockServer) -> Request {
    let mut requests = server.received_requests().await.expect("a record");
    assert_eq!(requests.len(), 1, "one call sends one request");
    requests.remove(0)
}

/// The parameters of a request without the key, in the order of their names.
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

/// What a failed call came to.
#[track_caller]
fn failed<T: std::fmt::Debug>(result: Result<T, Error>) -> Error {
    result.expect_err("the call must fail")
}

/// What a server says of a write that went well.
fn written() -> Value {
    json!({"result": {"status": "OK", "code": 200, "message": "", "data": []}})
}
