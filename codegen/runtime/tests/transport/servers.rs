//! The server that an operation is sent to.

use std::process::Command;

use hellodialog_runtime::{Builder, Credential, Error, Method, Operation, Outcome, Service};
use serde_json::Value;
use wiremock::MockServer;

use crate::{Client, KEY, response, server};

/// A service at `url`, with an operation at `upload`.
fn service(url: &str, upload: &str) -> (&'static Service, &'static Operation) {
    let leak = |text: &str| -> &'static str { String::leak(text.to_owned()) };
    let service = Service::new("example", "1", leak(url), "example/1", &[])
        .with_credentials(&[("key", Credential::Header("x-key"))])
        .with_security(&[&["key"]]);
    let operation = Operation::new("upload", Method::Post, "/files", "files", "upload")
        .with_server(leak(upload));
    (Box::leak(Box::new(service)), Box::leak(Box::new(operation)))
}

/// Calls the operation as generated code does.
async fn call(client: &Client, operation: &'static Operation) -> Result<Value, Error> {
    let request = client.0.request(operation, &[]);
    request.call(hellodialog_runtime::decode::value).await
}

async fn paths(server: &MockServer) -> Vec<String> {
    let received = server.received_requests().await.unwrap_or_default();
    let received = received.iter();
    received
        .map(|request| {
            let key = request.headers.get("x-key");
            assert!(key.is_some_and(|key| key == KEY), "the key is sent");
            request.url.path().to_owned()
        })
        .collect()
}

#[tokio::test]
async fn an_operation_is_sent_to_its_server() {
    let (main, upload) = (
        server(response(200, "1")).await,
        server(response(200, "1")).await,
    );
    let url = upload.uri() + "/v2/";
    let (service, operation) = service(&main.uri(), &url);
    let client: Client = Builder::new(service, KEY).build().expect("a client");
    call(&client, operation).await.expect("a response");
    assert_eq!(paths(&upload).await, ["/v2/files"]);
    assert!(paths(&main).await.is_empty());
}

/// A caller that names a base URL, of a test for example, gets every request there.
#[tokio::test]
async fn a_base_url_replaces_every_server() {
    let (own, upload) = (
        server(response(200, "1")).await,
        server(response(200, "1")).await,
    );
    let (service, operation) = service("https://example.com", &upload.uri());
    let builder = Builder::new(service, KEY).base_url(own.uri() + "/api");
    let client: Client = builder.build().expect("a client");
    call(&client, operation).await.expect("a response");
    assert_eq!(paths(&own).await, ["/api/files"]);
    assert!(paths(&upload).await.is_empty());
}

/// A request that was built for another host than the operation's does not get the key.
#[tokio::test]
async fn the_server_of_one_operation_is_not_that_of_another() {
    let (main, upload) = (
        server(response(200, "1")).await,
        server(response(200, "1")).await,
    );
    let (service, operation) = service(&main.uri(), &upload.uri());
    let client: Client = Builder::new(service, KEY).build().expect("a client");
    let request = client.0.request(operation, &[]).build();
    let call = client
        .0
        .call::<Value>(&crate::READ, request, hellodialog_runtime::decode::value);
    assert!(call.await.is_err());
    assert!(paths(&upload).await.is_empty());
}

/// The server of an operation is as safe as the base URL must be.
#[tokio::test]
async fn the_key_is_not_sent_over_plain_http_to_the_server_of_an_operation() {
    let (service, operation) = service("https://one.invalid", "http://two.invalid");
    let client: Client = Builder::new(service, KEY).build().expect("a client");
    let error = call(&client, operation).await.expect_err("plain http");
    assert_eq!(error.outcome(), Outcome::NotSent);
    let text = error.to_string();
    assert!(
        text.contains("plain http") && text.contains("`allow_plain_http`"),
        "{text}"
    );

    let proxy = server(response(200, "1")).await;
    let builder = Builder::new(service, KEY).allow_plain_http();
    let client: Client = builder.proxy(proxy.uri()).build().expect("a client");
    call(&client, operation).await.expect("a response");
    assert_eq!(paths(&proxy).await, ["/files"]);
}

/// A service on this machine can have an operation elsewhere.
#[tokio::test]
async fn the_key_is_not_sent_over_plain_http_from_a_service_on_this_machine() {
    let main = server(response(200, "1")).await;
    let (service, operation) = service(&main.uri(), "http://two.invalid");
    let client: Client = Builder::new(service, KEY).build().expect("a client");
    let error = call(&client, operation).await.expect_err("plain http");
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert!(error.to_string().contains("plain http"), "{error}");
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
#[tokio::test]
async fn the_server_of_an_operation_is_trusted_with_its_root_certificate() {
    let main = server(response(200, "1")).await;
    let (upload, authority) = crate::tls::server().await;
    let (service, operation) = service(&main.uri(), &upload);
    let builder = || Builder::<Client>::new(service, KEY).retries(0);

    let client = builder().build().expect("a client");
    let error = call(&client, operation).await.expect_err("no trust");
    assert!(error.is_connect(), "{error:?}");

    let client = builder().root_certificate(authority).build();
    let value = call(&client.expect("a client"), operation).await;
    assert!(value.is_ok(), "{value:?}");
}

/// Runs this test again in a process whose environment has a proxy.
#[tokio::test]
async fn the_proxy_of_the_environment_is_used_for_other_machines_only() {
    static LOCAL: Operation = Operation::new("local", Method::Get, "/local", "files", "local");
    const MAIN: &str = "SERVER_OF_THIS_TEST";
    if let Ok(main) = std::env::var(MAIN) {
        let (service, remote) = service(&main, "http://two.invalid");
        let builder = Builder::new(service, KEY).allow_plain_http();
        let client: Client = builder.build().expect("a client");
        for operation in [&LOCAL, remote, &LOCAL] {
            call(&client, operation).await.expect("a response");
        }
        return;
    }
    let (main, proxy) = (
        server(response(200, "1")).await,
        server(response(200, "1")).await,
    );
    let name = "servers::the_proxy_of_the_environment_is_used_for_other_machines_only";
    let mut again = Command::new(std::env::current_exe().expect("this test"));
    again.args(["--exact", name]).env(MAIN, main.uri());
    for variable in ["NO_PROXY", "no_proxy", "HTTP_PROXY", "REQUEST_METHOD"] {
        again.env_remove(variable);
    }
    again.env("http_proxy", proxy.uri());
    let output = tokio::task::spawn_blocking(move || again.output()).await;
    let output = output.expect("a task").expect("it runs");
    assert!(output.status.success(), "{output:?}");
    assert_eq!(paths(&main).await, ["/local", "/local"]);
    assert_eq!(paths(&proxy).await, ["/files"]);
}
