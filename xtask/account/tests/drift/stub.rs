//! A server with responses of the test.

use tokio::runtime::Runtime;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::process::{Run, run};

pub const KEY: &str = "0123456789abcdef0123456789abcdef";

pub struct Stub {
    server: MockServer,
    runtime: Runtime,
}

impl Stub {
    /// Responds to these paths with these bodies, and to all others with 404.
    pub fn of(responses: &[(&str, &str)]) -> Self {
        let stub = Self::empty();
        for (at, body) in responses {
            stub.respond(
                at,
                ResponseTemplate::new(200).set_body_raw(*body, "application/json"),
            );
        }
        stub
    }

    pub fn empty() -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let server = runtime.block_on(MockServer::builder().start());
        Self { server, runtime }
    }

    pub fn respond(&self, at: &str, response: ResponseTemplate) {
        let mock = Mock::given(method("GET"))
            .and(path(at))
            .respond_with(response);
        self.runtime.block_on(mock.mount(&self.server));
    }

    pub fn url(&self) -> String {
        self.server.uri()
    }

    pub fn drift(&self, args: &[&str]) -> Run {
        self.drift_with(KEY, args)
    }

    pub fn drift_with(&self, key: &str, args: &[&str]) -> Run {
        let url = self.url();
        let options = ["--base-url", &url, "--rate", "1000"];
        let format = ["--format", "json"];
        let format = if args.contains(&"--format") {
            &[][..]
        } else {
            &format
        };
        run(Some(key), &[&options, format, args].concat())
    }
}
