//! Contacts with custom fields, and their groups.

use hellodialog::types::{
    Contact, ContactBatchItem, ContactId, ContactUpdate, GroupId, ListId, ListUpdate, NewContact,
    NewExternalGroupContact, NewList,
};
use hellodialog::{Extra, Value};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{decode_error, encode, read, text};

/// The custom fields of someone's account.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Preferences {
    shoe_size: u8,
    colour: Option<String>,
}

fn kevin() -> Contact {
    read(
        &json!({"id": "1", "shoe_size": 43, "colour": "red", "_state": "Contact",
        "langdurig_klant": "1"}),
    )
}

#[test]
fn custom_fields_are_read_by_name() -> Result<(), serde_json::Error> {
    let custom = kevin().custom;
    assert_eq!(custom.len(), 3, "only custom fields: {custom:?}");
    assert_eq!(custom.get("shoe_size"), Some(&json!(43)));
    assert_eq!(custom.get_as::<String>("colour")?.as_deref(), Some("red"));
    assert_eq!(custom.get_as::<u8>("absent")?, None);
    assert!(custom.get_as::<u8>("colour").is_err());
    Ok(())
}

#[test]
fn custom_fields_decode_into_a_type_of_the_user() -> Result<(), serde_json::Error> {
    let preferences: Preferences = kevin().custom.parse()?;
    let expected = Preferences {
        shoe_size: 43,
        colour: Some("red".to_owned()),
    };
    assert_eq!(preferences, expected);
    Ok(())
}

#[test]
fn a_type_of_the_user_is_sent_with_the_known_fields() -> Result<(), serde_json::Error> {
    let preferences = Preferences {
        shoe_size: 43,
        colour: None,
    };
    let mut contact = NewContact::new().email("a@b.nl").voornaam("Kevin");
    contact.custom = Extra::from_serialize(&preferences)?;
    let sent = r#"{"email":"a@b.nl","voornaam":"Kevin","shoe_size":43,"colour":null}"#;
    assert_eq!(text(&contact), sent);
    Ok(())
}

#[test]
fn names_of_custom_fields_are_sent_in_lower_case() {
    let sent = json!({"shoe_size": 43, "kleur": "rood", "tags": ["a"], "none": null});
    let new = NewContact::new()
        .custom("Shoe_Size", 43)
        .custom("KLEUR", "rood")
        .custom("tags", vec!["a"])
        .custom("None", Value::Null);
    assert_eq!(encode(&new), sent);
    let update = ContactUpdate::new()
        .custom("Shoe_Size", 43)
        .custom("KLEUR", "rood")
        .custom("tags", vec!["a"])
        .custom("None", Value::Null);
    assert_eq!(encode(&update), sent);
    let item = ContactBatchItem::new(ContactId::new(7)).custom("Shoe_Size", 43);
    assert_eq!(text(&item), r#"{"id":7,"shoe_size":43}"#);
    let external = NewExternalGroupContact::new().custom("Shoe_Size", 43);
    assert_eq!(text(&external), r#"{"shoe_size":43}"#);
}

#[test]
fn a_custom_field_is_set_once() {
    let contact = NewContact::new()
        .custom("Colour", "red")
        .custom("colour", "blue");
    assert_eq!(text(&contact), r#"{"colour":"blue"}"#);
}

/// An absent list of groups changes nothing; an empty one removes all groups.
#[test]
fn empty_groups_are_sent_and_absent_groups_are_not() {
    assert_eq!(text(&ContactUpdate::new().groups([])), r#"{"groups":[]}"#);
    assert_eq!(text(&ContactUpdate::new()), "{}");
    assert_eq!(text(&NewContact::new().groups([])), r#"{"groups":[]}"#);
    assert_eq!(text(&NewContact::new()), "{}");
    let some = ContactUpdate::new().groups([1, 7].map(GroupId::new));
    assert_eq!(text(&some), r#"{"groups":[1,7]}"#);
}

#[test]
fn an_empty_list_of_contacts_is_sent() {
    let emptied = ListUpdate::new("Segment", []);
    assert_eq!(text(&emptied), r#"{"name":"Segment","contacts":[]}"#);
    let new = NewList::new("Segment", []);
    assert_eq!(text(&new), r#"{"name":"Segment","contacts":[]}"#);
    decode_error::<ListUpdate>(&json!({"name": "Segment"}));
    assert_eq!(ListId::from(7).get(), 7);
}

/// An update can start from the groups of a received contact.
#[test]
fn the_groups_of_a_contact_can_be_sent_with_one_more() {
    let contact: Contact = read(&json!({"id": "1", "groups": {"0": "4", "2": "7"}}));
    let groups = contact.groups.into_iter().flatten();
    let update = ContactUpdate::new().groups(groups.chain([GroupId::new(9)]));
    assert_eq!(text(&update), r#"{"groups":[4,7,9]}"#);
}

#[test]
fn an_empty_string_is_sent() {
    let update = ContactUpdate::new().voornaam("").achternaam("");
    assert_eq!(text(&update), r#"{"voornaam":"","achternaam":""}"#);
}

#[test]
fn ids_of_different_things_do_not_compare() {
    // Comparing ids of different types does not compile; their text is equal.
    assert_eq!(ContactId::new(7).to_string(), GroupId::new(7).to_string());
    assert_eq!("7".parse(), Ok(ContactId::new(7)));
    assert_eq!(format!("{:?}", ContactId::new(7)), "ContactId(7)");
}
