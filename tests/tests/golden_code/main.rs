//! Compiles the crates of all golden cases with every warning an error, and tries what they do:
//! the values of their types, the answers that they read, the requests that they send.
#![deny(warnings)]

mod answers;
mod requests;
mod values;

use std::path::Path;
use std::{fs, io};

use wiremock::{Mock, MockServer, ResponseTemplate, matchers::any};

/// One module for each case. It is public as a library would be, so that every warning counts.
#[allow(clippy::pedantic, reason = "emitted crates are not held to it")]
pub mod golden {
    include!(concat!(env!("OUT_DIR"), "/golden_modules.rs"));
}

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// A client of a case, for a server on this machine.
macro_rules! client {
    ($case:ident, $server:expr) => {
        crate::golden::$case::Client::builder("secret-key")
            .base_url($server.uri())
            .build()?
    };
}
use client;

/// A server on this machine that answers everything with this.
async fn server(status: u16, body: &str) -> MockServer {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(status).set_body_raw(body, "application/json");
    Mock::given(any()).respond_with(answer).mount(&server).await;
    server
}

/// As [`server`], with status 200.
async fn answering(body: &str) -> MockServer {
    server(200, body).await
}

#[test]
fn what_is_compiled_is_what_is_compared() -> io::Result<()> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let compiled = Path::new(env!("OUT_DIR")).join("golden");
    let mut compared = 0;
    for case in fs::read_dir(golden)? {
        let case = case?;
        let mut folders = vec![case.path().join("expected")];
        while let Some(folder) = folders.pop().filter(|folder| folder.is_dir()) {
            for entry in fs::read_dir(folder)? {
                let path = entry?.path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let relative = path
                    .strip_prefix(case.path().join("expected"))
                    .map_err(io::Error::other)?;
                let built = compiled.join(case.file_name()).join(relative);
                assert!(
                    fs::read(&path)? == fs::read(built)?,
                    "{} is not what was compiled; the `golden` target says why",
                    path.display()
                );
                compared += 1;
            }
        }
    }
    assert!(compared > 40, "only {compared} files are expected");
    Ok(())
}
