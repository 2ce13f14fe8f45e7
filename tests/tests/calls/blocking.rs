//! Calls of a program without async.

use std::num::NonZeroUsize;

use hellodialog::types::{ContactBatchItem, ContactId, ListContacts};
use hellodialog::{Client, Error, ErrorKind, Outcome};
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use wiremock::matchers::{method, path, query_param};
use wiremock::{Mock, MockServer};

use crate::{KEY, ok};

/// A server, the runtime that it is served by, and a client.
fn start() -> (Runtime, MockServer, Client) {
    let runtime = Runtime::new().expect("a runtime for the server");
    let server = runtime.block_on(MockServer::start());
    let builder = Client::builder(KEY).base_url(server.uri());
    let client = builder.build().expect("the key and the address are right");
    (runtime, server, client)
}

#[test]
fn a_call_is_waited_for() -> Result<(), Error> {
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
fn a_stream_is_an_iterator_and_a_page_a_list() -> Result<(), Error> {
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
fn a_batch_is_waited_for() -> Result<(), Error> {
    let (runtime, server, client) = start();
    let answer = ok(&json!({"result": {"status": "OK", "code": 200}}));
    let mock = Mock::given(method("PUT")).respond_with(answer).expect(2);
    runtime.block_on(mock.mount(&server));
    let items = (1..=3).map(|id| ContactBatchItem::new(ContactId::new(id)));
    let two = NonZeroUsize::new(2).expect("two is not zero");
    let report = client.contacts().update_all(items, two).send_blocking()?;
    assert!(report.is_success());
    runtime.block_on(server.verify());
    Ok(())
}

#[test]
fn threads_wait_side_by_side() {
    let (runtime, server, client) = start();
    let mock = Mock::given(path("/ping")).respond_with(ok(&json!({"account": "a"})));
    runtime.block_on(mock.mount(&server));
    std::thread::scope(|scope| {
        let waiting: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| client.ping().get().send_blocking()))
            .collect();
        for thread in waiting {
            assert!(thread.join().expect("no panic").is_ok());
        }
    });
}

#[test]
fn within_async_code_waiting_is_an_error_and_sends_nothing() {
    let (runtime, server, client) = start();
    runtime.block_on(async {
        let refused = client
            .ping()
            .get()
            .send_blocking()
            .expect_err("it is async code");
        assert_eq!(refused.kind(), ErrorKind::Config);
        assert_eq!(refused.outcome(), Outcome::NotSent);
        assert!(refused.to_string().contains("use `await`"), "{refused}");
        let mut contacts = client
            .contacts()
            .list(ListContacts::new())
            .items()
            .into_blocking_iter();
        assert!(contacts.next().is_some_and(|one| one.is_err()));
        assert!(contacts.next().is_none());
    });
    let seen = runtime.block_on(server.received_requests());
    assert_eq!(seen.map(|seen| seen.len()), Some(0));
}
