//! The responses to writes.

use hellodialog::types::{
    BatchWritten, ContactCreated, ContactId, DuplicateContact, FieldCreated, FieldId, GroupCreated,
    GroupId, ListCreated, ListId, NewsletterCreated, NewsletterId, OrderId, OrdersCreated,
    TransactionalSent, Written,
};
use serde_json::{Value, json};

use crate::{decode_error, encode, read};

fn ok(data: &Value) -> Value {
    json!({"status": "OK", "code": "200", "message": "Created", "data": data})
}

#[test]
fn a_success_has_status_code_message_and_the_new_id() {
    for id in [json!(58328), json!("58328")] {
        let created: ContactCreated = read(&ok(&json!({"id": id, "optin_sent": "1"})));
        assert_eq!(created.status.as_deref(), Some("OK"));
        assert_eq!(created.code, Some(200));
        assert_eq!(created.message.as_deref(), Some("Created"));
        let data = created.data.expect("data");
        assert_eq!(data.id, Some(ContactId::new(58328)));
        assert_eq!(data.extra.get("optin_sent"), Some(&json!("1")));
    }
    for code in [json!(201), json!("201")] {
        assert_eq!(read::<Written>(&json!({"code": code})).code, Some(201));
    }
}

#[test]
fn every_creation_has_an_id_of_its_type() {
    let response = ok(&json!({"id": "7"}));
    let group = read::<GroupCreated>(&response)
        .data
        .and_then(|data| data.id);
    assert_eq!(group, Some(GroupId::new(7)));
    let field = read::<FieldCreated>(&response)
        .data
        .and_then(|data| data.id);
    assert_eq!(field.map(FieldId::get), Some(7));
    let list = read::<ListCreated>(&response).data.and_then(|data| data.id);
    assert_eq!(list.map(ListId::get), Some(7));
    let newsletter = read::<NewsletterCreated>(&response)
        .data
        .and_then(|data| data.id);
    assert_eq!(newsletter.map(NewsletterId::get), Some(7));
    let order = read::<OrdersCreated>(&response)
        .data
        .and_then(|data| data.id);
    assert_eq!(order, Some(OrderId::new(7)));
}

#[test]
fn missing_data_has_several_encodings() {
    for empty in [json!([]), json!(null), json!("")] {
        let response = ok(&empty);
        assert_eq!(read::<ContactCreated>(&response).data, None);
        assert_eq!(read::<GroupCreated>(&response).data, None);
        assert_eq!(read::<OrdersCreated>(&response).data, None);
        assert_eq!(read::<BatchWritten>(&response).data, None);
    }
    let bare: ContactCreated = read(&json!({}));
    assert_eq!(
        (bare.status, bare.code, bare.message, bare.data),
        (None, None, None, None)
    );
    let bare: Written = read(&json!({}));
    assert_eq!(
        (bare.status, bare.code, bare.message, bare.data),
        (None, None, None, None)
    );
}

#[test]
fn the_data_of_other_writes_is_kept_unchanged() {
    for data in [
        json!([]),
        json!({"a": ["1", 2]}),
        json!("text"),
        json!(true),
    ] {
        let response = ok(&data);
        assert_eq!(read::<Written>(&response).data.as_ref(), Some(&data));
        let sent: TransactionalSent = read(&response);
        assert_eq!(sent.data.as_ref(), Some(&data));
        assert_eq!(encode(&sent)["data"], data);
    }
}

/// Some of several orders can fail although the write as a whole succeeds.
#[test]
fn a_batch_reports_failed_items() {
    for errors in [
        json!([{"message": "no contact", "order_number": "A-1"}, {"message": "no price"}]),
        json!({"0": {"message": "no contact", "order_number": "A-1"}, "2": {"message": "no price"}}),
    ] {
        let response = ok(&json!({"errors": errors, "imported": 3}));
        let created: OrdersCreated = read(&response);
        let data = created.data.expect("data");
        let errors = data.errors.expect("errors");
        assert_eq!(errors.len(), 2);
        assert_eq!(errors[0].message.as_deref(), Some("no contact"));
        assert_eq!(errors[0].extra.get("order_number"), Some(&json!("A-1")));
        assert_eq!(errors[1].message.as_deref(), Some("no price"));
        assert_eq!(data.extra.get("imported"), Some(&json!(3)));
        let batch: BatchWritten = read(&response);
        assert_eq!(batch.data.and_then(|data| data.errors), Some(errors));
    }
    let none: OrdersCreated = read(&ok(&json!({"errors": []})));
    assert_eq!(none.data.and_then(|data| data.errors), Some(vec![]));
}

#[test]
fn a_duplicate_decodes_from_the_data_of_an_error() {
    for id in [json!(7), json!("7")] {
        let duplicate: DuplicateContact = read(&json!({"id_of_duplicate": id, "email": "a@b.nl"}));
        assert_eq!(duplicate.id_of_duplicate, ContactId::new(7));
        assert_eq!(duplicate.extra.get("email"), Some(&json!("a@b.nl")));
    }
    decode_error::<DuplicateContact>(&json!({"email": "a@b.nl"}));
}
