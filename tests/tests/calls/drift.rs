//! Responses that differ from the spec.

use std::sync::{Arc, Mutex};

use hellodialog::types::{ContactId, FieldId, ListContacts};
use hellodialog::{Client, ClientBuilder, DriftKind, Error};
use serde_json::{Value, json};
use wiremock::matchers::{path, query_param};
use wiremock::{Mock, MockServer};

use crate::{KEY, ok};

type Drifts = Arc<Mutex<Vec<(&'static str, String, DriftKind)>>>;

async fn serve(route: &str, body: Value) -> MockServer {
    let server = MockServer::builder().start().await;
    let mock = Mock::given(path(route)).respond_with(ok(&body));
    mock.mount(&server).await;
    server
}

/// A client whose hook records each drift.
fn with_drift_hook(server: &MockServer) -> (ClientBuilder, Drifts) {
    let drifts = Drifts::default();
    let recorder = Arc::clone(&drifts);
    let builder = Client::builder(KEY).base_url(server.uri());
    let builder = builder.on_drift(move |drift| {
        let place = (drift.operation().id, drift.path().to_owned(), drift.kind());
        recorder.lock().expect("no panic").push(place);
    });
    (builder, drifts)
}

#[tokio::test]
async fn one_contact_that_fails_to_decode_does_not_fail_the_page() -> Result<(), Error> {
    let body = json!({
        "0": {"id": "1", "email": "a@example.com"},
        "1": {"id": "none", "email": "b@example.com"},
        "2": {"id": "3", "email": "c@example.com", "shoe_size": "43"},
    });
    let server = serve("/contacts", body.clone()).await;
    let (builder, drifts) = with_drift_hook(&server);
    let client = builder.build()?;
    let contacts = client.contacts().list(ListContacts::new()).await?;
    let ids: Vec<u64> = contacts.iter().map(|contact| contact.id.get()).collect();
    assert_eq!(ids, [1, 3]);
    let expected = [
        ("getContacts", "1".to_owned(), DriftKind::Skipped),
        ("getContacts", "1.id".to_owned(), DriftKind::Coerced),
    ];
    assert_eq!(*drifts.lock().expect("no panic"), expected);

    // In strict mode the call fails.
    let (builder, _) = with_drift_hook(&server);
    let failed = builder
        .strict()
        .build()?
        .contacts()
        .list(ListContacts::new())
        .await;
    let failed = failed.expect_err("an id does not decode");
    assert!(failed.is_decode(), "{failed}");
    assert!(failed.to_string().contains("`1.id`"), "{failed}");
    Ok(())
}

#[tokio::test]
async fn an_entry_that_fails_to_decode_is_skipped_in_maps_and_arrays() -> Result<(), Error> {
    let server = serve("/fields", json!({"7": {"name": "a"}, "8": "invalid"})).await;
    let (builder, drifts) = with_drift_hook(&server);
    let fields = builder.build()?.fields().list().await?;
    assert_eq!(
        fields.keys().copied().collect::<Vec<_>>(),
        [FieldId::new(7)]
    );
    let first = ("getFields", "8".to_owned(), DriftKind::Skipped);
    assert_eq!(drifts.lock().expect("no panic")[0], first);

    let server = serve("/contacts", json!([{"id": "1"}, {"id": []}])).await;
    let (builder, _) = with_drift_hook(&server);
    let contacts = builder
        .build()?
        .contacts()
        .list(ListContacts::new())
        .await?;
    assert_eq!(contacts.len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_skipped_item_counts_towards_a_full_page() -> Result<(), Error> {
    let contact = |id: u64| json!({"id": id, "email": format!("{id}@example.com")});
    let mut full: Vec<Value> = (1..=100).map(contact).collect();
    full[40] = json!({"id": "invalid"});
    let server = MockServer::builder().start().await;
    Mock::given(path("/contacts"))
        .and(query_param("page", "2"))
        .respond_with(ok(&json!([contact(101)])))
        .mount(&server)
        .await;
    let first = Mock::given(path("/contacts")).respond_with(ok(&json!(full)));
    first.mount(&server).await;
    let (builder, _) = with_drift_hook(&server);
    let client = builder.build()?;
    let mut contacts = client.contacts().list(ListContacts::new()).items();
    let mut ids = Vec::new();
    while let Some(contact) = contacts.next().await {
        ids.push(contact?.id.get());
    }
    assert_eq!((ids.len(), ids.last()), (100, Some(&101)));
    Ok(())
}

#[tokio::test]
async fn a_response_that_fails_to_decode_as_a_whole_is_an_error() -> Result<(), Error> {
    for body in [
        json!([{"id": "invalid"}, {"email": "nobody"}]),
        json!({"id": "invalid", "email": "a@example.com", "parent": {"id": 5}}),
        json!("no list"),
    ] {
        let server = serve("/contacts", body.clone()).await;
        let (builder, _) = with_drift_hook(&server);
        let client = builder.build()?;
        let failed = client.contacts().list(ListContacts::new()).await;
        assert!(failed.is_err_and(|error| error.is_decode()), "{body}");
    }
    let server = serve("/contacts/5", json!({"id": "invalid"})).await;
    let (builder, drifts) = with_drift_hook(&server);
    let failed = builder.build()?.contacts().get(ContactId::new(5)).await;
    assert!(failed.is_err_and(|error| error.is_decode()));
    assert_eq!(drifts.lock().expect("no panic")[0].1, "id");
    Ok(())
}

#[tokio::test]
async fn an_unknown_field_is_reported_and_the_response_decoded() -> Result<(), Error> {
    let body = json!({"account": "Shop", "margin": 2});
    let server = serve("/ping", body).await;
    let (builder, drifts) = with_drift_hook(&server);
    let account = builder.build()?.ping().get().await?;
    assert_eq!(account.account.as_deref(), Some("Shop"));
    let expected = [("getPing", "margin".to_owned(), DriftKind::UnknownField)];
    assert_eq!(*drifts.lock().expect("no panic"), expected);
    Ok(())
}

#[tokio::test]
async fn custom_fields_are_not_drift() -> Result<(), Error> {
    let body = json!({"id": "7", "_state": "Asleep", "shoe_size": "43"});
    let server = serve("/contacts/7", body).await;
    let (builder, drifts) = with_drift_hook(&server);
    let contact = builder.build()?.contacts().get(ContactId::new(7)).await?;
    assert_eq!(
        contact.state.map(|state| state.to_string()).as_deref(),
        Some("Asleep")
    );
    let expected = [("getContact", "_state".to_owned(), DriftKind::UnknownValue)];
    assert_eq!(*drifts.lock().expect("no panic"), expected);
    Ok(())
}
