//! The URL of a request.

use hellodialog::types::{ContactId, GroupId};
use hellodialog::{Client, ErrorKind};
use serde_json::json;

use crate::{KEY, client, json_server, received};

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
async fn a_path_parameter_stays_within_its_segment() {
    for (id, path) in [
        ("a/b c?d", "/groups/external/a%2Fb%20c%3Fd"),
        ("a#b", "/groups/external/a%23b"),
        ("100%", "/groups/external/100%25"),
        ("%2F", "/groups/external/%252F"),
        ("ü", "/groups/external/%C3%BC"),
        ("a+b&c=d", "/groups/external/a+b&c=d"),
        ("...", "/groups/external/..."),
    ] {
        let server = json_server(&json!([{"id": 7, "external_id": id}])).await;
        let group = client(&server).groups().get_by_external_id(id).await;
        let group = group.expect("a group");
        assert_eq!(group.id, GroupId::new(7));
        assert_eq!(group.external_id.as_deref(), Some(id));
        assert_eq!(received(&server).await.url.path(), path);
    }
}

#[tokio::test]
async fn a_path_parameter_that_changes_the_path_is_not_sent() {
    let server = json_server(&json!([{"id": 7}])).await;
    for id in ["", ".", "..", "a\\b"] {
        let result = client(&server).groups().get_by_external_id(id).await;
        let error = result.expect_err(id);
        assert_eq!(error.kind(), ErrorKind::Request, "{id}");
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
