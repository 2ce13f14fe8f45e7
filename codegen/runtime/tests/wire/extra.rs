//! The further keys of an object.

use hellodialog_runtime::{Extra, Value};
use serde::{Deserialize, Serialize};
use serde_json::json;
use serde_with::Same;

use crate::{read, refusal, write};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Custom {
    city: String,
    #[serde(default)]
    shoe_size: Option<u8>,
}

#[test]
fn keys_are_kept_in_order_and_read_by_name() {
    let json = r#"{"zip":"1","city":"Ede","age":null}"#;
    let extra = read::<Extra, Same>(json).expect("keys");
    assert_eq!(write::<Extra, Same>(&extra), json);
    assert_eq!(extra.get("zip"), Some(&json!("1")));
    assert_eq!(
        extra.get_as::<String>("city").ok().flatten().as_deref(),
        Some("Ede")
    );
    assert_eq!(extra.get_as::<u8>("age").ok(), Some(None));
    assert_eq!(extra.get_as::<u8>("gone").ok(), Some(None));
    assert!(extra.get_as::<u8>("city").is_err());
    assert!(extra.contains_key("age") && !extra.contains_key("gone"));
    assert_eq!((extra.len(), extra.is_empty()), (3, false));
}

#[test]
fn an_empty_one_may_be_a_list() {
    for json in ["[]", "{}", "null"] {
        assert_eq!(read::<Extra, Same>(json), Ok(Extra::new()), "{json}");
    }
    refusal::<Extra, Same>("[1]");
    refusal::<Extra, Same>("\"\"");
    assert_eq!(write::<Extra, Same>(&Extra::default()), "{}");
}

#[test]
fn keys_go_to_and_from_a_type_of_ones_own() {
    let custom = Custom {
        city: "Ede".to_owned(),
        shoe_size: Some(43),
    };
    let mut extra = Extra::from_serialize(&custom).expect("an object");
    assert_eq!(extra.parse::<Custom>().ok(), Some(custom));
    extra.insert("unrelated", 1);
    extra.remove("shoe_size");
    assert_eq!(
        extra.parse::<Custom>().ok().map(|c| c.shoe_size),
        Some(None)
    );
    assert!(extra.parse::<Vec<u8>>().is_err());
    let error = Extra::from_serialize("text")
        .expect_err("no object")
        .to_string();
    assert!(error.contains("found one written as a string"), "{error}");
}

#[test]
fn it_is_a_collection() {
    let mut extra: Extra = [("a".to_owned(), Value::from(1))].into_iter().collect();
    extra.extend([("b".to_owned(), Value::from(2))]);
    assert_eq!(extra.insert("a", 3), Some(json!(1)));
    let keys: Vec<_> = (&extra).into_iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, ["a", "b"]);
    assert_eq!(
        extra
            .into_iter()
            .map(|(_, value)| value)
            .collect::<Vec<_>>(),
        [3, 2]
    );
}
