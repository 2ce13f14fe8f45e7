//! The key is sent to the server and appears nowhere else.

use std::error::Error as StdError;
use std::fmt::Write as _;
use std::time::Duration;

use hellodialog_runtime::{ApiKey, Builder, Error};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use crate::{Client, KEY, SERVICE, get, post, response, server};

/// The key as encoded in a query.
fn encoded() -> String {
    url::form_urlencoded::byte_serialize(KEY.as_bytes()).collect()
}

#[track_caller]
fn assert_no_key(text: &str) {
    // A prefix, which no encoding changes, or a suffix would leak a part of the key.
    let end = &KEY[KEY.len() - 4..];
    for secret in [KEY, &encoded(), "s3cr", end, "token="] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

/// The `Display` and `Debug` text of an error and of all its sources.
fn error_texts(error: &Error) -> String {
    let mut text = format!(
        "{error} {error:#} {error:?} {error:#?} {:?}",
        error.excerpt()
    );
    let mut source = error.source();
    while let Some(error) = source {
        write!(text, " {error} {error:?}").expect("text");
        source = error.source();
    }
    text
}

#[tokio::test]
async fn no_error_shows_the_key() {
    // The server quotes the request in every part of its response.
    let quotes = [KEY.to_owned(), encoded()].map(|key| format!("/api/contacts with {key}"));
    for quote in &quotes {
        let report = json!({
            "status": "ERROR",
            "code": 601,
            "message": quote,
            "data": {"at": [quote], quote.as_str(): null},
        });
        let report = json!({ "result": report }).to_string();
        for template in [
            response(200, &report),
            response(500, &report),
            response(500, quote),
            response(200, quote),
            response(200, &format!("<html>{quote}")),
            response(404, &format!("<html>{quote}")),
            ResponseTemplate::new(302).insert_header("location", quote.as_str()),
        ] {
            assert_no_key(&error_texts(
                &get::<Value>(template.clone()).await.expect_err("an error"),
            ));
            assert_no_key(&error_texts(&post(template).await.expect_err("an error")));
        }
    }
    let error = get::<Value>(response(500, &quotes.concat()))
        .await
        .expect_err("an error");
    assert!(
        error
            .excerpt()
            .is_some_and(|excerpt| excerpt.contains("/api/contacts with ***")),
        "{error}"
    );
}

#[tokio::test]
async fn a_quote_truncated_within_the_key_shows_no_part_of_it() {
    for before in 90..125 {
        let body = "x".repeat(before) + KEY + "y";
        for status in [200, 500] {
            let error = get::<Value>(response(status, &body))
                .await
                .expect_err("an error");
            assert_no_key(&error_texts(&error));
        }
    }
}

#[tokio::test]
async fn the_path_of_a_decode_error_shows_no_part_of_the_key() {
    #[derive(Debug, serde::Deserialize)]
    struct Thing {
        #[expect(dead_code, reason = "decoding fails")]
        id: String,
    }
    for between in 0..70 {
        let between = "x".repeat(between);
        let body = format!(r#"{{"url": "/api?{KEY}", "name": "{between}", "id": {{}}}}"#);
        let error = get::<Thing>(response(200, &body))
            .await
            .expect_err("an error");
        assert!(error.is_decode());
        assert_no_key(&error_texts(&error));
    }
}

#[tokio::test]
async fn no_error_of_the_http_client_shows_the_key() {
    let slow = server(response(200, "[]").set_delay(Duration::from_secs(60))).await;
    let client = Client::builder(&slow)
        .timeout(Duration::from_millis(20))
        .build();
    let error = client
        .expect("a client")
        .get::<Value>()
        .await
        .expect_err("a timeout");
    assert_no_key(&error_texts(&error));

    let closed = std::net::TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr());
    let url = format!("http://{}", closed.expect("a port"));
    let client: Client = Builder::new(&SERVICE, KEY)
        .base_url(url)
        .retries(0)
        .build()
        .expect("a client");
    let error = client
        .get::<Value>()
        .await
        .expect_err("a refused connection");
    assert_no_key(&error_texts(&error));
}

#[test]
fn no_debug_output_shows_the_key() {
    let key = ApiKey::new(KEY).expect("a key");
    assert_eq!(format!("{key:?}"), "ApiKey(..)");
    let builder = || Builder::<Client>::new(&SERVICE, KEY).user_agent("x");
    assert_no_key(&format!("{:?} {:#?}", builder(), builder()));
    let key_in_url = builder().base_url(format!("https://example.com?token={}", encoded()));
    assert_no_key(&format!("{key_in_url:?}"));
    assert_no_key(&error_texts(&key_in_url.build().expect_err("a query")));
    let client = builder().build().expect("a client");
    assert_no_key(&format!("{client:?} {client:#?} {:?}", client.0.http()));
}

#[test]
fn an_error_for_an_invalid_key_does_not_show_it() {
    for (key, why) in [
        (String::new(), "the API key is empty"),
        (format!("{KEY}\n"), "the API key contains white space"),
        (format!(" {KEY}"), "the API key contains white space"),
        (
            format!("{KEY}é"),
            "the API key contains a character that is not visible ASCII",
        ),
        (
            format!("{KEY}\u{0}"),
            "the API key contains a character that is not visible ASCII",
        ),
    ] {
        let error = ApiKey::new(key.clone()).expect_err("no key");
        assert_eq!(error.to_string(), why);
        assert_no_key(&error_texts(&error));
        let error = Builder::<Client>::new(&SERVICE, key)
            .build()
            .expect_err("no key");
        assert_eq!(error.to_string(), why);
    }
    let error = ApiKey::from_env("HELLODIALOG_RUNTIME_TEST_UNSET").expect_err("not set");
    assert_eq!(
        error.to_string(),
        "environment variable HELLODIALOG_RUNTIME_TEST_UNSET: it is not set; set it to the API key"
    );
}
