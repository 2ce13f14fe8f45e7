//! The content of errors.

use hellodialog::ErrorKind;
use hellodialog::types::{ContactId, DuplicateContact, Filter, ListContacts, NewContact};
use hellodialog_operations::in_collections;
use serde::Deserialize as _;
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::{builder, client, confirmation, error_of, json_server, raw_server, server};

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let target = json_server(&json!({"id": 1})).await;
    let redirect = ResponseTemplate::new(302).insert_header("location", target.uri().as_str());
    let server = server(redirect).await;
    let error = error_of(client(&server).contacts().get(ContactId::new(1)).await);
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Status, Some(302))
    );
    // A followed redirect would send the key to another server.
    let requests = target.received_requests().await.expect("a record");
    assert!(requests.is_empty(), "{requests:?}");
}

#[tokio::test]
async fn a_decode_error_names_the_path() {
    // Strict: otherwise items that fail to decode are skipped.
    for (response, place) in [
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
        let server = json_server(&response).await;
        let options = ListContacts::new();
        let client = builder(&server).strict().build().expect("a client");
        let error = error_of(client.contacts().list(&options).await);
        assert!(error.is_decode());
        let quoted = format!("`{place}`");
        assert!(error.to_string().contains(&quoted), "{place}: {error}");
    }
}

#[tokio::test]
async fn a_truncated_response_names_the_path() {
    let truncated = r#"{"7": {"name": "Colour"}, "3": {"name": "Update van ...", "removable": "1"#;
    let server = raw_server(200, truncated).await;
    let error = error_of(client(&server).fields().list().await);
    let text = error.to_string();
    assert!(text.contains("is truncated"), "{text}");
    assert!(text.contains("`3.removable`"), "{text}");
}

#[tokio::test]
async fn a_decode_error_in_a_confirmation_names_the_path() {
    let response = json!({"result": {"status": "OK", "data": {"errors": {"message": 1}}}});
    let server = json_server(&response).await;
    let error = error_of(client(&server).contacts().update_many([]).await);
    let text = error.to_string();
    assert!(text.contains("`result.data.errors`"), "{text}");
}

#[tokio::test]
async fn the_error_text_is_one_sentence_with_the_code_and_what_the_docs_say_of_it() {
    let report = json!({"status": "ERROR", "code": 601, "message": "(#601) Invalid token"});
    let server = json_server(&json!({ "result": report })).await;
    let error = error_of(client(&server).fields().list().await);
    assert_eq!(
        error.to_string(),
        "getFields: the API refused the call with code 601: The API key is not valid (check the API key)"
    );
    assert_eq!(error.message(), Some("(#601) Invalid token"));
    assert!(error.is_invalid_key());
}

/// A client of the vendor implements an upsert with it: it sends `PUT` to the id of the existing contact.
#[tokio::test]
async fn a_duplicate_names_the_existing_contact() -> Result<(), serde_json::Error> {
    for id in [json!(58328), json!("58328")] {
        let data = json!({"id_of_duplicate": id, "field": "email"});
        let report = json!({"status": "ERROR", "code": 612, "message": "exists", "data": data});
        let server = json_server(&json!({ "result": report })).await;
        let contact = NewContact::new().email("kevin@hellodialog.com");
        let error = error_of(client(&server).contacts().create(&contact).await);
        assert_eq!((error.kind(), error.code()), (ErrorKind::Api, Some(612)));
        let duplicate = DuplicateContact::deserialize(error.data().expect("data"))?;
        assert_eq!(duplicate.id_of_duplicate, ContactId::new(58328));
        assert_eq!(duplicate.extra.get("field"), Some(&json!("email")));
    }
    Ok(())
}

#[tokio::test]
async fn an_empty_response_to_a_single_get_is_not_found() {
    let server = json_server(&json!([])).await;
    for row in in_collections() {
        let error = error_of((row.call)(client(&server)).await);
        assert!(error.is_not_found() && !error.is_decode(), "{error:?}");
    }
}

#[tokio::test]
async fn several_items_in_response_to_a_single_get_are_a_decode_error() {
    let server = json_server(&json!({"0": {"id": 1}, "1": {"id": 2}})).await;
    for row in in_collections() {
        let error = error_of((row.call)(client(&server)).await);
        assert!(error.is_decode(), "{error:?}");
        assert!(error.to_string().contains("2 items"), "{error}");
    }
}

#[tokio::test]
async fn a_failure_status_is_an_error_with_the_report_of_the_api() {
    let report = json!({"result": {"status": "ERROR", "code": "404", "message": "missing"}});
    let missing = server(ResponseTemplate::new(404).set_body_json(report)).await;
    let error = error_of(client(&missing).contacts().get(ContactId::new(1)).await);
    assert_eq!((error.kind(), error.status()), (ErrorKind::Api, Some(404)));
    assert_eq!(
        (error.code(), error.message()),
        (Some(404), Some("missing"))
    );
    let failing = raw_server(500, "").await;
    let error = error_of(client(&failing).contacts().get(ContactId::new(1)).await);
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Status, Some(500))
    );
}

/// The API uses several statuses for success.
#[tokio::test]
async fn any_2xx_is_a_success() {
    for status in [200, 201, 202] {
        let server = raw_server(status, confirmation().to_string()).await;
        let contact = NewContact::new().email("kevin@hellodialog.com");
        let created = client(&server).contacts().create(&contact).await;
        assert_eq!(created.expect("a success").code, Some(200));
    }
}

/// A contact may have a column of any name, even a name of the report.
#[tokio::test]
async fn a_column_named_result_is_not_a_report() {
    let contact = json!({"id": 1, "result": "ERROR", "status": "ERROR", "code": 601});
    let server = json_server(&contact).await;
    let filter = Filter::new().equals("result", "ERROR");
    let options = ListContacts::new().filter(filter);
    let contacts = client(&server).contacts().list(&options).await;
    let contacts = contacts.expect("a contact");
    assert_eq!(contacts[0].custom.get("code"), Some(&json!(601)));
}
