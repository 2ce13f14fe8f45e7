//! Upserts and batches.

use std::num::NonZeroUsize;
use std::time::Duration;

use hellodialog::types::{
    ContactBatchItem, ContactCreated, ContactId, ContactState, ContactUpdate, DuplicateContact,
    GroupId, NewContact, NewOrder,
};
use hellodialog::{BatchOutcome, Call, Client, Decimal, Error, Extra, Outcome, Upserted, jiff};
use serde_json::{Value, json};
use wiremock::matchers::{body_json, method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::{ok, start};

/// The error of the API for an existing contact: code 612 with `data`.
fn duplicate(data: &Value) -> Value {
    json!({"result": {
        "status": "ERROR",
        "code": "612",
        "message": "(#612) Contact exists",
        "data": data,
    }})
}

fn written(data: &Value) -> Value {
    json!({"result": {"status": "OK", "code": 200, "message": "done", "data": data}})
}

fn kevin() -> NewContact {
    NewContact::new()
        .email("kevin@example.com")
        .voornaam("Kevin")
        .custom("shoe_size", 43)
}

#[tokio::test]
async fn a_new_contact_is_created() -> Result<(), Error> {
    let (server, client) = start().await;
    Mock::given(method("POST"))
        .and(path("/contacts"))
        .respond_with(ok(&written(&json!({"id": "58328"}))))
        .expect(1)
        .mount(&server)
        .await;
    let outcome = client.contacts().upsert(&kevin()).await?;
    let Upserted::Created(created) = outcome else {
        panic!("the contact is new: {outcome:?}")
    };
    let id = created.data.and_then(|data| data.id);
    assert_eq!(id, Some(ContactId::new(58328)));
    Ok(())
}

#[tokio::test]
async fn a_call_owns_its_body() -> Result<(), Error> {
    /// Neither the client nor the contact is left when the call is sent.
    fn create(client: &Client) -> Call<'static, ContactCreated> {
        client.contacts().create(kevin())
    }
    let (server, client) = start().await;
    with_duplicates(&server).await;
    let spawned = tokio::spawn(create(&client).into_future());
    let error = spawned.await.expect("no panic").expect_err("a duplicate");
    assert!(error.is_duplicate());
    let outcome = client.contacts().upsert(kevin()).await?;
    assert!(matches!(outcome, Upserted::Updated { .. }), "{outcome:?}");
    let id = ContactId::new(77);
    client.contacts().update(id, ContactUpdate::new()).await?;
    client.contacts().update(id, &ContactUpdate::new()).await?;
    Ok(())
}

#[tokio::test]
async fn an_existing_contact_is_updated_with_the_same_fields() -> Result<(), Error> {
    let (server, client) = start().await;
    Mock::given(method("POST"))
        .and(path("/contacts"))
        .respond_with(ok(&duplicate(&json!({"id_of_duplicate": "77"}))))
        .expect(1)
        .mount(&server)
        .await;
    let fields = json!({"email": "kevin@example.com", "voornaam": "Kevin", "shoe_size": 43});
    Mock::given(method("PUT"))
        .and(path("/contacts/77"))
        .and(body_json(fields))
        .respond_with(ok(&written(&json!([]))))
        .expect(1)
        .mount(&server)
        .await;
    let outcome = client.contacts().upsert(&kevin()).await?;
    assert!(matches!(outcome, Upserted::Updated { id, .. } if id == ContactId::new(77)));
    Ok(())
}

#[tokio::test]
async fn a_duplicate_without_an_id_is_an_error() {
    for data in [json!({"id_of_duplicate": "none"}), json!([])] {
        let (server, client) = start().await;
        let response = ok(&duplicate(&data));
        Mock::given(method("POST"))
            .respond_with(response)
            .expect(1)
            .mount(&server)
            .await;
        let result = client.contacts().upsert(&kevin()).await;
        assert_eq!(
            result.expect_err("an error without an id").code(),
            Some(612)
        );
    }
}

