//! What an error says.

use hellodialog::ErrorKind;
use hellodialog::types::{
    ContactId, DuplicateContact, Filter, ListContacts, ListNewsletters, NewContact, OrderId,
};
use serde::Deserialize as _;
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::{answering, answering_raw, builder, client, failed, server, written};

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let target = answering(&json!({"id": 1})).await;
    let moved = ResponseTemplate::new(302).insert_header("location", target.uri().as_str());
    let server = server(moved).await;
    let error = failed(client(&server).contacts().get(ContactId::new(1)).await);
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Status, Some(302))
    );
    // The key would have gone along.
    let followed = target.received_requests().await.expect("a record");
    assert!(followed.is_empty(), "{followed:?}");
}

#[tokio::test]
async fn an_answer_that_does_not_fit_says_where() {
    // Else what can be read of a list is taken.
    for (answer, place) in [
        (
            json!({"0": {"id": 1}, "1": {"id": 2, "aangemaakt": "yesterday"}}),
            "1.aangemaakt",
        ),
        (json!([{"id": 1}, {"id": "x"}]), "[1].id"),
        (
            json!({"0": {"id": 1, "groups": {"0": 7, "3": "x"}}}),
            "0.groups.3",
        ),
        (json!({"id": 1, "email": ["a", "b"]}), "email"),
    ] {
        let server = answering(&answer).await;
        let options = ListContacts::new();
        let client = builder(&server).strict().build().expect("a client");
        let error = failed(client.contacts().list(&options).await);
        assert!(error.is_decode());
        let quoted = format!("`{place}`");
        assert!(error.to_string().contains(&quoted), "{place}: {error}");
    }
}

#[tokio::test]
async fn an_answer_that_breaks_off_says_where() {
    let cut = r#"{"7": {"name": "News"}, "3": {"name": "Update van ...", "recipients": "4"#;
    let server = answering_raw(200, cut).await;
    let options = ListNewsletters::new();
    let error = failed(client(&server).newsletters().list(&options).await);
    let text = error.to_string();
    assert!(text.contains("is truncated"), "{text}");
    assert!(text.contains("`3.recipients`"), "{text}");
}

#[tokio::test]
async fn what_a_write_answers_says_where_too() {
    let answer = json!({"result": {"status": "OK", "data": {"errors": [{"message": 1}]}}});
    let server = answering(&answer).await;
    let error = failed(client(&server).contacts().update_many([]).await);
    let text = error.to_string();
    assert!(text.contains("`result.data.errors[0].message`"), "{text}");
}

#[tokio::test]
async fn the_text_is_one_sentence_with_code_and_message() {
    let report = json!({"status": "ERROR", "code": 601, "message": "(#601) Invalid token"});
    let server = answering(&json!({ "result": report })).await;
    let error = failed(client(&server).fields().list().await);
    assert_eq!(
        error.to_string(),
        "getFields: the API refused the call with code 601: (#601) Invalid token (check the API key)"
    );
    assert!(error.is_invalid_key());
}

/// A client of the vendor makes an upsert of it: it PUTs to the id of the contact that is there.
#[tokio::test]
async fn a_duplicate_names_the_contact_that_is_there() -> Result<(), serde_json::Error> {
    for id in [json!(58328), json!("58328")] {
        let data = json!({"id_of_duplicate": id, "field": "email"});
        let report = json!({"status": "ERROR", "code": 612, "message": "exists", "data": data});
        let server = answering(&json!({ "result": report })).await;
        let contact = NewContact::new().email("kevin@hellodialog.com");
        let error = failed(client(&server).contacts().create(&contact).await);
        assert_eq!((error.kind(), error.code()), (ErrorKind::Api, Some(612)));
        let duplicate = DuplicateContact::deserialize(error.data().expect("data"))?;
        assert_eq!(duplicate.id_of_duplicate, ContactId::new(58328));
        assert_eq!(duplicate.extra.get("field"), Some(&json!("email")));
    }
    Ok(())
}

#[tokio::test]
async fn nothing_where_one_thing_was_asked_for_is_not_found() {
    let server = answering(&json!([])).await;
    let client = client(&server);
    let errors = [
        failed(client.contacts().get(ContactId::new(1)).await),
        failed(client.fields().get(1.into()).await),
        failed(client.groups().get_by_external_id("x").await),
        failed(client.unsubscribers().get(1.into()).await),
    ];
    for error in errors {
        assert!(error.is_not_found() && !error.is_decode(), "{error:?}");
    }
}

#[tokio::test]
async fn several_where_one_thing_was_asked_for_are_refused() {
    let server = answering(&json!({"0": {"id": 1}, "1": {"id": 2}})).await;
    let client = client(&server);
    let errors = [
        failed(client.contacts().get(ContactId::new(1)).await),
        failed(client.fields().get(1.into()).await),
        failed(client.unsubscribers().get(1.into()).await),
    ];
    for error in errors {
        assert!(error.is_decode(), "{error:?}");
        assert!(error.to_string().contains("2 items"), "{error}");
    }
}

#[tokio::test]
async fn a_status_that_is_not_2xx_fails_with_what_the_api_says() {
    let report = json!({"result": {"status": "ERROR", "code": "404", "message": "gone"}});
    let refused = server(ResponseTemplate::new(404).set_body_json(report)).await;
    let error = failed(client(&refused).orders().get(OrderId::new(1)).await);
    assert_eq!((error.kind(), error.status()), (ErrorKind::Api, Some(404)));
    assert_eq!((error.code(), error.message()), (Some(404), Some("gone")));
    let broken = answering_raw(500, "").await;
    let error = failed(client(&broken).orders().get(OrderId::new(1)).await);
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Status, Some(500))
    );
}

/// The API is loose about which status a success has.
#[tokio::test]
async fn any_2xx_is_a_success() {
    for status in [200, 201, 202] {
        let server = answering_raw(status, written().to_string()).await;
        let contact = NewContact::new().email("kevin@hellodialog.com");
        let created = client(&server).contacts().create(&contact).await;
        assert_eq!(created.expect("a success").code, Some(200));
    }
}

/// A contact may have a column of any name, also the one that a report has.
#[tokio::test]
async fn a_column_called_result_is_no_report() {
    let contact = json!({"id": 1, "result": "ERROR", "status": "ERROR", "code": 601});
    let server = answering(&contact).await;
    let filter = Filter::new().equals("result", "ERROR");
    let options = ListContacts::new().filter(filter);
    let found = client(&server).contacts().list(&options).await;
    let found = found.expect("a contact");
    assert_eq!(found[0].custom.get("code"), Some(&json!(601)));
}
