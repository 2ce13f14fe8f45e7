//! Values of enums that the docs do not list.

use std::fmt::{Debug, Display};

use hellodialog::types::{
    Contact, ContactState, FieldType, Gender, Language, NewContact, PaymentStatus,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::{contact, field, order, read, refused, text};

/// Each of `known` is read as a value of its own, and `unknown` is kept.
fn open<T>(known: &[(&str, T)], unknown: &str, other: &T)
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
    for odd in [json!(null), json!([]), json!({})] {
        refused::<T>(&odd);
    }
}

#[test]
fn states_of_a_contact() {
    let known = [
        ("Optin", ContactState::Optin),
        ("Unsubscriber", ContactState::Unsubscriber),
        ("Bounced", ContactState::Bounced),
        ("Contact", ContactState::Contact),
        // In the statistics alone.
        ("Transactional", ContactState::Transactional),
    ];
    open(&known, "Asleep", &ContactState::Other("Asleep".to_owned()));
    // Another case is another value: what the server makes of it is not known.
    assert_eq!(
        ContactState::from("optin"),
        ContactState::Other("optin".to_owned())
    );
}

#[test]
fn genders_languages_payments_and_fields() {
    let genders = [("M", Gender::M), ("F", Gender::F)];
    open(&genders, "X", &Gender::Other("X".to_owned()));
    let languages = [
        ("NL", Language::Nl),
        ("EN", Language::En),
        ("DE", Language::De),
        ("SE", Language::Se),
    ];
    open(&languages, "FR", &Language::Other("FR".to_owned()));
    let payments = [
        ("PAID", PaymentStatus::Paid),
        ("ERROR", PaymentStatus::Error),
        ("REFUND", PaymentStatus::Refund),
        ("CANCELLED", PaymentStatus::Cancelled),
        ("PENDING", PaymentStatus::Pending),
        ("DENIED", PaymentStatus::Denied),
    ];
    open(
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
        // Read by a client of the vendor.
        ("Decimals", FieldType::Decimals),
    ];
    open(&types, "Colour", &FieldType::Other("Colour".to_owned()));
}

#[test]
fn an_unknown_value_goes_back_as_it_came() {
    for member in ["_state", "_language", "geslacht"] {
        let contact = contact(member, json!("Something New"));
        let back = format!(r#"{{"id":1,"{member}":"Something New"}}"#);
        assert_eq!(text(&contact), back);
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
fn null_in_the_place_of_a_value_is_none() {
    let contact: Contact = read(&json!({"id": 1, "_state": null, "_language": null,
        "geslacht": null, "email": null}));
    assert_eq!((contact.state, contact.language), (None, None));
    assert_eq!((contact.geslacht, contact.email), (None, None));
}
