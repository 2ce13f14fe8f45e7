//! Enum values that the docs do not list.

use std::fmt::{Debug, Display};

use hellodialog::types::{
    Contact, ContactState, FieldType, Gender, Language, NewContact, PaymentStatus,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::{contact, decode_error, field, order, read, text};

/// Checks that each of `known` decodes to its variant, and that `unknown` is kept.
fn check_open_enum<T>(known: &[(&str, T)], unknown: &str, other: &T)
where
    T: Debug + Display + PartialEq + Serialize + DeserializeOwned + for<'a> From<&'a str>,
{
    for (name, value) in known.iter().chain([&(unknown, T::from(unknown))]) {
        assert_eq!(&read::<T>(&json!(name)), value);
        assert_eq!(&T::from(name), value);
        assert_eq!(text(value), format!("{name:?}"));
        assert_eq!(value.to_string(), *name);
        assert_eq!(value == other, name == &unknown, "{name}");
    }
    for invalid in [json!(null), json!([]), json!({})] {
        decode_error::<T>(&invalid);
    }
}

#[test]
fn states_of_a_contact() {
    let known = [
        ("Optin", ContactState::Optin),
        ("Unsubscriber", ContactState::Unsubscriber),
        ("Bounced", ContactState::Bounced),
        ("Contact", ContactState::Contact),
        // Only in the statistics.
        ("Transactional", ContactState::Transactional),
    ];
    check_open_enum(&known, "Asleep", &ContactState::Other("Asleep".to_owned()));
    // Values are case-sensitive, since it is unknown whether the server ignores case.
    assert_eq!(
        ContactState::from("optin"),
        ContactState::Other("optin".to_owned())
    );
}

#[test]
fn genders_languages_payments_and_fields() {
    let genders = [("M", Gender::M), ("F", Gender::F)];
    check_open_enum(&genders, "X", &Gender::Other("X".to_owned()));
    let languages = [
        ("NL", Language::Nl),
        ("EN", Language::En),
        ("DE", Language::De),
        ("SE", Language::Se),
    ];
    check_open_enum(&languages, "FR", &Language::Other("FR".to_owned()));
    let payments = [
        ("PAID", PaymentStatus::Paid),
        ("ERROR", PaymentStatus::Error),
        ("REFUND", PaymentStatus::Refund),
        ("CANCELLED", PaymentStatus::Cancelled),
        ("PENDING", PaymentStatus::Pending),
        ("DENIED", PaymentStatus::Denied),
    ];
    check_open_enum(
        &payments,
        "ON_HOLD",
        &PaymentStatus::Other("ON_HOLD".to_owned()),
    );
    let types = [
        ("Text", FieldType::Text),
        ("Dropdown", FieldType::Dropdown),
        ("Multiselect", FieldType::Multiselect),
        ("Date", FieldType::Date),
        ("Integer", FieldType::Integer),
        ("Decimal", FieldType::Decimal),
        ("Textarea", FieldType::Textarea),
        // From a client of the vendor.
        ("Decimals", FieldType::Decimals),
    ];
    check_open_enum(&types, "Colour", &FieldType::Other("Colour".to_owned()));
}

#[test]
fn an_unknown_value_round_trips() {
    for member in ["_state", "_language", "geslacht"] {
        let contact = contact(member, json!("Something New"));
        let expected = format!(r#"{{"id":1,"{member}":"Something New"}}"#);
        assert_eq!(text(&contact), expected);
    }
    let read = order("payment_status", json!("ON_HOLD"));
    assert_eq!(text(&read), r#"{"id":1,"payment_status":"ON_HOLD"}"#);
    assert_eq!(
        text(&field("type", json!("Colour"))),
        r#"{"type":"Colour"}"#
    );
    let new = NewContact::new().state(ContactState::from("Asleep"));
    assert_eq!(text(&new), r#"{"_state":"Asleep"}"#);
}

#[test]
fn null_decodes_to_none() {
    let contact: Contact = read(&json!({"id": 1, "_state": null, "_language": null,
        "geslacht": null, "email": null}));
    assert_eq!((contact.state, contact.language), (None, None));
    assert_eq!((contact.geslacht, contact.email), (None, None));
}
