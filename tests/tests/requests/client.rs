//! The traits and settings of the client.

use std::fmt::Debug;

use hellodialog::{ApiKey, Client, ClientBuilder, Error};
use hellodialog_operations::table;
use serde_json::json;

use crate::case::header;
use crate::{KEY, builder, client, json_server, received};

/// Can be shared between tasks.
const fn assert_shared<T: Clone + Debug + Send + Sync + 'static>() {}
/// Can be returned from any task with `?`.
const fn assert_error<T: std::error::Error + Send + Sync + 'static>() {}
const fn assert_send<T: Send + 'static>() {}

// `Pending`, the type of every call in the table of operations, requires futures that are `Send`.
const _: () = {
    assert_shared::<Client>();
    assert_shared::<ApiKey>();
    assert_error::<Error>();
    assert_send::<ClientBuilder>();
};

#[tokio::test]
async fn a_call_can_be_made_from_another_task() {
    let server = json_server(&json!({"plan": "Professional"})).await;
    let client = client(&server);
    let clone = client.clone();
    let call = tokio::spawn(async move { clone.ping().get().await });
    let account = call.await.expect("a task").expect("an account");
    assert_eq!(account.plan.as_deref(), Some("Professional"));
    assert!(client.ping().get().await.is_ok());
}

#[tokio::test]
async fn requests_have_a_user_agent() {
    let server = json_server(&json!({})).await;
    client(&server).ping().get().await.expect("an account");
    let request = received(&server).await;
    let agent = header(&request, "user-agent").expect("a user agent");
    assert!(agent.starts_with("hellodialog/"), "{agent}");

    let server = json_server(&json!({})).await;
    let named = builder(&server).user_agent("shop/1").build();
    named
        .expect("a client")
        .ping()
        .get()
        .await
        .expect("an account");
    let request = received(&server).await;
    assert_eq!(header(&request, "user-agent"), Some("shop/1"));
}

#[test]
fn an_invalid_key_is_rejected() {
    for key in ["", " ", "a b", "key\n", "sleutelé"] {
        let error = Client::new(key).expect_err("an invalid key");
        assert_eq!(error.kind(), hellodialog::ErrorKind::Config);
    }
    // The tests are built without TLS, which the default base URL needs.
    let url = "http://127.0.0.1:9";
    assert!(Client::builder(KEY).base_url(url).build().is_ok());
    let owned = Client::builder(KEY.to_owned()).base_url(url);
    assert!(owned.build().is_ok());
}

#[test]
fn only_searches_have_pages() {
    for row in table() {
        let known = row.known().page_size;
        assert_eq!(known, row.page_size, "{}", row.operation);
    }
}
