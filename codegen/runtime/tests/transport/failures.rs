//! Every kind of failure of a call, and its error.

use std::error::Error as _;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::pin::pin;
use std::time::Duration;

use futures_util::FutureExt as _;
use hellodialog_runtime::reqwest;
use hellodialog_runtime::wire::{As, Keyed, SeqOrIndexed};
use hellodialog_runtime::{
    Builder, CallOptions, Error, ErrorKind, Method, Operation, Outcome, Request, decode,
};
use serde::Deserialize;
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use crate::script::{Script, Step, ok};
use crate::{Client, KEY, OPERATION, READ, SERVICE, UNKNOWN, WRITE, get, post, response, server};

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only its form is decoded")]
struct Contacts(#[serde(with = "As::<SeqOrIndexed>")] Vec<Contact>);

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only its form is decoded")]
struct Contact {
    id: u32,
}

fn error_of<T>(result: Result<T, Error>) -> Error {
    let error = result.err().expect("an error");
    assert_eq!(error.operation(), Some(OPERATION));
    let source = error.source().map(ToString::to_string);
    if let Some(source) = source {
        assert!(
            !error.to_string().contains(&source),
            "{error} repeats {source}"
        );
    }
    error
}

#[tokio::test]
async fn an_error_inside_a_200_is_an_error() {
    for status in ["ERROR", "error", "Error"] {
        for code in [json!(601), json!("601")] {
            let message = "(#601) Invalid token (API-key)";
            let report = json!({"status": status, "code": code, "message": message, "data": [1]});
            let body = json!({ "result": report }).to_string();
            // The caller requested a list, one item, or any JSON.
            let errors = [
                error_of(get::<Contacts>(response(200, &body)).await),
                error_of(get::<Contact>(response(200, &body)).await),
                error_of(post(response(200, &body)).await),
            ];
            for error in errors {
                assert_eq!((error.kind(), error.status()), (ErrorKind::Api, Some(200)));
                assert_eq!((error.code(), error.message()), (Some(601), Some(message)));
                assert_eq!(error.data(), Some(&json!([1])));
                assert_eq!(
                    error.to_string(),
                    "contacts.get: the API refused the call with code 601 (its `message` has the reason)"
                );
            }
        }
    }
}

#[tokio::test]
async fn a_write_fails_if_its_code_is_a_failure() {
    let body = json!({"result": {"status": "OK", "code": "612", "data": {"id_of_duplicate": 7}}});
    let error = error_of(post(response(200, &body.to_string())).await);
    assert_eq!(
        (error.kind(), error.code(), error.message()),
        (ErrorKind::Api, Some(612), None)
    );
    assert_eq!(error.data(), Some(&json!({"id_of_duplicate": 7})));
}

#[tokio::test]
async fn a_failure_status_with_a_report_is_an_api_error() {
    let body = json!({"result": {"code": 601, "message": "no"}}).to_string();
    let error = error_of(get::<Value>(response(403, &body)).await);
    assert_eq!(
        (error.kind(), error.status(), error.code()),
        (ErrorKind::Api, Some(403), Some(601))
    );
}

#[tokio::test]
async fn a_failure_status_without_a_report_is_a_status_error() {
    let prefix = "contacts.get: the server answered HTTP status";
    for (template, text) in [
        (
            response(502, " <html>Bad Gateway</html>"),
            "502 with an HTML page",
        ),
        (response(500, ""), "500"),
        (response(404, "not here"), "404 with a text"),
        (
            response(400, r#"{"result": {"status": "OK"}}"#),
            "400 with a text",
        ),
    ] {
        let error = error_of(get::<Value>(template).await);
        assert_eq!(error.kind(), ErrorKind::Status);
        assert_eq!(error.to_string(), format!("{prefix} {text}"));
        assert!(error.status().is_some_and(|status| status >= 400));
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let target = server(response(200, "[]")).await;
    let redirect = ResponseTemplate::new(302).insert_header("location", target.uri().as_str());
    let error = error_of(get::<Value>(redirect).await);
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Status, Some(302))
    );
    assert!(
        error
            .to_string()
            .ends_with("302, a redirect, which is not followed"),
        "{error}"
    );
    assert!(
        target
            .received_requests()
            .await
            .is_some_and(|received| received.is_empty())
    );
}

#[tokio::test]
async fn the_error_for_a_body_without_json_describes_it() {
    for (body, text) in [
        ("", "the response is empty"),
        (" \r\n", "the response is empty"),
        (
            "<!DOCTYPE html><p>Maintenance",
            "the server answered an HTML page",
        ),
        ("Warning: it is late", "the response is not JSON"),
    ] {
        let error = error_of(get::<Value>(response(200, body)).await);
        assert!(error.is_decode(), "{error:?}");
        assert_eq!(error.to_string(), format!("contacts.get: {text}"));
        assert_eq!(error.status(), Some(200));
    }
    let error = error_of(get::<Value>(ResponseTemplate::new(204)).await);
    assert_eq!(error.to_string(), "contacts.get: the response is empty");
}

#[tokio::test]
async fn a_decode_error_has_the_path() {
    let error =
        error_of(get::<Contacts>(response(200, r#"{"0": {"id": 1}, "4": {"id": "x"}}"#)).await);
    assert!(error.is_decode());
    let text = error.to_string();
    assert!(
        text.starts_with("contacts.get: the response does not match its type at `4.id`: invalid type: string, expected u32"),
        "{text}"
    );
    let excerpt = error.excerpt().unwrap_or_default();
    assert!(
        excerpt.starts_with("invalid type: string \"x\", expected u32"),
        "{excerpt}"
    );

    let error = error_of(get::<Contacts>(response(200, r#"{"0": {"id": 1}, "4": {"id"#)).await);
    assert!(
        error
            .to_string()
            .contains("the response is truncated at `4"),
        "{error}"
    );
    let error = error_of(get::<Contacts>(response(200, r#"[{"id": 1}] trailing"#)).await);
    assert!(
        error.to_string().contains("the response is not JSON: "),
        "{error}"
    );
    let error = error_of(get::<Contacts>(response(200, r#"[{"id": 1,,}]"#)).await);
    assert!(
        error
            .to_string()
            .contains("the response is not JSON at `[0]`: "),
        "{error}"
    );

    let long = format!(r#"[{{"id": "{}"}}]"#, "é".repeat(1_000_000));
    assert!(
        error_of(get::<Contacts>(response(200, &long)).await)
            .to_string()
            .chars()
            .count()
            < 220
    );
}

#[tokio::test]
async fn a_response_that_is_too_large_is_not_read() {
    let body = vec![b' '; 32 * 1024 * 1024 + 1];
    let error = error_of(get::<Value>(ResponseTemplate::new(200).set_body_bytes(body)).await);
    assert_eq!(
        error.to_string(),
        "contacts.get: the response is larger than 32 MiB"
    );
    assert!(error.is_decode());
}

#[tokio::test]
async fn a_slow_response_times_out() {
    let slow = server(response(200, "[]").set_delay(Duration::from_secs(60))).await;
    let client = Client::builder(&slow).timeout(Duration::from_millis(20));
    let error = error_of(client.build().expect("a client").get::<Value>().await);
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.is_timeout() && !error.is_connect() && error.status().is_none());
}

/// No resolver asks the network for a name with a label of 64 characters: DNS has at most 63.
#[tokio::test]
async fn a_host_without_an_address_is_a_connect_error() {
    let host = format!("http://{}.invalid", "a".repeat(64));
    let builder = || Builder::<Client>::new(&SERVICE, KEY).allow_plain_http();
    let through_proxy = builder().base_url("http://127.0.0.1:1").proxy(&host);
    let mut builders = vec![through_proxy];
    let has_proxy = |(name, _): (String, String)| name.to_lowercase().ends_with("_proxy");
    if !std::env::vars().any(has_proxy) {
        builders.push(builder().base_url(&host));
    }
    for builder in builders {
        let client = builder.retries(0).build().expect("a client");
        let error = client.value(&WRITE).await.expect_err("no address");
        assert_eq!(
            (error.kind(), error.outcome()),
            (ErrorKind::Connect, Outcome::NotSent)
        );
        // The name may resolve the next time.
        assert!(error.is_retryable() && !error.is_timeout(), "{error:?}");
    }
}

#[tokio::test]
async fn a_refused_connection_is_a_connect_error() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let client: Client = Builder::new(&SERVICE, KEY)
        .base_url(url)
        .retries(0)
        .build()
        .expect("a client");
    let error = error_of(client.get::<Value>().await);
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.is_connect() && !error.is_timeout());
}

#[tokio::test]
async fn the_connection_is_lost_within_the_response() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let serve = std::thread::spawn(move || -> std::io::Result<()> {
        let (mut stream, _) = listener.accept()?;
        let _ = stream.read(&mut [0; 4096])?;
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n[1,")
    });
    let client: Client = Builder::new(&SERVICE, KEY)
        .base_url(url)
        .build()
        .expect("a client");
    let error = error_of(client.get::<Value>().await);
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Request, Some(200))
    );
    assert!(error.to_string().contains("was lost"), "{error}");
    serve.join().expect("no panic").expect("served");
}

#[tokio::test]
async fn the_key_is_not_sent_to_another_host() {
    let server = server(response(200, "[]")).await;
    let other = crate::server(response(200, "[]")).await;
    let client = Client::new(&server);
    let request = client
        .0
        .http()
        .request(reqwest::Method::GET, other.uri())
        .build()
        .expect("a request");
    let error = error_of(client.request::<Value>(request).await);
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(
        other
            .received_requests()
            .await
            .is_some_and(|received| received.is_empty())
    );
}

#[tokio::test]
async fn a_body_that_cannot_be_cloned_is_rejected() {
    let server = server(response(200, "[]")).await;
    let client = Client::new(&server);
    let piece = futures_util::stream::once(async { Ok::<_, std::io::Error>("{}") });
    let request = client.0.http().post(client.0.base_url().to_owned());
    let request = request.body(hellodialog_runtime::reqwest::Body::wrap_stream(piece));
    let request = request.build().expect("a request");
    let error = error_of(client.request::<Value>(request).await);
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::Request, Outcome::NotSent)
    );
    assert_eq!(
        error.to_string(),
        "contacts.get: a body that is a stream cannot be sent: it could not be sent again"
    );
    assert!(
        server
            .received_requests()
            .await
            .is_some_and(|received| received.is_empty())
    );
}

#[tokio::test]
async fn one_item_of_a_list() {
    let of_list = async |body: &str| {
        let server = server(response(200, body)).await;
        let client = Client::new(&server);
        let one = decode::one::<u8, SeqOrIndexed>;
        client.decoded(&READ, CallOptions::default(), one).await
    };
    assert_eq!(of_list("[1]").await.ok(), Some(1));
    let error = error_of(of_list("[]").await);
    assert!(error.is_not_found());
    assert_eq!(error.to_string(), "contacts.get: there is no such thing");
    assert_eq!(error.body(), Some(b"[]".as_slice()));
    let error = error_of(of_list("[1, 2]").await);
    assert_eq!(
        error.to_string(),
        "contacts.get: the response has 2 items, expected one"
    );
    assert!(error.is_decode());

    let of_map = async |body: &str| {
        let server = server(response(200, body)).await;
        let client = Client::new(&server);
        let one = decode::one_entry::<String, u8, Keyed>;
        client.decoded(&READ, CallOptions::default(), one).await
    };
    assert_eq!(of_map(r#"{"7": 1}"#).await.ok(), Some(1));
    assert!(error_of(of_map(r#"{"1": 1, "2": 2}"#).await).is_decode());
}

static IN_MEMBER: Operation = UNKNOWN.with_member("result");

#[tokio::test]
async fn a_value_in_a_member_of_the_response() {
    let value = async |body: &str| {
        let server = server(response(200, body)).await;
        let client = Client::new(&server);
        client
            .send::<Contact>(&IN_MEMBER, CallOptions::default())
            .await
    };
    assert!(value(r#"{"more": [1], "result": {"id": 1}}"#).await.is_ok());
    for (body, text) in [
        (
            r#"{"result": {"id": "x"}}"#,
            "does not match its type at `result.id`: ",
        ),
        ("{}", "does not match its type: "),
        (
            r#"{"result": {"id": 1}, "result": {"id": 1}}"#,
            "does not match its type: ",
        ),
        (r#"[{"id": 1}]"#, "does not match its type: "),
        (r#"{"result": {"id""#, "is truncated at `result`: "),
    ] {
        let error = error_of(value(body).await);
        assert!(error.to_string().contains(text), "{error}");
    }
    // The value has the wrong type, and the body is truncated: the error reports the truncation.
    let error = error_of(value(r#"{"result": {"id": "x", "#).await);
    assert!(
        error.to_string().contains("the response is truncated: "),
        "{error}"
    );
}

#[tokio::test]
async fn malformed_http_is_not_a_lost_connection() {
    for bytes in [
        &b"SSH-2.0-OpenSSH_9.9\r\n"[..],
        b"HTTP/1.1 200 OK\r\nbad header\r\n\r\n[]",
    ] {
        let server = Script::new([Step::Write(bytes.to_vec())]).await;
        let error = error_of(server.client().value(&READ).await);
        assert_eq!(
            error.to_string(),
            "contacts.get: the response is not valid HTTP"
        );
        assert_eq!(
            (error.kind(), error.outcome()),
            (ErrorKind::Decode, Outcome::Unknown)
        );
        assert_eq!(server.count(), 1);
    }
}

#[tokio::test]
async fn a_request_cannot_leave_the_base_path() {
    let server = Script::new([ok()]).await;
    let client = server.client();
    for path in [
        "../admin",
        "/../admin",
        "contacts/../../admin",
        "%2e%2e/admin",
        "%2E%2e/admin",
        ".%2e/admin",
        "..%2fadmin",
        "%2e%2e%2fadmin",
        "contacts/..%5cadmin",
        "..\\admin",
        "../apikeys",
    ] {
        let request = Request::new(&client.0, Method::Get, path);
        let error = request.send::<Value>().await.expect_err(path);
        assert_eq!(
            (error.kind(), error.outcome()),
            (ErrorKind::Request, Outcome::NotSent)
        );
    }
    assert_eq!(server.count(), 0);
    for path in ["contacts", "/contacts/a..b", "contacts/../groups", ""] {
        let request = Request::new(&client.0, Method::Get, path);
        assert!(request.send::<Value>().await.is_ok(), "{path}");
    }
}

#[test]
fn a_call_without_a_runtime_is_an_error() {
    let client: Client = Builder::new(&SERVICE, KEY).build().expect("a client");
    let call = pin!(client.value(&READ));
    let Some(Err(error)) = call.now_or_never() else {
        panic!("no error");
    };
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::Config, Outcome::NotSent)
    );
    assert!(error.to_string().contains("Tokio runtime"), "{error}");
}

#[test]
fn a_segment_that_changes_the_path_is_rejected() {
    static PART: Operation = Operation::new("part", Method::Get, "/a/{id}/{x}{id}", "parts", "get");
    let client: Client = Builder::new(&SERVICE, KEY).build().expect("a client");
    let built = |text: &str| client.0.request(&PART, &[("id", &text)]).build();
    for text in ["", ".", "..", "a\\b"] {
        let error = built(text).expect_err("an invalid segment");
        assert_eq!(error.kind(), ErrorKind::Request, "{text}");
        assert_eq!(error.outcome(), Outcome::NotSent, "{text}");
    }
    let request = built("a/b ü%?#{}").expect("a request");
    let encoded = "a%2Fb%20%C3%BC%25%3F%23%7B%7D";
    // Braces around what is no name of a value stay, as the URL standard writes them.
    assert!(
        request
            .url()
            .path()
            .ends_with(&format!("/a/{encoded}/%7Bx%7D{encoded}")),
        "{}",
        request.url()
    );
}
