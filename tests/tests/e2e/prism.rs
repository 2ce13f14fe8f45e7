//! Prism, a proxy that is not ours, holds every exchange against the document of `xtask spec --wire`. `.ci/prism` installs
//! it and runs this.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

use hellodialog::Client;
use hellodialog_operations::{emulated, matches};

use crate::fixture;

/// The proxy. It ends with the test.
struct Prism {
    process: Child,
    url: String,
}

impl Prism {
    /// Starts the proxy in front of `upstream`.
    fn start(upstream: &str) -> Self {
        let variable = |name| std::env::var(name).expect("run .ci/prism, which sets it");
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .expect("a port")
            .port();
        let mut process = Command::new(variable("PRISM"))
            .args(["proxy", &variable("PRISM_DOCUMENT"), upstream, "--errors"])
            .args(["--host", "127.0.0.1", "--port", &port.to_string()])
            .stdout(Stdio::piped())
            .spawn()
            .expect("Prism starts");
        let mut lines = BufReader::new(process.stdout.take().expect("it is piped")).lines();
        let mut lines_until = lines.by_ref().map_while(Result::ok);
        assert!(
            lines_until.any(|line| line.contains("Prism is listening")),
            "Prism ended"
        );
        // It stops when nobody reads what it prints.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        let url = format!("http://127.0.0.1:{port}");
        Self { process, url }
    }
}

impl Drop for Prism {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

#[tokio::test]
#[ignore = "it needs Prism: .ci/prism"]
async fn every_operation_passes_prism() {
    let state = fixture::state().await;
    let account = fixture::account(&state);
    let prism = Prism::start(&account.url());
    let client = Client::builder(account.key()).base_url(&prism.url).build();
    let client = client.expect("a valid key and base URL");
    let mut refuted = Vec::new();
    for row in emulated() {
        account.restore(&state);
        match (row.call)(client.clone()).await {
            Ok(decoded) if matches(&decoded, &row.decoded) => {}
            result => refuted.push(format!("{}: {result:#?}", row.operation)),
        }
    }
    let journal = account.journal();
    assert_eq!(journal.len(), emulated().len(), "each call arrived once");
    assert!(refuted.is_empty(), "{}", refuted.join("\n"));
}
