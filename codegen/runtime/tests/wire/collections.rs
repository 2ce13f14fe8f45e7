//! Lists and maps in all their encodings.

use hellodialog_runtime::IndexMap;
use hellodialog_runtime::wire::{
    As, Keyed, Lenient, OneOrMany, OrEmpty, SeqOrIndexed, SeqOrSingle,
};
use serde::{Deserialize, Serialize};
use serde_with::Same;

use crate::{decode_error, read, write};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Contact {
    id: u32,
    #[serde(default)]
    email: String,
}

fn contact(id: u32) -> Contact {
    Contact {
        id,
        email: String::new(),
    }
}

#[test]
fn a_list_decodes_from_each_of_its_forms() {
    let two = Ok(vec![contact(2), contact(1)]);
    assert_eq!(
        read::<Vec<Contact>, SeqOrIndexed>(r#"[{"id": 2}, {"id": 1}]"#),
        two
    );
    assert_eq!(
        read::<Vec<Contact>, SeqOrIndexed>(r#"{"0": {"id": 2}, "1": {"id": 1}}"#),
        two
    );
    // Indexes may have gaps, and the order of appearance counts. A `Value` would lose it.
    let mut gaps = serde_json::Deserializer::from_str(r#"{"7": {"id": 2}, "2": {"id": 1}}"#);
    let gaps: Result<Vec<Contact>, _> = As::<SeqOrIndexed>::deserialize(&mut gaps);
    assert_eq!(gaps.ok(), two.clone().ok());
    for empty in ["[]", "{}", "null"] {
        assert_eq!(
            read::<Vec<Contact>, SeqOrIndexed>(empty),
            Ok(vec![]),
            "{empty}"
        );
        assert_eq!(
            read::<Vec<Contact>, SeqOrSingle>(empty),
            Ok(vec![]),
            "{empty}"
        );
    }
    assert_eq!(write::<Vec<u8>, SeqOrIndexed>(&vec![1, 2]), "[1,2]");
    assert_eq!(write::<Vec<u8>, SeqOrSingle>(&vec![1]), "[1]");
    assert_eq!(write::<Vec<u8>, SeqOrIndexed>(&vec![]), "[]");
}

#[test]
fn other_objects_are_not_lists() {
    let error = decode_error::<Vec<Contact>, SeqOrIndexed>(r#"{"result": {"status": "ERROR"}}"#);
    let expected = "expected a list or an object keyed by index, found the key \"result\"";
    assert!(error.starts_with(expected), "{error}");
    decode_error::<Vec<Contact>, SeqOrIndexed>(r#"{"0": {"id": 1}, "id": {"id": 2}}"#);
    decode_error::<Vec<Contact>, SeqOrIndexed>(r#"{"-1": {"id": 1}}"#);
    decode_error::<Vec<Contact>, SeqOrIndexed>(r#"{"": {"id": 1}}"#);
    decode_error::<Vec<Contact>, SeqOrIndexed>("\"\"");
    decode_error::<Vec<Contact>, SeqOrIndexed>("1");
    let long = format!(r#"{{"{}": 1}}"#, "x".repeat(1000));
    assert!(decode_error::<Vec<u8>, SeqOrIndexed>(&long).len() < 160);
}

#[test]
fn a_single_item_is_a_list_of_one() {
    let one = Contact {
        id: 5,
        email: "a@example.com".to_owned(),
    };
    let bare = r#"{"id": 5, "email": "a@example.com"}"#;
    assert_eq!(
        read::<Vec<Contact>, SeqOrSingle>(bare),
        Ok(vec![one.clone()])
    );
    let unknown_first = r#"{"new": [1], "id": 5, "email": "a@example.com"}"#;
    assert_eq!(
        read::<Vec<Contact>, SeqOrSingle>(unknown_first),
        Ok(vec![one.clone()])
    );
    for many in [format!("[{bare}]"), format!(r#"{{"0": {bare}}}"#)] {
        assert_eq!(
            read::<Vec<Contact>, SeqOrSingle>(&many),
            Ok(vec![one.clone()])
        );
    }
    // Neither a list nor a single item.
    decode_error::<Vec<Contact>, SeqOrSingle>(r#"{"0": {"id": 1}, "id": 5}"#);
    decode_error::<Vec<Contact>, SeqOrSingle>(r#"{"email": "a@example.com"}"#);
}

#[test]
fn a_single_item_may_be_a_map() {
    type Names = IndexMap<String, u8>;
    let expected: Names = [("b".to_owned(), 2), ("a".to_owned(), 1)].into();
    let read = read::<Vec<Names>, SeqOrSingle<Keyed>>(r#"{"b": 2, "a": 1}"#);
    assert_eq!(read, Ok(vec![expected]));
}

#[test]
fn one_or_many_for_a_body() {
    type Body = OneOrMany<Contact>;
    let one = Body::from(contact(1));
    assert_eq!(write::<Body, Same>(&one), r#"{"id":1,"email":""}"#);
    assert_eq!(read::<Body, Same>(r#"{"id": 1}"#), Ok(one.clone()));
    assert_eq!(
        (one.len(), one.is_empty(), one.as_slice()),
        (1, false, &[contact(1)][..])
    );

    let many = Body::from([contact(1), contact(2)]);
    assert_eq!(
        write::<Body, Same>(&many),
        r#"[{"id":1,"email":""},{"id":2,"email":""}]"#
    );
    for json in [
        r#"[{"id": 1}, {"id": 2}]"#,
        r#"{"0": {"id": 1}, "1": {"id": 2}}"#,
    ] {
        assert_eq!(read::<Body, Same>(json), Ok(many.clone()), "{json}");
    }
    assert_eq!(many.into_vec(), [contact(1), contact(2)]);

    let none = Body::from(vec![]);
    assert!(none.is_empty());
    assert_eq!(write::<Body, Same>(&none), "[]");
    assert_eq!(read::<Body, Same>("[]"), Ok(none));
    decode_error::<Body, Same>("{}");
    decode_error::<Body, Same>("null");
}

#[test]
fn a_map_keyed_by_id() {
    type ById = IndexMap<u64, Contact>;
    type Adapter = Keyed<Lenient>;
    let json = r#"{"246236": {"id": 1}, "7": {"id": 2}}"#;
    let map = read::<ById, Adapter>(json).expect("a map");
    assert_eq!(map.keys().copied().collect::<Vec<_>>(), [246_236, 7]);
    assert_eq!(map.get(&7), Some(&contact(2)));
    assert_eq!(
        write::<ById, Adapter>(&map),
        r#"{"246236":{"id":1,"email":""},"7":{"id":2,"email":""}}"#
    );
    for empty in ["[]", "{}", "null"] {
        assert_eq!(read::<ById, Adapter>(empty), Ok(ById::new()), "{empty}");
    }
    assert_eq!(write::<ById, Adapter>(&ById::new()), "{}");
}

#[test]
fn a_list_without_ids_is_not_a_map_keyed_by_id() {
    type ById = IndexMap<u64, u8>;
    type Adapter = Keyed<Lenient>;
    let error = decode_error::<ById, Adapter>("[1, 2, 3]");
    let expected = "expected an object keyed by id, found a list of 3 without ids";
    assert!(error.starts_with(expected), "{error}");
    let error = decode_error::<ById, Adapter>(r#"{"name": 1}"#);
    assert!(
        error.starts_with("expected an integer, found the string \"name\""),
        "{error}"
    );
    decode_error::<ById, Adapter>("\"\"");
}

#[test]
fn a_duplicate_id_is_an_error() {
    // Not through a `Value`, which silently keeps the last duplicate.
    type ById = IndexMap<u64, u8>;
    let mut text = serde_json::Deserializer::from_str(r#"{"1": 1, "2": 2, "01": 3}"#);
    let result = hellodialog_runtime::wire::As::<Keyed<Lenient>>::deserialize(&mut text);
    let result: Result<ById, _> = result;
    let error = result.expect_err("a duplicate id").to_string();
    assert!(
        error.contains("found a duplicate id among the first 3 entries"),
        "{error}"
    );
}

#[test]
fn a_number_is_no_list_and_no_item() {
    for number in ["7", "-0.0", "1.50", "1e2", "123456789012345678901234567890"] {
        for is_list in [
            read::<Vec<u32>, SeqOrIndexed>(number).is_ok(),
            read::<Vec<Option<f64>>, SeqOrSingle<OrEmpty>>(number).is_ok(),
            read::<IndexMap<u32, f64>, Keyed<Lenient>>(number).is_ok(),
            read::<OneOrMany<Contact>, Same>(number).is_ok(),
        ] {
            assert!(!is_list, "{number}");
        }
    }
}
