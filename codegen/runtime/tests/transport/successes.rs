//! Requests as sent, and responses that are successes.

use std::collections::BTreeMap;

use hellodialog_runtime::reqwest::Method;
use hellodialog_runtime::wire::{As, SeqOrIndexed};
use hellodialog_runtime::{Error, Transport};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{Client, KEY, SERVICE, get, post, response, server};

#[tokio::test]
async fn the_key_is_added_last_and_once_without_referer_or_cookie() {
    let server = server(response(200, "[]")).await;
    let client = Client::builder(&server)
        .user_agent("mine/2")
        .build()
        .expect("a client");
    let path = "/contacts?page=2&q=%26";
    client
        .call::<Value>(Method::GET, path)
        .await
        .expect("a response");
    client
        .clone()
        .call::<Value>(Method::GET, "/contacts")
        .await
        .expect("a response");

    let received = server.received_requests().await.expect("recorded");
    let [first, second] = received.as_slice() else {
        panic!("{} requests", received.len());
    };
    let pairs: Vec<_> = first.url.query_pairs().into_owned().collect();
    let expected = [("page", "2"), ("q", "&"), ("token", KEY)];
    assert_eq!(
        pairs,
        expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
    assert_eq!(first.url.path(), "/api/contacts");
    let user_agent = first.headers.get("user-agent");
    assert!(user_agent.is_some_and(|value| value == "mine/2"));
    for header in ["referer", "cookie"] {
        assert!(!first.headers.contains_key(header), "{header}");
    }
    assert_eq!(second.url.query_pairs().count(), 1);
}

#[tokio::test]
async fn every_2xx_is_a_success() {
    for status in [200, 201, 202, 206] {
        let value = get::<Value>(response(status, r#"{"id": 1}"#)).await;
        assert_eq!(value.ok(), Some(json!({"id": 1})), "{status}");
    }
}

#[tokio::test]
async fn a_success_without_content_is_ok_if_none_is_expected() {
    for status in [200, 201, 202, 204] {
        for body in ["", "\r\n"] {
            let server = server(response(status, body)).await;
            let client = Client::new(&server);
            let call = client.call::<()>(Method::DELETE, "/contacts/1");
            assert!(call.await.is_ok(), "{status}");
            let error = client.get::<Vec<u8>>().await.expect_err("no content");
            assert!(error.is_decode(), "{error:?}");
        }
    }
}

#[cfg(feature = "gzip")]
#[tokio::test]
async fn a_compressed_response_is_decompressed_and_then_limited() {
    let compressed = |body: &str| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut encoder, body.as_bytes()).expect("written");
        encoder.finish().expect("finished")
    };
    let template = |body: Vec<u8>| {
        wiremock::ResponseTemplate::new(200)
            .insert_header("content-encoding", "gzip")
            .set_body_raw(body, "application/json")
    };
    let body = format!("\"{}\"", "x".repeat(998));
    for (limit, fits) in [(1000, true), (999, false)] {
        let server = server(template(compressed(&body))).await;
        let client = Client::builder(&server).max_body_bytes(limit).build();
        let result = client.expect("a client").get::<String>().await;
        assert_eq!(result.is_ok(), fits);
        if let Err(error) = result {
            assert!(
                error.to_string().ends_with("larger than 999 bytes"),
                "{error}"
            );
        }
        let received = server.received_requests().await.expect("recorded");
        let accepted = received[0].headers.get("accept-encoding");
        assert!(accepted.is_some_and(|accepted| accepted == "gzip"));
    }
    let error = get::<Value>(template(b"not gzip".to_vec()))
        .await
        .expect_err("not gzip");
    assert!(
        error.to_string().ends_with("could not be decompressed"),
        "{error}"
    );
    assert!(error.is_decode());
}

#[tokio::test]
async fn data_that_looks_like_a_report_is_data() {
    for body in [
        json!({"voornaam": "Jan", "result": "ERROR"}),
        json!({"result": {"data": {"count": 3}}}),
        json!({"result": {}}),
        json!([{"id": 1, "result": {"status": "ERROR"}}]),
        // A read: the member `code` is data, not the API's error code.
        json!({"result": {"status": "OK", "code": 612}}),
    ] {
        let value = get::<Value>(response(200, &body.to_string())).await;
        assert_eq!(value.ok(), Some(body));
    }
}

#[tokio::test]
async fn a_write_that_succeeds_keeps_its_report() {
    for code in [json!(200), json!("201")] {
        let body = json!({"result": {"status": "OK", "code": code, "data": {"id": 5}}});
        assert_eq!(
            post(response(200, &body.to_string())).await.ok(),
            Some(body)
        );
    }
    let bare = json!({"id": 5});
    assert_eq!(
        post(response(201, &bare.to_string())).await.ok(),
        Some(bare)
    );
}

#[derive(Debug, PartialEq, Deserialize)]
struct Contacts(#[serde(with = "As::<SeqOrIndexed>")] Vec<BTreeMap<String, Value>>);

#[tokio::test]
async fn a_page_of_contacts_is_a_list() {
    let contacts = get::<Contacts>(response(200, r#"{"0": {"id": "1"}, "2": {"id": "2"}}"#)).await;
    assert_eq!(contacts.map(|Contacts(list)| list.len()).ok(), Some(2));
    let contacts = get::<Contacts>(response(200, "[]")).await;
    assert_eq!(contacts.ok(), Some(Contacts(vec![])));
}

#[test]
fn clients_and_calls_cross_threads() {
    fn assert_send_sync<T: Send + Sync + 'static>() {}
    fn assert_send<T: Send>(_: &T) {}
    assert_send_sync::<Client>();
    assert_send_sync::<Transport>();
    assert_send_sync::<Error>();
    let client: Client = hellodialog_runtime::Builder::new(&SERVICE, KEY)
        .build()
        .expect("a client");
    assert_send(&client.get::<Value>());
}
