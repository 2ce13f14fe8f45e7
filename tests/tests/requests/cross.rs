//! Failures of every operation.

use std::net::TcpListener;
use std::time::Duration;

use hellodialog::{Client, Error, ErrorKind};
use hellodialog_operations::{ResponseForm, Row, confirmed, table, with_json};
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::{KEY, builder, client, json_server, raw_server, server};

/// The error of a row's call.
async fn failure(row: &Row, client: Client) -> Error {
    let operation = row.operation;
    let result = (row.call)(client).await;
    let error = result.expect_err(operation);
    assert_eq!(error.operation(), Some(operation));
    assert!(error.to_string().starts_with(operation), "{error}");
    error
}

/// The API reports a failure with HTTP status 200 and a report instead of the data.
#[tokio::test]
async fn an_error_report_instead_of_the_data_is_an_api_error() {
    let message = "(#601) Invalid token (API-key)";
    for (status, code, data) in [
        ("ERROR", json!(601), json!({"hint": ["see", 1]})),
        ("error", json!("601"), json!({"hint": ["see", 1]})),
        ("ERROR", json!("601"), json!([])),
    ] {
        let report = json!({"status": status, "code": code, "message": message, "data": data});
        let server = json_server(&json!({ "result": report })).await;
        let client = client(&server);
        for row in with_json() {
            let error = failure(&row, client.clone()).await;
            assert_eq!(error.kind(), ErrorKind::Api, "{error}");
            assert_eq!((error.code(), error.status()), (Some(601), Some(200)));
            assert_eq!(
                (error.message(), error.data()),
                (Some(message), Some(&data))
            );
        }
    }
}

/// As in the vendor's wrapper, a write fails with any code outside 200 to 299.
#[tokio::test]
async fn the_code_of_a_confirmation_overrides_its_status() {
    for (code, number) in [
        (json!(199), 199),
        (json!(300), 300),
        (json!("612"), 612),
        (json!(0), 0),
    ] {
        let report = json!({"status": "OK", "code": code, "message": "no"});
        let server = json_server(&json!({ "result": report })).await;
        let client = client(&server);
        for row in confirmed() {
            let error = failure(&row, client.clone()).await;
            assert_eq!(error.kind(), ErrorKind::Api, "{error}");
            assert_eq!(error.code(), Some(number), "{error}");
        }
    }
    for code in [json!(200), json!("250"), json!(299)] {
        let server = json_server(&json!({"result": {"status": "OK", "code": code}})).await;
        let client = client(&server);
        for row in confirmed() {
            let result = (row.call)(client.clone()).await;
            assert!(result.is_ok(), "{}: {result:?}", row.operation);
        }
    }
}

#[tokio::test]
async fn a_closed_port_is_a_connect_error() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let client = Client::builder(KEY)
        .base_url(format!("http://{address}"))
        .retries(0);
    let client = client.build().expect("a client");
    for row in table() {
        let error = failure(&row, client.clone()).await;
        assert!(error.is_connect() && !error.is_timeout(), "{error:?}");
        assert_eq!((error.kind(), error.status()), (ErrorKind::Connect, None));
    }
}

#[tokio::test]
async fn a_missing_response_is_a_timeout() {
    let slow = ResponseTemplate::new(200).set_delay(Duration::from_secs(600));
    let server = server(slow).await;
    let client = builder(&server).timeout(Duration::from_millis(20)).build();
    let client = client.expect("a client");
    for row in table() {
        let error = failure(&row, client.clone()).await;
        assert!(error.is_timeout(), "{error:?}");
    }
}

#[tokio::test]
async fn an_html_page_is_an_error() {
    let page = "<!DOCTYPE html>\n<html><title>Maintenance</title></html>";
    for (status, kind) in [(200, ErrorKind::Decode), (503, ErrorKind::Status)] {
        let server = raw_server(status, page).await;
        let client = client(&server);
        for row in with_json() {
            let error = failure(&row, client.clone()).await;
            assert_eq!((error.kind(), error.status()), (kind, Some(status)));
            assert!(error.to_string().contains("HTML page"), "{error}");
        }
    }
}

#[tokio::test]
async fn a_truncated_body_is_a_decode_error() {
    for truncated in [
        "",
        "{",
        "{\"result\": {\"status\": \"OK\", \"da",
        "[{\"id\": 1",
    ] {
        let server = raw_server(200, truncated).await;
        let client = client(&server);
        for row in with_json() {
            let error = failure(&row, client.clone()).await;
            assert!(error.is_decode(), "{truncated}: {error:?}");
        }
    }
}

/// No response of the API is a bare string, number or boolean.
#[tokio::test]
async fn a_bare_value_is_a_decode_error() {
    for bare in ["\"ok\"", "12", "true"] {
        let server = raw_server(200, bare).await;
        let client = client(&server);
        for row in with_json() {
            if row.form_of_response == ResponseForm::Union {
                // It has a variant for what fits no other.
                let kept = (row.call)(client.clone()).await.expect("any value");
                assert_eq!(kept.to_string(), bare);
                continue;
            }
            let error = failure(&row, client.clone()).await;
            assert!(error.is_decode(), "{bare}: {error:?}");
        }
    }
}
