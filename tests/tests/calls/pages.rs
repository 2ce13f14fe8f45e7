//! Streams over pages.

use std::num::NonZeroU64;
use std::time::Duration;

use hellodialog::types::{ContactId, Filter, ListContacts, ListNewsletters};
use hellodialog::{Client, Error};
use serde_json::{Map, Value, json};
use wiremock::matchers::{path, query_param, query_param_is_missing};
use wiremock::{Mock, MockServer};

use super::{KEY, ok, start};

/// A page of contacts with these ids, keyed by index.
fn contacts(ids: impl Iterator<Item = u64>) -> Value {
    let entry = |(index, id): (usize, u64)| {
        (
            index.to_string(),
            json!({"id": id.to_string(), "email": format!("{id}@example.com")}),
        )
    };
    let entries: Map<String, Value> = ids.enumerate().map(entry).collect();
    if entries.is_empty() {
        json!([])
    } else {
        Value::Object(entries)
    }
}

async fn page(server: &MockServer, at: &str, number: u64, body: &Value) {
    let mock = Mock::given(path(at));
    let mock = if number == 1 {
        mock.and(query_param_is_missing("page"))
    } else {
        mock.and(query_param("page", number.to_string()))
    };
    mock.respond_with(ok(body)).mount(server).await;
}

#[tokio::test]
async fn one_stream_yields_the_contacts_of_all_pages() -> Result<(), Error> {
    let (server, client) = start().await;
    page(&server, "/contacts", 1, &contacts(1..=100)).await;
    page(&server, "/contacts", 2, &contacts(101..=200)).await;
    page(&server, "/contacts", 3, &contacts(201..=205)).await;
    let mut stream = client.contacts().list(Filter::all()).prefetch(1).items();
    let mut ids = Vec::new();
    while let Some(contact) = stream.next().await {
        ids.push(contact?.id);
    }
    let expected: Vec<ContactId> = (1..=205).map(ContactId::new).collect();
    assert_eq!(ids, expected);
    Ok(())
}

#[tokio::test]
async fn prefetched_pages_do_not_block_calls_in_the_loop() -> Result<(), Error> {
    let (server, _) = start().await;
    let builder = Client::builder(KEY).base_url(server.uri());
    // A call that waits for the only permit would pass the deadline.
    let builder = builder.max_in_flight(1).deadline(Duration::from_secs(5));
    let client = builder.build().expect("valid limits");
    page(&server, "/contacts", 1, &contacts(1..=100)).await;
    page(&server, "/contacts", 2, &contacts(101..=102)).await;
    page(&server, "/ping", 1, &json!({"account": "a"})).await;
    let mut stream = client.contacts().list(Filter::all()).prefetch(1).items();
    let mut count = 0;
    while let Some(contact) = stream.next().await {
        contact?;
        count += 1;
        if count == 1 {
            client.ping().get().await?;
        }
    }
    assert_eq!(count, 102);
    Ok(())
}

#[tokio::test]
async fn a_filter_for_all_sends_the_condition_of_the_vendors_clients() -> Result<(), Error> {
    let (server, client) = start().await;
    Mock::given(path("/contacts"))
        .and(query_param("condition[voornaam]", "not-equals"))
        .respond_with(ok(&json!([])))
        .expect(1)
        .mount(&server)
        .await;
    assert_eq!(client.contacts().list(Filter::all()).await?, []);
    Ok(())
}

#[tokio::test]
async fn a_stream_starts_at_the_given_page_number() -> Result<(), Error> {
    let (server, client) = start().await;
    page(&server, "/contacts", 7, &contacts(601..=700)).await;
    page(&server, "/contacts", 8, &contacts(std::iter::empty())).await;
    let seventh = NonZeroU64::new(7).expect("it is not zero");
    let options = ListContacts::new().page(seventh);
    let mut pages = client.contacts().list(options).pages();
    let first = pages.next().await.expect("a first one")?;
    assert_eq!((first.number, first.page.len()), (seventh, 100));
    assert!(pages.next().await.is_none());
    Ok(())
}

#[tokio::test]
async fn a_page_has_fifteen_newsletters_keyed_by_id() -> Result<(), Error> {
    let (server, client) = start().await;
    let newsletters = |ids: std::ops::RangeInclusive<u64>| {
        Value::Object(
            ids.map(|id| (id.to_string(), json!({"name": "n"})))
                .collect(),
        )
    };
    page(&server, "/newsletters", 1, &newsletters(1..=15)).await;
    page(&server, "/newsletters", 2, &newsletters(16..=20)).await;
    let mut stream = client.newsletters().list(ListNewsletters::new()).items();
    let mut count = 0;
    while let Some(item) = stream.next().await {
        count += 1;
        assert_eq!(item?.0.get(), count);
    }
    assert_eq!(count, 20);
    Ok(())
}

#[tokio::test]
async fn a_server_that_repeats_its_last_page_does_not_repeat_items() -> Result<(), Error> {
    let (server, client) = start().await;
    Mock::given(path("/contacts"))
        .respond_with(ok(&contacts(1..=100)))
        .mount(&server)
        .await;
    let mut stream = client.contacts().list(ListContacts::new()).items();
    let mut count = 0;
    while let Some(item) = stream.next().await {
        item?;
        count += 1;
    }
    assert_eq!(count, 100);
    Ok(())
}

#[tokio::test]
async fn a_stream_can_move_to_another_thread() -> Result<(), Error> {
    fn assert_send<T: Send>(value: T) -> T {
        value
    }
    let (server, client) = start().await;
    page(&server, "/contacts", 1, &contacts(1..=3)).await;
    let mut stream = assert_send(client.contacts().list(ListContacts::new()).items());
    let first = stream.next().await.expect("a first one")?;
    assert_eq!(first.id, ContactId::new(1));
    Ok(())
}

/// A stream and a call own what they need, so they can outlive the client that made them.
#[tokio::test]
async fn streams_and_calls_can_be_returned_and_spawned() {
    fn contacts(client: &Client) -> hellodialog::ItemStream<'static, hellodialog::types::Contact> {
        client.contacts().list(ListContacts::new()).items()
    }
    fn create(client: &Client) -> hellodialog::Call<'static, hellodialog::types::ContactCreated> {
        let body = hellodialog::types::NewContact::new();
        client.contacts().create(&body)
    }
    // No call is sent.
    let client = Client::builder(KEY).base_url("http://127.0.0.1:9");
    let client = client.build().expect("a client");
    let (mut contacts, create) = (contacts(&client), create(&client));
    drop(client);
    let spawned = tokio::spawn(async move {
        let none = std::time::Duration::ZERO;
        let created = create.deadline(none).await;
        drop(contacts.next());
        created.is_err()
    });
    assert!(spawned.await.is_ok_and(|is_err| is_err));
}