/// Kevin with what an upsert does not change in a contact that exists.
fn subscriber() -> NewContact {
    kevin()
        .state(ContactState::Contact)
        .groups([GroupId::new(1)])
}

/// A server on which every address exists, with the id 77.
async fn with_duplicates(server: &MockServer) {
    Mock::given(method("POST"))
        .respond_with(ok(&duplicate(&json!({"id_of_duplicate": "77"}))))
        .mount(server)
        .await;
    Mock::given(method("PUT"))
        .and(path("/contacts/77"))
        .respond_with(ok(&written(&json!({"id": "77"}))))
        .mount(server)
        .await;
}

#[tokio::test]
async fn an_existing_contact_keeps_its_state_and_groups() -> Result<(), Error> {
    let (server, client) = start().await;
    with_duplicates(&server).await;
    let outcome = client.contacts().upsert(&subscriber()).await?;
    let Upserted::Updated { response, kept, .. } = outcome else {
        panic!("it exists: {outcome:?}")
    };
    assert_eq!(kept, ["_state", "groups"]);
    let id = response.data.and_then(|data| data.id);
    assert_eq!(id, Some(ContactId::new(77)));
    // A custom field cannot do what the typed one must not.
    let custom = kevin()
        .custom("_State", "Contact")
        .custom("groups", json!([1]));
    let outcome = client.contacts().upsert(&custom).await?;
    assert!(matches!(outcome, Upserted::Updated { kept, .. } if kept == ["_state", "groups"]));
    let outcome = client.contacts().upsert(&kevin()).await?;
    assert!(matches!(outcome, Upserted::Updated { kept, .. } if kept.is_empty()));
    let fields = json!({"email": "kevin@example.com", "voornaam": "Kevin", "shoe_size": 43});
    let sent = bodies(&server).await;
    assert_eq!(sent.len(), 6);
    for update in sent.iter().skip(1).step_by(2) {
        assert_eq!(*update, fields);
    }
    Ok(())
}

#[tokio::test]
async fn an_existing_contact_is_overwritten_on_request() -> Result<(), Error> {
    let (server, client) = start().await;
    with_duplicates(&server).await;
    let outcome = client.contacts().upsert_overwriting(&subscriber()).await?;
    assert!(matches!(outcome, Upserted::Updated { kept, .. } if kept.is_empty()));
    let sent = bodies(&server).await;
    assert_eq!((sent.len(), &sent[0]), (2, &sent[1]));
    assert_eq!(sent[1]["_state"], "Contact");
    assert_eq!(sent[1]["groups"], json!([1]));
    Ok(())
}

/// A server with a contact 7 that has `members`.
async fn with_contact(members: Value) -> (MockServer, hellodialog::Client) {
    let (server, client) = start().await;
    let mut contact = members;
    contact["id"] = json!("7");
    Mock::given(method("GET"))
        .and(path("/contacts/7"))
        .respond_with(ok(&contact))
        .mount(&server)
        .await;
    Mock::given(method("PUT"))
        .and(path("/contacts/7"))
        .respond_with(ok(&written(&json!([]))))
        .mount(&server)
        .await;
    (server, client)
}

/// The bodies of the updates that the server got.
async fn updates(server: &MockServer) -> Vec<Value> {
    let requests = server.received_requests().await.expect("a record");
    let updates = requests.iter().filter(|request| request.method == "PUT");
    updates
        .map(|request| serde_json::from_slice(&request.body).expect("it is JSON"))
        .collect()
}

