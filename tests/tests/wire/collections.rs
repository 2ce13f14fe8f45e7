//! Lists and maps in the encodings of PHP, and scalars in them.

use hellodialog::types::{Contact, ContactId, Field, FieldOptions, Group, GroupId, Order};
use serde_json::{Value, json};

use crate::{contact, decode_error, field, group, order, read, text, with};

#[test]
fn a_number_may_be_in_a_string() {
    for six in [json!(6), json!("6")] {
        assert_eq!(group("contacts_count", six).contacts_count, Some(6));
    }
    let error = decode_error::<Group>(&json!({"id": 1, "contacts_count": "six"}));
    assert!(error.contains("an integer"), "{error}");
    let error = decode_error::<Group>(&json!({"id": 1, "contacts_count": -1}));
    assert!(error.contains("an integer"), "{error}");
}

#[test]
fn an_id_decodes_from_every_encoding_and_encodes_as_a_number() {
    for id in [json!(58328), json!("58328")] {
        let contact: Contact = read(&json!({"id": id}));
        assert_eq!(contact.id, ContactId::new(58328));
        assert_eq!(text(&contact), r#"{"id":58328}"#);
        assert_eq!(order("contact", id).contact, Some(ContactId::new(58328)));
    }
    let largest: Contact = read(&json!({"id": "18446744073709551615"}));
    assert_eq!(largest.id.get(), u64::MAX);
    for invalid in [json!(-1), json!("x"), json!(""), json!(null), json!(1.5)] {
        decode_error::<Contact>(&json!({"id": invalid}));
    }
}

#[test]
fn a_boolean_decodes_from_every_encoding() {
    for (value, encodings) in [
        (true, [json!(true), json!(1), json!("1")]),
        (false, [json!(false), json!(0), json!("0")]),
    ] {
        for encoding in encodings {
            let read = group("is_private", encoding.clone());
            assert_eq!(read.is_private, Some(value), "{encoding}");
            assert_eq!(text(&read), format!(r#"{{"id":1,"is_private":{value}}}"#));
            let checked = group("subscription_group_checked", encoding.clone());
            assert_eq!(checked.subscription_group_checked, Some(value));
            let read = field("subscription_field_mandatory", encoding.clone());
            assert_eq!(read.subscription_field_mandatory, Some(value));
            assert_eq!(field("removable", encoding.clone()).removable, Some(value));
            let (viewable, editable) = ("user_viewable", "user_editable");
            assert_eq!(field(viewable, encoding.clone()).user_viewable, Some(value));
            assert_eq!(field(editable, encoding).user_editable, Some(value));
        }
    }
    let error = decode_error::<Group>(&json!({"id": 1, "is_private": "yes"}));
    assert!(error.contains("true, false, 0 or 1"), "{error}");
}

#[test]
fn a_list_of_ids_may_be_an_object_with_gaps() {
    let ids = Some([7, 9].map(GroupId::new).to_vec());
    for list in [
        json!([7, 9]),
        json!(["7", "9"]),
        json!({"0": 7, "2": "9"}),
        json!({"5": "7", "1": 9}),
    ] {
        let contact = contact("groups", list);
        assert_eq!(contact.groups, ids);
        assert_eq!(text(&contact), r#"{"id":1,"groups":[7,9]}"#);
    }
    for empty in [json!([]), json!({})] {
        assert_eq!(contact("groups", empty).groups, Some(vec![]));
    }
    assert_eq!(contact("groups", json!(null)).groups, None);
    assert_eq!(read::<Contact>(&json!({"id": 1})).groups, None);
}

#[test]
fn the_columns_of_a_field_may_be_an_object_with_gaps() {
    for list in [json!(["a", "b"]), json!({"0": "a", "7": "b"})] {
        let columns = field("columns", list).columns;
        assert_eq!(columns, Some(vec!["a".to_owned(), "b".to_owned()]));
    }
}

#[test]
fn empty_options_of_a_field_have_several_encodings() {
    for none in [json!([]), json!(null), json!("")] {
        assert_eq!(field("options", none).options, None);
    }
    let empty = field("options", json!({}));
    assert_eq!(empty.options, Some(FieldOptions::new()));
    let options = field("options", json!({"values": ["red", "blue"]}));
    assert_eq!(
        options.options,
        Some(FieldOptions::new().values(["red", "blue"]))
    );
    assert_eq!(text(&options), r#"{"options":{"values":["red","blue"]}}"#);
    decode_error::<Field>(&json!({"options": ["red"]}));
}

#[test]
fn a_value_that_is_not_a_list_is_an_error() {
    for invalid in [
        json!("7"),
        json!(7),
        json!({"a": 7}),
        json!({"0": 7, "a": 9}),
    ] {
        decode_error::<Contact>(&json!({"id": 1, "groups": invalid}));
    }
}

#[test]
fn coordinates_may_be_in_strings() {
    for (lat, read) in [
        (json!("52.386639"), Some(52.386_639)),
        (json!(52.386_639), Some(52.386_639)),
        (json!("-4"), Some(-4.0)),
        (json!(0), Some(0.0)),
        (json!(""), None),
        (json!(null), None),
    ] {
        assert_eq!(order("lat", lat.clone()).lat, read);
        assert_eq!(order("lng", lat).lng, read);
    }
    for invalid in [json!("52,386639"), json!("NaN"), json!("inf"), json!(true)] {
        decode_error::<Order>(&json!({"id": 1, "lat": invalid}));
    }
    assert_eq!(
        text(&order("lat", json!("52.386639"))),
        r#"{"id":1,"lat":52.386639}"#
    );
}

/// Undescribed members are kept unchanged, and encoded again.
#[test]
fn undescribed_members_are_kept() {
    let invalid = json!({"deep": [{"er": "1"}, null, 1.5, "0"], "": false});
    let base = json!({"id": 1});
    let kept = with(with(base, "unlisted", invalid.clone()), "n", json!("007"));
    let order: Order = read(&kept);
    assert_eq!(order.extra.get("unlisted"), Some(&invalid));
    assert_eq!(order.extra.get("n"), Some(&Value::from("007")));
    assert_eq!(serde_json::to_value(&order).ok(), Some(kept));
}
