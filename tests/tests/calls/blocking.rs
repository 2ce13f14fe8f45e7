//! Blocking calls.

use std::num::NonZeroUsize;

use hellodialog::types::{ContactBatchItem, ContactId, ListContacts};
use hellodialog::{Client, Error};
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use wiremock::matchers::{method, path, query_param};
use wiremock::{Mock, MockServer};

use crate::{KEY, ok};

/// A server, the runtime that drives the server, and a client.
fn start() -> (Runtime, MockServer, Client) {
    let runtime = Runtime::new().expect("a runtime for the server");
    let server = runtime.block_on(MockServer::builder().start());
    let builder = Client::builder(KEY).base_url(server.uri());
    let client = builder.build().expect("a valid key and base URL");
    (runtime, server, client)
}

#[test]
fn a_call_blocks_until_its_response() -> Result<(), Error> {
    let (runtime, server, client) = start();
    let mock = Mock::given(path("/contacts/7")).respond_with(ok(&json!({"id": "7"})));
    runtime.block_on(mock.mount(&server));
    let contact = client.contacts().get(ContactId::new(7)).send_blocking()?;
    assert_eq!(contact.id, ContactId::new(7));
    let raw = client
        .contacts()
        .get(ContactId::new(7))
        .with_raw()
        .send_blocking()?;
    assert_eq!((raw.value, raw.raw.status()), (contact, 200));
    let missing = client.contacts().get(ContactId::new(8)).send_blocking();
    assert!(missing.is_err_and(|error| error.status() == Some(404)));
    Ok(())
}

#[test]
fn a_page_is_a_list_and_a_stream_an_iterator() -> Result<(), Error> {
    let (runtime, server, client) = start();
    let page =
        |ids: std::ops::RangeInclusive<u64>| -> Value { ids.map(|id| json!({"id": id})).collect() };
    let second = Mock::given(query_param("page", "2")).respond_with(ok(&page(101..=130)));
    let first = Mock::given(path("/contacts")).respond_with(ok(&page(1..=100)));
    runtime.block_on(second.mount(&server));
    runtime.block_on(first.mount(&server));

    let contacts = client.contacts().list(ListContacts::new());
    assert_eq!(contacts.send_blocking()?.len(), 100);
    let contacts = client
        .contacts()
        .list(ListContacts::new())
        .prefetch(1)
        .items();
    let ids: Result<Vec<u64>, Error> = contacts
        .into_blocking_iter()
        .map(|one| Ok(one?.id.get()))
        .collect();
    assert_eq!(ids?, (1..=130).collect::<Vec<_>>());
    Ok(())
}

#[test]
fn a_batch_blocks_until_its_report() -> Result<(), Error> {
    let (runtime, server, client) = start();
    let response = ok(&json!({"result": {"status": "OK", "code": 200}}));
    let mock = Mock::given(method("PUT")).respond_with(response).expect(2);
    runtime.block_on(mock.mount(&server));
    let items = (1..=3).map(|id| ContactBatchItem::new(ContactId::new(id)));
    let two = NonZeroUsize::new(2).expect("two is not zero");
    let report = client.contacts().update_all(items, two).send_blocking()?;
    assert!(report.is_success());
    runtime.block_on(server.verify());
    Ok(())
}

#[test]
fn threads_block_concurrently() {
    let (runtime, server, client) = start();
    let mock = Mock::given(path("/ping")).respond_with(ok(&json!({"account": "a"})));
    runtime.block_on(mock.mount(&server));
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| client.ping().get().send_blocking()))
            .collect();
        for thread in threads {
            assert!(thread.join().expect("no panic").is_ok());
        }
    });
}

#[test]
fn a_blocking_call_works_in_async_code() {
    let (runtime, server, client) = start();
    let mock = Mock::given(path("/ping")).respond_with(ok(&json!({"account": "a"})));
    runtime.block_on(mock.mount(&server));
    let within = || client.ping().get().send_blocking();
    let ping = runtime.block_on(async { within() });
    assert!(ping.is_ok(), "{ping:?}");
    let client = client.clone();
    let ping = runtime.spawn_blocking(move || client.ping().get().send_blocking());
    let ping = runtime.block_on(ping).expect("no panic");
    assert!(ping.is_ok(), "{ping:?}");
}
