//! The client as a value.

use std::fmt::Debug;

use hellodialog::{ApiKey, Client, ClientBuilder, Error, OPERATIONS};
use serde_json::json;

use crate::case::header;
use crate::{KEY, answering, builder, client, received};

/// Can be put in the state of a server and called from any task of it.
const fn shared<T: Clone + Debug + Send + Sync + 'static>() {}
/// Can be returned from any task with `?`.
const fn failure<T: std::error::Error + Send + Sync + 'static>() {}
const fn sent<T: Send + 'static>() {}

// The futures are held to be `Send` by `Called`, the type of every call in these tests.
const _: () = {
    shared::<Client>();
    shared::<ApiKey>();
    failure::<Error>();
    sent::<ClientBuilder>();
};

#[tokio::test]
async fn a_call_can_be_made_from_another_task() {
    let server = answering(&json!({"plan": "Professional"})).await;
    let client = client(&server);
    let clone = client.clone();
    let call = tokio::spawn(async move { clone.ping().get().await });
    let account = call.await.expect("a task").expect("an account");
    assert_eq!(account.plan.as_deref(), Some("Professional"));
    assert!(client.ping().get().await.is_ok());
}

#[tokio::test]
async fn it_says_who_it_is() {
    let server = answering(&json!({})).await;
    client(&server).login().create().await.expect("a link");
    let request = received(&server).await;
    let agent = header(&request, "user-agent").expect("a user agent");
    assert!(agent.starts_with("hellodialog/"), "{agent}");

    let server = answering(&json!({})).await;
    let named = builder(&server).user_agent("shop/1").build();
    named
        .expect("a client")
        .login()
        .create()
        .await
        .expect("a link");
    let request = received(&server).await;
    assert_eq!(header(&request, "user-agent"), Some("shop/1"));
}

#[test]
fn a_key_that_cannot_be_one_is_refused() {
    for key in ["", " ", "a b", "key\n", "sleutelé"] {
        let error = Client::new(key).expect_err("no key");
        assert_eq!(error.kind(), hellodialog::ErrorKind::Config);
    }
    assert!(Client::new(KEY).is_ok());
    assert!(Client::new(KEY.to_owned()).is_ok());
}

#[test]
fn only_searches_come_in_pages() {
    let pages = OPERATIONS
        .iter()
        .filter_map(|operation| operation.page_size.map(|size| (operation.id, size)));
    assert_eq!(
        pages.collect::<Vec<_>>(),
        [
            ("getContacts", 100),
            ("getNewsletters", 15),
            ("getUnsubscribers", 100)
        ]
    );
}
