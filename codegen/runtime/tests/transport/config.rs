//! Validation of a client's settings.

use std::time::Duration;

use hellodialog_runtime::{ApiKey, Builder, Error, ErrorKind, Result};

use crate::{Client, KEY, SERVICE};

fn with_base_url(url: &str) -> Result<Client> {
    Builder::new(&SERVICE, KEY).base_url(url).build()
}

fn build_error(result: Result<Client>) -> Error {
    let error = result.expect_err("an invalid setting");
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Config, None));
    error
}

#[test]
fn a_trailing_slash_of_the_base_url_is_removed() {
    for (url, expected) in [
        ("https://example.com", "https://example.com"),
        ("https://example.com/", "https://example.com"),
        ("HTTPS://Example.com:443/api//", "https://example.com/api"),
        (
            "https://example.com:8443/a/b",
            "https://example.com:8443/a/b",
        ),
        ("http://localhost:8080/", "http://localhost:8080"),
        ("http://127.0.0.2:1", "http://127.0.0.2:1"),
        ("http://[::1]:1/", "http://[::1]:1"),
    ] {
        let client = with_base_url(url).expect(url);
        assert_eq!(client.0.base_url(), expected, "{url}");
    }
    let client: Client = Builder::new(&SERVICE, KEY).build().expect("a client");
    assert_eq!(client.0.base_url(), SERVICE.base_url);
    assert_eq!(client.0.service().name, "example");
}

#[test]
fn an_invalid_base_url_is_rejected() {
    for (url, why) in [
        ("", "is not a URL; expected https://, a host and a path"),
        (
            "example.com",
            "is not a URL; expected https://, a host and a path",
        ),
        (
            "https://",
            "is not a URL; expected https://, a host and a path",
        ),
        (
            "ftp://example.com",
            "is neither https nor http; expected https://, a host and a path, found the scheme `ftp`",
        ),
        (
            "localhost:8080/api",
            "is neither https nor http; expected https://, a host and a path, found the scheme `localhost`",
        ),
        (
            "file:///etc",
            "is neither https nor http; expected https://, a host and a path, found the scheme `file`",
        ),
        (
            "https://me@example.com",
            "has credentials in it; remove them",
        ),
        (
            "https://:pw@example.com",
            "has credentials in it; remove them",
        ),
        ("https://example.com?", "has a query; remove it"),
        ("https://example.com/?a=b", "has a query; remove it"),
        ("https://example.com/#top", "has a fragment; remove it"),
        (
            "http://example.com",
            "is plain http, where the key could be read on its way to `example.com`; use https, or \
             `allow_plain_http` in a network that you trust",
        ),
        (
            "http://localhost.example.com",
            "is plain http, where the key could be read on its way to `localhost.example.com`; use https, or \
             `allow_plain_http` in a network that you trust",
        ),
        (
            "http://0.0.0.0",
            "is plain http, where the key could be read on its way to `0.0.0.0`; use https, or \
             `allow_plain_http` in a network that you trust",
        ),
        (
            "http://192.168.0.1",
            "is plain http, where the key could be read on its way to `192.168.0.1`; use https, or \
             `allow_plain_http` in a network that you trust",
        ),
    ] {
        assert_eq!(
            build_error(with_base_url(url)).to_string(),
            format!("the base URL {why}"),
            "{url}"
        );
    }
}

#[test]
fn plain_http_must_be_allowed() {
    let builder = Builder::<Client>::new(&SERVICE, KEY).base_url("http://example.com/api");
    let client = builder.allow_plain_http().build().expect("a client");
    assert_eq!(client.0.base_url(), "http://example.com/api");
}

#[test]
fn an_invalid_user_agent_is_rejected() {
    let builder = Builder::<Client>::new(&SERVICE, KEY).user_agent("a\nb");
    assert_eq!(
        build_error(builder.build()).to_string(),
        "the user agent is not a valid header"
    );
}

#[test]
fn a_key_can_be_validated_before_the_client_is_built() {
    let key = ApiKey::new(KEY).expect("a key");
    let builder = Builder::<Client>::new(&SERVICE, key)
        .timeout(Duration::from_secs(1))
        .connect_timeout(Duration::from_secs(1));
    assert!(builder.build().is_ok());
    assert!(
        Builder::<Client>::new(&SERVICE, KEY.to_owned())
            .build()
            .is_ok()
    );
}

#[test]
fn a_proxy_without_a_known_scheme_is_rejected() {
    for proxy in [
        "proxy.example.com:8080",
        "localhost:8080",
        "127.0.0.1:8080",
        "socks5://localhost",
        "ftp://localhost",
        "",
    ] {
        let builder = Builder::<Client>::new(&SERVICE, KEY).proxy(proxy);
        let error = build_error(builder.build());
        assert_eq!(
            error.to_string(),
            "the proxy is not a URL with the scheme http or https",
            "{proxy}"
        );
    }
    let builder = Builder::<Client>::new(&SERVICE, KEY).proxy("http://me:pw@localhost:8080");
    assert!(builder.build().is_ok());
}

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
#[test]
fn https_needs_a_tls_feature() {
    let error = build_error(Builder::new(&SERVICE, KEY).build());
    assert!(
        error.to_string().contains("needs the feature `rustls`"),
        "{error}"
    );
}