#[tokio::test]
async fn groups_are_added_and_removed_without_losing_others() -> Result<(), Error> {
    let (server, client) = with_contact(json!({"groups": [1, 2]})).await;
    let (contacts, id) = (client.contacts(), ContactId::new(7));
    let ids = |ids: &[u64]| ids.iter().copied().map(GroupId::new).collect::<Vec<_>>();
    let added = contacts.add_to_groups(id, ids(&[3, 2, 3])).await?;
    assert_eq!(added, ids(&[1, 2, 3]));
    let removed = contacts.remove_from_groups(id, ids(&[1, 9])).await?;
    assert_eq!(removed, ids(&[2]));
    let none = contacts.remove_from_groups(id, ids(&[1, 2])).await?;
    assert_eq!(none, []);
    let sent = [[1, 2, 3].as_slice(), &[2], &[]].map(|groups| json!({ "groups": groups }));
    assert_eq!(updates(&server).await, sent);
    // Nothing is sent if nothing changes.
    assert_eq!(contacts.add_to_groups(id, ids(&[2])).await?, ids(&[1, 2]));
    assert_eq!(contacts.remove_from_groups(id, []).await?, ids(&[1, 2]));
    assert_eq!(updates(&server).await.len(), 3);
    Ok(())
}

/// To write the groups without knowing them would remove the contact from all others.
#[tokio::test]
async fn unknown_groups_are_not_replaced() {
    let (server, client) = with_contact(json!({"email": "kevin@example.com"})).await;
    let groups = [GroupId::new(1)];
    let result = client
        .contacts()
        .add_to_groups(ContactId::new(7), groups)
        .await;
    let error = result.expect_err("the groups are unknown");
    assert_eq!(error.outcome(), Outcome::NotSent, "{error}");
    assert_eq!(updates(&server).await, Vec::<Value>::new());
}

fn order(number: &str) -> NewOrder {
    let placed = jiff::Timestamp::from_second(1_539_285_883).expect("a timestamp in range");
    NewOrder::new(ContactId::new(5101), number, placed, Decimal::new(4999, 2))
}

/// The bodies that the server received, in order.
async fn bodies(server: &MockServer) -> Vec<Value> {
    let requests = server.received_requests().await.expect("a record");
    requests
        .iter()
        .map(|request| serde_json::from_slice(&request.body).expect("it is JSON"))
        .collect()
}

fn size(size: usize) -> NonZeroUsize {
    NonZeroUsize::new(size).expect("not zero")
}

#[tokio::test]
async fn orders_are_sent_in_requests_of_the_given_size() {
    let (server, client) = start().await;
    let partial = ok(&written(
        &json!({"errors": [{"message": "order number exists"}]}),
    ));
    Mock::given(method("POST"))
        .respond_with(partial)
        .up_to_n_times(1)
        .mount(&server)
        .await;
    let full = ok(&written(&json!([])));
    Mock::given(method("POST"))
        .respond_with(full)
        .mount(&server)
        .await;
    let orders = ["a", "b", "c"].map(order);
    let report = client.orders().create_all(orders, size(2)).await;
    assert!(!report.is_success());
    assert_eq!(report.parts()[0].outcome, BatchOutcome::Partial);
    assert_eq!(report.parts()[1].outcome, BatchOutcome::Full);
    let failed = report.into_failed().into_iter();
    let failed: Vec<String> = failed.map(|order| order.order_number).collect();
    assert_eq!(failed, ["a", "b"]);
    let bodies = bodies(&server).await;
    let sizes: Vec<usize> = bodies
        .iter()
        .map(|body| body.as_array().map_or(0, Vec::len))
        .collect();
    assert_eq!(sizes, [2, 1]);
}

#[tokio::test]
async fn contacts_are_updated_in_requests_of_the_given_size() {
    let (server, client) = start().await;
    let response = ok(&written(&json!([])));
    Mock::given(method("PUT"))
        .respond_with(response)
        .mount(&server)
        .await;
    let items = (1..=250).map(|id| ContactBatchItem::new(ContactId::new(id)).voornaam("Kevin"));
    let report = client.contacts().update_all(items, size(100)).await;
    assert!(report.is_success());
    let bodies = bodies(&server).await;
    assert_eq!(bodies.len(), 3);
    assert_eq!(bodies[2][49], json!({"id": 250, "voornaam": "Kevin"}));
}

