//! A server that says what a test wants.

use tokio::runtime::Runtime;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::program::{Run, run};

pub const KEY: &str = "0123456789abcdef0123456789abcdef";

pub struct Stub {
    server: MockServer,
    runtime: Runtime,
}

impl Stub {
    /// Answers these paths with these bodies, and all others with 404.
    pub fn of(answers: &[(&str, &str)]) -> Self {
        let stub = Self::empty();
        for (at, body) in answers {
            stub.answer(
                at,
                ResponseTemplate::new(200).set_body_raw(*body, "application/json"),
            );
        }
        stub
    }

    pub fn empty() -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let server = runtime.block_on(MockServer::start());
        Self { server, runtime }
    }

    pub fn answer(&self, at: &str, answer: ResponseTemplate) {
        let mock = Mock::given(method("GET"))
            .and(path(at))
            .respond_with(answer);
        self.runtime.block_on(mock.mount(&self.server));
    }

    pub fn url(&self) -> String {
        self.server.uri()
    }

    pub fn ask(&self, args: &[&str]) -> Run {
        self.ask_with(KEY, args)
    }

    pub fn ask_with(&self, key: &str, args: &[&str]) -> Run {
        let url = self.url();
        let usual = ["--base-url", &url, "--rate", "1000"];
        let format = ["--format", "json"];
        let format = if args.contains(&"--format") {
            &[][..]
        } else {
            &format
        };
        run(Some(key), &[&usual, format, args].concat())
    }
}
