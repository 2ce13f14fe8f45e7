//! Method overrides, proxies, limits and certificates.

use hellodialog_runtime::{
    Builder, CallOptions, ErrorKind, Method, MethodOverride, Operation, Result,
};
use serde_json::Value;

use crate::script::{Script, ok, timed, write};
use crate::{Client, KEY, KNOWN, READ, SERVICE, WRITE, operation};

static PUT: Operation = operation("contacts.update", Method::Put);
static DELETE: Operation = operation("contacts.delete", Method::Delete);

fn build_error(result: Result<Client>) -> String {
    let error = result.expect_err("an invalid setting");
    assert_eq!(error.kind(), ErrorKind::Config);
    // `Debug` includes the source.
    assert!(!format!("{error:?}").contains("secret"));
    error.to_string()
}

#[tokio::test]
async fn other_methods_are_sent_as_post() {
    for (over, operation, line) in [
        (
            MethodOverride::Off,
            &PUT,
            "PUT /api/contacts?extra=1&token=s3cr",
        ),
        (
            MethodOverride::Off,
            &DELETE,
            "DELETE /api/contacts?extra=1&token=s3cr",
        ),
        (
            MethodOverride::Post,
            &PUT,
            "POST /api/contacts?extra=1&method=PUT&token=s3cr",
        ),
        (
            MethodOverride::Post,
            &DELETE,
            "POST /api/contacts?extra=1&method=DELETE&token=s3cr",
        ),
        (
            MethodOverride::Post,
            &READ,
            "GET /api/contacts?extra=1&token=s3cr",
        ),
        (
            MethodOverride::Post,
            &WRITE,
            "POST /api/contacts?extra=1&token=s3cr",
        ),
    ] {
        let server = Script::new([write(429, ""), ok()]).await;
        let client = server.builder_for(&KNOWN).method_override(over).build();
        let options = CallOptions::default().query("extra", "1");
        let (_, value) = timed(client.expect("a client").send::<Value>(operation, options)).await;
        assert!(value.is_ok());
        // Added once per attempt, not again for each retry.
        assert_eq!(server.count(), 2);
        for request in server.requests() {
            assert!(request.starts_with(line), "{request}");
            assert_eq!(request.matches("s3cr").count(), 1, "{request}");
        }
    }
}

#[test]
fn a_service_without_a_method_parameter_cannot_override_methods() {
    let builder = Builder::<Client>::new(&SERVICE, KEY).method_override(MethodOverride::Post);
    let text = "the service has no parameter that overrides the method";
    assert_eq!(build_error(builder.build()), text);
    let builder = Builder::<Client>::new(&KNOWN, KEY).method_override(MethodOverride::Post);
    assert!(builder.build().is_ok());
}

#[tokio::test]
async fn a_configured_proxy_is_used() {
    let proxy = Script::new([ok()]).await;
    let builder = Builder::<Client>::new(&SERVICE, KEY).base_url("http://example.com/api");
    let builder = builder.allow_plain_http().proxy(proxy.url.clone());
    let value = builder.build().expect("a client").value(&READ).await;
    assert!(value.is_ok());
    let request = proxy.requests().concat();
    assert!(
        request.starts_with("GET http://example.com/api/contacts?token="),
        "{request}"
    );

    // The proxy sees only the host of an https request.
    let proxy = Script::new([write(502, "")]).await;
    let builder = Builder::<Client>::new(&SERVICE, KEY).proxy(proxy.url.clone());
    let error = builder
        .retries(0)
        .build()
        .expect("a client")
        .value(&READ)
        .await;
    assert!(error.expect_err("no tunnel").is_connect());
    let request = proxy.requests().concat();
    assert!(request.starts_with("CONNECT example.com:443 "), "{request}");
    assert!(!request.contains("s3cr"), "{request}");
}

#[test]
fn an_invalid_proxy_is_rejected_and_not_shown() {
    for url in ["", "not a proxy", "http://me:secret@"] {
        let builder = Builder::<Client>::new(&SERVICE, KEY).proxy(url);
        assert!(!format!("{builder:?}").contains("secret"));
        assert_eq!(
            build_error(builder.build()),
            "the proxy is not a URL with the scheme http or https",
            "{url}"
        );
    }
    let builder = || {
        let builder = Builder::<Client>::new(&SERVICE, KEY).base_url("http://localhost/api");
        builder.proxy("http://me:secret@proxy.example.com:3128")
    };
    let text = "the API key would be sent to the proxy over plain http";
    assert_eq!(build_error(builder().build()), text);
    assert!(builder().allow_plain_http().build().is_ok());
}

#[test]
fn a_limit_of_zero_is_rejected() {
    let builder = || Builder::<Client>::new(&SERVICE, KEY);
    let second = std::time::Duration::from_secs(1);
    for builder in [builder().max_in_flight(0), builder().rate_limit(0, second)] {
        let text = "a limit of zero requests would block every call";
        assert_eq!(build_error(builder.build()), text);
    }
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
#[test]
fn an_invalid_certificate_is_rejected() {
    for pem in [
        "",
        "no certificate",
        "-----BEGIN CERTIFICATE-----\n%\n-----END CERTIFICATE-----",
    ] {
        let builder = Builder::<Client>::new(&SERVICE, KEY).root_certificate(pem);
        let text = build_error(builder.build());
        assert!(text.starts_with("a root certificate "), "{text}");
    }
}