/// The custom fields of a program, with its own names and types.
#[derive(serde::Serialize, serde::Deserialize, Debug, PartialEq)]
#[serde(rename_all = "camelCase")]
struct Preferences {
    #[serde(rename = "Shoe_Size", alias = "shoe_size")]
    shoe: u8,
    newsletter: bool,
    hat: Option<String>,
}

#[tokio::test]
async fn custom_fields_convert_to_and_from_a_type_of_the_program() -> Result<(), Error> {
    let (server, client) = start().await;
    Mock::given(method("POST"))
        .and(body_json(json!({
            "email": "kevin@example.com", "shoe_size": 43, "newsletter": true, "hat": null,
        })))
        .respond_with(ok(&written(&json!({"id": 7}))))
        .expect(1)
        .mount(&server)
        .await;
    let preferences = Preferences {
        shoe: 43,
        newsletter: true,
        hat: None,
    };
    let custom = Extra::from_serialize(&preferences).expect("an object");
    let contact = NewContact::new().email("kevin@example.com");
    client
        .contacts()
        .create(&contact.clone().custom_all(custom.clone()))
        .await?;

    // The conversion also works without the setters.
    let mut past = contact;
    past.custom = custom;
    let sent = serde_json::to_value(&past).expect("JSON");
    assert_eq!(sent["shoe_size"], json!(43));
    assert_eq!(sent.get("Shoe_Size"), None);

    // The response has the encodings of PHP.
    let response = json!({"id": "7", "shoe_size": "43", "newsletter": "1", "hat": ""});
    Mock::given(method("GET"))
        .respond_with(ok(&response))
        .mount(&server)
        .await;
    let read = client.contacts().get(ContactId::new(7)).await?;
    assert_eq!(read.custom.parse::<Preferences>().ok(), Some(preferences));
    Ok(())
}

#[tokio::test]
async fn the_data_of_an_error_decodes_into_its_type() {
    let (server, client) = start().await;
    Mock::given(method("POST"))
        .respond_with(ok(&duplicate(&json!({"id_of_duplicate": "77"}))))
        .mount(&server)
        .await;
    let error = client
        .contacts()
        .create(&kevin())
        .await
        .expect_err("the contact exists");
    let data: Option<DuplicateContact> = error.data_as();
    let id = data.map(|data| data.id_of_duplicate);
    assert_eq!(id, Some(ContactId::new(77)));
    assert_eq!(error.data_as::<Vec<u8>>(), None);
}

/// Refuses a whole request if one of its items has the id 13.
fn refuse_thirteen(request: &Request) -> ResponseTemplate {
    let items: Value = serde_json::from_slice(&request.body).expect("it is JSON");
    let ids = items
        .as_array()
        .into_iter()
        .flatten()
        .map(|item| &item["id"]);
    if ids.into_iter().any(|id| *id == 13) {
        let refusal = json!({"status": "ERROR", "code": 500, "message": "Unknown contact"});
        return ok(&json!({"result": refusal}));
    }
    ok(&written(&json!([])))
}

#[tokio::test]
async fn the_item_that_the_api_refuses_is_isolated() {
    let (server, client) = start().await;
    Mock::given(method("PUT"))
        .respond_with(refuse_thirteen)
        .mount(&server)
        .await;
    let items = (1..=16).map(|id| ContactBatchItem::new(ContactId::new(id)).voornaam("Kevin"));
    let batch = client.contacts().update_all(items, size(16));
    let report = batch
        .timeout(Duration::from_secs(5))
        .isolate_failures()
        .await;
    assert_eq!(report.errors().count(), 1);
    let failed: Vec<ContactId> = report
        .into_failed()
        .into_iter()
        .map(|item| item.id)
        .collect();
    assert_eq!(failed, [ContactId::new(13)]);
    // Each of the four divisions of 16 sends two requests.
    assert_eq!(bodies(&server).await.len(), 9);
}
