//! The URL of a request.

use hellodialog::types::ContactId;
use hellodialog::{Client, ErrorKind};
use hellodialog_operations::that_change_the_path;
use serde_json::json;

use crate::{KEY, client, error_of, json_server, received};

#[tokio::test]
async fn a_base_url_may_have_a_path_and_end_in_a_slash() {
    for (base, path) in [
        ("", "/contacts/7"),
        ("/", "/contacts/7"),
        ("/api", "/api/contacts/7"),
        ("/api/", "/api/contacts/7"),
        ("/a%20b/api//", "/a%20b/api/contacts/7"),
    ] {
        let server = json_server(&json!({"id": 7})).await;
        let client = Client::builder(KEY).base_url(server.uri() + base).build();
        let client = client.expect("a client");
        let contact = client.contacts().get(ContactId::new(7)).await;
        assert_eq!(contact.expect("a contact").id, ContactId::new(7));
        assert_eq!(received(&server).await.url.path(), path, "{base}");
    }
}

#[test]
fn an_invalid_base_url_is_rejected() {
    for base in [
        "",
        "app.hellodialog.com/api",
        "ftp://127.0.0.1/api",
        "http://app.hellodialog.com/api",
        "https://app.hellodialog.com/api?token=x",
        "https://user:pass@app.hellodialog.com/api",
    ] {
        let error = Client::builder(KEY).base_url(base).build();
        let error = error.expect_err(base);
        assert_eq!(error.kind(), ErrorKind::Config, "{base}");
    }
}

#[tokio::test]
async fn a_path_parameter_that_changes_the_path_is_not_sent() {
    let server = json_server(&json!([{"id": 7}])).await;
    for call in that_change_the_path() {
        let error = error_of(call(client(&server)).await);
        assert_eq!(error.kind(), ErrorKind::Request, "{error}");
    }
    let requests = server.received_requests().await.expect("a record");
    assert!(requests.is_empty());
}

#[tokio::test]
async fn the_largest_id_keeps_all_digits() {
    let server = json_server(&json!({"id": "18446744073709551615"})).await;
    let id = ContactId::new(u64::MAX);
    let contact = client(&server).contacts().get(id).await;
    assert_eq!(contact.expect("a contact").id, id);
    let path = "/contacts/18446744073709551615";
    assert_eq!(received(&server).await.url.path(), path);
}
