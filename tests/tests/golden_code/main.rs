//! Compiles the crates of all golden cases and of the second API with warnings as errors, and tests them: the values of their
//! types, the requests that they send, the responses that they decode.
#![deny(warnings)]
#![allow(
    unused_attributes,
    confusable_idents,
    mixed_script_confusables,
    reason = "crates allow the names of their API in the root, which these modules are not"
)]

mod bodies;
mod credentials;
mod operations;
mod requests;
mod responses;
mod scim;
mod unions;
mod values;

use std::path::Path;
use std::{fs, io};

use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers::any};

/// One module per case. It is public like a library, so that the compiler gives all warnings.
#[allow(clippy::pedantic, reason = "emitted crates are not pedantic")]
pub mod golden {
    include!(concat!(env!("OUT_DIR"), "/golden_modules.rs"));
}

type TestResult = Result<(), Box<dyn std::error::Error>>;

/// A client of a case, for a server on loopback, with the key if calls need one.
macro_rules! client {
    ($case:ident, $server:expr $(, $key:expr)?) => {
        crate::golden::$case::Client::builder($($key)?)
            .base_url($server.uri())
            .build()?
    };
}
use client;

/// Starts a server that returns this response to every request.
async fn server(status: u16, body: &str) -> MockServer {
    let server = MockServer::builder().start().await;
    let response = ResponseTemplate::new(status).set_body_raw(body, "application/json");
    Mock::given(any())
        .respond_with(response)
        .mount(&server)
        .await;
    server
}

/// Starts a server that returns `body` with status 200 to every request.
async fn json_server(body: &str) -> MockServer {
    server(200, body).await
}

/// The last request that a server received.
async fn last(server: &MockServer) -> Result<Request, Box<dyn std::error::Error>> {
    let requests = server.received_requests().await.unwrap_or_default();
    Ok(requests.last().ok_or("no request was sent")?.clone())
}

/// The value of a header of a request; an empty text if it has none.
fn header<'r>(request: &'r Request, name: &str) -> &'r str {
    let value = request.headers.get(name);
    value.and_then(|value| value.to_str().ok()).unwrap_or("")
}

/// A server that answers with this media type and body.
async fn content(status: u16, media_type: &str, body: &[u8]) -> MockServer {
    let server = MockServer::builder().start().await;
    let response = ResponseTemplate::new(status).set_body_raw(body, media_type);
    Mock::given(any())
        .respond_with(response)
        .mount(&server)
        .await;
    server
}

#[test]
fn the_compiled_crates_equal_the_expected_files() -> io::Result<()> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let compiled = Path::new(env!("OUT_DIR")).join("golden");
    let mut compared = 0;
    let mut cases = vec![tests.join("scim")];
    for case in fs::read_dir(tests.join("golden"))? {
        cases.push(case?.path());
    }
    for case in cases {
        let mut folders = vec![case.join("expected")];
        while let Some(folder) = folders.pop().filter(|folder| folder.is_dir()) {
            for entry in fs::read_dir(folder)? {
                let path = entry?.path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let relative = path
                    .strip_prefix(case.join("expected"))
                    .map_err(io::Error::other)?;
                let name = case.file_name().ok_or(io::ErrorKind::NotFound)?;
                let built = compiled.join(name).join(relative);
                assert!(
                    fs::read(&path)? == fs::read(built)?,
                    "{} differs from the compiled file; the `golden` target reports the difference",
                    path.display()
                );
                compared += 1;
            }
        }
    }
    assert!(compared > 40, "only {compared} files are expected");
    Ok(())
}
