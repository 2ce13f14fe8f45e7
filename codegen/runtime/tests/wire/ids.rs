//! Typed ids.

use std::collections::HashMap;

use hellodialog_runtime::filter::Operand;
use hellodialog_runtime::wire::{Lenient, OrEmpty, Same};

use crate::{decode_error, read, write};

hellodialog_runtime::id! {
    /// The id of a contact.
    pub(crate) struct ContactId(u64);
}

hellodialog_runtime::id! {
    /// The id of a group outside of the account.
    pub(crate) struct ExternalId(String);
}

#[test]
fn an_id_has_display_and_debug() {
    const ID: ContactId = ContactId::new(5);
    assert_eq!(
        format!("{ID} {ID:?} {ID:#?} {ID:>3}"),
        "5 ContactId(5) ContactId(5)   5"
    );
    assert_eq!((ID.get(), u64::from(ID), ContactId::from(5)), (5, 5, ID));
    assert_eq!("5".parse(), Ok(ID));
    assert!("x".parse::<ContactId>().is_err());
    assert!(ID < ContactId::new(6));

    let id = ExternalId::new("a-1");
    assert_eq!(format!("{id} {id:?}"), r#"a-1 ExternalId("a-1")"#);
    assert_eq!(
        (id.as_str(), String::from(id.clone())),
        ("a-1", "a-1".to_owned())
    );
    assert_eq!(ExternalId::from("a-1".to_owned()), id);
}

#[test]
fn an_id_decodes_from_a_number_and_from_a_string() {
    for json in ["58328", "\"58328\"", "58328.0"] {
        assert_eq!(
            read::<ContactId, Same>(json),
            Ok(ContactId::new(58328)),
            "{json}"
        );
        assert_eq!(
            read::<ContactId, Lenient>(json),
            Ok(ContactId::new(58328)),
            "{json}"
        );
    }
    for json in ["\"\"", "-1", "null", "true", "\"x\"", "{}"] {
        decode_error::<ContactId, Same>(json);
    }
    assert_eq!(read::<ExternalId, Same>("12"), Ok(ExternalId::from("12")));
    assert_eq!(
        read::<ExternalId, Same>("\"012\""),
        Ok(ExternalId::from("012"))
    );
    assert_eq!(read::<Option<ContactId>, OrEmpty>("\"\""), Ok(None));
    assert_eq!(write::<ContactId, Same>(&ContactId::new(1)), "1");
    assert_eq!(write::<ExternalId, Same>(&ExternalId::from("1")), "\"1\"");
}

#[test]
fn an_id_is_a_key_and_an_operand() {
    let map: HashMap<ContactId, u8> = serde_json::from_str(r#"{"7": 1}"#).expect("a map");
    assert_eq!(map.get(&ContactId::new(7)), Some(&1));
    assert_eq!(serde_json::to_string(&map).expect("text"), r#"{"7":1}"#);
    assert_eq!(Operand::from(ContactId::new(7)).as_str(), "7");
    assert_eq!(Operand::from(ExternalId::from("g")).as_str(), "g");
}
